//! Links that come and go.

use proptest::prelude::*;

use super::super::backoff::Jitter;
use super::super::*;
use super::air::{Air, STRAP, Trouble, key};
use crate::device::gatt::Characteristic;

fn away_for(seconds: i64, seed: u64) -> i64 {
    let mut air = Air::new(seed).with("strap", &STRAP);
    air.until_live("strap", 15_000);
    air.pass(30_000);
    air.leave("strap", seconds * 1000);
    air.pass(seconds * 1000);
    assert_eq!(air.session.state(&key("strap")), Some(LinkState::Away));
    let back = air.until_live("strap", 60_000);
    let heard = air.news.len();
    air.pass(3000);
    assert!(air.news[heard..].iter().any(|(_, news)| matches!(news, News::Heart { .. })));
    back
}

#[test]
fn a_strap_that_comes_back_is_connected_within_15_seconds_however_long_it_was_away() {
    for seconds in [10, 60, 10 * 60, 60 * 60, 8 * 60 * 60] {
        for seed in 0..5 {
            let back = away_for(seconds, seed);
            assert!(back <= 15_000, "after {seconds} s it took {back} ms");
        }
    }
}

#[test]
fn a_radio_that_is_away_for_hours_does_not_look_all_the_time() {
    let mut air = Air::new(1).with("strap", &STRAP);
    air.device("strap").near = false;
    air.pass(10 * 60_000);
    let (mut on, mut since) = (0, None);
    let start = air.now;
    air.actions.clear();
    air.pass(60 * 60_000);
    for (at, action) in &air.actions {
        match action {
            Action::Scan { .. } => since = Some(*at),
            Action::StopScan => on += at - since.take().unwrap_or(start),
            _ => {}
        }
    }
    assert!(on < 30 * 60_000, "{on} ms of an hour");
    assert!(on > 20 * 60_000, "{on} ms of an hour");
}

#[test]
fn everything_that_measures_is_subscribed_to_before_names_are_read() {
    use Characteristic as C;
    let all = [
        C::BATTERY_LEVEL,
        C::MODEL_NUMBER,
        C::WEIGHT_MEASUREMENT,
        C::CURRENT_TIME,
        C::HEART_RATE_MEASUREMENT,
        C::BODY_SENSOR_LOCATION,
        Characteristic(0xFFF1),
    ];
    let mut air = Air::new(1).with("all", &all);
    air.until_live("all", 20_000);
    assert_eq!(
        air.operations("all"),
        [
            Operation::Connect,
            // The clock first, so that what a scale has stored can be dated.
            Operation::Read(C::CURRENT_TIME),
            Operation::Subscribe(C::HEART_RATE_MEASUREMENT),
            Operation::Subscribe(C::WEIGHT_MEASUREMENT),
            Operation::Read(C::BODY_SENSOR_LOCATION),
            Operation::Read(C::BATTERY_LEVEL),
            Operation::Read(C::MODEL_NUMBER),
            Operation::Subscribe(C::BATTERY_LEVEL),
        ]
    );
    // The next time the names are known.
    air.leave("all", 5000);
    air.pass(5000);
    air.until_live("all", 20_000);
    assert!(!air.operations("all")[8..].contains(&Operation::Read(C::MODEL_NUMBER)));
    assert!(air.operations("all")[8..].contains(&Operation::Read(C::BATTERY_LEVEL)));
}

#[test]
fn a_connect_that_hangs_is_given_up_and_made_anew() {
    let mut air = Air::new(1).with("strap", &STRAP);
    air.device("strap").troubles = [Trouble::HangConnect].into();
    let took = air.until_live("strap", 60_000);
    assert!((20_000..28_000).contains(&took), "{took}");
    assert_eq!(air.connects("strap"), 2);
    assert!(air.actions.iter().any(|(_, action)| matches!(action, Action::Disconnect { .. })));
}

