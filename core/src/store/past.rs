//! Days of heart rate that are over, each as one row of a source: what was measured and its roll-ups,
//! packed together.
//!
//! The present is many small rows (see [`hearts`](super::hearts)); a day that is over is read as a whole
//! or summed up, and hardly ever changes. A source is a small number here, and a row's key is that number
//! and the day: names of sixteen bytes would weigh more than a quiet day's samples.

use std::collections::BTreeMap;

use rusqlite::{Row, named_params};

use super::day::{Block, pack_day};
use super::hearts::{Appended, joined, merge};
use super::sparse::{self, pack_sparse, unpack_sparse};
use super::sums::{self, DayMinutes, Sums, pack_many, pack_sums, totals_of, unpack_fives, unpack_sums};
use super::{Reading, Writing, id};
use crate::model::heart::{HeartHour, HeartSample, RrRun};
use crate::model::{Millis, PersonId, SourceId};
use crate::{Error, Result};

/// From so many samples on (an hour and ten minutes of one a second), a day is worth its tables.
pub(super) const DENSE: usize = 4_200;

/// From so many samples on, the sums of a day's hours are kept; below, they are counted when asked for.
const SUMMED: usize = 96;

/// Hours of a day.
const HOURS: i64 = sums::HOURS as i64;

/// The room for days in a row's key: the calendar's nine thousand years fit four times.
const ROOM: i64 = 1 << 24;

/// The day, in UTC and from the epoch, of an hour.
pub(super) const fn day_of(hour: i64) -> i64 {
    hour.div_euclid(HOURS)
}

/// Where a day stands among those of its source.
pub(super) fn place_of(day: i64) -> i64 {
    day.clamp(-ROOM / 2, ROOM / 2 - 1) + ROOM / 2
}

/// The columns named, of the days from ?3 to ?4 of the source ?2 of the person ?1. The large rows come last, and
/// only of days that are there.
macro_rules! select {
    ($columns:literal) => {
        concat!(
            "SELECT p.place - s.n * 16777216 - 8388608 AS day, ",
            $columns,
            " FROM heart_series s
             CROSS JOIN heart_past p ON p.place >= s.n * 16777216 + ?3 AND p.place <= s.n * 16777216 + ?4
             CROSS JOIN heart_body b ON b.place = p.place
             WHERE s.person = ?1 AND s.source = ?2 ORDER BY p.place"
        )
    };
}

/// The sums of the days from ?3 to ?4 of the source ?2 of the person ?1.
const SUMS: &str = "SELECT p.place - s.n * 16777216 - 8388608 AS day, p.hours, p.fives FROM heart_series s
     JOIN heart_past p ON p.place >= s.n * 16777216 + ?3 AND p.place <= s.n * 16777216 + ?4
     WHERE s.person = ?1 AND s.source = ?2 ORDER BY p.place";

