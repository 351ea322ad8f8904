//! Syncing over real HTTP: against the sandbox in each of the ways in which servers answer, with the
//! line cut in the middle, and against a server that others wrote.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says where")]
#![allow(clippy::indexing_slicing, reason = "a missing element fails the test")]

use std::collections::BTreeMap;
use std::path::Path;

use mimamori::fhir::{bundle, clinical};
use mimamori::model::RecordKind;
use mimamori::model::platform::Access;
use mimamori::sync::http::HttpTransport;
use mimamori::sync::sign_in::{Application, SignIn, discover};
use mimamori::sync::token::{AccessToken, FixedToken, NoToken};
use mimamori::sync::{Next, TokenSource};
use mimamori_sandbox::contract::Client;
use mimamori_sandbox::{CAREGIVER, Fault, FaultRule, PATIENT, Quirks, Sandbox, SandboxConfig, TokenSpec, demo_logins};
use mimamori_tests::hfs::Hfs;
use mimamori_tests::phone::Phone;
use mimamori_tests::skip::skip;
use serde_json::{Value, json};

const DAYS: i64 = 3;

fn sandbox(quirks: Quirks) -> Sandbox {
    let config = SandboxConfig { quirks, logins: demo_logins(), ..SandboxConfig::default() };
    let sandbox = Sandbox::start(config).unwrap();
    sandbox.load_demo().unwrap();
    sandbox
}

fn token(sandbox: &Sandbox, spec: TokenSpec) -> FixedToken {
    FixedToken(AccessToken::new(sandbox.issue_token(spec).unwrap()))
}

/// What the companion sent to the sandbox, by type and id.
fn held(sandbox: &Sandbox) -> BTreeMap<String, Value> {
    let mut held = BTreeMap::new();
    for kind in ["Observation", "Goal", "Flag", "MedicationStatement", "MedicationAdministration"] {
        for resource in sandbox.resources(kind).unwrap() {
            // What the phone made is named by a UUID; what the demo's clinic made is not.
            let id = resource["id"].as_str().unwrap().to_owned();
            if uuid::Uuid::try_parse(&id).is_ok() {
                held.insert(format!("{kind}/{id}"), resource);
            }
        }
    }
    held
}

/// Asserts that what stands there is what should stand there: nothing lost, nothing twice.
fn assert_stands(expected: &BTreeMap<String, Value>, held: &BTreeMap<String, Value>) {
    let names = |of: &BTreeMap<String, Value>| of.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(expected), names(held));
    for (name, sent) in expected {
        assert!(bundle::stands(sent, &held[name]), "{name}: {} is not {sent}", held[name]);
    }
}

fn reaches(quirks: Quirks) {
    let sandbox = sandbox(quirks);
    let phone = Phone::new(sandbox.base_url(), PATIENT, Access::Own);
    phone.live(DAYS).unwrap();
    let (http, token) = (HttpTransport::new().unwrap(), token(&sandbox, TokenSpec::patient(PATIENT)));
    let report = phone.sync(&http, &token).unwrap();
    assert_eq!((report.next, report.set_aside), (Next::Never, 0), "{report:?}");
    assert_stands(&phone.expected(DAYS).unwrap(), &held(&sandbox));
    let received = phone.store.read(|reading| reading.received(phone.person, None)).unwrap();
    let rows = clinical::rows(&received, &[]);
    assert!(rows.iter().any(|row| row.kind == clinical::ClinicalKind::Prescription), "the prescriptions came");
    assert!(rows.iter().any(|row| row.range.is_some()), "the checkup came with its ranges");
    let again = phone.sync(&http, &token).unwrap();
    assert_eq!((again.pushed, again.pulled), (0, 0));
}

#[test]
fn the_whole_record_reaches_the_platform_and_the_clinics_comes_back() {
    reaches(Quirks::default());
}

#[test]
fn it_does_on_a_server_that_answers_as_hapi() {
    reaches(Quirks::hapi());
}

#[test]
fn it_does_on_a_server_that_takes_no_transactions_from_patients() {
    reaches(Quirks::hfs());
}

