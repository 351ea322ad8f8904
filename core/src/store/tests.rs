//! The store on real files.

use std::path::PathBuf;

use super::*;
use crate::model::person::{Person, Role, Source, SourceKind};
use crate::model::platform::{Access, Platform};
use crate::model::vital::{Vital, VitalKind};
use crate::model::{Entry, Millis, PersonId, PlatformId, Record, RecordId, RecordKind, RecordStatus, SourceId, Stamp};

const MONDAY: Millis = Millis(1_763_942_400_000);

fn key() -> SecretKey {
    SecretKey::from_bytes([7; KEY_LEN])
}

fn family() -> [Person; 2] {
    [(1, "Hanako"), (2, "Yuki")].map(|(n, name)| {
        Person::new(PersonId(Uuid::from_u128(n)), name, Role::Patient, chrono_tz::Asia::Tokyo).unwrap()
    })
}

/// A store in a folder of its own, with a family of two.
struct Home {
    folder: tempfile::TempDir,
    store: Store,
    mother: Person,
    daughter: Person,
}

impl Home {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("store.db"), &key()).unwrap();
        let [mother, daughter] = family();
        store
            .write(|w| {
                w.put_person(&mother)?;
                w.put_person(&daughter)
            })
            .unwrap();
        Self { folder, store, mother, daughter }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("store.db")
    }

    fn source(&self, person: &Person, name: &str, kind: SourceKind) -> SourceId {
        let source = Source { id: SourceId::derive(person.id, name), kind, name: name.to_owned() };
        self.store.write(|w| w.put_source(person.id, &source)).unwrap();
        source.id
    }

    fn own_platform(&self, person: &Person) -> PlatformId {
        let id = PlatformId(Uuid::from_u128(900));
        let platform = Platform {
            id,
            person: person.id,
            base_url: "https://phr.example/fhir".to_owned(),
            patient: "p1".to_owned(),
            access: Access::Own,
        };
        self.store.write(|w| w.put_platform(&platform)).unwrap();
        id
    }
}

fn weight(person: &Person, id: u128, kg: f64) -> Record {
    Record {
        id: RecordId(Uuid::from_u128(id)),
        person: person.id,
        revision: 1,
        status: RecordStatus::Active,
        at: Stamp::in_zone(MONDAY, person.zone),
        source: SourceId::derive(person.id, "hand"),
        written: MONDAY,
        entry: Entry::Vital(Vital::single(VitalKind::Weight, kg).unwrap()),
    }
}

#[test]
fn what_was_written_is_there_after_opening_again() {
    let home = Home::new();
    let record = weight(&home.mother, 1, 52.5);
    assert!(home.store.write(|w| w.put_record(&record)).unwrap());
    let (path, mother, _folder) = (home.path(), home.mother.id, home.folder);
    drop(home.store);
    let store = Store::open(&path, &key()).unwrap();
    let kept = store.read(|r| r.records_on(mother, RecordKind::Vital, record.at.day())).unwrap();
    assert_eq!(kept, [record]);
    assert_eq!(store.read(|r| r.people()).unwrap(), family());
}

#[test]
fn a_wrong_key_is_told_from_a_damaged_file() {
    let home = Home::new();
    home.store.pause().unwrap();
    let wrong = SecretKey::from_bytes([8; KEY_LEN]);
    assert!(matches!(Store::open(&home.path(), &wrong), Err(Error::WrongKey)));
    let mut bytes = std::fs::read(home.path()).unwrap();
    bytes[100] ^= 1;
    std::fs::write(home.path(), &bytes).unwrap();
    assert!(matches!(Store::open(&home.path(), &key()), Err(Error::Damaged)));
    assert_eq!(std::fs::read(home.path()).unwrap(), bytes);
}

#[test]
fn an_edit_made_while_sending_is_sent_next_time() {
    let home = Home::new();
    let platform = home.own_platform(&home.mother);
    let first = weight(&home.mother, 1, 52.5);
    home.store.write(|w| w.put_record(&first)).unwrap();
    let sending = home.store.read(|r| r.pending(platform, 10)).unwrap()[0];
    let edit = Record { revision: 2, ..first };
    home.store.write(|w| w.put_record(&edit)).unwrap();
    home.store.write(|w| w.mark_sent(platform, &sending.subject, sending.dirty, &[])).unwrap();
    assert_eq!(home.store.read(|r| r.pending_count(platform)).unwrap(), 1);
    assert_eq!(home.store.read(|r| r.history(edit.id)).unwrap().len(), 1);
}
