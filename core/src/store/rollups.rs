//! Roll-ups of heart rate: what charts and detectors read instead of samples.
//!
//! An hour of one source has its sums, and its minutes packed beside; of a day that is over they stand
//! together (see [`past`](super::past)). Where one source speaks alone its hours add up; where several do,
//! each minute is taken from the one that is believed first.

use std::collections::BTreeMap;

use rusqlite::{Row, named_params};

use super::past::{PastSums, day_of};
use super::sums::{DayMinutes, FIVES, HOURS, MINUTES, Sums, put_minutes, take_minutes, unpack_sums};
use super::tail;
use super::{Reading, Writing};
use crate::detect::Minute;
use crate::model::heart::{HeartHour, HeartRollUp, HeartSample, RrRun};
use crate::model::{LocalDay, Millis, PersonId, SourceId, TimeRange};
use crate::{Error, Result};

/// How much time one point of a curve sums up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Bucket {
    /// A minute of the clock.
    Minute,
    /// Five minutes of the clock, from a whole five on.
    FiveMinutes,
    /// An hour of the clock in UTC.
    Hour,
    /// A local day of the person.
    Day,
}

/// An hour of one source.
#[derive(Debug, Clone)]
pub(super) struct HourRow {
    pub(super) total: Sums,
    pub(super) minutes: [Sums; MINUTES],
    /// What came last, and is in no chunk yet.
    pub(super) tail: HeartHour,
    /// Chunks of the hour.
    pub(super) parts: i64,
    pub(super) latest: Latest,
}

impl Default for HourRow {
    fn default() -> Self {
        Self {
            total: Sums::default(),
            minutes: [Sums::default(); MINUTES],
            tail: HeartHour::default(),
            parts: 0,
            latest: Latest::default(),
        }
    }
}

impl HourRow {
    /// Counts samples of this hour in. One without skin contact is no heart rate.
    pub(super) fn add(&mut self, samples: &[HeartSample]) -> Result<()> {
        self.total.count(samples);
        count_minutes(&mut self.minutes, samples)
    }

    fn read(row: &Row<'_>) -> Result<Self> {
        let (minutes, tail) = PresentHour::read(row)?.minutes_and_tail()?;
        Ok(Self { total: total(row)?, minutes, tail, parts: row.get("parts")?, latest: Latest::read(row)? })
    }
}

/// What came last of an hour: what follows on it is added without a look at what the hour holds.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Latest {
    sample: Option<Millis>,
    /// Its rate, where it is known.
    bpm: Option<u16>,
    /// The latest start of a run.
    run: Option<Millis>,
}

impl Latest {
    /// Whether `samples` and `runs`, each in order of time, lie behind the latest of each.
    pub(super) fn is_before(&self, samples: &[HeartSample], runs: &[RrRun]) -> bool {
        samples.first().is_none_or(|sample| self.sample.is_none_or(|last| last < sample.at))
            && runs.first().is_none_or(|run| self.run.is_none_or(|last| last < run.start))
    }

    /// Remembers that the last of `samples` and of `runs` came last.
    pub(super) fn reach(&mut self, samples: &[HeartSample], runs: &[RrRun]) {
        if let Some(last) = samples.last() {
            (self.sample, self.bpm) = (Some(last.at), Some(last.bpm.get()));
        }
        self.run = runs.last().map(|run| run.start).or(self.run);
    }

    fn read(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            sample: row.get::<_, Option<i64>>("last_sample")?.map(Millis),
            bpm: row.get("last_bpm")?,
            run: row.get::<_, Option<i64>>("last_run")?.map(Millis),
        })
    }
}

/// What a strap adds to: the latest hour of a source, as far as it takes to add to it.
#[derive(Debug)]
pub(super) struct LatestHour {
    pub(super) hour: i64,
    pub(super) total: Sums,
    pub(super) latest: Latest,
    pub(super) tail: Vec<u8>,
}

