//! What is out of the ordinary: pure folds over the minutes of one person.
//!
//! No clock, no storage, no words: `companion` reads minutes from the store, pushes them here in
//! order of time, and stores what comes back. Three promises hold for every detector:
//!
//! - **Prefix-invariant**: what was told at an instant never changes because of later data.
//! - **Resumable**: saved and restored anywhere, it tells the same.
//! - **Bounded**: its state depends on its window, not on how long it has run.

pub mod artefact;
mod baseline;
pub mod daily;
mod dwell;
mod evidence;
mod minute;
pub mod night;
mod nightly;
pub mod past;
pub mod records;
pub mod rhythm;
mod shown;
pub mod together;
pub mod trend;
pub mod variability;
pub mod watch;

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::model::finding::Finding;
use crate::model::person::HeartLimits;
use crate::model::{Millis, PersonId};

use daily::{DailyReading, DailyRule};
use dwell::{DwellRule, Side};
use night::{NightRule, NightVerdict, Told};
use rhythm::beat::Beat;
use rhythm::episode::RhythmRule;

pub use minute::Minute;
pub use shown::Shown;

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

impl Settings {
    /// For a series of which nobody said whose it is: its clock on the wall is taken for UTC.
    #[must_use]
    pub fn nobody() -> Self {
        Self { person: PersonId(uuid::Uuid::nil()), zone: Tz::UTC, limits: HeartLimits::default() }
    }
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

/// No saved state is longer.
const MOST_BYTES: usize = 64 * 1024;

/// A state that was saved by `version`. The version is read first: what another one saved need not have
/// the shape of this one's.
fn read_state<S: serde::de::DeserializeOwned>(saved: &[u8], version: u32) -> Result<S, StateError> {
    #[derive(Deserialize)]
    struct Saved {
        version: u32,
    }
    if saved.len() > MOST_BYTES {
        return Err(StateError::Unreadable);
    }
    let by: Saved = serde_json::from_slice(saved).map_err(|_| StateError::Unreadable)?;
    if by.version != version {
        return Err(StateError::OtherVersion);
    }
    serde_json::from_slice(saved).map_err(|_| StateError::Unreadable)
}

/// All detectors of one person.
///
/// Push only minutes that are over, in order of time; a minute before the [cursor](Self::cursor) is
/// not looked at, because what was told would have to change. Whoever has such late data starts
/// anew, pushes everything again and marks the findings that differ as revised. [`show`](Self::show)
/// keeps the order of what was measured in different ways.
#[derive(Debug, Clone)]
pub struct Detectors {
    settings: Settings,
    state: State,
}

/// Changes whenever a saved state would no longer mean the same.
const VERSION: u32 = 7;

#[derive(Debug, Clone, Serialize, Deserialize)]
struct State {
    version: u32,
    cursor: Option<Millis>,
    night: NightRule,
    daily: DailyRule,
    high: DwellRule,
    low: DwellRule,
    rhythm: RhythmRule,
    /// The start of a run of beats that was taken in up to the cursor only.
    unfinished: Option<Millis>,
}

impl Detectors {
    /// Detectors that have seen nothing.
    #[must_use]
    pub fn new(settings: &Settings) -> Self {
        let state = State {
            version: VERSION,
            cursor: None,
            night: NightRule::default(),
            daily: DailyRule::default(),
            high: DwellRule::new(Side::High),
            low: DwellRule::new(Side::Low),
            rhythm: RhythmRule::default(),
            unfinished: None,
        };
        Self { settings: *settings, state }
    }

    /// Detectors that go on where [`save`](Self::save) left off.
    ///
    /// # Errors
    /// The bytes are of another version, or no state at all.
    pub fn restore(settings: &Settings, saved: &[u8]) -> Result<Self, StateError> {
        Ok(Self { settings: *settings, state: read_state(saved, VERSION)? })
    }

    /// The state as bytes, at most 64 KB.
    #[must_use]
    pub fn save(&self) -> Vec<u8> {
        serde_json::to_vec(&self.state).unwrap_or_default()
    }

    /// What was last told of each episode that is not over: only these may be told of again.
    #[must_use]
    pub fn open_findings(&self) -> Vec<Finding> {
        let State { night, daily, high, low, rhythm, .. } = &self.state;
        let open = [
            night.open_finding(),
            daily.open_finding(),
            high.open_finding(),
            low.open_finding(),
            rhythm.open_finding(),
        ];
        open.into_iter().flatten().cloned().collect()
    }

    /// The instant up to which everything was looked at; data from there on may be pushed.
    #[must_use]
    pub fn cursor(&self) -> Option<Millis> {
        self.state.cursor
    }

    /// Looks at one more minute and returns the findings that are new or have changed.
    ///
    /// A finding whose episode has grown, or is over, comes again with the same identifier.
    pub fn push(&mut self, minute: &Minute) -> Vec<Finding> {
        let state = &mut self.state;
        if state.cursor.is_some_and(|cursor| minute.start < cursor) {
            return Vec::new();
        }
        state.cursor = Some(minute.end());
        let night = state.night.push(&self.settings, minute);
        let mut told = self.after_night(night, minute.start);
        told.extend(self.state.high.push(&self.settings, minute));
        told.extend(self.state.low.push(&self.settings, minute));
        told.extend(self.state.rhythm.minute(&self.settings, minute));
        told
    }

    /// Takes in one interval between beats, in order of time with the minutes: after those that are over
    /// when it begins.
    pub fn hear_beat(&mut self, beat: &Beat) -> Vec<Finding> {
        let minute = beat.begin().minute();
        if self.state.cursor.is_some_and(|cursor| minute < cursor) {
            return Vec::new();
        }
        self.state.cursor = Some(minute);
        self.state.rhythm.hear(&self.settings, beat)
    }

    /// Takes in what a device states once a day, in order of time with the minutes: before the minute
    /// that it lies in.
    pub fn hear(&mut self, reading: &DailyReading) -> Vec<Finding> {
        let minute = reading.at.minute();
        if self.state.cursor.is_some_and(|cursor| minute < cursor) {
            return Vec::new();
        }
        self.state.cursor = Some(minute);
        let night = self.state.night.hear(&self.settings, reading.at, &reading.others);
        let mut told = self.after_night(night, reading.at);
        told.extend(self.state.daily.hear(&self.settings, reading).findings);
        told
    }

    /// What the rule of the stated rates does once the nights were looked at up to `now`.
    fn after_night(&mut self, told: Told, now: Millis) -> Vec<Finding> {
        let judged = told.night.as_ref().filter(|night| night.verdict != NightVerdict::Insufficient);
        if let Some(night) = judged {
            self.state.daily.night_judged(night.day);
        }
        let mut findings = told.findings;
        findings.extend(self.state.daily.advance(&self.settings, now).findings);
        findings
    }

    /// Says that it is `now`, so that what depends only on time passing is told: at seven in the
    /// morning a night can be judged although no later minute is there yet.
    pub fn advance(&mut self, now: Millis) -> Vec<Finding> {
        let told = self.state.night.advance(&self.settings, now);
        if let Some(night) = &told.night {
            self.state.cursor = self.state.cursor.max(Some(night.knowable_at));
        }
        let mut findings = self.after_night(told, now);
        findings.extend(self.state.rhythm.advance(&self.settings, now));
        self.state.cursor = self.state.cursor.max(self.state.rhythm.decided());
        if let Some(last) = findings.iter().map(|finding| finding.last).max() {
            self.state.cursor = self.state.cursor.max(Some(last));
        }
        findings
    }
}

#[cfg(test)]
mod tests;
