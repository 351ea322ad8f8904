// swift-tools-version:6.0
import PackageDescription

// ios/Package.swift for a machine without Apple's frameworks: the same sources, the binding linked from the built core,
// and a stand-in for SwiftUI. `cargo xtask swift` lays the sources beside this file.
let package = Package(
    name: "Mimamori",
    defaultLocalization: "en",
    targets: [
        .systemLibrary(name: "MimamoriFFIC"),
        // What the generator writes is Swift 5.
        .target(
            name: "MimamoriFFI", dependencies: ["MimamoriFFIC"], swiftSettings: [.swiftLanguageMode(.v5)],
            linkerSettings: [.linkedLibrary("mimamori_ffi"), .unsafeFlags(["-L/library"])]),
        .target(name: "CompanionKit", dependencies: ["MimamoriFFI"]),
        .target(name: "SwiftUI", path: "Stubs/SwiftUI"),
        .target(
            name: "CompanionScreens", dependencies: ["CompanionKit", "SwiftUI"], resources: [.process("Resources")]),
        .testTarget(name: "CompanionKitTests", dependencies: ["CompanionKit"]),
        .testTarget(name: "CompanionScreensTests", dependencies: ["CompanionScreens"]),
        .testTarget(name: "OverTheCoreTests", dependencies: ["CompanionKit", "MimamoriFFI"]),
    ],
    swiftLanguageModes: [.v6]
)
