package org.mimamori.ffi

import com.google.gson.JsonElement
import com.google.gson.JsonObject
import com.google.gson.JsonParser
import kotlinx.coroutines.runBlocking
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import java.time.OffsetDateTime
import kotlin.math.round
import kotlin.test.Test
import kotlin.test.assertContains
import kotlin.test.assertEquals
import kotlin.test.assertTrue
import kotlin.test.fail

/** The journeys of `tests/scenarios`, run word for word. Rust and Swift run the same files. */
class ScenarioTest {
    @Test
    fun `the first day`() = run("01_first_day.json")

    @Test
    fun `a day by hand`() = run("02_by_hand.json")

    private fun run(file: String) = runBlocking {
        val path = Path.of(System.getProperty("mimamori.scenarios"), file)
        val scenario = JsonParser.parseString(Files.readString(path)).asJsonObject
        val language = if (scenario["language"].asString == "ja") Language.JAPANESE else Language.ENGLISH
        val runner = Runner(Place(language = language))
        scenario["steps"].asJsonArray.forEachIndexed { number, step ->
            runner.step(step.asJsonObject, "$file, step ${number + 1}")
        }
    }
}

private class Runner(private var place: Place) {
    private lateinit var companion: MimamoriCompanion
    private val people = HashMap<String, PersonId>()
    private val records = HashMap<String, RecordId>()
    private val foods = HashMap<String, String>()

    suspend fun step(step: JsonObject, where: String) {
        if (!::companion.isInitialized) companion = place.open()
        when (val action = step.text("do")) {
            "reopen" -> {
                companion.setPhase(AppPhase.BACKGROUND)
                companion.close()
                companion = place.open()
            }
            else -> if (action.startsWith("expect_")) expect(step, where) else {
                val failed = try {
                    act(step, where)
                    null
                } catch (error: CompanionException) {
                    error
                }
                val fails = step["fails"]?.asString
                if (failed != null && fails == null) fail("$where failed: $failed")
                if (fails != null) assertEquals(fails, failed?.let(::name), where)
            }
        }
    }

