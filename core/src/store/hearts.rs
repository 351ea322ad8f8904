//! Heart rate and beats: packed by the hour, with roll-ups beside.
//!
//! A strap adds a few samples every ten seconds. Each addition is appended to the tail of its hour, so
//! that little is written (see `tail`); when that is long it becomes a chunk, and when an hour has many chunks, or a later
//! hour begins, they are packed into one.
//! A day becomes one row when a later one begins, or at once when it is over or comes in as a whole
//! (see `past`). What follows on such a day is chunks again, until it is over again: an hour is what
//! the row holds of it, and then its chunks.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rusqlite::{Row, named_params};

use super::pack::{self, pack, unpack};
use super::past::{DENSE, PastDay, day_of};
use super::rollups::{HourRow, PRESENT};
use super::tail;
use super::{Reading, Writing};
use crate::model::heart::{Bpm, HeartHour, HeartSample, RrRun};
use crate::model::{Invalid, Millis, PersonId, Problem, SourceId, TimeRange};
use crate::{Error, Result};

/// An hour with more chunks than this is packed into one. A strap that is committed every ten seconds makes half as many.
const MAX_PARTS: i64 = 60;

/// The chunks and tails of the source ?2 of the person ?1 in the hours from ?3 to ?4; a tail comes behind its chunks.
macro_rules! parts {
    ($order:literal) => {
        concat!(
            "SELECT hour, part, body, 0 AS is_tail FROM heart_chunk
             WHERE person = ?1 AND source = ?2 AND hour >= ?3 AND hour <= ?4
             UNION ALL
             SELECT hour, parts, tail, 1 FROM heart_hour
             WHERE person = ?1 AND source = ?2 AND hour >= ?3 AND hour <= ?4 AND tail IS NOT NULL ",
            $order
        )
    };
}

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

    /// Counts samples and runs that are all new.
    fn add_all(&mut self, samples: &[HeartSample], runs: &[RrRun]) {
        for at in samples.iter().map(|sample| sample.at).chain(runs.iter().map(|run| run.start)) {
            self.add(at);
        }
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
        let first = |part: &HeartHour| part.samples.first().map(|sample| sample.at);
        self.each_part(person, range, first, |source, hour| {
            found.extend(hour.samples.into_iter().filter(|s| range.contains(s.at)).map(|sample| (source, sample)));
        })?;
        found.sort_by_key(|(_, sample)| sample.at);
        Ok(found)
    }

    /// The latest rate of any source in `range`, and when that was; of several at one instant, that of the
    /// source that is believed last. No more is unpacked than it takes: of the present nothing.
    ///
    /// # Errors
    /// [`Error::Unreadable`], or what the database says.
    pub fn latest_heart(&self, person: PersonId, range: TimeRange) -> Result<Option<(Millis, Bpm)>> {
        let (first, last) = (range.start.hour_index(), Millis(range.end.0.saturating_sub(1)).hour_index());
        let within = |hour: HeartHour| {
            let sample = hour.samples.into_iter().rfind(|sample| range.contains(sample.at))?;
            Some((sample.at, sample.bpm))
        };
        let mut latest: Option<(Millis, Bpm)> = None;
        for source in self.sources(person)? {
            let mut found = match self.latest_rate(person, source.id, (first, last))? {
                None => None,
                Some(Some((at, bpm))) if range.contains(at) => Some((at, bpm)),
                Some(_) => self.latest_part(person, source.id, (first, last), within)?,
            };
            // Of the same hour, what is packed lies before what follows on it.
            let from = found.map_or(first, |(at, _)| at.hour_index() + 1);
            if from <= last && self.has_past(person, source.id, (day_of(from), day_of(last)))? {
                for (_, hour) in self.past_hours(person, source.id, from, last)? {
                    found = within(hour).or(found);
                }
            }
            latest = found.filter(|found| latest.is_none_or(|latest| latest.0 <= found.0)).or(latest);
        }
        Ok(latest)
    }

    /// Of the latest of the hours from `first` to `last` that are not of a packed day the last sample, if the hour
    /// itself says it.
    fn latest_rate(
        &self,
        person: PersonId,
        source: SourceId,
        (first, last): (i64, i64),
    ) -> Result<Option<Option<(Millis, Bpm)>>> {
        let hours = self.all(PRESENT, (person.as_bytes(), source.as_bytes(), first, last), |row| {
            let said = row.get::<_, Option<i64>>("last_sample")?.zip(row.get::<_, Option<u16>>("last_bpm")?);
            let known = said.map(|(at, bpm)| Ok((Millis(at), Bpm::new(bpm)?))).transpose();
            known.map_err(|_: Invalid| Error::Unreadable("roll-up"))
        })?;
        Ok(hours.last().copied())
    }

    /// What `take` takes of the latest chunk or tail, in hours from `first` to `last`, of which it takes anything.
    fn latest_part<T>(
        &self,
        person: PersonId,
        source: SourceId,
        (first, last): (i64, i64),
        mut take: impl FnMut(HeartHour) -> Option<T>,
    ) -> Result<Option<T>> {
        let mut statement = self.connection.prepare_cached(parts!("ORDER BY hour DESC, part DESC"))?;
        let mut rows = statement.query((person.as_bytes(), source.as_bytes(), first, last))?;
        while let Some(row) = rows.next()? {
            if let Some(taken) = take(part_of(row)?.1) {
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
        let first = |part: &HeartHour| part.runs.first().map(|run| run.start);
        self.each_part(person, range, first, |source, hour| {
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

    /// What the chunks and the tail of an hour hold.
    fn chunks(&self, person: PersonId, source: SourceId, hour: i64) -> Result<Option<HeartHour>> {
        let parts = self.parts(person, source, hour, hour)?;
        Ok(parts.into_iter().map(|(_, part)| part).reduce(joined))
    }

    /// What every source has in `range`, and what is packed together with it, in order of time. The present is walked
    /// backwards, no further than to a part of which what is wanted begins (`first`) before `range` does.
    fn each_part(
        &self,
        person: PersonId,
        range: TimeRange,
        first: impl Fn(&HeartHour) -> Option<Millis>,
        mut take: impl FnMut(SourceId, HeartHour),
    ) -> Result<()> {
        let hours = (range.start.hour_index(), range.end.hour_index());
        for source in self.sources(person)? {
            for (_, hour) in self.past_hours(person, source.id, hours.0, hours.1)? {
                take(source.id, hour);
            }
            let mut parts = Vec::new();
            self.latest_part(person, source.id, hours, |part| {
                let reached = first(&part).is_some_and(|at| at <= range.start);
                parts.push(part);
                reached.then_some(())
            })?;
            parts.into_iter().rev().for_each(|part| take(source.id, part));
        }
        Ok(())
    }

    /// The chunks and tails of the hours from `first` to `last`, each with its hour, in order of time.
    pub(super) fn parts(
        &self,
        person: PersonId,
        source: SourceId,
        first: i64,
        last: i64,
    ) -> Result<Vec<(i64, HeartHour)>> {
        let parts = parts!("ORDER BY hour, part");
        self.all(parts, (person.as_bytes(), source.as_bytes(), first, last), part_of)
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

/// A row of [`parts!`], with its hour.
fn part_of(row: &Row<'_>) -> Result<(i64, HeartHour)> {
    let hour = row.get("hour")?;
    let body = row.get_ref("body")?.as_blob().map_err(|_| Error::Unreadable("heart rate"))?;
    let part = if row.get("is_tail")? { tail::unpack(hour, body) } else { unpack(hour, body) };
    Ok((hour, part.map_err(|_| Error::Unreadable("heart rate"))?))
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
        let mut appended = Appended::default();
        if given == 0 || !self.follow(person, source, &samples, &runs, &mut appended)? {
            self.append_parts(person, source, &samples, &runs, &mut appended)?;
        }
        appended.known = given - appended.new;
        self.note_unseen(person, &appended)?;
        Ok(appended)
    }

    /// What a strap sends: a little that follows on the latest hour. Of that nothing else is looked up, and one row is
    /// written. `false` for anything else, and when the tail of the hour is full.
    fn follow(
        &self,
        person: PersonId,
        source: SourceId,
        samples: &[HeartSample],
        runs: &[RrRun],
        appended: &mut Appended,
    ) -> Result<bool> {
        let Some(mut row) = self.latest_hour(person, source)? else { return Ok(false) };
        let fits = ends_of(samples, runs).all(|at| at.hour_index() == row.hour) && row.latest.is_before(samples, runs);
        let Some(longer) = (if fits { tail::longer(&row.tail, samples, runs) } else { None }) else { return Ok(false) };
        row.tail = longer;
        row.total.count(samples);
        row.latest.reach(samples, runs);
        self.put_tail(person, source, &row)?;
        appended.add_all(samples, runs);
        self.queue_heart_hour(person, source, row.hour)?;
        Ok(true)
    }

    /// Samples and runs in order of time, without doubles.
    fn append_parts(
        &self,
        person: PersonId,
        source: SourceId,
        mut samples: &[HeartSample],
        mut runs: &[RrRun],
        appended: &mut Appended,
    ) -> Result<()> {
        self.source(person, source)?.ok_or(Error::NotFound("source"))?;
        for at in ends_of(samples, runs) {
            must_be_writable(at)?;
        }

        let (latest, packed) = (self.latest_day(person, source)?, self.last_past_day(person, source)?);
        // A day that is thinned takes nothing in beside, nor does an hour of which only the sums are left.
        let (thinned, erased) = match packed.filter(|packed| latest == Some(*packed)) {
            Some(day) => {
                (self.thinned(person, source, day)?.map(|_| day), Some((day, self.erased_hours(person, source, day)?)))
            }
            None => (None, None),
        };
        loop {
            let next = [samples.first().map(|s| s.at), runs.first().map(|r| r.start)];
            let Some(hour) = next.into_iter().flatten().min().map(Millis::hour_index) else { break };
            let day = day_of(hour);
            let (whole, later) = samples.split_at(samples.partition_point(|s| day_of(s.at.hour_index()) <= day));
            let (whole_runs, later_runs) = runs.split_at(runs.partition_point(|r| day_of(r.start.hour_index()) <= day));
            let is_over = !later.is_empty() || !later_runs.is_empty() || latest.is_some_and(|latest| day < latest);
            let is_over = is_over || thinned == Some(day);
            let is_over = is_over
                || erased.as_ref().filter(|(of, _)| *of == day).is_some_and(|(_, hours)| {
                    hours.hold(whole.iter().map(|sample| sample.at).chain(whole_runs.iter().map(|run| run.start)))
                });
            let beats: usize = whole_runs.iter().map(|run| run.intervals.len()).sum();
            if is_over || whole.len() >= DENSE || beats >= DENSE {
                self.append_day(person, source, day, whole, whole_runs, appended)?;
                (samples, runs) = (later, later_runs);
                continue;
            }
            let (these, later) = samples.split_at(samples.partition_point(|s| s.at.hour_index() <= hour));
            let (these_runs, later_runs) = runs.split_at(runs.partition_point(|r| r.start.hour_index() <= hour));
            self.append_hour(person, source, hour, these, these_runs, appended)?;
            (samples, runs) = (later, later_runs);
        }
        Ok(())
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
                    row.latest.reach(&early.samples, &early.runs);
                }
                row
            }
        };
        let part = if row.latest.is_before(samples, runs) {
            appended.add_all(samples, runs);
            row.add(samples)?;
            row.latest.reach(samples, runs);
            row.parts += 1;
            // The row before its chunk: the chunk refers to it.
            self.put_hour_row(person, source, hour, &row)?;
            let part = HeartHour { samples: samples.to_vec(), runs: runs.to_vec() };
            let part = joined(std::mem::take(&mut row.tail), part);
            self.put_chunk(person, source, hour, row.parts - 1, &part.samples, &part.runs)?;
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
            row.latest.reach(&whole.samples, &whole.runs);
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
            "SELECT hour, parts + (tail IS NOT NULL) AS parts FROM heart_hour
             WHERE person = ?1 AND source = ?2 AND hour < ?3 ORDER BY hour DESC LIMIT 1",
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
        if let Some(mut row) = self.hour_row(person, source, hour)? {
            row.parts = 1;
            self.put_hour_row(person, source, hour, &row)?;
        }
        self.put_whole(person, source, hour, &whole)
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

/// The first and the last instant of samples, and of starts of runs.
fn ends_of(samples: &[HeartSample], runs: &[RrRun]) -> impl Iterator<Item = Millis> {
    let ends = [samples.first(), samples.last()].map(|sample| sample.map(|sample| sample.at));
    ends.into_iter().chain([runs.first(), runs.last()].map(|run| run.map(|run| run.start))).flatten()
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