impl Reading<'_> {
    fn past<T>(
        &self,
        select: &'static str,
        (person, source): (PersonId, SourceId),
        (first, last): (i64, i64),
        read: impl FnMut(&Row<'_>) -> Result<T>,
    ) -> Result<Vec<T>> {
        self.all(select, (person.as_bytes(), source.as_bytes(), place_of(first), place_of(last)), read)
    }

    /// Whether the day of `hour` is over and packed.
    pub(super) fn is_past(&self, person: PersonId, source: SourceId, hour: i64) -> Result<bool> {
        let day = day_of(hour);
        Ok(!self.past(select!("1"), (person, source), (day, day), |_| Ok(()))?.is_empty())
    }

    /// The latest day that is packed.
    pub(super) fn last_past_day(&self, person: PersonId, source: SourceId) -> Result<Option<i64>> {
        self.one(
            "SELECT p.place - s.n * 16777216 - 8388608 FROM heart_series s
             JOIN heart_past p ON p.place >= s.n * 16777216 AND p.place < (s.n + 1) * 16777216
             WHERE s.person = ?1 AND s.source = ?2 ORDER BY p.place DESC LIMIT 1",
            (person.as_bytes(), source.as_bytes()),
            |row| Ok(row.get(0)?),
        )
    }

    /// A day that is packed, opened.
    pub(super) fn past_day(&self, person: PersonId, source: SourceId, day: i64) -> Result<Option<PastDay>> {
        Ok(self.past(select!("b.body"), (person, source), (day, day), PastDay::open)?.into_iter().next())
    }

    /// What packed days hold of an hour, if anything.
    pub(super) fn past_hour(&self, person: PersonId, source: SourceId, hour: i64) -> Result<Option<HeartHour>> {
        let day = self.past_day(person, source, day_of(hour))?;
        Ok(day.map(|day| day.hour(hour)).transpose()?.flatten())
    }

    /// What packed days hold of the hours from `first` to `last`, in order of time.
    pub(super) fn past_hours(
        &self,
        person: PersonId,
        source: SourceId,
        first: i64,
        last: i64,
    ) -> Result<Vec<(i64, HeartHour)>> {
        let days = (day_of(first), day_of(last));
        // Of a dense day only the hours that are wanted are unpacked.
        let found =
            self.past(select!("b.body"), (person, source), days, |row| PastDay::open(row)?.hours(first, last))?;
        Ok(found.into_iter().flatten().collect())
    }

    /// Whether any of the days from `first` to `last` is packed. Asks as [`past_sums`](Self::past_sums) does: most
    /// views have its statement at hand.
    pub(super) fn has_past(&self, person: PersonId, source: SourceId, (first, last): (i64, i64)) -> Result<bool> {
        let row = (person.as_bytes(), source.as_bytes(), place_of(first), place_of(last));
        Ok(self.one(SUMS, row, |_| Ok(()))?.is_some())
    }

    /// The sums of packed days from `first` to `last`; those of five minutes where they are kept and `by_fives` asks.
    pub(super) fn past_sums(
        &self,
        person: PersonId,
        source: SourceId,
        (first, last): (i64, i64),
        by_fives: bool,
    ) -> Result<Vec<PastSums>> {
        let days = self.all(SUMS, (person.as_bytes(), source.as_bytes(), place_of(first), place_of(last)), |row| {
            let blob = |column| row.get_ref(column)?.as_blob().map_err(|_| Error::Unreadable("roll-up"));
            let day = row.get::<_, i64>("day")?;
            if by_fives && let fives @ [_, ..] = blob("fives")? {
                let fives = unpack_fives(fives).map_err(|_| Error::Unreadable("roll-up"))?;
                return Ok((day, Some(totals_of(&fives)), fives));
            }
            let totals = match blob("hours")?.split_at_checked(3) {
                Some((_, [])) => None,
                Some((_, packed)) => Some(unpack_sums(packed)?),
                None => return Err(Error::Unreadable("roll-up")),
            };
            Ok((day, totals, Vec::new()))
        })?;
        days.into_iter()
            .map(|(day, totals, fives)| {
                let totals = match totals {
                    Some(totals) => totals,
                    // Of a quiet day the sums are not kept.
                    None => {
                        self.past_minutes(person, source, day, sums::HOURS)?.unwrap_or_else(DayMinutes::new).totals()
                    }
                };
                Ok(PastSums { day, totals, fives })
            })
            .collect()
    }

    /// The minutes of a packed day, if it is one: of its first `hours` at least.
    pub(super) fn past_minutes(
        &self,
        person: PersonId,
        source: SourceId,
        day: i64,
        hours: usize,
    ) -> Result<Option<DayMinutes>> {
        let found = self.past(select!("b.minutes, b.body"), (person, source), (day, day), |row| {
            match row.get_ref("minutes")?.as_blob().map_err(|_| Error::Unreadable("roll-up"))? {
                [] => counted(row),
                packed => DayMinutes::unpack(packed, hours).map_err(|_| Error::Unreadable("roll-up")),
            }
        })?;
        Ok(found.into_iter().next())
    }

    /// The hours of a packed day of which only the sums are left, where others are kept: see [`thin`](super::thin).
    pub(super) fn erased_hours(&self, person: PersonId, source: SourceId, day: i64) -> Result<ErasedHours> {
        let found = self.past(select!("p.erased, b.minutes"), (person, source), (day, day), |row| {
            let bits: u32 = row.get("erased")?;
            if bits == 0 {
                return Ok(ErasedHours::none());
            }
            let packed = row.get_ref("minutes")?.as_blob().map_err(|_| Error::Unreadable("roll-up"))?;
            let all = DayMinutes::unpack(packed, sums::HOURS).map_err(|_| Error::Unreadable("roll-up"))?;
            Ok(ErasedHours { bits, minutes: all.of_hours(bits) })
        })?;
        Ok(found.into_iter().next().unwrap_or_else(ErasedHours::none))
    }

    /// The hours of packed days of a person of which the measurements are kept, each with its source.
    pub(super) fn past_hour_names(&self, person: PersonId) -> Result<Vec<(SourceId, i64)>> {
        let days = self.all(
            "SELECT s.source, p.place - s.n * 16777216 - 8388608 AS day, p.hours, p.erased FROM heart_series s
             JOIN heart_past p ON p.place >= s.n * 16777216 AND p.place < (s.n + 1) * 16777216
             JOIN heart_body b ON b.place = p.place
             WHERE s.person = ?1 AND length(b.body) > 0",
            [person.as_bytes()],
            |row| Ok((SourceId(id(row, "source")?), row.get::<_, i64>("day")?, kept(row)?)),
        )?;
        Ok(days
            .into_iter()
            .flat_map(|(source, day, hours)| {
                (0..HOURS).filter(move |hour| hours >> hour & 1 == 1).map(move |hour| (source, day * HOURS + hour))
            })
            .collect())
    }

    /// The first hour of packed days in which anything was measured.
    pub(super) fn first_past_hour(&self, person: PersonId) -> Result<Option<i64>> {
        let mut first: Option<i64> = None;
        for source in self.sources(person)? {
            let hour = self.one(
                "SELECT p.place - s.n * 16777216 - 8388608 AS day, p.hours FROM heart_series s
                 JOIN heart_past p ON p.place >= s.n * 16777216 AND p.place < (s.n + 1) * 16777216
                 WHERE s.person = ?1 AND s.source = ?2 ORDER BY p.place LIMIT 1",
                (person.as_bytes(), source.id.as_bytes()),
                |row| Ok(row.get::<_, i64>("day")? * HOURS + i64::from(measured(row)?.trailing_zeros())),
            )?;
            first = first.into_iter().chain(hour).min();
        }
        Ok(first)
    }

    /// All of a day: what is packed and its chunks.
    pub(super) fn whole_day(&self, person: PersonId, source: SourceId, day: i64) -> Result<BTreeMap<i64, HeartHour>> {
        let (first, last) = hours_of(day);
        let mut hours: BTreeMap<i64, HeartHour> = self.past_hours(person, source, first, last)?.into_iter().collect();
        for (hour, part) in self.parts(person, source, first, last)? {
            let whole = hours.remove(&hour).unwrap_or_default();
            hours.insert(hour, joined(whole, part));
        }
        Ok(hours)
    }
}

