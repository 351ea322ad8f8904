//! Meals: what was eaten, as it was then known.

use chrono::TimeZone as _;

use super::Companion;
use crate::error::{Error, Result};
use crate::food::Amount;
use crate::model::meal::{FoodCode, Meal, MealItem, MealSlot, Portion};
use crate::model::photo::Photo;
use crate::model::{Entry, Invalid, LocalDay, Millis, PersonId, PhotoId, Problem, Record, RecordId, RecordKind, Stamp};
use crate::text::Lang;

/// A meal to record.
#[derive(Debug, Clone, PartialEq)]
pub struct NewMeal {
    /// Which one.
    pub slot: MealSlot,
    /// What was eaten, 1 to 100 items.
    pub items: Vec<NewMealItem>,
    /// The person's own words.
    pub note: String,
    /// A picture of it. It stays on this device and in its backups, encrypted with the rest.
    pub photo: Option<Photo>,
    /// The language in which foods of the table are named: the name is kept with the meal.
    pub lang: Lang,
}

/// One thing eaten.
#[derive(Debug, Clone, PartialEq)]
pub enum NewMealItem {
    /// A food, weighed.
    Grams {
        /// Its code.
        code: FoodCode,
        /// Grams eaten, above 0 and at most 5,000.
        grams: f64,
    },
    /// A food in household measures.
    Portion {
        /// Its code.
        code: FoodCode,
        /// How many of which measure: a code of the food's measures, or a word for one (膳, slices);
        /// without a word, its usual measure.
        portion: Portion,
    },
    /// A food and how much of it.
    Amount {
        /// Its code.
        code: FoodCode,
        /// How much.
        amount: Amount,
    },
    /// In a hurry: a name, and the energy if it is known.
    Quick {
        /// What it was.
        text: String,
        /// Energy in kcal.
        kcal: Option<f64>,
    },
    /// The same as before, with the figures that were known then: of recent foods.
    Again(Box<MealItem>),
}

/// One change of a meal. Items are counted from 0.
#[derive(Debug, Clone, PartialEq)]
pub enum MealEdit {
    /// It was another meal of the day.
    Slot(MealSlot),
    /// It was at another time.
    At(Stamp),
    /// Other words.
    Note(String),
    /// Another picture, or none. The one before is kept with the version before.
    Photo(Option<Photo>),
    /// Something else was eaten too.
    Add(NewMealItem),
    /// This was not eaten.
    Remove(usize),
    /// It was more or less of it. The figures of then are scaled: history does not move when a table
    /// is updated.
    Amount(usize, Amount),
}

impl Companion {
    /// Records a meal eaten at `at`. Each item keeps its nutrients as the table states them now.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a food or a measure of it that the table does not have; a field that
    /// is refused.
    pub fn add_meal(&self, person: PersonId, at: Stamp, meal: &NewMeal) -> Result<Record> {
        let items = meal.items.iter().map(|item| self.meal_item(person, item, meal.lang)).collect::<Result<_>>()?;
        let mut entry = Meal::new(meal.slot, items)?;
        entry.note.clone_from(&meal.note);
        let photo = meal.photo.as_ref().map(|photo| (self.new_photo_id(), photo));
        entry.photo = photo.map(|(name, _)| name.to_string());
        self.record_with(person, at, Entry::Meal(entry), |store, record| match photo {
            Some((name, photo)) => store.put_photo(person, record.id, name, photo),
            None => Ok(()),
        })
    }

    /// The picture of a meal.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the person has no such meal, or it has no picture on this device: one that
    /// another device took stays there.
    pub fn meal_photo(&self, person: PersonId, meal: RecordId) -> Result<Photo> {
        let Entry::Meal(meal) = self.record_of(person, meal)?.entry else { return Err(Error::NotFound("meal")) };
        let name = meal.photo_id().ok_or(Error::NotFound("photo"))?;
        self.store.read(|store| store.photo(person, name))?.ok_or(Error::NotFound("photo"))
    }

    /// Writes a corrected version of a meal.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such meal or item; a field that is refused.
    pub fn edit_meal(&self, id: RecordId, edits: &[MealEdit], lang: Lang) -> Result<Record> {
        let record = self.store.read(|store| store.record(id))?.ok_or(Error::NotFound("record"))?;
        let (person, mut at) = (record.person, record.at);
        let Entry::Meal(mut meal) = record.entry else { return Err(Error::NotFound("meal")) };
        let mut photos = Vec::new();
        for edit in edits {
            let item = |items: &[MealItem], place: usize| {
                items.get(place).cloned().ok_or(Error::NotFound("item of this meal"))
            };
            match edit {
                MealEdit::Slot(slot) => meal.slot = *slot,
                MealEdit::At(stamp) => at = *stamp,
                MealEdit::Note(note) => meal.note.clone_from(note),
                MealEdit::Photo(photo) => {
                    let photo = photo.as_ref().map(|photo| (self.new_photo_id(), photo));
                    meal.photo = photo.map(|(name, _)| name.to_string());
                    photos.extend(photo);
                }
                MealEdit::Add(new) => meal.items.push(self.meal_item(person, new, lang)?),
                MealEdit::Remove(place) => {
                    item(&meal.items, *place)?;
                    meal.items.remove(*place);
                }
                MealEdit::Amount(place, amount) => {
                    let changed = self.scaled(person, item(&meal.items, *place)?, amount, lang)?;
                    if let Some(item) = meal.items.get_mut(*place) {
                        *item = changed;
                    }
                }
            }
        }
        self.amend_with(id, at, Entry::Meal(meal), |store, record| {
            photos.iter().try_for_each(|(name, photo)| store.put_photo(person, record.id, *name, photo))
        })
    }

