//! `conflicts`: what was changed on two devices and not alike, and which of the two holds.

use clap::{ArgMatches, Command};
use mimamori::model::conflict::{Conflict, Side};
use mimamori::model::person::Person;
use mimamori::model::{Record, RecordStatus, Stamp};
use mimamori::text::Words;

use crate::Done;
use crate::app::App;
use crate::args::{bare, option, word};
use crate::choice::choose;
use crate::screen;

pub(super) fn command(words: &Words) -> Command {
    bare("conflicts", words)
        .about(words.get("cli-conflicts"))
        .after_help(words.get("cli-conflicts-examples"))
        .subcommand(
            bare("resolve", words)
                .about(words.get("cli-conflicts-resolve"))
                .after_help(words.get("cli-conflicts-examples"))
                .arg(word("id", "ID", words.get("cli-id")))
                .arg(option("keep", "SIDE", words.get("cli-conflicts-keep")).required(true)),
        )
}

pub(super) fn run(app: &App, matches: &ArgMatches) -> Done {
    match matches.subcommand() {
        Some(("resolve", matches)) => resolve(app, matches),
        _ => list(app),
    }
}

fn list(app: &App) -> Done {
    let (person, words) = (app.person()?, app.words());
    let conflicts = app.companion()?.conflicts(person.id)?;
    if app.json() {
        return screen::json(&conflicts);
    }
    if conflicts.is_empty() {
        return screen::line(&words.get("cli-conflicts-none"));
    }
    for (n, conflict) in conflicts.iter().enumerate() {
        if n > 0 {
            screen::line("")?;
        }
        show(app, &person, conflict)?;
    }
    Ok(())
}

/// What it is about, both sides, and which of them stands meanwhile.
fn show(app: &App, person: &Person, conflict: &Conflict) -> Done {
    let words = app.words();
    let fields: Vec<String> = conflict.fields.iter().map(|field| words.field(field)).collect();
    screen::line(&format!(
        "{}  {}: {}  {}",
        words.date_time(&conflict.here.at),
        words.record_kind(conflict.here.entry.kind()),
        fields.join(&words.get("list-separator")),
        screen::short(conflict.record),
    ))?;
    let standing = app.companion()?.record_of(person.id, conflict.record)?;
    let mut table = screen::Table::new();
    for (side, record) in [(Side::Here, &conflict.here), (Side::There, &conflict.there), (Side::Standing, &standing)] {
        let mut said = said(words, person, record, conflict);
        let written = words.date_time(&Stamp::in_zone(record.written, person.zone));
        if matches!(side, Side::Here | Side::There) {
            said = format!("{said}  ({})", words.fmt("conflict-written", &[("time", written.into())]));
        }
        table.row([words.side(side), said]);
    }
    table.print(4)
}

fn said(words: &Words, person: &Person, record: &Record, conflict: &Conflict) -> String {
    if record.status == RecordStatus::EnteredInError {
        return words.get("conflict-deleted");
    }
    words.record_fields(record, &conflict.fields, &person.profile.units)
}

fn resolve(app: &App, matches: &ArgMatches) -> Done {
    let person = app.person()?;
    let all = [Side::Here, Side::There, Side::Standing];
    let code = |side: Side| words_code(side).to_owned();
    let side = choose(app, "side", super::text(matches, "keep"), &all, code, Words::side)?;
    let companion = app.companion()?;
    let record = companion.find_record(person.id, super::text(matches, "id"))?;
    let record = companion.settle(person.id, record.id, side)?;
    if app.json() {
        return screen::json(&record);
    }
    let kept = match record.status {
        RecordStatus::Active => app.words().entry(&record.entry, &person.profile.units),
        RecordStatus::EnteredInError => app.words().get("conflict-deleted"),
    };
    screen::line(&app.words().fmt("cli-conflicts-resolved", &[("record", kept.into())]))
}

/// As it is typed.
const fn words_code(side: Side) -> &'static str {
    match side {
        Side::Here => "here",
        Side::There => "there",
        Side::Standing => "standing",
    }
}
