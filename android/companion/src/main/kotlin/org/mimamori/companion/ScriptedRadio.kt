package org.mimamori.companion

import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import java.time.Instant
import kotlin.time.Duration

/**
 * A strap that plays a script: for tests and for builds that are shown without a strap at hand.
 *
 * It must not stand in front of a person's real record: what it says would be kept as measured.
 */
class ScriptedRadio(private val script: List<Step>, private val now: () -> Instant = Instant::now) : HeartRateRadio {
    /** After [pause], either an event or the bytes of a notification, which is heard at that very moment. */
    sealed interface Step {
        val pause: Duration

        data class Happens(override val pause: Duration, val event: RadioEvent) : Step

        class Sends(override val pause: Duration, val bytes: ByteArray) : Step
    }

    override fun events(): Flow<RadioEvent> =
        flow {
            for (step in script) {
                delay(step.pause)
                when (step) {
                    is Step.Happens -> emit(step.event)
                    is Step.Sends -> emit(RadioEvent.Heard(StrapFrame(now(), step.bytes)))
                }
            }
        }

    companion object {
        // Flags of 0x2A37: bit 1 says whether the skin is touched, bit 2 that the strap can tell.
        private const val CONTACT_SUPPORTED = 0b100
        private const val CONTACT_DETECTED = 0b010

        /** The notification of a strap that tells contact, with a rate in one byte. */
        fun frame(bpm: Int, contact: Boolean = true): ByteArray =
            byteArrayOf((CONTACT_SUPPORTED or if (contact) CONTACT_DETECTED else 0).toByte(), bpm.toByte())

        /** A strap that is found and then tells [rates], one after each [every]. */
        fun telling(
            rates: List<Int>,
            every: Duration,
            strap: String,
            now: () -> Instant = Instant::now,
        ): ScriptedRadio =
            ScriptedRadio(
                listOf(
                    Step.Happens(Duration.ZERO, RadioEvent.Searching),
                    Step.Happens(every, RadioEvent.Connected(strap)),
                ) + rates.map { Step.Sends(every, frame(it)) },
                now,
            )
    }
}
