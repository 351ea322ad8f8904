package org.mimamori.companion

import kotlinx.coroutines.flow.Flow
import org.mimamori.ffi.AppPhase
import org.mimamori.ffi.CompanionException
import org.mimamori.ffi.DayScreen
import org.mimamori.ffi.FindingCard
import org.mimamori.ffi.FindingState
import org.mimamori.ffi.KeyVault
import org.mimamori.ffi.Language
import org.mimamori.ffi.MimamoriCompanion
import org.mimamori.ffi.OpenRequest
import org.mimamori.ffi.Role
import java.io.File
import java.io.IOException
import java.security.GeneralSecurityException
import java.time.Instant
import java.time.LocalDate
import java.time.ZoneId
import kotlin.time.Duration.Companion.milliseconds
import org.mimamori.ffi.Contact as CoreContact
import org.mimamori.ffi.MealSlot as CoreMealSlot
import org.mimamori.ffi.Severity as CoreSeverity

/** A real record: the core, behind the generated binding. */
class RustCompanion private constructor(
    private val record: MimamoriCompanion,
    private val now: () -> Instant,
) : HealthCompanion, AutoCloseable {
    override val changes: Flow<Change> = changesOf(record)

    override suspend fun people(): List<Person> =
        failing { record.people().map { Person(PersonId(it.id), it.name) } }

    override suspend fun addPerson(name: String): Person =
        failing {
            val card = record.addPerson(name, Role.PATIENT, ZoneId.systemDefault().id)
            Person(PersonId(card.id), card.name)
        }

    override suspend fun today(person: PersonId): LocalDate = failing { LocalDate.parse(record.today(person.value)) }

    override suspend fun day(person: PersonId, date: LocalDate): Day =
        failing { record.day(person.value, date.toString()).toDay() }

    override suspend fun recordMeal(person: PersonId, meal: QuickMeal) = failing {
        record.addQuickMeal(person.value, meal.slot.toCore(), meal.text, meal.kcal, now())
        Unit
    }

    override suspend fun addHabit(person: PersonId, name: String) = failing {
        record.addHabit(person.value, name, now())
        Unit
    }

    override suspend fun tick(person: PersonId, habit: RecordId, date: LocalDate, kept: Boolean) = failing {
        if (kept) {
            record.tick(person.value, habit.value, 1.0, now())
        } else {
            record.untick(person.value, habit.value, date.toString())
        }
        Unit
    }

    override suspend fun acknowledge(person: PersonId, notice: RecordId) =
        failing { record.markFinding(notice.value, FindingState.ACKNOWLEDGED) }

    override suspend fun lookForFindings(person: PersonId) = failing {
        record.notice(person.value)
        Unit
    }

    override suspend fun beginRecording(person: PersonId, strap: String) =
        failing { record.beginRecording(person.value, strap) }

    override suspend fun hear(frame: StrapFrame): HeartReading? = failing {
        val live = record.hear(frame.at, frame.bytes)
        live.bpm?.let { HeartReading(it.toInt(), live.contact.toContact(), frame.at) }
    }

    override suspend fun linkLost() = failing { record.linkLost() }

    override suspend fun endRecording() = failing { record.endRecording() }

    override suspend fun setInFront(inFront: Boolean) =
        failing { record.setPhase(if (inFront) AppPhase.FOREGROUND else AppPhase.BACKGROUND) }

    /** Lets go of the record; nothing may be called afterwards. */
    override fun close() = record.close()

    companion object {
        private const val KEY = "record"

        /**
         * Opens the record in [file], or begins one with a new key that [vault] then holds.
         * Its words are Japanese where [japanese], else English.
         */
        suspend fun open(
            file: File,
            vault: KeystoreVault,
            japanese: Boolean,
            now: () -> Instant = Instant::now,
        ): RustCompanion = failing {
            file.parentFile?.mkdirs()
            val language = if (japanese) Language.JAPANESE else Language.ENGLISH
            RustCompanion(MimamoriCompanion.open(OpenRequest(file.path, KEY, language), Port(vault)), now)
        }
    }
}

