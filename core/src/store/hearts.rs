//! Heart rate and beats: packed by the hour, with roll-ups beside.
//!
//! A strap adds a few samples every ten seconds. Each addition becomes a small chunk of its own, so
//! that little is written; when an hour has many, or a later hour begins, they are packed into one.
//! A day becomes one row when a later one begins, or at once when it is over or comes in as a whole
//! (see `past`). What follows on such a day is chunks again, until it is over again: an hour is what
//! the row holds of it, and then its chunks.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rusqlite::{Row, named_params};

use super::pack::{self, pack, unpack};
use super::past::{DENSE, PastDay, day_of};
use super::rollups::HourRow;
use super::{Reading, Writing};
use crate::model::heart::{HeartHour, HeartSample, RrRun};
use crate::model::{Invalid, Millis, PersonId, Problem, SourceId, TimeRange};
use crate::{Error, Result};

/// An hour with more chunks than this is packed into one: with a commit every ten seconds, every ten minutes.
const MAX_PARTS: i64 = 60;

/// What an append found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Appended {
    /// How many samples and runs, or intervals of steps, were new.
    pub new: usize,
    /// How many were there already.
    pub known: usize,
    /// The earliest instant of what was new.
    pub first: Option<Millis>,
    /// The latest instant of what was new; of a run or an interval, its start.
    pub last: Option<Millis>,
}

impl Appended {
    /// Counts something new at `at`.
    pub(super) fn add(&mut self, at: Millis) {
        self.new += 1;
        self.first = Some(self.first.map_or(at, |first| first.min(at)));
        self.last = Some(self.last.map_or(at, |last| last.max(at)));
    }
}

/// # Errors
/// [`Error::Invalid`] for an instant that a FHIR `dateTime` cannot write: before year 1 or after
/// 9999.
pub(super) fn must_be_writable(at: Millis) -> Result<()> {
    if (-62_135_596_800_000..253_402_300_800_000).contains(&at.0) {
        Ok(())
    } else {
        Err(Error::Invalid(Invalid::new("at", Problem::Impossible)))
    }
}

