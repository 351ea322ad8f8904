//! Foods and meals.

use mimamori::Result;
use mimamori::companion::{FoodCard, MealEdit, NewMeal, NewMealItem};
use mimamori::food::{Amount, FoodHit};
use mimamori::model::meal::{FoodCode, MealSlot, Nutrient, Nutrients};
use mimamori::model::own_food::{Food, LabelBasis, Recipe, RecipeItem};
use mimamori::model::photo::Photo;
use mimamori::model::{Entry, LocalDay, Millis, PersonId, RecordId};
use mimamori::text::{Lang, Words};

use crate::companion::{MimamoriCompanion, stamp};
use crate::error::CompanionError;
use crate::types::refused;

/// A food in a list.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct FoodLine {
    /// Its code: `mext:…`, `usda:…`, `dish:…` or `own:…`; unset for what was eaten without one.
    pub code: Option<String>,
    /// Its name in the reader's language, as far as it has one.
    pub name: String,
    /// Energy of 100 g; unset where it is unknown.
    pub kcal_per_100g: Option<f64>,
}

/// A food with what it brings.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct FoodScreen {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What 100 g bring; what is absent is unknown.
    pub per_100g: Vec<FoodFigure>,
    /// What household measures weigh, the most usual first.
    pub measures: Vec<MeasureLine>,
    /// Where the figures are from; unset for a person's own.
    pub source: Option<String>,
}

/// One figure of a food.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct FoodFigure {
    /// The nutrient's code: `energy`, `protein`, `salt` …
    pub nutrient: String,
    /// Its name in the reader's language; not read when a label is entered.
    pub name: String,
    /// The amount, in the nutrient's own unit.
    pub amount: f64,
    /// The same in words; not read when a label is entered.
    pub shown: String,
}

/// A household measure of a food.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct MeasureLine {
    /// As an amount is said with it: `1膳`.
    pub name: String,
    /// What one weighs.
    pub grams: f64,
}

/// One thing eaten.
#[derive(Debug, Clone, PartialEq, uniffi::Enum)]
pub enum Eaten {
    /// A food and how much of it, as people say it: `1膳`, `150 g`, `大さじ2`, `1/2`.
    Food {
        /// Its code.
        code: String,
        /// How much.
        amount: String,
    },
    /// In a hurry.
    Quick {
        /// What it was.
        text: String,
        /// Its energy, if that is known.
        kcal: Option<f64>,
    },
}

/// A meal to record.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct MealEntry {
    /// Which one.
    pub slot: MealSlot,
    /// What was eaten, 1 to 100 items.
    pub items: Vec<Eaten>,
    /// The person's own words; may be empty.
    pub note: String,
    /// A picture of it: JPEG, PNG, WebP or HEIF, at most 4 MiB. Scale it to what a screen shows first. What it says of
    /// where and when it was taken is not kept; one whose parts do not fit together is refused.
    pub photo: Option<Vec<u8>>,
}

/// One change of a meal. Items are counted from 0.
#[derive(Debug, Clone, PartialEq, uniffi::Enum)]
pub enum MealChange {
    /// It was another meal of the day.
    Slot {
        /// Which.
        slot: MealSlot,
    },
    /// It was at another time.
    At {
        /// When.
        at: Millis,
    },
    /// Other words.
    Note {
        /// Which.
        note: String,
    },
    /// Another picture, or none.
    Picture {
        /// Its bytes.
        photo: Option<Vec<u8>>,
    },
    /// Something else was eaten too.
    Add {
        /// What.
        item: Eaten,
    },
    /// This was not eaten.
    Remove {
        /// Which item.
        item: u32,
    },
    /// It was more or less of it.
    Amount {
        /// Which item.
        item: u32,
        /// How much, as people say it; `半分` is half of what was said before.
        amount: String,
    },
}

/// What a label says.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct LabelEntry {
    /// The food's name.
    pub name: String,
    /// How the name is read; may be empty.
    pub reading: String,
    /// Who makes it; may be empty.
    pub maker: String,
    /// The digits of its barcode.
    pub barcode: Option<String>,
    /// What the figures are of: `100`, `serving` or `pack`.
    pub per: String,
    /// The figures.
    pub figures: Vec<FoodFigure>,
    /// What a serving weighs, g or mL.
    pub serving: Option<f64>,
    /// What a pack weighs, g or mL.
    pub pack: Option<f64>,
    /// Whether it is counted in mL.
    pub drink: bool,
}

