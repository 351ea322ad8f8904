//! Foods and dishes that the person made known: a label's values, a recipe.

use serde::{Deserialize, Serialize};

use super::meal::{FoodCode, Nutrients};
use super::{Invalid, Problem, text};

/// A food with the values of its label. Its code is `own:` and its record's id.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Food {
    /// Its name, 1 to 200 characters.
    pub name: String,
    /// How the name is read, at most 200 characters; found by it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reading: String,
    /// Who makes it, at most 100 characters.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub maker: String,
    /// Its barcode (JAN, EAN, UPC), 8 to 14 digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub barcode: Option<String>,
    /// What the label's values are for.
    pub per: LabelBasis,
    /// The label's values; what it does not state is unknown.
    pub values: Nutrients,
    /// What one serving weighs, g (mL for a drink); above 0, at most 5,000.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub serving: Option<f64>,
    /// What the whole package weighs, g (mL for a drink); above 0, at most 20,000.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pack: Option<f64>,
    /// Whether amounts are mL instead of g.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub drink: bool,
}

/// What the values of a label are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LabelBasis {
    /// 100 g, or 100 mL of a drink.
    Hundred,
    /// One serving.
    Serving,
    /// The whole package.
    Pack,
}

impl LabelBasis {
    /// In the order of a list.
    pub const ALL: [Self; 3] = [Self::Hundred, Self::Serving, Self::Pack];

    /// The name in files and on the command line.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Hundred => "100",
            Self::Serving => "serving",
            Self::Pack => "pack",
        }
    }
}

/// How much of an own food is eaten.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum FoodAmount {
    /// Grams, or mL of a drink.
    Measure(f64),
    /// Servings.
    Servings(f64),
    /// Packages.
    Packs(f64),
}

impl Food {
    /// The food, if it is whole.
    ///
    /// # Errors
    /// `name`, `reading`, `maker` or `barcode` missing, too long or unreadable; `values` when there are
    /// none; `serving` or `pack` out of its range, or the serving larger than the package.
    pub fn checked(mut self) -> Result<Self, Invalid> {
        self.name = text::required("name", &self.name, 200)?;
        self.reading = text::optional("reading", &self.reading, 200)?;
        self.maker = text::optional("maker", &self.maker, 100)?;
        if let Some(code) = &self.barcode
            && !((8..=14).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_digit()))
        {
            return Err(Invalid::new("barcode", Problem::Unreadable));
        }
        if self.values.iter().next().is_none() {
            return Err(Invalid::new("values", Problem::Missing));
        }
        if let Some(serving) = self.serving {
            text::positive("serving", serving, 5_000.0)?;
        }
        if let Some(pack) = self.pack {
            text::positive("pack", pack, 20_000.0)?;
        }
        match (self.serving, self.pack) {
            (Some(serving), Some(pack)) if serving > pack => Err(Invalid::new("serving", Problem::Contradiction)),
            _ => Ok(self),
        }
    }

    /// Grams (mL of a drink) of an amount, where that is known.
    #[must_use]
    pub fn measure(&self, amount: FoodAmount) -> Option<f64> {
        match amount {
            FoodAmount::Measure(n) => Some(n),
            FoodAmount::Servings(n) => Some(n * self.serving?),
            FoodAmount::Packs(n) => Some(n * self.pack?),
        }
    }

    /// What an amount brings; `None` when the label does not say how much the amount is.
    #[must_use]
    pub fn nutrients(&self, amount: FoodAmount) -> Option<Nutrients> {
        let times = match (self.per, amount) {
            (LabelBasis::Serving, FoodAmount::Servings(n)) | (LabelBasis::Pack, FoodAmount::Packs(n)) => n,
            (LabelBasis::Hundred, _) => self.measure(amount)? / 100.0,
            (LabelBasis::Serving, _) => self.measure(amount)? / self.serving?,
            (LabelBasis::Pack, _) => self.measure(amount)? / self.pack?,
        };
        Some(self.values.scaled(times))
    }
}

