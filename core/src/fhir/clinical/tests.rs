use serde_json::json;
use uuid::Uuid;

use super::*;
use crate::model::{Millis, PersonId, PlatformId};

fn received(json: Value) -> ReceivedResource {
    ReceivedResource {
        platform: PlatformId(Uuid::nil()),
        person: PersonId(Uuid::nil()),
        resource_type: json["resourceType"].as_str().unwrap().to_owned(),
        id: json["id"].as_str().unwrap().to_owned(),
        version: "1".into(),
        last_updated: Millis(0),
        json,
    }
}

fn result(value: Value, rest: Value) -> Value {
    let mut json = json!({
        "resourceType": "Observation", "id": "r1", "status": "final",
        "code": {"coding": [{"system": "urn:oid:1.2.392.200119.4.504", "code": "3D046000001906202"}], "text": "HbA1c"},
        "effectiveDateTime": "2026-05-12", "valueQuantity": value,
    });
    for (name, field) in rest.as_object().unwrap() {
        json.as_object_mut().unwrap().insert(name.clone(), field.clone());
    }
    json
}

fn flag_of(value: Value, rest: Value) -> RangeFlag {
    rows(&[received(result(value, rest))], &[])[0].flag
}

#[test]
fn a_result_is_placed_by_its_own_range() {
    let range = json!({"referenceRange": [{"low": {"value": 4.6}, "high": {"value": 6.2}}]});
    assert_eq!(flag_of(json!({"value": 6.2, "unit": "%"}), range.clone()), RangeFlag::Inside);
    assert_eq!(flag_of(json!({"value": 6.3, "unit": "%"}), range.clone()), RangeFlag::Above);
    assert_eq!(flag_of(json!({"value": 4.5, "unit": "%"}), range.clone()), RangeFlag::Below);
    assert_eq!(flag_of(json!({"value": 5, "comparator": "<"}), range), RangeFlag::Unknown);
    assert_eq!(flag_of(json!({"value": 5}), json!({})), RangeFlag::Unknown);
}

#[test]
fn a_range_for_a_treatment_is_not_taken_for_the_usual_one() {
    let treatment = json!({"coding": [{"code": "treatment"}]});
    let range = json!({"referenceRange": [{"type": treatment, "high": {"value": 5}}, {"high": {"value": 7}}]});
    assert_eq!(flag_of(json!({"value": 6}), range), RangeFlag::Inside);
}

#[test]
fn what_the_laboratory_says_wins_over_the_numbers() {
    let high = json!([{"coding": [{"system": code::INTERPRETATION, "code": "H"}]}]);
    let rest = json!({"interpretation": high, "referenceRange": [{"high": {"value": 9}}]});
    assert_eq!(flag_of(json!({"value": 6}), rest), RangeFlag::Above);
}

#[test]
fn a_report_names_its_results_and_the_newest_comes_first() {
    let report = json!({
        "resourceType": "DiagnosticReport", "id": "d1", "status": "final", "code": {"text": "特定健診"},
        "effectiveDateTime": "2026-05-12", "conclusion": "経過観察", "result": [{"reference": "Observation/r1"}],
    });
    let prescription = json!({
        "resourceType": "MedicationRequest", "id": "m1", "status": "active", "authoredOn": "2026-06-01",
        "medicationCodeableConcept": {"text": "アムロジピン錠5mg"},
        "dosageInstruction": [{"text": "1日1回 朝食後"}],
    });
    let rows = rows(
        &[received(result(json!({"value": 6.0, "unit": "%"}), json!({}))), received(report), received(prescription)],
        &[],
    );
    let titles: Vec<&str> = rows.iter().map(|row| row.title.as_str()).collect();
    assert_eq!(titles, ["アムロジピン錠5mg", "特定健診", "HbA1c"]);
    assert_eq!(rows[0].value, ClinicalValue::Text("1日1回 朝食後".into()));
    assert_eq!(rows[2].report.as_deref(), Some("d1"));
}

