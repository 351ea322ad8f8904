use super::*;
use proptest::prelude::*;

const ZONE: Tz = chrono_tz::Asia::Tokyo;

/// An instant of the day `n`, at an hour of the clock.
fn at(n: i64, hour: f64) -> Millis {
    let first: LocalDay = "2026-03-01".parse().unwrap();
    first.plus_days(n).range_in(ZONE).start.plus((hour * Millis::HOUR as f64) as i64)
}

/// Four weeks: steps from seven to nine in the evening, breakfast between seven and nine, medicine at
/// eight and at 20:30, a weight on Sundays; and a phone that syncs at noon and at nine in the evening.
fn weeks() -> (Watch, Signs) {
    let (mut watch, mut beats) = (Watch::new(ZONE), Signs::default());
    for n in 0..28 {
        let shift = (n % 5) as f64 * 0.4;
        for hour in 7..21 {
            watch.push(DataClass::Activity, at(n, f64::from(hour) + 0.3));
        }
        watch.push(DataClass::Meals, at(n, 7.2 + shift));
        watch.push(DataClass::Medicines, at(n, 8.1));
        watch.push(DataClass::Medicines, at(n, 20.5));
        if n % 7 == 0 {
            watch.push(DataClass::Vitals, at(n, 9.0));
        }
        for hour in [12.1, 21.2] {
            beats.push(at(n, hour), ZONE);
        }
    }
    (watch, beats)
}

fn state(watched: &Watched, class: DataClass) -> SignState {
    watched.signs.iter().find(|sign| sign.class == class).unwrap().state
}

#[test]
fn breakfast_that_does_not_come_by_its_time_is_missed_two_hours_after() {
    let (mut watch, _) = weeks();
    watch.push(DataClass::Activity, at(28, 7.3));
    let missing = |hour| state(&watch.judge(at(28, hour), Phone::Here), DataClass::Meals);
    assert_eq!(missing(10.9), SignState::Usual);
    let late = watch.judge(at(28, 11.0), Phone::Here);
    let sign = late.signs.iter().find(|sign| sign.class == DataClass::Meals).unwrap();
    assert_eq!((sign.state, sign.due.map(|due| due.hour)), (SignState::Missing, Some(9)));
    assert_eq!(sign.last, Some(at(27, 7.2 + 2.0 * 0.4)));
    watch.push(DataClass::Meals, at(28, 8.6));
    assert_eq!(state(&watch.judge(at(28, 11.0), Phone::Here), DataClass::Meals), SignState::Usual);
}

#[test]
fn the_evening_medicine_is_missed_though_the_morning_one_was_taken() {
    let (mut watch, _) = weeks();
    watch.push(DataClass::Medicines, at(28, 8.1));
    assert_eq!(state(&watch.judge(at(28, 22.9), Phone::Here), DataClass::Medicines), SignState::Usual);
    assert_eq!(state(&watch.judge(at(28, 23.0), Phone::Here), DataClass::Medicines), SignState::Missing);
}

#[test]
fn what_comes_once_a_week_is_not_expected_and_the_night_is_not_silence() {
    let (watch, _) = weeks();
    let night = watch.judge(at(28, 6.5), Phone::Here);
    assert!(night.signs.iter().all(|sign| sign.state == SignState::Usual), "{night:?}");
    assert_eq!(state(&watch.judge(at(30, 12.0), Phone::Here), DataClass::Vitals), SignState::Usual);
}

#[test]
fn a_phone_that_is_silent_is_told_apart_from_a_person_who_is() {
    let (mut watch, mut beats) = weeks();
    watch.push(DataClass::Activity, at(28, 7.3));
    // It lived at noon and had no breakfast: the person's silence.
    let noon = Heartbeat { newest: [(DataClass::Meals, at(27, 8.0))].into(), ..Heartbeat::new(at(28, 12.1)) };
    beats.push(noon.at, ZONE);
    let phone = Phone::Away { beat: Some(&noon), beats: &beats };
    let watched = watch.judge(at(28, 13.0), phone);
    assert_eq!((watched.phone, state(&watched, DataClass::Meals)), (PhoneState::Heard, SignState::Missing));
    assert_eq!(watched.known_until, Some(noon.at));
    // Its evening sync does not come: the phone's silence, of which nothing follows for the medicine.
    let watched = watch.judge(at(29, 0.0), phone);
    assert_eq!(watched.phone, PhoneState::Silent);
    assert_eq!(state(&watched, DataClass::Medicines), SignState::Missing, "the one of the morning, before noon");
    assert_eq!(state(&watched, DataClass::Activity), SignState::Missing);
    let (watch, beats) = weeks();
    let evening = Heartbeat::new(at(27, 21.2));
    let watched = watch.judge(at(28, 16.0), Phone::Away { beat: Some(&evening), beats: &beats });
    assert_eq!(watched.phone, PhoneState::Silent);
    assert!(watched.signs.iter().all(|sign| sign.state == SignState::Unknown), "{watched:?}");
}