impl Reading<'_> {
    /// The start of the first hour in which a person has any heart rate, of any source.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn first_heart(&self, person: PersonId) -> Result<Option<Millis>> {
        let hour = self.one("SELECT min(hour) FROM heart_hour WHERE person = ?1", [person.as_bytes()], |row| {
            Ok(row.get::<_, Option<i64>>(0)?)
        })?;
        let first = hour.flatten().into_iter().chain(self.first_past_hour(person)?).min();
        Ok(first.map(|hour| Millis(hour.saturating_mul(Millis::HOUR))))
    }

    /// Every sample of every source in `range`, in order of time; at the same instant, the source
    /// that is believed first first.
    ///
    /// # Errors
    /// [`Error::Unreadable`], or what the database says.
    pub fn heart_samples(&self, person: PersonId, range: TimeRange) -> Result<Vec<(SourceId, HeartSample)>> {
        let mut found = Vec::new();
        self.each_hour(person, range, |source, hour| {
            found.extend(hour.samples.into_iter().filter(|s| range.contains(s.at)).map(|sample| (source, sample)));
        })?;
        found.sort_by_key(|(_, sample)| sample.at);
        Ok(found)
    }

    /// The latest sample of any source in `range`; of several at one instant, that of the source that is
    /// believed last. No more is unpacked than it takes.
    ///
    /// # Errors
    /// [`Error::Unreadable`], or what the database says.
    pub fn latest_heart(&self, person: PersonId, range: TimeRange) -> Result<Option<HeartSample>> {
        let (first, last) = (range.start.hour_index(), range.end.hour_index());
        let within = |hour: HeartHour| hour.samples.into_iter().rfind(|sample| range.contains(sample.at));
        let mut latest: Option<HeartSample> = None;
        for source in self.sources(person)? {
            let mut found = self.latest_part(person, source.id, (first, last), within)?;
            // Of the same hour, what is packed lies before what follows on it.
            let from = found.map_or(first, |sample| sample.at.hour_index() + 1);
            if from <= last {
                for (_, hour) in self.past_hours(person, source.id, from, last)? {
                    found = within(hour).or(found);
                }
            }
            latest = found.filter(|found| latest.is_none_or(|latest| latest.at <= found.at)).or(latest);
        }
        Ok(latest)
    }

    /// What `take` takes of the latest chunk, in hours from `first` to `last`, of which it takes anything.
    fn latest_part<T>(
        &self,
        person: PersonId,
        source: SourceId,
        (first, last): (i64, i64),
        take: impl Fn(HeartHour) -> Option<T>,
    ) -> Result<Option<T>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT hour, body FROM heart_chunk
             WHERE person = ?1 AND source = ?2 AND hour >= ?3 AND hour <= ?4 ORDER BY hour DESC, part DESC",
        )?;
        let mut rows = statement.query((person.as_bytes(), source.as_bytes(), first, last))?;
        while let Some(row) = rows.next()? {
            if let Some(taken) = take(unpacked(row, row.get("hour")?)?) {
                return Ok(Some(taken));
            }
        }
        Ok(None)
    }

    /// Every run of beats of every source that begins in `range`, in order of time.
    ///
    /// # Errors
    /// [`Error::Unreadable`], or what the database says.
    pub fn heart_runs(&self, person: PersonId, range: TimeRange) -> Result<Vec<(SourceId, RrRun)>> {
        let mut found = Vec::new();
        self.each_hour(person, range, |source, hour| {
            found.extend(hour.runs.into_iter().filter(|run| range.contains(run.start)).map(|run| (source, run)));
        })?;
        found.sort_by_key(|(_, run)| run.start);
        Ok(found)
    }

    /// What `source` measured in an hour (see [`Millis::hour_index`]), if anything.
    ///
    /// # Errors
    /// [`Error::Unreadable`], or what the database says.
    pub fn heart_hour(&self, person: PersonId, source: SourceId, hour: i64) -> Result<Option<HeartHour>> {
        self.heart_hours().hour(person, source, hour)
    }

    /// For reading many hours, one after another.
    #[must_use]
    pub const fn heart_hours(&self) -> HeartHours<'_> {
        HeartHours { reading: self, open: BTreeMap::new() }
    }

    /// What the chunks of an hour hold.
    fn chunks(&self, person: PersonId, source: SourceId, hour: i64) -> Result<Option<HeartHour>> {
        let parts = self.all(
            "SELECT body FROM heart_chunk WHERE person = ?1 AND source = ?2 AND hour = ?3 ORDER BY part",
            (person.as_bytes(), source.as_bytes(), hour),
            |row| unpacked(row, hour),
        )?;
        Ok(parts.into_iter().reduce(joined))
    }

    fn each_hour(&self, person: PersonId, range: TimeRange, mut take: impl FnMut(SourceId, HeartHour)) -> Result<()> {
        let (first, last) = (range.start.hour_index(), range.end.hour_index());
        for source in self.sources(person)? {
            for (_, hour) in self.past_hours(person, source.id, first, last)? {
                take(source.id, hour);
            }
            for (_, part) in self.parts(person, source.id, first, last)? {
                take(source.id, part);
            }
        }
        Ok(())
    }

    /// The chunks of the hours from `first` to `last`, each with its hour, in order of time.
    pub(super) fn parts(
        &self,
        person: PersonId,
        source: SourceId,
        first: i64,
        last: i64,
    ) -> Result<Vec<(i64, HeartHour)>> {
        self.all(
            "SELECT hour, body FROM heart_chunk
             WHERE person = ?1 AND source = ?2 AND hour >= ?3 AND hour <= ?4 ORDER BY hour, part",
            (person.as_bytes(), source.as_bytes(), first, last),
            |row| {
                let hour = row.get("hour")?;
                Ok((hour, unpacked(row, hour)?))
            },
        )
    }
}

