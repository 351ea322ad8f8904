//! Who sees what over HTTP: scopes, compartments, and a caregiver with the demo's consent. What is hidden must not show
//! through counts, statuses, histories, conditions or bundles either.

#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a test may stop at what it did not expect")]

use mimamori_sandbox::contract::{Answer, Client};
use mimamori_sandbox::{CAREGIVER, PATIENT, Quirks, Sandbox, SandboxConfig, TokenSpec};
use serde_json::{Value, json};

fn sandbox() -> Sandbox {
    with_quirks(Quirks::default())
}

/// The demo's record, a meal of the mother, and a second patient with one heart rate.
fn with_quirks(quirks: Quirks) -> Sandbox {
    let sandbox = Sandbox::start(SandboxConfig { quirks, ..SandboxConfig::default() }).expect("a sandbox");
    sandbox.load_demo().expect("the demo's record");
    sandbox.put("Observation", "meal", observation(PATIENT, "meal", "social-history")).expect("a meal");
    sandbox.put("Observation", "pulse", observation(PATIENT, "pulse", "vital-signs")).expect("a pulse");
    sandbox.put("Patient", "other", json!({ "active": true })).expect("a second patient");
    sandbox.put("Observation", "foreign", observation("other", "foreign", "vital-signs")).expect("a foreign pulse");
    sandbox
}

fn observation(patient: &str, id: &str, category: &str) -> Value {
    json!({
        "resourceType": "Observation",
        "id": id,
        "identifier": [{ "system": "urn:test", "value": id }],
        "status": "final",
        "category": [{ "coding": [{
            "system": "http://terminology.hl7.org/CodeSystem/observation-category",
            "code": category,
        }] }],
        "code": { "coding": [{ "system": "http://loinc.org", "code": "x" }] },
        "subject": { "reference": format!("Patient/{patient}") },
        "effectiveDateTime": "2026-11-20T08:00:00+09:00",
    })
}

fn client(sandbox: &Sandbox, spec: TokenSpec) -> Client {
    let token = sandbox.issue_token(spec).expect("a token");
    Client::new(sandbox.base_url(), Some(&token)).expect("a client")
}

fn mother(sandbox: &Sandbox) -> Client {
    client(sandbox, TokenSpec::patient(PATIENT))
}

fn daughter(sandbox: &Sandbox) -> Client {
    client(sandbox, TokenSpec::on_behalf(PATIENT, CAREGIVER))
}

fn get(client: &Client, path: &str) -> Answer {
    client.get(path).expect("an answer")
}

fn status(client: &Client, path: &str) -> u16 {
    get(client, path).status
}

/// Ids of the resources of a bundle, sorted.
fn ids(answer: &Answer) -> Vec<String> {
    let mut ids: Vec<String> =
        answer.resources().iter().filter_map(|one| one["id"].as_str().map(str::to_owned)).collect();
    ids.sort();
    ids
}

#[test]
fn without_a_valid_token_nothing_is_answered() {
    let sandbox = sandbox();
    let nobody = Client::new(sandbox.base_url(), None).expect("a client");
    for client in [nobody.clone(), nobody.with_token("guessed")] {
        for path in ["Patient/yamada-hanako", "Observation", "_history", "Patient/yamada-hanako/$everything"] {
            let answer = get(&client, path);
            assert_eq!(answer.status, 401, "{path}");
            assert!(answer.header("www-authenticate").is_some_and(|challenge| challenge.starts_with("Bearer")));
            assert_eq!(answer.json()["resourceType"], "OperationOutcome");
        }
    }
    let expired = TokenSpec::patient(PATIENT).expires_in(std::time::Duration::ZERO);
    assert_eq!(status(&client(&sandbox, expired), "Patient/yamada-hanako"), 401);
    assert_eq!(status(&nobody, "metadata"), 200);
    assert_eq!(status(&nobody, ".well-known/smart-configuration"), 200);
}

#[test]
fn a_scope_that_does_not_cover_is_403() {
    let sandbox = sandbox();
    let reader = client(&sandbox, TokenSpec::patient(PATIENT).scopes("patient/Observation.rs"));
    assert_eq!(status(&reader, "Observation/pulse"), 200);
    assert_eq!(status(&reader, "Condition/hypertension"), 403);
    let written = reader.put("Observation/pulse", &observation(PATIENT, "pulse", "vital-signs")).expect("an answer");
    assert_eq!(written.status, 403);
    assert_eq!(written.json()["resourceType"], "OperationOutcome");
    assert_eq!(reader.delete("Observation/pulse").expect("an answer").status, 403);
    assert_eq!(sandbox.versions("Observation", "pulse").expect("a count"), 1);
}

