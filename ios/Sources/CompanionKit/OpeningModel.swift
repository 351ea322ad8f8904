import Foundation
import Observation

/// Opens the record and, the first time, asks whose it is.
@MainActor @Observable
public final class OpeningModel {
    /// How far the app has come in opening the record.
    public enum State {
        case opening
        /// Nobody has a record here yet.
        case asking
        case failed(CompanionFailure)
        case ready(TodayModel)
    }

    public private(set) var state = State.opening
    /// The name that is being entered.
    public var name = "" { didSet { wrong = false } }
    public private(set) var wrong = false

    @ObservationIgnored private let openRecord: @MainActor () async throws -> any HealthCompanion
    @ObservationIgnored private var companion: (any HealthCompanion)?

    public init(open: @escaping @MainActor () async throws -> any HealthCompanion) { openRecord = open }

    /// Opens the record; what fails may be tried again, for a phone gets unlocked.
    public func open() async {
        state = .opening
        do {
            let companion = if let companion { companion } else { try await openRecord() }
            self.companion = companion
            try await companion.setInFront(true)
            if let person = try await companion.people().first { show(person) } else { state = .asking }
        } catch { state = .failed(.from(error)) }
    }

    /// Starts the record of the person whose name was entered.
    public func start() async {
        guard let companion else { return }
        do {
            show(try await companion.addPerson(name: name))
        } catch CompanionFailure.invalidInput {
            wrong = true
        } catch { state = .failed(.from(error)) }
    }

    private func show(_ person: Person) {
        guard let companion else { return }
        state = .ready(TodayModel(companion: companion, person: person.id, radio: nil))
    }
}
