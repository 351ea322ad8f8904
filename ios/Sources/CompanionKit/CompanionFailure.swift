import Foundation

/// Why something did not work, named by what a screen can do about it.
///
/// Holds nothing that a person entered: it may be logged.
public enum CompanionFailure: Error, Hashable, Sendable {
    /// A value was refused and nothing was written; the field is `name`, `kcal`, …
    case invalidInput(field: String)
    /// The record is kept on another phone: here it can only be looked at.
    case keptElsewhere
    /// The key is locked away until the phone is unlocked.
    case needsUnlock
    /// The platform asks the person to sign in again.
    case needsSignIn
    /// The platform cannot be reached; what was recorded waits on the phone.
    case offline(retryAfter: Duration?)
    /// The platform refused a record; it is set aside with the reason.
    case rejected
    /// No room is left on the phone; nothing was written.
    case storageFull
    /// The record cannot be read; it was not deleted.
    case storageDamaged
    /// A newer version of the app wrote the record.
    case needsUpdate
    /// The app is in the background and the record is closed.
    case paused
    /// Anything else; the code is for support and always the same for the same cause.
    case unexpected(code: String)
}