#[test]
fn what_was_entered_in_error_is_not_shown() {
    let condition = json!({
        "resourceType": "Condition", "id": "c1", "code": {"text": "x"},
        "verificationStatus": {"coding": [{"code": "entered-in-error"}]},
    });
    assert_eq!(rows(&[received(condition)], &[]), []);
}

#[test]
fn a_panel_gives_a_row_for_each_of_its_parts() {
    let panel = json!({
        "resourceType": "Observation", "id": "p1", "status": "final", "code": {"text": "血圧"},
        "effectiveDateTime": "2026-05-12",
        "component": [
            {"code": {"text": "収縮期"}, "valueQuantity": {"value": 150, "unit": "mmHg"},
             "referenceRange": [{"high": {"value": 140}}]},
            {"code": {"text": "拡張期"}, "valueQuantity": {"value": 80, "unit": "mmHg"}},
        ],
    });
    let rows = rows(&[received(panel)], &[]);
    let shown: Vec<(&str, RangeFlag)> = rows.iter().map(|row| (row.title.as_str(), row.flag)).collect();
    assert_eq!(shown, [("収縮期", RangeFlag::Above), ("拡張期", RangeFlag::Unknown)]);
}

#[test]
fn visits_vaccinations_plans_and_the_like_have_a_name_and_a_day() {
    let concept = |text: &str| json!({"text": text});
    let of = |json: Value| {
        let row = rows(&[received(json)], &[]).remove(0);
        (row.kind, row.title, row.day.map(|day| day.to_string()), row.value)
    };
    let day = |text: &str| Some(text.to_owned());
    let cases = [
        (
            json!({"resourceType": "Encounter", "id": "a", "status": "finished", "type": [concept("Checkup")],
                "period": {"start": "2026-03-02T09:00:00+09:00"}, "reasonCode": [concept("Cough")]}),
            (ClinicalKind::Visit, "Checkup", day("2026-03-02"), ClinicalValue::Text("Cough".into())),
        ),
        (
            json!({"resourceType": "Immunization", "id": "b", "status": "completed", "vaccineCode": concept("Influenza"),
                "occurrenceDateTime": "2025-11-01"}),
            (ClinicalKind::Vaccination, "Influenza", day("2025-11-01"), ClinicalValue::None),
        ),
        (
            json!({"resourceType": "Procedure", "id": "c", "status": "completed", "code": concept("Suture"),
                "performedPeriod": {"start": "2024-01-05"}}),
            (ClinicalKind::Procedure, "Suture", day("2024-01-05"), ClinicalValue::None),
        ),
        (
            json!({"resourceType": "CarePlan", "id": "d", "status": "active", "title": "Less salt",
                "period": {"start": "2026-01-01"}}),
            (ClinicalKind::Plan, "Less salt", day("2026-01-01"), ClinicalValue::None),
        ),
        (
            json!({"resourceType": "Appointment", "id": "e", "status": "booked", "description": "Blood test",
                "start": "2026-04-01T10:00:00+09:00"}),
            (ClinicalKind::Appointment, "Blood test", day("2026-04-01"), ClinicalValue::None),
        ),
        (
            json!({"resourceType": "MedicationDispense", "id": "f", "status": "completed",
                "medicationCodeableConcept": concept("Amlodipine"), "whenHandedOver": "2026-02-02",
                "dosageInstruction": [{"text": "1 a day"}]}),
            (ClinicalKind::Dispensed, "Amlodipine", day("2026-02-02"), ClinicalValue::Text("1 a day".into())),
        ),
    ];
    for (json, (kind, title, on, value)) in cases {
        assert_eq!(of(json), (kind, title.to_owned(), on, value));
    }
}

