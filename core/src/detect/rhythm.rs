//! Whether the heart beats regularly, from the intervals between beats.
//!
//! A fold over intervals in windows of thirty. Each window gets log odds of being irregular from three
//! numbers ([`window`]); a rhythm lasts, so that the windows around it have a say: a hidden Markov
//! model with two rhythms and a look at three later windows ([`LAG`]). A quality gate abstains where
//! the beats themselves cannot be trusted: in a window that looks badly detected, and around places that a
//! beat more or less would mend, beats that come early anywhere or late of themselves ([`trace`]), and
//! beats that turn back to a steady pulse ([`window::Doubt`]), if more than one window speaks for it. A sensor
//! that loses beats does so for a while, and likewise one that hears noise and one that puts beats beside
//! their places: each is a Markov chain of its own, and what one window leaves open many of them say. Regular
//! is told where the sensor more likely errs in no way, irregular only where that is nine times as likely.
//! Two published detectors stand beside it, for comparison and as second opinions: CoSEn ([`entropy`]) and
//! Petrenas ([`petrenas`]).
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
//! | a sensor begins, ceases to err in one of three ways | after 1 in 1,000, 1 in 100 windows | ours: a spell of some half an hour; 3 in 1,000 and 3 in 100 give nearly the same |
//! | irregular though the sensor may err | 1 in 10 at most | ours: a false notice is worse than one that comes later; from 1 in 4 to 1 in 20 sensitivity stays |
//! | misfits | 6 of 30 | Lipponen and Tarvainen flag them; the Task Force asks for 80 % normal beats |

pub mod beat;
#[cfg(test)]
mod drawn;
pub mod entropy;
pub(super) mod episode;
mod lasting;
pub mod model;
pub mod notice;
pub mod petrenas;
pub mod trace;
pub mod window;

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use lasting::{Lasting, probability};
use model::{MODELS, MOST, Models};
use trace::Traces;
use window::{Doubt, Irregularity};

/// Intervals in a window; the last window of a recording has up to twice as many less one.
pub const WINDOW: usize = 30;
/// A window is told when this many later ones are known.
pub const LAG: usize = 3;

/// A rhythm changes in one window of ten.
const RHYTHM: Lasting = Lasting { begins: 0.1, ends: 0.1 };
/// A sensor errs in one way for some half an hour at a time, and most of the time it does not.
const SENSOR: Lasting = Lasting { begins: 0.001, ends: 0.01 };
/// Before the first window: one in twenty recordings begins irregular.
const AT_FIRST: f64 = -3.0;
/// Irregular is told where the sensor does not err with this probability.
const SURE: f64 = 0.9;
/// No heart's interval lies outside, in seconds.
const POSSIBLE_S: std::ops::RangeInclusive<f64> = 0.25..=2.4;
/// A hole between two intervals from here on is a gap, in seconds.
const GAP_S: f64 = 2.0;
/// So many of thirty intervals that do not fit make a window doubtful whatever its rhythm.
const MISFITS: f64 = 6.0;

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

/// Log odds of four things.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
struct Odds {
    /// That the rhythm is irregular.
    irregular: f64,
    /// That the sensor loses beats or makes some up.
    lossy: f64,
    /// That it takes noise for beats.
    noisy: f64,
    /// That it puts beats beside their places.
    moved: f64,
}

impl Odds {
    /// Of a window that says nothing.
    const NOTHING: Self = Self { irregular: 0.0, lossy: 0.0, noisy: 0.0, moved: 0.0 };

    /// Before the first window.
    fn at_first() -> Self {
        let sensor = SENSOR.at_any_time();
        Self { irregular: RHYTHM.after(AT_FIRST), lossy: sensor, noisy: sensor, moved: sensor }
    }

    /// One window on.
    fn after(self) -> Self {
        Self { irregular: RHYTHM.after(self.irregular), ..self.sensor(|odds| SENSOR.after(odds)) }
    }

    /// What the next window and all after it say of the one before.
    fn before(self) -> Self {
        Self { irregular: RHYTHM.before(self.irregular), ..self.sensor(|odds| SENSOR.before(odds)) }
    }

    fn sensor(self, of: impl Fn(f64) -> f64) -> Self {
        Self { lossy: of(self.lossy), noisy: of(self.noisy), moved: of(self.moved), ..self }
    }

    fn plus(self, other: Self) -> Self {
        Self {
            irregular: self.irregular + other.irregular,
            lossy: self.lossy + other.lossy,
            noisy: self.noisy + other.noisy,
            moved: self.moved + other.moved,
        }
    }
}

