//! A day of few samples as one block, exactly: a watch's every five minutes, a phone's now and then.
//!
//! Where [`day`](super::day) brings tables of its own, a day of a few hundred samples is too short for
//! them: everything goes through one [adaptive coder](super::coder), over midnight of no hour. When a
//! sample comes is predicted from the device's usual step, its rate from the one before, the better
//! the shorter ago that was. Layout, all numbers LEB128:
//!
//! ```text
//! 3                  the version of this layout; 1 is that of a dense day, 2 was never released
//! samples, runs      how many of each
//! unit               ms; every time of a sample is a multiple of it
//! period, tracking   the usual step in units; whether times jitter about a steady clock
//! clock              how many times a second a device looks for beats: intervals are whole numbers of that
//! …                  coded: samples, then runs
//! check              FNV-1a of all before it, 4 bytes, little-endian
//! ```

use super::beats::Beats;
use super::coder::{Bit, Coder, Decoder, Encoder, MAX_PER_BYTE, Number};
use super::pack::{
    Grid, Head, MAX_INTERVALS, NotPacked, Raw, RunHeads, SampleClock, Span, contact_code, other_contact, pick,
    put_number, sealed, take_number, unsealed,
};
use crate::model::Millis;
use crate::model::heart::{HeartSample, RrInterval, RrRun};

/// The layout that is written.
pub(super) const VERSION: u8 = 3;

const DAY_MS: u32 = 86_400_000;

/// Packs what a day holds: samples in order of time, no two at the same instant; runs in order of time,
/// none empty; all beginning on that day, which is counted in UTC.
pub(super) fn pack_sparse(samples: &[HeartSample], runs: &[RrRun]) -> Vec<u8> {
    let (grid, steps) = Grid::of(samples.iter().map(|sample| offset(sample.at)));
    let mut bytes = grid.head(VERSION, samples.len(), runs.len());
    let ticking = Ticking::of(runs);
    put_number(&mut bytes, u64::from(ticking.number()));
    let mut coder = Encoder::after(bytes);
    let mut model = Model::new(grid.period, grid.tracking);
    for (sample, step) in samples.iter().zip(steps) {
        model.code(&mut coder, Raw { step, bpm: i32::from(sample.bpm.get()), contact: contact_code(sample.contact) });
    }
    if !runs.is_empty() {
        let (mut heads, mut beats) = (RunHeads::new(), Beats::new());
        for run in runs {
            let count = u32::try_from(run.intervals.len()).unwrap_or(u32::MAX);
            heads.code(&mut coder, offset(run.start), count);
            for interval in &run.intervals {
                beats.code(&mut coder, ticking.ticks(*interval));
            }
        }
    }
    sealed(coder)
}

/// What [`pack_sparse`] packed, back in the day that begins at `start`.
///
/// # Errors
/// [`NotPacked`] when the bytes are anything else. Never allocates more than a few hundred times the
/// length of `bytes`.
pub(super) fn unpack_sparse(start: Millis, bytes: &[u8]) -> Result<(Vec<HeartSample>, Vec<RrRun>), NotPacked> {
    let span = Span { start, length: DAY_MS };
    start.0.checked_add(i64::from(span.length)).ok_or(NotPacked)?;
    let mut rest = unsealed(bytes, VERSION)?;
    let most = (bytes.len() as u64).saturating_mul(MAX_PER_BYTE);
    let head = Head::take(&mut rest, most, span)?;
    let ticking = Ticking::from_number(take_number(&mut rest, 2 * u64::from(MS) + 1)?);
    let mut coder = Decoder::new(rest);
    let mut model = Model::new(head.grid.period, head.grid.tracking);
    let samples = head.samples(span, &mut coder, |coder| model.code(coder, Raw::default()))?;
    let most = most.min(24 * MAX_INTERVALS as u64);
    // Made when there is a beat: a day of a watch that tells none is opened the faster.
    let mut beats = None;
    let interval = |coder: &mut Decoder<'_>| ticking.interval(beats.get_or_insert_with(Beats::new).code(coder, 0));
    let runs = head.runs(span, &mut coder, most, interval)?;
    if coder.ended() { Ok((samples, runs)) } else { Err(NotPacked) }
}

