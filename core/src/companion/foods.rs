//! Foods: of the tables, and the person's own labels and recipes.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::Companion;
use crate::error::{Error, Result};
use crate::event::Change;
use crate::food::{Amount, FoodHit, FoodMeasure, FoodSource, FoodUse, NutrientSet, OwnName, dish, measure};
use crate::model::meal::{FoodCode, FoodRef, MealItem, Nutrient, Nutrients, Portion};
use crate::model::own_food::{Food, FoodAmount, LabelBasis, Recipe};
use crate::model::{
    Entry, Invalid, LocalDay, Millis, PersonId, Problem, Record, RecordId, RecordKind, Stamp, TimeRange,
};
use crate::store::foods::{Eater, FoodTable};
use crate::text::Lang;

/// How far back a person's own meals help to find a food.
const HISTORY: i64 = 90 * Millis::DAY;

/// How deep a recipe may be made of recipes.
const DEPTH: u32 = 4;

/// The measures that mean a whole package of an own food; any other means a serving.
const PACKS: [&str; 12] =
    ["pack", "bag", "can", "package", "bottle", "box", "container", "袋", "缶", "パック", "本", "箱"];

/// One food, ready to be drawn: of a table, a label, or a recipe.
#[derive(Debug, Clone, PartialEq)]
pub struct FoodCard {
    /// The code, with the version of what the figures are from.
    pub food: FoodRef,
    /// Its name in the reader's language, as far as it has one.
    pub name: String,
    /// Per 100 g; what is absent is unknown. Nothing is known of a label that states no weight.
    pub per_100g: Nutrients,
    /// Figures that are presumed or computed.
    pub estimated: NutrientSet,
    /// Figures that are a trace, counted as zero.
    pub trace: NutrientSet,
    /// Figures to which some ingredient states nothing: at least so much.
    pub partial: NutrientSet,
    /// What household measures weigh, the most usual first.
    pub measures: Vec<FoodMeasure>,
    /// What it is made of: code, name, grams; empty for what is not a dish.
    pub ingredients: Vec<(FoodCode, String, f64)>,
    /// Where the figures are from; none for a person's own.
    pub source: Option<FoodSource>,
    /// Grams of 100 mL, if known.
    pub grams_per_100ml: Option<f64>,
    /// The label, for a food of the person's own.
    pub label: Option<Food>,
}

/// A food that the person ate lately.
#[derive(Debug, Clone, PartialEq)]
pub struct RecentFood {
    /// Its code; none for a quick entry.
    pub code: Option<FoodCode>,
    /// The name that it was recorded under last.
    pub name: String,
    /// How often it was recorded in 90 days.
    pub times: u32,
    /// When last.
    pub last: Millis,
    /// The last item itself, as it can be recorded again.
    pub item: MealItem,
}

/// A search for foods that keeps the person's history at hand while letters are typed.
#[derive(Debug)]
pub struct FoodSearch<'a> {
    companion: &'a Companion,
    eater: Eater,
}

impl FoodSearch<'_> {
    /// Foods whose names or everyday words fit `text`, best first, at most `limit`.
    ///
    /// # Errors
    /// Only those of the food table.
    pub fn find(&self, text: &str, limit: usize) -> Result<Vec<FoodHit>> {
        self.companion.foods(|table| table.search(text, limit, &self.eater))
    }
}

