//! `source`: what measures a person, and which of it is believed first.

use clap::{ArgMatches, Command};
use mimamori::model::SourceId;
use mimamori::model::person::{Source, SourceKind};
use mimamori::text::Words;

use crate::Done;
use crate::app::App;
use crate::args::{bare, parent, word};
use crate::failure::Failure;
use crate::screen::{self, Table};

pub(super) fn command(words: &Words) -> Command {
    parent(bare("source", words).about(words.get("cli-source")).after_help(words.get("cli-source-examples")), words)
        .subcommand(bare("list", words).about(words.get("cli-source-list")))
        .subcommand(
            bare("order", words)
                .about(words.get("cli-source-order"))
                .arg(word("names", "NAME", words.get("cli-source-names")).num_args(1..)),
        )
}

pub(super) fn run(app: &App, matches: &ArgMatches) -> Done {
    let person = app.person()?;
    let companion = app.companion()?;
    let sources = match matches.subcommand() {
        Some(("order", matches)) => {
            let known = companion.sources(person.id)?;
            let order = super::texts(matches, "names")
                .into_iter()
                .map(|name| find(&known, name))
                .collect::<Result<Vec<SourceId>, Failure>>()?;
            companion.put_source_order(person.id, &order)?
        }
        _ => companion.sources(person.id)?,
    };
    if app.json() {
        return screen::json(&sources);
    }
    let words = app.words();
    if sources.is_empty() {
        return screen::line(&words.get("cli-source-none"));
    }
    let mut table = Table::new().right(&[0]);
    for (place, source) in (1_u64..).zip(&sources) {
        let kind = words.get(match source.kind {
            SourceKind::Bluetooth => "cli-source-bluetooth",
            SourceKind::Wearable => "cli-source-wearable",
            SourceKind::Phone => "cli-source-phone",
            SourceKind::Manual => "cli-source-manual",
            SourceKind::File => "cli-source-file",
            SourceKind::Platform => "cli-source-platform",
        });
        table.row([words.count(place), source.name.clone(), kind, source.id.to_string()]);
    }
    table.print(0)
}

fn find(known: &[Source], asked: &str) -> Result<SourceId, Failure> {
    let found = known.iter().find(|source| source.name == asked || source.id.to_string() == asked);
    found.map(|source| source.id).ok_or(Failure::Core(mimamori::Error::NotFound("source")))
}
