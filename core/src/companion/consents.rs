//! Consents: letting somebody see a part of the record, and taking that back.

use super::Companion;
use crate::error::{Error, Result};
use crate::family;
use crate::fhir::consent;
use crate::model::consent::{Consent, Grantee, Sharing, Standing};
use crate::model::person::Role;
use crate::model::{Entry, PersonId, Record, RecordId, RecordKind, Stamp};

/// A consent as a list shows it.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct ConsentRow {
    /// Its record.
    pub id: RecordId,
    /// When it was given.
    pub given: Stamp,
    /// What it says.
    pub consent: Consent,
    /// How it stands today.
    #[serde(skip)]
    pub standing: Standing,
}

impl Companion {
    /// Gives leave to see a part of the record. Platforms that the person's own record goes to are
    /// told by the next sync, and enforce it.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the person is not there, or their record is not kept on this device:
    /// only they can let others in.
    pub fn give_consent(&self, person: PersonId, at: Stamp, consent: Consent) -> Result<Record> {
        if self.person(person)?.role != Role::Patient {
            return Err(Error::NotFound("own record"));
        }
        self.record(person, at, Entry::Consent(consent))
    }

    /// Takes a consent back. It stays in the list, with when it was given and when taken back; to
    /// take it back again changes nothing.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the person has given no such consent.
    pub fn withdraw_consent(&self, person: PersonId, id: RecordId, at: Stamp) -> Result<Record> {
        let record = self.store.read(|store| store.record(id))?;
        let record = record.filter(|record| record.person == person).ok_or(Error::NotFound("consent"))?;
        let Entry::Consent(consent) = &record.entry else { return Err(Error::NotFound("consent")) };
        if consent.withdrawn.is_some() {
            return Ok(record);
        }
        let withdrawn = Entry::Consent(Consent { withdrawn: Some(at), ..consent.clone() });
        self.amend(id, record.at, withdrawn)
    }

    /// All consents that a person has given, newest first.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the person is not there.
    pub fn consents(&self, person: PersonId) -> Result<Vec<ConsentRow>> {
        let today = self.today(person)?;
        let mut rows: Vec<ConsentRow> = self
            .store
            .read(|store| store.records_of(person, RecordKind::Consent))?
            .into_iter()
            .filter_map(|record| match record.entry {
                Entry::Consent(consent) => {
                    let standing = consent.standing(today);
                    Some(ConsentRow { id: record.id, given: record.at, consent, standing })
                }
                _ => None,
            })
            .collect();
        rows.reverse();
        Ok(rows)
    }

    /// What each party may see today by the consents given on the person's own devices.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the person is not there.
    pub fn sharing(&self, person: PersonId) -> Result<Vec<Sharing>> {
        let rows = self.consents(person)?;
        Ok(family::sharing(rows.iter().map(|row| &row.consent), self.today(person)?))
    }

    /// Whom the person's platforms know: family, facilities and professionals that a received
    /// resource names. Whom to let in is chosen from these.
    ///
    /// # Errors
    /// Only those of the store.
    pub fn parties(&self, person: PersonId) -> Result<Vec<Grantee>> {
        Ok(consent::parties(&self.received(person)?))
    }

    /// How many consents about the person platforms hold that were not given on a device of theirs:
    /// on paper, or in another program. They hold too, and this program does not change them.
    ///
    /// # Errors
    /// Only those of the store.
    pub fn consents_given_elsewhere(&self, person: PersonId) -> Result<Vec<consent::Elsewhere>> {
        Ok(consent::given_elsewhere(&self.received(person)?))
    }
}
