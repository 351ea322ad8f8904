package org.mimamori.ui.today

import org.mimamori.companion.RecordId
import java.util.Locale

/** For a screen that is only looked at. */
object NoActions : TodayActions {
    override fun startMeal() = Unit

    override fun changeMeal(entry: MealEntry) = Unit

    override fun cancelMeal() = Unit

    override fun saveMeal(locale: Locale) = Unit

    override fun startHabit() = Unit

    override fun changeHabit(name: String) = Unit

    override fun cancelHabit() = Unit

    override fun saveHabit() = Unit

    override fun tick(habit: RecordId, kept: Boolean) = Unit

    override fun showReasons(notice: RecordId, open: Boolean) = Unit

    override fun acknowledge(notice: RecordId) = Unit

    override fun closeFailure() = Unit
}
