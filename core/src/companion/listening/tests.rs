//! From what a radio tells to what is on the disk.

use std::sync::Arc;

use super::*;
use crate::clock::FixedClock;
use crate::companion::Phase;
use crate::device::gatt::Characteristic as C;
use crate::device::session::{Operation, RadioState};
use crate::model::RecordKind;
use crate::model::person::{Person, Role};
use crate::model::{LocalDay, Record};
use crate::store::SecretKey;

/// 2026-04-25T20:15:00+09:00, a Saturday.
const START: i64 = 1_777_115_700_000;

struct Home {
    companion: Companion,
    now: i64,
    _folder: tempfile::TempDir,
}

impl Home {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let key = SecretKey::from_bytes([3; 32]);
        let clock = Arc::new(FixedClock::new(Millis(START)));
        let companion = Companion::open(&folder.path().join("record.db"), &key, clock).unwrap();
        Self { companion, now: START, _folder: folder }
    }

    fn person(&self, name: &str) -> Person {
        self.companion.add_person(name, Role::Patient, chrono_tz::Asia::Tokyo).unwrap()
    }

    fn pair(&self, person: &Person, key: &str, number: Option<u8>) -> Device {
        self.companion.pair_device(person.id, key, "Some model", vec![0x180D], number).unwrap()
    }

    /// Listens to everything that is paired; every device is there with all its characteristics.
    fn listen(&self, wearer: Option<&Person>) -> Listening {
        let devices = self.companion.devices().unwrap();
        let wearer = wearer.map(|person| person.id);
        let (mut listening, _) = self.companion.listen_to(&devices, wearer, 1).unwrap();
        let now = Millis(self.now);
        let _ = listening.on_link(&self.companion, now, LinkEvent::Radio(RadioState::On));
        for device in devices {
            let characteristics = vec![C::HEART_RATE_MEASUREMENT, C::WEIGHT_MEASUREMENT];
            let device = DeviceKey::new(&device.key).unwrap();
            let ready = LinkEvent::Ready { device: device.clone(), characteristics: characteristics.clone() };
            let _ = listening.on_link(&self.companion, now, ready);
            for operation in characteristics.into_iter().map(Operation::Subscribe) {
                let done = LinkEvent::Done { device: device.clone(), operation };
                let _ = listening.on_link(&self.companion, now, done);
            }
        }
        listening
    }

    fn send(&mut self, listening: &mut Listening, key: &str, characteristic: C, bytes: &[u8]) -> Told {
        self.now += 1000;
        let (device, at) = (DeviceKey::new(key).unwrap(), Millis(self.now));
        listening.on_value(&self.companion, Arrival { device, characteristic, at, bytes: bytes.to_vec() })
    }

    fn rates(&self, person: &Person) -> usize {
        let range = TimeRange::new(Millis(START - 1000), Millis(self.now + 1000));
        self.companion.store.read(|store| store.heart_samples(person.id, range)).unwrap().len()
    }

    fn vitals(&self, person: &Person) -> Vec<Record> {
        let range = TimeRange::new(Millis(0), Millis(START + 10 * Millis::DAY));
        self.companion.store.read(|store| store.records_between(person.id, RecordKind::Vital, range)).unwrap()
    }
}

const BEAT: [u8; 4] = [0x16, 62, 0, 4];

#[test]
fn beats_are_on_the_disk_within_ten_seconds_and_at_once_when_the_link_is_lost() {
    let mut home = Home::new();
    let hanako = home.person("花子");
    home.pair(&hanako, "AA", None);
    let mut listening = home.listen(None);
    for _ in 0..25 {
        let _ = home.send(&mut listening, "AA", C::HEART_RATE_MEASUREMENT, &BEAT);
    }
    assert!(home.rates(&hanako) >= 15, "{}", home.rates(&hanako));
    let gone = LinkEvent::Disconnected { device: DeviceKey::new("AA").unwrap() };
    let _ = listening.on_link(&home.companion, Millis(home.now), gone);
    assert_eq!(home.rates(&hanako), 25);
    let heard = home.companion.devices().unwrap()[0].heard;
    assert_eq!(heard, Some(Millis(home.now)));
}

