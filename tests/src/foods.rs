//! Builds the food table of the core from the sources in `tests/data/food`.
//!
//! The same sources give the same bytes, so a test can hold the committed table to them. All rules
//! of reading and spelling are the core's own: an index spelt by other rules would miss its foods.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use mimamori::food::table::infoods_tag;
use mimamori::food::{Cell, Figure, HouseholdMeasure, NutrientSet, normalise};
use mimamori::model::meal::{Nutrient, Nutrients};

use self::csv::Table;

mod csv;
mod dishes;
mod usda;
mod write;

/// The texts of the source files.
#[derive(Debug)]
pub struct Sources {
    foods: String,
    synonyms: String,
    readings: String,
    names: String,
    measures: String,
    dishes: String,
    ingredients: String,
    usda: String,
    portions: String,
    usda_words: String,
    sources: String,
    references: String,
}

impl Sources {
    /// Reads the files of `folder`.
    ///
    /// # Errors
    /// The name of a file that cannot be read.
    pub fn read(folder: &Path) -> Result<Self, String> {
        let file = |name: &str| std::fs::read_to_string(folder.join(name)).map_err(|error| format!("{name}: {error}"));
        Ok(Self {
            foods: file("mext_foods.csv")?,
            synonyms: file("synonyms_ja.csv")?,
            readings: file("readings.csv")?,
            names: file("names_en.csv")?,
            measures: file("measures.csv")?,
            dishes: file("dishes.csv")?,
            ingredients: file("dish_ingredients.csv")?,
            usda: file("usda_sr28_foods.csv")?,
            portions: file("usda_sr28_portions.csv")?,
            usda_words: file("usda_words.csv")?,
            sources: file("sources.csv")?,
            references: file("dri_jp_2025.csv")?,
        })
    }
}

/// One food on its way into the table.
#[derive(Debug, Default)]
struct Row {
    /// The table's own wording.
    name: String,
    /// What people call it in Japanese.
    everyday: Option<String>,
    name_en: Option<String>,
    /// Meat or fish that nobody eats as it is.
    raw: bool,
    refuse: f64,
    grams_per_100ml: Option<f64>,
    per_100g: Nutrients,
    estimated: NutrientSet,
    trace: NutrientSet,
    partial: NutrientSet,
    /// Other names, in ordinary spelling.
    aliases: Vec<String>,
    /// Code, grams, where the weight is from.
    measures: Vec<(String, f64, &'static str)>,
    ingredients: Vec<(String, f64)>,
}

/// The bytes of the table.
///
/// # Errors
/// The file and line that cannot be understood, or what SQLite refused.
pub fn build(sources: &Sources) -> Result<Vec<u8>, String> {
    let mut foods = foods(&sources.foods)?;
    let mut words = Words::default();
    usda::foods(&sources.usda, &mut foods)?;
    usda::portions(&sources.portions, &mut foods)?;
    english_names(&sources.names, &mut foods, &mut words)?;
    dishes::add(&sources.dishes, &sources.ingredients, &mut foods, &mut words)?;
    everyday_words("synonyms_ja.csv", &sources.synonyms, &mut foods, &mut words)?;
    everyday_names(&sources.synonyms, &mut foods, &words)?;
    everyday_words("usda_words.csv", &sources.usda_words, &mut foods, &mut words)?;
    measures(&sources.measures, &mut foods)?;
    let mut readings = Vec::new();
    for row in Table::parse("readings.csv", &sources.readings)?.rows() {
        readings.push((row.get("word")?.to_owned(), row.get("kana")?.to_owned()));
    }
    let mut origins = Vec::new();
    for row in Table::parse("sources.csv", &sources.sources)?.rows() {
        let mut origin = Vec::new();
        for column in write::SOURCE_COLUMNS {
            origin.push(row.get(column)?.to_owned());
        }
        origins.push(origin);
    }
    let references = references(&sources.references)?;
    write::table(&foods, &words, &readings, &origins, &references).map_err(|error| error.to_string())
}

/// Figure, kind, sex, first and last age, at least, at most.
type ReferenceLine = (String, String, String, f64, Option<f64>, Option<f64>, Option<f64>);

fn references(text: &str) -> Result<Vec<ReferenceLine>, String> {
    let mut lines = Vec::new();
    for row in Table::parse("dri_jp_2025.csv", text)?.rows() {
        let figure = row.get("figure")?;
        if !Figure::ALL.into_iter().any(|known| known.code() == figure) {
            return Err(row.problem("no such figure"));
        }
        let optional = |column| if row.get(column)?.is_empty() { Ok(None) } else { row.number(column).map(Some) };
        lines.push((
            figure.to_owned(),
            row.get("kind")?.to_owned(),
            row.get("sex")?.to_owned(),
            row.number("age_from")?,
            optional("age_to")?,
            optional("low")?,
            optional("high")?,
        ));
    }
    Ok(lines)
}

fn everyday_words(
    file: &'static str,
    text: &str,
    foods: &mut BTreeMap<String, Row>,
    words: &mut Words,
) -> Result<(), String> {
    for row in Table::parse(file, text)?.rows() {
        let code = row.get("code")?;
        let food = foods.get_mut(code).ok_or_else(|| row.problem("no such food"))?;
        // What people say is shorter than the USDA's name; it is shown as the food's English name.
        if code.starts_with("usda:") && food.name_en.is_none() {
            food.name_en = row.list("word")?.next().map(capital);
        }
        for word in row.list("word")? {
            food.aliases.push(word.to_owned());
            words.add(word, code);
        }
    }
    Ok(())
}

/// Everyday words and the foods they mean, the likeliest first.
#[derive(Debug, Default)]
struct Words(BTreeMap<String, Vec<String>>);

impl Words {
    fn add(&mut self, word: &str, code: &str) {
        let codes = self.0.entry(normalise::normalise(word)).or_default();
        if !codes.iter().any(|known| known == code) {
            codes.push(code.to_owned());
        }
    }

