//! What the notifications of a heart rate strap mean over time: rates, and beats without a gap.
//!
//! The session opens no radio and reads no clock. Whoever has a radio says which bytes arrived when,
//! and stores what comes back. Its memory is bounded by [`MAX_RUN`].
//!
//! # Beats without a gap
//! A strap sends the intervals of the beats since its last notification. They say how long the heart
//! took, not when; and when a notification is lost, nothing in the next one tells. So the sum of the
//! intervals is held against the clock: a beat is heard at most one notification after it happened
//! and never before, so the end of a run trails the arrivals by a bounded lag. A run ends when the
//! lag leaves these bounds, when notifications stay away, and when the strap says that it lost the
//! skin. Ending a run without need costs little; joining beats that were not neighbours would put a
//! jump into every measure of variability.

use super::super::gatt::{MAX_VALUE, Truncated, heart_rate};
use crate::model::Millis;
use crate::model::heart::{Contact, HeartSample, RrInterval, RrRun};

/// After this many intervals a run is handed out in any case; the next one begins at its end.
pub const MAX_RUN: usize = 512;

/// Straps notify about once a second; the true pace is learned.
const FIRST_PACE: i64 = Millis::SECOND;
/// The same bytes again within this time are one notification that the system delivered twice: no
/// two beats are that close.
const REPEATED_WITHIN: i64 = 100;
/// How much later or earlier than its turn a notification may come, from the radio's own schedule.
const JITTER: i64 = 500;
/// How far the start of a run may still be corrected towards the past, after notifications were held
/// up and came in a burst.
const MAX_SHIFT: i64 = 5 * Millis::SECOND;
/// Neighbouring beats are never farther apart, in 1/1024 s: below 15 beats a minute there are no
/// neighbours, only missed beats.
const MAX_INTERVAL: u16 = 4 * 1024;

/// What one notification brought.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Heard {
    /// The heart rate, where it had one.
    pub sample: Option<HeartSample>,
    /// What it says about contact with the skin, where it could be read.
    pub contact: Option<Contact>,
    /// Runs of beats that are now complete.
    pub runs: Vec<RrRun>,
    /// What was wrong with it, if anything was.
    pub fault: Option<Fault>,
}

/// What can be wrong with a notification.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It ends too early; nothing of it is used.
    #[error(transparent)]
    Truncated(#[from] Truncated),
    /// It is longer than any value of GATT; nothing of it is used.
    #[error("the notification is longer than 512 bytes")]
    TooLong,
    /// It was delivered twice; the second one is not used.
    #[error("the notification was delivered twice")]
    Repeated,
    /// This many bytes at its end belong to no field; the rest is used.
    #[error("the notification ends with {0} bytes too many")]
    Trailing(usize),
    /// Its beats took longer than the time in which they can have happened; its rate is used.
    #[error("the notification holds more beats than there was time for")]
    Crowded,
}

/// One connection to a heart rate strap, or several in a row.
#[derive(Debug, Clone)]
pub struct HeartSession {
    run: Option<OpenRun>,
    last: Option<(Millis, Vec<u8>)>,
    /// When the last rate counted as heard.
    stamped: Option<Millis>,
    /// The usual time between notifications.
    pace: i64,
    /// The end of the last run that was handed out: no later run begins before it.
    told_until: Millis,
}

#[derive(Debug, Clone)]
struct OpenRun {
    beats: RrRun,
    /// The run may not begin before this.
    floor: Millis,
}

impl Default for HeartSession {
    fn default() -> Self {
        Self { run: None, last: None, stamped: None, pace: FIRST_PACE, told_until: Millis(i64::MIN) }
    }
}

impl HeartSession {
    /// A session that has heard nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes in the value of one notification of 0x2A37 that arrived `at`.
    ///
    /// Nothing here fails: a notification that cannot be used is told as [`Heard::fault`], and the
    /// session goes on.
    pub fn hear(&mut self, at: Millis, bytes: &[u8]) -> Heard {
        let mut heard = Heard::default();
        if bytes.len() > MAX_VALUE {
            heard.fault = Some(Fault::TooLong);
            heard.runs.extend(self.end_run());
            return heard;
        }
        let waited = self.last.as_ref().map(|(last, _)| at.since(*last));
        if let Some((_, last)) = &self.last
            && waited.is_some_and(|waited| (0..=REPEATED_WITHIN).contains(&waited))
            && last == bytes
        {
            heard.fault = Some(Fault::Repeated);
            return heard;
        }
        self.last = Some((at, bytes.to_vec()));

        let measurement = match heart_rate::decode(bytes) {
            Ok(measurement) => measurement,
            Err(truncated) => {
                heard.fault = Some(Fault::Truncated(truncated));
                heard.runs.extend(self.end_run());
                return heard;
            }
        };
        if measurement.trailing > 0 {
            heard.fault = Some(Fault::Trailing(measurement.trailing));
        }
        heard.contact = Some(measurement.contact);
        heard.sample =
            measurement.rate().map(|bpm| HeartSample { at: self.stamp(at), bpm, contact: measurement.contact });

        let span = duration(&measurement.intervals);
        if waited.is_some_and(|waited| self.is_gap(waited, span)) || measurement.contact == Contact::Lost {
            heard.runs.extend(self.end_run());
        }
        if let Some(waited) = waited.filter(|waited| (1..=3 * FIRST_PACE).contains(waited)) {
            self.pace = (7 * self.pace + waited) / 8;
        }
        if measurement.contact != Contact::Lost && !measurement.intervals.is_empty() {
            self.take_beats(at, &measurement.intervals, &mut heard);
        }
        heard
    }

