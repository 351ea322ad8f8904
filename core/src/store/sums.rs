//! Sums of rates, by the minute and by the hour, and their packing: the part of
//! [`rollups`](super::rollups) that knows nothing of tables.

use super::coder::{Coder, Decoder, Encoder, Number};
use super::day::{folded, put_bytes, take_bytes, unfolded};
use super::hearts::Appended;
use super::pack::{NotPacked, put_number, take_number};
use super::range::{self, Counts, Table, Token, put_tables, take_tables};
use crate::model::Millis;
use crate::model::heart::{Bpm, Contact, HeartRollUp, HeartSample};
use crate::{Error, Result};

/// Minutes in an hour.
pub(super) const MINUTES: usize = 60;
/// Hours in a day.
pub(super) const HOURS: usize = 24;
/// Times five minutes in an hour.
pub(super) const FIVES: usize = 12;

/// Sums of rates; empty when `count` is 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sums {
    pub(super) count: u32,
    pub(super) sum: u64,
    pub(super) low: u16,
    pub(super) high: u16,
}

impl Default for Sums {
    fn default() -> Self {
        Self { count: 0, sum: 0, low: u16::MAX, high: 0 }
    }
}

impl Sums {
    pub(super) fn add(&mut self, other: Self) {
        self.count = self.count.saturating_add(other.count);
        self.sum = self.sum.saturating_add(other.sum);
        self.low = self.low.min(other.low);
        self.high = self.high.max(other.high);
    }

    /// Of all of these.
    pub(super) fn all(sums: &[Self]) -> Self {
        let mut total = Self::default();
        sums.iter().for_each(|one| total.add(*one));
        total
    }

    /// Counts samples in. One without skin contact is no heart rate.
    pub(super) fn count(&mut self, samples: &[HeartSample]) {
        for sample in samples.iter().filter(|sample| sample.contact != Contact::Lost) {
            self.add(Self::of(sample.bpm));
        }
    }

    fn of(bpm: Bpm) -> Self {
        Self { count: 1, sum: u64::from(bpm.get()), low: bpm.get(), high: bpm.get() }
    }

    pub(super) fn roll_up(self, start: Millis) -> Result<HeartRollUp> {
        let bpm = |rate| Bpm::new(rate).map_err(|_| Error::Unreadable("roll-up"));
        Ok(HeartRollUp { start, count: self.count, sum: self.sum, min: bpm(self.low)?, max: bpm(self.high)? })
    }
}

/// Every minute of a day, which is counted in UTC, of one source.
#[derive(Debug, Clone)]
pub(super) struct DayMinutes(Box<[[Sums; MINUTES]; HOURS]>);

impl DayMinutes {
    pub(super) fn new() -> Self {
        Self(Box::new([[Sums::default(); MINUTES]; HOURS]))
    }

    /// Counts samples in.
    pub(super) fn count(&mut self, samples: &[HeartSample]) {
        for sample in samples {
            let minute = usize::try_from(sample.at.0.rem_euclid(Millis::DAY) / Millis::MINUTE).unwrap_or(0);
            if let Some(sums) = self.0.as_flattened_mut().get_mut(minute) {
                sums.count(std::slice::from_ref(sample));
            }
        }
    }

    /// Adds the minutes of an hour, from 0 to 23.
    pub(super) fn add_hour(&mut self, hour: usize, minutes: &[Sums; MINUTES]) {
        for (sums, more) in self.0.get_mut(hour).into_iter().flatten().zip(minutes) {
            sums.add(*more);
        }
    }

    /// The minutes of an hour, from 0 to 23.
    pub(super) fn hour(&self, hour: usize) -> &[Sums] {
        self.0.get(hour).map_or(&[], |minutes| minutes.as_slice())
    }

    /// The minutes of some hours, a bit each, and none of the others.
    pub(super) fn of_hours(mut self, bits: u32) -> Self {
        let others = self.0.iter_mut().enumerate().filter(|(hour, _)| bits >> hour & 1 == 0);
        others.for_each(|(_, minutes)| *minutes = [Sums::default(); MINUTES]);
        self
    }