/// A day of one source: the sums of its hours.
#[derive(Debug)]
struct DayOf {
    source: SourceId,
    totals: [Sums; HOURS],
    /// Whether any of it is packed as a day that is over.
    is_packed: bool,
    /// Of five minutes each; empty where they are not kept, or not all of the day is in them.
    fives: Vec<Sums>,
    /// The hours that are not of a packed day.
    present: Vec<PresentHour>,
}

impl DayOf {
    const fn new(source: SourceId) -> Self {
        let nothing = Sums { count: 0, sum: 0, low: u16::MAX, high: 0 };
        Self { source, totals: [nothing; HOURS], is_packed: false, fives: Vec::new(), present: Vec::new() }
    }

    /// The minutes of an hour of which nothing is packed.
    fn present_minutes(&self, hour: i64) -> Option<Result<[Sums; MINUTES]>> {
        let is_it = |present: &&PresentHour| !self.is_packed && present.hour == hour;
        self.present.iter().find(is_it).map(|present| Ok(present.minutes_and_tail()?.0))
    }
}

/// Minutes of a row of `heart_hour`, as they stand there: not every view needs them.
#[derive(Debug)]
struct PresentHour {
    hour: i64,
    minutes: Vec<u8>,
    tail: Option<Vec<u8>>,
}

impl PresentHour {
    /// Reads the columns by their places, as they stand in [`PRESENT`]: to look for each by its name in each row of a
    /// day takes longer than to find the rows.
    fn read(row: &Row<'_>) -> Result<Self> {
        Ok(Self { hour: row.get(0)?, minutes: row.get(5)?, tail: row.get(6)? })
    }

    /// The minutes, and what of them is the tail.
    fn minutes_and_tail(&self) -> Result<([Sums; MINUTES], HeartHour)> {
        let mut minutes = take_minutes(&self.minutes).map_err(|_| UNREADABLE)?;
        let tail = match &self.tail {
            Some(tail) => tail::unpack(self.hour, tail).map_err(|_| Error::Unreadable("heart rate"))?,
            None => HeartHour::default(),
        };
        count_minutes(&mut minutes, &tail.samples)?;
        Ok((minutes, tail))
    }
}

/// The hours from ?3 to ?4 of the source ?2 of the person ?1 that are not of a packed day. A view of a day asks
/// twice, and has it prepared once.
pub(super) const PRESENT: &str = "SELECT hour, count, sum, low, high, minutes, tail, last_sample, last_bpm
     FROM heart_hour WHERE person = ?1 AND source = ?2 AND hour >= ?3 AND hour <= ?4 ORDER BY hour";

