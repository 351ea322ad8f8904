//! What was changed when, over all kinds of records, and finding a record by the end of its name.

use super::records::record;
use super::{Reading, Writing, id};
use crate::Result;
use crate::model::{Millis, PersonId, Record, RecordId, RecordKind, SourceId, TimeRange};

/// Of the records r of the person ?1: those of the source ?2 and the kind ?3, where these are said. Findings
/// are nobody's change; what was said to a platform that is gone has nothing left to change.
macro_rules! changeable {
    ($select:literal, $rest:literal) => {
        concat!(
            $select,
            " WHERE r.person = ?1 AND (?2 IS NULL OR r.source = ?2) AND (?3 IS NULL OR r.kind = ?3)
              AND r.kind != 'finding'
              AND (r.kind != 'consent' OR json_extract(r.body, '$.entry.grantee.kind') != 'platform'
                   OR EXISTS (SELECT 1 FROM platform p
                              WHERE lower(hex(p.id)) = replace(json_extract(r.body, '$.entry.grantee.id'), '-', ''))) ",
            $rest
        )
    };
}

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

    /// The record with the last change that was not taken back: of `kind`, by the hand of `source`, where
    /// these are said. Findings are left out. Also one that the person deleted.
    ///
    /// # Errors
    /// What the database says.
    pub fn last_changed(
        &self,
        person: PersonId,
        source: Option<SourceId>,
        kind: Option<RecordKind>,
    ) -> Result<Option<Record>> {
        let who = (person.as_bytes(), source.as_ref().map(SourceId::as_bytes), kind.map(RecordKind::code));
        let changed = self.one(
            changeable!(
                "SELECT r.* FROM record r",
                "AND NOT EXISTS (SELECT 1 FROM undone u WHERE u.id = r.id AND u.revision = r.revision)
                 ORDER BY r.written DESC, r.revision DESC, r.id DESC LIMIT 1"
            ),
            who,
            |row| Ok((Millis(row.get("written")?), row.get::<_, u32>("revision")?, record(row)?)),
        )?;
        // One that was taken back stands as it was changed before.
        let earlier = self.one(
            changeable!(
                "SELECT r.*, h.written AS changed, u.stands
                 FROM undone u JOIN record r ON r.id = u.id AND r.revision = u.revision
                 JOIN record_history h ON h.id = u.id AND h.revision = u.stands",
                "ORDER BY h.written DESC, u.stands DESC, r.id DESC LIMIT 1"
            ),
            who,
            |row| Ok((Millis(row.get("changed")?), row.get::<_, u32>("stands")?, record(row)?)),
        )?;
        // In one instant, what was changed more often was changed later.
        let last =
            [changed, earlier].into_iter().flatten().max_by_key(|(at, revision, record)| (*at, *revision, record.id));
        Ok(last.map(|(_, _, record)| record))
    }

    /// The revision whose words a record's `revision` has: itself, or an earlier one that it brought
    /// back; 0 where the record counted for nothing then.
    ///
    /// # Errors
    /// What the database says.
    pub fn words_of(&self, record: RecordId, revision: u32) -> Result<u32> {
        let stands = self.one(
            "SELECT stands FROM undone WHERE id = ?1 AND revision = ?2",
            (record.as_bytes(), revision),
            |row| Ok(row.get("stands")?),
        )?;
        Ok(stands.unwrap_or(revision))
    }

    /// The revision whose words come back when what was last taken back of `record` is brought back;
    /// `None` when nothing was, or it was changed since.
    ///
    /// # Errors
    /// What the database says.
    pub fn words_to_bring_back(&self, record: &Record) -> Result<Option<u32>> {
        let now = self.words_of(record.id, record.revision)?;
        let mut revision = record.revision;
        let mut words = now;
        // Back over what was taken back and brought back without a change in between.
        while words != revision && revision > 0 {
            let before = self.words_of(record.id, revision - 1)?;
            if words == now && before > now {
                return Ok(Some(before));
            }
            (revision, words) = (revision - 1, before);
        }
        Ok(None)
    }

    /// The person's records that stand as they were before a change, the one last taken back first; what was
    /// said to a platform that is gone is left out.
    ///
    /// # Errors
    /// What the database says.
    pub fn undone(&self, person: PersonId) -> Result<Vec<Record>> {
        let anybody = (person.as_bytes(), None::<&[u8]>, None::<&str>);
        self.all(
            changeable!(
                "SELECT r.* FROM undone u JOIN record r ON r.id = u.id AND r.revision = u.revision",
                "ORDER BY r.written DESC, r.id DESC"
            ),
            anybody,
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

impl Writing<'_> {
    /// Remembers that the version of `record` that now stands has the words of the earlier revision
    /// `stands`, or of none (0): see [`words_of`](Reading::words_of).
    ///
    /// # Errors
    /// What the database says.
    pub fn note_undone(&self, record: &Record, stands: u32) -> Result<()> {
        self.run(
            "INSERT INTO undone (id, revision, stands) VALUES (?1, ?2, ?3)",
            (record.id.as_bytes(), record.revision, stands),
        )?;
        Ok(())
    }
}