/// A dish made of foods.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct RecipeEntry {
    /// Its name.
    pub name: String,
    /// How the name is read; may be empty.
    pub reading: String,
    /// What goes into it.
    pub parts: Vec<RecipePart>,
    /// What the finished dish weighs, g, where somebody weighed it.
    pub yield_grams: Option<f64>,
    /// For how many servings it is.
    pub servings: f64,
}

/// A part of a recipe.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct RecipePart {
    /// The food's code.
    pub code: String,
    /// Grams of its edible part.
    pub grams: f64,
}

#[uniffi::export]
impl MimamoriCompanion {
    /// Foods whose names or everyday words fit `text`, best first: the person's own and recent ones before
    /// the rest.
    pub async fn search_food(
        &self,
        person: PersonId,
        text: String,
        limit: u32,
    ) -> Result<Vec<FoodLine>, CompanionError> {
        self.with(move |core, words| {
            let hits = core.search_food(Some(person), &text, limit as usize)?;
            Ok(hits.into_iter().map(|hit| hit_line(hit, words.lang())).collect())
        })
        .await
    }

    /// One food with what it brings.
    pub async fn food(&self, person: PersonId, code: String) -> Result<FoodScreen, CompanionError> {
        self.with(move |core, words| {
            Ok(food_screen(core.food_card(Some(person), &FoodCode(code), words.lang())?, words))
        })
        .await
    }

    /// What the person ate lately, what matters most first.
    pub async fn recent_foods(&self, person: PersonId, limit: u32) -> Result<Vec<FoodLine>, CompanionError> {
        self.with(move |core, _| {
            let line = |food: mimamori::companion::RecentFood| FoodLine {
                code: food.code.map(|code| code.0),
                name: food.name,
                kcal_per_100g: None,
            };
            Ok(core.recent_foods(person, limit as usize)?.into_iter().map(line).collect())
        })
        .await
    }

    /// The foods that the person marked, the latest first.
    pub async fn favourite_foods(&self, person: PersonId) -> Result<Vec<FoodLine>, CompanionError> {
        self.with(move |core, words| {
            Ok(core.favourite_foods(person, words.lang())?.into_iter().map(card_line).collect())
        })
        .await
    }

    /// Marks a food as one that the person often wants, or takes the mark away.
    pub async fn mark_favourite(&self, person: PersonId, code: String, marked: bool) -> Result<(), CompanionError> {
        self.with(move |core, _| core.set_favourite_food(person, &FoodCode(code), marked)).await
    }

    /// Records a meal. Each item keeps its figures as the table states them now.
    pub async fn add_meal(&self, person: PersonId, meal: MealEntry, at: Millis) -> Result<RecordId, CompanionError> {
        self.with(move |core, words| {
            let items = meal.items.into_iter().map(item).collect::<Result<_>>()?;
            let photo = meal.photo.map(Photo::new).transpose()?;
            let new = NewMeal { slot: meal.slot, items, note: meal.note, photo, lang: words.lang() };
            Ok(core.add_meal(person, stamp(core, person, at)?, &new)?.id)
        })
        .await
    }

    /// Changes a meal; the version before it is kept.
    pub async fn change_meal(
        &self,
        person: PersonId,
        meal: RecordId,
        changes: Vec<MealChange>,
    ) -> Result<(), CompanionError> {
        self.with(move |core, words| {
            core.record_of(person, meal)?;
            let edit = |change| {
                Ok(match change {
                    MealChange::Slot { slot } => MealEdit::Slot(slot),
                    MealChange::At { at } => MealEdit::At(stamp(core, person, at)?),
                    MealChange::Note { note } => MealEdit::Note(note),
                    MealChange::Picture { photo } => MealEdit::Photo(photo.map(Photo::new).transpose()?),
                    MealChange::Add { item: eaten } => MealEdit::Add(item(eaten)?),
                    MealChange::Remove { item } => MealEdit::Remove(item as usize),
                    MealChange::Amount { item, amount } => MealEdit::Amount(item as usize, said(&amount)?),
                })
            };
            let edits = changes.into_iter().map(edit).collect::<Result<Vec<_>>>()?;
            core.edit_meal(meal, &edits, words.lang()).map(drop)
        })
        .await
    }