    private suspend fun act(step: JsonObject, where: String) {
        val record = when (val action = step["do"].asString) {
            "add_person" -> {
                val person = companion.addPerson(step.text("name"), Role.PATIENT, step.text("zone"))
                people[step.text("as")] = person.id
                null
            }
            "add_quick_meal" -> companion.addQuickMeal(
                person(step),
                step.slot(),
                step.text("text"),
                step["kcal"]?.asDouble,
                step.at("at"),
            )
            "add_habit" -> companion.addHabit(person(step), step.text("name"), step.at("at"))
            "tick" -> companion.tick(
                person(step),
                records.getValue(step.text("habit")),
                step["amount"].asDouble,
                step.at("at"),
            )
            "add_blood_pressure" -> companion.addBloodPressure(
                person(step),
                step["systolic"].asDouble,
                step["diastolic"].asDouble,
                step["pulse"]?.asInt?.toUInt(),
                step.at("at"),
            )
            "add_vital" -> companion.addVital(person(step), step.text("kind"), step["value"].asDouble, step.at("at"))
            "record_strap" -> {
                companion.beginRecording(person(step), step.text("name"))
                val value = step.bytes("hex")
                val every = Duration.ofMillis(step["every_ms"].asLong)
                repeat(step["count"].asInt) { n ->
                    companion.hear(step.at("start").plus(every.multipliedBy(n.toLong())), value)
                }
                companion.endRecording()
                null
            }
            "undo" -> {
                companion.undo(record(step))
                null
            }
            "redo" -> {
                companion.redo(record(step))
                null
            }
            "delete" -> {
                companion.delete(record(step))
                null
            }
            "set_profile" -> {
                val form = companion.profile(person(step)).copy(
                    birthDate = step.text("birth_date"),
                    heightCm = step["height_cm"].asDouble,
                    conditions = step["conditions"].texts().map { ConditionLine(it, "", null) },
                )
                companion.setProfile(person(step), form)
                null
            }
            "enter_vital", "correct_vital" -> enter(step, where)
            "undo_last" -> companion.undoLast(person(step))
            "redo_last" -> companion.redoLast(person(step))
            "add_own_food" -> {
                val energy = FoodFigure("energy", "", step["kcal"].asDouble, "")
                val label = LabelEntry(
                    step.text("name"), "", "", null, step.text("per"), listOf(energy), step["serving"]?.asDouble, null, false,
                )
                foods[step.text("as")] = companion.addOwnFood(person(step), label)
                null
            }
            "add_meal" -> {
                val items = step["items"].asJsonArray.map { eaten(person(step), it.asJsonObject) }
                val meal = MealEntry(step.slot(), items, "", step["picture"]?.let { step.bytes("picture") })
                companion.addMeal(person(step), meal, step.at("at"))
            }
            "change_meal" -> {
                val change = MealChange.Amount(step["item"].asInt.toUInt(), step.text("amount"))
                companion.changeMeal(person(step), record(step), listOf(change))
                null
            }
            "copy_meals" -> {
                assertEquals(1u, companion.copyMeals(person(step), step.text("from"), step.slot(), step.text("to")), where)
                null
            }
            "mark_favourite" -> {
                companion.markFavourite(person(step), foods.getValue(step.text("food")), true)
                null
            }
            "add_symptom" -> {
                val symptom = SymptomEntry(step.text("kind"), "", null, null, null, step["score"]?.asInt?.toUByte())
                companion.addSymptom(person(step), symptom, step.at("at"))
            }
            "end_symptom" -> {
                companion.endSymptom(record(step), step.text("until"))
                null
            }
            "add_event" -> {
                val event = EventEntry(step.text("kind"), step.text("title"), "", null, "")
                companion.addEvent(person(step), event, step.at("at"))
            }
            "add_sleep" -> companion.addSleep(person(step), step.at("start"), step.at("end"))
            "add_medicine" -> {
                val medicine = MedicineEntry(
                    name = step.text("name"),
                    purpose = "",
                    dose = step.text("dose"),
                    times = step["times"].texts(),
                    weekdays = byteArrayOf(),
                    everyDays = null,
                    mostADay = null,
                    from = step.text("from"),
                    until = null,
                    origin = "prescribed",
                    note = "",
                )
                companion.addMedicine(person(step), medicine, step.at("at"))
            }
            "note_dose" -> {
                val medicine = records.getValue(step.text("medicine"))
                val dose =
                    DoseEntry(medicine, step.text("slot"), step.text("day"), step["taken"].asBoolean, null, "")
                companion.noteDose(person(step), dose, step.at("at"))
            }
            "stop_medicine" -> {
                companion.stopMedicine(record(step), step.text("last"))
                null
            }
            "begin_habit" -> {
                val days = step["weekdays"].asJsonArray.map { it.asByte }.toByteArray()
                val habit = HabitEntry(
                    name = step.text("name"),
                    preset = null,
                    goal = HabitGoal.Amount(step["at_least"].asDouble, step.text("unit")),
                    schedule = HabitSchedule.Weekdays(days),
                    reminders = step["reminders"].texts(),
                )
                companion.beginHabit(person(step), habit, step.at("at"))
            }
            "pause_habit" -> {
                companion.pauseHabit(person(step), records.getValue(step.text("habit")), step.text("from"), null)
                null
            }
            "change_key" -> {
                companion.changeKey(place.vault, "record")
                null
            }
            "move_to_new_phone" -> {
                val file = place.path().resolveSibling("saved.backup").toString()
                companion.backup(file, step.bytes("key"))
                companion.close()
                place = Place(language = place.language)
                companion = MimamoriCompanion.restore(file, step.bytes("key"), place.request(), place.vault)
                null
            }
            "erase_record" -> {
                companion.eraseRecord(record(step))
                null
            }
            "erase_person" -> {
                companion.erasePerson(person(step))
                null
            }
            else -> fail("no step is called $action")
        }
        val name = step["as"]?.asString
        if (name != null && record != null) records[name] = record
    }

    private suspend fun enter(step: JsonObject, where: String): RecordId? {
        val vital =
            TypedVital(step.text("kind"), step.text("text"), step["occasion"]?.asString, null, null, null)
        val confirmed = step.has("confirmed")
        val entered = if (step.text("do") == "correct_vital") {
            companion.correctVital(person(step), record(step), vital, confirmed, step.at("at"))
        } else {
            companion.enterVital(person(step), vital, confirmed, step.at("at"))
        }
        assertEquals(step["asks"]?.asString, (entered as? EnteredVital.AskAgain)?.`field`, where)
        return (entered as? EnteredVital.Kept)?.record
    }

    /** One thing of a meal: a food that is looked for, one of the person's own, or words. */
    private suspend fun eaten(person: PersonId, item: JsonObject): Eaten {
        if (item.has("text")) return Eaten.Quick(item.text("text"), null)
        val code = item["food"]?.let { foods.getValue(it.asString) }
            ?: companion.searchFood(person, item.text("find"), 1u).single().code!!
        return Eaten.Food(code, item.text("amount"))
    }

