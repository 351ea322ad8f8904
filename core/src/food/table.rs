//! What the food table says of a food.

use crate::model::meal::{FoodCode, FoodRef, Nutrient, Nutrients};

use super::HouseholdMeasure;

/// The table's name of a nutrient: an INFOODS tag, as in 日本食品標準成分表 2023.
///
/// Protein is the nitrogen figure, carbohydrate the one by difference, as food labels in Japan use.
#[must_use]
pub const fn infoods_tag(nutrient: Nutrient) -> &'static str {
    match nutrient {
        Nutrient::Energy => "ENERC_KCAL",
        Nutrient::Protein => "PROT-",
        Nutrient::Fat => "FAT-",
        Nutrient::SaturatedFat => "FASAT",
        Nutrient::Cholesterol => "CHOLE",
        Nutrient::Carbohydrate => "CHOCDF-",
        Nutrient::Fibre => "FIB-",
        Nutrient::Salt => "NACL_EQ",
        Nutrient::Sodium => "NA",
        Nutrient::Potassium => "K",
        Nutrient::Calcium => "CA",
        Nutrient::Magnesium => "MG",
        Nutrient::Phosphorus => "P",
        Nutrient::Iron => "FE",
        Nutrient::Zinc => "ZN",
        Nutrient::VitaminA => "VITA_RAE",
        Nutrient::VitaminD => "VITD",
        Nutrient::VitaminE => "TOCPHA",
        Nutrient::VitaminK => "VITK",
        Nutrient::VitaminB1 => "THIA",
        Nutrient::VitaminB2 => "RIBF",
        Nutrient::Niacin => "NIA",
        Nutrient::VitaminB6 => "VITB6A",
        Nutrient::VitaminB12 => "VITB12",
        Nutrient::Folate => "FOL",
        Nutrient::VitaminC => "VITC",
        Nutrient::Alcohol => "ALC",
    }
}

/// A set of nutrients.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct NutrientSet(u32);

impl NutrientSet {
    /// The set as a number, for the table: bit `n` is the `n`th of [`Nutrient::ALL`].
    #[must_use]
    pub const fn bits(self) -> u32 {
        self.0
    }

    /// The set of a number from the table.
    #[must_use]
    pub const fn from_bits(bits: u32) -> Self {
        Self(bits)
    }

    /// Whether nothing is in it.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Puts a nutrient in.
    pub const fn insert(&mut self, nutrient: Nutrient) {
        self.0 |= 1 << nutrient as u32;
    }

    /// Whether it is in.
    #[must_use]
    pub const fn contains(self, nutrient: Nutrient) -> bool {
        self.0 & (1 << nutrient as u32) != 0
    }
}

/// One food of the table.
#[derive(Debug, Clone, PartialEq)]
pub struct Food {
    /// The code, with the version of the table that the figures are from.
    pub food: FoodRef,
    /// The table's own wording: Japanese, or English for a food of the USDA.
    pub name: String,
    /// What people call it in Japanese; only common foods have such a name.
    pub everyday: Option<String>,
    /// Our English name of a food whose own is Japanese; only common foods have one.
    pub name_en: Option<String>,
    /// The share of the food as bought that is not eaten, in per cent. The figures are for the
    /// edible part already.
    pub refuse_percent: f64,
    /// Grams of 100 mL, where the table states it.
    pub grams_per_100ml: Option<f64>,
    /// Per 100 g of edible part; what is absent is unknown.
    pub per_100g: Nutrients,
    /// Figures that are presumed from similar foods or computed from a recipe.
    pub estimated: NutrientSet,
    /// Figures that are a trace: counted as zero, shown as 微量.
    pub trace: NutrientSet,
    /// Figures of a dish to which some ingredient states nothing: at least so much.
    pub partial: NutrientSet,
}

/// What a search shows of a food.
#[derive(Debug, Clone, PartialEq)]
pub struct FoodHit {
    /// The code.
    pub code: FoodCode,
    /// The table's own wording: Japanese, or English for a food of the USDA.
    pub name: String,
    /// What people call it in Japanese, if there is such a name.
    pub everyday: Option<String>,
    /// Our English name of a food whose own is Japanese, if there is one.
    pub name_en: Option<String>,
    /// Energy of 100 g, if known.
    pub kcal_per_100g: Option<f64>,
}

/// A person's own food or recipe, as a search sees it beside the table.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnName {
    /// `own:` and the record.
    pub code: FoodCode,
    /// What the person calls it.
    pub name: String,
    /// How the name is read; may be empty.
    pub reading: String,
    /// Energy of 100 g, if it can be known.
    pub kcal_per_100g: Option<f64>,
}

/// What one household measure of a food weighs.
#[derive(Debug, Clone, PartialEq)]
pub struct FoodMeasure {
    /// The code of a [`HouseholdMeasure`], or the USDA's own words: `medium`, `breast`.
    pub code: String,
    /// Its weight in grams, edible part.
    pub grams: f64,
    /// Where the weight is from: `balance-guide`, `egg-standard`, `mext-density`, `pack`, `recipe`,
    /// `usda`, `label`, or `estimate`.
    pub source: String,
}

impl FoodMeasure {
    /// The measure, where it is one that every household has.
    #[must_use]
    pub fn household(&self) -> Option<HouseholdMeasure> {
        self.code.parse().ok()
    }
}

/// Where figures come from, and what their publisher asks of whoever shows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoodSource {
    /// The beginning of its foods' codes: `mext`, `usda`, `dish`; `dri` for the reference values.
    pub prefix: String,
    /// The version that a meal names.
    pub version: String,
    /// The table's name.
    pub title: String,
    /// Who published it.
    pub publisher: String,
    /// The name of the licence.
    pub licence: String,
    /// What the licence says and asks, and what we changed: to be shown as it is.
    pub notice: String,
    /// Where it was published; empty for what is ours.
    pub address: String,
}

/// What a dish is made of.
#[derive(Debug, Clone, PartialEq)]
pub struct Ingredient {
    /// The food.
    pub code: FoodCode,
    /// Grams in one serving of the dish.
    pub grams: f64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_holds_what_was_put_in_and_nothing_else() {
        for (place, nutrient) in Nutrient::ALL.into_iter().enumerate() {
            let mut set = NutrientSet::default();
            set.insert(nutrient);
            assert_eq!(set.bits(), 1 << place);
            for other in Nutrient::ALL {
                assert_eq!(NutrientSet::from_bits(set.bits()).contains(other), other == nutrient);
            }
        }
    }
}
