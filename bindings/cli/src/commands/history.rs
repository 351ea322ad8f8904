//! `history`, `undo`, `redo`, `delete`: what was done to the record, and taking it back.

use clap::{Arg, ArgMatches, Command};
use mimamori::model::person::Person;
use mimamori::model::view::Version;
use mimamori::model::{Entry, Record, RecordKind, RecordStatus, Stamp};
use mimamori::text::Words;

use crate::app::App;
use crate::args::{bare, option, word};
use crate::choice::choose;
use crate::failure::Failure;
use crate::screen::{self, Table};
use crate::{Done, when};

/// How many days a look back without dates goes.
const DAYS: i64 = 7;

pub(super) fn command(words: &Words) -> Command {
    bare("history", words)
        .about(words.get("cli-history"))
        .after_help(words.get("cli-history-examples"))
        .arg(Arg::new("id").value_name("ID").help(words.get("cli-history-id")))
        .arg(option("kind", "KIND", words.get("cli-history-kind")).conflicts_with("id"))
        .arg(option("from", "DATE", words.get("cli-history-from")).conflicts_with("id"))
        .arg(option("to", "DATE", words.get("cli-history-to")).conflicts_with("id"))
}

pub(super) fn run(app: &App, matches: &ArgMatches) -> Done {
    let person = app.person()?;
    let (companion, today) = (app.companion()?, app.today(&person));
    let versions = match matches.get_one::<String>("id") {
        Some(id) => companion.versions(companion.find_record(person.id, id)?.id)?,
        None => {
            let day = |name: &str| matches.get_one::<String>(name).map(|text| when::day(text, today, app.words()));
            let to = day("to").transpose()?.unwrap_or(today);
            let from = day("from").transpose()?.unwrap_or_else(|| to.plus_days(1 - DAYS));
            let kind = matches.get_one::<String>("kind").map(|text| kind(app, text)).transpose()?;
            companion.changes(person.id, kind, from, to)?
        }
    };
    if app.json() { screen::json(&versions) } else { show(&versions, &person, app) }
}

fn kind(app: &App, text: &str) -> Result<RecordKind, Failure> {
    let code = |kind: RecordKind| kind.code().to_owned();
    choose(app, "kind", text, &RecordKind::ALL, code, |words, kind| words.record_kind(kind))
}

/// When it was done, what was done, to what.
fn show(versions: &[Version], person: &Person, app: &App) -> Done {
    let words = app.words();
    if versions.is_empty() {
        return screen::line(&words.get("cli-history-none"));
    }
    let mut table = Table::new();
    for Version { done, record } in versions {
        table.row([
            words.date_time(&Stamp::in_zone(record.written, person.zone)),
            words.done(*done),
            words.record_kind(record.entry.kind()),
            line(app, person, record)?,
            screen::short(record.id),
        ]);
    }
    table.print(0)
}

pub(super) fn undo_command(words: &Words) -> Command {
    bare("undo", words)
        .about(words.get("cli-undo"))
        .after_help(words.get("cli-undo-examples"))
        .arg(Arg::new("id").value_name("ID").help(words.get("cli-undo-id")))
}

pub(super) fn undo(app: &App, matches: &ArgMatches) -> Done {
    let person = app.person()?;
    let companion = app.companion()?;
    let record = match matches.get_one::<String>("id") {
        Some(id) => companion.find_record(person.id, id)?,
        None => companion.last_record(person.id)?,
    };
    told(app, &person, &companion.undo(record.id)?)
}

pub(super) fn redo_command(words: &Words) -> Command {
    bare("redo", words)
        .about(words.get("cli-redo"))
        .after_help(words.get("cli-redo-examples"))
        .arg(Arg::new("id").value_name("ID").help(words.get("cli-redo-id")))
}

pub(super) fn redo(app: &App, matches: &ArgMatches) -> Done {
    let person = app.person()?;
    let companion = app.companion()?;
    let record = match matches.get_one::<String>("id") {
        Some(id) => companion.find_record(person.id, id)?,
        None => companion.last_undone(person.id)?,
    };
    told(app, &person, &companion.redo(record.id)?)
}

pub(super) fn delete_command(words: &Words) -> Command {
    bare("delete", words).about(words.get("cli-delete")).after_help(words.get("cli-delete-examples")).arg(word(
        "id",
        "ID",
        words.get("cli-id"),
    ))
}

pub(super) fn delete(app: &App, matches: &ArgMatches) -> Done {
    let person = app.person()?;
    let companion = app.companion()?;
    let record = companion.find_record(person.id, super::text(matches, "id"))?;
    if record.status == RecordStatus::EnteredInError {
        return Err(Failure::Input(app.words().get("cli-deleted-already")));
    }
    told(app, &person, &companion.delete(record.id)?)
}

/// A record in one line. A dose and a tick name what they are of.
fn line(app: &App, person: &Person, record: &Record) -> Result<String, Failure> {
    let of = match &record.entry {
        Entry::Dose(dose) => Some(dose.medicine),
        Entry::Tick(tick) => Some(tick.habit),
        _ => None,
    };
    let line = app.words().entry(&record.entry, &person.profile.units);
    let companion = app.companion()?;
    let name = match of.map(|of| companion.record_of(person.id, of)) {
        Some(Ok(of)) => match of.entry {
            Entry::Medicine(medicine) => Some(medicine.name),
            Entry::Habit(habit) => Some(habit.name),
            _ => None,
        },
        // What it was of was erased; the rest still tells something.
        _ => None,
    };
    Ok(name.map_or_else(|| line.clone(), |name| format!("{name}  {line}")))
}

/// What a record now says, or that it counts no more.
fn told(app: &App, person: &Person, record: &Record) -> Done {
    let words = app.words();
    let entry = line(app, person, record)?;
    let id = match record.status {
        RecordStatus::Active => "cli-stands",
        RecordStatus::EnteredInError => "cli-deleted",
    };
    let args = [
        ("kind", words.record_kind(record.entry.kind()).into()),
        ("entry", entry.into()),
        ("id", screen::short(record.id).into()),
    ];
    app.recorded(record, &words.fmt(id, &args))
}
