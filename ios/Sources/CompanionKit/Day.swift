import Foundation

/// One day of one person, already summed. Lists are in the order in which they are drawn; words are those of the core,
/// in the reader's language.
public struct Day: Hashable, Sendable {
    public var date: LocalDay
    /// The date in words.
    public var dateWords: String
    /// The person's name, without any form of address.
    public var name: String
    /// The strongest first; only those that still ask for attention.
    public var notices: [Notice] = []
    /// `nil` when nothing was measured.
    public var heart: HeartDay?
    /// `nil` when nothing was counted, which is not 0.
    public var steps: Int?
    /// Oldest first.
    public var meals: [Meal] = []
    /// What is known of all meals together, the energy first.
    public var nutrients: [NutrientTotal] = []
    /// Those that are due, and those that were kept although they were not.
    public var habits: [Habit] = []
    /// Oldest first.
    public var vitals: [VitalReading] = []

    public init(date: LocalDay, dateWords: String, name: String) {
        self.date = date
        self.dateWords = dateWords
        self.name = name
    }
}

/// The heart rate of a day, in beats per minute.
public struct HeartDay: Hashable, Sendable {
    public let latest: Int
    public let latestAt: Date
    public let lowest: Int
    public let highest: Int
    public init(latest: Int, latestAt: Date, lowest: Int, highest: Int) {
        self.latest = latest
        self.latestAt = latestAt
        self.lowest = lowest
        self.highest = highest
    }
}