/// A window that is known but not yet told.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
struct Known {
    start_s: f64,
    end_s: f64,
    /// By this window alone.
    alone: Odds,
    /// By this window and all before it.
    so_far: Odds,
    bears: Bears,
}

/// Which verdicts the beats of a window are good enough for.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
struct Bears {
    irregular: bool,
    regular: bool,
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
    /// The windows that are not told: at most [`LAG`] and the newest.
    known: VecDeque<Known>,
    /// The log odds after the last window before the newest.
    before: Option<Odds>,
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
            before: None,
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
        self.before = self.known.back().map(|last| last.so_far);
        self.full = std::mem::take(&mut self.filling);
        self.close(models);
        self.full_gap = std::mem::take(&mut self.gap);
        if self.known.len() > LAG { self.tell() } else { None }
    }

    /// When the first window begins that is not told, in seconds; `None` where every interval is in one.
    #[must_use]
    pub fn untold_from(&self) -> Option<f64> {
        let known = self.known.front().map(|known| known.start_s);
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
        std::iter::from_fn(|| self.tell()).collect()
    }

    /// Looks at the window that is full now.
    fn close(&mut self, models: &Models) {
        let expected = self.before.map_or_else(Odds::at_first, Odds::after);
        let (alone, bears) = look(&self.full, self.gap, expected.irregular, models);
        let so_far = expected.plus(alone);
        let start_s = self.window_end.unwrap_or_default();
        self.known.push_back(Known { start_s, end_s: self.end, alone, so_far, bears });
        self.window_end = Some(self.end);
    }

    /// Tells the oldest window that is not told.
    fn tell(&mut self) -> Option<RhythmWindow> {
        let known = self.known.pop_front()?;
        let later = self.known.iter().take(LAG).rev();
        let odds = known.so_far.plus(later.fold(Odds::NOTHING, |odds, later| odds.plus(later.alone).before()));
        let irregular = odds.irregular > 0.0;
        let (lossless, quiet, in_place) =
            (probability(-odds.lossy), probability(-odds.noisy), probability(-odds.moved));
        let abstain = if irregular {
            !known.bears.irregular || lossless * quiet * in_place < SURE
        } else {
            // A regular rhythm of which the beats were moved is one still.
            !known.bears.regular || lossless * quiet < 0.5
        };
        Some(RhythmWindow {
            start_s: known.start_s,
            end_s: known.end_s,
            verdict: match (abstain, irregular) {
                (true, _) => RhythmVerdict::Abstain,
                (false, true) => RhythmVerdict::Irregular,
                (false, false) => RhythmVerdict::Regular,
            },
            score: (!abstain).then(|| probability(odds.irregular)),
        })
    }
}

/// What a window says by itself, and what it is good enough for; `expected` are the log odds of an irregular
/// rhythm by the windows before.
fn look(window: &[f64], gap: bool, expected: f64, models: &Models) -> (Odds, Bears) {
    let nothing = Bears { irregular: false, regular: false };
    if gap {
        return (Odds::NOTHING, nothing);
    }
    if 10 * window.iter().filter(|rr| !POSSIBLE_S.contains(*rr)).count() > window.len() {
        return (Odds { lossy: MOST, ..Odds::NOTHING }, nothing);
    }
    let irregular = models.odds(Irregularity::of(window));
    let fits = window::misfits(window) < MISFITS;
    if irregular > 0.0 {
        let doubt = Doubt::of(window);
        let (bad, moved) = (models.doubt(doubt), models.shaken(doubt));
        return if fits && bad <= 0.0 {
            (Odds { irregular, lossy: bad, noisy: bad, moved }, Bears { irregular: true, regular: true })
        } else {
            (Odds { irregular: 0.0, lossy: bad, noisy: bad, moved }, nothing)
        };
    }
    // Odd intervals may be a heart's own beside a regular rhythm; they are none of an irregular one.
    let irregular = if fits { irregular } else { 0.0 };
    let traces = Traces::of(window);
    let mut noisy = models.noise(traces);
    if expected + irregular > 0.0 {
        // Some windows of an irregular rhythm look regular: late beats are its own there and say nothing.
        noisy = noisy.min(0.0);
    }
    (Odds { irregular, lossy: models.missed(traces), noisy, moved: 0.0 }, Bears { irregular: fits, regular: true })
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
