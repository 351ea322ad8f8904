//! Where a value is going over weeks.
//!
//! The slope is that of Theil and Sen (Sen, J Am Stat Assoc 1968;63:1379): the median of the slopes of
//! all pairs of days, which single odd days do not move. Whether there is a trend at all is asked with
//! the test of Mann and Kendall (Kendall, Rank Correlation Methods, 1975) with ties counted; the
//! interval of the slope is the one that belongs to that test (Gilbert 1987). Both take days for
//! independent. Days of a person are not quite: neighbours are alike, and the test would see trends
//! too easily, so that a trend is called clear only from p < 0.01 on.
//!
//! A trend is shown to whoever looks for it, never told as a notice: over many values and months some
//! trend is always found.

use serde::Serialize;

use crate::model::LocalDay;

/// Fewest days with a value.
const LEAST_DAYS: usize = 8;
/// Fewest days from the first to the last.
const LEAST_SPAN: i64 = 10;
/// More days are not compared; the newest count.
const MOST_DAYS: usize = 400;
/// Below this a trend is called clear.
const CLEAR: f64 = 0.01;
/// The normal quantile of a 95 % interval.
const Z95: f64 = 1.959_964;

/// A trend, in the value's unit.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Trend {
    /// The first day with a value.
    pub from: LocalDay,
    /// The last.
    pub to: LocalDay,
    /// On how many days there was one.
    pub days: u32,
    /// The median of the values.
    pub middle: f64,
    /// The slope a week.
    pub per_week: f64,
    /// The lower end of its 95 % interval.
    pub low: f64,
    /// The upper end.
    pub high: f64,
    /// How often chance alone shows a trend as clear (two-sided).
    pub p: f64,
}

impl Trend {
    /// The trend of one value a day, in order of their days, no day twice. `None` with fewer than
    /// eight days, or fewer than ten from the first to the last.
    #[must_use]
    pub fn of(values: &[(LocalDay, f64)]) -> Option<Self> {
        let values = values.get(values.len().saturating_sub(MOST_DAYS)..)?;
        let ((from, _), (to, _)) = (values.first()?, values.last()?);
        if values.len() < LEAST_DAYS || to.epoch_days() - from.epoch_days() < LEAST_SPAN {
            return None;
        }
        let (mut slopes, mut score) = (Vec::new(), 0.0);
        for (n, (later, value)) in values.iter().enumerate() {
            for (earlier, before) in values.iter().take(n) {
                #[expect(clippy::cast_precision_loss, reason = "days of a life")]
                let days = (later.epoch_days() - earlier.epoch_days()) as f64;
                slopes.push((value - before) / days);
                score += if value > before {
                    1.0
                } else if value < before {
                    -1.0
                } else {
                    0.0
                };
            }
        }
        slopes.sort_unstable_by(f64::total_cmp);
        let spread = variance(values).sqrt();
        // One step towards 0 for the continuity of the score.
        let z = if spread > 0.0 { f64::max(f64::abs(score) - 1.0, 0.0) / spread } else { 0.0 };
        #[expect(clippy::cast_precision_loss, reason = "at most 80,000 pairs")]
        let pairs = slopes.len() as f64;
        let reach = Z95 * spread;
        let mut middle: Vec<f64> = values.iter().map(|(_, value)| *value).collect();
        middle.sort_unstable_by(f64::total_cmp);
        Some(Self {
            from: *from,
            to: *to,
            days: u32::try_from(values.len()).unwrap_or(u32::MAX),
            middle: median(&middle),
            per_week: 7.0 * median(&slopes),
            low: 7.0 * at(&slopes, (pairs - reach) / 2.0 - 1.0),
            high: 7.0 * at(&slopes, (pairs + reach) / 2.0),
            p: two_sided(z),
        })
    }

    /// Whether there is a trend that chance alone hardly makes.
    #[must_use]
    pub fn is_clear(&self) -> bool {
        self.p < CLEAR
    }
}

/// The variance of the score when there is no trend, with ties.
fn variance(values: &[(LocalDay, f64)]) -> f64 {
    let part = |n: f64| n * (n - 1.0) * (2.0 * n + 5.0);
    let mut sorted: Vec<f64> = values.iter().map(|(_, value)| *value).collect();
    sorted.sort_unstable_by(f64::total_cmp);
    #[expect(clippy::cast_precision_loss, reason = "at most 400 days")]
    let ties: f64 = sorted.chunk_by(|a, b| a == b).map(|equal| part(equal.len() as f64)).sum();
    #[expect(clippy::cast_precision_loss, reason = "at most 400 days")]
    let all = part(values.len() as f64);
    (all - ties) / 18.0
}

