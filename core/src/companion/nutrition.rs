//! What was eaten over days, beside the reference intakes.

use super::Companion;
use crate::error::Result;
use crate::food::FoodSource;
use crate::food::intake::{self, Intake, Reference};
use crate::model::profile::Condition;
use crate::model::{Entry, Invalid, LocalDay, PersonId, Problem, RecordKind};

/// Most days that are looked at together.
const DAYS: i64 = 366;

/// The age from which the reference values are for adults.
const ADULT: u32 = 18;

/// What was eaten over days. Nothing in it judges a day.
#[derive(Debug, Clone, PartialEq)]
pub struct NutritionView {
    /// The first day.
    pub from: LocalDay,
    /// The last day, included.
    pub to: LocalDay,
    /// How many days there are.
    pub days: u32,
    /// On how many of them a meal was recorded: the means are of these.
    pub recorded_days: u32,
    /// Every figure, in the order of a label, with its reference value where there is one.
    pub rows: Vec<(Intake, Option<Reference>)>,
    /// Whether there are reference values, and if not, why.
    pub basis: ReferenceBasis,
    /// Where the reference values are from: a transcription, to be shown as one.
    pub source: Option<FoodSource>,
}

/// For whom the reference values are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReferenceBasis {
    /// For this age; the activity level is known or not.
    Adult {
        /// In whole years, on the last day.
        age: u32,
        /// Whether the person said how active their days are.
        activity_known: bool,
    },
    /// The birth date or the sex is not known, or is one that the reference values do not know.
    Unknown,
    /// The reference values here are for adults.
    NotAdult,
    /// Pregnancy and nursing have reference values of their own, which are not here.
    Pregnancy,
}

impl Companion {
    /// What a person ate from `from` to `to`, both included, beside the reference intakes for them.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) when the person is not there; `days` when `to` lies
    /// before `from` or more than a year after it.
    pub fn nutrition(&self, person: PersonId, from: LocalDay, to: LocalDay) -> Result<NutritionView> {
        let days = to.epoch_days() - from.epoch_days() + 1;
        if !(1..=DAYS).contains(&days) {
            return Err(Invalid::new("days", Problem::Impossible).into());
        }
        let range = self.range_of(person, from, to)?;
        let records = self.store.read(|store| store.records_between(person, RecordKind::Meal, range))?;
        let meals = records.iter().filter_map(|record| match &record.entry {
            Entry::Meal(meal) => Some((record.at.day(), meal)),
            _ => None,
        });
        let (recorded_days, intakes) = intake::intakes(meals);
        let (basis, references) = self.references(person, to)?;
        let source = self.foods(|table| Ok(table.sources().iter().find(|source| source.prefix == "dri").cloned()))?;
        let reference = |intake: &Intake| references.iter().find(|known| known.figure == intake.figure).copied();
        Ok(NutritionView {
            from,
            to,
            days: u32::try_from(days).unwrap_or(0),
            recorded_days,
            rows: intakes.into_iter().map(|intake| (intake, reference(&intake))).collect(),
            source: source.filter(|_| matches!(basis, ReferenceBasis::Adult { .. })),
            basis,
        })
    }

    fn references(&self, person: PersonId, on: LocalDay) -> Result<(ReferenceBasis, Vec<Reference>)> {
        let person = self.person(person)?;
        if person.profile.pregnancy.is_some() {
            return Ok((ReferenceBasis::Pregnancy, Vec::new()));
        }
        let (Some(age), Some(sex)) = (person.age_on(on), person.sex.and_then(intake::sex_code)) else {
            return Ok((ReferenceBasis::Unknown, Vec::new()));
        };
        if age < ADULT {
            return Ok((ReferenceBasis::NotAdult, Vec::new()));
        }
        let rows = self.foods(|table| table.references(sex, age))?;
        let less_salt = person.declares(Condition::Hypertension) || person.declares(Condition::KidneyDisease);
        let activity = person.profile.activity;
        let basis = ReferenceBasis::Adult { age, activity_known: activity.is_some() };
        Ok((basis, intake::references(&rows, activity, less_salt)))
    }
}

#[cfg(test)]
mod tests;
