//! What was changed when, over all kinds of records, and finding a record by the end of its name.

use super::records::record;
use super::{Reading, id};
use crate::Result;
use crate::model::{PersonId, Record, RecordId, RecordKind, TimeRange};

impl Reading<'_> {
    /// Every version of the person's records that was written in `range`, findings left out, in the order
    /// in which they were written; at most `limit`, the latest ones.
    ///
    /// # Errors
    /// What the database says.
    pub fn versions_written(
        &self,
        person: PersonId,
        kind: Option<RecordKind>,
        range: TimeRange,
        limit: u32,
    ) -> Result<Vec<Record>> {
        let mut found = self.all(
            "SELECT id, person, revision, status, at, offset_s, zone, source, written, body FROM record
             WHERE person = ?1 AND written >= ?2 AND written < ?3 AND kind != 'finding' AND (?4 IS NULL OR kind = ?4)
             UNION ALL
             SELECT h.id, r.person, h.revision, h.status, h.at, h.offset_s, h.zone, h.source, h.written, h.body
             FROM record r JOIN record_history h ON h.id = r.id
             WHERE r.person = ?1 AND h.written >= ?2 AND h.written < ?3 AND r.written >= ?2
               AND r.kind != 'finding' AND (?4 IS NULL OR r.kind = ?4)
             ORDER BY written DESC, revision DESC, id DESC LIMIT ?5",
            (person.as_bytes(), range.start.0, range.end.0, kind.map(RecordKind::code), limit),
            record,
        )?;
        found.reverse();
        Ok(found)
    }

    /// The record that was written last, findings and imported ones left out: `source` is whose hand wrote
    /// it. Also one that the person deleted.
    ///
    /// # Errors
    /// What the database says.
    pub fn last_written(&self, person: PersonId, source: crate::model::SourceId) -> Result<Option<Record>> {
        self.one(
            "SELECT id, person, revision, status, at, offset_s, zone, source, written, body FROM record
             WHERE person = ?1 AND source = ?2 AND kind != 'finding'
             ORDER BY written DESC, id DESC LIMIT 1",
            (person.as_bytes(), source.as_bytes()),
            record,
        )
    }

    /// At most two of the person's records whose name ends in `tail`, in hexadecimal without dashes.
    ///
    /// # Errors
    /// What the database says.
    pub fn records_named(&self, person: PersonId, tail: &str) -> Result<Vec<RecordId>> {
        self.all(
            "SELECT id FROM record WHERE person = ?1 AND substr(lower(hex(id)), -length(?2)) = ?2 LIMIT 2",
            (person.as_bytes(), tail),
            |row| Ok(RecordId(id(row, "id")?)),
        )
    }
}
