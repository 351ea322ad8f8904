package org.mimamori.companion

import kotlinx.coroutines.flow.Flow
import java.time.LocalDate

/**
 * The record, as screens see it.
 *
 * Screens know this interface and the plain values beside it, never the generated binding: they are tested
 * over a fake, without a native library. [RustCompanion] is the one that keeps a real record.
 *
 * Every function may be called from the main thread; none blocks it. What fails throws a [CompanionFailure].
 */
interface HealthCompanion {
    /** What changed, told after it was committed. Carries no data: read the day again. */
    val changes: Flow<Change>

    /** Whose records are kept here, in the order in which they were added. */
    suspend fun people(): List<Person>

    /** Starts a record for [name], who has just said that it is theirs. */
    suspend fun addPerson(name: String): Person

    /** The day that it now is for [person], wherever the phone is. */
    suspend fun today(person: PersonId): LocalDate

    /** Everything that the screen of one day draws. */
    suspend fun day(person: PersonId, date: LocalDate): Day

    /** Records [meal], eaten now. */
    suspend fun recordMeal(person: PersonId, meal: QuickMeal)

    /** Starts a habit that is due every day and is either kept or not. */
    suspend fun addHabit(person: PersonId, name: String)

    /** Says that [habit] was kept on [date], or that it was not. */
    suspend fun tick(person: PersonId, habit: RecordId, date: LocalDate, kept: Boolean)

    /** The person has read [notice]; it is not shown again until its episode grows. */
    suspend fun acknowledge(person: PersonId, notice: RecordId)

    /** Looks at everything that came in since the last time; what is found is in the day. */
    suspend fun lookForFindings(person: PersonId)

    /** Begins to record the strap that calls itself [strap]. One strap at a time. */
    suspend fun beginRecording(person: PersonId, strap: String)

    /**
     * Takes in one notification of the strap: decodes it and keeps it.
     * Answers with what the strap says now; `null` until it has told a rate.
     */
    suspend fun hear(frame: StrapFrame): HeartReading?

    /** The strap is out of reach: commits what was heard so far. */
    suspend fun linkLost()

    /** Ends the recording and looks at what it brought. */
    suspend fun endRecording()

    /** Whether the app is in front. In the background the record is closed, so that no lock is held. */
    suspend fun setInFront(inFront: Boolean)
}
