use chrono_tz::Asia::Tokyo;
use proptest::prelude::*;
use serde_json::json;
use uuid::Uuid;

use super::*;
use crate::model::event::{Event, EventKind};
use crate::model::finding::{Evidence, EvidencePoint, Finding, FindingState, Rule, Severity, Usual};
use crate::model::habit::{Goal, Habit, Schedule, Tick};
use crate::model::heart::{Bpm, Contact, HeartSample, RrInterval, RrRun};
use crate::model::meal::{FoodCode, FoodRef, Meal, MealItem, MealSlot, Nutrient, Nutrients};
use crate::model::medicine::{
    Dose, DoseAmount, DoseSlot, DoseState, DoseTime, DoseUnit, Medicine, MedicineCode, MedicineDays, MedicineList,
    MedicineSchedule,
};
use crate::model::person::SourceKind;
use crate::model::quantity::{Typed, Unit};
use crate::model::sleep::{Sleep, SleepStage, Stage};
use crate::model::symptom::{Symptom, SymptomKind};
use crate::model::vital::{Arm, BloodPressure, Circumstances, MealRelation, Occasion, Site, Vital, VitalKind};
use crate::model::{FindingId, LocalDay, Millis, PersonId, RecordId, SourceId, Stamp};

const CONTEXT: Context<'static> = Context { patient: "mother", zone: Tokyo };
const PERSON: PersonId = PersonId(Uuid::from_u128(1));

fn hand() -> Source {
    Source { id: SourceId(Uuid::from_u128(2)), kind: SourceKind::Manual, name: String::new() }
}

fn strap() -> Source {
    Source { id: SourceId(Uuid::from_u128(3)), kind: SourceKind::Platform, name: "Polar H10".into() }
}

fn record(entry: Entry, at: Millis, revision: u32) -> Record {
    Record {
        id: RecordId(Uuid::from_u128(4)),
        person: PERSON,
        revision,
        status: RecordStatus::Active,
        at: Stamp::in_zone(at, Tokyo),
        source: hand().id,
        written: at.plus(1_234),
        entry,
    }
}

/// What another device reads after the resource has crossed the wire as text.
fn received(resource: &Resource) -> Incoming {
    let text = resource.json.to_string();
    read(&serde_json::from_str(&text).unwrap(), PersonId(Uuid::from_u128(9)))
}

fn back(record: &Record, source: &Source) -> Option<Record> {
    let mut resources = resources(&Outgoing::Record(record, source), &CONTEXT);
    resources.retain(|resource| !matches!(received(resource), Incoming::Part));
    let [resource] = resources.as_slice() else { return None };
    match received(resource) {
        Incoming::Record(read, from) => {
            assert_eq!(from, *source);
            Some(Record { person: PERSON, ..*read })
        }
        _ => None,
    }
}

fn instants() -> impl Strategy<Value = Millis> {
    (0_i64..4_000_000_000_000).prop_map(Millis)
}

fn one_of<T: Copy + std::fmt::Debug + 'static>(all: &'static [T]) -> impl Strategy<Value = Option<T>> {
    prop::option::of(prop::sample::select(all))
}

