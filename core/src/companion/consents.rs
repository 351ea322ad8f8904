//! Consents: what leaves this device, who may see what of it, and taking that back.

use std::collections::BTreeSet;

use super::{Companion, kept_here, own_hand};
use crate::error::{Error, Result};
use crate::event::Change;
use crate::family;
use crate::fhir::consent;
use crate::model::consent::{Consent, DataClass, Grantee, GranteeKind, Sharing, Standing};
use crate::model::platform::{Access, Platform};
use crate::model::{Entry, Millis, PersonId, PlatformId, Record, RecordId, RecordKind, RecordStatus, Stamp};
use crate::store::Writing;

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
    /// [`Error::NotFound`] when the person is not there; [`Error::KeptElsewhere`] when their record is: only they can
    /// let others in.
    pub fn give_consent(&self, person: PersonId, at: Stamp, consent: Consent) -> Result<Record> {
        if consent.grantee.kind == GranteeKind::Platform {
            // What leaves for a platform is said with `share_with`.
            return Err(Error::NotFound("platform"));
        }
        self.record(person, at, Entry::Consent(consent))
    }

    /// Takes a consent back. It stays in the list, with when it was given and when taken back; to
    /// take it back again changes nothing.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the person has given no such consent; [`Error::KeptElsewhere`].
    pub fn withdraw_consent(&self, person: PersonId, id: RecordId, at: Stamp) -> Result<Record> {
        let written = self.now();
        let record = self.store.write(|store| withdraw(store, person, id, at, written))?;
        self.tell(Change::Sync(person));
        Ok(record)
    }

    /// Lets `classes` of the record leave for a platform of the person's own, and nothing else, from
    /// now on. What it holds already stays there. None at all is to take the consent back.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such platform, or it is not the person's own.
    pub fn share_with(&self, platform: PlatformId, classes: BTreeSet<DataClass>) -> Result<()> {
        let now = self.now();
        let person = self.store.write(|store| {
            let platform = store.platform(platform)?.filter(|platform| platform.access == Access::Own);
            let platform = platform.ok_or(Error::NotFound("platform"))?;
            let zone = store.person(platform.person)?.ok_or(Error::NotFound("person"))?.zone;
            let now = Stamp::in_zone(now, zone);
            say_what_leaves(store, &platform, now)?;
            if classes.is_empty() && store.record(platform.consent())?.is_some() {
                withdraw(store, platform.person, platform.consent(), now, now.at)?;
            } else if !classes.is_empty() {
                let consent = Consent::new(Grantee::platform(platform.id, &platform.base_url), classes)?;
                put(store, &platform, consent, now)?;
            }
            Ok(platform.person)
        })?;
        self.tell(Change::Sync(person));
        Ok(())
    }

    /// The classes of data that leave for a platform.
    ///
    /// # Errors
    /// Only those of the store.
    pub fn shares(&self, platform: PlatformId) -> Result<BTreeSet<DataClass>> {
        self.store.read(|store| store.shares(platform))
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

/// The person has connected a platform of their own. One that is new to them gets leave for everything
/// to go there; of one that they had connected before, what they said stands, also that nothing leaves.
pub(super) fn connected(store: &Writing<'_>, platform: &Platform, is_new: bool, now: Millis) -> Result<()> {
    let zone = store.person(platform.person)?.ok_or(Error::NotFound("person"))?.zone;
    match store.record(platform.consent())? {
        Some(known) if !is_new => store.apply_consent(&known),
        None if !is_new => say_what_leaves(store, platform, Stamp::in_zone(now, zone)),
        _ => {
            let everything = DataClass::ALL.into_iter().collect();
            let consent = Consent::new(Grantee::platform(platform.id, &platform.base_url), everything)?;
            put(store, platform, consent, Stamp::in_zone(now, zone))
        }
    }
}

/// A platform that is sent to without a consent on record, as after erasing: what leaves is written down as it stands.
fn say_what_leaves(store: &Writing<'_>, platform: &Platform, now: Stamp) -> Result<()> {
    let classes = store.shares(platform.id)?;
    if classes.is_empty() || store.record(platform.consent())?.is_some() {
        return Ok(());
    }
    put(store, platform, Consent::new(Grantee::platform(platform.id, &platform.base_url), classes)?, now)
}

fn put(store: &Writing<'_>, platform: &Platform, consent: Consent, now: Stamp) -> Result<()> {
    let id = platform.consent();
    let source = own_hand(store, platform.person)?;
    let old = store.record(id)?;
    let stands = |old: &Record| old.status == RecordStatus::Active && old.entry == Entry::Consent(consent.clone());
    if old.as_ref().is_some_and(stands) {
        return Ok(());
    }
    store.put_record(&Record {
        id,
        person: platform.person,
        revision: old.map_or(1, |old| old.revision.saturating_add(1)),
        status: RecordStatus::Active,
        at: now,
        source,
        written: now.at,
        entry: Entry::Consent(consent),
    })?;
    Ok(())
}

/// A consent to send to a platform does not come back without the platform.
///
/// # Errors
/// [`Error::NotFound`] when `version` is one that stands, and its platform is no longer connected.
pub(super) fn must_have_a_platform(store: &Writing<'_>, version: &Record) -> Result<()> {
    let Entry::Consent(consent) = &version.entry else { return Ok(()) };
    let stands = version.status == RecordStatus::Active && consent.withdrawn.is_none();
    if !stands || consent.grantee.kind != GranteeKind::Platform {
        return Ok(());
    }
    let id = consent.grantee.id.parse::<PlatformId>().ok();
    match id.map(|id| store.platform(id)).transpose()?.flatten() {
        Some(_) => Ok(()),
        None => Err(Error::NotFound("platform")),
    }
}

/// Takes a consent back; of one that is back already, nothing changes.
pub(super) fn withdraw(
    store: &Writing<'_>,
    person: PersonId,
    id: RecordId,
    at: Stamp,
    written: Millis,
) -> Result<Record> {
    kept_here(store, person)?;
    let record = store.record(id)?.filter(|record| record.person == person).ok_or(Error::NotFound("consent"))?;
    let Entry::Consent(consent) = &record.entry else { return Err(Error::NotFound("consent")) };
    if consent.withdrawn.is_some() {
        return Ok(record);
    }
    let entry = Entry::Consent(Consent { withdrawn: Some(at), ..consent.clone() });
    let record = Record { entry, revision: record.revision.saturating_add(1), written, ..record };
    store.put_record(&record)?;
    Ok(record)
}
