//! `food`: finding a food, what it brings, the person's own foods, what was eaten over days.

mod intake;
mod own;
mod show;

use clap::{ArgMatches, Command};
use mimamori::food::FoodHit;
use mimamori::model::meal::FoodCode;
use mimamori::model::quantity::Unit;
use mimamori::text::{Lang, Words};
use serde::Serialize;

use crate::Done;
use crate::app::App;
use crate::args::{bare, option, parent, word};
use crate::failure::Failure;
use crate::screen::{self, Table};

pub(super) fn command(words: &Words) -> Command {
    let search = bare("search", words)
        .about(words.get("cli-food-search"))
        .after_help(words.get("cli-food-search-examples"))
        .arg(word("text", "TEXT", words.get("cli-food-text")).num_args(1..))
        .arg(limit(words));
    let below = [
        search,
        show::command(words),
        own::add_command(words),
        own::recipe_command(words),
        own::list_command(words),
        own::delete_command(words),
        own::favourite_command(words),
        own::recents_command(words).arg(limit(words)),
        intake::command(words),
        show::licences_command(words),
    ];
    let food = parent(bare("food", words).about(words.get("cli-food")), words);
    below.into_iter().enumerate().fold(food, |food, (order, command)| food.subcommand(command.display_order(order)))
}

fn limit(words: &Words) -> clap::Arg {
    option("limit", "N", words.get("cli-food-limit")).value_parser(clap::value_parser!(u16).range(1..=200))
}

pub(super) fn run(app: &App, matches: &ArgMatches) -> Done {
    match matches.subcommand() {
        Some(("search", matches)) => search(app, matches),
        Some(("show", matches)) => show::run(app, matches),
        Some(("add", matches)) => own::add(app, matches),
        Some(("recipe", matches)) => own::recipe(app, matches),
        Some(("own", matches)) => own::list(app, matches),
        Some(("delete", matches)) => own::delete(app, matches),
        Some(("favourite", matches)) => own::favourite(app, matches),
        Some(("recents", matches)) => own::recents(app, matches),
        Some(("intake", matches)) => intake::run(app, matches),
        Some((_, matches)) => show::licences(app, matches),
        None => Ok(()),
    }
}

/// What programs read.
#[derive(Serialize)]
struct Found {
    foods: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    code: String,
    name: String,
    kcal_per_100g: Option<f64>,
}

fn most(matches: &ArgMatches) -> usize {
    usize::from(matches.get_one::<u16>("limit").copied().unwrap_or(20))
}

fn search(app: &App, matches: &ArgMatches) -> Done {
    let text = super::texts(matches, "text").join(" ");
    let hits = app.search_food(&text, most(matches))?;
    let foods: Vec<Row> = hits
        .iter()
        .map(|hit| Row {
            code: hit.code.0.clone(),
            // A program gets the table's own wording, whatever the person reads.
            name: if app.json() { hit.name.clone() } else { name(hit, app.lang()) },
            kcal_per_100g: hit.kcal_per_100g,
        })
        .collect();
    if app.json() {
        return screen::json(&Found { foods });
    }
    if foods.is_empty() {
        return screen::line(&app.words().get("cli-food-none"));
    }
    let mut table = Table::new().right(&[2]);
    for food in foods {
        let energy = food.kcal_per_100g.map(|kcal| app.words().quantity(kcal, Unit::Kilocalorie));
        table.row([food.code, food.name, energy.unwrap_or_else(|| "-".to_owned())]);
    }
    table.print(0)?;
    screen::line(&app.words().get("cli-food-per-100g"))
}

/// What people call the food, and the table's own wording where that says more.
fn name(hit: &FoodHit, lang: Lang) -> String {
    match (&hit.everyday, lang) {
        (Some(everyday), Lang::Ja) => format!("{everyday}  {}", hit.name),
        _ => hit.called(lang),
    }
}

/// The code that was typed, or that of the first food which the words find.
pub(super) fn code_of(app: &App, typed: &str) -> Result<FoodCode, Failure> {
    let prefix = typed.split_once(':').map_or("", |(prefix, _)| prefix);
    if ["mext", "usda", "dish", "own"].contains(&prefix) {
        return Ok(FoodCode(typed.to_owned()));
    }
    let hit = app.search_food(typed, 1)?.into_iter().next();
    Ok(hit.ok_or(Failure::Core(mimamori::Error::NotFound("food")))?.code)
}
