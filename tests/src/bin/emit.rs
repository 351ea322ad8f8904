//! Prints one of everything that goes on the wire, a line each, for the validator: `emit base|pghd|jp-core`.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a chore talks to whoever runs it")]

use std::process::ExitCode;

use mimamori_tests::emitted::{Guide, all};

fn main() -> ExitCode {
    let guide = match std::env::args().nth(1).as_deref() {
        Some("base") => Guide::Base,
        Some("pghd") => Guide::Pghd,
        Some("jp-core") => Guide::JpCore,
        _ => {
            eprintln!("usage: emit base|pghd|jp-core");
            return ExitCode::from(2);
        }
    };
    for emitted in all() {
        println!("{}", emitted.line(guide));
    }
    ExitCode::SUCCESS
}
