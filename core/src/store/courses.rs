//! What was done of each habit, day by day: half a thousand days of a habit in a row of their own.
//!
//! A view of today tells a streak that may be years long. Its ticks are records, each with its words; here is
//! what a streak and a score need of them, and a habit that is kept alike takes a few bytes a year. Written in the transaction that writes the
//! tick, from the ticks of that day alone, so that a late one, a correction or a deletion moves nothing else.

use std::collections::{BTreeMap, BTreeSet};

use super::pack::{NotPacked, put_number, take_byte, take_number};
use super::{Reading, Writing, id};
use crate::model::{Entry, LocalDay, PersonId, Record, RecordId, RecordKind};
use crate::{Error, Result};

/// Days in a row.
const DAYS: i64 = 512;

/// An amount that is a whole number up to this is a byte.
const SMALL: u8 = 250;

/// What is written before an amount that is not.
const OTHER: u8 = 255;

/// No more ticks are said at once, so that few bytes never become much memory.
const LONGEST_RUN: usize = 512;

/// By habit, in order of time: the tick's own day, from the epoch (see [`LocalDay::epoch_days`]), and the amount.
pub type Courses = BTreeMap<RecordId, Vec<(i64, f64)>>;

/// The rows of a stretch of days.
pub(super) const COURSES: &str = "SELECT block, habit, ticks FROM habit_course
     WHERE person = ?1 AND block >= ?2 AND block <= ?3 ORDER BY block";

impl Reading<'_> {
    /// What was done of each habit on the days from `first` to `last`.
    ///
    /// # Errors
    /// [`Error::Unreadable`], or what the database says.
    pub fn courses(&self, person: PersonId, first: LocalDay, last: LocalDay) -> Result<Courses> {
        let days = first.epoch_days()..=last.epoch_days();
        let blocks = (person.as_bytes(), days.start().div_euclid(DAYS), days.end().div_euclid(DAYS));
        let mut courses = Courses::new();
        self.all(COURSES, blocks, |row| {
            let packed = row.get_ref("ticks")?.as_blob().map_err(|_| Error::Unreadable("ticks"))?;
            let start = row.get::<_, i64>("block")?.saturating_mul(DAYS);
            let course = courses.entry(RecordId(id(row, "habit")?)).or_default();
            each_run(packed, |run| {
                let run = Run { first: start.saturating_add(run.first), ..run };
                if days.contains(&run.first) && days.contains(&run.last()) {
                    course.extend(run.ticks());
                } else {
                    course.extend(run.ticks().filter(|(day, _)| days.contains(day)));
                }
            })
            .map_err(|_| Error::Unreadable("ticks"))
        })?;
        courses.retain(|_, course| !course.is_empty());
        Ok(courses)
    }

    /// The amounts of the ticks of a day that stand, by habit, in order of time.
    fn ticked(&self, person: PersonId, day: LocalDay) -> Result<Vec<(RecordId, f64)>> {
        let records = self.records_on(person, RecordKind::Tick, day)?;
        Ok(records.iter().filter_map(|record| tick_of(record).map(|(habit, _, amount)| (habit, amount))).collect())
    }
}

impl Writing<'_> {
    /// Counts the days anew on which these versions of a record are ticks, now that it is written.
    pub(super) fn note_ticks<'r>(&self, versions: impl IntoIterator<Item = &'r Record>) -> Result<()> {
        let days: BTreeSet<_> =
            versions.into_iter().filter_map(|record| Some((record.person, tick_of(record)?))).map(key).collect();
        for (person, habit, day) in days {
            let ticked = self.ticked(person, day)?;
            let amounts = ticked.into_iter().filter(|(of, _)| *of == habit).map(|(_, amount)| amount);
            self.put_ticks(person, habit, day, amounts.collect())?;
        }
        Ok(())
    }

    /// Puts the amounts of a day in the place of those that it had.
    fn put_ticks(&self, person: PersonId, habit: RecordId, day: LocalDay, amounts: Vec<f64>) -> Result<()> {
        let (block, place) = (day.epoch_days().div_euclid(DAYS), day.epoch_days().rem_euclid(DAYS));
        let row = (person.as_bytes(), block, habit.as_bytes());
        let packed =
            self.one("SELECT ticks FROM habit_course WHERE person = ?1 AND block = ?2 AND habit = ?3", row, |row| {
                Ok(row.get::<_, Vec<u8>>("ticks")?)
            })?;
        let mut ticks = unpack(&packed.unwrap_or_default()).map_err(|_| Error::Unreadable("ticks"))?;
        let from = ticks.partition_point(|(before, _)| *before < place);
        let to = ticks.partition_point(|(before, _)| *before <= place);
        ticks.splice(from..to, amounts.into_iter().map(|amount| (place, amount)));
        if ticks.is_empty() {
            self.run("DELETE FROM habit_course WHERE person = ?1 AND block = ?2 AND habit = ?3", row)?;
        } else {
            self.run(
                "INSERT INTO habit_course (person, block, habit, ticks) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (person, block, habit) DO UPDATE SET ticks = excluded.ticks",
                (row.0, row.1, row.2, pack(&ticks)),
            )?;
        }
        Ok(())
    }

    /// Counts the ticks that an older version kept as records only. Used once.
    pub(super) fn adopt_ticks(&self) -> Result<()> {
        for person in self.people()? {
            let mut days: BTreeMap<(RecordId, LocalDay), Vec<f64>> = BTreeMap::new();
            for record in self.records_of(person.id, RecordKind::Tick)? {
                if let Some((habit, day, amount)) = tick_of(&record) {
                    days.entry((habit, day)).or_default().push(amount);
                }
            }
            for ((habit, day), amounts) in days {
                self.put_ticks(person.id, habit, day, amounts)?;
            }
        }
        Ok(())
    }
}

