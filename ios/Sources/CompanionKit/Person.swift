import Foundation

/// Names a person in this record: a UUID in its usual form.
public struct PersonID: Hashable, Sendable {
    public let value: String
    public init(_ value: String) { self.value = value }
}

/// Names a record, such as a meal, a habit or a finding: a UUID in its usual form.
public struct RecordID: Hashable, Sendable {
    public let value: String
    public init(_ value: String) { self.value = value }
}

/// Someone whose record is kept here.
public struct Person: Hashable, Sendable {
    public let id: PersonID
    public let name: String
    public init(id: PersonID, name: String) {
        self.id = id
        self.name = name
    }
}
