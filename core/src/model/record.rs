//! The envelope that every single record travels in, on the phone and on the wire.
//!
//! Heart rate and steps are series, not records: see `heart` and `steps`.

use serde::{Deserialize, Serialize};

use super::finding::Finding;
use super::habit::{Habit, Tick};
use super::id::{PersonId, RecordId, SourceId};
use super::meal::Meal;
use super::time::{Millis, Stamp};
use super::vital::Vital;

/// One record as it now stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// The same on every device.
    pub id: RecordId,
    /// Whose it is.
    pub person: PersonId,
    /// 1 for the first version, one more for each change.
    pub revision: u32,
    /// Whether it stands.
    pub status: RecordStatus,
    /// When it happened.
    pub at: Stamp,
    /// Where it came from.
    pub source: SourceId,
    /// When this version was written.
    pub written: Millis,
    /// What it says.
    pub entry: Entry,
}

/// Whether a record stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordStatus {
    /// It stands.
    Active,
    /// The person deleted it; it is kept, marked, and counts for nothing.
    EnteredInError,
}

/// What a record says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "entry", rename_all = "snake_case")]
pub enum Entry {
    /// A meal.
    Meal(Meal),
    /// A habit that the person keeps.
    Habit(Habit),
    /// One time that a habit was kept.
    Tick(Tick),
    /// A vital sign or a body measure.
    Vital(Vital),
    /// Something out of the ordinary that was noticed.
    Finding(Box<Finding>),
}

/// The kinds of [`Entry`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is the entry of that name")]
pub enum RecordKind {
    Meal,
    Habit,
    Tick,
    Vital,
    Finding,
}

impl RecordKind {
    /// Every kind.
    pub const ALL: [Self; 5] = [Self::Meal, Self::Habit, Self::Tick, Self::Vital, Self::Finding];

    /// The code in the store, in files and on the command line; never changes.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Meal => "meal",
            Self::Habit => "habit",
            Self::Tick => "tick",
            Self::Vital => "vital",
            Self::Finding => "finding",
        }
    }

    /// The kind with this [`code`](Self::code).
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

impl Entry {
    /// Which kind it is.
    #[must_use]
    pub const fn kind(&self) -> RecordKind {
        match self {
            Self::Meal(_) => RecordKind::Meal,
            Self::Habit(_) => RecordKind::Habit,
            Self::Tick(_) => RecordKind::Tick,
            Self::Vital(_) => RecordKind::Vital,
            Self::Finding(_) => RecordKind::Finding,
        }
    }
}