fn key((person, (habit, day, _)): (PersonId, (RecordId, LocalDay, f64))) -> (PersonId, RecordId, LocalDay) {
    (person, habit, day)
}

/// Habit, day and amount, if the record is a tick.
fn tick_of(record: &Record) -> Option<(RecordId, LocalDay, f64)> {
    match &record.entry {
        Entry::Tick(tick) => Some((tick.habit, record.at.day(), tick.amount)),
        _ => None,
    }
}

/// Of each tick the days since the one before and the amount, and how many more follow that are like it in both.
fn pack(ticks: &[(i64, f64)]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut last = 0;
    let steps = ticks.iter().map(|(place, amount)| {
        let step = (place - last).unsigned_abs();
        last = *place;
        (step, *amount)
    });
    let steps: Vec<(u64, f64)> = steps.collect();
    let alike = |one: &(u64, f64), other: &(u64, f64)| one.0 == other.0 && one.1.to_bits() == other.1.to_bits();
    for run in steps.chunk_by(alike).flat_map(|run| run.chunks(LONGEST_RUN)) {
        let Some((step, amount)) = run.first() else { continue };
        put_number(&mut bytes, *step);
        match small(*amount) {
            Some(amount) => bytes.push(amount),
            None => {
                bytes.push(OTHER);
                bytes.extend(amount.to_le_bytes());
            }
        }
        put_number(&mut bytes, run.len() as u64 - 1);
    }
    bytes
}

/// A whole number that fits a byte.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole and in range")]
fn small(amount: f64) -> Option<u8> {
    let fits = amount.fract() == 0.0 && amount.is_sign_positive() && amount <= f64::from(SMALL);
    fits.then_some(amount as u8)
}

/// What [`pack`] packed.
fn unpack(bytes: &[u8]) -> Result<Vec<(i64, f64)>, NotPacked> {
    let mut ticks = Vec::new();
    each_run(bytes, |run| ticks.extend(run.ticks()))?;
    Ok(ticks)
}

/// Ticks that are alike.
#[derive(Debug, Clone, Copy)]
struct Run {
    /// The place of the first: its day in the block, or from the epoch.
    first: i64,
    /// Days from one to the next.
    step: i64,
    amount: f64,
    /// How many follow on the first.
    more: i64,
}

impl Run {
    /// The place of the last.
    const fn last(self) -> i64 {
        self.first + self.step * self.more
    }

    /// The place and the amount of each.
    fn ticks(self) -> impl Iterator<Item = (i64, f64)> {
        (0..self.more + 1).map(move |n| (self.first + n * self.step, self.amount))
    }
}

/// Tells each run that [`pack`] packed, in order.
fn each_run(mut bytes: &[u8], mut tell: impl FnMut(Run)) -> Result<(), NotPacked> {
    let mut last = 0;
    while !bytes.is_empty() {
        let step = i64::from(take_number(&mut bytes, DAYS.cast_unsigned())?);
        let amount = match take_byte(&mut bytes)? {
            OTHER => {
                let (amount, rest) = bytes.split_first_chunk().ok_or(NotPacked)?;
                bytes = rest;
                f64::from_le_bytes(*amount)
            }
            small if small <= SMALL => f64::from(small),
            _ => return Err(NotPacked),
        };
        let more = i64::from(take_number(&mut bytes, LONGEST_RUN as u64 - 1)?);
        let run = Run { first: last + step, step, amount, more };
        last = run.last();
        if last >= DAYS {
            return Err(NotPacked);
        }
        tell(run);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_course_comes_back(
            ticks in prop::collection::vec((0..DAYS, prop_oneof![(0..300_u16).prop_map(f64::from), 0.0..1e6]), 0..60),
        ) {
            let mut ticks = ticks;
            ticks.sort_by_key(|(place, _)| *place);
            prop_assert_eq!(unpack(&pack(&ticks)).unwrap(), ticks);
        }

        #[test]
        fn hostile_bytes_never_stop_the_program(bytes: Vec<u8>) {
            let _ = unpack(&bytes);
        }
    }

    #[test]
    fn a_habit_that_is_kept_alike_takes_a_few_bytes_and_any_other_three_a_tick_at_most() {
        let every = |days: usize| -> Vec<(i64, f64)> { (0..DAYS).step_by(days).map(|day| (day, 1.0)).collect() };
        assert_eq!((pack(&every(1)).len(), pack(&every(7)).len()), (7, 6));
        let resting: Vec<(i64, f64)> = every(1).into_iter().filter(|(day, _)| day % 7 != 6).collect();
        assert!(pack(&resting).len() <= resting.len() + 6, "{}", pack(&resting).len());
        let glasses: Vec<(i64, f64)> = every(1).into_iter().flat_map(|tick| [tick; 8]).collect();
        assert_eq!(unpack(&pack(&glasses)).unwrap(), glasses);
        assert!(pack(&glasses).len() <= glasses.len());
    }
}
