//! The companion in a terminal.
//!
//! A thin skin: it reads words, calls one use case of the core, and writes the answer, for people
//! in Japanese or English or for programs as JSON. Exit codes: 0 done, 1 failed, 2 wrong input.

mod app;
mod args;
mod choice;
mod commands;
mod demo;
mod failure;
mod interrupt;
mod loopback;
mod png;
mod screen;
mod sign_in;
mod usage;
mod vault;
mod when;

use std::io::Write as _;
use std::process::ExitCode;

use mimamori::text::Words;

use crate::app::App;
use crate::failure::Failure;

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().collect();
    let words = Words::new(args::language(&arguments));
    let broken = words.get("cli-bug");
    // A mistake of ours is one line too; a person cannot use a backtrace. The place helps us; what
    // was said there might hold a value, and is not shown.
    std::panic::set_hook(Box::new(move |info| {
        // The radio's library may stumble over itself there; what is heard must still be saved.
        #[cfg(feature = "bluetooth")]
        if std::thread::current().name() == Some(mimamori::device::btleplug::THREAD) {
            return;
        }
        let place = info.location().map(|at| format!(" ({}:{})", at.file(), at.line())).unwrap_or_default();
        let _ = writeln!(std::io::stderr(), "mimamori: {broken}{place}");
        std::process::exit(1);
    }));
    let done = match args::command(&words).try_get_matches_from(arguments) {
        Ok(matches) => App::new(&words, &matches).and_then(|app| commands::run(&app, &matches)),
        Err(refused) => Err(usage::refused(&refused, &words)),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => end(&failure.told(&words)),
    }
}

/// Says what went wrong in one line, if anything is to be said, and chooses the exit code.
fn end((line, code): &(Option<String>, u8)) -> ExitCode {
    if let Some(line) = line {
        screen::trouble(line);
    }
    ExitCode::from(*code)
}

/// What a command answers.
type Done = Result<(), Failure>;