#[test]
fn a_line_that_is_cut_again_and_again_loses_nothing_and_makes_nothing_twice() {
    let sandbox = sandbox(Quirks::default());
    let phone = Phone::new(sandbox.base_url(), PATIENT, Access::Own);
    phone.live(DAYS).unwrap();
    let (http, token) = (HttpTransport::new().unwrap(), token(&sandbox, TokenSpec::patient(PATIENT)));
    let cuts = [
        (Fault::CutRequestAt(5_000), "POST", ""),
        (Fault::CutResponseAt(100), "POST", ""),
        (Fault::DropAfterCommit, "POST", ""),
        (Fault::Duplicate, "POST", ""),
        (Fault::CutResponseAt(300), "GET", "Observation*"),
        (Fault::DropAfterCommit, "GET", "Condition*"),
    ];
    for (fault, method, path) in cuts {
        sandbox.inject(FaultRule::new(fault.clone()).on(method, path));
        let report = phone.sync(&http, &token).unwrap();
        let over = if fault == Fault::Duplicate { Next::Never } else { Next::WhenOnline };
        // The duplicated bundle is the rest of the push; the pull behind it is whole.
        assert_eq!(report.next, over, "{fault:?}");
    }
    assert_eq!(phone.sync(&http, &token).unwrap().next, Next::Never);
    assert_stands(&phone.expected(DAYS).unwrap(), &held(&sandbox));
    assert_eq!(phone.store.read(|reading| reading.pending_count(phone.platform.id)).unwrap(), 0);
}

#[test]
fn a_platform_that_is_connected_again_gives_everything_again() {
    let sandbox = sandbox(Quirks::default());
    let phone = Phone::new(sandbox.base_url(), PATIENT, Access::Own);
    let (http, token) = (HttpTransport::new().unwrap(), token(&sandbox, TokenSpec::patient(PATIENT)));
    let received = || phone.store.read(|reading| reading.received(phone.person, None)).unwrap();
    phone.sync(&http, &token).unwrap();
    let first = received();
    assert!(!first.is_empty());
    phone.store.write(|writing| writing.remove_platform(phone.platform.id)).unwrap();
    assert!(received().is_empty());
    phone.store.write(|writing| writing.put_platform(&phone.platform)).unwrap();
    phone.sync(&http, &token).unwrap();
    assert_eq!(received(), first);
}

#[test]
fn the_daughter_signs_in_and_sees_what_she_may_and_not_what_she_may_not() {
    let sandbox = sandbox(Quirks::default());
    let mother = Phone::new(sandbox.base_url(), PATIENT, Access::Own);
    mother.live(1).unwrap();
    let http = HttpTransport::new().unwrap();
    mother.sync(&http, &token(&sandbox, TokenSpec::patient(PATIENT))).unwrap();

    let daughter = Phone::new(sandbox.base_url(), PATIENT, Access::Caregiver);
    let report = daughter.sync(&http, &token(&sandbox, TokenSpec::on_behalf(PATIENT, CAREGIVER))).unwrap();
    assert_eq!((report.pushed, report.needs_sign_in), (0, false), "{report:?}");
    let kind = |kind| daughter.store.read(|reading| reading.records_of(daughter.person, kind)).unwrap().len();
    assert_eq!(kind(RecordKind::Finding), 1);
    assert_eq!(kind(RecordKind::Vital), 3);
    assert_eq!((kind(RecordKind::Meal), kind(RecordKind::Tick)), (0, 0));
    let received = daughter.store.read(|reading| reading.received(daughter.person, Some("Condition"))).unwrap();
    assert!(received.is_empty(), "she may not see conditions");
}

