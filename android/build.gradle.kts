// Versions and plugins for every module; what a module is made of stands in its own file.
buildscript {
    dependencies {
        // The Android plugin brings a Kotlin of its own; this is the one that the tests are compiled with.
        classpath(libs.kotlin.gradle.plugin)
    }
}

plugins {
    alias(libs.plugins.android.application) apply false
    alias(libs.plugins.android.library) apply false
    alias(libs.plugins.kotlin.compose) apply false
}
