//! The heart rate beyond a person's own limit for ten minutes at rest.
//!
//! The rule of Apple's high and low heart rate notifications as their support article HT208931
//! states it: "remains above or below a chosen BPM while you appear to have been inactive for a
//! period of 10 minutes". Inactive means here that no step was counted. That is all that steps can
//! say: who rides a bicycle takes none.

use serde::{Deserialize, Serialize};

use super::evidence::{add_source, per_minute, tenth};
use super::{Minute, Settings};
use crate::model::finding::{Evidence, EvidencePoint, Finding, FindingState, Rule, Severity, Usual};
use crate::model::person::HeartLimits;
use crate::model::quantity::Unit;
use crate::model::{FindingId, Millis, SourceId, Stamp};

/// How long the rate must stay beyond the limit.
const DWELL: i64 = 10 * Millis::MINUTE;
/// Of ten minutes so many must have been measured: a watch that measures every five minutes does not
/// show that a rate *remained* anywhere.
const LEAST_MEASURED: u32 = 8;
/// More than two missing minutes in a row break the dwell.
const HOLE: i64 = 3 * Millis::MINUTE;
/// The rate has come back when it is this far inside the limit, in thousandths: 5/min, about what a
/// resting rate swings with the breath.
const HYSTERESIS: i64 = 5_000;
/// An episode is over when the rate was back for so many measured minutes, as long as the dwell.
const CALM: u32 = 10;
/// An episode is over, too, when the rate was not beyond the limit for an hour.
const REARM: i64 = Millis::HOUR;
/// A pulse from 131/min on is the highest band of NEWS2 (Royal College of Physicians 2017); at rest
/// for ten minutes it is strong. A low pulse is never strong by its number alone: NEWS2 was made for
/// wards, and the sleep of trained people is lower than its lowest band.
const STRONG: i64 = 131_000;
/// A chart's worth of minutes.
const MOST_POINTS: usize = 64;

/// Which limit is watched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Side {
    High,
    Low,
}

