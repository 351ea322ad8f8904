import Foundation
import MimamoriFFI

/// A real record: the core, behind the generated binding.
///
/// A Swift task that is cancelled does not stop the core's work: what was begun is finished, and its answer dropped.
public final class RustCompanion: HealthCompanion {
    private let record: MimamoriCompanion
    private let now: @Sendable () -> Date

    private init(_ record: MimamoriCompanion, now: @escaping @Sendable () -> Date) {
        self.record = record
        self.now = now
    }

    /// Opens the record at `path`, or begins one with a new key that `vault` then holds. Its words are Japanese where
    /// `japanese`, else English.
    public static func open(
        path: String, vault: any SecretVault, japanese: Bool, now: @escaping @Sendable () -> Date = { Date() }
    ) async throws -> RustCompanion {
        let request = OpenRequest(path: path, keyName: "record", language: japanese ? .japanese : .english)
        return try await failing {
            RustCompanion(try await MimamoriCompanion.open(request: request, vault: VaultPort(vault: vault)), now: now)
        }
    }

    public func changes() -> AsyncStream<Change> { changesOf(record) }

    public func people() async throws -> [Person] {
        try await failing { try await self.record.people().map { Person(id: PersonID($0.id), name: $0.name) } }
    }

    public func addPerson(name: String) async throws -> Person {
        try await failing {
            let zone = TimeZone.current.identifier
            let card = try await self.record.addPerson(name: name, role: .patient, zone: zone)
            return Person(id: PersonID(card.id), name: card.name)
        }
    }

    public func today(_ person: PersonID) async throws -> LocalDay {
        try await failing { try localDay(try await self.record.today(person: person.value)) }
    }

    public func day(_ person: PersonID, _ date: LocalDay) async throws -> Day {
        try await failing { try Day(try await self.record.day(person: person.value, day: date.description)) }
    }

    public func recordMeal(_ person: PersonID, _ meal: QuickMeal) async throws {
        try await failing {
            _ = try await self.record.addQuickMeal(
                person: person.value, slot: meal.slot.inCore, text: meal.text, kcal: meal.kcal, at: self.now())
        }
    }

    public func addHabit(_ person: PersonID, name: String) async throws {
        try await failing { _ = try await self.record.addHabit(person: person.value, name: name, at: self.now()) }
    }

    public func tick(_ person: PersonID, _ habit: RecordID, _ date: LocalDay, kept: Bool) async throws {
        try await failing {
            if kept {
                _ = try await self.record.tick(person: person.value, habit: habit.value, amount: 1, at: self.now())
            } else {
                try await self.record.untick(person: person.value, habit: habit.value, day: date.description)
            }
        }
    }

    public func acknowledge(_ person: PersonID, _ notice: RecordID) async throws {
        try await failing { try await self.record.markFinding(finding: notice.value, state: .acknowledged) }
    }

    public func lookForFindings(_ person: PersonID) async throws {
        try await failing { _ = try await self.record.notice(person: person.value) }
    }

    public func beginRecording(_ person: PersonID, strap: String) async throws {
        try await failing { try await self.record.beginRecording(person: person.value, name: strap) }
    }

    public func hear(_ frame: StrapFrame) async throws -> HeartReading? {
        try await failing {
            let live = try await self.record.hear(at: frame.at, value: frame.bytes)
            return live.bpm.map { HeartReading(bpm: Int($0), contact: Contact(live.contact), at: frame.at) }
        }
    }

    public func linkLost() async throws { try await failing { try await self.record.linkLost() } }

    public func endRecording() async throws { try await failing { try await self.record.endRecording() } }

    public func setInFront(_ inFront: Bool) async throws {
        try await failing { try await self.record.setPhase(phase: inFront ? .foreground : .background) }
    }
}

