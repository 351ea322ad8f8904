package org.mimamori.companion

import java.time.Instant
import java.time.LocalDate

/** One day of one person, already summed. Lists are in the order in which they are drawn. */
data class Day(
    val date: LocalDate,
    /** The person's name, without any form of address. */
    val name: String,
    /** The strongest first; only those that still ask for attention. */
    val notices: List<Notice> = emptyList(),
    /** `null` when nothing was measured. */
    val heart: HeartDay? = null,
    /** `null` when nothing was counted, which is not 0. */
    val steps: Int? = null,
    /** Oldest first. */
    val meals: List<Meal> = emptyList(),
    val energy: EnergyTotal? = null,
    /** Those that are due, and those that were kept although they were not. */
    val habits: List<Habit> = emptyList(),
    /** Oldest first. */
    val vitals: List<VitalReading> = emptyList(),
)

/** The heart rate of a day, in beats per minute. */
data class HeartDay(val latest: Int, val latestAt: Instant, val lowest: Int, val highest: Int)

/** Which meal of the day, in the order of a day. */
enum class MealSlot { Breakfast, Lunch, Dinner, Snack }

/** A meal in a list. */
data class Meal(
    val id: RecordId,
    val at: Instant,
    val slot: MealSlot,
    /** What was eaten, in the person's own words or as the food table names it. */
    val items: List<String>,
    /** `null` when the energy of no item is known, which is not 0. */
    val kcal: Double?,
)

/** The energy of several items, and of how many of them it is known. */
data class EnergyTotal(val kcal: Double, val known: Int, val items: Int)

/** A meal as it is entered in a few seconds. The core refuses an empty [text] and an impossible [kcal]. */
data class QuickMeal(val slot: MealSlot, val text: String, val kcal: Double?)

/** A habit on a day. */
data class Habit(
    val id: RecordId,
    val name: String,
    val kept: Boolean,
    /** Days in a row, up to this one, on which it was kept when due. */
    val streak: Int,
)

/** A vital sign, in words: [name] and [value] come from the core, in the reader's language. */
data class VitalReading(val id: RecordId, val at: Instant, val name: String, val value: String)