impl Reading<'_> {
    /// Heart rate in `range`, summed up by `bucket`, oldest first; where there is none, there was
    /// no measurement. A minute counts when it begins in `range`, and is that of one source: the
    /// first in the person's order that has any.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such person; what the database says.
    pub fn heart_curve(&self, person: PersonId, range: TimeRange, bucket: Bucket) -> Result<Vec<HeartRollUp>> {
        let zone = match bucket {
            Bucket::Day => self.person(person)?.ok_or(Error::NotFound("person"))?.zone,
            _ => chrono_tz::UTC,
        };
        let mut day = TimeRange::new(Millis(0), Millis(0));
        let mut bucket_of = |at: Millis| match bucket {
            Bucket::Minute => span(at, Millis::MINUTE),
            Bucket::FiveMinutes => span(at, 5 * Millis::MINUTE),
            Bucket::Hour => span(at, Millis::HOUR),
            Bucket::Day => {
                if !day.contains(at) {
                    day = LocalDay(at.to_utc().with_timezone(&zone).date_naive()).range_in(zone);
                }
                day
            }
        };
        let mut curve: Vec<(Millis, Sums)> = Vec::new();
        let mut put = |bucket: TimeRange, sums: Sums| match curve.last_mut() {
            Some((start, total)) if *start == bucket.start => total.add(sums),
            _ => curve.push((bucket.start, sums)),
        };
        for (day, sources) in self.days(person, range, bucket == Bucket::FiveMinutes)? {
            // Looked at only where the sums of the hours do not tell.
            let mut minutes = None;
            for (hour, place) in (day.saturating_mul(HOURS as i64)..).zip(0..HOURS) {
                let whole = span(Millis(hour.saturating_mul(Millis::HOUR)), Millis::HOUR);
                if whole.end <= range.start || whole.start >= range.end {
                    continue;
                }
                let mut speaking =
                    sources.iter().filter_map(|of| Some((of, of.totals.get(place).filter(|total| total.count > 0)?)));
                let Some((first, total)) = speaking.next() else { continue };
                let around = bucket_of(whole.start);
                let inside = range.start <= whole.start && whole.end <= range.end;
                let alone = inside && speaking.next().is_none();
                if alone && whole.end <= around.end {
                    put(around, *total);
                    continue;
                }
                if alone && !first.fives.is_empty() {
                    let fives = first.fives.iter().skip(place.saturating_mul(FIVES)).take(FIVES);
                    for (n, sums) in (0_i64..).zip(fives).filter(|(_, sums)| sums.count > 0) {
                        put(span(whole.start.plus(n * 5 * Millis::MINUTE), 5 * Millis::MINUTE), *sums);
                    }
                    continue;
                }
                if alone && let Some(minutes) = first.present_minutes(hour) {
                    for (n, sums) in (0_i64..).zip(minutes?).filter(|(_, sums)| sums.count > 0) {
                        put(bucket_of(whole.start.plus(n * Millis::MINUTE)), sums);
                    }
                    continue;
                }
                if minutes.is_none() {
                    minutes = Some(self.minutes_of(person, day, &sources, range.end)?);
                }
                for (start, _, sums) in each_minute(whole.start, place, minutes.as_deref().unwrap_or_default()) {
                    if range.contains(start) {
                        put(bucket_of(start), sums);
                    }
                }
            }
        }
        curve.into_iter().map(|(start, sums)| sums.roll_up(start)).collect()
    }

    /// The minutes that begin in `range` and in which anything was measured, in order of time: the
    /// heart rate of the first source in the person's order that has any, and the steps.
    ///
    /// # Errors
    /// What the database says.
    pub fn minutes(&self, person: PersonId, range: TimeRange) -> Result<Vec<Minute>> {
        let mut minutes = BTreeMap::new();
        for (day, sources) in self.days(person, range, false)? {
            let of_sources = self.minutes_of(person, day, &sources, range.end)?;
            for (hour, place) in (day.saturating_mul(HOURS as i64)..).zip(0..HOURS) {
                let start = Millis(hour.saturating_mul(Millis::HOUR));
                for (start, source, sums) in each_minute(start, place, &of_sources) {
                    if range.contains(start) {
                        let heart = Some(sums.roll_up(start)?);
                        minutes.insert(start, Minute { start, heart, source: Some(source), steps: 0 });
                    }
                }
            }
        }
        for (start, steps) in self.step_minutes(person, range)? {
            let none = Minute { start, heart: None, source: None, steps: 0 };
            minutes.entry(start).or_insert(none).steps = steps;
        }
        Ok(minutes.into_values().collect())
    }

    /// The days, in UTC, that touch `range`; in each, the sources in the person's order. With the sums of five
    /// minutes each, where they are kept and `by_fives` asks.
    fn days(&self, person: PersonId, range: TimeRange, by_fives: bool) -> Result<BTreeMap<i64, Vec<DayOf>>> {
        let (first, last) = (range.start.hour_index(), range.end.hour_index());
        let mut days: BTreeMap<i64, Vec<DayOf>> = BTreeMap::new();
        let sources = self.sources(person)?;
        if sources.is_empty() {
            self.person(person)?.ok_or(Error::NotFound("person"))?;
        }
        for source in sources {
            let mut of_source: BTreeMap<i64, DayOf> = self
                .past_sums(person, source.id, (day_of(first), day_of(last)), by_fives)?
                .into_iter()
                .map(|PastSums { day, totals, fives }| {
                    (day, DayOf { totals, is_packed: true, fives, ..DayOf::new(source.id) })
                })
                .collect();
            let present = self.all(PRESENT, (person.as_bytes(), source.id.as_bytes(), first, last), |row| {
                Ok((PresentHour::read(row)?, total(row)?))
            })?;
            for (present, sums) in present {
                let day = of_source.entry(day_of(present.hour)).or_insert_with(|| DayOf::new(source.id));
                day.fives.clear();
                if let Some(total) = day.totals.get_mut(place_in_day(present.hour)) {
                    total.add(sums);
                }
                day.present.push(present);
            }
            for (day, of) in of_source {
                days.entry(day).or_default().push(of);
            }
        }
        Ok(days)
    }

    /// The minutes of a day, up to `end` at least, of each of these sources that has any.
    fn minutes_of(
        &self,
        person: PersonId,
        day: i64,
        sources: &[DayOf],
        end: Millis,
    ) -> Result<Vec<(SourceId, DayMinutes)>> {
        let last = Millis(end.0.saturating_sub(1)).hour_index();
        let hours = last.saturating_sub(day.saturating_mul(HOURS as i64)).saturating_add(1);
        let hours = usize::try_from(hours).unwrap_or(0).min(HOURS);
        let speaking = sources.iter().filter(|of| of.totals.iter().any(|total| total.count > 0));
        speaking.map(|of| Ok((of.source, self.day_minutes(person, of, day, hours)?))).collect()
    }

    fn day_minutes(&self, person: PersonId, of: &DayOf, day: i64, hours: usize) -> Result<DayMinutes> {
        let packed = if of.is_packed { self.past_minutes(person, of.source, day, hours)? } else { None };
        let mut whole = packed.unwrap_or_else(DayMinutes::new);
        for present in &of.present {
            whole.add_hour(place_in_day(present.hour), &present.minutes_and_tail()?.0);
        }
        Ok(whole)
    }

    pub(super) fn hour_row(&self, person: PersonId, source: SourceId, hour: i64) -> Result<Option<HourRow>> {
        self.one(
            "SELECT hour, count, sum, low, high, minutes, tail, last_sample, last_bpm, last_run, parts FROM heart_hour
             WHERE person = ?1 AND source = ?2 AND hour = ?3",
            (person.as_bytes(), source.as_bytes(), hour),
            HourRow::read,
        )
    }

    pub(super) fn latest_hour(&self, person: PersonId, source: SourceId) -> Result<Option<LatestHour>> {
        self.one(
            "SELECT hour, count, sum, low, high, last_sample, last_bpm, last_run, tail FROM heart_hour
             WHERE person = ?1 AND source = ?2 ORDER BY hour DESC LIMIT 1",
            (person.as_bytes(), source.as_bytes()),
            |row| {
                Ok(LatestHour {
                    hour: row.get("hour")?,
                    total: total(row)?,
                    latest: Latest::read(row)?,
                    tail: row.get::<_, Option<Vec<u8>>>("tail")?.unwrap_or_default(),
                })
            },
        )
    }
}

