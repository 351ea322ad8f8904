use serde_json::json;
use tempfile::TempDir;
use uuid::Uuid;

use super::token::{FixedToken, NoToken};
use super::*;
use crate::clock::FixedClock;
use crate::model::heart::{Bpm, Contact, HeartSample};
use crate::model::person::{Person, Role, Source, SourceKind};
use crate::model::vital::{Vital, VitalKind};
use crate::model::{Entry, PersonId, Record, RecordId, RecordKind, RecordStatus, SourceId, Stamp, TimeRange};
use crate::store::SecretKey;

mod down;
mod greeting;
mod server;
mod up;

use server::{Fault, Server};

const PERSON: PersonId = PersonId(Uuid::from_u128(1));
const HAND: SourceId = SourceId(Uuid::from_u128(2));
const STRAP: SourceId = SourceId(Uuid::from_u128(3));

struct Phone {
    store: Store,
    platform: Platform,
    clock: FixedClock,
    _folder: TempDir,
}

impl Phone {
    /// One that has synced before.
    fn new(access: Access) -> Self {
        let phone = Self::unmet(access);
        phone.meet();
        phone
    }

    fn meet(&self) {
        let status = SyncStatus { last_good: Some(Millis(0)), ..SyncStatus::default() };
        keep_status(&self.store, &self.platform, &status).unwrap();
    }

    /// One that has not synced yet.
    fn unmet(access: Access) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("store"), &SecretKey::random().unwrap()).unwrap();
        let platform = Platform {
            id: PlatformId(Uuid::new_v4()),
            person: PERSON,
            base_url: "https://fhir.example/r4".into(),
            patient: "mother".into(),
            access,
        };
        let role = if access == Access::Own { Role::Patient } else { Role::Caregiver };
        store
            .write(|writing| {
                writing.put_person(&Person::new(PERSON, "Hanako", role, chrono_tz::Asia::Tokyo)?)?;
                writing.put_source(PERSON, &Source { id: HAND, kind: SourceKind::Manual, name: String::new() })?;
                writing.put_source(PERSON, &Source { id: STRAP, kind: SourceKind::Bluetooth, name: "Strap".into() })?;
                writing.put_platform(&platform)
            })
            .unwrap();
        Self { store, platform, clock: FixedClock::new(Millis(0)), _folder: folder }
    }

    /// A phone with `records` weighings and an hour of heart rate.
    fn with(records: u32) -> Self {
        let phone = Self::new(Access::Own);
        phone
            .store
            .write(|writing| {
                for n in 0..records {
                    // No two weigh the same.
                    writing.put_record(&weight(n, 50.0 + f64::from(n % 200) + f64::from(n / 200) / 100.0, 1))?;
                }
                let beat = |s: i64| HeartSample {
                    at: Millis(s * 1000),
                    bpm: Bpm::new(70).unwrap(),
                    contact: Contact::Detected,
                };
                writing.append_heart(PERSON, STRAP, &[beat(0), beat(1), beat(5)], &[])
            })
            .unwrap();
        phone
    }

    fn sync(&self, server: &Server) -> SyncReport {
        self.sync_with(server, &NoToken)
    }

    fn sync_with(&self, server: &Server, tokens: &dyn TokenSource) -> SyncReport {
        let request = SyncRequest { reason: Reason::Scheduled, deadline: Millis(60_000), jitter: 0.0 };
        run(&self.store, &self.platform, server, tokens, &self.clock, request).unwrap()
    }

    fn pending(&self) -> u32 {
        self.store.read(|reading| reading.pending_count(self.platform.id)).unwrap()
    }

    fn weights(&self) -> Vec<f64> {
        let records = self.store.read(|reading| reading.records_of(PERSON, RecordKind::Vital)).unwrap();
        let value = |record: Record| match record.entry {
            Entry::Vital(vital) => vital.quantity().unwrap().value,
            other => panic!("{other:?}"),
        };
        records.into_iter().map(value).collect()
    }
}

fn weight(n: u32, value: f64, revision: u32) -> Record {
    Record {
        id: RecordId(Uuid::from_u128(100 + u128::from(n))),
        person: PERSON,
        revision,
        status: RecordStatus::Active,
        at: Stamp::in_zone(Millis(i64::from(n) * Millis::HOUR), chrono_tz::Asia::Tokyo),
        source: HAND,
        written: Millis(i64::from(n) + i64::from(revision)),
        entry: Entry::Vital(Vital::single(VitalKind::Weight, value).unwrap()),
    }
}

