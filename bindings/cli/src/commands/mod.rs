//! The commands, one file each.

mod advice;
mod analyse;
mod backup;
mod chart;
mod conflicts;
mod consent;
mod day;
mod device;
mod erase;
mod event;
mod findings;
mod food;
mod habit;
mod history;
mod import;
mod key;
mod meal;
mod medicine;
mod people;
mod platform;
mod profile;
mod received;
mod record;
mod serve_sandbox;
mod setaside;
mod sleep;
mod source;
mod symptom;
mod sync;
mod vital;
mod watch;

use clap::{ArgMatches, Command};
use mimamori::text::Words;

use crate::Done;
use crate::app::App;

/// A command: how it is called, what stands on its line, what it does.
type Entry = (&'static str, fn(&Words) -> Command, fn(&App, &ArgMatches) -> Done);

/// In the order in which help lists them.
const COMMANDS: &[Entry] = &[
    ("demo", crate::demo::command, crate::demo::run),
    ("people", people::command, people::run),
    ("day", day::command, day::run),
    ("import", import::command, import::run),
    ("record", record::command, record::run),
    ("device", device::command, device::run),
    ("meal", meal::command, meal::run),
    ("food", food::command, food::run),
    ("habit", habit::command, habit::run),
    ("vital", vital::command, vital::run),
    ("symptom", symptom::command, symptom::run),
    ("medicine", medicine::command, medicine::run),
    ("event", event::command, event::run),
    ("sleep", sleep::command, sleep::run),
    ("profile", profile::command, profile::run),
    ("history", history::command, history::run),
    ("undo", history::undo_command, history::undo),
    ("redo", history::redo_command, history::redo),
    ("delete", history::delete_command, history::delete),
    ("chart", chart::command, chart::run),
    ("source", source::command, source::run),
    ("findings", findings::command, findings::run),
    ("watch", watch::command, watch::run),
    ("suggest", advice::suggest_command, advice::suggest),
    ("trends", advice::trends_command, advice::trends),
    ("together", advice::together_command, advice::together),
    ("analyse", analyse::command, analyse::run),
    ("platform", platform::command, platform::run),
    ("sync", sync::command, sync::run),
    ("conflicts", conflicts::command, conflicts::run),
    ("setaside", setaside::command, setaside::run),
    ("consent", consent::command, consent::run),
    ("records", received::records_command, received::records),
    ("disclosures", received::disclosures_command, received::disclosures),
    ("backup", backup::command, backup::run),
    ("restore", backup::restore_command, backup::restore),
    ("key", key::command, key::run),
    ("erase", erase::command, erase::run),
    ("serve-sandbox", serve_sandbox::command, serve_sandbox::run),
];

pub(crate) fn commands(words: &Words) -> Vec<Command> {
    COMMANDS.iter().enumerate().map(|(order, (_, command, _))| command(words).display_order(order)).collect()
}

pub(crate) fn run(app: &App, matches: &ArgMatches) -> Done {
    let Some((name, matches)) = matches.subcommand() else { return Ok(()) };
    match COMMANDS.iter().find(|(known, _, _)| *known == name) {
        Some((_, _, run)) => run(app, matches),
        None => Ok(()),
    }
}

/// A number that was typed; `what` is the field's name in [`mimamori::model::Invalid`].
fn number(text: &str, what: &'static str) -> Result<f64, crate::failure::Failure> {
    use mimamori::model::{Invalid, Problem};
    mimamori::text::typed::plain(text).parse().map_err(|_| Invalid::new(what, Problem::Unreadable).into())
}

/// The word of this name on the line; clap has seen to it that it is there.
fn text<'a>(matches: &'a ArgMatches, name: &str) -> &'a str {
    matches.get_one::<String>(name).map_or("", String::as_str)
}

/// The words of this name on the line.
fn texts<'a>(matches: &'a ArgMatches, name: &str) -> Vec<&'a str> {
    matches.get_many::<String>(name).into_iter().flatten().map(String::as_str).collect()
}

/// The records of a kind of the last `days` days, oldest first.
fn records_back(
    app: &App,
    person: &mimamori::model::person::Person,
    kind: mimamori::model::RecordKind,
    days: i64,
) -> Result<Vec<mimamori::model::Record>, crate::failure::Failure> {
    let today = app.today(person);
    let mut records = Vec::new();
    for back in (0..days).rev() {
        records.extend(app.companion()?.records_on(person.id, kind, today.plus_days(-back))?);
    }
    Ok(records)
}

/// Lists the records of a kind of the days asked for: as they are for programs, as `row` says for people.
fn list_back<const N: usize>(
    app: &App,
    matches: &ArgMatches,
    kind: mimamori::model::RecordKind,
    row: impl Fn(&mimamori::model::Record) -> Option<[String; N]>,
) -> Done {
    let records = records_back(app, &app.person()?, kind, days(matches))?;
    if app.json() {
        return crate::screen::json(&records);
    }
    let mut table = crate::screen::Table::new();
    for cells in records.iter().filter_map(row) {
        table.row(cells);
    }
    if records.is_empty() { nothing_in(app, days(matches)) } else { table.print(0) }
}

/// Of the days asked for there is nothing to list.
fn nothing_in(app: &App, days: i64) -> Done {
    crate::screen::line(&app.words().fmt("cli-list-none", &[("days", days.into())]))
}

/// How many days a list goes back.
fn days(matches: &ArgMatches) -> i64 {
    matches.get_one::<i64>("days").copied().unwrap_or(7)
}

/// `--days`: how far a list goes back.
fn days_option(words: &Words) -> clap::Arg {
    crate::args::option("days", "N", words.get("cli-days")).value_parser(clap::value_parser!(i64).range(1..=366))
}
