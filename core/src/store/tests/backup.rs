//! Backups, keys that change, and a disk that is full.

use super::*;

const BACKUP_KEY: [u8; KEY_LEN] = [9; KEY_LEN];

/// A home with something in it, and a backup of it.
fn with_backup() -> (Home, PathBuf) {
    let home = Home::new();
    let (mother, source) = (home.mother.id, home.source(&home.mother, "strap", SourceKind::Bluetooth));
    home.store
        .write(|w| {
            w.append_heart(mother, source, &strap(MONDAY, 9000), &[])?;
            w.put_record(&weight(&home.mother, 1, 52.5))
        })
        .unwrap();
    let file = home.folder.path().join("backup");
    home.store.backup(&file, &SecretKey::from_bytes(BACKUP_KEY), "the hint").unwrap();
    (home, file)
}

fn content(store: &Store) -> String {
    let [mother, daughter] = family();
    let all = |r: &Reading<'_>| {
        let mut text = format!("{:?}", r.people()?);
        for person in [mother.id, daughter.id] {
            text += &format!("{:?}", r.heart_samples(person, DAY)?);
            text += &format!("{:?}", r.records_with_deleted(person, RecordKind::Vital)?);
        }
        Ok(text)
    };
    store.read(all).unwrap()
}

#[test]
fn a_backup_holds_the_moment_it_was_made_and_comes_back_under_another_key() {
    let (home, file) = with_backup();
    let then = content(&home.store);
    home.store.write(|w| w.put_record(&weight(&home.mother, 2, 60.0))).unwrap();
    assert_ne!(content(&home.store), then);
    let label = BackupLabel::read(&file).unwrap();
    assert_eq!((label.schema, label.hint.as_str()), (SCHEMA_VERSION, "the hint"));

    let (place, key) = (home.folder.path().join("elsewhere.db"), SecretKey::from_bytes([5; KEY_LEN]));
    let restored = Store::restore(&file, &SecretKey::from_bytes(BACKUP_KEY), &place, &key).unwrap();
    assert_eq!(restored, Restored { moved_aside: None });
    let store = Store::open(&place, &key).unwrap();
    store.verify().unwrap();
    assert_eq!(content(&store), then);
    // It goes on from there.
    store.write(|w| w.put_record(&weight(&home.mother, 3, 61.0))).unwrap();
    let left: Vec<_> = std::fs::read_dir(home.folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.contains("restoring") || name.contains("copy") || name.contains("part"))
        .collect();
    assert_eq!(left, Vec::<String>::new());
}

#[test]
fn a_store_that_is_there_is_moved_aside_whole_before_a_backup_takes_its_place() {
    let (home, file) = with_backup();
    let then = content(&home.store);
    home.store.write(|w| w.put_record(&weight(&home.mother, 2, 60.0))).unwrap();
    let now = content(&home.store);
    let restore = || Store::restore(&file, &SecretKey::from_bytes(BACKUP_KEY), &home.path(), &key());
    // Somebody has it open: nothing happens.
    assert!(matches!(restore(), Err(Error::Busy)));
    assert_eq!(content(&home.store), now);
    home.store.pause().unwrap();
    let aside = restore().unwrap().moved_aside.unwrap();
    assert_eq!(content(&Store::open(&aside, &key()).unwrap()), now);
    assert_eq!(content(&Store::open(&home.path(), &key()).unwrap()), then);
    // Nor is a backup ever written over a file that is there.
    let again = Store::open(&home.path(), &key()).unwrap().backup(&file, &key(), "");
    assert!(matches!(again, Err(Error::File(std::io::ErrorKind::AlreadyExists))));
}

