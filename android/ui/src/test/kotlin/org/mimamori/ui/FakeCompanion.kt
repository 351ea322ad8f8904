package org.mimamori.ui

import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.receiveAsFlow
import org.mimamori.companion.Change
import org.mimamori.companion.CompanionFailure
import org.mimamori.companion.Contact
import org.mimamori.companion.Day
import org.mimamori.companion.EnergyTotal
import org.mimamori.companion.Habit
import org.mimamori.companion.HealthCompanion
import org.mimamori.companion.HeartReading
import org.mimamori.companion.Meal
import org.mimamori.companion.Person
import org.mimamori.companion.PersonId
import org.mimamori.companion.QuickMeal
import org.mimamori.companion.RecordId
import org.mimamori.companion.StrapFrame
import java.time.Instant
import java.time.LocalDate

/** A record in memory that starts as [day]. As the real one, it refuses what is impossible. */
class FakeCompanion(var day: Day, private val now: () -> Instant = { Scene.NOW }) : HealthCompanion {
    private val told = Channel<Change>(Channel.UNLIMITED)

    /** What the next call fails with, once. */
    var failure: CompanionFailure? = null

    /** How many heart readings were committed, and how many wait to be. */
    var kept = 0
    var waiting = 0

    override val changes: Flow<Change> = told.receiveAsFlow()

    override suspend fun people() = listOf(Person(Scene.PERSON, day.name))

    override suspend fun addPerson(name: String) = Person(Scene.PERSON, name)

    override suspend fun day(person: PersonId, date: LocalDate): Day {
        fail()
        return day.copy(date = date)
    }

    override suspend fun recordMeal(person: PersonId, meal: QuickMeal) {
        fail()
        if (meal.text.isBlank()) throw CompanionFailure.InvalidInput("name")
        if ((meal.kcal ?: 0.0) !in 0.0..10_000.0) throw CompanionFailure.InvalidInput("kcal")
        val row = Meal(RecordId("meal-${day.meals.size}"), now(), meal.slot, listOf(meal.text), meal.kcal)
        val meals = day.meals + row
        val known = meals.mapNotNull { it.kcal }
        day = day.copy(meals = meals, energy = EnergyTotal(known.sum(), known.size, meals.size))
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

    override suspend fun heard(person: PersonId, frame: StrapFrame): HeartReading? {
        fail()
        if (frame.bytes.size < 2) return null
        waiting += 1
        val contact = if (frame.bytes[0].toInt() and 0b010 != 0) Contact.Detected else Contact.Lost
        return HeartReading(frame.bytes[1].toInt() and 0xFF, contact, frame.at)
    }

    override suspend fun keepHeard(person: PersonId) {
        kept += waiting
        waiting = 0
    }

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
