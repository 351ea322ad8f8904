//! A range coder over fixed tables: the part of [`day`](super::day) that knows nothing of heart
//! rates.
//!
//! Where a table is known beforehand, a whole number is coded in one step, without learning: some
//! ten times as fast as the [adaptive coder](super::coder), which takes a step a bit. The arithmetic is
//! Martin's (1979), with a carry that waits in the encoder.

use super::coder::{Decoder as AdaptiveDecoder, Encoder as AdaptiveEncoder, Number};

/// Shares of a table add up to at most 2 to this.
const SCALE: u32 = 12;
/// No number is more certain than this, so that each costs something: 1/128 is left. It bounds how
/// much a byte can say, and with it what hostile bytes can make a reader allocate.
const MOST: u32 = (1 << SCALE) - (1 << SCALE) / 128;
/// Below this the interval is too narrow to go on.
const NARROW: u32 = 1 << 24;
/// Numbers below this have a place of their own in a table; larger ones share one.
const DIRECT: u32 = 64;
/// Places in a table: the direct ones, and four for each length of a larger number.
const PLACES: usize = DIRECT as usize + 4 * 26;

/// A number as a table sees it: its place, and the bits that the place does not tell.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    place: u8,
    bits: u8,
    rest: u32,
}

impl Token {
    pub(super) const fn of(number: u32) -> Self {
        if number < DIRECT {
            return Self { place: number as u8, bits: 0, rest: 0 };
        }
        let length = number.ilog2();
        // The two bits behind the first tell the place; the first is always one.
        let quarter = (number >> (length - 2)) & 3;
        let place = DIRECT + 4 * (length - 6) + quarter;
        Self { place: place as u8, bits: (length - 2) as u8, rest: number & ((1 << (length - 2)) - 1) }
    }

    /// What is known of a number by its place: its beginning, and how many bits follow.
    const fn at(place: u32) -> (u32, u8) {
        match place.checked_sub(DIRECT) {
            None => (place, 0),
            Some(above) => {
                let bits = above / 4 + 4;
                ((4 + above % 4) << bits, bits as u8)
            }
        }
    }
}

/// How often each place was seen.
#[derive(Debug, Clone)]
pub(super) struct Counts([u32; PLACES]);

impl Counts {
    pub(super) const NONE: Self = Self([0; PLACES]);

    pub(super) fn add(&mut self, token: Token) {
        if let Some(count) = self.0.get_mut(usize::from(token.place)) {
            *count = count.saturating_add(1);
        }
    }

    /// The table that suits these counts.
    pub(super) fn table(&self) -> Table {
        let all: u64 = self.0.iter().map(|count| u64::from(*count)).sum();
        let mut shares = self.0.map(|count| {
            let share = u64::from(count) * u64::from(MOST) / all.max(1);
            u32::try_from(share).unwrap_or(0).max(u32::from(count > 0))
        });
        // What is rare was rounded up; the most common pays for it.
        while shares.iter().sum::<u32>() > 1 << SCALE {
            if let Some(most) = shares.iter_mut().max() {
                *most -= 1;
            }
        }
        Table::new(&shares)
    }
}

/// Slots of the interval that share a hint.
const HINTED: u32 = 6;
/// Hints of a table.
const HINTS: usize = 1 << (SCALE - HINTED);

/// Where each place begins in the interval, and behind the last, where it ends.
#[derive(Debug)]
pub(super) struct Table {
    starts: Vec<u16>,
    /// For each 64 slots the place that holds the first of them: where looking begins.
    hints: [u8; HINTS],
}

impl Table {
    fn new(shares: &[u32]) -> Self {
        let used = shares.iter().rposition(|share| *share > 0).map_or(0, |last| last + 1);
        let mut starts = vec![0];
        let mut start = 0;
        for share in shares.iter().take(used) {
            start += share;
            starts.push(u16::try_from(start).unwrap_or(u16::MAX));
        }
        let mut hints = [0; HINTS];
        let mut place = 0;
        for (hint, slot) in hints.iter_mut().zip((0_u32..).step_by(1 << HINTED)) {
            // Behind the last place there is nothing to be found, and looking ends at once.
            while starts.get(place + 1).is_some_and(|next| u32::from(*next) <= slot) {
                place += 1;
            }
            *hint = u8::try_from(place).unwrap_or(u8::MAX);
        }
        Self { starts, hints }
    }

