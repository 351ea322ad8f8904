import Foundation
import Observation
import XCTest

@testable import CompanionKit

final class TodayModelTests: XCTestCase {
    @MainActor
    private func model(_ companion: FakeCompanion, radio: (any HeartRateRadio)? = nil) -> TodayModel {
        TodayModel(companion: companion, person: Scene.person, radio: radio) { 12 }
    }

    @MainActor
    func test_a_meal_that_is_recorded_appears_among_the_meals() async {
        let companion = FakeCompanion(Scene.day)
        let model = model(companion)
        model.startMeal()
        XCTAssertEqual(model.mealEntry?.slot, .lunch)
        model.mealEntry?.text = "Zaru soba"
        model.mealEntry?.kcal = "350"
        await model.saveMeal(locale: Locale(identifier: "en_US"))
        XCTAssertEqual(model.day?.meals.map(\.items), [["Zaru soba"]])
        XCTAssertEqual(model.day?.meals.first?.kcal, 350)
        XCTAssertEqual(model.recorded, .lunch)
        XCTAssertNil(model.mealEntry)
    }

    @MainActor
    func test_what_is_wrong_with_a_meal_is_said_at_its_field_and_the_entry_stays() async {
        let companion = FakeCompanion(Scene.day)
        let model = model(companion)
        model.startMeal()
        await model.saveMeal()
        XCTAssertEqual(model.mealEntry?.wrong, .text)
        model.mealEntry?.text = "Toast"
        XCTAssertNil(model.mealEntry?.wrong)
        model.mealEntry?.kcal = "a lot"
        await model.saveMeal()
        XCTAssertEqual(model.mealEntry?.wrong, .kcal)
        XCTAssertEqual(model.mealEntry?.text, "Toast")
        XCTAssertNil(model.failure)
        let meals = await companion.day.meals
        XCTAssertEqual(meals, [])
    }

    @MainActor
    func test_a_failure_is_kept_for_the_screen_until_it_works() async {
        let companion = FakeCompanion(Scene.day)
        let model = model(companion)
        await model.refresh()
        await companion.fail(with: .storageFull)
        await model.tick(RecordID("walk"), kept: true)
        XCTAssertEqual(model.failure, .storageFull)
        await model.tick(RecordID("walk"), kept: true)
        XCTAssertNil(model.failure)
        XCTAssertEqual(model.day?.habits.first?.kept, true)
        XCTAssertEqual(model.day?.habits.first?.streak, 6)
    }

    @MainActor
    func test_a_habit_without_a_name_is_refused_and_one_with_a_name_is_there() async {
        let model = model(FakeCompanion(Scene.day))
        model.startHabit()
        await model.saveHabit()
        XCTAssertEqual(model.habitEntry?.wrong, true)
        model.habitEntry?.name = "Stretch"
        await model.saveHabit()
        XCTAssertNil(model.habitEntry)
        XCTAssertEqual(model.day?.habits.map(\.name), ["Morning walk", "Stretch"])
    }

    @MainActor
    func test_reading_a_notice_puts_it_away() async {
        let model = model(FakeCompanion(Scene.day))
        await model.refresh()
        model.showReasons(RecordID("notice"), true)
        XCTAssertEqual(model.reasonsOpen, [RecordID("notice")])
        await model.acknowledge(RecordID("notice"))
        XCTAssertEqual(model.day?.notices, [])
    }

    @MainActor
    func test_the_rate_on_the_screen_is_the_one_heard_last_and_is_kept_when_the_screen_goes() async throws {
        let companion = FakeCompanion(Scene.day)
        let radio = ScriptedRadio([
            .happens(after: .zero, .connected(strap: "Polar H10")),
            .sends(after: .zero, ScriptedRadio.frame(bpm: 71)),
            .sends(after: .zero, ScriptedRadio.frame(bpm: 75)),
            .sends(after: .zero, Data()),
            .happens(after: .seconds(600), .outOfReach),
        ])
        let model = model(companion, radio: radio)
        let following = Task { await model.follow() }
        await until { model.strap.rate == 75 }
        await until { await companion.waiting == 2 }
        following.cancel()
        await following.value
        XCTAssertEqual(model.strap, .none)
        let (kept, inFront) = await (companion.kept, companion.inFront)
        XCTAssertEqual(kept, 2)
        XCTAssertFalse(inFront, "the record is closed in the background")
    }