#[test]
fn everything_reaches_the_platform_once_and_a_second_run_sends_nothing() {
    let (phone, server) = (Phone::with(5), Server::default());
    let report = phone.sync(&server);
    assert_eq!((report.pushed, report.next), (6, Next::Never));
    assert_eq!(server.held().len(), 6);
    let disclosed = phone.store.read(|reading| reading.disclosures(PERSON)).unwrap();
    assert_eq!(disclosed.iter().map(|one| one.count).sum::<u32>(), 6);

    let writes = server.writes();
    let again = phone.sync(&server);
    assert_eq!((again.pushed, again.pulled, server.writes()), (0, 0, writes));
}

#[test]
fn a_cut_at_any_request_loses_nothing_and_makes_nothing_twice() {
    let (phone, server) = (Phone::with(4), Server::default());
    phone.sync(&server);
    let whole = server.requests();
    for fault in [Fault::LostBefore, Fault::LostAfter] {
        for at in 0..whole {
            let (phone, server) = (Phone::with(4), Server::default());
            server.place("Condition/c", json!({"resourceType": "Condition", "id": "c"}));
            server.fail(at, fault);
            let cut = phone.sync(&server);
            assert_eq!(cut.next, Next::WhenOnline, "{fault:?} at {at}");
            assert_eq!(phone.sync(&server).next, Next::Never);
            assert_eq!(phone.pending(), 0);
            assert_eq!(server.held().len(), 6, "{fault:?} at {at}");
            assert_eq!(phone.weights(), [50.0, 51.0, 52.0, 53.0]);
            let received = phone.store.read(|reading| reading.received(PERSON, None)).unwrap();
            assert_eq!(received.len(), 1, "{fault:?} at {at}");
        }
    }
}

#[test]
fn an_edit_whose_answer_was_lost_is_recognised_as_sent() {
    for stale in [412, 409] {
        let phone = Phone::with(1);
        let server = Server { stale: Some(stale), ..Server::default() };
        phone.sync(&server);
        phone.store.write(|writing| writing.put_record(&weight(0, 61.0, 2))).unwrap();
        server.fail(server.requests(), Fault::LostAfter);
        phone.sync(&server);
        let writes = server.writes();
        assert_eq!(phone.sync(&server).pushed, 1);
        assert_eq!(server.writes(), writes, "it stood there already");
        assert_eq!(phone.pending(), 0);
    }
}

#[test]
fn a_version_that_somebody_else_made_does_not_hold_back_a_correction() {
    let (phone, server) = (Phone::with(1), Server::default());
    phone.sync(&server);
    let (path, (_, mut theirs)) =
        server.held().into_iter().find(|(_, (_, json))| json.to_string().contains("50")).unwrap();
    theirs["note"] = json!([{"text": "seen"}]);
    server.place(&path, theirs);
    phone.store.write(|writing| writing.put_record(&weight(0, 61.0, 2))).unwrap();
    assert_eq!(phone.sync(&server).pushed, 1);
    assert_eq!(server.held()[&path].1["valueQuantity"]["value"], 61);
}

#[test]
fn a_record_the_server_refuses_does_not_hold_back_the_others() {
    let phone = Phone::with(40);
    let server = Server { poison: Some("\"value\":57"), ..Server::default() };
    let report = phone.sync(&server);
    assert_eq!((report.pushed, report.set_aside, report.next), (40, 1, Next::Never));
    let aside = phone.store.read(|reading| reading.set_aside_list(phone.platform.id)).unwrap();
    assert_eq!(aside[0].subject, crate::model::Subject::Record(RecordId(Uuid::from_u128(107))));
    assert_eq!(aside[0].reason, "422 invariant");
    // It is not tried again by itself, and is when it is mended.
    assert_eq!(phone.sync(&server).set_aside, 0);
    phone.store.write(|writing| writing.put_record(&weight(7, 58.5, 2))).unwrap();
    assert_eq!(phone.sync(&server).pushed, 1);
}

