//! The program is killed and the network cut in the middle of a sync: afterwards the platform holds
//! what the record holds, each thing once, and the record holds what the platform gave.
//!
//! `MIMAMORI_KILLS` sets how often it is killed, and `MIMAMORI_SEED` when.

#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a test may stop at what it did not expect")]

use std::collections::{BTreeMap, BTreeSet};
use std::io::BufReader;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use mimamori::clock::FixedClock;
use mimamori::companion::{Companion, NewHabit, NewMeal, NewMealItem, Phase};
use mimamori::device::replay;
use mimamori::model::habit::{Goal, Schedule};
use mimamori::model::heart::{Bpm, Contact, HeartSample};
use mimamori::model::meal::{FoodCode, MealSlot};
use mimamori::model::person::{Source, SourceKind};
use mimamori::model::platform::{Access, Platform};
use mimamori::model::vital::{BloodPressure, Vital};
use mimamori::model::{Entry, Millis, PlatformId, Record, RecordKind, SourceId, Stamp, Subject};
use mimamori::store::Store;
use mimamori_sandbox::{Fault, FaultRule, PATIENT, Sandbox, SandboxConfig};
use mimamori_tests::child::{self, Account, Choice, Moment, number};
use mimamori_tests::dump;
use mimamori_tests::family::{STRAP, hanako, key};
use mimamori_tests::place::data;
use serde_json::Value;
use tempfile::TempDir;

const CHILD: &str = env!("CARGO_BIN_EXE_take-in");
/// 2026-01-17T00:00:00Z: two weeks of the study's data lie behind it; later rows are not taken in.
const NOW: i64 = 1_768_608_000_000;
/// The largest bundle that a sync sends, in resources.
const LARGEST_BUNDLE: usize = 500;

/// Of the lines that the child says, those before it begins to receive.
const PUSHING: usize = 12;

/// What a sandbox may hold of ours and of the clinic's, by type and id.
type Held = BTreeMap<(String, String), Value>;

/// A record with something of everything, not yet connected: the bytes of its file.
fn record() -> Vec<u8> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("record.db");
    let companion = Companion::open(&path, &key(), Arc::new(FixedClock::new(Millis(NOW)))).expect("a companion");
    let person = hanako();
    companion.put_person(&person).expect("a person");
    for name in ["P355472-AppleWatch-st.csv.xz", "AW_rhr_P355472.csv.xz"] {
        let file = std::fs::File::open(data("nightsignal_aw").join(name)).expect("the study's file");
        companion.import(person.id, file, &mut |_| ControlFlow::Continue(())).expect("an import");
    }
    let mut strap = companion.begin_recording(person.id, STRAP).expect("a strap");
    let session = std::fs::File::open(data("strap_session.txt")).expect("a recording");
    for frame in replay::frames(BufReader::new(session)) {
        let frame = frame.expect("a frame");
        strap.hear(&companion, frame.at, &frame.bytes).expect("kept");
    }
    strap.finish(&companion).expect("kept");
    for day in 1..=7 {
        let at = Stamp::in_zone(Millis(NOW - day * Millis::DAY), person.zone);
        let pressure = BloodPressure::new(128.0 + day as f64, 81.0, None).expect("a pressure");
        companion.add_vital(person.id, at, Vital::BloodPressure(pressure)).expect("a vital sign");
        let rice = NewMealItem::Grams { code: FoodCode("mext:01088".to_owned()), grams: 150.0 };
        let soup = NewMealItem::Quick { text: "みそ汁".to_owned(), kcal: Some(40.0) };
        let meal = NewMeal {
            slot: MealSlot::Dinner,
            items: vec![rice, soup],
            note: String::new(),
            photo: None,
            lang: mimamori::text::Lang::Ja,
        };
        companion.add_meal(person.id, at, &meal).expect("a meal");
    }
    // Far above the limit, at rest; by a strap, which is believed before the watch.
    let chest = Source { id: SourceId::derive(person.id, "chest"), kind: SourceKind::Bluetooth, name: "chest".into() };
    let high = |minute: i64| HeartSample {
        at: Millis(NOW - 29 * Millis::HOUR + minute * Millis::MINUTE),
        bpm: Bpm::new(139).expect("a rate"),
        contact: Contact::Detected,
    };
    let high: Vec<HeartSample> = (10..60).map(high).collect();
    companion.take_in(person.id, &chest, &high, &[]).expect("taken in");
    assert!(!companion.notice(person.id).expect("a look").is_empty());
    let noon = Stamp::in_zone(Millis(NOW - Millis::DAY), person.zone);
    let walk = NewHabit { name: "散歩".to_owned(), goal: Goal::YesNo, schedule: Schedule::Daily };
    let walk = companion.add_habit(person.id, noon, &walk).expect("a habit");
    companion.tick(person.id, walk.id, noon, 1.0).expect("a tick");
    companion.set_phase(Phase::Background).expect("the store closes");
    std::fs::read(path).expect("the store's file")
}

