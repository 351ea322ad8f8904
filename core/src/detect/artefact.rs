//! Beats that were missed, made up or found at the wrong place, and what the series is without that.
//!
//! Two ways stand beside each other:
//!
//! - [`lipponen`]: Lipponen and Tarvainen's (2019), as NeuroKit2 has it, index for index. It flags
//!   much and smooths what it flags.
//! - [`local`]: ours. It changes only what a beat more, a beat less or a beat moved explains, and so
//!   leaves a heart that varies by itself alone.
//!
//! Both take the instants of the beats in milliseconds, rising, and give indices into them. Neither
//! tells why a beat is early: an ectopic beat and one found at the wrong place look the same.

pub mod lipponen;
pub mod local;
pub(super) mod window;

use serde::{Deserialize, Serialize};

/// What was found, as indices of beats from 0, each list in order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Artefacts {
    /// One beat or more is missing before this one.
    pub missed: Vec<usize>,
    /// This one is none.
    pub extra: Vec<usize>,
    /// This one is early or late, and its neighbours are where they should be.
    pub ectopic: Vec<usize>,
    /// The interval that ends here is too long or too short for its neighbours, whatever the cause.
    pub longshort: Vec<usize>,
}

/// A series with what was found in it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Corrected {
    /// What was found.
    pub artefacts: Artefacts,
    /// The instants of the beats without it, in milliseconds.
    pub beats_ms: Vec<f64>,
}

impl Corrected {
    /// The intervals between the corrected beats, in milliseconds.
    #[must_use]
    pub fn intervals_ms(&self) -> Vec<f64> {
        intervals(&self.beats_ms)
    }
}

/// The intervals between beats.
fn intervals(beats_ms: &[f64]) -> Vec<f64> {
    beats_ms.iter().zip(beats_ms.iter().skip(1)).map(|(a, b)| b - a).collect()
}

#[cfg(test)]
mod tests;
