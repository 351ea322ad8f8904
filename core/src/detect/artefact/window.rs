//! Medians and quartiles of a window that moves along a series.
//!
//! The series is taken in blocks. A block's values are put in order once; a window is then a set of their
//! places in that order, a bit each, and a quantile is a bit that hardly moves from one window to the next.
//! Beside sorting, a step costs a few operations whatever the window's width, and branches on no value.

/// Places of a block.
const BLOCK: usize = 512;
const WORDS: usize = BLOCK / 64;

/// Two neighbours in the order of a window, and how far between them a quantile lies: 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::detect) struct Quantile {
    low: f64,
    high: f64,
    fraction: f64,
}

impl Quantile {
    /// Between the two by a straight line, as pandas has it.
    pub(super) fn linear(self) -> f64 {
        if self.fraction == 0.0 { self.low } else { self.low + (self.high - self.low) * self.fraction }
    }

    /// The mean of the two where there are two.
    pub(in crate::detect) fn mean(self) -> f64 {
        if self.fraction == 0.0 { self.low } else { (self.low + self.high) / 2.0 }
    }
}

/// For each place of `series` the quantiles at `shares` (0 to 1) of the window of `half` values to either
/// side, fewer at the ends; `half` is at most 127.
pub(in crate::detect) fn quantiles<const K: usize, T>(
    series: &[f64],
    half: usize,
    shares: [f64; K],
    mut tell: impl FnMut([Quantile; K]) -> T,
) -> Vec<T> {
    let half = half.min(BLOCK / 4 - 1);
    let mut told = Vec::with_capacity(series.len());
    let mut block = Block::default();
    for first in (0..series.len()).step_by(BLOCK - 2 * half) {
        let last = (first + BLOCK - 2 * half).min(series.len());
        let begin = first.saturating_sub(half);
        block.hold(series.get(begin..(last + half).min(series.len())).unwrap_or_default());
        // The window of the first place, but for the value that comes with it.
        for place in 0..(first + half).min(series.len()) - begin {
            block.add(place);
        }
        let mut marks = shares.map(|share| Mark { share, at: 0, below: 0 });
        for at in first..last {
            if let Some(old) = at.checked_sub(half + 1).and_then(|old| old.checked_sub(begin)) {
                let rank = block.remove(old);
                marks.iter_mut().for_each(|mark| mark.below -= usize::from(rank < mark.at));
            }
            if at + half < series.len() {
                let rank = block.add(at + half - begin);
                marks.iter_mut().for_each(|mark| mark.below += usize::from(rank < mark.at));
            }
            let mut found = [Quantile { low: 0.0, high: 0.0, fraction: 0.0 }; K];
            for (found, mark) in found.iter_mut().zip(&mut marks) {
                *found = mark.find(&block);
            }
            told.push(tell(found));
        }
    }
    told
}

/// Some values of the series in order of size, and which of them are in the window.
#[derive(Debug, Default)]
struct Block {
    /// Each value's first 48 bits, in an order that is that of numbers, and below them its place.
    order: Vec<u64>,
    sorted: Vec<f64>,
    /// Of each place, where its value stands in the order.
    ranks: Vec<u16>,
    held: [u64; WORDS],
    count: usize,
}

impl Block {
    fn hold(&mut self, values: &[f64]) {
        self.order.clear();
        self.order.extend(values.iter().zip(0u64..).map(|(value, place)| ordered(*value) & !0xffff | place));
        self.order.sort_unstable();
        let place = |entry: &u64| (entry & 0xffff) as usize;
        self.sorted.clear();
        for at in 0..self.order.len() {
            let value = self.order.get(at).and_then(|entry| values.get(place(entry))).copied().unwrap_or(f64::NAN);
            self.sorted.push(value);
            // Values that differ only behind the 48 bits are put in order here: hardly any do.
            let mut back = at;
            while back > 0 && self.sorted.get(back - 1).is_some_and(|before| before.total_cmp(&value).is_gt()) {
                self.sorted.swap(back - 1, back);
                self.order.swap(back - 1, back);
                back -= 1;
            }
        }
        self.ranks.clear();
        self.ranks.resize(values.len(), 0);
        for (entry, rank) in self.order.iter().zip(0u16..) {
            if let Some(known) = self.ranks.get_mut(place(entry)) {
                *known = rank;
            }
        }
        (self.held, self.count) = ([0; WORDS], 0);
    }

    fn rank(&self, place: usize) -> usize {
        self.ranks.get(place).copied().map_or(0, usize::from)
    }

