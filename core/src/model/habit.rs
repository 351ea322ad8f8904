//! Habits, and the ticks that keep them.

mod course;
mod preset;

#[cfg(test)]
mod tests;

use chrono::{Datelike, Weekday};
use serde::{Deserialize, Serialize};

use super::day::LocalDay;
use super::id::RecordId;
use super::time_of_day::TimeOfDay;
use super::{Invalid, Problem};

pub use course::Course;
pub use preset::Preset;

/// The largest amount of a goal or of a tick: steps of a month, millilitres of a month.
const MOST: f64 = 1_000_000.0;

/// Something a person wants to do, or to do less, again and again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Habit {
    /// Its name, 1 to 100 characters; that of a preset is the preset's code until the person gives
    /// it another.
    pub name: String,
    /// What it is, where it was chosen from a list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preset: Option<Preset>,
    /// What counts as done.
    pub goal: Goal,
    /// When it is due.
    pub schedule: Schedule,
    /// At what times of a due day the person wants to be reminded; at most 24, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reminders: Vec<TimeOfDay>,
    /// The days on which it rested: they count for nothing. In order, apart from each other.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pauses: Vec<Pause>,
    /// The first day on which it was put away for good.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub archived: Option<LocalDay>,
}

impl Habit {
    /// A habit of the person's own.
    ///
    /// # Errors
    /// What [`check`](Self::check) refuses.
    pub fn new(name: &str, goal: Goal, schedule: Schedule) -> Result<Self, Invalid> {
        Self {
            name: name.to_owned(),
            preset: None,
            goal,
            schedule,
            reminders: Vec::new(),
            pauses: Vec::new(),
            archived: None,
        }
        .checked()
    }

    /// The habit, without blanks around its name, if it is whole.
    ///
    /// # Errors
    /// What [`check`](Self::check) refuses.
    pub fn checked(mut self) -> Result<Self, Invalid> {
        self.name = self.name.trim().to_owned();
        self.check()?;
        Ok(self)
    }

    /// A habit from the list, with the goal and the schedule that it suggests.
    #[must_use]
    pub fn of_preset(preset: Preset) -> Self {
        let (goal, schedule) = preset.suggestion();
        Self {
            name: preset.code().to_owned(),
            preset: Some(preset),
            goal,
            schedule,
            reminders: Vec::new(),
            pauses: Vec::new(),
            archived: None,
        }
    }

    /// Whether everything in it is possible: for a habit that was changed, or that came from outside.
    ///
    /// # Errors
    /// `name` empty, over 100 characters or with blanks around it; `goal` not above 0 (0 is a limit,
    /// not a goal), over a million, or with a unit over 40 characters; `schedule` of no day or the
    /// same day twice; `reminder` more than 24, or not in order; `pause` that ends before it begins
    /// or begins before the one before it has ended.
    pub fn check(&self) -> Result<(), Invalid> {
        match self.name.chars().count() {
            0 => return Err(Invalid::new("name", Problem::Missing)),
            1..=100 if self.name.trim() == self.name => {}
            1..=100 => return Err(Invalid::new("name", Problem::Unreadable)),
            _ => return Err(Invalid::new("name", Problem::TooLong)),
        }
        self.goal.check()?;
        match &self.schedule {
            Schedule::TimesAWeek(n) if !(1..=7).contains(n) => {
                return Err(Invalid::new("schedule", Problem::Impossible));
            }
            Schedule::Weekdays(days) if days.is_empty() => {
                return Err(Invalid::new("schedule", Problem::Missing));
            }
            Schedule::Weekdays(days)
                if days.iter().enumerate().any(|(i, day)| days.iter().skip(i + 1).any(|d| d == day)) =>
            {
                return Err(Invalid::new("schedule", Problem::Contradiction));
            }
            _ => {}
        }
        if self.reminders.len() > 24 {
            return Err(Invalid::new("reminder", Problem::TooLong));
        }
        if !self.reminders.is_sorted_by(|a, b| a < b) {
            return Err(Invalid::new("reminder", Problem::Contradiction));
        }
        let backwards = self.pauses.iter().any(|pause| pause.until.is_some_and(|until| until < pause.from));
        if backwards || !self.pauses.is_sorted_by(|a, b| a.until.is_some_and(|until| until < b.from)) {
            return Err(Invalid::new("pause", Problem::Contradiction));
        }
        Ok(())
    }

    /// Whether a day's amount reaches the goal, or stays within the limit.
    #[must_use]
    pub fn is_done(&self, amount: f64) -> bool {
        match &self.goal {
            Goal::YesNo | Goal::Rating { .. } => amount > 0.0,
            Goal::Count { at_least, .. } => amount >= f64::from(*at_least),
            Goal::Amount { at_least, .. } => amount >= *at_least,
            Goal::AtMost { at_most, .. } => amount <= *at_most,
        }
    }

    /// Whether the habit asks for something on `day`. One that is kept some times a week, on days
    /// of the person's choice, may be kept on any day; one that rests asks for nothing.
    #[must_use]
    pub fn is_due(&self, day: LocalDay) -> bool {
        let scheduled = match &self.schedule {
            Schedule::Daily | Schedule::TimesAWeek(_) => true,
            Schedule::Weekdays(days) => days.contains(&day.0.weekday()),
        };
        scheduled && !self.rests_on(day)
    }

