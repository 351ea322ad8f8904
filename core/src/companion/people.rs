//! The people of the record.

use chrono_tz::Tz;
use uuid::Uuid;

use super::{Companion, kept_here};
use crate::error::{Error, Result};
use crate::model::PersonId;
use crate::model::person::{Person, Role};

impl Companion {
    /// Adds a person.
    ///
    /// # Errors
    /// `name` when it is empty or longer than 100 characters.
    pub fn add_person(&self, name: &str, role: Role, zone: Tz) -> Result<Person> {
        let person = Person::new(PersonId(Uuid::new_v4()), name, role, zone)?;
        self.put_person(&person)?;
        Ok(person)
    }

    /// Writes a person's profile as a whole.
    ///
    /// # Errors
    /// Only those of the store.
    pub fn put_person(&self, person: &Person) -> Result<()> {
        self.store.write(|store| store.put_person(person))
    }

    /// Whether something can be recorded for a person here: whoever has to read a file or to look for a device first asks
    /// before. Each use case asks again when it writes.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such person; [`Error::KeptElsewhere`] when their record is.
    pub fn must_be_kept_here(&self, person: PersonId) -> Result<()> {
        self.store.glance(|store| kept_here(store, person)).map(drop)
    }

    /// Everyone, in the order in which they were added.
    ///
    /// # Errors
    /// Only those of the store.
    pub fn people(&self) -> Result<Vec<Person>> {
        self.store.glance(|store| store.people())
    }

    /// One person.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none of this identifier.
    pub fn person(&self, id: PersonId) -> Result<Person> {
        self.store.glance(|store| store.person(id))?.ok_or(Error::NotFound("person"))
    }
}
