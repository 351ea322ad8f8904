//! The Kotlin and Swift bindings, generated from the built library. They are never committed.

use std::path::{Path, PathBuf};

use crate::Outcome;
use crate::machine::{self, prepare};
use crate::process::{self, cargo, target};

/// Builds everything, writes `kotlin/` and `swift/` into `out`, and returns where the library lies.
pub(crate) fn run_into(out: &Path) -> Result<PathBuf, String> {
    machine::ensure(&machine::OPENSSL)?;
    // With the tests' targets: their features then are those of `cargo test`, and nothing is built twice.
    let mut build = cargo(&["build", "--all-targets"]);
    process::run(prepare(build.args(machine::EVERYTHING)))?;
    let built = target().join("debug");
    let (prefix, suffix) = (std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX);
    let library = built.join(format!("{prefix}mimamori_ffi{suffix}"));
    for language in ["kotlin", "swift"] {
        // Runs in the root of the checkout: it finds uniffi.toml by asking cargo there.
        let mut generate = process::command(&built.join("uniffi-bindgen").display().to_string(), &["generate"]);
        generate.args(["--no-format", "--language", language, "--out-dir"]).arg(out.join(language)).arg(&library);
        process::run(&mut generate)?;
    }
    Ok(library)
}

/// `bindgen OUT-DIR`: writes `kotlin/` and `swift/` there.
pub(crate) fn run(args: &[String]) -> Outcome {
    let [out] = args else { return Err("usage: cargo xtask bindgen OUT-DIR".to_owned()) };
    run_into(Path::new(out)).map(|_| ())
}
