//! `meal`: what was eaten.

mod edit;
pub(super) mod foods;
mod show;

use std::fs::File;
use std::io::Read as _;

use chrono::Timelike as _;
use clap::{Arg, ArgAction, ArgMatches, Command};
use mimamori::companion::{NewMeal, NewMealItem};
use mimamori::model::meal::{Meal, MealSlot, Nutrient};
use mimamori::model::photo::Photo;
use mimamori::model::quantity::Unit;
use mimamori::model::{Entry, Record, RecordKind, Stamp};
use mimamori::text::Words;

use crate::Done;
use crate::app::App;
use crate::args::{at, bare, option, parent};
use crate::failure::Failure;
use crate::screen::{self, Table};

pub(super) fn command(words: &Words) -> Command {
    let add = bare("add", words)
        .about(words.get("cli-meal-add"))
        .after_help(words.get("cli-meal-add-examples"))
        .arg(Arg::new("food").value_name("FOOD=AMOUNT").help(words.get("cli-meal-food")).action(ArgAction::Append))
        .arg(option("quick", "TEXT", words.get("cli-meal-quick")))
        .arg(option("kcal", "N", words.get("cli-meal-kcal")).requires("quick"))
        .arg(slot(words.get("cli-meal-slot")))
        .arg(option("note", "TEXT", words.get("cli-meal-note")))
        .arg(option("photo", "FILE", words.get("cli-meal-photo")))
        .arg(at(words));
    let list = bare("list", words).about(words.get("cli-meal-list")).arg(super::days_option(words));
    let below = [
        add,
        list,
        show::command(words),
        edit::command(words),
        edit::copy_command(words),
        edit::undo_command(words),
        edit::delete_command(words),
    ];
    let meal = parent(bare("meal", words).about(words.get("cli-meal")), words);
    below.into_iter().enumerate().fold(meal, |meal, (order, command)| meal.subcommand(command.display_order(order)))
}

fn slot(help: String) -> Arg {
    option("slot", "SLOT", help).value_parser(["breakfast", "lunch", "dinner", "snack"])
}

/// The meal of the day that `--slot` names.
fn slot_of(matches: &ArgMatches) -> Option<MealSlot> {
    let code = matches.get_one::<String>("slot")?;
    MealSlot::ALL.into_iter().find(|slot| slot.code() == code)
}

pub(super) fn run(app: &App, matches: &ArgMatches) -> Done {
    match matches.subcommand() {
        Some(("add", matches)) => add(app, matches),
        Some(("show", matches)) => show::run(app, matches),
        Some(("edit", matches)) => edit::run(app, matches),
        Some(("copy", matches)) => edit::copy(app, matches),
        Some(("undo", matches)) => edit::undo(app, matches),
        Some(("delete", matches)) => edit::delete(app, matches),
        Some((_, matches)) => list(app, matches),
        None => Ok(()),
    }
}

fn add(app: &App, matches: &ArgMatches) -> Done {
    let person = app.person()?;
    let at = app.at(matches, &person)?;
    let mut items = items(app, &super::texts(matches, "food"))?;
    if let Some(text) = matches.get_one::<String>("quick") {
        let kcal = matches.get_one::<String>("kcal").map(|kcal| super::number(kcal, "kcal")).transpose()?;
        items.push(NewMealItem::Quick { text: text.clone(), kcal });
    }
    let note = matches.get_one::<String>("note").cloned().unwrap_or_default();
    let photo = photo_of(matches)?;
    let slot = slot_of(matches).unwrap_or_else(|| usual_slot(&at));
    let record = app.companion()?.add_meal(person.id, at, &NewMeal { slot, items, note, photo, lang: app.lang() })?;
    written(app, &record)
}

/// The picture that `--photo` names.
fn photo_of(matches: &ArgMatches) -> Result<Option<Photo>, Failure> {
    let Some(path) = matches.get_one::<String>("photo") else { return Ok(None) };
    let mut bytes = Vec::new();
    // One byte more than a picture may have: a film is not read to its end.
    let read = File::open(path).and_then(|file| file.take(Photo::MOST as u64 + 1).read_to_end(&mut bytes));
    read.map_err(|error| Failure::Core(error.into()))?;
    Ok(Some(Photo::new(bytes)?))
}

