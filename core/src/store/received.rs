//! What came from platforms, kept as it came, and the log of what went there.

use rusqlite::{Row, named_params};

use super::{Reading, Writing, from_json, id, json};
use crate::model::platform::{Disclosure, ReceivedResource};
use crate::model::{Millis, PersonId, PlatformId};
use crate::{Error, Result};

fn received(row: &Row<'_>) -> Result<ReceivedResource> {
    Ok(ReceivedResource {
        platform: PlatformId(id(row, "platform")?),
        person: PersonId(id(row, "person")?),
        resource_type: row.get("resource_type")?,
        id: row.get("id")?,
        version: row.get("version")?,
        last_updated: Millis(row.get("last_updated")?),
        json: from_json(row, "json", "received resource")?,
    })
}

impl Reading<'_> {
    /// What platforms gave about `person`, of one type or of all, newest first.
    ///
    /// # Errors
    /// What the database says.
    pub fn received(&self, person: PersonId, resource_type: Option<&str>) -> Result<Vec<ReceivedResource>> {
        self.all(
            "SELECT platform, person, resource_type, id, version, last_updated, json FROM received
             WHERE person = ?1 AND (?2 IS NULL OR resource_type = ?2)
             ORDER BY last_updated DESC, resource_type, id",
            (person.as_bytes(), resource_type),
            received,
        )
    }

    /// The ids of what `platform` holds of a type, as far as it was received.
    ///
    /// # Errors
    /// What the database says.
    pub fn received_ids(&self, platform: PlatformId, resource_type: &str) -> Result<Vec<String>> {
        self.all(
            "SELECT id FROM received WHERE platform = ?1 AND resource_type = ?2 ORDER BY id",
            (platform.as_bytes(), resource_type),
            |row| Ok(row.get("id")?),
        )
    }

    /// What left the device about `person`, newest first.
    ///
    /// # Errors
    /// What the database says.
    pub fn disclosures(&self, person: PersonId) -> Result<Vec<Disclosure>> {
        self.all(
            "SELECT person, at, recipient, resource_type, count, basis FROM disclosure
             WHERE person = ?1 ORDER BY at DESC, n DESC",
            [person.as_bytes()],
            |row| {
                Ok(Disclosure {
                    at: Millis(row.get("at")?),
                    person: PersonId(id(row, "person")?),
                    recipient: row.get("recipient")?,
                    resource_type: row.get("resource_type")?,
                    count: row.get("count")?,
                    basis: row.get("basis")?,
                })
            },
        )
    }
}

impl Writing<'_> {
    /// Keeps what a platform gave, each in place of an earlier version of itself. Answers how many were not here as
    /// they are: servers are read with some overlap, and give the same again.
    ///
    /// # Errors
    /// [`Error::NotFound`] when a platform is not one of that person; what the database says.
    pub fn put_received(&self, resources: &[ReceivedResource]) -> Result<usize> {
        let mut known = None;
        let mut new = 0;
        for resource in resources {
            let whose = (resource.platform, resource.person);
            if known != Some(whose) {
                let platform = self.platform(resource.platform)?.ok_or(Error::NotFound("platform"))?;
                if platform.person != resource.person {
                    return Err(Error::NotFound("platform"));
                }
                known = Some(whose);
            }
            new += self.run(
                "INSERT INTO received (platform, resource_type, id, person, version, last_updated, json)
                 VALUES (:platform, :resource_type, :id, :person, :version, :last_updated, :json)
                 ON CONFLICT (platform, resource_type, id) DO UPDATE SET
                     version = excluded.version, last_updated = excluded.last_updated, json = excluded.json
                 WHERE version <> excluded.version OR json <> excluded.json",
                named_params! {
                    ":platform": resource.platform.as_bytes(),
                    ":resource_type": resource.resource_type,
                    ":id": resource.id,
                    ":person": resource.person.as_bytes(),
                    ":version": resource.version,
                    ":last_updated": resource.last_updated.0,
                    ":json": json(&resource.json)?,
                },
            )?;
        }
        Ok(new)
    }

    /// Forgets one resource that `platform` no longer has. Answers whether it was there.
    ///
    /// # Errors
    /// What the database says.
    pub fn delete_received(&self, platform: PlatformId, resource_type: &str, id: &str) -> Result<bool> {
        let deleted = self.run(
            "DELETE FROM received WHERE platform = ?1 AND resource_type = ?2 AND id = ?3",
            (platform.as_bytes(), resource_type, id),
        )?;
        Ok(deleted > 0)
    }

    /// Forgets everything that `platform` gave, as when a caregiver's access ended. Answers how many.
    ///
    /// # Errors
    /// What the database says.
    pub fn erase_received(&self, platform: PlatformId) -> Result<usize> {
        self.run("DELETE FROM received WHERE platform = ?1", [platform.as_bytes()])
    }

    /// Adds to the log of what left the device.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such person; what the database says.
    pub fn add_disclosure(&self, disclosure: &Disclosure) -> Result<()> {
        self.must_know(disclosure.person)?;
        self.run(
            "INSERT INTO disclosure (person, at, recipient, resource_type, count, basis)
             VALUES (:person, :at, :recipient, :resource_type, :count, :basis)",
            named_params! {
                ":person": disclosure.person.as_bytes(),
                ":at": disclosure.at.0,
                ":recipient": disclosure.recipient,
                ":resource_type": disclosure.resource_type,
                ":count": disclosure.count,
                ":basis": disclosure.basis,
            },
        )?;
        Ok(())
    }
}
