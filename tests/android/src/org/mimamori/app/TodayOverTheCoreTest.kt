package org.mimamori.app

import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.test.resetMain
import kotlinx.coroutines.test.setMain
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeout
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNotNull
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder
import org.mimamori.companion.CompanionFailure
import org.mimamori.companion.Contact
import org.mimamori.companion.HeartRateRadio
import org.mimamori.companion.KeystoreVault
import org.mimamori.companion.Person
import org.mimamori.companion.RustCompanion
import org.mimamori.companion.ScriptedRadio
import org.mimamori.companion.StrapFrame
import org.mimamori.ui.today.MealEntry
import org.mimamori.ui.today.Strap
import org.mimamori.ui.today.TodayState
import org.mimamori.ui.today.TodayViewModel
import java.io.File
import java.time.Instant
import java.time.LocalTime
import java.time.ZoneId
import java.util.Locale
import java.util.concurrent.Executors
import javax.crypto.SecretKey
import javax.crypto.spec.SecretKeySpec
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds

/** The screen's model over the real core: through the binding, down to the encrypted file. */
@OptIn(ExperimentalCoroutinesApi::class)
class TodayOverTheCoreTest {
    @get:Rule
    val folder = TemporaryFolder()

    private val main = Executors.newSingleThreadExecutor().asCoroutineDispatcher()
    private val phone = SecretKeySpec(ByteArray(32) { 7 }, "AES")

    @Before
    fun takeTheMainThread() = Dispatchers.setMain(main)

    @After
    fun giveItBack() {
        Dispatchers.resetMain()
        main.close()
    }

    @Test
    fun a_meal_and_a_habit_that_are_entered_are_there_in_words_also_after_the_app_was_ended() = running {
        open().use { companion ->
            val model = model(companion, companion.addPerson("佐藤 恵子"))
            model.seen { it.day != null }
            model.startMeal()
            model.changeMeal(model.state.value.mealEntry!!.copy(text = "ざるそば", kcal = "350"))
            model.saveMeal(Locale.JAPAN)
            model.startHabit()
            model.changeHabit("散歩")
            model.saveHabit()
            val habit = model.seen { it.day?.habits?.size == 1 }.day!!.habits.single()
            model.tick(habit.id, kept = true)
            model.seen { it.day!!.habits.single().kept }
            model.tick(habit.id, kept = false)
            model.seen { !it.day!!.habits.single().kept }
            model.tick(habit.id, kept = true)
            model.seen { it.day!!.habits.single().let { row -> row.kept && row.streak == 1 } }
        }
        open().use { companion ->
            val person = companion.people().single()
            val day = companion.day(person.id, companion.today(person.id))
            assertEquals("佐藤 恵子", day.name)
            assertEquals(listOf("昼食" to listOf("ざるそば")), day.meals.map { it.slot to it.items })
            assertEquals("350\u00A0kcal", day.nutrients.first().amount)
            assertTrue(day.habits.single().kept)
        }
    }

    @Test
    fun what_the_strap_tells_is_decoded_shown_and_kept_when_the_screen_goes() = running {
        open().use { companion ->
            val person = companion.addPerson("佐藤 恵子")
            val radio = ScriptedRadio.telling(listOf(71, 72, 74), every = 20.milliseconds, strap = "Polar H10")
            val model = model(companion, person, radio)
            val strap = model.seen { (it.strap as? Strap.Connected)?.reading?.bpm == 74 }.strap as Strap.Connected
            assertEquals(Contact.Detected, strap.reading!!.contact)
            model.leave()
            val heart = model.seen { it.day?.heart != null }.day!!.heart!!
            assertEquals(74, heart.latest)
            assertEquals(71, heart.lowest)
        }
    }

