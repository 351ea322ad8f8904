//! The rule of the rhythm over a person's record: beats in, findings out.
//!
//! Windows ([`super`]) count when the person was at rest: no step was counted in them nor in the eleven
//! minutes before (as for the nights), and no minute of them lies above the person's own limit of the
//! heart rate, which speaks for effort where nobody counts steps. Checks of such windows make a notice
//! ([`super::notice`]). A cyclist is at rest by steps, but seldom below the limit.
//!
//! A finding comes with the check that makes it due, again each hour while it goes on, and when a day
//! has passed without an irregular check: then the episode is over.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use super::super::evidence::{add_source, per_minute};
use super::super::{Minute, Settings};
use super::beat::Beat;
use super::notice::{Check, IRREGULAR, RhythmNotice};
use super::{Rhythm, RhythmWindow};
use crate::model::finding::{Evidence, EvidencePoint, Finding, FindingState, Rule, Severity, Usual};
use crate::model::quantity::Unit;
use crate::model::{FindingId, Millis, SourceId, Stamp};

/// Rest begins so long after the last minute with a step (RHRAD's 12-minute sum).
const STILL: i64 = 12 * Millis::MINUTE;
/// Stretches of effort are remembered for so long: a window that lasts longer has a gap, and tells nothing.
const REMEMBERED: i64 = 2 * Millis::HOUR;
/// A recording is over when no beat was heard for so long; what is left of it is told.
const PAUSE: i64 = 10 * Millis::MINUTE;
/// An episode that goes on is told again this often.
const AGAIN: i64 = Millis::HOUR;
/// An episode is over a day after its last irregular check.
const REARM: i64 = Millis::DAY;
/// A chart's worth of checks: fourteen hours.
const MOST_POINTS: usize = 64;

/// The rule's state.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(in super::super) struct RhythmRule {
    rhythm: Rhythm,
    heard: Option<Heard>,
    /// Windows that are known, but not yet whether the person was at rest in them.
    waiting: VecDeque<Waiting>,
    /// Stretches of effort, in order; none touches the next.
    effort: VecDeque<(Millis, Millis)>,
    notice: RhythmNotice,
    episode: Option<Episode>,
    /// Up to here time alone has decided: what is measured before comes late.
    decided: Option<Millis>,
}

/// The last beat that was taken in.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Heard {
    source: SourceId,
    begin: Millis,
    end: Millis,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Waiting {
    window: RhythmWindow,
    source: SourceId,
    /// The first instant at which it was known.
    known: Millis,
}