/// Measured by a device or typed, in whatever unit, in every circumstance that fits.
fn vitals() -> impl Strategy<Value = Vital> {
    const UNITS: [Unit; 7] =
        [Unit::Pound, Unit::Kilopascal, Unit::Metre, Unit::Inch, Unit::Foot, Unit::Fahrenheit, Unit::MmolPerL];
    let typed = |unit: Unit, value: f64| Typed::parse("value", &format!("{value:.2}"), unit).unwrap();
    let units = |canonical: Unit| -> Vec<Unit> {
        UNITS.into_iter().filter(|unit| unit.canonical() == canonical).chain([canonical]).collect()
    };
    let single = (0..VitalKind::ALL.len(), 0.01_f64..0.99, any::<prop::sample::Index>(), any::<bool>()).prop_map(
        move |(kind, part, unit, is_typed)| {
            let kind = VitalKind::ALL[kind];
            let (low, high) = kind.possible();
            let value = low + (high - low) * part;
            let unit = *unit.get(&units(kind.unit()));
            match is_typed {
                true => Vital::typed(kind, typed(unit, unit.from_canonical(value))).unwrap(),
                false => Vital::single(kind, (value * 100.0).round() / 100.0).unwrap(),
            }
        },
    );
    let pressure = (90_u16..300, 20_u16..80, prop::option::of(30_u16..200), one_of(&[Unit::MmHg, Unit::Kilopascal]))
        .prop_map(move |(systolic, diastolic, pulse, unit)| {
            let pulse = pulse.map(|pulse| Bpm::new(pulse).unwrap());
            let (systolic, diastolic) = (f64::from(systolic), f64::from(diastolic) + 1.0);
            Vital::BloodPressure(match unit {
                Some(unit) => {
                    let typed = |value| typed(unit, unit.from_canonical(value));
                    BloodPressure::typed(typed(systolic), typed(diastolic), pulse).unwrap()
                }
                None => BloodPressure::new(systolic, diastolic, pulse).unwrap(),
            })
        });
    let how = (one_of(Occasion::ALL), one_of(Arm::ALL), one_of(MealRelation::ALL), one_of(Site::ALL));
    (prop_oneof![single, pressure], how).prop_map(|(vital, (occasion, arm, meal, site))| {
        let kind = match vital {
            Vital::Single { kind, .. } => Some(kind),
            Vital::BloodPressure(_) => None,
        };
        let how = Circumstances {
            occasion,
            arm: arm.filter(|_| kind.is_none()),
            meal: meal.filter(|_| kind == Some(VitalKind::Glucose)),
            site: site.filter(|_| kind == Some(VitalKind::Temperature)),
        };
        vital.taken(how).unwrap()
    })
}

fn meals() -> impl Strategy<Value = Meal> {
    let item =
        ("[^\\p{Cc}]{1,20}[a-z]", prop::option::of(1.0_f64..900.0), 0.0_f64..50.0).prop_map(|(name, grams, salt)| {
            let mut nutrients = Nutrients::default();
            nutrients.set(Nutrient::Sodium, (salt * 100.0).round());
            match grams {
                Some(grams) => {
                    let food = FoodRef { code: FoodCode("mext:01088".into()), table: "mext-8-2023".into() };
                    MealItem::of_food(&name, food, grams.round(), &nutrients).unwrap()
                }
                None => MealItem::quick(&name, Some(salt.round())).unwrap(),
            }
        });
    prop::collection::vec(item, 1..6).prop_map(|items| Meal::new(MealSlot::Dinner, items).unwrap())
}

fn hours() -> impl Strategy<Value = (i64, HeartHour)> {
    let slots = prop::collection::btree_map(0_i64..3600, 1_u16..=300, 0..200);
    let runs = prop::collection::btree_map(0_i64..3_600_000, prop::collection::vec(300_u16..2000, 1..50), 0..4);
    (0_i64..1_000_000, slots, runs).prop_map(|(hour, slots, runs)| {
        let start = Millis(hour * Millis::HOUR);
        let samples = slots.into_iter().map(|(second, bpm)| HeartSample {
            at: start.plus(second * Millis::SECOND),
            bpm: Bpm::new(bpm).unwrap(),
            contact: Contact::Unsupported,
        });
        let runs = runs.into_iter().map(|(offset, intervals)| RrRun {
            start: start.plus(offset),
            intervals: intervals.into_iter().map(RrInterval).collect(),
        });
        (hour, HeartHour { samples: samples.collect(), runs: runs.collect() })
    })
}