impl Writing<'_> {
    /// Adds to a day and packs it. Everything is of `day`, in order, without doubles.
    pub(super) fn append_day(
        &self,
        person: PersonId,
        source: SourceId,
        day: i64,
        mut samples: &[HeartSample],
        mut runs: &[RrRun],
        appended: &mut Appended,
    ) -> Result<()> {
        if let Some(minutes) = self.thinned(person, source, day)? {
            return self.append_thinned((person, source, day), minutes, samples, appended);
        }
        let before = appended.new;
        let mut whole_day = self.whole_day(person, source, day)?;
        let mut erased = self.erased_hours(person, source, day)?;
        if whole_day.is_empty() {
            self.seal_before(person, source, hours_of(day).0)?;
        }
        loop {
            let next = [samples.first().map(|s| s.at), runs.first().map(|r| r.start)];
            let Some(hour) = next.into_iter().flatten().min().map(Millis::hour_index) else { break };
            let (these, later) = samples.split_at(samples.partition_point(|s| s.at.hour_index() <= hour));
            let (these_runs, later_runs) = runs.split_at(runs.partition_point(|r| r.start.hour_index() <= hour));
            (samples, runs) = (later, later_runs);

            if erased.has(hour) {
                erased.minutes.count_unknown(these, appended);
                continue;
            }
            let known = appended.new;
            let whole = whole_day.entry(hour).or_default();
            merge(whole, these, these_runs, appended);
            if appended.new > known {
                self.queue_heart_hour(person, source, hour)?;
            }
        }
        if appended.new > before { self.put_day((person, source, day), &whole_day, &erased) } else { Ok(()) }
    }

    /// Packs a day that is over.
    pub(super) fn fold(&self, person: PersonId, source: SourceId, day: i64) -> Result<()> {
        let whole_day = self.whole_day(person, source, day)?;
        let erased = self.erased_hours(person, source, day)?;
        if whole_day.is_empty() { Ok(()) } else { self.put_day((person, source, day), &whole_day, &erased) }
    }

    /// Packs every day that the source's latest is not, as an older version did not. Used once.
    pub(super) fn fold_all(&self, person: PersonId, source: SourceId) -> Result<()> {
        let hours = self.all(
            "SELECT hour FROM heart_hour WHERE person = ?1 AND source = ?2 ORDER BY hour DESC",
            (person.as_bytes(), source.as_bytes()),
            |row| Ok(row.get::<_, i64>(0)?),
        )?;
        let mut days: Vec<i64> = hours.into_iter().map(day_of).collect();
        days.dedup();
        days.iter().skip(1).try_for_each(|day| self.fold(person, source, *day))
    }

    /// Puts a whole day into its row, and nothing of it beside; of the hours that are erased, their sums.
    pub(super) fn put_day(
        &self,
        (person, source, day): (PersonId, SourceId, i64),
        hours: &BTreeMap<i64, HeartHour>,
        erased: &ErasedHours,
    ) -> Result<()> {
        let (first, last) = hours_of(day);
        // The chunks go with their hours.
        self.run(
            "DELETE FROM heart_hour WHERE person = ?1 AND source = ?2 AND hour >= ?3 AND hour <= ?4",
            (person.as_bytes(), source.as_bytes(), first, last),
        )?;
        self.run(
            "INSERT INTO heart_series (person, source) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
            (person.as_bytes(), source.as_bytes()),
        )?;
        let count: usize = hours.values().map(|hour| hour.samples.len()).sum();
        let mut minutes = erased.minutes.clone();
        let mut measured = erased.bits;
        // What cannot be counted again is kept.
        let (summed, tabled) = (count >= SUMMED || measured != 0, count >= DENSE || measured != 0);
        for (index, hour) in hours.iter().filter(|(_, hour)| !hour.samples.is_empty() || !hour.runs.is_empty()) {
            minutes.count(&hour.samples);
            measured |= 1 << index.rem_euclid(HOURS);
        }
        let [a, b, c, _] = measured.to_le_bytes();
        let mut sums = vec![a, b, c];
        if summed {
            sums.extend(pack_sums(&minutes.totals()));
        }
        let body = if count >= DENSE {
            pack_day(&hours.iter().map(|(index, hour)| (*index, hour)).collect::<Vec<_>>())
        } else {
            let samples: Vec<HeartSample> = hours.values().flat_map(|hour| hour.samples.iter().copied()).collect();
            let runs: Vec<RrRun> = hours.values().flat_map(|hour| hour.runs.iter().cloned()).collect();
            pack_sparse(&samples, &runs)
        };
        self.run(
            "INSERT INTO heart_past (place, hours, erased, fives)
             SELECT n * 16777216 + :place, :hours, :erased, :fives FROM heart_series
             WHERE person = :person AND source = :source
             ON CONFLICT (place) DO UPDATE
             SET hours = excluded.hours, erased = excluded.erased, fives = excluded.fives",
            named_params! {
                ":person": person.as_bytes(),
                ":source": source.as_bytes(),
                ":place": place_of(day),
                ":hours": sums,
                ":erased": erased.bits,
                ":fives": if tabled { pack_many(&minutes.fives()) } else { Vec::new() },
            },
        )?;
        self.run(
            "INSERT INTO heart_body (place, minutes, body)
             SELECT n * 16777216 + :place, :minutes, :body FROM heart_series
             WHERE person = :person AND source = :source
             ON CONFLICT (place) DO UPDATE SET minutes = excluded.minutes, body = excluded.body",
            named_params! {
                ":person": person.as_bytes(),
                ":source": source.as_bytes(),
                ":place": place_of(day),
                ":minutes": if tabled { minutes.pack() } else { Vec::new() },
                ":body": body,
            },
        )?;
        Ok(())
    }

    /// Forgets every packed day of a person.
    pub(super) fn erase_past(&self, person: PersonId) -> Result<()> {
        self.run(
            "DELETE FROM heart_past WHERE place IN (
                 SELECT p.place FROM heart_series s
                 JOIN heart_past p ON p.place >= s.n * 16777216 AND p.place < (s.n + 1) * 16777216
                 WHERE s.person = ?1)",
            [person.as_bytes()],
        )?;
        self.run("DELETE FROM heart_series WHERE person = ?1", [person.as_bytes()])?;
        Ok(())
    }

    /// Takes over what an older version kept of days that are over.
    pub(super) fn adopt_days(&self) -> Result<()> {
        let blocks = self.all("SELECT person, source, day, body FROM heart_day", [], |row| {
            let hours = PastDay::open(row)?.hours(i64::MIN, i64::MAX)?;
            Ok((PersonId(id(row, "person")?), SourceId(id(row, "source")?), row.get::<_, i64>("day")?, hours))
        })?;
        for (person, source, day, hours) in blocks {
            let (first, last) = hours_of(day);
            let mut whole: BTreeMap<i64, HeartHour> = hours.into_iter().collect();
            for (hour, part) in self.parts(person, source, first, last)? {
                let early = whole.remove(&hour).unwrap_or_default();
                whole.insert(hour, joined(early, part));
            }
            self.put_day((person, source, day), &whole, &ErasedHours::none())?;
        }
        self.run("DELETE FROM heart_day", [])?;
        for person in self.people()? {
            for source in self.sources(person.id)? {
                self.fold_all(person.id, source.id)?;
            }
        }
        Ok(())
    }
}

