//! An adaptive binary arithmetic coder: the part of [`pack`](super::pack) that knows nothing of
//! heart rates.
//!
//! Coder and decoder walk the same code ([`Coder`]), so that a format is written down once. The
//! arithmetic is the carry-free kind: an interval of 32-bit numbers shrinks with each bit, and bytes
//! leave when both of its ends agree on them (Witten, Neal and Cleary, CACM 30:520, 1987).

/// How sure a model may become: at least 1/128 is left for the other bit. It also bounds how much
/// a byte can say, and with it what hostile bytes can make a reader allocate: see [`MAX_PER_BYTE`].
const DOUBT: u32 = 65_536 / 128;

/// No byte holds more decisions than this: one costs at least -log2(127/128) = 0.0113 bits.
pub(super) const MAX_PER_BYTE: u64 = 768;

/// What is believed of one decision: the probability of a one, and how much was seen.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bit {
    one: u16,
    seen: u16,
}

impl Bit {
    /// Nothing seen yet.
    pub(super) const NEW: Self = Self { one: 1 << 15, seen: 0 };

    fn probability(self) -> u32 {
        u32::from(self.one).clamp(DOUBT, 65_536 - DOUBT)
    }

    /// The probability of a one, in 1/65,536.
    pub(super) const fn one(self) -> u16 {
        self.one
    }

    /// The mean of what was seen, that slowly forgets.
    pub(super) fn learn(&mut self, bit: bool) {
        let target = if bit { 65_535 } else { 0 };
        let share = WEIGHTS.get(usize::from(self.seen)).copied().unwrap_or(0);
        let moved = i32::from(self.one) + (((target - i32::from(self.one)) * share) >> 16);
        self.one = u16::try_from(moved).unwrap_or(self.one);
        self.seen = (self.seen + 1).min(MEMORY);
    }
}

/// After this many, old decisions fade.
const MEMORY: u16 = 126;

/// How far the next decision moves the mean, in 1/65,536: one part in two, in three, in four …
/// Looked up because this is the innermost step, and a division is the slowest thing in it.
const WEIGHTS: [i32; MEMORY as usize + 1] = {
    let mut weights = [0; MEMORY as usize + 1];
    let mut seen = 0;
    while seen < weights.len() {
        #[expect(clippy::indexing_slicing, reason = "computed while compiling: a wrong index does not build")]
        let weight = &mut weights[seen];
        *weight = 65_536 / (seen as i32 + 2);
        seen += 1;
    }
    weights
};

/// Either direction.
pub(super) trait Coder {
    /// Codes `bit` and answers it; a decoder takes no notice of `bit` and answers what it reads.
    fn bit(&mut self, model: &mut Bit, bit: bool) -> bool;
    /// The same for a bit that is a one with a probability known otherwise, in 1/65,536.
    fn weighed(&mut self, one: u32, bit: bool) -> bool;
    /// The same for a bit of which nothing can be learned.
    fn flat(&mut self, bit: bool) -> bool;
}

/// The interval that both directions keep.
#[derive(Debug, Clone, Copy)]
struct Interval {
    low: u32,
    high: u32,
}

impl Interval {
    const WHOLE: Self = Self { low: 0, high: u32::MAX };

    /// The last number that means a one. Never the interval's end: `one` is below 2^16.
    fn middle(self, one: u32) -> u32 {
        let width = u64::from(self.high - self.low);
        self.low + u32::try_from((width * u64::from(one)) >> 16).unwrap_or(0)
    }

    fn take(&mut self, middle: u32, bit: bool) {
        if bit {
            self.high = middle;
        } else {
            self.low = middle + 1;
        }
    }

    /// Shifts out the first byte, if both ends agree on it.
    fn settled(&mut self) -> Option<u8> {
        let [first, ..] = self.high.to_be_bytes();
        ((self.low ^ self.high) >> 24 == 0).then(|| {
            self.low <<= 8;
            self.high = (self.high << 8) | 0xff;
            first
        })
    }
}

/// Bits to bytes.
#[derive(Debug)]
pub(super) struct Encoder {
    interval: Interval,
    bytes: Vec<u8>,
}

impl Encoder {
    /// Goes on behind `bytes`.
    pub(super) const fn after(bytes: Vec<u8>) -> Self {
        Self { interval: Interval::WHOLE, bytes }
    }

    /// All bytes. One is enough to name the interval that is left: its ends differ in the first.
    pub(super) fn finish(mut self) -> Vec<u8> {
        let [first, ..] = self.interval.high.to_be_bytes();
        self.bytes.push(first);
        self.bytes
    }

    fn code(&mut self, one: u32, bit: bool) {
        self.interval.take(self.interval.middle(one), bit);
        while let Some(byte) = self.interval.settled() {
            self.bytes.push(byte);
        }
    }
}

impl Coder for Encoder {
    fn bit(&mut self, model: &mut Bit, bit: bool) -> bool {
        self.code(model.probability(), bit);
        model.learn(bit);
        bit
    }

    fn weighed(&mut self, one: u32, bit: bool) -> bool {
        self.code(one.clamp(DOUBT, 65_536 - DOUBT), bit);
        bit
    }

    fn flat(&mut self, bit: bool) -> bool {
        self.code(1 << 15, bit);
        bit
    }
}

