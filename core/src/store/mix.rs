//! Numbers of which several views are had: what the next decision will be is believed by each view from
//! what it has seen in like circumstances, and weights learn whom to trust.
//!
//! The mixing is logistic (Mahoney, Adaptive Weighing of Context Models for Lossless Data Compression,
//! Florida Tech CS-2005-16), in whole numbers only: every device must compute alike, or a day packed
//! on one does not open on another.

use super::coder::{Bit, Coder};

/// The longest number has one binary digit less.
const LENGTHS: usize = 18;
/// Decisions of a number: how long it is, and of each length the tree of its three leading digits.
const NODES: usize = LENGTHS * 9;

/// The trust in each view at first, in 1/65,536: together a little more than in one, for each has a part of
/// the truth.
const TRUST: i32 = 26_214;

/// Learns numbers below 2^17, each seen in `N` views.
#[derive(Debug)]
pub(super) struct Mixed<const N: usize> {
    /// Of each view, circumstance by circumstance, what is believed of each decision.
    views: [Vec<Bit>; N],
    weights: Vec<[i32; N]>,
}

impl<const N: usize> Mixed<N> {
    /// Nothing seen yet; each view tells so many circumstances apart.
    pub(super) fn new(circumstances: [usize; N]) -> Self {
        Self { views: circumstances.map(|count| vec![Bit::NEW; count * NODES]), weights: vec![[TRUST; N]; NODES] }
    }

    /// Codes `value` in these circumstances, one of each view, and answers it as [`Coder::bit`] does.
    pub(super) fn code(&mut self, coder: &mut impl Coder, circumstances: [usize; N], value: u32) -> u32 {
        let value = value.saturating_add(1);
        let mut length = 0;
        while length < LENGTHS - 1 && self.decide(coder, circumstances, length, value >> (length + 1) > 0) {
            length += 1;
        }
        let mut coded = 1;
        for place in (0..length).rev() {
            let bit = value >> place & 1 == 1;
            // Digits behind the third are noise.
            let bit = if coded < 8 {
                self.decide(coder, circumstances, LENGTHS + length * 8 + coded, bit)
            } else {
                coder.flat(bit)
            };
            coded = coded << 1 | usize::from(bit);
        }
        u32::try_from(coded - 1).unwrap_or(u32::MAX)
    }

    fn decide(&mut self, coder: &mut impl Coder, circumstances: [usize; N], node: usize, bit: bool) -> bool {
        let mut beliefs = self.views.iter_mut().zip(circumstances).map(|(view, at)| view.get_mut(at * NODES + node));
        let views: [Option<&mut Bit>; N] = std::array::from_fn(|_| beliefs.next().flatten());
        let Some(weights) = self.weights.get_mut(node) else { return coder.flat(bit) };
        let said = views.each_ref().map(|view| view.as_ref().map_or(0, |belief| stretched(**belief)));
        let sum: i64 = said.iter().zip(&*weights).map(|(said, weight)| i64::from(*said) * i64::from(*weight)).sum();
        let one = squashed(i32::try_from(sum >> 16).unwrap_or(0));
        let bit = coder.weighed(one.cast_unsigned(), bit);
        let missed = if bit { ONE - 1 - one } else { -one };
        for (weight, said) in weights.iter_mut().zip(said) {
            *weight = weight.saturating_add((said * missed + (1 << 13)) >> 14);
        }
        views.into_iter().flatten().for_each(|belief| belief.learn(bit));
        bit
    }
}

/// Certainty as a probability.
const ONE: i32 = 1 << 16;

/// 65,536 / (1 + e^-x) for x from -8 to 8 by halves.
const LOGISTIC: [i32; 33] = [
    22, 36, 60, 98, 162, 267, 439, 720, 1179, 1921, 3108, 4971, 7812, 11955, 17625, 24743, 32768, 40793, 47911, 53581,
    57724, 60565, 62428, 63615, 64357, 64816, 65097, 65269, 65374, 65438, 65476, 65500, 65514,
];

/// The largest sum that is told from larger ones.
const MOST: i32 = 2047;

/// The probability of a one, in 1/65,536, whose logarithm of the odds is `sum`, in 1/256.
const fn squashed(sum: i32) -> i32 {
    let sum = if sum > MOST {
        MOST
    } else if sum < -MOST {
        -MOST
    } else {
        sum
    };
    let place = sum + MOST + 1;
    let (index, part) = ((place >> 7) as usize, place & 127);
    #[expect(clippy::indexing_slicing, reason = "a sum is held between the ends: at most 31, and one behind it")]
    let (low, high) = (LOGISTIC[index], LOGISTIC[index + 1]);
    (low * (128 - part) + high * part) >> 7
}

/// The logarithm of the odds, in 1/256, of each probability in 1/4,096.
const ODDS: [i16; 4096] = {
    let mut odds = [0; 4096];
    let (mut probability, mut sum) = (0, -MOST);
    while probability < odds.len() {
        while sum < MOST && squashed(sum) < ((probability as i32) << 4) + 8 {
            sum += 1;
        }
        #[expect(clippy::indexing_slicing, reason = "computed while compiling: a wrong index does not build")]
        let odd = &mut odds[probability];
        *odd = sum as i16;
        probability += 1;
    }
    odds
};

fn stretched(belief: Bit) -> i32 {
    ODDS.get(usize::from(belief.one() >> 4)).map_or(0, |odds| i32::from(*odds))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::coder::{Decoder, Encoder};
    use super::*;

    proptest! {
        #[test]
        fn any_numbers_come_back_in_any_circumstances(
            numbers in prop::collection::vec((0_usize..3, 0_usize..5, 0_u32..1 << 17), 0..400),
        ) {
            let (mut mixed, mut encoder) = (Mixed::new([3, 5]), Encoder::after(Vec::new()));
            for (a, b, number) in &numbers {
                prop_assert_eq!(mixed.code(&mut encoder, [*a, *b], *number), *number);
            }
            let bytes = encoder.finish();
            let (mut mixed, mut decoder) = (Mixed::new([3, 5]), Decoder::new(&bytes));
            for (a, b, number) in &numbers {
                prop_assert_eq!(mixed.code(&mut decoder, [*a, *b], 0), *number);
            }
            prop_assert!(decoder.ended());
        }
    }

    #[test]
    fn odds_and_probability_are_each_others_inverse() {
        for probability in (64..4032).step_by(7) {
            let again = squashed(i32::from(ODDS[probability])) >> 4;
            assert!(again.abs_diff(i32::try_from(probability).unwrap()) < 12, "{probability} {again}");
        }
        assert!(ODDS.is_sorted());
    }

    #[test]
    fn what_one_view_tells_is_believed_where_the_other_knows_nothing() {
        // The number is the first circumstance; the second says nothing of it.
        let (mut mixed, mut encoder) = (Mixed::new([4, 7]), Encoder::after(Vec::new()));
        for n in 0..4_000_usize {
            let number = n * n / 3 % 4;
            mixed.code(&mut encoder, [number, n % 7], u32::try_from(number).unwrap());
        }
        assert!(encoder.finish().len() < 200);
    }
}