    fn shares(&self) -> impl Iterator<Item = u32> {
        self.starts.iter().zip(self.starts.iter().skip(1)).map(|(start, end)| u32::from(end - start))
    }

    /// Start and width of a place.
    fn span(&self, place: u8) -> (u32, u32) {
        let place = usize::from(place);
        match (self.starts.get(place), self.starts.get(place + 1)) {
            (Some(start), Some(end)) => (u32::from(*start), u32::from(end - start)),
            _ => (0, 0),
        }
    }

    /// The place that holds `slot`, with its start and width.
    fn find(&self, slot: u32) -> Option<(u32, u32, u32)> {
        let hint = self.hints.get(usize::try_from(slot >> HINTED).ok()?)?;
        let mut place = usize::from(*hint);
        let mut start = u32::from(*self.starts.get(place)?);
        loop {
            let end = u32::from(*self.starts.get(place + 1)?);
            if slot < end {
                return Some((u32::try_from(place).ok()?, start, end - start));
            }
            (place, start) = (place + 1, end);
        }
    }
}

/// Writes tables, small.
pub(super) fn put_tables(tables: &[Table]) -> Vec<u8> {
    let mut coder = AdaptiveEncoder::after(Vec::new());
    let (mut lengths, mut sizes) = (Number::NEW, Number::NEW);
    for table in tables {
        lengths.code(&mut coder, u32::try_from(table.starts.len() - 1).unwrap_or(0));
        for share in table.shares() {
            sizes.code(&mut coder, share);
        }
    }
    coder.finish()
}

/// Reads `count` tables; `None` when the bytes are anything else.
pub(super) fn take_tables(bytes: &[u8], count: usize) -> Option<Vec<Table>> {
    let mut coder = AdaptiveDecoder::new(bytes);
    let (mut lengths, mut sizes) = (Number::NEW, Number::NEW);
    let mut tables = Vec::new();
    for _ in 0..count {
        let length = usize::try_from(lengths.code(&mut coder, 0)).ok().filter(|length| *length <= PLACES)?;
        let mut shares = Vec::new();
        for _ in 0..length {
            shares.push(Some(sizes.code(&mut coder, 0)).filter(|share| *share <= MOST)?);
        }
        if coder.starved() || shares.iter().sum::<u32>() > 1 << SCALE {
            return None;
        }
        tables.push(Table::new(&shares));
    }
    coder.ended().then_some(tables)
}

/// Numbers to bytes.
#[derive(Debug)]
pub(super) struct Encoder {
    low: u64,
    range: u32,
    /// The last byte that a carry may still change, and how many 0xff wait behind it.
    last: u8,
    waiting: usize,
    bytes: Vec<u8>,
}

impl Encoder {
    pub(super) const fn new() -> Self {
        Self { low: 0, range: u32::MAX, last: 0, waiting: 0, bytes: Vec::new() }
    }

    /// Codes a number by a table that was made of counts with this number in it.
    pub(super) fn code(&mut self, table: &Table, token: Token) {
        let (start, width) = table.span(token.place);
        self.narrow(start, width);
        let mut left = u32::from(token.bits);
        while left > 0 {
            let now = left.min(SCALE);
            left -= now;
            let part = (token.rest >> left) & ((1 << now) - 1);
            self.narrow(part << (SCALE - now), 1 << (SCALE - now));
        }
    }

    fn narrow(&mut self, start: u32, width: u32) {
        let unit = self.range >> SCALE;
        self.low += u64::from(unit) * u64::from(start);
        self.range = unit * width.max(1);
        while self.range < NARROW {
            self.range <<= 8;
            self.shift();
        }
    }

