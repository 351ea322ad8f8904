package org.mimamori.companion

import kotlinx.coroutines.flow.Flow
import java.time.Instant

/** A Bluetooth heart rate strap, as far as the core does not care which radio it is reached by. */
interface HeartRateRadio {
    /**
     * Looks for the strap and stays with it for as long as somebody collects. Comes back by itself when the strap
     * was out of reach; never fails.
     */
    fun events(): Flow<RadioEvent>
}

/** What happens on the radio. */
sealed interface RadioEvent {
    data object Searching : RadioEvent

    data class Connected(val strap: String) : RadioEvent

    data class Heard(val frame: StrapFrame) : RadioEvent

    data object OutOfReach : RadioEvent
}

/** One notification of the Heart Rate Measurement characteristic (0x2A37), as it came, and when. */
class StrapFrame(val at: Instant, val bytes: ByteArray)

/** What a strap says of the skin. */
enum class Contact { Unsupported, Lost, Detected }

/** What a frame says now. The rate means nothing while the contact is lost. */
data class HeartReading(val bpm: Int, val contact: Contact, val at: Instant)
