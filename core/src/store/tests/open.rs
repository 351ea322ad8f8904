//! Files that do not open, and stores that close.

use super::*;

fn closed(home: &Home) -> Vec<u8> {
    home.store.pause().unwrap();
    std::fs::read(home.path()).unwrap()
}

#[test]
fn a_wrong_key_is_told_from_a_damaged_file_and_neither_changes_it() {
    let home = Home::new();
    let whole = closed(&home);
    assert!(matches!(Store::open(&home.path(), &SecretKey::from_bytes([8; KEY_LEN])), Err(Error::WrongKey)));
    let mut flipped = whole.clone();
    flipped[100] ^= 1;
    let page = whole[..4096].to_vec();
    for damaged in [flipped, page[..2000].to_vec(), whole[..whole.len() - 4096].to_vec()] {
        std::fs::write(home.path(), &damaged).unwrap();
        assert!(matches!(Store::open(&home.path(), &key()), Err(Error::Damaged)));
        assert_eq!(std::fs::read(home.path()).unwrap(), damaged);
    }
    std::fs::write(home.path(), &whole).unwrap();
    assert!(Store::open(&home.path(), &key()).is_ok());
}

#[test]
fn damage_in_the_middle_is_found_and_the_file_can_be_put_aside() {
    let home = Home::new();
    let mut bytes = closed(&home);
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(home.path(), &bytes).unwrap();
    let told = Store::open(&home.path(), &key()).and_then(|store| store.verify());
    assert!(matches!(told, Err(Error::Damaged)));
    let aside = Store::move_aside(&home.path()).unwrap();
    assert_eq!(std::fs::read(aside).unwrap(), bytes);
    let fresh = Store::open(&home.path(), &key()).unwrap();
    fresh.verify().unwrap();
    assert_eq!(fresh.read(|r| r.people()).unwrap(), []);
}

#[test]
fn nothing_that_is_written_can_be_read_from_the_file() {
    let home = Home::new();
    home.store.write(|w| w.set_meta(home.mother.id, "canary", Some("canary"))).unwrap();
    let log = std::fs::read(home.folder.path().join("store.db-wal")).unwrap();
    for bytes in [log, closed(&home)] {
        for word in ["canary", "Hanako", "SQLite format"] {
            assert!(!bytes.windows(word.len()).any(|window| window == word.as_bytes()));
        }
    }
}

#[test]
fn what_is_deleted_is_overwritten_whatever_the_connection_is_for() {
    let home = Home::new();
    let asked = |c: &rusqlite::Connection| Ok(c.pragma_query_value(None, "secure_delete", |row| row.get::<_, i64>(0))?);
    assert_eq!(home.store.pool.with_writer(asked).unwrap(), 1);
    assert_eq!(home.store.pool.with_reader(asked).unwrap(), 1);
}

#[test]
fn a_store_of_a_newer_version_is_refused_in_words() {
    const NEWER: &[&str] = &[schema::MIGRATIONS[0], schema::MIGRATIONS[1], "CREATE TABLE later (n INTEGER) STRICT"];
    let home = Home::new();
    home.store.pause().unwrap();
    drop(Store::open_with(&home.path(), &key(), NEWER).unwrap());
    let told = home.store.resume().unwrap_err();
    assert!(matches!(told, Error::NewerStore { found: 3, known: 2 }));
    assert_eq!(told.to_string(), "the store was written by a newer version (schema 3, this version knows 2)");
}

#[test]
fn a_store_that_cannot_be_brought_up_to_date_can_still_be_read() {
    const BROKEN: &[&str] = &[
        schema::MIGRATIONS[0],
        schema::MIGRATIONS[1],
        "CREATE TABLE later (n INTEGER) STRICT; SELECT no_such_function()",
    ];
    let home = Home::new();
    let before = closed(&home);
    let store = Store::open_with(&home.path(), &key(), BROKEN).unwrap();
    assert!(store.is_read_only());
    assert_eq!(store.read(|r| r.people()).unwrap(), family());
    assert!(matches!(store.write(|w| w.put_person(&home.mother)), Err(Error::ReadOnly)));
    drop(store);
    assert_eq!(std::fs::read(home.path()).unwrap(), before);
    home.store.resume().unwrap();
    assert!(!home.store.is_read_only());
}

