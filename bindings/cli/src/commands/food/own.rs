//! The person's own foods: labels, recipes, favourites, and what was eaten lately.

use clap::{Arg, ArgAction, ArgMatches, Command};
use mimamori::model::meal::{FoodCode, Nutrient, Nutrients};
use mimamori::model::own_food::{Food, LabelBasis, Recipe, RecipeItem};
use mimamori::model::{Record, RecordId};
use mimamori::text::Words;
use serde::Serialize;

use super::show::energy;
use super::{code_of, most};
use crate::Done;
use crate::app::App;
use crate::args::{bare, option, word};
use crate::commands::meal::foods;
use crate::commands::{number, text, texts};
use crate::failure::Failure;
use crate::screen::{self, Table};

/// What a label may state, with its option.
const LABEL: [(&str, Nutrient); 14] = [
    ("kcal", Nutrient::Energy),
    ("protein", Nutrient::Protein),
    ("fat", Nutrient::Fat),
    ("saturated-fat", Nutrient::SaturatedFat),
    ("cholesterol", Nutrient::Cholesterol),
    ("carbohydrate", Nutrient::Carbohydrate),
    ("fibre", Nutrient::Fibre),
    ("salt", Nutrient::Salt),
    ("sodium", Nutrient::Sodium),
    ("potassium", Nutrient::Potassium),
    ("calcium", Nutrient::Calcium),
    ("iron", Nutrient::Iron),
    ("vitamin-d", Nutrient::VitaminD),
    ("alcohol", Nutrient::Alcohol),
];

pub(super) fn add_command(words: &Words) -> Command {
    let mut command = bare("add", words)
        .about(words.get("cli-food-add"))
        .visible_alias("label")
        .after_help(words.get("cli-food-add-examples"))
        .arg(word("name", "NAME", words.get("cli-food-name")))
        .arg(option("per", "100|serving|pack", words.get("cli-food-per")).value_parser(["100", "serving", "pack"]))
        .arg(option("serving", "N", words.get("cli-food-serving")))
        .arg(option("pack", "N", words.get("cli-food-pack")))
        .arg(Arg::new("drink").long("drink").help(words.get("cli-food-drink")).action(ArgAction::SetTrue))
        .arg(option("reading", "TEXT", words.get("cli-food-reading")))
        .arg(option("maker", "TEXT", words.get("cli-food-maker")))
        .arg(option("barcode", "DIGITS", words.get("cli-food-barcode")));
    for (name, nutrient) in LABEL {
        let help = format!("{} ({})", words.nutrient(nutrient), words.unit(nutrient.unit()));
        command = command.arg(option(name, "N", help));
    }
    command
}

pub(super) fn add(app: &App, matches: &ArgMatches) -> Done {
    let person = app.person()?;
    let figure =
        |name: &str, field: &'static str| matches.get_one::<String>(name).map(|typed| number(typed, field)).transpose();
    let mut values = Nutrients::default();
    for (name, nutrient) in LABEL {
        if let Some(amount) = figure(name, "values")? {
            let before = values.iter().count();
            values.set(nutrient, amount);
            if values.iter().count() == before {
                return Err(mimamori::model::Invalid::new("values", mimamori::model::Problem::Impossible).into());
            }
        }
    }
    // American labels state sodium; the record sums salt.
    if let (None, Some(sodium)) = (values.get(Nutrient::Salt), values.get(Nutrient::Sodium)) {
        values.set(Nutrient::Salt, sodium * 2.54 / 1_000.0);
    }
    let per = matches.get_one::<String>("per");
    let per = per.and_then(|code| LabelBasis::ALL.into_iter().find(|per| per.code() == code));
    let word = |name: &str| matches.get_one::<String>(name).cloned();
    let food = Food {
        name: text(matches, "name").to_owned(),
        reading: word("reading").unwrap_or_default(),
        maker: word("maker").unwrap_or_default(),
        barcode: word("barcode"),
        per: per.unwrap_or(LabelBasis::Hundred),
        values,
        serving: figure("serving", "serving")?,
        pack: figure("pack", "pack")?,
        drink: matches.get_flag("drink"),
    };
    let record = app.companion()?.add_own_food(person.id, food)?;
    kept(app, &record)
}

pub(super) fn recipe_command(words: &Words) -> Command {
    bare("recipe", words)
        .about(words.get("cli-food-recipe"))
        .after_help(words.get("cli-food-recipe-examples"))
        .arg(word("name", "NAME", words.get("cli-food-name")))
        .arg(word("part", "FOOD=AMOUNT", words.get("cli-food-recipe-part")).num_args(1..))
        .arg(option("servings", "N", words.get("cli-food-recipe-servings")))
        .arg(option("yield", "GRAMS", words.get("cli-food-recipe-yield")))
        .arg(option("reading", "TEXT", words.get("cli-food-reading")))
}

pub(super) fn recipe(app: &App, matches: &ArgMatches) -> Done {
    let person = app.person()?;
    let figure =
        |name: &str, field: &'static str| matches.get_one::<String>(name).map(|typed| number(typed, field)).transpose();
    let mut items = Vec::new();
    for (place, (code, amount)) in foods::read(app, &texts(matches, "part"))?.into_iter().enumerate() {
        let card = app.food_card(&code)?;
        let grams = foods::item(&card, &amount, place + 1, app.words())?.grams;
        let grams = grams.ok_or(Failure::Core(mimamori::Error::NotFound("measure of this food")))?;
        items.push(RecipeItem { code, name: String::new(), grams });
    }
    let recipe = Recipe {
        name: text(matches, "name").to_owned(),
        reading: matches.get_one::<String>("reading").cloned().unwrap_or_default(),
        items,
        yield_grams: figure("yield", "yield")?,
        servings: figure("servings", "servings")?.unwrap_or(1.0),
    };
    let record = app.companion()?.add_recipe(person.id, recipe, app.lang())?;
    kept(app, &record)
}

