//! A phone with a store that has something of every kind in it, and what should stand on a platform
//! because of it.

#![expect(clippy::expect_used, reason = "a test that cannot start says why")]

use std::collections::BTreeMap;

use mimamori::Result;
use mimamori::clock::{Clock as _, SystemClock};
use mimamori::fhir::{self, Context, Outgoing};
use mimamori::model::event::{Event, EventKind};
use mimamori::model::finding::{Evidence, Finding, FindingState, Rule, Severity, Usual};
use mimamori::model::habit::{Goal, Habit, Schedule, Tick};
use mimamori::model::heart::{Bpm, Contact, HeartSample, RrInterval, RrRun};
use mimamori::model::meal::{Meal, MealItem, MealSlot};
use mimamori::model::medicine::{
    Dose, DoseAmount, DoseSlot, DoseState, DoseTime, DoseUnit, Medicine, MedicineDays, MedicineSchedule,
};
use mimamori::model::person::{Person, Role, Source, SourceKind};
use mimamori::model::platform::{Access, Platform};
use mimamori::model::quantity::Unit;
use mimamori::model::sleep::{Sleep, SleepStage, Stage};
use mimamori::model::steps::StepInterval;
use mimamori::model::symptom::{Symptom, SymptomKind};
use mimamori::model::vital::{BloodPressure, Vital, VitalKind};
use mimamori::model::{
    Entry, FindingId, Millis, PersonId, PlatformId, Record, RecordId, RecordKind, RecordStatus, SourceId, Stamp,
};
use mimamori::store::{SecretKey, Store};
use mimamori::sync::transport::Transport;
use mimamori::sync::{Reason, SyncReport, SyncRequest, TokenSource};
use serde_json::Value;
use tempfile::TempDir;
use uuid::Uuid;

const ZONE: chrono_tz::Tz = chrono_tz::Asia::Tokyo;
/// 2026-03-01 00:00 in Tokyo.
const START: Millis = Millis(1_772_290_800_000);
const HAND: SourceId = SourceId(Uuid::from_u128(11));

/// A strap of the person's own: hours of heart rate are named after it.
fn strap(person: PersonId) -> SourceId {
    SourceId(Uuid::from_u128(person.0.as_u128() ^ 12))
}

/// A phone, its store and its connection to a platform.
#[derive(Debug)]
pub struct Phone {
    /// The store.
    pub store: Store,
    /// The connection.
    pub platform: Platform,
    /// Whose record it is.
    pub person: PersonId,
    _folder: TempDir,
}