#[test]
fn what_a_store_that_stayed_behind_cannot_answer_is_said_in_words() {
    const BROKEN: &[&str] = &[schema::MIGRATIONS[0], "SELECT no_such_function()"];
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    let [mother, _] = family();
    let old = Store::open_with(&path, &key(), &schema::MIGRATIONS[..1]).unwrap();
    old.write(|w| w.put_person(&mother)).unwrap();
    drop(old);
    let store = Store::open_with(&path, &key(), BROKEN).unwrap();
    assert!(store.is_read_only());
    assert_eq!(store.read(|r| r.people()).unwrap(), std::slice::from_ref(&mother));
    store.write(|_| Ok(())).unwrap_err();
    let source = SourceId::derive(mother.id, "strap");
    let told = store.read(|r| r.heart_hour(mother.id, source, 0)).unwrap_err();
    assert!(matches!(told, Error::ReadOnly), "{told:?}");
}

#[test]
fn a_paused_store_holds_no_file_and_goes_on_where_it_was() {
    let home = Home::new();
    home.store.read(|r| r.people()).unwrap();
    home.store.pause().unwrap();
    home.store.pause().unwrap();
    assert!(!home.folder.path().join("store.db-wal").exists());
    assert!(matches!(home.store.read(|r| r.people()), Err(Error::Paused)));
    assert!(matches!(home.store.write(|w| w.put_person(&home.mother)), Err(Error::Paused)));
    home.store.resume().unwrap();
    home.store.resume().unwrap();
    assert_eq!(home.store.read(|r| r.people()).unwrap(), family());
}

#[test]
fn a_pause_waits_for_what_is_running() {
    let home = Home::new();
    let (store, mother) = (&home.store, &home.mother);
    let (began, waits) = std::sync::mpsc::channel();
    std::thread::scope(|threads| {
        for reads in [true, false] {
            let began = began.clone();
            threads.spawn(move || {
                let slow = || {
                    began.send(()).unwrap();
                    std::thread::sleep(std::time::Duration::from_millis(100));
                };
                if reads {
                    store
                        .read(|r| {
                            slow();
                            r.people()
                        })
                        .map(|people| assert_eq!(people.len(), 2))
                        .unwrap();
                } else {
                    store
                        .write(|w| {
                            slow();
                            w.put_record(&weight(mother, 1, 50.0))
                        })
                        .map(|_| ())
                        .unwrap();
                }
            });
        }
        waits.recv().unwrap();
        waits.recv().unwrap();
        store.pause().unwrap();
    });
    store.resume().unwrap();
    assert!(store.read(|r| r.record(RecordId(Uuid::from_u128(1)))).unwrap().is_some());
}

#[test]
fn a_writer_elsewhere_is_waited_for_and_then_told_of_while_reading_goes_on() {
    let home = Home::new();
    let other = Store::open(&home.path(), &key()).unwrap();
    other
        .write(|_| {
            assert!(matches!(home.store.write(|w| w.put_person(&home.mother)), Err(Error::Busy)));
            assert_eq!(home.store.read(|r| r.people()).unwrap().len(), 2);
            Ok(())
        })
        .unwrap();
    home.store.write(|w| w.put_person(&home.mother)).unwrap();
}