#[test]
fn finishing_keeps_everything_and_two_straps_of_one_model_are_two_sources() {
    let mut home = Home::new();
    let hanako = home.person("花子");
    home.pair(&hanako, "AA", None);
    home.pair(&hanako, "BB", None);
    let mut listening = home.listen(None);
    for _ in 0..5 {
        let _ = home.send(&mut listening, "AA", C::HEART_RATE_MEASUREMENT, &BEAT);
        let _ = home.send(&mut listening, "BB", C::HEART_RATE_MEASUREMENT, &BEAT);
    }
    let told = listening.finish(&home.companion, Millis(home.now));
    assert!(told.trouble.is_none());
    assert_eq!(home.rates(&hanako), 10);
    assert_eq!(home.companion.store.read(|store| store.sources(hanako.id)).unwrap().len(), 2);
}

#[test]
fn a_strap_of_two_people_is_recorded_for_whoever_wears_it_and_for_nobody_by_guess() {
    let mut home = Home::new();
    let (hanako, taro) = (home.person("花子"), home.person("太郎"));
    home.pair(&hanako, "AA", None);
    home.pair(&taro, "AA", None);
    let mut listening = home.listen(None);
    let told = home.send(&mut listening, "AA", C::HEART_RATE_MEASUREMENT, &BEAT);
    assert!(told.step.news.iter().any(|news| matches!(news, News::Heart { .. })), "it is shown");
    let _ = listening.finish(&home.companion, Millis(home.now));
    assert_eq!((home.rates(&hanako), home.rates(&taro)), (0, 0));
    let mut listening = home.listen(Some(&taro));
    let _ = home.send(&mut listening, "AA", C::HEART_RATE_MEASUREMENT, &BEAT);
    let _ = listening.finish(&home.companion, Millis(home.now));
    assert_eq!((home.rates(&hanako), home.rates(&taro)), (0, 1));
}

/// 125/80 mmHg on 2026-04-24 at 07:10.
const CUFF: [u8; 14] = [2, 0x7D, 0, 0x50, 0, 0xFF, 7, 0xEA, 7, 4, 24, 7, 10, 0];

#[test]
fn a_stored_reading_is_filed_on_the_day_it_was_taken_and_only_once() {
    let mut home = Home::new();
    let hanako = home.person("花子");
    home.pair(&hanako, "AA", None);
    for _ in 0..3 {
        // Another day the cuff sends the same reading again.
        let mut listening = home.listen(None);
        let _ = home.send(&mut listening, "AA", C::BLOOD_PRESSURE_MEASUREMENT, &CUFF);
        let _ = listening.finish(&home.companion, Millis(home.now));
    }
    let vitals = home.vitals(&hanako);
    assert_eq!(vitals.len(), 1);
    assert_eq!(vitals[0].at.day(), "2026-04-24".parse::<LocalDay>().unwrap());
    let kept = home.companion.store.read(|store| store.source(hanako.id, vitals[0].source)).unwrap().unwrap();
    assert_eq!(kept.name, "Some model");
}

#[test]
fn the_same_weight_on_two_days_is_two_weighings() {
    let mut home = Home::new();
    let hanako = home.person("花子");
    home.pair(&hanako, "AA", None);
    let mut listening = home.listen(None);
    let _ = home.send(&mut listening, "AA", C::WEIGHT_MEASUREMENT, &[0, 0xD4, 0x30]);
    home.now += Millis::DAY;
    let _ = home.send(&mut listening, "AA", C::WEIGHT_MEASUREMENT, &[0, 0xD4, 0x30]);
    assert_eq!(home.vitals(&hanako).len(), 2);
}

