//! Roll-ups of heart rate: what charts and detectors read instead of samples.
//!
//! An hour of one source is a row with its sums, and its minutes packed beside. Where one source
//! speaks alone its hours add up; where several do, each minute is taken from the one that is
//! believed first.

use std::collections::BTreeMap;

use rusqlite::{Row, named_params};

use super::coder::{Decoder, Encoder, Number};
use super::{Reading, Writing};
use crate::detect::Minute;
use crate::model::heart::{Bpm, Contact, HeartRollUp, HeartSample, RrRun};
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

/// Minutes in an hour.
const MINUTES: usize = 60;

/// Sums of rates; empty when `count` is 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sums {
    count: u32,
    sum: u64,
    low: u16,
    high: u16,
}

impl Default for Sums {
    fn default() -> Self {
        Self { count: 0, sum: 0, low: u16::MAX, high: 0 }
    }
}

impl Sums {
    fn add(&mut self, other: Self) {
        self.count = self.count.saturating_add(other.count);
        self.sum = self.sum.saturating_add(other.sum);
        self.low = self.low.min(other.low);
        self.high = self.high.max(other.high);
    }

    fn of(bpm: Bpm) -> Self {
        Self { count: 1, sum: u64::from(bpm.get()), low: bpm.get(), high: bpm.get() }
    }

    fn roll_up(self, start: Millis) -> Result<HeartRollUp> {
        let bpm = |rate| Bpm::new(rate).map_err(|_| Error::Unreadable("roll-up"));
        Ok(HeartRollUp { start, count: self.count, sum: self.sum, min: bpm(self.low)?, max: bpm(self.high)? })
    }
}

/// An hour of one source.
#[derive(Debug, Clone)]
pub(super) struct HourRow {
    total: Sums,
    minutes: [Sums; MINUTES],
    /// Chunks of the hour; none when a block holds it.
    pub(super) parts: i64,
    /// The latest sample of the hour.
    pub(super) last_sample: Option<Millis>,
    /// The latest start of a run in it.
    pub(super) last_run: Option<Millis>,
}

impl Default for HourRow {
    fn default() -> Self {
        Self {
            total: Sums::default(),
            minutes: [Sums::default(); MINUTES],
            parts: 0,
            last_sample: None,
            last_run: None,
        }
    }
}

impl HourRow {
    /// Counts samples of this hour in. One without skin contact is no heart rate.
    pub(super) fn add(&mut self, samples: &[HeartSample]) -> Result<()> {
        for sample in samples.iter().filter(|sample| sample.contact != Contact::Lost) {
            let minute = sample.at.0.rem_euclid(Millis::HOUR) / Millis::MINUTE;
            let minute = usize::try_from(minute).ok().and_then(|minute| self.minutes.get_mut(minute));
            minute.ok_or(Error::Unreadable("roll-up"))?.add(Sums::of(sample.bpm));
            self.total.add(Sums::of(sample.bpm));
        }
        Ok(())
    }

    /// Remembers that the latest of `samples` and of `runs` are the latest of the hour.
    pub(super) fn reach(&mut self, samples: &[HeartSample], runs: &[RrRun]) {
        self.last_sample = samples.last().map(|sample| sample.at).or(self.last_sample);
        self.last_run = runs.last().map(|run| run.start).or(self.last_run);
    }

    fn read(row: &Row<'_>) -> Result<Self> {
        let minutes = row.get_ref("minutes")?.as_blob().map_err(|_| Error::Unreadable("roll-up"))?;
        Ok(Self {
            total: Sums {
                count: row.get("count")?,
                sum: u64::try_from(row.get::<_, i64>("sum")?).map_err(|_| Error::Unreadable("roll-up"))?,
                low: row.get("low")?,
                high: row.get("high")?,
            },
            minutes: unpack_minutes(minutes)?,
            parts: row.get("parts")?,
            last_sample: row.get::<_, Option<i64>>("last_sample")?.map(Millis),
            last_run: row.get::<_, Option<i64>>("last_run")?.map(Millis),
        })
    }
}

/// The minutes as bytes: 0 for one without a rate, else its count and what follows from it.
fn pack_minutes(minutes: &[Sums; MINUTES]) -> Vec<u8> {
    let mut coder = Encoder::after(Vec::new());
    let mut model = MinuteModel::new();
    for minute in minutes {
        model.code(&mut coder, *minute);
    }
    coder.finish()
}

fn unpack_minutes(bytes: &[u8]) -> Result<[Sums; MINUTES]> {
    let mut coder = Decoder::new(bytes);
    let mut model = MinuteModel::new();
    let minutes = [(); MINUTES].map(|()| model.code(&mut coder, Sums::default()));
    if coder.ended() { Ok(minutes) } else { Err(Error::Unreadable("roll-up")) }
}

struct MinuteModel {
    last: Sums,
    counts: Number,
    lows: Number,
    spreads: Number,
    sums: Number,
}

impl MinuteModel {
    const fn new() -> Self {
        Self {
            last: Sums { count: 0, sum: 0, low: 70, high: 70 },
            counts: Number::NEW,
            lows: Number::NEW,
            spreads: Number::NEW,
            sums: Number::NEW,
        }
    }

