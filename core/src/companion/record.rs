//! Single records: writing, correcting, deleting, taking back.

use super::{Companion, manual_source};
use crate::error::{Error, Result};
use crate::event::Change;
use crate::model::{
    Entry, Invalid, LocalDay, Millis, PersonId, Problem, Record, RecordId, RecordKind, RecordStatus, SourceId, Stamp,
};

impl Companion {
    /// What is measured, felt or taken has happened; an hour of leave for a clock that was set.
    ///
    /// # Errors
    /// `at` when it lies ahead.
    pub(super) fn must_have_happened(&self, at: Stamp) -> Result<()> {
        if at.at > self.now().plus(Millis::HOUR) {
            return Err(Error::Invalid(Invalid::new("at", Problem::Impossible)));
        }
        Ok(())
    }

    /// Records `entry` as happening at `at`, by the person's own hand.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the person is not there.
    pub fn record(&self, person: PersonId, at: Stamp, entry: Entry) -> Result<Record> {
        let entry = entry.checked()?;
        let id = self.new_record_id();
        self.record_from(person, id, None, at, entry)
    }

    /// Records `entry` under a name and a source that an import gives it. The same name again, with
    /// the same entry, changes nothing.
    pub(crate) fn record_from(
        &self,
        person: PersonId,
        id: RecordId,
        source: Option<SourceId>,
        at: Stamp,
        entry: Entry,
    ) -> Result<Record> {
        let written = self.now();
        let record = self.store.write(|store| {
            let source = match source {
                Some(source) => source,
                None => manual_source(store, person)?,
            };
            let record = Record { id, person, revision: 1, status: RecordStatus::Active, at, source, written, entry };
            if let Some(known) = store.record(id)? {
                return Ok(known);
            }
            store.put_record(&record)?;
            Ok(record)
        })?;
        self.tell(Change::Day(person, record.at.day()));
        Ok(record)
    }

    /// Writes a corrected version of a record; the versions before it are kept.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such record; the field of `entry` that is refused.
    pub fn amend(&self, id: RecordId, at: Stamp, entry: Entry) -> Result<Record> {
        let entry = entry.checked()?;
        self.revise(id, |record| {
            record.at = at;
            record.entry = entry;
            record.status = RecordStatus::Active;
        })
    }

    /// Marks a record as entered in error. It counts for nothing from now on and can be taken back.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such record.
    pub fn delete(&self, id: RecordId) -> Result<Record> {
        self.revise(id, |record| record.status = RecordStatus::EnteredInError)
    }

    /// Takes back the last change of a record: writes what it was before as a new version. Taking
    /// back the first version deletes it.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such record.
    pub fn undo(&self, id: RecordId) -> Result<Record> {
        let before = self.store.read(|store| store.history(id))?.pop();
        self.revise(id, |record| match before {
            Some(before) => {
                record.at = before.at;
                record.entry = before.entry;
                record.status = before.status;
            }
            None => record.status = RecordStatus::EnteredInError,
        })
    }

    /// Every version of a record, oldest first; the last is the one that stands.
    ///
    /// # Errors
    /// Only those of the store.
    pub fn history(&self, id: RecordId) -> Result<Vec<Record>> {
        self.store.read(|store| {
            let mut versions = store.history(id)?;
            versions.extend(store.record(id)?);
            Ok(versions)
        })
    }

    /// The records of one kind and day that stand, oldest first.
    ///
    /// # Errors
    /// Only those of the store.
    pub fn records_on(&self, person: PersonId, kind: RecordKind, day: LocalDay) -> Result<Vec<Record>> {
        self.store.read(|store| store.records_on(person, kind, day))
    }

    fn revise(&self, id: RecordId, change: impl FnOnce(&mut Record)) -> Result<Record> {
        let written = self.now();
        let (before, after) = self.store.write(|store| {
            let before = store.record(id)?.ok_or(Error::NotFound("record"))?;
            let mut after = before.clone();
            change(&mut after);
            after.revision = before.revision.saturating_add(1);
            after.written = written;
            store.put_record(&after)?;
            Ok((before, after))
        })?;
        self.tell(Change::Day(after.person, before.at.day()));
        self.tell(Change::Day(after.person, after.at.day()));
        Ok(after)
    }
}