/// A dish made of foods. Its code is `own:` and its record's id.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Recipe {
    /// Its name, 1 to 200 characters.
    pub name: String,
    /// How the name is read, at most 200 characters; found by it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reading: String,
    /// What goes into it, 1 to 100 items.
    pub items: Vec<RecipeItem>,
    /// What the finished dish weighs, g; the sum of the items where nobody weighed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub yield_grams: Option<f64>,
    /// For how many servings it is, above 0, at most 100.
    pub servings: f64,
}

/// A part of a recipe.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RecipeItem {
    /// The food: of a table, or an own one.
    pub code: FoodCode,
    /// Its name at the time, at most 200 characters.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Grams of the edible part, above 0, at most 20,000.
    pub grams: f64,
}

impl Recipe {
    /// The recipe, if it is whole.
    ///
    /// # Errors
    /// `name` or `reading` missing or too long; `items` none or over 100; `grams`, `yield` or `servings`
    /// out of range.
    pub fn checked(mut self) -> Result<Self, Invalid> {
        self.name = text::required("name", &self.name, 200)?;
        self.reading = text::optional("reading", &self.reading, 200)?;
        match self.items.len() {
            0 => return Err(Invalid::new("items", Problem::Missing)),
            1..=100 => {}
            _ => return Err(Invalid::new("items", Problem::TooLong)),
        }
        for item in &mut self.items {
            item.name = text::optional("name", &item.name, 200)?;
            text::positive("grams", item.grams, 20_000.0)?;
        }
        if let Some(grams) = self.yield_grams {
            text::positive("yield", grams, 100_000.0)?;
        }
        text::positive("servings", self.servings, 100.0)?;
        Ok(self)
    }

    /// What the finished dish weighs, g.
    #[must_use]
    pub fn weight(&self) -> f64 {
        self.yield_grams.unwrap_or_else(|| self.items.iter().map(|item| item.grams).sum())
    }
}

#[cfg(test)]
mod tests {
    use super::super::meal::Nutrient;
    use super::*;

    fn label(per: LabelBasis, kcal: f64) -> Food {
        let mut values = Nutrients::default();
        values.set(Nutrient::Energy, kcal);
        let name = "ヨーグルト".to_owned();
        let (reading, maker) = (String::new(), String::new());
        Food { name, reading, maker, barcode: None, per, values, serving: Some(75.0), pack: Some(300.0), drink: false }
    }

    #[test]
    fn a_label_is_read_for_any_amount_that_it_can_tell() {
        let kcal = |food: &Food, amount| food.nutrients(amount).and_then(|n| n.get(Nutrient::Energy));
        for food in [label(LabelBasis::Hundred, 80.0), label(LabelBasis::Serving, 60.0), label(LabelBasis::Pack, 240.0)]
        {
            assert_eq!(kcal(&food, FoodAmount::Servings(2.0)), Some(120.0));
            assert_eq!(kcal(&food, FoodAmount::Packs(0.5)), Some(120.0));
            assert_eq!(kcal(&food, FoodAmount::Measure(150.0)), Some(120.0));
        }
        let unweighed = Food { serving: None, pack: None, ..label(LabelBasis::Serving, 60.0) };
        assert_eq!(kcal(&unweighed, FoodAmount::Servings(1.5)), Some(90.0));
        assert_eq!(kcal(&unweighed, FoodAmount::Measure(100.0)), None);
    }

    #[test]
    fn a_label_that_contradicts_itself_is_refused() {
        let large = Food { serving: Some(400.0), ..label(LabelBasis::Hundred, 80.0) };
        assert_eq!(large.checked().unwrap_err().field, "serving");
        let barcode = Food { barcode: Some("49012345".into()), ..label(LabelBasis::Hundred, 80.0) };
        assert!(barcode.checked().is_ok());
        let barcode = Food { barcode: Some("4901 2345".into()), ..label(LabelBasis::Hundred, 80.0) };
        assert_eq!(barcode.checked().unwrap_err().field, "barcode");
    }
}
