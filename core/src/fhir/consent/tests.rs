use chrono_tz::Asia::Tokyo;
use serde_json::json;
use uuid::Uuid;

use super::*;
use crate::fhir::{self, Incoming, Outgoing};
use crate::model::person::{Source, SourceKind};
use crate::model::{Entry, Millis, PersonId, PlatformId, RecordId, RecordStatus, SourceId, Stamp};

const PERSON: PersonId = PersonId(Uuid::from_u128(1));

fn context() -> Context<'static> {
    Context { patient: "hanako", zone: Tokyo }
}

fn hand() -> Source {
    Source { id: SourceId::derive(PERSON, "manual"), kind: SourceKind::Manual, name: "manual".into() }
}

fn record(consent: Consent) -> Record {
    Record {
        id: RecordId(Uuid::from_u128(4)),
        person: PERSON,
        revision: 1,
        status: RecordStatus::Active,
        at: Stamp::in_zone(Millis(1_776_480_000_000), Tokyo),
        source: hand().id,
        written: Millis(1_776_480_000_000),
        entry: Entry::Consent(consent),
    }
}

fn consent(classes: &[DataClass]) -> Consent {
    Consent::new(Grantee::new("RelatedPerson/yui", "結衣").unwrap(), classes.iter().copied().collect()).unwrap()
}

fn written(record: &Record) -> Value {
    let mut resources = fhir::resources(&Outgoing::Record(record, &hand()), &context());
    assert_eq!(resources.len(), 1);
    resources.remove(0).json
}

#[test]
fn what_is_not_named_stays_closed() {
    let json = written(&record(consent(&[DataClass::Findings])));
    assert_eq!(json["provision"]["type"], "deny");
    let permits = json["provision"]["provision"].as_array().unwrap();
    let classes = |permit: &Value| -> Vec<String> {
        permit["class"].as_array().unwrap().iter().map(|class| class["code"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(
        permits.iter().map(classes).collect::<Vec<_>>(),
        [vec!["Patient"], vec!["Communication", "Flag"], vec!["Observation"], vec!["Observation"]]
    );
    for permit in permits {
        assert_eq!(permit["actor"][0]["reference"]["reference"], "RelatedPerson/yui");
    }
    // An Observation is open by its codes only, and never by its type.
    assert!(!permits[2]["code"].as_array().unwrap().is_empty());
    assert_eq!(permits[3]["code"][0]["coding"][0]["code"], "phone-heartbeat", "and whether the phone lives");
}

#[test]
fn no_class_opens_observations_without_naming_their_codes() {
    for class in DataClass::ALL {
        let json = written(&record(consent(&[class])));
        for permit in json["provision"]["provision"].as_array().unwrap() {
            let is_observation = permit["class"].as_array().unwrap().iter().any(|one| one["code"] == "Observation");
            let codes = permit["code"].as_array().map_or(0, Vec::len);
            assert!(!is_observation || codes > 0, "{class:?}");
        }
    }
}

#[test]
fn the_last_day_is_whole_where_the_person_lives() {
    let mut consent = consent(&[DataClass::Vitals]);
    consent.until = Some("2026-12-31".parse().unwrap());
    consent.data_since = Some("2026-04-01".parse().unwrap());
    let json = written(&record(consent));
    assert_eq!(json["provision"]["period"]["end"], "2026-12-31T23:59:59+09:00");
    assert_eq!(json["provision"]["provision"][1]["dataPeriod"]["start"], "2026-04-01T00:00:00+09:00");
    // Whose record it is has no date of its own.
    assert_eq!(json["provision"]["provision"][0].get("dataPeriod"), None);
}

#[test]
fn a_consent_comes_back_as_it_was_given() {
    let mut given = consent(&[DataClass::HeartRate, DataClass::Results]);
    given.until = Some("2026-12-31".parse().unwrap());
    let record = record(given);
    let Incoming::Record(back, source) = fhir::read(&written(&record), PERSON) else { panic!("no record") };
    assert_eq!((*back, source.id), (record, hand().id));
}

#[test]
fn what_was_taken_back_is_inactive_and_what_was_deleted_says_nothing_more() {
    let mut given = consent(&[DataClass::HeartRate]);
    given.withdrawn = Some(Stamp::in_zone(Millis(1_776_490_000_000), Tokyo));
    assert_eq!(written(&record(given.clone()))["status"], "inactive");
    let deleted = Record { status: RecordStatus::EnteredInError, ..record(given) };
    let json = written(&deleted);
    assert_eq!(json["status"], "entered-in-error");
    assert!(!json.to_string().contains("yui"));
    assert_eq!(fhir::read(&json, PERSON), Incoming::Withdrawn(deleted.id));
}

fn received(resource_type: &str, id: &str, json: Value) -> ReceivedResource {
    ReceivedResource {
        platform: PlatformId(Uuid::nil()),
        person: PERSON,
        resource_type: resource_type.to_owned(),
        id: id.to_owned(),
        version: "1".to_owned(),
        last_updated: Millis(0),
        json,
    }
}

#[test]
fn whom_to_let_in_is_known_from_what_the_platform_sent() {
    let held = [
        received("MedicationRequest", "1", json!({"requester": {"reference": "Practitioner/sato", "display": "佐藤"}})),
        received("RelatedPerson", "yui", json!({"name": [{"text": "山田 結衣"}]})),
        received(
            "DiagnosticReport",
            "2",
            json!({"performer": [{"reference": "Organization/clinic"}, {"reference": "Patient/hanako"}]}),
        ),
        received(
            "ImagingStudy",
            "3",
            json!({"series": [{"performer": [{"actor": {"reference": "Organization/clinic", "display": "みどり医院"}}]}]}),
        ),
    ];
    let names: Vec<(String, String)> =
        parties(&held).into_iter().map(|party| (party.reference(), party.name)).collect();
    assert_eq!(
        names,
        [
            ("RelatedPerson/yui".to_owned(), "山田 結衣".to_owned()),
            ("Organization/clinic".to_owned(), "みどり医院".to_owned()),
            ("Practitioner/sato".to_owned(), "佐藤".to_owned()),
        ]
    );
}

#[test]
fn a_resource_that_is_nested_without_end_is_looked_into_only_so_far() {
    let mut json = json!({"reference": "Organization/deep"});
    for _ in 0..100 {
        json = json!({"part": [json]});
    }
    assert!(parties(&[received("Basic", "1", json)]).is_empty());
}
