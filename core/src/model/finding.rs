//! Findings: facts that are out of the ordinary, with the evidence for them.
//!
//! A finding holds codes and numbers. The words are made in `text`, in the language of whoever
//! reads it.

use serde::{Deserialize, Serialize};

use super::day::LocalDay;
use super::id::{FindingId, RecordId, SourceId};
use super::quantity::Unit;
use super::time::Millis;
use super::vital::Occasion;

/// The rule that noticed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// The heart rate of the nights is above the person's usual.
    NightHeartRateHigh,
    /// The resting heart rate that a device states is above the person's usual.
    RestingHeartRateHigh,
    /// Above the person's limit for ten minutes at rest.
    HeartRateHigh,
    /// Below the person's limit for ten minutes at rest.
    HeartRateLow,
    /// The beats follow no pattern, over an hour and longer at rest.
    IrregularRhythm,
    /// The average of the mornings or of the evenings of five to seven days is high for home.
    BloodPressureHigh,
    /// One measurement is so high that it should be taken again.
    BloodPressureVeryHigh,
    /// A low measurement together with a symptom.
    BloodPressureLow,
    /// A quick gain of weight, where heart failure is declared.
    WeightGain,
    /// Oxygen saturation is low.
    OxygenLow,
    /// Body temperature is high.
    TemperatureHigh,
    /// Body temperature is low.
    TemperatureLow,
    /// Blood glucose is high.
    GlucoseHigh,
    /// Blood glucose is low.
    GlucoseLow,
    /// Breathing is fast.
    BreathingFast,
    /// Breathing is slow.
    BreathingSlow,
}

impl Rule {
    /// Every rule.
    pub const ALL: [Self; 16] = [
        Self::NightHeartRateHigh,
        Self::RestingHeartRateHigh,
        Self::HeartRateHigh,
        Self::HeartRateLow,
        Self::IrregularRhythm,
        Self::BloodPressureHigh,
        Self::BloodPressureVeryHigh,
        Self::BloodPressureLow,
        Self::WeightGain,
        Self::OxygenLow,
        Self::TemperatureHigh,
        Self::TemperatureLow,
        Self::GlucoseHigh,
        Self::GlucoseLow,
        Self::BreathingFast,
        Self::BreathingSlow,
    ];

    /// Whether it looks at single records; the others look at minutes and days.
    #[must_use]
    pub const fn is_of_records(self) -> bool {
        matches!(
            self,
            Self::BloodPressureHigh
                | Self::BloodPressureVeryHigh
                | Self::BloodPressureLow
                | Self::WeightGain
                | Self::OxygenLow
                | Self::TemperatureHigh
                | Self::TemperatureLow
                | Self::GlucoseHigh
                | Self::GlucoseLow
                | Self::BreathingFast
                | Self::BreathingSlow
        )
    }

    /// The code in files and on the wire; never changes.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NightHeartRateHigh => "night-heart-rate-high",
            Self::RestingHeartRateHigh => "resting-heart-rate-high",
            Self::HeartRateHigh => "heart-rate-high",
            Self::HeartRateLow => "heart-rate-low",
            Self::IrregularRhythm => "irregular-rhythm",
            Self::BloodPressureHigh => "blood-pressure-high",
            Self::BloodPressureVeryHigh => "blood-pressure-very-high",
            Self::BloodPressureLow => "blood-pressure-low",
            Self::WeightGain => "weight-gain",
            Self::OxygenLow => "oxygen-low",
            Self::TemperatureHigh => "temperature-high",
            Self::TemperatureLow => "temperature-low",
            Self::GlucoseHigh => "glucose-high",
            Self::GlucoseLow => "glucose-low",
            Self::BreathingFast => "breathing-fast",
            Self::BreathingSlow => "breathing-slow",
        }
    }

    /// The rule with this [`code`](Self::code).
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.code() == code)
    }
}

