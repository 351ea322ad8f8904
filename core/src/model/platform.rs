//! A person's connection to a FHIR platform, and what came from it.

use serde::{Deserialize, Serialize};

use super::id::{PersonId, PlatformId, RecordId, SourceId};
use super::time::Millis;

/// A platform that a person has connected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Platform {
    /// Made on the phone.
    pub id: PlatformId,
    /// Whose record goes there and comes from there.
    pub person: PersonId,
    /// The FHIR base URL, without a trailing slash.
    pub base_url: String,
    /// The person's `Patient` id there.
    pub patient: String,
    /// What this device may do there.
    pub access: Access,
}

impl Platform {
    /// The one consent by which the person's record goes to a platform of their own: every change of what may
    /// leave is a version of it.
    #[must_use]
    pub fn consent(&self) -> RecordId {
        RecordId::derive(SourceId::derive(self.person, "consent"), &self.id.to_string())
    }
}

/// What a device may do with a person's record on a platform.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Access {
    /// The person's own: everything goes up, everything comes down.
    Own,
    /// A caregiver's: nothing goes up, what the person allows comes down.
    Caregiver,
}

/// How syncing with a platform goes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncStatus {
    /// When a run last got through to its end.
    pub last_good: Option<Millis>,
    /// What ended the last run early; `None` when nothing did.
    pub trouble: Option<Trouble>,
    /// Not before this time is it worth trying again; `None` when nothing says when.
    pub next_try: Option<Millis>,
    /// How often in a row the platform has failed.
    #[serde(default)]
    pub failures: u32,
}

/// What ends a sync early.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trouble {
    /// No connection.
    Offline,
    /// The platform asks for patience, or fails.
    Busy,
    /// The person has to sign in.
    SignIn,
    /// The time that was given was over: there is more to do.
    Time,
}

/// A FHIR resource as a platform sent it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReceivedResource {
    /// Where from.
    pub platform: PlatformId,
    /// Whose.
    pub person: PersonId,
    /// `Observation`, `MedicationRequest`, …
    pub resource_type: String,
    /// The id there.
    pub id: String,
    /// `meta.versionId`; empty when the server gave none.
    pub version: String,
    /// `meta.lastUpdated`.
    pub last_updated: Millis,
    /// The resource, every field as received.
    pub json: serde_json::Value,
}

/// One thing that left the device: what, where, when and under which consent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disclosure {
    /// When the platform acknowledged it.
    pub at: Millis,
    /// Whose data.
    pub person: PersonId,
    /// The platform's base URL.
    pub recipient: String,
    /// The resource type.
    pub resource_type: String,
    /// How many resources of it.
    pub count: u32,
    /// What allowed it: the [record](Platform::consent) of the consent; `own-connection` in what an earlier
    /// version wrote.
    pub basis: String,
}
