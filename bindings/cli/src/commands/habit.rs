//! `habit`: what a person wants to keep up, or do less of.

mod line;
mod remind;

use clap::{Arg, ArgAction, ArgMatches, Command};
use mimamori::model::habit::{Goal, Habit};
use mimamori::model::person::Person;
use mimamori::model::view::HabitRow;
use mimamori::model::{LocalDay, Record, RecordId};
use mimamori::text::{Lang, Words};
use serde::Serialize;

use crate::app::App;
use crate::args::{at, bare, option, parent, word};
use crate::failure::Failure;
use crate::screen::{self, Table};
use crate::{Done, when};

/// How many days of scores are shown.
const SCORES: i64 = 14;

pub(super) fn command(words: &Words) -> Command {
    let which = || word("name", "NAME", words.get("cli-habit-which"));
    let date = || Arg::new("day").value_name("DATE").help(words.get("cli-habit-date"));
    parent(bare("habit", words).about(words.get("cli-habit")), words)
        .subcommand(line::add(words))
        .subcommand(
            bare("tick", words)
                .about(words.get("cli-habit-tick"))
                .after_help(words.get("cli-habit-tick-examples"))
                .arg(which())
                .arg(option("amount", "N", words.get("cli-habit-amount")))
                .arg(at(words)),
        )
        .subcommand(bare("untick", words).about(words.get("cli-habit-untick")).arg(which()).arg(date()))
        .subcommand(
            bare("list", words)
                .about(words.get("cli-habit-list"))
                .arg(Arg::new("all").long("all").help(words.get("cli-habit-all")).action(ArgAction::SetTrue)),
        )
        .subcommand(line::edit(words))
        .subcommand(bare("undo", words).about(words.get("cli-habit-undo")).arg(which()))
        .subcommand(bare("pause", words).about(words.get("cli-habit-pause")).arg(which()).arg(option(
            "until",
            "DATE",
            words.get("cli-habit-until"),
        )))
        .subcommand(bare("resume", words).about(words.get("cli-habit-resume")).arg(which()))
        .subcommand(bare("archive", words).about(words.get("cli-habit-archive")).arg(which()))
        .subcommand(
            bare("score", words).about(words.get("cli-habit-scores")).arg(which()).arg(
                option("days", "N", words.get("cli-days")).value_parser(clap::value_parser!(i64).range(1..=3_653)),
            ),
        )
        .subcommands(remind::commands(words))
}

pub(super) fn run(app: &App, matches: &ArgMatches) -> Done {
    match matches.subcommand() {
        Some(("add", matches)) => add(app, matches),
        Some(("tick", matches)) => tick(app, &app.person()?, matches),
        Some(("untick", matches)) => untick(app, &app.person()?, matches),
        Some(("edit", matches)) => edit(app, matches),
        Some(("undo", matches)) => undo(app, &app.person()?, matches),
        Some(("pause", matches)) => pause(app, &app.person()?, matches),
        Some(("resume", matches)) => change(app, &app.person()?, matches, |habit, today| {
            habit.resume(today);
            Ok(())
        }),
        Some(("archive", matches)) => change(app, &app.person()?, matches, |habit, today| {
            habit.archived = Some(today);
            Ok(())
        }),
        Some(("score", matches)) => scores(app, &app.person()?, matches),
        Some(("list", matches)) => list(app, &app.person()?, matches.get_flag("all")),
        Some((name, matches)) => remind::run(app, name, matches),
        None => Ok(()),
    }
}

fn add(app: &App, matches: &ArgMatches) -> Done {
    // Checked before the record is opened: a slip costs no passphrase.
    let habit = line::new_habit(matches, app.words())?;
    let person = app.person()?;
    let record = app.companion()?.begin_habit(person.id, app.at_now(&person), habit.clone())?;
    app.recorded(&record, &described(&habit, app.words()))
}

/// Its name, its goal and its days.
fn described(habit: &Habit, words: &Words) -> String {
    let mut said = vec![words.habit(habit)];
    if habit.goal != Goal::YesNo {
        said.push(words.goal(&habit.goal));
    }
    said.push(words.schedule(&habit.schedule));
    if !habit.reminders.is_empty() {
        let times: Vec<String> = habit.reminders.iter().map(ToString::to_string).collect();
        said.push(times.join(&words.get("list-separator")));
    }
    said.join("  ")
}

fn edit(app: &App, matches: &ArgMatches) -> Done {
    let changes = line::changes(matches)?;
    change(app, &app.person()?, matches, |habit, _| {
        changes.apply(habit);
        Ok(())
    })
}

fn pause(app: &App, person: &Person, matches: &ArgMatches) -> Done {
    let today = app.today(person);
    let until = match matches.get_one::<String>("until") {
        Some(text) => Some(when::day(text, today, app.words())?),
        None => None,
    };
    change(app, person, matches, |habit, today| Ok(habit.pause(today, until)?))
}

/// Changes the habit that is named on the line, and says what it is now.
fn change(
    app: &App,
    person: &Person,
    matches: &ArgMatches,
    change: impl FnOnce(&mut Habit, LocalDay) -> mimamori::Result<()>,
) -> Done {
    let (id, _) = find(app, person, super::text(matches, "name"))?;
    let today = app.today(person);
    let record = app.companion()?.change_habit(person.id, id, |habit| change(habit, today))?;
    told(app, person, &record)
}

