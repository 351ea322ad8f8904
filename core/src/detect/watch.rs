//! Watching over somebody from afar: records that are expected and do not come.
//!
//! What is expected is learned from the person's own days: the hours of the clock in which each class of
//! data had anything, of the last four weeks. A silence is unusual when it covers a stretch of hours in
//! which every one of these days (of 28, all but one) had something, and has gone on for two more hours:
//! whoever always has breakfast by nine is missed at eleven; whoever writes down a meal now and then is
//! not. No hour, no class and no device is expected of anybody who never had it.
//!
//! Silence is judged only as far as the phone is known to have lived: by its heartbeat, or by the newest of
//! any class that came from it. What would have come later may still be on its way. That the phone itself is
//! silent is told as what it is, when it is by its own rhythm or for a whole day.
//!
//! The numbers are choices, not published limits: [`LEAST_DAYS`] two weeks, so that each weekday came twice;
//! [`DAYS`] four, so that habits may change; [`LATE`] two hours, about what meals and walks shift by between
//! a workday and a Sunday.
//!
//! A fold whose order does not matter: late data fills in the hour that it belongs to. Its state is 28 days
//! of 24 bits a class.

use std::collections::BTreeMap;

use chrono::Timelike;
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::model::consent::DataClass;
use crate::model::heartbeat::Heartbeat;
use crate::model::{LocalDay, Millis, Stamp};

/// So many days before the present one are learned from.
pub const DAYS: i64 = 28;
/// So many of them must have had anything at all.
const LEAST_DAYS: i64 = 14;
/// An unusual silence is told when it has gone on for so many hours longer.
const LATE: i64 = 2;
/// Expected stretches are no longer than a day, in hours.
const LONGEST: i64 = 24;
/// A phone is silent, whatever its rhythm, after a day.
const STALE: i64 = Millis::DAY;

/// The hours of the clock on the wall in which there was anything, and the instant of the latest.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signs {
    /// A bit an hour, of each day from 1970-01-01 that has any.
    days: BTreeMap<i64, u32>,
    last: Option<Millis>,
}

impl Signs {
    /// Takes in that there was something at `at`. Days that lie more than [`DAYS`] before the latest are
    /// forgotten.
    pub fn push(&mut self, at: Millis, zone: Tz) {
        self.last = self.last.max(Some(at));
        let hour = Hour::of(at, zone);
        *self.days.entry(hour.day).or_default() |= 1 << hour.of_day;
        while let (Some((first, _)), Some((last, _))) = (self.days.first_key_value(), self.days.last_key_value())
            && last - first > DAYS
        {
            self.days.pop_first();
        }
    }

    /// The latest.
    #[must_use]
    pub const fn last(&self) -> Option<Millis> {
        self.last
    }

    fn has(&self, hour: i64) -> bool {
        let day = hour.div_euclid(24);
        self.days.get(&day).is_some_and(|hours| hours >> hour.rem_euclid(24) & 1 == 1)
    }

    /// Where the latest silence is unusual: the first hour by whose end something is always there, and
    /// after which it has been silent for [`LATE`] hours before `now`.
    fn overdue(&self, now: Hour, is_of_life: impl Fn(i64) -> bool) -> Option<i64> {
        let known: Vec<i64> = (1..=DAYS).filter(|back| is_of_life(now.day - back)).collect();
        if (known.len() as i64) < LEAST_DAYS {
            return None;
        }
        let misses = usize::from(known.len() as i64 >= DAYS);
        // Hours that are over, and the silence that leads up to them.
        let over = now.index() - 1;
        let first = (over - LONGEST - LATE..=over).rev().take_while(|hour| !self.has(*hour)).last()?;
        (first..=over - LATE).find(|end| {
            let from = first.max(end - LONGEST + 1);
            let missed = known.iter().filter(|back| !(from..=*end).any(|hour| self.has(hour - 24 * **back)));
            missed.count() <= misses
        })
    }

    /// Whether enough days of life had anything of this: whether anything can be expected.
    fn is_learned(&self, now: Hour, is_of_life: impl Fn(i64) -> bool) -> bool {
        (1..=DAYS).filter(|back| is_of_life(now.day - back)).count() as i64 >= LEAST_DAYS
    }
}

/// An hour of the clock on the wall.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Hour {
    /// From 1970-01-01.
    day: i64,
    of_day: u32,
}

impl Hour {
    fn of(at: Millis, zone: Tz) -> Self {
        let at = Stamp::in_zone(at, zone);
        Self { day: at.day().epoch_days(), of_day: at.local().hour() }
    }

    fn index(self) -> i64 {
        24 * self.day + i64::from(self.of_day)
    }
}

/// The fold over everything that came of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Watch {
    zone: Tz,
    classes: BTreeMap<DataClass, Signs>,
}

