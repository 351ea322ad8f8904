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
    let offsets: Vec<u32> = samples.iter().map(|sample| offset(sample.at)).collect();
    let unit = offsets.iter().fold(0, |unit, offset| gcd(unit, *offset)).max(1);
    let steps: Vec<i32> = offsets.iter().map(|offset| (offset / unit).cast_signed()).collect();
    let period = usual_step(&steps);
    let tracking = tracking_pays(&steps, period);

    let mut bytes = vec![VERSION];
    for number in [samples.len() as u64, runs.len() as u64, u64::from(unit), u64::from(period.cast_unsigned())] {
        put_number(&mut bytes, number);
    }
    bytes.push(u8::from(tracking));
    let mut coder = Encoder::after(bytes);
    let mut model = SampleModel::new(period, tracking);
    for (sample, step) in samples.iter().zip(steps) {
        let contact = contact_code(sample.contact);
        model.code(&mut coder, Raw { step, bpm: i32::from(sample.bpm.get()), contact });
    }
    let mut model = RunModel::new();
    for run in runs {
        let count = u32::try_from(run.intervals.len()).unwrap_or(u32::MAX);
        model.head(&mut coder, offset(run.start), count);
        for interval in &run.intervals {
            model.interval(&mut coder, i32::from(interval.0));
        }
    }
    let mut bytes = coder.finish();
    let check = check(&bytes);
    bytes.extend(check);
    bytes
}

/// What [`pack`] packed, back in `hour`.
///
/// # Errors
/// [`NotPacked`] when the bytes are anything else. Never allocates more than a few hundred times
/// the length of `bytes`.
pub(super) fn unpack(hour: i64, bytes: &[u8]) -> Result<HeartHour, NotPacked> {
    let start = hour.checked_mul(Millis::HOUR).ok_or(NotPacked)?;
    let (mut rest, sum) = bytes.split_last_chunk::<4>().ok_or(NotPacked)?;
    if *sum != check(rest) {
        return Err(NotPacked);
    }
    if take_byte(&mut rest)? != VERSION {
        return Err(NotPacked);
    }
    let most = (bytes.len() as u64).saturating_mul(MAX_PER_BYTE);
    // A sample takes three decisions, an interval and a run at least one.
    let samples = take_number(&mut rest, (most / 3).min(u64::from(HOUR_MS)))?;
    let runs = take_number(&mut rest, most.min(MAX_INTERVALS as u64))?;
    let unit = take_number(&mut rest, u64::from(HOUR_MS))?.max(1);
    let period = take_number(&mut rest, u64::from(HOUR_MS))?;
    let tracking = match take_byte(&mut rest)? {
        0 => false,
        1 => true,
        _ => return Err(NotPacked),
    };

    let mut coder = Decoder::new(rest);
    let mut hour = HeartHour::default();
    let mut model = SampleModel::new(period.cast_signed(), tracking);
    let mut before = None;
    for _ in 0..samples {
        let raw = model.code(&mut coder, Raw::default());
        let offset = u32::try_from(raw.step).ok().and_then(|step| step.checked_mul(unit)).ok_or(NotPacked)?;
        if offset >= HOUR_MS || before.is_some_and(|before| offset <= before) || coder.starved() {
            return Err(NotPacked);
        }
        before = Some(offset);
        hour.samples.push(HeartSample {
            at: Millis(start.checked_add(i64::from(offset)).ok_or(NotPacked)?),
            bpm: u16::try_from(raw.bpm).ok().and_then(|bpm| Bpm::new(bpm).ok()).ok_or(NotPacked)?,
            contact: contact_of(raw.contact),
        });
    }
    let mut model = RunModel::new();
    let mut intervals_left = most.min(MAX_INTERVALS as u64);
    for _ in 0..runs {
        let (offset, count) = model.head(&mut coder, 0, 0);
        intervals_left = intervals_left.checked_sub(u64::from(count)).ok_or(NotPacked)?;
        if offset >= HOUR_MS || count == 0 {
            return Err(NotPacked);
        }
        let mut intervals = Vec::new();
        for _ in 0..count {
            let interval = model.interval(&mut coder, 0);
            intervals.push(RrInterval(u16::try_from(interval).map_err(|_| NotPacked)?));
            if coder.starved() {
                return Err(NotPacked);
            }
        }
        hour.runs.push(RrRun { start: Millis(start.checked_add(i64::from(offset)).ok_or(NotPacked)?), intervals });
    }
    if coder.ended() { Ok(hour) } else { Err(NotPacked) }
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
struct Raw {
    step: i32,
    bpm: i32,
    contact: u8,
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
        // One of the two others: the next one round, or the one after.
        let next = (last + 1) % 3;
        let is_next = coder.bit(pick(&mut self.other_contact, u32::from(last)), contact == next);
        if is_next { next } else { (last + 2) % 3 }
    }
}

#[derive(Debug)]
pub(super) struct RunModel {
    start: u32,
    interval: i32,
    moved: u32,
    starts: Number,
    counts: Number,
    intervals: [Number; 8],
}

impl RunModel {
    pub(super) const fn new() -> Self {
        Self {
            start: 0,
            interval: 850,
            moved: 0,
            starts: Number::NEW,
            counts: Number::NEW,
            intervals: [Number::NEW; 8],
        }
    }

    /// When a run begins and how many intervals it has.
    pub(super) fn head(&mut self, coder: &mut impl Coder, start: u32, count: u32) -> (u32, u32) {
        let later = self.starts.code(coder, start.wrapping_sub(self.start));
        self.start = self.start.saturating_add(later);
        (self.start, self.counts.code(coder, count))
    }

    pub(super) fn interval(&mut self, coder: &mut impl Coder, interval: i32) -> i32 {
        let intervals = pick(&mut self.intervals, self.moved);
        (self.interval, self.moved) = intervals.code_near(coder, self.interval, interval);
        self.interval
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
