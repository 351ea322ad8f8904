//! The program is killed in the middle, as phones do, and started again: what it had promised is
//! there, nothing is there twice, and what is noticed is the same as if nothing had happened.
//!
//! `MIMAMORI_KILLS` sets how often each task is killed (the acceptance chores take more), and
//! `MIMAMORI_SEED` when.

#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a test may stop at what it did not expect")]

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use mimamori::Error;
use mimamori::clock::FixedClock;
use mimamori::companion::{Companion, Phase};
use mimamori::model::finding::{Finding, FindingState};
use mimamori::model::vital::{Vital, VitalKind};
use mimamori::model::{
    Entry, FindingId, LocalDay, Millis, Record, RecordId, RecordKind, RecordStatus, SourceId, Stamp,
};
use mimamori::store::Store;
use mimamori_tests::child::{self, Account, Choice, Moment, number};
use mimamori_tests::dump;
use mimamori_tests::family::{hanako, key, nth_key};
use mimamori_tests::place::data;
use serde_json::Value;
use tempfile::TempDir;
use uuid::Uuid;

const CHILD: &str = env!("CARGO_BIN_EXE_take-in");

/// 2026-05-01T00:00:00Z: a few days after the last measurement.
const NOW: &str = "1777593600000";

fn chance(task: u64) -> Choice {
    Choice::new(number("MIMAMORI_SEED", 20_260_422) as u64 ^ task << 32)
}

/// A store with Hanako in it, and the child that works on it.
struct Home {
    folder: TempDir,
}

impl Home {
    fn new() -> Self {
        let home = Self { folder: tempfile::tempdir().expect("a folder") };
        home.store().write(|store| store.put_person(&hanako())).expect("a person");
        home
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("record.db")
    }

    fn store(&self) -> Store {
        Store::open(&self.path(), &key()).expect("the store opens")
    }

    fn child(&self, task: &[&str], moment: Option<Moment>) -> Account {
        let path = self.path();
        let mut args = vec![path.to_str().expect("a path"), NOW];
        args.extend(task);
        child::run(Path::new(CHILD), &args, moment).expect("the child works")
    }

    /// Everything but the findings, whose history tells how often somebody looked.
    fn measurements(&self) -> Value {
        let mut dump = dump::store(&self.store()).expect("a dump");
        let person = dump["people"][0].as_object_mut().expect("a person");
        person.remove("records");
        person.insert("sources".to_owned(), sorted(person["sources"].clone()));
        dump
    }

    /// What stands as noticed. Whether it was noticed at once or only after more had come in is not
    /// compared; what it says is.
    fn findings(&self) -> BTreeMap<FindingId, Finding> {
        let records = self.store().read(|store| store.records_of(hanako().id, RecordKind::Finding)).expect("findings");
        let findings = records.into_iter().filter_map(|record| match record.entry {
            Entry::Finding(finding) => Some(*finding),
            _ => None,
        });
        findings
            .filter(|finding| finding.state != FindingState::Withdrawn)
            .map(|finding| (finding.id, Finding { state: FindingState::New, ..finding }))
            .collect()
    }

    fn is_whole(&self) {
        self.store().verify().expect("every page and row is whole");
    }

    /// What was promised of each day, and is shown.
    fn keeps_its_promises(&self, account: &Account) {
        let store = self.store();
        for promise in account.said("kept ") {
            let words: Vec<&str> = promise.split(' ').collect();
            let range = words[0].parse::<LocalDay>().expect("a day").range_in(hanako().zone);
            let (rates, steps): (usize, u32) = (words[1].parse().expect("rates"), words[2].parse().expect("steps"));
            let (kept_rates, kept_steps) = store
                .read(|store| {
                    Ok((store.heart_samples(hanako().id, range)?.len(), store.steps_total(hanako().id, range)?))
                })
                .expect("the day");
            assert!(kept_rates >= rates, "{}: {rates} rates were promised, {kept_rates} are there", words[0]);
            assert!(kept_steps.unwrap_or(0) >= steps, "{}: {steps} steps were promised, {kept_steps:?}", words[0]);
        }
    }
}

fn sorted(list: Value) -> Value {
    let mut list = list.as_array().expect("a list").clone();
    list.sort_by_key(Value::to_string);
    list.into()
}

fn study(name: &str) -> String {
    data("nightsignal_aw").join(name).to_str().expect("a path").to_owned()
}

