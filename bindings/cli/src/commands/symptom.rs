//! `symptom`: what does not feel right, since when and how strong.

use clap::{Arg, ArgMatches, Command};
use mimamori::model::symptom::{Strength, Symptom, SymptomKind};
use mimamori::model::{Entry, Invalid, LocalDay, Problem, Record, RecordKind};
use mimamori::text::{Words, typed};

use crate::app::App;
use crate::args::{at, bare, option, parent, word};
use crate::choice::{choose, find};
use crate::failure::Failure;
use crate::screen;
use crate::{Done, when};

pub(super) fn command(words: &Words) -> Command {
    let kinds: Vec<String> =
        SymptomKind::ALL.iter().map(|kind| format!("  {:<22}{}", kind.code(), words.symptom_kind(*kind))).collect();
    parent(bare("symptom", words).about(words.get("cli-symptom")), words)
        .subcommand(told(
            bare("add", words)
                .about(words.get("cli-symptom-add"))
                .after_help(words.fmt("cli-symptom-add-examples", &[("kinds", kinds.join("\n").into())]))
                .arg(word("what", "WHAT", words.get("cli-symptom-what"))),
            words,
        ))
        .subcommand(bare("list", words).about(words.get("cli-symptom-list")).arg(super::days_option(words)))
        .subcommand(told(
            bare("edit", words)
                .about(words.get("cli-symptom-edit"))
                .arg(word("id", "ID", words.get("cli-id")))
                .arg(Arg::new("what").value_name("WHAT").help(words.get("cli-symptom-what"))),
            words,
        ))
        .subcommand(
            bare("end", words)
                .about(words.get("cli-symptom-end"))
                .arg(word("id", "ID", words.get("cli-id")))
                .arg(Arg::new("day").value_name("DATE").help(words.get("cli-symptom-last"))),
        )
}

fn told(command: Command, words: &Words) -> Command {
    command
        .arg(option("strength", "HOW", words.get("cli-symptom-strength")))
        .arg(option("since", "DATE", words.get("cli-symptom-since")))
        .arg(option("until", "DATE", words.get("cli-symptom-until")))
        .arg(option("note", "TEXT", words.get("cli-symptom-note")))
        .arg(at(words))
}

pub(super) fn run(app: &App, matches: &ArgMatches) -> Done {
    match matches.subcommand() {
        Some(("add", matches)) => add(app, matches),
        Some(("edit", matches)) => edit(app, matches),
        Some(("end", matches)) => end(app, matches),
        Some((_, matches)) => list(app, matches),
        None => Ok(()),
    }
}

fn add(app: &App, matches: &ArgMatches) -> Done {
    let person = app.person()?;
    let symptom = given(app, app.today(&person), Symptom::new(SymptomKind::Other), matches)?;
    said(app, &app.companion()?.add_symptom(person.id, app.at(matches, &person)?, symptom)?)
}

fn edit(app: &App, matches: &ArgMatches) -> Done {
    let person = app.person()?;
    let record = app.companion()?.find_record(person.id, super::text(matches, "id"))?;
    let Entry::Symptom(known) = record.entry else { return Err(Failure::Core(mimamori::Error::NotFound("symptom"))) };
    let symptom = given(app, app.today(&person), known, matches)?;
    let at = if matches.contains_id("at") { app.at(matches, &person)? } else { record.at };
    said(app, &app.companion()?.correct_symptom(record.id, at, symptom)?)
}

fn end(app: &App, matches: &ArgMatches) -> Done {
    let person = app.person()?;
    let today = app.today(&person);
    let day = match matches.get_one::<String>("day") {
        Some(text) => when::day(text, today, app.words())?,
        None => today,
    };
    let record = app.companion()?.find_record(person.id, super::text(matches, "id"))?;
    said(app, &app.companion()?.end_symptom(record.id, day)?)
}

/// `symptom` with what the line says of it.
fn given(app: &App, today: LocalDay, mut symptom: Symptom, matches: &ArgMatches) -> Result<Symptom, Failure> {
    let text = |name: &str| matches.get_one::<String>(name);
    if let Some(what) = text("what") {
        let named = find(what, SymptomKind::ALL, &|one| one.code().to_owned(), &|words, one| words.symptom_kind(one));
        // What has no name here is kept in the person's own words.
        (symptom.what, symptom.words) = match named {
            Some(kind) => (kind, String::new()),
            None => (SymptomKind::Other, what.clone()),
        };
    }
    if let Some(note) = text("note") {
        symptom.words = match symptom.what {
            SymptomKind::Other if !symptom.words.is_empty() => format!("{} {note}", symptom.words),
            _ => note.clone(),
        };
    }
    if let Some(strength) = text("strength") {
        symptom = match typed::plain(strength).parse::<u8>() {
            Ok(score) if score <= 10 => symptom.scored(score),
            Ok(_) => return Err(Invalid::new("score", Problem::Impossible).into()),
            Err(_) => {
                let code = |one: Strength| one.code().to_owned();
                let strength = choose(app, "strength", strength, &Strength::ALL, code, |w, one| w.strength(one))?;
                Symptom { strength: Some(strength), score: None, ..symptom }
            }
        };
    }
    if let Some(since) = text("since") {
        symptom.since = Some(when::day(since, today, app.words())?);
    }
    if let Some(until) = text("until") {
        symptom.until = Some(when::day(until, today, app.words())?);
    }
    Ok(symptom)
}

fn said(app: &App, record: &Record) -> Done {
    match &record.entry {
        Entry::Symptom(symptom) => app.recorded(record, &line(symptom, app.words())),
        _ => Ok(()),
    }
}

/// A symptom in one line.
pub(super) fn line(symptom: &Symptom, words: &Words) -> String {
    format!("{}  {}", words.symptom_name(symptom), words.symptom_state(symptom)).trim_end().to_owned()
}

fn list(app: &App, matches: &ArgMatches) -> Done {
    let words = app.words();
    super::list_back(app, matches, RecordKind::Symptom, |record| match &record.entry {
        Entry::Symptom(symptom) => Some([
            words.date_time(&record.at),
            words.symptom_name(symptom),
            words.symptom_state(symptom),
            screen::short(record.id),
        ]),
        _ => None,
    })
}
