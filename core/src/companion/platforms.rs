//! Platforms: connecting, syncing, and what came from them.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::{Companion, consents};
use crate::error::{Error, Result};
use crate::event::Change;
use crate::fhir::clinical::{self, ClinicalRow, Document};
use crate::fhir::document;
use crate::model::attachment::{Attachment, AttachmentState};
use crate::model::consent::{DataClass, GranteeKind, Standing};
use crate::model::id::NAMESPACE;
use crate::model::person::Role;
use crate::model::platform::{self, Access, Disclosure, Platform, ReceivedResource, SyncStatus};
use crate::model::subject::SetAside;
use crate::model::{Invalid, Millis, PersonId, PlatformId, Problem, Record, Stamp, Subject};
use crate::sync::{self, Next, SyncReport, SyncRequest, TokenSource, Transport};

impl Companion {
    /// Connects a person with a platform. For their own record that is leave for everything to go
    /// there, which is kept as a consent and can be narrowed ([`share_with`](Self::share_with)) or
    /// taken back; connecting the same platform again changes only what is different.
    ///
    /// `base_url` is the FHIR base; `patient` the person's `Patient` id there.
    ///
    /// # Errors
    /// `address` or `patient`, where nothing could be sent to such a one; `access` for looking on at a record that is
    /// kept here: what a caregiver saw is erased when the leave ends. [`Error::KeptElsewhere`] for
    /// sending a record that is; [`Error::NotFound`] when the person is not there.
    pub fn connect(&self, person: PersonId, base_url: &str, patient: &str, access: Access) -> Result<Platform> {
        let (base_url, patient) = (platform::base_url(base_url)?, platform::patient_id(patient)?);
        // The same connection has the same name: connecting twice sends nothing twice.
        let id = PlatformId(Uuid::new_v5(&NAMESPACE, format!("platform|{person}|{base_url}").as_bytes()));
        let platform = Platform { id, person, base_url, patient, access };
        let now = self.now();
        self.store.write(|store| {
            let role = store.person(person)?.ok_or(Error::NotFound("person"))?.role;
            match (role, access) {
                (Role::Caregiver, Access::Own) => return Err(Error::KeptElsewhere),
                (Role::Patient, Access::Caregiver) => {
                    return Err(Invalid::new("access", Problem::Contradiction).into());
                }
                (Role::Patient, Access::Own) | (Role::Caregiver, Access::Caregiver) => {}
            }
            let is_new = store.platform(id)?.is_none_or(|before| before.access != Access::Own);
            store.put_platform(&platform)?;
            if access == Access::Own { consents::connected(store, &platform, is_new, now) } else { Ok(()) }
        })?;
        self.tell(Change::Sync(person));
        Ok(platform)
    }

    /// The platforms of a person.
    ///
    /// # Errors
    /// Only those of the store.
    pub fn platforms(&self, person: PersonId) -> Result<Vec<Platform>> {
        self.store.read(|store| store.platforms(person))
    }

    /// Ends a connection: what was received over it is erased, what is pending is forgotten. When it
    /// was a caregiver's, everything of the person is erased from this device: it was seen by their
    /// leave. What the platform holds stays there.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such platform.
    pub fn disconnect(&self, platform: PlatformId) -> Result<()> {
        let known = self.platform(platform)?;
        let Platform { person, access, .. } = known;
        let now = self.now();
        self.store.write(|store| {
            if access == Access::Own {
                let zone = store.person(person)?.ok_or(Error::NotFound("person"))?.zone;
                let consent = known.consent();
                if store.record(consent)?.is_some() {
                    consents::withdraw(store, person, consent, Stamp::in_zone(now, zone), now)?;
                }
            }
            if access == Access::Caregiver {
                store.erase_contents(person)?;
            }
            store.erase_received(platform)?;
            store.remove_platform(platform)
        })?;
        self.tell(Change::Sync(person));
        self.tell(Change::Resync);
        Ok(())
    }

    /// Sends what is pending and receives what is new, and looks at what came. Blocks until it is
    /// done, the deadline has come or the network has failed; nothing that was acknowledged is done
    /// again by the next run.
    ///
    /// # Errors
    /// Those of the store; [`SyncError::Running`](crate::sync::SyncError::Running) when the platform
    /// is being synced already. A network that fails is no error: the report says what was done and
    /// when to call again.
    pub fn sync(
        &self,
        platform: PlatformId,
        transport: &dyn Transport,
        tokens: &dyn TokenSource,
        request: SyncRequest,
    ) -> Result<SyncReport> {
        let platform = self.platform(platform)?;
        let report = sync::run(&self.store, &platform, transport, tokens, &*self.clock, request)?;
        self.tell(Change::Sync(platform.person));
        if report.records > 0 {
            self.tell(Change::Resync);
            self.notice(platform.person)?;
        }
        if platform.access == Access::Own && matches!(report.next, Next::Never | Next::Now) && !report.needs_sign_in {
            self.leave_heartbeat(&platform, transport, tokens, request.deadline)?;
        }
        Ok(report)
    }