#[test]
fn connects_that_are_refused_wait_longer_each_time_and_then_succeed() {
    let mut air = Air::new(1).with("strap", &STRAP);
    air.device("strap").troubles = [Trouble::RefuseConnect; 8].into();
    air.until_live("strap", 40_000);
    let connects: Vec<i64> = air
        .actions
        .iter()
        .filter(|(_, action)| matches!(action, Action::Do { operation: Operation::Connect, .. }))
        .map(|(at, _)| *at)
        .collect();
    assert_eq!(connects.len(), 9);
    let waits: Vec<i64> = connects.windows(2).map(|pair| pair[1] - pair[0]).collect();
    assert!(waits[0] < 700 && waits[7] > 2000 && waits.iter().all(|wait| *wait <= 4200), "{waits:?}");
}

#[test]
fn a_link_lost_before_it_is_of_use_is_made_anew_at_once() {
    let mut air = Air::new(1).with("strap", &STRAP);
    air.device("strap").troubles = [Trouble::DropBeforeReady].into();
    assert!(air.until_live("strap", 60_000) < 6000);
}

#[test]
fn a_subscription_that_hangs_costs_the_link_and_a_name_that_hangs_does_not() {
    let mut air = Air::new(1).with("strap", &STRAP);
    air.device("strap").troubles = [Trouble::HangOperation].into();
    air.until_live("strap", 60_000);
    assert_eq!(air.connects("strap"), 2);

    let mut air = Air::new(1).with("strap", &STRAP);
    while !air.operations("strap").contains(&Operation::Subscribe(Characteristic::HEART_RATE_MEASUREMENT)) {
        air.pass(10);
    }
    air.device("strap").troubles = [Trouble::HangOperation].into();
    air.until_live("strap", 60_000);
    assert_eq!(air.connects("strap"), 1);
}

#[test]
fn a_stream_that_falls_silent_is_made_anew_though_the_radio_says_that_it_stands() {
    let mut air = Air::new(1).with("strap", &STRAP);
    air.until_live("strap", 15_000);
    air.pass(5000);
    air.device("strap").silent = true;
    air.pass(18_000);
    assert_eq!(air.session.state(&key("strap")), Some(LinkState::Live));
    air.pass(4000);
    assert_ne!(air.session.state(&key("strap")), Some(LinkState::Live));
    air.until_live("strap", 15_000);
    assert_eq!(air.connects("strap"), 2);
}

#[test]
fn a_strap_that_sends_only_when_worn_is_asked_less_and_less_often() {
    let mut air = Air::new(1).with("strap", &STRAP);
    air.device("strap").troubles = [Trouble::FallSilent; 40].into();
    air.pass(3_600_000);
    assert!((10..20).contains(&air.connects("strap")), "{}", air.connects("strap"));
}

#[test]
fn a_cuff_that_has_nothing_to_say_is_left_alone() {
    let mut air = Air::new(1).with("cuff", &[Characteristic::BLOOD_PRESSURE_MEASUREMENT]);
    air.until_live("cuff", 15_000);
    air.pass(3_600_000);
    assert_eq!(air.connects("cuff"), 1);
    assert_eq!(air.session.state(&key("cuff")), Some(LinkState::Live));
}

#[test]
fn a_disconnect_told_late_or_twice_or_of_a_stranger_changes_nothing() {
    let mut air = Air::new(1).with("strap", &STRAP);
    let gone = |name: &str| LinkEvent::Disconnected { device: key(name) };
    air.tell(gone("strap"));
    air.tell(gone("nobody"));
    air.until_live("strap", 15_000);
    air.leave("strap", 5000);
    air.pass(4500);
    air.tell(gone("strap"));
    air.tell(gone("strap"));
    air.pass(500);
    assert!(air.until_live("strap", 15_000) < 5000);
    assert_eq!(air.connects("strap"), 2);
}

