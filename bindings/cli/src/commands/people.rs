//! `people`: whose records are kept here.

use clap::{ArgAction, ArgMatches, Command};
use mimamori::model::person::{Person, Role};
use mimamori::text::Words;

use crate::app::App;
use crate::args::{bare, option, word};
use crate::failure::Failure;
use crate::screen::{self, Table};
use crate::{Done, when};

pub(super) fn command(words: &Words) -> Command {
    let people =
        bare("people", words).about(words.get("cli-people")).subcommand_help_heading(words.get("cli-commands"));
    people.subcommand(bare("list", words).about(words.get("cli-people-list"))).subcommand(
        bare("add", words)
            .about(words.get("cli-people-add"))
            .after_help(words.get("cli-people-add-examples"))
            .arg(word("name", "NAME", words.get("cli-people-name")))
            .arg(option("zone", "ZONE", words.get("cli-people-zone")))
            .arg(
                clap::Arg::new("caregiver")
                    .long("caregiver")
                    .help(words.get("cli-people-caregiver"))
                    .action(ArgAction::SetTrue),
            ),
    )
}

pub(super) fn run(app: &App, matches: &ArgMatches) -> Done {
    match matches.subcommand() {
        Some(("add", matches)) => add(app, matches),
        _ => list(app),
    }
}

fn add(app: &App, matches: &ArgMatches) -> Done {
    let words = app.words();
    let zone = match matches.get_one::<String>("zone") {
        Some(text) => when::zone(text, words)?,
        None => when::own_zone().ok_or_else(|| Failure::Input(words.get("cli-zone-needed")))?,
    };
    let role = if matches.get_flag("caregiver") { Role::Caregiver } else { Role::Patient };
    let person = app.companion()?.add_person(super::text(matches, "name"), role, zone)?;
    if app.json() { screen::json(&person) } else { show(&[person]) }
}

fn list(app: &App) -> Done {
    let people = app.companion()?.people()?;
    if app.json() {
        screen::json(&people)
    } else if people.is_empty() {
        screen::line(&app.words().get("cli-no-people"))
    } else {
        show(&people)
    }
}

fn show(people: &[Person]) -> Done {
    let mut table = Table::new();
    for person in people {
        table.row([person.name.clone(), person.zone.to_string(), person.id.to_string()]);
    }
    table.print(0)
}
