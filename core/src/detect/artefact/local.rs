//! Our own way with artefacts: the smallest change that explains what is odd.
//!
//! From left to right, each interval is held against the median of the 17 around it. Three changes are
//! known, and each must bring what it touches back to the usual: two short intervals that make one
//! usual one together have a beat too many between them; one that is as long as two or more usual
//! ones lacks beats; a short and a long one that make two usual ones have a beat out of place, if the
//! step is well above the heart's own differences there. What none of them explains is named and left
//! as it is. Lipponen and Tarvainen's idea of a local threshold is kept, their smoothing is not: on
//! their test of seeded artefacts this is what leaves RMSSD too high.
//!
//! What is found at a beat rests on 46 intervals to either side. The constants were set on seeded
//! artefacts in public series of four kinds; around each of them the result is flat.

use super::window::quantiles;
use super::{Artefacts, Corrected, intervals};

/// Half of the 17 intervals of the usual one.
const USUAL: usize = 8;
/// Half of the 91 differences that the scatter rests on: those of Lipponen and Tarvainen.
const AROUND: usize = 45;
/// The median of absolute values, times this, is the standard deviation if they are normal.
const NORMAL: f64 = 1.4826;
/// An interval is odd beyond four standard deviations of the differences there, and beyond 16 % of
/// the usual interval.
const ODD: f64 = 4.0;
const ODD_SHARE: f64 = 0.16;
/// Each part of a split interval is shorter than the usual by 15 % at least.
const PART: f64 = 0.15;
/// Together, two intervals are two usual ones within one and a half times what is odd.
const TOGETHER: f64 = 1.5;
/// A beat is out of place when its step is above three standard deviations of the differences, and
/// above 5 % of the usual interval.
const STEP: f64 = 3.0;
const STEP_SHARE: f64 = 0.05;

/// More intervals than this in one are not missed beats: that is a gap.
const MOST_MISSED: f64 = 10.0;

/// The series as it is read from left to right.
struct Reader<'a> {
    beats: &'a [f64],
    rr: Vec<f64>,
    usual: Vec<f64>,
    /// The standard deviation of the differences around each interval.
    scatter: Vec<f64>,
    found: Artefacts,
    mended: Vec<f64>,
}

/// Finds and corrects.
#[must_use]
pub fn corrected(beats_ms: &[f64]) -> Corrected {
    let rr = intervals(beats_ms);
    let usual = quantiles(&rr, USUAL, [0.5], |[median]| median.mean());
    let steps: Vec<f64> = rr.iter().zip(rr.iter().skip(1)).map(|(a, b)| (b - a).abs()).collect();
    let mut scatter = quantiles(&steps, AROUND, [0.5], |[median]| NORMAL * median.mean());
    // One difference fewer than intervals: the first interval has the first difference's.
    scatter.insert(0, scatter.first().copied().unwrap_or(0.0));
    let mended = beats_ms.first().copied().into_iter().collect();
    let mut reader = Reader { beats: beats_ms, rr, usual, scatter, found: Artefacts::default(), mended };
    let mut at = 0;
    while at < reader.rr.len() {
        at += reader.read(at);
    }
    Corrected { artefacts: reader.found, beats_ms: reader.mended }
}

impl Reader<'_> {
    /// The interval at this place; beyond the end what is usual at its end.
    fn rr(&self, at: usize) -> f64 {
        let usual = || self.usual.last().copied().unwrap_or(0.0);
        self.rr.get(at).copied().unwrap_or_else(usual)
    }

    fn beat(&self, at: usize) -> f64 {
        self.beats.get(at).copied().unwrap_or(0.0)
    }

    /// Reads the interval between the beats `at` and `at + 1`; returns how many were read.
    fn read(&mut self, at: usize) -> usize {
        let (here, usual) = (self.rr(at), self.usual.get(at).copied().unwrap_or(0.0));
        let odd = (ODD * self.scatter.get(at).copied().unwrap_or(0.0)).max(ODD_SHARE * usual);
        if at + 1 < self.rr.len() {
            let next = self.rr(at + 1);
            let together = here + next;
            let part = usual - PART * usual;
            if (together - usual).abs() < odd && here.max(next) < part && here.min(next) < usual - odd {
                self.found.extra.push(at + 1);
                self.mended.push(self.beat(at + 2));
                return 2;
            }
            if (together - 2.0 * usual).abs() < TOGETHER * odd && self.out_of_place(at, usual) {
                self.found.ectopic.push(at + 1);
                self.mended.push(self.beat(at) + together / 2.0);
                self.mended.push(self.beat(at + 2));
                return 2;
            }
        }
        let times = (here / usual.max(1e-9)).round();
        if here > usual + odd && (2.0..=MOST_MISSED).contains(&times) && (here / times - usual).abs() < odd {
            self.found.missed.push(at + 1);
            for n in 1..times as u32 {
                self.mended.push(self.beat(at) + here * f64::from(n) / times);
            }
        } else if (here - usual).abs() > odd {
            self.found.longshort.push(at + 1);
        }
        self.mended.push(self.beat(at + 1));
        1
    }

    /// Whether the beat `at + 1` is out of place, and more so than the one after it.
    fn out_of_place(&self, at: usize, usual: f64) -> bool {
        let before = match self.mended.as_slice() {
            [.., a, b] => b - a,
            _ => usual,
        };
        let (here, next, third) = (self.rr(at), self.rr(at + 1), self.rr(at + 2));
        let opposite = |a: f64, b: f64| (a - usual) * (b - usual) < 0.0;
        let least = (STEP * self.scatter.get(at).copied().unwrap_or(0.0)).max(STEP_SHARE * usual);
        let step = step(before, here, next, third);
        let after = if opposite(next, third) { self::step(here, next, third, self.rr(at + 3)) } else { 0.0 };
        opposite(here, next) && step > least && step >= after
    }
}

/// How far the beat between `here` and `next` is out of place if nothing else is: the least-squares
/// height of a peak of the differences, -1, 2, -1; 0 where they do not have that shape.
fn step(before: f64, here: f64, next: f64, third: f64) -> f64 {
    let sign = if next > here { 1.0 } else { -1.0 };
    let (down, up, again) = (sign * (before - here), sign * (next - here), sign * (next - third));
    if down > 0.0 && again > 0.0 { (down + 2.0 * up + again) / 6.0 } else { 0.0 }
}
