//! The test suites of every language, and one closing line for all of them.

use std::path::Path;
use std::time::Instant;

use crate::Outcome;
use crate::machine::{self, prepare};
use crate::process::{cache, cargo, command, root, run, run_and_read};
use crate::tally::Tally;
use crate::{android, bindgen, ble, platform, swift, validate};

/// One suite: its name, and what runs it.
struct Suite {
    name: &'static str,
    run: fn() -> Result<Tally, String>,
}

const SUITES: &[Suite] = &[
    Suite { name: "rust", run: rust },
    Suite { name: "bluetooth", run: ble::fake_suite },
    Suite { name: "kotlin", run: kotlin_suite },
    Suite { name: "android", run: android::suite },
    Suite { name: "swift", run: swift::suite },
];

/// `cargo xtask test`: all of it, and at the end one line for the whole.
pub(crate) fn test(_: &[String]) -> Outcome {
    let begun = Instant::now();
    let skips = cache().join("skips.txt");
    std::fs::create_dir_all(cache()).map_err(|error| format!("the cache folder: {}", error.kind()))?;
    std::fs::write(&skips, "").map_err(|error| format!("the list of skips: {}", error.kind()))?;

    let mut whole = Tally::default();
    let mut broken = Vec::new();
    for suite in SUITES {
        let start = Instant::now();
        println!("\n==== {} ====", suite.name);
        match (suite.run)() {
            Ok(tally) => {
                println!("{}: {tally} in {} s", suite.name, start.elapsed().as_secs());
                if tally.failed > 0 || tally.passed == 0 {
                    broken.push(suite.name.to_owned());
                }
                whole.add(tally);
            }
            Err(problem) => {
                println!("{}: {problem}", suite.name);
                whole.failed += 1;
                broken.push(suite.name.to_owned());
            }
        }
    }
    let skipped = std::fs::read_to_string(&skips).unwrap_or_default();
    for reason in skipped.lines() {
        println!("SKIPPED: {reason}");
        // A test that skips itself has told its runner that it passed.
        whole.skipped += 1;
        whole.passed = whole.passed.saturating_sub(1);
    }
    println!("\nthe whole took {} s", begun.elapsed().as_secs());
    println!("{whole}");
    if broken.is_empty() { Ok(()) } else { Err(format!("broken: {}", broken.join(", "))) }
}

fn rust() -> Result<Tally, String> {
    machine::ensure(&machine::OPENSSL)?;
    machine::ensure(&machine::XZ)?;
    let mut tests = cargo(&["test", "--no-fail-fast"]);
    tests.args(machine::EVERYTHING);
    tests.env("MIMAMORI_SKIPS", cache().join("skips.txt"));
    if platform::prepare_oidc() {
        tests.env("MIMAMORI_OIDC", "1");
    }
    let (ok, text) = run_and_read(prepare(&mut tests))?;
    let tally = Tally::of_cargo(&text);
    if ok || tally.failed > 0 { Ok(tally) } else { Err("the tests do not build".to_owned()) }
}

fn kotlin_suite() -> Result<Tally, String> {
    machine::ensure(&machine::JAVA)?;
    let generated = cache().join("bindings");
    let library = bindgen::run_into(&generated)?;
    let folder = library.parent().unwrap_or_else(|| Path::new("."));
    let mut maven = command("mvn", &["-B", "--no-transfer-progress", "test"]);
    maven
        .current_dir(root().join("tests/kotlin"))
        .arg(format!("-Dmimamori.bindings={}", generated.join("kotlin").display()))
        .arg(format!("-Dmimamori.library={}", folder.display()))
        .arg(format!("-Dmimamori.build={}", cache().join("kotlin").display()));
    let (_, text) = run_and_read(&mut maven)?;
    let tally = Tally::of_surefire(&text);
    if tally.passed + tally.failed == 0 { Err("no Kotlin test ran".to_owned()) } else { Ok(tally) }
}