#[test]
fn a_backup_that_was_touched_is_refused_in_words_and_the_store_stays() {
    let (home, file) = with_backup();
    let now = content(&home.store);
    home.store.pause().unwrap();
    let whole = std::fs::read(&file).unwrap();
    let touched = home.folder.path().join("touched");
    let restore = |bytes: &[u8], key_bytes| {
        std::fs::write(&touched, bytes).unwrap();
        Store::restore(&touched, &SecretKey::from_bytes(key_bytes), &home.path(), &key()).unwrap_err()
    };
    let problem = |error: Error| match error {
        Error::Format { format: "backup", problem, .. } => problem,
        other => panic!("{other:?}"),
    };
    for cut in [0, 5] {
        assert_eq!(problem(restore(&whole[..cut], BACKUP_KEY)), "not a backup of mimamori");
    }
    for cut in [20, 90, 5000, whole.len() - 33, whole.len() - 1] {
        assert_eq!(problem(restore(&whole[..cut], BACKUP_KEY)), "cut short", "at {cut}");
    }
    let mut altered = whole.clone();
    for at in [60, 1000, whole.len() / 2, whole.len() - 5] {
        altered[at] ^= 1;
        assert!(["altered", "not a backup of mimamori"].contains(&problem(restore(&altered, BACKUP_KEY))), "at {at}");
        altered[at] ^= 1;
    }
    altered.push(0);
    assert_eq!(problem(restore(&altered, BACKUP_KEY)), "altered");
    // Who can make the digest anew, but has no key, still cannot alter a page.
    use sha2::Digest as _;
    let mut forged = whole[..whole.len() - 32].to_vec();
    let middle = forged.len() / 2;
    forged[middle] ^= 1;
    let digest = sha2::Sha256::digest(&forged);
    forged.extend(digest);
    assert_eq!(problem(restore(&forged, BACKUP_KEY)), "altered");

    assert!(matches!(restore(&whole, [8; KEY_LEN]), Error::WrongKey));
    let newer = [b"mimamori backup 2\n", &whole[18..]].concat();
    assert!(matches!(restore(&newer, BACKUP_KEY), Error::NewerStore { found: 2, known: 1 }));
    let text = String::from_utf8_lossy(&whole[..26]).replace(&format!("schema {SCHEMA_VERSION}"), "schema 9");
    let newer = [text.as_bytes(), &whole[26..]].concat();
    assert!(matches!(restore(&newer, BACKUP_KEY), Error::NewerStore { found: 9, .. }));

    home.store.resume().unwrap();
    assert_eq!(content(&home.store), now);
    assert_eq!(
        std::fs::read_dir(home.folder.path())
            .unwrap()
            .filter(|e| { e.as_ref().unwrap().file_name().to_string_lossy().contains("aside") })
            .count(),
        0
    );
}

#[test]
fn a_new_key_opens_the_store_and_the_old_one_no_more() {
    let (home, _) = with_backup();
    let (then, new) = (content(&home.store), SecretKey::from_bytes([5; KEY_LEN]));
    let (store, done) = (&home.store, std::sync::atomic::AtomicBool::new(false));
    // Whoever reads meanwhile waits, and reads the same.
    std::thread::scope(|threads| {
        for _ in 0..3 {
            threads.spawn(|| {
                while !done.load(std::sync::atomic::Ordering::Relaxed) {
                    assert_eq!(content(store), then);
                }
            });
        }
        for key in [&new, &key(), &new] {
            store.rekey(key).unwrap();
        }
        done.store(true, std::sync::atomic::Ordering::Relaxed);
    });
    home.store.write(|w| w.put_record(&weight(&home.mother, 2, 60.0))).unwrap();
    home.store.pause().unwrap();
    assert!(matches!(Store::open(&home.path(), &key()), Err(Error::WrongKey)));
    let store = Store::open(&home.path(), &new).unwrap();
    store.verify().unwrap();
    assert!(store.read(|r| r.record(RecordId(Uuid::from_u128(2)))).unwrap().is_some());
    // The same object finds its file again.
    home.store.resume().unwrap();
    assert_eq!(content(&home.store), content(&store));
}

#[test]
fn a_full_disk_is_told_and_what_was_kept_stays() {
    let (home, _) = with_backup();
    let now = content(&home.store);
    let source = SourceId::derive(home.mother.id, "strap");
    home.store.write(|w| Ok(w.connection.pragma_update(None, "max_page_count", 1)?)).unwrap();
    let more = strap(MONDAY.plus(Millis::DAY), 9000);
    let told = home.store.write(|w| w.append_heart(home.mother.id, source, &more, &[])).unwrap_err();
    assert!(matches!(told, Error::Full), "{told:?}");
    assert_eq!(content(&home.store), now);
    home.store.write(|w| Ok(w.connection.pragma_update(None, "max_page_count", 1_000_000)?)).unwrap();
    home.store.write(|w| w.append_heart(home.mother.id, source, &more, &[])).unwrap();
    home.store.verify().unwrap();
}