#[test]
fn who_said_a_result_is_told_by_name_by_a_provenance_or_by_where_it_came_from() {
    let clinic = json!({"resourceType": "Organization", "id": "o1", "name": "みどり医院"});
    let provenance = json!({
        "resourceType": "Provenance", "id": "p1", "target": [{"reference": "Observation/r1/_history/2"}],
        "agent": [{"who": {"display": "検査センター"}}],
    });
    let voices = |rest: Value, others: &[Value]| {
        let mut all = vec![received(result(json!({"value": 6.0}), rest))];
        all.extend(others.iter().cloned().map(received));
        rows(&all, &[]).remove(0).said_by
    };
    let named = |name: &str| vec![Voice::Named(name.to_owned())];
    let by = |reference: &str| json!({"performer": [{"reference": reference}]});
    assert_eq!(voices(by("https://x/fhir/Organization/o1"), std::slice::from_ref(&clinic)), named("みどり医院"));
    assert_eq!(voices(by("Patient/me"), &[]), [Voice::Person]);
    assert_eq!(voices(json!({}), &[provenance]), named("検査センター"));
    let contained = json!({"performer": [{"reference": "#a"}], "contained": [
        {"resourceType": "Practitioner", "id": "a", "name": [{"family": "佐藤", "given": ["恵"]}]},
    ]});
    assert_eq!(voices(contained, &[]), named("佐藤 恵"));
    let source = json!({"meta": {"source": "urn:oid:1.2.3#request"}});
    assert_eq!(voices(source, &[]), [Voice::Address("urn:oid:1.2.3".to_owned())]);
    assert_eq!(voices(json!({}), &[clinic]), []);
}

#[test]
fn a_checkup_that_came_as_a_document_shows_its_results() {
    let bundle = include_bytes!("../../../../tests/data/fhir/echeckup/bundle.json");
    let mut bundle: Value = serde_json::from_slice(bundle).unwrap();
    bundle["id"] = json!("b1");
    let named_by = received(json!({"resourceType": "DocumentReference", "id": "d1", "status": "current",
        "type": {"text": "健診結果報告書"}, "date": "2026-05-20T00:00:00Z"}));
    let document = Document { named_by: named_by.clone(), resources: document::resources(&bundle).unwrap() };
    let itself = Document { named_by: received(bundle), ..document.clone() };
    let known = received(json!({
        "resourceType": "Observation", "id": "elsewhere", "status": "final", "effectiveDateTime": "2026-05-12",
        "code": {"coding": [{"system": "urn:oid:1.2.392.200119.6.1005", "code": "9N006000000000001"}], "text": "体重"},
        "valueQuantity": {"value": 52.4, "unit": "kg"},
    }));
    let alone = rows(&[], std::slice::from_ref(&itself));
    let titled = |row: &&ClinicalRow| row.kind == ClinicalKind::Document;
    assert_eq!(alone.iter().filter(titled).count(), 1, "one that nothing names has a row too");
    let rows = rows(&[named_by, known], &[document, itself]);
    let row = |title: &str| rows.iter().filter(|row| row.title == title).collect::<Vec<_>>();
    let ldl = row("LDLコレステロール")[0];
    assert_eq!((ldl.flag, ldl.document.as_deref()), (RangeFlag::Above, Some("d1")));
    assert_eq!(ldl.range, Some(ReferenceRange { low: Some(60.0), high: Some(119.0) }));
    assert_eq!(ldl.said_by, [Voice::Named("みどり健診センター".to_owned())]);
    assert_eq!(row("眼底検査")[0].value, ClinicalValue::Text("検査を実施しなかった".to_owned()));
    assert_eq!(row("体重").len(), 1, "what the platform also holds by itself is there once");
    assert!(row("検査結果").is_empty(), "what only holds others together is no row");
    assert_eq!(row("LDLコレステロール").len(), 1, "a document that is there twice is told once");
    assert_eq!(rows.iter().filter(titled).count(), 1, "and is one document");
    assert_eq!(row("健診結果報告書").len(), 1, "by the title of what names it");
}