/// Where the record's key lies: `KeychainVault` on a phone.
public protocol SecretVault: Sendable {
    /// The secret called `name`, or `nil` if there is none yet.
    func load(_ name: String) throws -> Data?
    /// Keeps `secret` under `name`, in the place of an older one.
    func store(_ name: String, _ secret: Data) throws
}

/// The vault as the core asks for it. What the keychain refuses is a key that is locked away, not one that is not there.
private final class VaultPort: KeyVault {
    private let vault: any SecretVault

    init(vault: any SecretVault) { self.vault = vault }

    func load(name: String) throws -> Data? { try unlocked { try vault.load(name) } }

    func store(name: String, key: Data) throws { try unlocked { try vault.store(name, key) } }

    private func unlocked<T>(_ access: () throws -> T) throws -> T {
        do { return try access() } catch { throw CompanionError.NeedsUnlock }
    }
}

/// Turns what the core throws into what a screen can do about it.
private func failing<T: Sendable>(_ call: () async throws -> T) async throws -> T {
    do { return try await call() } catch let error as CompanionError { throw CompanionFailure(error) }
}

extension CompanionFailure {
    fileprivate init(_ error: CompanionError) {
        self =
            switch error {
            case .InvalidInput(let field): .invalidInput(field: field)
            case .NotFound(let what): .unexpected(code: "missing-\(what)")
            case .KeptElsewhere: .keptElsewhere
            case .NeedsUnlock: .needsUnlock
            case .NeedsSignIn: .needsSignIn
            case .Offline(let after): .offline(retryAfter: after.map { .milliseconds(Int64(clamping: $0)) })
            case .Rejected: .rejected
            case .StorageFull: .storageFull
            case .StorageDamaged: .storageDamaged
            case .NeedsUpdate: .needsUpdate
            case .Paused: .paused
            case .Internal(let code): .unexpected(code: code)
            }
    }
}

private func localDay(_ text: String) throws -> LocalDay {
    guard let day = LocalDay(text) else { throw CompanionFailure.unexpected(code: "day") }
    return day
}

extension Day {
    fileprivate init(_ screen: DayScreen) throws {
        self.init(date: try localDay(screen.day), dateWords: screen.date, name: screen.name)
        notices = screen.findings.filter { $0.state == .new || $0.state == .seen }.map(Notice.init)
        heart = screen.heart.map {
            HeartDay(latest: Int($0.latest), latestAt: $0.latestAt, lowest: Int($0.min), highest: Int($0.max))
        }
        steps = screen.steps.map { Int($0) }
        meals = screen.meals.map {
            Meal(id: RecordID($0.id), time: $0.time, slot: $0.slotName, items: $0.items, kcal: $0.kcal)
        }
        nutrients = screen.nutrients.map {
            NutrientTotal(name: $0.name, amount: $0.amount, known: Int($0.known), items: Int($0.items))
        }
        habits = screen.habits.map {
            Habit(id: RecordID($0.id), name: $0.name, kept: $0.done, streak: Int($0.streak))
        }
        vitals = screen.vitals.map {
            VitalReading(id: RecordID($0.id), time: $0.time, name: $0.name, value: $0.value)
        }
    }
}

extension Notice {
    fileprivate init(_ card: FindingCard) {
        self.init(
            id: RecordID(card.id), severity: card.severity == .strong ? .strong : .notice, title: card.title,
            fact: card.fact, evidence: card.evidence, canComeWith: card.canComeWith, whatToDo: card.whatToDo,
            seekCare: card.seekCare, disclaimer: card.disclaimer, source: card.source)
    }
}

extension MealSlot {
    fileprivate var inCore: MimamoriFFI.MealSlot {
        switch self {
        case .breakfast: .breakfast
        case .lunch: .lunch
        case .dinner: .dinner
        case .snack: .snack
        }
    }
}

extension Contact {
    fileprivate init(_ contact: MimamoriFFI.Contact) {
        self =
            switch contact {
            case .unsupported: .unsupported
            case .lost: .lost
            case .detected: .detected
            }
    }
}