#[test]
fn a_scope_narrowed_to_a_category_shows_only_that_category() {
    let sandbox = sandbox();
    let category = "http://terminology.hl7.org/CodeSystem/observation-category";
    let scopes = format!("patient/Observation.rs?category={category}|social-history");
    let reader = client(&sandbox, TokenSpec::patient(PATIENT).scopes(&scopes));
    assert_eq!(ids(&get(&reader, "Observation")), ["meal"]);
    assert_eq!(status(&reader, "Observation/pulse"), 404);
    assert_eq!(get(&reader, "Observation?_summary=count").json()["total"], 1);
}

#[test]
fn a_patient_token_ends_at_the_own_record() {
    let sandbox = sandbox();
    let mother = mother(&sandbox);
    assert_eq!(status(&mother, "Observation/foreign"), status(&mother, "Observation/never-there"));
    assert_eq!(status(&mother, "Observation/foreign/_history"), 404);
    assert_eq!(status(&mother, "Observation/foreign/_history/1"), 404);
    assert_eq!(status(&mother, "Patient/other/$everything"), 404);
    assert!(!ids(&get(&mother, "Observation?_count=100")).contains(&"foreign".to_owned()));
    assert_eq!(get(&mother, "Observation?patient=other&_summary=count").json()["total"], 0);
    assert!(!ids(&get(&mother, "Observation/_history?_count=100")).contains(&"foreign".to_owned()));
    assert_eq!(mother.delete("Observation/foreign").expect("an answer").status, 404);
    let taken = mother.put("Observation/foreign", &observation(PATIENT, "foreign", "vital-signs"));
    assert_eq!(taken.expect("an answer").status, 403);
    let given = mother.post("Observation", &observation("other", "new", "vital-signs"));
    assert_eq!(given.expect("an answer").status, 403);
    assert_eq!(sandbox.versions("Observation", "foreign").expect("a count"), 1);
    // The directory is everybody's to read and nobody's to write.
    assert_eq!(status(&mother, "Organization/midori-kenshin"), 200);
    let organization = json!({ "resourceType": "Organization", "id": "midori-kenshin" });
    assert_eq!(mother.put("Organization/midori-kenshin", &organization).expect("an answer").status, 403);
}

#[test]
fn the_daughter_sees_what_the_consent_names_and_nothing_else_shows_through() {
    let sandbox = sandbox();
    let daughter = daughter(&sandbox);
    assert_eq!(status(&daughter, "Observation/pulse"), 200);
    assert_eq!(status(&daughter, "Patient/yamada-hanako"), 200);
    // Hidden and absent look the same, whichever way one asks.
    for (kind, id) in [("Observation", "meal"), ("Condition", "hypertension"), ("Observation", "checkup-2026-hba1c")] {
        for suffix in ["", "/_history", "/_history/1"] {
            let hidden = get(&daughter, &format!("{kind}/{id}{suffix}"));
            let absent = get(&daughter, &format!("{kind}/never-there{suffix}"));
            assert_eq!(hidden.status, 404, "{kind}/{id}{suffix}");
            assert_eq!(hidden.body, absent.body, "{kind}/{id}{suffix}");
        }
    }
    let found = get(&daughter, "Observation?patient=yamada-hanako&_count=100");
    assert!(ids(&found).contains(&"pulse".to_owned()));
    assert!(found.resources().iter().all(|one| one["category"][0]["coding"][0]["code"] == "vital-signs"));
    for query in
        ["Condition?patient=yamada-hanako", "Observation?category=social-history", "Observation?identifier=meal"]
    {
        assert_eq!(get(&daughter, &format!("{query}&_summary=count")).json()["total"], 0, "{query}");
    }
    for listing in
        ["Observation/_history?_count=200", "_history?_count=200", "Patient/yamada-hanako/$everything?_count=200"]
    {
        let listed = String::from_utf8(get(&daughter, listing).body).expect("text");
        assert!(listed.contains("\"pulse\""), "{listing}");
        for hidden in ["\"meal\"", "\"hypertension\"", "HbA1c", "\"foreign\""] {
            assert!(!listed.contains(hidden), "{listing} shows {hidden}");
        }
    }
}