#[test]
fn one_bad_record_among_ten_thousand_is_set_aside_in_the_run_that_sends_the_others() {
    // Nine thousand nine hundred and ninety-nine, the bad one, and an hour of heart rate.
    let phone = Phone::with(10_000);
    let server = Server { poison: Some("\"value\":227.03"), page: Some(500), ..Server::default() };
    let report = phone.sync(&server);
    assert_eq!((report.pushed, report.set_aside, report.next), (10_000, 1, Next::Never));
    assert_eq!((server.held().len(), phone.pending()), (10_000, 0));
    assert!(server.requests() < 200, "{} requests", server.requests());
    // It is left alone until it is changed.
    let asked = SyncRequest { reason: Reason::Asked, deadline: Millis(60_000), jitter: 0.0 };
    let again = run(&phone.store, &phone.platform, &server, &NoToken, &phone.clock, asked).unwrap();
    assert_eq!((again.pushed, again.set_aside), (0, 0));
}

#[test]
fn the_newest_over_which_the_server_fails_do_not_hold_the_others_back() {
    let phone = Phone::with(40);
    // The twenty newest: more than it looks at before it looks elsewhere.
    let server = Server { crash_from: Some(70.0), ..Server::default() };
    let mut report = phone.sync(&server);
    for _ in 0..6 {
        report = phone.sync(&server);
    }
    assert_eq!((report.next, phone.pending(), server.held().len()), (Next::Never, 0, 21));
    let aside = phone.store.read(|reading| reading.set_aside_list(phone.platform.id)).unwrap();
    assert_eq!(aside.len(), 20);
}

#[test]
fn a_record_deleted_before_the_platform_was_connected_is_no_business_of_the_platforms() {
    let (phone, server) = (Phone::with(2), Server::default());
    phone.store.write(|writing| writing.remove_platform(phone.platform.id)).unwrap();
    let gone = Record { status: RecordStatus::EnteredInError, ..weight(0, 50.0, 2) };
    phone.store.write(|writing| writing.put_record(&gone)).unwrap();
    phone.store.write(|writing| writing.put_platform(&phone.platform)).unwrap();
    phone.meet();
    phone.sync(&server);
    assert!(!server.held().values().any(|(_, json)| json["status"] == "entered-in-error"));
    assert_eq!(server.held().len(), 2);
}

#[test]
fn a_record_over_which_the_server_fails_each_time_is_set_aside_and_holds_back_nothing_for_long() {
    for others in [40, 1] {
        let phone = Phone::with(others);
        let server = Server { crash: Some("\"value\":50"), ..Server::default() };
        let mut report = phone.sync(&server);
        for _ in 0..2 {
            assert!(matches!(report.next, Next::After(_)), "at first it is the server that is believed to fail");
            report = phone.sync(&server);
        }
        while report.next != Next::Never {
            report = phone.sync(&server);
        }
        let aside = phone.store.read(|reading| reading.set_aside_list(phone.platform.id)).unwrap();
        assert_eq!(aside.iter().map(|one| one.reason.as_str()).collect::<Vec<_>>(), ["500"]);
        assert_eq!((phone.pending(), server.held().len()), (0, others as usize));
    }
}

#[test]
fn a_server_that_is_out_of_order_is_left_in_peace_and_nothing_is_set_aside() {
    let phone = Phone::with(40);
    let server = Server { is_broken: true, ..Server::default() };
    for _ in 0..5 {
        let before = server.requests();
        assert!(matches!(phone.sync(&server).next, Next::After(_)));
        assert!(server.requests() - before < 30, "{} requests in a run", server.requests() - before);
    }
    assert_eq!(phone.pending(), 41);
    assert!(phone.store.read(|reading| reading.set_aside_list(phone.platform.id)).unwrap().is_empty());
    let mended = Server::default();
    assert_eq!(phone.sync(&mended).next, Next::Never);
    assert_eq!(mended.held().len(), 41);
}

#[test]
fn with_little_time_the_newest_is_there_first() {
    let (phone, server) = (Phone::with(500), Server::default());
    // The time is over after the second bundle.
    server.fail(2, Fault::LostBefore);
    phone.sync(&server);
    let ids = |n: u32| weight(n, 50.0, 1).id.to_string();
    let held = format!("{:?}", server.held());
    assert!(held.contains(&ids(499)) && held.contains(&ids(300)), "the newest are there");
    assert!(!held.contains(&ids(0)) && phone.pending() > 0, "the oldest wait");
}

