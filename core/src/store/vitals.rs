//! What was measured before, of one measure only.

use super::Reading;
use super::records::record;
use crate::Result;
use crate::model::vital::Vital;
use crate::model::{PersonId, Record, TimeRange};

impl Reading<'_> {
    /// The latest of the person's measurements of what `like` measures, in `range`, newest first, at most
    /// `limit`. Reads backwards and stops when it has enough: a watch's years cost nothing.
    ///
    /// # Errors
    /// What the database says.
    pub fn latest_vitals(&self, person: PersonId, like: &Vital, range: TimeRange, limit: u32) -> Result<Vec<Record>> {
        let (measure, kind) = match like {
            Vital::BloodPressure(_) => ("blood_pressure", None),
            Vital::Single { kind, .. } => ("single", Some(kind.code())),
        };
        self.all(
            "SELECT id, person, revision, status, at, offset_s, zone, source, written, body FROM record
             WHERE person = ?1 AND kind = 'vital' AND at >= ?2 AND at < ?3 AND status = 'active'
               AND json_extract(body, '$.entry.measure') = ?4
               AND (?5 IS NULL OR json_extract(body, '$.entry.kind') = ?5)
             ORDER BY at DESC, id DESC LIMIT ?6",
            (person.as_bytes(), range.start.0, range.end.0, measure, kind, limit),
            record,
        )
    }
}
