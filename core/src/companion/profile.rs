//! What a person says about themselves.

use super::Companion;
use crate::error::{Error, Result};
use crate::model::PersonId;
use crate::model::person::Person;

impl Companion {
    /// Changes what is known of a person: `change` is given the person as they stand. Nothing is written
    /// when anything of it is refused.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the person is not there; the field that is refused: see
    /// [`Person::checked`].
    pub fn edit_person(&self, person: PersonId, change: impl FnOnce(&mut Person)) -> Result<Person> {
        let mut edited = self.person(person)?;
        let role = edited.role;
        change(&mut edited);
        // Who it is, and where their record is kept, cannot be changed.
        (edited.id, edited.role) = (person, role);
        let edited = edited.checked()?;
        self.store.write(|store| {
            store.person(person)?.ok_or(Error::NotFound("person"))?;
            store.put_person(&edited)
        })?;
        Ok(edited)
    }
}
