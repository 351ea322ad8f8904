import Foundation
import MimamoriFFI

/// A vault that holds its keys in memory, as a phone's keychain holds them in hardware.
final class MemoryKeys: KeyVault, @unchecked Sendable {
    private let lock = NSLock()
    private var keys: [String: Data] = [:]

    func load(name: String) throws -> Data? { lock.withLock { keys[name] } }

    func store(name: String, key: Data) throws { lock.withLock { keys[name] = key } }
}
