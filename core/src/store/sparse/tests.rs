use proptest::prelude::*;

use super::*;
use crate::model::heart::{Bpm, Contact};
use crate::store::pack::{check, contact_of};

const START: Millis = Millis(20_458 * Millis::DAY);

prop_compose! {
    fn any_day()(
        parts in prop::collection::btree_map(0_i64..86_400_000, (1_u16..=300, 0_u8..3), 0..300),
        grid in prop_oneof![Just(1), Just(1000), Just(60_000)],
        runs in prop::collection::btree_map(0_i64..86_400_000, prop::collection::vec(any::<u16>(), 1..20), 0..4),
    ) -> (Vec<HeartSample>, Vec<RrRun>) {
        let mut samples: Vec<HeartSample> = parts.into_iter().map(|(offset, (bpm, contact))| HeartSample {
            at: START.plus(offset / grid * grid), bpm: Bpm::new(bpm).unwrap(), contact: contact_of(contact),
        }).collect();
        samples.dedup_by_key(|sample| sample.at);
        let runs = runs.into_iter().map(|(offset, intervals)| RrRun {
            start: START.plus(offset), intervals: intervals.into_iter().map(RrInterval).collect(),
        }).collect();
        (samples, runs)
    }
}

/// A watch that looks every five minutes or so, and every five seconds for a while.
fn watch() -> Vec<HeartSample> {
    let mut at = START;
    (0..400_u16)
        .map(|n| {
            at = at.plus(if n % 40 < 25 { 5000 } else { 270_000 + i64::from(n) * 7919 % 60 * 1000 });
            HeartSample { at, bpm: Bpm::new(60 + n * 31 % 17).unwrap(), contact: Contact::Unsupported }
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn any_day_comes_back_exactly((samples, runs) in any_day()) {
        prop_assert_eq!(unpack_sparse(START, &pack_sparse(&samples, &runs)), Ok((samples, runs)));
    }

    #[test]
    fn hostile_bytes_are_refused_or_read_but_never_stop_the_program(bytes: Vec<u8>, start: i64) {
        let _ = unpack_sparse(Millis(start), &bytes);
        let mut checked = vec![VERSION];
        checked.extend(&bytes);
        let sum = check(&checked);
        checked.extend(sum);
        let _ = unpack_sparse(Millis(start), &checked);
    }
}

#[test]
fn a_day_of_a_watch_takes_less_than_two_bytes_a_sample() {
    let (samples, bytes) = (watch(), pack_sparse(&watch(), &[]));
    assert!(bytes.len() < 2 * samples.len(), "{} bytes", bytes.len());
}

#[test]
fn a_damaged_or_cut_day_is_refused() {
    let bytes = pack_sparse(&watch(), &[]);
    for at in 0..bytes.len() {
        let mut damaged = bytes.clone();
        damaged[at] ^= 0x10;
        assert_eq!(unpack_sparse(START, &damaged), Err(NotPacked), "byte {at}");
        assert_eq!(unpack_sparse(START, &bytes[..at]), Err(NotPacked), "cut at {at}");
    }
}

#[test]
fn beats_of_a_device_with_a_slow_clock_take_less_than_a_byte_and_come_back_exactly() {
    for a_second in [125_u32, 128, 250, 256] {
        // To the nearest millisecond, halves up.
        let interval = |ticks: u32| RrInterval(u16::try_from((ticks * 2000 + a_second) / (2 * a_second)).unwrap());
        let intervals = (0..3000_u32).map(|n| interval(a_second * 4 / 5 + n * n % 13)).collect();
        let run = RrRun { start: START, intervals };
        let bytes = pack_sparse(&[], std::slice::from_ref(&run));
        assert!(bytes.len() < 3000 * 3 / 4, "{a_second}: {} bytes", bytes.len());
        assert_eq!(unpack_sparse(START, &bytes), Ok((Vec::new(), vec![run])));
    }
}
