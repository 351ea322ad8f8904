//! A small store with something of everything, always the same: frozen once for each version of the
//! schema, so that later versions are held to reading it.

use std::path::Path;

use mimamori::Result;
use mimamori::model::finding::{Evidence, EvidencePoint, Finding, FindingState, Rule, Severity, Usual};
use mimamori::model::habit::{Goal, Habit, Schedule, Tick};
use mimamori::model::heart::{Bpm, Contact, HeartSample, RrInterval, RrRun};
use mimamori::model::meal::{FoodCode, FoodRef, Meal, MealItem, MealSlot, Nutrient, Nutrients, Portion};
use mimamori::model::person::{Role, Sex, Source, SourceKind};
use mimamori::model::platform::{Access, Disclosure, Platform, ReceivedResource};
use mimamori::model::quantity::Unit;
use mimamori::model::steps::StepInterval;
use mimamori::model::subject::SentResource;
use mimamori::model::vital::{BloodPressure, Vital, VitalKind};
use mimamori::model::{
    Entry, FindingId, Millis, PersonId, PlatformId, Record, RecordId, RecordStatus, SourceId, Stamp, Subject,
};
use mimamori::store::{Store, Writing};
use uuid::Uuid;

use crate::family::{hanako, key};

/// 2026-04-18T00:00:00Z.
const DAY: Millis = Millis(1_776_470_400_000);

/// Makes the store at `path`; all of it is made up.
///
/// # Errors
/// What the store says.
pub fn make(path: &Path) -> Result<()> {
    let store = Store::open(path, &key())?;
    store.write(|store| {
        people(store)?;
        platforms(store)?;
        series(store)?;
        records(store)?;
        synced(store)
    })?;
    store.pause()
}

/// Records one more thing in a store that was frozen.
///
/// # Errors
/// What the store says.
pub fn add(store: &Store) -> Result<()> {
    let weight = Vital::single(VitalKind::Weight, 52.5)?;
    store.write(|store| store.put_record(&record(99, Entry::Vital(weight)))).map(|_| ())
}

fn daughter() -> PersonId {
    PersonId(Uuid::from_u128(2))
}

fn source(name: &str) -> SourceId {
    SourceId::derive(hanako().id, name)
}

fn platform() -> PlatformId {
    PlatformId(Uuid::from_u128(900))
}

fn people(store: &Writing<'_>) -> Result<()> {
    let mut mother = hanako();
    mother.birth_date = chrono::NaiveDate::from_ymd_opt(1951, 3, 14);
    mother.sex = Some(Sex::Female);
    mother.heart_limits.high = 110;
    store.put_person(&mother)?;
    let yui = mimamori::model::person::Person::new(daughter(), "結衣", Role::Caregiver, chrono_tz::Europe::Berlin)?;
    store.put_person(&yui)?;
    for (name, kind) in [
        ("manual", SourceKind::Manual),
        ("Strap 01", SourceKind::Bluetooth),
        ("Watch", SourceKind::Wearable),
        ("Phone", SourceKind::Phone),
        ("table.csv", SourceKind::File),
        ("clinic", SourceKind::Platform),
    ] {
        store.put_source(mother.id, &Source { id: source(name), kind, name: name.to_owned() })?;
    }
    store.put_source_order(mother.id, &[source("Watch"), source("Strap 01")])
}

fn platforms(store: &Writing<'_>) -> Result<()> {
    store.put_platform(&Platform {
        id: platform(),
        person: hanako().id,
        base_url: "https://phr.example/fhir".to_owned(),
        patient: "hanako".to_owned(),
        access: Access::Own,
    })?;
    store.put_platform(&Platform {
        id: PlatformId(Uuid::from_u128(901)),
        person: daughter(),
        base_url: "https://phr.example/fhir".to_owned(),
        patient: "hanako".to_owned(),
        access: Access::Caregiver,
    })
}

fn series(store: &Writing<'_>) -> Result<()> {
    let person = hanako().id;
    let sample = |ms: i64, bpm: u16, contact| Ok(HeartSample { at: DAY.plus(ms), bpm: Bpm::new(bpm)?, contact });
    // A quarter of an hour of a strap over the turn of an hour, with a gap, lost contact and beats.
    let strap = (3_300..4_200_i64)
        .filter(|second| !(3_400..3_450).contains(second))
        .map(|second| {
            let contact = if second % 400 == 7 { Contact::Lost } else { Contact::Detected };
            sample(second * 1_000 + second * 37 % 23, 60 + u16::try_from(second / 60 % 30).unwrap_or(0), contact)
        })
        .collect::<Result<Vec<_>>>()?;
    let runs: Vec<RrRun> = (0..20)
        .map(|n| RrRun {
            start: DAY.plus(3_300_000 + n * 30_000),
            intervals: (0..25).map(|beat| RrInterval(900 + (beat * 31 % 120))).collect(),
        })
        .collect();
    for (samples, runs) in strap.chunks(200).take(4).zip(runs.chunks(5)) {
        store.append_heart(person, source("Strap 01"), samples, runs)?;
    }
    // The rest of the strap's, one flush of ten seconds at a time: an hour of several pieces.
    for flush in strap.get(800..).unwrap_or_default().chunks(10) {
        store.append_heart(person, source("Strap 01"), flush, &[])?;
    }
    let watch =
        (0..48).map(|n| sample(n * 1_800_000, 55 + n as u16, Contact::Unsupported)).collect::<Result<Vec<_>>>()?;
    store.append_heart(person, source("Watch"), &watch, &[])?;
    for name in ["Phone", "Watch"] {
        let steps = (0..12)
            .map(|n| StepInterval::new(DAY.plus(n * 3_600_000), DAY.plus(n * 3_600_000 + 600_000), 100 + n as u32))
            .collect::<Result<Vec<_>, _>>()?;
        store.append_steps(person, source(name), &steps)?;
    }
    store.set_meta(person, "setting", Some("value"))?;
    store.set_detector_state(person, "another", Some(b"state"))
}

