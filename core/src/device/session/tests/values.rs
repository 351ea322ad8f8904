//! What the values of a link mean over time.

use chrono_tz::Asia::Tokyo;

use super::super::clock::{TimeBasis, date};
use super::super::whose::{Candidate, Whose, whose};
use super::super::*;
use super::air::{Air, START, STRAP, key};
use crate::device::gatt::Characteristic as C;
use crate::model::PersonId;
use crate::model::heart::Contact;
use crate::model::vital::{Vital, VitalKind};

fn live(name: &str, characteristics: &[C]) -> Air {
    let mut air = Air::new(1).with(name, characteristics);
    air.until_live(name, 20_000);
    air
}

fn count(air: &Air, of: impl Fn(&News) -> bool) -> usize {
    air.news.iter().filter(|(_, news)| of(news)).count()
}

#[test]
fn beats_are_parted_by_a_drop_and_joined_by_nothing() {
    let mut air = live("strap", &STRAP);
    air.pass(20_000);
    air.leave("strap", 30_000);
    air.pass(30_000);
    air.until_live("strap", 15_000);
    air.pass(20_000);
    let step = air.session.close(Millis(air.now));
    air.execute(step);
    let runs: Vec<_> = air
        .news
        .iter()
        .filter_map(|(_, news)| match news {
            News::Beats { run, .. } => Some(run.clone()),
            _ => None,
        })
        .collect();
    assert!(runs.len() >= 2);
    let steady = |run: &crate::model::heart::RrRun| {
        run.intervals.windows(2).all(|pair| pair[1].0 == pair[0].0 + 1 || pair[1].0 == 900)
    };
    assert!(runs.iter().all(steady), "{runs:?}");
    assert!(runs.windows(2).all(|pair| pair[1].start >= pair[0].end()));
}

#[test]
fn contact_that_is_lost_is_told_once_also_when_there_is_no_rate() {
    let mut air = live("strap", &STRAP);
    for bytes in [[0x06, 60], [0x04, 0], [0x04, 0], [0x04, 60], [0x06, 61]] {
        air.pass(1000);
        air.send("strap", C::HEART_RATE_MEASUREMENT, &bytes);
    }
    let told: Vec<Contact> = air
        .news
        .iter()
        .filter_map(|(_, news)| match news {
            News::Contact { contact, .. } => Some(*contact),
            _ => None,
        })
        .collect();
    // The simulated strap itself says "detected" in between.
    assert!(told.starts_with(&[Contact::Detected]));
    assert_eq!(told.iter().filter(|contact| **contact == Contact::Lost).count(), told.len() / 2);
}

#[test]
fn a_low_battery_is_warned_of_once_until_a_new_one_is_in() {
    let mut air = live("strap", &STRAP);
    for percent in [50, 19, 18, 25, 19, 100, 10] {
        air.send("strap", C::BATTERY_LEVEL, &[percent]);
    }
    let warned: Vec<u8> = air
        .news
        .iter()
        .filter_map(|(_, news)| match news {
            News::Battery { percent, warn: true, .. } => Some(*percent),
            _ => None,
        })
        .collect();
    assert_eq!(warned, [19, 10]);
}

#[test]
fn a_cuff_reading_that_is_sent_twice_is_one_measurement() {
    let mut air = live("cuff", &[C::BLOOD_PRESSURE_MEASUREMENT]);
    let dated = [2, 0x7D, 0, 0x50, 0, 0xFF, 7, 0xEA, 7, 4, 25, 20, 14, 0];
    air.send("cuff", C::BLOOD_PRESSURE_MEASUREMENT, &dated);
    air.pass(60_000);
    air.send("cuff", C::BLOOD_PRESSURE_MEASUREMENT, &dated);
    assert_eq!(air.taken().len(), 1);
    assert_eq!(count(&air, |news| matches!(news, News::Fault { fault: ValueFault::Repeated, .. })), 1);
    // Without a date only what comes at once is the same.
    let undated = [0, 0x7D, 0, 0x50, 0, 0xFF, 7];
    air.send("cuff", C::BLOOD_PRESSURE_MEASUREMENT, &undated);
    air.pass(1000);
    air.send("cuff", C::BLOOD_PRESSURE_MEASUREMENT, &undated);
    assert_eq!(air.taken().len(), 2);
    air.pass(60_000);
    air.send("cuff", C::BLOOD_PRESSURE_MEASUREMENT, &undated);
    assert_eq!(air.taken().len(), 3);
}

