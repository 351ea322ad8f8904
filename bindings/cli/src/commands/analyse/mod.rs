//! `analyse`: what a file shows by itself. No record is opened and nothing is kept.

mod artefacts;
mod hrv;
mod nights;
mod rhythm;

use std::fs::File;
use std::path::PathBuf;

use clap::{Arg, ArgMatches, Command, value_parser};
use mimamori::text::Words;

use crate::Done;
use crate::app::App;
use crate::args::{bare, parent, word};
use crate::failure::Failure;

/// What can be looked at: its name, its line in the help and what stands on it, what it does.
type Entry = (&'static str, fn(&Words) -> Command, fn(&App, &ArgMatches) -> Done);

const ENTRIES: [Entry; 5] = [
    ("rhythm", rhythm::command, rhythm::run),
    ("hrv", hrv::command, hrv::run),
    ("artefacts", artefacts::command, artefacts::run),
    ("night", nights::night_command, nights::night),
    ("daily", nights::daily_command, nights::daily),
];

pub(super) fn command(words: &Words) -> Command {
    let group = parent(bare("analyse", words).about(words.get("cli-analyse")), words);
    ENTRIES
        .iter()
        .enumerate()
        .fold(group, |group, (order, (_, command, _))| group.subcommand(command(words).display_order(order)))
}

pub(super) fn run(app: &App, matches: &ArgMatches) -> Done {
    let Some((name, matches)) = matches.subcommand() else { return Ok(()) };
    match ENTRIES.iter().find(|(known, _, _)| *known == name) {
        Some((_, _, run)) => run(app, matches),
        None => Ok(()),
    }
}

/// The file to look at.
fn file_word(words: &Words) -> Arg {
    word("file", "FILE", words.get("cli-analyse-file")).value_parser(value_parser!(PathBuf))
}

/// Opens the file that was named.
fn open(matches: &ArgMatches) -> Result<File, Failure> {
    let Some(path) = matches.get_one::<PathBuf>("file") else {
        return Err(Failure::Core(mimamori::Error::File(std::io::ErrorKind::NotFound)));
    };
    let file = File::open(path)?;
    if file.metadata()?.is_dir() {
        return Err(Failure::Core(mimamori::Error::File(std::io::ErrorKind::IsADirectory)));
    }
    Ok(file)
}
