//! What a person lets leave for a platform of their own, and what of it waits to go.
//!
//! What is not let out is never queued: the check stands where a change is written, not where it is
//! sent.

use std::collections::BTreeSet;

use super::{Reading, Writing};
use crate::model::consent::{Consent, DataClass, Grantee, GranteeKind};
use crate::model::person::{Source, SourceKind};
use crate::model::platform::{Access, Platform};
use crate::model::{Entry, Millis, PersonId, PlatformId, Record, RecordId, RecordKind, RecordStatus, SourceId, Stamp};
use crate::{Error, Result};

/// How an entry of the outbox is noted that may be there: as one change more.
const ONE_MORE: &str = "ON CONFLICT (platform, kind, subject, hour)
                        DO UPDATE SET dirty = dirty + 1, at = excluded.at, aside = NULL";

impl Reading<'_> {
    /// The classes of data that may leave for `platform`.
    ///
    /// # Errors
    /// What the database says.
    pub fn shares(&self, platform: PlatformId) -> Result<BTreeSet<DataClass>> {
        let codes = self.all("SELECT class FROM share WHERE platform = ?1", [platform.as_bytes()], |row| {
            Ok(row.get::<_, String>("class")?)
        })?;
        // A class that this version does not know was let out by a newer one; nothing here is of it.
        Ok(codes.iter().filter_map(|code| DataClass::from_code(code)).collect())
    }
}

