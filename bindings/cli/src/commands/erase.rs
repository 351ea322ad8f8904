//! `erase`: for good, as if it had never been.

use clap::{ArgAction, ArgMatches, Command};
use mimamori::text::Words;
use serde_json::json;

use crate::Done;
use crate::app::App;
use crate::args::{bare, parent, word};
use crate::failure::Failure;
use crate::screen;

pub(super) fn command(words: &Words) -> Command {
    let yes = || clap::Arg::new("yes").long("yes").help(words.get("cli-erase-yes")).action(ArgAction::SetTrue);
    parent(bare("erase", words).about(words.get("cli-erase")), words)
        .after_help(words.get("cli-erase-examples"))
        .subcommand(
            bare("record", words)
                .about(words.get("cli-erase-record"))
                .arg(word("id", "ID", words.get("cli-erase-id")))
                .arg(yes()),
        )
        .subcommand(
            bare("person", words)
                .about(words.get("cli-erase-person"))
                .arg(word("name", "NAME", words.get("cli-erase-name")))
                .arg(yes()),
        )
}

pub(super) fn run(app: &App, matches: &ArgMatches) -> Done {
    let Some((what, matches)) = matches.subcommand() else { return Ok(()) };
    let (words, companion) = (app.words(), app.companion()?);
    let sure = || match matches.get_flag("yes") {
        true => Ok(()),
        false => Err(Failure::Input(words.get("cli-erase-sure"))),
    };
    let said = if what == "person" {
        let person = app.person_named(super::text(matches, "name"))?;
        sure()?;
        companion.erase_person(person.id)?;
        words.get("cli-erased-person")
    } else {
        let record = companion.find_record(app.person()?.id, super::text(matches, "id"))?;
        sure()?;
        companion.erase_record(record.id)?;
        words.get("cli-erased")
    };
    if app.json() { screen::json(&json!({ "erased": true })) } else { screen::line(&said) }
}