#[test]
fn what_the_phone_has_but_did_not_send_is_not_missing() {
    let (watch, beats) = weeks();
    let beat = Heartbeat { newest: [(DataClass::Meals, at(28, 7.9))].into(), ..Heartbeat::new(at(28, 12.1)) };
    let watched = watch.judge(at(28, 13.0), Phone::Away { beat: Some(&beat), beats: &beats });
    let sign = watched.signs.iter().find(|sign| sign.class == DataClass::Meals).unwrap();
    assert_eq!((sign.state, sign.last), (SignState::Usual, Some(at(28, 7.9))));
}

#[test]
fn without_a_heartbeat_the_newest_of_anything_says_how_far_one_knows() {
    let (mut watch, _) = weeks();
    let none = Signs::default();
    let phone = Phone::Away { beat: None, beats: &none };
    let watched = watch.judge(at(28, 16.0), phone);
    assert_eq!((watched.phone, watched.known_until), (PhoneState::Heard, Some(at(27, 20.5))));
    assert!(watched.signs.iter().all(|sign| sign.state == SignState::Usual));
    assert_eq!(watch.judge(at(28, 20.5), phone).phone, PhoneState::Silent, "a day");
    watch.push(DataClass::Activity, at(28, 11.3));
    let watched = watch.judge(at(28, 16.0), phone);
    assert_eq!(state(&watched, DataClass::Meals), SignState::Missing);
    assert_eq!(Watch::new(ZONE).judge(at(0, 0.0), phone).phone, PhoneState::Never);
}

#[test]
fn thirteen_days_are_too_few_and_a_week_in_hospital_teaches_nothing() {
    let mut watch = Watch::new(ZONE);
    for n in 0..13 {
        watch.push(DataClass::Meals, at(n, 8.0));
    }
    assert_eq!(state(&watch.judge(at(13, 20.0), Phone::Here), DataClass::Meals), SignState::Learning);
    let (mut watch, _) = weeks();
    for n in 35..37 {
        watch.push(DataClass::Meals, at(n, 8.0));
    }
    assert_eq!(state(&watch.judge(at(37, 14.0), Phone::Here), DataClass::Meals), SignState::Missing);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_order_in_which_data_comes_does_not_matter_and_no_restart_does(
        signs in proptest::collection::vec((0usize..14, 0i64..60, 0.0..24.0f64), 0..300), seed in 0u64..1000,
    ) {
        let mut ordered: Vec<(DataClass, Millis)> =
            signs.iter().map(|(class, day, hour)| (DataClass::ALL[*class], at(*day, *hour))).collect();
        ordered.sort_by_key(|(_, at)| *at);
        let mut shuffled = ordered.clone();
        shuffled.sort_by_key(|(class, at)| (at.0.unsigned_abs().wrapping_mul(2 * seed + 1) % 977, *class));
        let fold = |signs: &[(DataClass, Millis)]| {
            let mut watch = Watch::new(ZONE);
            for (class, at) in signs {
                watch.push(*class, *at);
                let saved = serde_json::to_vec(&watch).unwrap();
                assert!(saved.len() <= 8 * 1024);
                watch = serde_json::from_slice(&saved).unwrap();
            }
            watch
        };
        let (in_order, otherwise) = (fold(&ordered), fold(&shuffled));
        prop_assert_eq!(&in_order, &otherwise);
        let now = at(60, 0.0);
        prop_assert_eq!(in_order.judge(now, Phone::Here), otherwise.judge(now, Phone::Here));
    }

    #[test]
    fn a_person_without_a_rhythm_is_never_missed(
        signs in proptest::collection::vec((0i64..28, 0.0..24.0f64), 14..40), hour in 0.0..24.0f64,
    ) {
        // Every other day at most: no stretch of hours has something on all days.
        let mut watch = Watch::new(ZONE);
        for (day, hour) in &signs {
            watch.push(DataClass::Meals, at(day - day % 2, *hour));
        }
        for n in 0..28 {
            watch.push(DataClass::Activity, at(n, 12.0));
        }
        prop_assert_eq!(state(&watch.judge(at(28, hour), Phone::Here), DataClass::Meals), SignState::Usual);
    }
}