/// The median of sorted values.
fn median(sorted: &[f64]) -> f64 {
    let place = |index: usize| sorted.get(index).copied().unwrap_or(0.0);
    f64::midpoint(place(sorted.len().saturating_sub(1) / 2), place(sorted.len() / 2))
}

/// The value at the nearest place, counted from 0; the ends where the place lies beyond them.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the list's places")]
fn at(sorted: &[f64], place: f64) -> f64 {
    let last = sorted.len().saturating_sub(1);
    sorted.get((place.round().max(0.0) as usize).min(last)).copied().unwrap_or(0.0)
}

/// How often a normal value lies as far from 0 as `z`, to 1.5e-7 (Abramowitz and Stegun 7.1.26).
fn two_sided(z: f64) -> f64 {
    let x = z / std::f64::consts::SQRT_2;
    let t = 1.0 / (1.0 + 0.327_591_1 * x);
    let series =
        t * (0.254_829_592 + t * (-0.284_496_736 + t * (1.421_413_741 + t * (-1.453_152_027 + t * 1.061_405_429))));
    (series * (-x * x).exp()).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn days(values: &[f64]) -> Vec<(LocalDay, f64)> {
        let first: LocalDay = "2026-03-01".parse().unwrap();
        (0..).zip(values).map(|(n, value)| (first.plus_days(n), *value)).collect()
    }

    #[test]
    fn a_line_has_its_slope_and_an_odd_day_does_not_move_it() {
        let mut values: Vec<f64> = (0..20).map(|n| 60.0 - 0.1 * f64::from(n)).collect();
        values[10] = 90.0;
        let trend = Trend::of(&days(&values)).unwrap();
        assert!((trend.per_week + 0.7).abs() < 1e-9, "{trend:?}");
        assert!(trend.is_clear() && trend.high < 0.0, "{trend:?}");
    }

    #[test]
    fn the_test_agrees_with_a_worked_example() {
        // Eleven values with one tie: variance (11 * 10 * 27 - 2 * 1 * 9) / 18 = 164.
        let trend = Trend::of(&days(&[4.0, 3.0, 5.0, 2.0, 6.0, 6.0, 8.0, 7.0, 5.5, 9.0, 4.5])).unwrap();
        let score: f64 = 22.0;
        let expected = 164.0_f64;
        assert!((trend.p - two_sided((score - 1.0) / expected.sqrt())).abs() < 1e-12, "{trend:?}");
        assert!((two_sided(1.959_964) - 0.05).abs() < 1e-6);
        assert!((two_sided(2.575_829) - 0.01).abs() < 1e-6);
    }

    #[test]
    fn what_does_not_change_has_no_trend() {
        let trend = Trend::of(&days(&[58.0; 30])).unwrap();
        assert_eq!((trend.per_week, trend.low, trend.high, trend.is_clear()), (0.0, 0.0, 0.0, false));
    }

    #[test]
    fn few_days_have_no_trend() {
        assert_eq!(Trend::of(&days(&[1.0; 7])), None);
        assert_eq!(Trend::of(&days(&[1.0; 10])), None, "nine days from the first to the last");
        assert!(Trend::of(&days(&[1.0; 11])).is_some());
        assert_eq!(Trend::of(&[]), None);
    }

    proptest! {
        #[test]
        fn the_slope_lies_in_its_interval_and_turns_with_the_values(
            values in proptest::collection::vec(0.0..100.0f64, 11..60),
        ) {
            let trend = Trend::of(&days(&values)).unwrap();
            prop_assert!(trend.low <= trend.per_week && trend.per_week <= trend.high);
            prop_assert!((0.0..=1.0).contains(&trend.p));
            let turned: Vec<f64> = values.iter().map(|value| -value).collect();
            let other = Trend::of(&days(&turned)).unwrap();
            prop_assert!((other.per_week + trend.per_week).abs() < 1e-9 && (other.p - trend.p).abs() < 1e-12);
        }
    }
}