#[test]
fn a_write_that_fails_or_panics_leaves_nothing_behind() {
    let home = Home::new();
    let id = RecordId(Uuid::from_u128(1));
    let failed: Result<()> = home.store.write(|w| {
        w.put_record(&weight(&home.mother, 1, 50.0))?;
        Err(Error::Full)
    });
    assert!(matches!(failed, Err(Error::Full)));
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        home.store.write(|w| -> Result<()> {
            w.put_record(&weight(&home.mother, 1, 50.0))?;
            panic!("in the middle")
        })
    }));
    assert!(panicked.is_err());
    assert_eq!(home.store.read(|r| r.record(id)).unwrap(), None);
    assert!(home.store.write(|w| w.put_record(&weight(&home.mother, 1, 50.0))).unwrap());
}

#[test]
fn days_that_an_older_version_kept_in_many_rows_are_packed_and_read_the_same() {
    use super::super::day::pack_day;
    use crate::model::heart::HeartHour;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("old.db");
    let [mother, _] = family();
    let source = SourceId::derive(mother.id, "strap");
    let name = (mother.id.as_bytes(), source.as_bytes());
    let old = Store::open_with(&path, &key(), &schema::MIGRATIONS[..1]).unwrap();
    let samples = strap(MONDAY, 6000);
    let (block, rest) = samples.split_at(5000);
    old.write(|w| {
        w.run("INSERT INTO person (id, added, body) VALUES (?1, 1, ?2)", (name.0, json(&mother)?))?;
        w.run("INSERT INTO source (person, id, kind, name, rank) VALUES (?1, ?2, 'bluetooth', 'strap', 1)", name)?;
        let hour_of = |at: Millis| at.hour_index();
        let hours: Vec<(i64, HeartHour)> = block
            .chunk_by(|a, b| hour_of(a.at) == hour_of(b.at))
            .map(|part| (hour_of(part[0].at), HeartHour { samples: part.to_vec(), runs: Vec::new() }))
            .collect();
        w.run(
            "INSERT INTO heart_day (person, source, day, body) VALUES (?1, ?2, ?3, ?4)",
            (name.0, name.1, hours[0].0 / 24, pack_day(&hours)),
        )?;
        // What came later that day, and a quiet day before it, are chunks of hours.
        let early = strap(MONDAY.plus(-Millis::DAY), 3);
        for (part, parts) in [(&rest[..10], 1), (&rest[10..], 2), (&early[..], 1)] {
            let mut row = rollups::HourRow::default();
            row.add(part)?;
            w.run(
                "INSERT INTO heart_hour (person, source, hour, count, sum, low, high, parts, minutes)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
                 ON CONFLICT DO UPDATE SET parts = excluded.parts",
                rusqlite::params![
                    name.0,
                    name.1,
                    hour_of(part[0].at),
                    row.total.count,
                    row.total.sum.cast_signed(),
                    row.total.low,
                    row.total.high,
                    parts,
                    sums::pack_sums(&row.minutes)
                ],
            )?;
            w.run(
                "INSERT INTO heart_chunk (person, source, hour, part, body) VALUES (?1, ?2, ?3, ?4, ?5)",
                (name.0, name.1, hour_of(part[0].at), parts, pack::pack(part, &[])),
            )?;
        }
        Ok(())
    })
    .unwrap();
    drop(old);

    let store = Store::open(&path, &key()).unwrap();
    assert!(!store.is_read_only());
    let all = TimeRange::new(MONDAY.plus(-Millis::DAY), MONDAY.plus(Millis::DAY));
    let kept = store.read(|r| r.heart_samples(mother.id, all)).unwrap();
    let early = strap(MONDAY.plus(-Millis::DAY), 3);
    let expected: Vec<_> = early.iter().chain(&samples).map(|sample| (source, *sample)).collect();
    assert_eq!(kept, expected);
    assert_eq!(store.read(|r| r.first_heart(mother.id)).unwrap(), Some(MONDAY.plus(-Millis::DAY)));
    let curve = store.read(|r| r.heart_curve(mother.id, all, Bucket::Hour)).unwrap();
    let heard = samples.iter().chain(&early).filter(|sample| sample.contact != Contact::Lost).count();
    assert_eq!(curve.iter().map(|hour| hour.count as usize).sum::<usize>(), heard);
    let again = store.write(|w| w.append_heart(mother.id, source, &samples, &[])).unwrap();
    assert_eq!((again.new, again.known), (0, 6000));
    // Each hour can be asked for by itself, as sending does.
    let hours = [0, 1].map(|n| store.read(|r| r.heart_hour(mother.id, source, MONDAY.hour_index() + n)).unwrap());
    assert_eq!(hours.map(|hour| hour.map_or(0, |hour| hour.samples.len())).iter().sum::<usize>(), 6000);
}