    /// The foods that some word means first.
    fn first(&self) -> BTreeSet<&str> {
        self.0.values().filter_map(|codes| codes.first()).map(String::as_str).collect()
    }
}

fn foods(text: &str) -> Result<BTreeMap<String, Row>, String> {
    let mut foods = BTreeMap::new();
    for row in Table::parse("mext_foods.csv", text)?.rows() {
        let mut food = Row {
            name: row.get("name_ja")?.to_owned(),
            refuse: Cell::parse(row.get("REFUSE")?).ok().and_then(Cell::amount).unwrap_or(0.0),
            ..Row::default()
        };
        for nutrient in Nutrient::ALL {
            let cell = Cell::parse(row.get(infoods_tag(nutrient))?).map_err(|error| row.problem(&error.to_string()))?;
            if let Some(amount) = cell.amount() {
                food.per_100g.set(nutrient, amount);
            }
            if cell.is_estimated() {
                food.estimated.insert(nutrient);
            }
            if cell.is_trace() {
                food.trace.insert(nutrient);
            }
        }
        let remarks = row.get("remarks_ja")?;
        food.grams_per_100ml = grams_per_100ml(remarks);
        food.aliases = aliases(remarks);
        foods.insert(format!("mext:{}", row.get("food_code")?), food);
    }
    Ok(foods)
}

/// `(100 g： 84.7 mL、100 mL： 118.1 g)` says 118.1.
fn grams_per_100ml(remarks: &str) -> Option<f64> {
    let packed: String = remarks.chars().filter(|c| !c.is_whitespace()).collect();
    let (_, after) = packed.split_once("100mL：")?;
    let number: String = after.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
    number.parse().ok().filter(|grams: &f64| *grams > 0.0)
}

/// `別名： オート、オーツ 歩留り：…` names オート and オーツ.
fn aliases(remarks: &str) -> Vec<String> {
    let Some((_, after)) = remarks.split_once("別名：") else { return Vec::new() };
    let names = after.trim_start().split([' ', '\u{3000}', '\n']).next().unwrap_or_default();
    names.split('、').map(|name| normalise::words_and_classes(name).0).filter(|name| !name.is_empty()).collect()
}

/// The first everyday word that means a food of the Japanese table before all others is its name.
fn everyday_names(text: &str, foods: &mut BTreeMap<String, Row>, words: &Words) -> Result<(), String> {
    for row in Table::parse("synonyms_ja.csv", text)?.rows() {
        let (word, code) = (row.get("word")?, row.get("code")?);
        let Some(food) = foods.get_mut(code).filter(|food| code.starts_with("mext:") && food.everyday.is_none()) else {
            continue;
        };
        if words.0.get(&normalise::normalise(word)).and_then(|codes| codes.first()).is_some_and(|first| first == code) {
            food.everyday = Some(word.to_owned());
        }
    }
    Ok(())
}

/// The word with a capital letter at its beginning.
fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

fn english_names(text: &str, foods: &mut BTreeMap<String, Row>, words: &mut Words) -> Result<(), String> {
    for row in Table::parse("names_en.csv", text)?.rows() {
        let code = format!("mext:{}", row.get("code")?);
        let food = foods.get_mut(&code).ok_or_else(|| row.problem("no such food"))?;
        food.name_en = Some(row.get("name_en")?.to_owned());
        for word in row.list("words")? {
            food.aliases.push(word.to_owned());
            words.add(word, &code);
        }
    }
    Ok(())
}

fn measures(text: &str, foods: &mut BTreeMap<String, Row>) -> Result<(), String> {
    for row in Table::parse("measures.csv", text)?.rows() {
        let food = foods.get_mut(row.get("code")?).ok_or_else(|| row.problem("no such food"))?;
        let measure: HouseholdMeasure = row.get("measure")?.parse().map_err(|_| row.problem("no such measure"))?;
        let source = WEIGHTS.into_iter().find(|known| row.get("source") == Ok(known));
        let source = source.ok_or_else(|| row.problem("no such source of a weight"))?;
        food.measures.push((measure.code().to_owned(), row.number("grams")?, source));
    }
    for food in foods.values_mut() {
        let Some(density) = food.grams_per_100ml else { continue };
        for measure in HouseholdMeasure::all() {
            let Some(volume) = measure.millilitres() else { continue };
            if !food.measures.iter().any(|(known, ..)| known == measure.code()) {
                let grams = round(density * volume / 100.0, 10.0);
                food.measures.push((measure.code().to_owned(), grams, "mext-density"));
            }
        }
    }
    Ok(())
}

/// Where the weight of a household measure in `measures.csv` may be from.
const WEIGHTS: [&str; 5] = ["balance-guide", "egg-standard", "mext-density", "pack", "estimate"];

fn round(number: f64, steps: f64) -> f64 {
    (number * steps).round() / steps
}

#[cfg(test)]
mod tests;