/// A moment somewhere in the middle of a child's work.
fn moment(chance: &mut Choice, lines: usize, between: Duration) -> Moment {
    let micros = usize::try_from(between.as_micros()).expect("a short time");
    Moment { lines: chance.below(lines), later: Duration::from_micros(chance.below(2 * micros) as u64) }
}

/// How often each task is killed before its record is looked at as a whole.
const DEATHS_IN_A_ROW: usize = 5;

#[test]
fn real_data_that_is_taken_in_over_many_deaths_is_all_there_once_and_tells_the_same() {
    let (steps, heart) = (study("P355472-AppleWatch-st.csv.xz"), study("AW_rhr_P355472.csv.xz"));
    let task = ["import", &steps, &heart];
    let undisturbed = Home::new();
    let begun = Instant::now();
    let whole = undisturbed.child(&task, None);
    let between = begun.elapsed() / u32::try_from(whole.lines.len()).expect("a count");
    let (measurements, findings) = (undisturbed.measurements(), undisturbed.findings());
    assert!(!findings.is_empty(), "this person's nights have something to notice");
    // What is there already is not promised again: later starts say less.
    let again = undisturbed.child(&task, None).lines.len();

    let mut chance = chance(1);
    let (mut kills, wanted) = (0, number("MIMAMORI_KILLS", 20));
    while kills < wanted {
        let home = Home::new();
        let mut lines = whole.lines.len();
        // Each start finds what the death before it left.
        for _ in 0..DEATHS_IN_A_ROW {
            let account = home.child(&task, Some(moment(&mut chance, lines, between)));
            kills += usize::from(account.killed);
            home.keeps_its_promises(&account);
            lines = again;
        }
        home.is_whole();
        home.child(&task, None);
        assert!(home.measurements() == measurements, "the measurements are not those of an undisturbed run");
        assert_eq!(home.findings(), findings);
        home.is_whole();
    }
}

#[test]
fn a_death_while_noticing_leaves_nothing_out_and_tells_nothing_twice() {
    let home = Home::new();
    // Everything is stored, nothing was looked at: that is what a start does.
    let clock = Arc::new(FixedClock::new(Millis(NOW.parse().expect("an instant"))));
    let companion = Companion::open(&home.path(), &key(), clock).expect("a companion");
    for name in ["P355472-AppleWatch-st.csv.xz", "AW_rhr_P355472.csv.xz"] {
        let file = std::fs::File::open(study(name)).expect("the study's file");
        companion.import(hanako().id, file, &mut |_| ControlFlow::Continue(())).expect("an import");
    }
    companion.set_phase(Phase::Background).expect("the store closes");
    drop(companion);
    let stored = std::fs::read(home.path()).expect("the store's file");

    let begun = Instant::now();
    home.child(&["look"], None);
    let time = begun.elapsed();
    let (measurements, findings) = (home.measurements(), home.findings());

    let mut chance = chance(2);
    let (mut kills, wanted) = (0, number("MIMAMORI_KILLS", 10));
    while kills < wanted {
        let home = Home::new();
        std::fs::write(home.path(), &stored).expect("a copy");
        for _ in 0..DEATHS_IN_A_ROW {
            let later = Duration::from_micros(chance.below(time.as_micros() as usize) as u64);
            let account = home.child(&["look"], Some(Moment { lines: 1, later }));
            kills += usize::from(account.killed);
            if !account.killed {
                break;
            }
        }
        home.child(&["look"], None);
        assert_eq!(home.findings(), findings);
        assert!(home.measurements() == measurements, "noticing changed the measurements");
        home.is_whole();
    }
}