#[test]
fn a_bundle_is_no_way_around_the_consent() {
    let sandbox = sandbox();
    let daughter = daughter(&sandbox);
    let entry = |url: &str| json!({ "request": { "method": "GET", "url": url } });
    let entries = [entry("Observation/meal"), entry("Observation/pulse"), entry("Condition?patient=yamada-hanako")];
    let batch = json!({ "resourceType": "Bundle", "type": "batch", "entry": entries });
    let answer = daughter.post("", &batch).expect("an answer").json();
    assert_eq!(answer["entry"][0]["response"]["status"], "404 Not Found");
    assert_eq!(answer["entry"][1]["response"]["status"], "200 OK");
    assert!(answer["entry"][2]["resource"].get("entry").is_none());
    let transaction = json!({ "resourceType": "Bundle", "type": "transaction", "entry": [entry("Observation/meal")] });
    assert_eq!(daughter.post("", &transaction).expect("an answer").status, 404);
}

#[test]
fn a_condition_does_not_tell_that_something_hidden_is_there() {
    let sandbox = sandbox();
    let writing = json!({
        "type": "permit",
        "actor": [{ "reference": { "reference": CAREGIVER } }],
        "class": [{ "code": "Observation" }],
        "code": [{ "coding": [{ "code": "vital-signs" }] }],
    });
    permit(&sandbox, &json!([writing]));
    let daughter = daughter(&sandbox);
    let pulse = observation(PATIENT, "new", "vital-signs");
    let make = |condition: &str| {
        daughter.write("POST", "Observation", &pulse, &[("If-None-Exist", condition)]).expect("an answer").status
    };
    assert_eq!(make("identifier=urn:test|pulse"), 200);
    assert_eq!(make("identifier=urn:test|meal"), 201, "the hidden meal must not be found");
    let reference = |condition: &str| {
        let mut flag = observation(PATIENT, "new", "vital-signs");
        flag["derivedFrom"] = json!([{ "reference": condition }]);
        let entry = json!({ "resource": flag, "request": { "method": "POST", "url": "Observation" } });
        let bundle = json!({ "resourceType": "Bundle", "type": "transaction", "entry": [entry] });
        daughter.post("", &bundle).expect("an answer").status
    };
    assert_eq!(reference("Observation?identifier=urn:test|pulse"), 200);
    assert_eq!(reference("Observation?identifier=urn:test|meal"), reference("Observation?identifier=urn:test|nothing"));
}

#[test]
fn a_deletion_of_something_hidden_stays_hidden() {
    let sandbox = sandbox();
    let mother = mother(&sandbox);
    assert_eq!(mother.delete("Observation/meal").expect("an answer").status, 204);
    assert_eq!(mother.delete("Observation/pulse").expect("an answer").status, 204);
    let daughter = daughter(&sandbox);
    assert_eq!(status(&daughter, "Observation/meal"), 404);
    assert_eq!(status(&daughter, "Observation/pulse"), 410);
    let history = String::from_utf8(get(&daughter, "Observation/_history?_count=200").body).expect("text");
    assert!(history.contains("Observation/pulse") && !history.contains("Observation/meal"));
}

#[test]
fn what_is_moved_out_of_sight_takes_its_past_along() {
    let sandbox = sandbox();
    let daughter = daughter(&sandbox);
    assert_eq!(status(&daughter, "Observation/pulse/_history/1"), 200);
    let moved = observation(PATIENT, "pulse", "social-history");
    assert_eq!(mother(&sandbox).put("Observation/pulse", &moved).expect("an answer").status, 200);
    assert_eq!(status(&daughter, "Observation/pulse/_history/1"), 404);
    let history = String::from_utf8(get(&daughter, "Observation/_history?_count=200").body).expect("text");
    assert!(!history.contains("\"pulse\""));
}

#[test]
fn a_consent_that_the_mother_changes_holds_from_the_next_request() {
    let sandbox = sandbox();
    let (mother, daughter) = (mother(&sandbox), daughter(&sandbox));
    assert_eq!(status(&daughter, "Observation/pulse"), 200);
    let mut consent = get(&mother, "Consent/yamada-yui").json();
    consent["status"] = json!("inactive");
    assert_eq!(mother.put("Consent/yamada-yui", &consent).expect("an answer").status, 200);
    assert_eq!(status(&daughter, "Observation/pulse"), 404);
    assert_eq!(status(&daughter, "Patient/yamada-hanako"), 404);
    consent["status"] = json!("active");
    assert_eq!(mother.put("Consent/yamada-yui", &consent).expect("an answer").status, 200);
    assert_eq!(status(&daughter, "Observation/pulse"), 200);
}