#[test]
fn what_answers_an_operation_that_is_not_under_way_changes_nothing() {
    let mut air = Air::new(1).with("strap", &STRAP);
    air.until_live("strap", 15_000);
    let before = air.actions.len();
    for operation in [Operation::Bond, Operation::Connect, Operation::Read(Characteristic::BATTERY_LEVEL)] {
        air.tell(LinkEvent::Done { device: key("strap"), operation: operation.clone() });
        let reason = Reason::NeedsBond;
        air.tell(LinkEvent::Failed { device: key("strap"), operation, reason });
    }
    assert_eq!(air.actions.len(), before);
    assert_eq!(air.session.state(&key("strap")), Some(LinkState::Live));
}

#[test]
fn a_device_that_wants_a_bond_gets_one_and_then_answers() {
    let mut air = Air::new(1).with("strap", &STRAP);
    air.device("strap").needs_bond = true;
    air.until_live("strap", 15_000);
    let subscribe = Operation::Subscribe(Characteristic::HEART_RATE_MEASUREMENT);
    let operations = air.operations("strap");
    assert_eq!(operations[1..4], [subscribe.clone(), Operation::Bond, subscribe]);
}

#[test]
fn a_bond_that_the_person_refuses_is_told_and_not_asked_for_again_and_again() {
    let mut air = Air::new(1).with("strap", &STRAP);
    let device = air.device("strap");
    (device.needs_bond, device.troubles) = (true, [].into());
    while !air.operations("strap").contains(&Operation::Bond) {
        air.pass(10);
    }
    air.tell(LinkEvent::Failed { device: key("strap"), operation: Operation::Bond, reason: Reason::Refused });
    air.devices.get_mut(&key("strap")).unwrap().bonded = false;
    assert!(air.news.iter().any(|(_, news)| matches!(news, News::NeedsBond { .. })));
    let bonds = air.operations("strap").iter().filter(|operation| **operation == Operation::Bond).count();
    assert_eq!(bonds, 1);
}

/// A meter that is being asked for its records, and a system that has begun to bond because of that.
fn meter_that_the_system_bonds() -> Air {
    let mut air = Air::new(1).with("meter", &super::air::METER);
    air.device("meter").unanswered = true;
    while !air.operations("meter").iter().any(|operation| matches!(operation, Operation::Write(..))) {
        air.pass(10);
    }
    air.tell(LinkEvent::Bonding { device: key("meter") });
    air
}

#[test]
fn a_bond_that_the_system_begins_by_itself_gets_the_time_that_a_person_needs() {
    let mut air = meter_that_the_system_bonds();
    air.pass(55_000);
    assert_eq!(air.session.state(&key("meter")), Some(LinkState::Settling));
    let (_, asked) = air.actions.iter().rfind(|(_, action)| matches!(action, Action::Do { .. })).unwrap().clone();
    let Action::Do { operation, .. } = asked else { unreachable!() };
    air.tell(LinkEvent::Done { device: key("meter"), operation });
    let point = Characteristic::RECORD_ACCESS_CONTROL_POINT;
    air.send("meter", point, &[6, 0, 1, 6]);
    let whole = |news: &News| matches!(news, News::Downloaded { complete: true, .. });
    assert!(air.news.iter().any(|(_, news)| whole(news)));
    assert_eq!(air.session.state(&key("meter")), Some(LinkState::Live));
}

#[test]
fn a_bond_begun_by_the_system_that_is_refused_is_told_and_what_wanted_it_is_not_waited_for() {
    let mut air = meter_that_the_system_bonds();
    air.pass(2000);
    let refused = Reason::Refused;
    air.tell(LinkEvent::Failed { device: key("meter"), operation: Operation::Bond, reason: refused });
    assert_eq!(air.session.state(&key("meter")), Some(LinkState::Live));
    let told = |news: &News| matches!(news, News::NeedsBond { .. });
    assert_eq!(air.news.iter().filter(|(_, news)| told(news)).count(), 1);
    let part = |news: &News| matches!(news, News::Downloaded { complete: false, .. });
    assert!(air.news.iter().any(|(_, news)| part(news)), "it is asked again in the next connection");
}

