//! What measures a person, and which of it is believed first.

use super::Companion;
use crate::error::{Error, Result};
use crate::event::Change;
use crate::model::person::Source;
use crate::model::{LocalDay, PersonId, SourceId};

impl Companion {
    /// The sources of a person, the one that is believed first first.
    ///
    /// # Errors
    /// Only those of the store.
    pub fn sources(&self, person: PersonId) -> Result<Vec<Source>> {
        self.store.read(|store| store.sources(person))
    }

    /// Puts the sources in the order in which they are believed; those that are not named come after, in
    /// the order that they had. Everything that several sources measured at the same time is seen anew:
    /// totals, charts and findings.
    ///
    /// # Errors
    /// [`Error::NotFound`] when one of `order` is not the person's.
    pub fn put_source_order(&self, person: PersonId, order: &[SourceId]) -> Result<Vec<Source>> {
        let profile = self.person(person)?;
        let sources = self.store.write(|store| {
            let known = store.sources(person)?;
            if order.iter().any(|id| known.iter().all(|source| source.id != *id)) {
                return Err(Error::NotFound("source"));
            }
            let rest = known.iter().map(|source| source.id).filter(|id| !order.contains(id));
            let whole: Vec<SourceId> = order.iter().copied().chain(rest).collect();
            store.put_source_order(person, &whole)?;
            store.sources(person)
        })?;
        self.tell(Change::Day(person, LocalDay::of(self.now(), profile.zone)));
        self.tell(Change::Resync);
        self.notice(person)?;
        Ok(sources)
    }
}
