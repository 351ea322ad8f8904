//! A dense day of one source as one block, exactly.
//!
//! An hour by itself ([`pack`](super::pack)) is small, but must learn what is usual in it, and two
//! hours do not share a page of the file. A day that is over, or comes in as a whole, is looked at
//! twice: once to count, once to code with the tables that suit it. Each hour can still be read
//! alone. Layout, all numbers LEB128:
//!
//! ```text
//! 1                  the version of this layout
//! unit, period       ms; every time of a sample is a multiple of unit; the usual step in units
//! length, tables     how common each step and each change of rate is
//! hours              how many; for each, in order:
//!   hour, samples    from the start of the day; how many samples
//!   time, rate       of the first sample, in units from the start of the hour, and in 1/min
//!   length, contacts the contacts: which, and for how many samples; and so on
//!   length, stream   the other samples
//!   length, runs     the beats, packed as an hour without samples
//! check              a sum of all before it, 4 bytes, little-endian
//! ```

use std::borrow::{Borrow, Cow};
use std::ops::Range;

use super::coder::MAX_PER_BYTE;
use super::pack::{
    HOUR_MS, NotPacked, contact_code, contact_of, gcd, offset, pack, put_number, take_byte, take_number, unpack,
};
use super::range::{Counts, Decoder, Encoder, Table, Token, put_tables, take_tables};
use crate::model::Millis;
use crate::model::heart::{Bpm, HeartHour, HeartSample};

/// The layout that is written.
const VERSION: u8 = 1;

/// Samples for which room is made beforehand: an hour of one a second.
const USUAL_MOST: usize = 3_600;

/// Hours of a day, which is counted in UTC from the epoch.
pub(super) const HOURS: i64 = 24;

/// Tables: of times, of missed samples, and of rates after each kind of move.
const TIMES: usize = 0;
const MISSED: usize = 1;
const RATES: usize = 2;
const TABLES: usize = RATES + (MOVES * MOVES) as usize;

/// Kinds of moves that are told apart: from three down to three up.
const MOVES: i32 = 7;

/// Packs hours of one day: each with its index (see [`Millis::hour_index`]), in order; in an hour
/// as in [`pack`].
pub(super) fn pack_day<H: Borrow<HeartHour>>(hours: &[(i64, H)]) -> Vec<u8> {
    let samples = || hours.iter().flat_map(|(_, hour)| &hour.borrow().samples);
    let unit = samples().fold(0, |unit, sample| if unit == 1 { 1 } else { gcd(unit, offset(sample.at)) }).max(1);
    let period = usual_step(hours, unit);

    let mut counts = vec![Counts::NONE; TABLES];
    let mut tokens: Vec<(u8, Token)> = Vec::with_capacity(2 * samples().count());
    let mut ends = Vec::new();
    for (_, hour) in hours {
        tokens_of(&hour.borrow().samples, unit, period, |table, number| {
            let token = Token::of(number);
            if let Some(counts) = counts.get_mut(table) {
                counts.add(token);
            }
            tokens.push((u8::try_from(table).unwrap_or(u8::MAX), token));
        });
        ends.push(tokens.len());
    }
    let tables: Vec<Table> = counts.iter().map(Counts::table).collect();

    let mut bytes = vec![VERSION];
    put_number(&mut bytes, u64::from(unit));
    put_number(&mut bytes, u64::from(period.cast_unsigned()));
    put_bytes(&mut bytes, &put_tables(&tables));
    put_number(&mut bytes, hours.len() as u64);
    let mut begin = 0;
    for ((index, hour), end) in hours.iter().zip(ends) {
        let hour = hour.borrow();
        put_number(&mut bytes, index.rem_euclid(HOURS).cast_unsigned());
        put_number(&mut bytes, hour.samples.len() as u64);
        if let Some(first) = hour.samples.first() {
            put_number(&mut bytes, u64::from(offset(first.at) / unit));
            put_number(&mut bytes, u64::from(first.bpm.get()));
            put_bytes(&mut bytes, &contacts(&hour.samples));
            let mut encoder = Encoder::new();
            for (table, token) in tokens.get(begin..end).unwrap_or_default() {
                if let Some(table) = tables.get(usize::from(*table)) {
                    encoder.code(table, *token);
                }
            }
            put_bytes(&mut bytes, &encoder.finish());
        }
        let runs = if hour.runs.is_empty() { Vec::new() } else { pack(&[], &hour.runs) };
        put_bytes(&mut bytes, &runs);
        begin = end;
    }
    let check = check(&bytes);
    bytes.extend(check);
    bytes
}