    private suspend fun expect(step: JsonObject, where: String) {
        when (val action = step.text("do")) {
            "expect_day" -> expectDay(step, where)
            "expect_findings" -> expectFindings(step, where)
            "expect_people" -> assertEquals(step["names"].texts(), companion.people().map { it.name }, where)
            "expect_profile" -> {
                val form = companion.profile(person(step))
                assertEquals(step.text("birth_date"), form.birthDate, where)
                assertEquals(step["height_cm"].asDouble, form.heightCm, where)
                assertEquals(step["conditions"].texts(), form.conditions.map { it.kind }, where)
            }
            "expect_choices" -> {
                val choices = companion.choices(ChoiceList.valueOf(step.text("list").uppercase()))
                assertEquals(step.text("name"), choices.find { it.code == step.text("code") }?.name, where)
            }
            "expect_history" ->
                assertEquals(step["versions"].asInt, companion.history(person(step), record(step)).size, where)
            "expect_picture" -> {
                val starts = step.bytes("starts").toList()
                assertEquals(starts, companion.mealPhoto(person(step), record(step)).take(starts.size), where)
            }
            "expect_foods" -> {
                assertEquals(step["favourites"].texts(), companion.favouriteFoods(person(step)).map { it.name }, where)
                assertEquals(step["own"].texts(), companion.ownFoods(person(step)).map { it.name }, where)
            }
            "expect_notes" -> {
                val notes = companion.notes(person(step), step.text("day"))
                assertEquals(step["kinds"].texts(), notes.map { it.kind }, where)
                notes.zip(step["lines_hold"].texts()).forEach { (note, word) -> assertContains(note.line, word) }
            }
            "expect_doses" -> {
                val taken = step["taken"].asJsonArray.map { if (it.isJsonNull) null else it.asBoolean }
                assertEquals(taken, companion.doses(person(step), step.text("day")).map { it.taken }, where)
            }
            "expect_scores" -> {
                val habit = records.getValue(step.text("habit"))
                val scores = companion.habitScores(person(step), habit, step.text("from"), step.text("to"))
                assertEquals(step["amounts"].numbers(), scores.mapNotNull { it.amount }, where)
            }
            "expect_reminders" -> {
                val reminders = companion.reminders(person(step), Instant.now().plus(Duration.ofDays(3)))
                assertEquals(step["names"].texts(), reminders.map { it.name }.distinct(), where)
            }
            "expect_chart" -> {
                val frame = ChartFrame(640u, 360u, false, 100u)
                val chart =
                    companion.chart(person(step), step.text("kind"), step.text("from"), step.text("to"), frame)
                assertTrue(chart.svg.startsWith("<svg"), where)
                assertEquals(step["rows"].asInt, chart.rows.size, where)
                assertContains(chart.sentence, step.text("sentence_holds"))
            }
            else -> fail("no step is called $action")
        }
    }

    private suspend fun expectDay(step: JsonObject, where: String) {
        val day = companion.day(person(step), step.text("day"))
        step["name"]?.let { assertEquals(it.asString, day.name, where) }
        step["meals"]?.let { meals ->
            assertEquals(meals.texts(), day.meals.flatMap { it.items }, where)
        }
        step["kcal_known"]?.let { assertEquals(it.asInt.toUInt(), day.nutrients.first().known, where) }
        step["habits"]?.let { habits ->
            val expected = habits.asJsonArray.map { it.asJsonObject }
                .map { Triple(it.text("name"), it["done"].asBoolean, it["streak"].asInt.toUInt()) }
            assertEquals(expected, day.habits.map { Triple(it.name, it.done, it.streak) }, where)
        }
        step["vitals"]?.let { assertEquals(it.asInt, day.vitals.size, where) }
        step["vitals_hold"]?.texts()?.forEach { word ->
            assertTrue(day.vitals.any { word in it.value }, "$where: no value holds $word")
        }
        step["kcal"]?.let { kcal ->
            assertEquals(kcal.numbers(), day.meals.mapNotNull { it.kcal?.let(::round) }, where)
        }
        step["heart"]?.asJsonObject?.let { heart ->
            val shown = day.heart ?: fail("$where: no heart rate")
            val expected = listOf("latest", "min", "max").map { heart[it].asInt.toUInt() }
            assertEquals(expected, listOf(shown.latest, shown.min, shown.max), where)
            assertEquals(shown.starts.size, shown.means.size, where)
        }
    }

    private suspend fun expectFindings(step: JsonObject, where: String) {
        val findings = companion.findings(person(step))
        assertEquals(step["severities"].texts(), findings.map { it.severity.name.lowercase() }, where)
        for (word in step["facts_hold"].texts()) {
            assertTrue(findings.all { word in it.fact }, "$where: no fact holds $word")
        }
    }

    private fun person(step: JsonObject): PersonId = people.getValue(step.text("person"))

    private fun record(step: JsonObject): RecordId = records.getValue(step.text("record"))
}

private fun JsonObject.text(name: String): String = get(name).asString

private fun JsonObject.at(name: String) = OffsetDateTime.parse(text(name)).toInstant()

private fun JsonObject.slot() = MealSlot.valueOf(text("slot").uppercase())

private fun JsonObject.bytes(name: String) = text(name).chunked(2).map { it.toInt(16).toByte() }.toByteArray()

private fun JsonElement.texts(): List<String> = asJsonArray.map { it.asString }

private fun JsonElement.numbers(): List<Double> = asJsonArray.map { it.asDouble }

/** The error's variant, with its field where it has one. */
private fun name(error: CompanionException): String = when (error) {
    is CompanionException.InvalidInput -> "InvalidInput:${error.field}"
    is CompanionException.NotFound -> "NotFound"
    else -> error.toString()
}