#[test]
fn a_bond_is_told_once_a_link_whoever_made_it() {
    let mut air = meter_that_the_system_bonds();
    // The radio finds it again with each operation.
    for _ in 0..3 {
        air.tell(LinkEvent::Done { device: key("meter"), operation: Operation::Bond });
    }
    let told = |news: &News| matches!(news, News::Bonded { .. });
    assert_eq!(air.news.iter().filter(|(_, news)| told(news)).count(), 1);
    assert!(!air.operations("meter").contains(&Operation::Bond), "nothing is bonded twice");
    assert_eq!(air.session.state(&key("meter")), Some(LinkState::Settling), "what wanted it is still under way");
}

#[test]
fn bluetooth_switched_off_parts_the_links_and_switched_on_brings_them_back() {
    let mut air = Air::new(1).with("strap", &STRAP);
    air.until_live("strap", 15_000);
    air.device("strap").connected = false;
    air.tell(LinkEvent::Radio(RadioState::Off));
    assert_eq!(air.session.state(&key("strap")), Some(LinkState::Away));
    let before = air.actions.len();
    air.pass(60_000);
    assert_eq!(air.actions.len(), before, "nothing is asked of a radio that is off");
    air.tell(LinkEvent::Radio(RadioState::On));
    assert!(air.until_live("strap", 15_000) < 5000);
}

#[test]
fn a_radio_that_is_off_from_the_start_is_told() {
    let mut session = Session::new(chrono_tz::Asia::Tokyo, 1);
    let off = LinkEvent::Radio(RadioState::Off);
    let step = session.on_link(Millis(super::air::START), off.clone());
    assert_eq!(step.news, [News::Radio(RadioState::Off)]);
    assert_eq!(session.on_link(Millis(super::air::START), off).news, [], "and not again");
}

#[test]
fn a_scan_that_cannot_begin_is_tried_again() {
    let mut air = Air::new(1).with("strap", &STRAP);
    air.scanning = false;
    air.tell(LinkEvent::ScanFailed);
    assert!((3000..8000).contains(&air.until_live("strap", 15_000)));
}

#[test]
fn two_straps_are_two_devices() {
    let mut air = Air::new(1).with("one", &STRAP).with("other", &STRAP);
    air.until_live("one", 15_000);
    air.until_live("other", 15_000);
    air.leave("one", 120_000);
    air.pass(60_000);
    let from = |air: &Air, name: &str| {
        let of = |news: &News| matches!(news, News::Heart { device, .. } if device.as_str() == name);
        air.news.iter().filter(|(at, news)| *at > air.now - 30_000 && of(news)).count()
    };
    assert_eq!((from(&air, "one"), from(&air, "other")), (0, 30));
    assert_eq!(air.connects("other"), 1);
    air.pass(60_000);
    assert!(air.until_live("one", 15_000) < 15_000);
}

#[test]
fn a_device_that_is_forgotten_is_let_go_and_its_beats_are_told() {
    let mut air = Air::new(1).with("strap", &STRAP);
    air.until_live("strap", 15_000);
    air.pass(5000);
    let step = air.session.forget(Millis(air.now), &key("strap"));
    assert!(step.news.iter().any(|news| matches!(news, News::Beats { .. })));
    assert_eq!(step.actions, [Action::Disconnect { device: key("strap") }]);
    assert_eq!(air.session.state(&key("strap")), None);
    // A link that was on its way all the same is not kept.
    let late = LinkEvent::Ready { device: key("strap"), characteristics: STRAP.to_vec() };
    let step = air.session.on_link(Millis(air.now), late);
    assert_eq!(step.actions, [Action::Disconnect { device: key("strap") }]);
}

