//! What two devices of one person changed differently.

use serde::{Deserialize, Serialize};

use super::id::{PersonId, RecordId};
use super::record::Record;
use super::time::Millis;

/// A record that was changed on two devices, in the same place and not alike. The record goes on with one
/// of the two; both are kept here until the person says which holds. Nothing waits for that.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Conflict {
    /// The record.
    pub record: RecordId,
    /// Whose it is.
    pub person: PersonId,
    /// The revision of the record with which it went on.
    pub revision: u32,
    /// When it was noticed.
    pub noticed: Millis,
    /// The fields that differ: `at`, `status` (one side deleted it), a field of the entry, or `entry` where
    /// its values belong together, as those of a measurement do.
    pub fields: Vec<String>,
    /// The record as it was on this device.
    pub here: Record,
    /// As it was on the other.
    pub there: Record,
}

/// Which of the two sides of a [`Conflict`] holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// What this device had.
    Here,
    /// What the other device had.
    There,
    /// What the record says now.
    Standing,
}