#[test]
fn a_checkup_that_lies_there_as_a_document_and_is_named_by_nothing_is_found() {
    let sandbox = sandbox(Quirks::default());
    let checkup = |of: &str| {
        let mut bundle: Value = serde_json::from_str(include_str!("../data/fhir/echeckup/bundle.json")).unwrap();
        bundle["entry"][0]["resource"]["subject"] = json!({"reference": format!("Patient/{of}")});
        bundle
    };
    sandbox.put("Bundle", "checkup", checkup(PATIENT)).unwrap();
    sandbox.put("Bundle", "another", checkup("somebody-else")).unwrap();
    let http = HttpTransport::new().unwrap();
    let documents = |access: Access, spec: TokenSpec| {
        let phone = Phone::new(sandbox.base_url(), PATIENT, access);
        for _ in 0..2 {
            let report = phone.sync(&http, &token(&sandbox, spec.clone())).unwrap();
            assert!(!report.refused.contains(&"Bundle"), "{report:?}");
        }
        let received = phone.store.read(|reading| reading.received(phone.person, Some("Bundle"))).unwrap();
        received.into_iter().map(|one| (one.id, one.json["entry"].clone())).collect::<Vec<_>>()
    };
    let found = documents(Access::Own, TokenSpec::patient(PATIENT));
    assert_eq!(found, [("checkup".to_owned(), checkup(PATIENT)["entry"].clone())]);
    assert_eq!(documents(Access::Caregiver, TokenSpec::on_behalf(PATIENT, CAREGIVER)), []);
}

#[test]
fn signing_in_with_the_browser_gives_a_token_that_works() {
    let sandbox = sandbox(Quirks::default());
    let http = HttpTransport::new().unwrap();
    let configuration = discover(&http, sandbox.base_url()).unwrap();
    let application = Application {
        client_id: "mimamori",
        redirect_uri: "http://127.0.0.1:9/callback",
        scopes: "launch/patient offline_access patient/*.cruds",
        base_url: sandbox.base_url(),
        login_hint: Some("hanako"),
    };
    let sign_in = SignIn::begin(&configuration, &application).unwrap();
    // The browser's part: the page sends it back at once.
    let origin = sandbox.base_url().trim_end_matches("/fhir");
    let path = sign_in.url().strip_prefix(origin).unwrap().trim_start_matches('/');
    let answer = Client::new(origin, None).unwrap().get(path).unwrap();
    let tokens = sign_in.finish(&http, answer.header("location").unwrap()).unwrap();
    assert_eq!(tokens.patient.as_deref(), Some(PATIENT));
    assert!(tokens.refresh.is_some());

    let phone = Phone::new(sandbox.base_url(), PATIENT, Access::Own);
    let report = phone.sync(&http, &FixedToken(tokens.access.clone())).unwrap();
    assert!(report.pulled > 0 && !report.needs_sign_in);
    mimamori::sync::sign_in::revoke(&http, &configuration, "mimamori", &tokens).unwrap();
    assert!(phone.sync(&http, &FixedToken(tokens.access)).unwrap().needs_sign_in);
}

#[test]
fn the_whole_record_reaches_a_server_that_others_wrote() {
    let Some(server) = Hfs::start(&Path::new(env!("CARGO_TARGET_TMPDIR")).join("hfs-sync")) else {
        skip("sync with helios-hfs: no platform/hfs/start beside the checkout; MIMAMORI_INSTALL_HFS=1 builds it");
        return;
    };
    let client = Client::new(server.base(), None).unwrap();
    let patient = json!({"resourceType": "Patient", "id": "hanako"});
    assert!(client.put("Patient/hanako", &patient).unwrap().status < 300);
    let phone = Phone::new(server.base(), "hanako", Access::Own);
    phone.live(1).unwrap();
    let http = HttpTransport::new().unwrap();
    let tokens: &dyn TokenSource = &NoToken;
    let report = phone.sync(&http, tokens).unwrap();
    assert_eq!((report.next, report.set_aside), (Next::Never, 0), "{report:?}");
    let expected = phone.expected(1).unwrap();
    for (name, sent) in &expected {
        let held = client.get(name).unwrap();
        assert!(bundle::stands(sent, &held.json()), "{name}");
    }
    let mut count = 0;
    for kind in ["Observation", "Goal", "Flag", "MedicationStatement", "MedicationAdministration"] {
        let answer = client.get(&format!("{kind}?patient=hanako&_summary=count")).unwrap();
        count += answer.json()["total"].as_u64().unwrap_or_default();
    }
    assert_eq!(count, expected.len() as u64, "nothing twice");
    let again = phone.sync(&http, tokens).unwrap();
    assert_eq!((again.pushed, again.pulled), (0, 0), "{again:?}");
}