#[test]
fn nobody_else_can_write_the_consent_even_with_a_permit_for_everything() {
    let sandbox = sandbox();
    permit(&sandbox, &json!([{ "type": "permit", "actor": [{ "reference": { "reference": CAREGIVER } }] }]));
    let daughter = daughter(&sandbox);
    let consent = get(&daughter, "Consent/yamada-yui");
    assert_eq!(consent.status, 200);
    assert_eq!(daughter.put("Consent/yamada-yui", &consent.json()).expect("an answer").status, 403);
    assert_eq!(daughter.delete("Consent/yamada-yui").expect("an answer").status, 403);
    let mut own = consent.json();
    own["id"] = json!("forged");
    assert_eq!(daughter.put("Consent/forged", &own).expect("an answer").status, 403);
    assert_eq!(status(&daughter, "Condition/hypertension"), 200);
}

#[test]
fn a_facility_sees_what_is_permitted_to_it_and_a_stranger_nothing() {
    let sandbox = sandbox();
    permit(
        &sandbox,
        &json!([{
            "type": "permit",
            "actor": [{ "reference": { "reference": "Organization/midori-kenshin" } }],
            "class": [{ "code": "MedicationRequest" }],
            "purpose": [{ "code": "TREAT" }],
        }]),
    );
    let facility = TokenSpec::on_behalf(PATIENT, "Organization/midori-kenshin");
    let user = TokenSpec { patient: None, ..facility.clone() }.scopes("user/*.rs");
    for facility in [client(&sandbox, facility), client(&sandbox, user)] {
        assert_eq!(get(&facility, "MedicationRequest?patient=yamada-hanako").resources().len(), 2);
        assert_eq!(get(&facility, "Observation?patient=yamada-hanako").resources().len(), 0);
        assert_eq!(status(&facility, "Condition/hypertension"), 404);
    }
    let stranger = client(&sandbox, TokenSpec::on_behalf(PATIENT, "RelatedPerson/stranger"));
    assert_eq!(get(&stranger, "MedicationRequest").resources().len(), 0);
    assert_eq!(status(&stranger, "Patient/yamada-hanako"), 404);
    // The daughter is not named any more.
    assert_eq!(status(&daughter(&sandbox), "Observation/pulse"), 404);
}

#[test]
fn a_server_may_refuse_bundles_under_a_patient_scope() {
    let sandbox = with_quirks(Quirks::hfs());
    let mother = mother(&sandbox);
    let put = json!({
        "resource": observation(PATIENT, "pulse", "vital-signs"),
        "request": { "method": "PUT", "url": "Observation/pulse" },
    });
    for kind in ["transaction", "batch"] {
        let bundle = json!({ "resourceType": "Bundle", "type": kind, "entry": [put] });
        assert_eq!(mother.post("", &bundle).expect("an answer").status, 403, "{kind}");
    }
    assert_eq!(status(&mother, "Observation/_history"), 403);
    let headers = [("If-None-Exist", "identifier=urn:test|pulse")];
    let pulse = observation(PATIENT, "pulse", "vital-signs");
    assert_eq!(mother.write("POST", "Observation", &pulse, &headers).expect("an answer").status, 403);
    let headers = [("If-Match", "W/\"1\"")];
    assert_eq!(mother.write("PUT", "Observation/pulse", &pulse, &headers).expect("an answer").status, 200);
}

#[test]
fn a_server_may_refuse_a_search_that_names_no_patient() {
    let sandbox = with_quirks(Quirks::hapi());
    let mother = mother(&sandbox);
    assert_eq!(status(&mother, "Observation"), 403);
    assert_eq!(status(&mother, "Observation?patient=yamada-hanako"), 200);
}

/// Replaces the demo's consent by a root denial with these provisions.
fn permit(sandbox: &Sandbox, provisions: &Value) {
    let mother = mother(sandbox);
    let mut consent = get(&mother, "Consent/yamada-yui").json();
    consent["provision"] = json!({ "type": "deny", "provision": provisions });
    assert_eq!(mother.put("Consent/yamada-yui", &consent).expect("an answer").status, 200);
}
