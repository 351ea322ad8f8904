import Foundation

/// Which meal of the day, in the order of a day.
public enum MealSlot: CaseIterable, Hashable, Sendable { case breakfast, lunch, dinner, snack }

/// A meal in a list.
public struct Meal: Hashable, Sendable, Identifiable {
    public let id: RecordID
    public let at: Date
    public let slot: MealSlot
    /// What was eaten, in the person's own words or as the food table names it.
    public let items: [String]
    /// `nil` when the energy of no item is known, which is not 0.
    public let kcal: Double?
    public init(id: RecordID, at: Date, slot: MealSlot, items: [String], kcal: Double?) {
        self.id = id
        self.at = at
        self.slot = slot
        self.items = items
        self.kcal = kcal
    }
}

/// The energy of several items, and of how many of them it is known.
public struct EnergyTotal: Hashable, Sendable {
    public let kcal: Double
    public let known: Int
    public let items: Int
    public init(kcal: Double, known: Int, items: Int) {
        self.kcal = kcal
        self.known = known
        self.items = items
    }
}

/// A meal as it is entered in a few seconds. The core refuses an empty text and an impossible energy.
public struct QuickMeal: Hashable, Sendable {
    public let slot: MealSlot
    public let text: String
    public let kcal: Double?
    public init(slot: MealSlot, text: String, kcal: Double?) {
        self.slot = slot
        self.text = text
        self.kcal = kcal
    }
}
