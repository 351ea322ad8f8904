package org.mimamori.companion

import java.time.LocalDate

/** Something that a screen may want to read again. */
sealed interface Change {
    /** A day of a person: records, heart rate or steps. */
    data class OfDay(val person: PersonId, val date: LocalDate) : Change

    /** The findings of a person. */
    data class OfFindings(val person: PersonId) : Change

    /** What came from platforms, or how far syncing got. */
    data class OfSync(val person: PersonId) : Change

    /** So much changed that single changes were dropped: read everything again. */
    data object Everything : Change
}
