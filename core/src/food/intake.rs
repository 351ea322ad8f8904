//! What was eaten over days, beside the Dietary Reference Intakes for Japanese (2025), adults.
//!
//! The reference values are about what a person eats as a rule, which the report takes about a month
//! to know; a day says next to nothing. So a figure here is a mean over the days that were recorded,
//! with the lowest and the highest day, and says of how much of the food it is known. It is never a
//! verdict on a day.

use std::collections::BTreeMap;

use crate::model::LocalDay;
use crate::model::meal::{Meal, Nutrient, Nutrients};
use crate::model::person::Sex;
use crate::model::profile::Activity;

/// What is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Figure {
    /// An amount a day.
    Amount(Nutrient),
    /// The share of the energy that a nutrient brings, in per cent.
    EnergyShare(Nutrient),
}

impl Figure {
    /// What is shown, in this order.
    pub const ALL: [Self; 18] = [
        Self::Amount(Nutrient::Energy),
        Self::Amount(Nutrient::Protein),
        Self::EnergyShare(Nutrient::Protein),
        Self::EnergyShare(Nutrient::Fat),
        Self::EnergyShare(Nutrient::SaturatedFat),
        Self::EnergyShare(Nutrient::Carbohydrate),
        Self::Amount(Nutrient::Fibre),
        Self::Amount(Nutrient::Salt),
        Self::Amount(Nutrient::Potassium),
        Self::Amount(Nutrient::Calcium),
        Self::Amount(Nutrient::Magnesium),
        Self::Amount(Nutrient::Iron),
        Self::Amount(Nutrient::Zinc),
        Self::Amount(Nutrient::VitaminD),
        Self::Amount(Nutrient::VitaminK),
        Self::Amount(Nutrient::VitaminB12),
        Self::Amount(Nutrient::Folate),
        Self::Amount(Nutrient::VitaminC),
    ];

    /// The name in the table of reference values: an INFOODS tag, with `%` for a share of the energy.
    #[must_use]
    pub fn code(self) -> String {
        match self {
            Self::Amount(nutrient) => super::table::infoods_tag(nutrient).to_owned(),
            Self::EnergyShare(nutrient) => format!("{}%", super::table::infoods_tag(nutrient)),
        }
    }

    /// What one item adds, if it is known: the amount and, for a share, the energy that it is of.
    fn of_item(self, item: &Nutrients) -> Option<(f64, f64)> {
        match self {
            Self::Amount(nutrient) => Some((item.get(nutrient)?, 0.0)),
            Self::EnergyShare(nutrient) => {
                Some((item.get(nutrient)? * kcal_per_gram(nutrient), item.get(Nutrient::Energy)?))
            }
        }
    }
}

/// The factors of Atwater, as the reference intakes use them for shares of the energy.
fn kcal_per_gram(nutrient: Nutrient) -> f64 {
    match nutrient {
        Nutrient::Fat | Nutrient::SaturatedFat => 9.0,
        _ => 4.0,
    }
}

/// What sort of reference value it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReferenceKind {
    /// 推奨量: enough for nearly everybody.
    Recommended,
    /// 目安量: what healthy people take in, where less is known.
    Adequate,
    /// 目標量: to prevent lifestyle-related diseases.
    Goal,
    /// 目標量 of salt for people with high blood pressure or a kidney disease.
    GoalWithCondition,
    /// 推定エネルギー必要量: an estimate for bodies of usual size.
    EnergyNeed,
}

/// A reference value of a day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reference {
    /// What it is for.
    pub figure: Figure,
    /// What sort.
    pub kind: ReferenceKind,
    /// At least so much.
    pub low: Option<f64>,
    /// At most so much.
    pub high: Option<f64>,
    /// What replaces `low` for a woman who menstruates.
    pub menstruating: Option<f64>,
}

