import Foundation

/// A strap that plays a script: for tests and for builds that are shown without a strap at hand.
///
/// It must not stand in front of a person's real record: what it says would be kept as measured.
public struct ScriptedRadio: HeartRateRadio {
    /// What happens after a pause.
    public enum Step: Sendable {
        case happens(after: Duration, RadioEvent)
        /// The bytes of a notification, heard at that very moment.
        case sends(after: Duration, Data)
    }

    private let script: [Step]

    public init(_ script: [Step]) { self.script = script }

    public func events() -> AsyncStream<RadioEvent> {
        AsyncStream { continuation in
            let playing = Task { [script] in
                for step in script {
                    switch step {
                    case .happens(let pause, let event):
                        try await Task.sleep(for: pause)
                        continuation.yield(event)
                    case .sends(let pause, let bytes):
                        try await Task.sleep(for: pause)
                        continuation.yield(.heard(StrapFrame(at: Date(), bytes: bytes)))
                    }
                }
                continuation.finish()
            }
            continuation.onTermination = { _ in playing.cancel() }
        }
    }

    /// The notification of a strap that tells contact, with a rate in one byte.
    public static func frame(bpm: UInt8, contact: Bool = true) -> Data {
        // Flags of 0x2A37: bit 1 says whether the skin is touched, bit 2 that the strap can tell.
        Data([contact ? 0b110 : 0b100, bpm])
    }

    /// A strap that is found and then tells `rates`, one after each `pause`.
    public static func telling(_ rates: [UInt8], every pause: Duration, strap: String) -> ScriptedRadio {
        ScriptedRadio(
            [.happens(after: .zero, .searching), .happens(after: pause, .connected(strap: strap))]
                + rates.map { .sends(after: pause, frame(bpm: $0)) })
    }
}
