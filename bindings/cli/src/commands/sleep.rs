//! `sleep`: from falling asleep to waking.

use chrono::NaiveTime;
use clap::{Arg, ArgMatches, Command};
use mimamori::model::person::Person;
use mimamori::model::sleep::Sleep;
use mimamori::model::{Entry, Invalid, LocalDay, Problem, Record, RecordKind, Stamp};
use mimamori::text::{Words, typed};

use crate::app::App;
use crate::args::{bare, option, parent, word};
use crate::failure::Failure;
use crate::screen;
use crate::{Done, when};

pub(super) fn command(words: &Words) -> Command {
    let day = |command: Command| command.arg(option("day", "DATE", words.get("cli-sleep-day")));
    let time = |name: &'static str, value: &'static str, help: &str| {
        Arg::new(name).value_name(value).help(words.get(help)).required(true)
    };
    parent(bare("sleep", words).about(words.get("cli-sleep")), words)
        .subcommand(day(bare("add", words)
            .about(words.get("cli-sleep-add"))
            .after_help(words.get("cli-sleep-add-examples"))
            .arg(time("start", "START", "cli-sleep-start"))
            .arg(time("end", "END", "cli-sleep-end"))))
        .subcommand(bare("list", words).about(words.get("cli-sleep-list")).arg(super::days_option(words)))
        .subcommand(day(bare("edit", words)
            .about(words.get("cli-sleep-edit"))
            .arg(word("id", "ID", words.get("cli-id")))
            .arg(time("start", "START", "cli-sleep-start"))
            .arg(time("end", "END", "cli-sleep-end"))))
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
    let person = app.person()?;
    let sleep = given(app, &person, app.today(&person), matches)?;
    said(app, &app.companion()?.add_sleep(person.id, sleep)?)
}

fn edit(app: &App, matches: &ArgMatches) -> Done {
    let person = app.person()?;
    let record = app.companion()?.find_record(person.id, super::text(matches, "id"))?;
    let sleep = given(app, &person, record.at.day(), matches)?;
    said(app, &app.companion()?.correct_sleep(record.id, sleep)?)
}

/// From the last time that the clock showed the start, to the end on the day of waking.
fn given(app: &App, person: &Person, waking: LocalDay, matches: &ArgMatches) -> Result<Sleep, Failure> {
    let day = match matches.get_one::<String>("day") {
        Some(text) => when::day(text, app.today(person), app.words())?,
        None => waking,
    };
    let clock = |field| {
        typed::clock(super::text(matches, field)).map_err(|_| Failure::from(Invalid::new(field, Problem::Unreadable)))
    };
    let (start, end) = (clock("start")?, clock("end")?);
    let began = if start < end { day } else { day.plus_days(-1) };
    let stamp = |day: LocalDay, time: NaiveTime| -> Result<Stamp, Failure> {
        let wall = format!("{day} {}", time.format("%H:%M"));
        when::stamp(&wall, person.zone, app.companion()?.now(), app.words())
    };
    Ok(Sleep::new(stamp(began, start)?, stamp(day, end)?, Vec::new())?)
}

fn said(app: &App, record: &Record) -> Done {
    match &record.entry {
        Entry::Sleep(sleep) => {
            let night = app.words().date(sleep.night());
            app.recorded(record, &format!("{night}  {}", app.words().sleep(sleep)))
        }
        _ => Ok(()),
    }
}

fn list(app: &App, matches: &ArgMatches) -> Done {
    let words = app.words();
    super::list_back(app, matches, RecordKind::Sleep, |record| match &record.entry {
        Entry::Sleep(sleep) => Some([words.date(sleep.night()), words.sleep(sleep), screen::short(record.id)]),
        _ => None,
    })
}