    fn new_photo_id(&self) -> PhotoId {
        PhotoId(self.new_record_id().0)
    }

    /// Records what was eaten on `from` again for `to`, at the same times of the day, with the same
    /// figures: all meals, or those of one `slot`. A time that has not come yet becomes now.
    ///
    /// # Errors
    /// [`Error::NotFound`] when nothing was eaten then.
    pub fn copy_meals(
        &self,
        person: PersonId,
        from: LocalDay,
        slot: Option<MealSlot>,
        to: LocalDay,
    ) -> Result<Vec<Record>> {
        let zone = self.person(person)?.zone;
        let mut copies = Vec::new();
        for record in self.records_on(person, RecordKind::Meal, from)? {
            let Entry::Meal(meal) = record.entry else { continue };
            if slot.is_some_and(|slot| slot != meal.slot) {
                continue;
            }
            let wall = to.0.and_time(record.at.local().time());
            let at = zone.from_local_datetime(&wall).earliest().map(|at| Millis(at.timestamp_millis()));
            // The hour that a clock skips in spring is no time of that day.
            let at = at.unwrap_or_else(|| to.range_in(zone).start.plus(12 * Millis::HOUR)).min(self.now());
            copies.push(self.record(person, Stamp::in_zone(at, zone), Entry::Meal(Meal { photo: None, ..meal }))?);
        }
        if copies.is_empty() { Err(Error::NotFound("meal")) } else { Ok(copies) }
    }

    /// The meal with the last change that was not taken back, by when that was written: what "undo" means.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none.
    pub fn last_written_meal(&self, person: PersonId) -> Result<Record> {
        let last = self.store.read(|store| store.last_changed(person, None, Some(RecordKind::Meal)))?;
        last.ok_or(Error::NotFound("meal"))
    }

    fn meal_item(&self, person: PersonId, item: &NewMealItem, lang: Lang) -> Result<MealItem> {
        match item {
            NewMealItem::Quick { text, kcal } => Ok(MealItem::quick(text, *kcal)?),
            NewMealItem::Again(item) => Ok((**item).clone()),
            NewMealItem::Grams { code, grams } => self.item_of(person, code, &Amount::Grams(*grams), lang),
            NewMealItem::Amount { code, amount } => self.item_of(person, code, amount, lang),
            NewMealItem::Portion { code, portion } => {
                if !(portion.amount > 0.0 && portion.amount <= 10_000.0) {
                    return Err(Invalid::new("amount", Problem::Impossible).into());
                }
                let amount = match portion.measure.as_str() {
                    "ml" => Amount::Millilitres(portion.amount),
                    word => Amount::Of(portion.amount, word.to_owned()),
                };
                self.item_of(person, code, &amount, lang)
            }
        }
    }

    /// More or less of an item, with the figures that it was recorded with.
    fn scaled(&self, person: PersonId, item: MealItem, amount: &Amount, lang: Lang) -> Result<MealItem> {
        let unknown = || Error::Invalid(Invalid::new("amount", Problem::Unreadable));
        let same = |measure: &str| item.portion.as_ref().is_some_and(|portion| portion.measure == measure);
        let (times, grams, portion) = match (amount, &item.portion, &item.food) {
            // "Half of it" is a half of what was said before.
            (Amount::Of(times, word), _, None) if word.is_empty() => (*times, None, None),
            (Amount::Of(count, word), Some(portion), _) if word.is_empty() || same(word) => {
                let times = count / portion.amount;
                let portion = Portion { amount: *count, measure: portion.measure.clone() };
                (times, item.grams.map(|grams| grams * times), Some(portion))
            }
            (Amount::Grams(grams), ..) => {
                let before = item.grams.ok_or_else(unknown)?;
                (grams / before, Some(*grams), None)
            }
            (_, _, Some(food)) => {
                let new = self.item_of(person, &food.code, amount, lang)?;
                let (Some(after), Some(before)) = (new.grams, item.grams) else { return Ok(new) };
                (after / before, Some(after), new.portion)
            }
            _ => return Err(unknown()),
        };
        if !(times > 0.0 && grams.is_none_or(|grams| grams <= 5_000.0)) {
            return Err(Invalid::new("grams", Problem::Impossible).into());
        }
        Ok(MealItem { grams, portion, nutrients: item.nutrients.scaled(times), ..item })
    }
}

#[cfg(test)]
mod tests;