#[test]
fn new_devices_are_told_only_while_they_are_looked_for() {
    let mut air = Air::new(1);
    let seen = |services: Vec<Service>| LinkEvent::Seen {
        device: key("new"),
        name: Some("H10".to_owned()),
        services,
        rssi: Some(-50),
    };
    air.tell(seen(vec![Service::HEART_RATE]));
    assert!(!air.news.iter().any(|(_, news)| matches!(news, News::Found { .. })));
    let step = air.session.look_for_new(Millis(air.now), true);
    assert!(matches!(step.actions.as_slice(), [Action::Scan { .. }]));
    air.tell(seen(vec![Service(0x1234)]));
    assert!(!air.news.iter().any(|(_, news)| matches!(news, News::Found { .. })), "nothing that measures");
    air.tell(seen(vec![Service::HEART_RATE]));
    assert!(air.news.iter().any(|(_, news)| matches!(news, News::Found { .. })));
    let step = air.session.look_for_new(Millis(air.now), false);
    assert_eq!(step.actions, [Action::StopScan]);
}

#[test]
fn a_patient_radio_is_asked_at_once_and_never_hurried() {
    let mut session = Session::new(chrono_tz::Asia::Tokyo, 1).patient();
    let now = Millis(super::air::START);
    let _ = session.on_link(now, LinkEvent::Radio(RadioState::On));
    let step = session.want(now, key("strap"), None);
    assert_eq!(step.actions, [Action::Do { device: key("strap"), operation: Operation::Connect }]);
    let step = session.poll(now.plus(8 * Millis::HOUR));
    assert!(step.actions.is_empty());
    assert_eq!(session.state(&key("strap")), Some(LinkState::Connecting));
}

#[test]
fn a_clock_that_is_set_back_makes_nobody_wait_for_the_difference() {
    let mut air = Air::new(1).with("strap", &STRAP);
    air.device("strap").troubles = [Trouble::RefuseConnect; 6].into();
    air.pass(6000);
    // The session is told a time an hour earlier from now on.
    let _ = air.session.poll(Millis(air.now - Millis::HOUR));
    let next = air.session.next_poll().unwrap();
    assert!(next.since(Millis(air.now - Millis::HOUR)) <= LOOK_CLOSELY, "{next:?}");
}

#[test]
fn a_week_of_drops_and_troubles_loses_nothing_that_was_sent() {
    let mut air = Air::new(11).with("strap", &STRAP);
    let mut draw = Jitter::new(7);
    let troubles = [Trouble::RefuseConnect, Trouble::HangConnect, Trouble::DropBeforeReady, Trouble::HangOperation];
    let (begun, mut drops) = (air.now, 0_u32);
    while air.now - begun < 7 * Millis::DAY {
        // Between half and two thousand seconds, and away for up to as long.
        let (stays, away) = (draw.wait(9) * 500, draw.wait(1 + drops % 9) * 200);
        air.pass(stays);
        if drops % 5 == 0 {
            let trouble = troubles[usize::try_from(drops / 5).unwrap() % troubles.len()];
            air.device("strap").troubles.push_back(trouble);
        }
        air.leave("strap", away);
        air.pass(away);
        drops += 1;
    }
    air.until_live("strap", 60_000);
    assert!(drops > 200, "{drops}");
    let heard = air.news.iter().filter(|(_, news)| matches!(news, News::Heart { .. })).count();
    assert_eq!(heard, air.sent);
    assert!(heard > 300_000, "{heard} of a week's 604,800 seconds");
    let beats = |news: &News| if let News::Beats { run, .. } = news { run.intervals.len() } else { 0 };
    let step = air.session.close(Millis(air.now));
    let told: usize = air.news.iter().map(|(_, news)| news).chain(&step.news).map(beats).sum();
    assert_eq!(told, heard, "each notification held one interval");
}

