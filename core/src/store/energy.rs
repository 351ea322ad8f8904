//! Energy: intervals with an amount, one row each. See [`super::union`] for what they add up to.

use super::hearts::{Appended, must_be_writable};
use super::union::{self, Counted};
use super::{Reading, Writing};
use crate::model::energy::{EnergyInterval, EnergyKind};
use crate::model::{Invalid, Millis, PersonId, Problem, SourceId, TimeRange};
use crate::{Error, Result};

/// No interval is longer: see [`EnergyInterval::new`].
const LONGEST: i64 = 2 * Millis::DAY;

impl Reading<'_> {
    /// Every interval of every source that begins in `range`: source by source in the person's order.
    ///
    /// # Errors
    /// What the database says.
    pub fn energy_between(&self, person: PersonId, range: TimeRange) -> Result<Vec<(SourceId, EnergyInterval)>> {
        let mut found = Vec::new();
        for source in self.sources(person)? {
            for kind in EnergyKind::ALL {
                found.extend(self.all(
                    r#"SELECT start, "end", milli_kcal FROM energy
                       WHERE person = ?1 AND source = ?2 AND kind = ?3 AND start >= ?4 AND start < ?5
                       ORDER BY start, "end""#,
                    (person.as_bytes(), source.id.as_bytes(), kind.code(), range.start.0, range.end.0),
                    |row| {
                        let (start, end) = (Millis(row.get("start")?), Millis(row.get("end")?));
                        Ok((source.id, EnergyInterval { start, end, kind, milli_kcal: row.get("milli_kcal")? }))
                    },
                )?);
            }
        }
        Ok(found)
    }

    /// The energy used in each of `ranges`, which follow each other in time, in thousandths of a
    /// kilocalorie: each stretch of time from the source that is believed first. `None` where nobody
    /// told.
    ///
    /// # Errors
    /// What the database says.
    pub fn energy_totals(&self, person: PersonId, kind: EnergyKind, ranges: &[TimeRange]) -> Result<Vec<Option<u64>>> {
        let (Some(first), Some(last)) = (ranges.first(), ranges.last()) else { return Ok(Vec::new()) };
        let mut counted = Vec::new();
        for source in self.sources(person)? {
            counted.extend(self.all(
                r#"SELECT start, "end", milli_kcal FROM energy
                   WHERE person = ?1 AND source = ?2 AND kind = ?3 AND start >= ?4 AND start < ?5
                   AND ("end" > ?6 OR start >= ?6) ORDER BY start, "end""#,
                (
                    person.as_bytes(),
                    source.id.as_bytes(),
                    kind.code(),
                    first.start.plus(-LONGEST).0,
                    last.end.0,
                    first.start.0,
                ),
                |row| {
                    let (start, end) = (Millis(row.get("start")?), Millis(row.get("end")?));
                    Ok(Counted { start, end, count: row.get("milli_kcal")? })
                },
            )?);
        }
        Ok(union::totals(&counted, ranges))
    }
}

impl Writing<'_> {
    /// Adds what `source` estimated. An interval that is there already is not added twice; with another
    /// amount it is a correction and takes the place of the old one.
    ///
    /// # Errors
    /// [`Error::NotFound`] when `person` has no such source; [`Error::Invalid`] for an interval that
    /// [`EnergyInterval::new`] refuses; what the database says.
    pub fn append_energy(&self, person: PersonId, source: SourceId, energy: &[EnergyInterval]) -> Result<Appended> {
        self.source(person, source)?.ok_or(Error::NotFound("source"))?;
        let mut appended = Appended::default();
        for interval in energy {
            must_be_writable(interval.start)?;
            let EnergyInterval { start, end, kind, milli_kcal } = *interval;
            if EnergyInterval::new(start, end, kind, f64::from(milli_kcal) / 1_000.0)? != *interval {
                return Err(Invalid::new("kcal", Problem::Impossible).into());
            }
            let changed = self.run(
                r#"INSERT INTO energy (person, source, kind, start, "end", milli_kcal) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                   ON CONFLICT (person, source, kind, start, "end") DO UPDATE SET milli_kcal = excluded.milli_kcal
                   WHERE milli_kcal <> excluded.milli_kcal"#,
                (person.as_bytes(), source.as_bytes(), kind.code(), start.0, end.0, milli_kcal),
            )?;
            if changed > 0 {
                appended.add(start);
            } else {
                appended.known += 1;
            }
        }
        Ok(appended)
    }
}