#[test]
fn a_server_that_takes_no_transactions_is_given_one_resource_at_a_time() {
    let phone = Phone::with(3);
    let server = Server { refuses_bundles: true, ..Server::default() };
    assert_eq!(phone.sync(&server).pushed, 4);
    assert_eq!(server.held().len(), 4);
}

#[test]
fn a_server_that_asks_for_patience_is_given_it_and_longer_each_time() {
    let (phone, server) = (Phone::with(1), Server::default());
    server.fail(0, Fault::Status(429));
    assert_eq!(phone.sync(&server).next, Next::After(40_000));
    let mut waits = Vec::new();
    for _ in 0..6 {
        server.fail(server.requests(), Fault::Status(503));
        let Next::After(wait) = phone.sync(&server).next else { panic!("to wait") };
        waits.push(wait);
    }
    assert!(waits.is_sorted() && waits[5] > 60_000, "{waits:?}");
    assert_eq!(phone.sync(&server).next, Next::Never);
}

#[test]
fn a_token_that_has_run_out_is_renewed_once_and_then_the_person_is_asked() {
    #[derive(Debug)]
    struct Renewing;
    impl TokenSource for Renewing {
        fn token(&self) -> transport::BoxFuture<'_, Result<Option<AccessToken>, TokenError>> {
            Box::pin(std::future::ready(Ok(Some(AccessToken::new("old".into())))))
        }
        fn renew(&self, _: &AccessToken) -> transport::BoxFuture<'_, Result<AccessToken, TokenError>> {
            Box::pin(std::future::ready(Ok(AccessToken::new("new".into()))))
        }
    }
    let phone = Phone::with(1);
    let server = Server { token: Some("new"), ..Server::default() };
    assert_eq!(phone.sync_with(&server, &Renewing).pushed, 2);

    let phone = Phone::with(1);
    let report = phone.sync_with(&server, &FixedToken(AccessToken::new("old".into())));
    assert!(report.needs_sign_in);
    assert_eq!((report.next, phone.pending()), (Next::Never, 2));
}

#[test]
fn a_run_without_time_sends_nothing_and_asks_to_go_on() {
    let (phone, server) = (Phone::with(1), Server::default());
    phone.clock.set(Millis(59_900));
    assert_eq!(phone.sync(&server).next, Next::Now);
    assert_eq!(server.requests(), 0);
}

#[test]
fn a_deleted_record_is_void_on_the_platform_and_an_erased_one_too() {
    let (phone, server) = (Phone::with(2), Server::default());
    phone.sync(&server);
    let gone = Record { status: RecordStatus::EnteredInError, ..weight(0, 50.0, 2) };
    phone.store.write(|writing| writing.put_record(&gone)).unwrap();
    phone.store.write(|writing| writing.erase_record(weight(1, 0.5, 1).id)).unwrap();
    phone.sync(&server);
    let void = server.held().values().filter(|(_, json)| json["status"] == "entered-in-error").count();
    assert_eq!(void, 2);
    assert!(!server.held().values().any(|(_, json)| json.get("valueQuantity").is_some()));
    assert_eq!(phone.sync(&server).records, 0);
}

#[test]
fn what_the_person_recorded_shows_on_the_caregivers_phone_and_follows_corrections() {
    let (mother, server) = (Phone::with(2), Server::default());
    mother.sync(&server);
    let daughter = Phone::new(Access::Caregiver);
    let report = daughter.sync(&server);
    assert_eq!((report.pushed, report.records), (0, 3));
    assert_eq!(daughter.weights(), [50.0, 51.0]);
    let hour = TimeRange::new(Millis(0), Millis(Millis::HOUR));
    let seen = daughter.store.read(|reading| reading.heart_samples(PERSON, hour)).unwrap();
    assert_eq!(seen.iter().map(|(_, sample)| sample.at.0).collect::<Vec<_>>(), [0, 1000, 5000]);

    mother.store.write(|writing| writing.put_record(&weight(0, 61.0, 2))).unwrap();
    let gone = Record { status: RecordStatus::EnteredInError, ..weight(1, 51.0, 2) };
    mother.store.write(|writing| writing.put_record(&gone)).unwrap();
    mother.sync(&server);
    daughter.sync(&server);
    assert_eq!(daughter.weights(), [61.0]);
}

