//! Whether what we put on the wire is valid, as HAPI's validator sees it.

use std::path::{Path, PathBuf};

use crate::Outcome;
use crate::machine::{self, prepare};
use crate::platform::script;
use crate::process::{cache, cargo, command, root, run, run_with_input, target};

/// What is asked for beyond R4 and its vital signs: its name for `emit`, and where its definitions lie in
/// the collection beside the checkout.
const GUIDES: [(&str, Option<&str>); 3] = [
    ("base", None),
    ("pghd", Some("data/fhir/profiles/phr-ig.tgz")),
    ("jp-core", Some("data/fhir/profiles/jp-core.tgz")),
];

/// `cargo xtask validate`: one of everything that is sent, against R4 and its vital signs, and against the
/// guides of the collection. Each error has to be listed in `tests/platform/VALIDITY.md`.
pub(crate) fn run_chore(_: &[String]) -> Outcome {
    machine::ensure(&machine::JAVA)?;
    machine::ensure(&machine::OPENSSL)?;
    run(std::process::Command::new(script("hapi/start")).arg("--build"))?;
    let known = std::fs::read_to_string(root().join("tests/platform/VALIDITY.md"))
        .map_err(|error| format!("tests/platform/VALIDITY.md: {}", error.kind()))?;
    let mut build = cargo(&["build", "--quiet", "--bin", "emit"]);
    run(prepare(build.args(machine::EVERYTHING)))?;
    let mut unknown = 0;
    for (guide, archive) in GUIDES {
        let Some(folder) = definitions(guide, archive)? else {
            println!("{guide}: left out, its definitions are not here");
            continue;
        };
        unknown += validate(guide, folder.as_deref(), &known)?;
    }
    if unknown == 0 { Ok(()) } else { Err(format!("{unknown} errors that tests/platform/VALIDITY.md does not list")) }
}

/// The folder with a guide's definitions; `None` where they are not to be had.
#[expect(clippy::option_option, reason = "no definitions needed, and none to be had")]
fn definitions(guide: &str, archive: Option<&str>) -> Result<Option<Option<PathBuf>>, String> {
    let Some(archive) = archive else { return Ok(Some(None)) };
    let shared = std::env::var_os("MIMAMORI_SHARED").map_or_else(|| root().join("../shared"), PathBuf::from);
    let archive = shared.join(archive);
    if !archive.is_file() {
        return Ok(None);
    }
    let folder = cache().join("profiles").join(guide);
    std::fs::create_dir_all(&folder).map_err(|error| format!("the cache folder: {}", error.kind()))?;
    run(command("tar", &["-xzf"]).arg(&archive).arg("-C").arg(&folder))?;
    Ok(Some(Some(folder)))
}

/// Validates against one guide and prints what is wrong; answers how much of it nobody has looked at.
fn validate(guide: &str, folder: Option<&Path>, known: &str) -> Result<usize, String> {
    let mut emit = std::process::Command::new(target().join("debug/emit"));
    let emitted = emit.arg(guide).output().map_err(|error| format!("emit: {}", error.kind()))?;
    if !emitted.status.success() {
        return Err(format!("emit failed: {}", String::from_utf8_lossy(&emitted.stderr)));
    }
    let mut validator = std::process::Command::new(script("hapi/start"));
    validator.arg("--validate").args(folder);
    let text = run_with_input(&mut validator, emitted.stdout)?;
    let (mut resources, mut warnings, mut listed, mut unknown) = ("0", 0, 0, 0);
    for line in text.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        match fields.as_slice() {
            ["validated", count] => resources = count,
            [_, "warning", ..] => warnings += 1,
            [_, "error" | "fatal", _, message] if is_listed(message, known) => listed += 1,
            [name, "error" | "fatal", place, message] => {
                unknown += 1;
                println!("  {name}: {place}: {message}");
            }
            _ => {}
        }
    }
    println!("{guide}: {resources} resources, {unknown} errors, {listed} listed as known, {warnings} warnings");
    if resources == "0" { Err("the validator looked at nothing".to_owned()) } else { Ok(unknown) }
}

/// Whether one of the code spans of the list is part of the message.
fn is_listed(message: &str, known: &str) -> bool {
    let spans = known.lines().filter(|line| line.starts_with("- `")).filter_map(|line| line.split('`').nth(1));
    spans.into_iter().any(|span| message.contains(span))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_counts_as_known_only_where_its_words_are_listed() {
        let known = "Text.\n- `needs a category of its own`: why\n";
        assert!(is_listed("Observation needs a category of its own here", known));
        assert!(!is_listed("Text.", known));
    }
}
