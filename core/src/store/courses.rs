//! What was done of each habit, day by day: half a thousand days of a habit in a row of their own.
//!
//! A view of today tells a streak that may be years long. Its ticks are records, each with its words; here is
//! what a streak and a score need of them, in two bytes a day. Written in the transaction that writes the
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
        let rows = self.all(COURSES, blocks, |row| {
            let packed = row.get_ref("ticks")?.as_blob().map_err(|_| Error::Unreadable("ticks"))?;
            let ticks = unpack(packed).map_err(|_| Error::Unreadable("ticks"))?;
            Ok((row.get::<_, i64>("block")?, RecordId(id(row, "habit")?), ticks))
        })?;
        let mut courses = Courses::new();
        for (block, habit, ticks) in rows {
            let start = block.saturating_mul(DAYS);
            let ticks = ticks.into_iter().map(|(place, amount)| (start.saturating_add(place), amount));
            courses.entry(habit).or_default().extend(ticks.filter(|(day, _)| days.contains(day)));
        }
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

/// Of each tick the days since the one before, and the amount.
fn pack(ticks: &[(i64, f64)]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(2 * ticks.len());
    let mut last = 0;
    for (place, amount) in ticks {
        put_number(&mut bytes, (place - last).unsigned_abs());
        last = *place;
        match small(*amount) {
            Some(amount) => bytes.push(amount),
            None => {
                bytes.push(OTHER);
                bytes.extend(amount.to_le_bytes());
            }
        }
    }
    bytes
}

/// A whole number that fits a byte.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole and in range")]
fn small(amount: f64) -> Option<u8> {
    let fits = amount.fract() == 0.0 && amount.is_sign_positive() && amount <= f64::from(SMALL);
    fits.then_some(amount as u8)
}

/// What [`pack`] packed: no more ticks than bytes.
fn unpack(mut bytes: &[u8]) -> Result<Vec<(i64, f64)>, NotPacked> {
    let mut ticks = Vec::with_capacity(bytes.len() / 2);
    let mut place = 0;
    while !bytes.is_empty() {
        place += i64::from(take_number(&mut bytes, DAYS.cast_unsigned())?);
        if place >= DAYS {
            return Err(NotPacked);
        }
        let amount = match take_byte(&mut bytes)? {
            OTHER => {
                let (amount, rest) = bytes.split_first_chunk().ok_or(NotPacked)?;
                bytes = rest;
                f64::from_le_bytes(*amount)
            }
            small if small <= SMALL => f64::from(small),
            _ => return Err(NotPacked),
        };
        ticks.push((place, amount));
    }
    Ok(ticks)
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
    fn a_year_of_doing_it_every_day_takes_two_bytes_a_day() {
        let year: Vec<(i64, f64)> = (0..365).map(|day| (day, 1.0)).collect();
        assert_eq!(pack(&year).len(), 2 * 365);
    }
}