#[test]
fn two_phones_of_one_person_do_not_send_each_others_records_back() {
    let (phone, server) = (Phone::with(3), Server::default());
    phone.sync(&server);
    let tablet = Phone::new(Access::Own);
    let writes = server.writes();
    assert_eq!(tablet.sync(&server).records, 4);
    assert_eq!(tablet.weights(), [50.0, 51.0, 52.0]);
    assert_eq!((tablet.pending(), tablet.sync(&server).pushed, server.writes()), (0, 0, writes));
}

/// A meal at noon, as both phones have it.
fn meal(food: &str, note: &str, revision: u32, written: i64) -> Record {
    use crate::model::meal::{Meal, MealItem, MealSlot};
    let item = MealItem { name: food.into(), food: None, grams: None, portion: None, nutrients: Default::default() };
    let meal = Meal { note: note.into(), ..Meal::new(MealSlot::Lunch, vec![item]).unwrap() };
    Record { entry: Entry::Meal(meal), written: Millis(written), ..weight(900, 1.0, revision) }
}

/// Two phones of one person that both know the meal, and where they know it from.
fn both_know_a_meal(server: &Server) -> [Phone; 2] {
    let (one, other) = (Phone::new(Access::Own), Phone::new(Access::Own));
    one.put(&meal("rice", "", 1, 10));
    one.sync(server);
    other.sync(server);
    [one, other]
}

impl Phone {
    fn put(&self, record: &Record) {
        self.store.write(|writing| writing.put_record(record)).unwrap();
    }

    fn record(&self, id: RecordId) -> Record {
        self.store.read(|reading| reading.record(id)).unwrap().unwrap()
    }

    /// What of its conflicts is asked, and both sides.
    fn asked(&self) -> Vec<crate::model::conflict::Conflict> {
        self.store.read(|reading| reading.conflicts(PERSON)).unwrap()
    }
}

#[test]
fn what_two_phones_changed_in_different_places_comes_together_without_a_question() {
    for (stale, refuses_bundles) in [(412, false), (409, false), (400, false), (412, true)] {
        let server = Server { stale: Some(stale), refuses_bundles, ..Server::default() };
        let [one, other] = both_know_a_meal(&server);
        one.put(&meal("noodles", "", 2, 20));
        other.put(&meal("rice", "with mother", 2, 30));
        for phone in [&one, &other, &one] {
            assert_eq!(phone.sync(&server).next, Next::Never);
        }
        for phone in [&one, &other] {
            let expected = meal("noodles", "with mother", 2, 30);
            assert!(three_way::is_same(&phone.record(expected.id), &expected), "{stale}");
            assert_eq!((phone.asked(), phone.pending()), (vec![], 0));
        }
        let writes = server.writes();
        one.sync(&server);
        other.sync(&server);
        assert_eq!(server.writes(), writes, "and it is quiet");
    }
}

#[test]
fn what_two_phones_changed_in_one_place_is_kept_twice_and_asked_about_for_as_long_as_it_takes() {
    let server = Server::default();
    let [one, other] = both_know_a_meal(&server);
    one.put(&meal("rice", "late", 2, 50));
    other.put(&meal("rice", "early", 2, 40));
    for phone in [&one, &other, &one, &other] {
        assert_eq!(phone.sync(&server).next, Next::Never);
    }
    let late = meal("rice", "late", 2, 50);
    for phone in [&one, &other] {
        assert!(three_way::is_same(&phone.record(late.id), &late), "the later one stands on both");
        assert_eq!(phone.pending(), 0, "nothing waits for the answer");
    }
    assert_eq!(one.asked(), []);
    let asked = other.asked();
    assert_eq!(asked.len(), 1);
    assert_eq!(asked[0].fields, ["note"]);
    assert!(three_way::is_same(&asked[0].here, &meal("rice", "early", 2, 40)));
    assert!(three_way::is_same(&asked[0].there, &late));
    // Months later it is still there, and the record was not held up.
    other.put(&meal("noodles", "late", 9, 60).following(&other));
    other.sync(&server);
    one.sync(&server);
    assert!(three_way::is_same(&one.record(late.id), &meal("noodles", "late", 3, 60)));
    assert_eq!(other.asked().len(), 1);
}

