//! `habit due`, `habit snooze`, `habit quiet`: being reminded, and not.

use clap::{Arg, ArgMatches, Command, value_parser};
use mimamori::model::person::Person;
use mimamori::model::reminder::Reminder;
use mimamori::model::time_of_day::QuietHours;
use mimamori::model::{Invalid, Millis, Problem};
use mimamori::text::Words;
use serde::Serialize;

use super::find;
use crate::Done;
use crate::app::App;
use crate::args::{bare, word};
use crate::commands::{text, texts};
use crate::screen::{self, Table};

/// How far ahead reminders are shown.
const AHEAD: i64 = 7 * Millis::DAY;

pub(super) fn commands(words: &Words) -> [Command; 3] {
    [
        bare("due", words).about(words.get("cli-habit-due")),
        bare("snooze", words)
            .about(words.get("cli-habit-snooze"))
            .arg(word("name", "NAME", words.get("cli-habit-which")))
            .arg(
                word("minutes", "MINUTES", words.get("cli-habit-minutes"))
                    .value_parser(value_parser!(i64).range(1..=1_440)),
            ),
        bare("quiet", words)
            .about(words.get("cli-habit-quiet"))
            .arg(Arg::new("times").value_name("TIME").num_args(1..=2).help(words.get("cli-habit-quiet-times"))),
    ]
}

pub(super) fn run(app: &App, name: &str, matches: &ArgMatches) -> Done {
    let person = app.person()?;
    match name {
        "due" => due(app, &person),
        "snooze" => snooze(app, &person, matches),
        _ => quiet(app, &person, matches),
    }
}

/// What programs read.
#[derive(Serialize)]
struct Reminders {
    due: Vec<Reminder>,
    upcoming: Vec<Reminder>,
}

fn due(app: &App, person: &Person) -> Done {
    let companion = app.companion()?;
    let until = companion.now().plus(AHEAD);
    let found =
        Reminders { due: companion.reminders_due(person.id)?, upcoming: companion.reminders_until(person.id, until)? };
    if app.json() {
        return screen::json(&found);
    }
    let words = app.words();
    let habits = companion.habits(person.id)?;
    let named = |reminder: &Reminder| {
        habits.iter().find(|(id, _)| *id == reminder.habit).map_or_else(String::new, |(_, habit)| words.habit(habit))
    };
    let mut table = Table::new();
    for reminder in &found.due {
        table.row([words.get("cli-habit-due-now"), words.time_in(reminder.at, person.zone), named(reminder)]);
    }
    for reminder in &found.upcoming {
        table.row([words.date_in_year(reminder.day), words.time_in(reminder.at, person.zone), named(reminder)]);
    }
    if found.due.is_empty() && found.upcoming.is_empty() {
        let date = words.date_in_year(app.today(person).plus_days(AHEAD / Millis::DAY));
        return screen::line(&words.fmt("cli-habit-due-none", &[("date", date.into())]));
    }
    table.print(0)
}

/// What programs read.
#[derive(Serialize)]
struct Snoozed {
    until: Millis,
}

fn snooze(app: &App, person: &Person, matches: &ArgMatches) -> Done {
    let (id, _) = find(app, person, text(matches, "name"))?;
    let minutes = matches.get_one::<i64>("minutes").copied().unwrap_or(1);
    let companion = app.companion()?;
    let until = companion.now().plus(minutes * Millis::MINUTE);
    companion.snooze(person.id, id, until)?;
    if app.json() {
        return screen::json(&Snoozed { until });
    }
    let time = app.words().time_in(until, person.zone);
    screen::line(&app.words().fmt("cli-habit-snoozed", &[("time", time.into())]))
}

fn quiet(app: &App, person: &Person, matches: &ArgMatches) -> Done {
    let hours = match texts(matches, "times").as_slice() {
        [] => person.quiet_hours,
        ["none"] => app.companion()?.set_quiet_hours(person.id, None)?.quiet_hours,
        [from, until] => {
            let hours = QuietHours::new(from.parse()?, until.parse()?)?;
            app.companion()?.set_quiet_hours(person.id, Some(hours))?.quiet_hours
        }
        _ => return Err(Invalid::new("quiet_hours", Problem::Unreadable).into()),
    };
    if app.json() {
        return screen::json(&hours);
    }
    let words = app.words();
    screen::line(&match hours {
        Some(QuietHours { from, until }) => {
            words.fmt("cli-habit-quiet-set", &[("from", from.to_string().into()), ("until", until.to_string().into())])
        }
        None => words.get("cli-habit-quiet-none"),
    })
}