/// How much attention it asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Worth a look.
    Notice,
    /// Clearly out of the person's ordinary.
    Strong,
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingState {
    /// Not yet shown.
    New,
    /// Shown.
    Seen,
    /// The person has said that they know.
    Acknowledged,
    /// The person does not want to hear of it again.
    Muted,
    /// The episode is over.
    Resolved,
    /// Data that came late or was corrected changed it.
    Revised,
    /// Data that came late or was corrected took away what it rested on.
    Withdrawn,
}

/// One episode of something out of the ordinary.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// The same however often this device computes it. Where another device of the person's has told of
    /// the episode, both keep the lower of the two ids.
    pub id: FindingId,
    /// The rule.
    pub rule: Rule,
    /// How strong it is, at its strongest so far.
    pub severity: Severity,
    /// What became of it.
    pub state: FindingState,
    /// When the episode began.
    pub onset: Millis,
    /// The person's day that it is shown on: the morning of the night, or the day of the event.
    pub day: LocalDay,
    /// The first instant at which the data then at hand could tell it.
    pub knowable_at: Millis,
    /// The latest instant for which it held.
    pub last: Millis,
    /// What it rests on.
    pub evidence: Evidence,
}

impl Finding {
    /// Whether both tell of the same episode of one person. Their ids say so only where one device
    /// computed both: a person has another id on each.
    #[must_use]
    pub fn is_same_episode(&self, other: &Self) -> bool {
        // Mornings and evenings that begin on one day are two episodes.
        let occasion = |finding: &Self| finding.evidence.pressure.and_then(|pressure| pressure.occasion);
        (self.rule, self.onset) == (other.rule, other.onset) && occasion(self) == occasion(other)
    }
}

/// What a finding rests on: enough to draw it and to say why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// The unit of every number here.
    pub unit: Unit,
    /// What was measured, at its farthest from the usual.
    pub value: f64,
    /// What goes with a systolic `value`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pressure: Option<PressureEvidence>,
    /// What is usual for this person, or the limit that it is beyond.
    pub usual: Usual,
    /// How many times in a row: nights, or minutes; of a rhythm, all checks that were made.
    pub run: u32,
    /// How many days lay behind the usual range.
    pub days_used: u32,
    /// How many of the days looked at had too little data.
    pub days_missing: u32,
    /// Which sources the values came from.
    #[serde(default)]
    pub sources: Vec<SourceId>,
    /// A chart's worth of values, oldest first, at most 64.
    #[serde(default)]
    pub points: Vec<EvidencePoint>,
    /// Single records that it rests on, where it rests on any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub records: Vec<RecordId>,
}

impl Evidence {
    /// A value and what it is compared with, and nothing that it rests on yet.
    #[must_use]
    pub const fn bare(unit: Unit, value: f64, usual: Usual) -> Self {
        Self {
            unit,
            value,
            pressure: None,
            usual,
            run: 0,
            days_used: 0,
            days_missing: 0,
            sources: Vec::new(),
            points: Vec::new(),
            records: Vec::new(),
        }
    }
}

/// The other half of a blood pressure.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PressureEvidence {
    /// The diastolic value, mmHg.
    pub diastolic: f64,
    /// The limit of the diastolic value, mmHg; 0 where there is none.
    pub limit: f64,
    /// Of which part of the day, where it is an average.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub occasion: Option<Occasion>,
}

/// What a value is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Usual {
    /// The person's own range: its centre and its ends.
    Range {
        /// The middle of it.
        centre: f64,
        /// The lower end.
        low: f64,
        /// The upper end.
        high: f64,
    },
    /// A limit: chosen by the person, published, or what the value has risen from.
    Limit(f64),
}

/// One value of a finding's chart.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct EvidencePoint {
    /// When.
    pub at: Millis,
    /// The value, in the evidence's unit.
    pub value: f64,
    /// Whether this one was out of the ordinary.
    pub out: bool,
}
