//! What a sensor that misses beats, makes some up or hears noise leaves in a window that looks regular.

use super::entropy::cosen;
use crate::detect::artefact::window::quantiles;

/// An interval is held against the median of the eleven around it.
const USUAL: usize = 5;
/// It is a usual one within this share of that.
const LIKE: f64 = 0.15;
/// Two neighbours are parts of a usual interval when both are shorter than this share of it, and make one
/// together within [`WHOLE`] of it.
const PART: f64 = 0.85;
const WHOLE: f64 = 0.12;
/// An interval holds a missed beat when it is two usual ones long within this share of one, or three within
/// one and a half times as much.
const TWICE: f64 = 0.2;
/// An early beat and its pause make two usual intervals within this share of one.
const PAUSE: f64 = 0.25;
/// So many that follow no pattern make a window worth a closer look.
const ODD: usize = 4;
/// The stretch that is looked at then, and how far the next begins after it, in intervals.
const STRETCH: usize = 15;
const STRIDE: usize = 5;
/// More mendable places than this say no more.
const MOST: usize = 3;
/// No stretch counts as wilder than this, by CoSEn.
const WILDEST: f64 = 2.0;

/// What is found in a window.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Traces {
    /// How many places, up to 3, a beat more or a beat less would mend: an interval as long as two or three
    /// usual ones, or two that make one together, between intervals that are usual. A heart does this
    /// seldom: its early beats are followed by a pause or by a new count.
    pub mendable: f64,
    /// What there is besides, where four intervals or more follow no pattern: neither usual, nor mendable,
    /// nor an early beat and its pause.
    pub wild: Option<Wild>,
}

/// A window with intervals that follow no pattern.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wild {
    /// CoSEn of the fifteen intervals in a row that have the largest, up to 2.
    pub entropy: f64,
    /// The natural logarithm of the longest of these intervals over the window's median.
    pub reach: f64,
}

impl Traces {
    /// Of intervals in seconds, all above 0.
    #[must_use]
    pub fn of(window: &[f64]) -> Self {
        let usual = quantiles(window, USUAL, [0.5], |[median]| median.mean());
        let share: Vec<f64> = window.iter().zip(&usual).map(|(rr, usual)| rr / usual).collect();
        let (mut mendable, mut odd, mut at) = (0, 0, 0);
        while let Some(here) = share.get(at).copied() {
            let is_usual =
                |at: Option<usize>| at.and_then(|at| share.get(at)).is_none_or(|share| (share - 1.0).abs() < LIKE);
            // Two in a row, both as shares of the same usual interval.
            let next = window.get(at + 1).zip(usual.get(at)).map(|(rr, usual)| rr / usual);
            let before = at.checked_sub(1);
            let missed = [(2.0, TWICE), (3.0, 1.5 * TWICE)].iter().any(|(times, off)| (here - times).abs() < *off);
            if missed && is_usual(before) && is_usual(Some(at + 1)) {
                mendable += 1;
            } else if let Some(next) = next
                && here.max(next) < PART
                && (here + next - 1.0).abs() < WHOLE
                && is_usual(before)
                && is_usual(Some(at + 2))
            {
                mendable += 1;
                at += 1;
            } else if !is_usual(Some(at)) {
                match next {
                    Some(next) if (here + next - 2.0).abs() < PAUSE => at += 1,
                    _ => odd += 1,
                }
            }
            at += 1;
        }
        let wild = if odd < ODD { None } else { Wild::of(window) };
        Self { mendable: mendable.min(MOST) as f64, wild }
    }
}

impl Wild {
    fn of(window: &[f64]) -> Option<Self> {
        let stretches = window.windows(STRETCH).step_by(STRIDE).map(|stretch| (cosen(stretch), stretch));
        let (entropy, stretch) = stretches.max_by(|a, b| a.0.total_cmp(&b.0))?;
        let longest = stretch.iter().copied().fold(0.0, f64::max);
        Some(Self { entropy: entropy.min(WILDEST), reach: (longest / super::window::median(window)).ln() })
    }

    /// In the order of the coefficients.
    pub(super) const fn numbers(self) -> [f64; 2] {
        [self.entropy, self.reach]
    }
}

#[cfg(test)]
mod tests {
    use super::super::drawn::draw;
    use super::*;

    fn steady() -> Vec<f64> {
        (0..30).map(|n| 0.80 + 0.03 * f64::from(n % 3)).collect()
    }

    #[test]
    fn beats_missed_and_made_up_are_counted_and_a_heart_s_own_early_beats_are_not() {
        assert_eq!(Traces::of(&steady()), Traces { mendable: 0.0, wild: None });
        let mut lossy = steady();
        lossy[4] = 1.64;
        lossy[12] = 2.46;
        lossy.splice(20..21, [0.33, 0.49]);
        assert_eq!(Traces::of(&lossy), Traces { mendable: 3.0, wild: None });
        let mut early = steady();
        for at in [3, 9, 15, 21] {
            early[at] = 0.5;
            early[at + 1] = 1.14;
        }
        assert_eq!(Traces::of(&early), Traces { mendable: 0.0, wild: None });
    }

    #[test]
    fn noise_beside_a_steady_beat_is_wilder_than_many_early_beats() {
        let mut noise = steady();
        noise.iter_mut().zip(0..14).for_each(|(rr, n)| *rr = 0.31 + 0.9 * draw(n));
        let mut early = steady();
        early.iter_mut().step_by(2).take(7).for_each(|rr| *rr = 0.52);
        let (noise, early) = (Traces::of(&noise).wild.unwrap(), Traces::of(&early).wild.unwrap());
        assert!(noise.entropy > early.entropy + 0.5 && noise.reach > early.reach + 0.2, "{noise:?} {early:?}");
    }
}
