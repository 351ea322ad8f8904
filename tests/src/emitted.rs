//! Everything that the companion puts on the wire, a resource of each kind and shape, with the
//! profiles that each should hold: for `cargo xtask validate`.

#![expect(clippy::expect_used, reason = "constants that are right")]

use mimamori::fhir::{self, Context, Outgoing};
use mimamori::model::consent::{Consent, DataClass, Grantee};
use mimamori::model::event::{Event, EventKind};
use mimamori::model::finding::{Evidence, EvidencePoint, Finding, FindingState, Rule, Severity, Usual};
use mimamori::model::habit::{Goal, Habit, Schedule, Tick};
use mimamori::model::heart::{Bpm, Contact, HeartHour, HeartSample, RrInterval, RrRun};
use mimamori::model::heartbeat::Heartbeat;
use mimamori::model::meal::{FoodCode, FoodRef, Meal, MealItem, MealSlot, Nutrient, Nutrients};
use mimamori::model::medicine::{
    Dose, DoseAmount, DoseSlot, DoseState, DoseTime, DoseUnit, Medicine, MedicineCode, MedicineDays, MedicineList,
    MedicineSchedule,
};
use mimamori::model::person::{Source, SourceKind};
use mimamori::model::quantity::{Typed, Unit};
use mimamori::model::sleep::{Sleep, SleepStage, Stage};
use mimamori::model::steps::StepInterval;
use mimamori::model::symptom::{Symptom, SymptomKind};
use mimamori::model::vital::{Arm, BloodPressure, Circumstances, MealRelation, Occasion, Site, Vital, VitalKind};
use mimamori::model::{Entry, FindingId, Millis, PersonId, Record, RecordId, RecordStatus, SourceId, Stamp};
use serde_json::{Value, json};
use uuid::Uuid;

const ZONE: chrono_tz::Tz = chrono_tz::Asia::Tokyo;
const CONTEXT: Context<'static> = Context { patient: "hanako", zone: ZONE };
/// 2026-03-01 07:00 in Tokyo.
const AT: Millis = Millis(1_772_316_000_000);

/// A resource, and what it is called in the report.
#[derive(Debug, Clone)]
pub struct Emitted {
    /// What it is: `vital weight`, `symptom headache` …
    pub name: String,
    /// The resource as it is sent.
    pub json: Value,
}

impl Emitted {
    /// A line for the validator, with the profiles of `guide` that it should hold.
    #[must_use]
    pub fn line(&self, guide: Guide) -> String {
        json!({ "name": self.name, "profiles": guide.profiles(&self.json), "resource": self.json }).to_string()
    }
}

/// Whose profiles are asked for, beyond R4 and its vital signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guide {
    /// FHIR's own: the vital signs of R4.
    Base,
    /// HL7's Personal Health Record guide.
    Pghd,
    /// JP Core.
    JpCore,
}

/// A code of an Observation, and the profile for it.
const PGHD: [(&str, &str); 16] = [
    ("8867-4", "pghd-heartrate"),
    ("85354-9", "pghd-bloodpressure"),
    ("29463-7", "pghd-bodyweight"),
    ("8302-2", "pghd-bodyheight"),
    ("39156-5", "pghd-bmi"),
    ("8310-5", "pghd-bodytemperature"),
    ("9279-1", "pghd-respiratoryrate"),
    ("59408-5", "pghd-oxygenSaturation"),
    ("2708-6", "pghd-oxygenSaturation"),
    ("bloodGlucose", "pghd-blood-glucose"),
    ("stepCount", "pghd-activity"),
    ("food", "pghd-food"),
    ("sleepAnalysis", "pghd-sleep"),
    ("rrInterval", "pghd-heartbeat"),
    ("highHeartRateEvent", "pghd-cardiac-function"),
    ("lowHeartRateEvent", "pghd-cardiac-function"),
];

impl Guide {
    /// The canonical addresses of the profiles that `resource` should hold.
    #[must_use]
    pub fn profiles(self, resource: &Value) -> Vec<String> {
        let kind = resource["resourceType"].as_str().unwrap_or_default();
        match self {
            Self::Base => vital_sign(resource).map(|name| format!("http://hl7.org/fhir/StructureDefinition/{name}")),
            Self::Pghd => pghd(resource).map(|name| format!("http://hl7.org/fhir/uv/phr/StructureDefinition/{name}")),
            Self::JpCore => {
                jp_core(kind, resource).map(|name| format!("http://jpfhir.jp/fhir/core/StructureDefinition/{name}"))
            }
        }
        .into_iter()
        .collect()
    }
}

