//! A store that an earlier version wrote opens, is brought up to date, and holds what it held.
//!
//! `tests/data/schema` keeps a store of each version of the schema, as that version wrote it.

#![expect(clippy::expect_used, reason = "a test may stop at what it did not expect")]

use std::path::PathBuf;
use std::sync::Arc;

use mimamori::clock::SystemClock;
use mimamori::companion::Companion;
use mimamori::model::platform::Access;
use mimamori::store::{Reading, SCHEMA_VERSION, Store};
use mimamori_tests::family::{hanako, key};
use mimamori_tests::place::data;
use mimamori_tests::{dump, frozen};
use serde_json::Value;

/// The frozen stores, with what they hold. Only the newest version may still be in the making.
fn kept() -> Vec<(PathBuf, Value)> {
    (1..=SCHEMA_VERSION)
        .filter_map(|version| {
            let content = std::fs::read_to_string(data("schema").join(format!("v{version}.json")));
            if version == SCHEMA_VERSION && content.is_err() {
                return None;
            }
            let content = content.expect("every version of the schema is frozen: see tests/data/schema/README.md");
            Some((data("schema").join(format!("v{version}.db")), serde_json::from_str(&content).expect("JSON")))
        })
        .collect()
}

/// What a store held before what leaves for a platform was a consent on record: see the test below.
fn without_consents(mut dump: Value) -> Value {
    let people = dump.get_mut("people").and_then(Value::as_array_mut).expect("people");
    for person in people {
        let mut consents = Vec::new();
        let records = person.get_mut("records").and_then(Value::as_array_mut).expect("records");
        records.retain(|record| {
            let is_consent = record.pointer("/stands/entry/kind").is_some_and(|kind| kind == "consent");
            consents.extend(record.pointer("/stands/id").filter(|_| is_consent).cloned());
            !is_consent
        });
        for platform in person.get_mut("platforms").and_then(Value::as_array_mut).expect("platforms") {
            let waiting = platform.get_mut("waiting").and_then(Value::as_array_mut).expect("an outbox");
            waiting.retain(|one| one.pointer("/subject/record").is_none_or(|id| !consents.contains(id)));
        }
    }
    dump
}

#[test]
fn a_store_of_every_earlier_version_opens_and_holds_what_it_held() {
    for (frozen, content) in kept() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("record.db");
        std::fs::copy(&frozen, &path).expect("a copy");
        let store = Store::open(&path, &key()).expect("an old store opens");
        assert!(!store.is_read_only(), "{} could not be brought up to date", frozen.display());
        assert_eq!(without_consents(dump::store(&store).expect("a dump")), content, "{}", frozen.display());
        let small = |store: &Reading<'_>| {
            let id = hanako().id;
            Ok((store.meta(id, "setting")?, store.detector_state(id, "another")?))
        };
        let (setting, state) = store.read(small).expect("small things");
        assert_eq!((setting.as_deref(), state.as_deref()), (Some("value"), Some(b"state".as_slice())));
        store.verify().expect("every page and row is whole");
        // It goes on: what is recorded now stands beside what was there.
        frozen::add(&store).expect("a new record");
        assert_ne!(without_consents(dump::store(&store).expect("a dump")), content);
    }
}

#[test]
fn what_leaves_for_a_platform_of_an_older_store_is_a_consent_on_record_once_it_is_opened() {
    for (frozen, _) in kept() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("record.db");
        std::fs::copy(&frozen, &path).expect("a copy");
        for _ in 0..2 {
            let companion = Companion::open(&path, &key(), Arc::new(SystemClock)).expect("an old store opens");
            let mut platforms = companion.platforms(hanako().id).expect("platforms");
            platforms.retain(|platform| platform.access == Access::Own);
            let consents = companion.consents(hanako().id).expect("consents");
            assert!(!platforms.is_empty());
            for platform in platforms {
                let about = consents.iter().filter(|row| row.consent.grantee.id == platform.id.to_string());
                assert_eq!(about.count(), 1, "{}", platform.base_url);
            }
        }
    }
}

#[test]
fn what_is_written_today_reads_as_what_was_frozen() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("record.db");
    frozen::make(&path).expect("a store");
    let today = dump::store(&Store::open(&path, &key()).expect("a store")).expect("a dump");
    assert_eq!(Some(today), kept().pop().map(|(_, content)| content));
}
