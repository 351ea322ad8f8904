//! Steps: intervals with a count, one row each. See [`super::union`] for what they add up to.

use std::collections::BTreeMap;

use rusqlite::Row;
use uuid::Uuid;

use super::hearts::{Appended, must_be_writable};
use super::union::{self, Counted};
use super::{Reading, Writing};
use crate::model::consent::DataClass;
use crate::model::steps::StepInterval;
use crate::model::{Millis, PersonId, SourceId, Subject, TimeRange};
use crate::{Error, Result};

/// No interval is longer: see [`StepInterval::new`].
const LONGEST: i64 = 2 * Millis::DAY;

/// The columns by their places, which every statement here names in this order: a day has many rows.
fn interval(row: &Row<'_>) -> Result<(SourceId, StepInterval)> {
    let (start, end) = (Millis(row.get(1)?), Millis(row.get(2)?));
    Ok((SourceId(Uuid::from_bytes(row.get(0)?)), StepInterval { start, end, count: row.get(3)? }))
}

impl Reading<'_> {
    /// Every interval of every source that touches `range`, in order of start; at the same start,
    /// the source that is believed first first.
    ///
    /// # Errors
    /// What the database says.
    pub fn steps_between(&self, person: PersonId, range: TimeRange) -> Result<Vec<(SourceId, StepInterval)>> {
        let mut found = self.steps_by_source(person, range)?;
        found.sort_by_key(|(_, interval)| interval.start);
        Ok(found)
    }

    /// The intervals of `source` that begin in an hour (see [`Millis::hour_index`]).
    ///
    /// # Errors
    /// What the database says.
    pub fn steps_hour(&self, person: PersonId, source: SourceId, hour: i64) -> Result<Vec<StepInterval>> {
        let start = hour.saturating_mul(Millis::HOUR);
        self.all(
            r#"SELECT source, start, "end", count FROM step
               WHERE person = ?1 AND source = ?2 AND start >= ?3 AND start < ?4 ORDER BY start, "end""#,
            (person.as_bytes(), source.as_bytes(), start, start.saturating_add(Millis::HOUR)),
            |row| Ok(interval(row)?.1),
        )
    }

    /// The steps in `range`, each stretch of time counted once; `None` when nobody counted.
    ///
    /// An interval that lies partly in `range` counts by its share of time.
    ///
    /// # Errors
    /// What the database says.
    pub fn steps_total(&self, person: PersonId, range: TimeRange) -> Result<Option<u32>> {
        let total = union::total(&counted(&self.steps_by_source(person, range)?), range);
        Ok(total.map(|total| u32::try_from(total).unwrap_or(u32::MAX)))
    }

    /// The [`steps_total`](Self::steps_total) of each of `ranges` that follow each other in time, read
    /// in one go.
    ///
    /// # Errors
    /// What the database says.
    pub fn steps_totals(&self, person: PersonId, ranges: &[TimeRange]) -> Result<Vec<Option<u32>>> {
        let (Some(first), Some(last)) = (ranges.first(), ranges.last()) else { return Ok(Vec::new()) };
        let counted = counted(&self.steps_by_source(person, TimeRange::new(first.start, last.end))?);
        let totals = union::totals(&counted, ranges);
        Ok(totals.into_iter().map(|total| total.map(|total| u32::try_from(total).unwrap_or(u32::MAX))).collect())
    }

    /// The minutes in `range` that an interval with steps touches, and the steps in each, rounded up.
    pub(super) fn step_minutes(&self, person: PersonId, range: TimeRange) -> Result<BTreeMap<Millis, u32>> {
        let mut minutes = BTreeMap::new();
        for piece in union::pieces(&counted(&self.steps_by_source(person, range)?), range) {
            let mut from = piece.from;
            while from < piece.to && !piece.is_nought() {
                let minute = from - from.rem_euclid(Millis::MINUTE);
                let to = (minute + Millis::MINUTE).min(piece.to);
                let sum: &mut u32 = minutes.entry(Millis(minute)).or_default();
                let share = piece.count_up(to - from);
                *sum = sum.saturating_add(u32::try_from(share).unwrap_or(u32::MAX));
                from = to;
            }
        }
        minutes.retain(|minute, _| range.contains(*minute));
        Ok(minutes)
    }

    /// The intervals that touch `range`: source by source in the person's order.
    fn steps_by_source(&self, person: PersonId, range: TimeRange) -> Result<Vec<(SourceId, StepInterval)>> {
        let mut found = Vec::new();
        for source in self.sources(person)? {
            found.extend(self.all(
                r#"SELECT source, start, "end", count FROM step
                   WHERE person = ?1 AND source = ?2 AND start >= ?3 AND start < ?4
                   AND ("end" > ?5 OR start >= ?5) ORDER BY start, "end""#,
                (person.as_bytes(), source.id.as_bytes(), range.start.plus(-LONGEST).0, range.end.0, range.start.0),
                interval,
            )?);
        }
        Ok(found)
    }
}