/// `cargo xtask kotlin`.
pub(crate) fn kotlin(_: &[String]) -> Outcome {
    let tally = kotlin_suite()?;
    println!("{tally}");
    if tally.failed == 0 { Ok(()) } else { Err("a Kotlin test failed".to_owned()) }
}

/// `cargo xtask accept`: the slow real parts: the library as phones get it, many more deaths, a minute of links
/// lost over a real bluetoothd, and HAPI; with `--long` a thousand deaths of each kind, and ten minutes.
pub(crate) fn accept(args: &[String]) -> Outcome {
    let (kills, seconds) = match args {
        [] => ("200", 60),
        [long] if long == "--long" => ("1000", 600),
        _ => return Err("usage: cargo xtask accept [--long]".to_owned()),
    };
    machine::ensure(&machine::OPENSSL)?;
    run(prepare(&mut cargo(&["build", "--package", "mimamori-ffi", "--profile", "mobile"])))?;
    let mut deaths = cargo(&["test", "--test", "kill", "--test", "kill_sync"]);
    deaths.args(machine::EVERYTHING).env("MIMAMORI_KILLS", kills);
    run(prepare(&mut deaths))?;
    ble::real(&[seconds.to_string()])?;
    platform::prepare_hapi()?;
    if !platform::prepare_oidc() {
        return Err("oidc-provider could not be had".to_owned());
    }
    let mut hapi = cargo(&["test", "--test", "hapi", "--features", "mimamori-tests/hapi"]);
    hapi.args(machine::EVERYTHING).env("MIMAMORI_OIDC", "1");
    run(prepare(&mut hapi))?;
    validate::run_chore(&[])
}

/// `cargo xtask histories [COUNT]`: random histories of a record against a simple model, 100,000 of them.
pub(crate) fn histories(args: &[String]) -> Outcome {
    let count = match args {
        [] => "100000",
        [count] if count.parse::<u64>().is_ok() => count,
        _ => return Err("usage: cargo xtask histories [COUNT]".to_owned()),
    };
    machine::ensure(&machine::OPENSSL)?;
    let mut lives = cargo(&["test", "--release", "--package", "mimamori-tests", "--test", "histories"]);
    lives.args(["--", "--nocapture"]).env("MIMAMORI_HISTORIES", count);
    run(prepare(&mut lives))
}

/// `cargo xtask faults [COUNT]`: random histories of two phones, a daughter's phone and a platform over lines
/// that fail, 10,000 of them.
pub(crate) fn faults(args: &[String]) -> Outcome {
    let count = match args {
        [] => "10000",
        [count] if count.parse::<u64>().is_ok() => count,
        _ => return Err("usage: cargo xtask faults [COUNT]".to_owned()),
    };
    machine::ensure(&machine::OPENSSL)?;
    let mut lives = cargo(&["test", "--release", "--package", "mimamori-tests", "--test", "faults"]);
    lives.args(["--", "--nocapture"]).env("MIMAMORI_FAULTS", count);
    run(prepare(&mut lives))
}

/// `cargo xtask bench`: the benches, each with its peer in the same run; with `--long` on a record of ten
/// years where one is enough otherwise.
pub(crate) fn bench(args: &[String]) -> Outcome {
    machine::ensure(&machine::OPENSSL)?;
    let mut benches = cargo(&["bench", "--workspace", "--bench", "*"]);
    if args.iter().any(|arg| arg == "--long") {
        benches.env("MIMAMORI_YEARS", "10");
    }
    benches.args(args.iter().filter(|arg| *arg != "--long"));
    run(prepare(&mut benches))
}

/// `cargo xtask peers`: those that need a peer from outside.
pub(crate) fn peers(args: &[String]) -> Outcome {
    machine::ensure(&machine::OPENSSL)?;
    let mut benches = cargo(&["bench", "--package", "mimamori-tests", "--bench", "night"]);
    benches.args(args);
    run(prepare(&mut benches))
}
