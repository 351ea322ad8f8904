package org.mimamori.ffi

import kotlinx.coroutines.delay
import kotlinx.coroutines.runBlocking
import java.time.Instant
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertIs
import kotlin.test.assertNotNull

/** A phone's radio that writes down what it is told; the test tells what became of it. */
private class ScriptedRadio : PhoneRadio {
    private val told = LinkedBlockingQueue<RadioAction>()

    override fun perform(action: RadioAction) = told.put(action)

    fun next(): RadioAction = assertNotNull(told.poll(10, TimeUnit.SECONDS), "the core asks for nothing")
}

private const val STRAP = "C0:FF:EE:00:00:01"
private val HEART_RATE: UShort = 0x180Du
private val MEASUREMENT: UShort = 0x2A37u

/** The port to the phone's own Bluetooth. What is decided behind it is tested in Rust. */
class RadioTest {
    private fun perform(operation: RadioOperation) = RadioAction.Perform(STRAP, operation)

    @Test
    fun `a strap is found, joined, heard and let go through the phone's radio`() = runBlocking {
        Place().open().use { companion ->
            val person = companion.addPerson("Hanako", Role.PATIENT, "Asia/Tokyo").id
            companion.pairDevice(person, STRAP, "Strap 01", listOf(HEART_RATE), null)
            val radio = ScriptedRadio()
            val session = companion.listen(person, radio)

            session.tell(RadioEvent.State(RadioState.ON))
            assertIs<RadioAction.Scan>(radio.next())
            session.tell(RadioEvent.Seen(STRAP, "Strap 01", listOf(HEART_RATE), -60))
            assertEquals<RadioAction>(RadioAction.StopScan, radio.next())
            assertEquals<RadioAction>(perform(RadioOperation.Connect), radio.next())
            session.tell(RadioEvent.Ready(STRAP, listOf(MEASUREMENT)))
            val subscribe = RadioOperation.Subscribe(MEASUREMENT)
            assertEquals<RadioAction>(perform(subscribe), radio.next())
            session.tell(RadioEvent.Done(STRAP, subscribe))
            val now = Instant.now()
            for (bpm in 61..65) {
                val at = now.plusMillis(bpm * 10L)
                session.tell(RadioEvent.Value(STRAP, MEASUREMENT, at, byteArrayOf(0, bpm.toByte())))
            }

            session.stop()
            assertEquals<RadioAction>(RadioAction.Disconnect(STRAP), radio.next())
            assertFailsWith<CompanionException.NotFound> { session.tell(RadioEvent.ScanFailed) }
            var heart = companion.day(person, companion.today(person)).heart
            repeat(100) {
                if (heart?.latest != 65u) {
                    delay(50)
                    heart = companion.day(person, companion.today(person)).heart
                }
            }
            assertEquals(listOf(65u, 61u, 65u), listOf(heart?.latest, heart?.min, heart?.max))
        }
    }

    @Test
    fun `a radio that throws holds up nothing, and one without a name is refused`() = runBlocking {
        Place().open().use { companion ->
            val person = companion.addPerson("Hanako", Role.PATIENT, "Asia/Tokyo").id
            companion.pairDevice(person, STRAP, "Strap 01", listOf(HEART_RATE), null)
            val broken = object : PhoneRadio {
                override fun perform(action: RadioAction) = throw IllegalStateException("canary")
            }
            val session = companion.listen(person, broken)
            session.tell(RadioEvent.State(RadioState.ON))
            session.tell(RadioEvent.Seen(STRAP, null, listOf(HEART_RATE), null))
            assertFailsWith<CompanionException.InvalidInput> { session.tell(RadioEvent.Disconnected("")) }
            session.stop()
            assertEquals(listOf("Hanako"), companion.people().map { it.name })
        }
    }
}
