//! Vital signs that a person takes one at a time.

use super::Companion;
use crate::error::Result;
use crate::model::vital::Vital;
use crate::model::{Entry, PersonId, Record, Stamp};

impl Companion {
    /// Records a measurement taken at `at`.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) when the person is not there. Values out of range
    /// are refused earlier, where the [`Vital`] is made.
    pub fn add_vital(&self, person: PersonId, at: Stamp, vital: Vital) -> Result<Record> {
        self.record(person, at, Entry::Vital(vital))
    }
}
