import Foundation

/// Something that a screen may want to read again.
public enum Change: Hashable, Sendable {
    /// A day of a person: records, heart rate or steps.
    case ofDay(PersonID, LocalDay)
    /// The findings of a person.
    case ofFindings(PersonID)
    /// What came from platforms, or how far syncing got.
    case ofSync(PersonID)
    /// So much changed that single changes were dropped: read everything again.
    case everything
}