fn record(n: u128, entry: Entry) -> Record {
    let at = DAY.plus(i64::try_from(n).unwrap_or(0) * Millis::HOUR);
    Record {
        id: RecordId(Uuid::from_u128(n)),
        person: hanako().id,
        revision: 1,
        status: RecordStatus::Active,
        at: Stamp::in_zone(at, hanako().zone),
        source: source("manual"),
        written: at.plus(1_234),
        entry,
    }
}

fn records(store: &Writing<'_>) -> Result<()> {
    let mut rice = Nutrients::default();
    rice.set(Nutrient::Energy, 156.0);
    rice.set(Nutrient::Salt, 0.0);
    let food = FoodRef { code: FoodCode("mext:01088".to_owned()), table: "mext-8-2023".to_owned() };
    let mut item = MealItem::of_food("ごはん", food, 150.0, &rice)?;
    item.portion = Some(Portion { amount: 1.0, measure: "bowl".to_owned() });
    let mut meal = Meal::new(MealSlot::Lunch, vec![item, MealItem::quick("みそ汁", Some(40.0))?])?;
    "少し残した".clone_into(&mut meal.note);
    store.put_record(&record(1, Entry::Meal(meal)))?;

    let weekdays = Schedule::Weekdays(vec![chrono::Weekday::Mon, chrono::Weekday::Thu]);
    let amount = Goal::Amount { at_least: 8.0, unit: "杯".to_owned() };
    store.put_record(&record(2, Entry::Habit(Habit::new("散歩", Goal::YesNo, Schedule::Daily)?)))?;
    store.put_record(&record(3, Entry::Habit(Habit::new("水", amount, Schedule::TimesAWeek(5))?)))?;
    store.put_record(&record(4, Entry::Habit(Habit::new("体操", Goal::YesNo, weekdays)?)))?;
    store.put_record(&record(5, Entry::Tick(Tick::new(RecordId(Uuid::from_u128(3)), 2.5)?)))?;

    let pressure = BloodPressure::new(132.0, 84.0, Some(Bpm::new(71)?))?;
    let first = record(6, Entry::Vital(Vital::BloodPressure(pressure)));
    store.put_record(&first)?;
    let corrected = Entry::Vital(Vital::BloodPressure(BloodPressure::new(123.0, 84.0, None)?));
    store.put_record(&Record { revision: 2, entry: corrected, ..first })?;
    for (n, kind) in VitalKind::ALL.into_iter().enumerate() {
        let (low, high) = kind.possible();
        let mut one = record(20 + n as u128, Entry::Vital(Vital::single(kind, f64::midpoint(low, high).round())?));
        one.at = Stamp::at_offset(one.at.at, 5 * 3600 + 1800);
        store.put_record(&one)?;
        if n == 0 {
            store.put_record(&Record { revision: 2, status: RecordStatus::EnteredInError, ..one })?;
        }
    }
    let finding = finding();
    let id = RecordId(finding.id.0);
    store.put_record(&Record { id, ..record(7, Entry::Finding(Box::new(finding))) })?;
    Ok(())
}

fn finding() -> Finding {
    Finding {
        id: FindingId::derive(hanako().id, Rule::NightHeartRateHigh.code(), DAY),
        rule: Rule::NightHeartRateHigh,
        severity: Severity::Strong,
        state: FindingState::Acknowledged,
        onset: DAY,
        day: Stamp::in_zone(DAY, hanako().zone).day(),
        knowable_at: DAY.plus(7 * Millis::HOUR),
        last: DAY.plus(31 * Millis::HOUR),
        evidence: Evidence {
            unit: Unit::PerMinute,
            value: 71.5,
            pressure: None,
            usual: Usual::Range { centre: 61.0, low: 58.0, high: 65.0 },
            run: 2,
            days_used: 28,
            days_missing: 3,
            sources: vec![source("Watch")],
            points: vec![EvidencePoint { at: DAY, value: 71.5, out: true }],
            records: vec![RecordId(Uuid::from_u128(6))],
        },
    }
}

fn synced(store: &Writing<'_>) -> Result<()> {
    let person = hanako().id;
    let sent = Subject::Record(RecordId(Uuid::from_u128(1)));
    let resource = |id: &str| SentResource {
        resource_type: "Observation".to_owned(),
        id: id.to_owned(),
        version: "1".to_owned(),
        revision: None,
    };
    store.mark_sent(platform(), &sent, 1, &[resource("a"), resource("b")])?;
    let hour = DAY.hour_index();
    // Sent once and changed since.
    store.mark_sent(platform(), &Subject::HeartHour { source: source("Watch"), hour }, 0, &[resource("c")])?;
    store.set_aside(platform(), &Subject::Record(RecordId(Uuid::from_u128(5))), "422 value")?;
    store.put_received(&[ReceivedResource {
        platform: platform(),
        person,
        resource_type: "Condition".to_owned(),
        id: "hypertension".to_owned(),
        version: "3".to_owned(),
        last_updated: DAY,
        json: serde_json::json!({ "resourceType": "Condition", "id": "hypertension", "extra": [1, 2.50, null] }),
    }])?;
    store.add_disclosure(&Disclosure {
        at: DAY,
        person,
        recipient: "https://phr.example/fhir".to_owned(),
        resource_type: "Observation".to_owned(),
        count: 2,
        basis: "own-connection".to_owned(),
    })
}
