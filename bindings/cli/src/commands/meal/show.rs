//! `meal show`: one meal, and its picture.

use std::fs::OpenOptions;
use std::io::Write as _;

use clap::{ArgMatches, Command};
use mimamori::text::Words;

use super::edit::{find, which};
use super::written;
use crate::Done;
use crate::app::App;
use crate::args::{bare, option};
use crate::failure::Failure;

pub(super) fn command(words: &Words) -> Command {
    bare("show", words)
        .about(words.get("cli-meal-show"))
        .after_help(words.get("cli-meal-show-examples"))
        .arg(which(words))
        .arg(option("photo", "FILE", words.get("cli-meal-show-photo")))
}

pub(super) fn run(app: &App, matches: &ArgMatches) -> Done {
    let person = app.person()?;
    let id = find(app, &person, matches)?;
    let companion = app.companion()?;
    let record = companion.record_of(person.id, id)?;
    if let Some(path) = matches.get_one::<String>("photo") {
        let photo = companion.meal_photo(person.id, id)?;
        // Outside of the record it is a file as any other: nothing that is there is overwritten.
        let saved = OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(path)
            .and_then(|mut file| file.write_all(photo.bytes()).and_then(|()| file.sync_all()));
        saved.map_err(|error| Failure::Core(error.into()))?;
    }
    written(app, &record)
}