fn trouble() -> impl Strategy<Value = Trouble> {
    prop_oneof![
        Just(Trouble::RefuseConnect),
        Just(Trouble::HangConnect),
        Just(Trouble::DropBeforeReady),
        Just(Trouble::HangOperation),
        Just(Trouble::FallSilent),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Whatever went wrong: once it stops going wrong, the strap is live without anybody's touch.
    #[test]
    fn after_any_trouble_the_link_comes_back_by_itself(
        seed: u64,
        troubles in proptest::collection::vec(trouble(), 0..6),
        leaves in proptest::collection::vec((1i64..40, 1i64..120), 0..5),
        radio in proptest::option::of(1i64..60),
    ) {
        let mut air = Air::new(seed).with("strap", &STRAP);
        air.device("strap").troubles = troubles.into();
        for (wait, away) in leaves {
            air.pass(wait * 1000);
            air.leave("strap", away * 1000);
            air.pass(away * 1000);
        }
        if let Some(off) = radio {
            air.device("strap").connected = false;
            air.tell(LinkEvent::Radio(RadioState::Off));
            air.scanning = false;
            air.pass(off * 1000);
            air.tell(LinkEvent::Radio(RadioState::On));
        }
        air.pass(180_000);
        air.device("strap").troubles.clear();
        // A link in which nothing comes is given five minutes at most.
        air.pass(330_000);
        air.until_live("strap", 60_000);
        let heard = air.news.len();
        air.pass(30_000);
        let rates = air.news[heard..].iter().filter(|(_, news)| matches!(news, News::Heart { .. })).count();
        prop_assert!(rates > 20, "{rates}");
    }

    /// No order of events can stop a session, make it ask for ever, or make it poll without progress.
    #[test]
    fn no_order_of_events_can_stop_a_session(events in proptest::collection::vec((0u8..12, 0i64..30_000), 0..60)) {
        use Characteristic as C;
        let mut session = Session::new(chrono_tz::Asia::Tokyo, 3);
        let mut now = Millis(super::air::START);
        let _ = session.want(now, key("a"), Some(3));
        let offered = vec![C::HEART_RATE_MEASUREMENT, C::GLUCOSE_MEASUREMENT, C::RECORD_ACCESS_CONTROL_POINT];
        for (what, wait) in events {
            now = now.plus(if what == 11 { -wait } else { wait });
            let device = key("a");
            let operation = Operation::Subscribe(C::HEART_RATE_MEASUREMENT);
            let value = |characteristic, bytes: &[u8]| Arrival {
                device: key("a"), characteristic, at: now, bytes: bytes.to_vec(),
            };
            let step = match what {
                0 => session.on_link(now, LinkEvent::Radio(RadioState::On)),
                1 => session.on_link(now, LinkEvent::Radio(RadioState::Off)),
                2 => session.on_link(now, LinkEvent::Seen { device, name: None, services: vec![], rssi: None }),
                3 => session.on_link(now, LinkEvent::Ready { device, characteristics: offered.clone() }),
                4 => session.on_link(now, LinkEvent::Done { device, operation }),
                5 => session.on_link(now, LinkEvent::Failed { device, operation, reason: Reason::NeedsBond }),
                6 => session.on_link(now, LinkEvent::Failed { device, operation: Operation::Connect, reason: Reason::Unknown }),
                7 => session.on_link(now, LinkEvent::Disconnected { device }),
                8 => session.on_value(value(C::HEART_RATE_MEASUREMENT, &[0x16, 60, 0, 4])),
                9 => session.on_value(value(C::RECORD_ACCESS_CONTROL_POINT, &[6, 0, 1, 6])),
                10 => session.on_link(now, LinkEvent::ScanFailed),
                _ => session.poll(now),
            };
            prop_assert!(step.actions.len() < 10);
            let _ = session.poll(now);
            if let Some(next) = session.next_poll() {
                prop_assert!(next > now, "asks to be polled in the past");
            }
        }
    }
}