impl Phone {
    /// A phone with an empty store.
    ///
    /// # Panics
    /// When the store cannot be made.
    #[must_use]
    pub fn new(base_url: &str, patient: &str, access: Access) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let key = SecretKey::random().expect("a key");
        let store = Store::open(&folder.path().join("store.db"), &key).expect("a store");
        let person = PersonId(Uuid::new_v4());
        let platform = Platform {
            id: PlatformId(Uuid::new_v4()),
            person,
            base_url: base_url.to_owned(),
            patient: patient.to_owned(),
            access,
        };
        let role = if access == Access::Own { Role::Patient } else { Role::Caregiver };
        store
            .write(|writing| {
                writing.put_person(&Person::new(person, "花子", role, ZONE)?)?;
                writing.put_platform(&platform)
            })
            .expect("a person");
        Self { store, platform, person, _folder: folder }
    }

    /// Records `days` days: heart rate every five seconds with beats, steps, blood pressure twice a
    /// day, weight, three meals, a habit and its ticks; and one finding.
    ///
    /// # Errors
    /// What the store says.
    pub fn live(&self, days: i64) -> Result<()> {
        let habit = self.record("habit", START, habit());
        self.store.write(|writing| {
            writing.put_source(self.person, &Source { id: HAND, kind: SourceKind::Manual, name: String::new() })?;
            let strap = Source { id: strap(self.person), kind: SourceKind::Bluetooth, name: "Polar H10".to_owned() };
            writing.put_source(self.person, &strap)?;
            writing.put_record(&habit)?;
            let finding = self.record("finding", START, Entry::Finding(Box::new(finding(self.person))));
            let id = FindingId::derive(self.person, Rule::NightHeartRateHigh.code(), START);
            writing.put_record(&Record { id: RecordId(id.0), ..finding })?;
            let medicine = self.record("medicine", START, medicine());
            for (name, entry) in once(medicine.id) {
                writing.put_record(&self.record(name, START.plus(8 * Millis::HOUR), entry))?;
            }
            writing.put_record(&medicine)?;
            Ok(())
        })?;
        for day in 0..days {
            let morning = START.plus(day * Millis::DAY);
            self.store.write(|writing| {
                for hour in 0..24 {
                    let (samples, runs) = heart(morning.plus(hour * Millis::HOUR));
                    writing.append_heart(self.person, strap(self.person), &samples, &runs)?;
                    let start = morning.plus(hour * Millis::HOUR + 600_000);
                    let steps = StepInterval::new(start, start.plus(300_000), 200 + u32::try_from(hour).unwrap_or(0))?;
                    writing.append_steps(self.person, strap(self.person), &[steps])?;
                }
                for (name, hour, entry) in entries(day, habit.id) {
                    writing.put_record(&self.record(
                        &format!("{name}-{day}"),
                        morning.plus(hour * Millis::HOUR),
                        entry,
                    ))?;
                }
                Ok(())
            })?;
        }
        Ok(())
    }

    fn record(&self, key: &str, at: Millis, entry: Entry) -> Record {
        Record {
            id: RecordId::derive(HAND, &format!("{}-{key}", self.person)),
            person: self.person,
            revision: 1,
            status: RecordStatus::Active,
            at: Stamp::in_zone(at, ZONE),
            source: HAND,
            written: at.plus(60_000),
            entry,
        }
    }

    /// Syncs, with at most two minutes.
    ///
    /// # Errors
    /// What the store says.
    pub fn sync(&self, transport: &dyn Transport, tokens: &dyn TokenSource) -> Result<SyncReport> {
        let deadline = SystemClock.now().plus(120_000);
        let request = SyncRequest { reason: Reason::Scheduled, deadline, jitter: 0.0 };
        mimamori::sync::run(&self.store, &self.platform, transport, tokens, &SystemClock, request)
    }

    /// What the platform refused, and why, for who reads a failure.
    #[must_use]
    pub fn refusals(&self) -> Vec<String> {
        let aside = self.store.read(|reading| reading.set_aside_list(self.platform.id)).unwrap_or_default();
        aside.into_iter().map(|one| format!("{one:?}")).collect()
    }

    /// What should stand on the platform, by type and id.
    ///
    /// # Errors
    /// What the store says.
    pub fn expected(&self, days: i64) -> Result<BTreeMap<String, Value>> {
        let context = Context { patient: &self.platform.patient, zone: ZONE };
        let mut resources = Vec::new();
        self.store.read(|reading| {
            for kind in RecordKind::ALL {
                for record in reading.records_of(self.person, kind)? {
                    let source = reading.source(self.person, record.source)?.expect("a source");
                    resources.extend(fhir::resources(&Outgoing::Record(&record, &source), &context));
                }
            }
            let source = reading.source(self.person, strap(self.person))?.expect("a source");
            for hour in START.hour_index()..START.plus(days * Millis::DAY).hour_index() {
                if let Some(heart) = reading.heart_hour(self.person, strap(self.person), hour)? {
                    let outgoing = Outgoing::HeartHour { source: &source, hour, heart: &heart };
                    resources.extend(fhir::resources(&outgoing, &context));
                }
                let steps = reading.steps_hour(self.person, strap(self.person), hour)?;
                let outgoing = Outgoing::StepsHour { source: &source, hour, steps: &steps };
                resources.extend(fhir::resources(&outgoing, &context));
            }
            Ok(())
        })?;
        let named = resources.into_iter().map(|one| (format!("{}/{}", one.resource_type, one.id), one.json));
        Ok(named.collect())
    }
}

fn heart(hour: Millis) -> (Vec<HeartSample>, Vec<RrRun>) {
    let bpm = |n: i64| Bpm::new(u16::try_from(60 + n % 30).unwrap_or(60)).expect("a rate");
    let sample = |n: i64| HeartSample { at: hour.plus(n * 5_000), bpm: bpm(n), contact: Contact::Detected };
    let intervals = (0..300).map(|n| RrInterval(800 + n % 64)).collect();
    ((0..720).map(sample).collect(), vec![RrRun { start: hour.plus(123), intervals }])
}

