//! What screens draw, ready to be drawn: one value a screen, already summed and thinned out.

use serde::{Deserialize, Serialize};

use super::day::LocalDay;
use super::finding::Finding;
use super::habit::Habit;
use super::heart::HeartRollUp;
use super::id::{PersonId, RecordId};
use super::meal::{Meal, NutrientTotal};
use super::time::{Millis, Stamp};
use super::vital::Vital;

/// One day of one person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DayView {
    /// Whose.
    pub person: PersonId,
    /// The name to show.
    pub name: String,
    /// The day.
    pub day: LocalDay,
    /// How long the day was, in minutes: 1,440 unless the clocks changed.
    pub minutes: u32,
    /// Heart rate, if there was any.
    pub heart: Option<HeartDay>,
    /// Steps, each time bucket from the first source that has any.
    pub steps: Option<u32>,
    /// Meals, oldest first.
    pub meals: Vec<MealRow>,
    /// What is known of all of them together.
    pub nutrients: NutrientTotal,
    /// Habits that are due or were kept.
    pub habits: Vec<HabitRow>,
    /// Vital signs, oldest first.
    pub vitals: Vec<VitalRow>,
    /// Findings of this day, the strongest first.
    pub findings: Vec<Finding>,
}

/// Heart rate of a day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HeartDay {
    /// The whole day in one.
    pub total: HeartRollUp,
    /// The latest rate and when it was.
    pub latest: (Millis, u16),
    /// At most 288 roll-ups of five minutes; where there is none, there was no measurement.
    pub curve: Vec<HeartRollUp>,
}

/// A meal in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MealRow {
    /// Its record.
    pub id: RecordId,
    /// When.
    pub at: Stamp,
    /// What.
    pub meal: Meal,
}

/// A habit on a day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HabitRow {
    /// The habit's record.
    pub id: RecordId,
    /// What it is.
    pub habit: Habit,
    /// The day's sum.
    pub amount: f64,
    /// Whether the goal is reached.
    pub done: bool,
    /// How many times in a row it was kept when due: see [`Habit::streak`].
    pub streak: u32,
}

/// A vital sign in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VitalRow {
    /// Its record.
    pub id: RecordId,
    /// When.
    pub at: Stamp,
    /// What.
    pub vital: Vital,
}
