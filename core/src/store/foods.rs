//! The food table: built by `cargo xtask food`, part of the library, never written.
//!
//! SQLite reads it where the program's own bytes lie; nothing is copied into a person's folder.
//! Identifiers of foods are in general order, the commonest food first, so every list of the
//! index is too, and a search that is cut off has seen the likeliest foods.

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use rusqlite::{Connection, OptionalExtension, Row};

use crate::error::{Error, Result};
use crate::food::rank::{self, Fit, Place};
use crate::food::table::infoods_tag;
use crate::food::{
    Food, FoodHit, FoodMeasure, FoodUse, HouseholdMeasure, Ingredient, NutrientSet, Readings, gram, normalise,
};
use crate::model::meal::{FoodCode, FoodRef, Nutrient, Nutrients};

/// The table as built.
static TABLE: &[u8] = include_bytes!("../../data/foods.db");

/// Most foods looked at closely in one search; keeps a one-letter query under a millisecond.
const CANDIDATES: usize = 200;

/// Most foods of the person's history that are looked up in one search.
const HISTORY: usize = 50;

static FOOD_BY_CODE: LazyLock<String> = LazyLock::new(|| {
    let amounts: Vec<String> =
        Nutrient::ALL.into_iter().map(|nutrient| format!("\"{}\"", infoods_tag(nutrient))).collect();
    format!(
        "SELECT name_ja, name_en, refuse, grams_per_100ml, estimated, trace, partial, {} FROM food WHERE code = ?1",
        amounts.join(", ")
    )
});

/// The food table, open for reading. Opening takes milliseconds: keep it open. It can be handed to
/// another thread; two threads each need their own.
///
/// ```
/// use mimamori::model::meal::{MealItem, Nutrient};
/// use mimamori::store::foods::FoodTable;
///
/// # fn main() -> mimamori::Result<()> {
/// let table = FoodTable::open()?;
/// let hits = table.search("ごはん", 5, &[])?;
/// let Some(rice) = table.get(&hits[0].code)? else { return Ok(()) };
/// let bowl = &table.measures(&hits[0].code)?[0];
/// let item = MealItem::of_food(&rice.name_ja, rice.food, bowl.grams, &rice.per_100g)?;
/// assert_eq!(item.nutrients.get(Nutrient::Energy), Some(234.0));
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct FoodTable {
    connection: Connection,
    readings: Readings,
    version: String,
}