fn habit() -> Entry {
    let goal = Goal::Amount { at_least: 30.0, unit: "分".to_owned() };
    Entry::Habit(Habit::new("散歩", goal, Schedule::Daily).expect("a habit"))
}

fn entries(day: i64, habit: RecordId) -> Vec<(&'static str, i64, Entry)> {
    #[expect(clippy::cast_precision_loss, reason = "a few days")]
    let drift = day as f64 / 10.0;
    let pressure = |systolic: f64, diastolic| {
        let pulse = Bpm::new(66).ok();
        Entry::Vital(Vital::BloodPressure(BloodPressure::new(systolic, diastolic, pulse).expect("a pressure")))
    };
    let meal = |slot, name, kcal| {
        let items = vec![MealItem::quick(name, Some(kcal)).expect("an item")];
        Entry::Meal(Meal::new(slot, items).expect("a meal"))
    };
    vec![
        ("pressure-morning", 7, pressure(131.0, 83.0)),
        ("pressure-evening", 21, pressure(124.0, 78.0)),
        ("weight", 7, Entry::Vital(Vital::single(VitalKind::Weight, 52.4 + drift).expect("a weight"))),
        ("breakfast", 8, meal(MealSlot::Breakfast, "ご飯とみそ汁", 320.0)),
        ("lunch", 12, meal(MealSlot::Lunch, "きつねうどん", 410.0)),
        ("dinner", 19, meal(MealSlot::Dinner, "焼き魚定食", 620.0)),
        ("tick", 17, Entry::Tick(Tick::new(habit, 25.0 + drift).expect("a tick"))),
    ]
}

fn medicine() -> Entry {
    let times = vec![DoseTime::at(DoseSlot::AfterBreakfast), DoseTime::at(DoseSlot::At(16 * 60 + 30))];
    let schedule = MedicineSchedule::Times { times, days: MedicineDays::Daily };
    let day = Stamp::in_zone(START, ZONE).day();
    let mut medicine = Medicine::new("アムロジピン錠5mg", schedule, day).expect("a medicine");
    medicine.dose = Some(DoseAmount { value: 1.0, unit: DoseUnit::Tablet });
    Entry::Medicine(medicine)
}

/// One of each of the rarer kinds.
fn once(medicine: RecordId) -> Vec<(&'static str, Entry)> {
    let at = |hour: i64| Stamp::in_zone(START.plus(hour * Millis::HOUR), ZONE);
    let deep = SleepStage { start: at(1).at, end: at(2).at, stage: Stage::Deep };
    let day = Stamp::in_zone(START, ZONE).day();
    let taken = Dose {
        medicine,
        day,
        slot: Some(DoseSlot::AfterBreakfast),
        state: DoseState::Taken,
        amount: Some(1.0),
        note: String::new(),
    };
    vec![
        ("symptom", Entry::Symptom(Symptom::new(SymptomKind::Dizziness).scored(3))),
        ("sleep", Entry::Sleep(Sleep::new(at(0), at(7), vec![deep]).expect("a sleep"))),
        ("event", Entry::Event(Event::new(EventKind::Visit, "定期受診").expect("an event"))),
        ("dose", Entry::Dose(taken)),
    ]
}

fn finding(person: PersonId) -> Finding {
    Finding {
        id: FindingId::derive(person, Rule::NightHeartRateHigh.code(), START),
        rule: Rule::NightHeartRateHigh,
        severity: Severity::Strong,
        state: FindingState::New,
        onset: START,
        day: Stamp::in_zone(START, ZONE).day(),
        knowable_at: START.plus(Millis::HOUR),
        last: START.plus(Millis::HOUR),
        evidence: Evidence {
            unit: Unit::PerMinute,
            value: 71.0,
            pressure: None,
            usual: Usual::Range { centre: 60.0, low: 57.0, high: 64.0 },
            run: 2,
            days_used: 28,
            days_missing: 1,
            sources: vec![strap(person)],
            points: Vec::new(),
            records: Vec::new(),
        },
    }
}
