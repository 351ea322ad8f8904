//! Meals, and what was in them as far as it is known.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::quantity::Unit;
use super::{Invalid, PhotoId, Problem};

/// Which meal of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MealSlot {
    /// Breakfast.
    Breakfast,
    /// Lunch.
    Lunch,
    /// Dinner.
    Dinner,
    /// Anything between.
    Snack,
}

impl MealSlot {
    /// In the order of a day.
    pub const ALL: [Self; 4] = [Self::Breakfast, Self::Lunch, Self::Dinner, Self::Snack];

    /// The name in files and on the command line.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Breakfast => "breakfast",
            Self::Lunch => "lunch",
            Self::Dinner => "dinner",
            Self::Snack => "snack",
        }
    }
}

/// One meal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Meal {
    /// Which one.
    pub slot: MealSlot,
    /// What was eaten, at least one and at most 100 items.
    pub items: Vec<MealItem>,
    /// The person's own words, at most 2,000 characters.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// The [name](super::PhotoId) of a picture of it, which is kept beside the record on the device that
    /// took it; or, from earlier versions, a name that the phone knew it by. At most 200 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub photo: Option<String>,
}

impl Meal {
    /// A meal of `items`.
    ///
    /// # Errors
    /// `items` when there are none or more than 100.
    pub fn new(slot: MealSlot, items: Vec<MealItem>) -> Result<Self, Invalid> {
        match items.len() {
            0 => Err(Invalid::new("items", Problem::Missing)),
            1..=100 => Ok(Self { slot, items, note: String::new(), photo: None }),
            _ => Err(Invalid::new("items", Problem::TooLong)),
        }
    }

    /// The picture that is kept beside the record; `None` also for a name that only the phone knew.
    #[must_use]
    pub fn photo_id(&self) -> Option<PhotoId> {
        self.photo.as_ref()?.parse().ok()
    }

    /// What is known of the whole meal, and of how many of its items each figure is known.
    #[must_use]
    pub fn total(&self) -> NutrientTotal {
        let mut total = NutrientTotal::default();
        for item in &self.items {
            total.add(&item.nutrients);
        }
        total
    }
}

/// One thing eaten. Holds a snapshot: history does not move when a food table is updated.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MealItem {
    /// The name at the time, 1 to 200 characters.
    pub name: String,
    /// The food's code and its table's version; none for what was typed in freely.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub food: Option<FoodRef>,
    /// Grams eaten (edible part), above 0 and at most 5,000; unknown for a quick entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grams: Option<f64>,
    /// The amount in the words of the household: 1.5 of `bowl`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub portion: Option<Portion>,
    /// What it brought, for the amount eaten.
    #[serde(default)]
    pub nutrients: Nutrients,
}

impl MealItem {
    /// `grams` of a food whose table states `per_100g`.
    ///
    /// # Errors
    /// `name` empty or too long; `grams` not above 0 or over 5,000.
    pub fn of_food(name: &str, food: FoodRef, grams: f64, per_100g: &Nutrients) -> Result<Self, Invalid> {
        if !(grams > 0.0 && grams <= 5_000.0) {
            return Err(Invalid::new("grams", Problem::Impossible));
        }
        Ok(Self {
            name: item_name(name)?,
            food: Some(food),
            grams: Some(grams),
            portion: None,
            nutrients: per_100g.scaled(grams / 100.0),
        })
    }

    /// Something eaten of which only the name and perhaps the energy are known.
    ///
    /// # Errors
    /// `name` empty or too long; `kcal` negative or over 10,000.
    pub fn quick(name: &str, kcal: Option<f64>) -> Result<Self, Invalid> {
        let mut nutrients = Nutrients::default();
        if let Some(kcal) = kcal {
            if !(0.0..=10_000.0).contains(&kcal) {
                return Err(Invalid::new("kcal", Problem::Impossible));
            }
            nutrients.set(Nutrient::Energy, kcal);
        }
        Ok(Self { name: item_name(name)?, food: None, grams: None, portion: None, nutrients })
    }
}

