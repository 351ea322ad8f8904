//! The food table: built by `cargo xtask food`, part of the library, never written.
//!
//! SQLite reads it where the program's own bytes lie; nothing is copied into a person's folder.
//! Identifiers of foods are in general order, the commonest food first, so every list of the
//! index is too, and a search that is cut off has seen the likeliest foods.

mod search;

pub use search::Eater;

use rusqlite::{Connection, OptionalExtension, Row};

use crate::error::{Error, Result};
use crate::food::intake::ReferenceRow;
use crate::food::rank::Shelf;
use crate::food::{Food, FoodMeasure, FoodSource, Ingredient, NutrientSet, Readings, packed};
use crate::model::meal::{FoodCode, FoodRef};

/// The table as built.
static TABLE: &[u8] = include_bytes!("../../data/foods.db");

/// The food table, open for reading. Opening takes milliseconds: keep it open. It can be handed to
/// another thread; two threads each need their own.
///
/// ```
/// use mimamori::model::meal::{MealItem, Nutrient};
/// use mimamori::store::foods::{Eater, FoodTable};
///
/// # fn main() -> mimamori::Result<()> {
/// let table = FoodTable::open()?;
/// let hits = table.search("ごはん", 5, &Eater::default())?;
/// let Some(rice) = table.get(&hits[0].code)? else { return Ok(()) };
/// let bowl = &table.measures(&hits[0].code)?[0];
/// let item = MealItem::of_food(&rice.name, rice.food, bowl.grams, &rice.per_100g)?;
/// assert_eq!(item.nutrients.get(Nutrient::Energy), Some(234.0));
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct FoodTable {
    connection: Connection,
    readings: Readings,
    shelf: Shelf,
    sources: Vec<FoodSource>,
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
        let readings = {
            let mut statement = connection.prepare("SELECT word, kana FROM reading").map_err(refused)?;
            let rows = statement
                .query_map((), |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))
                .map_err(refused)?;
            Readings::new(rows.collect::<rusqlite::Result<Vec<_>>>().map_err(refused)?)
        };
        let shelf =
            connection.query_row("SELECT text FROM terms", (), |row| Ok(Shelf::new(row.get(0)?))).map_err(refused)?;
        let sources = {
            let mut statement = connection
                .prepare(
                    "SELECT prefix, version, title, publisher, licence, notice, address FROM source ORDER BY prefix",
                )
                .map_err(refused)?;
            let rows = statement.query_map((), source).map_err(refused)?;
            rows.collect::<rusqlite::Result<Vec<_>>>().map_err(refused)?
        };
        Ok(Self { connection, readings, shelf, sources })
    }

    /// Where the figures are from and under which licences: to be shown to whoever asks.
    #[must_use]
    pub fn sources(&self) -> &[FoodSource] {
        &self.sources
    }

    /// The reference intakes of an adult of `age` years; none below 18 or for a sex that they do not
    /// know (`F` and `M` are known).
    ///
    /// # Errors
    /// [`Error::Database`].
    pub fn references(&self, sex: &str, age: u32) -> Result<Vec<ReferenceRow>> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT figure, kind, low, high FROM reference \
                 WHERE sex = ?1 AND age_from <= ?2 AND ifnull(age_to, 1000) >= ?2",
            )
            .map_err(refused)?;
        let rows = statement
            .query_map((sex, age), |row| {
                Ok(ReferenceRow { figure: row.get(0)?, kind: row.get(1)?, low: row.get(2)?, high: row.get(3)? })
            })
            .map_err(refused)?;
        rows.collect::<rusqlite::Result<_>>().map_err(refused)
    }

    /// The version of the table that a food is of, e.g. `mext-8-2023.2`: it goes into every meal that
    /// is recorded from it. Empty for a code of no table.
    #[must_use]
    pub fn version_of(&self, code: &FoodCode) -> &str {
        let prefix = code.0.split(':').next().unwrap_or_default();
        self.sources.iter().find(|source| source.prefix == prefix).map_or("", |source| &source.version)
    }

    /// One food, or `None` when the table does not have it.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub fn get(&self, code: &FoodCode) -> Result<Option<Food>> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT name, everyday, name_en, refuse, grams_per_100ml, estimated, trace, partial, amounts \
                 FROM food WHERE code = ?1",
            )
            .map_err(refused)?;
        statement.query_row([&code.0], |row| self.food(code, row)).optional().map_err(refused)
    }

    fn food(&self, code: &FoodCode, row: &Row<'_>) -> rusqlite::Result<Food> {
        Ok(Food {
            food: FoodRef { code: code.clone(), table: self.version_of(code).to_owned() },
            name: row.get(0)?,
            everyday: row.get(1)?,
            name_en: row.get(2)?,
            refuse_percent: row.get(3)?,
            grams_per_100ml: row.get(4)?,
            estimated: NutrientSet::from_bits(row.get(5)?),
            trace: NutrientSet::from_bits(row.get(6)?),
            partial: NutrientSet::from_bits(row.get(7)?),
            per_100g: packed::unpack(row.get_ref(8)?.as_blob()?),
        })
    }

    /// The household measures of a food, the most usual first; empty when none is known.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub fn measures(&self, code: &FoodCode) -> Result<Vec<FoodMeasure>> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT measure.measure, measure.grams, measure.source FROM measure \
                 JOIN food ON food.id = measure.food WHERE food.code = ?1 ORDER BY measure.rank",
            )
            .map_err(refused)?;
        let rows = statement
            .query_map([&code.0], |row| Ok(FoodMeasure { code: row.get(0)?, grams: row.get(1)?, source: row.get(2)? }))
            .map_err(refused)?;
        rows.collect::<rusqlite::Result<_>>().map_err(refused)
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
}

fn source(row: &Row<'_>) -> rusqlite::Result<FoodSource> {
    Ok(FoodSource {
        prefix: row.get(0)?,
        version: row.get(1)?,
        title: row.get(2)?,
        publisher: row.get(3)?,
        licence: row.get(4)?,
        notice: row.get(5)?,
        address: row.get(6)?,
    })
}

/// The table holds nothing of the person, so SQLite's own words may be kept.
#[expect(clippy::needless_pass_by_value, reason = "the shape that map_err asks for")]
fn refused(error: rusqlite::Error) -> Error {
    Error::Database(error.to_string())
}

#[cfg(test)]
mod tests;
