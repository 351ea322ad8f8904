//! Fitting a small logistic model, for tests that show where its coefficients come from.

#![allow(
    clippy::indexing_slicing,
    clippy::needless_range_loop,
    reason = "only tests use it, on arrays of its own making; sums over indices read like the formula"
)]

use mimamori::detect::rhythm::WINDOW;
use mimamori::detect::rhythm::model::{Logistic, Models};
use mimamori::detect::rhythm::window::{Doubt, Irregularity};

use crate::beats::{Corruption, Draw, Recording};

/// What a model learns from.
#[derive(Debug, Clone, Copy)]
pub struct Example<const N: usize> {
    /// Its numbers.
    pub numbers: [f64; N],
    /// What they stand for.
    pub yes: bool,
    /// How much it counts; only ratios matter.
    pub weight: f64,
}

/// Fits a logistic model: numbers are standardised, weights made to have the mean 1, and one half of
/// the squared coefficients is added to the loss (an L2 penalty with C = 1).
#[must_use]
pub fn fit<const N: usize>(examples: &[Example<N>]) -> Logistic<N> {
    let n = examples.len() as f64;
    let mean_weight = examples.iter().map(|example| example.weight).sum::<f64>() / n;
    let (mut mean, mut scale) = ([0.0; N], [0.0; N]);
    for k in 0..N {
        mean[k] = examples.iter().map(|example| example.numbers[k]).sum::<f64>() / n;
        let squares = examples.iter().map(|example| (example.numbers[k] - mean[k]).powi(2)).sum::<f64>();
        scale[k] = (squares / n).sqrt();
    }
    // The last weight is the constant's.
    let mut weights = vec![0.0; N + 1];
    for _ in 0..50 {
        let mut gradient = vec![0.0; N + 1];
        let mut curve = vec![vec![0.0; N + 1]; N + 1];
        for example in examples {
            let mut x = [1.0; 16];
            for k in 0..N {
                x[k] = (example.numbers[k] - mean[k]) / scale[k];
            }
            x[N] = 1.0;
            let odds: f64 = (0..=N).map(|k| weights[k] * x[k]).sum();
            let p = 1.0 / (1.0 + (-odds).exp());
            let weight = example.weight / mean_weight;
            for k in 0..=N {
                gradient[k] += weight * (p - f64::from(u8::from(example.yes))) * x[k];
                for l in 0..=N {
                    curve[k][l] += weight * p * (1.0 - p) * x[k] * x[l];
                }
            }
        }
        for k in 0..N {
            gradient[k] += weights[k];
            curve[k][k] += 1.0;
        }
        let step = solved(curve, gradient);
        weights.iter_mut().zip(&step).for_each(|(weight, step)| *weight -= step);
        if step.iter().all(|step| step.abs() < 1e-10) {
            break;
        }
    }
    let mut coefficients = [0.0; N];
    let mut constant = weights[N];
    for k in 0..N {
        coefficients[k] = weights[k] / scale[k];
        constant -= coefficients[k] * mean[k];
    }
    Logistic { constant, coefficients }
}

/// Solves a small system of equations by elimination with row exchange.
fn solved(mut left: Vec<Vec<f64>>, mut right: Vec<f64>) -> Vec<f64> {
    let n = right.len();
    for column in 0..n {
        let pivot = (column..n).max_by(|a, b| left[*a][column].abs().total_cmp(&left[*b][column].abs()));
        let pivot = pivot.unwrap_or(column);
        left.swap(column, pivot);
        right.swap(column, pivot);
        for row in 0..n {
            if row != column {
                let factor = left[row][column] / left[column][column];
                for k in column..n {
                    left[row][k] -= factor * left[column][k];
                }
                right[row] -= factor * right[column];
            }
        }
    }
    (0..n).map(|k| right[k] / left[k][k]).collect()
}

/// What the models learn from.
#[derive(Debug, Clone)]
pub struct Records {
    /// The MIT-BIH records, labelled beat by beat.
    pub afdb: Vec<Recording>,
    /// MIMIC's subjects.
    pub mimic: Vec<Recording>,
    /// A day that is presumed regular.
    pub day: Recording,
    /// Welltory's sessions, presumed regular.
    pub sessions: Vec<Recording>,
}

