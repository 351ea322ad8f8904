//! What an import did, to be shown to the person whose data it is.

use std::collections::BTreeMap;

use serde::Serialize;

use super::classify::Format;
use super::sink::Added;
use crate::error::Error;
use crate::model::LocalDay;

/// The account of one import.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct ImportReport {
    /// What the file was; `None` when that could not be told.
    pub format: Option<Format>,
    /// Heart rates.
    pub heart: Counts,
    /// Step intervals.
    pub steps: Counts,
    /// Intervals of energy.
    pub energy: Counts,
    /// Vital signs.
    pub vitals: Counts,
    /// What was understood but not taken, by reason.
    pub skipped: BTreeMap<Skip, Skipped>,
    /// What this version does not take in, by the name that the file gives it.
    pub unknown: BTreeMap<String, u64>,
    /// The person's day of the first measurement taken.
    pub first_day: Option<LocalDay>,
    /// The person's day of the last measurement taken.
    pub last_day: Option<LocalDay>,
    /// Whether the person ended it before the end of the file.
    pub cancelled: bool,
}

/// How many there were of one sort.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Counts {
    /// Put into the record.
    pub inserted: u64,
    /// In the record before, or twice in the file.
    pub already_there: u64,
}

/// Why a measurement was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Skip {
    /// A field is missing or cannot be read.
    Unreadable,
    /// The value is not possible in a living person.
    Impossible,
    /// The date lies in the future or before 1900.
    Date,
    /// The unit is not one that this measurement comes in.
    Unit,
    /// One half of a blood pressure without the other.
    Unpaired,
    /// More different sources than are kept apart in one file.
    Source,
}

impl Skip {
    /// Every reason.
    pub const ALL: [Self; 6] =
        [Self::Unreadable, Self::Impossible, Self::Date, Self::Unit, Self::Unpaired, Self::Source];

    /// The name in JSON and for looking up words.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::Impossible => "impossible",
            Self::Date => "date",
            Self::Unit => "unit",
            Self::Unpaired => "unpaired",
            Self::Source => "source",
        }
    }
}

/// How many were skipped for one reason, and where the first of them is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Skipped {
    /// How many.
    pub count: u64,
    /// The first.
    pub first: Place,
}

/// A place in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// A line, counted from 1.
    Line(u64),
    /// A byte of the unpacked text, counted from 0.
    Byte(u64),
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Line(n) => write!(f, "line {n}"),
            Self::Byte(n) => write!(f, "byte {n}"),
        }
    }
}

/// An import that ended in an error, with the account of what was taken in before it.
///
/// Its `Debug` leaves the account out: the names of unknown types are the file's own words.
#[derive(thiserror::Error)]
#[error("{cause}")]
pub struct Stopped {
    /// What was taken in; it stays.
    pub report: ImportReport,
    /// What went wrong.
    #[source]
    pub cause: Error,
}

impl std::fmt::Debug for Stopped {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Stopped").field("cause", &self.cause).finish_non_exhaustive()
    }
}

/// A type of more names than this is told as [`ImportReport::OTHER`].
const UNKNOWN_NAMES: usize = 256;
/// The longest name of an unknown type, in characters.
const UNKNOWN_LENGTH: usize = 100;

impl ImportReport {
    /// The name under which unknown types are counted once there are too many to name.
    pub const OTHER: &'static str = "…";

    /// How many measurements were put into the record.
    #[must_use]
    pub fn inserted(&self) -> u64 {
        self.heart.inserted + self.steps.inserted + self.energy.inserted + self.vitals.inserted
    }

    /// How many measurements were there already.
    #[must_use]
    pub fn already_there(&self) -> u64 {
        self.heart.already_there + self.steps.already_there + self.energy.already_there + self.vitals.already_there
    }

    pub(super) fn skip(&mut self, reason: Skip, place: Place) {
        self.skipped.entry(reason).or_insert(Skipped { count: 0, first: place }).count += 1;
    }

    pub(super) fn unknown(&mut self, name: &str) {
        if let Some(count) = self.unknown.get_mut(name) {
            *count += 1;
            return;
        }
        let name: String = if self.unknown.len() < UNKNOWN_NAMES && !name.is_empty() {
            name.chars().filter(|c| !c.is_control()).take(UNKNOWN_LENGTH).collect()
        } else {
            Self::OTHER.to_owned()
        };
        *self.unknown.entry(name).or_default() += 1;
    }
}

impl Counts {
    pub(super) fn add(&mut self, added: Added) {
        self.inserted += added.new;
        self.already_there += added.known;
    }
}
