//! The small models: how likely a window's rhythm is irregular, and how likely its beats were badly
//! detected. Logistic regressions on the numbers of [`window`](super::window) and [`trace`](super::trace).
//!
//! Provenance: fitted by `tests/tests/rhythm_training.rs`, which fits them anew and fails when what
//! it finds differs. Irregular against regular: the labelled records of the MIT-BIH atrial
//! fibrillation database, MIMIC PERform AF, CinC 2002 rr01 and Welltory's sessions, each in its public
//! part; windows with both rhythms are left out, an irregular window counts a third of a regular one
//! in all. Badly detected against irregular: MIMIC's regular pulses after a seeded corruption (beats
//! missed, made up, moved, doubled, noise), as far as they look irregular, against the irregular
//! windows of MIMIC and of the MIT-BIH records; likewise those of which each beat was moved a little. As far as
//! they look regular, against the regular windows of all sets: missed and made up beats by mendable places,
//! all corruptions by late beats, the longest interval and rows. No coefficient was chosen by hand, and none is about a single person.

use super::trace::Traces;
use super::window::{Doubt, Irregularity};

/// A logistic model: log odds = constant + the sum of coefficient times number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Logistic<const N: usize> {
    /// The constant.
    pub constant: f64,
    /// One for each number.
    pub coefficients: [f64; N],
}

impl<const N: usize> Logistic<N> {
    /// The log odds of these numbers.
    #[must_use]
    pub fn log_odds(&self, numbers: [f64; N]) -> f64 {
        self.coefficients.iter().zip(numbers).map(|(weight, number)| weight * number).sum::<f64>() + self.constant
    }
}

/// All models.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Models {
    /// Irregular against regular: entropy, rate, steps.
    pub irregular: Logistic<3>,
    /// Badly detected against irregular: shortest, scatter, lattice, misfits. The constant puts the
    /// log odds of one in a hundred irregular windows above 0.
    pub doubtful: Logistic<4>,
    /// Beats moved about a steady pulse against irregular: shortest, scatter, lattice, misfits, memory. The
    /// constant is the fitted one: log odds of many windows add up. Neighbours are not correlated in atrial
    /// fibrillation at rest (Bootsma and others, Circulation 1970), but in thirty intervals by chance.
    pub moved: Logistic<5>,
    /// Beats missed or made up against none, where the rhythm looks regular: mendable places. A corrupted
    /// window counted half of one that is not.
    pub mended: Logistic<1>,
    /// Noise and beats made up against a heart's own odd beats, where the rhythm looks regular: late,
    /// longest, row. A corrupted window counted half of one that is not.
    pub noisy: Logistic<3>,
}

/// The fitted models.
pub const MODELS: Models = Models {
    irregular: Logistic { constant: -15.458_338, coefficients: [5.139_876, 3.275_791, 3.164_962] },
    doubtful: Logistic { constant: -7.154_756, coefficients: [-10.260_406, 6.820_106, 11.950_448, 0.672_051] },
    moved: Logistic {
        constant: -14.402_921,
        coefficients: [-8.191_399, -7.020_188, -3.627_409, 1.214_290, -15.693_187],
    },
    mended: Logistic { constant: -2.313_645, coefficients: [3.525_356] },
    noisy: Logistic { constant: -3.104_972, coefficients: [0.483_433, 2.214_555, 1.019_058] },
};

/// A window says no more than this: one odd window alone does not outweigh its neighbours.
pub(super) const MOST: f64 = 4.0;

/// A window that looks irregular and soundly detected says no more than this against a sensor that loses
/// beats. Chosen looking at the public records; from -1.5 to -2.5 little changes.
const SOUND: f64 = -2.0;

impl Models {
    /// The log odds that a window is irregular, within ±4.
    #[must_use]
    pub fn odds(&self, numbers: Irregularity) -> f64 {
        self.irregular.log_odds(numbers.numbers()).clamp(-MOST, MOST)
    }

    /// The log odds that a window that looks irregular is badly detected rather, within -2 and 4.
    #[must_use]
    pub fn doubt(&self, numbers: Doubt) -> f64 {
        self.doubtful.log_odds(numbers.numbers()).clamp(SOUND, MOST)
    }

    /// The log odds that a window that looks irregular is a steady one of which the beats were moved, within
    /// -2 and 4. One such window means little; a row of them does.
    #[must_use]
    pub fn shaken(&self, numbers: Doubt) -> f64 {
        self.moved.log_odds(numbers.moved()).clamp(SOUND, MOST)
    }

    /// The log odds that beats were missed or made up in a window that looks regular, by mendable places,
    /// within ±4.
    #[must_use]
    pub fn missed(&self, traces: Traces) -> f64 {
        self.mended.log_odds([traces.mendable]).clamp(-MOST, MOST)
    }

    /// The log odds that noise was taken for beats in a window of a regular rhythm, within ±4.
    #[must_use]
    pub fn noise(&self, traces: Traces) -> f64 {
        self.noisy.log_odds(traces.noise()).clamp(-MOST, MOST)
    }
}
