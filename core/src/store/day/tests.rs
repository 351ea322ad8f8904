use proptest::prelude::*;

use super::*;
use crate::model::heart::{Contact, RrInterval, RrRun};

const DAY: i64 = 20_458;

fn unpack_day(day: i64, bytes: &[u8]) -> Result<Vec<(i64, HeartHour)>, NotPacked> {
    Block::open(day, bytes)?.hours(i64::MIN, i64::MAX)
}

prop_compose! {
    fn any_hour()(
        parts in prop::collection::btree_map(0_i64..3_600_000, (1_u16..=300, 0_u8..3), 0..300),
        grid in prop_oneof![Just(1), Just(1000), Just(7)],
        runs in prop::collection::btree_map(0_i64..3_600_000, prop::collection::vec(any::<u16>(), 1..20), 0..4),
    ) -> HeartHour {
        let mut samples: Vec<HeartSample> = parts.into_iter().map(|(offset, (bpm, contact))| HeartSample {
            at: Millis(offset / grid * grid), bpm: Bpm::new(bpm).unwrap(), contact: contact_of(contact),
        }).collect();
        samples.dedup_by_key(|sample| sample.at);
        let runs = runs.into_iter().map(|(offset, intervals)| RrRun {
            start: Millis(offset), intervals: intervals.into_iter().map(RrInterval).collect(),
        }).collect();
        HeartHour { samples, runs }
    }
}

prop_compose! {
    fn any_day()(hours in prop::collection::btree_map(0..HOURS, any_hour(), 0..5)) -> Vec<(i64, HeartHour)> {
        hours.into_iter().map(|(place, mut hour)| {
            let index = DAY * HOURS + place;
            hour.samples.iter_mut().for_each(|sample| sample.at = sample.at.plus(index * Millis::HOUR));
            hour.runs.iter_mut().for_each(|run| run.start = run.start.plus(index * Millis::HOUR));
            (index, hour)
        }).collect()
    }
}

/// An hour of a strap: once a second, a little late, now and then not at all.
fn strap(index: i64) -> HeartHour {
    let samples = (0..3600_i64).filter(|n| n % 250 != 3).map(|n| HeartSample {
        at: Millis(index * Millis::HOUR + n * 1000 + n * 7919 % 37),
        bpm: Bpm::new(u16::try_from(60 + n % 9 + n / 400).unwrap()).unwrap(),
        contact: if n % 900 < 8 { Contact::Lost } else { Contact::Detected },
    });
    HeartHour { samples: samples.collect(), runs: Vec::new() }
}

fn checked(mut bytes: Vec<u8>) -> Vec<u8> {
    let sum = check(&bytes);
    bytes.extend(sum);
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn any_day_comes_back_exactly_and_each_of_its_hours_alone(day in any_day()) {
        let packed = pack_day(&day);
        for (index, hour) in &day {
            prop_assert_eq!(Block::open(DAY, packed.as_slice()).unwrap().hour(*index), Ok(Some(hour.clone())));
        }
        prop_assert_eq!(unpack_day(DAY, &packed), Ok(day));
    }

    #[test]
    fn a_damaged_day_is_refused(day in any_day(), place: prop::sample::Index, flip in 1_u8.., cut: prop::sample::Index) {
        let mut packed = pack_day(&day);
        *place.get_mut(&mut packed) ^= flip;
        prop_assert_eq!(unpack_day(DAY, &packed), Err(NotPacked));
        packed.truncate(packed.len() - 4);
        // With the check mended, the decoder itself has to hold.
        let _ = unpack_day(DAY, &checked(packed.clone()));
        packed.truncate(cut.index(packed.len()));
        let _ = unpack_day(DAY, &checked(packed));
    }

    #[test]
    fn hostile_bytes_are_refused_or_read_but_never_stop_the_program(mut bytes: Vec<u8>, day: i64) {
        if let Some(first) = bytes.first_mut() {
            *first = VERSION;
        }
        let _ = unpack_day(day, &checked(bytes));
    }

    #[test]
    fn a_real_day_with_one_byte_changed_never_stops_the_program(place: prop::sample::Index, flip in 1_u8..) {
        let index = DAY * HOURS;
        let mut packed = pack_day(&[(index, strap(index)), (index + 5, strap(index + 5))]);
        packed.truncate(packed.len() - 4);
        *place.get_mut(&mut packed) ^= flip;
        let _ = unpack_day(DAY, &checked(packed));
    }
}

#[test]
fn a_jittering_second_takes_less_than_a_byte_and_contact_and_gaps_next_to_nothing() {
    let index = DAY * HOURS;
    let day: Vec<_> = (index..index + HOURS).map(|index| (index, strap(index))).collect();
    let packed = pack_day(&day);
    assert_eq!(unpack_day(DAY, &packed), Ok(day.clone()));
    let samples: usize = day.iter().map(|(_, hour)| hour.samples.len()).sum();
    assert!(packed.len() < samples, "{} bytes for {samples} samples", packed.len());
}

#[test]
fn bytes_that_promise_millions_are_refused_before_memory_is_taken() {
    let tables: Vec<Table> = (0..TABLES).map(|_| Counts::NONE.table()).collect();
    let mut bytes = vec![VERSION];
    put_number(&mut bytes, 1);
    put_number(&mut bytes, 1);
    put_bytes(&mut bytes, &put_tables(&tables));
    for number in [1, 0, 3_600_000, 0, 60] {
        put_number(&mut bytes, number);
    }
    put_bytes(&mut bytes, &[2, 1]);
    put_bytes(&mut bytes, &[0; 40]);
    put_bytes(&mut bytes, &[]);
    assert_eq!(unpack_day(DAY, &checked(bytes)), Err(NotPacked));
}

/// A block as it was written when this layout was new: what phones hold stays readable.
#[test]
fn a_block_of_the_first_version_reads_as_it_did() {
    let index = DAY * HOURS;
    let mut hour = strap(index);
    hour.samples.truncate(40);
    hour.runs.push(RrRun { start: Millis(index * Millis::HOUR), intervals: vec![RrInterval(850), RrInterval(861)] });
    let day = vec![(index, hour)];
    let written = [
        1, 1, 233, 7, 38, 3, 232, 22, 64, 28, 197, 252, 193, 40, 47, 130, 105, 76, 2, 17, 73, 0, 62, 76, 27, 24, 113,
        213, 35, 185, 169, 228, 4, 168, 176, 8, 59, 92, 135, 239, 144, 79, 223, 1, 0, 40, 0, 60, 4, 1, 7, 2, 33, 12, 0,
        13, 26, 38, 144, 139, 29, 6, 189, 120, 145, 0, 12, 1, 0, 1, 1, 0, 0, 168, 49, 245, 190, 8, 246, 32, 197, 239,
        89,
    ];
    assert_eq!(pack_day(&day), written);
    assert_eq!(unpack_day(DAY, &written), Ok(day));
}
