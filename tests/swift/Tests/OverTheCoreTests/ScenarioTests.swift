import Foundation
import MimamoriFFI
import XCTest

/// The journeys of `tests/scenarios`, run word for word. Rust and Kotlin run the same files.
final class ScenarioTests: XCTestCase {
    func test_the_first_day() async throws { try await run("01_first_day.json") }

    func test_a_day_by_hand() async throws { try await run("02_by_hand.json") }

    private func run(_ file: String) async throws {
        // `cargo xtask swift` lays the scenarios beside the tests.
        let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let data = try Data(contentsOf: package.appendingPathComponent("Scenarios").appendingPathComponent(file))
        let scenario = try XCTUnwrap(JSONSerialization.jsonObject(with: data) as? [String: Any])
        let phone = try Phone(scenario["language"] as? String == "ja" ? .japanese : .english)
        let runner = Runner(phone, try await phone.open())
        for (number, step) in try XCTUnwrap(scenario["steps"] as? [[String: Any]]).enumerated() {
            let step = Step(step)
            try await runner.run(step, "\(file), step \(number + 1) (\(step.action))")
        }
    }
}

/// A phone: where its record lies, and its keys.
private final class Phone {
    let folder = URL(fileURLWithPath: NSTemporaryDirectory()).appendingPathComponent(UUID().uuidString)
    let vault = MemoryKeys()
    let language: Language

    init(_ language: Language) throws {
        self.language = language
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    var request: OpenRequest { OpenRequest(path: path("record.db"), keyName: "record", language: language) }

    func open() async throws -> MimamoriCompanion {
        try await MimamoriCompanion.open(request: request, vault: vault)
    }
}

/// One step, with its words and numbers by their names.
private struct Step {
    private let values: [String: Any]

    init(_ values: [String: Any]) { self.values = values }

    var action: String { text("do") }

    func has(_ name: String) -> Bool { values[name] != nil }

    func maybe(_ name: String) -> String? { values[name] as? String }

    func text(_ name: String) -> String { maybe(name) ?? "" }

    func number(_ name: String) -> Double? { (values[name] as? NSNumber)?.doubleValue }

    func count(_ name: String) -> Int { Int(number(name) ?? 0) }

    func flag(_ name: String) -> Bool { values[name] as? Bool ?? false }

    func texts(_ name: String) -> [String] { values[name] as? [String] ?? [] }

    func numbers(_ name: String) -> [Double] { (values[name] as? [NSNumber] ?? []).map(\.doubleValue) }

    func flags(_ name: String) -> [Bool?] { (values[name] as? [Any] ?? []).map { $0 as? Bool } }

    func steps(_ name: String) -> [Step] { (values[name] as? [[String: Any]] ?? []).map(Step.init) }

    func step(_ name: String) -> Step? { (values[name] as? [String: Any]).map(Step.init) }

    func at(_ name: String) throws -> Date {
        try XCTUnwrap(ISO8601DateFormatter().date(from: text(name)), "\(name) is no time")
    }

    func bytes(_ name: String) -> Data {
        let digits = Array(text(name))
        return Data(
            stride(from: 0, to: digits.count, by: 2).map { UInt8(String(digits[$0...$0 + 1]), radix: 16) ?? 0 })
    }

    var slot: MealSlot {
        switch text("slot") {
        case "breakfast": .breakfast
        case "lunch": .lunch
        case "dinner": .dinner
        default: .snack
        }
    }
}

private final class Runner {
    private var phone: Phone
    private var companion: MimamoriCompanion
    private var people: [String: PersonId] = [:]
    private var records: [String: RecordId] = [:]
    private var foods: [String: String] = [:]

    init(_ phone: Phone, _ companion: MimamoriCompanion) {
        self.phone = phone
        self.companion = companion
    }

    func run(_ step: Step, _ place: String) async throws {
        if step.action == "reopen" {
            // Closes the files, as an app does that leaves the screen.
            try await companion.setPhase(phase: .background)
            companion = try await phone.open()
        } else if step.action.hasPrefix("expect_") {
            try await expect(step, place)
        } else {
            var failed: String?
            do {
                let record = try await act(step, place)
                if let record, let name = step.maybe("as") { records[name] = record }
            } catch let error as CompanionError { failed = name(error) }
            XCTAssertEqual(failed, step.maybe("fails"), place)
        }
    }

    private func person(_ step: Step) throws -> PersonId { try XCTUnwrap(people[step.text("person")]) }

    private func record(_ step: Step, _ name: String = "record") throws -> RecordId {
        try XCTUnwrap(records[step.text(name)])
    }

