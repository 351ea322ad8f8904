package org.mimamori.ui.today

import androidx.lifecycle.ViewModel
import androidx.lifecycle.ViewModelStore
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.test.StandardTestDispatcher
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.advanceTimeBy
import kotlinx.coroutines.test.resetMain
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest
import kotlinx.coroutines.test.setMain
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.mimamori.companion.Change
import org.mimamori.companion.CompanionFailure
import org.mimamori.companion.Contact
import org.mimamori.companion.HeartRateRadio
import org.mimamori.companion.HeartReading
import org.mimamori.companion.MealSlot
import org.mimamori.companion.PersonId
import org.mimamori.companion.RadioEvent
import org.mimamori.companion.RecordId
import org.mimamori.companion.ScriptedRadio
import org.mimamori.companion.ScriptedRadio.Step
import org.mimamori.ui.FakeCompanion
import org.mimamori.ui.Scene
import java.util.Locale
import kotlin.time.Duration.Companion.seconds

@OptIn(ExperimentalCoroutinesApi::class)
class TodayViewModelTest {
    private val main = StandardTestDispatcher()
    private val companion = FakeCompanion(Scene.ENGLISH)
    private val models = ViewModelStore()

    @Before
    fun takeTheMainThread() = Dispatchers.setMain(main)

    @After
    fun giveItBack() {
        models.clear()
        Dispatchers.resetMain()
    }

    @Test
    fun the_rate_on_the_screen_is_the_one_heard_last() = live(
        ScriptedRadio.telling(listOf(71, 72, 75), every = 1.seconds, strap = "Polar H10", now = { Scene.NOW }),
    ) { model ->
        assertEquals(Strap.Searching, model.state.value.strap)
        pass(1)
        assertEquals(Strap.Connected("Polar H10"), model.state.value.strap)
        pass(1)
        assertEquals(71, reading(model)?.bpm)
        pass(1)
        assertEquals(72, reading(model)?.bpm)
        pass(1)
        assertEquals(HeartReading(75, Contact.Detected, Scene.NOW), reading(model))
    }

    @Test
    fun a_frame_that_cannot_be_read_leaves_the_rate_as_it_was() = live(
        ScriptedRadio(
            listOf(
                Step.Happens(0.seconds, RadioEvent.Connected("Polar H10")),
                Step.Sends(1.seconds, ScriptedRadio.frame(71)),
                Step.Sends(1.seconds, byteArrayOf()),
            ),
        ),
    ) { model ->
        pass(2)
        assertEquals(71, reading(model)?.bpm)
        assertNull(model.state.value.failure)
    }

    @Test
    fun what_was_heard_is_kept_when_the_strap_goes_and_when_the_screen_does() = live(
        ScriptedRadio(
            listOf(
                Step.Happens(0.seconds, RadioEvent.Connected("Polar H10")),
                Step.Sends(1.seconds, ScriptedRadio.frame(71)),
                Step.Happens(1.seconds, RadioEvent.OutOfReach),
                Step.Happens(1.seconds, RadioEvent.Connected("Polar H10")),
                Step.Sends(1.seconds, ScriptedRadio.frame(72)),
                Step.Sends(60.seconds, ScriptedRadio.frame(73)),
            ),
        ),
    ) { model ->
        pass(2)
        assertEquals(Strap.OutOfReach, model.state.value.strap)
        assertEquals(1, companion.kept)
        pass(2)
        assertEquals(1, companion.kept)
        model.leave()
        pass(6)
        assertEquals(2, companion.kept)
        assertEquals(Strap.None, model.state.value.strap)
    }

    @Test
    fun turning_the_phone_does_not_let_go_of_the_strap() = live(
        ScriptedRadio.telling(listOf(71, 72), every = 1.seconds, strap = "Polar H10"),
    ) { model ->
        pass(2)
        model.leave()
        pass(1)
        model.enter()
        pass(20)
        assertEquals(72, reading(model)?.bpm)
    }

    @Test
    fun a_change_of_another_person_or_another_day_does_not_disturb() = live(null) { model ->
        companion.day = companion.day.copy(steps = 9999)
        companion.tell(Change.OfDay(PersonId("another"), Scene.DATE))
        companion.tell(Change.OfDay(Scene.PERSON, Scene.DATE.minusDays(1)))
        pass(1)
        assertEquals(Scene.ENGLISH.steps, model.state.value.day?.steps)
        companion.tell(Change.OfDay(Scene.PERSON, Scene.DATE))
        pass(1)
        assertEquals(9999, model.state.value.day?.steps)
    }

    @Test
    fun an_older_reading_that_comes_late_does_not_take_a_newer_one_away() = live(null) { model ->
        val slow = CompletableDeferred<Unit>()
        companion.hold = slow
        companion.tell(Change.Everything)
        pass(1)
        model.tick(RecordId("h2"), kept = true)
        pass(1)
        slow.complete(Unit)
        pass(1)
        assertTrue(model.state.value.day!!.habits[1].kept)
    }

    @Test
    fun coming_back_after_midnight_shows_the_new_day() = live(null) { model ->
        companion.day = companion.day.copy(date = Scene.DATE.plusDays(1))
        model.enter()
        pass(1)
        assertEquals(Scene.DATE.plusDays(1), model.state.value.day?.date)
    }

    @Test
    fun two_taps_on_record_record_one_meal() = live(null) { model ->
        model.startMeal()
        model.changeMeal(MealEntry(MealSlot.Lunch, "Toast", "200"))
        model.saveMeal(Locale.US)
        model.saveMeal(Locale.US)
        pass(1)
        assertEquals(Scene.ENGLISH.meals.size + 1, companion.day.meals.size)
    }

    @Test
    fun an_action_that_works_ends_an_older_failure() = live(null) { model ->
        companion.failure = CompanionFailure.Offline(null)
        model.tick(RecordId("h2"), kept = true)
        pass(1)
        assertTrue(model.state.value.failure is CompanionFailure.Offline)
        model.tick(RecordId("h2"), kept = true)
        pass(1)
        assertNull(model.state.value.failure)
    }

    @Test
    fun numbers_are_read_as_people_write_them_and_nothing_else_is_taken_for_one() {
        assertEquals(1250.5, parseNumber("1,250.5", Locale.US)!!, 0.0)
        assertEquals(1250.5, parseNumber("1.250,5", Locale.GERMANY)!!, 0.0)
        assertEquals(350.0, parseNumber(" ３５０ ", Locale.JAPAN)!!, 0.0)
        for (text in listOf("", "about 300", "300 kcal", "3OO")) assertNull(text, parseNumber(text, Locale.US))
    }

    @Test
    fun the_meal_that_is_offered_is_that_of_the_hour() {
        assertEquals(
            listOf(MealSlot.Snack, MealSlot.Breakfast, MealSlot.Lunch, MealSlot.Snack, MealSlot.Dinner, MealSlot.Snack),
            listOf(2, 7, 12, 15, 19, 23).map(::slotAt),
        )
    }

    private fun live(radio: HeartRateRadio?, test: suspend TestScope.(TodayViewModel) -> Unit) = runTest(main) {
        val model = TodayViewModel(companion, Scene.PERSON, radio) { Scene.CLOCK }
        models.put("today", model as ViewModel)
        model.enter()
        runCurrent()
        test(model)
    }

    private fun TestScope.pass(seconds: Int) {
        advanceTimeBy(seconds.seconds)
        runCurrent()
    }

    private fun reading(model: TodayViewModel): HeartReading? = (model.state.value.strap as? Strap.Connected)?.reading
}