fn item_name(name: &str) -> Result<String, Invalid> {
    let name = name.trim();
    match name.chars().count() {
        0 => Err(Invalid::new("name", Problem::Missing)),
        1..=200 => Ok(name.to_owned()),
        _ => Err(Invalid::new("name", Problem::TooLong)),
    }
}

/// A food of a table: `mext:01088`, `dish:miso-soup`, `usda:…`, `own:…`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FoodCode(pub String);

/// A food, and the version of the table that its figures were taken from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoodRef {
    /// The code.
    pub code: FoodCode,
    /// The table's version, e.g. `mext-8-2023`.
    pub table: String,
}

/// An amount in household measures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Portion {
    /// How many, above 0.
    pub amount: f64,
    /// Of what: the measure's code in the food table (`bowl`, `piece`, `tbsp`).
    pub measure: String,
}

/// What food brings. Labels follow Japan's food labelling: protein by nitrogen, carbohydrate by
/// difference, salt as sodium in mg × 2.54 / 1000.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is the nutrient of that name; units are in `unit`")]
pub enum Nutrient {
    Energy,
    Protein,
    Fat,
    SaturatedFat,
    Cholesterol,
    Carbohydrate,
    Fibre,
    Salt,
    Sodium,
    Potassium,
    Calcium,
    Magnesium,
    Phosphorus,
    Iron,
    Zinc,
    VitaminA,
    VitaminD,
    VitaminE,
    VitaminK,
    VitaminB1,
    VitaminB2,
    Niacin,
    VitaminB6,
    VitaminB12,
    Folate,
    VitaminC,
    Alcohol,
}

impl Nutrient {
    /// In the order of a label.
    pub const ALL: [Self; 27] = [
        Self::Energy,
        Self::Protein,
        Self::Fat,
        Self::SaturatedFat,
        Self::Cholesterol,
        Self::Carbohydrate,
        Self::Fibre,
        Self::Salt,
        Self::Sodium,
        Self::Potassium,
        Self::Calcium,
        Self::Magnesium,
        Self::Phosphorus,
        Self::Iron,
        Self::Zinc,
        Self::VitaminA,
        Self::VitaminD,
        Self::VitaminE,
        Self::VitaminK,
        Self::VitaminB1,
        Self::VitaminB2,
        Self::Niacin,
        Self::VitaminB6,
        Self::VitaminB12,
        Self::Folate,
        Self::VitaminC,
        Self::Alcohol,
    ];

    /// The name in files and on the surface of apps; never changes.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Energy => "energy",
            Self::Protein => "protein",
            Self::Fat => "fat",
            Self::SaturatedFat => "saturated_fat",
            Self::Cholesterol => "cholesterol",
            Self::Carbohydrate => "carbohydrate",
            Self::Fibre => "fibre",
            Self::Salt => "salt",
            Self::Sodium => "sodium",
            Self::Potassium => "potassium",
            Self::Calcium => "calcium",
            Self::Magnesium => "magnesium",
            Self::Phosphorus => "phosphorus",
            Self::Iron => "iron",
            Self::Zinc => "zinc",
            Self::VitaminA => "vitamin_a",
            Self::VitaminD => "vitamin_d",
            Self::VitaminE => "vitamin_e",
            Self::VitaminK => "vitamin_k",
            Self::VitaminB1 => "vitamin_b1",
            Self::VitaminB2 => "vitamin_b2",
            Self::Niacin => "niacin",
            Self::VitaminB6 => "vitamin_b6",
            Self::VitaminB12 => "vitamin_b12",
            Self::Folate => "folate",
            Self::VitaminC => "vitamin_c",
            Self::Alcohol => "alcohol",
        }
    }

    /// The unit in which it is kept.
    #[must_use]
    pub const fn unit(self) -> Unit {
        match self {
            Self::Energy => Unit::Kilocalorie,
            Self::Protein
            | Self::Fat
            | Self::SaturatedFat
            | Self::Carbohydrate
            | Self::Fibre
            | Self::Salt
            | Self::Alcohol => Unit::Gram,
            Self::VitaminA | Self::VitaminD | Self::VitaminK | Self::VitaminB12 | Self::Folate => Unit::Microgram,
            Self::Cholesterol
            | Self::Sodium
            | Self::Potassium
            | Self::Calcium
            | Self::Magnesium
            | Self::Phosphorus
            | Self::Iron
            | Self::Zinc
            | Self::VitaminE
            | Self::VitaminB1
            | Self::VitaminB2
            | Self::Niacin
            | Self::VitaminB6
            | Self::VitaminC => Unit::Milligram,
        }
    }
}