proptest! {
    #[test]
    fn a_vital_sign_reads_the_same_on_another_device(vital in vitals(), at in instants(), revision in 1_u32..5) {
        let record = record(Entry::Vital(vital), at, revision);
        prop_assert_eq!(back(&record, &hand()), Some(record));
    }

    #[test]
    fn a_meal_reads_the_same_on_another_device(meal in meals(), at in instants()) {
        let record = record(Entry::Meal(meal), at, 1);
        prop_assert_eq!(back(&record, &hand()), Some(record));
    }

    #[test]
    fn heart_rate_on_the_grid_and_every_beat_read_the_same_on_another_device((hour, heart) in hours()) {
        let source = strap();
        let outgoing = Outgoing::HeartHour { source: &source, hour, heart: &heart };
        let mut read = HeartHour::default();
        for resource in resources(&outgoing, &CONTEXT) {
            let incoming = received(&resource);
            prop_assert_eq!(incoming.subject(), Some(outgoing.subject()));
            match incoming {
                Incoming::Heart { samples, source: from, .. } => {
                    prop_assert_eq!(&from, &source);
                    read.samples = samples;
                }
                Incoming::Beats { run, .. } => read.runs.push(run),
                other => prop_assert!(false, "read as {:?}", other),
            }
        }
        prop_assert_eq!(read, heart);
    }

    #[test]
    fn whatever_a_server_sends_is_read_without_harm(text in ".{0,200}", slots in "[0-9E. -]{0,80}") {
        let value = serde_json::from_str(&text).unwrap_or(Value::Null);
        let _ = read(&value, PERSON);
        let source = strap();
        let heart = HeartHour { samples: vec![sample(0, 70)], runs: Vec::new() };
        let mut resources = resources(&Outgoing::HeartHour { source: &source, hour: 0, heart: &heart }, &CONTEXT);
        if let Some(data) = resources[0].json.pointer_mut("/component/0/valueSampledData/data") {
            *data = slots.into();
        }
        let _ = read(&resources[0].json, PERSON);
    }
}

fn sample(ms: i64, bpm: u16) -> HeartSample {
    HeartSample { at: Millis(ms), bpm: Bpm::new(bpm).unwrap(), contact: Contact::Detected }
}

#[test]
fn gaps_and_seconds_without_skin_contact_are_errors_and_of_one_second_the_later_rate_is_sent() {
    let lost = HeartSample { contact: Contact::Lost, ..sample(3_000, 200) };
    let heart =
        HeartHour { samples: vec![sample(1_200, 70), sample(1_900, 72), lost, sample(5_000, 74)], runs: vec![] };
    let source = strap();
    let sent = resources(&Outgoing::HeartHour { source: &source, hour: 0, heart: &heart }, &CONTEXT);
    let [hour] = sent.as_slice() else { panic!("one resource") };
    assert_eq!(hour.json["component"][0]["valueSampledData"]["data"], "72 E E E 74");
    assert_eq!(hour.json["component"][0]["valueSampledData"]["period"], 1000);
    assert_eq!(hour.json["effectivePeriod"]["start"], "1970-01-01T09:00:01+09:00");
    assert_eq!(hour.json["effectivePeriod"]["end"], "1970-01-01T09:00:05+09:00");

    // As earlier versions wrote it.
    let mut earlier = hour.clone();
    let data = earlier.json["component"][0]["valueSampledData"].take();
    let fields = earlier.json.as_object_mut().unwrap();
    fields.remove("component");
    fields.insert("valueSampledData".into(), data);
    assert_eq!(received(&earlier), received(hour));

    let nothing = HeartHour { samples: vec![lost], runs: vec![] };
    assert!(resources(&Outgoing::HeartHour { source: &source, hour: 0, heart: &nothing }, &CONTEXT).is_empty());
}

#[test]
fn a_late_sample_changes_the_hour_and_not_its_name() {
    let source = strap();
    let sent = |samples: Vec<HeartSample>| {
        let heart = HeartHour { samples, runs: vec![] };
        resources(&Outgoing::HeartHour { source: &source, hour: 0, heart: &heart }, &CONTEXT).remove(0)
    };
    let (before, after) = (sent(vec![sample(1_000, 70)]), sent(vec![sample(1_000, 70), sample(9_000, 71)]));
    assert_eq!(before.id, after.id);
    assert_ne!(before.json, after.json);
}

