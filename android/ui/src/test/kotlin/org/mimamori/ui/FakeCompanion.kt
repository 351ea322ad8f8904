package org.mimamori.ui

import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.receiveAsFlow
import org.mimamori.companion.Change
import org.mimamori.companion.CompanionFailure
import org.mimamori.companion.Contact
import org.mimamori.companion.Day
import org.mimamori.companion.Habit
import org.mimamori.companion.HealthCompanion
import org.mimamori.companion.HeartReading
import org.mimamori.companion.Meal
import org.mimamori.companion.NutrientTotal
import org.mimamori.companion.Person
import org.mimamori.companion.PersonId
import org.mimamori.companion.QuickMeal
import org.mimamori.companion.RecordId
import org.mimamori.companion.StrapFrame
import java.time.LocalDate

/** A record in memory that starts as [day]. As the real one, it refuses what is impossible. */
class FakeCompanion(var day: Day) : HealthCompanion {
    private val told = Channel<Change>(Channel.UNLIMITED)

    /** What the next call fails with, once. */
    var failure: CompanionFailure? = null

    /** What the next reading of the day waits for, after it has read. */
    var hold: CompletableDeferred<Unit>? = null

    /** How many heart readings were committed, and how many wait to be. */
    var kept = 0
    var waiting = 0

    override val changes: Flow<Change> = told.receiveAsFlow()

    override suspend fun people() = listOf(Person(Scene.PERSON, day.name))

    override suspend fun addPerson(name: String) = Person(Scene.PERSON, name)

    override suspend fun today(person: PersonId) = day.date

    override suspend fun day(person: PersonId, date: LocalDate): Day {
        fail()
        val read = day
        hold?.also { hold = null }?.await()
        return read
    }

    override suspend fun recordMeal(person: PersonId, meal: QuickMeal) {
        fail()
        if (meal.text.isBlank()) throw CompanionFailure.InvalidInput("name")
        if ((meal.kcal ?: 0.0) !in 0.0..10_000.0) throw CompanionFailure.InvalidInput("kcal")
        val row = Meal(RecordId("meal-${day.meals.size}"), "12:20", meal.slot.name, listOf(meal.text), meal.kcal)
        val meals = day.meals + row
        val known = meals.mapNotNull { it.kcal }
        val energy = NutrientTotal("Energy", "${known.sum().toInt()} kcal", known.size, meals.size)
        day = day.copy(meals = meals, nutrients = listOf(energy))
    }

    override suspend fun addHabit(person: PersonId, name: String) {
        fail()
        if (name.isBlank()) throw CompanionFailure.InvalidInput("name")
        day = day.copy(habits = day.habits + Habit(RecordId("habit-${day.habits.size}"), name, kept = false, streak = 0))
    }

    override suspend fun tick(person: PersonId, habit: RecordId, date: LocalDate, kept: Boolean) {
        fail()
        day = day.copy(
            habits = day.habits.map {
                if (it.id == habit) it.copy(kept = kept, streak = it.streak + if (kept) 1 else -1) else it
            },
        )
    }

    override suspend fun acknowledge(person: PersonId, notice: RecordId) {
        fail()
        day = day.copy(notices = day.notices.filter { it.id != notice })
    }

    override suspend fun lookForFindings(person: PersonId) = Unit

    override suspend fun beginRecording(person: PersonId, strap: String) = fail()

    override suspend fun hear(frame: StrapFrame): HeartReading? {
        fail()
        if (frame.bytes.size < 2) return null
        waiting += 1
        val contact = if (frame.bytes[0].toInt() and 0b010 != 0) Contact.Detected else Contact.Lost
        return HeartReading(frame.bytes[1].toInt() and 0xFF, contact, frame.at)
    }

    override suspend fun linkLost() {
        kept += waiting
        waiting = 0
    }

    override suspend fun endRecording() = linkLost()

    override suspend fun setInFront(inFront: Boolean) = Unit

    /** Something changed that the screen did not do itself, such as a sync that brought a record. */
    fun tell(change: Change) {
        told.trySend(change)
    }

    private fun fail() {
        failure?.let {
            failure = null
            throw it
        }
    }
}
