import CompanionKit
import Foundation
import XCTest

/// The screen's model over the real core: through the binding, down to the encrypted file.
final class TodayOverTheCoreTests: XCTestCase {
    private let folder = NSTemporaryDirectory() + UUID().uuidString

    override func setUpWithError() throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    override func tearDownWithError() throws { try FileManager.default.removeItem(atPath: folder) }

    @MainActor
    func test_a_meal_and_a_habit_that_are_entered_are_there_in_words_also_after_the_app_was_ended() async throws {
        let vault = MemoryVault()
        do {
            let companion = try await opened(in: folder, vault)
            let model = model(companion, try await companion.addPerson(name: "佐藤 恵子"))
            await model.refresh()
            model.startMeal()
            model.mealEntry?.text = "ざるそば"
            model.mealEntry?.kcal = "350"
            await model.saveMeal(locale: Locale(identifier: "ja_JP"))
            model.startHabit()
            model.habitEntry?.name = "散歩"
            await model.saveHabit()
            let habit = try XCTUnwrap(model.day?.habits.first)
            await model.tick(habit.id, kept: true)
            XCTAssertEqual(model.day?.habits.first?.kept, true)
            await model.tick(habit.id, kept: false)
            XCTAssertEqual(model.day?.habits.first?.kept, false)
            await model.tick(habit.id, kept: true)
            XCTAssertNil(model.failure)
            try await companion.setInFront(false)
        }
        let companion = try await opened(in: folder, vault)
        let people = try await companion.people()
        let person = try XCTUnwrap(people.first)
        let day = try await companion.day(person.id, try await companion.today(person.id))
        XCTAssertEqual(day.name, "佐藤 恵子")
        XCTAssertEqual(day.meals.map(\.slot), ["昼食"])
        XCTAssertEqual(day.meals.map(\.items), [["ざるそば"]])
        XCTAssertEqual(day.nutrients.first?.amount, "350\u{A0}kcal")
        XCTAssertEqual(day.habits.map(\.kept), [true])
    }

    @MainActor
    func test_what_the_strap_tells_is_decoded_shown_and_kept_when_the_screen_goes() async throws {
        let companion = try await opened(in: folder, MemoryVault())
        let person = try await companion.addPerson(name: "佐藤 恵子")
        let radio = ScriptedRadio([
            .happens(after: .zero, .connected(strap: "Polar H10")),
            .sends(after: .milliseconds(20), ScriptedRadio.frame(bpm: 71)),
            .sends(after: .milliseconds(20), ScriptedRadio.frame(bpm: 74)),
            .happens(after: .seconds(600), .outOfReach),
        ])
        let model = TodayModel(companion: companion, person: person.id, radio: radio) { 12 }
        let following = Task { await model.follow() }
        await until { model.strap.rate == 74 }
        following.cancel()
        await following.value
        try await companion.setInFront(true)
        await model.refresh()
        XCTAssertEqual(model.day?.heart?.latest, 74)
        XCTAssertEqual(model.day?.heart?.lowest, 71)
        XCTAssertNil(model.failure)
    }

    @MainActor
    func test_what_another_part_of_the_app_records_reaches_the_screen_by_itself() async throws {
        let companion = try await opened(in: folder, MemoryVault())
        let person = try await companion.addPerson(name: "佐藤 恵子")
        let model = model(companion, person)
        let following = Task { await model.follow() }
        await until { model.day != nil }
        try await companion.addHabit(person.id, name: "体操")
        await until { model.day?.habits.first?.name == "体操" }
        following.cancel()
    }

    @MainActor
    func test_what_the_core_refuses_is_said_at_the_field() async throws {
        let companion = try await opened(in: folder, MemoryVault())
        let model = model(companion, try await companion.addPerson(name: "佐藤 恵子"))
        model.startMeal()
        await model.saveMeal()
        XCTAssertEqual(model.mealEntry?.wrong, .text)
    }

    func test_without_the_key_the_record_stays_closed_and_in_the_background_it_is_closed_too() async throws {
        let (vault, folder) = (MemoryVault(), folder)
        let companion = try await opened(in: folder, vault)
        _ = try await companion.addPerson(name: "佐藤 恵子")
        try await companion.setInFront(false)
        await assertFails(.paused) { _ = try await companion.people() }
        await assertFails(.needsUnlock) { _ = try await opened(in: folder, MemoryVault()) }
        await assertFails(.needsUnlock) { _ = try await opened(in: folder, LockedVault()) }
        try await companion.setInFront(true)
        let people = try await companion.people()
        XCTAssertEqual(people.count, 1)
    }

    @MainActor
    private func model(_ companion: RustCompanion, _ person: Person) -> TodayModel {
        TodayModel(companion: companion, person: person.id, radio: nil) { 12 }
    }

    @MainActor
    private func until(_ holds: @MainActor () -> Bool) async {
        for _ in 0..<1000 {
            if holds() { return }
            try? await Task.sleep(for: .milliseconds(10))
        }
        XCTFail("did not happen within ten seconds")
    }
}

private func opened(in folder: String, _ vault: any SecretVault) async throws -> RustCompanion {
    try await RustCompanion.open(path: folder + "/record.db", vault: vault, japanese: true)
}

private func assertFails(_ expected: CompanionFailure, _ call: @Sendable () async throws -> Void) async {
    do {
        try await call()
        XCTFail("should have failed with \(expected)")
    } catch { XCTAssertEqual(error as? CompanionFailure, expected) }
}

/// A keychain in memory.
private final class MemoryVault: SecretVault, @unchecked Sendable {
    private let lock = NSLock()
    private var secrets: [String: Data] = [:]

    func load(_ name: String) throws -> Data? { lock.withLock { secrets[name] } }

    func store(_ name: String, _ secret: Data) throws { lock.withLock { secrets[name] = secret } }
}

/// A keychain before the phone was first unlocked.
private struct LockedVault: SecretVault {
    struct Locked: Error {}

    func load(_ name: String) throws -> Data? { throw Locked() }

    func store(_ name: String, _ secret: Data) throws { throw Locked() }
}