impl Waiting {
    /// All minutes that it touches are over by then.
    fn minutes_over(&self) -> Millis {
        millis(self.window.end_s).plus(Millis::MINUTE - 1).minute()
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Episode {
    finding: Finding,
    /// The same as it was last told.
    shown: Finding,
    /// The end of the last irregular check.
    held: Millis,
    /// When it was last told.
    told: Millis,
}

impl RhythmRule {
    /// What was last told of the episode that goes on.
    pub(in super::super) fn open_finding(&self) -> Option<&Finding> {
        self.episode.as_ref().map(|episode| &episode.shown)
    }

    /// Takes in the next minute; all beats that begin before its end were taken in.
    pub(in super::super) fn minute(&mut self, settings: &Settings, minute: &Minute) -> Vec<Finding> {
        let limit = 1_000 * i64::from(settings.limits.high);
        if minute.steps > 0 {
            self.strain(minute.start, minute.start.plus(STILL));
        } else if minute.heart.as_ref().is_some_and(|heart| per_minute(heart) > limit) {
            self.strain(minute.start, minute.end());
        }
        self.advance(settings, minute.end())
    }

    /// Takes in the next beat; all minutes that are over when it begins were taken in. One that does not
    /// come after the last is not looked at, nor one of another source that the last is still going on of:
    /// two straps on one heart say the same twice.
    pub(in super::super) fn hear(&mut self, settings: &Settings, beat: &Beat) -> Vec<Finding> {
        let begin = beat.begin();
        let mut found = Vec::new();
        match self.heard {
            Some(heard) if begin <= heard.begin => return found,
            Some(heard) if begin < heard.end && beat.source != heard.source => return found,
            Some(heard) if beat.source != heard.source || begin.since(heard.end) >= PAUSE => {
                self.end_recording(heard, begin.plus(1).min(heard.end.plus(PAUSE)));
            }
            _ => {}
        }
        self.heard = Some(Heard { source: beat.source, begin, end: beat.end() });
        if let Some(window) = self.rhythm.push(beat.interval()) {
            self.waiting.push_back(Waiting { window, source: beat.source, known: begin.plus(1) });
        }
        self.settle(settings, begin.minute(), begin.plus(1), &mut found);
        found
    }

    /// Says that it is `now`: all beats that begin before, and all minutes that are over, were taken in.
    pub(in super::super) fn advance(&mut self, settings: &Settings, now: Millis) -> Vec<Finding> {
        let mut found = Vec::new();
        if let Some(heard) = self.heard.filter(|heard| now.since(heard.end) >= PAUSE) {
            self.end_recording(heard, heard.end.plus(PAUSE));
            self.decide(heard.end.plus(PAUSE));
        }
        self.settle(settings, now.minute(), now, &mut found);
        found
    }

    /// Up to when time alone has decided, a whole minute: beats and minutes before it come late.
    pub(in super::super) const fn decided(&self) -> Option<Millis> {
        self.decided
    }

    fn decide(&mut self, at: Millis) {
        self.decided = self.decided.max(Some(at.minute()));
    }

    /// Tells the windows that are left; the next beat begins a recording.
    fn end_recording(&mut self, heard: Heard, known: Millis) {
        let left = std::mem::take(&mut self.rhythm).finish();
        let source = heard.source;
        self.waiting.extend(left.into_iter().map(|window| Waiting { window, source, known }));
    }

    /// Looks at the windows of which everything is known.
    fn settle(&mut self, settings: &Settings, over: Millis, now: Millis, found: &mut Vec<Finding>) {
        while let Some(waiting) = self.waiting.pop_front_if(|next| next.known <= now && next.minutes_over() <= over) {
            self.decide(waiting.minutes_over());
            let (start, end) = (millis(waiting.window.start_s), millis(waiting.window.end_s));
            found.extend(self.calm_down(start));
            if self.effort.iter().any(|(from, until)| *from < end && start < *until) {
                continue;
            }
            if let Some(check) = self.notice.push(&waiting.window) {
                let known = waiting.known.max(waiting.minutes_over());
                found.extend(self.check(settings, &check, waiting.source, known));
            }
        }
        // What is still to be told of may hold the episode up.
        let told = self.waiting.front().map(|next| next.window.start_s).or_else(|| self.rhythm.untold_from());
        found.extend(self.calm_down(told.map_or(now, |start_s| millis(start_s).min(now))));
    }

    /// Remembers a stretch of effort.
    fn strain(&mut self, from: Millis, until: Millis) {
        match self.effort.back_mut() {
            Some((_, last)) if from <= *last => *last = until.max(*last),
            _ => self.effort.push_back((from, until)),
        }
        self.effort.retain(|(_, until)| from.since(*until) < REMEMBERED);
    }

    /// Ends an episode that nothing was heard of for a day.
    fn calm_down(&mut self, now: Millis) -> Option<Finding> {
        let over = self.episode.take_if(|episode| now.since(episode.held) >= REARM)?;
        self.decide(over.held.plus(REARM));
        // What made it due is told: a new one needs checks of its own.
        self.notice = RhythmNotice::default();
        Some(Finding { state: FindingState::Resolved, ..over.finding })
    }

    /// One more check at rest.
    fn check(&mut self, settings: &Settings, check: &Check, source: SourceId, known: Millis) -> Option<Finding> {
        if self.episode.is_none() {
            if !self.notice.is_due() {
                return None;
            }
            let episode = Episode::begin(settings, &self.notice, source, known)?;
            let finding = episode.finding.clone();
            self.episode = Some(episode);
            return Some(finding);
        }
        self.episode.as_mut()?.grow(check, source, known)
    }
}

impl Episode {
    /// Of the checks that made it due.
    fn begin(settings: &Settings, notice: &RhythmNotice, source: SourceId, known: Millis) -> Option<Self> {
        let onset = millis(notice.checks().find(|check| check.is_irregular())?.start_s);
        let evidence = Evidence::bare(Unit::One, 0.0, Usual::Limit(IRREGULAR as f64));
        let finding = Finding {
            id: FindingId::derive(settings.person, Rule::IrregularRhythm.code(), onset),
            rule: Rule::IrregularRhythm,
            severity: Severity::Notice,
            state: FindingState::New,
            onset,
            day: Stamp::in_zone(onset, settings.zone).day(),
            knowable_at: known,
            last: onset,
            evidence,
        };
        let mut episode = Self { shown: finding.clone(), finding, held: onset, told: known };
        notice.checks().for_each(|check| episode.add(check, source));
        episode.shown = episode.finding.clone();
        Some(episode)
    }

    fn add(&mut self, check: &Check, source: SourceId) {
        let evidence = &mut self.finding.evidence;
        evidence.run += 1;
        add_source(&mut evidence.sources, Some(source));
        if evidence.points.len() < MOST_POINTS {
            // To a hundredth: short enough to be the same after being written as text and read again.
            let value = (100.0 * check.share).round() / 100.0;
            evidence.points.push(EvidencePoint { at: millis(check.start_s), value, out: check.is_irregular() });
        }
        if check.is_irregular() {
            evidence.value += 1.0;
            self.held = millis(check.end_s);
            self.finding.last = self.held;
        }
    }

    /// Takes in one more check; tells of it once an hour.
    fn grow(&mut self, check: &Check, source: SourceId, known: Millis) -> Option<Finding> {
        self.add(check, source);
        if !check.is_irregular() || known.since(self.told) < AGAIN {
            return None;
        }
        self.told = known;
        self.shown = self.finding.clone();
        Some(self.finding.clone())
    }
}

/// The nearest millisecond.
fn millis(seconds: f64) -> Millis {
    Millis((seconds * 1000.0).round() as i64)
}

#[cfg(test)]
mod tests;
