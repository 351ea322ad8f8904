//! Sending: packed bodies, a program that is killed, the newest first.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::*;
use crate::model::steps::StepInterval;

#[test]
fn a_server_that_takes_packed_bodies_is_sent_a_fraction_of_the_bytes() {
    let (plain, packs) = (Server { packed: Some(415), ..Server::default() }, Server::default());
    for server in [&plain, &packs] {
        let phone = Phone::with(500);
        assert_eq!(phone.sync(server).set_aside, 0);
        assert_eq!((server.held().len(), phone.pending()), (501, 0));
    }
    assert!(packs.bytes() * 5 < plain.bytes(), "{} of {}", packs.bytes(), plain.bytes());
}

#[test]
fn a_server_that_refuses_packed_bodies_is_asked_once_and_never_again() {
    for status in [400, 415, 422] {
        let server = Server { packed: Some(status), ..Server::default() };
        let phone = Phone::with(300);
        assert_eq!((phone.sync(&server).set_aside, phone.pending()), (0, 0), "{status}");
        let before = server.writes();
        phone.store.write(|writing| writing.put_record(&weight(900, 70.0, 1))).unwrap();
        phone.sync(&server);
        assert_eq!((phone.pending(), server.writes() - before), (0, 1), "{status}");
        let key = format!("sync/{}/Packing", phone.platform.id);
        let known = phone.store.read(|reading| reading.meta(PERSON, &key)).unwrap();
        assert_eq!(known.as_deref(), Some("no"), "{status}");
    }
}

#[test]
fn what_another_phone_changed_of_a_first_send_that_was_killed_is_not_written_over() {
    let server = Server::default();
    let [mine, theirs] = [Phone::new(Access::Own), Phone::new(Access::Own)];
    mine.put(&meal("rice", "", 1, 0));
    // The bundle arrives, and the phone dies before it knows.
    server.fail(0, Fault::Killed);
    let died = catch_unwind(AssertUnwindSafe(|| mine.sync(&server)));
    assert!(died.is_err() && mine.pending() > 0 && !server.held().is_empty());

    theirs.sync(&server);
    let record = theirs.record(meal("rice", "", 1, 0).id);
    theirs.put(&meal("rice", "with my daughter", record.revision + 1, 10));
    theirs.sync(&server);
    mine.put(&meal("noodles", "", 2, 20));
    for phone in [&mine, &theirs] {
        phone.sync(&server);
    }
    mine.sync(&server);
    let said = |phone: &Phone| match phone.record(record.id).entry {
        Entry::Meal(meal) => (meal.items[0].name.clone(), meal.note),
        other => panic!("{other:?}"),
    };
    let both = ("noodles".to_owned(), "with my daughter".to_owned());
    assert_eq!((said(&mine), said(&theirs)), (both.clone(), both));
    assert!(mine.asked().is_empty());
}

#[test]
fn what_another_phone_changed_and_cannot_be_read_now_is_not_written_over() {
    for trouble in [Fault::Status(422), Fault::Page] {
        let server = Server::default();
        let [mine, theirs] = both_know_a_meal(&server);
        let record = theirs.record(meal("rice", "", 1, 0).id);
        theirs.put(&meal("rice", "with my daughter", record.revision + 1, 10));
        theirs.sync(&server);
        mine.put(&meal("noodles", "", 2, 20));
        // The bundle and the resource alone are refused: another version stands there.
        server.fail(server.requests() + 2, trouble);
        mine.sync(&server);
        for phone in [&mine, &theirs, &mine] {
            phone.sync(&server);
        }
        for phone in [&mine, &theirs] {
            let Entry::Meal(meal) = phone.record(record.id).entry else { panic!("a meal") };
            assert_eq!(
                (meal.items[0].name.as_str(), meal.note.as_str()),
                ("noodles", "with my daughter"),
                "{trouble:?}"
            );
        }
    }
}

#[test]
fn a_page_for_people_is_not_taken_for_an_answer_to_what_was_sent() {
    // Of a hotel's network: it says 200 to everything.
    for refuses_bundles in [false, true] {
        let server = Server { refuses_bundles, ..Server::default() };
        let phone = Phone::new(Access::Own);
        phone.put(&meal("rice", "", 1, 0));
        server.fail(usize::from(refuses_bundles), Fault::Page);
        assert!(matches!(phone.sync(&server).next, Next::After(_)), "{refuses_bundles}");
        assert_eq!((phone.pending(), server.held().len()), (1, 0), "{refuses_bundles}");
        phone.sync(&server);
        assert_eq!((phone.pending(), server.held().len()), (0, 1), "{refuses_bundles}");
    }
}

#[test]
fn of_an_hour_of_steps_that_two_phones_read_the_fuller_one_is_on_both() {
    let server = Server::default();
    let phones = [Phone::new(Access::Own), Phone::new(Access::Own)];
    let hour = |start: i64, count: u32| StepInterval::new(Millis(start), Millis(start + 600_000), count).unwrap();
    for (phone, more) in phones.iter().zip([None, Some(hour(1_800_000, 70))]) {
        let steps: Vec<StepInterval> = [hour(0, 30)].into_iter().chain(more).collect();
        phone.store.write(|writing| writing.append_steps(PERSON, STRAP, &steps)).unwrap();
    }
    // Whoever comes first.
    for order in [[0, 1], [1, 0], [0, 1]] {
        order.iter().for_each(|n| _ = phones[*n].sync(&server));
    }
    let hour = TimeRange::new(Millis(0), Millis(Millis::HOUR));
    for phone in &phones {
        assert_eq!(phone.store.read(|reading| reading.steps_total(PERSON, hour)).unwrap(), Some(100));
        assert_eq!(phone.pending(), 0);
    }
}

#[test]
fn the_last_ninety_days_arrive_before_the_years_before() {
    let phone = Phone::new(Access::Own);
    let day = |n: u32| {
        let at = Stamp::in_zone(Millis(i64::from(n) * Millis::DAY), chrono_tz::Asia::Tokyo);
        Record { at, ..weight(n, 40.0 + f64::from(n) / 100.0, 1) }
    };
    // Written in an order that says nothing of when they were.
    phone
        .store
        .write(|writing| (0..1_000).try_for_each(|n| writing.put_record(&day(n * 7 % 1_000)).map(drop)))
        .unwrap();
    let server = Server::default();
    // The line fails as soon as the first bundle is there.
    server.fail(1, Fault::LostBefore);
    phone.sync(&server);
    let held = server.held();
    let whole = held.values().map(|(_, json)| json["identifier"][0]["value"].to_string()).collect::<String>();
    let is_there = |n: u32| whole.contains(&day(n).id.to_string());
    assert!((910..1_000).all(is_there) && !(0..500).any(is_there), "{} are there", held.len());
    while phone.pending() > 0 {
        phone.sync(&server);
    }
    assert_eq!(server.held().len(), 1_000);
}
