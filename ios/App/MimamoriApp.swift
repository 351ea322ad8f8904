import CompanionKit
import CompanionScreens
import SwiftUI

/// The app's one window: the record is opened, and the day of the person whose it is is shown.
@main
struct MimamoriApp: App {
    var body: some Scene {
        WindowGroup { OpeningView(open: openRecord) }
    }
}

@MainActor
private func openRecord() async throws -> any HealthCompanion {
    let folder = try FileManager.default.url(
        for: .applicationSupportDirectory, in: .userDomainMask, appropriateFor: nil, create: true)
    let japanese = Bundle.main.preferredLocalizations.first == "ja"
    return try await RustCompanion.open(
        path: folder.appending(path: "record.db").path, vault: KeychainVault(), japanese: japanese)
}
