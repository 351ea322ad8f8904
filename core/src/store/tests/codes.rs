//! Files whose pages are made safe as the first versions did it, beside those of today.

use std::path::Path;

use rusqlite::Connection;

use super::*;
use crate::store::key::PageCode;
use crate::store::open::page_code;

/// A store that version 1 wrote, in a folder of its own.
fn old() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    std::fs::copy(format!("{}/../tests/data/schema/v1.db", env!("CARGO_MANIFEST_DIR")), &path).unwrap();
    (folder, path)
}

fn code_of(store: &Store) -> PageCode {
    store.read(|r| page_code(r.connection)).unwrap()
}

fn start(path: &Path) -> [u8; 16] {
    *std::fs::read(path).unwrap().first_chunk().unwrap()
}

#[test]
fn a_file_says_how_its_pages_are_made_and_keeps_it_through_all_that_is_done_to_it() {
    let new = SecretKey::from_bytes([5; KEY_LEN]);
    let (_folder, path) = old();
    let store = Store::open(&path, &key()).unwrap();
    assert_eq!(code_of(&store), PageCode::Sha512);
    let person = store.read(|r| r.people()).unwrap().remove(0);
    let source = store.read(|r| r.sources(person.id)).unwrap().remove(0).id;
    let weights = |w: &Writing<'_>| {
        (1..4_000).try_for_each(|n| w.put_record(&Record { source, ..weight(&person, n << 64, 52.5) }).map(drop))
    };
    store.write(weights).unwrap();
    store.tidy().unwrap();
    let full = std::fs::metadata(&path).unwrap().len();
    store.rekey(&new).unwrap();
    store.verify().unwrap();
    // Most of the file is free now: it is written anew, shorter.
    store.write(|w| w.erase_contents(person.id)).unwrap();
    store.tidy().unwrap();
    assert!(std::fs::metadata(&path).unwrap().len() * 2 < full);
    store.verify().unwrap();
    store.pause().unwrap();
    assert_eq!(new.page_code(start(&path)), Some(PageCode::Sha512));
    assert!(matches!(Store::open(&path, &key()), Err(Error::WrongKey)));
    let again = Store::open(&path, &new).unwrap();
    assert_eq!(code_of(&again), PageCode::Sha512);
    again.verify().unwrap();
    assert!(again.read(|r| r.people()).unwrap().contains(&person));

    let home = Home::new();
    home.store.rekey(&new).unwrap();
    assert_eq!(code_of(&home.store), PageCode::Sha256);
    home.store.pause().unwrap();
    assert_eq!(new.page_code(start(&home.path())), Some(PageCode::Sha256));
}

#[test]
fn a_backup_of_an_old_file_comes_back_as_a_new_one_with_all_that_it_held() {
    let (folder, path) = old();
    let store = Store::open(&path, &key()).unwrap();
    let backup = folder.path().join("one.backup");
    store.backup(&backup, &SecretKey::from_bytes([9; KEY_LEN]), "").unwrap();
    let to = folder.path().join("restored.db");
    Store::restore(&backup, &SecretKey::from_bytes([9; KEY_LEN]), &to, &key()).unwrap();
    let restored = Store::open(&to, &key()).unwrap();
    restored.verify().unwrap();
    assert_eq!((code_of(&store), code_of(&restored)), (PageCode::Sha512, PageCode::Sha256));
    let kept = |store: &Store| {
        let people = store.read(|r| r.people()).unwrap();
        let kinds = |person: &Person| {
            let person = person.id;
            RecordKind::ALL.map(|kind| store.read(|r| r.records_with_deleted(person, kind)).unwrap())
        };
        people.iter().map(kinds).collect::<Vec<_>>()
    };
    assert!(kept(&store).iter().flatten().flatten().count() > 5);
    assert_eq!(kept(&restored), kept(&store));
}

#[test]
fn a_change_of_keys_that_was_cut_short_in_an_old_file_is_one_key_or_the_other() {
    let (folder, path) = old();
    let new = SecretKey::from_bytes([5; KEY_LEN]);
    let store = Store::open(&path, &key()).unwrap();
    let then = store.read(|r| r.people()).unwrap();
    // Another one that reads keeps the log from being written back.
    let reader = Connection::open(&path).unwrap();
    reader.execute_batch(&format!("PRAGMA key = \"{}\"", key().literal(None).as_str())).unwrap();
    reader.execute_batch("BEGIN; SELECT count(*) FROM sqlite_schema").unwrap();
    store.rekey(&new).unwrap();
    let cut = folder.path().join("cut.db");
    for end in ["", "-wal"] {
        let [from, to] = [&path, &cut].map(|path| format!("{}{end}", path.display()));
        std::fs::copy(from, to).unwrap();
    }
    assert_eq!(key().page_code(start(&cut)), Some(PageCode::Sha512), "the main file is under the old key still");
    assert!(matches!(Store::open(&cut, &key()), Err(Error::WrongKey)));
    let store = Store::open(&cut, &new).unwrap();
    store.verify().unwrap();
    assert_eq!((code_of(&store), store.read(|r| r.people()).unwrap()), (PageCode::Sha512, then));
}