/// One line of the table of reference values.
#[derive(Debug, Clone, PartialEq)]
pub struct ReferenceRow {
    /// [`Figure::code`].
    pub figure: String,
    /// `rda`, `rda-menstruating`, `ai`, `goal`, `goal-hypertension`, `energy-low`, `energy-normal` or
    /// `energy-high`.
    pub kind: String,
    /// At least so much.
    pub low: Option<f64>,
    /// At most so much.
    pub high: Option<f64>,
}

/// The reference values out of the lines for one sex and age.
///
/// Without an activity level, the energy need spans the levels. `salt_condition`: the person says
/// that they have high blood pressure or a kidney disease.
#[must_use]
pub fn references(rows: &[ReferenceRow], activity: Option<Activity>, salt_condition: bool) -> Vec<Reference> {
    let mut found = Vec::new();
    for figure in Figure::ALL {
        let code = figure.code();
        let of_kind = |kind: &str| rows.iter().find(|row| row.figure == code && row.kind == kind);
        let given = |row: &ReferenceRow, kind| Reference {
            figure,
            kind,
            low: row.low,
            high: row.high,
            menstruating: of_kind("rda-menstruating").and_then(|row| row.low),
        };
        if figure == Figure::Amount(Nutrient::Energy) {
            found.extend(energy(&of_kind, activity).map(|(low, high)| Reference {
                figure,
                kind: ReferenceKind::EnergyNeed,
                low: Some(low),
                high: Some(high),
                menstruating: None,
            }));
        } else if let (true, Some(row)) = (salt_condition, of_kind("goal-hypertension")) {
            found.push(given(row, ReferenceKind::GoalWithCondition));
        } else if let Some(row) = of_kind("rda") {
            found.push(given(row, ReferenceKind::Recommended));
        } else if let Some(row) = of_kind("ai") {
            found.push(given(row, ReferenceKind::Adequate));
        } else if let Some(row) = of_kind("goal") {
            found.push(given(row, ReferenceKind::Goal));
        }
    }
    found
}

/// From 75 years on there is no high level: what is asked for is the highest that there is.
fn energy<'a>(of_kind: &impl Fn(&str) -> Option<&'a ReferenceRow>, activity: Option<Activity>) -> Option<(f64, f64)> {
    let need = |kind: &str| of_kind(kind).and_then(|row| row.low);
    let (low, normal) = (need("energy-low")?, need("energy-normal")?);
    let high = need("energy-high").unwrap_or(normal);
    Some(match activity {
        None => (low, high),
        Some(Activity::Low) => (low, low),
        Some(Activity::Normal) => (normal, normal),
        Some(Activity::High) => (high, high),
    })
}

/// One figure over days.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Intake {
    /// What.
    pub figure: Figure,
    /// The mean of the days on which something of it is known.
    pub mean: Option<f64>,
    /// The lowest of these days.
    pub least: Option<f64>,
    /// The highest of these days.
    pub most: Option<f64>,
    /// Of how many items of food it is known.
    pub known: u32,
    /// Of how many items in all.
    pub items: u32,
}

impl Intake {
    /// Whether so much is known that a comparison says something: of at least nine tenths of the
    /// items, which is our own choice.
    #[must_use]
    pub fn is_covered(&self) -> bool {
        self.items > 0 && f64::from(self.known) >= 0.9 * f64::from(self.items)
    }
}

/// Where a mean stands beside a reference value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Below what is referred to.
    Below,
    /// In it.
    Within,
    /// Above it.
    Above,
}

/// Fewest recorded days of which a mean is compared; our own choice, so that a day is never judged.
pub const LEAST_DAYS: u32 = 3;

/// An energy need is an estimate of a body of usual size: nearer than this share is not apart.
const ENERGY_MARGIN: f64 = 0.1;

