import Foundation

/// A vital sign, in words.
public struct VitalReading: Hashable, Sendable, Identifiable {
    public let id: RecordID
    public let time: String
    public let name: String
    public let value: String
    public init(id: RecordID, time: String, name: String, value: String) {
        self.id = id
        self.time = time
        self.name = name
        self.value = value
    }
}
