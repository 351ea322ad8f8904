import Foundation
import MimamoriFFI
import XCTest

/// The port to the phone's own Bluetooth, as Swift sees it. What is decided behind it is tested in Rust.
final class RadioTests: XCTestCase {
    private let strap = "C0:FF:EE:00:00:01"

    func test_a_strap_is_found_joined_heard_and_let_go_through_the_phones_radio() async throws {
        let folder = NSTemporaryDirectory() + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let request = OpenRequest(path: folder + "/record.db", keyName: "record", language: .english)
        let companion = try await MimamoriCompanion.open(request: request, vault: MemoryKeys())
        let person = try await companion.addPerson(name: "Hanako", role: .patient, zone: "Asia/Tokyo").id
        try await companion.pairDevice(
            person: person, device: strap, name: "Strap 01", services: [0x180D], number: nil)
        let radio = RecordingRadio()
        let session = try await companion.listen(person: person, radio: radio)

        try session.tell(event: .state(state: .on))
        guard case .scan = await radio.next() else { return XCTFail("it does not look for the strap") }
        try session.tell(event: .seen(device: strap, name: "Strap 01", services: [0x180D], rssi: -60))
        let stopped = await radio.next()
        XCTAssertEqual(stopped, .stopScan)
        let connect = await radio.next()
        XCTAssertEqual(connect, .perform(device: strap, operation: .connect))
        try session.tell(event: .ready(device: strap, characteristics: [0x2A37]))
        let subscribe = await radio.next()
        XCTAssertEqual(subscribe, .perform(device: strap, operation: .subscribe(characteristic: 0x2A37)))
        try session.tell(event: .done(device: strap, operation: .subscribe(characteristic: 0x2A37)))
        let now = Date()
        for bpm in UInt8(61)...65 {
            let at = now.addingTimeInterval(Double(bpm) / 100)
            try session.tell(event: .value(device: strap, characteristic: 0x2A37, at: at, bytes: Data([0, bpm])))
        }

        try session.stop()
        let letGo = await radio.next()
        XCTAssertEqual(letGo, .disconnect(device: strap))
        var latest: UInt32?
        for _ in 0..<200 where latest != 65 {
            let today = try await companion.today(person: person)
            latest = try await companion.day(person: person, day: today).heart?.latest
            try await Task.sleep(for: .milliseconds(20))
        }
        XCTAssertEqual(latest, 65)
    }
}

/// A radio that writes down what it is told.
private final class RecordingRadio: PhoneRadio, @unchecked Sendable {
    private let lock = NSLock()
    private var told: [RadioAction] = []

    func perform(action: RadioAction) throws { lock.withLock { told.append(action) } }

    func next() async -> RadioAction? {
        for _ in 0..<1000 {
            if let action = lock.withLock({ told.isEmpty ? nil : told.removeFirst() }) { return action }
            try? await Task.sleep(for: .milliseconds(10))
        }
        return nil
    }
}