fn codes(resource: &Value) -> Vec<&str> {
    let coding = resource.pointer("/code/coding").and_then(Value::as_array);
    coding.into_iter().flatten().filter_map(|coding| coding["code"].as_str()).collect()
}

/// FHIR's own profile of a vital sign.
fn vital_sign(resource: &Value) -> Option<&'static str> {
    const OF_CODES: [(&str, &str); 8] = [
        ("8867-4", "heartrate"),
        ("85354-9", "bp"),
        ("29463-7", "bodyweight"),
        ("8302-2", "bodyheight"),
        ("39156-5", "bmi"),
        ("8310-5", "bodytemp"),
        ("9279-1", "resprate"),
        ("2708-6", "oxygensat"),
    ];
    let codes = codes(resource);
    OF_CODES.into_iter().find(|(code, _)| codes.contains(code)).map(|(_, profile)| profile)
}

fn pghd(resource: &Value) -> Option<&'static str> {
    if resource["resourceType"] != "Observation" {
        return None;
    }
    let codes = codes(resource);
    let system = resource.pointer("/code/coding/0/system").and_then(Value::as_str).unwrap_or_default();
    PGHD.into_iter().find(|(code, _)| codes.contains(code)).map(|(_, profile)| profile).or_else(|| {
        let first = codes.first()?;
        match () {
            () if first.starts_with("dietary") => Some("pghd-nutrition"),
            () if system.ends_with("observation-pghd-codes") && resource.get("interpretation").is_none() => codes
                .get(1)
                .filter(|_| resource["code"].to_string().contains("CodeSystem/symptom"))
                .map(|_| "pghd-symptom"),
            () => None,
        }
    })
}

fn jp_core(kind: &str, resource: &Value) -> Option<&'static str> {
    match kind {
        "Observation" if resource.to_string().contains("\"vital-signs\"") => Some("JP_Observation_VitalSigns"),
        "Observation" => Some("JP_Observation_Common"),
        "MedicationStatement" => Some("JP_MedicationStatement"),
        "MedicationAdministration" => Some("JP_MedicationAdministration"),
        _ => None,
    }
}

/// One of everything.
#[must_use]
pub fn all() -> Vec<Emitted> {
    let mut all = Emissions::default();
    all.vitals();
    all.series();
    all.meals_and_habits();
    all.body();
    all.findings();
    all.voids();
    all.life();
    all.0
}

#[derive(Default)]
struct Emissions(Vec<Emitted>);

impl Emissions {
    fn outgoing(&mut self, name: &str, outgoing: &Outgoing<'_>) {
        for resource in fhir::resources(outgoing, &CONTEXT) {
            let name = format!("{name} ({})", resource.resource_type);
            self.0.push(Emitted { name, json: resource.json });
        }
    }

    fn entry(&mut self, name: &str, entry: Entry) {
        self.record(name, &record(name, entry));
    }

    fn record(&mut self, name: &str, record: &Record) {
        self.outgoing(name, &Outgoing::Record(record, &hand()));
    }

    fn vitals(&mut self) {
        for kind in VitalKind::ALL {
            let (low, high) = kind.possible();
            let value = (low + (high - low) * 0.4).round();
            let vital = Vital::single(kind, value).expect("a vital sign");
            self.entry(&format!("vital {kind:?}"), Entry::Vital(vital));
        }
        let weight = Vital::typed(VitalKind::Weight, Typed::parse("value", "120", Unit::Pound).expect("a number"));
        self.entry("vital typed", Entry::Vital(weight.expect("a weight")));
        let temperature = Vital::single(VitalKind::Temperature, 36.6).expect("a temperature");
        let site = Circumstances { site: Site::ALL.first().copied(), ..Circumstances::default() };
        self.entry("vital with site", Entry::Vital(temperature.taken(site).expect("a site")));
        let glucose = Vital::single(VitalKind::Glucose, 104.0).expect("a glucose");
        let meal = Circumstances { meal: MealRelation::ALL.first().copied(), ..Circumstances::default() };
        self.entry("vital with meal", Entry::Vital(glucose.taken(meal).expect("a meal")));
        let pressure = |pulse| Vital::BloodPressure(BloodPressure::new(128.0, 81.0, pulse).expect("a pressure"));
        self.entry("vital pressure", Entry::Vital(pressure(None)));
        let how = Circumstances {
            arm: Arm::ALL.first().copied(),
            occasion: Occasion::ALL.first().copied(),
            ..Circumstances::default()
        };
        let taken = pressure(Bpm::new(66).ok()).taken(how).expect("an arm");
        self.entry("vital pressure, arm and occasion", Entry::Vital(taken));
        let mut amended = record("vital amended", Entry::Vital(pressure(None)));
        amended.revision = 2;
        self.record("vital amended", &amended);
    }