#[test]
fn a_shared_scale_lets_wait_what_is_nobodys_without_doubt_until_someone_says() {
    let mut home = Home::new();
    let (hanako, taro) = (home.person("花子"), home.person("太郎"));
    home.pair(&hanako, "AA", Some(1));
    home.pair(&taro, "AA", Some(2));
    let mut listening = home.listen(None);
    let weigh = |user: u8, raw: u16| {
        let [low, high] = raw.to_le_bytes();
        [4, low, high, user]
    };
    // 62.5 kg as user 1, 71 kg as user 2.
    let _ = home.send(&mut listening, "AA", C::WEIGHT_MEASUREMENT, &weigh(1, 12_500));
    let _ = home.send(&mut listening, "AA", C::WEIGHT_MEASUREMENT, &weigh(2, 14_200));
    assert_eq!((home.vitals(&hanako).len(), home.vitals(&taro).len()), (1, 1));
    // Taro on Hanako's button, and a guest.
    let told = home.send(&mut listening, "AA", C::WEIGHT_MEASUREMENT, &weigh(1, 14_220));
    assert_eq!(told.waiting[0].1, [taro.id]);
    let _ = home.send(&mut listening, "AA", C::WEIGHT_MEASUREMENT, &weigh(0xFF, 18_000));
    assert_eq!((home.vitals(&hanako).len(), home.vitals(&taro).len()), (1, 1));

    let waiting = home.companion.waiting_measurements().unwrap();
    assert_eq!(waiting.iter().map(|value| value.person).collect::<Vec<_>>(), [None, None]);
    home.companion.claim_measurement(waiting[0].id, taro.id).unwrap();
    home.companion.dismiss_measurement(waiting[1].id).unwrap();
    assert_eq!((home.vitals(&hanako).len(), home.vitals(&taro).len()), (1, 2));
    assert!(home.companion.waiting_measurements().unwrap().is_empty());
    assert!(home.companion.claim_measurement(waiting[0].id, hanako.id).is_err(), "it is taken");
}

fn glucose(number: u8) -> [u8; 13] {
    [2, number, 0, 0xEA, 7, 4, 20, 7, number, 0, 90, 0xB0, 0x11]
}

#[test]
fn the_cursor_moves_only_with_what_is_on_the_disk() {
    let mut home = Home::new();
    let hanako = home.person("花子");
    let meter = home.pair(&hanako, "AA", None);
    let cursor = |home: &Home| {
        let stream = C::GLUCOSE_MEASUREMENT.0;
        home.companion.store.read(|store| store.device_cursor(meter.id, stream)).unwrap()
    };
    let mut listening = home.listen(None);
    let _ = home.send(&mut listening, "AA", C::GLUCOSE_MEASUREMENT, &glucose(1));
    assert_eq!(cursor(&home), Some(1));
    // The store is closed: the app is in the background.
    home.companion.set_phase(Phase::Background).unwrap();
    let told = home.send(&mut listening, "AA", C::GLUCOSE_MEASUREMENT, &glucose(2));
    assert!(matches!(told.trouble, Some(Error::Paused)));
    home.companion.set_phase(Phase::Foreground).unwrap();
    assert_eq!(cursor(&home), Some(1));
    assert_eq!(listening.session.cursor(&DeviceKey::new("AA").unwrap()), Some(1));
    // What waited is kept with what comes next, and then the cursor moves.
    let _ = home.send(&mut listening, "AA", C::GLUCOSE_MEASUREMENT, &glucose(3));
    assert_eq!(cursor(&home), Some(3));
    assert_eq!(home.vitals(&hanako).len(), 3);
    // Another listening asks only for what is behind it.
    let listening = home.listen(None);
    assert_eq!(listening.session.cursor(&DeviceKey::new("AA").unwrap()), Some(3));
}

