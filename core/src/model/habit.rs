//! Habits, and the ticks that keep them.

use std::collections::BTreeMap;

use chrono::{Datelike, Weekday};
use serde::{Deserialize, Serialize};

use super::day::LocalDay;
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

impl Habit {
    /// Whether a day's sum of ticks reaches the goal.
    #[must_use]
    pub fn is_done(&self, amount: f64) -> bool {
        match &self.goal {
            Goal::YesNo => amount > 0.0,
            Goal::Amount { at_least, .. } => amount >= *at_least,
        }
    }

    /// Whether the habit asks for something on `day`. One that is kept some times a week, on days
    /// of the person's choice, may be kept on any day.
    #[must_use]
    pub fn is_due(&self, day: LocalDay) -> bool {
        match &self.schedule {
            Schedule::Daily | Schedule::TimesAWeek(_) => true,
            Schedule::Weekdays(days) => days.contains(&day.0.weekday()),
        }
    }

    /// How many times in a row it was kept when due, up to and with `day`.
    ///
    /// `amounts` holds the sum of ticks of each day on which there were any. A day that is not over
    /// breaks nothing: `day` itself counts when it is done and is passed over when it is not. For a
    /// habit that is kept some times a week, whole weeks (from Monday) must reach their number; the
    /// week of `day` counts what it has so far.
    #[must_use]
    pub fn streak(&self, amounts: &BTreeMap<LocalDay, f64>, day: LocalDay) -> u32 {
        let done = |day: LocalDay| amounts.get(&day).is_some_and(|&amount| self.is_done(amount));
        let Some(&first) = amounts.keys().next() else { return 0 };
        if let Schedule::TimesAWeek(times) = self.schedule {
            let mut monday = day.plus_days(-i64::from(day.0.weekday().num_days_from_monday()));
            let kept = |monday: LocalDay| {
                (0..7).map(|n| monday.plus_days(n)).filter(|&each| each <= day && done(each)).fold(0_u32, |n, _| n + 1)
            };
            let mut streak = kept(monday);
            while monday > first {
                monday = monday.plus_days(-7);
                let week = kept(monday);
                if week < u32::from(times) {
                    break;
                }
                streak += week;
            }
            return streak;
        }
        let mut streak = u32::from(done(day));
        let mut before = day.plus_days(-1);
        while before >= first && (done(before) || !self.is_due(before)) {
            streak += u32::from(done(before));
            before = before.plus_days(-1);
        }
        streak
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

#[cfg(test)]
mod tests {
    use super::*;

    fn days(amounts: &[(&str, f64)]) -> BTreeMap<LocalDay, f64> {
        amounts.iter().map(|(day, amount)| (day.parse().unwrap(), *amount)).collect()
    }

    fn day(text: &str) -> LocalDay {
        text.parse().unwrap()
    }

    #[test]
    fn a_day_that_is_not_over_breaks_no_streak() {
        let walk = Habit::new("walk", Goal::YesNo, Schedule::Daily).unwrap();
        let kept = days(&[("2026-04-14", 1.0), ("2026-04-16", 1.0), ("2026-04-17", 1.0)]);
        assert_eq!(walk.streak(&kept, day("2026-04-17")), 2);
        assert_eq!(walk.streak(&kept, day("2026-04-18")), 2);
        assert_eq!(walk.streak(&kept, day("2026-04-19")), 0);
        assert_eq!(walk.streak(&BTreeMap::new(), day("2026-04-19")), 0);
    }

    #[test]
    fn days_on_which_nothing_is_due_break_no_streak() {
        let weekdays = vec![Weekday::Mon, Weekday::Thu];
        let gym = Habit::new("gym", Goal::YesNo, Schedule::Weekdays(weekdays)).unwrap();
        let kept = days(&[("2026-04-13", 1.0), ("2026-04-16", 1.0), ("2026-04-20", 1.0)]);
        assert_eq!(gym.streak(&kept, day("2026-04-22")), 3);
    }

    #[test]
    fn a_habit_of_some_times_a_week_needs_them_in_every_whole_week() {
        let swim = Habit::new("swim", Goal::YesNo, Schedule::TimesAWeek(2)).unwrap();
        // 2026-04-06 and 2026-04-13 are Mondays.
        let kept = days(&[("2026-04-06", 1.0), ("2026-04-12", 1.0), ("2026-04-15", 1.0)]);
        assert_eq!(swim.streak(&kept, day("2026-04-15")), 3);
        // The week of the 13th ended with one: the streak begins anew.
        assert_eq!(swim.streak(&kept, day("2026-04-20")), 0);
    }

    #[test]
    fn an_amount_is_done_when_the_days_sum_reaches_it() {
        let goal = Goal::Amount { at_least: 30.0, unit: "min".into() };
        let walk = Habit::new("walk", goal, Schedule::Daily).unwrap();
        assert!(walk.is_done(30.0) && !walk.is_done(29.9));
    }
}
