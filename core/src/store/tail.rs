//! What came last of an hour that is being recorded: a strap's additions, one behind the other, plain.
//!
//! A strap is committed every ten seconds. Each commit appends to one row; packing, roll-ups of minutes and
//! the keys of a chunk wait until there is more, for they would cost more than the ten seconds weigh. Layout of
//! each addition, all numbers LEB128:
//!
//! ```text
//! samples, runs          how many of each
//! a sample               ms since the last one, of the first since the hour began; then how far its rate lies from the
//!                        last one (from 0), zigzag, times four, and its contact
//! a run                  ms since the hour began; how many intervals; each as how far it lies from the last one (from 0), zigzag
//! ```

use super::day::{folded, unfolded};
use super::pack::{HOUR_MS, NotPacked, contact_code, contact_of, offset, put_number, take_number};
use crate::model::Millis;
use crate::model::heart::{Bpm, HeartHour, HeartSample, RrInterval, RrRun};

/// A tail that would become longer is packed into a chunk: the row still lies on one page with its neighbours.
const MOST: usize = 600;

/// The tail with another addition of the same hour, behind all that it holds; `None` when it would become too long.
pub(super) fn longer(tail: &[u8], samples: &[HeartSample], runs: &[RrRun]) -> Option<Vec<u8>> {
    let intervals: usize = runs.iter().map(|run| run.intervals.len()).sum();
    // Before anything is written: a sample takes two bytes at least, an interval one.
    if tail.len() + 2 * samples.len() + intervals > MOST {
        return None;
    }
    let mut bytes = Vec::with_capacity(MOST);
    bytes.extend_from_slice(tail);
    put_number(&mut bytes, samples.len() as u64);
    put_number(&mut bytes, runs.len() as u64);
    let (mut last, mut rate) = (0, 0);
    for sample in samples {
        let (at, bpm) = (offset(sample.at), i32::from(sample.bpm.get()));
        put_number(&mut bytes, u64::from(at.wrapping_sub(last)));
        put_number(&mut bytes, u64::from(folded(bpm - rate)) << 2 | u64::from(contact_code(sample.contact)));
        (last, rate) = (at, bpm);
    }
    for run in runs {
        put_number(&mut bytes, u64::from(offset(run.start)));
        put_number(&mut bytes, run.intervals.len() as u64);
        let mut last = 0;
        for interval in &run.intervals {
            put_number(&mut bytes, u64::from(folded(i32::from(interval.0) - last)));
            last = i32::from(interval.0);
        }
    }
    (bytes.len() <= MOST).then_some(bytes)
}

/// What a tail of `hour` (see [`Millis::hour_index`]) holds.
///
/// # Errors
/// [`NotPacked`] when the bytes are anything else. Never allocates more than some times the length of `bytes`.
pub(super) fn unpack(hour: i64, mut bytes: &[u8]) -> Result<HeartHour, NotPacked> {
    let start = Millis(hour.checked_mul(Millis::HOUR).ok_or(NotPacked)?);
    let within = |offset: u32| {
        let offset = Some(offset).filter(|offset| *offset < HOUR_MS).ok_or(NotPacked)?;
        start.0.checked_add(i64::from(offset)).map(Millis).ok_or(NotPacked)
    };
    let mut whole = HeartHour::default();
    let rest = &mut bytes;
    while !rest.is_empty() {
        let most = rest.len() as u64;
        let (samples, runs) = (take_number(rest, most)?, take_number(rest, most)?);
        let (mut last, mut rate) = (0_u32, 0);
        for _ in 0..samples {
            last = last.checked_add(take_number(rest, u64::from(HOUR_MS))?).ok_or(NotPacked)?;
            let coded = take_number(rest, u64::from(u32::MAX))?;
            rate = unfolded(coded >> 2).checked_add(rate).ok_or(NotPacked)?;
            let bpm = u16::try_from(rate).ok().and_then(|bpm| Bpm::new(bpm).ok()).ok_or(NotPacked)?;
            let contact = u8::try_from(coded & 3).ok().filter(|code| *code < 3).ok_or(NotPacked)?;
            whole.samples.push(HeartSample { at: within(last)?, bpm, contact: contact_of(contact) });
        }
        for _ in 0..runs {
            let start = within(take_number(rest, u64::from(HOUR_MS))?)?;
            let most = rest.len() as u64;
            let count = take_number(rest, most)?;
            let mut last = 0_i32;
            let mut intervals = Vec::new();
            for _ in 0..count {
                last = unfolded(take_number(rest, u64::from(u32::MAX))?).checked_add(last).ok_or(NotPacked)?;
                intervals.push(u16::try_from(last).map(RrInterval).map_err(|_| NotPacked)?);
            }
            whole.runs.push(RrRun { start, intervals });
        }
    }
    Ok(whole)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::heart::Contact;

    const HOUR: i64 = 493_800;

    fn at(offset: u32) -> Millis {
        Millis(HOUR * Millis::HOUR + i64::from(offset))
    }

    fn contact() -> impl Strategy<Value = Contact> {
        prop_oneof![Just(Contact::Unsupported), Just(Contact::Lost), Just(Contact::Detected)]
    }

    prop_compose! {
        fn addition()(
            samples in prop::collection::btree_map(0..HOUR_MS, (1_u16..=300, contact()), 0..20),
            runs in prop::collection::btree_map(0..HOUR_MS, prop::collection::vec(any::<u16>(), 1..20), 0..3),
        ) -> HeartHour {
            let sample = |(offset, (bpm, contact))| HeartSample { at: at(offset), bpm: Bpm::new(bpm).unwrap(), contact };
            let intervals = |raw: Vec<u16>| raw.into_iter().map(RrInterval).collect();
            let run = |(offset, raw)| RrRun { start: at(offset), intervals: intervals(raw) };
            HeartHour { samples: samples.into_iter().map(sample).collect(), runs: runs.into_iter().map(run).collect() }
        }
    }

    proptest! {
        #[test]
        fn what_is_appended_comes_back_in_the_same_order(additions in prop::collection::vec(addition(), 0..5)) {
            let (mut tail, mut whole) = (Vec::new(), HeartHour::default());
            for addition in additions {
                if let Some(more) = longer(&tail, &addition.samples, &addition.runs) {
                    prop_assert!(more.len() <= MOST);
                    tail = more;
                    whole.samples.extend(addition.samples);
                    whole.runs.extend(addition.runs);
                }
            }
            prop_assert_eq!(unpack(HOUR, &tail), Ok(whole));
        }

        #[test]
        fn hostile_bytes_never_stop_the_program(hour: i64, bytes: Vec<u8>) {
            let _ = unpack(hour, &bytes);
        }
    }

    #[test]
    fn two_minutes_of_a_strap_fit() {
        let mut tail = Vec::new();
        let mut parts = 0;
        let sample = |n: u32| HeartSample {
            at: at(n * 1000 + n * 7 % 40),
            bpm: Bpm::new(62 + u16::try_from(n % 3).unwrap()).unwrap(),
            contact: Contact::Detected,
        };
        let run = |n: u32| {
            let intervals = (0..11_u32).map(|k| RrInterval(u16::try_from(950 + (n + k) * 13 % 40).unwrap())).collect();
            RrRun { start: at(n * 1000), intervals }
        };
        while let Some(more) =
            longer(&tail, &(0..10).map(|k| sample(parts * 10 + k)).collect::<Vec<_>>(), &[run(parts * 10)])
        {
            (tail, parts) = (more, parts + 1);
        }
        assert!(parts >= 11, "{parts} commits");
    }
}
