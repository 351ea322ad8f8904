plugins {
    alias(libs.plugins.android.library)
}

android {
    namespace = "org.mimamori.companion"
    compileSdk = libs.versions.compile.sdk.get().toInt()
    defaultConfig {
        minSdk = libs.versions.min.sdk.get().toInt()
        consumerProguardFiles("consumer-rules.pro")
    }
    compileOptions {
        sourceCompatibility = JavaVersion.VERSION_17
        targetCompatibility = JavaVersion.VERSION_17
    }
}

// The binding is generated from the core and never committed; the native libraries need the NDK and cargo-ndk.
val repository: File = rootDir.parentFile
val binding = layout.buildDirectory.dir("generated/binding")
val nativeLibraries = layout.buildDirectory.dir("generated/jniLibs")

val generateBinding by tasks.registering(Exec::class) {
    workingDir = repository
    commandLine("cargo", "xtask", "bindgen", binding.get().asFile.path)
    outputs.dir(binding)
    // Cargo knows better than Gradle whether the core has changed.
    outputs.upToDateWhen { false }
}

val buildNativeLibraries by tasks.registering(Exec::class) {
    workingDir = repository
    commandLine(
        "cargo", "ndk", "--platform", libs.versions.min.sdk.get(), "-t", "arm64-v8a", "-t", "x86_64",
        "-o", nativeLibraries.get().asFile.path, "build", "--package", "mimamori-ffi", "--profile", "mobile",
    )
    outputs.dir(nativeLibraries)
    outputs.upToDateWhen { false }
}

android.sourceSets["main"].apply {
    kotlin.directories.add(binding.map { it.dir("kotlin") }.get().asFile.path)
    jniLibs.directories.add(nativeLibraries.get().asFile.path)
}

tasks.named("preBuild") {
    dependsOn(generateBinding, buildNativeLibraries)
}

dependencies {
    api(libs.coroutines.android)
    implementation(variantOf(libs.jna) { artifactType("aar") })

    testImplementation(libs.junit)
}