    /// Leaves a sign of life for those who are let in: until when this phone lived, and of what all of them may
    /// see, what it had by then. Where nobody is let in, none is left.
    fn leave_heartbeat(
        &self,
        platform: &Platform,
        transport: &dyn Transport,
        tokens: &dyn TokenSource,
        deadline: Millis,
    ) -> Result<()> {
        let mut let_out: Option<BTreeSet<DataClass>> = None;
        for row in self.consents(platform.person)? {
            if row.standing == Standing::InForce && row.consent.grantee.kind != GranteeKind::Platform {
                let classes = row.consent.classes;
                let_out = Some(let_out.map_or(classes.clone(), |known| &known & &classes));
            }
        }
        let Some(let_out) = let_out else { return Ok(()) };
        if !sync::life::is_due(&self.store, platform, self.now())? {
            return Ok(());
        }
        let shares = self.shares(platform.id)?;
        let synced = self.sync_status(platform.id)?.last_good;
        let beat = self.heartbeat(platform.person, synced)?;
        let beat = beat.limited(|class| let_out.contains(&class) && shares.contains(&class));
        sync::life::leave(&self.store, platform, transport, tokens, &*self.clock, deadline, &beat)?;
        Ok(())
    }

    /// How syncing with a platform goes: when it last got through, what is in its way.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such platform.
    pub fn sync_status(&self, platform: PlatformId) -> Result<SyncStatus> {
        sync::status(&self.store, &self.platform(platform)?)
    }

    /// What a platform refused, with its reasons, newest first; beside it the record, where it is one.
    ///
    /// # Errors
    /// Only those of the store.
    pub fn set_aside(&self, platform: PlatformId) -> Result<Vec<(SetAside, Option<Record>)>> {
        self.store.read(|store| {
            let record = |aside: SetAside| match aside.subject {
                Subject::Record(id) => Ok((aside, store.record(id)?)),
                Subject::HeartHour { .. } | Subject::StepsHour { .. } => Ok((aside, None)),
            };
            store.set_aside_list(platform)?.into_iter().map(record).collect()
        })
    }

    /// Has the next sync try again what a platform refused; answers how many records and hours.
    ///
    /// # Errors
    /// Only those of the store.
    pub fn retry_set_aside(&self, platform: PlatformId) -> Result<usize> {
        let retried = self.store.write(|store| store.retry_set_aside(platform))?;
        self.tell(Change::Sync(self.platform(platform)?.person));
        Ok(retried)
    }

    /// Has the next sync read everything that a platform holds, and not only what is new.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such platform.
    pub fn read_again(&self, platform: PlatformId) -> Result<()> {
        self.store.write(|store| store.read_again(platform))
    }

    /// How many records and hours wait to be sent to a platform.
    ///
    /// # Errors
    /// Only those of the store.
    pub fn pending(&self, platform: PlatformId) -> Result<u32> {
        self.store.read(|store| store.pending_count(platform))
    }

    /// What platforms hold of a person, as received.
    ///
    /// # Errors
    /// Only those of the store.
    pub fn received(&self, person: PersonId) -> Result<Vec<ReceivedResource>> {
        self.store.read(|store| store.received(person, None))
    }

    /// Results, prescriptions, conditions and images that platforms hold of a person, newest first.
    ///
    /// # Errors
    /// Only those of the store.
    pub fn clinical(&self, person: PersonId) -> Result<Vec<ClinicalRow>> {
        let (received, documents) = self.store.read(|store| {
            let received = store.received(person, None)?;
            let mut documents = Vec::new();
            for one in store.attachments(person)?.iter().filter(|one| one.content_type == document::FHIR_JSON) {
                let is_it = |named_by: &&ReceivedResource| {
                    named_by.platform == one.platform
                        && named_by.resource_type == one.resource_type
                        && named_by.id == one.document
                };
                let bytes = store.attachment_bytes(person, one)?;
                let bundle = bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok());
                if let (Some(named_by), Some(resources)) =
                    (received.iter().find(is_it), bundle.as_ref().and_then(document::resources))
                {
                    documents.push(Document { named_by: named_by.clone(), resources });
                }
            }
            for named_by in received.iter().filter(|one| one.resource_type == document::BUNDLE) {
                if let Some(resources) = document::resources(&named_by.json) {
                    documents.push(Document { named_by: named_by.clone(), resources });
                }
            }
            Ok((received, documents))
        })?;
        Ok(clinical::rows(&received, &documents))
    }

    /// What the documents of a person consist of, without their bytes.
    ///
    /// # Errors
    /// Only those of the store.
    pub fn attachments(&self, person: PersonId) -> Result<Vec<Attachment>> {
        self.store.read(|store| store.attachments(person))
    }

    /// The bytes of a content that is here.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is not.
    pub fn attachment_bytes(&self, person: PersonId, of: &Attachment) -> Result<Vec<u8>> {
        let bytes = self.store.read(|store| store.attachment_bytes(person, of))?;
        bytes.filter(|_| of.state == AttachmentState::Kept).ok_or(Error::NotFound("attachment"))
    }

    /// What left this device: to whom, when, how much, and what allowed it; newest first.
    ///
    /// # Errors
    /// Only those of the store.
    pub fn disclosures(&self, person: PersonId) -> Result<Vec<Disclosure>> {
        self.store.read(|store| store.disclosures(person))
    }

    fn platform(&self, id: PlatformId) -> Result<Platform> {
        self.store.read(|store| store.platform(id))?.ok_or(Error::NotFound("platform"))
    }
}
