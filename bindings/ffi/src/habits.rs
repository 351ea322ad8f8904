//! Habits: what they ask for, how they go, and what a phone's alarm clock is to say.

use mimamori::Result;
use mimamori::model::habit::{Goal, Habit, Preset, Schedule};
use mimamori::model::time_of_day::{QuietHours, TimeOfDay};
use mimamori::model::{LocalDay, Millis, PersonId, RecordId};
use mimamori::text::typed;

use crate::companion::{MimamoriCompanion, stamp};
use crate::error::CompanionError;
use crate::types::{refused, weekday};

/// What a habit asks for.
#[derive(Debug, Clone, PartialEq, uniffi::Enum)]
pub enum HabitGoal {
    /// Done or not.
    Done,
    /// So many times a day.
    Count {
        /// At least.
        at_least: u32,
        /// What is counted; may be empty.
        unit: String,
    },
    /// A measure.
    Amount {
        /// At least.
        at_least: f64,
        /// In what; may be empty.
        unit: String,
    },
    /// To do less.
    AtMost {
        /// At most; 0 for none at all.
        at_most: f64,
        /// In what; may be empty.
        unit: String,
    },
    /// A judgement of the day.
    Rating {
        /// The upper end of the scale, 2 to 10.
        most: u8,
    },
}

/// When a habit is due.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
pub enum HabitSchedule {
    /// Every day.
    Daily,
    /// On so many days of each week.
    TimesAWeek {
        /// 1 to 7.
        times: u8,
    },
    /// On these weekdays.
    Weekdays {
        /// Monday 1 to Sunday 7.
        days: Vec<u8>,
    },
}

/// A habit to begin, or as it is to be from now on.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct HabitEntry {
    /// Its name; may be empty for one of the list, which has a name in every language.
    pub name: String,
    /// The code of one of the list, if it is one.
    pub preset: Option<String>,
    /// What it asks for.
    pub goal: HabitGoal,
    /// When it is due.
    pub schedule: HabitSchedule,
    /// When to remind of it, by the clock: `07:30`.
    pub reminders: Vec<String>,
}

/// How strong a habit was on a day.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct HabitScore {
    /// The day.
    pub day: LocalDay,
    /// What was noted.
    pub amount: Option<f64>,
    /// From 0 to 1.
    pub score: f64,
}

/// Something to remind of.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ReminderCard {
    /// The habit's record.
    pub habit: RecordId,
    /// Its name.
    pub name: String,
    /// The day that it is due on.
    pub day: LocalDay,
    /// When to say so.
    pub at: Millis,
}

#[uniffi::export]
impl MimamoriCompanion {
    /// Begins a habit of any kind.
    pub async fn begin_habit(
        &self,
        person: PersonId,
        habit: HabitEntry,
        at: Millis,
    ) -> Result<RecordId, CompanionError> {
        self.with(move |core, _| Ok(core.begin_habit(person, stamp(core, person, at)?, read(habit)?)?.id)).await
    }

    /// Changes a habit; its pauses stay, and the version before it is kept.
    pub async fn change_habit(
        &self,
        person: PersonId,
        habit: RecordId,
        entry: HabitEntry,
    ) -> Result<(), CompanionError> {
        self.with(move |core, _| {
            let new = read(entry)?;
            let change = |habit: &mut Habit| {
                let (pauses, archived) = (std::mem::take(&mut habit.pauses), habit.archived);
                *habit = Habit { pauses, archived, ..new };
                Ok(())
            };
            core.change_habit(person, habit, change).map(drop)
        })
        .await
    }

    /// Lets a habit rest from a day on, until another is over or until it is resumed.
    pub async fn pause_habit(
        &self,
        person: PersonId,
        habit: RecordId,
        from: LocalDay,
        until: Option<LocalDay>,
    ) -> Result<(), CompanionError> {
        self.with(move |core, _| core.change_habit(person, habit, |habit| Ok(habit.pause(from, until)?)).map(drop))
            .await
    }