impl Companion {
    /// Begins a search: reads once what the person ate and made known.
    ///
    /// # Errors
    /// Only those of the store.
    pub fn food_search(&self, person: Option<PersonId>) -> Result<FoodSearch<'_>> {
        let eater = match person {
            None => Eater::default(),
            Some(person) => {
                let (history, own) = (self.food_history(person)?, self.own_names(person)?);
                self.foods(|table| table.eater(&history, own))?
            }
        };
        Ok(FoodSearch { companion: self, eater })
    }

    /// Foods whose names or everyday words fit `text`, best first; a person's own foods and recent
    /// meals come before the rest. While letters are typed, keep one [`food_search`](Self::food_search).
    ///
    /// # Errors
    /// Only those of the store.
    pub fn search_food(&self, person: Option<PersonId>, text: &str, limit: usize) -> Result<Vec<FoodHit>> {
        self.food_search(person)?.find(text, limit)
    }

    /// Where the figures of the tables are from, and under which licences: to be shown as they are.
    ///
    /// # Errors
    /// Only those of the food table.
    pub fn food_sources(&self) -> Result<Vec<FoodSource>> {
        self.foods(|table| Ok(table.sources().to_vec()))
    }

    /// Keeps a food with the values of its label. Its code is `own:` and the record's id.
    ///
    /// # Errors
    /// The field of the label that is refused.
    pub fn add_own_food(&self, person: PersonId, food: Food) -> Result<Record> {
        self.record(person, self.stamp_now(person)?, Entry::Food(food.checked()?))
    }

    /// Keeps a recipe. Each part must be a food of a table or of the person's own; its name is filled
    /// in. The code is `own:` and the record's id.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a part that is no food; the field that is refused.
    pub fn add_recipe(&self, person: PersonId, recipe: Recipe, lang: Lang) -> Result<Record> {
        let mut recipe = recipe.checked()?;
        for item in &mut recipe.items {
            item.name = self.food_card(Some(person), &item.code, lang)?.name;
        }
        self.record(person, self.stamp_now(person)?, Entry::Recipe(recipe))
    }

    /// The person's own foods and recipes that stand, oldest first.
    ///
    /// # Errors
    /// Only those of the store.
    pub fn own_foods(&self, person: PersonId) -> Result<Vec<Record>> {
        self.store.read(|store| {
            let mut records = store.records_of(person, RecordKind::Food)?;
            records.extend(store.records_of(person, RecordKind::Recipe)?);
            Ok(records)
        })
    }

    /// One food of a table or of the person's own.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none of this code, or it is another person's.
    pub fn food_card(&self, person: Option<PersonId>, code: &FoodCode, lang: Lang) -> Result<FoodCard> {
        self.card(person, code, lang, DEPTH)
    }

    fn card(&self, person: Option<PersonId>, code: &FoodCode, lang: Lang, depth: u32) -> Result<FoodCard> {
        if code.0.starts_with("own:") {
            let person = person.ok_or(Error::NotFound("food"))?;
            let record = self.own_record(person, code)?;
            let food = FoodRef { code: code.clone(), table: format!("own.{}", record.revision) };
            return match record.entry {
                Entry::Food(label) => Ok(label_card(food, label)),
                Entry::Recipe(recipe) => self.recipe_card(person, food, &recipe, lang, depth),
                _ => Err(Error::NotFound("food")),
            };
        }
        self.foods(|table| FoodCard::of_table(table, code, lang))
    }

    fn recipe_card(
        &self,
        person: PersonId,
        food: FoodRef,
        recipe: &Recipe,
        lang: Lang,
        depth: u32,
    ) -> Result<FoodCard> {
        // A recipe that holds itself would have no end.
        let depth = depth.checked_sub(1).ok_or(Invalid::new("items", Problem::Contradiction))?;
        let mut parts = Vec::new();
        for item in &recipe.items {
            parts.push((self.card(Some(person), &item.code, lang, depth)?.per_100g, item.grams));
        }
        let raw: f64 = parts.iter().map(|(_, grams)| grams).sum();
        let dish = dish::cook(&parts, recipe.weight() / raw).ok_or(Invalid::new("yield", Problem::Impossible))?;
        let mut estimated = NutrientSet::default();
        for (nutrient, _) in dish.per_100g.iter() {
            estimated.insert(nutrient);
        }
        let serving =
            FoodMeasure { code: "serving".into(), grams: dish.grams / recipe.servings, source: "recipe".into() };
        Ok(FoodCard {
            food,
            name: recipe.name.clone(),
            per_100g: dish.per_100g,
            estimated,
            trace: NutrientSet::default(),
            partial: dish.partial,
            measures: vec![serving],
            ingredients: recipe.items.iter().map(|i| (i.code.clone(), i.name.clone(), i.grams)).collect(),
            source: None,
            grams_per_100ml: None,
            label: None,
        })
    }

    /// The record of an own food; it must be this person's and stand.
    fn own_record(&self, person: PersonId, code: &FoodCode) -> Result<Record> {
        let id = code.0.strip_prefix("own:").and_then(|id| id.parse::<Uuid>().ok()).map(RecordId);
        let record = match id {
            Some(id) => self.store.read(|store| store.record(id))?,
            None => None,
        };
        record
            .filter(|record| record.person == person && record.status == crate::model::RecordStatus::Active)
            .ok_or(Error::NotFound("food"))
    }

    /// What a person ate in 90 days, the foods that matter most first, with what was recorded last.
    ///
    /// # Errors
    /// Only those of the store.
    pub fn recent_foods(&self, person: PersonId, limit: usize) -> Result<Vec<RecentFood>> {
        let now = self.now();
        let mut foods: BTreeMap<(Option<FoodCode>, String), RecentFood> = BTreeMap::new();
        for record in self.recent_meals(person)? {
            let Entry::Meal(meal) = record.entry else { continue };
            for item in meal.items {
                let code = item.food.as_ref().map(|food| food.code.clone());
                let key = (code.clone(), if code.is_some() { String::new() } else { item.name.clone() });
                let (name, last) = (item.name.clone(), record.at.at);
                let food = foods.entry(key).or_insert(RecentFood { code, name, times: 0, last, item: item.clone() });
                food.times = food.times.saturating_add(1);
                if last >= food.last {
                    (food.name, food.last, food.item) = (item.name.clone(), last, item);
                }
            }
        }
        let weight = |food: &RecentFood| {
            let code = food.code.clone().unwrap_or_else(|| FoodCode(String::new()));
            FoodUse { code, times: food.times, days_since: days_since(now, food.last) }.weight()
        };
        let mut foods: Vec<_> = foods.into_values().collect();
        foods.sort_by(|a, b| weight(b).total_cmp(&weight(a)).then_with(|| b.last.cmp(&a.last)));
        foods.truncate(limit);
        Ok(foods)
    }

    /// The foods that the person marked, the latest first.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the person is not there.
    pub fn favourite_foods(&self, person: PersonId, lang: Lang) -> Result<Vec<FoodCard>> {
        let codes = self.person(person)?.favourite_foods;
        // An own food that was deleted since is no longer shown.
        Ok(codes.iter().rev().filter_map(|code| self.food_card(Some(person), code, lang).ok()).collect())
    }

    /// Marks a food as one that the person often wants, or takes the mark away.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a food or a person that is not there; `favourites` when there are 200.
    pub fn set_favourite_food(&self, person: PersonId, code: &FoodCode, marked: bool) -> Result<()> {
        if marked {
            self.food_card(Some(person), code, Lang::En)?;
        }
        let today = self.today(person)?;
        self.store.write(|store| {
            let mut person = store.person(person)?.ok_or(Error::NotFound("person"))?;
            person.favourite_foods.retain(|known| known != code);
            if marked {
                person.favourite_foods.push(code.clone());
            }
            store.put_person(&person.checked()?)
        })?;
        self.tell(Change::Day(person, today));
        Ok(())
    }

    /// One thing eaten, with what it brings.
    pub(super) fn item_of(&self, person: PersonId, code: &FoodCode, amount: &Amount, lang: Lang) -> Result<MealItem> {
        self.food_card(Some(person), code, lang)?.eaten(amount)
    }

    fn recent_meals(&self, person: PersonId) -> Result<Vec<Record>> {
        let now = self.now();
        let range = TimeRange::new(now.plus(-HISTORY), now.plus(1));
        self.store.read(|store| store.records_between(person, RecordKind::Meal, range))
    }

    fn food_history(&self, person: PersonId) -> Result<Vec<FoodUse>> {
        let now = self.now();
        let mut uses: BTreeMap<FoodCode, (u32, Millis)> = BTreeMap::new();
        for record in self.recent_meals(person)? {
            let Entry::Meal(meal) = record.entry else { continue };
            for food in meal.items.into_iter().filter_map(|item| item.food) {
                let (times, last) = uses.entry(food.code).or_insert((0, record.at.at));
                *times = times.saturating_add(1);
                *last = record.at.at.max(*last);
            }
        }
        let food = |(code, (times, last))| FoodUse { code, times, days_since: days_since(now, last) };
        Ok(uses.into_iter().map(food).collect())
    }

    fn own_names(&self, person: PersonId) -> Result<Vec<OwnName>> {
        let own = self.own_foods(person)?;
        Ok(own
            .into_iter()
            .filter_map(|record| {
                let code = FoodCode(format!("own:{}", record.id));
                let per_100g = || self.food_card(Some(person), &code, Lang::En).ok().map(|card| card.per_100g);
                let kcal_per_100g = per_100g().and_then(|amounts| amounts.get(Nutrient::Energy));
                let (name, reading) = match record.entry {
                    Entry::Food(food) => (food.name, food.reading),
                    Entry::Recipe(recipe) => (recipe.name, recipe.reading),
                    _ => return None,
                };
                Some(OwnName { code, name, reading, kcal_per_100g })
            })
            .collect())
    }

    fn stamp_now(&self, person: PersonId) -> Result<Stamp> {
        Ok(Stamp::in_zone(self.now(), self.person(person)?.zone))
    }

    /// The days from `from` to `to`, both included, as instants of the person's zone.
    pub(super) fn range_of(&self, person: PersonId, from: LocalDay, to: LocalDay) -> Result<TimeRange> {
        let zone = self.person(person)?.zone;
        Ok(TimeRange::new(from.range_in(zone).start, to.range_in(zone).end))
    }
}

