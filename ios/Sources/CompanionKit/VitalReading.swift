import Foundation

/// A vital sign, in words: `name` and `value` come from the core, in the reader's language.
public struct VitalReading: Hashable, Sendable, Identifiable {
    public let id: RecordID
    public let at: Date
    public let name: String
    public let value: String
    public init(id: RecordID, at: Date, name: String, value: String) {
        self.id = id
        self.at = at
        self.name = name
        self.value = value
    }
}
