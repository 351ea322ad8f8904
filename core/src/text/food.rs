//! Food: household measures, what was eaten over days, reference values.

use super::lang::Lang;
use super::words::Words;
use crate::food::intake::{Figure, Intake, Reference, ReferenceKind, Standing};
use crate::food::{Food, FoodHit, FoodMeasure, HouseholdMeasure, normalise};
use crate::model::meal::{MealItem, Nutrient, Portion};
use crate::model::quantity::Unit;

impl Food {
    /// What people of a language call it.
    #[must_use]
    pub fn called(&self, lang: Lang) -> String {
        called(lang, &self.name, self.everyday.as_deref(), self.name_en.as_deref())
    }
}

impl FoodHit {
    /// What people of a language call it.
    #[must_use]
    pub fn called(&self, lang: Lang) -> String {
        called(lang, &self.name, self.everyday.as_deref(), self.name_en.as_deref())
    }
}

/// The everyday or English name, else the table's own without the shelf that it stands on:
/// `＜魚類＞ （さけ・ます類） ぎんざけ 養殖 生` is called `ぎんざけ 養殖 生`.
fn called(lang: Lang, name: &str, everyday: Option<&str>, name_en: Option<&str>) -> String {
    match (lang, everyday, name_en) {
        (Lang::Ja, Some(name), _) | (Lang::En, _, Some(name)) => name.to_owned(),
        // A dish's name says in brackets which one it is.
        _ if !name.starts_with(['＜', '（']) => name.to_owned(),
        _ => Some(normalise::words_and_classes(name).0)
            .filter(|name| !name.is_empty())
            .unwrap_or_else(|| name.to_owned()),
    }
}

impl Words {
    /// A household measure: `膳`, `slice`. The USDA's own words and mL stay as they are.
    #[must_use]
    pub fn food_measure(&self, code: &str) -> String {
        let Ok(measure) = code.parse::<HouseholdMeasure>() else {
            return if code == "ml" { self.unit(Unit::Millilitre) } else { code.to_owned() };
        };
        self.get(match measure {
            HouseholdMeasure::Bowl => "measure-bowl",
            HouseholdMeasure::BowlSmall => "measure-bowl-small",
            HouseholdMeasure::BowlLarge => "measure-bowl-large",
            HouseholdMeasure::BigBowl => "measure-big-bowl",
            HouseholdMeasure::SoupBowl => "measure-soup-bowl",
            HouseholdMeasure::Plate => "measure-plate",
            HouseholdMeasure::Serving => "measure-serving",
            HouseholdMeasure::Piece => "measure-piece",
            HouseholdMeasure::Stick => "measure-stick",
            HouseholdMeasure::Sheet => "measure-sheet",
            HouseholdMeasure::SheetThick => "measure-sheet-thick",
            HouseholdMeasure::Slice => "measure-slice",
            HouseholdMeasure::Block => "measure-block",
            HouseholdMeasure::Clove => "measure-clove",
            HouseholdMeasure::Floret => "measure-floret",
            HouseholdMeasure::Pack => "measure-pack",
            HouseholdMeasure::Bag => "measure-bag",
            HouseholdMeasure::Can => "measure-can",
            HouseholdMeasure::Cup => "measure-cup",
            HouseholdMeasure::Glass => "measure-glass",
            HouseholdMeasure::Shot => "measure-shot",
            HouseholdMeasure::Go => "measure-go",
            HouseholdMeasure::RiceCup => "measure-rice-cup",
            HouseholdMeasure::Tablespoon => "measure-tbsp",
            HouseholdMeasure::Teaspoon => "measure-tsp",
        })
    }

    /// A household measure and what it weighs: `1膳（150 g）`.
    #[must_use]
    pub fn weighed_measure(&self, measure: &FoodMeasure) -> String {
        self.weighed("1", &measure.code, measure.grams)
    }

    /// An amount in a household measure: `1.5膳`, `2 slices`.
    #[must_use]
    pub fn portion(&self, portion: &Portion) -> String {
        let measure = self.food_measure(&portion.measure);
        self.fmt("portion", &[("amount", self.reported(portion.amount).into()), ("measure", measure.into())])
    }

