package org.mimamori.ffi

import com.google.gson.JsonArray
import com.google.gson.JsonObject
import com.google.gson.JsonParser
import kotlinx.coroutines.runBlocking
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.time.OffsetDateTime
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue
import kotlin.test.fail

/** The journeys of `tests/scenarios`, run word for word. Rust runs the same files. */
class ScenarioTest {
    @Test
    fun `the first day`() = run("01_first_day.json")

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

private class Runner(private val place: Place) {
    private lateinit var companion: MimamoriCompanion
    private val people = HashMap<String, PersonId>()
    private val records = HashMap<String, RecordId>()

    suspend fun step(step: JsonObject, where: String) {
        if (!::companion.isInitialized) companion = place.open()
        when (step["do"].asString) {
            "expect_day" -> expectDay(step, where)
            "expect_findings" -> expectFindings(step, where)
            "reopen" -> {
                companion.setPhase(AppPhase.BACKGROUND)
                companion.close()
                companion = place.open()
            }
            else -> {
                val failed = try {
                    act(step)
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

    private suspend fun act(step: JsonObject) {
        val record = when (val action = step["do"].asString) {
            "add_person" -> {
                val person = companion.addPerson(step.text("name"), Role.PATIENT, step.text("zone"))
                people[step.text("as")] = person.id
                null
            }
            "add_quick_meal" -> companion.addQuickMeal(
                person(step),
                MealSlot.valueOf(step.text("slot").uppercase()),
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
                val value = step.text("hex").chunked(2).map { it.toInt(16).toByte() }.toByteArray()
                val every = Duration.ofMillis(step["every_ms"].asLong)
                repeat(step["count"].asInt) { n ->
                    companion.hear(step.at("start").plus(every.multipliedBy(n.toLong())), value)
                }
                companion.endRecording()
                null
            }
            "undo" -> {
                companion.undo(records.getValue(step.text("record")))
                null
            }
            "redo" -> {
                companion.redo(records.getValue(step.text("record")))
                null
            }
            "delete" -> {
                companion.delete(records.getValue(step.text("record")))
                null
            }
            else -> fail("no step is called $action")
        }
        val name = step["as"]?.asString
        if (name != null && record != null) records[name] = record
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
}

private fun JsonObject.text(name: String): String = get(name).asString

private fun JsonObject.at(name: String) = OffsetDateTime.parse(text(name)).toInstant()

private fun com.google.gson.JsonElement.texts(): List<String> = (this as JsonArray).map { it.asString }

/** The error's variant, with its field where it has one. */
private fun name(error: CompanionException): String = when (error) {
    is CompanionException.InvalidInput -> "InvalidInput:${error.field}"
    is CompanionException.NotFound -> "NotFound"
    else -> error.toString()
}
