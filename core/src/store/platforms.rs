//! The platforms that people have connected.

use rusqlite::{Row, named_params};

use super::{Reading, Writing, from_word, id, word};
use crate::model::consent::DataClass;
use crate::model::platform::{Access, Platform};
use crate::model::{PersonId, PlatformId};
use crate::{Error, Result};

fn platform(row: &Row<'_>) -> Result<Platform> {
    Ok(Platform {
        id: PlatformId(id(row, "id")?),
        person: PersonId(id(row, "person")?),
        base_url: row.get("base_url")?,
        patient: row.get("patient")?,
        access: from_word(row, "access")?,
    })
}

impl Reading<'_> {
    /// The platforms of `person`.
    ///
    /// # Errors
    /// What the database says.
    pub fn platforms(&self, person: PersonId) -> Result<Vec<Platform>> {
        self.all(
            "SELECT id, person, base_url, patient, access FROM platform WHERE person = ?1 ORDER BY base_url, id",
            [person.as_bytes()],
            platform,
        )
    }

    /// One platform.
    ///
    /// # Errors
    /// What the database says.
    pub fn platform(&self, platform_id: PlatformId) -> Result<Option<Platform>> {
        self.one(
            "SELECT id, person, base_url, patient, access FROM platform WHERE id = ?1",
            [platform_id.as_bytes()],
            platform,
        )
    }
}

impl Writing<'_> {
    /// Connects a platform, or changes a connection. Everything of the person is queued for one
    /// that becomes their own, or that is now another server or another patient there.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such person, or the platform is another person's.
    pub fn put_platform(&self, new: &Platform) -> Result<()> {
        self.must_know(new.person)?;
        let old = self.platform(new.id)?;
        if old.as_ref().is_some_and(|old| old.person != new.person) {
            return Err(Error::NotFound("platform"));
        }
        self.run(
            "INSERT INTO platform (id, person, base_url, patient, access)
             VALUES (:id, :person, :base_url, :patient, :access)
             ON CONFLICT (id) DO UPDATE SET
                 base_url = excluded.base_url, patient = excluded.patient, access = excluded.access",
            named_params! {
                ":id": new.id.as_bytes(),
                ":person": new.person.as_bytes(),
                ":base_url": new.base_url,
                ":patient": new.patient,
                ":access": word(&new.access)?,
            },
        )?;
        let moved = old.as_ref().is_some_and(|old| old.base_url != new.base_url || old.patient != new.patient);
        if moved {
            // What was sent lies elsewhere and has other versions there.
            self.run("DELETE FROM sent WHERE platform = ?1", [new.id.as_bytes()])?;
            self.forget(new)?;
        }
        match (new.access, old.map(|old| old.access)) {
            (Access::Caregiver, _) => {
                self.run("DELETE FROM share WHERE platform = ?1", [new.id.as_bytes()])?;
                self.run("DELETE FROM outbox WHERE platform = ?1", [new.id.as_bytes()])?;
            }
            (Access::Own, Some(Access::Own)) if !moved => {}
            (Access::Own, Some(Access::Own)) => self.queue_everything(new.person, new.id)?,
            // To connect is to let everything leave, until the person says otherwise.
            (Access::Own, _) => {
                self.put_shares(new.id, &DataClass::ALL.into_iter().collect())?;
                self.queue_consents(new.person, new.id)?;
            }
        }
        Ok(())
    }

    /// Ends a connection: its queue, what it had acknowledged and what it gave are forgotten; the
    /// log of disclosures stays.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such platform; what the database says.
    pub fn remove_platform(&self, platform_id: PlatformId) -> Result<()> {
        let old = self.platform(platform_id)?.ok_or(Error::NotFound("platform"))?;
        self.forget(&old)?;
        self.run("DELETE FROM platform WHERE id = ?1", [platform_id.as_bytes()])?;
        Ok(())
    }

    /// Forgets how far a platform was read, so that everything there is read again; what came from it
    /// stays. A type's name begins with a capital, and nothing else that is kept of a platform does.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such platform; what the database says.
    pub fn read_again(&self, platform_id: PlatformId) -> Result<()> {
        let platform = self.platform(platform_id)?.ok_or(Error::NotFound("platform"))?;
        self.run(
            "DELETE FROM meta WHERE person = ?1 AND key GLOB 'sync/' || ?2 || '/[A-Z]*'",
            (platform.person.as_bytes(), platform.id.to_string()),
        )?;
        Ok(())
    }

    /// Forgets what came over a connection and how far it was read: connected again, or elsewhere,
    /// it is read from the beginning.
    fn forget(&self, platform: &Platform) -> Result<()> {
        self.erase_received(platform.id)?;
        // How syncing names what it keeps of one platform.
        self.run(
            "DELETE FROM meta WHERE person = ?1 AND key GLOB 'sync/' || ?2 || '/*'",
            (platform.person.as_bytes(), platform.id.to_string()),
        )?;
        Ok(())
    }
}
