//! What the classifier and the quality gate look at in a window: few numbers, each with a meaning.

use super::entropy::{LONGEST, cosen};

/// The step of the histogram of differences, as a share of the mean interval.
const CELL: f64 = 0.04;
/// Differences beyond this share of the mean count as this much.
const FARTHEST: f64 = 0.30;
/// The histogram's cells: from -0.32 to 0.32.
const CELLS: usize = 16;
/// An interval below or above this share of the median fits a beat made up, or one missed.
const FITS: std::ops::RangeInclusive<f64> = 0.55..=1.75;
/// The periods that are tried for a steady beat below, as shares of the median.
const PERIODS: std::ops::RangeInclusive<f64> = 0.6..=2.2;
/// How far apart tried periods lie, in seconds.
const PERIOD_STEP_S: f64 = 0.01;
/// A beat lies on the next tick of a period within this share of it, or within 20 ms.
const TICK: f64 = 0.04;
const TICK_S: f64 = 0.02;

/// Three numbers that tell how irregular the rhythm of a window is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Irregularity {
    /// CoSEn: how little the next interval follows from the one before, whatever the rate.
    pub entropy: f64,
    /// The natural logarithm of the rate a minute, of the median interval: the same heart is steadier
    /// the faster it beats, so that the same entropy means more.
    pub rate: f64,
    /// The entropy (natural logarithm) of the differences of neighbours in cells of 4 % of the mean
    /// interval: many different steps, not a few that come again as with early beats and their pauses.
    pub steps: f64,
}

/// Five numbers that tell a heart from a detector that loses it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Doubt {
    /// The natural logarithm of the shortest interval over the median.
    pub shortest: f64,
    /// The natural logarithm of RMSSD over the mean interval, plus 0.01.
    pub scatter: f64,
    /// Of the beats, the largest share that has another beat one period later, over all periods: a
    /// steady heart shows through beats that were missed or made up.
    pub lattice: f64,
    /// How many of thirty intervals do not fit: below 0.55 or above 1.75 of the median.
    pub misfits: f64,
    /// The correlation of neighbours, -1 to 1; 0 where all are alike. An irregular heart has no memory: the next
    /// interval does not know the last one. A steady beat that is put a little beside its place makes one
    /// interval as much longer as it makes the next one shorter.
    pub memory: f64,
}

impl Irregularity {
    /// Of intervals in seconds, 3 to [`LONGEST`] of them, all above 0.
    #[must_use]
    pub fn of(window: &[f64]) -> Self {
        let mean = mean(window);
        let mut cells = [0u32; CELLS];
        for step in steps(window) {
            let share = (step / mean).clamp(-FARTHEST, FARTHEST);
            let cell = ((share + 0.5 * CELL * CELLS as f64) / CELL) as usize;
            if let Some(cell) = cells.get_mut(cell.min(CELLS - 1)) {
                *cell += 1;
            }
        }
        let all = f64::from(cells.iter().sum::<u32>().max(1));
        let share = |count: &u32| f64::from(*count) / all;
        let steps =
            -cells.iter().filter(|count| **count > 0).map(|count| share(count) * share(count).ln()).sum::<f64>();
        Self { entropy: cosen(window), rate: (60.0 / median(window)).ln(), steps }
    }

    /// In the order of the coefficients.
    pub(super) const fn numbers(self) -> [f64; 3] {
        [self.entropy, self.rate, self.steps]
    }
}

impl Doubt {
    /// Of intervals in seconds, 3 to [`LONGEST`] of them, all above 0.
    #[must_use]
    pub fn of(window: &[f64]) -> Self {
        let median = median(window);
        let square = steps(window).map(|step| step * step).sum::<f64>() / (window.len().max(2) - 1) as f64;
        let shortest = window.iter().copied().fold(f64::INFINITY, f64::min);
        Self {
            shortest: (shortest / median).ln(),
            scatter: (square.sqrt() / mean(window) + 0.01).ln(),
            lattice: lattice(window, median),
            misfits: misfits(window),
            memory: memory(window),
        }
    }

    /// Those of a beat missed or made up, in the order of the coefficients.
    pub(super) const fn numbers(self) -> [f64; 4] {
        [self.shortest, self.scatter, self.lattice, self.misfits]
    }

    /// Those of beats that were put beside their places, likewise.
    pub(super) const fn moved(self) -> [f64; 5] {
        [self.shortest, self.scatter, self.lattice, self.misfits, self.memory]
    }
}

/// How many of thirty intervals do not fit the median.
pub(super) fn misfits(window: &[f64]) -> f64 {
    let median = median(window);
    let count = window.iter().filter(|rr| !FITS.contains(&(*rr / median))).count();
    30.0 * count as f64 / window.len().max(1) as f64
}

fn steps(window: &[f64]) -> impl Iterator<Item = f64> {
    window.iter().zip(window.iter().skip(1)).map(|(a, b)| b - a)
}

/// The correlation of each interval with the next one.
fn memory(window: &[f64]) -> f64 {
    let mean = mean(window);
    let off = || window.iter().map(|rr| rr - mean);
    let (along, all) =
        (off().zip(off().skip(1)).map(|(a, b)| a * b).sum::<f64>(), off().map(|off| off * off).sum::<f64>());
    if all > 0.0 { along / all } else { 0.0 }
}

