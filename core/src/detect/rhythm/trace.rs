//! What a sensor that misses beats, makes some up or hears noise leaves in a window that looks regular.

use crate::detect::artefact::window::quantiles;

/// An interval is held against the median of the eleven around it.
const USUAL: usize = 5;
/// It is a usual one within this share of that.
const LIKE: f64 = 0.15;
/// Shorter than this share of it, it is an early beat's; two such are parts of a usual one when they make one
/// together within [`WHOLE`] of it.
const PART: f64 = 0.85;
const WHOLE: f64 = 0.12;
/// An interval holds a missed beat when it is two usual ones long within this share of one, or three within
/// one and a half times as much.
const TWICE: f64 = 0.2;
/// An early beat and its pause make two usual intervals within this share of one.
const PAUSE: f64 = 0.25;
/// More mendable places than this say no more.
const MOST: usize = 3;
/// More late beats of thirty than this say no more.
const MOST_LATE: f64 = 5.0;

/// What is found in a window.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Traces {
    /// How many places, up to 3, a beat more or a beat less would mend: an interval as long as two or three
    /// usual ones, or two that make one together, between intervals that are usual. A heart does this
    /// seldom: its early beats are followed by a pause or by a new count.
    pub mendable: f64,
    /// How many of thirty intervals, up to 5, are longer than usual without an early beat before them, and are
    /// not mendable either. A heart seldom pauses of itself; noise and pulse that give way to each other do.
    pub late: f64,
    /// The natural logarithm of the longest interval over the median.
    pub longest: f64,
    /// The longest row of intervals of which none is usual. A heart's early beat and its pause are two; noise goes
    /// on for seconds.
    pub row: f64,
}

impl Traces {
    /// Of intervals in seconds, all above 0.
    #[must_use]
    pub fn of(window: &[f64]) -> Self {
        let usual = quantiles(window, USUAL, [0.5], |[median]| median.mean());
        let share: Vec<f64> = window.iter().zip(&usual).map(|(rr, usual)| rr / usual).collect();
        let (mut mendable, mut late, mut at) = (0, 0, 0);
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
                if next.is_some_and(|next| (here + next - 2.0).abs() < PAUSE) {
                    at += 1;
                } else if here > 1.0 && before.and_then(|at| share.get(at)).is_none_or(|before| *before >= PART) {
                    late += 1;
                }
            }
            at += 1;
        }
        let longest = window.iter().copied().fold(0.0, f64::max);
        Self {
            mendable: mendable.min(MOST) as f64,
            late: (30.0 * f64::from(late) / window.len().max(1) as f64).min(MOST_LATE),
            longest: (longest / super::window::median(window)).ln(),
            row: row(&share),
        }
    }

    /// Those of noise, in the order of the coefficients.
    pub(super) const fn noise(self) -> [f64; 3] {
        [self.late, self.longest, self.row]
    }
}

/// The longest row of shares that are no usual interval's.
fn row(shares: &[f64]) -> f64 {
    let rows = shares.split(|share| (share - 1.0).abs() < LIKE);
    rows.map(<[f64]>::len).max().unwrap_or_default() as f64
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
        let counts = |window: &[f64]| (Traces::of(window).mendable, Traces::of(window).late);
        assert_eq!(counts(&steady()), (0.0, 0.0));
        let mut lossy = steady();
        lossy[4] = 1.64;
        lossy[12] = 2.46;
        lossy.splice(20..21, [0.33, 0.49]);
        assert_eq!(counts(&lossy), (3.0, 0.0));
        let mut early = steady();
        for at in [3, 9, 15, 21] {
            early[at] = 0.5;
            early[at + 1] = 1.14;
        }
        assert_eq!(counts(&early), (0.0, 0.0));
        assert_eq!(Traces::of(&early).row, 2.0);
        // A pause that is shorter or longer than one that compensates is still an early beat's.
        early[4] = 1.0;
        early[22] = 1.5;
        assert_eq!(counts(&early), (0.0, 0.0));
    }

    #[test]
    fn a_burst_of_noise_leaves_late_beats_a_long_one_and_a_row() {
        let mut noise = steady();
        noise.iter_mut().zip(0..10).for_each(|(rr, n)| *rr = 0.31 + 0.9 * draw(n));
        let found = Traces::of(&noise);
        assert!(found.late >= 1.0 && found.longest > 0.3 && found.row >= 3.0, "{found:?}");
        let mut early = steady();
        early.iter_mut().step_by(2).take(7).for_each(|rr| *rr = 0.52);
        let own = Traces::of(&early);
        assert!(own.late == 0.0 && own.longest < 0.1, "{own:?}");
    }
}