impl Record {
    fn following(self, phone: &Phone) -> Self {
        Self { revision: phone.record(self.id).revision + 1, ..self }
    }
}

#[test]
fn the_same_correction_on_both_phones_is_no_conflict() {
    let server = Server::default();
    let [one, other] = both_know_a_meal(&server);
    one.put(&meal("noodles", "", 2, 50));
    other.put(&meal("noodles", "", 2, 40));
    for phone in [&one, &other, &one] {
        phone.sync(&server);
        assert_eq!((phone.asked(), phone.pending()), (vec![], 0));
    }
}

#[test]
fn a_deletion_on_one_phone_does_not_swallow_a_change_on_the_other() {
    for first_deletes in [true, false] {
        let server = Server::default();
        let [one, other] = both_know_a_meal(&server);
        let (deleting, changing) = if first_deletes { (&one, &other) } else { (&other, &one) };
        deleting.put(&Record { status: RecordStatus::EnteredInError, ..meal("rice", "", 2, 90) });
        changing.put(&meal("rice", "good", 2, 40));
        for phone in [&one, &other, &one, &other] {
            phone.sync(&server);
        }
        for phone in [&one, &other] {
            assert!(three_way::is_same(&phone.record(meal("", "", 1, 1).id), &meal("rice", "good", 2, 40)));
        }
        assert_eq!(one.asked().len() + other.asked().len(), 1);
    }
}

#[test]
fn a_phone_whose_clock_is_behind_is_heard_all_the_same() {
    let server = Server::default();
    let [one, other] = both_know_a_meal(&server);
    one.put(&meal("noodles", "", 2, 5_000_000));
    one.sync(&server);
    other.sync(&server);
    // It knows of that, and its clock says that it is earlier.
    other.put(&meal("bread", "", 3, 20).following(&other));
    other.sync(&server);
    one.sync(&server);
    assert!(three_way::is_same(&one.record(meal("", "", 1, 1).id), &meal("bread", "", 3, 20)));
    assert_eq!((one.asked(), one.pending()), (vec![], 0));
}

#[test]
fn an_answer_that_was_lost_is_no_conflict_with_oneself() {
    let server = Server::default();
    let [one, _] = both_know_a_meal(&server);
    one.put(&meal("noodles", "", 2, 50));
    server.fail(server.requests(), Fault::LostAfter);
    one.sync(&server);
    one.put(&meal("bread", "", 3, 60));
    one.sync(&server);
    assert_eq!((one.asked(), one.pending()), (vec![], 0));
    assert!(server.held().values().any(|(_, json)| json.to_string().contains("bread")));
}

#[test]
fn what_was_sent_without_an_answer_is_looked_up_before_it_is_sent_again() {
    let server = Server::default();
    let (one, other) = (Phone::new(Access::Own), Phone::new(Access::Own));
    one.put(&meal("rice", "", 1, 10));
    server.fail(0, Fault::LostAfter);
    assert_eq!(one.sync(&server).next, Next::WhenOnline);
    // It had arrived, and another phone has changed it since.
    other.sync(&server);
    other.put(&meal("noodles", "", 2, 20));
    other.sync(&server);
    one.put(&meal("rice", "with mother", 2, 30));
    for phone in [&one, &other] {
        phone.sync(&server);
    }
    for phone in [&one, &other] {
        let expected = meal("noodles", "with mother", 2, 30);
        assert!(three_way::is_same(&phone.record(expected.id), &expected));
        assert_eq!((phone.asked(), phone.pending()), (vec![], 0));
    }
    // What stands there as it was sent is not sent again at all.
    let (phone, server) = (Phone::with(40), Server::default());
    server.fail(0, Fault::LostAfter);
    phone.sync(&server);
    let writes = server.writes();
    assert_eq!(phone.sync(&server).pushed, 41);
    assert_eq!((server.writes(), phone.pending()), (writes, 0));
}