/// Where the mean of `days` recorded days stands; none when they are too few, too little of the food
/// is known, or for iron between the two values of a woman's reference.
#[must_use]
pub fn standing(intake: &Intake, reference: &Reference, days: u32) -> Option<Standing> {
    let mean = intake.mean.filter(|_| days >= LEAST_DAYS && intake.is_covered())?;
    let margin = if reference.kind == ReferenceKind::EnergyNeed { ENERGY_MARGIN } else { 0.0 };
    let low = reference.low.map(|low| low * (1.0 - margin));
    if reference.menstruating.is_some_and(|more| mean < more) && low.is_some_and(|low| mean >= low) {
        return None;
    }
    // The goal for salt is to stay under its value.
    let over = |high: f64| match reference.figure {
        Figure::Amount(Nutrient::Salt) => mean >= high,
        _ => mean > high * (1.0 + margin),
    };
    Some(match (low, reference.high) {
        (Some(low), _) if mean < low => Standing::Below,
        (_, Some(high)) if over(high) => Standing::Above,
        _ => Standing::Within,
    })
}

/// Every figure over the days on which a meal was recorded, and how many such days there are.
#[must_use]
pub fn intakes<'a>(meals: impl IntoIterator<Item = (LocalDay, &'a Meal)>) -> (u32, Vec<Intake>) {
    let mut days: BTreeMap<LocalDay, Vec<&Nutrients>> = BTreeMap::new();
    for (day, meal) in meals {
        days.entry(day).or_default().extend(meal.items.iter().map(|item| &item.nutrients));
    }
    let count = u32::try_from(days.len()).unwrap_or(u32::MAX);
    (count, Figure::ALL.into_iter().map(|figure| intake(figure, &days)).collect())
}

fn intake(figure: Figure, days: &BTreeMap<LocalDay, Vec<&Nutrients>>) -> Intake {
    let mut intake = Intake { figure, mean: None, least: None, most: None, known: 0, items: 0 };
    let (mut sum, mut count) = (0.0, 0_u32);
    for items in days.values() {
        let (mut amount, mut energy, mut known) = (0.0, 0.0, 0_u32);
        for item in items {
            if let Some((part, of)) = figure.of_item(item) {
                amount += part;
                energy += of;
                known += 1;
            }
        }
        intake.known = intake.known.saturating_add(known);
        intake.items = intake.items.saturating_add(u32::try_from(items.len()).unwrap_or(u32::MAX));
        let day = match figure {
            Figure::Amount(_) if known > 0 => amount,
            Figure::EnergyShare(_) if energy > 0.0 => amount / energy * 100.0,
            _ => continue,
        };
        sum += day;
        count += 1;
        intake.least = Some(intake.least.map_or(day, |least: f64| least.min(day)));
        intake.most = Some(intake.most.map_or(day, |most: f64| most.max(day)));
    }
    if count > 0 {
        intake.mean = Some(sum / f64::from(count));
    }
    intake
}

