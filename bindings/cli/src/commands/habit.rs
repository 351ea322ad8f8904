//! `habit`: what a person wants to keep up.

use clap::{ArgMatches, Command};
use mimamori::companion::NewHabit;
use mimamori::model::RecordId;
use mimamori::model::habit::{Goal, Habit, Schedule};
use mimamori::model::person::Person;
use mimamori::text::Words;
use serde::Serialize;

use crate::Done;
use crate::app::App;
use crate::args::{at, bare, option, parent, word};
use crate::failure::Failure;
use crate::screen::{self, Table};

pub(super) fn command(words: &Words) -> Command {
    parent(bare("habit", words).about(words.get("cli-habit")), words)
        .subcommand(
            bare("add", words)
                .about(words.get("cli-habit-add"))
                .after_help(words.get("cli-habit-add-examples"))
                .arg(word("name", "NAME", words.get("cli-habit-name")))
                .arg(option("goal", "N", words.get("cli-habit-goal")))
                .arg(option("unit", "UNIT", words.get("cli-habit-unit")).requires("goal"))
                .arg(
                    option("times-a-week", "N", words.get("cli-habit-times"))
                        .value_parser(clap::value_parser!(u8).range(1..=7)),
                ),
        )
        .subcommand(
            bare("tick", words)
                .about(words.get("cli-habit-tick"))
                .arg(word("name", "NAME", words.get("cli-habit-which")))
                .arg(option("amount", "N", words.get("cli-habit-amount")))
                .arg(at(words)),
        )
        .subcommand(bare("list", words).about(words.get("cli-habit-list")))
}

pub(super) fn run(app: &App, matches: &ArgMatches) -> Done {
    let person = app.person()?;
    match matches.subcommand() {
        Some(("add", matches)) => add(app, &person, matches),
        Some(("tick", matches)) => tick(app, &person, matches),
        _ => list(app, &person),
    }
}

fn add(app: &App, person: &Person, matches: &ArgMatches) -> Done {
    let goal = match matches.get_one::<String>("goal") {
        Some(text) => {
            Goal::Amount { at_least: super::number(text, "goal")?, unit: super::text(matches, "unit").to_owned() }
        }
        None => Goal::YesNo,
    };
    let schedule = matches.get_one::<u8>("times-a-week").map_or(Schedule::Daily, |n| Schedule::TimesAWeek(*n));
    let habit = NewHabit { name: super::text(matches, "name").to_owned(), goal, schedule };
    let record = app.companion()?.add_habit(person.id, app.at_now(person), &habit)?;
    app.recorded(&record, &format!("{}  {}", habit.name.trim(), app.words().schedule(&habit.schedule)))
}

fn tick(app: &App, person: &Person, matches: &ArgMatches) -> Done {
    let (id, habit) = find(app, person, super::text(matches, "name"))?;
    let amount = matches.get_one::<String>("amount").map_or(Ok(1.0), |text| super::number(text, "amount"))?;
    let at = app.at(matches, person)?;
    let record = app.companion()?.tick(person.id, id, at, amount)?;
    let day = app.companion()?.day(person.id, at.day())?;
    let row = day.habits.iter().find(|row| row.id == id);
    let line = match row {
        Some(row) => format!("{}  {}", habit.name, state(row.done, row.streak, app.words())),
        None => habit.name,
    };
    app.recorded(&record, &line)
}

/// The habit of this name or identifier.
fn find(app: &App, person: &Person, asked: &str) -> Result<(RecordId, Habit), Failure> {
    let habits = app.companion()?.habits(person.id)?;
    let found = habits.into_iter().find(|(id, habit)| habit.name == asked.trim() || id.to_string() == asked);
    found.ok_or(Failure::Core(mimamori::Error::NotFound("habit")))
}

/// What programs read.
#[derive(Serialize)]
struct Row {
    id: RecordId,
    habit: Habit,
}

fn list(app: &App, person: &Person) -> Done {
    let habits = app.companion()?.habits(person.id)?;
    if app.json() {
        let rows: Vec<Row> = habits.into_iter().map(|(id, habit)| Row { id, habit }).collect();
        return screen::json(&rows);
    }
    let mut table = Table::new();
    for (id, habit) in habits {
        table.row([habit.name, app.words().schedule(&habit.schedule), id.to_string()]);
    }
    table.print(0)
}

/// Whether it was kept today and how long already.
pub(super) fn state(done: bool, streak: u32, words: &Words) -> String {
    let mark = words.get(if done { "cli-habit-done" } else { "cli-habit-open" });
    if streak > 1 { format!("{mark}  {}", words.fmt("cli-habit-streak", &[("days", streak.into())])) } else { mark }
}