impl FoodCard {
    /// A food of the tables that are part of the library; no record is needed for it.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the tables do not have it.
    pub fn of_table(table: &FoodTable, code: &FoodCode, lang: Lang) -> Result<Self> {
        let food = table.get(code)?.ok_or(Error::NotFound("food"))?;
        let mut ingredients = Vec::new();
        for part in table.ingredients(code)? {
            let name = table.get(&part.code)?.map(|food| food.called(lang));
            ingredients.push((part.code, name.unwrap_or_default(), part.grams));
        }
        let prefix = code.0.split(':').next().unwrap_or_default();
        Ok(Self {
            name: food.called(lang),
            food: food.food,
            per_100g: food.per_100g,
            estimated: food.estimated,
            trace: food.trace,
            partial: food.partial,
            measures: table.measures(code)?,
            ingredients,
            source: table.sources().iter().find(|source| source.prefix == prefix).cloned(),
            grams_per_100ml: food.grams_per_100ml,
            label: None,
        })
    }

    /// So much of it as an item of a meal, with what it brings.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the food has no such measure; `grams` out of range.
    pub fn eaten(&self, amount: &Amount) -> Result<MealItem> {
        if let Some(label) = &self.label {
            return of_label(self, label, amount);
        }
        let (grams, portion) = self.weigh(amount)?;
        let mut item = MealItem::of_food(&self.name, self.food.clone(), grams, &self.per_100g)?;
        item.portion = portion;
        Ok(item)
    }

