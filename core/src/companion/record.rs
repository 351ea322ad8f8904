//! Single records: writing, correcting, deleting, taking back.

use super::{Companion, consents, kept_here, own_hand};
use crate::error::{Error, Result};
use crate::event::Change;
use crate::model::{
    Entry, Invalid, LocalDay, Millis, PersonId, Problem, Record, RecordId, RecordKind, RecordStatus, Stamp,
};
use crate::store::{Reading, Writing};

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
    /// [`Error::NotFound`] when the person is not there; [`Error::KeptElsewhere`].
    pub fn record(&self, person: PersonId, at: Stamp, entry: Entry) -> Result<Record> {
        self.record_with(person, at, entry, |_, _| Ok(()))
    }

    /// Records `entry`, and what `also` writes for it in the same transaction.
    pub(super) fn record_with(
        &self,
        person: PersonId,
        at: Stamp,
        entry: Entry,
        also: impl FnOnce(&Writing<'_>, &Record) -> Result<()>,
    ) -> Result<Record> {
        let entry = entry.checked()?;
        let (id, written) = (self.new_record_id(), self.now());
        let record = self.store.write(|store| {
            let source = own_hand(store, person)?;
            let record = Record { id, person, revision: 1, status: RecordStatus::Active, at, source, written, entry };
            store.put_record(&record)?;
            also(store, &record)?;
            Ok(record)
        })?;
        self.tell(Change::Day(person, record.at.day()));
        Ok(record)
    }

    /// Writes a corrected version of a record; the versions before it are kept.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such record; [`Error::KeptElsewhere`]; the field of `entry` that is refused.
    pub fn amend(&self, id: RecordId, at: Stamp, entry: Entry) -> Result<Record> {
        self.amend_with(id, at, entry, |_, _| Ok(()))
    }

    /// Writes a corrected version of a record, and what `also` writes for it in the same transaction.
    pub(super) fn amend_with(
        &self,
        id: RecordId,
        at: Stamp,
        entry: Entry,
        also: impl FnOnce(&Writing<'_>, &Record) -> Result<()>,
    ) -> Result<Record> {
        let entry = entry.checked()?;
        let change = |record: &mut Record| {
            record.at = at;
            record.entry = entry;
            record.status = RecordStatus::Active;
        };
        self.revise(id, change, also)
    }

    /// Marks a record as entered in error. It counts for nothing from now on and can be taken back.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such record; [`Error::KeptElsewhere`].
    pub fn delete(&self, id: RecordId) -> Result<Record> {
        self.revise(id, |record| record.status = RecordStatus::EnteredInError, |_, _| Ok(()))
    }

    /// Takes back the last change of a record: writes what it was before as a new version. Taking
    /// back once more takes back the change before that one; taking back the first version deletes
    /// the record.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such record, or no change of it is left to take back; or
    /// when what it was before let something leave for a platform that is no longer connected.
    /// [`Error::KeptElsewhere`].
    pub fn undo(&self, id: RecordId) -> Result<Record> {
        self.bring_back(id, |store, before| {
            let earlier = store.words_of(id, before.revision)?.checked_sub(1).ok_or(Error::NotFound("change"))?;
            store.words_of(id, earlier)
        })
    }

    /// Brings back what the last [`undo`](Self::undo) of a record took away; once more, what the one before
    /// it took. A change in between ends that.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such record, or nothing to bring back; else as
    /// [`undo`](Self::undo).
    pub fn redo(&self, id: RecordId) -> Result<Record> {
        self.bring_back(id, |store, before| store.words_to_bring_back(before)?.ok_or(Error::NotFound("change")))
    }

    /// Writes a version that says what the revision that `words` answers said; where there is none such, that
    /// the record counts for nothing.
    fn bring_back(&self, id: RecordId, words: impl FnOnce(&Writing<'_>, &Record) -> Result<u32>) -> Result<Record> {
        let written = self.now();
        let (before, after) = self.store.write(|store| {
            let before = own_record(store, id)?;
            let words = words(store, &before)?;
            let version = store.history(id)?.into_iter().find(|version| version.revision == words);
            let mut after = Record { revision: before.revision.saturating_add(1), written, ..before.clone() };
            let stands = match version {
                Some(version) => {
                    consents::must_have_a_platform(store, &version)?;
                    (after.at, after.entry, after.status) = (version.at, version.entry, version.status);
                    words
                }
                None => {
                    after.status = RecordStatus::EnteredInError;
                    0
                }
            };
            store.put_record(&after)?;
            store.note_undone(&after, stands)?;
            Ok((before, after))
        })?;
        self.tell_both(&before, &after);
        Ok(after)
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

    /// A record has moved, or stayed where it was: its day has changed, or both days have.
    pub(super) fn tell_both(&self, before: &Record, after: &Record) {
        self.tell(Change::Day(after.person, before.at.day()));
        self.tell(Change::Day(after.person, after.at.day()));
    }

    fn revise(
        &self,
        id: RecordId,
        change: impl FnOnce(&mut Record),
        also: impl FnOnce(&Writing<'_>, &Record) -> Result<()>,
    ) -> Result<Record> {
        let written = self.now();
        let (before, after) = self.store.write(|store| {
            let before = own_record(store, id)?;
            let mut after = before.clone();
            change(&mut after);
            after.revision = before.revision.saturating_add(1);
            after.written = written;
            store.put_record(&after)?;
            also(store, &after)?;
            Ok((before, after))
        })?;
        self.tell_both(&before, &after);
        Ok(after)
    }
}

/// A record that is there, of a person whose record is kept here.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::KeptElsewhere`].
pub(super) fn own_record(store: &Reading<'_>, id: RecordId) -> Result<Record> {
    let record = store.record(id)?.ok_or(Error::NotFound("record"))?;
    kept_here(store, record.person)?;
    Ok(record)
}
