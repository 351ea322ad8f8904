#if canImport(Security)
import Foundation
import Security

/// Keeps the record's secrets in the phone's keychain.
///
/// They can be read once the phone has been unlocked after it was started, because the record is written to in the
/// background; they stay on this phone and are in no backup.
public struct KeychainVault: SecretVault {
    private let service: String

    public init(service: String = "org.mimamori.record") { self.service = service }

    /// The secret called `name`, or `nil` if there is none yet.
    public func load(_ name: String) throws -> Data? {
        var query = item(name)
        query[kSecReturnData as String] = true
        query[kSecMatchLimit as String] = kSecMatchLimitOne
        var found: CFTypeRef?
        let status = SecItemCopyMatching(query as CFDictionary, &found)
        if status == errSecItemNotFound { return nil }
        guard status == errSecSuccess, let secret = found as? Data else { throw KeychainFailure(status: status) }
        return secret
    }

    /// Keeps `secret` under `name`, in the place of an older one.
    public func store(_ name: String, _ secret: Data) throws {
        let value: [String: Any] = [
            kSecValueData as String: secret,
            kSecAttrAccessible as String: kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly,
        ]
        var status = SecItemUpdate(item(name) as CFDictionary, value as CFDictionary)
        if status == errSecItemNotFound {
            status = SecItemAdd(item(name).merging(value) { $1 } as CFDictionary, nil)
        }
        guard status == errSecSuccess else { throw KeychainFailure(status: status) }
    }

    private func item(_ name: String) -> [String: Any] {
        [
            kSecClass as String: kSecClassGenericPassword,
            kSecAttrService as String: service,
            kSecAttrAccount as String: name,
        ]
    }
}

/// The keychain refused.
public struct KeychainFailure: Error {
    public let status: OSStatus

    /// Whether it will be possible after the phone has been unlocked.
    public var needsUnlock: Bool { status == errSecInteractionNotAllowed }
}
#endif
