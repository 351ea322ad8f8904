//! The iOS app's Swift, compiled and tested without a Mac.
//!
//! The toolchain is Debian's, unpacked into the cache (`tests/swift/setup`). Apple's frameworks are not there: the
//! screens are type-checked against a stand-in for SwiftUI, and everything below them runs.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Outcome;
use crate::bindgen;
use crate::process::{cache, command, root, run_and_read, target};
use crate::tally::{self, Tally};

/// What `tests/swift/setup` answers with when the machine cannot have the toolchain.
const CANNOT: i32 = 3;

/// `cargo xtask swift`.
pub(crate) fn run_chore(_: &[String]) -> Outcome {
    let tally = suite()?;
    println!("{tally}");
    if tally.failed == 0 { Ok(()) } else { Err("a test of the iOS app failed".to_owned()) }
}

/// Compiles the app's Swift and runs its tests.
pub(crate) fn suite() -> Result<Tally, String> {
    let setup = script("setup").status().map_err(|error| format!("tests/swift/setup: {}", error.kind()))?;
    if setup.code() == Some(CANNOT) {
        return tally::skip_suite("swift: this machine cannot have the toolchain");
    }
    if !setup.success() {
        return Err("tests/swift/setup failed".to_owned());
    }
    let bindings = target().join("bindings");
    let library = bindgen::run_into(&bindings)?;
    let library = library.parent().unwrap_or(&bindings).to_path_buf();
    let (package, build) = (target().join("swift/package"), target().join("swift/build"));
    for folder in [&package, &build] {
        fs::create_dir_all(folder).map_err(|error| format!("{}: {}", folder.display(), error.kind()))?;
    }
    let (root, bindings) = (root(), bindings.join("swift"));
    for (from, to) in [
        (root.join("tests/swift/Package.swift"), "Package.swift"),
        (root.join("tests/swift/Stubs"), "Stubs"),
        (root.join("ios/Sources/CompanionKit"), "Sources/CompanionKit"),
        (root.join("ios/Sources/CompanionScreens"), "Sources/CompanionScreens"),
        (bindings.join("MimamoriFFI.swift"), "Sources/MimamoriFFI/MimamoriFFI.swift"),
        (bindings.join("MimamoriFFIC.h"), "Sources/MimamoriFFIC/MimamoriFFIC.h"),
        (bindings.join("MimamoriFFIC.modulemap"), "Sources/MimamoriFFIC/module.modulemap"),
        (root.join("ios/Tests/CompanionKitTests"), "Tests/CompanionKitTests"),
        (root.join("ios/Tests/CompanionScreensTests"), "Tests/CompanionScreensTests"),
        (root.join("tests/swift/Tests/OverTheCoreTests"), "Tests/OverTheCoreTests"),
        (root.join("tests/scenarios"), "Scenarios"),
    ] {
        mirror(&from, &package.join(to))?;
    }
    let mut test = script("run");
    test.args([&package, &build, &library]);
    // Debian's linker asks more of the toolchain's own libraries than they keep.
    test.args([
        "swift",
        "test",
        "--disable-sandbox",
        "--scratch-path",
        "/build",
        "-Xlinker",
        "--allow-shlib-undefined",
    ]);
    let (_, text) = run_and_read(&mut test)?;
    let tally = Tally::of_xctest(&text);
    if tally.passed + tally.failed == 0 { Err("the iOS app's Swift does not build".to_owned()) } else { Ok(tally) }
}

fn script(name: &str) -> Command {
    let mut script = command(&root().join("tests/swift").join(name).display().to_string(), &[]);
    script.env("MIMAMORI_CACHE", cache());
    script
}

/// Makes `to` equal to `from`. What is equal already keeps its time, so that it is not compiled again.
fn mirror(from: &Path, to: &Path) -> Outcome {
    let said = |error: std::io::Error| format!("{}: {}", from.display(), error.kind());
    if from.is_file() {
        let wanted = fs::read(from).map_err(said)?;
        if fs::read(to).is_ok_and(|there| there == wanted) {
            return Ok(());
        }
        fs::create_dir_all(to.parent().unwrap_or(to)).map_err(said)?;
        return fs::write(to, wanted).map_err(said);
    }
    fs::create_dir_all(to).map_err(said)?;
    let names = |folder: &Path| -> Result<Vec<PathBuf>, String> {
        fs::read_dir(folder).map_err(said)?.map(|entry| entry.map(|entry| entry.path()).map_err(said)).collect()
    };
    for there in names(to)? {
        if there.file_name().is_some_and(|name| !from.join(name).exists()) {
            let gone = if there.is_dir() { fs::remove_dir_all(&there) } else { fs::remove_file(&there) };
            gone.map_err(said)?;
        }
    }
    for path in names(from)? {
        if let Some(name) = path.file_name() {
            mirror(&path, &to.join(name))?;
        }
    }
    Ok(())
}