/// A phone with that record, and the platform that it is connected to.
struct Scene {
    folder: TempDir,
    sandbox: Sandbox,
    clinic: Held,
}

impl Scene {
    fn new(record: &[u8]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("record.db"), record).expect("a copy");
        let config = SandboxConfig { open_access: true, ..SandboxConfig::default() };
        let sandbox = Sandbox::start(config).expect("a sandbox");
        sandbox.load_demo().expect("the clinic's record");
        let mut scene = Self { folder, sandbox, clinic: Held::new() };
        scene.clinic = scene.held();
        let platform = Platform {
            id: platform(),
            person: hanako().id,
            base_url: scene.sandbox.base_url().to_owned(),
            patient: PATIENT.to_owned(),
            access: Access::Own,
        };
        scene.store().write(|store| store.put_platform(&platform)).expect("a platform");
        scene
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("record.db")
    }

    fn store(&self) -> Store {
        Store::open(&self.path(), &key()).expect("the store opens")
    }

    fn sync(&self, moment: Option<Moment>) -> Account {
        let (path, now) = (self.path(), NOW.to_string());
        let args = [path.to_str().expect("a path"), &now, "sync"];
        child::run(Path::new(CHILD), &args, moment).expect("the child works")
    }

    /// Syncs without being disturbed until there is nothing to do.
    fn sync_to_the_end(&self) {
        self.sandbox.clear_faults();
        for _ in 0..3 {
            self.sync(None);
        }
        let last = self.sync(None);
        assert_eq!(last.said("pushed ").collect::<Vec<_>>(), ["0 pulled 0 aside 0"]);
    }

    /// What the platform holds, without what it adds itself.
    fn held(&self) -> Held {
        let mut held = Held::new();
        for kind in KINDS {
            for mut resource in self.sandbox.resources(kind).expect("resources") {
                let id = resource["id"].as_str().expect("an id").to_owned();
                resource.as_object_mut().expect("a resource").remove("meta");
                let twice = held.insert((kind.to_owned(), id), resource);
                assert!(twice.is_none(), "a resource is there twice");
            }
        }
        held
    }

    /// What the platform holds of the phone's.
    fn sent(&self) -> Held {
        self.held().into_iter().filter(|(place, _)| !self.clinic.contains_key(place)).collect()
    }

    /// How many versions were written beyond the first of each resource.
    fn rewrites(&self) -> usize {
        let versions = |(kind, id): &(String, String)| self.sandbox.versions(kind, id).expect("a count") - 1;
        self.sent().keys().map(versions).sum()
    }

    fn subjects(&self) -> Vec<Subject> {
        let pending = self.store().read(|store| store.pending(platform(), u32::MAX)).expect("what waits");
        pending.into_iter().map(|one| one.subject).collect()
    }

    /// The record itself, without what it knows of platforms.
    fn record(&self) -> Value {
        let mut dump = dump::store(&self.store()).expect("a dump");
        for name in ["platforms", "received", "disclosures"] {
            dump["people"][0].as_object_mut().expect("a person").remove(name);
        }
        dump
    }

    /// What came from the clinic, without when.
    fn received(&self) -> BTreeSet<(String, String, String)> {
        let received = self.store().read(|store| store.received(hanako().id, None)).expect("what came");
        received.into_iter().map(|one| (one.resource_type, one.id, without_meta(one.json).to_string())).collect()
    }

    /// How many resources of each type the person is told to have disclosed.
    fn disclosed(&self) -> BTreeMap<String, u32> {
        let mut counts = BTreeMap::new();
        for one in self.store().read(|store| store.disclosures(hanako().id)).expect("disclosures") {
            *counts.entry(one.resource_type).or_insert(0) += one.count;
        }
        counts
    }

    fn blood_pressures(&self) -> Vec<Record> {
        self.store().read(|store| store.records_of(hanako().id, RecordKind::Vital)).expect("vital signs")
    }

    /// Corrects the first blood pressure once more and deletes the last.
    fn correct_and_delete(&self, round: u32) {
        let known = self.blood_pressures();
        let clock = FixedClock::new(Millis(NOW).plus(i64::from(round) + 1));
        let companion = Companion::open(&self.path(), &key(), Arc::new(clock)).expect("a companion");
        let systolic = 201.5 + f64::from(round);
        let pressure = BloodPressure::new(systolic, 95.0, None).expect("a pressure");
        companion.amend(known[0].id, known[0].at, Entry::Vital(Vital::BloodPressure(pressure))).expect("corrected");
        companion.delete(known[known.len() - 1].id).expect("deleted");
    }

    /// How often the platform holds the last correction.
    fn corrected(&self) -> usize {
        self.sent().values().filter(|resource| resource.to_string().contains("204.5")).count()
    }

    /// What the phone believes to stand on the platform is what stands there, in that version.
    fn knows_what_stands(&self, subjects: &[Subject]) {
        let store = self.store();
        let mut believed = BTreeSet::new();
        // A correction may be noticed, which makes a record of its own.
        let findings = store.read(|store| store.records_of(hanako().id, RecordKind::Finding)).expect("findings");
        let findings: Vec<Subject> = findings.into_iter().map(|record| Subject::Record(record.id)).collect();
        let subjects: BTreeSet<&Subject> = subjects.iter().chain(&findings).collect();
        for subject in subjects {
            for one in store.read(|store| store.sent_resources(platform(), subject)).expect("what was sent") {
                let versions = self.sandbox.versions(&one.resource_type, &one.id).expect("a count");
                assert_eq!(one.version, versions.to_string(), "{}/{}", one.resource_type, one.id);
                believed.insert((one.resource_type, one.id));
            }
        }
        assert_eq!(believed, self.sent().into_keys().collect());
    }
}

