//! Medians and quartiles of a window that moves along a series.

/// The values of a window, in order of size.
#[derive(Debug, Clone)]
pub(super) struct Sorted {
    values: Vec<f64>,
}

impl Sorted {
    /// Calls `tell` for each place of `series` with the window of `half` values to either side,
    /// fewer at the ends.
    pub(super) fn along<T>(series: &[f64], half: usize, mut tell: impl FnMut(&Self) -> T) -> Vec<T> {
        let mut window = Self { values: Vec::with_capacity(2 * half + 2) };
        series.iter().take(half).for_each(|value| window.insert(*value));
        let mut told = Vec::with_capacity(series.len());
        for at in 0..series.len() {
            let (new, old) = (series.get(at + half), at.checked_sub(half + 1).and_then(|old| series.get(old)));
            match (new, old) {
                (Some(new), Some(old)) => window.replace(*old, *new),
                (Some(new), None) => window.insert(*new),
                (None, Some(old)) => window.remove(*old),
                (None, None) => {}
            }
            told.push(tell(&window));
        }
        told
    }

    fn place(&self, value: f64) -> usize {
        self.values.partition_point(|kept| *kept < value)
    }

    fn insert(&mut self, value: f64) {
        self.values.insert(self.place(value), value);
    }

    fn remove(&mut self, value: f64) {
        let at = self.place(value);
        if at < self.values.len() {
            self.values.remove(at);
        }
    }

    /// Takes one value out and another in; only what lies between them moves.
    fn replace(&mut self, old: f64, new: f64) {
        let (from, to) = (self.place(old), self.place(new));
        if from < to {
            if let Some(between) = self.values.get_mut(from..to) {
                between.copy_within(1.., 0);
                if let Some(last) = between.last_mut() {
                    *last = new;
                }
            }
        } else if let Some(between) = self.values.get_mut(to..=from) {
            let end = between.len() - 1;
            between.copy_within(..end, 1);
            if let Some(first) = between.first_mut() {
                *first = new;
            }
        }
    }

    fn at(&self, place: usize) -> f64 {
        self.values.get(place).copied().unwrap_or(f64::NAN)
    }

    /// The quantile, between two values by a straight line.
    pub(super) fn quantile(&self, share: f64) -> f64 {
        let place = share * (self.values.len().max(1) - 1) as f64;
        let low = place as usize;
        let fraction = place - low as f64;
        if fraction == 0.0 { self.at(low) } else { self.at(low) + (self.at(low + 1) - self.at(low)) * fraction }
    }

    /// The median; of an even count the mean of the two in the middle.
    pub(super) fn median(&self) -> f64 {
        let n = self.values.len();
        if n % 2 == 1 { self.at(n / 2) } else { (self.at((n / 2).wrapping_sub(1)) + self.at(n / 2)) / 2.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_window_that_moves_holds_what_one_sorted_anew_holds(
            series in proptest::collection::vec(prop_oneof![0.0..9.0, (0u32..4).prop_map(f64::from)], 1..60), half in 1usize..9,
        ) {
            let told = Sorted::along(&series, half, |window| window.values.clone());
            for (at, window) in told.iter().enumerate() {
                let mut anew = series[at.saturating_sub(half)..(at + half + 1).min(series.len())].to_vec();
                anew.sort_unstable_by(f64::total_cmp);
                prop_assert_eq!(window, &anew);
            }
        }
    }

    #[test]
    fn quantiles_lie_between_values_as_pandas_has_them() {
        let of = |values: &[f64], share| Sorted { values: values.to_vec() }.quantile(share);
        assert_eq!((of(&[1.0, 2.0, 4.0], 0.25), of(&[1.0, 2.0, 4.0], 0.75), of(&[7.0], 0.25)), (1.5, 3.0, 7.0));
        assert_eq!(Sorted { values: vec![1.0, 2.0, 4.0, 9.0] }.median(), 3.0);
    }
}
