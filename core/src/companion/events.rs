//! Vaccinations, visits, stays and what else happens once.

use super::Companion;
use crate::error::Result;
use crate::model::event::Event;
use crate::model::view::EventRow;
use crate::model::{Entry, LocalDay, PersonId, Record, RecordId, RecordKind, Stamp};
use crate::store::Reading;

/// How long before a day an event that lasts over it may have begun.
const LASTS_DAYS: i64 = 366;

impl Companion {
    /// Records an event that began at `at`.
    ///
    /// # Errors
    /// The field that is refused: `until` before the day of `at`, or one of [`Event::checked`];
    /// [`Error::NotFound`](crate::Error::NotFound) when the person is not there.
    pub fn add_event(&self, person: PersonId, at: Stamp, event: Event) -> Result<Record> {
        self.record(person, at, Entry::Event(event.beginning(at.day())?))
    }

    /// Corrects an event: a new version is written and the one before it kept.
    ///
    /// # Errors
    /// As [`add_event`](Self::add_event); `kind` when the record is no event.
    pub fn correct_event(&self, id: RecordId, at: Stamp, event: Event) -> Result<Record> {
        self.amend(id, at, Entry::Event(event.beginning(at.day())?))
    }
}

/// What happened on `day` or lasted over it.
pub(super) fn on_day(store: &Reading<'_>, person: PersonId, day: LocalDay) -> Result<Vec<EventRow>> {
    let mut rows = Vec::new();
    for record in store.records_on_days(person, RecordKind::Event, day.plus_days(-LASTS_DAYS), day)? {
        let first = record.at.day();
        let Entry::Event(event) = record.entry else { continue };
        if first <= day && day <= event.until.unwrap_or(first) {
            rows.push(EventRow { id: record.id, at: record.at, event });
        }
    }
    Ok(rows)
}