impl Writing<'_> {
    /// Lets `classes` leave for `platform` from now on, and nothing else. What is let out anew is
    /// queued; what no longer may leave and waits is taken out of the queue. What the platform holds
    /// already stays there.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such platform; what the database says.
    pub(super) fn put_shares(&self, platform: PlatformId, classes: &BTreeSet<DataClass>) -> Result<()> {
        let person = self.platform(platform)?.ok_or(Error::NotFound("platform"))?.person;
        let before = self.shares(platform)?;
        let closed: BTreeSet<DataClass> = before.difference(classes).copied().collect();
        let opened: BTreeSet<DataClass> = classes.difference(&before).copied().collect();
        for class in &closed {
            self.run("DELETE FROM share WHERE platform = ?1 AND class = ?2", (platform.as_bytes(), class.code()))?;
        }
        for class in &opened {
            self.run("INSERT INTO share (platform, class) VALUES (?1, ?2)", (platform.as_bytes(), class.code()))?;
        }
        self.unqueue(person, platform, &closed)?;
        self.queue_classes(person, platform, &opened)
    }

    /// Writes down what leaves for each platform of a person's own as the consent that it is: in an older version to connect
    /// a platform was to let everything go there. It bears the time of the last change, for when it was given is not known.
    /// Used once.
    pub(super) fn adopt_consents(&self) -> Result<()> {
        for person in self.people()? {
            let own = |platform: &Platform| platform.access == Access::Own;
            for platform in self.platforms(person.id)?.into_iter().filter(own) {
                let last =
                    self.one("SELECT max(written) FROM record WHERE person = ?1", [person.id.as_bytes()], |row| {
                        Ok(row.get::<_, Option<i64>>(0)?)
                    })?;
                let written = Millis(last.flatten().unwrap_or(0));
                let source = SourceId::derive(person.id, "manual");
                self.put_source(
                    person.id,
                    &Source { id: source, kind: SourceKind::Manual, name: "manual".to_owned() },
                )?;
                let grantee = Grantee::platform(platform.id, &platform.base_url);
                self.put_record(&Record {
                    id: platform.consent(),
                    person: person.id,
                    revision: 1,
                    status: RecordStatus::Active,
                    at: Stamp::in_zone(written, person.zone),
                    source,
                    written,
                    entry: Entry::Consent(Consent::new(grantee, self.shares(platform.id)?)?),
                })?;
            }
        }
        Ok(())
    }

    /// Queues everything of `person` that may leave for `platform`, as when it is first connected.
    pub(super) fn queue_everything(&self, person: PersonId, platform: PlatformId) -> Result<()> {
        self.queue_classes(person, platform, &self.shares(platform)?)?;
        self.queue_consents(person, platform)
    }

    /// Queues who may see what, which is said in any case: the platform is to enforce it.
    pub(super) fn queue_consents(&self, person: PersonId, platform: PlatformId) -> Result<()> {
        for record in self.records_with_deleted(person, RecordKind::Consent)? {
            if record.entry.is_sent() {
                self.queue_record(platform, record.id)?;
            }
        }
        Ok(())
    }

    /// What a consent to send to a platform says now is what leaves for it: deleted or taken back,
    /// nothing does. Any other record changes nothing.
    ///
    /// # Errors
    /// What the database says.
    pub fn apply_consent(&self, record: &Record) -> Result<()> {
        let Entry::Consent(consent) = &record.entry else { return Ok(()) };
        if consent.grantee.kind != GranteeKind::Platform {
            return Ok(());
        }
        let Ok(id) = consent.grantee.id.parse::<PlatformId>() else { return Ok(()) };
        let own = |platform: &Platform| platform.person == record.person && platform.access == Access::Own;
        if !self.platform(id)?.is_some_and(|platform| own(&platform)) {
            return Ok(());
        }
        let stands = record.status == RecordStatus::Active && consent.withdrawn.is_none();
        self.put_shares(id, if stands { &consent.classes } else { const { &BTreeSet::new() } })
    }

    fn queue_classes(&self, person: PersonId, platform: PlatformId, classes: &BTreeSet<DataClass>) -> Result<()> {
        let insert = |select: &str| {
            self.run(
                &format!("INSERT INTO outbox (platform, kind, subject, hour, at, dirty) {select} {ONE_MORE}"),
                (platform.as_bytes(), person.as_bytes()),
            )
        };
        if classes.contains(&DataClass::HeartRate) {
            insert("SELECT ?1, 'heart', source, hour, hour * 3600000, 1 FROM heart_hour WHERE person = ?2")?;
            for (source, hour) in self.past_hour_names(person)? {
                self.run(
                    &format!(
                        "INSERT INTO outbox (platform, kind, subject, hour, at, dirty)
                         VALUES (?1, 'heart', ?2, ?3, ?3 * 3600000, 1) {ONE_MORE}"
                    ),
                    (platform.as_bytes(), source.as_bytes(), hour),
                )?;
            }
        }
        if classes.contains(&DataClass::Activity) {
            // Floored division, also before 1970.
            insert(
                "SELECT DISTINCT ?1, 'steps', source, hour, hour * 3600000, 1
                 FROM (SELECT source, (start - (start % 3600000 + 3600000) % 3600000) / 3600000 AS hour
                       FROM step WHERE person = ?2) WHERE true",
            )?;
        }
        for id in self.records_of_classes(person, classes)? {
            self.queue_record(platform, id)?;
        }
        Ok(())
    }

    /// Queues a record; one that was deleted only where the platform was told of it: of what it never saw
    /// there is nothing to take back.
    fn queue_record(&self, platform: PlatformId, id: RecordId) -> Result<()> {
        self.run(
            &format!(
                "INSERT INTO outbox (platform, kind, subject, hour, at, dirty)
                 SELECT ?1, 'record', id, 0, at, 1 FROM record WHERE id = ?2 AND (
                     status = 'active' OR EXISTS (SELECT 1 FROM sent s WHERE s.platform = ?1
                                                  AND s.kind = 'record' AND s.subject = ?2))
                 {ONE_MORE}"
            ),
            (platform.as_bytes(), id.as_bytes()),
        )?;
        Ok(())
    }

    /// Takes what is of `classes` and still stands out of the queue. A deletion that waits still goes.
    fn unqueue(&self, person: PersonId, platform: PlatformId, classes: &BTreeSet<DataClass>) -> Result<()> {
        let key = platform.as_bytes();
        if classes.contains(&DataClass::HeartRate) {
            self.run("DELETE FROM outbox WHERE platform = ?1 AND kind = 'heart'", [key])?;
        }
        if classes.contains(&DataClass::Activity) {
            self.run("DELETE FROM outbox WHERE platform = ?1 AND kind = 'steps'", [key])?;
        }
        for id in self.records_of_classes(person, classes)? {
            self.run(
                "DELETE FROM outbox WHERE platform = ?1 AND kind = 'record' AND subject = ?2
                 AND EXISTS (SELECT 1 FROM record WHERE id = ?2 AND status = 'active')",
                (key, id.as_bytes()),
            )?;
        }
        Ok(())
    }

    /// The records of `classes` that have a form on the wire, also those that the person deleted.
    fn records_of_classes(&self, person: PersonId, classes: &BTreeSet<DataClass>) -> Result<Vec<RecordId>> {
        let mut ids = Vec::new();
        if classes.is_empty() {
            return Ok(ids);
        }
        for kind in RecordKind::ALL.into_iter().filter(|kind| kind.is_sent()) {
            for record in self.records_with_deleted(person, kind)? {
                if DataClass::of(&record.entry).is_some_and(|class| classes.contains(&class)) {
                    ids.push(record.id);
                }
            }
        }
        Ok(ids)
    }
}
