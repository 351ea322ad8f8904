//! What went together in one person's days: days with something against like days without it.
//!
//! Each day with it is set beside the nearest day without it, no more than two weeks away, a working
//! day beside a working day and a weekend beside a weekend; no day is used twice. The differences are
//! tested by turning their signs at random (Fisher 1935), which needs no shape of them; over all pairs
//! that are asked about, the rate of false discoveries is held at a tenth (Benjamini and Hochberg, J R
//! Stat Soc B 1995;57:289). It says "tended to go together", never "caused": who goes for a walk may
//! have felt well before.

use chrono::{Datelike, Weekday};
use serde::Serialize;

use crate::model::LocalDay;

/// Fewest pairs of days, so that each side has as many.
pub const LEAST_PAIRS: usize = 10;
/// A day is set beside one at most so many days away.
const REACH: i64 = 14;
/// Up to so many pairs every turn of the signs is tried; of more, so many are drawn.
const MOST_EXACT: usize = 13;
const DRAWS: u32 = 10_000;
/// The share of false discoveries that is allowed.
const FALSE: f64 = 0.1;

/// A contrast of days, in the value's unit.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Contrast {
    /// How many pairs of days.
    pub pairs: u32,
    /// The mean over the days with it.
    pub with: f64,
    /// The mean over the days beside them.
    pub without: f64,
    /// The mean difference.
    pub difference: f64,
    /// How often turned signs give a mean as far from 0.
    pub p: f64,
}

impl Contrast {
    /// The contrast of `with` against `without`: values by day, each in order of their days. `None`
    /// with fewer than ten pairs. The same days give the same answer, whenever they are asked about.
    #[must_use]
    pub fn of(with: &[(LocalDay, f64)], without: &[(LocalDay, f64)]) -> Option<Self> {
        let pairs = pairs(with, without);
        if pairs.len() < LEAST_PAIRS {
            return None;
        }
        #[expect(clippy::cast_precision_loss, reason = "days of a life")]
        let count = pairs.len() as f64;
        let mean = |value: fn(&(f64, f64)) -> f64| pairs.iter().map(value).sum::<f64>() / count;
        let differences: Vec<f64> = pairs.iter().map(|(with, without)| with - without).collect();
        Some(Self {
            pairs: u32::try_from(pairs.len()).unwrap_or(u32::MAX),
            with: mean(|pair| pair.0),
            without: mean(|pair| pair.1),
            difference: differences.iter().sum::<f64>() / count,
            p: sign_flip(&differences),
        })
    }
}

/// Which of these are discoveries when a tenth of those told may be false.
#[must_use]
pub fn discoveries(p: &[f64]) -> Vec<bool> {
    let mut order: Vec<f64> = p.to_vec();
    order.sort_unstable_by(f64::total_cmp);
    #[expect(clippy::cast_precision_loss, reason = "a few dozen questions")]
    let limit = order
        .iter()
        .enumerate()
        .filter(|(n, p)| **p <= FALSE * (*n as f64 + 1.0) / order.len() as f64)
        .map(|(_, p)| *p)
        .next_back();
    p.iter().map(|p| limit.is_some_and(|limit| *p <= limit)).collect()
}

fn pairs(with: &[(LocalDay, f64)], without: &[(LocalDay, f64)]) -> Vec<(f64, f64)> {
    let mut free: Vec<(LocalDay, f64)> = without.to_vec();
    let mut pairs = Vec::new();
    for (day, value) in with {
        let apart = |other: &LocalDay| (other.epoch_days() - day.epoch_days()).abs();
        let nearest = free
            .iter()
            .enumerate()
            .filter(|(_, (other, _))| apart(other) <= REACH && is_weekend(*other) == is_weekend(*day))
            .min_by_key(|(_, (other, _))| (apart(other), *other))
            .map(|(index, _)| index);
        if let Some(index) = nearest {
            pairs.push((*value, free.remove(index).1));
        }
    }
    pairs
}

fn is_weekend(day: LocalDay) -> bool {
    matches!(day.0.weekday(), Weekday::Sat | Weekday::Sun)
}