const MS: u32 = 1000;

/// How often a second a device looks for beats. An interval that it sends in milliseconds is one of few.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Ticking {
    a_second: u32,
    /// Whether half a millisecond was rounded to the even one, and not up.
    to_even: bool,
}

impl Ticking {
    /// The slowest usual clock that fits all the intervals.
    fn of(runs: &[RrRun]) -> Self {
        let usual = [100, 125, 128, 200, 250, 256, 500, 512];
        let mut usual = usual.into_iter().flat_map(|a_second| [false, true].map(|to_even| Self { a_second, to_even }));
        let intervals = || runs.iter().flat_map(|run| &run.intervals);
        let fits = |clock: &Self| intervals().all(|interval| clock.interval(clock.ticks(*interval)) == Some(*interval));
        let plain = Self { a_second: MS, to_even: false };
        if runs.is_empty() { plain } else { usual.find(fits).unwrap_or(plain) }
    }

    const fn number(self) -> u32 {
        2 * self.a_second + self.to_even as u32
    }

    fn from_number(number: u32) -> Self {
        Self { a_second: (number / 2).max(1), to_even: number % 2 == 1 }
    }

    fn ticks(self, interval: RrInterval) -> i32 {
        let ticks = (u32::from(interval.0) * self.a_second + MS / 2) / MS;
        ticks.cast_signed()
    }

    /// The interval of so many ticks, to the nearest millisecond.
    fn interval(self, ticks: i32) -> Option<RrInterval> {
        let parts = u32::try_from(ticks).ok()?.checked_mul(MS)?;
        let (whole, rest) = (parts / self.a_second, parts % self.a_second);
        let up = match (2 * rest).cmp(&self.a_second) {
            std::cmp::Ordering::Less => false,
            std::cmp::Ordering::Equal => !self.to_even || whole % 2 == 1,
            std::cmp::Ordering::Greater => true,
        };
        u16::try_from(whole + u32::from(up)).ok().map(RrInterval)
    }
}

/// Milliseconds into the day.
fn offset(at: Millis) -> u32 {
    u32::try_from(at.0.rem_euclid(Millis::DAY)).unwrap_or(0)
}

#[derive(Debug)]
struct Model {
    clock: SampleClock,
    last: Raw,
    late: u32,
    moved: u32,
    times: [Number; 6],
    /// By how long ago the last sample was, and how far the last rate moved.
    rates: [[Number; 3]; 3],
    same_contact: Bit,
    contacts: [Bit; 3],
}

impl Model {
    const fn new(period: i32, tracking: bool) -> Self {
        Self {
            clock: SampleClock::new(period, tracking),
            last: Raw { step: 0, bpm: 70, contact: 0 },
            late: 0,
            moved: 0,
            times: [Number::NEW; 6],
            rates: [const { [Number::NEW; 3] }; 3],
            same_contact: Bit::NEW,
            contacts: [Bit::NEW; 3],
        }
    }

    fn code(&mut self, coder: &mut impl Coder, raw: Raw) -> Raw {
        let times = pick(&mut self.times, self.late.div_ceil(2));
        let (step, late) = times.code_near(coder, self.clock.expected(), raw.step);
        let gap = step.wrapping_sub(self.last.step).unsigned_abs();
        let usual = self.clock.period().unsigned_abs().max(1);
        let ago = match gap {
            gap if gap <= usual / 8 => 0,
            gap if gap <= usual.saturating_mul(2) => 1,
            _ => 2,
        };
        let rates = pick(pick(&mut self.rates, ago), self.moved / 2);
        let (bpm, moved) = rates.code_near(coder, self.last.bpm, raw.bpm);
        let contact = self.contact(coder, raw.contact);
        self.clock.tick(step);
        (self.late, self.moved) = (late, moved);
        self.last = Raw { step, bpm, contact };
        self.last
    }

    fn contact(&mut self, coder: &mut impl Coder, contact: u8) -> u8 {
        let last = self.last.contact;
        if coder.bit(&mut self.same_contact, contact == last) {
            return last;
        }
        other_contact(coder, &mut self.contacts, last, contact)
    }
}

#[cfg(test)]
mod tests;