/// Amounts of nutrients. One that is absent is unknown, which is not zero.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Nutrients(BTreeMap<Nutrient, f64>);

impl Nutrients {
    /// The amount in the nutrient's [`unit`](Nutrient::unit), if known.
    #[must_use]
    pub fn get(&self, nutrient: Nutrient) -> Option<f64> {
        self.0.get(&nutrient).copied()
    }

    /// States an amount; one that is not finite or is negative leaves it unknown.
    pub fn set(&mut self, nutrient: Nutrient, amount: f64) {
        if amount.is_finite() && amount >= 0.0 {
            self.0.insert(nutrient, amount);
        }
    }

    /// All known amounts times `factor`.
    #[must_use]
    pub fn scaled(&self, factor: f64) -> Self {
        let mut scaled = Self::default();
        for (nutrient, amount) in self.iter() {
            scaled.set(nutrient, amount * factor);
        }
        scaled
    }

    /// The known amounts, in the order of a label.
    pub fn iter(&self) -> impl Iterator<Item = (Nutrient, f64)> + '_ {
        self.0.iter().map(|(nutrient, amount)| (*nutrient, *amount))
    }
}

/// A sum over items that says how much of it is known.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct NutrientTotal {
    /// How many items were summed.
    pub items: u32,
    sums: BTreeMap<Nutrient, (f64, u32)>,
}

impl NutrientTotal {
    /// Counts one more item.
    pub fn add(&mut self, nutrients: &Nutrients) {
        self.items = self.items.saturating_add(1);
        for (nutrient, amount) in nutrients.iter() {
            let (sum, known) = self.sums.entry(nutrient).or_insert((0.0, 0));
            *sum += amount;
            *known = known.saturating_add(1);
        }
    }

    /// Takes in another sum.
    pub fn merge(&mut self, other: &Self) {
        self.items = self.items.saturating_add(other.items);
        for (nutrient, (amount, items)) in &other.sums {
            let (sum, known) = self.sums.entry(*nutrient).or_insert((0.0, 0));
            *sum += amount;
            *known = known.saturating_add(*items);
        }
    }

    /// The sum of what is known and of how many items it is known; `None` when of none.
    #[must_use]
    pub fn get(&self, nutrient: Nutrient) -> Option<(f64, u32)> {
        self.sums.get(&nutrient).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nutrient_has_one_name_wherever_it_is_written() {
        for nutrient in Nutrient::ALL {
            assert_eq!(serde_json::to_value(nutrient).unwrap(), nutrient.code());
        }
    }

    #[test]
    fn unknown_is_not_zero_and_a_sum_says_how_much_of_it_is_known() {
        let mut rice = Nutrients::default();
        rice.set(Nutrient::Energy, 156.0);
        rice.set(Nutrient::Salt, 0.0);
        let food = FoodRef { code: FoodCode("mext:01088".into()), table: "mext-8-2023".into() };
        let meal = Meal::new(
            MealSlot::Lunch,
            vec![MealItem::of_food("rice", food, 150.0, &rice).unwrap(), MealItem::quick("soup", Some(40.0)).unwrap()],
        )
        .unwrap();
        assert_eq!(meal.total().get(Nutrient::Energy), Some((274.0, 2)));
        assert_eq!(meal.total().get(Nutrient::Salt), Some((0.0, 1)));
        assert_eq!(meal.total().get(Nutrient::Iron), None);
    }
}
