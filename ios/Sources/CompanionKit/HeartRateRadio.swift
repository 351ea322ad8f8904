import Foundation

/// A Bluetooth heart rate strap, as far as the core does not care which radio it is reached by.
public protocol HeartRateRadio: Sendable {
    /// Looks for the strap and stays with it for as long as somebody listens. Comes back by itself when the strap was
    /// out of reach; never fails.
    func events() -> AsyncStream<RadioEvent>
}

/// What happens on the radio.
public enum RadioEvent: Hashable, Sendable {
    case searching
    case connected(strap: String)
    case heard(StrapFrame)
    case outOfReach
}

/// One notification of the Heart Rate Measurement characteristic (0x2A37), as it came, and when.
public struct StrapFrame: Hashable, Sendable {
    public let at: Date
    public let bytes: Data
    public init(at: Date, bytes: Data) {
        self.at = at
        self.bytes = bytes
    }
}

/// What a strap says of the skin.
public enum Contact: Hashable, Sendable { case unsupported, lost, detected }

/// What a frame says now. The rate means nothing while the contact is lost.
public struct HeartReading: Hashable, Sendable {
    public let bpm: Int
    public let contact: Contact
    public let at: Date
    public init(bpm: Int, contact: Contact, at: Date) {
        self.bpm = bpm
        self.contact = contact
        self.at = at
    }
}