    fn code(&mut self, coder: &mut impl super::coder::Coder, minute: Sums) -> Sums {
        let (count, _) = self.counts.code_near(coder, self.last.count.cast_signed(), minute.count.cast_signed());
        self.last.count = count.cast_unsigned();
        if count == 0 {
            return Sums::default();
        }
        let (low, _) = self.lows.code_near(coder, i32::from(self.last.low), i32::from(minute.low));
        let low = u16::try_from(low).unwrap_or(u16::MAX);
        let spread = self.spreads.code(coder, u32::from(minute.high.saturating_sub(minute.low)));
        let high = low.saturating_add(u16::try_from(spread).unwrap_or(u16::MAX));
        // The sum lies between count × low and count × high; a minute has no 2^32 / 300 samples.
        let least = u64::from(low) * u64::from(self.last.count);
        let above = minute.sum.saturating_sub(least);
        let above = self.sums.code(coder, u32::try_from(above).unwrap_or(u32::MAX));
        self.last = Sums { count: self.last.count, sum: least + u64::from(above), low, high };
        self.last
    }
}

impl Reading<'_> {
    /// Heart rate in `range`, summed up by `bucket`, oldest first; where there is none, there was
    /// no measurement. A minute counts when it begins in `range`, and is that of one source: the
    /// first in the person's order that has any.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such person; what the database says.
    pub fn heart_curve(&self, person: PersonId, range: TimeRange, bucket: Bucket) -> Result<Vec<HeartRollUp>> {
        let zone = self.person(person)?.ok_or(Error::NotFound("person"))?.zone;
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
        for (hour, rows) in self.hours(person, range)? {
            let whole = span(Millis(hour.saturating_mul(Millis::HOUR)), Millis::HOUR);
            let around = bucket_of(whole.start);
            let inside = range.start <= whole.start && whole.end <= range.end && whole.end <= around.end;
            let mut speaking = rows.iter().filter(|(_, row)| row.total.count > 0);
            match (speaking.next(), speaking.next()) {
                (Some((_, only)), None) if inside => put(around, only.total),
                _ => {
                    for (start, _, sums) in minutes_of(whole.start, &rows) {
                        if range.contains(start) {
                            put(bucket_of(start), sums);
                        }
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
        for (hour, rows) in self.hours(person, range)? {
            for (start, source, sums) in minutes_of(Millis(hour.saturating_mul(Millis::HOUR)), &rows) {
                if range.contains(start) {
                    let heart = Some(sums.roll_up(start)?);
                    minutes.insert(start, Minute { start, heart, source: Some(source), steps: 0 });
                }
            }
        }
        for (start, steps) in self.step_minutes(person, range)? {
            let none = Minute { start, heart: None, source: None, steps: 0 };
            minutes.entry(start).or_insert(none).steps = steps;
        }
        Ok(minutes.into_values().collect())
    }

    /// The hours that touch `range`; in each, the sources in the person's order.
    fn hours(&self, person: PersonId, range: TimeRange) -> Result<BTreeMap<i64, Vec<(SourceId, HourRow)>>> {
        let mut hours: BTreeMap<i64, Vec<_>> = BTreeMap::new();
        for source in self.sources(person)? {
            let rows = self.all(
                "SELECT hour, count, sum, low, high, parts, last_sample, last_run, minutes FROM heart_hour
                 WHERE person = ?1 AND source = ?2 AND hour >= ?3 AND hour <= ?4",
                (person.as_bytes(), source.id.as_bytes(), range.start.hour_index(), range.end.hour_index()),
                |row| Ok((row.get("hour")?, HourRow::read(row)?)),
            )?;
            for (hour, row) in rows {
                hours.entry(hour).or_default().push((source.id, row));
            }
        }
        Ok(hours)
    }

    pub(super) fn hour_row(&self, person: PersonId, source: SourceId, hour: i64) -> Result<Option<HourRow>> {
        self.one(
            "SELECT count, sum, low, high, parts, last_sample, last_run, minutes FROM heart_hour
             WHERE person = ?1 AND source = ?2 AND hour = ?3",
            (person.as_bytes(), source.as_bytes(), hour),
            HourRow::read,
        )
    }
}

impl Writing<'_> {
    pub(super) fn put_hour_row(&self, person: PersonId, source: SourceId, hour: i64, row: &HourRow) -> Result<()> {
        self.run(
            "INSERT INTO heart_hour
                 (person, source, hour, count, sum, low, high, parts, last_sample, last_run, minutes)
             VALUES
                 (:person, :source, :hour, :count, :sum, :low, :high, :parts, :last_sample, :last_run, :minutes)
             ON CONFLICT (person, source, hour) DO UPDATE SET
                 count = excluded.count, sum = excluded.sum, low = excluded.low, high = excluded.high,
                 parts = excluded.parts, last_sample = excluded.last_sample, last_run = excluded.last_run,
                 minutes = excluded.minutes",
            named_params! {
                ":person": person.as_bytes(),
                ":source": source.as_bytes(),
                ":hour": hour,
                ":count": row.total.count,
                ":sum": row.total.sum.cast_signed(),
                ":low": row.total.low,
                ":high": row.total.high,
                ":parts": row.parts,
                ":last_sample": row.last_sample.map(|at| at.0),
                ":last_run": row.last_run.map(|at| at.0),
                ":minutes": pack_minutes(&row.minutes),
            },
        )?;
        Ok(())
    }
}

/// The stretch of `length` ms, counted from the epoch, that holds `at`.
const fn span(at: Millis, length: i64) -> TimeRange {
    let start = at.plus(-at.0.rem_euclid(length));
    TimeRange::new(start, start.plus(length))
}

/// The minutes of an hour that have a rate, each from the first source that has one.
fn minutes_of(hour: Millis, rows: &[(SourceId, HourRow)]) -> impl Iterator<Item = (Millis, SourceId, Sums)> {
    (0_i64..).zip(0..MINUTES).filter_map(move |(minute, index)| {
        let start = hour.plus(minute * Millis::MINUTE);
        rows.iter().find_map(|(source, row)| {
            let sums = row.minutes.get(index).filter(|sums| sums.count > 0)?;
            Some((start, *source, *sums))
        })
    })
}
