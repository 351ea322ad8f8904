//! `event`: vaccinations, visits, stays and what else happens once.

use clap::{Arg, ArgMatches, Command};
use mimamori::model::event::{Event, EventKind};
use mimamori::model::{Entry, LocalDay, Record, RecordKind};
use mimamori::text::Words;

use crate::app::App;
use crate::args::{at, bare, option, parent, word};
use crate::choice::choose;
use crate::failure::Failure;
use crate::screen;
use crate::{Done, when};

pub(super) fn command(words: &Words) -> Command {
    let kinds: Vec<String> =
        EventKind::ALL.iter().map(|kind| format!("  {:<14}{}", kind.code(), words.event_kind(*kind))).collect();
    parent(bare("event", words).about(words.get("cli-event")), words)
        .subcommand(told(
            bare("add", words)
                .about(words.get("cli-event-add"))
                .after_help(words.fmt("cli-event-add-examples", &[("kinds", kinds.join("\n").into())]))
                .arg(word("what", "WHAT", words.get("cli-event-what")))
                .arg(word("title", "TITLE", words.get("cli-event-title"))),
            words,
        ))
        .subcommand(
            bare("list", words)
                .about(words.get("cli-event-list"))
                .arg(super::days_option(words).default_value("366").hide_default_value(true)),
        )
        .subcommand(told(
            bare("edit", words)
                .about(words.get("cli-event-edit"))
                .arg(word("id", "ID", words.get("cli-id")))
                .arg(Arg::new("title").value_name("TITLE").help(words.get("cli-event-title"))),
            words,
        ))
}

fn told(command: Command, words: &Words) -> Command {
    command
        .arg(option("place", "TEXT", words.get("cli-event-place")))
        .arg(option("until", "DATE", words.get("cli-event-until")))
        .arg(option("note", "TEXT", words.get("cli-note")))
        .arg(at(words))
}

pub(super) fn run(app: &App, matches: &ArgMatches) -> Done {
    match matches.subcommand() {
        Some(("add", matches)) => add(app, matches),
        Some(("edit", matches)) => edit(app, matches),
        Some((_, matches)) => list(app, matches),
        None => Ok(()),
    }
}

fn add(app: &App, matches: &ArgMatches) -> Done {
    let kind = super::text(matches, "what");
    let code = |one: EventKind| one.code().to_owned();
    let kind = choose(app, "kind", kind, EventKind::ALL, code, |words, one| words.event_kind(one))?;
    let person = app.person()?;
    let event = given(app, app.today(&person), Event::new(kind, super::text(matches, "title"))?, matches)?;
    said(app, &app.companion()?.add_event(person.id, app.at(matches, &person)?, event)?)
}

fn edit(app: &App, matches: &ArgMatches) -> Done {
    let person = app.person()?;
    let record = app.companion()?.find_record(person.id, super::text(matches, "id"))?;
    let Entry::Event(known) = record.entry else { return Err(Failure::Core(mimamori::Error::NotFound("record"))) };
    let event = given(app, app.today(&person), known, matches)?;
    let at = if matches.contains_id("at") { app.at(matches, &person)? } else { record.at };
    said(app, &app.companion()?.correct_event(record.id, at, event)?)
}

/// `event` with what the line says of it.
fn given(app: &App, today: LocalDay, mut event: Event, matches: &ArgMatches) -> Result<Event, Failure> {
    let text = |name: &str| matches.get_one::<String>(name);
    if let Some(title) = text("title") {
        event.title.clone_from(title);
    }
    if let Some(place) = text("place") {
        event.place.clone_from(place);
    }
    if let Some(note) = text("note") {
        event.note.clone_from(note);
    }
    if let Some(until) = text("until") {
        event.until = Some(when::day(until, today, app.words())?);
    }
    Ok(event.checked()?)
}

fn said(app: &App, record: &Record) -> Done {
    match &record.entry {
        Entry::Event(event) => app.recorded(record, &app.words().event(event)),
        _ => Ok(()),
    }
}

fn list(app: &App, matches: &ArgMatches) -> Done {
    let words = app.words();
    super::list_back(app, matches, RecordKind::Event, |record| match &record.entry {
        Entry::Event(event) => Some([words.date(record.at.day()), words.event(event), screen::short(record.id)]),
        _ => None,
    })
}
