//! A record that is kept on another device is looked at here, and nothing more.

use std::io::{Read, Seek, SeekFrom};

use super::*;
use crate::Error;
use crate::model::conflict::Side;
use crate::model::heart::{Bpm, Contact, HeartSample};
use crate::model::sleep::Sleep;

/// A file that nobody may read.
struct Sealed;

impl Read for Sealed {
    fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
        panic!("it was read")
    }
}

impl Seek for Sealed {
    fn seek(&mut self, _: SeekFrom) -> std::io::Result<u64> {
        panic!("it was read")
    }
}

fn beats(count: i64) -> Vec<HeartSample> {
    let at = |n| self::at(9, 0).at.plus(n * Millis::MINUTE);
    let bpm = Bpm::new(72).unwrap();
    (0..count).map(|n| HeartSample { at: at(n), bpm, contact: Contact::Unsupported }).collect()
}

/// A weight and an hour of heart rate that came from her own phone by way of a platform.
pub(super) fn came_of(companion: &Companion, person: PersonId) -> RecordId {
    let id = companion.new_record_id();
    let source = Source { id: SourceId::derive(person, "phone"), kind: SourceKind::Platform, name: "phone".to_owned() };
    let weight = Entry::Vital(Vital::single(VitalKind::Weight, 52.4).unwrap());
    companion
        .store
        .write(|store| {
            store.put_source(person, &source)?;
            store.append_heart(person, source.id, &beats(15), &[])?;
            let (source, status) = (source.id, crate::model::RecordStatus::Active);
            let (at, written, entry) = (noon(), noon().at, weight);
            store.put_record(&Record { id, person, revision: 1, status, at, source, written, entry }).map(drop)
        })
        .unwrap();
    id
}

/// What is refused, by its name.
fn is_refused<T>(what: &str, done: Result<T, Error>) {
    assert!(matches!(done, Err(Error::KeptElsewhere)), "{what}: {:?}", done.err());
}

#[test]
fn nothing_is_written_into_a_record_that_is_kept_elsewhere_by_whatever_way() {
    let place = Place::new();
    let companion = place.open();
    let mother = companion.add_person("Hanako", Role::Caregiver, Tokyo).unwrap().id;
    let weight = came_of(&companion, mother);
    let before = serde_json::to_value(companion.day(mother, day()).unwrap()).unwrap();
    let slept = Sleep::new(at(1, 0), at(6, 0), Vec::new()).unwrap();
    let meal = NewMeal {
        slot: MealSlot::Lunch,
        items: vec![NewMealItem::Quick { text: "soup".to_owned(), kcal: None }],
        note: String::new(),
        photo: None,
        lang: crate::text::Lang::En,
    };
    let single = Vital::single(VitalKind::Weight, 50.0).unwrap();
    is_refused("a measurement", companion.enter_vital(mother, noon(), single, Asked::NotYet));
    is_refused("a meal", companion.add_meal(mother, noon(), &meal));
    is_refused("a sleep", companion.add_sleep(mother, slept));
    is_refused("a correction", companion.amend(weight, noon(), Entry::Vital(single)));
    is_refused("a deletion", companion.delete(weight));
    is_refused("undo", companion.undo(weight));
    is_refused("redo", companion.redo(weight));
    is_refused("erasing", companion.erase_record(weight));
    is_refused("a choice between two versions", companion.settle(mother, weight, Side::Here));
    is_refused("taking back a consent", companion.withdraw_consent(mother, weight, noon()));
    let file = companion.import(mother, Sealed, &mut |_| ControlFlow::Continue(()));
    is_refused("a file", file.map_err(|stopped| stopped.cause));
    let watch = Source { id: SourceId::derive(mother, "w"), kind: SourceKind::Wearable, name: "w".to_owned() };
    is_refused("the phone's health store", companion.take_in(mother, &watch, &beats(5), &[]));
    is_refused("a strap", companion.begin_recording(mother, "Strap 01"));
    is_refused("a paired device", companion.pair_device(mother, "AA", "Some cuff", vec![0x1810], None));
    is_refused("what a paired device sends", companion.listen_to(&[], Some(mother), 1));
    assert_eq!(serde_json::to_value(companion.day(mother, day()).unwrap()).unwrap(), before);
    let names: Vec<String> = companion.sources(mother).unwrap().into_iter().map(|source| source.name).collect();
    assert_eq!((names, companion.devices().unwrap().len()), (vec!["phone".to_owned()], 0));
    assert_eq!(companion.history(weight).unwrap().len(), 1);
}

#[test]
fn a_record_does_not_become_ones_own_by_what_is_written_into_its_profile() {
    let place = Place::new();
    let companion = place.open();
    let mother = companion.add_person("Hanako", Role::Caregiver, Tokyo).unwrap().id;
    let edited =
        companion.edit_person(mother, |person| (person.role, person.name) = (Role::Patient, "Mother".to_owned()));
    let edited = edited.unwrap();
    assert_eq!((edited.role, edited.name.as_str()), (Role::Caregiver, "Mother"));
    is_refused("a strap", companion.begin_recording(mother, "Strap 01"));
}