/// Says how the habit of `record` stands today.
fn told(app: &App, person: &Person, record: &Record) -> Done {
    let today = app.today(person);
    let rows = app.companion()?.habits_on(person.id, today)?;
    let line = rows.iter().find(|row| row.id == record.id).map(|row| {
        let state = app.words().habit_state(row, today).join("  ");
        format!("{}  {state}", described(&row.habit, app.words()))
    });
    app.recorded(record, &line.unwrap_or_default())
}

fn undo(app: &App, person: &Person, matches: &ArgMatches) -> Done {
    let (id, _) = find(app, person, super::text(matches, "name"))?;
    let record = app.companion()?.undo(id)?;
    told(app, person, &record)
}

fn tick(app: &App, person: &Person, matches: &ArgMatches) -> Done {
    let (id, habit) = find(app, person, super::text(matches, "name"))?;
    let amount = match matches.get_one::<String>("amount") {
        Some(text) => super::number(text, "amount")?,
        None => habit.goal.usual_amount().ok_or_else(|| Failure::Input(app.words().get("cli-habit-amount-needed")))?,
    };
    let at = app.at(matches, person)?;
    let record = app.companion()?.tick(person.id, id, at, amount)?;
    let day = at.day();
    let rows = app.companion()?.habits_on(person.id, day)?;
    let state = rows.iter().find(|row| row.id == id).map(|row| app.words().habit_state(row, day).join("  "));
    app.recorded(&record, &format!("{}  {}", app.words().habit(&habit), state.unwrap_or_default()))
}

/// What programs read.
#[derive(Serialize)]
struct Unticked {
    taken_back: usize,
}

fn untick(app: &App, person: &Person, matches: &ArgMatches) -> Done {
    let (id, _) = find(app, person, super::text(matches, "name"))?;
    let today = app.today(person);
    let day = match matches.get_one::<String>("day") {
        Some(text) => when::day(text, today, app.words())?,
        None => today,
    };
    let taken_back = app.companion()?.untick(person.id, id, day)?;
    if app.json() {
        return screen::json(&Unticked { taken_back });
    }
    screen::line(&app.words().fmt("cli-habit-unticked", &[("count", taken_back.into())]))
}

/// The habit of this name, in either language, or of this identifier or the first characters of it.
/// One that was put away gives way to one that was not.
fn find(app: &App, person: &Person, asked: &str) -> Result<(RecordId, Habit), Failure> {
    let mut habits = app.companion()?.habits(person.id)?;
    habits.sort_by_key(|(_, habit)| habit.archived.is_some());
    let asked = asked.trim();
    let languages = Lang::ALL.map(Words::new);
    let is_named = |habit: &Habit| habit.name == asked || languages.iter().any(|words| words.habit(habit) == asked);
    let by_name = habits.iter().find(|(_, habit)| is_named(habit));
    let by_id = || habits.iter().find(|(id, _)| asked.len() >= 8 && id.to_string().ends_with(asked));
    let found = by_name.or_else(by_id).cloned();
    found.ok_or(Failure::Core(mimamori::Error::NotFound("habit")))
}

/// What programs read.
#[derive(Serialize)]
struct Listed {
    #[serde(flatten)]
    row: HabitRow,
    due: bool,
    rests: bool,
}

fn list(app: &App, person: &Person, all: bool) -> Done {
    let today = app.today(person);
    let mut rows = app.companion()?.habits_on(person.id, today)?;
    rows.retain(|row| all || row.habit.archived.is_none_or(|archived| archived > today));
    if app.json() {
        let listed = |row: HabitRow| Listed { due: row.habit.is_due(today), rests: row.habit.rests_on(today), row };
        return screen::json(&rows.into_iter().map(listed).collect::<Vec<_>>());
    }
    let words = app.words();
    if rows.is_empty() {
        return screen::line(&words.get("cli-habit-none"));
    }
    let mut table = Table::new();
    for row in rows {
        let state = words.habit_state(&row, today).join("  ");
        table.row([
            words.habit(&row.habit),
            words.goal(&row.habit.goal),
            words.schedule(&row.habit.schedule),
            state,
            row.id.to_string(),
        ]);
    }
    table.print(0)
}

/// What programs read.
#[derive(Serialize)]
struct Scores {
    id: RecordId,
    streak: u32,
    score: f64,
    days: Vec<ScoreDay>,
}

#[derive(Serialize)]
struct ScoreDay {
    day: LocalDay,
    amount: Option<f64>,
    score: f64,
}

fn scores(app: &App, person: &Person, matches: &ArgMatches) -> Done {
    let (id, habit) = find(app, person, super::text(matches, "name"))?;
    let today = app.today(person);
    let days = matches.get_one::<i64>("days").copied().unwrap_or(SCORES);
    let scores = app.companion()?.habit_scores(person.id, id, today.plus_days(1 - days), today)?;
    let rows = app.companion()?.habits_on(person.id, today)?;
    let Some(row) = rows.iter().find(|row| row.id == id) else {
        return Err(Failure::Core(mimamori::Error::NotFound("habit")));
    };
    if app.json() {
        let days = scores.into_iter().map(|(day, amount, score)| ScoreDay { day, amount, score }).collect();
        return screen::json(&Scores { id, streak: row.streak, score: row.score, days });
    }
    let words = app.words();
    screen::line(&format!("{}  {}", words.habit(&habit), words.habit_state(row, today).join("  ")))?;
    let mut table = Table::new().right(&[1, 2]);
    for (day, amount, score) in scores {
        let amount = amount.map_or_else(String::new, |amount| words.habit_amount(amount, habit.goal.unit()));
        table.row([words.date_in_year(day), amount, words.score(score)]);
    }
    table.print(2)?;
    screen::line(&words.get("cli-habit-scores-note"))
}
