//! Stored records: a meter that is asked for them.

use super::super::*;
use super::air::{Air, METER, key};
use crate::device::gatt::Characteristic as C;

fn record(number: u16, mg_per_dl: u8) -> Vec<u8> {
    let [low, high] = number.to_le_bytes();
    // kg/L with the exponent -5 is mg/dL.
    vec![2, low, high, 0xEA, 7, 4, 20, 7, 0, 0, mg_per_dl, 0xB0, 0x11]
}

fn meter(count: u16, cursor: Option<u16>) -> Air {
    let mut air = Air::new(1);
    air.session = Session::new(chrono_tz::Asia::Tokyo, 1);
    air.tell(LinkEvent::Radio(RadioState::On));
    // Wanted with its cursor before the device is there.
    air.want("meter", cursor);
    let mut air = air.with("meter", &METER);
    air.device("meter").stored = (1..=count).map(|number| record(number, 90)).collect();
    air
}

fn numbers(air: &Air) -> Vec<u16> {
    air.taken().iter().filter_map(|taken| taken.sequence).collect()
}

fn downloads(air: &Air) -> Vec<(u32, bool)> {
    let of = |(_, news): &(i64, News)| match news {
        News::Downloaded { records, complete, .. } => Some((*records, *complete)),
        _ => None,
    };
    air.news.iter().filter_map(of).collect()
}

fn asked(air: &Air) -> Vec<Vec<u8>> {
    let of = |operation: &Operation| match operation {
        Operation::Write(_, bytes) => Some(bytes.clone()),
        _ => None,
    };
    air.operations("meter").iter().filter_map(of).collect()
}

#[test]
fn everything_stored_is_fetched_and_the_cursor_moves_only_with_the_commit() {
    let mut air = meter(5, None);
    air.until_live("meter", 20_000);
    air.pass(5000);
    assert_eq!(numbers(&air), [1, 2, 3, 4, 5]);
    assert_eq!(downloads(&air), [(5, true)]);
    assert_eq!(air.session.cursor(&key("meter")), None, "nothing is committed yet");
    air.session.committed(&key("meter"), 3);
    assert_eq!(air.session.cursor(&key("meter")), Some(3));

    // A connection later, only what is behind the cursor is asked for.
    air.leave("meter", 10_000);
    air.pass(10_000);
    air.until_live("meter", 20_000);
    air.pass(5000);
    assert_eq!(numbers(&air)[5..], [4, 5]);
    assert_eq!(asked(&air), [vec![1, 1], vec![1, 3, 1, 4, 0]]);
}

#[test]
fn a_link_lost_in_the_middle_goes_on_where_the_commits_were() {
    let mut air = meter(50, None);
    while numbers(&air).len() < 20 {
        air.pass(10);
    }
    air.session.committed(&key("meter"), 17);
    air.leave("meter", 5000);
    air.pass(5000);
    let received = u32::try_from(numbers(&air).len()).unwrap();
    assert_eq!(downloads(&air), [(received, false)]);
    air.until_live("meter", 20_000);
    air.pass(5000);
    assert_eq!(numbers(&air)[received as usize..], (18..=50).collect::<Vec<_>>());
    assert_eq!(downloads(&air)[1], (33, true));
}

#[test]
fn a_meter_with_nothing_new_is_left_in_peace() {
    let mut air = meter(5, Some(5));
    air.until_live("meter", 20_000);
    air.pass(5000);
    assert!(numbers(&air).is_empty());
    assert_eq!(asked(&air), [vec![1, 3, 1, 6, 0], vec![1, 6]]);
    assert_eq!(downloads(&air), [(0, true)]);
    assert_eq!(air.session.cursor(&key("meter")), Some(5));
}

