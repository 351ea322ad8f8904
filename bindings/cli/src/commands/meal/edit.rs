//! Changing what was recorded: `meal edit`, `copy`, `undo`, `delete`.

use clap::{Arg, ArgAction, ArgMatches, Command};
use mimamori::Error;
use mimamori::companion::MealEdit;
use mimamori::food::Amount;
use mimamori::model::person::Person;
use mimamori::model::{RecordId, RecordKind};
use mimamori::text::Words;

use super::{items, photo_of, recent, slot, slot_of, written};
use crate::Done;
use crate::app::App;
use crate::args::{at, bare, option};
use crate::failure::Failure;
use crate::screen;
use crate::when;

/// How far back meals are numbered.
const DAYS: i64 = 366;

pub(super) fn which(words: &Words) -> Arg {
    Arg::new("meal").value_name("MEAL").help(words.get("cli-meal-numbered"))
}

pub(super) fn command(words: &Words) -> Command {
    let many =
        |name: &'static str, value: &'static str, help: String| option(name, value, help).action(ArgAction::Append);
    bare("edit", words)
        .about(words.get("cli-meal-edit"))
        .after_help(words.get("cli-meal-edit-examples"))
        .arg(which(words))
        .arg(many("amount", "N=AMOUNT", words.get("cli-meal-edit-amount")))
        .arg(many("add", "FOOD=AMOUNT", words.get("cli-meal-edit-add")))
        .arg(many("remove", "N", words.get("cli-meal-edit-remove")))
        .arg(slot(words.get("cli-meal-slot")))
        .arg(option("note", "TEXT", words.get("cli-meal-note")))
        .arg(option("photo", "FILE", words.get("cli-meal-photo")))
        .arg(at(words))
}

pub(super) fn run(app: &App, matches: &ArgMatches) -> Done {
    let person = app.person()?;
    let id = find(app, &person, matches)?;
    let mut edits = Vec::new();
    for typed in crate::commands::texts(matches, "amount") {
        let unreadable = || Failure::Input(app.words().get("cli-meal-edit-unreadable"));
        let (item, amount) = typed.split_once(['=', '＝']).ok_or_else(unreadable)?;
        edits
            .push(MealEdit::Amount(place(item).ok_or_else(unreadable)?, Amount::parse(amount).ok_or_else(unreadable)?));
    }
    // From the last, so that the numbers of the others stay what they are.
    let mut removed = Vec::new();
    for item in crate::commands::texts(matches, "remove") {
        removed.push(place(item).ok_or(Failure::Core(mimamori::Error::NotFound("item of this meal")))?);
    }
    removed.sort_unstable();
    removed.dedup();
    let added = items(app, &crate::commands::texts(matches, "add"))?;
    // Added before anything is taken away: everything may be replaced at once.
    edits.extend(added.into_iter().map(MealEdit::Add));
    edits.extend(removed.into_iter().rev().map(MealEdit::Remove));
    edits.extend(slot_of(matches).map(MealEdit::Slot));
    edits.extend(matches.get_one::<String>("note").cloned().map(MealEdit::Note));
    edits.extend(photo_of(matches)?.map(|photo| MealEdit::Photo(Some(photo))));
    if matches.contains_id("at") {
        edits.push(MealEdit::At(app.at(matches, &person)?));
    }
    if edits.is_empty() {
        return Err(Failure::Input(app.words().get("cli-meal-edit-nothing")));
    }
    let record = app.companion()?.edit_meal(id, &edits, app.lang())?;
    written(app, &record)
}

/// An item's number from 1 as a place from 0.
fn place(text: &str) -> Option<usize> {
    text.trim().parse::<usize>().ok()?.checked_sub(1)
}

/// The meal that is meant; it must be this person's.
pub(super) fn find(app: &App, person: &Person, matches: &ArgMatches) -> Result<RecordId, Failure> {
    let Some(typed) = matches.get_one::<String>("meal") else {
        return Ok(app.companion()?.last_written_meal(person.id)?.id);
    };
    let unknown = || Failure::Input(app.words().get("cli-meal-which-unreadable"));
    if let Ok(number) = typed.parse::<usize>() {
        let meals = recent(app, person, DAYS)?;
        let meal = meals.len().checked_sub(number).and_then(|place| meals.get(place));
        return meal.map(|record| record.id).ok_or_else(unknown);
    }
    match app.companion()?.find_record(person.id, typed) {
        Ok(record) if record.entry.kind() == RecordKind::Meal => Ok(record.id),
        Ok(_) | Err(Error::NotFound(_) | Error::Invalid(_)) => Err(unknown()),
        Err(error) => Err(error.into()),
    }
}

pub(super) fn copy_command(words: &Words) -> Command {
    bare("copy", words)
        .about(words.get("cli-meal-copy"))
        .after_help(words.get("cli-meal-copy-examples"))
        .arg(option("from", "DATE", words.get("cli-meal-copy-from")))
        .arg(option("to", "DATE", words.get("cli-meal-copy-to")))
        .arg(slot(words.get("cli-meal-copy-slot")))
}

pub(super) fn copy(app: &App, matches: &ArgMatches) -> Done {
    let person = app.person()?;
    let today = app.today(&person);
    let day = |name: &str| matches.get_one::<String>(name).map(|text| when::day(text, today, app.words())).transpose();
    let to = day("to")?.unwrap_or(today);
    let from = day("from")?.unwrap_or(to.plus_days(-1));
    let copies = app.companion()?.copy_meals(person.id, from, slot_of(matches), to)?;
    if app.json() {
        return screen::json(&copies);
    }
    copies.iter().try_for_each(|record| written(app, record))
}

pub(super) fn undo_command(words: &Words) -> Command {
    bare("undo", words).about(words.get("cli-meal-undo")).arg(which(words))
}

pub(super) fn undo(app: &App, matches: &ArgMatches) -> Done {
    let person = app.person()?;
    let id = find(app, &person, matches)?;
    let record = app.companion()?.undo(id)?;
    if app.json() {
        return screen::json(&record);
    }
    let gone = record.status == mimamori::model::RecordStatus::EnteredInError;
    screen::line(&app.words().get(if gone { "cli-meal-undone-gone" } else { "cli-meal-undone" }))?;
    written(app, &record)
}

pub(super) fn delete_command(words: &Words) -> Command {
    bare("delete", words).about(words.get("cli-meal-delete")).arg(which(words))
}

pub(super) fn delete(app: &App, matches: &ArgMatches) -> Done {
    let person = app.person()?;
    let record = app.companion()?.delete(find(app, &person, matches)?)?;
    app.recorded(&record, &app.words().get("cli-meal-deleted"))
}
