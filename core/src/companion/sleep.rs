//! Sleep that a person tells, or a device of theirs did.

use super::record::own_record;
use super::{Companion, own_hand};
use crate::error::{Error, Result};
use crate::event::Change;
use crate::model::sleep::Sleep;
use crate::model::{
    Entry, Invalid, Millis, PersonId, Problem, Record, RecordId, RecordKind, RecordStatus, SourceId, TimeRange,
};
use crate::store::Writing;

impl Companion {
    /// Records a sleep by the person's own hand. One that was told before and lies wholly inside is
    /// superseded: it is marked as entered in error, and can be brought back.
    ///
    /// # Errors
    /// `end` when it lies ahead; `start` when the sleep runs into another that it does not contain;
    /// [`Error::NotFound`] when the person is not there; [`Error::KeptElsewhere`].
    pub fn add_sleep(&self, person: PersonId, sleep: Sleep) -> Result<Record> {
        let sleep = self.slept(sleep)?;
        let (id, written) = (self.new_record_id(), self.now());
        let record = self.store.write(|store| {
            let source = own_hand(store, person)?;
            supersede(store, person, source, &sleep, None, written)?;
            let (at, entry) = (sleep.end, Entry::Sleep(sleep));
            let record = Record { id, person, revision: 1, status: RecordStatus::Active, at, source, written, entry };
            store.put_record(&record)?;
            Ok(record)
        })?;
        self.tell(Change::Day(person, record.at.day()));
        Ok(record)
    }

    /// Corrects a sleep: a new version is written and the one before it kept.
    ///
    /// # Errors
    /// As [`add_sleep`](Self::add_sleep); [`Error::NotFound`] when there is no such sleep.
    pub fn correct_sleep(&self, id: RecordId, sleep: Sleep) -> Result<Record> {
        let sleep = self.slept(sleep)?;
        let written = self.now();
        let known = self.store.write(|store| {
            let known = own_record(store, id)?;
            if known.entry.kind() != RecordKind::Sleep {
                return Err(Error::NotFound("record"));
            }
            supersede(store, known.person, known.source, &sleep, Some(id), written)?;
            Ok(known)
        })?;
        self.tell(Change::Day(known.person, known.at.day()));
        self.amend(id, sleep.end, Entry::Sleep(sleep))
    }

    fn slept(&self, sleep: Sleep) -> Result<Sleep> {
        let sleep = sleep.checked()?;
        self.must_have_happened(sleep.end).map_err(|_| Error::Invalid(Invalid::new("end", Problem::Impossible)))?;
        Ok(sleep)
    }
}

/// Marks what of the same source lies inside `sleep` as superseded by it.
fn supersede(
    store: &Writing<'_>,
    person: PersonId,
    source: SourceId,
    sleep: &Sleep,
    except: Option<RecordId>,
    written: Millis,
) -> Result<()> {
    // A sleep's own time is its end, and none is longer than a day.
    let around = TimeRange::new(sleep.start.at, sleep.end.at.plus(Millis::DAY));
    for record in store.records_between(person, RecordKind::Sleep, around)? {
        let Entry::Sleep(other) = &record.entry else { continue };
        let apart = other.end.at <= sleep.start.at || sleep.end.at <= other.start.at;
        if apart || record.source != source || Some(record.id) == except {
            continue;
        }
        if other.start.at < sleep.start.at || sleep.end.at < other.end.at {
            return Err(Error::Invalid(Invalid::new("start", Problem::Contradiction)));
        }
        let revision = record.revision.saturating_add(1);
        store.put_record(&Record { revision, status: RecordStatus::EnteredInError, written, ..record })?;
    }
    Ok(())
}
