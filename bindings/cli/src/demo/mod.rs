//! `demo`: the main job, end to end, on real input, in a folder of its own.
//!
//! A mother records; something is noticed; the record reaches a platform over a network that is cut
//! in the middle; her daughter sees what she may see. Nothing here is scripted: every line that is
//! printed was read back from a store or from the platform.
//!
//! A run that was ended in the middle is taken up by the next one; a finished one is done anew.

mod browser;
mod family;
mod input;
mod journey;
mod page;
mod place;

use std::path::PathBuf;

use clap::{ArgMatches, Command, value_parser};
use mimamori::text::Words;

use crate::Done;
use crate::app::App;
use crate::args::{bare, option};
use place::Place;

pub(crate) fn command(words: &Words) -> Command {
    bare("demo", words)
        .about(words.get("demo-about"))
        .arg(option("out", "DIR", words.get("demo-out")).value_parser(value_parser!(PathBuf)).default_value("demo"))
}

pub(crate) fn run(app: &App, matches: &ArgMatches) -> Done {
    let folder = matches.get_one::<PathBuf>("out").cloned().unwrap_or_else(|| PathBuf::from("demo"));
    let place = Place::begin(&folder, app.words())?;
    journey::run(&place, app.words())
}
