//! An hour of heart rate as a few bytes, exactly: every millisecond, rate, contact and beat.
//!
//! Times are predicted from the beat of the device's own clock, rates and intervals from the one
//! before; what is left goes through the [adaptive coder](super::coder). Layout, all numbers LEB128:
//!
//! ```text
//! 1                 the version of this layout
//! samples, runs     how many of each
//! unit              ms; every time of a sample is a multiple of it
//! period, tracking  the usual step in units; whether times jitter about a steady clock
//! …                 coded: samples, then runs
//! check             FNV-1a of all before it, 4 bytes, little-endian
//! ```

use super::coder::{Bit, Coder, Decoder, Encoder, MAX_PER_BYTE, Number};
use crate::model::Millis;
use crate::model::heart::{Bpm, Contact, HeartHour, HeartSample, RrInterval, RrRun};

/// The layout that is written.
const VERSION: u8 = 1;

/// The most intervals that an hour may hold: an hour of the shortest beats a strap can send is far
/// below.
pub(super) const MAX_INTERVALS: usize = 1_000_000;

pub(super) const HOUR_MS: u32 = 3_600_000;

/// The bytes are not a packed hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NotPacked;

/// Packs what `hour` (see [`Millis::hour_index`]) holds: samples in order of time, no two at the
/// same instant; runs in order of time, none empty; all beginning in that hour.
pub(super) fn pack(samples: &[HeartSample], runs: &[RrRun]) -> Vec<u8> {
    let (grid, steps) = Grid::of(samples.iter().map(|sample| offset(sample.at)));
    let mut coder = Encoder::after(grid.head(VERSION, samples.len(), runs.len()));
    let mut model = SampleModel::new(grid.period, grid.tracking);
    for (sample, step) in samples.iter().zip(steps) {
        let contact = contact_code(sample.contact);
        model.code(&mut coder, Raw { step, bpm: i32::from(sample.bpm.get()), contact });
    }
    let (mut heads, mut intervals) = (RunHeads::new(), Intervals::new());
    for run in runs {
        let count = u32::try_from(run.intervals.len()).unwrap_or(u32::MAX);
        heads.code(&mut coder, offset(run.start), count);
        for interval in &run.intervals {
            intervals.code(&mut coder, i32::from(interval.0));
        }
    }
    sealed(coder)
}

/// What [`pack`] packed, back in `hour`.
///
/// # Errors
/// [`NotPacked`] when the bytes are anything else. Never allocates more than a few hundred times
/// the length of `bytes`.
pub(super) fn unpack(hour: i64, bytes: &[u8]) -> Result<HeartHour, NotPacked> {
    let start = hour.checked_mul(Millis::HOUR).ok_or(NotPacked)?;
    let span = Span { start: Millis(start), length: HOUR_MS };
    let mut rest = unsealed(bytes, VERSION)?;
    let most = (bytes.len() as u64).saturating_mul(MAX_PER_BYTE);
    let head = Head::take(&mut rest, most, span)?;
    let mut coder = Decoder::new(rest);
    let mut model = SampleModel::new(head.grid.period, head.grid.tracking);
    let samples = head.samples(span, &mut coder, |coder| model.code(coder, Raw::default()))?;
    let mut intervals = Intervals::new();
    let interval = |coder: &mut Decoder<'_>| u16::try_from(intervals.code(coder, 0)).ok().map(RrInterval);
    let runs = head.runs(span, &mut coder, most.min(MAX_INTERVALS as u64), interval)?;
    if coder.ended() { Ok(HeartHour { samples, runs }) } else { Err(NotPacked) }
}

/// The time that a block is about.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    pub(super) start: Millis,
    /// In milliseconds.
    pub(super) length: u32,
}

impl Span {
    /// The instant so many milliseconds into it.
    fn at(self, offset: u32) -> Result<Millis, NotPacked> {
        self.start.0.checked_add(i64::from(offset)).map(Millis).ok_or(NotPacked)
    }
}

/// What tells the times of samples: each is a whole multiple of a unit, and about so many after the last.
#[derive(Debug, Clone, Copy)]
pub(super) struct Grid {
    unit: u32,
    pub(super) period: i32,
    pub(super) tracking: bool,
}