fn items(app: &App, line: &[&str]) -> Result<Vec<NewMealItem>, Failure> {
    let foods = foods::read(app, line)?;
    Ok(foods.into_iter().map(|(code, amount)| NewMealItem::Amount { code, amount }).collect())
}

/// Shows a meal as it now stands: an item a line, then what it brings.
fn written(app: &App, record: &Record) -> Done {
    let Entry::Meal(meal) = &record.entry else { return Ok(()) };
    if app.json() {
        return screen::json(record);
    }
    let words = app.words();
    screen::line(&format!("{}  {}", words.meal_slot(meal.slot), words.date_time(&record.at)))?;
    let mut table = Table::new().right(&[3]);
    for (place, item) in meal.items.iter().enumerate() {
        let kcal = item.nutrients.get(Nutrient::Energy).map(|kcal| words.quantity(kcal, Unit::Kilocalorie));
        let eaten = words.eaten(item).unwrap_or_default();
        table.row([words.count(place as u64 + 1), item.name.clone(), eaten, kcal.unwrap_or_else(|| "-".to_owned())]);
    }
    table.print(2)?;
    if !meal.note.is_empty() {
        screen::line(&format!("  {}: {}", words.field("note"), meal.note))?;
    }
    if meal.photo.is_some() {
        screen::line(&words.get("cli-meal-has-photo"))?;
    }
    let total = meal.total();
    let mut sums = Vec::new();
    for nutrient in [Nutrient::Energy, Nutrient::Salt] {
        let Some((amount, known)) = total.get(nutrient) else { continue };
        let amount = words.nutrient_amount(nutrient, amount);
        sums.push(if known == total.items {
            format!("{} {amount}", words.nutrient(nutrient))
        } else {
            let args = [
                ("nutrient", words.nutrient(nutrient).into()),
                ("amount", amount.into()),
                ("known", known.into()),
                ("items", total.items.into()),
            ];
            words.fmt("cli-meal-coverage", &args)
        });
    }
    if sums.is_empty() { Ok(()) } else { screen::line(&sums.join("  ")) }
}

/// The meal that people most often eat at this time.
fn usual_slot(at: &Stamp) -> MealSlot {
    match at.local().hour() {
        4..=9 => MealSlot::Breakfast,
        11..=13 => MealSlot::Lunch,
        17..=21 => MealSlot::Dinner,
        _ => MealSlot::Snack,
    }
}

fn list(app: &App, matches: &ArgMatches) -> Done {
    let person = app.person()?;
    let records = recent(app, &person, super::days(matches))?;
    if app.json() {
        return screen::json(&records);
    }
    let mut table = Table::new().right(&[0]);
    for (place, Record { at, entry, .. }) in records.iter().enumerate() {
        if let Entry::Meal(meal) = entry {
            let words = app.words();
            let number = words.count((records.len() - place) as u64);
            table.row([number, words.date_time(at), words.meal_slot(meal.slot), contents(meal, words)]);
        }
    }
    if records.is_empty() { super::nothing_in(app, super::days(matches)) } else { table.print(0) }
}

/// The meals of so many days up to today, oldest first.
fn recent(app: &App, person: &mimamori::model::person::Person, days: i64) -> Result<Vec<Record>, Failure> {
    let today = app.today(person);
    let mut records = Vec::new();
    for back in (0..days).rev() {
        records.extend(app.companion()?.records_on(person.id, RecordKind::Meal, today.plus_days(-back))?);
    }
    Ok(records)
}

/// What was eaten and, as far as it is known, how much energy it brought.
pub(super) fn contents(meal: &Meal, words: &Words) -> String {
    let names = words.meal_items(meal);
    match meal.total().get(Nutrient::Energy) {
        Some((kcal, _)) => format!("{names}  {}", words.quantity(kcal, Unit::Kilocalorie)),
        None => names,
    }
}