    @Test
    fun a_fast_heart_at_rest_is_noticed_in_words_and_can_be_put_away() = running {
        open().use { companion ->
            val person = companion.addPerson("佐藤 恵子").id
            val end = Instant.now()
            companion.beginRecording(person, "Polar H10")
            for (second in 900L downTo 1L) {
                companion.hear(StrapFrame(end.minusSeconds(second), ScriptedRadio.frame(132)))
            }
            companion.endRecording()
            companion.lookForFindings(person)
            val date = end.minusSeconds(300).atZone(ZoneId.systemDefault()).toLocalDate()
            val notice = companion.day(person, date).notices.single()
            for (words in with(notice) { listOf(title, fact, evidence, whatToDo, seekCare, disclaimer) }) {
                assertTrue("in Japanese: $words", words.any { it in 'ぁ'..'ん' })
            }
            companion.acknowledge(person, notice.id)
            assertTrue(companion.day(person, date).notices.isEmpty())
        }
    }

    @Test
    fun what_another_part_of_the_app_records_reaches_the_screen_by_itself() = running {
        open().use { companion ->
            val person = companion.addPerson("佐藤 恵子")
            val model = model(companion, person)
            model.seen { it.day != null }
            delay(300.milliseconds)
            companion.addHabit(person.id, "体操")
            model.seen { it.day!!.habits.any { habit -> habit.name == "体操" } }
        }
    }

    @Test
    fun what_the_core_refuses_is_said_at_the_field() = running {
        open().use { companion ->
            val model = model(companion, companion.addPerson("佐藤 恵子"))
            model.seen { it.day != null }
            model.startMeal()
            model.saveMeal(Locale.JAPAN)
            model.seen { it.mealEntry?.wrong == MealEntry.Field.Text }
            model.changeMeal(model.state.value.mealEntry!!.copy(text = "宴会", kcal = "99999"))
            model.saveMeal(Locale.JAPAN)
            model.seen { it.mealEntry?.wrong == MealEntry.Field.Kcal }
            assertTrue(model.state.value.day!!.meals.isEmpty())
        }
    }

    @Test
    fun with_the_key_of_another_phone_the_record_stays_closed_and_whole() = running {
        open().use { it.addPerson("佐藤 恵子") }
        val other = SecretKeySpec(ByteArray(32) { 8 }, "AES")
        assertThrows(CompanionFailure.NeedsUnlock::class.java) { runBlocking { open(other) } }
        open().use { assertEquals("佐藤 恵子", it.people().single().name) }
    }

    @Test
    fun in_the_background_the_record_is_closed_and_in_front_it_is_there_again() = running {
        open().use { companion ->
            companion.addPerson("佐藤 恵子")
            companion.setInFront(false)
            assertThrows(CompanionFailure.Paused::class.java) { runBlocking { companion.people() } }
            companion.setInFront(true)
            assertNotNull(companion.people().single())
        }
    }

    @Test
    fun nothing_that_was_entered_can_be_read_in_the_files() = running {
        open().use { companion -> companion.addHabit(companion.addPerson("秘密の名前").id, "秘密の習慣") }
        val secret = "秘密".encodeToByteArray().toList()
        for (file in folder.root.walk().filter(File::isFile)) {
            assertFalse(file.name, file.readBytes().toList().windowed(secret.size).any { it == secret })
        }
    }

    private suspend fun open(key: SecretKey = phone): RustCompanion =
        RustCompanion.open(File(folder.root, "record.db"), KeystoreVault(File(folder.root, "keys")) { key }, japanese = true)

    private suspend fun model(companion: RustCompanion, person: Person, radio: HeartRateRadio? = null): TodayViewModel =
        withContext(Dispatchers.Main) {
            TodayViewModel(companion, person.id, radio) { LocalTime.NOON }.also { it.enter() }
        }

    /** Waits until the screen shows what is expected. */
    private suspend fun TodayViewModel.seen(expected: (TodayState) -> Boolean): TodayState =
        withTimeout(30.seconds) { state.first(expected) }

    private fun running(test: suspend () -> Unit) = runBlocking { test() }
}