#[test]
fn a_measurement_that_failed_is_told_and_not_kept() {
    let mut air = live("cuff", &[C::BLOOD_PRESSURE_MEASUREMENT, C::WEIGHT_MEASUREMENT, C::PLX_SPOT_CHECK]);
    air.send("cuff", C::BLOOD_PRESSURE_MEASUREMENT, &[0, 0xFF, 7, 0xFF, 7, 0xFF, 7]);
    air.send("cuff", C::WEIGHT_MEASUREMENT, &[0, 0xFF, 0xFF]);
    air.send("cuff", C::WEIGHT_MEASUREMENT, &[0, 0, 0]);
    air.send("cuff", C::PLX_SPOT_CHECK, &[2, 0x61, 0, 0x41, 0, 0, 0x40]);
    air.send("cuff", C::BLOOD_PRESSURE_MEASUREMENT, &[0, 0xFF, 7]);
    assert_eq!(air.taken(), []);
    let why: Vec<NotTaken> = air
        .news
        .iter()
        .filter_map(|(_, news)| match news {
            News::NotTaken { reason, .. } => Some(*reason),
            _ => None,
        })
        .collect();
    assert_eq!(why, [NotTaken::Unsuccessful, NotTaken::Unsuccessful, NotTaken::Impossible, NotTaken::Doubtful]);
    assert_eq!(count(&air, |news| matches!(news, News::Fault { fault: ValueFault::Truncated(_), .. })), 1);
}

#[test]
fn the_clock_of_a_cuff_is_asked_first_and_what_it_stored_is_dated_by_it() {
    // The simulated clock shows 19:15 when it is 20:15 and some seconds.
    let mut air = live("cuff", &[C::BLOOD_PRESSURE_MEASUREMENT, C::CURRENT_TIME]);
    let stored = [2, 0x7D, 0, 0x50, 0, 0xFF, 7, 0xEA, 7, 4, 20, 6, 0, 0];
    air.send("cuff", C::BLOOD_PRESSURE_MEASUREMENT, &stored);
    let taken = air.taken().pop().unwrap();
    let ahead = taken.ahead_s.unwrap();
    assert!((-3620..=-3600).contains(&ahead), "{ahead}");
    let dated = date(taken.shown, taken.received, taken.ahead_s, Tokyo);
    assert_eq!(dated.by, TimeBasis::Corrected { ahead_s: ahead });
    // 2026-04-20T07:00:00+09:00 and the seconds.
    assert!((0..20_000).contains(&dated.at.since(Millis(1_776_636_000_000))), "{dated:?}");
    assert_eq!(taken.bytes, stored, "what the clock showed is not lost");
}

#[test]
fn a_minute_of_oximetry_is_one_measurement_the_median() {
    let mut air = live("oximeter", &[C::PLX_CONTINUOUS]);
    let to_minute = 60_000 - air.now.rem_euclid(60_000);
    air.pass(to_minute);
    for second in 0..55u8 {
        air.send("oximeter", C::PLX_CONTINUOUS, &[0, 94 + second % 5, 0, 60, 0]);
        air.pass(1000);
    }
    // No finger: the device says so, and a reading that it doubts.
    air.send("oximeter", C::PLX_CONTINUOUS, &[8, 40, 0, 60, 0, 0, 0x08, 0]);
    air.send("oximeter", C::PLX_CONTINUOUS, &[4, 40, 0, 60, 0, 0, 0x40]);
    assert_eq!(air.taken().len(), 0);
    air.pass(6000);
    let taken = air.taken();
    assert_eq!(taken.len(), 1);
    assert_eq!(taken[0].vitals, [Vital::single(VitalKind::OxygenSaturation, 96.0).unwrap()]);
}

#[test]
fn a_body_composition_in_two_packets_is_one_and_half_of_one_is_not_lost() {
    let first = [0x04, 0x10, 0xD7, 0x00, 0x02];
    let second = [0x00, 0x14, 0xD7, 0x00, 0xD4, 0x30];
    let mut air = live("scale", &[C::BODY_COMPOSITION_MEASUREMENT]);
    air.send("scale", C::BODY_COMPOSITION_MEASUREMENT, &first);
    air.pass(200);
    air.send("scale", C::BODY_COMPOSITION_MEASUREMENT, &second);
    let whole = air.taken().pop().unwrap();
    assert_eq!(whole.user, Some(2));
    let vitals = [(VitalKind::BodyFat, 21.5), (VitalKind::Weight, 62.5)];
    assert_eq!(whole.vitals, vitals.map(|(kind, value)| Vital::single(kind, value).unwrap()));
    air.pass(20_000);
    air.send("scale", C::BODY_COMPOSITION_MEASUREMENT, &first);
    air.pass(20_000);
    assert_eq!(air.taken().len(), 2);
    assert_eq!(air.taken()[1].vitals.len(), 1);
}