impl Writing<'_> {
    /// Adds what `source` counted. An interval that is there already is not added twice; with
    /// another count it is a correction and takes the place of the old one.
    ///
    /// # Errors
    /// [`Error::NotFound`] when `person` has no such source; [`Error::Invalid`] for an interval
    /// that [`StepInterval::new`] refuses; what the database says.
    pub fn append_steps(&self, person: PersonId, source: SourceId, steps: &[StepInterval]) -> Result<Appended> {
        self.source(person, source)?.ok_or(Error::NotFound("source"))?;
        let mut appended = Appended::default();
        let mut hours = std::collections::BTreeSet::new();
        for interval in steps {
            must_be_writable(interval.start)?;
            StepInterval::new(interval.start, interval.end, interval.count)?;
            let changed = self.run(
                r#"INSERT INTO step (person, source, start, "end", count) VALUES (?1, ?2, ?3, ?4, ?5)
                   ON CONFLICT (person, source, start, "end") DO UPDATE SET count = excluded.count
                   WHERE count <> excluded.count"#,
                (person.as_bytes(), source.as_bytes(), interval.start.0, interval.end.0, interval.count),
            )?;
            if changed > 0 {
                appended.add(interval.start);
                hours.insert(interval.start.hour_index());
            } else {
                appended.known += 1;
            }
        }
        for hour in hours {
            self.queue_steps_hour(person, source, hour)?;
        }
        self.note_unseen(person, &appended)?;
        Ok(appended)
    }

    /// Puts `steps` in place of what `source` counted in an hour.
    ///
    /// # Errors
    /// As [`append_steps`](Self::append_steps).
    pub(crate) fn replace_steps_hour(
        &self,
        person: PersonId,
        source: SourceId,
        hour: i64,
        steps: &[StepInterval],
    ) -> Result<Appended> {
        let start = hour.saturating_mul(Millis::HOUR);
        self.run(
            "DELETE FROM step WHERE person = ?1 AND source = ?2 AND start >= ?3 AND start < ?4",
            (person.as_bytes(), source.as_bytes(), start, start.saturating_add(Millis::HOUR)),
        )?;
        self.append_steps(person, source, steps)
    }

    /// Queues an hour of steps to be sent again.
    ///
    /// # Errors
    /// What the database says.
    pub(crate) fn queue_steps_hour(&self, person: PersonId, source: SourceId, hour: i64) -> Result<()> {
        let at = Millis(hour.saturating_mul(Millis::HOUR));
        self.queue(person, Subject::StepsHour { source, hour }, Some(DataClass::Activity), at, false)
    }
}

fn counted(intervals: &[(SourceId, StepInterval)]) -> Vec<Counted> {
    intervals.iter().map(|(_, steps)| Counted { start: steps.start, end: steps.end, count: steps.count }).collect()
}
