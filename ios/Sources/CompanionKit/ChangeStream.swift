import Foundation
import MimamoriFFI

/// What changes in the record, for as long as the stream is held.
func changesOf(_ record: MimamoriCompanion) -> AsyncStream<Change> {
    AsyncStream { continuation in
        do {
            let subscription = try record.subscribe(listener: Listener(continuation))
            continuation.onTermination = { _ in try? subscription.cancel() }
        } catch {
            // Without changes the screen still reads whenever it is entered and after whatever it does itself.
            continuation.finish()
        }
    }
}

private final class Listener: ChangeListener {
    private let continuation: AsyncStream<Change>.Continuation

    init(_ continuation: AsyncStream<Change>.Continuation) { self.continuation = continuation }

    func changed(change: ChangeTopic) throws {
        switch change {
        case .day(let person, let day):
            continuation.yield(LocalDay(day).map { .ofDay(PersonID(person), $0) } ?? .everything)
        case .findings(let person): continuation.yield(.ofFindings(PersonID(person)))
        case .sync(let person): continuation.yield(.ofSync(PersonID(person)))
        case .resync: continuation.yield(.everything)
        }
    }
}
