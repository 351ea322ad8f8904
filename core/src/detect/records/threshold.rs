//! Single values beyond published limits.

use serde::{Deserialize, Serialize};

use super::super::evidence::thousandths;
use super::episode::{Episode, Fact};
use super::{Declared, Reader, Taken, What};
use crate::model::Millis;
use crate::model::finding::{Finding, PressureEvidence, Rule, Severity};
use crate::model::quantity::Unit;
use crate::model::vital::{Vital, VitalKind};

/// An episode of which nothing was measured for a day can no longer be said to go on.
const SILENT: i64 = Millis::DAY;

/// What is watched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Sign {
    PressureVeryHigh,
    OxygenLow,
    TemperatureHigh,
    TemperatureLow,
    GlucoseHigh,
    GlucoseLow,
    BreathingFast,
    BreathingSlow,
}

/// Limits in thousandths of the unit; a value on a limit is beyond it.
#[derive(Debug, Clone, Copy)]
struct Limits {
    /// Told.
    told: i64,
    /// Strong by one measurement alone.
    alone: Option<i64>,
    /// Strong when the measurement before, at most so long ago, was as far, too.
    again: Option<(i64, i64)>,
    /// Back on this side the episode is over: inside the limit by more than two measurements differ.
    back: i64,
}

impl Sign {
    pub(super) const ALL: [Self; 8] = [
        Self::PressureVeryHigh,
        Self::OxygenLow,
        Self::TemperatureHigh,
        Self::TemperatureLow,
        Self::GlucoseHigh,
        Self::GlucoseLow,
        Self::BreathingFast,
        Self::BreathingSlow,
    ];

    const fn rule(self) -> Rule {
        match self {
            Self::PressureVeryHigh => Rule::BloodPressureVeryHigh,
            Self::OxygenLow => Rule::OxygenLow,
            Self::TemperatureHigh => Rule::TemperatureHigh,
            Self::TemperatureLow => Rule::TemperatureLow,
            Self::GlucoseHigh => Rule::GlucoseHigh,
            Self::GlucoseLow => Rule::GlucoseLow,
            Self::BreathingFast => Rule::BreathingFast,
            Self::BreathingSlow => Rule::BreathingSlow,
        }
    }

    /// The limits, each with its source.
    const fn limits(self, declared: Declared) -> Limits {
        match self {
            // Above 180/120, measure again after five minutes; if it stays, contact a doctor, with
            // symptoms call for help (American Heart Association, "Understanding blood pressure
            // readings"). 180 and 120 themselves are counted in.
            Self::PressureVeryHigh => {
                Limits { told: 180_000, alone: None, again: Some((180_000, Millis::HOUR)), back: 170_000 }
            }
            // With a chronic lung disease or oxygen at home the target is 88 to 92 % (NEWS2, second
            // scale, Royal College of Physicians 2017).
            Self::OxygenLow if declared.low_oxygen => {
                Limits { told: 87_000, alone: None, again: Some((83_000, Millis::HOUR)), back: 88_000 }
            }
            // 95 % and above is expected; at 93 and 94 measure again and call; at 92 and below measure
            // again at once, and if it stays seek care now (NHS England, oximetry @home).
            Self::OxygenLow => Limits { told: 94_000, alone: None, again: Some((92_000, Millis::HOUR)), back: 95_000 },
            // 37.5 °C and above counts as raised, 38.0 °C and above as high, by the notification criteria
            // of the Infectious Diseases Control Law of Japan.
            Self::TemperatureHigh => Limits { told: 37_500, alone: Some(38_000), again: None, back: 37_000 },
            // The lowest band of NEWS2.
            Self::TemperatureLow => Limits { told: 35_000, alone: None, again: None, back: 35_500 },
            // Above 250 mg/dL is level 2 of high glucose (Battelino et al., Diabetes Care 2019;42:1593).
            Self::GlucoseHigh => {
                Limits { told: 250_001, alone: None, again: Some((250_001, Millis::DAY)), back: 230_000 }
            }
            // Below 70 mg/dL is level 1 of low glucose, below 54 level 2 (International Hypoglycaemia
            // Study Group, Diabetes Care 2017;40:155).
            Self::GlucoseLow => Limits { told: 69_999, alone: Some(53_999), again: None, back: 80_000 },
            // The two highest bands of NEWS2, 21 to 24 and from 25 on, and its lowest, 8 and below.
            Self::BreathingFast => Limits { told: 21_000, alone: Some(25_000), again: None, back: 20_000 },
            Self::BreathingSlow => Limits { told: 8_000, alone: Some(8_000), again: None, back: 12_000 },
        }
    }

