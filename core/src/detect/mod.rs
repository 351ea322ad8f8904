//! What is out of the ordinary: pure folds over the minutes of one person.
//!
//! No clock, no storage, no words: `companion` reads minutes from the store, pushes them here in
//! order of time, and stores what comes back. Three promises hold for every detector:
//!
//! - **Prefix-invariant**: what was told at an instant never changes because of later data.
//! - **Resumable**: saved and restored anywhere, it tells the same.
//! - **Bounded**: its state depends on its window, not on how long it has run.

mod minute;

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::model::finding::Finding;
use crate::model::person::HeartLimits;
use crate::model::{Millis, PersonId};

pub use minute::Minute;

/// Whose minutes are watched, and by which limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// The person: part of each finding's identifier.
    pub person: PersonId,
    /// The zone in which their nights lie.
    pub zone: Tz,
    /// The limits that they chose.
    pub limits: HeartLimits,
}

/// Why a saved state was refused. The remedy is the same: start anew and push everything again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StateError {
    /// It was saved by another version of the detectors.
    #[error("saved by another version of the detectors")]
    OtherVersion,
    /// It is not a state that [`Detectors::save`] made.
    #[error("not a saved state")]
    Unreadable,
}

/// All detectors of one person.
///
/// Push only minutes that are over, in order of time; a minute before the [cursor](Self::cursor) is
/// not looked at, because what was told would have to change. Whoever has such late data starts
/// anew, pushes everything again and marks the findings that differ as revised.
#[derive(Debug, Clone)]
pub struct Detectors {
    settings: Settings,
    state: State,
}

/// Changes whenever a saved state would no longer mean the same.
const VERSION: u32 = 1;

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct State {
    version: u32,
    cursor: Option<Millis>,
}

impl Detectors {
    /// Detectors that have seen nothing.
    #[must_use]
    pub fn new(settings: &Settings) -> Self {
        Self { settings: *settings, state: State { version: VERSION, ..State::default() } }
    }

    /// Detectors that go on where [`save`](Self::save) left off.
    ///
    /// # Errors
    /// The bytes are of another version, or no state at all.
    pub fn restore(settings: &Settings, saved: &[u8]) -> Result<Self, StateError> {
        let state: State = serde_json::from_slice(saved).map_err(|_| StateError::Unreadable)?;
        if state.version != VERSION {
            return Err(StateError::OtherVersion);
        }
        Ok(Self { settings: *settings, state })
    }

    /// The state as bytes, at most 64 KB.
    #[must_use]
    pub fn save(&self) -> Vec<u8> {
        serde_json::to_vec(&self.state).unwrap_or_default()
    }

    /// The instant up to which everything was looked at; data from there on may be pushed.
    #[must_use]
    pub fn cursor(&self) -> Option<Millis> {
        self.state.cursor
    }

    /// Looks at one more minute and returns the findings that are new or have grown.
    ///
    /// A finding that has grown comes again with the same identifier.
    pub fn push(&mut self, minute: &Minute) -> Vec<Finding> {
        if self.state.cursor.is_some_and(|cursor| minute.start < cursor) {
            return Vec::new();
        }
        let told = self.advance(minute.start);
        self.state.cursor = Some(minute.end());
        told
    }

    /// Says that it is `now`, so that what depends only on time passing is told.
    pub fn advance(&mut self, _now: Millis) -> Vec<Finding> {
        Vec::new()
    }

    /// The settings in force.
    #[must_use]
    pub const fn settings(&self) -> &Settings {
        &self.settings
    }
}
