//! Builds the food table of the core from the sources in `tests/data/food`.
//!
//! The same sources give the same bytes, so a test can hold the committed table to them. All rules
//! of reading and spelling are the core's own: an index spelt by other rules would miss its foods.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use mimamori::food::rank::{GeneralRank, TermKind, pack_terms};
use mimamori::food::table::infoods_tag;
use mimamori::food::{Cell, HouseholdMeasure, NutrientSet, Readings, dish, gram, normalise};
use mimamori::model::meal::{Nutrient, Nutrients};
use rusqlite::{Connection, params_from_iter, types::Value};

use self::csv::Table;

mod csv;

/// The version that every recorded meal names: 食品成分表八訂 (増補2023年), and our own edition of it.
const VERSION: &str = "mext-8-2023.1";

const SCHEMA: &str = "
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE reading (word TEXT PRIMARY KEY, kana TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE synonym (text TEXT NOT NULL, rank INTEGER NOT NULL, food INTEGER NOT NULL REFERENCES food,
    PRIMARY KEY (text, rank)) STRICT, WITHOUT ROWID;
CREATE TABLE gram (gram TEXT PRIMARY KEY, foods BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE measure (food INTEGER NOT NULL REFERENCES food, rank INTEGER NOT NULL, measure TEXT NOT NULL,
    grams REAL NOT NULL, source TEXT NOT NULL, PRIMARY KEY (food, rank)) STRICT, WITHOUT ROWID;
CREATE TABLE ingredient (dish INTEGER NOT NULL REFERENCES food, rank INTEGER NOT NULL,
    food INTEGER NOT NULL REFERENCES food, grams REAL NOT NULL, PRIMARY KEY (dish, rank)) STRICT, WITHOUT ROWID;
";

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
        })
    }
}

/// One food on its way into the table.
#[derive(Debug, Default)]
struct Row {
    name_ja: String,
    name_en: Option<String>,
    group: i64,
    refuse: f64,
    grams_per_100ml: Option<f64>,
    per_100g: Nutrients,
    estimated: NutrientSet,
    trace: NutrientSet,
    partial: NutrientSet,
    /// Other names, in ordinary spelling.
    aliases: Vec<String>,
    measures: Vec<(HouseholdMeasure, f64, String)>,
    ingredients: Vec<(String, f64)>,
}

/// The bytes of the table.
///
/// # Errors
/// The file and line that cannot be understood, or what SQLite refused.
pub fn build(sources: &Sources) -> Result<Vec<u8>, String> {
    let mut foods = foods(&sources.foods)?;
    let mut words = Words::default();
    english_names(&sources.names, &mut foods, &mut words)?;
    dishes(&sources.dishes, &sources.ingredients, &mut foods, &mut words)?;
    for row in Table::parse("synonyms_ja.csv", &sources.synonyms)?.rows() {
        let (word, code) = (row.get("word")?, row.get("code")?);
        foods.get_mut(code).ok_or_else(|| row.problem("no such food"))?.aliases.push(word.to_owned());
        words.add(word, code);
    }
    measures(&sources.measures, &mut foods)?;
    let mut readings = Vec::new();
    for row in Table::parse("readings.csv", &sources.readings)?.rows() {
        readings.push((row.get("word")?.to_owned(), row.get("kana")?.to_owned()));
    }
    write(&foods, &words, &readings).map_err(|error| error.to_string())
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

    fn means_first(&self, code: &str) -> bool {
        self.0.values().any(|codes| codes.first().is_some_and(|first| first == code))
    }
}

