//! The Kotlin and Swift bindings, generated from the built library. They are never committed.

use std::path::{Path, PathBuf};

use crate::Outcome;
use crate::machine::{self, prepare};
use crate::process::{self, cargo, target};

/// `bindgen OUT-DIR`: writes `kotlin/` and `swift/` there.
pub(crate) fn run_into(out: &Path) -> Result<PathBuf, String> {
    machine::ensure(&machine::OPENSSL)?;
    process::run(prepare(&mut cargo(&["build", "--package", "mimamori-ffi", "--lib"])))?;
    let library = target().join("debug").join(format!(
        "{}mimamori_ffi{}",
        std::env::consts::DLL_PREFIX,
        std::env::consts::DLL_SUFFIX
    ));
    for language in ["kotlin", "swift"] {
        let mut generate = cargo(&[
            "run",
            "--quiet",
            "--package",
            "mimamori-ffi",
            "--features",
            "bindgen",
            "--bin",
            "uniffi-bindgen",
            "--",
            "generate",
            "--no-format",
            "--language",
            language,
            "--out-dir",
        ]);
        generate.arg(out.join(language)).arg(&library);
        process::run(prepare(&mut generate))?;
    }
    Ok(library)
}

pub(crate) fn run(args: &[String]) -> Outcome {
    let [out] = args else { return Err("usage: cargo xtask bindgen OUT-DIR".to_owned()) };
    run_into(Path::new(out)).map(|_| ())
}
