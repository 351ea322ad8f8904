//! `meal`: what was eaten.

use chrono::Timelike as _;
use clap::{Arg, ArgAction, ArgMatches, Command};
use mimamori::companion::{NewMeal, NewMealItem};
use mimamori::model::meal::{FoodCode, Meal, MealSlot, Nutrient, Portion};
use mimamori::model::quantity::Unit;
use mimamori::model::{Entry, Record, RecordKind, Stamp};
use mimamori::text::Words;

use crate::Done;
use crate::app::App;
use crate::args::{at, bare, option, parent};
use crate::failure::Failure;
use crate::screen::{self, Table};

pub(super) fn command(words: &Words) -> Command {
    parent(bare("meal", words).about(words.get("cli-meal")), words)
        .subcommand(
            bare("add", words)
                .about(words.get("cli-meal-add"))
                .after_help(words.get("cli-meal-add-examples"))
                .arg(
                    Arg::new("food")
                        .value_name("FOOD=AMOUNT")
                        .help(words.get("cli-meal-food"))
                        .action(ArgAction::Append),
                )
                .arg(option("quick", "TEXT", words.get("cli-meal-quick")))
                .arg(option("kcal", "N", words.get("cli-meal-kcal")).requires("quick"))
                .arg(option("slot", "SLOT", words.get("cli-meal-slot")).value_parser([
                    "breakfast",
                    "lunch",
                    "dinner",
                    "snack",
                ]))
                .arg(option("note", "TEXT", words.get("cli-meal-note")))
                .arg(at(words)),
        )
        .subcommand(bare("list", words).about(words.get("cli-meal-list")).arg(super::days_option(words)))
}

pub(super) fn run(app: &App, matches: &ArgMatches) -> Done {
    match matches.subcommand() {
        Some(("add", matches)) => add(app, matches),
        Some((_, matches)) => list(app, matches),
        None => Ok(()),
    }
}

fn add(app: &App, matches: &ArgMatches) -> Done {
    let person = app.person()?;
    let at = app.at(matches, &person)?;
    let mut items = Vec::new();
    for typed in super::texts(matches, "food") {
        items.push(item(app, typed)?);
    }
    if let Some(text) = matches.get_one::<String>("quick") {
        let kcal = matches.get_one::<String>("kcal").map(|kcal| super::number(kcal, "kcal")).transpose()?;
        items.push(NewMealItem::Quick { text: text.clone(), kcal });
    }
    let slot = matches.get_one::<String>("slot");
    let slot = slot.and_then(|code| MealSlot::ALL.into_iter().find(|slot| slot.code() == code));
    let note = matches.get_one::<String>("note").cloned().unwrap_or_default();
    let meal = NewMeal { slot: slot.unwrap_or_else(|| usual_slot(&at)), items, note, lang: app.lang() };
    let record = app.companion()?.add_meal(person.id, at, &meal)?;
    let line = match &record.entry {
        Entry::Meal(meal) => format!("{}  {}", app.words().meal_slot(meal.slot), contents(meal, app.words())),
        _ => String::new(),
    };
    app.recorded(&record, &line)
}

/// One thing eaten as it is typed: `ごはん=150g`, `mext:01088=150g`, `みそ汁=1 bowl`.
fn item(app: &App, typed: &str) -> Result<NewMealItem, Failure> {
    let wrong = || Failure::Input(app.words().get("cli-meal-food-unreadable"));
    let (food, amount) = typed.rsplit_once('=').ok_or_else(wrong)?;
    let (food, amount) = (food.trim(), amount.trim());
    let code = if food.contains(':') {
        FoodCode(food.to_owned())
    } else {
        let hit = app.search_food(food, 1)?.into_iter().next();
        hit.ok_or(Failure::Core(mimamori::Error::NotFound("food")))?.code
    };
    let unit = amount.find(|c: char| !c.is_ascii_digit() && c != '.').ok_or_else(wrong)?;
    let (figure, unit) = amount.split_at_checked(unit).ok_or_else(wrong)?;
    let figure = super::number(figure, "amount")?;
    Ok(match unit.trim() {
        "g" => NewMealItem::Grams { code, grams: figure },
        measure => NewMealItem::Portion { code, portion: Portion { amount: figure, measure: measure.to_owned() } },
    })
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
    let today = app.today(&person);
    let mut records = Vec::new();
    for back in (0..super::days(matches)).rev() {
        records.extend(app.companion()?.records_on(person.id, RecordKind::Meal, today.plus_days(-back))?);
    }
    if app.json() {
        return screen::json(&records);
    }
    let mut table = Table::new();
    for Record { at, entry, .. } in &records {
        if let Entry::Meal(meal) = entry {
            let words = app.words();
            table.row([words.date_time(at), words.meal_slot(meal.slot), contents(meal, words)]);
        }
    }
    table.print(0)
}

/// What was eaten and, as far as it is known, how much energy it brought.
pub(super) fn contents(meal: &Meal, words: &Words) -> String {
    let names: Vec<&str> = meal.items.iter().map(|item| item.name.as_str()).collect();
    let names = names.join(&words.get("list-separator"));
    match meal.total().get(Nutrient::Energy) {
        Some((kcal, _)) => format!("{names}  {}", words.quantity(kcal, Unit::Kilocalorie)),
        None => names,
    }
}
