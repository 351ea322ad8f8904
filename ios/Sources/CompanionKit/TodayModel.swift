import Foundation
import Observation

/// What the Today screen shows and what its buttons do.
///
/// The record is the truth: after every change the day is read again, nothing is added up here.
@MainActor @Observable
public final class TodayModel {
    /// `nil` until it has been read for the first time.
    public private(set) var day: Day?
    public private(set) var strap = Strap.none
    /// The meal being entered, or `nil` when none is.
    public var mealEntry: MealEntry?
    /// The habit being entered, or `nil` when none is.
    public var habitEntry: HabitEntry?
    /// Notices whose reasons are open.
    public private(set) var reasonsOpen: Set<RecordID> = []
    /// The meal that was recorded last, to be said once.
    public private(set) var recorded: MealSlot?
    /// What did not work, until the person closes it or it works.
    public private(set) var failure: CompanionFailure?

    @ObservationIgnored private let companion: any HealthCompanion
    @ObservationIgnored private let person: PersonID
    @ObservationIgnored private let radio: (any HeartRateRadio)?
    @ObservationIgnored private var readsBegun = 0
    @ObservationIgnored private var readShown = 0
    @ObservationIgnored private let hour: @MainActor () -> Int

    public init(
        companion: any HealthCompanion, person: PersonID, radio: (any HeartRateRadio)?,
        hour: @escaping @MainActor () -> Int = { Calendar.current.component(.hour, from: Date()) }
    ) {
        self.companion = companion
        self.person = person
        self.radio = radio
        self.hour = hour
    }

    /// Follows the record and the strap for as long as the screen is in front; returns when its task is cancelled, with the
    /// record closed.
    public func follow() async {
        // Subscribed before the first reading: nothing that changes in between is missed.
        let changes = companion.changes()
        await trying { try await self.companion.setInFront(true) }
        await refresh()
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.follow(changes) }
            group.addTask { await self.listen() }
        }
        // The task of a screen that went is cancelled; the record must be closed all the same.
        await Task { await trying { try await self.companion.setInFront(false) } }.value
    }

    /// Reads the day again; also the moment at which yesterday's screen becomes today's.
    public func refresh() async {
        await read()
        await trying { try await self.companion.lookForFindings(self.person) }
    }

    /// Opens the entry of a meal, with the slot of this hour.
    public func startMeal() {
        mealEntry = MealEntry(slot: .offered(at: hour()))
        recorded = nil
    }

    public func cancelMeal() { mealEntry = nil }

    /// Records the meal as entered. What is wrong with it is said at the field; the entry stays until it is kept.
    public func saveMeal(locale: Locale = .autoupdatingCurrent) async {
        guard let entry = mealEntry, !entry.saving else { return }
        let kcal = parseNumber(entry.kcal, locale: locale)
        if kcal == nil, !entry.kcal.allSatisfy(\.isWhitespace) {
            mealEntry?.wrong = .kcal
            return
        }
        mealEntry?.saving = true
        do {
            try await companion.recordMeal(person, QuickMeal(slot: entry.slot, text: entry.text, kcal: kcal))
            mealEntry = nil
            recorded = entry.slot
            failure = nil
            await read()
        } catch {
            let failed = CompanionFailure.from(error)
            mealEntry?.saving = false
            mealEntry?.wrong = .of(failed)
            failure = mealEntry?.wrong == nil ? failed : nil
        }
    }

    public func startHabit() { habitEntry = HabitEntry() }

    public func cancelHabit() { habitEntry = nil }

    /// Starts the habit as entered.
    public func saveHabit() async {
        guard let entry = habitEntry, !entry.saving else { return }
        habitEntry?.saving = true
        do {
            try await companion.addHabit(person, name: entry.name)
            habitEntry = nil
            failure = nil
            await read()
        } catch {
            let failed = CompanionFailure.from(error)
            habitEntry?.saving = false
            if case .invalidInput = failed { habitEntry?.wrong = true } else { failure = failed }
        }
    }

    /// Ticks a habit off for the day that is shown, or takes the tick back.
    public func tick(_ habit: RecordID, kept: Bool) async {
        guard let date = day?.date else { return }
        await act { try await self.companion.tick(self.person, habit, date, kept: kept) }
    }

    public func showReasons(_ notice: RecordID, _ open: Bool) {
        if open { reasonsOpen.insert(notice) } else { reasonsOpen.remove(notice) }
    }

    /// The person has read the notice.
    public func acknowledge(_ notice: RecordID) async {
        await act { try await self.companion.acknowledge(self.person, notice) }
    }

    public func closeFailure() { failure = nil }

    private func follow(_ changes: AsyncStream<Change>) async {
        for await change in changes where concernsThisScreen(change) { await read() }
    }

    private func listen() async {
        guard let radio else { return }
        for await event in radio.events() {
            switch event {
            case .searching: strap = .searching
            case .connected(let name):
                strap = .connected(name: name, reading: nil)
                await trying { try await self.companion.beginRecording(self.person, strap: name) }
            case .heard(let frame): await hear(frame)
            case .outOfReach:
                strap = .outOfReach
                await trying { try await self.companion.linkLost() }
            }
        }
        strap = .none
        // The task of a screen that went is cancelled; what was heard must be kept all the same.
        await Task { await trying { try await self.companion.endRecording() } }.value
    }

    private func hear(_ frame: StrapFrame) async {
        await trying {
            guard let reading = try await self.companion.hear(frame) else { return }
            if case .connected(let name, _) = self.strap { self.strap = .connected(name: name, reading: reading) }
        }
    }

    private func concernsThisScreen(_ change: Change) -> Bool {
        switch change {
        case .ofDay(let person, let date): person == self.person && date == day?.date
        case .ofFindings(let person): person == self.person
        case .ofSync: false
        case .everything: true
        }
    }

    private func read() async {
        readsBegun += 1
        let turn = readsBegun
        await trying {
            // Asked for every time: after midnight yesterday's screen becomes today's.
            let today = try await self.companion.today(self.person)
            let day = try await self.companion.day(self.person, today)
            // One that began earlier may come later; it must not take away what is newer.
            if turn > self.readShown {
                self.readShown = turn
                self.day = day
            }
        }
    }

    /// Does what a button says; an older failure is over when it works.
    private func act(_ action: @escaping @MainActor () async throws -> Void) async {
        await trying {
            try await action()
            self.failure = nil
            await self.read()
        }
    }

    private func trying(_ action: @MainActor () async throws -> Void) async {
        do { try await action() } catch is CancellationError {} catch { failure = .from(error) }
    }
}

