//! From values to places, and ticks at round numbers.

/// A straight line from a range of values to a range of places.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Scale {
    values: (f64, f64),
    places: (f64, f64),
}

impl Scale {
    /// From `values` to `places`; a range of one value lies in the middle.
    pub(super) fn new(values: (f64, f64), places: (f64, f64)) -> Self {
        Self { values, places }
    }

    pub(super) fn place(&self, value: f64) -> f64 {
        let (from, to) = self.values;
        let span = to - from;
        let share = if span.abs() < f64::EPSILON { 0.5 } else { (value - from) / span };
        self.places.0 + share * (self.places.1 - self.places.0)
    }
}

/// Round numbers that enclose `low` to `high` in about `count` steps of 1, 2 or 5 times a power of ten.
///
/// The first lies at or below `low` and the last at or above `high`; a single value gets room on
/// both sides.
pub(super) fn ticks(low: f64, high: f64, count: u32) -> Vec<f64> {
    if !(low.is_finite() && high.is_finite()) {
        return vec![0.0, 1.0];
    }
    let (low, high) = if high - low < 1.0 { (low - 5.0, high + 5.0) } else { (low, high) };
    let raw = (high - low) / f64::from(count.max(1));
    let power = 10_f64.powf(raw.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|m| m * power).find(|step| *step >= raw).unwrap_or(10.0 * power);
    let first = (low / step).floor();
    let last = (high / step).ceil();
    let mut ticks = Vec::new();
    let mut n = first;
    while n <= last && ticks.len() < 64 {
        ticks.push(n * step);
        n += 1.0;
    }
    ticks
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ticks_are_round() {
        assert_eq!(ticks(52.0, 71.0, 4), [50.0, 55.0, 60.0, 65.0, 70.0, 75.0]);
        assert_eq!(ticks(60.0, 60.0, 4), [55.0, 60.0, 65.0]);
        assert_eq!(ticks(f64::NAN, 1.0, 4), [0.0, 1.0]);
    }

    proptest! {
        #[test]
        fn every_value_lies_between_the_first_and_the_last_tick(low in 0.0..300.0_f64, span in 0.0..300.0_f64) {
            let ticks = ticks(low, low + span, 4);
            prop_assert!(*ticks.first().unwrap() <= low && *ticks.last().unwrap() >= low + span);
            prop_assert!((2..=8).contains(&ticks.len()));
        }
    }
}