#[test]
fn a_strap_that_is_recorded_over_many_deaths_loses_no_beat_that_was_promised() {
    let recording = data("strap_session.txt");
    let recording = recording.to_str().expect("a path");
    let undisturbed = Home::new();
    let begun = Instant::now();
    let whole = undisturbed.child(&["strap", recording, "0"], None);
    let between = begun.elapsed() / u32::try_from(whole.lines.len()).expect("a count");
    let measurements = undisturbed.measurements();

    let mut chance = chance(3);
    let (mut kills, wanted) = (0, number("MIMAMORI_KILLS", 10));
    while kills < wanted {
        let home = Home::new();
        let mut promised = 0;
        for _ in 0..DEATHS_IN_A_ROW {
            // As in life: what the strap said before the death does not come again.
            let from = promised.to_string();
            let task = ["strap", recording, from.as_str()];
            let account = home.child(&task, Some(moment(&mut chance, whole.lines.len() / DEATHS_IN_A_ROW, between)));
            kills += usize::from(account.killed);
            let last = account.said("heard ").next_back().map(|number| number.parse().expect("a number"));
            promised = last.unwrap_or(promised);
        }
        let from = promised.to_string();
        home.child(&["strap", recording, &from], None);
        let rates = |home: &Home| home.measurements()["people"][0]["heart"].clone();
        assert!(rates(&home) == rates(&undisturbed), "the rates are not those of an undisturbed recording");
        // A recording that is read once more brings what is known.
        home.child(&["strap", recording, "0"], None);
        assert!(rates(&home) == measurements["people"][0]["heart"], "a rate is there twice");
        home.is_whole();
    }
}

/// Weights that a store holds before its key changes: enough that a change takes a while.
const WEIGHTS: u128 = 3_000;

#[test]
fn a_death_while_the_key_changes_leaves_one_of_the_two_and_all_that_was_promised() {
    let full = Home::new();
    let person = hanako();
    let at = Stamp::in_zone(Millis(NOW.parse().expect("an instant")), person.zone);
    let weight = |n| Record {
        id: RecordId(Uuid::from_u128(n)),
        person: person.id,
        revision: 1,
        status: RecordStatus::Active,
        at,
        source: SourceId::derive(person.id, "manual"),
        written: at.at,
        entry: Entry::Vital(Vital::single(VitalKind::Weight, 60.0).expect("a weight")),
    };
    let store = full.store();
    store.write(|store| (1..=WEIGHTS).try_for_each(|n| store.put_record(&weight(n)).map(drop))).expect("weights");
    store.pause().expect("the store closes");
    let stored = std::fs::read(full.path()).expect("the store's file");

    let mut chance = chance(4);
    let (mut kills, mut between, wanted) = (0, 0, number("MIMAMORI_KILLS", 20));
    while kills < wanted {
        let home = Home::new();
        std::fs::write(home.path(), &stored).expect("a copy");
        let (mut key, mut promised) = (7, Vec::new());
        for _ in 0..DEATHS_IN_A_ROW {
            let moment = moment(&mut chance, 30, Duration::from_millis(20));
            let account = home.child(&["rekey", &key.to_string()], Some(moment));
            kills += usize::from(account.killed);
            promised.extend(account.said("weighed ").map(|id| id.parse().map(RecordId).expect("a name")));
            let last = |word| account.said(word).next_back().map_or(key, |n| n.parse::<u8>().expect("a number"));
            let (changed, changing) = (last("changed "), last("changing "));
            between += usize::from(account.killed && changed != changing);

            let mut keys = vec![changed, changing];
            keys.dedup();
            if chance.below(2) > 0 {
                keys.reverse();
            }
            let open = |n: u8| match Store::open(&home.path(), &nth_key(n)) {
                Ok(store) => Some((n, store)),
                Err(Error::WrongKey) => None,
                Err(other) => panic!("with key {n}, when it went from {changed} to {changing}: {other:?}"),
            };
            let mut opened: Vec<(u8, Store)> = keys.iter().filter_map(|n| open(*n)).collect();
            assert_eq!(opened.len(), 1, "from key {changed} to {changing}");
            let (number, store) = opened.remove(0);
            store.verify().expect("every page and row is whole");
            let kept = store.read(|store| store.records_of(person.id, RecordKind::Vital)).expect("weights");
            let kept: BTreeSet<RecordId> = kept.into_iter().map(|record| record.id).collect();
            assert!(promised.iter().all(|id| kept.contains(id)), "a weight that was promised is lost");
            assert!(kept.len() >= promised.len() + WEIGHTS as usize, "a weight from before is lost");
            key = number;
        }
    }
    // The test is worth nothing when all die before or after.
    assert!(between * 4 > kills, "{between} of {kills} died while a key changed");
}

#[test]
fn many_stores_that_open_at_once_in_a_fresh_program_all_open() {
    // The moment is short and comes once in a process: it takes many to meet it.
    for _ in 0..number("MIMAMORI_STARTS", 12) {
        let home = Home::new();
        home.child(&["crowd"], None);
    }
}