    const fn upward(self) -> bool {
        match self {
            Self::PressureVeryHigh | Self::TemperatureHigh | Self::GlucoseHigh | Self::BreathingFast => true,
            Self::OxygenLow | Self::TemperatureLow | Self::GlucoseLow | Self::BreathingSlow => false,
        }
    }

    /// The value that is watched, if the record holds one.
    fn measured(self, taken: &Taken<'_>) -> Option<Measured> {
        let What::Vital(vital) = taken.what else { return None };
        let kind = match self {
            Self::PressureVeryHigh => {
                let Vital::BloodPressure(pressure) = vital else { return None };
                let (systolic, diastolic) = (thousandths(pressure.systolic), thousandths(pressure.diastolic));
                let evidence = PressureEvidence { diastolic: pressure.diastolic, limit: 120.0, occasion: None };
                // What counts is the one of the two that is farther beyond: 120 stands where 180 does.
                let counts = systolic.max(diastolic + 60_000);
                return Some(Measured { shown: systolic, counts, unit: Unit::MmHg, pressure: Some(evidence) });
            }
            Self::OxygenLow if taken.by_watch => return None,
            Self::OxygenLow => VitalKind::OxygenSaturation,
            Self::TemperatureHigh | Self::TemperatureLow => VitalKind::Temperature,
            Self::GlucoseHigh | Self::GlucoseLow => VitalKind::Glucose,
            Self::BreathingFast | Self::BreathingSlow => VitalKind::RespiratoryRate,
        };
        match vital {
            Vital::Single { kind: found, value, .. } if *found == kind => {
                let value = thousandths(*value);
                Some(Measured { shown: value, counts: value, unit: kind.unit(), pressure: None })
            }
            _ => None,
        }
    }
}

#[derive(Debug, Clone, Copy)]
struct Measured {
    shown: i64,
    counts: i64,
    unit: Unit,
    pressure: Option<PressureEvidence>,
}

/// The state of one sign.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Threshold {
    sign: Sign,
    /// When the last measurement was taken, and what it counted.
    before: Option<(Millis, i64)>,
    episode: Option<Episode>,
}

impl Threshold {
    pub(super) const fn new(sign: Sign) -> Self {
        Self { sign, before: None, episode: None }
    }

    pub(super) fn push(&mut self, reader: &Reader, taken: &Taken<'_>) -> Option<Finding> {
        let measured = self.sign.measured(taken)?;
        let limits = self.sign.limits(reader.declared);
        let upward = self.sign.upward();
        let beyond = |limit: i64| if upward { measured.counts >= limit } else { measured.counts <= limit };
        let at = taken.at.at;
        let before = self.before.replace((at, measured.counts));
        if !beyond(limits.told) {
            let back = if upward { measured.counts <= limits.back } else { measured.counts >= limits.back };
            if back {
                return self.episode.take().map(Episode::end);
            }
            if let Some(episode) = &mut self.episode {
                episode.show(taken, measured.shown, false);
            }
            return None;
        }
        let repeated = limits.again.is_some_and(|(limit, within)| {
            let as_far = |value: i64| if upward { value >= limit } else { value <= limit };
            beyond(limit) && before.is_some_and(|(then, value)| as_far(value) && at.since(then) <= within)
        });
        let strong = repeated || limits.alone.is_some_and(beyond);
        let fact = Fact {
            rule: self.sign.rule(),
            unit: measured.unit,
            severity: if strong { Severity::Strong } else { Severity::Notice },
            value: measured.shown,
            limit: shown_limit(self.sign, limits.told),
            pressure: measured.pressure,
            upward,
        };
        let finding = match &mut self.episode {
            Some(episode) => {
                episode.grow(taken, &fact);
                episode.finding.clone()
            }
            None => self.episode.insert(Episode::begin(reader, taken, &fact)).finding.clone(),
        };
        Some(finding)
    }

    pub(super) fn advance(&mut self, now: Millis) -> Option<Finding> {
        let silent = self.episode.as_ref().is_some_and(|episode| now.since(episode.held) > SILENT);
        if silent { self.episode.take().map(Episode::end) } else { None }
    }
}

/// A limit that is beyond a round number is shown as that number.
const fn shown_limit(sign: Sign, told: i64) -> i64 {
    match sign {
        Sign::GlucoseHigh => 250_000,
        Sign::GlucoseLow => 70_000,
        _ => told,
    }
}
