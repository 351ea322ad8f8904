//! Vectors are byte values of public test suites, taken as facts: Nordic's
//! Android-BLE-Common-Library, movisens' SmartGattLib, OpenTracks.

use super::*;
use proptest::prelude::*;

fn read(bytes: &[u8]) -> (u16, Contact, Option<u16>, Vec<u16>) {
    let measurement = decode(bytes).unwrap();
    assert_eq!(measurement.trailing, 0);
    let intervals = measurement.intervals.iter().map(|rr| rr.0).collect();
    (measurement.raw_rate, measurement.contact, measurement.energy_kj, intervals)
}

#[test]
fn what_public_test_suites_send_is_read_as_they_say() {
    use Contact::{Detected, Lost, Unsupported};
    assert_eq!(read(&[0x00, 0x55]), (85, Unsupported, None, vec![]));
    assert_eq!(read(&[0x04, 0xFF]), (255, Lost, None, vec![]));
    assert_eq!(read(&[0x1E, 0x55, 0x32, 0x00, 0x21, 0x00]), (85, Detected, Some(50), vec![33]));
    assert_eq!(
        read(&[0x1F, 0x01, 0x01, 0x32, 0x01, 0x01, 0x00, 0x02, 0x01, 0xFF, 0xFF]),
        (257, Detected, Some(306), vec![1, 258, 65_535])
    );
    assert_eq!(read(&[0x16, 0x48, 0x54, 0x01, 0xEC, 0x02]), (72, Detected, None, vec![340, 748]));
    assert_eq!(read(&[0x02, 0x3C]), (60, Unsupported, None, vec![]));
    assert_eq!(read(&[0x01, 0x01, 0x01]), (257, Unsupported, None, vec![]));
}

#[test]
fn a_rate_is_not_lost_because_the_promised_intervals_did_not_come() {
    assert_eq!(read(&[0x17, 0x01, 0x01]), (257, Contact::Detected, None, vec![]));
}

/// Every way to set the five flags, with the reserved bits set as well.
#[test]
fn all_thirty_two_flag_combinations_are_read_and_every_cut_is_named() {
    let mut seen = 0;
    for flags in 0u8..32 {
        for rate in [0u16, 60, 255, 256, 300] {
            if flags & WIDE_RATE == 0 && rate > 255 {
                continue;
            }
            for count in [0usize, 1, 2, 9] {
                if flags & RR == 0 && count > 0 {
                    continue;
                }
                let mut bytes = vec![flags | 0xE0];
                let mut ends = vec![("flags", 1)];
                if flags & WIDE_RATE == 0 {
                    bytes.push(u8::try_from(rate).unwrap());
                } else {
                    bytes.extend(rate.to_le_bytes());
                }
                ends.push(("heart rate", bytes.len()));
                if flags & ENERGY != 0 {
                    bytes.extend(0x1234u16.to_le_bytes());
                    ends.push(("energy expended", bytes.len()));
                }
                let fixed = bytes.len();
                let intervals: Vec<u16> = (0..count).map(|n| 800 + u16::try_from(n).unwrap()).collect();
                bytes.extend(intervals.iter().flat_map(|rr| rr.to_le_bytes()));

                let contact = [Contact::Unsupported, Contact::Unsupported, Contact::Lost, Contact::Detected]
                    [usize::from(flags >> 1 & 3)];
                let energy = (flags & ENERGY != 0).then_some(0x1234);
                assert_eq!(read(&bytes), (rate, contact, energy, intervals.clone()), "flags {flags:05b}");
                seen += 1;

                for cut in 0..bytes.len() {
                    let found = decode(&bytes[..cut]);
                    if cut < fixed {
                        let (missing, needed) = *ends.iter().find(|(_, end)| cut < *end).unwrap();
                        assert_eq!(found, Err(Truncated { missing, needed, found: cut }), "flags {flags:05b}");
                    } else {
                        let found = found.unwrap();
                        assert_eq!(found.intervals.len(), (cut - fixed) / 2);
                        assert_eq!(found.trailing, (cut - fixed) % 2);
                    }
                }
            }
        }
    }
    // 8 combinations a width and RR flag: 3 or 5 rates, 1 or 4 counts of intervals.
    assert_eq!(seen, 8 * (3 + 5) * (1 + 4));
}

#[test]
fn an_odd_byte_at_the_end_costs_no_whole_interval() {
    let measurement = decode(&[0x10, 60, 0x20, 0x03, 0x21]).unwrap();
    assert_eq!(measurement.intervals, [RrInterval(800)]);
    assert_eq!(measurement.trailing, 1);
}

#[test]
fn bytes_that_no_flag_announces_are_counted_and_are_no_intervals() {
    let measurement = decode(&[0x00, 60, 0x20, 0x03, 0x21]).unwrap();
    assert!(measurement.intervals.is_empty());
    assert_eq!(measurement.trailing, 3);
}

#[test]
fn a_strap_that_searches_has_no_rate() {
    assert_eq!(decode(&[0x06, 0]).unwrap().rate(), None);
    assert_eq!(decode(&[0x06, 1]).unwrap().rate().map(Bpm::get), Some(1));
    assert_eq!(decode(&[0x07, 0x2C, 0x01]).unwrap().rate().map(Bpm::get), Some(300));
    assert_eq!(decode(&[0x07, 0x2D, 0x01]).unwrap().rate(), None);
}

#[test]
fn what_is_missing_is_said_in_words() {
    let error = decode(&[0x1E, 85, 50]).unwrap_err();
    assert_eq!(error.to_string(), "the notification ends before its energy expended: 3 of at least 4 bytes");
}

proptest! {
    #[test]
    fn no_bytes_can_stop_the_decoder_and_none_disappear(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        match decode(&bytes) {
            Err(error) => {
                prop_assert!(error.found < error.needed);
                prop_assert_eq!(error.found, bytes.len());
            }
            Ok(read) => {
                let rate = if bytes[0] & WIDE_RATE == 0 { 1 } else { 2 };
                let energy = read.energy_kj.map_or(0, |_| 2);
                prop_assert_eq!(1 + rate + energy + 2 * read.intervals.len() + read.trailing, bytes.len());
            }
        }
    }
}