    /// Does one step that records something; answers the record.
    private func act(_ step: Step, _ place: String) async throws -> RecordId? {
        switch step.action {
        case "add_person":
            let card = try await companion.addPerson(name: step.text("name"), role: .patient, zone: step.text("zone"))
            people[step.text("as")] = card.id
        case "add_quick_meal":
            return try await companion.addQuickMeal(
                person: person(step), slot: step.slot, text: step.text("text"), kcal: step.number("kcal"),
                at: step.at("at"))
        case "add_habit":
            return try await companion.addHabit(person: person(step), name: step.text("name"), at: step.at("at"))
        case "tick":
            return try await companion.tick(
                person: person(step), habit: record(step, "habit"), amount: step.number("amount") ?? 0,
                at: step.at("at"))
        case "add_blood_pressure":
            return try await companion.addBloodPressure(
                person: person(step), systolic: step.number("systolic") ?? 0, diastolic: step.number("diastolic") ?? 0,
                pulse: step.number("pulse").map { UInt32($0) }, at: step.at("at"))
        case "add_vital":
            return try await companion.addVital(
                person: person(step), kind: step.text("kind"), value: step.number("value") ?? 0, at: step.at("at"))
        case "record_strap":
            try await companion.beginRecording(person: person(step), name: step.text("name"))
            let (start, every) = (try step.at("start"), (step.number("every_ms") ?? 0) / 1000)
            for n in 0..<step.count("count") {
                let at = start.addingTimeInterval(Double(n) * every)
                _ = try await companion.hear(at: at, value: step.bytes("hex"))
            }
            try await companion.endRecording()
        case "undo": try await companion.undo(record: record(step))
        case "redo": try await companion.redo(record: record(step))
        case "delete": try await companion.delete(record: record(step))
        default: return try await byHand(step, place)
        }
        return nil
    }

    /// Does one step of what a person enters.
    private func byHand(_ step: Step, _ place: String) async throws -> RecordId? {
        switch step.action {
        case "set_profile": try await setProfile(step)
        case "enter_vital", "correct_vital": return try await enter(step, place)
        case "undo_last": return try await companion.undoLast(person: person(step))
        case "redo_last": return try await companion.redoLast(person: person(step))
        case "add_own_food":
            let energy = FoodFigure(nutrient: "energy", name: "", amount: step.number("kcal") ?? 0, shown: "")
            let label = LabelEntry(
                name: step.text("name"), reading: "", maker: "", barcode: nil, per: step.text("per"),
                figures: [energy], serving: step.number("serving"), pack: nil, drink: false)
            foods[step.text("as")] = try await companion.addOwnFood(person: person(step), label: label)
        case "add_meal":
            var items: [Eaten] = []
            for item in step.steps("items") { items.append(try await eaten(person(step), item)) }
            let picture = step.has("picture") ? step.bytes("picture") : nil
            let meal = MealEntry(slot: step.slot, items: items, note: "", photo: picture)
            return try await companion.addMeal(person: person(step), meal: meal, at: step.at("at"))
        case "change_meal":
            let change = MealChange.amount(item: UInt32(step.count("item")), amount: step.text("amount"))
            try await companion.changeMeal(person: person(step), meal: record(step), changes: [change])
        case "copy_meals":
            let copies = try await companion.copyMeals(
                person: person(step), from: step.text("from"), slot: step.slot, to: step.text("to"))
            XCTAssertEqual(copies, 1, place)
        case "mark_favourite":
            let code = try XCTUnwrap(foods[step.text("food")])
            try await companion.markFavourite(person: person(step), code: code, marked: true)
        case "add_symptom":
            let symptom = SymptomEntry(
                kind: step.text("kind"), words: "", since: nil, until: nil, strength: nil,
                score: step.number("score").map { UInt8($0) })
            return try await companion.addSymptom(person: person(step), symptom: symptom, at: step.at("at"))
        case "end_symptom": try await companion.endSymptom(record: record(step), until: step.text("until"))
        case "add_event":
            let event = EventEntry(
                kind: step.text("kind"), title: step.text("title"), place: "", until: nil, note: "")
            return try await companion.addEvent(person: person(step), event: event, at: step.at("at"))
        case "add_sleep":
            return try await companion.addSleep(person: person(step), start: step.at("start"), end: step.at("end"))
        case "add_medicine":
            let medicine = MedicineEntry(
                name: step.text("name"), purpose: "", dose: step.maybe("dose"), times: step.texts("times"),
                weekdays: Data(), everyDays: nil, mostADay: nil, from: step.text("from"), until: nil,
                origin: "prescribed", note: "")
            return try await companion.addMedicine(person: person(step), medicine: medicine, at: step.at("at"))
        case "note_dose":
            let dose = DoseEntry(
                medicine: try record(step, "medicine"), slot: step.maybe("slot"), day: step.maybe("day"),
                taken: step.flag("taken"), amount: nil, note: "")
            return try await companion.noteDose(person: person(step), dose: dose, at: step.at("at"))
        case "stop_medicine": try await companion.stopMedicine(medicine: record(step), last: step.text("last"))
        case "begin_habit":
            let habit = HabitEntry(
                name: step.text("name"), preset: nil,
                goal: .amount(atLeast: step.number("at_least") ?? 0, unit: step.text("unit")),
                schedule: .weekdays(days: Data(step.numbers("weekdays").map { UInt8($0) })),
                reminders: step.texts("reminders"))
            return try await companion.beginHabit(person: person(step), habit: habit, at: step.at("at"))
        case "pause_habit":
            try await companion.pauseHabit(
                person: person(step), habit: record(step, "habit"), from: step.text("from"), until: nil)
        case "change_key": try await companion.changeKey(vault: phone.vault, keyName: "record")
        case "move_to_new_phone":
            let (file, key) = (phone.path("saved.backup"), step.bytes("key"))
            try await companion.backup(path: file, key: key)
            let new = try Phone(phone.language)
            companion = try await MimamoriCompanion.restore(
                path: file, key: key, request: new.request, vault: new.vault)
            phone = new
        case "erase_record": try await companion.eraseRecord(record: record(step))
        case "erase_person": try await companion.erasePerson(person: person(step))
        default: XCTFail("\(place): no step is called that")
        }
        return nil
    }

