//! Holds this computer's radio to the contract of the port: `radio_contract ADDRESS`, a strap as `contract` describes it.
//! Says `lose` when the strap is to lose its link.

use std::process::ExitCode;
use std::sync::Arc;

use mimamori::clock::SystemClock;
use mimamori::device::btleplug::Computer;
use mimamori::device::radio::contract;
use mimamori::device::session::DeviceKey;

#[expect(clippy::print_stdout, clippy::print_stderr, reason = "a program that talks to its caller")]
fn main() -> ExitCode {
    let Some(strap) = std::env::args().nth(1).and_then(|address| DeviceKey::new(&address).ok()) else {
        eprintln!("usage: radio_contract ADDRESS");
        return ExitCode::from(2);
    };
    let mut radio = Computer::open(Arc::new(SystemClock), None);
    match contract::check(&mut radio, &strap, &mut || println!("lose")) {
        Ok(()) => ExitCode::SUCCESS,
        Err(broken) => {
            eprintln!("not kept: {broken}");
            ExitCode::FAILURE
        }
    }
}
