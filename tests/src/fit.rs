//! Fitting a small logistic model, for tests that show where its coefficients come from.

#![allow(
    clippy::indexing_slicing,
    clippy::needless_range_loop,
    reason = "only tests use it, on arrays of its own making; sums over indices read like the formula"
)]

use mimamori::detect::rhythm::WINDOW;
use mimamori::detect::rhythm::model::{Logistic, Models};
use mimamori::detect::rhythm::trace::Traces;
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

    /// All models, fitted.
    #[must_use]
    pub fn models(&self) -> Models {
        let irregular = fit(&self.irregularity());
        let regular = self.regular(&irregular);
        let (mended, noisy) = (self.mended(&irregular, &regular), self.noisy(&irregular, &regular));
        let sound = self.sound(&irregular);
        let (doubtful, moved) = (self.doubtful(&irregular, &sound), self.moved(&irregular, &sound));
        Models { irregular, doubtful, moved, mended, noisy }
    }

    /// Each set's recordings, and what a window of them counts: all MIT-BIH and MIMIC windows count alike; of
    /// the day and of the sessions, which are many and presumed regular only, a fifth and a tenth.
    fn weighted(&self) -> [(&[Recording], f64); 4] {
        [(&self.afdb, 1.0), (&self.mimic, 1.0), (std::slice::from_ref(&self.day), 0.2), (&self.sessions, 0.1)]
    }

    /// The windows of a regular rhythm that look regular, and what each counts.
    fn regular(&self, irregular: &Logistic<3>) -> Vec<(Traces, f64)> {
        let mut found = Vec::new();
        for (recordings, weight) in self.weighted() {
            for (window, _) in recordings.iter().flat_map(windows).filter(|(_, irregular)| *irregular < 2) {
                if !looks_irregular(irregular, window) {
                    found.push((Traces::of(window), weight));
                }
            }
        }
        found
    }

    /// MIMIC's regular pulses after these corruptions: the windows that look irregular, or those that do not.
    fn corrupted(&self, corruptions: &[Corruption], irregular: &Logistic<3>, look: bool) -> Vec<Vec<f64>> {
        let mut draw = Draw(20_260_426);
        let mut found = Vec::new();
        for pulse in self.mimic.iter().filter(|recording| !recording.irregular[0]) {
            for corruption in Corruption::ALL.into_iter().chain([Corruption::Shaken]) {
                let heard = corruption.of(&pulse.rr_s, &mut draw);
                if corruptions.contains(&corruption) {
                    let alike = |window: &&[f64]| looks_irregular(irregular, window) == look;
                    found.extend(heard.chunks_exact(WINDOW).filter(alike).map(<[f64]>::to_vec));
                }
            }
        }
        found
    }

    /// Mendable places: pulses with beats missed, made up or both, which count half in all, against regular
    /// windows.
    fn mended(&self, irregular: &Logistic<3>, regular: &[(Traces, f64)]) -> Logistic<1> {
        let kinds = [Corruption::Missed, Corruption::MadeUp, Corruption::Both];
        let bad = self.corrupted(&kinds, irregular, false);
        let bad: Vec<[f64; 1]> = bad.iter().map(|window| [Traces::of(window).mendable]).collect();
        let good: Vec<([f64; 1], f64)> = regular.iter().map(|(traces, weight)| ([traces.mendable], *weight)).collect();
        against(&bad, &good, 0.5)
    }

    /// Noise and beats made up: all corrupted pulses, which count half in all, against regular windows.
    fn noisy(&self, irregular: &Logistic<3>, regular: &[(Traces, f64)]) -> Logistic<3> {
        let numbers = |traces: &Traces| [traces.late, traces.longest, traces.row];
        let bad = self.corrupted(&Corruption::ALL, irregular, false);
        let bad: Vec<[f64; 3]> = bad.iter().map(|window| numbers(&Traces::of(window))).collect();
        let good: Vec<([f64; 3], f64)> = regular.iter().map(|(traces, weight)| (numbers(traces), *weight)).collect();
        against(&bad, &good, 0.5)
    }

    /// The windows that the irregularity model learns from, without those that hold both rhythms.
    ///
    /// Irregular windows count a third of the regular ones in all: a false notice is worse than one that
    /// comes a minute later.
    fn irregularity(&self) -> Vec<Example<3>> {
        let mut examples = Vec::new();
        for (recordings, weight) in self.weighted() {
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

    /// The windows of irregular hearts that look irregular; each counts alike.
    fn sound(&self, irregular: &Logistic<3>) -> Vec<(Doubt, f64)> {
        (self.afdb.iter().chain(&self.mimic))
            .flat_map(windows)
            .filter(|(window, count)| *count == WINDOW && looks_irregular(irregular, window))
            .map(|(window, _)| (Doubt::of(window), 1.0))
            .collect()
    }

    /// Badly detected: windows that look irregular, of corrupted regular pulses against those of
    /// irregular hearts; both count alike in all. The constant is moved so that one in a hundred
    /// irregular windows is taken for badly detected.
    fn doubtful(&self, irregular: &Logistic<3>, sound: &[(Doubt, f64)]) -> Logistic<4> {
        let numbers = |found: &Doubt| [found.shortest, found.scatter, found.lattice, found.misfits];
        let bad = self.corrupted(&Corruption::ALL, irregular, true);
        let bad: Vec<[f64; 4]> = bad.iter().map(|window| numbers(&Doubt::of(window))).collect();
        let good: Vec<([f64; 4], f64)> = sound.iter().map(|(found, weight)| (numbers(found), *weight)).collect();
        told_apart(&bad, &good, 0.01)
    }

    /// Moved: likewise, of regular pulses of which each beat was moved; the constant is left as fitted.
    fn moved(&self, irregular: &Logistic<3>, sound: &[(Doubt, f64)]) -> Logistic<5> {
        let numbers = |found: &Doubt| [found.shortest, found.scatter, found.lattice, found.misfits, found.memory];
        let bad = self.corrupted(&[Corruption::Shaken], irregular, true);
        let bad: Vec<[f64; 5]> = bad.iter().map(|window| numbers(&Doubt::of(window))).collect();
        let good: Vec<([f64; 5], f64)> = sound.iter().map(|(found, weight)| (numbers(found), *weight)).collect();
        against(&bad, &good, 1.0)
    }
}

/// Bad windows, which count this share of them in all, against good ones.
fn against<const N: usize>(bad: &[[f64; N]], good: &[([f64; N], f64)], share: f64) -> Logistic<N> {
    let all: f64 = good.iter().map(|(_, weight)| weight).sum();
    let weight = share * all / bad.len() as f64;
    let bad = bad.iter().map(|numbers| Example { numbers: *numbers, yes: true, weight });
    let known = good.iter().map(|(numbers, weight)| Example { numbers: *numbers, yes: false, weight: *weight });
    fit(&bad.chain(known).collect::<Vec<_>>())
}

/// Both alike in all, with the constant moved so that this share of the good ones lies above 0.
fn told_apart<const N: usize>(bad: &[[f64; N]], good: &[([f64; N], f64)], share: f64) -> Logistic<N> {
    let all: f64 = good.iter().map(|(_, weight)| weight).sum();
    let mut model = against(bad, good, 1.0);
    model.constant = 0.0;
    let mut odds: Vec<(f64, f64)> = good.iter().map(|(numbers, weight)| (model.log_odds(*numbers), *weight)).collect();
    odds.sort_unstable_by(|a, b| b.0.total_cmp(&a.0));
    let mut left = share * all;
    let cut = odds.iter().find(|(_, weight)| {
        left -= weight;
        left <= 0.0
    });
    model.constant = -cut.map_or(f64::INFINITY, |(odds, _)| *odds);
    model
}

/// Each window with how many of its intervals are labelled irregular.
fn windows(recording: &Recording) -> impl Iterator<Item = (&[f64], usize)> {
    let labels = recording.irregular.chunks_exact(WINDOW);
    let count = |labels: &[bool]| labels.iter().filter(|label| **label).count();
    recording.rr_s.chunks_exact(WINDOW).zip(labels.map(count))
}

fn looks_irregular(model: &Logistic<3>, window: &[f64]) -> bool {
    model.log_odds(irregularity_of(window)) > 0.0
}

fn irregularity_of(window: &[f64]) -> [f64; 3] {
    let found = Irregularity::of(window);
    [found.entropy, found.rate, found.steps]
}
