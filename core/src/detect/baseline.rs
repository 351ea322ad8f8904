//! What is usual for a person: the middle of their own past values and how far they scatter.

/// The middle of past values and their scatter, in thousandths of the values' unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Baseline {
    pub(super) centre: i64,
    pub(super) scale: i64,
    /// How many values it rests on.
    pub(super) count: usize,
}

/// The z of a value is clipped here, so that one bad night cannot hold an average up for long.
const CLIP: i64 = 3_000;

impl Baseline {
    /// The median of `values`, and 1.4826 times their median absolute deviation, which is the
    /// standard deviation if they are normal; at least `least`. `None` without values.
    pub(super) fn of(mut values: Vec<i64>, least: i64) -> Option<Self> {
        let count = values.len();
        let centre = median(&mut values)?;
        for value in &mut values {
            *value = (*value - centre).abs();
        }
        let deviation = median(&mut values)?;
        Some(Self { centre, scale: (deviation * 14_826 / 10_000).max(least), count })
    }

    /// How many scales `value` lies above the centre, in thousandths, within ±3,000.
    pub(super) fn z(&self, value: i64) -> i64 {
        ((value - self.centre) * 1_000 / self.scale.max(1)).clamp(-CLIP, CLIP)
    }
}

/// The median; of an even count the mean of the two in the middle.
fn median(values: &mut [i64]) -> Option<i64> {
    values.sort_unstable();
    let upper = *values.get(values.len() / 2)?;
    if values.len() % 2 == 1 {
        return Some(upper);
    }
    let lower = *values.get(values.len() / 2 - 1)?;
    Some(i64::midpoint(lower, upper))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_centre_and_scale_are_those_of_a_worked_example() {
        // Median of 1, 1, 2, 2, 4, 6, 9 is 2; the deviations 1, 1, 0, 0, 2, 4, 7 have the median 1.
        let values = [1, 1, 2, 2, 4, 6, 9].map(|v| v * 1_000).to_vec();
        assert_eq!(Baseline::of(values, 0), Some(Baseline { centre: 2_000, scale: 1_482, count: 7 }));
        assert_eq!(Baseline::of(vec![60_000, 61_000], 0).unwrap().centre, 60_500);
        assert_eq!(Baseline::of(Vec::new(), 1_000), None);
    }

    #[test]
    fn nights_that_hardly_differ_do_not_make_every_beat_count() {
        let baseline = Baseline::of(vec![60_000; 14], 1_000).unwrap();
        assert_eq!(baseline.z(61_500), 1_500);
        assert_eq!(baseline.z(90_000), 3_000);
        assert_eq!(baseline.z(30_000), -3_000);
    }
}
