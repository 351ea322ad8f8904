//! What is sent to a platform as one: a record, or an hour of a series.

use serde::{Deserialize, Serialize};

use super::id::{PersonId, RecordId, SourceId};
use super::time::Millis;

/// The unit in which changes are queued, sent and acknowledged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// One record.
    Record(RecordId),
    /// Heart rate and beats that one source measured in one hour.
    HeartHour {
        /// The source.
        source: SourceId,
        /// The hour: see [`Millis::hour_index`].
        hour: i64,
    },
    /// Steps that one source counted in intervals that begin in one hour.
    StepsHour {
        /// The source.
        source: SourceId,
        /// The hour: see [`Millis::hour_index`].
        hour: i64,
    },
}

/// A subject that a platform has yet to be told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pending {
    /// What.
    pub subject: Subject,
    /// Whose.
    pub person: PersonId,
    /// When it happened: newer subjects go first.
    pub at: Millis,
    /// How many changes are waiting; acknowledged by this number, so that a later one is not lost.
    pub dirty: i64,
    /// The revision of the record that was first sent and got no answer, 0 for a piece of a series: it may be
    /// there. `None` where every answer came.
    pub tried: Option<u32>,
}

/// A resource as it now stands on a platform because this device sent it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SentResource {
    /// `Observation`, `NutritionIntake`, …
    pub resource_type: String,
    /// The id there.
    pub id: String,
    /// `meta.versionId` of what was sent; empty when the server gave none.
    pub version: String,
    /// The revision of the record here that it says: what both sides agree on until either changes it.
    /// `None` for a piece of a series, and where it is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<u32>,
}

/// A subject that a platform has acknowledged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// What.
    pub subject: Subject,
    /// How many changes that were: see [`Pending::dirty`].
    pub dirty: i64,
    /// What now stands there because of it; nothing when it was erased there.
    pub resources: Vec<SentResource>,
}

/// A subject that a platform refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetAside {
    /// What.
    pub subject: Subject,
    /// When it happened.
    pub at: Millis,
    /// Why it was refused, in the server's own words, at most 300 characters. They may repeat what was
    /// sent: for the person to read, never for a log.
    pub reason: String,
}
