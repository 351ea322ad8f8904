package org.mimamori.ui.today

import androidx.lifecycle.ViewModel
import androidx.lifecycle.viewModelScope
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.Job
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import org.mimamori.companion.Change
import org.mimamori.companion.CompanionFailure
import org.mimamori.companion.HealthCompanion
import org.mimamori.companion.HeartRateRadio
import org.mimamori.companion.MealSlot
import org.mimamori.companion.PersonId
import org.mimamori.companion.QuickMeal
import org.mimamori.companion.RadioEvent
import org.mimamori.companion.RecordId
import org.mimamori.companion.StrapFrame
import java.text.NumberFormat
import java.text.ParsePosition
import java.time.LocalTime
import java.util.Locale
import kotlin.time.Duration.Companion.seconds

/**
 * What the Today screen shows and what its buttons do.
 *
 * The record is the truth: after every change the day is read again, nothing is added up here.
 */
class TodayViewModel(
    private val companion: HealthCompanion,
    private val person: PersonId,
    private val radio: HeartRateRadio?,
    private val clock: () -> LocalTime = LocalTime::now,
) : ViewModel(), TodayActions {
    private val states = MutableStateFlow(TodayState())

    /** What to draw. */
    val state: StateFlow<TodayState> = states.asStateFlow()

    private var listening: Job? = null
    private var leaving: Job? = null
    private var readsBegun = 0
    private var readShown = 0

    init {
        viewModelScope.launch {
            companion.changes.collect { change ->
                if (concernsThisScreen(change)) read()
            }
        }
    }

    /** The screen is in front: listens to the strap until [leave]. */
    fun enter() {
        leaving?.cancel()
        viewModelScope.launch {
            trying { companion.setInFront(true) }
            read()
            trying { companion.lookForFindings(person) }
        }
        val radio = radio ?: return
        if (listening?.isActive == true) return
        listening = viewModelScope.launch {
            try {
                radio.events().collect(::onRadio)
            } finally {
                // What was heard must be kept even when leaving the screen is what ended the listening.
                withContext(NonCancellable) { trying { companion.endRecording() } }
            }
        }
    }

    /** The screen is gone: the strap may rest. Waits a little, because turning the phone leaves and enters at once. */
    fun leave() {
        leaving = viewModelScope.launch {
            delay(LINGER)
            listening?.cancel()
            states.update { it.copy(strap = Strap.None) }
        }
    }

    override fun startMeal() = states.update { it.copy(mealEntry = MealEntry(slotAt(clock().hour)), recorded = null) }

    override fun changeMeal(entry: MealEntry) = states.update { it.copy(mealEntry = entry.copy(wrong = null)) }

    override fun cancelMeal() = states.update { it.copy(mealEntry = null) }

    /** Records the meal as entered. What is wrong with it is said at the field; the entry stays until it is kept. */
    override fun saveMeal(locale: Locale) {
        val entry = states.value.mealEntry ?: return
        if (entry.saving) return
        val kcal = parseNumber(entry.kcal, locale)
        if (kcal == null && entry.kcal.isNotBlank()) {
            return states.update { it.copy(mealEntry = entry.copy(wrong = MealEntry.Field.Kcal)) }
        }
        states.update { it.copy(mealEntry = entry.copy(saving = true)) }
        viewModelScope.launch {
            try {
                companion.recordMeal(person, QuickMeal(entry.slot, entry.text, kcal))
                states.update { it.copy(mealEntry = null, recorded = entry.slot, failure = null) }
                read()
            } catch (failure: CompanionFailure) {
                val wrong = (failure as? CompanionFailure.InvalidInput)?.let { mealField(it.field) }
                states.update {
                    it.copy(
                        mealEntry = entry.copy(saving = false, wrong = wrong),
                        failure = failure.takeIf { wrong == null },
                    )
                }
            }
        }
    }

    override fun startHabit() = states.update { it.copy(habitEntry = HabitEntry()) }

    override fun changeHabit(name: String) = states.update { it.copy(habitEntry = HabitEntry(name)) }

    override fun cancelHabit() = states.update { it.copy(habitEntry = null) }

    /** Starts the habit as entered. */
    override fun saveHabit() {
        val entry = states.value.habitEntry ?: return
        if (entry.saving) return
        states.update { it.copy(habitEntry = entry.copy(saving = true)) }
        viewModelScope.launch {
            try {
                companion.addHabit(person, entry.name)
                states.update { it.copy(habitEntry = null, failure = null) }
                read()
            } catch (failure: CompanionFailure) {
                val wrong = failure is CompanionFailure.InvalidInput
                states.update {
                    it.copy(
                        habitEntry = entry.copy(saving = false, wrong = wrong),
                        failure = failure.takeIf { !wrong },
                    )
                }
            }
        }
    }

    /** Ticks a habit off for the day that is shown, or takes the tick back. */
    override fun tick(habit: RecordId, kept: Boolean) {
        val date = states.value.day?.date ?: return
        act { companion.tick(person, habit, date, kept) }
    }

    override fun showReasons(notice: RecordId, open: Boolean) =
        states.update { it.copy(reasonsOpen = if (open) it.reasonsOpen + notice else it.reasonsOpen - notice) }

    /** The person has read the notice. */
    override fun acknowledge(notice: RecordId) {
        act { companion.acknowledge(person, notice) }
    }

    override fun closeFailure() = states.update { it.copy(failure = null) }

    /** Does what a button says; an older failure is over when it works. */
    private fun act(action: suspend () -> Unit) {
        viewModelScope.launch {
            trying {
                action()
                closeFailure()
                read()
            }
        }
    }

    private suspend fun read() = trying {
        // Asked for every time: after midnight yesterday's screen becomes today's.
        val turn = ++readsBegun
        val day = companion.day(person, companion.today(person))
        // One that began earlier may come later; it must not take away what is newer.
        if (turn > readShown) {
            readShown = turn
            states.update { it.copy(day = day) }
        }
    }

    private suspend fun onRadio(event: RadioEvent) {
        when (event) {
            RadioEvent.Searching -> states.update { it.copy(strap = Strap.Searching) }
            is RadioEvent.Connected -> {
                states.update { it.copy(strap = Strap.Connected(event.strap)) }
                trying { companion.beginRecording(person, event.strap) }
            }
            is RadioEvent.Heard -> trying { hear(event.frame) }
            RadioEvent.OutOfReach -> {
                states.update { it.copy(strap = Strap.OutOfReach) }
                trying { companion.linkLost() }
            }
        }
    }

    private suspend fun hear(frame: StrapFrame) {
        val reading = companion.hear(frame) ?: return
        states.update {
            if (it.strap is Strap.Connected) it.copy(strap = it.strap.copy(reading = reading)) else it
        }
    }

    private fun concernsThisScreen(change: Change): Boolean =
        when (change) {
            is Change.OfDay -> change.person == person && change.date == states.value.day?.date
            is Change.OfFindings -> change.person == person
            is Change.OfSync -> false
            Change.Everything -> true
        }

    private suspend fun trying(action: suspend () -> Unit) {
        try {
            action()
        } catch (cancelled: CancellationException) {
            throw cancelled
        } catch (failure: CompanionFailure) {
            states.update { it.copy(failure = failure) }
        }
    }

    private fun mealField(field: String): MealEntry.Field? =
        when (field) {
            "name" -> MealEntry.Field.Text
            "kcal" -> MealEntry.Field.Kcal
            else -> null
        }

    private companion object {
        val LINGER = 5.seconds
    }
}

/** The meal that somebody most likely records at this hour. */
internal fun slotAt(hour: Int): MealSlot =
    when (hour) {
        in 4..10 -> MealSlot.Breakfast
        in 11..14 -> MealSlot.Lunch
        in 17..22 -> MealSlot.Dinner
        else -> MealSlot.Snack
    }

/** The number that is written, in ASCII or full-width digits; `null` if it is none. */
internal fun parseNumber(text: String, locale: Locale): Double? {
    val plain = text.trim().map { if (it in '０'..'９') '0' + (it - '０') else it }.joinToString("")
    val at = ParsePosition(0)
    val number = NumberFormat.getNumberInstance(locale).parse(plain, at) ?: return null
    return number.toDouble().takeIf { at.index == plain.length }
}