/// The schema of a store, as SQL.
fn schema_of(store: &Store) -> String {
    let sql = "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type DESC, name";
    store.read(|r| r.all(sql, [], |row| Ok(row.get::<_, String>(0)? + ";\n"))).unwrap().concat()
}

#[test]
fn the_schema_of_each_version_that_was_frozen_is_still_made() {
    let folder = tempfile::tempdir().unwrap();
    for version in 1..=schema::MIGRATIONS.len() {
        let store =
            Store::open_with(&folder.path().join(format!("{version}.db")), &key(), &schema::MIGRATIONS[..version]);
        let schema = schema_of(&store.unwrap());
        let frozen = format!("{}/../tests/data/schema/v{version}.sql", env!("CARGO_MANIFEST_DIR"));
        if std::env::var_os("MIMAMORI_FREEZE").is_some() {
            std::fs::write(&frozen, &schema).unwrap();
        }
        match std::fs::read_to_string(&frozen) {
            Ok(frozen) => assert_eq!(schema, frozen, "a released migration was edited"),
            // Only the newest may still be in the making.
            Err(_) => assert_eq!(version, schema::MIGRATIONS.len(), "version {version} was never frozen"),
        }
    }
}

#[test]
fn a_store_that_was_brought_up_to_date_has_the_schema_of_a_new_one() {
    let home = Home::new();
    let path = home.folder.path().join("old.db");
    drop(Store::open_with(&path, &key(), &schema::MIGRATIONS[..1]).unwrap());
    let old = Store::open(&path, &key()).unwrap();
    assert!(!old.is_read_only());
    assert_eq!(schema_of(&old), schema_of(&home.store));
}

#[test]
fn what_left_for_a_platform_before_there_were_consents_is_one_on_record_now() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("old.db");
    let [mother, daughter] = family();
    let platform = |n, person: &Person, access| Platform {
        id: PlatformId(Uuid::from_u128(n)),
        person: person.id,
        base_url: "https://example.jp/fhir".to_owned(),
        patient: "1".to_owned(),
        access,
    };
    let platforms = [platform(31, &mother, Access::Own), platform(32, &daughter, Access::Caregiver)];
    let old = Store::open_with(&path, &key(), &schema::MIGRATIONS[..1]).unwrap();
    old.write(|w| {
        for person in [&mother, &daughter] {
            w.put_person(person)?;
        }
        for platform in &platforms {
            w.run(
                "INSERT INTO platform (id, person, base_url, patient, access) VALUES (?1, ?2, ?3, ?4, ?5)",
                rusqlite::params![
                    platform.id.as_bytes(),
                    platform.person.as_bytes(),
                    platform.base_url,
                    platform.patient,
                    word(&platform.access)?
                ],
            )?;
        }
        Ok(())
    })
    .unwrap();
    drop(old);
    let store = Store::open(&path, &key()).unwrap();
    let consents = |person: &Person| store.read(|r| r.records_of(person.id, RecordKind::Consent)).unwrap();
    let [consent] = &consents(&mother)[..] else { panic!("one consent") };
    assert_eq!(consent.id, platforms[0].consent());
    let Entry::Consent(said) = &consent.entry else { panic!("a consent") };
    assert_eq!(said.classes, store.read(|r| r.shares(platforms[0].id)).unwrap());
    assert!(!said.classes.is_empty());
    assert_eq!(consents(&daughter), []);
}
