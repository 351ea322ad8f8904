//! Heart rate variability of a series of beat intervals, exactly as given.
//!
//! Nothing is corrected here: whoever wants a series without its artefacts corrects it first
//! (`detect::artefact`). The definitions are those of the Task Force of the ESC and NASPE,
//! *Heart rate variability: standards of measurement*, Circulation 93, 1043-1065, 1996, and for the
//! Poincaré plot Brennan et al., IEEE Trans Biomed Eng 48, 1342-1347, 2001. Where programs differ:
//!
//! | field | here | NeuroKit2 0.2.13 | hrv-analysis 1.0.6 |
//! | --- | --- | --- | --- |
//! | SDNN | over n-1 | same | same |
//! | SDSD | over the number of differences less 1 | same | over the number of differences |
//! | pNN50, pNN20 | share of the n-1 differences (Task Force) | share of n | share of n-1 |
//! | SD1 | SDSD / √2 | same | same |
//! | SD2 | scatter of the plot's points along the diagonal | same | √(2 SDNN² - SDSD²/2), a stationary series' SD2 |
//! | LF, HF | Lomb, ms², means of clean five minutes | not comparable (resampled, normalised) | resampled at 4 Hz |

pub mod band;
pub mod spectrum;

use serde::{Deserialize, Serialize};

pub use spectrum::Spectrum;

/// What a series of intervals between beats shows. All times in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Variability {
    /// How many intervals there are.
    pub count: usize,
    /// The mean interval.
    pub mean: f64,
    /// The median interval.
    pub median: f64,
    /// SDNN, the standard deviation of the intervals (over n-1). `None` below two intervals.
    pub sdnn: Option<f64>,
    /// RMSSD, the root of the mean squared difference of neighbours. `None` below two intervals.
    pub rmssd: Option<f64>,
    /// SDSD, the standard deviation of the differences of neighbours. `None` below three intervals.
    pub sdsd: Option<f64>,
    /// pNN50, the share of differences above 50 ms, in percent. `None` below two intervals.
    pub pnn50: Option<f64>,
    /// pNN20, the share of differences above 20 ms, in percent. `None` below two intervals.
    pub pnn20: Option<f64>,
    /// SD1, the scatter of the Poincaré plot across its diagonal. `None` below three intervals.
    pub sd1: Option<f64>,
    /// SD2, the scatter along it. `None` below three intervals.
    pub sd2: Option<f64>,
}

impl Variability {
    /// Of intervals in milliseconds, all finite and above 0, in the order of the beats. `None` of an
    /// empty series.
    ///
    /// ```
    /// use mimamori::detect::variability::Variability;
    ///
    /// let found = Variability::of(&[800.0, 860.0, 820.0]).unwrap();
    /// assert_eq!((found.median, found.pnn50), (820.0, Some(50.0)));
    /// assert!((found.rmssd.unwrap() - 50.99).abs() < 0.01);
    /// ```
    #[must_use]
    pub fn of(intervals: &[f64]) -> Option<Self> {
        let (mean, sdnn) = moments(intervals.iter().copied())?;
        let steps = || intervals.iter().zip(intervals.iter().skip(1));
        let differences = || steps().map(|(a, b)| b - a);
        let share = |limit: f64| {
            let above = differences().filter(|step| step.abs() > limit).count();
            (intervals.len() > 1).then(|| 100.0 * above as f64 / (intervals.len() - 1) as f64)
        };
        let along = |(a, b): (&f64, &f64)| (a + b) / std::f64::consts::SQRT_2;
        let sdsd = moments(differences()).and_then(|(_, scatter)| scatter);
        Some(Self {
            count: intervals.len(),
            mean,
            median: median(intervals)?,
            sdnn,
            rmssd: moments(differences().map(|step| step * step)).map(|(square, _)| square.sqrt()),
            sdsd,
            pnn50: share(50.0),
            pnn20: share(20.0),
            sd1: sdsd.map(|sdsd| sdsd / std::f64::consts::SQRT_2),
            sd2: moments(steps().map(along)).and_then(|(_, scatter)| scatter),
        })
    }
}

/// The mean, and the standard deviation over n-1 from two values on; `None` of nothing. Two passes:
/// exact to the last digits also where the mean is large beside the scatter.
fn moments(values: impl Iterator<Item = f64> + Clone) -> Option<(f64, Option<f64>)> {
    let count = values.clone().count();
    if count == 0 {
        return None;
    }
    let mean = values.clone().sum::<f64>() / count as f64;
    let squares = values.map(|value| (value - mean) * (value - mean)).sum::<f64>();
    Some((mean, (count > 1).then(|| (squares / (count - 1) as f64).sqrt())))
}

/// The median; of an even count the mean of the two in the middle.
fn median(values: &[f64]) -> Option<f64> {
    let mut values = values.to_vec();
    let middle = values.len() / 2;
    if middle >= values.len() {
        return None;
    }
    let even = values.len().is_multiple_of(2);
    let (below, upper, _) = values.select_nth_unstable_by(middle, f64::total_cmp);
    let upper = *upper;
    if !even {
        return Some(upper);
    }
    let lower = below.iter().copied().fold(f64::MIN, f64::max);
    Some(lower.midpoint(upper))
}

#[cfg(test)]
mod tests;