/// Reads hours of heart rate one after another. A day that is over is opened once for all its hours.
#[derive(Debug)]
pub struct HeartHours<'r> {
    reading: &'r Reading<'r>,
    /// Of each source the day last read, opened, if it is over.
    open: BTreeMap<(PersonId, SourceId), (i64, Option<PastDay>)>,
}

impl HeartHours<'_> {
    /// What `source` measured in an hour (see [`Millis::hour_index`]), if anything.
    ///
    /// # Errors
    /// [`Error::Unreadable`], or what the database says.
    pub fn hour(&mut self, person: PersonId, source: SourceId, hour: i64) -> Result<Option<HeartHour>> {
        let day = day_of(hour);
        if self.open.get(&(person, source)).is_none_or(|(open, _)| *open != day) {
            self.open.insert((person, source), (day, self.reading.past_day(person, source, day)?));
        }
        let past = self.open.get(&(person, source)).and_then(|(_, past)| past.as_ref());
        let early = past.map(|past| past.hour(hour)).transpose()?.flatten();
        Ok(early.into_iter().chain(self.reading.chunks(person, source, hour)?).reduce(joined))
    }
}

/// A part of an hour, and the part that follows on it.
pub(super) fn joined(mut whole: HeartHour, part: HeartHour) -> HeartHour {
    whole.samples.extend(part.samples);
    whole.runs.extend(part.runs);
    whole
}

fn unpacked(row: &Row<'_>, hour: i64) -> Result<HeartHour> {
    let body = row.get_ref("body")?.as_blob().map_err(|_| Error::Unreadable("heart rate"))?;
    unpack(hour, body).map_err(|_| Error::Unreadable("heart rate"))
}