impl Writing<'_> {
    /// Writes an hour of which everything lies in chunks.
    pub(super) fn put_hour_row(&self, person: PersonId, source: SourceId, hour: i64, row: &HourRow) -> Result<()> {
        self.run(
            "INSERT INTO heart_hour
                 (person, source, hour, count, sum, low, high, parts, last_sample, last_bpm, last_run, minutes)
             VALUES
                 (:person, :source, :hour, :count, :sum, :low, :high, :parts, :last_sample, :last_bpm, :last_run,
                  :minutes)
             ON CONFLICT (person, source, hour) DO UPDATE SET
                 count = excluded.count, sum = excluded.sum, low = excluded.low, high = excluded.high,
                 parts = excluded.parts, last_sample = excluded.last_sample, last_bpm = excluded.last_bpm,
                 last_run = excluded.last_run, minutes = excluded.minutes, tail = NULL",
            named_params! {
                ":person": person.as_bytes(),
                ":source": source.as_bytes(),
                ":hour": hour,
                ":count": row.total.count,
                ":sum": row.total.sum.cast_signed(),
                ":low": row.total.low,
                ":high": row.total.high,
                ":parts": row.parts,
                ":last_sample": row.latest.sample.map(|at| at.0),
                ":last_bpm": row.latest.bpm,
                ":last_run": row.latest.run.map(|at| at.0),
                ":minutes": put_minutes(&row.minutes),
            },
        )?;
        Ok(())
    }

    /// Writes an hour that grew by its tail.
    pub(super) fn put_tail(&self, person: PersonId, source: SourceId, row: &LatestHour) -> Result<()> {
        self.run(
            "UPDATE heart_hour SET count = ?4, sum = ?5, low = ?6, high = ?7, last_sample = ?8, last_bpm = ?9,
                 last_run = ?10, tail = ?11
             WHERE person = ?1 AND source = ?2 AND hour = ?3",
            rusqlite::params![
                person.as_bytes(),
                source.as_bytes(),
                row.hour,
                row.total.count,
                row.total.sum.cast_signed(),
                row.total.low,
                row.total.high,
                row.latest.sample.map(|at| at.0),
                row.latest.bpm,
                row.latest.run.map(|at| at.0),
                row.tail,
            ],
        )?;
        Ok(())
    }

    /// Writes the minutes of hours as they are written now. Used once.
    pub(super) fn adopt_minutes(&self) -> Result<()> {
        let hours = self.all("SELECT person, source, hour, minutes FROM heart_hour", [], |row| {
            let packed = row.get_ref("minutes")?.as_blob().map_err(|_| UNREADABLE)?;
            let name = (row.get::<_, Vec<u8>>("person")?, row.get::<_, Vec<u8>>("source")?, row.get::<_, i64>("hour")?);
            Ok((name, unpack_sums::<MINUTES>(packed)?))
        })?;
        for ((person, source, hour), minutes) in hours {
            self.run(
                "UPDATE heart_hour SET minutes = ?4 WHERE person = ?1 AND source = ?2 AND hour = ?3",
                (person, source, hour, put_minutes(&minutes)),
            )?;
        }
        Ok(())
    }
}

