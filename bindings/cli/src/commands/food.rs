//! `food search`: finding a food by what people call it.

use clap::{ArgMatches, Command};
use mimamori::food::FoodHit;
use mimamori::model::quantity::Unit;
use mimamori::text::{Lang, Words};
use serde::Serialize;

use crate::Done;
use crate::app::App;
use crate::args::{bare, option, parent, word};
use crate::screen::{self, Table};

pub(super) fn command(words: &Words) -> Command {
    parent(bare("food", words).about(words.get("cli-food")), words).subcommand(
        bare("search", words)
            .about(words.get("cli-food-search"))
            .after_help(words.get("cli-food-search-examples"))
            .arg(word("text", "TEXT", words.get("cli-food-text")).num_args(1..))
            .arg(
                option("limit", "N", words.get("cli-food-limit")).value_parser(clap::value_parser!(u16).range(1..=200)),
            ),
    )
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

pub(super) fn run(app: &App, matches: &ArgMatches) -> Done {
    let Some((_, matches)) = matches.subcommand() else { return Ok(()) };
    let limit = matches.get_one::<u16>("limit").copied().unwrap_or(20);
    let text = super::texts(matches, "text").join(" ");
    let hits = app.search_food(&text, usize::from(limit))?;
    let foods: Vec<Row> = hits
        .iter()
        .map(|hit| Row {
            code: hit.code.0.clone(),
            // A program gets the table's own wording, whatever the person reads.
            name: if app.json() { hit.name.clone() } else { name(hit, app.lang()).to_owned() },
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

/// The food's name in the reader's language, as far as it has one.
pub(super) fn name(hit: &FoodHit, lang: Lang) -> &str {
    match (lang, &hit.name_en) {
        (Lang::En, Some(name)) => name,
        _ => &hit.name,
    }
}