impl Writing<'_> {
    /// Adds what `source` measured, in any order. What is there already is not added twice: a
    /// sample is known by its source and instant, a run by its source and start. Data that comes
    /// late is put where it belongs; a run that continues a known one from its start replaces it.
    ///
    /// # Errors
    /// [`Error::NotFound`] when `person` has no such source; [`Error::Invalid`] for an instant
    /// outside the calendar or an hour of over a million intervals; what the database says.
    pub fn append_heart(
        &self,
        person: PersonId,
        source: SourceId,
        samples: &[HeartSample],
        runs: &[RrRun],
    ) -> Result<Appended> {
        self.source(person, source)?.ok_or(Error::NotFound("source"))?;
        let mut samples = Cow::Borrowed(samples);
        let mut runs: Vec<RrRun> = runs.iter().filter(|run| !run.intervals.is_empty()).cloned().collect();
        let given = samples.len() + runs.len();
        if !samples.is_sorted_by(|a, b| a.at < b.at) {
            let samples = samples.to_mut();
            // Sorting keeps the order of equals: of two rates at one instant the first stays.
            samples.sort_by_key(|sample| sample.at);
            samples.dedup_by_key(|sample| sample.at);
        }
        runs.sort_by_key(|run| (run.start, std::cmp::Reverse(run.intervals.len())));
        runs.dedup_by_key(|run| run.start);
        let ends = [samples.first().map(|s| s.at), samples.last().map(|s| s.at)].into_iter();
        for at in ends.chain([runs.first().map(|r| r.start), runs.last().map(|r| r.start)]).flatten() {
            must_be_writable(at)?;
        }

        let mut appended = Appended::default();
        let (latest, packed) = (self.latest_day(person, source)?, self.last_past_day(person, source)?);
        // A day that is thinned takes nothing in beside.
        let thinned = match packed.filter(|packed| latest == Some(*packed)) {
            Some(day) => self.thinned(person, source, day)?.map(|_| day),
            None => None,
        };
        let (mut samples, mut runs) = (&*samples, runs.as_slice());
        loop {
            let next = [samples.first().map(|s| s.at), runs.first().map(|r| r.start)];
            let Some(hour) = next.into_iter().flatten().min().map(Millis::hour_index) else { break };
            let day = day_of(hour);
            let (whole, later) = samples.split_at(samples.partition_point(|s| day_of(s.at.hour_index()) <= day));
            let (whole_runs, later_runs) = runs.split_at(runs.partition_point(|r| day_of(r.start.hour_index()) <= day));
            let is_over = !later.is_empty() || !later_runs.is_empty() || latest.is_some_and(|latest| day < latest);
            let is_over = is_over || thinned == Some(day);
            let beats: usize = whole_runs.iter().map(|run| run.intervals.len()).sum();
            if is_over || whole.len() >= DENSE || beats >= DENSE {
                self.append_day(person, source, day, whole, whole_runs, &mut appended)?;
                (samples, runs) = (later, later_runs);
                continue;
            }
            let (these, later) = samples.split_at(samples.partition_point(|s| s.at.hour_index() <= hour));
            let (these_runs, later_runs) = runs.split_at(runs.partition_point(|r| r.start.hour_index() <= hour));
            self.append_hour(person, source, hour, these, these_runs, &mut appended)?;
            (samples, runs) = (later, later_runs);
        }
        appended.known = given - appended.new;
        self.note_unseen(person, &appended)?;
        Ok(appended)
    }

    fn append_hour(
        &self,
        person: PersonId,
        source: SourceId,
        hour: i64,
        samples: &[HeartSample],
        runs: &[RrRun],
        appended: &mut Appended,
    ) -> Result<()> {
        let before = appended.new;
        let old = self.hour_row(person, source, hour)?;
        let is_new_hour = old.is_none();
        let mut row = match old {
            Some(row) => row,
            None => {
                let mut row = HourRow::default();
                if let Some(early) = self.past_hour(person, source, hour)? {
                    row.reach(&early.samples, &early.runs);
                }
                row
            }
        };
        let follows = samples.first().is_none_or(|s| row.last_sample.is_none_or(|last| last < s.at))
            && runs.first().is_none_or(|r| row.last_run.is_none_or(|last| last < r.start));
        let part = if follows {
            for at in samples.iter().map(|s| s.at).chain(runs.iter().map(|r| r.start)) {
                appended.add(at);
            }
            row.add(samples)?;
            row.reach(samples, runs);
            row.parts += 1;
            // The row before its chunk: the chunk refers to it.
            self.put_hour_row(person, source, hour, &row)?;
            self.put_chunk(person, source, hour, row.parts - 1, samples, runs)?;
            row.parts
        } else if self.is_past(person, source, hour)? {
            return self.append_day(person, source, day_of(hour), samples, runs, appended);
        } else {
            let mut whole = self.heart_hour(person, source, hour)?.unwrap_or_default();
            let added = merge(&mut whole, samples, runs, appended);
            if appended.new == before {
                return Ok(());
            }
            row.add(&added)?;
            row.reach(&whole.samples, &whole.runs);
            row.parts = 1;
            self.put_hour_row(person, source, hour, &row)?;
            self.put_whole(person, source, hour, &whole)?;
            1
        };
        if part > MAX_PARTS {
            self.seal(person, source, hour)?;
        }
        if is_new_hour {
            self.seal_before(person, source, hour)?;
        }
        self.queue_heart_hour(person, source, hour)
    }

    /// The latest day, in UTC, of which anything is kept.
    fn latest_day(&self, person: PersonId, source: SourceId) -> Result<Option<i64>> {
        let hour = self.one(
            "SELECT max(hour) FROM heart_hour WHERE person = ?1 AND source = ?2",
            (person.as_bytes(), source.as_bytes()),
            |row| Ok(row.get::<_, Option<i64>>(0)?),
        )?;
        Ok(hour.flatten().map(day_of).max(self.last_past_day(person, source)?))
    }

    /// Packs the hour before `hour` into one chunk: it is over; or its whole day, if that is.
    pub(super) fn seal_before(&self, person: PersonId, source: SourceId, hour: i64) -> Result<()> {
        let last = self.one(
            "SELECT hour, parts FROM heart_hour WHERE person = ?1 AND source = ?2 AND hour < ?3
             ORDER BY hour DESC LIMIT 1",
            (person.as_bytes(), source.as_bytes(), hour),
            |row| Ok((row.get::<_, i64>("hour")?, row.get::<_, i64>("parts")?)),
        )?;
        match last {
            Some((last, _)) if day_of(last) < day_of(hour) => self.fold(person, source, day_of(last)),
            Some((last, parts)) if parts > 1 => self.seal(person, source, last),
            _ => Ok(()),
        }
    }

    fn seal(&self, person: PersonId, source: SourceId, hour: i64) -> Result<()> {
        let Some(whole) = self.chunks(person, source, hour)? else { return Ok(()) };
        self.put_whole(person, source, hour, &whole)?;
        self.run(
            "UPDATE heart_hour SET parts = 1 WHERE person = ?1 AND source = ?2 AND hour = ?3",
            (person.as_bytes(), source.as_bytes(), hour),
        )?;
        Ok(())
    }

    fn put_whole(&self, person: PersonId, source: SourceId, hour: i64, whole: &HeartHour) -> Result<()> {
        self.run(
            "DELETE FROM heart_chunk WHERE person = ?1 AND source = ?2 AND hour = ?3",
            (person.as_bytes(), source.as_bytes(), hour),
        )?;
        self.put_chunk(person, source, hour, 0, &whole.samples, &whole.runs)
    }

    fn put_chunk(
        &self,
        person: PersonId,
        source: SourceId,
        hour: i64,
        part: i64,
        samples: &[HeartSample],
        runs: &[RrRun],
    ) -> Result<()> {
        if runs.iter().map(|run| run.intervals.len()).sum::<usize>() > pack::MAX_INTERVALS {
            return Err(Error::Invalid(Invalid::new("intervals", Problem::TooLong)));
        }
        self.run(
            "INSERT INTO heart_chunk (person, source, hour, part, body) VALUES (:person, :source, :hour, :part, :body)",
            named_params! {
                ":person": person.as_bytes(),
                ":source": source.as_bytes(),
                ":hour": hour,
                ":part": part,
                ":body": pack(samples, runs),
            },
        )?;
        Ok(())
    }
}

