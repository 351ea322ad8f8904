// swift-tools-version:6.0
import PackageDescription

// CompanionKit needs nothing of Apple's but the keychain and is tested on any machine; the screens need SwiftUI. The
// binding is made from the core by `build-core`, on a Mac, and never committed.
let package = Package(
    name: "Mimamori",
    defaultLocalization: "en",
    platforms: [.iOS(.v17)],
    products: [
        .library(name: "CompanionKit", targets: ["CompanionKit"]),
        .library(name: "CompanionScreens", targets: ["CompanionScreens"]),
    ],
    targets: [
        .binaryTarget(name: "MimamoriFFIC", path: "build/MimamoriFFIC.xcframework"),
        // What the generator writes is Swift 5.
        .target(
            name: "MimamoriFFI", dependencies: ["MimamoriFFIC"], path: "build/MimamoriFFI",
            swiftSettings: [.swiftLanguageMode(.v5)]),
        .target(name: "CompanionKit", dependencies: ["MimamoriFFI"]),
        .target(name: "CompanionScreens", dependencies: ["CompanionKit"], resources: [.process("Resources")]),
        .testTarget(name: "CompanionKitTests", dependencies: ["CompanionKit"]),
        .testTarget(name: "CompanionScreensTests", dependencies: ["CompanionScreens"]),
    ],
    swiftLanguageModes: [.v6]
)