/// The strap and what it says now.
public enum Strap: Hashable, Sendable {
    /// No strap is used.
    case none
    case searching
    /// Connected; the reading is `nil` until it has said something.
    case connected(name: String, reading: HeartReading?)
    case outOfReach

    /// The rate to show. Without touch a strap goes on telling its last rate: that is no measurement.
    public var rate: Int? {
        guard case .connected(_, let reading?) = self, reading.contact != .lost else { return nil }
        return reading.bpm
    }
}

/// A meal being entered.
public struct MealEntry: Hashable, Sendable {
    public enum Field: Hashable, Sendable {
        case text, kcal

        static func of(_ failure: CompanionFailure) -> Field? {
            switch failure {
            case .invalidInput("name"): .text
            case .invalidInput("kcal"): .kcal
            default: nil
            }
        }
    }

    public var slot: MealSlot
    public var text = "" { didSet { wrong = nil } }
    public var kcal = "" { didSet { wrong = nil } }
    public internal(set) var wrong: Field?
    public internal(set) var saving = false

    public init(slot: MealSlot) { self.slot = slot }
}

/// A habit being entered.
public struct HabitEntry: Hashable, Sendable {
    public var name = "" { didSet { wrong = false } }
    public internal(set) var wrong = false
    public internal(set) var saving = false

    public init() {}
}

extension MealSlot {
    /// The meal that somebody most likely records at this hour.
    static func offered(at hour: Int) -> MealSlot {
        switch hour {
        case 4...10: .breakfast
        case 11...14: .lunch
        case 17...22: .dinner
        default: .snack
        }
    }
}

extension CompanionFailure {
    /// A companion throws nothing else; if one did, it would be shown as unexpected and not be lost.
    static func from(_ error: any Error) -> CompanionFailure {
        error as? CompanionFailure ?? .unexpected(code: "error-kind")
    }
}

/// The number that is written, in ASCII or full-width digits; `nil` if it is none.
func parseNumber(_ text: String, locale: Locale) -> Double? {
    let formatter = NumberFormatter()
    formatter.locale = locale
    formatter.numberStyle = .decimal
    let separators = formatter.groupingSeparator + formatter.decimalSeparator
    guard
        let plain = text.trimmingCharacters(in: .whitespaces).applyingTransform(.fullwidthToHalfwidth, reverse: false),
        // Not every system's formatter refuses what stands after the number.
        plain.allSatisfy({ ("0"..."9").contains($0) || separators.contains($0) })
    else { return nil }
    return formatter.number(from: plain)?.doubleValue
}