    private func setProfile(_ step: Step) async throws {
        let form = try await companion.profile(person: person(step))
        let conditions = step.texts("conditions").map { ConditionLine(kind: $0, words: "", since: nil) }
        let changed = ProfileForm(
            name: form.name, kana: form.kana, nickname: form.nickname, birthDate: step.maybe("birth_date"),
            sex: form.sex, heightCm: step.number("height_cm"), activity: form.activity, pregnancy: form.pregnancy,
            due: form.due, conditions: conditions, allergies: form.allergies, emergency: form.emergency,
            doctor: form.doctor, pharmacy: form.pharmacy)
        try await companion.setProfile(person: person(step), form: changed)
    }

    private func enter(_ step: Step, _ place: String) async throws -> RecordId? {
        let vital = TypedVital(
            kind: step.text("kind"), text: step.text("text"), occasion: step.maybe("occasion"), arm: nil, meal: nil,
            site: nil)
        let (who, confirmed, at) = (try person(step), step.flag("confirmed"), try step.at("at"))
        let entered =
            step.action == "correct_vital"
            ? try await companion.correctVital(
                person: who, record: record(step), vital: vital, confirmed: confirmed, at: at)
            : try await companion.enterVital(person: who, vital: vital, confirmed: confirmed, at: at)
        switch entered {
        case .kept(let record):
            XCTAssertNil(step.maybe("asks"), place)
            return record
        case .askAgain(let field):
            XCTAssertEqual(field, step.maybe("asks"), place)
            return nil
        }
    }

    /// One thing of a meal: a food that is looked for, one of the person's own, or words.
    private func eaten(_ person: PersonId, _ item: Step) async throws -> Eaten {
        if let words = item.maybe("text") { return .quick(text: words, kcal: nil) }
        if let own = item.maybe("food") {
            return .food(code: try XCTUnwrap(foods[own]), amount: item.text("amount"))
        }
        let found = try await companion.searchFood(person: person, text: item.text("find"), limit: 1)
        return .food(code: try XCTUnwrap(found.first?.code), amount: item.text("amount"))
    }