    /// How much of a thing was eaten: `1膳（150 g）`, `80 g`; nothing for a quick entry.
    #[must_use]
    pub fn eaten(&self, item: &MealItem) -> Option<String> {
        match (&item.portion, item.grams) {
            // What was typed as 8 fl oz is no more exact than that.
            (Some(Portion { amount, measure }), Some(grams)) if measure == "ml" => {
                Some(self.weighed(&self.reported(amount.round()), measure, grams))
            }
            (Some(portion), Some(grams)) => Some(self.weighed(&self.reported(portion.amount), &portion.measure, grams)),
            (Some(portion), None) => Some(self.portion(portion)),
            (None, Some(grams)) => Some(self.grams(grams)),
            (None, None) => None,
        }
    }

    fn weighed(&self, amount: &str, code: &str, grams: f64) -> String {
        let args = [
            ("amount", amount.into()),
            ("measure", self.food_measure(code).into()),
            ("grams", self.grams(grams).into()),
        ];
        self.fmt("portion-weighed", &args)
    }

    /// A weight of food: whole grams from 10 g on.
    #[must_use]
    pub fn grams(&self, grams: f64) -> String {
        let rounded = if grams >= 10.0 { grams.round() } else { (grams * 10.0).round() / 10.0 };
        self.with_unit(self.reported(rounded), &self.unit(Unit::Gram))
    }

    /// What is compared with reference values.
    #[must_use]
    pub fn figure(&self, figure: Figure) -> String {
        match figure {
            Figure::Amount(nutrient) => self.nutrient(nutrient),
            Figure::EnergyShare(nutrient) => self.fmt("figure-share", &[("nutrient", self.nutrient(nutrient).into())]),
        }
    }

    /// An amount of it.
    #[must_use]
    pub fn figure_amount(&self, figure: Figure, amount: f64) -> String {
        match figure {
            Figure::Amount(nutrient) => self.nutrient_amount(nutrient, amount),
            Figure::EnergyShare(_) => self.quantity(amount.round(), Unit::Percent),
        }
    }

    /// The lowest and the highest day: `1,650–2,010 kcal`.
    #[must_use]
    pub fn intake_range(&self, intake: &Intake) -> Option<String> {
        let (least, most) = (intake.least?, intake.most?);
        Some(self.between(intake.figure, least, most))
    }

    fn between(&self, figure: Figure, low: f64, high: f64) -> String {
        match figure {
            Figure::Amount(nutrient) => self.range(low, high, nutrient.unit()),
            Figure::EnergyShare(_) => self.range(low.round(), high.round(), Unit::Percent),
        }
    }

    /// A reference value: `under 7.5 g`, `13–20%`.
    #[must_use]
    pub fn reference(&self, reference: &Reference) -> String {
        let amount = |value: f64| self.figure_amount(reference.figure, value);
        let one = |id: &str, value: f64| self.fmt(id, &[("amount", amount(value).into())]);
        let text = match (reference.low, reference.high) {
            (Some(low), Some(high)) if low < high => self.between(reference.figure, low, high),
            (Some(low), Some(_)) => one("reference-about", low),
            (Some(low), None) => one("reference-at-least", low),
            // The report says "under" of salt and "at most" of saturated fat.
            (None, Some(high)) if reference.figure == Figure::Amount(Nutrient::Salt) => one("reference-under", high),
            (None, Some(high)) => one("reference-at-most", high),
            (None, None) => String::new(),
        };
        match reference.menstruating {
            None => text,
            Some(value) => self.fmt(
                "reference-menstruating",
                &[("reference", text.into()), ("amount", one("reference-at-least", value).into())],
            ),
        }
    }

    /// What sort of reference value it is.
    #[must_use]
    pub fn reference_kind(&self, kind: ReferenceKind) -> String {
        self.get(match kind {
            ReferenceKind::Recommended => "reference-kind-recommended",
            ReferenceKind::Adequate => "reference-kind-adequate",
            ReferenceKind::Goal => "reference-kind-goal",
            ReferenceKind::GoalWithCondition => "reference-kind-goal-condition",
            ReferenceKind::EnergyNeed => "reference-kind-energy",
        })
    }

    /// Where a mean stands beside its reference value.
    #[must_use]
    pub fn intake_standing(&self, standing: Standing) -> String {
        self.get(match standing {
            Standing::Below => "standing-below",
            Standing::Within => "standing-within",
            Standing::Above => "standing-above",
        })
    }

    /// Of how much of the food a figure is known.
    #[must_use]
    pub fn intake_coverage(&self, intake: &Intake) -> String {
        self.fmt("intake-coverage", &[("known", intake.known.into()), ("items", intake.items.into())])
    }
}