/// A day that [`pack_day`] packed, opened: its tables and the places of its hours are known, and each
/// hour can be taken by itself.
#[derive(Debug)]
pub(super) struct Block<'a> {
    unit: u32,
    period: i32,
    tables: Vec<Table>,
    hours: Vec<Place>,
    bytes: Cow<'a, [u8]>,
}

impl<'a> Block<'a> {
    /// Opens the bytes of `day` (days of 24 hours since the epoch).
    ///
    /// # Errors
    /// [`NotPacked`] when the bytes are anything else.
    pub(super) fn open(day: i64, bytes: impl Into<Cow<'a, [u8]>>) -> Result<Self, NotPacked> {
        let bytes = bytes.into();
        let first = day.checked_mul(HOURS).ok_or(NotPacked)?;
        let (body, sum) = bytes.split_last_chunk::<4>().ok_or(NotPacked)?;
        let mut rest = body;
        if *sum != check(rest) || take_byte(&mut rest)? != VERSION {
            return Err(NotPacked);
        }
        let unit = take_number(&mut rest, u64::from(HOUR_MS))?.max(1);
        let period = take_number(&mut rest, u64::from(HOUR_MS))?.cast_signed();
        let tables = take_tables(take_bytes(&mut rest)?, TABLES).ok_or(NotPacked)?;
        let count = take_number(&mut rest, HOURS.cast_unsigned())?;
        let mut hours: Vec<Place> = Vec::new();
        for _ in 0..count {
            let place = take_number(&mut rest, HOURS.cast_unsigned() - 1)?;
            let index = first.checked_add(i64::from(place)).ok_or(NotPacked)?;
            if hours.last().is_some_and(|before| index <= before.index) {
                return Err(NotPacked);
            }
            let start = index.checked_mul(Millis::HOUR).ok_or(NotPacked)?;
            start.checked_add(Millis::HOUR).ok_or(NotPacked)?;
            // Where a part lies in the whole.
            let take_part = |rest: &mut &[u8]| {
                let part = take_bytes(rest)?.len();
                let end = body.len() - rest.len();
                Ok::<_, NotPacked>(end - part..end)
            };
            let head = match take_number(&mut rest, u64::from(HOUR_MS))? {
                0 => None,
                samples => Some(Head {
                    start: Millis(start),
                    samples,
                    step: take_number(&mut rest, u64::from(HOUR_MS))?.cast_signed(),
                    bpm: i32::try_from(take_number(&mut rest, u64::from(Bpm::MAX))?).map_err(|_| NotPacked)?,
                    contacts: take_part(&mut rest)?,
                    stream: take_part(&mut rest)?,
                }),
            };
            hours.push(Place { index, head, runs: take_part(&mut rest)? });
        }
        if !rest.is_empty() {
            return Err(NotPacked);
        }
        Ok(Self { unit, period, tables, hours, bytes })
    }

    /// An hour (see [`Millis::hour_index`]), if it is there.
    ///
    /// # Errors
    /// [`NotPacked`] when its bytes are not those of an hour. Never allocates more than a few
    /// thousand times the length of the block.
    pub(super) fn hour(&self, index: i64) -> Result<Option<HeartHour>, NotPacked> {
        let place = self.hours.binary_search_by_key(&index, |place| place.index).ok();
        place.and_then(|place| self.hours.get(place)).map(|place| self.unpacked(place)).transpose()
    }

    /// Its hours from `first` to `last`, each with its index, in order.
    ///
    /// # Errors
    /// As [`hour`](Self::hour).
    pub(super) fn hours(&self, first: i64, last: i64) -> Result<Vec<(i64, HeartHour)>, NotPacked> {
        self.hours
            .iter()
            .filter(|place| (first..=last).contains(&place.index))
            .map(|place| Ok((place.index, self.unpacked(place)?)))
            .collect()
    }

    fn unpacked(&self, place: &Place) -> Result<HeartHour, NotPacked> {
        let runs = self.part(&place.runs)?;
        let mut hour = if runs.is_empty() { HeartHour::default() } else { unpack(place.index, runs)? };
        if !hour.samples.is_empty() {
            return Err(NotPacked);
        }
        if let Some(head) = &place.head {
            hour.samples = self.samples(head)?;
        }
        Ok(hour)
    }

    fn part(&self, range: &Range<usize>) -> Result<&[u8], NotPacked> {
        self.bytes.get(range.clone()).ok_or(NotPacked)
    }

