//! Habits, and the ticks that keep them.

use chrono::Weekday;
use serde::{Deserialize, Serialize};

use super::id::RecordId;
use super::{Invalid, Problem};

/// Something a person wants to do, or to do less, again and again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Habit {
    /// Its name, 1 to 100 characters.
    pub name: String,
    /// What counts as done.
    pub goal: Goal,
    /// When it is due.
    pub schedule: Schedule,
}

impl Habit {
    /// A habit.
    ///
    /// # Errors
    /// `name` empty or over 100 characters; `goal` not above 0; `schedule` of no day.
    pub fn new(name: &str, goal: Goal, schedule: Schedule) -> Result<Self, Invalid> {
        let name = name.trim();
        match name.chars().count() {
            0 => return Err(Invalid::new("name", Problem::Missing)),
            1..=100 => {}
            _ => return Err(Invalid::new("name", Problem::TooLong)),
        }
        if let Goal::Amount { at_least, .. } = &goal
            && !(at_least.is_finite() && *at_least > 0.0)
        {
            return Err(Invalid::new("goal", Problem::Impossible));
        }
        match &schedule {
            Schedule::TimesAWeek(n) if !(1..=7).contains(n) => {
                return Err(Invalid::new("schedule", Problem::Impossible));
            }
            Schedule::Weekdays(days) if days.is_empty() => {
                return Err(Invalid::new("schedule", Problem::Missing));
            }
            _ => {}
        }
        Ok(Self { name: name.to_owned(), goal, schedule })
    }
}

/// What counts as done on a day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Goal {
    /// Done or not.
    YesNo,
    /// A count or a measure, in the person's own unit.
    Amount {
        /// Done when the day's sum reaches this.
        at_least: f64,
        /// The unit as the person calls it: `min`, `glasses`; may be empty.
        unit: String,
    },
}

/// When a habit is due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Schedule {
    /// Every day.
    Daily,
    /// On this many days of each week, 1 to 7, whichever they are.
    TimesAWeek(u8),
    /// On these weekdays.
    Weekdays(Vec<Weekday>),
}

/// One time that a habit was kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Tick {
    /// The habit's record.
    pub habit: RecordId,
    /// How much: 1 for yes, 0 for an explicit no, else the amount.
    pub amount: f64,
}

impl Tick {
    /// `amount` done of `habit`.
    ///
    /// # Errors
    /// `amount` when it is not finite, negative or over a million.
    pub fn new(habit: RecordId, amount: f64) -> Result<Self, Invalid> {
        if !(0.0..=1_000_000.0).contains(&amount) {
            return Err(Invalid::new("amount", Problem::Impossible));
        }
        Ok(Self { habit, amount })
    }
}