impl FoodTable {
    /// Opens the table that is part of the library.
    ///
    /// # Errors
    /// [`Error::Database`] when the library was built with a table that this version cannot read.
    pub fn open() -> Result<Self> {
        super::open::ready();
        let mut connection = Connection::open_in_memory().map_err(refused)?;
        connection.deserialize_bytes(rusqlite::MAIN_DB, TABLE).map_err(refused)?;
        let version = connection
            .query_row("SELECT value FROM meta WHERE name = 'version'", (), |row| row.get(0))
            .map_err(refused)?;
        let readings = {
            let mut statement = connection.prepare("SELECT word, kana FROM reading").map_err(refused)?;
            let rows = statement
                .query_map((), |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))
                .map_err(refused)?;
            Readings::new(rows.collect::<rusqlite::Result<Vec<_>>>().map_err(refused)?)
        };
        Ok(Self { connection, readings, version })
    }

    /// The table's version, e.g. `mext-8-2023`: it goes into every meal that is recorded from it.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// One food, or `None` when the table does not have it.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub fn get(&self, code: &FoodCode) -> Result<Option<Food>> {
        let mut statement = self.connection.prepare_cached(&FOOD_BY_CODE).map_err(refused)?;
        statement.query_row([&code.0], |row| self.food(code, row)).optional().map_err(refused)
    }

    fn food(&self, code: &FoodCode, row: &Row<'_>) -> rusqlite::Result<Food> {
        let mut per_100g = Nutrients::default();
        for (place, nutrient) in Nutrient::ALL.into_iter().enumerate() {
            if let Some(amount) = row.get(7 + place)? {
                per_100g.set(nutrient, amount);
            }
        }
        Ok(Food {
            food: FoodRef { code: code.clone(), table: self.version.clone() },
            name_ja: row.get(0)?,
            name_en: row.get(1)?,
            refuse_percent: row.get(2)?,
            grams_per_100ml: row.get(3)?,
            per_100g,
            estimated: NutrientSet::from_bits(row.get(4)?),
            trace: NutrientSet::from_bits(row.get(5)?),
            partial: NutrientSet::from_bits(row.get(6)?),
        })
    }

    /// The household measures of a food, the most usual first; empty when none is known.
    ///
    /// # Errors
    /// [`Error::Database`], or [`Error::Invalid`] for a measure that this version does not know.
    pub fn measures(&self, code: &FoodCode) -> Result<Vec<FoodMeasure>> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT measure.measure, measure.grams, measure.source FROM measure \
                 JOIN food ON food.id = measure.food WHERE food.code = ?1 ORDER BY measure.rank",
            )
            .map_err(refused)?;
        let mut rows = statement.query([&code.0]).map_err(refused)?;
        let mut measures = Vec::new();
        while let Some(row) = rows.next().map_err(refused)? {
            let measure: String = row.get(0).map_err(refused)?;
            measures.push(FoodMeasure {
                measure: measure.parse::<HouseholdMeasure>()?,
                grams: row.get(1).map_err(refused)?,
                source: row.get(2).map_err(refused)?,
            });
        }
        Ok(measures)
    }

    /// What one serving of a dish is made of; empty for what is not a dish.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub fn ingredients(&self, code: &FoodCode) -> Result<Vec<Ingredient>> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT part.code, ingredient.grams FROM ingredient JOIN food AS dish ON dish.id = ingredient.dish \
                 JOIN food AS part ON part.id = ingredient.food WHERE dish.code = ?1 ORDER BY ingredient.rank",
            )
            .map_err(refused)?;
        let rows = statement
            .query_map([&code.0], |row| Ok(Ingredient { code: FoodCode(row.get(0)?), grams: row.get(1)? }))
            .map_err(refused)?;
        rows.collect::<rusqlite::Result<_>>().map_err(refused)
    }

    /// The foods that `text` can mean, the likeliest first, at most `limit`.
    ///
    /// First what an everyday word means (ごはん, 味噌汁, "egg"), then what the person has eaten
    /// before (`history`), then how well the words fit, then the commoner food.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub fn search(&self, text: &str, limit: usize, history: &[FoodUse]) -> Result<Vec<FoodHit>> {
        let plain = normalise::normalise(text);
        if plain.is_empty() || limit == 0 {
            return Ok(Vec::new());
        }
        // A name pasted from the table brings its shelf (＜魚類＞) along, which no food is filed under.
        let (words, classes) = normalise::words_and_classes(text);
        let folded = self.readings.fold(&format!("{words} {classes}"));
        let synonyms = self.synonyms(&plain, &folded)?;
        let mut weights: HashMap<&str, f64> = HashMap::new();
        for food in history {
            *weights.entry(food.code.0.as_str()).or_default() += food.weight();
        }

        let found = self.holding(&folded)?;
        let mut candidates: BTreeSet<u32> = synonyms.keys().copied().collect();
        candidates.extend(found.iter().take(CANDIDATES));
        if found.len() > CANDIDATES {
            let eaten = self.identifiers(&weights)?;
            candidates.extend(eaten.into_iter().filter(|id| found.binary_search(id).is_ok()));
        }
        let mut hits = self.placed(&candidates, &folded, &synonyms, &weights)?;
        if hits.is_empty() {
            let pieces = self.holding_pieces(&folded)?;
            hits = self.hits_in_pieces(&pieces)?;
        }
        hits.sort_by(|a, b| a.0.compare(&b.0));
        Ok(hits.into_iter().take(limit).map(|(_, hit)| hit).collect())
    }

    /// The foods that an everyday word means, each with its place among them.
    fn synonyms(&self, plain: &str, folded: &str) -> Result<HashMap<u32, u32>> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT food, rank FROM synonym WHERE text = ?1 ORDER BY rank")
            .map_err(refused)?;
        // As typed first: 柿 and 牡蠣 are both かき, and only one of them grows on a tree.
        for text in [plain, folded] {
            let rows = statement.query_map([text], |row| Ok((row.get(0)?, row.get(1)?))).map_err(refused)?;
            let mut found = HashMap::new();
            for row in rows {
                let (food, rank) = row.map_err(refused)?;
                found.entry(food).or_insert(rank);
            }
            if !found.is_empty() {
                return Ok(found);
            }
        }
        Ok(HashMap::new())
    }

    fn list(&self, gram: &str) -> Result<Vec<u32>> {
        let mut statement =
            self.connection.prepare_cached("SELECT foods FROM gram WHERE gram = ?1").map_err(refused)?;
        let packed: Option<Vec<u8>> = statement.query_row([gram], |row| row.get(0)).optional().map_err(refused)?;
        Ok(packed.map(|bytes| gram::unpack(&bytes)).unwrap_or_default())
    }

    /// The foods that hold every word of `folded`, ascending: all its pairs, which is nearly the same.
    fn holding(&self, folded: &str) -> Result<Vec<u32>> {
        let mut single = folded.chars();
        if let (Some(only), None) = (single.next(), single.next()) {
            let starting = self.list(&gram::of_start(only))?;
            // One letter is the beginning of a word; only if nothing begins with it, any letter will do.
            return if starting.is_empty() { self.list(folded) } else { Ok(starting) };
        }
        let mut lists = Vec::new();
        for word in folded.split(' ') {
            for gram in gram::of_word(word) {
                lists.push(self.list(&gram)?);
            }
        }
        Ok(gram::in_all(lists))
    }

    /// The foods that hold most of the pairs of `folded`, the most first.
    fn holding_pieces(&self, folded: &str) -> Result<Vec<u32>> {
        let mut lists = Vec::new();
        for word in folded.split(' ') {
            for gram in gram::of_word(word) {
                lists.push(self.list(&gram)?);
            }
        }
        if lists.len() < 2 {
            return Ok(Vec::new());
        }
        let mut found = gram::in_most(&lists);
        found.truncate(CANDIDATES / 4);
        Ok(found)
    }

    fn identifiers(&self, weights: &HashMap<&str, f64>) -> Result<Vec<u32>> {
        let mut heaviest: Vec<_> = weights.iter().collect();
        heaviest.sort_by(|a, b| b.1.total_cmp(a.1).then_with(|| a.0.cmp(b.0)));
        let mut statement = self.connection.prepare_cached("SELECT id FROM food WHERE code = ?1").map_err(refused)?;
        let mut ids = Vec::new();
        for (code, _) in heaviest.into_iter().take(HISTORY) {
            if let Some(id) = statement.query_row([code], |row| row.get(0)).optional().map_err(refused)? {
                ids.push(id);
            }
        }
        Ok(ids)
    }

    fn placed(
        &self,
        candidates: &BTreeSet<u32>,
        folded: &str,
        synonyms: &HashMap<u32, u32>,
        weights: &HashMap<&str, f64>,
    ) -> Result<Vec<(Place, FoodHit)>> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT code, name_ja, name_en, \"ENERC_KCAL\", terms FROM food WHERE id = ?1")
            .map_err(refused)?;
        let mut hits = Vec::new();
        for &id in candidates {
            let synonym = synonyms.get(&id).copied();
            let hit = statement
                .query_row([id], |row| {
                    let fit = rank::fit(folded, row.get_ref(4)?.as_str()?);
                    let Some(fit) = fit.or(synonym.map(|_| Fit::Whole)) else { return Ok(None) };
                    let history = weights.get(row.get_ref(0)?.as_str()?).copied().unwrap_or(0.0);
                    Ok(Some((Place { synonym, history, fit, general: id }, hit(row)?)))
                })
                .map_err(refused)?;
            hits.extend(hit);
        }
        Ok(hits)
    }

    fn hits_in_pieces(&self, pieces: &[u32]) -> Result<Vec<(Place, FoodHit)>> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT code, name_ja, name_en, \"ENERC_KCAL\" FROM food WHERE id = ?1")
            .map_err(refused)?;
        let mut hits = Vec::new();
        for (general, id) in (0..).zip(pieces) {
            let place = Place { synonym: None, history: 0.0, fit: Fit::Pieces, general };
            hits.push((place, statement.query_row([id], hit).map_err(refused)?));
        }
        Ok(hits)
    }
}

fn hit(row: &Row<'_>) -> rusqlite::Result<FoodHit> {
    Ok(FoodHit { code: FoodCode(row.get(0)?), name_ja: row.get(1)?, name_en: row.get(2)?, kcal_per_100g: row.get(3)? })
}

/// The table holds nothing of the person, so SQLite's own words may be kept.
#[expect(clippy::needless_pass_by_value, reason = "the shape that map_err asks for")]
fn refused(error: rusqlite::Error) -> Error {
    Error::Database(error.to_string())
}

#[cfg(test)]
mod tests;
