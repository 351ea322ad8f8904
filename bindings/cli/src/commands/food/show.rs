//! `food show` and `food licences`: what a food brings, and where the figures are from.

use std::collections::BTreeMap;

use clap::{ArgMatches, Command};
use mimamori::companion::FoodCard;
use mimamori::food::Amount;
use mimamori::model::meal::{MealItem, Nutrient};
use mimamori::model::quantity::Unit;
use mimamori::text::Words;
use serde::Serialize;

use crate::Done;
use crate::app::App;
use crate::args::{bare, word};
use crate::commands::meal::foods::{self, Typed};
use crate::screen::{self, Table};

pub(super) fn command(words: &Words) -> Command {
    bare("show", words)
        .about(words.get("cli-food-show"))
        .after_help(words.get("cli-food-show-examples"))
        .arg(word("food", "FOOD=AMOUNT", words.get("cli-food-show-amount")).num_args(1..))
}

/// What programs read.
#[derive(Serialize)]
struct Shown<'a> {
    code: &'a str,
    table: &'a str,
    name: &'a str,
    grams: Option<f64>,
    nutrients: &'a mimamori::model::meal::Nutrients,
    measures: Vec<Measure<'a>>,
    ingredients: Vec<Ingredient<'a>>,
}

#[derive(Serialize)]
struct Measure<'a> {
    measure: &'a str,
    grams: f64,
    source: &'a str,
}

#[derive(Serialize)]
struct Ingredient<'a> {
    code: &'a str,
    name: &'a str,
    grams: f64,
}

pub(super) fn run(app: &App, matches: &ArgMatches) -> Done {
    let line = crate::commands::texts(matches, "food").join(" ");
    let Typed { food, amount } = Typed::read(&line);
    let code = super::code_of(app, &food)?;
    let card = app.food_card(&code)?;
    let amount = amount.unwrap_or(if card.label.is_some() && card.per_100g.iter().next().is_none() {
        Amount::Of(1.0, String::new())
    } else {
        Amount::Grams(100.0)
    });
    let item = foods::item(&card, &amount, 1, app.words())?;
    if app.json() {
        return screen::json(&Shown {
            code: &card.food.code.0,
            table: &card.food.table,
            name: &card.name,
            grams: item.grams,
            nutrients: &item.nutrients,
            measures: card
                .measures
                .iter()
                .map(|it| Measure { measure: &it.code, grams: it.grams, source: &it.source })
                .collect(),
            ingredients: card
                .ingredients
                .iter()
                .map(|(code, name, grams)| Ingredient { code: &code.0, name, grams: *grams })
                .collect(),
        });
    }
    label(&card, &item, app.words())
}

fn label(card: &FoodCard, item: &MealItem, words: &Words) -> Done {
    let amount = words.eaten(item).unwrap_or_default();
    screen::line(&format!("{}  {amount}  ({})", card.name, card.food.code.0))?;
    let mut table = Table::new().right(&[1]);
    for nutrient in Nutrient::ALL {
        let Some(value) = item.nutrients.get(nutrient) else {
            table.row([words.nutrient(nutrient), words.get("cli-food-unknown"), String::new()]);
            continue;
        };
        let mark = if card.trace.contains(nutrient) {
            words.get("cli-food-trace")
        } else if card.partial.contains(nutrient) {
            words.get("cli-food-partial")
        } else if card.estimated.contains(nutrient) {
            words.get("cli-food-estimated")
        } else {
            String::new()
        };
        table.row([words.nutrient(nutrient), words.nutrient_amount(nutrient, value), mark]);
    }
    table.print(2)?;
    if !card.ingredients.is_empty() {
        screen::line(&words.get("cli-food-made-of"))?;
        let mut table = Table::new().right(&[1]);
        for (_, name, grams) in &card.ingredients {
            table.row([name.clone(), words.grams(*grams)]);
        }
        table.print(2)?;
    }
    if !card.measures.is_empty() {
        screen::line(&words.get("cli-food-measures"))?;
        let measures: Vec<String> = card.measures.iter().map(|it| words.weighed_measure(it)).collect();
        screen::line(&format!("  {}", measures.join(&words.get("list-separator"))))?;
    }
    match &card.source {
        Some(source) => screen::line(&format!("{} ({})", source.title, source.version)),
        None => Ok(()),
    }
}

pub(super) fn licences_command(words: &Words) -> Command {
    bare("licences", words).about(words.get("cli-food-licences")).visible_alias("licenses")
}

pub(super) fn licences(app: &App, _: &ArgMatches) -> Done {
    let sources = app.food_sources()?;
    if app.json() {
        let row = |source: &mimamori::food::FoodSource| {
            BTreeMap::from([
                ("prefix", source.prefix.clone()),
                ("version", source.version.clone()),
                ("title", source.title.clone()),
                ("publisher", source.publisher.clone()),
                ("licence", source.licence.clone()),
                ("notice", source.notice.clone()),
                ("address", source.address.clone()),
            ])
        };
        return screen::json(&BTreeMap::from([("sources", sources.iter().map(row).collect::<Vec<_>>())]));
    }
    for source in sources {
        screen::line(&format!("{}  ({})", source.title, source.version))?;
        for line in [&source.publisher, &source.licence, &source.address].into_iter().filter(|line| !line.is_empty()) {
            screen::line(&format!("  {line}"))?;
        }
        for line in source.notice.lines() {
            screen::line(&format!("  {line}"))?;
        }
    }
    Ok(())
}

/// Energy for a list: `156 kcal`, or a dash.
pub(super) fn energy(kcal: Option<f64>, words: &Words) -> String {
    kcal.map_or_else(|| "-".to_owned(), |kcal| words.quantity(kcal, Unit::Kilocalorie))
}