/// Puts what is new into `whole`; answers the samples that were.
pub(super) fn merge<'s>(
    whole: &mut HeartHour,
    samples: &'s [HeartSample],
    runs: &[RrRun],
    appended: &mut Appended,
) -> Cow<'s, [HeartSample]> {
    let ends = whole.samples.last().zip(samples.first());
    let follows = ends.is_none_or(|(last, first)| last.at < first.at);
    let added = if follows {
        Cow::Borrowed(samples)
    } else {
        let known = |sample: &&HeartSample| whole.samples.binary_search_by_key(&sample.at, |known| known.at).is_ok();
        Cow::Owned(samples.iter().filter(|sample| !known(sample)).copied().collect())
    };
    added.iter().for_each(|sample| appended.add(sample.at));
    whole.samples.extend_from_slice(&added);
    if !follows {
        whole.samples.sort_by_key(|sample| sample.at);
    }
    let known = whole.runs.len();
    for run in runs {
        let place = whole.runs.iter_mut().take(known).find(|old| old.start == run.start);
        match place {
            Some(old) if run.intervals.len() > old.intervals.len() && run.intervals.starts_with(&old.intervals) => {
                old.intervals.clone_from(&run.intervals);
            }
            Some(_) => continue,
            None => whole.runs.push(run.clone()),
        }
        appended.add(run.start);
    }
    whole.runs.sort_by_key(|run| run.start);
    added
}