    fn samples(&self, head: &Head) -> Result<Vec<HeartSample>, NotPacked> {
        let stream = self.part(&head.stream)?;
        // A sample takes at least two numbers, each of which costs something.
        if u64::from(head.samples) > (stream.len() as u64).saturating_mul(MAX_PER_BYTE / 2) + 1 {
            return Err(NotPacked);
        }
        let mut contacts = self.part(&head.contacts)?;
        let (mut contact, mut lasts) = take_contact(&mut contacts)?;
        let (mut clock, mut rates) = (Clock::new(head.step, self.period), Rates::new(head.bpm));
        let mut decoder = Decoder::new(stream);
        let mut take = |table: usize| self.tables.get(table).and_then(|table| decoder.code(table)).ok_or(NotPacked);
        let (mut step, mut bpm) = (head.step, head.bpm);
        let mut samples = Vec::with_capacity(usize::try_from(head.samples).unwrap_or(0).min(USUAL_MOST));
        for n in 0..head.samples {
            if n > 0 {
                let before = step;
                let mut number = take(TIMES)?;
                if number == 0 {
                    clock.miss(take(MISSED)?);
                    number = take(TIMES)?;
                }
                step = clock.due().wrapping_add(unfolded(number.checked_sub(1).ok_or(NotPacked)?));
                bpm = bpm.wrapping_add(unfolded(take(rates.table())?));
                if step <= before {
                    return Err(NotPacked);
                }
                clock.tick(step);
                rates.tick(bpm);
            }
            if lasts == 0 {
                (contact, lasts) = take_contact(&mut contacts)?;
            }
            lasts -= 1;
            let offset = u32::try_from(step).ok().and_then(|step| step.checked_mul(self.unit)).ok_or(NotPacked)?;
            if offset >= HOUR_MS {
                return Err(NotPacked);
            }
            samples.push(HeartSample {
                at: head.start.plus(i64::from(offset)),
                bpm: u16::try_from(bpm).ok().and_then(|bpm| Bpm::new(bpm).ok()).ok_or(NotPacked)?,
                contact: contact_of(contact),
            });
        }
        if decoder.ended() && contacts.is_empty() && lasts == 0 { Ok(samples) } else { Err(NotPacked) }
    }
}

/// Where an hour lies in a block.
#[derive(Debug)]
struct Place {
    index: i64,
    /// Of its samples, if it has any.
    head: Option<Head>,
    runs: Range<usize>,
}

/// What stands before the samples of an hour.
#[derive(Debug)]
struct Head {
    /// When the hour begins.
    start: Millis,
    /// How many there are.
    samples: u32,
    step: i32,
    bpm: i32,
    contacts: Range<usize>,
    stream: Range<usize>,
}

/// Eight bytes at a step, for a block is read whole even when one hour of it is wanted.
fn check(bytes: &[u8]) -> [u8; 4] {
    let (words, rest) = bytes.as_chunks::<8>();
    let mut last = [0; 8];
    last.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
    let start = 0xcbf2_9ce4_8422_2325_u64 ^ bytes.len() as u64;
    let sum = words
        .iter()
        .chain([&last])
        .fold(start, |sum, word| (sum ^ u64::from_le_bytes(*word)).wrapping_mul(0x0000_0100_0000_01b3).rotate_left(29));
    let [a, b, c, d, e, f, g, h] = sum.to_le_bytes();
    [a ^ e, b ^ f, c ^ g, d ^ h]
}

/// What the times and rates of `samples` say beyond the first, as numbers and the tables for them.
fn tokens_of(samples: &[HeartSample], unit: u32, period: i32, mut tell: impl FnMut(usize, u32)) {
    let Some((first, others)) = samples.split_first() else { return };
    let step_of = |sample: &HeartSample| (offset(sample.at) / unit).cast_signed();
    let mut clock = Clock::new(step_of(first), period);
    let mut rates = Rates::new(i32::from(first.bpm.get()));
    for sample in others {
        let (step, bpm) = (step_of(sample), i32::from(sample.bpm.get()));
        if let Some(missed) = clock.missed(step) {
            tell(TIMES, 0);
            tell(MISSED, missed);
            clock.miss(missed);
        }
        tell(TIMES, 1 + folded(step - clock.due()));
        tell(rates.table(), folded(bpm - rates.last()));
        clock.tick(step);
        rates.tick(bpm);
    }
}

/// When the next sample is due, by a steady clock that the samples jitter about.
#[derive(Debug)]
struct Clock {
    period: i32,
    /// In 1/256 of a unit: what is learned of a clock is finer than what it shows.
    due: i64,
}

