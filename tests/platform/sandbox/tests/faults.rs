//! Faults on request, and limits that hold against a hostile client.

#![expect(clippy::expect_used, reason = "a test may stop at what it did not expect")]

use std::io::{ErrorKind, Write as _};
use std::time::{Duration, Instant};

use mimamori_sandbox::contract::Client;
use mimamori_sandbox::{Fault, FaultRule, Limits, Sandbox, SandboxConfig, TokenSpec};
use serde_json::{Value, json};

fn sandbox() -> (Sandbox, Client) {
    with_limits(Limits::default())
}

fn with_limits(limits: Limits) -> (Sandbox, Client) {
    let sandbox = Sandbox::start(SandboxConfig { limits, ..SandboxConfig::default() }).expect("a sandbox");
    let token = sandbox.issue_token(TokenSpec::system()).expect("a token");
    let client = Client::new(sandbox.base_url(), Some(&token)).expect("a client");
    (sandbox, client)
}

fn patient(id: &str) -> Value {
    json!({ "resourceType": "Patient", "id": id, "name": [{ "text": "山田 花子" }] })
}

fn put_bundle(count: usize) -> Value {
    let entries: Vec<Value> = (0..count)
        .map(|n| {
            let id = format!("p{n}");
            json!({ "resource": patient(&id), "request": { "method": "PUT", "url": format!("Patient/{id}") } })
        })
        .collect();
    json!({ "resourceType": "Bundle", "type": "transaction", "entry": entries })
}

#[test]
fn a_cut_answer_ends_in_the_middle_and_the_work_is_done() {
    let (sandbox, client) = sandbox();
    for bytes in [0, 1, 40, 1_000_000] {
        sandbox.inject(FaultRule::new(Fault::CutResponseAt(bytes)).on("POST", ""));
        let error = client.post("", &put_bundle(3)).expect_err("the answer is cut");
        assert_eq!(error.kind(), ErrorKind::UnexpectedEof);
    }
    assert_eq!(sandbox.resources("Patient").expect("resources").len(), 3);
    assert_eq!(client.post("", &put_bundle(3)).expect("an answer").status, 200);
}

#[test]
fn a_cut_request_does_nothing() {
    let (sandbox, client) = sandbox();
    sandbox.inject(FaultRule::new(Fault::CutRequestAt(100)).on("POST", ""));
    assert!(client.post("", &put_bundle(500)).is_err());
    assert_eq!(sandbox.resources("Patient").expect("resources").len(), 0);
}

#[test]
fn a_drop_after_commit_keeps_the_work_and_says_nothing() {
    let (sandbox, client) = sandbox();
    sandbox.inject(FaultRule::new(Fault::DropAfterCommit).on("PUT", "Patient/*"));
    assert!(client.put("Patient/a", &patient("a")).is_err());
    assert_eq!(sandbox.resources("Patient").expect("resources").len(), 1);
    assert_eq!(sandbox.requests().last().expect("a request").status, None);
}

#[test]
fn a_status_is_answered_in_place_of_the_work_as_often_as_asked() {
    let (sandbox, client) = sandbox();
    sandbox.inject(FaultRule::new(Fault::Status { code: 503, retry_after: Some(7) }).after(1).times(2));
    let statuses: Vec<u16> =
        (0..4).map(|_| client.put("Patient/a", &patient("a")).expect("an answer").status).collect();
    assert_eq!(statuses, [201, 503, 503, 200]);
    sandbox.inject(FaultRule::new(Fault::Status { code: 429, retry_after: Some(7) }));
    let refused = client.get("Patient/a").expect("an answer");
    assert_eq!((refused.status, refused.header("retry-after")), (429, Some("7")));
}

#[test]
fn a_duplicate_is_carried_out_twice() {
    let (sandbox, client) = sandbox();
    sandbox.inject(FaultRule::new(Fault::Duplicate).on("POST", "Patient"));
    assert_eq!(client.post("Patient", &patient("x")).expect("an answer").status, 201);
    assert_eq!(sandbox.resources("Patient").expect("resources").len(), 2);
}

#[test]
fn a_delay_waits() {
    let (sandbox, client) = sandbox();
    sandbox.inject(FaultRule::new(Fault::Delay(120)));
    let begun = Instant::now();
    assert_eq!(client.get("metadata").expect("an answer").status, 200);
    assert!(begun.elapsed() >= Duration::from_millis(120));
}

#[test]
fn the_log_tells_what_came() {
    let (sandbox, client) = sandbox();
    let body = patient("a");
    client.put("Patient/a", &body).expect("an answer");
    client.get("Patient?_id=a").expect("an answer");
    let seen = sandbox.requests();
    let short: Vec<(&str, &str, &str, Option<u16>)> =
        seen.iter().map(|one| (one.method.as_str(), one.path.as_str(), one.query.as_str(), one.status)).collect();
    assert_eq!(short, [("PUT", "Patient/a", "", Some(201)), ("GET", "Patient", "_id=a", Some(200))]);
    assert_eq!(seen[0].request_bytes, body.to_string().len());
    sandbox.clear_requests();
    assert!(sandbox.requests().is_empty());
}