/// Bytes to bits. Behind the last byte it reads zeros; [`ended`](Self::ended) tells.
#[derive(Debug)]
pub(super) struct Decoder<'a> {
    interval: Interval,
    number: u32,
    bytes: std::slice::Iter<'a, u8>,
    beyond: usize,
}

impl<'a> Decoder<'a> {
    /// Bytes that the decoder looks ahead, and the encoder does not write.
    const AHEAD: usize = 3;

    pub(super) fn new(bytes: &'a [u8]) -> Self {
        let mut decoder = Self { interval: Interval::WHOLE, number: 0, bytes: bytes.iter(), beyond: 0 };
        for _ in 0..4 {
            decoder.shift();
        }
        decoder
    }

    fn shift(&mut self) {
        let byte = self.bytes.next().copied().unwrap_or_else(|| {
            self.beyond = self.beyond.saturating_add(1);
            0
        });
        self.number = (self.number << 8) | u32::from(byte);
    }

    /// Whether every byte was used and none was missing.
    pub(super) fn ended(&self) -> bool {
        self.bytes.len() == 0 && self.beyond == Self::AHEAD
    }

    /// Whether bytes were missing.
    pub(super) const fn starved(&self) -> bool {
        self.beyond > Self::AHEAD
    }

    fn code(&mut self, one: u32) -> bool {
        let middle = self.interval.middle(one);
        let bit = self.number <= middle;
        self.interval.take(middle, bit);
        while self.interval.settled().is_some() {
            self.shift();
        }
        bit
    }
}

impl Coder for Decoder<'_> {
    fn bit(&mut self, model: &mut Bit, _: bool) -> bool {
        let bit = self.code(model.probability());
        model.learn(bit);
        bit
    }

    fn weighed(&mut self, one: u32, _: bool) -> bool {
        self.code(one.clamp(DOUBT, 65_536 - DOUBT))
    }

    fn flat(&mut self, _: bool) -> bool {
        self.code(1 << 15)
    }
}

/// A model of numbers of which the small ones are common: their length, then their leading bits.
#[derive(Debug, Clone)]
pub(super) struct Number {
    length: [Bit; Self::LENGTHS],
    leading: [[Bit; 8]; Self::LENGTHS],
}

impl Number {
    const LENGTHS: usize = 33;

    /// Nothing seen yet.
    pub(super) const NEW: Self = Self { length: [Bit::NEW; Self::LENGTHS], leading: [[Bit::NEW; 8]; Self::LENGTHS] };

    /// Codes `value` and answers it, as [`Coder::bit`] does.
    pub(super) fn code(&mut self, coder: &mut impl Coder, value: u32) -> u32 {
        let value = u64::from(value) + 1;
        let mut length = 0;
        for model in self.length.iter_mut().take(Self::LENGTHS - 1) {
            if !coder.bit(model, length < value.ilog2()) {
                break;
            }
            length += 1;
        }
        let mut coded = 1_u64;
        if let Some(leading) = self.leading.get_mut(length as usize) {
            for place in (0..length).rev() {
                let bit = (value >> place) & 1 == 1;
                // The node in the tree of leading bits; bits behind the third are noise.
                let node = usize::try_from(coded).ok().and_then(|node| leading.get_mut(node));
                let bit = match node {
                    Some(model) => coder.bit(model, bit),
                    None => coder.flat(bit),
                };
                coded = (coded << 1) | u64::from(bit);
            }
        }
        u32::try_from(coded - 1).unwrap_or(u32::MAX)
    }

    /// Codes the difference of `value` from `expected`, the nearer the cheaper, and answers the
    /// value; with it, how long the difference was, from 0 to 32.
    pub(super) fn code_near(&mut self, coder: &mut impl Coder, expected: i32, value: i32) -> (i32, u32) {
        let difference = value.wrapping_sub(expected);
        // Zigzag: 0, -1, 1, -2, 2 … are 0, 1, 2, 3, 4 …
        let folded = ((difference << 1) ^ (difference >> 31)).cast_unsigned();
        let folded = self.code(coder, folded);
        let difference = (folded >> 1).cast_signed() ^ -((folded & 1).cast_signed());
        (expected.wrapping_add(difference), u32::BITS - folded.leading_zeros())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_numbers_come_back(values: Vec<u32>, near: Vec<(i32, i32)>) {
            let (mut number, mut encoder) = (Number::NEW, Encoder::after(Vec::new()));
            for value in &values {
                number.code(&mut encoder, *value);
            }
            for (expected, value) in &near {
                number.code_near(&mut encoder, *expected, *value);
            }
            let bytes = encoder.finish();
            let (mut number, mut decoder) = (Number::NEW, Decoder::new(&bytes));
            for value in &values {
                prop_assert_eq!(number.code(&mut decoder, 0), *value);
            }
            for (expected, value) in &near {
                prop_assert_eq!(number.code_near(&mut decoder, *expected, 0).0, *value);
            }
            prop_assert!(decoder.ended());
        }
    }

    #[test]
    fn a_byte_says_no_more_than_the_bound_allows() {
        let (mut number, mut encoder) = (Number::NEW, Encoder::after(Vec::new()));
        for _ in 0..1_000_000 {
            number.code(&mut encoder, 0);
        }
        assert!(encoder.finish().len() as u64 * MAX_PER_BYTE > 1_000_000);
    }
}
