//! The demo's record holds together.

#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a test may stop at what it did not expect")]

use std::collections::HashSet;

use mimamori_sandbox::contract::Client;
use mimamori_sandbox::{CAREGIVER, PATIENT, Sandbox, SandboxConfig, TokenSpec, demo_consent, demo_record};
use serde_json::Value;

fn resources() -> Vec<Value> {
    let entries = demo_record().into_iter().chain([demo_consent()]).flat_map(|bundle| {
        let bundle: Value = serde_json::from_str(bundle).expect("JSON");
        bundle["entry"].as_array().cloned().expect("entries")
    });
    entries.map(|mut entry| entry["resource"].take()).collect()
}

fn references(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        Value::Object(members) => {
            if let Some(Value::String(reference)) = members.get("reference") {
                found.push(reference.clone());
            }
            members.values().for_each(|member| references(member, found));
        }
        _ => {}
    }
}

#[test]
fn every_reference_of_the_record_leads_somewhere() {
    let resources = resources();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let there: HashSet<String> =
        resources.iter().map(|one| format!("{}/{}", text(&one["resourceType"]), text(&one["id"]))).collect();
    assert_eq!(there.len(), resources.len(), "two resources share an address");
    let mut found = Vec::new();
    resources.iter().for_each(|one| references(one, &mut found));
    assert!(found.len() > 40);
    for reference in found {
        assert!(there.contains(&reference), "{reference}");
    }
}

#[test]
fn a_value_is_flagged_exactly_when_it_is_outside_its_range() {
    let mut ranged = 0;
    for resource in resources() {
        let parts = resource["component"].as_array().cloned().unwrap_or_else(|| vec![resource.clone()]);
        for part in parts {
            let range = &part["referenceRange"][0];
            let Some(value) = part["valueQuantity"]["value"].as_f64().filter(|_| range.is_object()) else { continue };
            let bound = |name: &str| range[name]["value"].as_f64();
            let expected = match (bound("low"), bound("high")) {
                (Some(low), _) if value < low => "L",
                (_, Some(high)) if value > high => "H",
                _ => "N",
            };
            assert_eq!(part["interpretation"][0]["coding"][0]["code"], expected, "{}", resource["id"]);
            ranged += 1;
        }
    }
    assert_eq!(ranged, 15);
}

#[test]
fn the_mother_pulls_all_of_it_and_the_daughter_what_she_may_see() {
    let sandbox = Sandbox::start(SandboxConfig::default()).expect("a sandbox");
    assert_eq!(sandbox.load_demo().expect("loaded"), resources().len());
    let everything = |spec: TokenSpec| {
        let token = sandbox.issue_token(spec).expect("a token");
        let client = Client::new(sandbox.base_url(), Some(&token)).expect("a client");
        let answer = client.get(&format!("Patient/{PATIENT}/$everything?_count=100")).expect("an answer");
        let kinds: HashSet<String> =
            answer.resources().iter().filter_map(|one| one["resourceType"].as_str().map(str::to_owned)).collect();
        kinds
    };
    let hers = everything(TokenSpec::patient(PATIENT));
    for kind in ["Observation", "DiagnosticReport", "MedicationRequest", "Condition", "ImagingStudy", "Consent"] {
        assert!(hers.contains(kind), "{kind}");
    }
    let shared = everything(TokenSpec::on_behalf(PATIENT, CAREGIVER));
    assert_eq!(shared, ["Patient", "RelatedPerson", "Observation"].map(str::to_owned).into());
}