    fn series(&mut self) {
        let source = Source { id: SourceId(Uuid::from_u128(3)), kind: SourceKind::Bluetooth, name: "Polar H10".into() };
        let sample = |second: i64| HeartSample {
            at: AT.plus(second * Millis::SECOND),
            bpm: Bpm::new(71).expect("a rate"),
            contact: Contact::Detected,
        };
        let samples = [0, 1, 2, 9, 10].map(sample).to_vec();
        let run = RrRun { start: AT.plus(123), intervals: vec![RrInterval(842), RrInterval(851), RrInterval(839)] };
        let heart = HeartHour { samples, runs: vec![run] };
        let hour = AT.hour_index();
        self.outgoing("heart rate of an hour", &Outgoing::HeartHour { source: &source, hour, heart: &heart });
        let steps = [StepInterval::new(AT, AT.plus(Millis::MINUTE), 104).expect("steps")];
        self.outgoing("steps of an hour", &Outgoing::StepsHour { source: &source, hour, steps: &steps });
    }

    fn meals_and_habits(&mut self) {
        let mut nutrients = Nutrients::default();
        for nutrient in Nutrient::ALL {
            nutrients.set(nutrient, 12.5);
        }
        let food = FoodRef { code: FoodCode("mext:01088".into()), table: "mext-8-2023".into() };
        let rice = MealItem::of_food("ご飯", food, 150.0, &nutrients).expect("a food");
        self.entry("meal", Entry::Meal(Meal::new(MealSlot::Lunch, vec![rice]).expect("a meal")));
        let quick = MealItem::quick("弁当", None).expect("an item");
        self.entry("meal of a name only", Entry::Meal(Meal::new(MealSlot::Dinner, vec![quick]).expect("a meal")));
        let goal = Goal::Amount { at_least: 30.0, unit: "分".to_owned() };
        for (name, schedule) in [("daily", Schedule::Daily), ("three times a week", Schedule::TimesAWeek(3))] {
            let habit = Habit::new("散歩", goal.clone(), schedule).expect("a habit");
            self.entry(&format!("habit {name}"), Entry::Habit(habit));
        }
        let tick = Tick::new(RecordId(Uuid::from_u128(7)), 25.0).expect("a tick");
        self.entry("habit kept", Entry::Tick(tick));
    }