#[test]
fn a_meal_sends_only_sums_of_which_every_part_is_known() {
    let mut rice = Nutrients::default();
    rice.set(Nutrient::Energy, 156.0);
    rice.set(Nutrient::Iron, 0.1);
    let food = FoodRef { code: FoodCode("mext:01088".into()), table: "mext-8-2023".into() };
    let items =
        vec![MealItem::of_food("ご飯", food, 150.0, &rice).unwrap(), MealItem::quick("みそ汁", Some(40.0)).unwrap()];
    let record = record(Entry::Meal(Meal::new(MealSlot::Lunch, items).unwrap()), Millis(0), 1);
    let sent = resources(&Outgoing::Record(&record, &hand()), &CONTEXT);
    let [energy, meal] = sent.as_slice() else { panic!("energy is known of both, iron of one: {sent:?}") };
    assert_eq!(energy.json["valueQuantity"]["value"], 274);
    assert_eq!(meal.json["valueString"], "ご飯, みそ汁");
    assert_eq!(meal.json["hasMember"][0]["reference"], format!("Observation/{}", energy.id));
}

#[test]
fn habits_ticks_and_findings_read_the_same_on_another_device() {
    let at = Millis(1_700_000_000_000);
    let goal = Goal::Amount { at_least: 2.5, unit: "杯".into() };
    let habit = record(Entry::Habit(Habit::new("水を飲む", goal, Schedule::TimesAWeek(3)).unwrap()), at, 2);
    assert_eq!(back(&habit, &hand()).as_ref(), Some(&habit));

    let tick = record(Entry::Tick(Tick::new(habit.id, 0.5).unwrap()), at, 1);
    assert_eq!(back(&tick, &hand()).as_ref(), Some(&tick));

    let finding = finding(FindingState::New);
    assert_eq!(back(&finding, &hand()).as_ref(), Some(&finding));
}

fn finding(state: FindingState) -> Record {
    let onset = Millis(1_600_000_000_000);
    let finding = Finding {
        id: FindingId(Uuid::from_u128(4)),
        rule: Rule::NightHeartRateHigh,
        severity: Severity::Strong,
        state,
        onset,
        day: "2020-09-13".parse::<LocalDay>().unwrap(),
        knowable_at: onset.plus(5),
        last: onset.plus(9),
        evidence: Evidence {
            unit: Unit::PerMinute,
            value: 71.0,
            pressure: None,
            usual: Usual::Range { centre: 60.5, low: 57.0, high: 64.0 },
            run: 2,
            days_used: 28,
            days_missing: 1,
            sources: vec![strap().id],
            points: vec![EvidencePoint { at: onset, value: 71.0, out: true }],
            records: Vec::new(),
        },
    };
    record(Entry::Finding(Box::new(finding)), onset, 1)
}

fn symptom() -> Symptom {
    let day = |text: &str| Some(text.parse::<LocalDay>().unwrap());
    Symptom {
        words: "朝がつらい".into(),
        since: day("2026-04-01"),
        until: day("2026-04-03"),
        ..Symptom::new(SymptomKind::Headache).scored(6)
    }
}

fn sleep() -> Sleep {
    let at = |minute: i64| Stamp::in_zone(Millis(1_700_000_000_000 + minute * Millis::MINUTE), Tokyo);
    let stage = |from, to, stage| SleepStage { start: at(from).at, end: at(to).at, stage };
    let stages = vec![stage(0, 90, Stage::Light), stage(90, 120, Stage::Deep), stage(120, 135, Stage::Awake)];
    Sleep::new(at(0), at(400), stages).unwrap()
}

fn medicine() -> Medicine {
    let times =
        vec![DoseTime::at(DoseSlot::AfterBreakfast), DoseTime { amount: Some(2.0), ..DoseTime::at(DoseSlot::At(990)) }];
    let schedule = MedicineSchedule::Times { times, days: MedicineDays::Every(2) };
    let mut medicine = Medicine::new("アムロジピン錠5mg", schedule, "2026-04-01".parse().unwrap()).unwrap();
    medicine.code = Some(MedicineCode { list: MedicineList::Yj, code: "2171022F2010".into() });
    medicine.dose = Some(DoseAmount { value: 1.0, unit: DoseUnit::Tablet });
    medicine.purpose = "血圧".into();
    medicine
}

