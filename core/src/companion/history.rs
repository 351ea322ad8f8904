//! Looking back: what was recorded, corrected and deleted, and finding a record again.

use super::Companion;
use crate::error::{Error, Result};
use crate::model::view::{Done, Version};
use crate::model::{
    Invalid, LocalDay, PersonId, Problem, Record, RecordId, RecordKind, RecordStatus, SourceId, TimeRange,
};

/// How many versions one look back shows at most, the latest ones.
const SHOWN: u32 = 10_000;

impl Companion {
    /// One record as it now stands, also one that was deleted.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the person has no such record.
    pub fn record_of(&self, person: PersonId, id: RecordId) -> Result<Record> {
        let found = self.store.read(|store| store.record(id))?;
        found.filter(|record| record.person == person).ok_or(Error::NotFound("record"))
    }

    /// The person's record whose name is `name`, or ends in it: at least four hexadecimal digits, as lists
    /// show them.
    ///
    /// # Errors
    /// `id` when `name` is no such end or more than one record has it; [`Error::NotFound`] when none has.
    pub fn find_record(&self, person: PersonId, name: &str) -> Result<Record> {
        let tail: String = name.trim().chars().filter(|c| *c != '-').map(|c| c.to_ascii_lowercase()).collect();
        if !(4..=32).contains(&tail.len()) || !tail.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(Error::Invalid(Invalid::new("id", Problem::Unreadable)));
        }
        match self.store.read(|store| store.records_named(person, &tail))?.as_slice() {
            [] => Err(Error::NotFound("record")),
            [id] => self.record_of(person, *id),
            _ => Err(Error::Invalid(Invalid::new("id", Problem::Contradiction))),
        }
    }

    /// Every version of a record with what was done to make it, oldest first; the last one stands.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such record.
    pub fn versions(&self, id: RecordId) -> Result<Vec<Version>> {
        let versions = self.history(id)?;
        if versions.is_empty() {
            return Err(Error::NotFound("record"));
        }
        let mut before = None;
        Ok(versions
            .into_iter()
            .map(|record| {
                let done = Done::between(before, record.status);
                before = Some(record.status);
                Version { done, record }
            })
            .collect())
    }

    /// What the person's hand, an import or another device did to their records from `from` to `to`, both
    /// included, by when it was done; findings, which nobody records, are left out.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the person is not there.
    pub fn changes(
        &self,
        person: PersonId,
        kind: Option<RecordKind>,
        from: LocalDay,
        to: LocalDay,
    ) -> Result<Vec<Version>> {
        let zone = self.person(person)?.zone;
        let range = TimeRange::new(from.range_in(zone).start, to.range_in(zone).end);
        self.store.read(|store| {
            let versions = store.versions_written(person, kind, range, SHOWN)?;
            versions
                .into_iter()
                .map(|record| {
                    let before = match record.revision {
                        0 | 1 => None,
                        _ => status_before(&store.history(record.id)?, record.revision),
                    };
                    Ok(Version { done: Done::between(before, record.status), record })
                })
                .collect()
        })
    }

    /// The record with the last change of the person's hand that was not taken back: what an undo without
    /// a name means.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none.
    pub fn last_record(&self, person: PersonId) -> Result<Record> {
        let hand = SourceId::derive(person, "manual");
        self.store.read(|store| store.last_changed(person, Some(hand), None))?.ok_or(Error::NotFound("change"))
    }

    /// The record of which a change was taken back last, and can be brought back.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none.
    pub fn last_undone(&self, person: PersonId) -> Result<Record> {
        self.store.read(|store| {
            for record in store.undone(person)? {
                if store.words_to_bring_back(&record)?.is_some() {
                    return Ok(record);
                }
            }
            Err(Error::NotFound("change"))
        })
    }
}

/// The status of the version before `revision`.
fn status_before(history: &[Record], revision: u32) -> Option<RecordStatus> {
    history.iter().rev().find(|record| record.revision < revision).map(|record| record.status)
}
