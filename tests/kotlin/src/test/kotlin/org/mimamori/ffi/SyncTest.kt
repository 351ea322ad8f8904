package org.mimamori.ffi

import kotlinx.coroutines.runBlocking
import java.time.Instant
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertNull
import kotlin.test.assertTrue

/** Kotlin takes the record to a platform, and a caregiver's phone gets what its owner allows. */
class SyncTest {
    private val at = Instant.parse("2026-04-18T00:00:00Z")

    private suspend fun MimamoriCompanion.syncToTheEnd(
        person: PersonId,
        platform: PlatformId,
        tokens: TokenSource,
    ): List<SyncCard> {
        val cards = ArrayList<SyncCard>()
        do {
            cards += sync(person, platform, tokens, 30_000u)
            assertTrue(cards.size < 20, "syncing does not end: ${cards.last()}")
        } while (cards.last().next == NextSync.Now)
        return cards
    }

    @Test
    fun `a mother's record reaches the platform and her daughter sees the notice but not the meal`() = runBlocking {
        Platform().use { platform ->
            val patient = "yamada-hanako"
            Place().open().use { mother ->
                val hanako = mother.addPerson("Hanako", Role.PATIENT, "Asia/Tokyo").id
                mother.addQuickMeal(hanako, MealSlot.LUNCH, "soba", 380.0, at)
                mother.addBloodPressure(hanako, 132.0, 85.0, 66u, at)
                mother.beginRecording(hanako, "Strap 01")
                repeat(900) { n -> mother.hear(at.plusSeconds(n.toLong()), byteArrayOf(0, 130.toByte())) }
                mother.endRecording()
                assertEquals(1, mother.findings(hanako).size)

                val there = mother.connect(hanako, platform.baseUrl, patient, Access.OWN)
                val tokens = SignedIn(platform.baseUrl, "hanako")
                val sent = mother.syncToTheEnd(hanako, there, tokens)
                assertEquals(NextSync.Never, sent.last().next)
                assertEquals(0u, sent.last().pending)
                assertEquals(0u, sent.sumOf { it.setAside })
                assertTrue(sent.sumOf { it.pulled } > 10u, "the checkup and the prescriptions come down")
                // Again: nothing is left to send.
                assertEquals(0u, mother.syncToTheEnd(hanako, there, tokens).sumOf { it.pushed })
            }
            Place().open().use { daughter ->
                val hanako = daughter.addPerson("Hanako", Role.CAREGIVER, "Asia/Tokyo").id
                val there = daughter.connect(hanako, platform.baseUrl, patient, Access.CAREGIVER)
                daughter.syncToTheEnd(hanako, there, SignedIn(platform.baseUrl, "yui"))
                assertEquals(1, daughter.findings(hanako).size)
                val day = daughter.day(hanako, "2026-04-18")
                assertEquals(1, day.vitals.size)
                assertTrue(day.meals.isEmpty())

                daughter.disconnect(there)
                assertTrue(daughter.findings(hanako).isEmpty())
                assertNull(daughter.day(hanako, "2026-04-18").heart)
            }
        }
    }

    @Test
    fun `without a token the person is asked to sign in and nothing is lost`() = runBlocking {
        Platform().use { platform ->
            Place().open().use { companion ->
                val person = companion.addPerson("Hanako", Role.PATIENT, "Asia/Tokyo").id
                companion.addQuickMeal(person, MealSlot.LUNCH, "soba", 380.0, at)
                val there = companion.connect(person, platform.baseUrl, "yamada-hanako", Access.OWN)
                val nobody = object : TokenSource {
                    override fun token(platformUrl: String, refused: Boolean): String? = null
                }
                val card = companion.sync(person, there, nobody, 10_000u)
                assertTrue(card.needsSignIn)
                assertEquals(1u, card.pending)
            }
        }
    }

    @Test
    fun `a platform that is not there is no error and its sync waits for the network`() = runBlocking {
        Place().open().use { companion ->
            val person = companion.addPerson("Hanako", Role.PATIENT, "Asia/Tokyo").id
            companion.addQuickMeal(person, MealSlot.LUNCH, "soba", 380.0, at)
            val there = companion.connect(person, "http://127.0.0.1:9/fhir", "p", Access.OWN)
            val card = companion.sync(person, there, fixed, 10_000u)
            assertEquals(NextSync.WhenOnline, card.next)
            assertEquals(1u, card.pending)
            assertFailsWith<CompanionException.NotFound> {
                companion.sync("00000000-0000-0000-0000-000000000000", there, fixed, 1_000u)
            }
        }
    }

    @Test
    fun `what is entered into a record that is kept on another phone is refused by a name of its own`() = runBlocking {
        Place().open().use { companion ->
            val mother = companion.addPerson("Keiko", Role.CAREGIVER, "Asia/Tokyo").id
            assertFailsWith<CompanionException.KeptElsewhere> {
                companion.addQuickMeal(mother, MealSlot.LUNCH, "soba", 380.0, at)
            }
            Unit
        }
    }

    private val fixed = object : TokenSource {
        override fun token(platformUrl: String, refused: Boolean): String = "token"
    }
}