#[test]
fn a_store_that_is_closed_for_a_while_costs_no_beat() {
    let mut home = Home::new();
    let hanako = home.person("花子");
    home.pair(&hanako, "AA", None);
    let mut listening = home.listen(None);
    let mut refused = 0;
    for second in 0..60 {
        match second {
            15 => home.companion.set_phase(Phase::Background).unwrap(),
            45 => home.companion.set_phase(Phase::Foreground).unwrap(),
            _ => {}
        }
        let told = home.send(&mut listening, "AA", C::HEART_RATE_MEASUREMENT, &BEAT);
        refused += usize::from(told.trouble.is_some());
    }
    assert!(refused > 0);
    let _ = listening.finish(&home.companion, Millis(home.now));
    assert_eq!(home.rates(&hanako), 60);
}

#[test]
fn a_device_that_is_forgotten_leaves_what_it_measured() {
    let mut home = Home::new();
    let hanako = home.person("花子");
    let cuff = home.pair(&hanako, "AA", None);
    let mut listening = home.listen(None);
    let _ = home.send(&mut listening, "AA", C::BLOOD_PRESSURE_MEASUREMENT, &CUFF);
    home.companion.forget_device(cuff.id).unwrap();
    // What it still sends is kept too, and does not bring it back.
    let mut later = CUFF;
    later[12] = 40;
    let _ = home.send(&mut listening, "AA", C::BLOOD_PRESSURE_MEASUREMENT, &later);
    let _ = listening.finish(&home.companion, Millis(home.now));
    assert!(home.companion.devices().unwrap().is_empty());
    assert_eq!(home.vitals(&hanako).len(), 2);
    assert!(home.companion.forget_device(cuff.id).is_err());
}

#[test]
fn an_erased_person_leaves_no_value_of_a_device_behind() {
    let mut home = Home::new();
    let hanako = home.person("花子");
    home.pair(&hanako, "AA", None);
    let mut listening = home.listen(None);
    let _ = home.send(&mut listening, "AA", C::BLOOD_PRESSURE_MEASUREMENT, &CUFF);
    drop(listening);
    home.companion.erase_person(hanako.id).unwrap();
    let id = DeviceValueId::derive(crate::model::DeviceId::derive("AA"), 0x2A35, &CUFF, None);
    assert_eq!(home.companion.store.read(|store| store.device_value(id)).unwrap(), None);
}

#[test]
fn what_a_shared_scale_measures_is_never_put_into_a_record_that_is_kept_elsewhere() {
    let mut home = Home::new();
    let own = home.person("Taro");
    let watched = home.companion.add_person("Hanako", Role::Caregiver, chrono_tz::Asia::Tokyo).unwrap();
    let mut device = home.pair(&own, "AA", Some(1));
    // As an earlier version let it be paired.
    device.users.push(DeviceUser { person: watched.id, number: Some(2) });
    home.companion.store.write(|store| store.put_device(&device)).unwrap();
    assert!(matches!(home.companion.listen_to(&[device], Some(watched.id), 1), Err(Error::KeptElsewhere)));
    let mut listening = home.listen(Some(&own));
    // 52.4 kg and user 2, who is nobody here.
    let told = home.send(&mut listening, "AA", C::WEIGHT_MEASUREMENT, &[0x04, 0xF0, 0x28, 2]);
    let _ = listening.finish(&home.companion, Millis(home.now));
    assert!(told.trouble.is_none() && told.waiting.iter().all(|(_, likely)| !likely.contains(&watched.id)));
    assert_eq!(home.vitals(&watched), []);
    for waiting in home.companion.waiting_measurements().unwrap() {
        assert!(matches!(home.companion.claim_measurement(waiting.id, watched.id), Err(Error::KeptElsewhere)));
        // It waits still.
        home.companion.claim_measurement(waiting.id, own.id).unwrap();
    }
    assert_eq!(home.vitals(&own).len(), 1);
    assert_eq!(home.companion.devices().unwrap()[0].users.len(), 2, "who uses it is not forgotten");
}
