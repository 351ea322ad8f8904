//! The terminal over Bluetooth, without a radio: against a stand-in bluetoothd, and against a real one.

use std::path::{Path, PathBuf};

use crate::Outcome;
use crate::machine::{self, Need, prepare};
use crate::process::{cache, cargo, command, has, root, run, run_and_read, target};
use crate::tally::{Tally, skip_suite};

/// A D-Bus daemon of our own, and Python for what stands in for the devices.
const FAKE: Need = Need { present: || has("dbus-daemon") && has_venv(), packages: &["dbus", "python3-venv"] };
/// The real daemon, and what its little machine needs.
const REAL: Need = Need {
    present: || Path::new("/usr/libexec/bluetooth/bluetoothd").is_file() && Path::new("/bin/busybox").is_file(),
    packages: &["bluez", "busybox-static"],
};

fn has_venv() -> bool {
    let asked = std::process::Command::new("python3").args(["-c", "import ensurepip"]).output();
    asked.is_ok_and(|answer| answer.status.success())
}

/// A Python with what the devices are made of, kept between runs.
fn python(packages: &[&str]) -> Result<PathBuf, String> {
    let home = cache().join("ble-python");
    let python = home.join("bin/python");
    if !python.is_file() {
        run(command("python3", &["-m", "venv"]).arg(&home))?;
    }
    let mut install = std::process::Command::new(&python);
    install.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]).args(packages);
    run(&mut install)?;
    Ok(python)
}

/// The program under test; beside it, in `examples`, what holds its radio to the contract of the port.
fn program() -> Result<PathBuf, String> {
    let mut build = cargo(&["build", "--quiet", "--bin", "mimamori", "--example", "radio_contract"]);
    build.args(machine::EVERYTHING);
    run(prepare(&mut build))?;
    Ok(target().join("debug/mimamori"))
}

/// The suite: the terminal against the stand-in bluetoothd.
pub(crate) fn fake_suite() -> Result<Tally, String> {
    machine::ensure(&FAKE)?;
    let python = python(&["dbus-fast==5.2.0"])?;
    let mut checks = std::process::Command::new(python);
    checks.arg(root().join("tests/platform/ble/fake.py")).arg(program()?);
    checks.arg(target().join("debug/examples/radio_contract"));
    let (_, text) = run_and_read(&mut checks)?;
    let tally = Tally::of_cargo(&text);
    if tally.passed + tally.failed == 0 { Err("no check of the stand-in ran".to_owned()) } else { Ok(tally) }
}

/// `cargo xtask ble-fake`.
pub(crate) fn fake(_: &[String]) -> Outcome {
    let tally = fake_suite()?;
    println!("{tally}");
    if tally.failed == 0 { Ok(()) } else { Err("a check of the stand-in failed".to_owned()) }
}

/// The kernel that runs as a program: the collection's, or one that is built here once and kept.
fn kernel() -> Result<PathBuf, String> {
    let shared = std::env::var_os("MIMAMORI_SHARED").map_or_else(|| root().join("../shared"), PathBuf::from);
    let own = cache().join("uml-linux");
    if let Some(found) = [shared.join("ble/uml/linux"), own.clone()].into_iter().find(|path| path.is_file()) {
        return Ok(found);
    }
    if !cfg!(all(target_os = "linux", target_arch = "x86_64")) {
        return Err("a kernel runs as a program only on x86-64".to_owned());
    }
    println!("building a kernel that runs as a program; that takes some minutes, once");
    run(command("bash", &[]).arg(root().join("tests/platform/ble/build-kernel")).arg(&own))
        .map_err(|problem| format!("there is none beside the checkout, and none could be built: {problem}"))?;
    Ok(own)
}

/// The suite: the terminal over a real bluetoothd and a real kernel, with devices made of Bumble that lose
/// their links for so many seconds.
///
/// `None` when it is skipped, which is said: where there can be no such kernel or the machine does not let it run.
fn real_suite(seconds: u32) -> Result<Option<Tally>, String> {
    let skip = |why: &str| skip_suite(&format!("bluetoothd on a kernel of its own: {why}")).map(|_| None);
    let kernel = match kernel() {
        Ok(kernel) => kernel,
        Err(problem) => return skip(&problem),
    };
    machine::ensure(&FAKE)?;
    machine::ensure(&REAL)?;
    let python = python(&["bumble==0.0.236"])?;
    let mut machine = std::process::Command::new("bash");
    machine
        .arg(root().join("tests/platform/ble/run-real"))
        .env("KERNEL", kernel)
        .env("PY", python)
        .env("MIMAMORI", program()?)
        .env("SECONDS_OF_DROPS", seconds.to_string())
        .env("LIMIT", (seconds + 400).to_string());
    let (_, text) = run_and_read(&mut machine)?;
    if !text.contains("the machine is up") {
        return skip("the kernel does not start here (it traces processes)");
    }
    let tally = Tally::of_cargo(&text);
    if tally.passed + tally.failed == 0 {
        Err("the checks over the real bluetoothd broke off".to_owned())
    } else {
        Ok(Some(tally))
    }
}

/// `cargo xtask ble-real [SECONDS]`: a minute of random drops unless told otherwise.
pub(crate) fn real(args: &[String]) -> Outcome {
    let seconds = match args.first() {
        None => 60,
        Some(text) => text.parse().map_err(|_| "how many seconds of drops?".to_owned())?,
    };
    std::fs::create_dir_all(cache()).map_err(|error| format!("the cache folder: {}", error.kind()))?;
    let Some(tally) = real_suite(seconds)? else { return Ok(()) };
    println!("bluetoothd on a kernel of its own: {tally}");
    if tally.failed == 0 { Ok(()) } else { Err("a check over the real bluetoothd failed".to_owned()) }
}
