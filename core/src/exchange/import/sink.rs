//! Where measurements go.

use crate::error::Result;
use crate::model::energy::EnergyInterval;
use crate::model::heart::HeartSample;
use crate::model::person::SourceKind;
use crate::model::steps::StepInterval;
use crate::model::vital::Vital;
use crate::model::{RecordId, SourceId, Stamp};

/// Takes in what an importer reads. Each call is one batch: after it returns, the batch is kept.
pub trait Sink {
    /// The source that calls itself `name` (1 to 200 characters); the same name gives the same id.
    ///
    /// # Errors
    /// Whatever keeps the sink from taking it.
    fn source(&mut self, name: &str, kind: SourceKind) -> Result<SourceId>;

    /// Heart rates of one source in order of time; the same instant and rate twice is one.
    ///
    /// # Errors
    /// Whatever keeps the sink from taking them; then none of the batch was taken.
    fn heart(&mut self, source: SourceId, samples: &[HeartSample]) -> Result<Added>;

    /// Steps of one source in order of time; the same interval twice is one.
    ///
    /// # Errors
    /// Whatever keeps the sink from taking them; then none of the batch was taken.
    fn steps(&mut self, source: SourceId, steps: &[StepInterval]) -> Result<Added>;

    /// Energy of one source in order of time; the same interval twice is one.
    ///
    /// # Errors
    /// Whatever keeps the sink from taking it; then none of the batch was taken.
    fn energy(&mut self, source: SourceId, energy: &[EnergyInterval]) -> Result<Added>;

    /// Vital signs of one source; one whose [`Reading::id`] is there already changes nothing.
    ///
    /// # Errors
    /// Whatever keeps the sink from taking them; then none of the batch was taken.
    fn vitals(&mut self, source: SourceId, readings: &[Reading]) -> Result<Added>;
}

/// What became of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Added {
    /// How many were not there before.
    pub new: u64,
    /// How many were there already.
    pub known: u64,
}

/// One vital sign of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// Derived from source, kind, instant and value: the same whenever the file is read.
    pub id: RecordId,
    /// When it was measured, and where as far as it is known.
    pub at: Stamp,
    /// What.
    pub vital: Vital,
}

impl Reading {
    /// `vital`, measured `at` by `source`.
    #[must_use]
    pub fn new(source: SourceId, at: Stamp, vital: Vital) -> Self {
        let key = match vital {
            Vital::BloodPressure(bp) => format!("blood_pressure|{}|{}|{}", at.at.0, bp.systolic, bp.diastolic),
            Vital::Single { kind, value, .. } => format!("{}|{}|{value}", kind.code(), at.at.0),
        };
        Self { id: RecordId::derive(source, &key), at, vital }
    }
}