/// The sexes that the reference values know, as its table writes them.
#[must_use]
pub const fn sex_code(sex: Sex) -> Option<&'static str> {
    match sex {
        Sex::Female => Some("F"),
        Sex::Male => Some("M"),
        Sex::Other => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::meal::{MealItem, MealSlot};

    fn day(n: i64) -> LocalDay {
        LocalDay::from_epoch_days(20_000 + n).unwrap()
    }

    fn meal(items: &[&[(Nutrient, f64)]]) -> Meal {
        let item = |amounts: &&[(Nutrient, f64)]| {
            let mut item = MealItem::quick("x", None).unwrap();
            for (nutrient, amount) in *amounts {
                item.nutrients.set(*nutrient, *amount);
            }
            item
        };
        Meal::new(MealSlot::Lunch, items.iter().map(item).collect()).unwrap()
    }

    fn of(figure: Figure, intakes: &[Intake]) -> Intake {
        *intakes.iter().find(|intake| intake.figure == figure).unwrap()
    }

    #[test]
    fn days_without_a_meal_do_not_make_the_mean_smaller() {
        let (monday, friday) =
            (meal(&[&[(Nutrient::Salt, 6.0)], &[(Nutrient::Salt, 4.0)]]), meal(&[&[(Nutrient::Salt, 6.0)]]));
        let (days, intakes) = intakes([(day(0), &monday), (day(4), &friday)]);
        let salt = of(Figure::Amount(Nutrient::Salt), &intakes);
        assert_eq!((days, salt.mean, salt.least, salt.most), (2, Some(8.0), Some(6.0), Some(10.0)));
        assert_eq!((salt.known, salt.items, salt.is_covered()), (3, 3, true));
    }

    #[test]
    fn what_is_not_known_is_counted_as_not_known() {
        let soup = meal(&[&[(Nutrient::Energy, 300.0), (Nutrient::Salt, 2.0)], &[(Nutrient::Energy, 400.0)]]);
        let (_, intakes) = intakes([(day(0), &soup)]);
        let salt = of(Figure::Amount(Nutrient::Salt), &intakes);
        assert_eq!((salt.mean, salt.known, salt.items, salt.is_covered()), (Some(2.0), 1, 2, false));
        assert_eq!(of(Figure::Amount(Nutrient::Iron), &intakes).mean, None);
    }

    #[test]
    fn a_share_of_the_energy_is_taken_of_the_food_of_which_both_are_known() {
        let lunch = meal(&[&[(Nutrient::Energy, 400.0), (Nutrient::Fat, 10.0)], &[(Nutrient::Energy, 900.0)]]);
        let (_, intakes) = intakes([(day(0), &lunch)]);
        assert_eq!(of(Figure::EnergyShare(Nutrient::Fat), &intakes).mean, Some(22.5));
    }

    #[test]
    fn a_mean_is_compared_only_when_enough_days_and_food_are_known() {
        let reference = Reference {
            figure: Figure::Amount(Nutrient::Salt),
            kind: ReferenceKind::Goal,
            low: None,
            high: Some(6.5),
            menstruating: None,
        };
        let salt = |mean, known| Intake {
            figure: reference.figure,
            mean: Some(mean),
            least: None,
            most: None,
            known,
            items: 10,
        };
        assert_eq!(standing(&salt(6.5, 10), &reference, 3), Some(Standing::Above));
        assert_eq!(standing(&salt(6.4, 9), &reference, 3), Some(Standing::Within));
        assert_eq!(standing(&salt(9.0, 8), &reference, 3), None);
        assert_eq!(standing(&salt(9.0, 10), &reference, 2), None);
        let iron = Reference { low: Some(6.0), high: None, menstruating: Some(10.5), ..reference };
        assert_eq!(standing(&salt(8.0, 10), &iron, 7), None);
        assert_eq!(standing(&salt(5.0, 10), &iron, 7), Some(Standing::Below));
        assert_eq!(standing(&salt(11.0, 10), &iron, 7), Some(Standing::Within));
    }

    fn row(figure: &str, kind: &str, low: Option<f64>, high: Option<f64>) -> ReferenceRow {
        ReferenceRow { figure: figure.into(), kind: kind.into(), low, high }
    }

    #[test]
    fn the_energy_need_follows_the_activity_and_spans_the_levels_without_one() {
        let rows = [
            row("ENERC_KCAL", "energy-low", Some(1850.0), None),
            row("ENERC_KCAL", "energy-normal", Some(2250.0), None),
        ];
        let need = |activity| {
            let reference = references(&rows, activity, false)[0];
            (reference.low.unwrap(), reference.high.unwrap())
        };
        assert_eq!(need(None), (1850.0, 2250.0));
        assert_eq!(need(Some(Activity::Low)), (1850.0, 1850.0));
        assert_eq!(need(Some(Activity::High)), (2250.0, 2250.0));
    }

    #[test]
    fn high_blood_pressure_asks_for_less_salt() {
        let rows = [row("NACL_EQ", "goal", None, Some(7.5)), row("NACL_EQ", "goal-hypertension", None, Some(6.0))];
        assert_eq!(references(&rows, None, false)[0].high, Some(7.5));
        let strict = references(&rows, None, true)[0];
        assert_eq!((strict.high, strict.kind), (Some(6.0), ReferenceKind::GoalWithCondition));
    }
}
