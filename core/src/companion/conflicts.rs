//! What two devices of a person changed differently, and what the person says of it.

use super::{Companion, kept_here};
use crate::error::{Error, Result};
use crate::event::Change;
use crate::model::conflict::{Conflict, Side};
use crate::model::{PersonId, Record, RecordId};
use crate::sync::three_way;

impl Companion {
    /// What was changed on two devices and not alike, the one that was noticed last first. It waits here for
    /// as long as the person likes; the records go on meanwhile.
    ///
    /// # Errors
    /// Only those of the store.
    pub fn conflicts(&self, person: PersonId) -> Result<Vec<Conflict>> {
        self.store.read(|store| store.conflicts(person))
    }

    /// Says which side of a record's conflicts holds: of the fields that differ, the record then says what
    /// that side said, as a correction that can be taken back. Answers the record.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the person has no conflict about such a record; [`Error::KeptElsewhere`].
    pub fn settle(&self, person: PersonId, id: RecordId, side: Side) -> Result<Record> {
        let written = self.now();
        let (before, after) = self.store.write(|store| {
            kept_here(store, person)?;
            let conflicts = store.conflicts_of(id)?;
            let before = store.record(id)?.filter(|record| record.person == person && !conflicts.is_empty());
            let before = before.ok_or(Error::NotFound("conflict"))?;
            let mut after = before.clone();
            for conflict in &conflicts {
                let chosen = match side {
                    Side::Here => &conflict.here,
                    Side::There => &conflict.there,
                    Side::Standing => continue,
                };
                // Where a part of it no longer fits what the record has become, all of it is taken.
                after = three_way::with_fields(&after, chosen, &conflict.fields).unwrap_or_else(|| chosen.clone());
            }
            if !three_way::is_same(&before, &after) {
                after.revision = before.revision.saturating_add(1);
                after.written = written;
                store.put_record(&after)?;
            } else {
                after = before.clone();
            }
            store.settle(id)?;
            Ok((before, after))
        })?;
        self.tell_both(&before, &after);
        self.tell(Change::Sync(person));
        Ok(after)
    }
}
