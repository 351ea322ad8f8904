//! The numbers of findings. Rates are counted in thousandths, so that a saved state is exact.

use crate::model::SourceId;
use crate::model::heart::{Bpm, HeartRollUp};

/// More sources than this for one finding are not named.
const MOST_SOURCES: usize = 8;

/// The mean of a roll-up in thousandths of a beat a minute.
pub(super) fn per_minute(heart: &HeartRollUp) -> i64 {
    let count = u64::from(heart.count.max(1));
    let mean = (heart.sum.saturating_mul(1_000).saturating_add(count / 2)) / count;
    i64::try_from(mean).unwrap_or(i64::MAX).min(i64::from(Bpm::MAX) * 1_000)
}

/// Thousandths as a number, rounded to a tenth: finer than anything measured, and short enough to be
/// the same after being written as text and read again.
#[expect(clippy::cast_precision_loss, reason = "rates in tenths are far below 2^52")]
pub(super) fn tenth(thousandths: i64) -> f64 {
    (thousandths + 50).div_euclid(100) as f64 / 10.0
}

/// Names `source`, in a fixed order.
pub(super) fn add_source(sources: &mut Vec<SourceId>, source: Option<SourceId>) {
    let Some(source) = source else { return };
    if let Err(at) = sources.binary_search(&source)
        && sources.len() < MOST_SOURCES
    {
        sources.insert(at, source);
    }
}

/// A measured value in thousandths; what is beyond any measurement stops at the ends.
#[expect(clippy::cast_possible_truncation, reason = "clamped far inside the range")]
pub(super) fn thousandths(value: f64) -> i64 {
    (value * 1_000.0).round().clamp(-1e12, 1e12) as i64
}
