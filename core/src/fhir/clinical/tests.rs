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
    rows(&[received(result(value, rest))])[0].flag
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
    let rows = rows(&[
        received(result(json!({"value": 6.0, "unit": "%"}), json!({}))),
        received(report),
        received(prescription),
    ]);
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
    assert_eq!(rows(&[received(condition)]), []);
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
    let rows = rows(&[received(panel)]);
    let shown: Vec<(&str, RangeFlag)> = rows.iter().map(|row| (row.title.as_str(), row.flag)).collect();
    assert_eq!(shown, [("収縮期", RangeFlag::Above), ("拡張期", RangeFlag::Unknown)]);
}
