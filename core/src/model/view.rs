//! What screens draw, ready to be drawn: one value a screen, already summed and thinned out.

use serde::{Deserialize, Serialize};

use super::day::{ClockChange, LocalDay};
use super::event::Event;
use super::finding::Finding;
use super::habit::Habit;
use super::heart::HeartRollUp;
use super::id::{PersonId, RecordId};
use super::meal::{Meal, NutrientTotal};
use super::medicine::{DoseAmount, DoseSlot, DoseState};
use super::photo::PhotoNote;
use super::record::{Record, RecordStatus};
use super::sleep::Sleep;
use super::symptom::Symptom;
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
    /// How long the day was, in minutes: 1,440 unless the clocks changed; 0 for a day that the
    /// person's zone left out of its calendar.
    pub minutes: u32,
    /// How the clocks were changed on it, if they were.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clocks: Option<ClockChange>,
    /// Heart rate, if there was any.
    pub heart: Option<HeartDay>,
    /// Steps, each time bucket from the first source that has any.
    pub steps: Option<u32>,
    /// Energy used in moving, kcal, each stretch of time from the first source that has any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub active_kcal: Option<f64>,
    /// Energy used at rest, kcal, likewise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basal_kcal: Option<f64>,
    /// Meals, oldest first.
    pub meals: Vec<MealRow>,
    /// What is known of all of them together.
    pub nutrients: NutrientTotal,
    /// Habits that are due or were kept.
    pub habits: Vec<HabitRow>,
    /// Vital signs, oldest first.
    pub vitals: Vec<VitalRow>,
    /// Symptoms that were told on this day or are known to have lasted over it, oldest first.
    #[serde(default)]
    pub symptoms: Vec<SymptomRow>,
    /// Medicines that are due on this day, in its order, then what was taken because it was needed.
    #[serde(default)]
    pub medicines: Vec<DoseRow>,
    /// What happened on this day or lasted over it, oldest first.
    #[serde(default)]
    pub events: Vec<EventRow>,
    /// Sleep of the night that ended on this day, and naps of the day, oldest first.
    #[serde(default)]
    pub sleep: Vec<SleepRow>,
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
    /// Its picture, if it is on this device.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub photo: Option<PhotoNote>,
}

/// A habit on a day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HabitRow {
    /// The habit's record.
    pub id: RecordId,
    /// What it is.
    pub habit: Habit,
    /// The day on which it was begun.
    pub begun: LocalDay,
    /// The day's sum, or its last rating.
    pub amount: f64,
    /// Whether anything was noted on the day.
    pub noted: bool,
    /// Whether the goal is reached, or the limit kept so far.
    pub done: bool,
    /// How many times in a row it was kept when due: see [`Habit::streak`].
    pub streak: u32,
    /// How strong it is, 0 to 1: see [`Habit::scores`].
    pub score: f64,
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

/// A symptom in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SymptomRow {
    /// Its record.
    pub id: RecordId,
    /// When it was told.
    pub at: Stamp,
    /// What.
    pub symptom: Symptom,
}

/// A dose of a day: due, taken or left out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DoseRow {
    /// The medicine's record.
    pub medicine: RecordId,
    /// Its name.
    pub name: String,
    /// When it is due; none for what was taken because it was needed.
    pub slot: Option<DoseSlot>,
    /// How much, as far as it is known.
    pub amount: Option<DoseAmount>,
    /// What became of it; none while it is due.
    pub state: Option<DoseState>,
    /// The dose's record, once there is one.
    pub id: Option<RecordId>,
    /// When that was.
    pub at: Option<Stamp>,
}

/// An event in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EventRow {
    /// Its record.
    pub id: RecordId,
    /// When it began.
    pub at: Stamp,
    /// What.
    pub event: Event,
}

/// A stretch of sleep in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SleepRow {
    /// Its record.
    pub id: RecordId,
    /// From when to when, with its stages.
    pub sleep: Sleep,
    /// How long it was asleep, in minutes.
    pub asleep_min: u32,
}

/// One version of a record, and what was done to make it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Version {
    /// What was done.
    pub done: Done,
    /// The record as it stood then.
    pub record: Record,
}

/// What was done to a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Done {
    /// It was recorded.
    Recorded,
    /// It was corrected.
    Corrected,
    /// It was marked as entered in error.
    Deleted,
    /// It was brought back.
    Restored,
}

impl Done {
    /// What made `after` of `before`, which is none for the first version.
    #[must_use]
    pub fn between(before: Option<RecordStatus>, after: RecordStatus) -> Self {
        match (before, after) {
            (_, RecordStatus::EnteredInError) => Self::Deleted,
            (None, RecordStatus::Active) => Self::Recorded,
            (Some(RecordStatus::EnteredInError), RecordStatus::Active) => Self::Restored,
            (Some(RecordStatus::Active), RecordStatus::Active) => Self::Corrected,
        }
    }
}