fn foods(text: &str) -> Result<BTreeMap<String, Row>, String> {
    let mut foods = BTreeMap::new();
    for row in Table::parse("mext_foods.csv", text)?.rows() {
        let mut food = Row {
            name_ja: row.get("name_ja")?.to_owned(),
            group: row.number("food_group")? as i64,
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

fn dishes(dishes: &str, ingredients: &str, foods: &mut BTreeMap<String, Row>, words: &mut Words) -> Result<(), String> {
    let mut recipes: BTreeMap<String, Vec<(String, f64)>> = BTreeMap::new();
    for row in Table::parse("dish_ingredients.csv", ingredients)?.rows() {
        let food = row.get("food")?;
        if !foods.contains_key(food) {
            return Err(row.problem("no such food"));
        }
        recipes.entry(row.get("dish")?.to_owned()).or_default().push((food.to_owned(), row.number("grams")?));
    }
    for row in Table::parse("dishes.csv", dishes)?.rows() {
        let code = row.get("code")?;
        let recipe = recipes.remove(code).ok_or_else(|| row.problem("no ingredients"))?;
        let parts: Vec<(Nutrients, f64)> =
            recipe.iter().filter_map(|(food, grams)| Some((foods.get(food)?.per_100g.clone(), *grams))).collect();
        let cooked = dish::cook(&parts, row.number("yield")?).ok_or_else(|| row.problem("not a recipe"))?;
        let measure = row.get("measure")?.parse().map_err(|_| row.problem("no such measure"))?;
        let mut food = Row {
            name_ja: row.get("name_ja")?.to_owned(),
            name_en: Some(row.get("name_en")?.to_owned()),
            group: 18,
            partial: cooked.partial,
            measures: vec![(measure, round(cooked.grams, 10.0), "recipe".to_owned())],
            ingredients: recipe,
            ..Row::default()
        };
        for (nutrient, amount) in cooked.per_100g.iter() {
            food.per_100g.set(nutrient, round(amount, 10_000.0));
            food.estimated.insert(nutrient);
        }
        for list in ["words_ja", "words_en"] {
            for word in row.list(list)? {
                food.aliases.push(word.to_owned());
                words.add(word, code);
            }
        }
        foods.insert(code.to_owned(), food);
    }
    match recipes.into_keys().next() {
        Some(dish) => Err(format!("dish_ingredients.csv: {dish} is not in dishes.csv")),
        None => Ok(()),
    }
}

fn measures(text: &str, foods: &mut BTreeMap<String, Row>) -> Result<(), String> {
    for row in Table::parse("measures.csv", text)?.rows() {
        let food = foods.get_mut(row.get("code")?).ok_or_else(|| row.problem("no such food"))?;
        let measure = row.get("measure")?.parse().map_err(|_| row.problem("no such measure"))?;
        food.measures.push((measure, row.number("grams")?, row.get("source")?.to_owned()));
    }
    for food in foods.values_mut() {
        let Some(density) = food.grams_per_100ml else { continue };
        for measure in HouseholdMeasure::all() {
            let Some(volume) = measure.millilitres() else { continue };
            if !food.measures.iter().any(|(known, ..)| *known == measure) {
                let grams = round(density * volume / 100.0, 10.0);
                food.measures.push((measure, grams, "mext-density".to_owned()));
            }
        }
    }
    Ok(())
}

fn round(number: f64, steps: f64) -> f64 {
    (number * steps).round() / steps
}

fn write(foods: &BTreeMap<String, Row>, words: &Words, readings: &[(String, String)]) -> rusqlite::Result<Vec<u8>> {
    let mut connection = Connection::open_in_memory()?;
    connection.execute_batch("PRAGMA page_size = 1024; PRAGMA encoding = 'UTF-8';")?;
    let columns: Vec<String> =
        Nutrient::ALL.into_iter().map(|nutrient| format!("\"{}\" REAL", infoods_tag(nutrient))).collect();
    let transaction = connection.transaction()?;
    transaction.execute_batch(SCHEMA)?;
    transaction.execute_batch(&format!(
        "CREATE TABLE food (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, name_ja TEXT NOT NULL, name_en TEXT, \
         food_group INTEGER NOT NULL, refuse REAL NOT NULL, grams_per_100ml REAL, estimated INTEGER NOT NULL, \
         trace INTEGER NOT NULL, partial INTEGER NOT NULL, terms TEXT NOT NULL, {}) STRICT;",
        columns.join(", ")
    ))?;
    transaction.execute("INSERT INTO meta VALUES ('version', ?1)", [VERSION])?;
    transaction.execute(
        "INSERT INTO meta VALUES ('source', ?1)",
        ["「日本食品標準成分表（八訂）増補2023年」（文部科学省）を加工して作成"],
    )?;
    for (word, kana) in readings {
        transaction.execute("INSERT INTO reading VALUES (?1, ?2)", [word, kana])?;
    }

    let spelling = Readings::new(readings.iter().map(|(word, kana)| (word, kana)));
    let ids = in_general_order(foods, words);
    let marks = vec!["?"; 11 + Nutrient::ALL.len()].join(", ");
    let mut insert = transaction.prepare(&format!("INSERT INTO food VALUES ({marks})"))?;
    let mut grams: BTreeMap<String, BTreeSet<u32>> = BTreeMap::new();
    for (&id, (code, food)) in &ids {
        let terms = terms(food, &spelling);
        for (_, text) in &terms {
            for gram in gram::of_text(text) {
                grams.entry(gram).or_default().insert(id);
            }
        }
        let packed = pack_terms(terms.iter().map(|(kind, text)| (*kind, text.as_str())));
        let mut values: Vec<Value> = vec![
            id.into(),
            (*code).clone().into(),
            food.name_ja.clone().into(),
            food.name_en.clone().into(),
            food.group.into(),
            food.refuse.into(),
            food.grams_per_100ml.into(),
            food.estimated.bits().into(),
            food.trace.bits().into(),
            food.partial.bits().into(),
            packed.into(),
        ];
        values.extend(Nutrient::ALL.into_iter().map(|nutrient| Value::from(food.per_100g.get(nutrient))));
        insert.execute(params_from_iter(values))?;
    }
    drop(insert);

    let by_code: BTreeMap<&str, u32> = ids.iter().map(|(id, (code, _))| (code.as_str(), *id)).collect();
    let id_of = |code: &str| by_code.get(code).copied();
    for (id, (_, food)) in &ids {
        for (rank, (measure, grams, source)) in (0_u32..).zip(&food.measures) {
            transaction.execute(
                "INSERT INTO measure VALUES (?1, ?2, ?3, ?4, ?5)",
                (id, rank, measure.code(), grams, source),
            )?;
        }
        for (rank, (part, grams)) in (0_u32..).zip(&food.ingredients) {
            transaction.execute("INSERT INTO ingredient VALUES (?1, ?2, ?3, ?4)", (id, rank, id_of(part), grams))?;
        }
    }
    for (word, codes) in &words.0 {
        for (rank, code) in (0_u32..).zip(codes) {
            transaction.execute("INSERT INTO synonym VALUES (?1, ?2, ?3)", (word, rank, id_of(code)))?;
        }
    }
    for (gram, foods) in &grams {
        transaction.execute("INSERT INTO gram VALUES (?1, ?2)", (gram, gram::pack(foods)))?;
    }
    transaction.commit()?;
    connection.execute_batch("VACUUM")?;
    Ok(connection.serialize(rusqlite::MAIN_DB)?.to_vec())
}

/// The foods with their identifiers: the commonest is 1.
fn in_general_order<'a>(foods: &'a BTreeMap<String, Row>, words: &Words) -> BTreeMap<u32, (&'a String, &'a Row)> {
    let mut order: Vec<_> = foods.iter().collect();
    order.sort_by_cached_key(|(code, food)| {
        let (name, _) = normalise::words_and_classes(&food.name_ja);
        let rank = GeneralRank::new(
            &name,
            words.means_first(code),
            food.measures.iter().any(|(_, _, source)| source != "mext-density"),
            food.name_en.is_some(),
        );
        (rank, (*code).clone())
    });
    (1..).zip(order).collect()
}

/// The words under which a food is filed, spelt as a query will be.
fn terms(food: &Row, spelling: &Readings) -> Vec<(TermKind, String)> {
    let (name, class) = normalise::words_and_classes(&food.name_ja);
    let mut terms = BTreeSet::from([(TermKind::Name, spelling.fold(&name)), (TermKind::Class, spelling.fold(&class))]);
    for alias in food.aliases.iter().chain(&food.name_en) {
        terms.insert((TermKind::Alias, spelling.fold(alias)));
    }
    terms.into_iter().filter(|(_, text)| !text.is_empty()).collect()
}

#[cfg(test)]
mod tests;