    fn body(&mut self) {
        for &kind in SymptomKind::ALL {
            let symptom = Symptom::new(kind).scored(4);
            self.entry(&format!("symptom {}", kind.code()), Entry::Symptom(symptom));
        }
        let stage = |from: i64, to: i64, stage| SleepStage {
            start: AT.plus(from * Millis::HOUR),
            end: AT.plus(to * Millis::HOUR),
            stage,
        };
        let stages: Vec<SleepStage> = (0..).zip(Stage::ALL).map(|(at, kind)| stage(at, at + 1, kind)).collect();
        let at = |hour: i64| Stamp::in_zone(AT.plus(hour * Millis::HOUR), ZONE);
        self.entry("sleep", Entry::Sleep(Sleep::new(at(0), at(7), stages).expect("a sleep")));
        for &kind in EventKind::ALL {
            let event = Event { place: "みなと内科".into(), ..Event::new(kind, "定期").expect("an event") };
            self.entry(&format!("event {}", kind.code()), Entry::Event(event));
        }
        let day = at(0).day();
        let times = vec![DoseTime::at(DoseSlot::AfterBreakfast), DoseTime::at(DoseSlot::At(16 * 60 + 30))];
        let schedules = [
            ("daily", MedicineSchedule::Times { times: times.clone(), days: MedicineDays::Daily }),
            ("every other day", MedicineSchedule::Times { times, days: MedicineDays::Every(2) }),
            ("as needed", MedicineSchedule::AsNeeded { most_a_day: Some(3) }),
        ];
        for (name, schedule) in schedules {
            let mut medicine = Medicine::new("アムロジピン錠5mg", schedule, day).expect("a medicine");
            medicine.code = Some(MedicineCode { list: MedicineList::Yj, code: "2171022F2010".into() });
            medicine.dose = Some(DoseAmount { value: 1.0, unit: DoseUnit::Tablet });
            medicine.purpose = "血圧".into();
            self.entry(&format!("medicine {name}"), Entry::Medicine(medicine));
        }
        for state in [DoseState::Taken, DoseState::Skipped] {
            let dose = Dose {
                medicine: RecordId(Uuid::from_u128(8)),
                day,
                slot: Some(DoseSlot::AfterBreakfast),
                state,
                amount: Some(1.0),
                note: "忘れた".into(),
            };
            self.entry(&format!("dose {state:?}"), Entry::Dose(dose));
        }
        let consent = |to: &str| {
            let grantee = Grantee::new(to, "結衣").expect("a grantee");
            Entry::Consent(Consent::new(grantee, DataClass::ALL.into_iter().collect()).expect("a consent"))
        };
        self.entry("consent for a relative", consent("RelatedPerson/yui"));
        self.entry("consent for a clinic", consent("Organization/clinic"));
    }

    fn life(&mut self) {
        let mut beat = Heartbeat::new(AT);
        beat.synced = Some(AT);
        beat.newest = DataClass::ALL.into_iter().map(|class| (class, AT)).collect();
        let resource = fhir::heartbeat(PersonId(Uuid::from_u128(1)), &beat, &CONTEXT);
        self.0.push(Emitted { name: "sign of life".to_owned(), json: resource.json });
    }

    fn findings(&mut self) {
        for rule in Rule::ALL {
            for state in [FindingState::New, FindingState::Withdrawn] {
                let finding = finding(rule, state);
                let name = format!("finding {} {state:?}", rule.code());
                self.entry(&name, Entry::Finding(Box::new(finding)));
            }
        }
    }

    fn voids(&mut self) {
        for emitted in self.0.clone() {
            let text = |name: &str| emitted.json.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
            let kind = text("resourceType");
            let name = format!("void {kind}");
            if self.0.iter().any(|one| one.name == name) {
                continue;
            }
            let mut written = fhir::Written::default();
            fhir::write_void(&mut written, &kind, &text("id"), &CONTEXT, None);
            self.0.extend(written.resources().into_iter().map(|one| Emitted { name: name.clone(), json: one.json }));
        }
    }
}

fn hand() -> Source {
    Source { id: SourceId(Uuid::from_u128(2)), kind: SourceKind::Manual, name: String::new() }
}

fn record(key: &str, entry: Entry) -> Record {
    Record {
        id: RecordId::derive(hand().id, key),
        person: PersonId(Uuid::from_u128(1)),
        revision: 1,
        status: RecordStatus::Active,
        at: Stamp::in_zone(AT, ZONE),
        source: hand().id,
        written: AT.plus(60_000),
        entry,
    }
}

fn finding(rule: Rule, state: FindingState) -> Finding {
    Finding {
        id: FindingId(Uuid::from_u128(5)),
        rule,
        severity: Severity::Strong,
        state,
        onset: AT,
        day: Stamp::in_zone(AT, ZONE).day(),
        knowable_at: AT.plus(Millis::HOUR),
        last: AT.plus(Millis::HOUR),
        evidence: Evidence {
            unit: Unit::PerMinute,
            value: 71.0,
            pressure: None,
            usual: Usual::Range { centre: 60.0, low: 57.0, high: 64.0 },
            run: 2,
            days_used: 28,
            days_missing: 1,
            sources: vec![hand().id],
            points: vec![EvidencePoint { at: AT, value: 71.0, out: true }],
            records: Vec::new(),
        },
    }
}
