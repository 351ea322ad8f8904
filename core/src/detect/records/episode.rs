//! One episode of a rule about records: its finding, and what it grows by.

use serde::{Deserialize, Serialize};

use super::super::evidence::{add_source, tenth};
use super::{Reader, Taken};
use crate::model::finding::{Evidence, EvidencePoint, Finding, FindingState, PressureEvidence, Rule, Severity, Usual};
use crate::model::quantity::Unit;
use crate::model::{FindingId, Millis};

/// A chart's worth of values, and as many records.
const MOST_POINTS: usize = 64;

/// What is told of one measurement. Values are in thousandths of `unit`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fact {
    pub(super) rule: Rule,
    pub(super) unit: Unit,
    pub(super) severity: Severity,
    pub(super) value: i64,
    /// The limit that it is beyond, or what it is compared with.
    pub(super) limit: i64,
    pub(super) pressure: Option<PressureEvidence>,
    /// Farther from the usual when higher.
    pub(super) upward: bool,
}

/// An episode that goes on.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Episode {
    pub(super) finding: Finding,
    /// The latest measurement that held it up.
    pub(super) held: Millis,
}

impl Episode {
    /// Begins with this measurement.
    pub(super) fn begin(reader: &Reader, taken: &Taken<'_>, fact: &Fact) -> Self {
        let at = taken.at.at;
        let evidence = Evidence {
            pressure: fact.pressure,
            ..Evidence::bare(fact.unit, tenth(fact.value), Usual::Limit(tenth(fact.limit)))
        };
        let finding = Finding {
            id: FindingId::derive(reader.person, fact.rule.code(), at),
            rule: fact.rule,
            severity: fact.severity,
            state: FindingState::New,
            onset: at,
            day: taken.at.day(),
            knowable_at: at,
            last: at,
            evidence,
        };
        let mut episode = Self { finding, held: at };
        episode.grow(taken, fact);
        episode
    }

    /// Takes in one more measurement that is beyond the limit.
    pub(super) fn grow(&mut self, taken: &Taken<'_>, fact: &Fact) {
        let finding = &mut self.finding;
        self.held = taken.at.at;
        finding.last = taken.at.at;
        finding.severity = finding.severity.max(fact.severity);
        let evidence = &mut finding.evidence;
        evidence.run += 1;
        let value = tenth(fact.value);
        if if fact.upward { value > evidence.value } else { value < evidence.value } {
            (evidence.value, evidence.usual) = (value, Usual::Limit(tenth(fact.limit)));
            evidence.pressure = fact.pressure;
        }
        self.show(taken, fact.value, true);
    }

    /// Shows a measurement in the chart.
    pub(super) fn show(&mut self, taken: &Taken<'_>, value: i64, out: bool) {
        let evidence = &mut self.finding.evidence;
        add_source(&mut evidence.sources, Some(taken.source));
        if evidence.points.len() < MOST_POINTS {
            evidence.points.push(EvidencePoint { at: taken.at.at, value: tenth(value), out });
            evidence.records.push(taken.id);
        }
    }

    /// The finding as it stands when the episode is over.
    pub(super) fn end(mut self) -> Finding {
        self.finding.state = FindingState::Resolved;
        self.finding
    }
}