/// What sums that do not unpack are told as.
const UNREADABLE: Error = Error::Unreadable("roll-up");

/// Counts samples into the minutes of their hour.
fn count_minutes(minutes: &mut [Sums; MINUTES], samples: &[HeartSample]) -> Result<()> {
    for sample in samples {
        let minute = sample.at.0.rem_euclid(Millis::HOUR) / Millis::MINUTE;
        let minute = usize::try_from(minute).ok().and_then(|minute| minutes.get_mut(minute));
        minute.ok_or(UNREADABLE)?.count(std::slice::from_ref(sample));
    }
    Ok(())
}

/// The stretch of `length` ms, counted from the epoch, that holds `at`.
const fn span(at: Millis, length: i64) -> TimeRange {
    let start = at.plus(-at.0.rem_euclid(length));
    TimeRange::new(start, start.plus(length))
}

/// Which hour of its day, counted in UTC, an hour from the epoch is.
fn place_in_day(hour: i64) -> usize {
    usize::try_from(hour.rem_euclid(HOURS as i64)).unwrap_or(HOURS)
}

/// The minutes of an hour of the day that have a rate, each from the first source that has one.
fn each_minute(
    hour: Millis,
    place: usize,
    sources: &[(SourceId, DayMinutes)],
) -> impl Iterator<Item = (Millis, SourceId, Sums)> {
    (0_i64..).zip(0..MINUTES).filter_map(move |(minute, index)| {
        let start = hour.plus(minute * Millis::MINUTE);
        sources.iter().find_map(|(source, minutes)| {
            let sums = minutes.hour(place).get(index).filter(|sums| sums.count > 0)?;
            Some((start, *source, *sums))
        })
    })
}

/// The sums of a row of `heart_hour`, which stand behind its hour.
fn total(row: &Row<'_>) -> Result<Sums> {
    Ok(Sums {
        count: row.get(1)?,
        sum: u64::try_from(row.get::<_, i64>(2)?).map_err(|_| UNREADABLE)?,
        low: row.get(3)?,
        high: row.get(4)?,
    })
}