impl Clock {
    const FINE: u32 = 8;

    const fn new(first: i32, period: i32) -> Self {
        Self { period, due: ((first as i64) + period as i64) << Self::FINE }
    }

    const fn due(&self) -> i32 {
        (self.due.wrapping_add(1 << (Self::FINE - 1)) >> Self::FINE) as i32
    }

    /// How many samples did not come before the one at `step`, if any.
    fn missed(&self, step: i32) -> Option<u32> {
        let late = step - self.due();
        if self.period < 1 || late <= self.period / 2 {
            return None;
        }
        u32::try_from((late + self.period / 2) / self.period).ok().filter(|missed| *missed > 0)
    }

    const fn miss(&mut self, missed: u32) {
        // Wraps for hostile bytes only; their next sample is then no time of the hour.
        self.due = self.due.wrapping_add((missed as i64 * self.period as i64) << Self::FINE);
    }

    fn tick(&mut self, step: i32) {
        let now = i64::from(step) << Self::FINE;
        let late = now.wrapping_sub(self.due);
        let period = i64::from(self.period) << Self::FINE;
        // A clock that is followed moves a sixteenth of the way; one that jumps is set.
        let moved = if late.unsigned_abs() > period.unsigned_abs() / 4 { now } else { self.due + (late >> 4) };
        self.due = moved + period;
    }
}

/// What the next rate depends on: the last move, and how far the last three went together.
#[derive(Debug)]
struct Rates([i32; 4]);

impl Rates {
    const fn new(first: i32) -> Self {
        Self([first; 4])
    }

    const fn last(&self) -> i32 {
        self.0[0]
    }

    fn table(&self) -> usize {
        let [last, second, _, fourth] = self.0;
        let kind = |move_: i32| move_.clamp(-MOVES / 2, MOVES / 2) + MOVES / 2;
        RATES + usize::try_from(kind(last.wrapping_sub(second)) * MOVES + kind(last.wrapping_sub(fourth))).unwrap_or(0)
    }

    const fn tick(&mut self, rate: i32) {
        let [last, second, third, _] = self.0;
        self.0 = [rate, last, second, third];
    }
}

/// The median step between samples of the same hour.
fn usual_step<H: Borrow<HeartHour>>(hours: &[(i64, H)], unit: u32) -> i32 {
    let mut steps: Vec<i32> = Vec::new();
    for (_, hour) in hours {
        let samples = &hour.borrow().samples;
        let pairs = samples.iter().zip(samples.iter().skip(1));
        steps.extend(pairs.map(|(a, b)| (offset(b.at).wrapping_sub(offset(a.at)) / unit).cast_signed()));
    }
    let middle = steps.len() / 2;
    if steps.is_empty() { 0 } else { *steps.select_nth_unstable(middle).1 }
}

/// Each contact and how many samples it lasted.
fn contacts(samples: &[HeartSample]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for alike in samples.chunk_by(|a, b| a.contact == b.contact) {
        if let Some(first) = alike.first() {
            bytes.push(contact_code(first.contact));
            put_number(&mut bytes, alike.len() as u64);
        }
    }
    bytes
}

/// The next contact, and for how many samples: at least one.
fn take_contact(bytes: &mut &[u8]) -> Result<(u8, u32), NotPacked> {
    let contact = take_byte(bytes)?;
    let lasts = take_number(bytes, u64::from(HOUR_MS))?;
    if contact > 2 || lasts == 0 { Err(NotPacked) } else { Ok((contact, lasts)) }
}

/// 0, -1, 1, -2, 2 … are 0, 1, 2, 3, 4 …
pub(super) const fn folded(difference: i32) -> u32 {
    ((difference << 1) ^ (difference >> 31)).cast_unsigned()
}

pub(super) const fn unfolded(number: u32) -> i32 {
    (number >> 1).cast_signed() ^ -((number & 1).cast_signed())
}

pub(super) fn put_bytes(bytes: &mut Vec<u8>, part: &[u8]) {
    put_number(bytes, part.len() as u64);
    bytes.extend(part);
}

pub(super) fn take_bytes<'a>(bytes: &mut &'a [u8]) -> Result<&'a [u8], NotPacked> {
    let length = usize::try_from(take_number(bytes, u64::from(u32::MAX))?).map_err(|_| NotPacked)?;
    let (part, rest) = bytes.split_at_checked(length).ok_or(NotPacked)?;
    *bytes = rest;
    Ok(part)
}

#[cfg(test)]
mod tests;