    /// Takes up a habit that rests or was put away.
    pub async fn resume_habit(&self, person: PersonId, habit: RecordId, day: LocalDay) -> Result<(), CompanionError> {
        self.with(move |core, _| {
            let resume = |habit: &mut Habit| {
                habit.resume(day);
                Ok(())
            };
            core.change_habit(person, habit, resume).map(drop)
        })
        .await
    }

    /// How strong a habit was, day by day.
    pub async fn habit_scores(
        &self,
        person: PersonId,
        habit: RecordId,
        from: LocalDay,
        to: LocalDay,
    ) -> Result<Vec<HabitScore>, CompanionError> {
        self.with(move |core, _| {
            let scores = core.habit_scores(person, habit, from, to)?;
            Ok(scores.into_iter().map(|(day, amount, score)| HabitScore { day, amount, score }).collect())
        })
        .await
    }

    /// The reminders from now until `until`, at most 62 days ahead, quiet hours left out: to be handed to the
    /// phone's alarm clock, again after each change.
    pub async fn reminders(&self, person: PersonId, until: Millis) -> Result<Vec<ReminderCard>, CompanionError> {
        self.with(move |core, words| {
            let habits = core.habits(person)?;
            let name = |id: RecordId| {
                let found = habits.iter().find(|(known, _)| *known == id);
                found.map(|(_, habit)| words.habit(habit)).unwrap_or_default()
            };
            let reminders = core.reminders_until(person, until)?;
            Ok(reminders
                .into_iter()
                .map(|one| ReminderCard { habit: one.habit, name: name(one.habit), day: one.day, at: one.at })
                .collect())
        })
        .await
    }

    /// Says nothing of a habit before `until`, at most a day ahead.
    pub async fn snooze(&self, person: PersonId, habit: RecordId, until: Millis) -> Result<(), CompanionError> {
        self.with(move |core, _| core.snooze(person, habit, until)).await
    }

    /// Sets the hours in which nothing reminds, by the clock: `22:00` and `06:30`; both unset for none.
    pub async fn set_quiet_hours(
        &self,
        person: PersonId,
        from: Option<String>,
        until: Option<String>,
    ) -> Result<(), CompanionError> {
        self.with(move |core, _| {
            let quiet = match (from, until) {
                (Some(from), Some(until)) => Some(QuietHours::new(time(&from)?, time(&until)?)?),
                (None, None) => None,
                _ => return Err(refused("quiet_hours")),
            };
            core.set_quiet_hours(person, quiet).map(drop)
        })
        .await
    }
}

fn time(text: &str) -> Result<TimeOfDay> {
    let minutes = typed::clock(text)?.signed_duration_since(chrono::NaiveTime::MIN).num_minutes();
    let minutes = u32::try_from(minutes).map_err(|_| refused("time"))?;
    Ok(TimeOfDay::new(minutes / 60, minutes % 60)?)
}

fn read(entry: HabitEntry) -> Result<Habit> {
    let goal = match entry.goal {
        HabitGoal::Done => Goal::YesNo,
        HabitGoal::Count { at_least, unit } => Goal::Count { at_least, unit },
        HabitGoal::Amount { at_least, unit } => Goal::Amount { at_least, unit },
        HabitGoal::AtMost { at_most, unit } => Goal::AtMost { at_most, unit },
        HabitGoal::Rating { most } => Goal::Rating { most },
    };
    let schedule = match entry.schedule {
        HabitSchedule::Daily => Schedule::Daily,
        HabitSchedule::TimesAWeek { times } => Schedule::TimesAWeek(times),
        HabitSchedule::Weekdays { days } => Schedule::Weekdays(days.into_iter().map(weekday).collect::<Result<_>>()?),
    };
    let mut habit = match entry.preset {
        Some(code) => Habit::of_preset(Preset::from_code(&code).ok_or_else(|| refused("preset"))?),
        None => Habit::new(&entry.name, Goal::YesNo, Schedule::Daily)?,
    };
    habit.name = entry.name;
    habit.goal = goal;
    habit.schedule = schedule;
    habit.reminders = entry.reminders.iter().map(|text| time(text)).collect::<Result<_>>()?;
    Ok(habit.checked()?)
}
