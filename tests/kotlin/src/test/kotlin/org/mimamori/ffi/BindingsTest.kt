package org.mimamori.ffi

import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.ExecutorCoroutineDispatcher
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import java.nio.file.Files
import java.time.Duration
import java.time.Instant
import java.util.concurrent.Executors
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit
import kotlin.test.Test
import kotlin.test.assertContains
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertFalse
import kotlin.test.assertNull
import kotlin.test.assertTrue

/** The seam between Kotlin and Rust: errors, threads, cancelling, listeners. Logic is tested in Rust. */
class BindingsTest {
    private val at = Instant.parse("2026-04-18T07:30:00Z")

    private suspend fun MimamoriCompanion.hanako() = addPerson("Hanako", Role.PATIENT, "Asia/Tokyo").id

    @Test
    fun `what a person entered is in no error`() = runBlocking {
        Place().open().use { companion ->
            val person = companion.hanako()
            val error = assertFailsWith<CompanionException.InvalidInput> {
                companion.addQuickMeal(person, MealSlot.LUNCH, "canary".repeat(100), 10.0, at)
            }
            assertEquals("name", error.field)
            assertFalse("canary" in error.toString())
        }
    }

    @Test
    fun `a wrong key asks for unlocking and leaves the record as it is`() = runBlocking {
        val place = Place()
        place.open().use { it.hanako() }
        val before = Files.readAllBytes(place.path())
        assertFailsWith<CompanionException.NeedsUnlock> {
            MimamoriCompanion.open(OpenRequest(place.path().toString(), "record", Language.ENGLISH), MemoryVault())
        }
        assertTrue(before.contentEquals(Files.readAllBytes(place.path())))
        place.open().use { assertEquals(listOf("Hanako"), it.people().map { person -> person.name }) }
    }

    @Test
    fun `a keystore that throws becomes an error without its words`() = runBlocking {
        val broken = object : KeyVault {
            override fun load(name: String): ByteArray? = throw IllegalStateException("canary")

            override fun store(name: String, key: ByteArray) = Unit
        }
        val error = assertFailsWith<CompanionException.Internal> { Place(broken).open() }
        assertEquals("callback", error.code)
        assertFalse("canary" in error.toString())
    }

    @Test
    fun `the screen's thread is never blocked`() = runBlocking {
        Place().open().use { companion ->
            val person = companion.hanako()
            oneThread { screen ->
                companion.beginRecording(person, "Strap 01")
                var ticks = 0
                var longest = 0L
                val clock = launch(screen) {
                    var last = System.nanoTime()
                    while (true) {
                        delay(2)
                        val now = System.nanoTime()
                        longest = maxOf(longest, now - last)
                        last = now
                        ticks += 1
                    }
                }
                var strangers = 0
                // Each call begins on the screen's thread; its work must not be done there.
                withContext(screen) {
                    val thread = Thread.currentThread()
                    repeat(400) { n ->
                        companion.hear(at.plusSeconds(n.toLong()), byteArrayOf(0, 72))
                        if (Thread.currentThread() !== thread) strangers += 1
                    }
                    companion.endRecording()
                    companion.day(person, "2026-04-18")
                }
                clock.cancelAndJoin()
                assertEquals(0, strangers)
                assertTrue(ticks > 10, "the screen's clock ticked $ticks times, its longest wait was $longest ns")
            }
        }
    }

    @Test
    fun `giving up waiting neither breaks nor halves a record`() = runBlocking {
        Place().open().use { companion ->
            val person = companion.hanako()
            val waiting = (1..50).map { n ->
                launch(Dispatchers.Default, CoroutineStart.UNDISPATCHED) {
                    companion.addQuickMeal(person, MealSlot.SNACK, "meal $n", n.toDouble(), at)
                }
            }
            waiting.forEach { it.cancelAndJoin() }
            // A write of our own stands behind those that had begun.
            companion.addQuickMeal(person, MealSlot.DINNER, "the last", 500.0, at.plusSeconds(60))
            val day = companion.day(person, "2026-04-18")
            assertContains(day.meals.flatMap { it.items }, "the last")
            assertTrue(day.meals.all { it.items.size == 1 && it.kcal != null })
        }
    }

    @Test
    fun `many callers at once lose nothing`() = runBlocking {
        Place().open().use { companion ->
            val person = companion.hanako()
            (1..100).map { n ->
                async(Dispatchers.IO) { companion.addQuickMeal(person, MealSlot.SNACK, "meal $n", 1.0, at) }
            }.awaitAll()
            assertEquals(100, companion.day(person, "2026-04-18").meals.size)
        }
    }

    @Test
    fun `a listener hears of a change after it was committed and no more once cancelled`() = runBlocking {
        Place().open().use { companion ->
            val person = companion.hanako()
            val heard = LinkedBlockingQueue<ChangeTopic>()
            val subscription = companion.subscribe(object : ChangeListener {
                override fun changed(change: ChangeTopic) {
                    heard.put(change)
                }
            })
            companion.addQuickMeal(person, MealSlot.LUNCH, "soba", 380.0, at)
            assertEquals(ChangeTopic.Day(person, "2026-04-18"), heard.poll(5, TimeUnit.SECONDS))
            assertEquals(1, companion.day(person, "2026-04-18").meals.size)
            assertTrue(subscription.isActive())
            subscription.cancel()
            companion.addQuickMeal(person, MealSlot.LUNCH, "udon", 380.0, at)
            assertNull(heard.poll(600, TimeUnit.MILLISECONDS))
            subscription.close()
        }
    }

    @Test
    fun `in the background everything says paused and comes back`() = runBlocking {
        Place().open().use { companion ->
            val person = companion.hanako()
            companion.setPhase(AppPhase.BACKGROUND)
            assertFailsWith<CompanionException.Paused> { companion.people() }
            companion.setPhase(AppPhase.FOREGROUND)
            assertEquals(listOf(person), companion.people().map { it.id })
        }
    }

    @Test
    fun `words come in Japanese when asked`() = runBlocking {
        Place(language = Language.JAPANESE).open().use { companion ->
            val person = companion.hanako()
            companion.addBloodPressure(person, 132.0, 85.0, 66u, at)
            val day = companion.day(person, "2026-04-18")
            assertContains(day.date, "4月18日")
            assertEquals("血圧", day.vitals.single().name)
            assertContains(day.vitals.single().value, "mmHg")
        }
    }

    private suspend fun oneThread(work: suspend (ExecutorCoroutineDispatcher) -> Unit) {
        val executor = Executors.newSingleThreadExecutor()
        val screen = executor.asCoroutineDispatcher()
        try {
            work(screen)
        } finally {
            screen.close()
            executor.awaitTermination(Duration.ofSeconds(5).toMillis(), TimeUnit.MILLISECONDS)
        }
    }
}
