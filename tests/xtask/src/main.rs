//! Every chore of the project, behind one door: `cargo xtask help`.
//!
//! A chore is one module with `run(args)`. No chore lives only in CI: `.ci/run` calls this program.

#![allow(clippy::print_stdout, reason = "a chore talks to the person who runs it")]

mod android;
mod bindgen;
mod ble;
mod check;
mod food;
mod machine;
mod platform;
mod process;
mod suite;
mod swift;
mod tally;
mod validate;

use std::process::ExitCode;

/// What a chore returns: nothing, or one line that says what is wrong.
pub(crate) type Outcome = Result<(), String>;

struct Chore {
    name: &'static str,
    what: &'static str,
    run: fn(&[String]) -> Outcome,
}

const CHORES: &[Chore] = &[
    Chore { name: "check", what: "format, clippy, docs, licences and duplicates, architecture", run: check::run },
    Chore { name: "test", what: "every test, in every language", run: suite::test },
    Chore { name: "accept", what: "the slow real parts that `test` leaves out; --long: more", run: suite::accept },
    Chore {
        name: "histories",
        what: "random histories of a record against a model: histories [COUNT]",
        run: suite::histories,
    },
    Chore {
        name: "faults",
        what: "random histories of syncing over lines that fail in every way: faults [COUNT]",
        run: suite::faults,
    },
    Chore { name: "kotlin", what: "the Kotlin tests over the built library", run: suite::kotlin },
    Chore { name: "android", what: "the Android apps under Robolectric", run: android::run_chore },
    Chore { name: "swift", what: "the iOS app's Swift, without a Mac", run: swift::run_chore },
    Chore {
        name: "platform",
        what: "a platform to try things against: platform sandbox|hfs|hapi|oidc",
        run: platform::run_chore,
    },
    Chore { name: "validate", what: "what is sent, before HAPI's validator", run: validate::run_chore },
    Chore { name: "ble-fake", what: "the terminal against a stand-in bluetoothd that misbehaves", run: ble::fake },
    Chore {
        name: "ble-real",
        what: "the same over a real bluetoothd and kernel, with drops: ble-real [SECONDS]",
        run: ble::real,
    },
    Chore { name: "bench", what: "the benches, each beside its peer; --long: ten years", run: suite::bench },
    Chore { name: "peers", what: "side-by-side measurements that need a peer installed", run: suite::peers },
    Chore { name: "bindgen", what: "generate the Kotlin and Swift bindings: bindgen OUT-DIR", run: bindgen::run },
    Chore { name: "food", what: "build the food table of the core from its sources", run: food::run },
    Chore { name: "help", what: "this list", run: help },
];

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let name = args.next().unwrap_or_else(|| "help".to_owned());
    let rest: Vec<String> = args.collect();
    let Some(chore) = CHORES.iter().find(|chore| chore.name == name) else {
        eprintln!("xtask: there is no chore of that name; `cargo xtask help` lists them");
        return ExitCode::from(2);
    };
    match (chore.run)(&rest) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("xtask {name}: {problem}");
            ExitCode::FAILURE
        }
    }
}

#[expect(clippy::unnecessary_wraps, reason = "every chore has the same shape")]
fn help(_: &[String]) -> Outcome {
    println!("cargo xtask CHORE\n");
    for chore in CHORES {
        println!("  {:<10} {}", chore.name, chore.what);
    }
    Ok(())
}
