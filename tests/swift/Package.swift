// swift-tools-version:6.0
import PackageDescription

// ios/Package.swift for a machine without Apple's frameworks: the same sources, the binding linked from the built core,
// and a stand-in for SwiftUI. `cargo xtask swift` lays the sources beside this file.
let package = Package(
    name: "Mimamori",
    defaultLocalization: "en",
    targets: [
        .target(name: "CompanionKit"),
        .target(name: "SwiftUI", path: "Stubs/SwiftUI"),
        .target(
            name: "CompanionScreens", dependencies: ["CompanionKit", "SwiftUI"], resources: [.process("Resources")]),
        .testTarget(name: "CompanionKitTests", dependencies: ["CompanionKit"]),
        .testTarget(name: "CompanionScreensTests", dependencies: ["CompanionScreens"]),
    ],
    swiftLanguageModes: [.v6]
)