fn mean(window: &[f64]) -> f64 {
    window.iter().sum::<f64>() / window.len().max(1) as f64
}

/// The median; of an even count the mean of the two in the middle.
pub(super) fn median(window: &[f64]) -> f64 {
    let mut sorted = [0.0; LONGEST];
    let n = window.len().min(LONGEST);
    let sorted = sorted.get_mut(..n).unwrap_or_default();
    sorted.copy_from_slice(window.get(..n).unwrap_or_default());
    sorted.sort_unstable_by(f64::total_cmp);
    let at = |n: usize| sorted.get(n).copied().unwrap_or(f64::NAN);
    if n % 2 == 1 { at(n / 2) } else { at(n / 2).midpoint(at((n / 2).wrapping_sub(1))) }
}

/// The largest share of beats with a follower after one period.
fn lattice(window: &[f64], median: f64) -> f64 {
    let mut beats = [0.0; LONGEST + 1];
    let n = window.len().min(LONGEST);
    let mut at = 0.0;
    for (beat, rr) in beats.iter_mut().skip(1).zip(window) {
        at += rr;
        *beat = at;
    }
    let beats = beats.get(..=n).unwrap_or_default();
    let (mut largest, end) = (0.0f64, at);
    let first = (PERIODS.start() * median / PERIOD_STEP_S).ceil();
    // At most some hundreds of periods, whatever the median.
    for n in 0..400 {
        let period = (first + f64::from(n)) * PERIOD_STEP_S;
        if period > PERIODS.end() * median {
            break;
        }
        let near = (TICK * period).max(TICK_S);
        let (mut ahead, mut asked, mut followed) = (beats, 0u32, 0u32);
        for beat in beats.iter().take_while(|beat| **beat + period + near <= end) {
            asked += 1;
            while let Some((next, rest)) = ahead.split_first()
                && *next < beat + period - near
            {
                ahead = rest;
            }
            followed += u32::from(ahead.first().is_some_and(|next| *next <= beat + period + near));
        }
        largest = largest.max(f64::from(followed) / f64::from(asked.max(10)));
    }
    largest
}

#[cfg(test)]
mod tests {
    use super::super::drawn::draw;
    use super::*;

    fn steady() -> Vec<f64> {
        (0..30).map(|n| 0.80 + 0.01 * f64::from(n % 3)).collect()
    }

    #[test]
    fn a_beat_missed_or_made_up_leaves_the_period_visible() {
        assert!(Doubt::of(&steady()).lattice > 0.95);
        let mut missed = steady();
        for at in [3, 8, 15, 20] {
            missed[at] += missed.remove(at + 1);
        }
        let doubt = Doubt::of(&missed);
        assert!(doubt.lattice > 0.7 && doubt.misfits >= 4.0, "{doubt:?}");
        let mut split = steady();
        split.splice(10..11, [0.3, 0.51]);
        assert!(Doubt::of(&split).lattice > 0.9 && Doubt::of(&split).shortest < -0.9);
    }

    #[test]
    fn the_numbers_of_a_worked_example() {
        // Differences 0.1, -0.1, 0.1 of a mean of 0.85: three in two cells.
        let found = Irregularity::of(&[0.8, 0.9, 0.8, 0.9]);
        assert!((found.steps - (2.0f64 / 3.0 * 1.5f64.ln() + 3.0f64.ln() / 3.0)).abs() < 1e-12);
        assert!((found.rate - (60.0f64 / 0.85).ln()).abs() < 1e-12);
        let doubt = Doubt::of(&[0.8, 0.9, 0.8, 0.9]);
        assert!((doubt.scatter - (0.1f64 / 0.85 + 0.01).ln()).abs() < 1e-12);
        assert!((doubt.shortest - (0.8f64 / 0.85).ln()).abs() < 1e-12);
        assert_eq!(doubt.misfits, 0.0);
        // Off the mean by 0.05, each the other way: three products of four squares.
        assert!((doubt.memory + 0.75).abs() < 1e-12);
        assert_eq!(Doubt::of(&[0.8; 4]).memory, 0.0);
    }

    #[test]
    fn beats_beside_their_places_turn_back_and_an_irregular_heart_does_not() {
        let off = |n: u64| 0.3 * draw(n);
        let moved: Vec<f64> = (0..60).map(|n| 0.8 + off(n + 1) - off(n)).collect();
        let irregular: Vec<f64> = (0..60).map(|n| 0.5 + 0.6 * draw(n)).collect();
        let (moved, irregular) = (Doubt::of(&moved).memory, Doubt::of(&irregular).memory);
        assert!(moved < -0.3 && irregular > -0.25, "{moved} {irregular}");
    }

    #[test]
    fn a_median_of_any_size_costs_no_more_than_its_bound() {
        assert!(lattice(&[1000.0; 30], 1000.0) <= 1.0);
        assert!(lattice(&[1e-4; 30], 1e-4) <= 1.0);
    }
}