    /// Whether it was paused or put away on `day`.
    #[must_use]
    pub fn rests_on(&self, day: LocalDay) -> bool {
        self.archived.is_some_and(|archived| archived <= day) || self.pauses.iter().any(|pause| pause.contains(day))
    }

    /// Lets it rest from `from` on, until the day `until` is over or until it is resumed. A pause
    /// that it is in, or that was to come, gives way.
    ///
    /// # Errors
    /// `pause` when `until` lies before `from`.
    pub fn pause(&mut self, from: LocalDay, until: Option<LocalDay>) -> Result<(), Invalid> {
        if until.is_some_and(|until| until < from) {
            return Err(Invalid::new("pause", Problem::Contradiction));
        }
        self.resume(from);
        self.pauses.push(Pause { from, until });
        Ok(())
    }

    /// Takes it up again on `day`: it is neither paused nor put away from then on.
    pub fn resume(&mut self, day: LocalDay) {
        self.pauses.retain(|pause| pause.from < day);
        if let Some(last) = self.pauses.last_mut()
            && last.until.is_none_or(|until| until >= day)
        {
            last.until = Some(day.plus_days(-1));
        }
        if let Some(archived) = self.archived.take()
            && archived < day
        {
            self.pauses.retain(|pause| pause.from < archived);
            if let Some(last) = self.pauses.last_mut()
                && last.until.is_none_or(|until| until >= archived)
            {
                last.until = Some(archived.plus_days(-1));
            }
            self.pauses.push(Pause { from: archived, until: Some(day.plus_days(-1)) });
        }
    }
}

/// What counts as done on a day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Goal {
    /// Done or not.
    YesNo,
    /// So many times, each a tick of 1.
    Count {
        /// Done when the day's ticks reach this; at least 1.
        at_least: u32,
        /// What is counted, as the person calls it; may be empty.
        unit: String,
    },
    /// A measure, in the person's own unit.
    Amount {
        /// Done when the day's sum reaches this.
        at_least: f64,
        /// The unit as the person calls it: `min`, `km`; may be empty.
        unit: String,
    },
    /// To do less: the day is kept while its sum does not go over. A day of which nothing was noted
    /// counts as 0.
    AtMost {
        /// The most that is within the limit; 0 for none at all.
        at_most: f64,
        /// The unit as the person calls it; may be empty.
        unit: String,
    },
    /// A judgement of the day on a scale from 1; done when there is one, and the last one counts.
    Rating {
        /// The upper end of the scale, 2 to 10.
        most: u8,
    },
}

impl Goal {
    fn check(&self) -> Result<(), Invalid> {
        let possible = match self {
            Self::YesNo => true,
            Self::Count { at_least, .. } => (1.0..=MOST).contains(&f64::from(*at_least)),
            Self::Amount { at_least, .. } => *at_least > 0.0 && *at_least <= MOST,
            Self::AtMost { at_most, .. } => (0.0..=MOST).contains(at_most),
            Self::Rating { most } => (2..=10).contains(most),
        };
        if !possible {
            return Err(Invalid::new("goal", Problem::Impossible));
        }
        if self.unit().chars().count() > 40 {
            return Err(Invalid::new("unit", Problem::TooLong));
        }
        Ok(())
    }

    /// The unit as the person calls it; empty where there is none.
    #[must_use]
    pub fn unit(&self) -> &str {
        match self {
            Self::YesNo | Self::Rating { .. } => "",
            Self::Count { unit, .. } | Self::Amount { unit, .. } | Self::AtMost { unit, .. } => unit,
        }
    }

    /// Whether the habit is one to do less of.
    #[must_use]
    pub const fn is_limit(&self) -> bool {
        matches!(self, Self::AtMost { .. })
    }

    /// The amount that a tick without one stands for: 1, or for a measure the whole goal. A rating
    /// has none: only the person knows.
    #[must_use]
    pub fn usual_amount(&self) -> Option<f64> {
        match self {
            Self::YesNo | Self::Count { .. } | Self::AtMost { .. } => Some(1.0),
            Self::Amount { at_least, .. } => Some(*at_least),
            Self::Rating { .. } => None,
        }
    }

    /// Whether one tick can have this amount.
    ///
    /// # Errors
    /// `amount` for a count that is not whole, or a rating off its scale.
    pub fn check_amount(&self, amount: f64) -> Result<(), Invalid> {
        let fits = match self {
            Self::YesNo | Self::Amount { .. } | Self::AtMost { .. } => true,
            Self::Count { .. } => amount.fract() == 0.0,
            Self::Rating { most } => amount.fract() == 0.0 && (1.0..=f64::from(*most)).contains(&amount),
        };
        if fits { Ok(()) } else { Err(Invalid::new("amount", Problem::Impossible)) }
    }
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

impl Schedule {
    /// On how many days of a week it is due, 1 to 7.
    #[must_use]
    pub fn days_a_week(&self) -> u8 {
        match self {
            Self::Daily => 7,
            Self::TimesAWeek(times) => (*times).clamp(1, 7),
            Self::Weekdays(days) => u8::try_from(days.len()).unwrap_or(7).clamp(1, 7),
        }
    }
}

/// Days on which a habit rested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// The first.
    pub from: LocalDay,
    /// The last; none while it goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<LocalDay>,
}

impl Pause {
    /// Whether `day` is one of them.
    #[must_use]
    pub fn contains(&self, day: LocalDay) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
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
        if !(0.0..=MOST).contains(&amount) {
            return Err(Invalid::new("amount", Problem::Impossible));
        }
        Ok(Self { habit, amount })
    }
}