    /// Lets the first byte out, or waits if a carry may still come.
    fn shift(&mut self) {
        let (low, carry) = (self.low & 0xffff_ffff, (self.low >> 32) as u8);
        if low < 0xff00_0000 || carry > 0 {
            self.bytes.push(self.last.wrapping_add(carry));
            self.bytes.extend(std::iter::repeat_n(0xff_u8.wrapping_add(carry), self.waiting));
            self.waiting = 0;
            self.last = (low >> 24) as u8;
        } else {
            self.waiting += 1;
        }
        self.low = (low & 0x00ff_ffff) << 8;
    }

    pub(super) fn finish(mut self) -> Vec<u8> {
        for _ in 0..5 {
            self.shift();
        }
        self.bytes
    }
}

/// Bytes to numbers.
#[derive(Debug)]
pub(super) struct Decoder<'a> {
    code: u32,
    range: u32,
    bytes: std::slice::Iter<'a, u8>,
    starved: bool,
}

impl<'a> Decoder<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        let mut decoder = Self { code: 0, range: u32::MAX, bytes: bytes.iter(), starved: false };
        for _ in 0..5 {
            decoder.shift();
        }
        decoder
    }

    fn shift(&mut self) {
        let byte = self.bytes.next().copied().unwrap_or_else(|| {
            self.starved = true;
            0
        });
        self.code = (self.code << 8) | u32::from(byte);
    }

    /// The next number; `None` when the bytes are not of this table, or at an end.
    pub(super) fn code(&mut self, table: &Table) -> Option<u32> {
        let slot = self.slot()?;
        let (place, start, width) = table.find(slot)?;
        self.narrow(start, width)?;
        let (mut number, bits) = Token::at(place);
        let mut left = u32::from(bits);
        while left > 0 {
            let now = left.min(SCALE);
            left -= now;
            let part = self.slot()? >> (SCALE - now);
            self.narrow(part << (SCALE - now), 1 << (SCALE - now))?;
            number |= part << left;
        }
        Some(number)
    }

    fn slot(&self) -> Option<u32> {
        let slot = self.code / (self.range >> SCALE);
        (slot < 1 << SCALE && !self.starved).then_some(slot)
    }

    fn narrow(&mut self, start: u32, width: u32) -> Option<()> {
        let unit = self.range >> SCALE;
        self.code = self.code.checked_sub(unit.checked_mul(start)?)?;
        self.range = unit.checked_mul(width).filter(|range| *range > 0)?;
        while self.range < NARROW {
            self.range <<= 8;
            self.shift();
        }
        Some(())
    }

    /// Whether every byte was used, none was missing, and nothing is left to say.
    pub(super) fn ended(&self) -> bool {
        self.bytes.len() == 0 && !self.starved && self.code == 0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_numbers_come_back(numbers in prop::collection::vec(prop_oneof![0..4_u32, 0..200_u32, any::<u32>()], 0..600)) {
            let mut counts = Counts::NONE;
            numbers.iter().for_each(|number| counts.add(Token::of(*number)));
            let tables = [counts.table()];
            let mut encoder = Encoder::new();
            for number in &numbers {
                encoder.code(&tables[0], Token::of(*number));
            }
            let bytes = encoder.finish();
            let tables = take_tables(&put_tables(&tables), 1).unwrap();
            let mut decoder = Decoder::new(&bytes);
            for number in &numbers {
                prop_assert_eq!(decoder.code(&tables[0]), Some(*number));
            }
            prop_assert!(decoder.ended());
        }

        #[test]
        fn hostile_bytes_never_stop_the_program(tables: Vec<u8>, bytes: Vec<u8>) {
            for table in take_tables(&tables, 2).into_iter().flatten() {
                let mut decoder = Decoder::new(&bytes);
                while decoder.code(&table).is_some() {}
            }
        }
    }

    #[test]
    fn a_byte_says_no_more_than_the_bound_allows() {
        let mut counts = Counts::NONE;
        counts.add(Token::of(0));
        let (table, mut encoder) = (counts.table(), Encoder::new());
        for _ in 0..1_000_000 {
            encoder.code(&table, Token::of(0));
        }
        assert!(encoder.finish().len() as u64 * super::super::coder::MAX_PER_BYTE > 1_000_000);
    }
}
