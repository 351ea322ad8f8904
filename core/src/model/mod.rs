//! Plain data: what a person records, what is noticed, and what a screen draws.
//!
//! Every room may use this one; it uses none. No storage, no network, no clock, no words: a value
//! here is made whole by its constructor and cannot be wrong afterwards.

pub mod attachment;
mod coded;
pub mod conflict;
pub mod consent;
pub mod day;
pub mod device;
pub mod energy;
pub mod era;
pub mod event;
pub mod finding;
pub mod habit;
pub mod heart;
pub mod heartbeat;
pub mod id;
pub mod meal;
pub mod medicine;
pub mod own_food;
pub mod person;
pub mod photo;
pub mod platform;
pub mod plausible;
pub mod profile;
pub mod quantity;
pub mod record;
pub mod reminder;
pub mod sleep;
pub mod steps;
pub mod subject;
pub mod symptom;
mod text;
pub mod time;
pub mod time_of_day;
pub mod view;
pub mod vital;

pub use day::LocalDay;
pub use id::{DeviceId, DeviceValueId, FindingId, PersonId, PhotoId, PlatformId, RecordId, SourceId};
pub use record::{Entry, Record, RecordKind, RecordStatus};
pub use subject::Subject;
pub use time::{Millis, Stamp, TimeRange};

/// What is wrong with a value that somebody entered or a device sent.
///
/// Names the field, never the value: the text may reach a log.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {problem}")]
pub struct Invalid {
    /// The field's name as the API spells it, e.g. `systolic`.
    pub field: &'static str,
    /// What is wrong.
    pub problem: Problem,
}

/// Why a field was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// Nothing was given where something must be.
    #[error("is missing")]
    Missing,
    /// Not a number, a date or a code that can be read.
    #[error("cannot be read")]
    Unreadable,
    /// Outside what a living person or a working device can show.
    #[error("is outside the possible range")]
    Impossible,
    /// Longer than the limit.
    #[error("is too long")]
    TooLong,
    /// Two values that contradict each other, such as an end before its start.
    #[error("contradicts another value")]
    Contradiction,
}

impl Invalid {
    /// `field` was refused for `problem`.
    #[must_use]
    pub const fn new(field: &'static str, problem: Problem) -> Self {
        Self { field, problem }
    }
}
