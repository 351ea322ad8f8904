//! Dense days of heart rate, each as one block of a source: smaller than its hours, and quicker to
//! take in.

use std::collections::BTreeMap;

use rusqlite::{Row, named_params};

use super::day::{Block, HOURS, pack_day};
use super::hearts::{Appended, joined, merge};
use super::{Reading, Writing};
use crate::model::heart::{HeartHour, HeartSample, RrRun};
use crate::model::{Millis, PersonId, SourceId};
use crate::{Error, Result};

/// From so many samples on (an hour and ten minutes of one a second), a day is worth its tables.
pub(super) const DENSE: usize = 4_200;

/// The day, in UTC and from the epoch, of an hour.
pub(super) const fn day_of(hour: i64) -> i64 {
    hour.div_euclid(HOURS)
}

impl Reading<'_> {
    pub(super) fn has_block(&self, person: PersonId, source: SourceId, hour: i64) -> Result<bool> {
        let found = self.one(
            "SELECT 1 FROM heart_day WHERE person = ?1 AND source = ?2 AND day = ?3",
            (person.as_bytes(), source.as_bytes(), day_of(hour)),
            |_| Ok(()),
        )?;
        Ok(found.is_some())
    }

    /// The block of a day, if there is one.
    pub(super) fn block(&self, person: PersonId, source: SourceId, day: i64) -> Result<Option<Block<'static>>> {
        self.one(
            "SELECT day, body FROM heart_day WHERE person = ?1 AND source = ?2 AND day = ?3",
            (person.as_bytes(), source.as_bytes(), day),
            |row| Block::open(day, body(row)?.to_vec()).map_err(|_| UNREADABLE),
        )
    }

    /// What blocks hold of the days that touch the hours from `first` to `last`.
    pub(super) fn hours_of_blocks(
        &self,
        person: PersonId,
        source: SourceId,
        first: i64,
        last: i64,
    ) -> Result<Vec<(i64, HeartHour)>> {
        let days = self.all(
            "SELECT day, body FROM heart_day WHERE person = ?1 AND source = ?2 AND day >= ?3 AND day <= ?4
             ORDER BY day",
            (person.as_bytes(), source.as_bytes(), day_of(first), day_of(last)),
            unpacked,
        )?;
        Ok(days.into_iter().flatten().filter(|(hour, _)| (first..=last).contains(hour)).collect())
    }

    /// All of a day: its block and its chunks.
    fn whole_day(&self, person: PersonId, source: SourceId, day: i64) -> Result<BTreeMap<i64, HeartHour>> {
        let (first, last) = hours_of(day);
        let mut hours: BTreeMap<i64, HeartHour> =
            self.hours_of_blocks(person, source, first, last)?.into_iter().collect();
        for (hour, part) in self.parts(person, source, first, last)? {
            let whole = hours.remove(&hour).unwrap_or_default();
            hours.insert(hour, joined(whole, part));
        }
        Ok(hours)
    }
}

impl Writing<'_> {
    /// Adds to a day and packs it into its block. Everything is of `day`, in order, without
    /// doubles.
    pub(super) fn append_day(
        &self,
        person: PersonId,
        source: SourceId,
        day: i64,
        mut samples: &[HeartSample],
        mut runs: &[RrRun],
        appended: &mut Appended,
    ) -> Result<()> {
        let before = appended.new;
        let mut whole_day = self.whole_day(person, source, day)?;
        if whole_day.is_empty() {
            self.seal_before(person, source, hours_of(day).0)?;
        }
        loop {
            let next = [samples.first().map(|s| s.at), runs.first().map(|r| r.start)];
            let Some(hour) = next.into_iter().flatten().min().map(Millis::hour_index) else { break };
            let (these, later) = samples.split_at(samples.partition_point(|s| s.at.hour_index() <= hour));
            let (these_runs, later_runs) = runs.split_at(runs.partition_point(|r| r.start.hour_index() <= hour));
            (samples, runs) = (later, later_runs);

            let known = appended.new;
            let whole = whole_day.entry(hour).or_default();
            let added = merge(whole, these, these_runs, appended);
            if appended.new == known {
                continue;
            }
            let mut row = self.hour_row(person, source, hour)?.unwrap_or_default();
            row.add(&added)?;
            row.reach(&whole.samples, &whole.runs);
            self.put_hour_row(person, source, hour, &row)?;
            self.queue_heart_hour(person, source, hour)?;
        }
        if appended.new > before { self.put_day(person, source, day, whole_day) } else { Ok(()) }
    }

    /// Packs a day that is over into its block, if it is dense. Answers whether it was.
    pub(super) fn fold(&self, person: PersonId, source: SourceId, day: i64) -> Result<bool> {
        let (first, last) = hours_of(day);
        let samples = self.one(
            "SELECT coalesce(sum(count), 0), coalesce(sum(parts), 0) FROM heart_hour
             WHERE person = ?1 AND source = ?2 AND hour >= ?3 AND hour <= ?4",
            (person.as_bytes(), source.as_bytes(), first, last),
            |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?)),
        )?;
        let (samples, parts) = samples.unwrap_or_default();
        if usize::try_from(samples).unwrap_or(0) < DENSE {
            return Ok(false);
        }
        if parts > 0 {
            let whole_day = self.whole_day(person, source, day)?;
            self.put_day(person, source, day, whole_day)?;
        }
        Ok(true)
    }

    /// Puts a whole day into its block, and nothing of it beside.
    fn put_day(&self, person: PersonId, source: SourceId, day: i64, hours: BTreeMap<i64, HeartHour>) -> Result<()> {
        let hours: Vec<(i64, HeartHour)> = hours.into_iter().collect();
        let (first, last) = hours_of(day);
        let range = (person.as_bytes(), source.as_bytes(), first, last);
        self.run("DELETE FROM heart_chunk WHERE person = ?1 AND source = ?2 AND hour >= ?3 AND hour <= ?4", range)?;
        self.run(
            "UPDATE heart_hour SET parts = 0
             WHERE person = ?1 AND source = ?2 AND hour >= ?3 AND hour <= ?4 AND parts <> 0",
            range,
        )?;
        self.run(
            "INSERT INTO heart_day (person, source, day, body) VALUES (:person, :source, :day, :body)
             ON CONFLICT (person, source, day) DO UPDATE SET body = excluded.body",
            named_params! {
                ":person": person.as_bytes(),
                ":source": source.as_bytes(),
                ":day": day,
                ":body": pack_day(&hours),
            },
        )?;
        Ok(())
    }
}

/// The first and the last hour of a day.
const fn hours_of(day: i64) -> (i64, i64) {
    let first = day.saturating_mul(HOURS);
    (first, first.saturating_add(HOURS - 1))
}

/// What a block that does not open is told as.
pub(super) const UNREADABLE: Error = Error::Unreadable("heart rate");

fn body<'a>(row: &'a Row<'_>) -> Result<&'a [u8]> {
    row.get_ref("body")?.as_blob().map_err(|_| UNREADABLE)
}

fn unpacked(row: &Row<'_>) -> Result<Vec<(i64, HeartHour)>> {
    Block::open(row.get("day")?, body(row)?).and_then(|block| block.hours()).map_err(|_| UNREADABLE)
}