/// Says what was kept and under which code.
fn kept(app: &App, record: &Record) -> Done {
    let code = FoodCode(format!("own:{}", record.id));
    if app.json() {
        return screen::json(record);
    }
    let mut table = Table::new().right(&[2]);
    table.row(row(app, &code)?);
    table.print(0)
}

/// Name, usual amount, its energy, code.
fn row(app: &App, code: &FoodCode) -> Result<[String; 4], Failure> {
    let card = app.food_card(code)?;
    let words = app.words();
    let usual = foods::usual(&card);
    let item = foods::item(&card, &usual, 1, words)?;
    let amount = words.eaten(&item).unwrap_or_default();
    Ok([card.name, amount, energy(item.nutrients.get(Nutrient::Energy), words), code.0.clone()])
}

fn rows(app: &App, codes: &[FoodCode], none: &str) -> Done {
    if codes.is_empty() {
        return screen::line(&app.words().get(none));
    }
    let mut table = Table::new().right(&[2]);
    for code in codes {
        table.row(row(app, code)?);
    }
    table.print(0)
}

pub(super) fn list_command(words: &Words) -> Command {
    bare("own", words).about(words.get("cli-food-own"))
}

pub(super) fn list(app: &App, _: &ArgMatches) -> Done {
    let person = app.person()?;
    let records = app.companion()?.own_foods(person.id)?;
    if app.json() {
        return screen::json(&records);
    }
    let codes: Vec<_> = records.iter().map(|record| FoodCode(format!("own:{}", record.id))).collect();
    rows(app, &codes, "cli-food-own-none")
}

pub(super) fn delete_command(words: &Words) -> Command {
    bare("delete", words)
        .about(words.get("cli-food-delete"))
        .arg(word("food", "FOOD", words.get("cli-food-what")).num_args(1..))
}

pub(super) fn delete(app: &App, matches: &ArgMatches) -> Done {
    let person = app.person()?;
    let code = code_of(app, &texts(matches, "food").join(" "))?;
    let id = code.0.strip_prefix("own:").and_then(|id| id.parse().ok()).map(RecordId);
    let own = app.companion()?.own_foods(person.id)?;
    let record = own.iter().find(|record| Some(record.id) == id);
    let record = record.ok_or(Failure::Core(mimamori::Error::NotFound("food")))?;
    let record = app.companion()?.delete(record.id)?;
    app.recorded(&record, &app.words().get("cli-food-deleted"))
}

pub(super) fn favourite_command(words: &Words) -> Command {
    bare("favourite", words)
        .about(words.get("cli-food-favourite"))
        .visible_alias("favorite")
        .arg(word("food", "FOOD", words.get("cli-food-what")).required(false).num_args(0..))
        .arg(Arg::new("remove").long("remove").help(words.get("cli-food-favourite-remove")).action(ArgAction::SetTrue))
}

/// What programs read.
#[derive(Serialize)]
struct Favourites {
    favourites: Vec<FoodCode>,
}

pub(super) fn favourite(app: &App, matches: &ArgMatches) -> Done {
    let person = app.person()?;
    let companion = app.companion()?;
    let typed = texts(matches, "food").join(" ");
    if !typed.is_empty() {
        let code = code_of(app, &typed)?;
        let marked = !matches.get_flag("remove");
        companion.set_favourite_food(person.id, &code, marked)?;
        if !app.json() {
            let name = app.food_card(&code)?.name;
            return screen::line(&match marked {
                true => app.words().fmt("cli-food-favourite-set", &[("name", name.into())]),
                false => app.words().get("cli-food-favourite-unset"),
            });
        }
    }
    let codes: Vec<_> =
        companion.favourite_foods(person.id, app.lang())?.into_iter().map(|card| card.food.code).collect();
    if app.json() {
        return screen::json(&Favourites { favourites: codes });
    }
    rows(app, &codes, "cli-food-favourite-none")
}

pub(super) fn recents_command(words: &Words) -> Command {
    bare("recents", words).about(words.get("cli-food-recents"))
}

/// What programs read.
#[derive(Serialize)]
struct Recent {
    code: Option<FoodCode>,
    name: String,
    times: u32,
    last: mimamori::model::Millis,
    item: mimamori::model::meal::MealItem,
}

pub(super) fn recents(app: &App, matches: &ArgMatches) -> Done {
    let person = app.person()?;
    let recents = app.companion()?.recent_foods(person.id, most(matches))?;
    if app.json() {
        let recent = |food: mimamori::companion::RecentFood| Recent {
            code: food.code,
            name: food.name,
            times: food.times,
            last: food.last,
            item: food.item,
        };
        return screen::json(&recents.into_iter().map(recent).collect::<Vec<_>>());
    }
    if recents.is_empty() {
        return screen::line(&app.words().get("cli-food-recents-none"));
    }
    let mut table = Table::new().right(&[2]);
    for food in recents {
        let words = app.words();
        let kcal = food.item.nutrients.get(Nutrient::Energy);
        let times = words.fmt("cli-food-times", &[("times", food.times.into())]);
        table.row([food.name, words.eaten(&food.item).unwrap_or_default(), energy(kcal, words), times]);
    }
    table.print(0)
}