    /// Counts in what lies in minutes of which nothing is known. Answers whether anything did.
    pub(super) fn count_unknown(&mut self, samples: &[HeartSample], appended: &mut Appended) -> bool {
        let unknown = |sample: &&HeartSample| {
            let minute = sample.at.0.rem_euclid(Millis::DAY) / Millis::MINUTE;
            let sums = usize::try_from(minute).ok().and_then(|minute| self.0.as_flattened().get(minute));
            sample.contact != Contact::Lost && sums.is_none_or(|sums| sums.count == 0)
        };
        let fresh: Vec<HeartSample> = samples.iter().filter(unknown).copied().collect();
        fresh.iter().for_each(|sample| appended.add(sample.at));
        self.count(&fresh);
        !fresh.is_empty()
    }

    /// The sums of each hour.
    pub(super) fn totals(&self) -> [Sums; HOURS] {
        self.0.each_ref().map(|minutes| Sums::all(minutes))
    }

    /// The sums of five minutes each, hour by hour.
    pub(super) fn fives(&self) -> Vec<Sums> {
        self.0.as_flattened().chunks(5).map(Sums::all).collect()
    }

    /// As bytes: see [`pack_many`].
    pub(super) fn pack(&self) -> Vec<u8> {
        pack_many(self.0.as_flattened())
    }

    /// Of what [`pack`](Self::pack) packed the first `hours`, 24 for all of it; the rest is left empty. A local day ends
    /// within one of UTC, and what lies behind its end takes as long to read as what is wanted.
    ///
    /// # Errors
    /// [`NotPacked`] when the bytes that are read are anything else.
    pub(super) fn unpack(bytes: &[u8], hours: usize) -> Result<Self, NotPacked> {
        let mut day = Self::new();
        let wanted = day.0.get_mut(..hours).ok_or(NotPacked)?.as_flattened_mut();
        if read_many(bytes, wanted)? || hours < HOURS { Ok(day) } else { Err(NotPacked) }
    }
}

/// Many sums in a row as bytes, with tables of their own: read in one step a number.
pub(super) fn pack_many(sums: &[Sums]) -> Vec<u8> {
    let mut counts = vec![Counts::NONE; TABLES];
    let mut tokens = Vec::new();
    let mut last = START;
    for one in sums {
        tokens_of(*one, &mut last, |table, number| {
            let token = Token::of(number);
            if let Some(counts) = counts.get_mut(table) {
                counts.add(token);
            }
            tokens.push((table, token));
        });
    }
    let tables: Vec<Table> = counts.iter().map(Counts::table).collect();
    let mut bytes = Vec::new();
    put_bytes(&mut bytes, &put_tables(&tables));
    let mut coder = range::Encoder::new();
    for (table, token) in tokens {
        if let Some(table) = tables.get(table) {
            coder.code(table, token);
        }
    }
    bytes.extend(coder.finish());
    bytes
}

/// The sums of five minutes each of a day, which [`pack_many`] packed.
///
/// # Errors
/// [`NotPacked`] when the bytes are anything else.
pub(super) fn unpack_fives(bytes: &[u8]) -> Result<Vec<Sums>, NotPacked> {
    let mut sums = vec![Sums::default(); HOURS * FIVES];
    if read_many(bytes, &mut sums)? { Ok(sums) } else { Err(NotPacked) }
}

/// The sums of each hour, of those of five minutes.
pub(super) fn totals_of(fives: &[Sums]) -> [Sums; HOURS] {
    let mut totals = [Sums::default(); HOURS];
    for (total, fives) in totals.iter_mut().zip(fives.chunks(FIVES)) {
        *total = Sums::all(fives);
    }
    totals
}

