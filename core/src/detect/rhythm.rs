//! Whether the heart beats regularly, from the intervals between beats.
//!
//! A fold over intervals in windows of thirty. Each window gets log odds of being irregular from three
//! numbers ([`window`]); a rhythm lasts, so that the windows around it have a say: a hidden Markov
//! model with two rhythms and a look at three later windows ([`LAG`]). A quality gate abstains where
//! the beats themselves cannot be trusted. Two published detectors stand beside it, for comparison
//! and as second opinions: CoSEn ([`entropy`]) and Petrenas ([`petrenas`]).
//!
//! What "irregular" means: intervals that follow no pattern, as the labels of the records have it
//! that the model was fitted to (atrial fibrillation, marked by cardiologists). It is a pattern of
//! intervals, not a diagnosis: many early beats in a row can look the same.
//!
//! - **Prefix-invariant**: a window is told once, three windows later, and never again.
//! - **Bounded**: thirty intervals and a few numbers of some windows; under 4 KB saved.
//!
//! | threshold | value | source |
//! | --- | --- | --- |
//! | window | 30 intervals | CoSEn's windows of 12 to 30 beats (Lake and Moorman 2011) |
//! | possible interval | 250 to 2,400 ms | 300 to 2,000 ms is usual; the atrioventricular node passes up to 240 to 280 beats a minute |
//! | a change of rhythm | 1 in 10 windows | the episodes of the public records last some 10 windows and more; 1 in 5 to 1 in 20 gives the same |
//! | a gap | 2 s without a beat | longer than any possible interval |
//! | mended around | 4 of 5 windows | ours: what 5 to 10 % of beats missed or made up do to regular pulses |
//! | misfits | 6 of 30 | Lipponen and Tarvainen flag them; the Task Force asks for 80 % normal beats |

pub mod beat;
#[cfg(test)]
mod drawn;
pub mod entropy;
pub(super) mod episode;
pub mod model;
pub mod notice;
pub mod petrenas;
pub mod window;

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use model::{MODELS, Models};
use window::{Doubt, Irregularity};

/// Intervals in a window; the last window of a recording has up to twice as many less one.
pub const WINDOW: usize = 30;
/// A window is told when this many later ones are known.
pub const LAG: usize = 3;

/// Of windows, the share in which the rhythm changes.
const CHANGES: f64 = 0.1;
/// Before the first window: one in twenty recordings begins irregular.
const AT_FIRST: f64 = -3.0;
/// No heart's interval lies outside, in seconds.
const POSSIBLE_S: std::ops::RangeInclusive<f64> = 0.25..=2.4;
/// A hole between two intervals from here on is a gap, in seconds.
const GAP_S: f64 = 2.0;
/// So many of thirty intervals that do not fit make a window doubtful whatever its rhythm.
const MISFITS: f64 = 6.0;
/// So many of thirty that a beat more or less would mend, likewise: one in ten.
const MENDABLE: f64 = 3.0;
/// An irregular window is not told where so many of the five around it are doubtful, or regular with beats
/// that were lost.
const DOUBTFUL_AROUND: usize = 2;
/// A regular window that one beat more or less would mend is not told where so many of the five around it,
/// itself among them, are such: a heart's own odd beats come singly, a sensor that loses some loses them
/// steadily. Four rather than three, because five hearts of the MIT-BIH records, all with odd beats of
/// their own, are then abstained from in few windows more.
const MENDED_AROUND: usize = 4;
/// How many windows before the one to be told are looked at for that.
const BEFORE: usize = 2;

/// One interval between two beats.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// When it begins, in seconds on any clock that goes on.
    pub begin_s: f64,
    /// How long it lasts, in seconds; finite and above 0.
    pub rr_s: f64,
}

/// What a window's rhythm is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RhythmVerdict {
    /// The intervals follow no pattern.
    Irregular,
    /// They do.
    Regular,
    /// The beats cannot be trusted, or there are too few.
    Abstain,
}