#[test]
fn a_meter_that_was_emptied_counts_anew_and_nothing_is_missed() {
    let mut air = meter(3, Some(40));
    air.until_live("meter", 20_000);
    air.pass(5000);
    assert_eq!(numbers(&air), [1, 2, 3]);
    assert_eq!(asked(&air), [vec![1, 3, 1, 41, 0], vec![1, 6], vec![1, 1]]);
    air.session.committed(&key("meter"), 3);
    assert_eq!(air.session.cursor(&key("meter")), Some(3));
}

#[test]
fn a_meter_that_cannot_filter_is_asked_for_all() {
    let mut air = meter(5, Some(3));
    air.device("meter").stored.clear();
    while asked(&air).is_empty() {
        air.pass(10);
    }
    air.send("meter", C::RECORD_ACCESS_CONTROL_POINT, &[6, 0, 1, 4]);
    assert_eq!(asked(&air)[1], [1, 1]);
    air.send("meter", C::RECORD_ACCESS_CONTROL_POINT, &[6, 0, 1, 2]);
    assert_eq!(downloads(&air), [(0, false)]);
}

#[test]
fn records_may_come_before_the_radio_says_that_they_were_asked_for() {
    let mut air = meter(2, None);
    while asked(&air).is_empty() {
        air.pass(5);
    }
    let device = key("meter");
    air.send("meter", C::GLUCOSE_MEASUREMENT, &record(1, 90));
    air.send("meter", C::RECORD_ACCESS_CONTROL_POINT, &[6, 0, 1, 1]);
    assert_eq!(downloads(&air), [(1, true)]);
    let write = Operation::Write(C::RECORD_ACCESS_CONTROL_POINT, vec![1, 1]);
    air.tell(LinkEvent::Done { device, operation: write });
    assert_eq!(air.session.state(&key("meter")), Some(LinkState::Live));
    air.pass(60_000);
    assert!(!asked(&air).contains(&vec![3, 0]), "nothing is awaited any more");
}

#[test]
fn a_meter_that_falls_silent_in_the_middle_is_told_to_stop() {
    let device = key("meter");
    let mut session = Session::new(chrono_tz::Asia::Tokyo, 1);
    let now = Millis(super::air::START);
    let _ = session.on_link(now, LinkEvent::Radio(RadioState::On));
    let _ = session.want(now, device.clone(), None);
    let characteristics = vec![C::GLUCOSE_MEASUREMENT, C::RECORD_ACCESS_CONTROL_POINT];
    let _ = session.on_link(now, LinkEvent::Ready { device: device.clone(), characteristics });
    for operation in [
        Operation::Subscribe(C::GLUCOSE_MEASUREMENT),
        Operation::Subscribe(C::RECORD_ACCESS_CONTROL_POINT),
        Operation::Write(C::RECORD_ACCESS_CONTROL_POINT, vec![1, 1]),
    ] {
        let _ = session.on_link(now, LinkEvent::Done { device: device.clone(), operation });
    }
    // Of two records the second never comes, nor the answer.
    let characteristic = C::GLUCOSE_MEASUREMENT;
    let _ = session.on_value(Arrival { device: device.clone(), characteristic, at: now, bytes: record(1, 90) });
    let silent = now.plus(31 * Millis::SECOND);
    assert!(session.next_poll().unwrap() <= silent);
    let step = session.poll(silent);
    assert!(step.news.contains(&News::Downloaded { device: device.clone(), records: 1, complete: false }));
    let abort = Operation::Write(C::RECORD_ACCESS_CONTROL_POINT, vec![3, 0]);
    assert_eq!(step.actions, [Action::Do { device, operation: abort }]);
}

#[test]
fn a_control_solution_is_no_persons_and_does_not_hold_up_the_cursor() {
    let mut air = meter(0, None);
    let mut control = record(1, 90);
    control[12] = 0x4A;
    air.device("meter").stored = vec![control, record(2, 95)];
    air.until_live("meter", 20_000);
    air.pass(5000);
    assert_eq!(numbers(&air), [1, 2]);
    assert_eq!(air.taken()[0].vitals, []);
    assert_eq!(air.taken()[1].vitals.len(), 1);
}
