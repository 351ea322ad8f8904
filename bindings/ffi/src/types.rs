//! Mirrors of the core's plain types. A field added there fails to compile here.

use mimamori::event::Change;
use mimamori::model::finding::{FindingState, Severity};
use mimamori::model::heart::Contact;
use mimamori::model::meal::MealSlot;
use mimamori::model::person::Role;
use mimamori::model::platform::Access;
use mimamori::model::{FindingId, LocalDay, Millis, PersonId, PlatformId, RecordId};

macro_rules! text_type {
    ($name:ident) => {
        uniffi::custom_type!($name, String, {
            remote,
            lower: |value| value.to_string(),
            try_lift: |text| text.parse().map_err(|_| crate::error::invalid(stringify!($name)).into()),
        });
    };
}

text_type!(PersonId);
text_type!(RecordId);
text_type!(FindingId);
text_type!(PlatformId);
text_type!(LocalDay);

uniffi::custom_type!(Millis, i64, {
    remote,
    lower: |at| at.0,
    try_lift: |ms| Ok(Millis(ms)),
});

/// Which meal of the day.
#[uniffi::remote(Enum)]
pub enum MealSlot {
    Breakfast,
    Lunch,
    Dinner,
    Snack,
}

/// What this device is to a person.
#[uniffi::remote(Enum)]
pub enum Role {
    Patient,
    Caregiver,
}

/// What this device may do with a person's record on a platform.
#[uniffi::remote(Enum)]
pub enum Access {
    Own,
    Caregiver,
}

/// How much attention a finding asks for.
#[uniffi::remote(Enum)]
pub enum Severity {
    Notice,
    Strong,
}

/// What became of a finding.
#[uniffi::remote(Enum)]
pub enum FindingState {
    New,
    Seen,
    Acknowledged,
    Muted,
    Resolved,
    Revised,
    Withdrawn,
}

/// What a strap says about its contact with the skin.
#[uniffi::remote(Enum)]
pub enum Contact {
    Unsupported,
    Lost,
    Detected,
}

/// Something that a screen may want to read again.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
pub enum ChangeTopic {
    /// A day of a person: records, heart rate or steps.
    Day {
        /// Whose.
        person: PersonId,
        /// Which day.
        day: LocalDay,
    },
    /// The findings of a person.
    Findings {
        /// Whose.
        person: PersonId,
    },
    /// What came from platforms, or how far syncing got.
    Sync {
        /// Whose.
        person: PersonId,
    },
    /// So much changed that single changes were dropped: read everything again.
    Resync,
}

impl From<Change> for ChangeTopic {
    fn from(change: Change) -> Self {
        match change {
            Change::Day(person, day) => Self::Day { person, day },
            Change::Findings(person) => Self::Findings { person },
            Change::Sync(person) => Self::Sync { person },
            Change::Resync => Self::Resync,
        }
    }
}

/// The language of the words on a screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum Language {
    /// 日本語
    Japanese,
    /// English
    English,
}

/// Whether a person looks at the app.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum AppPhase {
    /// The app is on the screen.
    Foreground,
    /// It is not.
    Background,
}

/// `field` was refused by the binding itself: what it asks for is a code that the core does not know.
pub(crate) fn refused(field: &'static str) -> mimamori::Error {
    mimamori::model::Invalid::new(field, mimamori::model::Problem::Unreadable).into()
}

/// A weekday by its number, Monday 1 to Sunday 7 (ISO 8601).
pub(crate) fn weekday(number: u8) -> mimamori::Result<chrono::Weekday> {
    let day = number.checked_sub(1).and_then(|day| chrono::Weekday::try_from(day).ok());
    day.ok_or_else(|| refused("weekdays"))
}

/// The one of `all` whose code was chosen.
pub(crate) fn chosen<T: Copy>(
    field: &'static str,
    code: Option<&str>,
    all: &[T],
    code_of: impl Fn(T) -> &'static str,
) -> mimamori::Result<Option<T>> {
    let Some(code) = code else { return Ok(None) };
    let found = all.iter().copied().find(|one| code_of(*one) == code);
    Ok(Some(found.ok_or_else(|| refused(field))?))
}