/// The rule's state: the minutes beyond the limit in a row, and the episode they belong to.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct DwellRule {
    side: Side,
    run: Option<Run>,
    episode: Option<Episode>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Run {
    start: Millis,
    /// The start of the latest minute.
    last: Millis,
    minutes: u32,
    /// Of the minutes' means, in thousandths.
    sum: i64,
    /// The mean farthest beyond the limit, in thousandths.
    farthest: i64,
    sources: Vec<SourceId>,
    points: Vec<EvidencePoint>,
    /// Every how many minutes a point is kept; doubles when the chart is full.
    stride: u32,
    /// The end of the run when it was last told.
    told: Option<Millis>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Episode {
    finding: Finding,
    /// The latest minute beyond the limit.
    beyond: Millis,
    calm: u32,
}

impl Side {
    const fn rule(self) -> Rule {
        match self {
            Self::High => Rule::HeartRateHigh,
            Self::Low => Rule::HeartRateLow,
        }
    }

    fn limit(self, limits: &HeartLimits) -> i64 {
        1_000
            * i64::from(match self {
                Self::High => limits.high,
                Self::Low => limits.low,
            })
    }

    /// How far beyond the limit `rate` is, in thousandths; negative inside.
    const fn beyond(self, rate: i64, limit: i64) -> i64 {
        match self {
            Self::High => rate - limit,
            Self::Low => limit - rate,
        }
    }
}

impl DwellRule {
    pub(super) const fn new(side: Side) -> Self {
        Self { side, run: None, episode: None }
    }

    /// What was last told of the episode that goes on.
    pub(super) fn open_finding(&self) -> Option<&Finding> {
        self.episode.as_ref().map(|episode| &episode.finding)
    }

    /// Takes in the next minute; whoever calls keeps the order of time.
    ///
    /// A finding comes when ten minutes are full; it comes again after each ten more, and when the
    /// run has ended, with all of it.
    pub(super) fn push(&mut self, settings: &Settings, minute: &Minute) -> Option<Finding> {
        let limit = self.side.limit(&settings.limits);
        let rate = minute.heart.as_ref().map(per_minute);
        let beyond = rate.map(|rate| self.side.beyond(rate, limit));
        let hole = self.run.as_ref().is_some_and(|run| minute.start.since(run.last) > HOLE);
        let goes_on = !hole && minute.steps == 0 && beyond.is_none_or(|beyond| beyond > 0);
        let ended = if goes_on { None } else { self.end_run(settings, limit) };

        if self.episode.as_ref().is_some_and(|episode| minute.start.since(episode.beyond) >= REARM) {
            self.episode = None;
        }
        match (rate, beyond) {
            (Some(rate), Some(1..)) if minute.steps == 0 => ended.or(self.dwell(settings, minute, rate, limit)),
            (_, Some(beyond)) => {
                self.calm_down(beyond);
                ended
            }
            _ => ended,
        }
    }

    /// One more minute beyond the limit at rest.
    fn dwell(&mut self, settings: &Settings, minute: &Minute, rate: i64, limit: i64) -> Option<Finding> {
        if let Some(episode) = &mut self.episode {
            episode.beyond = minute.start;
            episode.calm = 0;
        }
        let run = self.run.get_or_insert_with(|| Run::new(minute.start));
        run.add(minute, rate, self.side);
        let full = run.end().since(run.start) >= DWELL && run.minutes >= LEAST_MEASURED;
        if !full || run.told.is_some_and(|told| run.end().since(told) < DWELL) {
            return None;
        }
        self.tell(settings, limit)
    }

    /// The minutes in a row are over: what was not yet told of them is told.
    fn end_run(&mut self, settings: &Settings, limit: i64) -> Option<Finding> {
        let grown = self.run.as_ref().is_some_and(|run| run.told.is_some_and(|told| told < run.end()));
        let finding = if grown { self.tell(settings, limit) } else { None };
        self.run = None;
        finding
    }

    fn calm_down(&mut self, beyond: i64) {
        let Some(episode) = &mut self.episode else { return };
        episode.calm = if -beyond >= HYSTERESIS { episode.calm + 1 } else { 0 };
        if episode.calm >= CALM {
            self.episode = None;
        }
    }

    fn tell(&mut self, settings: &Settings, limit: i64) -> Option<Finding> {
        let run = self.run.as_mut()?;
        run.told = Some(run.end());
        let side = self.side;
        let severity = if side == Side::High && run.sum / i64::from(run.minutes.max(1)) >= STRONG {
            Severity::Strong
        } else {
            Severity::Notice
        };
        let length = u32::try_from(run.end().since(run.start) / Millis::MINUTE).unwrap_or(u32::MAX);
        let evidence = Evidence {
            run: length,
            sources: run.sources.clone(),
            points: run.points.clone(),
            ..Evidence::bare(Unit::PerMinute, tenth(run.farthest), Usual::Limit(tenth(limit)))
        };
        let Some(episode) = &mut self.episode else {
            let onset = run.start;
            let finding = Finding {
                id: FindingId::derive(settings.person, side.rule().code(), onset),
                rule: side.rule(),
                severity,
                state: FindingState::New,
                onset,
                day: Stamp::in_zone(onset, settings.zone).day(),
                knowable_at: run.end(),
                last: run.end(),
                evidence,
            };
            self.episode = Some(Episode { finding: finding.clone(), beyond: run.last, calm: 0 });
            return Some(finding);
        };
        let finding = &mut episode.finding;
        finding.severity = finding.severity.max(severity);
        finding.last = run.end();
        // The longest run of the episode is the one that is drawn; the farthest value is of all.
        let farther = |a: f64, b: f64| if side == Side::High { a.max(b) } else { a.min(b) };
        let value = farther(evidence.value, finding.evidence.value);
        if evidence.run >= finding.evidence.run {
            finding.evidence = evidence;
        }
        finding.evidence.value = value;
        for source in &run.sources {
            add_source(&mut finding.evidence.sources, Some(*source));
        }
        Some(finding.clone())
    }
}

impl Run {
    const fn new(start: Millis) -> Self {
        Self {
            start,
            last: start,
            minutes: 0,
            sum: 0,
            farthest: 0,
            sources: Vec::new(),
            points: Vec::new(),
            stride: 1,
            told: None,
        }
    }

    const fn end(&self) -> Millis {
        self.last.plus(Millis::MINUTE)
    }

    fn add(&mut self, minute: &Minute, rate: i64, side: Side) {
        if self.minutes == 0 || side.beyond(rate, self.farthest) > 0 {
            self.farthest = rate;
        }
        if self.minutes.is_multiple_of(self.stride) {
            if self.points.len() >= MOST_POINTS {
                let mut keep = false;
                self.points.retain(|_| {
                    keep = !keep;
                    keep
                });
                self.stride *= 2;
            }
            if self.minutes.is_multiple_of(self.stride) {
                self.points.push(EvidencePoint { at: minute.start, value: tenth(rate), out: true });
            }
        }
        self.last = minute.start;
        self.minutes += 1;
        self.sum += rate;
        add_source(&mut self.sources, minute.source);
    }
}

#[cfg(test)]
mod tests;