/// How often random signs give a sum as far from 0, this one among them.
fn sign_flip(differences: &[f64]) -> f64 {
    let seen = differences.iter().sum::<f64>().abs();
    // Sums of the same numbers in another order differ by rounding.
    let as_far = |sum: f64| sum.abs() >= seen * (1.0 - 1e-12);
    if differences.len() <= MOST_EXACT {
        let turns = 1u32 << differences.len();
        let far = (0..turns)
            .filter(|turn| {
                let turned = |(n, value): (usize, &f64)| if turn >> n & 1 == 1 { -value } else { *value };
                as_far(differences.iter().enumerate().map(turned).sum())
            })
            .count();
        #[expect(clippy::cast_precision_loss, reason = "at most 8,192 turns")]
        return far as f64 / f64::from(turns);
    }
    // Xorshift (Marsaglia 2003) from a fixed seed: asked again, it answers the same.
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut far = 1;
    for _ in 0..DRAWS {
        let mut sum = 0.0;
        for value in differences {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            sum += if state >> 32 & 1 == 1 { -value } else { *value };
        }
        far += u32::from(as_far(sum));
    }
    f64::from(far) / f64::from(DRAWS + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(n: i64) -> LocalDay {
        // A Monday.
        "2026-03-02".parse::<LocalDay>().unwrap().plus_days(n)
    }

    type Side = Vec<(LocalDay, f64)>;

    /// Working days of weeks in turns, with and without, with `gap` between the sides.
    fn sides(weeks: i64, gap: f64) -> (Side, Side) {
        let noise = |n: i64| (n * 7919 % 11) as f64 / 5.0;
        let of = |parity: i64| {
            (0..7 * weeks).filter(move |n| n % 7 < 5 && n % 2 == parity).map(move |n| (day(n), 60.0 + noise(n)))
        };
        (of(0).map(|(day, value)| (day, value + gap)).collect(), of(1).collect())
    }

    #[test]
    fn a_real_difference_is_found_and_none_is_not() {
        let (with, without) = sides(8, 4.0);
        let contrast = Contrast::of(&with, &without).unwrap();
        assert!((contrast.difference - 4.0).abs() < 1.0 && contrast.p < 0.001, "{contrast:?}");
        let (with, without) = sides(8, 0.0);
        assert!(Contrast::of(&with, &without).unwrap().p > 0.1);
    }

    #[test]
    fn fewer_than_ten_pairs_say_nothing() {
        let (with, without) = sides(8, 4.0);
        assert!(Contrast::of(&with[..9], &without).is_none());
        assert_eq!(Contrast::of(&with[..10], &without).unwrap().pairs, 10);
    }

    #[test]
    fn weekends_and_far_days_are_not_set_beside_working_days() {
        let working: Vec<_> = (0..40).filter(|n| n % 7 < 5).map(|n| (day(n), 1.0)).collect();
        let weekends: Vec<_> = (0..40).filter(|n| n % 7 >= 5).map(|n| (day(n), 0.0)).collect();
        assert!(Contrast::of(&working, &weekends).is_none());
        let later: Vec<_> = (100..140).filter(|n| n % 7 < 5).map(|n| (day(n), 0.0)).collect();
        assert!(Contrast::of(&working, &later).is_none());
    }

    #[test]
    fn the_signs_of_ten_equal_differences_are_as_far_in_two_of_1024_turns() {
        assert_eq!(sign_flip(&[2.0; 10]), 2.0 / 1024.0);
        assert_eq!(sign_flip(&[1.0, -1.0, 1.0, -1.0]), 1.0);
        // Drawn: the same each time, and near what trying all would give.
        let many = sign_flip(&[2.0; 20]);
        assert!(many == sign_flip(&[2.0; 20]) && many < 0.001);
    }

    #[test]
    fn of_many_questions_the_rate_of_false_answers_is_held() {
        // Benjamini and Hochberg at 0.1: of five, limits 0.02, 0.04, 0.06, 0.08, 0.1.
        assert_eq!(discoveries(&[0.5, 0.01, 0.035, 0.055, 0.9]), [false, true, true, true, false]);
        assert_eq!(discoveries(&[0.5, 0.03, 0.9]), [false, true, false]);
        assert_eq!(discoveries(&[0.05, 0.9, 0.9]), [false; 3]);
        assert!(discoveries(&[]).is_empty());
    }
}