    /// Records what was eaten on `from` again for `to`; answers how many meals.
    pub async fn copy_meals(
        &self,
        person: PersonId,
        from: LocalDay,
        slot: Option<MealSlot>,
        to: LocalDay,
    ) -> Result<u32, CompanionError> {
        self.with(move |core, _| {
            let copies = core.copy_meals(person, from, slot, to)?;
            Ok(u32::try_from(copies.len()).unwrap_or(u32::MAX))
        })
        .await
    }

    /// The picture of a meal, as it was given; an error when there is none on this device.
    pub async fn meal_photo(&self, person: PersonId, meal: RecordId) -> Result<Vec<u8>, CompanionError> {
        self.with(move |core, _| Ok(core.meal_photo(person, meal)?.bytes().to_vec())).await
    }

    /// Keeps a food with the figures of its label; answers its code.
    pub async fn add_own_food(&self, person: PersonId, label: LabelEntry) -> Result<String, CompanionError> {
        self.with(move |core, _| {
            let per = LabelBasis::ALL.into_iter().find(|per| per.code() == label.per).ok_or_else(|| refused("per"))?;
            let mut values = Nutrients::default();
            for figure in &label.figures {
                let found = Nutrient::ALL.into_iter().find(|nutrient| nutrient_code(*nutrient) == figure.nutrient);
                values.set(found.ok_or_else(|| refused("values"))?, figure.amount);
            }
            let food = Food {
                name: label.name,
                reading: label.reading,
                maker: label.maker,
                barcode: label.barcode,
                per,
                values,
                serving: label.serving,
                pack: label.pack,
                drink: label.drink,
            };
            Ok(format!("own:{}", core.add_own_food(person, food)?.id))
        })
        .await
    }

    /// Keeps a recipe; answers its code.
    pub async fn add_recipe(&self, person: PersonId, recipe: RecipeEntry) -> Result<String, CompanionError> {
        self.with(move |core, words| {
            let part =
                |part: RecipePart| RecipeItem { code: FoodCode(part.code), name: String::new(), grams: part.grams };
            let recipe = Recipe {
                name: recipe.name,
                reading: recipe.reading,
                items: recipe.parts.into_iter().map(part).collect(),
                yield_grams: recipe.yield_grams,
                servings: recipe.servings,
            };
            Ok(format!("own:{}", core.add_recipe(person, recipe, words.lang())?.id))
        })
        .await
    }

    /// The person's own foods and recipes.
    pub async fn own_foods(&self, person: PersonId) -> Result<Vec<FoodLine>, CompanionError> {
        self.with(move |core, words| {
            let mut lines = Vec::new();
            for record in core.own_foods(person)? {
                if matches!(record.entry, Entry::Food(_) | Entry::Recipe(_)) {
                    let code = FoodCode(format!("own:{}", record.id));
                    lines.push(card_line(core.food_card(Some(person), &code, words.lang())?));
                }
            }
            Ok(lines)
        })
        .await
    }
}

fn said(amount: &str) -> Result<Amount> {
    Amount::parse(amount).ok_or_else(|| refused("amount"))
}

fn item(eaten: Eaten) -> Result<NewMealItem> {
    Ok(match eaten {
        Eaten::Food { code, amount } => NewMealItem::Amount { code: FoodCode(code), amount: said(&amount)? },
        Eaten::Quick { text, kcal } => NewMealItem::Quick { text, kcal },
    })
}

fn hit_line(hit: FoodHit, lang: Lang) -> FoodLine {
    FoodLine { name: hit.called(lang), code: Some(hit.code.0), kcal_per_100g: hit.kcal_per_100g }
}

fn card_line(card: FoodCard) -> FoodLine {
    FoodLine { kcal_per_100g: card.per_100g.get(Nutrient::Energy), name: card.name, code: Some(card.food.code.0) }
}

fn food_screen(card: FoodCard, words: &Words) -> FoodScreen {
    let figure = |(nutrient, amount)| FoodFigure {
        nutrient: nutrient_code(nutrient),
        name: words.nutrient(nutrient),
        amount,
        shown: words.nutrient_amount(nutrient, amount),
    };
    FoodScreen {
        per_100g: card.per_100g.iter().map(figure).collect(),
        measures: card
            .measures
            .iter()
            .map(|measure| MeasureLine { name: words.food_measure(&measure.code), grams: measure.grams })
            .collect(),
        source: card.source.map(|source| source.title),
        code: card.food.code.0,
        name: card.name,
    }
}

/// The code of a nutrient, as records have it.
fn nutrient_code(nutrient: Nutrient) -> String {
    nutrient.code().to_owned()
}