    /// When a rate counts as heard. Notifications that were held up come within one millisecond; a series
    /// has one rate an instant, so each is put a millisecond after the one before.
    fn stamp(&mut self, at: Millis) -> Millis {
        let stamped = match self.stamped {
            Some(last) if last >= at && last.since(at) < Millis::SECOND => last.plus(1),
            _ => at,
        };
        self.stamped = Some(stamped);
        stamped
    }

    /// Hands out the beats heard so far, so that they can be stored; the run goes on.
    ///
    /// The next run begins exactly where this one ends.
    pub fn flush(&mut self) -> Option<RrRun> {
        let run = self.run.as_mut()?;
        if run.beats.intervals.is_empty() {
            return None;
        }
        let end = run.beats.end();
        run.floor = end;
        self.told_until = end;
        Some(std::mem::replace(&mut run.beats, RrRun { start: end, intervals: Vec::new() }))
    }

    /// The link is gone: hands out the beats heard so far. What comes after a reconnection is a new
    /// run.
    pub fn link_lost(&mut self) -> Option<RrRun> {
        self.last = None;
        self.end_run()
    }

    fn end_run(&mut self) -> Option<RrRun> {
        let told = self.flush();
        self.run = None;
        told
    }

    /// Whether a notification must have been lost before one that came after `waited` and whose
    /// beats took `span`.
    fn is_gap(&self, waited: i64, span: i64) -> bool {
        if waited < 0 || waited > (3 * self.pace).max(3 * Millis::SECOND) {
            return true;
        }
        // A strap that notifies at each beat also waits for a long one, but then the beat says so.
        4 * waited > 7 * self.pace && waited - span > self.pace * 3 / 8
    }

    fn take_beats(&mut self, at: Millis, intervals: &[RrInterval], heard: &mut Heard) {
        // What is no interval between neighbours parts those before it from those after it.
        let mut rest = intervals;
        while let Some(hole) = rest.iter().position(|rr| rr.0 == 0 || rr.0 > MAX_INTERVAL) {
            let (before, after) = rest.split_at(hole);
            let after = after.get(1..).unwrap_or_default();
            self.join(at.plus(-duration(after)), before, heard);
            heard.runs.extend(self.end_run());
            rest = after;
        }
        self.join(at, rest, heard);
    }

    /// Adds beats of which the last was heard `at`, to the open run or to a new one.
    fn join(&mut self, at: Millis, intervals: &[RrInterval], heard: &mut Heard) {
        if intervals.is_empty() {
            return;
        }
        let span = duration(intervals);
        if self.run.as_mut().is_some_and(|run| !run.follows(at, span, self.pace)) {
            heard.runs.extend(self.end_run());
        }
        let run = match &mut self.run {
            Some(run) => run,
            none => {
                let start = at.plus(-span).max(self.told_until);
                if start.plus(span).since(at) > JITTER {
                    heard.fault = Some(Fault::Crowded);
                    return;
                }
                let floor = start.plus(-MAX_SHIFT).max(self.told_until);
                none.insert(OpenRun { beats: RrRun { start, intervals: Vec::new() }, floor })
            }
        };
        run.beats.intervals.extend_from_slice(intervals);
        if run.beats.intervals.len() >= MAX_RUN {
            heard.runs.extend(self.flush());
        }
    }
}

impl OpenRun {
    /// Whether beats that took `span` and were heard `at` can follow; moves the start of the run
    /// into the past where the beats prove that it was earlier.
    fn follows(&mut self, at: Millis, span: i64, pace: i64) -> bool {
        let lag = at.since(self.beats.end().plus(span));
        if lag > pace + JITTER {
            return false;
        }
        if lag < 0 {
            let earlier = self.beats.start.plus(lag).max(self.floor);
            let left = lag + self.beats.start.since(earlier);
            if left < -JITTER {
                return false;
            }
            self.beats.start = earlier;
        }
        true
    }
}

/// How long the intervals took together, in milliseconds.
fn duration(intervals: &[RrInterval]) -> i64 {
    let ticks: i64 = intervals.iter().map(|rr| i64::from(rr.0)).sum();
    (ticks * 1000 + 512) / 1024
}

#[cfg(test)]
mod tests;