/// What is known of the phone that keeps the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phone<'a> {
    /// It is this one.
    Here,
    /// It is another one: its last heartbeat, if there ever was one, and when there were any.
    Away {
        /// The last.
        beat: Option<&'a Heartbeat>,
        /// All of them.
        beats: &'a Signs,
    },
}

/// Whether the phone is heard of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PhoneState {
    /// It is this one.
    Here,
    /// It was heard of lately.
    Heard,
    /// It has not been heard of for long: what the person did since cannot be known.
    Silent,
    /// Nothing ever came from it.
    Never,
}

/// Whether what is expected has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SignState {
    /// It has not, though the phone lived.
    Missing,
    /// The phone is silent: nobody knows.
    Unknown,
    /// It has, or is not expected yet.
    Usual,
    /// Too few days are known to expect anything.
    Learning,
}

/// One class of data that a person has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Sign {
    /// Which.
    pub class: DataClass,
    /// Whether it has come.
    pub state: SignState,
    /// The latest of it.
    pub last: Option<Millis>,
    /// By when there is usually something, where it is missing: the hour's end, an hour of the clock of the
    /// person's day.
    pub due: Option<Due>,
}

/// The end of an hour of a person's day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Due {
    /// The day.
    pub day: LocalDay,
    /// From 1 to 24.
    pub hour: u32,
}

/// How things stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Watched {
    /// When this was looked at.
    pub at: Millis,
    /// The phone.
    pub phone: PhoneState,
    /// Up to when its silence can be told from the person's.
    pub known_until: Option<Millis>,
    /// What is missing first; then in the order of [`DataClass`].
    pub signs: Vec<Sign>,
}

impl Watch {
    /// One that knows nothing yet of a person whose days lie in `zone`.
    #[must_use]
    pub const fn new(zone: Tz) -> Self {
        Self { zone, classes: BTreeMap::new() }
    }

    /// Takes in that there is something of `class` at `at`, in any order. Notices, results and the like come
    /// when others make them, and are not expected.
    pub fn push(&mut self, class: DataClass, at: Millis) {
        if is_watched(class) {
            self.classes.entry(class).or_default().push(at, self.zone);
        }
    }

    /// How things stand at `now`; nothing later may have been taken in.
    #[must_use]
    pub fn judge(&self, now: Millis, phone: Phone<'_>) -> Watched {
        let newest = self.classes.values().filter_map(Signs::last).max();
        let (state, known_until) = match phone {
            Phone::Here => (PhoneState::Here, Some(now)),
            Phone::Away { beat, beats } => {
                let heard = beat.map(|beat| beat.at.min(now)).max(newest);
                let every_day = |day| beats.days.contains_key(&day);
                let is_late = || beats.overdue(Hour::of(now, self.zone), every_day).is_some();
                let state = match heard {
                    None => PhoneState::Never,
                    Some(at) if now.since(at) >= STALE || is_late() => PhoneState::Silent,
                    Some(_) => PhoneState::Heard,
                };
                (state, heard)
            }
        };
        let is_of_life = |day| self.classes.values().any(|signs| signs.days.contains_key(&day));
        let told = |class: DataClass| match phone {
            Phone::Away { beat: Some(beat), .. } => beat.newest.get(&class).copied(),
            _ => None,
        };
        let mut signs: Vec<Sign> = Vec::new();
        for (class, known) in &self.classes {
            let (mut known, told) = (known.clone(), told(*class).filter(|at| *at <= now));
            if let Some(at) = told {
                // The phone has it, though it has not come.
                known.push(at, self.zone);
            }
            let until = known_until.map(|until| Hour::of(until, self.zone));
            let overdue = until.and_then(|until| known.overdue(until, is_of_life));
            let state = match overdue {
                Some(_) => SignState::Missing,
                None if state == PhoneState::Silent => SignState::Unknown,
                None if until.is_some_and(|until| known.is_learned(until, is_of_life)) => SignState::Usual,
                None => SignState::Learning,
            };
            let due = overdue.and_then(|hour| {
                let day = LocalDay::from_epoch_days(hour.div_euclid(24))?;
                Some(Due { day, hour: u32::try_from(hour.rem_euclid(24)).ok()? + 1 })
            });
            signs.push(Sign { class: *class, state, last: known.last(), due });
        }
        signs.sort_by_key(|sign| (sign.state != SignState::Missing, sign.class));
        Watched { at: now, phone: state, known_until, signs }
    }
}

/// Whether the person or what they wear makes it day by day.
#[must_use]
pub const fn is_watched(class: DataClass) -> bool {
    matches!(
        class,
        DataClass::HeartRate
            | DataClass::Activity
            | DataClass::Sleep
            | DataClass::Vitals
            | DataClass::Meals
            | DataClass::Habits
            | DataClass::Medicines
    )
}

#[cfg(test)]
mod tests;