#[test]
fn symptoms_sleep_events_and_medicines_read_the_same_on_another_device() {
    let at = Millis(1_776_000_000_000);
    let day: LocalDay = "2026-04-12".parse().unwrap();
    let as_needed = Medicine {
        schedule: MedicineSchedule::AsNeeded { most_a_day: Some(3) },
        until: Some("2026-04-09".parse().unwrap()),
        ..medicine()
    };
    let dose = Dose {
        medicine: RecordId(Uuid::from_u128(77)),
        day,
        slot: Some(DoseSlot::Bedtime),
        state: DoseState::Skipped,
        amount: Some(0.5),
        note: "外出".into(),
    };
    let mut visit = Event::new(EventKind::Visit, "高血圧の定期受診").unwrap();
    visit.until = Some(day);
    visit.note = "次は3か月後".into();
    for entry in [
        Entry::Symptom(symptom()),
        Entry::Symptom(Symptom::new(SymptomKind::Rash)),
        Entry::Sleep(sleep()),
        Entry::Event(visit),
        Entry::Event(Event::new(EventKind::Vaccination, "インフルエンザ").unwrap()),
        Entry::Medicine(medicine()),
        Entry::Medicine(as_needed),
        Entry::Dose(dose),
    ] {
        let mut sent = record(entry, at, 2);
        assert_eq!(back(&sent, &hand()).map(|back| Record { source: sent.source, ..back }).as_ref(), Some(&sent));
        sent.status = RecordStatus::EnteredInError;
        let void = resources(&Outgoing::Record(&sent, &hand()), &CONTEXT).remove(0);
        assert_eq!(received(&void), Incoming::Withdrawn(sent.id));
        assert!(void.json.get("extension").is_none() && void.json.get("note").is_none());
    }
}

#[test]
fn what_others_read_of_a_symptom_a_night_and_a_medicine_is_in_standard_elements() {
    let sent = |entry| resources(&Outgoing::Record(&record(entry, Millis(1_776_000_000_000), 1), &hand()), &CONTEXT);
    let headache = sent(Entry::Symptom(symptom())).remove(0).json;
    assert_eq!(headache["code"]["coding"][0]["code"], "headache");
    assert_eq!(headache["valueCodeableConcept"]["coding"][0]["code"], "moderate");
    assert_eq!(headache["effectivePeriod"], json!({"start": "2026-04-01", "end": "2026-04-03"}));
    assert_eq!(headache["component"][0]["valueInteger"], 6);

    let night = sent(Entry::Sleep(sleep())).remove(0).json;
    assert_eq!((&night["valueQuantity"]["value"], &night["valueQuantity"]["code"]), (&json!(385), &json!("min")));
    let deep = night["component"].as_array().unwrap().iter().find(|part| part["code"].to_string().contains("deep"));
    assert_eq!(deep.unwrap()["valueQuantity"]["value"], 30);

    let tablet = sent(Entry::Medicine(medicine())).remove(0);
    assert_eq!(tablet.resource_type, "MedicationStatement");
    assert_eq!(tablet.json["medicationCodeableConcept"]["coding"][0]["system"], code::YJ);
    assert_eq!(tablet.json["dosage"][0]["timing"]["repeat"]["when"], json!(["PCM"]));
    assert_eq!(tablet.json["dosage"][1]["timing"]["repeat"]["timeOfDay"], json!(["16:30:00"]));
    assert_eq!(tablet.json["dosage"][1]["doseAndRate"][0]["doseQuantity"]["value"], 2);
    assert_eq!(tablet.json["status"], "active");
}

