//! Records: meals, habits, ticks, vital signs and findings, one row each, with their history.

use rusqlite::{Row, named_params};

use super::{Reading, Writing, from_json, from_word, id, json, word};
use crate::model::consent::DataClass;
use crate::model::vital::VitalKind;
use crate::model::{
    Entry, Invalid, LocalDay, Millis, PersonId, Problem, Record, RecordId, RecordKind, RecordStatus, SourceId, Stamp,
    Subject, TimeRange,
};
use crate::{Error, Result};

pub(super) fn record(row: &Row<'_>) -> Result<Record> {
    let zone: Option<String> = row.get("zone")?;
    Ok(Record {
        id: RecordId(id(row, "id")?),
        person: PersonId(id(row, "person")?),
        revision: row.get("revision")?,
        status: from_word(row, "status")?,
        at: Stamp {
            at: Millis(row.get("at")?),
            offset_s: row.get("offset_s")?,
            zone: zone.map(|name| name.parse().map_err(|_| Error::Unreadable("zone"))).transpose()?,
        },
        source: SourceId(id(row, "source")?),
        written: Millis(row.get("written")?),
        entry: from_json::<Entry>(row, "body", "record")?,
    })
}

macro_rules! select {
    ($rest:literal) => {
        concat!("SELECT id, person, revision, status, at, offset_s, zone, source, written, body FROM record ", $rest)
    };
}

// Left to itself SQLite takes the index that saves it the sorting, and with it walks every record of the kind
// since the first: these name theirs.

/// The records of a kind that stand on a stretch of days.
pub(super) const ON_DAYS: &str = select!(
    "INDEXED BY record_by_day
     WHERE person = ?1 AND kind = ?2 AND day >= ?3 AND day <= ?4 AND status = 'active' ORDER BY at, id"
);

/// The findings that speak of a day. Word for word as the index has it, or it is not used.
pub(super) const FINDINGS: &str = select!(
    "INDEXED BY finding_by_day
     WHERE person = ?1 AND kind = 'finding' AND json_extract(body, '$.entry.day') = ?2
     AND status = 'active' ORDER BY at, id"
);

impl Reading<'_> {
    /// One record as it now stands, also when it was deleted by the person.
    ///
    /// # Errors
    /// What the database says.
    pub fn record(&self, record_id: RecordId) -> Result<Option<Record>> {
        self.one(select!("WHERE id = ?1"), [record_id.as_bytes()], record)
    }

    /// The earlier versions of a record, oldest first, without the one that now stands.
    ///
    /// # Errors
    /// What the database says.
    pub fn history(&self, record_id: RecordId) -> Result<Vec<Record>> {
        self.all(
            "SELECT h.id, r.person, h.revision, h.status, h.at, h.offset_s, h.zone, h.source, h.written, h.body
             FROM record_history h JOIN record r ON r.id = h.id WHERE h.id = ?1 ORDER BY h.revision",
            [record_id.as_bytes()],
            record,
        )
    }

    /// The records of a kind that stand on a day of the person, oldest first.
    ///
    /// # Errors
    /// What the database says.
    pub fn records_on(&self, person: PersonId, kind: RecordKind, day: LocalDay) -> Result<Vec<Record>> {
        self.records_on_days(person, kind, day, day)
    }

    /// The records of a kind that stand on the days of the person from `first` to `last`, oldest first.
    ///
    /// # Errors
    /// What the database says.
    pub fn records_on_days(
        &self,
        person: PersonId,
        kind: RecordKind,
        first: LocalDay,
        last: LocalDay,
    ) -> Result<Vec<Record>> {
        self.all(ON_DAYS, (person.as_bytes(), kind.code(), first.epoch_days(), last.epoch_days()), record)
    }

    /// The records of a kind that stand and happened in `range`, oldest first.
    ///
    /// # Errors
    /// What the database says.
    pub fn records_between(&self, person: PersonId, kind: RecordKind, range: TimeRange) -> Result<Vec<Record>> {
        self.all(
            select!("WHERE person = ?1 AND kind = ?2 AND at >= ?3 AND at < ?4 AND status = 'active' ORDER BY at, id"),
            (person.as_bytes(), kind.code(), range.start.0, range.end.0),
            record,
        )
    }

    /// When the first record of these kinds that stands happened.
    ///
    /// # Errors
    /// What the database says.
    pub fn first_of(&self, person: PersonId, kinds: &[RecordKind]) -> Result<Option<Millis>> {
        let mut first: Option<Millis> = None;
        for kind in kinds {
            let at = self.one(
                "SELECT at FROM record WHERE person = ?1 AND kind = ?2 AND status = 'active' ORDER BY at LIMIT 1",
                (person.as_bytes(), kind.code()),
                |row| Ok(Millis(row.get(0)?)),
            )?;
            first = first.into_iter().chain(at).min();
        }
        Ok(first)
    }

    /// The findings that stand and speak of a day of the person, oldest onset first.
    ///
    /// # Errors
    /// What the database says.
    pub fn findings_on(&self, person: PersonId, day: LocalDay) -> Result<Vec<Record>> {
        self.all(FINDINGS, (person.as_bytes(), word(&day)?), record)
    }

    /// When the first vital sign of a kind that stands was measured.
    ///
    /// # Errors
    /// What the database says.
    pub fn first_vital(&self, person: PersonId, kind: VitalKind) -> Result<Option<Millis>> {
        let first = self.one(
            "SELECT min(at) FROM record WHERE person = ?1 AND kind = 'vital' AND status = 'active'
             AND json_extract(body, '$.entry.kind') = ?2",
            (person.as_bytes(), kind.code()),
            |row| Ok(row.get::<_, Option<i64>>(0)?),
        )?;
        Ok(first.flatten().map(Millis))
    }

    /// Every record of a kind that stands, oldest first.
    ///
    /// # Errors
    /// What the database says.
    pub fn records_of(&self, person: PersonId, kind: RecordKind) -> Result<Vec<Record>> {
        self.all(ON_DAYS, (person.as_bytes(), kind.code(), i64::MIN, i64::MAX), record)
    }

    /// Every record of a kind, also those that the person deleted, oldest first: for an export.
    ///
    /// # Errors
    /// What the database says.
    pub fn records_with_deleted(&self, person: PersonId, kind: RecordKind) -> Result<Vec<Record>> {
        self.all(select!("WHERE person = ?1 AND kind = ?2 ORDER BY at, id"), (person.as_bytes(), kind.code()), record)
    }
}