impl Grid {
    /// The grid of samples at these milliseconds, in order, and their places on it.
    pub(super) fn of(offsets: impl Iterator<Item = u32>) -> (Self, Vec<i32>) {
        let offsets: Vec<u32> = offsets.collect();
        let unit = offsets.iter().fold(0, |unit, offset| gcd(unit, *offset)).max(1);
        let steps: Vec<i32> = offsets.iter().map(|offset| (offset / unit).cast_signed()).collect();
        let period = usual_step(&steps);
        (Self { unit, period, tracking: tracking_pays(&steps, period) }, steps)
    }

    /// The beginning of a block in this grid.
    pub(super) fn head(self, version: u8, samples: usize, runs: usize) -> Vec<u8> {
        let mut bytes = vec![version];
        for number in [samples as u64, runs as u64, u64::from(self.unit), u64::from(self.period.cast_unsigned())] {
            put_number(&mut bytes, number);
        }
        bytes.push(u8::from(self.tracking));
        bytes
    }
}

/// The beginning of a block, as read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Head {
    samples: u32,
    runs: u32,
    pub(super) grid: Grid,
}

impl Head {
    /// Reads what [`Grid::head`] wrote; `most` is how many decisions the block can hold.
    pub(super) fn take(rest: &mut &[u8], most: u64, span: Span) -> Result<Self, NotPacked> {
        let length = u64::from(span.length);
        // A sample takes three decisions, an interval and a run at least one.
        let samples = take_number(rest, (most / 3).min(length))?;
        let runs = take_number(rest, most.min(MAX_INTERVALS as u64))?;
        let unit = take_number(rest, length)?.max(1);
        let period = take_number(rest, length)?.cast_signed();
        let tracking = match take_byte(rest)? {
            0 => false,
            1 => true,
            _ => return Err(NotPacked),
        };
        Ok(Self { samples, runs, grid: Grid { unit, period, tracking } })
    }

