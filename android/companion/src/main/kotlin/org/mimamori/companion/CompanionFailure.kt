package org.mimamori.companion

import kotlin.time.Duration

/**
 * Why something did not work, named by what a screen can do about it.
 *
 * Holds nothing that a person entered: it may be logged.
 */
sealed class CompanionFailure(message: String) : Exception(message) {
    /** A value was refused and nothing was written; [field] is `name`, `kcal`, … */
    class InvalidInput(val field: String) : CompanionFailure("invalid $field")

    /** The record is kept on another phone: here it can only be looked at. */
    class KeptElsewhere : CompanionFailure("kept elsewhere")

    /** The key is locked away until the phone is unlocked. */
    class NeedsUnlock : CompanionFailure("needs unlock")

    /** The platform asks the person to sign in again. */
    class NeedsSignIn : CompanionFailure("needs sign-in")

    /** The platform cannot be reached; what was recorded waits on the phone. */
    class Offline(val retryAfter: Duration?) : CompanionFailure("offline")

    /** The platform refused a record; it is set aside with the reason. */
    class Rejected : CompanionFailure("rejected by the platform")

    /** No room is left on the phone; nothing was written. */
    class StorageFull : CompanionFailure("storage full")

    /** The record cannot be read; it was not deleted. */
    class StorageDamaged : CompanionFailure("storage damaged")

    /** A newer version of the app wrote the record. */
    class NeedsUpdate : CompanionFailure("needs update")

    /** The app is in the background and the record is closed. */
    class Paused : CompanionFailure("paused")

    /** Anything else; [code] is for support and always the same for the same cause. */
    class Internal(val code: String) : CompanionFailure("internal: $code")
}
