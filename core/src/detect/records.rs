//! Rules about what a person or a device measures one at a time: a fold over records in order of time.
//!
//! Each rule states its published source where its limits are. A single measurement can be a slip of
//! the cuff or a cold finger: where the source asks for a second one, the first is told as a notice
//! that says so, and only the second makes it strong. There is no total score: NEWS2 was made for
//! wards, and only single bands of it are used.

mod episode;
mod pressure;
mod threshold;
mod weight;

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::StateError;
use crate::model::finding::Finding;
use crate::model::profile::{Condition, Profile};
use crate::model::symptom::Symptom;
use crate::model::vital::Vital;
use crate::model::{Millis, PersonId, RecordId, SourceId, Stamp};

use pressure::{LowPressure, MeanPressure};
use threshold::{Sign, Threshold};
use weight::WeightGain;

/// Whose records are looked at, and what they have said about themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reader {
    /// The person: part of each finding's identifier.
    pub person: PersonId,
    /// The zone in which their days lie.
    pub zone: Tz,
    /// What the rules need to know of them.
    pub declared: Declared,
}

/// What a person has declared, as far as a rule depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Declared {
    /// Heart failure: a quick gain of weight is told.
    pub heart_failure: bool,
    /// Dialysis: weight rises and falls between the sessions, and is not told.
    pub dialysis: bool,
    /// A lung disease or oxygen at home, with which the usual saturation is lower.
    pub low_oxygen: bool,
}

impl From<&Profile> for Declared {
    fn from(profile: &Profile) -> Self {
        Self {
            heart_failure: profile.declares(Condition::HeartFailure),
            dialysis: profile.declares(Condition::Dialysis),
            low_oxygen: profile.declares(Condition::Copd) || profile.declares(Condition::HomeOxygen),
        }
    }
}

/// One record.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Taken<'a> {
    /// Its name.
    pub id: RecordId,
    /// When it was taken.
    pub at: Stamp,
    /// Where it came from.
    pub source: SourceId,
    /// Whether a watch took it by itself: such a saturation is for trends, not for limits.
    pub by_watch: bool,
    /// What it says.
    pub what: What<'a>,
}

/// What a record says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum What<'a> {
    /// A measurement.
    Vital(&'a Vital),
    /// Something the person feels.
    Symptom(&'a Symptom),
}

/// All rules about records of one person.
///
/// Push records in order of time, and of their names at the same instant. What was told never changes
/// by a later record; whoever learns of an earlier one, or of a change, starts anew and marks what
/// differs as revised.
#[derive(Debug, Clone)]
pub struct RecordRules {
    reader: Reader,
    state: State,
}

/// Changes whenever a saved state would no longer mean the same.
const VERSION: u32 = 1;

#[derive(Debug, Clone, Serialize, Deserialize)]
struct State {
    version: u32,
    /// The last record that was looked at.
    last: Option<(Millis, RecordId)>,
    thresholds: Vec<Threshold>,
    mean: MeanPressure,
    low: LowPressure,
    weight: WeightGain,
}

impl RecordRules {
    /// Rules that have seen nothing.
    #[must_use]
    pub fn new(reader: &Reader) -> Self {
        let state = State {
            version: VERSION,
            last: None,
            thresholds: Sign::ALL.into_iter().map(Threshold::new).collect(),
            mean: MeanPressure::default(),
            low: LowPressure::default(),
            weight: WeightGain::default(),
        };
        Self { reader: *reader, state }
    }

    /// Rules that go on where [`save`](Self::save) left off.
    ///
    /// # Errors
    /// The bytes are of another version, or no state at all.
    pub fn restore(reader: &Reader, saved: &[u8]) -> Result<Self, StateError> {
        let state: State = super::read_state(saved, VERSION)?;
        if state.thresholds.len() != Sign::ALL.len() {
            return Err(StateError::OtherVersion);
        }
        Ok(Self { reader: *reader, state })
    }

    /// The state as bytes, at most 64 KB.
    #[must_use]
    pub fn save(&self) -> Vec<u8> {
        serde_json::to_vec(&self.state).unwrap_or_default()
    }

    /// The instant of the last record that was looked at.
    #[must_use]
    pub fn cursor(&self) -> Option<Millis> {
        self.state.last.map(|(at, _)| at)
    }

    /// Looks at one more record and returns the findings that are new or have changed. A record that
    /// does not come after the last one is not looked at.
    pub fn push(&mut self, taken: &Taken<'_>) -> Vec<Finding> {
        let place = (taken.at.at, taken.id);
        if self.state.last.is_some_and(|last| place <= last) {
            return Vec::new();
        }
        self.state.last = Some(place);
        let mut told = self.advance(taken.at.at);
        let (reader, state) = (&self.reader, &mut self.state);
        for threshold in &mut state.thresholds {
            told.extend(threshold.push(reader, taken));
        }
        state.mean.push(reader, taken);
        told.extend(state.low.push(reader, taken));
        told.extend(state.weight.push(reader, taken));
        told
    }

    /// Says that it is `now`: days that are over are judged, and episodes that nothing was heard of for
    /// long are over.
    pub fn advance(&mut self, now: Millis) -> Vec<Finding> {
        let (reader, state) = (&self.reader, &mut self.state);
        let mut told: Vec<Finding> =
            state.thresholds.iter_mut().filter_map(|threshold| threshold.advance(now)).collect();
        told.extend(state.mean.advance(reader, now));
        told.extend(state.low.advance(now));
        told.extend(state.weight.advance(now));
        told
    }
}

#[cfg(test)]
mod tests;