/// A window that is told. Windows follow each other without a hole from the first beat to the last.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct RhythmWindow {
    /// When it begins, in seconds.
    pub start_s: f64,
    /// When it ends, in seconds.
    pub end_s: f64,
    /// What its rhythm is.
    pub verdict: RhythmVerdict,
    /// The probability of an irregular rhythm, 0 to 1; `None` where the verdict is abstained from.
    pub score: Option<f64>,
}

/// A window that is known but perhaps not yet told.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
struct Known {
    start_s: f64,
    end_s: f64,
    /// The log odds of an irregular rhythm by this window alone; 0 where it is doubtful.
    alone: f64,
    /// The same by this window and all before it.
    so_far: f64,
    doubtful: bool,
    /// Whether a beat more or less would mend any of its intervals.
    mended: bool,
}

/// The fold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rhythm {
    /// The intervals of the window that is being filled, in seconds.
    filling: Vec<f64>,
    /// Those of the last full window: the last of a recording takes in what is left over.
    full: Vec<f64>,
    /// Whether there is a gap within the window that is being filled, and within the last full one.
    gap: bool,
    full_gap: bool,
    /// Where the last window ended and where the last interval did.
    window_end: Option<f64>,
    end: f64,
    /// The last windows that were told and all that are not: at most [`BEFORE`] and [`LAG`].
    known: VecDeque<Known>,
    /// How many of them are told.
    told: usize,
    /// The log odds after the last window before the newest.
    before: f64,
}

impl Default for Rhythm {
    fn default() -> Self {
        Self {
            filling: Vec::new(),
            full: Vec::new(),
            gap: false,
            full_gap: false,
            window_end: None,
            end: 0.0,
            known: VecDeque::new(),
            told: 0,
            before: AT_FIRST,
        }
    }
}

impl Rhythm {
    /// Takes in the next interval; one that is no finite number above 0 is passed over. Returns the
    /// window that is known now.
    pub fn push(&mut self, interval: Interval) -> Option<RhythmWindow> {
        self.take(interval, &MODELS)
    }

    fn take(&mut self, interval: Interval, models: &Models) -> Option<RhythmWindow> {
        let Interval { begin_s, rr_s } = interval;
        if !(begin_s.is_finite() && rr_s.is_finite() && rr_s > 0.0) {
            return None;
        }
        if self.window_end.is_none() {
            self.window_end = Some(begin_s);
        } else {
            self.gap |= begin_s - self.end >= GAP_S;
        }
        self.end = self.end.max(begin_s + rr_s);
        self.filling.push(rr_s);
        if self.filling.len() < WINDOW {
            return None;
        }
        self.before = self.known.back().map_or(AT_FIRST, |last| last.so_far);
        self.full = std::mem::take(&mut self.filling);
        self.close(models);
        self.full_gap = std::mem::take(&mut self.gap);
        (self.known.len() - self.told > LAG).then(|| self.tell())
    }

    /// When the first window begins that is not told, in seconds; `None` where every interval is in one.
    #[must_use]
    pub fn untold_from(&self) -> Option<f64> {
        let known = self.known.get(self.told).map(|known| known.start_s);
        known.or_else(|| self.window_end.filter(|_| !self.filling.is_empty()))
    }

    /// Tells the windows that are left; what is too short for a window of its own belongs to the
    /// last.
    #[must_use]
    pub fn finish(self) -> Vec<RhythmWindow> {
        self.end(&MODELS)
    }

    fn end(mut self, models: &Models) -> Vec<RhythmWindow> {
        if !self.filling.is_empty() {
            match self.known.pop_back() {
                Some(last) => {
                    self.window_end = Some(last.start_s);
                    self.gap |= self.full_gap;
                    self.full.append(&mut self.filling);
                    self.close(models);
                }
                None => {
                    let start_s = self.window_end.unwrap_or_default();
                    let window =
                        RhythmWindow { start_s, end_s: self.end, verdict: RhythmVerdict::Abstain, score: None };
                    return vec![window];
                }
            }
        }
        let mut told = Vec::with_capacity(LAG);
        while self.told < self.known.len() {
            told.push(self.tell());
        }
        told
    }

