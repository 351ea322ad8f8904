//! What must hold before anything is merged: `cargo xtask check`.

use crate::Outcome;
use crate::machine::{self, prepare};
use crate::process::{self, cargo, has};

pub(crate) fn run(_: &[String]) -> Outcome {
    machine::ensure(&machine::OPENSSL)?;
    process::run(&mut cargo(&["fmt", "--all", "--check"]))?;
    process::run(prepare(&mut cargo(&[
        "clippy",
        "--workspace",
        "--all-targets",
        "--features",
        "mimamori-tests/hapi",
        "--",
        "--deny",
        "warnings",
    ])))?;
    // The docs are for those who build it: private rooms are part of them.
    let mut docs = cargo(&["doc", "--workspace", "--no-deps", "--document-private-items", "--quiet"]);
    process::run(prepare(docs.env("RUSTDOCFLAGS", "--deny warnings --allow rustdoc::private_intra_doc_links")))?;
    process::run(prepare(&mut cargo(&["test", "--quiet", "--package", "mimamori-tests", "--test", "architecture"])))?;
    if !has("cargo-deny") {
        process::run(&mut cargo(&["install", "--locked", "--quiet", "cargo-deny"]))?;
    }
    process::run(&mut cargo(&["deny", "--workspace", "check", "licenses", "bans", "sources"]))
}