    /// Grams of an amount, and the amount in the food's own measure where it is one.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the food has no such measure or, for mL, no known density.
    fn weigh(&self, amount: &Amount) -> Result<(f64, Option<Portion>)> {
        let missing = || Error::NotFound("measure of this food");
        match amount {
            Amount::Grams(grams) => Ok((*grams, None)),
            Amount::Millilitres(volume) => {
                let density = self.density().ok_or_else(missing)?;
                Ok((volume * density, Some(Portion { amount: *volume, measure: "ml".to_owned() })))
            }
            Amount::Of(count, word) => {
                let found = measure::find(word, &self.measures).ok_or_else(missing)?;
                Ok((count * found.grams, Some(Portion { amount: *count, measure: found.code.clone() })))
            }
        }
    }

    /// Grams of 1 mL, if known: stated, or from a measure that is a volume.
    fn density(&self) -> Option<f64> {
        let volumes = [("tbsp", 15.0), ("tsp", 5.0), ("fl oz", 29.57)];
        self.grams_per_100ml.map(|grams| grams / 100.0).or_else(|| {
            volumes.into_iter().find_map(|(code, volume)| {
                self.measures.iter().find(|measure| measure.code == code).map(|measure| measure.grams / volume)
            })
        })
    }
}

fn days_since(now: Millis, last: Millis) -> u32 {
    u32::try_from(now.since(last) / Millis::DAY).unwrap_or(0)
}

fn label_card(food: FoodRef, label: Food) -> FoodCard {
    let weighed = |code: &str, grams: Option<f64>| {
        grams.map(|grams| FoodMeasure { code: code.into(), grams, source: "label".into() })
    };
    FoodCard {
        food,
        name: label.name.clone(),
        per_100g: label.nutrients(FoodAmount::Measure(100.0)).unwrap_or_default(),
        estimated: NutrientSet::default(),
        trace: NutrientSet::default(),
        partial: NutrientSet::default(),
        measures: weighed("serving", label.serving).into_iter().chain(weighed("pack", label.pack)).collect(),
        ingredients: Vec::new(),
        source: None,
        // The amounts of a drink's label are mL already.
        grams_per_100ml: label.drink.then_some(100.0),
        label: Some(label),
    }
}

/// So much of a food of which a label is known: also servings of which nobody knows the weight.
fn of_label(card: &FoodCard, label: &Food, amount: &Amount) -> Result<MealItem> {
    let (eaten, portion) = match amount {
        Amount::Grams(n) => (FoodAmount::Measure(*n), None),
        Amount::Millilitres(n) => (FoodAmount::Measure(*n), Some(("ml", *n))),
        Amount::Of(n, word) if means_pack(label, word) => (FoodAmount::Packs(*n), Some(("pack", *n))),
        Amount::Of(n, _) => (FoodAmount::Servings(*n), Some(("serving", *n))),
    };
    let nutrients = label.nutrients(eaten).ok_or(Error::NotFound("measure of this food"))?;
    let grams = label.measure(eaten);
    // Checks the name and, where it is known, the weight.
    let mut item = match grams {
        Some(grams) => MealItem::of_food(&card.name, card.food.clone(), grams, &Nutrients::default())?,
        None => MealItem { food: Some(card.food.clone()), ..MealItem::quick(&card.name, None)? },
    };
    item.nutrients = nutrients;
    item.portion = portion.map(|(measure, amount)| Portion { amount, measure: measure.to_owned() });
    Ok(item)
}

/// Whether a word means the package: it says so, or the label knows of no serving.
fn means_pack(label: &Food, word: &str) -> bool {
    let named = PACKS.contains(&word.trim_end_matches('s'));
    let serving_known = label.serving.is_some() || label.per == LabelBasis::Serving;
    let pack_known = label.pack.is_some() || label.per == LabelBasis::Pack;
    pack_known && (named || !serving_known)
}