    /// Takes the value of a place in; returns its rank.
    fn add(&mut self, place: usize) -> usize {
        let rank = self.rank(place);
        if let Some(word) = self.held.get_mut(rank / 64) {
            *word |= 1 << (rank % 64);
        }
        self.count += 1;
        rank
    }

    /// Takes the value of a place out; returns its rank.
    fn remove(&mut self, place: usize) -> usize {
        let rank = self.rank(place);
        if let Some(word) = self.held.get_mut(rank / 64) {
            *word &= !(1 << (rank % 64));
        }
        self.count -= 1;
        rank
    }

    /// The first rank from `from` on that is in the window; the block's end where none is.
    fn next(&self, from: usize) -> usize {
        let mut word = from / 64;
        let mut bits = self.held.get(word).map_or(0, |bits| bits & (u64::MAX << (from % 64)));
        while bits == 0 {
            word += 1;
            match self.held.get(word) {
                Some(next) => bits = *next,
                None => return BLOCK,
            }
        }
        64 * word + bits.trailing_zeros() as usize
    }

    /// The last rank before `before` that is in the window; 0 where none is.
    fn previous(&self, before: usize) -> usize {
        let mut word = before / 64;
        let mut bits = self.held.get(word).map_or(0, |bits| bits & !(u64::MAX << (before % 64)));
        while bits == 0 {
            let Some(next) = word.checked_sub(1) else { return 0 };
            word = next;
            bits = self.held.get(word).copied().unwrap_or(0);
        }
        64 * word + 63 - bits.leading_zeros() as usize
    }

    fn value(&self, rank: usize) -> f64 {
        self.sorted.get(rank).copied().unwrap_or(f64::NAN)
    }
}

/// A quantile's place in the order, which moves with the window.
struct Mark {
    share: f64,
    at: usize,
    /// How many of the window stand below `at`.
    below: usize,
}

impl Mark {
    fn find(&mut self, block: &Block) -> Quantile {
        let place = self.share * (block.count.max(1) - 1) as f64;
        let wanted = place as usize;
        while self.below > wanted {
            self.at = block.previous(self.at);
            self.below -= 1;
        }
        self.at = block.next(self.at);
        while self.below < wanted && self.at < BLOCK {
            self.at = block.next(self.at + 1);
            self.below += 1;
        }
        let (low, fraction) = (block.value(self.at), place - wanted as f64);
        let high = if fraction == 0.0 { low } else { block.value(block.next(self.at + 1)) };
        Quantile { low, high, fraction }
    }
}

/// The bits of a number, changed so that their order is that of numbers (IEEE 754, `totalOrder`).
const fn ordered(value: f64) -> u64 {
    let bits = value.to_bits();
    if bits >> 63 == 1 { !bits } else { bits | (1 << 63) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn anew(series: &[f64], at: usize, half: usize, share: f64) -> f64 {
        let mut window = series[at.saturating_sub(half)..(at + half + 1).min(series.len())].to_vec();
        window.sort_unstable_by(f64::total_cmp);
        let place = share * (window.len() - 1) as f64;
        let (low, fraction) = (window[place as usize], place.fract());
        if fraction == 0.0 { low } else { low + (window[place as usize + 1] - low) * fraction }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn a_window_that_moves_has_the_quantiles_of_one_sorted_anew(
            series in proptest::collection::vec(
                prop_oneof![4 => -9.0..9.0, 1 => (0i32..4).prop_map(f64::from), 1 => (0u64..9).prop_map(|n| f64::from_bits(n + 1.0f64.to_bits()))],
                1..900,
            ),
            half in prop_oneof![1usize..9, Just(45), Just(127)],
        ) {
            let told = quantiles(&series, half, [0.25, 0.5, 0.75], |found| found.map(Quantile::linear));
            prop_assert_eq!(told.len(), series.len());
            for (at, found) in told.iter().enumerate() {
                let expected = [0.25, 0.5, 0.75].map(|share| anew(&series, at, half, share));
                prop_assert_eq!(found, &expected, "at {}", at);
            }
        }
    }

    #[test]
    fn quantiles_lie_between_values_as_pandas_has_them_and_medians_in_the_middle() {
        let of = |values: &[f64], share| quantiles(values, 9, [share], |[found]| found.linear())[0];
        assert_eq!((of(&[1.0, 2.0, 4.0], 0.25), of(&[1.0, 2.0, 4.0], 0.75), of(&[7.0], 0.25)), (1.5, 3.0, 7.0));
        assert_eq!(quantiles(&[4.0, 1.0, 9.0, 2.0], 9, [0.5], |[found]| found.mean()), [3.0; 4]);
        assert!(quantiles(&[], 9, [0.5], |[found]| found.mean()).is_empty());
    }
}
