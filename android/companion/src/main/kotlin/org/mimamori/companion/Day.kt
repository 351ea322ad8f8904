package org.mimamori.companion

import java.time.Instant
import java.time.LocalDate

/**
 * One day of one person, already summed. Lists are in the order in which they are drawn; words are those of the
 * core, in the reader's language.
 */
data class Day(
    val date: LocalDate,
    /** The date in words. */
    val dateWords: String,
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
    /** What is known of all meals together, the energy first. */
    val nutrients: List<NutrientTotal> = emptyList(),
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
    /** The time of day in words. */
    val time: String,
    /** Which meal, in words. */
    val slot: String,
    /** What was eaten, in the person's own words or as the food table names it. */
    val items: List<String>,
    /** `null` when the energy of no item is known, which is not 0. */
    val kcal: Double?,
)

/** A nutrient of several items: its name and its sum with the unit in words, and of how many items it is known. */
data class NutrientTotal(val name: String, val amount: String, val known: Int, val items: Int)

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

/** A vital sign, in words. */
data class VitalReading(val id: RecordId, val time: String, val name: String, val value: String)
