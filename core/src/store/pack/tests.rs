use proptest::prelude::*;

use super::*;

const HOUR: i64 = 491_000;

/// `bytes` with the check that makes them look whole.
fn checked(mut bytes: Vec<u8>) -> Vec<u8> {
    let sum = check(&bytes);
    bytes.extend(sum);
    bytes
}

fn contact() -> impl Strategy<Value = Contact> {
    prop_oneof![Just(Contact::Unsupported), Just(Contact::Lost), Just(Contact::Detected)]
}

prop_compose! {
    fn any_samples()(parts in prop::collection::btree_map(0_i64..3_600_000, (1_u16..=300, contact()), 0..400),
                     grid in prop_oneof![Just(1), Just(1000), Just(7)]) -> Vec<HeartSample> {
        let mut samples: Vec<HeartSample> = parts.into_iter().map(|(offset, (bpm, contact))| HeartSample {
            at: Millis(HOUR * Millis::HOUR + offset / grid * grid), bpm: Bpm::new(bpm).unwrap(), contact,
        }).collect();
        samples.dedup_by_key(|sample| sample.at);
        samples
    }
}

prop_compose! {
    fn any_runs()(parts in prop::collection::btree_map(0_i64..3_600_000, prop::collection::vec(any::<u16>(), 1..40), 0..12))
        -> Vec<RrRun> {
        parts.into_iter().map(|(offset, intervals)| RrRun {
            start: Millis(HOUR * Millis::HOUR + offset),
            intervals: intervals.into_iter().map(RrInterval).collect(),
        }).collect()
    }
}

proptest! {
    #[test]
    fn any_hour_comes_back_exactly(samples in any_samples(), runs in any_runs()) {
        let packed = pack(&samples, &runs);
        prop_assert_eq!(unpack(HOUR, &packed), Ok(HeartHour { samples, runs }));
    }

    #[test]
    fn hostile_bytes_are_refused_or_read_but_never_stop_the_program(mut bytes: Vec<u8>, is_ours: bool) {
        if let (true, Some(first)) = (is_ours, bytes.first_mut()) {
            *first = VERSION;
        }
        let _ = unpack(HOUR, &checked(bytes));
    }

    #[test]
    fn a_damaged_hour_is_refused(
        samples in any_samples(), runs in any_runs(), place: prop::sample::Index, flip in 1_u8.., cut: prop::sample::Index,
    ) {
        let mut packed = pack(&samples, &runs);
        *place.get_mut(&mut packed) ^= flip;
        prop_assert_eq!(unpack(HOUR, &packed), Err(NotPacked));
        packed.truncate(packed.len() - 4);
        // With the check mended, the decoder itself has to hold.
        let _ = unpack(HOUR, &checked(packed.clone()));
        packed.truncate(cut.index(packed.len()));
        let _ = unpack(HOUR, &checked(packed));
    }
}

#[test]
fn a_cut_hour_is_not_taken_for_a_shorter_one() {
    let samples: Vec<HeartSample> = (0..3600)
        .map(|n| HeartSample {
            at: Millis(HOUR * Millis::HOUR + n * 1000 + n * 7919 % 30),
            bpm: Bpm::new(u16::try_from(60 + n * n % 11).unwrap()).unwrap(),
            contact: Contact::Detected,
        })
        .collect();
    let packed = pack(&samples, &[]);
    for length in 0..packed.len() {
        assert_eq!(unpack(HOUR, &packed[..length]), Err(NotPacked));
    }
}

#[test]
fn bytes_that_promise_millions_are_refused_before_memory_is_taken() {
    let mut bytes = vec![VERSION];
    put_number(&mut bytes, 3_600_000);
    bytes.extend([0; 40]);
    assert_eq!(unpack(HOUR, &checked(bytes)), Err(NotPacked));
}

#[test]
fn an_hour_of_a_steady_heart_on_the_second_takes_a_few_bytes() {
    let samples: Vec<HeartSample> = (0..3600)
        .map(|n| HeartSample {
            at: Millis(HOUR * Millis::HOUR + n * 1000),
            bpm: Bpm::new(60).unwrap(),
            contact: Contact::Unsupported,
        })
        .collect();
    assert!(pack(&samples, &[]).len() < 64);
}
