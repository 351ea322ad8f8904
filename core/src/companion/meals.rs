//! Meals: what was eaten, as it was then known.

use std::collections::BTreeMap;

use super::Companion;
use crate::error::{Error, Result};
use crate::food::{Food, FoodHit, FoodMeasure, FoodUse};
use crate::model::meal::{FoodCode, Meal, MealItem, MealSlot, Portion};
use crate::model::{Entry, Invalid, Millis, PersonId, Problem, Record, RecordKind, Stamp, TimeRange};
use crate::text::Lang;

/// How far back a person's own meals help to find a food.
const HISTORY: i64 = 90 * Millis::DAY;

/// A meal to record.
#[derive(Debug, Clone, PartialEq)]
pub struct NewMeal {
    /// Which one.
    pub slot: MealSlot,
    /// What was eaten, 1 to 100 items.
    pub items: Vec<NewMealItem>,
    /// The person's own words.
    pub note: String,
    /// The language in which foods of the table are named: the name is kept with the meal.
    pub lang: Lang,
}

/// One thing eaten.
#[derive(Debug, Clone, PartialEq)]
pub enum NewMealItem {
    /// A food of the table, weighed.
    Grams {
        /// Its code.
        code: FoodCode,
        /// Grams eaten, above 0 and at most 5,000.
        grams: f64,
    },
    /// A food of the table in household measures.
    Portion {
        /// Its code.
        code: FoodCode,
        /// How many of which measure.
        portion: Portion,
    },
    /// In a hurry: a name, and the energy if it is known.
    Quick {
        /// What it was.
        text: String,
        /// Energy in kcal.
        kcal: Option<f64>,
    },
}

impl Companion {
    /// Records a meal eaten at `at`. Each item keeps its nutrients as the table states them now.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a food or a measure of it that the table does not have; a field that
    /// is refused.
    pub fn add_meal(&self, person: PersonId, at: Stamp, meal: &NewMeal) -> Result<Record> {
        let items = meal.items.iter().map(|item| self.meal_item(item, meal.lang)).collect::<Result<Vec<_>>>()?;
        let mut entry = Meal::new(meal.slot, items)?;
        if meal.note.chars().count() > 2_000 {
            return Err(Invalid::new("note", Problem::TooLong).into());
        }
        entry.note.clone_from(&meal.note);
        self.record(person, at, Entry::Meal(entry))
    }

    /// Foods whose names or everyday words fit `text`, best first; a person's own recent meals come
    /// before the rest.
    ///
    /// # Errors
    /// Only those of the store.
    pub fn search_food(&self, person: Option<PersonId>, text: &str, limit: usize) -> Result<Vec<FoodHit>> {
        let history = match person {
            Some(person) => self.food_history(person)?,
            None => Vec::new(),
        };
        self.foods(|table| table.search(text, limit, &history, &[]))
    }

    /// One food of the table.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the table does not have it.
    pub fn food(&self, code: &FoodCode) -> Result<Food> {
        self.foods(|table| table.get(code))?.ok_or(Error::NotFound("food"))
    }

    /// What household measures of a food weigh; may be none.
    ///
    /// # Errors
    /// Only those of the food table.
    pub fn food_measures(&self, code: &FoodCode) -> Result<Vec<FoodMeasure>> {
        self.foods(|table| table.measures(code))
    }

    fn food_history(&self, person: PersonId) -> Result<Vec<FoodUse>> {
        let now = self.now();
        let range = TimeRange::new(now.plus(-HISTORY), now.plus(1));
        let mut uses: BTreeMap<FoodCode, (u32, Millis)> = BTreeMap::new();
        for record in self.store.read(|store| store.records_between(person, RecordKind::Meal, range))? {
            let Entry::Meal(meal) = record.entry else { continue };
            for food in meal.items.into_iter().filter_map(|item| item.food) {
                let (times, last) = uses.entry(food.code).or_insert((0, record.at.at));
                *times = times.saturating_add(1);
                *last = record.at.at.max(*last);
            }
        }
        Ok(uses
            .into_iter()
            .map(|(code, (times, last))| FoodUse {
                code,
                times,
                days_since: u32::try_from(now.since(last) / Millis::DAY).unwrap_or(0),
            })
            .collect())
    }

    fn meal_item(&self, item: &NewMealItem, lang: Lang) -> Result<MealItem> {
        Ok(match item {
            NewMealItem::Quick { text, kcal } => MealItem::quick(text, *kcal)?,
            NewMealItem::Grams { code, grams } => of_food(&self.food(code)?, *grams, lang)?,
            NewMealItem::Portion { code, portion } => {
                let food = self.food(code)?;
                let measures = self.foods(|table| table.measures(code))?;
                let measure = measures
                    .iter()
                    .find(|known| known.code == portion.measure)
                    .ok_or(Error::NotFound("measure of this food"))?;
                let mut item = of_food(&food, portion.amount * measure.grams, lang)?;
                item.portion = Some(portion.clone());
                item
            }
        })
    }
}

fn of_food(food: &Food, grams: f64, lang: Lang) -> Result<MealItem> {
    let name = match (lang, &food.name_en) {
        (Lang::En, Some(name)) => name,
        _ => &food.name,
    };
    Ok(MealItem::of_food(name, food.food.clone(), grams, &food.per_100g)?)
}
