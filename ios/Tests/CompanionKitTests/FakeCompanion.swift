import Foundation

@testable import CompanionKit

/// A record in memory that starts as `day`. As the real one, it refuses what is impossible.
actor FakeCompanion: HealthCompanion {
    var day: Day
    /// What the next call fails with, once.
    var failure: CompanionFailure?
    /// How many heart readings were committed, and how many wait to be.
    var kept = 0
    var waiting = 0
    var inFront = false
    private var everybody = [Person(id: Scene.person, name: "Keiko Sato")]
    private let stream: AsyncStream<Change>
    private let told: AsyncStream<Change>.Continuation

    init(_ day: Day) {
        self.day = day
        (stream, told) = AsyncStream.makeStream()
    }

    func fail(with failure: CompanionFailure) { self.failure = failure }

    func change(_ edit: @Sendable (inout Day) -> Void) { edit(&day) }

    /// Something changed that the screen did not do itself, such as a sync that brought a record.
    func tell(_ change: Change) { told.yield(change) }

    nonisolated func changes() -> AsyncStream<Change> { stream }

    func forgetEverybody() { everybody = [] }

    func people() async throws -> [Person] { everybody }

    func addPerson(name: String) async throws -> Person {
        if name.isEmpty { throw CompanionFailure.invalidInput(field: "name") }
        return Person(id: Scene.person, name: name)
    }

    func today(_ person: PersonID) async throws -> LocalDay { day.date }

    func day(_ person: PersonID, _ date: LocalDay) async throws -> Day {
        try check()
        return day
    }

    func recordMeal(_ person: PersonID, _ meal: QuickMeal) async throws {
        try check()
        if meal.text.isEmpty { throw CompanionFailure.invalidInput(field: "name") }
        if !(0...10_000).contains(meal.kcal ?? 0) { throw CompanionFailure.invalidInput(field: "kcal") }
        let id = RecordID("meal-\(day.meals.count)")
        day.meals.append(Meal(id: id, time: "12:20", slot: "\(meal.slot)", items: [meal.text], kcal: meal.kcal))
    }

    func addHabit(_ person: PersonID, name: String) async throws {
        try check()
        if name.isEmpty { throw CompanionFailure.invalidInput(field: "name") }
        day.habits.append(Habit(id: RecordID("habit-\(day.habits.count)"), name: name, kept: false, streak: 0))
    }

    func tick(_ person: PersonID, _ habit: RecordID, _ date: LocalDay, kept: Bool) async throws {
        try check()
        day.habits = day.habits.map {
            $0.id == habit
                ? Habit(id: $0.id, name: $0.name, kept: kept, streak: $0.streak + (kept ? 1 : -1)) : $0
        }
    }

    func acknowledge(_ person: PersonID, _ notice: RecordID) async throws {
        try check()
        day.notices.removeAll { $0.id == notice }
    }

    func lookForFindings(_ person: PersonID) async throws {}

    func beginRecording(_ person: PersonID, strap: String) async throws { try check() }

    func hear(_ frame: StrapFrame) async throws -> HeartReading? {
        try check()
        guard frame.bytes.count >= 2 else { return nil }
        waiting += 1
        let contact: Contact = frame.bytes[0] & 0b010 != 0 ? .detected : .lost
        return HeartReading(bpm: Int(frame.bytes[1]), contact: contact, at: frame.at)
    }

    func linkLost() async throws {
        kept += waiting
        waiting = 0
    }

    func endRecording() async throws { try await linkLost() }

    func setInFront(_ inFront: Bool) async throws { self.inFront = inFront }

    private func check() throws {
        if let failure {
            self.failure = nil
            throw failure
        }
    }
}

/// One ordinary day with a notice.
enum Scene {
    static let person = PersonID("019ae000-0000-7000-8000-000000000001")
    static let date = LocalDay(year: 2026, month: 11, day: 22)

    static var day: Day {
        var day = Day(date: date, dateWords: "Sunday, November 22", name: "Keiko Sato")
        day.notices = [
            Notice(
                id: RecordID("notice"), severity: .strong, title: "Your heart rate at night has been above your usual",
                fact: "For two nights your heart rate while asleep was 71 bpm.", evidence: "69 bpm, then 71 bpm.",
                canComeWith: "Too little sleep.", whatToDo: "Rest early today.", seekCare: "Call 119 at once if …",
                disclaimer: "This is not a diagnosis.", source: "Nights against the usual.")
        ]
        day.steps = 3482
        day.habits = [Habit(id: RecordID("walk"), name: "Morning walk", kept: false, streak: 5)]
        return day
    }
}