    /// Looks at the window that is full now.
    fn close(&mut self, models: &Models) {
        let start_s = self.window_end.unwrap_or_default();
        let mendable = window::mendable(&self.full);
        let (alone, doubtful) = look(&self.full, self.gap, mendable, models);
        let so_far = carried(self.before) + alone;
        let mended = mendable > 0.0;
        self.known.push_back(Known { start_s, end_s: self.end, alone, so_far, doubtful, mended });
        self.window_end = Some(self.end);
    }

    /// Tells the oldest window that is not told.
    fn tell(&mut self) -> RhythmWindow {
        let at = self.told;
        let after = self.known.iter().skip(at + 1).take(LAG).rev().fold(0.0, |odds, known| carried(odds + known.alone));
        let around = self.known.iter().skip(at.saturating_sub(BEFORE)).take(BEFORE.min(at) + 1 + BEFORE);
        // A steady beat that lacks some speaks against an irregular rhythm beside it.
        let is_lossy = |known: &&Known| known.doubtful || (known.mended && known.alone <= 0.0);
        let doubts = around.clone().filter(is_lossy).count();
        let mended = around.filter(|known| known.mended).count();
        let window = self.known.get(at).map_or(
            RhythmWindow { start_s: 0.0, end_s: 0.0, verdict: RhythmVerdict::Abstain, score: None },
            |known| {
                let odds = known.so_far + after;
                let irregular = odds > 0.0;
                let abstain = known.doubtful
                    || if irregular { doubts >= DOUBTFUL_AROUND } else { known.mended && mended >= MENDED_AROUND };
                RhythmWindow {
                    start_s: known.start_s,
                    end_s: known.end_s,
                    verdict: match (abstain, irregular) {
                        (true, _) => RhythmVerdict::Abstain,
                        (false, true) => RhythmVerdict::Irregular,
                        (false, false) => RhythmVerdict::Regular,
                    },
                    score: (!abstain).then(|| probability(odds)),
                }
            },
        );
        self.told += 1;
        if self.told > BEFORE {
            self.known.pop_front();
            self.told -= 1;
        }
        window
    }
}

/// The log odds of a window alone, and whether it is doubtful.
fn look(window: &[f64], gap: bool, mendable: f64, models: &Models) -> (f64, bool) {
    let impossible = window.iter().filter(|rr| !POSSIBLE_S.contains(*rr)).count();
    if gap || 10 * impossible > window.len() || window::misfits(window) >= MISFITS || mendable >= MENDABLE {
        return (0.0, true);
    }
    let alone = models.odds(Irregularity::of(window));
    if alone > 0.0 && models.doubts(Doubt::of(window)) { (0.0, true) } else { (alone, false) }
}

/// Log odds one window on: the rhythm may have changed.
fn carried(odds: f64) -> f64 {
    let same = probability(odds);
    let stays = same * (1.0 - CHANGES) + (1.0 - same) * CHANGES;
    (stays / (1.0 - stays)).ln()
}

fn probability(odds: f64) -> f64 {
    1.0 / (1.0 + (-odds).exp())
}

/// All windows of a recording, from its first interval to its last.
#[must_use]
pub fn windows(intervals: impl IntoIterator<Item = Interval>) -> Vec<RhythmWindow> {
    windows_by(&MODELS, intervals)
}

/// The same by other models than ours: for whoever fits them to other records, and to see what they
/// tell of a record that they were not fitted to.
#[must_use]
pub fn windows_by(models: &Models, intervals: impl IntoIterator<Item = Interval>) -> Vec<RhythmWindow> {
    let mut fold = Rhythm::default();
    let mut told: Vec<RhythmWindow> =
        intervals.into_iter().filter_map(|interval| fold.take(interval, models)).collect();
    told.extend(fold.end(models));
    told
}

#[cfg(test)]
mod tests;
