//! Weight that rises quickly, for people who have declared heart failure.
//!
//! More than 2 kg in three days is what the European Society of Cardiology tells people with heart
//! failure to report (heartfailurematters.org). Nobody else is told: for them it means little.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use super::super::evidence::thousandths;
use super::episode::{Episode, Fact};
use super::{Reader, Taken, What};
use crate::model::finding::{Finding, Rule, Severity};
use crate::model::quantity::Unit;
use crate::model::vital::{Vital, VitalKind};
use crate::model::{LocalDay, Millis};

/// More than so much, in grams, is told.
const GAIN: i64 = 2_000;
/// In so many days.
const DAYS: i64 = 3;
/// The episode is over when the weight is back within this of what it rose from.
const BACK: i64 = 1_000;
/// It is over, too, when nobody weighed for a week.
const SILENT: i64 = 7 * Millis::DAY;

/// The state: the lowest weight of each of the last days, in grams, and the episode.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct WeightGain {
    days: VecDeque<(LocalDay, i64)>,
    /// With what it rose from.
    episode: Option<(Episode, i64)>,
}

impl WeightGain {
    pub(super) fn push(&mut self, reader: &Reader, taken: &Taken<'_>) -> Option<Finding> {
        let What::Vital(Vital::Single { kind: VitalKind::Weight, value, .. }) = taken.what else { return None };
        let weight = thousandths(*value);
        let day = taken.at.day();
        self.days.retain(|(past, _)| (0..=DAYS).contains(&(day.epoch_days() - past.epoch_days())));
        let before = self.days.iter().filter(|(past, _)| *past < day).min_by_key(|(_, weight)| *weight).copied();
        match self.days.iter_mut().find(|(past, _)| *past == day) {
            Some((_, lowest)) => *lowest = weight.min(*lowest),
            None => self.days.push_back((day, weight)),
        }
        if let Some((_, from)) = &self.episode
            && weight <= from + BACK
        {
            return self.episode.take().map(|(episode, _)| episode.end());
        }
        let told = reader.declared.heart_failure && !reader.declared.dialysis;
        let (from_day, from) = before.filter(|(_, from)| told && weight - from > GAIN)?;
        let fact = Fact {
            rule: Rule::WeightGain,
            unit: Unit::Kilogram,
            severity: Severity::Strong,
            value: weight,
            limit: from,
            pressure: None,
            upward: true,
        };
        let (episode, _) = match &mut self.episode {
            Some(known) => {
                // What it rose from stays what it first rose from.
                known.0.grow(taken, &Fact { limit: known.1, ..fact });
                known
            }
            None => self.episode.insert((Episode::begin(reader, taken, &fact), from)),
        };
        if episode.finding.onset == taken.at.at {
            episode.finding.evidence.run = u32::try_from(day.epoch_days() - from_day.epoch_days()).unwrap_or(u32::MAX);
        }
        Some(episode.finding.clone())
    }

    pub(super) fn advance(&mut self, now: Millis) -> Option<Finding> {
        let silent = self.episode.as_ref().is_some_and(|(episode, _)| now.since(episode.held) > SILENT);
        if silent { self.episode.take().map(|(episode, _)| episode.end()) } else { None }
    }
}