#[test]
fn an_hour_that_both_phones_have_a_part_of_becomes_whole_on_both() {
    let server = Server::default();
    let beat = |s: i64| HeartSample { at: Millis(s * 1000), bpm: Bpm::new(70).unwrap(), contact: Contact::Detected };
    let (one, other) = (Phone::with(0), Phone::new(Access::Own));
    one.sync(&server);
    other.store.write(|writing| writing.append_heart(PERSON, STRAP, &[beat(5), beat(9)], &[])).unwrap();
    for phone in [&other, &one, &one, &other, &one] {
        phone.sync(&server);
    }
    let hour = TimeRange::new(Millis(0), Millis(Millis::HOUR));
    for phone in [&one, &other] {
        let held = phone.store.read(|reading| reading.heart_samples(PERSON, hour)).unwrap();
        assert_eq!(held.iter().map(|(_, sample)| sample.at.0).collect::<Vec<_>>(), [0, 1000, 5000, 9000]);
        assert_eq!(phone.pending(), 0);
    }
}

#[test]
fn a_clinics_resource_is_kept_as_it_came_and_in_its_newest_version() {
    let (phone, server) = (Phone::with(0), Server::default());
    for n in 0..5 {
        let json = json!({"resourceType": "Condition", "id": format!("c{n}"), "x-unknown": {"kept": n}});
        server.place(&format!("Condition/c{n}"), json);
    }
    phone.sync(&server);
    server.place("Condition/c1", json!({"resourceType": "Condition", "id": "c1", "x-unknown": {"kept": 99}}));
    let report = phone.sync(&server);
    assert_eq!(report.pulled, 1);
    let received = phone.store.read(|reading| reading.received(PERSON, Some("Condition"))).unwrap();
    let mut kept: Vec<i64> = received.iter().map(|one| one.json["x-unknown"]["kept"].as_i64().unwrap()).collect();
    kept.sort_unstable();
    assert_eq!(kept, [0, 2, 3, 4, 99]);
}

#[test]
fn what_a_clinic_has_taken_back_goes_from_the_phone_and_nothing_else_does() {
    let (phone, server) = (Phone::with(2), Server::default());
    let condition = |n: u32| json!({"resourceType": "Condition", "id": format!("c{n}")});
    for n in 0..5 {
        server.place(&format!("Condition/c{n}"), condition(n));
    }
    phone.sync(&server);
    phone.sync(&server);
    let held = || {
        let received = phone.store.read(|reading| reading.received(PERSON, Some("Condition"))).unwrap();
        let mut ids: Vec<String> = received.into_iter().map(|one| one.id).collect();
        ids.sort();
        ids
    };
    server.remove("Condition/c1");
    server.remove("Condition/c4");
    phone.sync(&server);
    assert_eq!(held().len(), 5, "it is compared once a week");
    phone.clock.set(Millis(8 * Millis::DAY));
    let week_later = || {
        let deadline = Millis(8 * Millis::DAY + 60_000);
        let request = SyncRequest { reason: Reason::Scheduled, deadline, jitter: 0.0 };
        run(&phone.store, &phone.platform, &server, &NoToken, &phone.clock, request).unwrap()
    };
    // A cut in the middle of it takes nothing away that is still there.
    server.fail(server.requests() + 8, Fault::LostBefore);
    week_later();
    assert_eq!(week_later().next, Next::Never);
    assert_eq!(held(), ["c0", "c2", "c3"]);
    // When everything is read again, so is this.
    server.remove("Condition/c0");
    phone.store.write(|writing| writing.read_again(phone.platform.id)).unwrap();
    week_later();
    assert_eq!((held(), phone.weights()), (vec!["c2".to_owned(), "c3".to_owned()], vec![50.0, 51.0]));
}

#[test]
fn one_platform_is_synced_once_at_a_time() {
    let phone = Phone::with(1);
    let flight = Flight::begin(phone.platform.id).unwrap();
    let request = SyncRequest { reason: Reason::Asked, deadline: Millis(60_000), jitter: 0.0 };
    let again = run(&phone.store, &phone.platform, &Server::default(), &NoToken, &phone.clock, request);
    assert!(matches!(again, Err(crate::Error::Sync(SyncError::Running))));
    drop(flight);
    assert_eq!(phone.sync(&Server::default()).pushed, 2);
}
