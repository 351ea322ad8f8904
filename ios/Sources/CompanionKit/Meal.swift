import Foundation

/// Which meal of the day, in the order of a day.
public enum MealSlot: CaseIterable, Hashable, Sendable { case breakfast, lunch, dinner, snack }

/// A meal in a list.
public struct Meal: Hashable, Sendable, Identifiable {
    public let id: RecordID
    /// The time of day in words.
    public let time: String
    /// Which meal, in words.
    public let slot: String
    /// What was eaten, in the person's own words or as the food table names it.
    public let items: [String]
    /// `nil` when the energy of no item is known, which is not 0.
    public let kcal: Double?
    public init(id: RecordID, time: String, slot: String, items: [String], kcal: Double?) {
        self.id = id
        self.time = time
        self.slot = slot
        self.items = items
        self.kcal = kcal
    }
}

/// A nutrient of several items: its name and its sum with the unit in words, and of how many items it is known.
public struct NutrientTotal: Hashable, Sendable {
    public let name: String
    public let amount: String
    public let known: Int
    public let items: Int
    public init(name: String, amount: String, known: Int, items: Int) {
        self.name = name
        self.amount = amount
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
