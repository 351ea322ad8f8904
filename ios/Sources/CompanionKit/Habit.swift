import Foundation

/// A habit on a day.
public struct Habit: Hashable, Sendable, Identifiable {
    public let id: RecordID
    public let name: String
    public let kept: Bool
    /// Days in a row, up to this one, on which it was kept when due.
    public let streak: Int
    public init(id: RecordID, name: String, kept: Bool, streak: Int) {
        self.id = id
        self.name = name
        self.kept = kept
        self.streak = streak
    }
}