#[test]
fn how_a_measurement_was_taken_is_in_standard_elements_and_a_plain_one_is_sent_without_a_copy() {
    let sent = |vital| resources(&Outgoing::Record(&record(Entry::Vital(vital), Millis(0), 1), &hand()), &CONTEXT);
    let pressure = Vital::BloodPressure(BloodPressure::new(135.0, 85.0, None).unwrap());
    let plain = sent(pressure).remove(0).json;
    assert_eq!(plain["extension"][0]["extension"].as_array().map(Vec::len), Some(1));
    let how = Circumstances { occasion: Some(Occasion::Morning), arm: Some(Arm::Left), ..Circumstances::default() };
    let morning = sent(pressure.taken(how).unwrap()).remove(0).json;
    assert_eq!(morning["bodySite"]["coding"][0]["code"], "left-arm");
    assert_eq!(morning["extension"][1]["valueCodeableConcept"]["coding"][0]["code"], "morning");
    let how = Circumstances { meal: Some(MealRelation::Fasting), ..Circumstances::default() };
    let glucose = sent(Vital::single(VitalKind::Glucose, 110.0).unwrap().taken(how).unwrap()).remove(0).json;
    assert_eq!(glucose["component"][0]["valueCodeableConcept"]["coding"][0]["display"], "Fasting");
}

#[test]
fn a_vital_sign_whose_copy_is_impossible_is_not_taken_over() {
    let typed = Typed::parse("value", "36.5", Unit::Celsius).unwrap();
    let record = record(Entry::Vital(Vital::typed(VitalKind::Temperature, typed).unwrap()), Millis(0), 1);
    let mut sent = resources(&Outgoing::Record(&record, &hand()), &CONTEXT).remove(0);
    let copy = sent.json.pointer_mut("/extension/0/extension/1/valueString").unwrap();
    *copy = copy.as_str().unwrap().replace("36.5", "365.0").into();
    assert_eq!(received(&sent), Incoming::Unknown);
}

#[test]
fn a_finding_raises_a_flag_that_falls_when_the_person_mutes_it() {
    let status = |state| {
        let record = finding(state);
        let sent = resources(&Outgoing::Record(&record, &hand()), &CONTEXT);
        let [evidence, flag] = sent.as_slice() else { panic!("two resources") };
        assert_eq!(flag.json["extension"][0]["valueReference"]["reference"], format!("Observation/{}", evidence.id));
        flag.json["status"].as_str().unwrap().to_owned()
    };
    assert_eq!(status(FindingState::New), "active");
    assert_eq!(status(FindingState::Muted), "inactive");
}

#[test]
fn a_deleted_record_is_told_as_an_error_and_says_nothing_more() {
    let mut record = record(Entry::Vital(Vital::single(VitalKind::Weight, 61.5).unwrap()), Millis(0), 2);
    let standing = resources(&Outgoing::Record(&record, &hand()), &CONTEXT).remove(0);
    record.status = RecordStatus::EnteredInError;
    let void = resources(&Outgoing::Record(&record, &hand()), &CONTEXT).remove(0);
    assert_eq!(void.id, standing.id);
    assert_eq!(void.json["status"], "entered-in-error");
    assert!(!void.json.to_string().contains("61.5"));
    assert_eq!(received(&void), Incoming::Withdrawn(record.id));
}

#[test]
fn what_a_clinic_measured_stays_the_clinics() {
    let clinics = json!({
        "resourceType": "Observation", "id": "c1", "status": "final",
        "identifier": [{"system": "urn:ietf:rfc:3986", "value": "urn:uuid:00000000-0000-0000-0000-000000000007"}],
        "code": {"coding": [{"system": code::LOINC, "code": "29463-7"}]},
        "effectiveDateTime": "2026-01-02T03:04:05+09:00", "issued": "2026-01-02T03:04:05Z",
        "valueQuantity": {"value": 60, "system": code::UCUM, "code": "kg"},
    });
    assert_eq!(read(&clinics, PERSON), Incoming::Unknown);
}

#[test]
fn steps_are_summed_over_their_hour() {
    let steps = [
        StepInterval::new(Millis(60_000), Millis(120_000), 80).unwrap(),
        StepInterval::new(Millis(600_000), Millis(660_000), 100).unwrap(),
    ];
    let source = strap();
    let outgoing = Outgoing::StepsHour { source: &source, hour: 0, steps: &steps };
    let sent = resources(&outgoing, &CONTEXT);
    let Incoming::Steps { interval, subject, .. } = received(&sent[0]) else { panic!("steps") };
    assert_eq!(interval, StepInterval::new(Millis(60_000), Millis(660_000), 180).unwrap());
    assert_eq!(subject, outgoing.subject());
}