/// The first and the last hour of a day.
pub(super) const fn hours_of(day: i64) -> (i64, i64) {
    let first = day.saturating_mul(HOURS);
    (first, first.saturating_add(HOURS - 1))
}

/// Hours of a day of which the person had every single value erased, while others of it are kept: a day
/// of the person's ends within one of UTC.
#[derive(Debug)]
pub(super) struct ErasedHours {
    /// Which, a bit each.
    bits: u32,
    /// What is left of them.
    minutes: DayMinutes,
}

impl ErasedHours {
    fn none() -> Self {
        Self { bits: 0, minutes: DayMinutes::new() }
    }

    fn has(&self, hour: i64) -> bool {
        self.bits >> hour.rem_euclid(HOURS) & 1 == 1
    }

    /// Erases what was measured in an hour.
    pub(super) fn add(&mut self, hour: i64, measured: &HeartHour) {
        self.bits |= 1 << hour.rem_euclid(HOURS);
        self.minutes.count(&measured.samples);
    }

    /// Whether one of these instants lies in such an hour.
    pub(super) fn hold(&self, mut instants: impl Iterator<Item = Millis>) -> bool {
        self.bits != 0 && instants.any(|at| self.has(at.hour_index()))
    }
}

/// Which hours of a packed day are kept as they were measured, of one that is not thinned: a bit each.
pub(super) fn kept(row: &Row<'_>) -> Result<u32> {
    Ok(measured(row)? & !row.get::<_, u32>("erased")?)
}