    /// Reads the samples, each as `raw` decodes it.
    pub(super) fn samples(
        self,
        span: Span,
        coder: &mut Decoder<'_>,
        mut raw: impl FnMut(&mut Decoder<'_>) -> Raw,
    ) -> Result<Vec<HeartSample>, NotPacked> {
        let mut samples = Vec::new();
        let mut before = None;
        for _ in 0..self.samples {
            let raw = raw(coder);
            let offset = u32::try_from(raw.step).ok().and_then(|step| step.checked_mul(self.grid.unit));
            let offset = offset.filter(|offset| *offset < span.length).ok_or(NotPacked)?;
            if before.is_some_and(|before| offset <= before) || coder.starved() {
                return Err(NotPacked);
            }
            before = Some(offset);
            samples.push(HeartSample {
                at: span.at(offset)?,
                bpm: u16::try_from(raw.bpm).ok().and_then(|bpm| Bpm::new(bpm).ok()).ok_or(NotPacked)?,
                contact: contact_of(raw.contact),
            });
        }
        Ok(samples)
    }

    /// Reads the runs, of at most `intervals_left` intervals, each as `interval` decodes it.
    pub(super) fn runs(
        self,
        span: Span,
        coder: &mut Decoder<'_>,
        mut intervals_left: u64,
        mut interval: impl FnMut(&mut Decoder<'_>) -> Option<RrInterval>,
    ) -> Result<Vec<RrRun>, NotPacked> {
        let mut runs = Vec::new();
        let mut heads = RunHeads::new();
        for _ in 0..self.runs {
            let (offset, count) = heads.code(coder, 0, 0);
            intervals_left = intervals_left.checked_sub(u64::from(count)).ok_or(NotPacked)?;
            if offset >= span.length || count == 0 {
                return Err(NotPacked);
            }
            let mut intervals = Vec::new();
            for _ in 0..count {
                intervals.push(interval(coder).ok_or(NotPacked)?);
                if coder.starved() {
                    return Err(NotPacked);
                }
            }
            runs.push(RrRun { start: span.at(offset)?, intervals });
        }
        Ok(runs)
    }
}

/// What was coded, with its check behind it.
pub(super) fn sealed(coder: Encoder) -> Vec<u8> {
    let mut bytes = coder.finish();
    let check = check(&bytes);
    bytes.extend(check);
    bytes
}

/// What lies between the version and the check of a block, if both are right.
pub(super) fn unsealed(bytes: &[u8], version: u8) -> Result<&[u8], NotPacked> {
    let (mut rest, sum) = bytes.split_last_chunk::<4>().ok_or(NotPacked)?;
    if *sum != check(rest) || take_byte(&mut rest)? != version {
        return Err(NotPacked);
    }
    Ok(rest)
}

/// 32-bit FNV-1a: an arithmetic code reads something out of any bytes, so it cannot tell by itself.
pub(super) fn check(bytes: &[u8]) -> [u8; 4] {
    let sum = bytes.iter().fold(0x811c_9dc5_u32, |sum, byte| (sum ^ u32::from(*byte)).wrapping_mul(0x0100_0193));
    sum.to_le_bytes()
}

/// Milliseconds into the hour.
pub(super) fn offset(at: Millis) -> u32 {
    u32::try_from(at.0.rem_euclid(Millis::HOUR)).unwrap_or(0)
}

pub(super) const fn gcd(a: u32, b: u32) -> u32 {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// The median step between neighbours.
pub(super) fn usual_step(steps: &[i32]) -> i32 {
    let mut gaps: Vec<i32> = steps.iter().zip(steps.iter().skip(1)).map(|(a, b)| b - a).collect();
    let middle = gaps.len() / 2;
    if gaps.is_empty() { 0 } else { *gaps.select_nth_unstable(middle).1 }
}

/// Whether following a steady clock leaves less to say than counting from the last sample.
pub(super) fn tracking_pays(steps: &[i32], period: i32) -> bool {
    let cost = |tracking| {
        let mut clock = SampleClock::new(period, tracking);
        steps.iter().fold(0_u64, |sum, step| {
            let left = step - clock.expected();
            clock.tick(*step);
            sum + u64::from(u32::BITS - left.unsigned_abs().leading_zeros())
        })
    };
    cost(true) < cost(false)
}

/// When the next sample is due.
#[derive(Debug)]
pub(super) struct SampleClock {
    period: i32,
    tracking: bool,
    /// The last sample's time, or where a steady clock would have put it.
    last: i32,
}

impl SampleClock {
    pub(super) const fn new(period: i32, tracking: bool) -> Self {
        Self { period, tracking, last: 0 }
    }

    pub(super) const fn period(&self) -> i32 {
        self.period
    }

    pub(super) const fn expected(&self) -> i32 {
        self.last.wrapping_add(self.period)
    }

    pub(super) fn tick(&mut self, step: i32) {
        let late = step.wrapping_sub(self.expected());
        // A clock that is followed moves a quarter of the way; after a gap it starts anew.
        self.last = if self.tracking && late.unsigned_abs() <= self.period.unsigned_abs() / 2 {
            self.expected().wrapping_add(late / 4)
        } else {
            step
        };
    }
}

/// A sample as numbers.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Raw {
    pub(super) step: i32,
    pub(super) bpm: i32,
    pub(super) contact: u8,
}

#[derive(Debug)]
struct SampleModel {
    clock: SampleClock,
    last: Raw,
    /// How surprising the last time and the last rate were: the next is likely alike.
    late: u32,
    moved: u32,
    times: [Number; 6],
    rates: [Number; 4],
    same_contact: [Bit; 3],
    other_contact: [Bit; 3],
}

impl SampleModel {
    const fn new(period: i32, tracking: bool) -> Self {
        Self {
            clock: SampleClock::new(period, tracking),
            last: Raw { step: 0, bpm: 70, contact: 0 },
            late: 0,
            moved: 0,
            times: [Number::NEW; 6],
            rates: [Number::NEW; 4],
            same_contact: [Bit::NEW; 3],
            other_contact: [Bit::NEW; 3],
        }
    }

    fn code(&mut self, coder: &mut impl Coder, raw: Raw) -> Raw {
        let times = pick(&mut self.times, self.late.div_ceil(2));
        let (step, late) = times.code_near(coder, self.clock.expected(), raw.step);
        let rates = pick(&mut self.rates, self.moved);
        let (bpm, moved) = rates.code_near(coder, self.last.bpm, raw.bpm);
        let contact = self.contact(coder, raw.contact);
        self.clock.tick(step);
        (self.late, self.moved) = (late, moved);
        self.last = Raw { step, bpm, contact };
        self.last
    }

    fn contact(&mut self, coder: &mut impl Coder, contact: u8) -> u8 {
        let last = self.last.contact;
        if coder.bit(pick(&mut self.same_contact, u32::from(last)), contact == last) {
            return last;
        }
        other_contact(coder, &mut self.other_contact, last, contact)
    }
}

/// One of the two contacts that were not the last: the next one round, or the one after.
pub(super) fn other_contact(coder: &mut impl Coder, bits: &mut [Bit; 3], last: u8, contact: u8) -> u8 {
    let next = (last + 1) % 3;
    let is_next = coder.bit(pick(bits, u32::from(last)), contact == next);
    if is_next { next } else { (last + 2) % 3 }
}

/// When runs begin and how many intervals each has.
#[derive(Debug)]
pub(super) struct RunHeads {
    start: u32,
    starts: Number,
    counts: Number,
}

impl RunHeads {
    pub(super) const fn new() -> Self {
        Self { start: 0, starts: Number::NEW, counts: Number::NEW }
    }

    pub(super) fn code(&mut self, coder: &mut impl Coder, start: u32, count: u32) -> (u32, u32) {
        let later = self.starts.code(coder, start.wrapping_sub(self.start));
        self.start = self.start.saturating_add(later);
        (self.start, self.counts.code(coder, count))
    }
}

#[derive(Debug)]
struct Intervals {
    last: i32,
    moved: u32,
    models: [Number; 8],
}

impl Intervals {
    const fn new() -> Self {
        Self { last: 850, moved: 0, models: [Number::NEW; 8] }
    }

    fn code(&mut self, coder: &mut impl Coder, interval: i32) -> i32 {
        let model = pick(&mut self.models, self.moved);
        (self.last, self.moved) = model.code_near(coder, self.last, interval);
        self.last
    }
}

/// The model at `index`, or the last one.
pub(super) fn pick<T, const N: usize>(models: &mut [T; N], index: u32) -> &mut T {
    let last = N - 1;
    let index = usize::try_from(index).unwrap_or(last).min(last);
    #[expect(clippy::indexing_slicing, reason = "the index was just brought below the length")]
    &mut models[index]
}

pub(super) const fn contact_code(contact: Contact) -> u8 {
    match contact {
        Contact::Unsupported => 0,
        Contact::Lost => 1,
        Contact::Detected => 2,
    }
}

/// The contact of a code below 3.
pub(super) const fn contact_of(code: u8) -> Contact {
    match code {
        0 => Contact::Unsupported,
        1 => Contact::Lost,
        _ => Contact::Detected,
    }
}

pub(super) fn put_number(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(u8::try_from(number & 0x7f).unwrap_or(0) | 0x80);
        number >>= 7;
    }
    bytes.push(u8::try_from(number).unwrap_or(0));
}

pub(super) fn take_byte(bytes: &mut &[u8]) -> Result<u8, NotPacked> {
    let (first, rest) = bytes.split_first().ok_or(NotPacked)?;
    *bytes = rest;
    Ok(*first)
}

pub(super) fn take_number(bytes: &mut &[u8], most: u64) -> Result<u32, NotPacked> {
    let mut number = 0_u64;
    for place in 0..5 {
        let byte = take_byte(bytes)?;
        number |= u64::from(byte & 0x7f) << (7 * place);
        if byte < 0x80 {
            return u32::try_from(number).ok().filter(|_| number <= most).ok_or(NotPacked);
        }
    }
    Err(NotPacked)
}

#[cfg(test)]
mod tests;