/// Every type that the phone sends or the clinic holds.
const KINDS: [&str; 16] = [
    "AllergyIntolerance",
    "Communication",
    "Condition",
    "Consent",
    "DiagnosticReport",
    "DocumentReference",
    "Flag",
    "Goal",
    "ImagingStudy",
    "Immunization",
    "MedicationRequest",
    "NutritionIntake",
    "NutritionOrder",
    "Observation",
    "Patient",
    "RelatedPerson",
];

fn platform() -> PlatformId {
    "5f6d7c8b-1a2b-4c3d-8e4f-5a6b7c8d9e0f".parse().expect("an identifier")
}

fn without_meta(mut resource: Value) -> Value {
    resource.as_object_mut().expect("a resource").remove("meta");
    resource
}

/// One of the ways in which a network fails while a bundle is under way.
fn fault(chance: &mut Choice) -> FaultRule {
    let fault = match chance.below(6) {
        0 | 1 => Fault::DropAfterCommit,
        2 | 3 => Fault::CutResponseAt(chance.below(20_000)),
        4 => Fault::CutRequestAt(chance.below(200_000)),
        _ => Fault::Duplicate,
    };
    FaultRule::new(fault).on("POST", "").after(chance.below(2))
}

#[test]
fn a_sync_that_is_killed_and_cut_again_and_again_leaves_each_thing_on_the_platform_once() {
    let record = record();
    let undisturbed = Scene::new(&record);
    let begun = Instant::now();
    let whole = undisturbed.sync(None);
    let between = begun.elapsed() / u32::try_from(whole.lines.len()).expect("a count");
    undisturbed.sync_to_the_end();
    assert_eq!(undisturbed.rewrites(), 0);

    let mut chance = Choice::new(number("MIMAMORI_SEED", 20_260_423) as u64);
    let (mut kills, wanted) = (0, number("MIMAMORI_KILLS", 12));
    while kills < wanted {
        let scene = Scene::new(&record);
        let (before, subjects) = (scene.record(), scene.subjects());
        let mut cuts = 0;
        for death in 0..6 {
            if death % 2 == 1 {
                scene.sandbox.inject(fault(&mut chance));
                cuts += 1;
            }
            let later = Duration::from_micros(chance.below(2 * between.as_micros() as usize) as u64);
            // Sending comes first and is where it hurts most; every other time, anywhere.
            let lines = if death % 2 == 0 { PUSHING } else { whole.lines.len() - 2 };
            let account = scene.sync(Some(Moment { lines: 1 + chance.below(lines), later }));
            kills += usize::from(account.killed);
            cuts += usize::from(account.killed);
        }
        scene.sync_to_the_end();
        assert_eq!(scene.sent(), undisturbed.sent());
        assert!(scene.rewrites() <= cuts * LARGEST_BUNDLE, "{} rewrites after {cuts} cuts", scene.rewrites());
        scene.knows_what_stands(&subjects);
        assert!(scene.record() == before, "syncing changed the record");
        assert_eq!(scene.received(), undisturbed.received());
        assert_eq!(scene.disclosed(), undisturbed.disclosed());
        scene.store().verify().expect("every page and row is whole");
    }
}

#[test]
fn what_is_corrected_and_deleted_between_the_cuts_stands_corrected_and_deleted_on_the_platform() {
    let mut chance = Choice::new(number("MIMAMORI_SEED", 20_260_423) as u64 ^ 1);
    let scene = Scene::new(&record());
    let subjects = scene.subjects();
    for round in 0..4 {
        if round % 2 == 1 {
            scene.sandbox.inject(fault(&mut chance));
        }
        let later = Duration::from_millis(chance.below(40) as u64);
        scene.sync(Some(Moment { lines: 1 + chance.below(PUSHING), later }));
        scene.correct_and_delete(round);
    }
    scene.sync_to_the_end();
    scene.knows_what_stands(&subjects);
    assert_eq!(scene.corrected(), 1);

    // A platform that is told of the record as it now is holds the same, but for what it was never told of.
    let closed = std::fs::read(scene.path()).expect("the store's file");
    let other = Scene::new(&closed);
    other.sync_to_the_end();
    let mut standing = scene.sent();
    standing.retain(|_, resource| resource["status"] != "entered-in-error");
    assert!(standing.len() < scene.sent().len(), "something was deleted");
    assert!(standing == other.sent());
    assert_eq!(scene.received(), other.received());
}