/// Fills `sums`, all empty, with the first of what [`pack_many`] packed; says whether that was all.
fn read_many(mut bytes: &[u8], sums: &mut [Sums]) -> Result<bool, NotPacked> {
    let tables = take_tables(take_bytes(&mut bytes)?, TABLES).ok_or(NotPacked)?;
    let [counts, lows, spreads, rests] = tables.as_slice() else { return Err(NotPacked) };
    let mut coder = range::Decoder::new(bytes);
    let mut last = START;
    for minute in sums {
        let mut take = |table: &Table| coder.code(table).ok_or(NotPacked);
        last.count = last.count.wrapping_add_signed(unfolded(take(counts)?));
        if last.count == 0 {
            continue;
        }
        let low = i32::from(last.low).wrapping_add(unfolded(take(lows)?));
        last.low = u16::try_from(low).map_err(|_| NotPacked)?;
        let spread = u16::try_from(take(spreads)?).map_err(|_| NotPacked)?;
        last.high = last.low.checked_add(spread).ok_or(NotPacked)?;
        last.sum = u64::from(last.low) * u64::from(last.count) + u64::from(take(rests)?);
        *minute = last;
    }
    Ok(coder.ended())
}

/// Tables: of counts, lows, spreads, and of what a sum has above count × low.
const TABLES: usize = 4;
/// What stands before the first minute.
const START: Sums = Sums { count: 0, sum: 0, low: 70, high: 70 };

/// What a minute says beyond the last one, as numbers and the tables for them.
fn tokens_of(minute: Sums, last: &mut Sums, mut tell: impl FnMut(usize, u32)) {
    tell(0, folded(minute.count.wrapping_sub(last.count).cast_signed()));
    last.count = minute.count;
    if minute.count == 0 {
        return;
    }
    tell(1, folded(i32::from(minute.low) - i32::from(last.low)));
    tell(2, u32::from(minute.high.saturating_sub(minute.low)));
    let least = u64::from(minute.low) * u64::from(minute.count);
    tell(3, u32::try_from(minute.sum.saturating_sub(least)).unwrap_or(u32::MAX));
    *last = minute;
}

/// Sums in a row as bytes, learning as they go: 0 for one without a rate, else its count and what follows.
pub(super) fn pack_sums(sums: &[Sums]) -> Vec<u8> {
    let mut coder = Encoder::after(Vec::new());
    let mut model = Model::new();
    for one in sums {
        model.code(&mut coder, *one);
    }
    coder.finish()
}

/// As many sums as were packed.
pub(super) fn unpack_sums<const N: usize>(bytes: &[u8]) -> Result<[Sums; N]> {
    let mut coder = Decoder::new(bytes);
    let mut model = Model::new();
    let sums = [(); N].map(|()| model.code(&mut coder, Sums::default()));
    if coder.ended() { Ok(sums) } else { Err(Error::Unreadable("roll-up")) }
}

/// The minutes of an hour of today as bytes, quick to read and to write again: which of them have a rate, and
/// of each of those its count, its low, and what high and sum are above that.
pub(super) fn put_minutes(minutes: &[Sums; MINUTES]) -> Vec<u8> {
    let mut measured = 0_u64;
    let mut numbers = Vec::new();
    let mut last = START;
    for (n, minute) in minutes.iter().enumerate().filter(|(_, minute)| minute.count > 0) {
        measured |= 1 << n;
        let least = u64::from(minute.low) * u64::from(minute.count);
        put_number(&mut numbers, u64::from(minute.count));
        put_number(&mut numbers, u64::from(folded(i32::from(minute.low) - i32::from(last.low))));
        put_number(&mut numbers, u64::from(minute.high.saturating_sub(minute.low)));
        put_number(&mut numbers, minute.sum.saturating_sub(least));
        last = *minute;
    }
    let mut bytes = measured.to_le_bytes().to_vec();
    bytes.extend(numbers);
    bytes
}