/** The vault as the core asks for it. What the keystore refuses is a key that is locked away, not one that is missing. */
private class Port(private val vault: KeystoreVault) : KeyVault {
    override fun load(name: String): ByteArray? = unlocked { vault.load(name) }

    override fun store(name: String, key: ByteArray) = unlocked { vault.store(name, key) }

    private fun <T> unlocked(access: () -> T): T =
        try {
            access()
        } catch (_: GeneralSecurityException) {
            throw CompanionException.NeedsUnlock()
        } catch (_: IOException) {
            throw CompanionException.NeedsUnlock()
        }
}

/** Turns what the core throws into what a screen can do about it. */
private suspend fun <T> failing(call: suspend () -> T): T =
    try {
        call()
    } catch (error: CompanionException) {
        throw error.toFailure()
    }

private fun CompanionException.toFailure(): CompanionFailure =
    when (this) {
        is CompanionException.InvalidInput -> CompanionFailure.InvalidInput(field)
        is CompanionException.NotFound -> CompanionFailure.Internal("missing-$what")
        is CompanionException.KeptElsewhere -> CompanionFailure.KeptElsewhere()
        is CompanionException.NeedsUnlock -> CompanionFailure.NeedsUnlock()
        is CompanionException.NeedsSignIn -> CompanionFailure.NeedsSignIn()
        is CompanionException.Offline -> CompanionFailure.Offline(retryAfterMs?.toLong()?.milliseconds)
        is CompanionException.Rejected -> CompanionFailure.Rejected()
        is CompanionException.StorageFull -> CompanionFailure.StorageFull()
        is CompanionException.StorageDamaged -> CompanionFailure.StorageDamaged()
        is CompanionException.NeedsUpdate -> CompanionFailure.NeedsUpdate()
        is CompanionException.Paused -> CompanionFailure.Paused()
        is CompanionException.Internal -> CompanionFailure.Internal(code)
    }

private fun DayScreen.toDay(): Day = Day(
    date = LocalDate.parse(day),
    dateWords = date,
    name = name,
    notices = findings.filter { it.state == FindingState.NEW || it.state == FindingState.SEEN }.map { it.toNotice() },
    heart = heart?.let { HeartDay(it.latest.toInt(), it.latestAt, it.min.toInt(), it.max.toInt()) },
    steps = steps?.toInt(),
    meals = meals.map { Meal(RecordId(it.id), it.time, it.slotName, it.items, it.kcal) },
    nutrients = nutrients.map { NutrientTotal(it.name, it.amount, it.known.toInt(), it.items.toInt()) },
    habits = habits.map { Habit(RecordId(it.id), it.name, it.done, it.streak.toInt()) },
    vitals = vitals.map { VitalReading(RecordId(it.id), it.time, it.name, it.value) },
)

private fun FindingCard.toNotice(): Notice = Notice(
    id = RecordId(id),
    severity = when (severity) {
        CoreSeverity.NOTICE -> Severity.Notice
        CoreSeverity.STRONG -> Severity.Strong
    },
    title = title,
    fact = fact,
    evidence = evidence,
    canComeWith = canComeWith,
    whatToDo = whatToDo,
    seekCare = seekCare,
    disclaimer = disclaimer,
    source = source,
)

private fun MealSlot.toCore(): CoreMealSlot =
    when (this) {
        MealSlot.Breakfast -> CoreMealSlot.BREAKFAST
        MealSlot.Lunch -> CoreMealSlot.LUNCH
        MealSlot.Dinner -> CoreMealSlot.DINNER
        MealSlot.Snack -> CoreMealSlot.SNACK
    }

private fun CoreContact.toContact(): Contact =
    when (this) {
        CoreContact.UNSUPPORTED -> Contact.Unsupported
        CoreContact.LOST -> Contact.Lost
        CoreContact.DETECTED -> Contact.Detected
    }
