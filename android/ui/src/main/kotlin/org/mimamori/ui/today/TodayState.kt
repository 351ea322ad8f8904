package org.mimamori.ui.today

import org.mimamori.companion.CompanionFailure
import org.mimamori.companion.Day
import org.mimamori.companion.HeartReading
import org.mimamori.companion.MealSlot
import org.mimamori.companion.RecordId

/** Everything that the Today screen draws. */
data class TodayState(
    /** `null` until it has been read for the first time. */
    val day: Day? = null,
    val strap: Strap = Strap.None,
    /** The meal being entered, or `null` when none is. */
    val mealEntry: MealEntry? = null,
    /** The habit being entered, or `null` when none is. */
    val habitEntry: HabitEntry? = null,
    /** Notices whose reasons are open. */
    val reasonsOpen: Set<RecordId> = emptySet(),
    /** The meal that was recorded last, to be said once. */
    val recorded: MealSlot? = null,
    /** What did not work, until the person closes it or it works. */
    val failure: CompanionFailure? = null,
)

/** The strap and what it says now. */
sealed interface Strap {
    /** No strap is used. */
    data object None : Strap

    data object Searching : Strap

    /** Connected; [reading] is `null` until it has said something. */
    data class Connected(val name: String, val reading: HeartReading? = null) : Strap

    data object OutOfReach : Strap
}

/** A meal being entered. */
data class MealEntry(
    val slot: MealSlot,
    val text: String = "",
    val kcal: String = "",
    val wrong: Field? = null,
    val saving: Boolean = false,
) {
    enum class Field { Text, Kcal }
}

/** A habit being entered. */
data class HabitEntry(val name: String = "", val wrong: Boolean = false, val saving: Boolean = false)