    /// Looks at what a screen would show.
    private func expect(_ step: Step, _ place: String) async throws {
        switch step.action {
        case "expect_people":
            let people = try await companion.people()
            XCTAssertEqual(people.map(\.name), step.texts("names"), place)
        case "expect_day": try await expectDay(step, place)
        case "expect_findings":
            let findings = try await companion.findings(person: person(step))
            XCTAssertEqual(findings.map { "\($0.severity)" }, step.texts("severities"), place)
            for word in step.texts("facts_hold") {
                XCTAssertTrue(findings.allSatisfy { $0.fact.contains(word) }, "\(place): no fact holds \(word)")
            }
        case "expect_profile":
            let form = try await companion.profile(person: person(step))
            XCTAssertEqual(form.birthDate, step.maybe("birth_date"), place)
            XCTAssertEqual(form.heightCm, step.number("height_cm"), place)
            XCTAssertEqual(form.conditions.map(\.kind), step.texts("conditions"), place)
        case "expect_choices":
            XCTAssertEqual(step.text("list"), "symptoms", place)
            let choices = try await companion.choices(list: .symptoms)
            XCTAssertEqual(choices.first { $0.code == step.text("code") }?.name, step.maybe("name"), place)
        case "expect_history":
            let versions = try await companion.history(person: person(step), record: record(step))
            XCTAssertEqual(versions.count, step.count("versions"), place)
        case "expect_picture":
            let picture = try await companion.mealPhoto(person: person(step), meal: record(step))
            XCTAssertTrue(picture.starts(with: step.bytes("starts")), place)
        case "expect_foods":
            let favourites = try await companion.favouriteFoods(person: person(step))
            XCTAssertEqual(favourites.map(\.name), step.texts("favourites"), place)
            let own = try await companion.ownFoods(person: person(step))
            XCTAssertEqual(own.map(\.name), step.texts("own"), place)
        case "expect_notes":
            let notes = try await companion.notes(person: person(step), day: step.text("day"))
            XCTAssertEqual(notes.map(\.kind), step.texts("kinds"), place)
            for (note, word) in zip(notes, step.texts("lines_hold")) {
                XCTAssertTrue(note.line.contains(word), "\(place): \(note.line)")
            }
        case "expect_doses":
            let doses = try await companion.doses(person: person(step), day: step.text("day"))
            XCTAssertEqual(doses.map(\.taken), step.flags("taken"), place)
        case "expect_scores":
            let scores = try await companion.habitScores(
                person: person(step), habit: record(step, "habit"), from: step.text("from"), to: step.text("to"))
            XCTAssertEqual(scores.compactMap(\.amount), step.numbers("amounts"), place)
        case "expect_reminders":
            let reminders = try await companion.reminders(
                person: person(step), until: Date().addingTimeInterval(3 * 86_400))
            XCTAssertEqual(Set(reminders.map(\.name)), Set(step.texts("names")), place)
        case "expect_chart":
            let frame = ChartFrame(width: 640, height: 360, dark: false, textPercent: 100)
            let chart = try await companion.chart(
                person: person(step), kind: step.text("kind"), from: step.text("from"), to: step.text("to"),
                frame: frame)
            XCTAssertTrue(chart.svg.hasPrefix("<svg"), place)
            XCTAssertEqual(chart.rows.count, step.count("rows"), place)
            XCTAssertTrue(chart.sentence.contains(step.text("sentence_holds")), "\(place): \(chart.sentence)")
        default: XCTFail("\(place): nothing is expected so")
        }
    }

    private func expectDay(_ step: Step, _ place: String) async throws {
        let day = try await companion.day(person: person(step), day: step.text("day"))
        if let name = step.maybe("name") { XCTAssertEqual(day.name, name, place) }
        if step.has("meals") { XCTAssertEqual(day.meals.flatMap(\.items), step.texts("meals"), place) }
        if let known = step.number("kcal_known") {
            XCTAssertEqual(day.nutrients.first.map { Double($0.known) }, known, place)
        }
        if step.has("habits") {
            let expected = step.steps("habits").map { "\($0.text("name")) \($0.flag("done")) \($0.count("streak"))" }
            XCTAssertEqual(day.habits.map { "\($0.name) \($0.done) \($0.streak)" }, expected, place)
        }
        if step.has("vitals") { XCTAssertEqual(day.vitals.count, step.count("vitals"), place) }
        for word in step.texts("vitals_hold") {
            XCTAssertTrue(day.vitals.contains { $0.value.contains(word) }, "\(place): no value holds \(word)")
        }
        if step.has("kcal") {
            XCTAssertEqual(day.meals.compactMap { $0.kcal?.rounded() }, step.numbers("kcal"), place)
        }
        if let heart = step.step("heart") {
            let shown = try XCTUnwrap(day.heart, place)
            let expected = ["latest", "min", "max"].map { UInt32(heart.count($0)) }
            XCTAssertEqual([shown.latest, shown.min, shown.max], expected, place)
        }
    }
}

/// The error's variant, with its field where it has one.
private func name(_ error: CompanionError) -> String {
    switch error {
    case .InvalidInput(let field): "InvalidInput:\(field)"
    case .NotFound: "NotFound"
    default: "\(error)"
    }
}