/// Which hours of a packed day hold anything: a bit each.
fn measured(row: &Row<'_>) -> Result<u32> {
    let hours = row.get_ref("hours")?.as_blob().map_err(|_| Error::Unreadable("roll-up"))?;
    let [a, b, c, ..] = hours else { return Err(Error::Unreadable("roll-up")) };
    Ok(u32::from_le_bytes([*a, *b, *c, 0]))
}

/// The minutes of a row, counted from what was measured.
fn counted(row: &Row<'_>) -> Result<DayMinutes> {
    let mut minutes = DayMinutes::new();
    for (_, hour) in PastDay::open(row)?.hours(i64::MIN, i64::MAX)? {
        minutes.count(&hour.samples);
    }
    Ok(minutes)
}

/// The sums of a packed day.
#[derive(Debug)]
pub(super) struct PastSums {
    pub(super) day: i64,
    /// Of its hours.
    pub(super) totals: [Sums; sums::HOURS],
    /// Of five minutes each; empty when they are not kept, or were not asked for.
    pub(super) fives: Vec<Sums>,
}

/// A packed day, opened: each hour of it can be taken by itself.
#[derive(Debug)]
pub(super) enum PastDay {
    /// Its hours are unpacked when they are taken.
    Dense(Block<'static>),
    /// So little that all of it is unpacked.
    Quiet(BTreeMap<i64, HeartHour>),
}

impl PastDay {
    /// Opens the columns `day` and `body` of a row.
    fn open(row: &Row<'_>) -> Result<Self> {
        let day: i64 = row.get("day")?;
        let body = row.get_ref("body")?.as_blob().map_err(|_| UNREADABLE)?;
        if body.is_empty() {
            // Thinned: there are sums only.
            return Ok(Self::Quiet(BTreeMap::new()));
        }
        if body.first() != Some(&sparse::VERSION) {
            return Block::open(day, body.to_vec()).map(Self::Dense).map_err(|_| UNREADABLE);
        }
        let start = Millis(day.checked_mul(Millis::DAY).ok_or(UNREADABLE)?);
        let (samples, runs) = unpack_sparse(start, body).map_err(|_| UNREADABLE)?;
        let mut hours: BTreeMap<i64, HeartHour> = BTreeMap::new();
        for sample in samples {
            hours.entry(sample.at.hour_index()).or_default().samples.push(sample);
        }
        for run in runs {
            hours.entry(run.start.hour_index()).or_default().runs.push(run);
        }
        Ok(Self::Quiet(hours))
    }

    /// An hour (see [`Millis::hour_index`]), if it is there.
    pub(super) fn hour(&self, hour: i64) -> Result<Option<HeartHour>> {
        match self {
            Self::Dense(block) => block.hour(hour).map_err(|_| UNREADABLE),
            Self::Quiet(hours) => Ok(hours.get(&hour).cloned()),
        }
    }

    /// Its hours from `first` to `last`, each with its index, in order.
    fn hours(self, first: i64, last: i64) -> Result<Vec<(i64, HeartHour)>> {
        match self {
            Self::Dense(block) => block.hours(first, last).map_err(|_| UNREADABLE),
            Self::Quiet(hours) => Ok(hours.into_iter().filter(|(hour, _)| (first..=last).contains(hour)).collect()),
        }
    }
}

/// What a day that does not open is told as.
const UNREADABLE: Error = Error::Unreadable("heart rate");