impl Writing<'_> {
    /// Keeps `new`: a record not yet known, or the next revision of one that is. The earlier
    /// version goes to its [`history`](Reading::history). Answers whether anything changed: the
    /// version that already stands, put again, changes nothing.
    ///
    /// # Errors
    /// [`Error::Invalid`] with `revision` when it does not follow the one that stands: whoever
    /// wrote it had not seen that one; with `kind` when the record is of another kind;
    /// [`Error::NotFound`] when there is no such person or the record is another person's.
    pub fn put_record(&self, new: &Record) -> Result<bool> {
        let old = self.record(new.id)?;
        match &old {
            None => {
                self.must_know(new.person)?;
                if new.revision == 0 {
                    return Err(Error::Invalid(Invalid::new("revision", Problem::Impossible)));
                }
            }
            Some(old) if old.person != new.person => return Err(Error::NotFound("record")),
            Some(old) if old.entry.kind() != new.entry.kind() => {
                return Err(Error::Invalid(Invalid::new("kind", Problem::Contradiction)));
            }
            Some(old) if old == new => return Ok(false),
            Some(old) if old.revision.checked_add(1) != Some(new.revision) => {
                return Err(Error::Invalid(Invalid::new("revision", Problem::Contradiction)));
            }
            Some(old) => {
                self.note_unseen_record(old)?;
                self.run(
                    "INSERT INTO record_history (id, revision, at, offset_s, zone, status, source, written, body)
                     SELECT id, revision, at, offset_s, zone, status, source, written, body FROM record WHERE id = ?1",
                    [new.id.as_bytes()],
                )?;
            }
        }
        self.run(
            "INSERT INTO record
                 (id, person, kind, day, at, offset_s, zone, revision, status, source, written, body)
             VALUES
                 (:id, :person, :kind, :day, :at, :offset_s, :zone, :revision, :status, :source, :written, :body)
             ON CONFLICT (id) DO UPDATE SET
                 day = excluded.day, at = excluded.at, offset_s = excluded.offset_s, zone = excluded.zone,
                 revision = excluded.revision, status = excluded.status, source = excluded.source,
                 written = excluded.written, body = excluded.body",
            named_params! {
                ":id": new.id.as_bytes(),
                ":person": new.person.as_bytes(),
                ":kind": new.entry.kind().code(),
                ":day": new.at.day().epoch_days(),
                ":at": new.at.at.0,
                ":offset_s": new.at.offset_s,
                ":zone": new.at.zone.map(chrono_tz::Tz::name),
                ":revision": new.revision,
                ":status": word(&new.status)?,
                ":source": new.source.as_bytes(),
                ":written": new.written.0,
                ":body": json(&new.entry)?,
            },
        )?;
        self.note_unseen_record(new)?;
        self.note_ticks(old.iter().chain([new]))?;
        self.apply_consent(new)?;
        self.queue_again(new)?;
        Ok(true)
    }

    /// Queues a record as it now stands for every platform that is to be told of it.
    ///
    /// # Errors
    /// What the database says.
    pub(crate) fn queue_again(&self, record: &Record) -> Result<()> {
        if record.entry.is_sent() {
            let deleted = record.status == RecordStatus::EnteredInError;
            let class = DataClass::of(&record.entry);
            self.queue(record.person, Subject::Record(record.id), class, record.at.at, deleted)?;
        }
        Ok(())
    }

    /// Removes a record and its history for good, as if it had never been. A platform that holds
    /// it is still to be told: the subject stays queued there, and reading the record answers none.
    ///
    /// To take a record back while keeping its history, put a revision that is
    /// [`EnteredInError`](crate::model::RecordStatus::EnteredInError) instead.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such record; what the database says.
    pub fn erase_record(&self, record_id: RecordId) -> Result<()> {
        let old = self.record(record_id)?.ok_or(Error::NotFound("record"))?;
        self.note_unseen_record(&old)?;
        self.apply_consent(&Record { status: RecordStatus::EnteredInError, ..old.clone() })?;
        self.run("DELETE FROM record WHERE id = ?1", [record_id.as_bytes()])?;
        self.note_ticks([&old])?;
        if old.entry.is_sent() {
            self.queue_erasure(old.person, Subject::Record(record_id), old.at.at)?;
        }
        Ok(())
    }
}