impl Records {
    /// All of the public half; `None` where what may not be committed is not there.
    #[must_use]
    pub fn read() -> Option<Self> {
        use crate::beats::{afdb, day, mimic, welltory};
        Some(Self { afdb: afdb()?, mimic: mimic(), day: day()?, sessions: welltory() })
    }

    /// Both models, fitted.
    #[must_use]
    pub fn models(&self) -> Models {
        let irregular = fit(&self.irregularity());
        Models { irregular, doubtful: self.doubt(&irregular) }
    }

    /// The windows that the irregularity model learns from, without those that hold both rhythms.
    ///
    /// All MIT-BIH and MIMIC windows count alike; of the day and of the sessions, which are many and
    /// presumed regular only, a window counts a fifth and a tenth. Irregular windows count a third of
    /// the regular ones in all: a false notice is worse than one that comes a minute later.
    fn irregularity(&self) -> Vec<Example<3>> {
        let mut examples = Vec::new();
        let day = std::slice::from_ref(&self.day);
        for (recordings, weight) in
            [(&self.afdb[..], 1.0), (&self.mimic[..], 1.0), (day, 0.2), (&self.sessions[..], 0.1)]
        {
            for recording in recordings {
                for (window, irregular) in windows(recording) {
                    // One or two beats of the other rhythm at the edge are within a label's precision.
                    if !(2..=WINDOW - 2).contains(&irregular) {
                        examples.push(Example { numbers: irregularity_of(window), yes: irregular > 1, weight });
                    }
                }
            }
        }
        let sum = |examples: &[Example<3>], yes: bool| {
            examples.iter().filter(|example| example.yes == yes).map(|example| example.weight).sum::<f64>()
        };
        let scale = sum(&examples, false) / sum(&examples, true) / 3.0;
        examples.iter_mut().filter(|example| example.yes).for_each(|example| example.weight *= scale);
        examples
    }

    /// The quality model: windows that look irregular, of corrupted regular pulses against those of
    /// irregular hearts; both count alike in all. The constant is moved so that one in a hundred
    /// irregular windows is taken for badly detected.
    fn doubt(&self, irregular: &Logistic<3>) -> Logistic<4> {
        let looks_irregular = |window: &[f64]| irregular.log_odds(irregularity_of(window)) > 0.0;
        let mut draw = Draw(20_260_426);
        let mut bad = Vec::new();
        for pulse in self.mimic.iter().filter(|recording| !recording.irregular[0]) {
            for corruption in Corruption::ALL {
                let heard = corruption.of(&pulse.rr_s, &mut draw);
                bad.extend(heard.chunks_exact(WINDOW).filter(|window| looks_irregular(window)).map(doubt_of));
            }
        }
        let good: Vec<[f64; 4]> = (self.afdb.iter().chain(&self.mimic))
            .flat_map(windows)
            .filter(|(window, irregular)| *irregular == WINDOW && looks_irregular(window))
            .map(|(window, _)| doubt_of(window))
            .collect();
        let of = |numbers: &[[f64; 4]], yes: bool| -> Vec<Example<4>> {
            let weight = 1.0 / numbers.len() as f64;
            numbers.iter().map(|numbers| Example { numbers: *numbers, yes, weight }).collect()
        };
        let mut model = fit(&[of(&bad, true), of(&good, false)].concat());
        model.constant = 0.0;
        let mut odds: Vec<f64> = good.iter().map(|numbers| model.log_odds(*numbers)).collect();
        odds.sort_unstable_by(f64::total_cmp);
        model.constant = -odds[odds.len() * 99 / 100];
        model
    }
}

/// Each window with how many of its intervals are labelled irregular.
fn windows(recording: &Recording) -> impl Iterator<Item = (&[f64], usize)> {
    let labels = recording.irregular.chunks_exact(WINDOW);
    let count = |labels: &[bool]| labels.iter().filter(|label| **label).count();
    recording.rr_s.chunks_exact(WINDOW).zip(labels.map(count))
}

fn irregularity_of(window: &[f64]) -> [f64; 3] {
    let found = Irregularity::of(window);
    [found.entropy, found.rate, found.steps]
}

fn doubt_of(window: &[f64]) -> [f64; 4] {
    let found = Doubt::of(window);
    [found.shortest, found.scatter, found.lattice, found.misfits]
}