    @MainActor
    func test_without_touch_no_rate_is_shown() async {
        let radio = ScriptedRadio([
            .happens(after: .zero, .connected(strap: "Polar H10")),
            .sends(after: .zero, ScriptedRadio.frame(bpm: 71, contact: false)),
            .happens(after: .seconds(600), .outOfReach),
        ])
        let model = model(FakeCompanion(Scene.day), radio: radio)
        let following = Task { await model.follow() }
        await until { if case .connected(_, _?) = model.strap { true } else { false } }
        XCTAssertNil(model.strap.rate)
        following.cancel()
    }

    @MainActor
    func test_a_change_of_another_person_does_not_disturb_and_one_of_this_day_does() async {
        let companion = FakeCompanion(Scene.day)
        let model = model(companion)
        let following = Task { await model.follow() }
        await until { model.day?.steps == 3482 }
        await companion.change { $0.steps = 4000 }
        await companion.tell(.ofDay(PersonID("another"), Scene.date))
        try? await Task.sleep(for: .milliseconds(50))
        XCTAssertEqual(model.day?.steps, 3482)
        await companion.tell(.ofDay(Scene.person, Scene.date))
        await until { model.day?.steps == 4000 }
        following.cancel()
    }

    @MainActor
    func test_a_screen_that_looks_at_the_day_is_told_when_it_changes() async {
        let model = model(FakeCompanion(Scene.day))
        let (told, teller) = AsyncStream<Void>.makeStream()
        withObservationTracking { _ = model.day } onChange: { teller.yield() }
        await model.refresh()
        teller.finish()
        var times = 0
        for await _ in told { times += 1 }
        XCTAssertEqual(times, 1)
    }

    @MainActor
    func test_somebody_new_is_asked_for_a_name_and_then_sees_their_day() async {
        let companion = FakeCompanion(Scene.day)
        await companion.forgetEverybody()
        let model = OpeningModel { companion }
        await model.open()
        await model.start()
        XCTAssertTrue(model.wrong)
        model.name = "Keiko Sato"
        XCTAssertFalse(model.wrong)
        await model.start()
        guard case .ready = model.state else { return XCTFail("no day to show") }
    }

    @MainActor
    func test_a_record_that_does_not_open_can_be_tried_again() async {
        let companion = FakeCompanion(Scene.day)
        var locked = true
        let model = OpeningModel {
            if locked { throw CompanionFailure.needsUnlock }
            return companion
        }
        await model.open()
        guard case .failed(.needsUnlock) = model.state else { return XCTFail("should be locked") }
        locked = false
        await model.open()
        guard case .ready = model.state else { return XCTFail("no day to show") }
    }

    func test_numbers_are_read_as_people_write_them_and_nothing_else_is_taken_for_one() {
        XCTAssertEqual(parseNumber("1,250.5", locale: Locale(identifier: "en_US")), 1250.5)
        XCTAssertEqual(parseNumber("1.250,5", locale: Locale(identifier: "de_DE")), 1250.5)
        XCTAssertEqual(parseNumber(" ３５０ ", locale: Locale(identifier: "ja_JP")), 350)
        for text in ["", "about 300", "300 kcal"] {
            XCTAssertNil(parseNumber(text, locale: Locale(identifier: "en_US")), text)
        }
    }

    func test_a_day_is_written_as_the_record_writes_it() {
        XCTAssertEqual(LocalDay(year: 2026, month: 1, day: 9).description, "2026-01-09")
        XCTAssertEqual(LocalDay("2026-01-09"), LocalDay(year: 2026, month: 1, day: 9))
        XCTAssertNil(LocalDay("today"))
    }

    @MainActor
    func test_after_midnight_the_new_day_is_shown() async {
        let companion = FakeCompanion(Scene.day)
        let model = model(companion)
        await model.refresh()
        let tomorrow = LocalDay(year: 2026, month: 11, day: 23)
        await companion.change { $0.date = tomorrow }
        await model.refresh()
        XCTAssertEqual(model.day?.date, tomorrow)
    }

    @MainActor
    private func until(_ holds: @MainActor () async -> Bool) async {
        for _ in 0..<500 {
            if await holds() { return }
            try? await Task.sleep(for: .milliseconds(10))
        }
        XCTFail("did not happen within five seconds")
    }
}