#[test]
fn a_scale_that_sends_the_weight_twice_sends_one_weight() {
    let mut air = live("scale", &[C::BODY_COMPOSITION_MEASUREMENT, C::WEIGHT_MEASUREMENT]);
    air.send("scale", C::WEIGHT_MEASUREMENT, &[0, 0xD4, 0x30]);
    air.send("scale", C::BODY_COMPOSITION_MEASUREMENT, &[0, 4, 0xD7, 0, 0xD4, 0x30]);
    let kinds: usize = air.taken().iter().map(|taken| taken.vitals.len()).sum();
    assert_eq!(kinds, 2, "a weight and a body fat");
}

#[test]
fn names_and_places_are_told() {
    let mut air = live("strap", &[C::HEART_RATE_MEASUREMENT, C::MODEL_NUMBER, C::BODY_SENSOR_LOCATION]);
    air.send("strap", C::MODEL_NUMBER, b"H10\0");
    assert!(count(&air, |news| matches!(news, News::Named { name, .. } if name == "H10")) > 0);
    assert!(count(&air, |news| matches!(news, News::Worn { .. })) > 0);
}

fn person(number: u128) -> PersonId {
    PersonId(uuid::Uuid::from_u128(number))
}

fn weighed(user: Option<u8>, kg: f64) -> Taken {
    Taken {
        characteristic: C::WEIGHT_MEASUREMENT,
        bytes: vec![],
        received: Millis(START),
        shown: None,
        ahead_s: None,
        sequence: None,
        user,
        vitals: vec![Vital::single(VitalKind::Weight, kg).unwrap()],
    }
}

#[test]
fn a_shared_scale_files_only_what_is_without_doubt() {
    let hanako = Candidate { person: person(1), user: Some(1), weight: Some(52.0) };
    let taro = Candidate { person: person(2), user: Some(2), weight: Some(71.0) };
    let both = [hanako, taro];
    assert_eq!(whose(&both, &weighed(Some(1), 52.4)), Whose::Of(person(1)));
    assert_eq!(whose(&both, &weighed(Some(2), 70.1)), Whose::Of(person(2)));
    // The scale says Hanako, the weight says Taro.
    assert_eq!(whose(&both, &weighed(Some(1), 71.2)), Whose::Ask { likely: vec![person(2)] });
    // Only the weight speaks, however clearly: it is asked.
    assert_eq!(whose(&both, &weighed(None, 52.0)), Whose::Ask { likely: vec![person(1)] });
    assert_eq!(whose(&both, &weighed(Some(3), 20.0)), Whose::Ask { likely: vec![] });
    // Both could be meant: the nearer one is named first.
    let twins = [Candidate { weight: Some(60.0), ..hanako }, Candidate { weight: Some(61.5), ..taro }];
    assert_eq!(whose(&twins, &weighed(None, 61.0)), Whose::Ask { likely: vec![person(2), person(1)] });
    // Two with the same number: nobody knows.
    let same = [hanako, Candidate { user: Some(1), ..taro }];
    assert_eq!(whose(&same, &weighed(Some(1), 52.0)), Whose::Ask { likely: vec![person(1)] });
    assert_eq!(whose(&[], &weighed(None, 52.0)), Whose::Ask { likely: vec![] });
}

#[test]
fn a_device_of_one_person_is_theirs_unless_the_measurement_speaks_against_it() {
    let only = Candidate { person: person(1), user: None, weight: Some(52.0) };
    assert_eq!(whose(&[only], &weighed(None, 53.0)), Whose::Of(person(1)));
    assert_eq!(whose(&[only], &weighed(Some(4), 53.0)), Whose::Of(person(1)));
    assert_eq!(whose(&[Candidate { weight: None, ..only }], &weighed(None, 90.0)), Whose::Of(person(1)));
    // A guest.
    assert_eq!(whose(&[only], &weighed(None, 71.0)), Whose::Ask { likely: vec![] });
    let numbered = Candidate { user: Some(1), ..only };
    assert_eq!(whose(&[numbered], &weighed(Some(2), 52.0)), Whose::Ask { likely: vec![person(1)] });
    assert_eq!(whose(&[numbered], &weighed(None, 52.0)), Whose::Of(person(1)));
}

#[test]
fn a_key_is_what_a_radio_can_send() {
    assert!(DeviceKey::new("C0:FF:EE:00:00:01").is_ok());
    assert!(DeviceKey::new("").is_err());
    assert!(DeviceKey::new("a b").is_err());
    assert!(DeviceKey::new(&"x".repeat(65)).is_err());
    assert_eq!(key("x").to_string(), "x");
}