/// What [`put_minutes`] wrote.
///
/// # Errors
/// [`NotPacked`] when the bytes are anything else.
pub(super) fn take_minutes(bytes: &[u8]) -> Result<[Sums; MINUTES], NotPacked> {
    let (measured, mut rest) = bytes.split_first_chunk().ok_or(NotPacked)?;
    let measured = u64::from_le_bytes(*measured);
    let mut minutes = [Sums::default(); MINUTES];
    let mut last = START;
    for (_, minute) in minutes.iter_mut().enumerate().filter(|(n, _)| measured >> n & 1 == 1) {
        let mut take = |most: u32| take_number(&mut rest, u64::from(most));
        last.count = take(u32::MAX)?;
        let low = i32::from(last.low).wrapping_add(unfolded(take(u32::MAX)?));
        last.low = u16::try_from(low).map_err(|_| NotPacked)?;
        let spread = u16::try_from(take(u32::from(u16::MAX))?).map_err(|_| NotPacked)?;
        last.high = last.low.checked_add(spread).ok_or(NotPacked)?;
        last.sum = u64::from(last.low) * u64::from(last.count) + u64::from(take(u32::MAX)?);
        if last.count == 0 {
            return Err(NotPacked);
        }
        *minute = last;
    }
    if rest.is_empty() && measured >> MINUTES == 0 { Ok(minutes) } else { Err(NotPacked) }
}

struct Model {
    last: Sums,
    counts: Number,
    lows: Number,
    spreads: Number,
    sums: Number,
}

impl Model {
    const fn new() -> Self {
        Self { last: START, counts: Number::NEW, lows: Number::NEW, spreads: Number::NEW, sums: Number::NEW }
    }

    fn code(&mut self, coder: &mut impl Coder, minute: Sums) -> Sums {
        let (count, _) = self.counts.code_near(coder, self.last.count.cast_signed(), minute.count.cast_signed());
        self.last.count = count.cast_unsigned();
        if count == 0 {
            return Sums::default();
        }
        let (low, _) = self.lows.code_near(coder, i32::from(self.last.low), i32::from(minute.low));
        let low = u16::try_from(low).unwrap_or(u16::MAX);
        let spread = self.spreads.code(coder, u32::from(minute.high.saturating_sub(minute.low)));
        let high = low.saturating_add(u16::try_from(spread).unwrap_or(u16::MAX));
        // The sum lies between count × low and count × high; a minute has no 2^32 / 300 samples.
        let least = u64::from(low) * u64::from(self.last.count);
        let above = minute.sum.saturating_sub(least);
        let above = self.sums.code(coder, u32::try_from(above).unwrap_or(u32::MAX));
        self.last = Sums { count: self.last.count, sum: least + u64::from(above), low, high };
        self.last
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    prop_compose! {
        fn minute()(count in 0_u32..5, low in 1_u16..300, spread in 0_u16..40, above in 0_u64..100) -> Sums {
            let high = low + spread;
            let sum = u64::from(low) * u64::from(count) + above;
            if count == 0 { Sums::default() } else { Sums { count, sum, low, high } }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

        #[test]
        fn any_day_of_minutes_comes_back(minutes in prop::collection::vec(minute(), 24 * 60)) {
            let mut day = DayMinutes::new();
            day.0.as_flattened_mut().copy_from_slice(&minutes);
            let again = DayMinutes::unpack(&day.pack(), HOURS).unwrap();
            prop_assert_eq!(again.0.as_flattened(), minutes.as_slice());
            for hours in [0, 1, 15, HOURS] {
                let first = DayMinutes::unpack(&day.pack(), hours).unwrap();
                let (read, rest) = first.0.as_flattened().split_at(hours * MINUTES);
                prop_assert_eq!(read, &minutes[..hours * MINUTES]);
                prop_assert!(rest.iter().all(|sums| *sums == Sums::default()));
            }
            let totals = day.totals();
            prop_assert_eq!(unpack_sums::<HOURS>(&pack_sums(&totals)).unwrap(), totals);
        }

        #[test]
        fn any_hour_of_minutes_comes_back(minutes in prop::collection::vec(minute(), MINUTES)) {
            let minutes: [Sums; MINUTES] = minutes.try_into().unwrap();
            prop_assert_eq!(take_minutes(&put_minutes(&minutes)).unwrap(), minutes);
        }

        #[test]
        fn hostile_bytes_never_stop_the_program(bytes: Vec<u8>) {
            let _ = DayMinutes::unpack(&bytes, HOURS);
            let _ = DayMinutes::unpack(&bytes, 9);
            let _ = unpack_sums::<MINUTES>(&bytes);
            let _ = take_minutes(&bytes);
        }
    }
}
