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
/// The first lies at or below `low` and the last at or above `high`. Values that lie closer together
/// than `least` get room on both sides, so that small changes do not look like large ones.
pub(super) fn ticks(low: f64, high: f64, count: u32, least: f64) -> Vec<f64> {
    if !(low.is_finite() && high.is_finite()) {
        return vec![0.0, 1.0];
    }
    let missing = (least - (high - low)).max(0.0) / 2.0;
    let (low, high) =
        if low >= 0.0 { ((low - missing).max(0.0), high + missing) } else { (low - missing, high + missing) };
    let raw = ((high - low) / f64::from(count.max(1))).max(1e-6);
    let power = 10_f64.powf(raw.log10().floor());
    // Rounding may leave a step a hair below what it is to reach.
    let step = [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .map(|m| m * power)
        .find(|step| *step >= raw * 0.999_999)
        .unwrap_or(10.0 * power);
    let first = (low / step + 1e-9).floor();
    let last = (high / step - 1e-9).ceil();
    let mut ticks = Vec::new();
    let mut n = first;
    while n <= last && ticks.len() < 64 {
        ticks.push(n * step);
        n += 1.0;
    }
    ticks
}

/// How the ticks are written: with as many decimals as tell them apart, and a comma for thousands.
pub(super) fn labels(ticks: &[f64]) -> Vec<String> {
    let step = match ticks {
        [first, second, ..] => (second - first).abs(),
        _ => 1.0,
    };
    let places = if step >= 0.999 {
        0
    } else if step >= 0.0999 {
        1
    } else {
        2
    };
    ticks.iter().map(|tick| crate::text::decimal(*tick, places)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ticks_are_round() {
        assert_eq!(ticks(52.0, 71.0, 4, 10.0), [50.0, 55.0, 60.0, 65.0, 70.0, 75.0]);
        assert_eq!(ticks(60.0, 60.0, 4, 10.0), [55.0, 60.0, 65.0]);
        assert_eq!(ticks(f64::NAN, 1.0, 4, 10.0), [0.0, 1.0]);
        assert_eq!(labels(&ticks(36.4, 36.9, 4, 1.0)), ["36.0", "36.5", "37.0", "37.5"]);
        assert_eq!(labels(&ticks(0.0, 12_000.0, 4, 10.0)), ["0", "5,000", "10,000", "15,000"]);
    }

    proptest! {
        #[test]
        fn every_value_lies_between_the_first_and_the_last_tick(
            low in 0.0..300.0_f64,
            span in 0.0..300.0_f64,
            least in 0.5..20.0_f64,
        ) {
            let ticks = ticks(low, low + span, 4, least);
            let slack = 1e-6 * (low + span + least);
            prop_assert!(*ticks.first().unwrap() <= low + slack && *ticks.last().unwrap() >= low + span - slack);
            prop_assert!((2..=9).contains(&ticks.len()));
            let mut written = labels(&ticks);
            written.dedup();
            prop_assert_eq!(written.len(), ticks.len());
        }
    }
}