#[test]
fn a_stopped_sandbox_gives_its_port_back_and_a_file_keeps_the_record() {
    let place = std::env::temp_dir().join(format!("mimamori-sandbox-{}", std::process::id()));
    std::fs::create_dir_all(&place).expect("a folder");
    let config = SandboxConfig { database: Some(place.join("record.db")), ..SandboxConfig::default() };
    let sandbox = Sandbox::start(config.clone()).expect("a sandbox");
    let token = sandbox.issue_token(TokenSpec::system()).expect("a token");
    let client = Client::new(sandbox.base_url(), Some(&token)).expect("a client");
    client.put("Patient/a", &patient("a")).expect("an answer");
    let port = sandbox.base_url().split(':').nth(2).and_then(|rest| rest.split('/').next()).expect("a port").to_owned();
    sandbox.stop();
    assert!(client.get("Patient/a").is_err());
    let config = SandboxConfig { port: port.parse().expect("a number"), ..config };
    let again = Sandbox::start(config).expect("the same port");
    assert_eq!(client.get("Patient/a").expect("an answer").status, 200);
    drop(again);
    std::fs::remove_dir_all(place).expect("the folder goes");
}

#[test]
fn bodies_bundles_and_pages_have_limits() {
    let limits = Limits { body_bytes: 20_000, bundle_entries: 5, page_entries: 3, ..Limits::default() };
    let (_sandbox, client) = with_limits(limits);
    let long = json!({ "resourceType": "Patient", "id": "a", "name": [{ "text": "x".repeat(30_000) }] });
    assert_eq!(client.put("Patient/a", &long).expect("an answer").status, 413);
    assert_eq!(client.post("", &put_bundle(6)).expect("an answer").status, 413);
    assert_eq!(client.post("", &put_bundle(5)).expect("an answer").status, 200);
    let page = client.get("Patient?_count=1000").expect("an answer");
    assert_eq!(page.resources().len(), 3);
    assert!(page.next().is_some());
}

#[test]
fn a_bundle_that_would_create_the_same_thing_twice_is_refused() {
    let (sandbox, client) = sandbox();
    let request = json!({ "method": "POST", "url": "Patient", "ifNoneExist": "identifier=x|1" });
    let entry = json!({ "resource": patient("x"), "request": request });
    let bundle = json!({ "resourceType": "Bundle", "type": "transaction", "entry": [entry, entry] });
    assert_eq!(client.post("", &bundle).expect("an answer").status, 400);
    assert!(sandbox.resources("Patient").expect("resources").is_empty());
}

#[test]
fn a_packed_body_is_read_and_a_bomb_is_refused() {
    let (sandbox, client) = with_limits(Limits { body_bytes: 1 << 20, ..Limits::default() });
    let pack = |bytes: &[u8]| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(bytes).expect("packed");
        encoder.finish().expect("packed")
    };
    let headers = [("Content-Type", "application/fhir+json"), ("Content-Encoding", "gzip")];
    let send = |body: &[u8]| client.send("PUT", "Patient/a", &headers, body).expect("an answer").status;
    assert_eq!(send(&pack(patient("a").to_string().as_bytes())), 201);
    assert_eq!(send(&pack(&vec![b' '; 64 << 20])), 413);
    assert_eq!(send(b"not gzip"), 400);
    assert_eq!(sandbox.versions("Patient", "a").expect("a count"), 1);
}

#[test]
fn hostile_requests_get_an_outcome_and_no_harm() {
    let (sandbox, client) = sandbox();
    let deep = "[".repeat(100_000);
    let headers = [("Content-Type", "application/fhir+json")];
    for (method, path, body) in [
        ("POST", "Patient", deep.as_str()),
        ("POST", "", "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":{}}"),
        ("POST", "", "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[1]}"),
        ("POST", "", "{\"resourceType\":\"Bundle\",\"type\":\"message\"}"),
        ("PUT", "Patient/..%2F..", "{}"),
        ("GET", "Patient?_count=-1", ""),
        ("GET", "Observation?date=tomorrow", ""),
        ("GET", "Patient?_cursor=x", ""),
        ("GET", "Patient/_history?_since=x", ""),
        ("GET", "Patient?identifier:contains=x", ""),
        ("PATCH", "Patient/a", "[]"),
        ("GET", "Nothing/a", ""),
    ] {
        let answer = client.send(method, path, &headers, body.as_bytes()).expect("an answer");
        assert!((400..500).contains(&answer.status), "{method} {path} answers {}", answer.status);
        assert_eq!(answer.json()["resourceType"], "OperationOutcome", "{method} {path}");
    }
    let form = client.send("POST", "Patient", &[("Content-Type", "text/plain")], b"{}").expect("an answer");
    assert_eq!(form.status, 415);
    assert!(sandbox.resources("Patient").expect("resources").is_empty());
}

#[test]
fn an_unknown_parameter_is_refused_only_when_strict_and_left_out_of_the_link_otherwise() {
    let (_sandbox, client) = sandbox();
    let strict = client.send("GET", "Patient?colour=red", &[("Prefer", "handling=strict")], &[]).expect("an answer");
    assert_eq!(strict.status, 400);
    let lenient = client.get("Patient?colour=red&_id=a").expect("an answer").json();
    assert!(lenient["link"][0]["url"].as_str().expect("a link").ends_with("/Patient?_id=a"));
}
