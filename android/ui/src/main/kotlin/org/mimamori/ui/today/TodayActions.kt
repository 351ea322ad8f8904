package org.mimamori.ui.today

import org.mimamori.companion.RecordId
import java.util.Locale

/** What can be done on the Today screen. */
interface TodayActions {
    /** Opens the entry of a meal, with the slot of this hour. */
    fun startMeal()

    fun changeMeal(entry: MealEntry)

    fun cancelMeal()

    /** Records the meal as entered; numbers are read as [locale] writes them. */
    fun saveMeal(locale: Locale = Locale.getDefault())

    fun startHabit()

    fun changeHabit(name: String)

    fun cancelHabit()

    fun saveHabit()

    /** Ticks [habit] off for the day that is shown, or takes the tick back. */
    fun tick(habit: RecordId, kept: Boolean)

    fun showReasons(notice: RecordId, open: Boolean)

    /** The person has read [notice]. */
    fun acknowledge(notice: RecordId)

    fun closeFailure()
}
