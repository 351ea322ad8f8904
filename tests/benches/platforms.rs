//! Sending to servers that others wrote, and pulling from them; and what memory a long queue takes.
//!
//! - Sending: a bare loop that posts ready-made bundles to the same server, in turns with ours: that is the
//!   server's limit. The goal: at least 90 % of it.
//! - Pulling: a patient of 5,000 results, the first time. android-fhir publishes 494 to 721 a second, from a
//!   mock server in the same process.
//! - Memory: a million samples of heart rate are recorded and sent; how far the process grows above what it
//!   was with an open store. The goal: 64 MB.
//!
//! `cargo bench --bench platforms --features hapi -- memory|pull|hfs|hapi`, any of them or all.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement may stop, and prints")]
#![allow(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]

use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use mimamori::model::heart::{Bpm, Contact, HeartSample};
use mimamori::model::person::{Source, SourceKind};
use mimamori::model::platform::Access;
use mimamori::model::{Millis, SourceId};
use mimamori::sync::http::HttpTransport;
use mimamori::sync::token::NoToken;
use mimamori::sync::transport::{BoxFuture, Method, Request, Response, Transport};
use mimamori::sync::{Next, TransportError};
use mimamori_sandbox::contract::Client;
use mimamori_tests::hapi::{Database, Hapi};
use mimamori_tests::hfs::Hfs;
use mimamori_tests::phone::Phone;
use serde_json::{Value, json};

const DAYS: i64 = 4;
const ROUNDS: usize = 5;
/// Entries of the bare loop's bundles.
const ENTRIES: usize = 200;
const RESULTS: usize = 5_000;
const SAMPLES: i64 = 1_000_000;

/// Notes when the last thing that was sent was answered.
#[derive(Debug)]
struct Timed {
    http: HttpTransport,
    last: Mutex<Instant>,
}

impl Transport for Timed {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, TransportError>> {
        let is_sent = request.method != Method::Get;
        let answer = self.http.send(request);
        Box::pin(async move {
            let answer = answer.await;
            if is_sent {
                *self.last.lock().unwrap() = Instant::now();
            }
            answer
        })
    }
}

/// A phone with days of a record, whose patient the server knows.
fn phone(base: &str, patient: &str) -> Phone {
    let made = json!({ "resourceType": "Patient", "id": patient });
    let client = Client::new(base, None).unwrap();
    assert!(client.put(&format!("Patient/{patient}"), &made).unwrap().status < 300);
    let phone = Phone::new(base, patient, Access::Own);
    phone.live(DAYS).unwrap();
    phone
}

fn ours(base: &str, patient: &str) -> f64 {
    let phone = phone(base, patient);
    let timed = Timed { http: HttpTransport::new().unwrap(), last: Mutex::new(Instant::now()) };
    let begun = Instant::now();
    let report = phone.sync(&timed, &NoToken).unwrap();
    assert_eq!((report.next, report.set_aside), (Next::Never, 0));
    let took = timed.last.lock().unwrap().duration_since(begun);
    f64::from(report.resources) / took.as_secs_f64()
}

fn bare(base: &str, patient: &str) -> f64 {
    let entry = |(url, json)| format!(r#"{{"resource":{json},"request":{{"method":"PUT","url":"{url}"}}}}"#);
    let mut entries: Vec<String> = phone(base, patient).expected(DAYS).unwrap().into_iter().map(entry).collect();
    // What refers to more than the patient goes last: HAPI takes no reference to what is not there.
    let refers = |entry: &str, to: &str| entry.matches(&format!("\"reference\":\"{to}")).count();
    entries.sort_by_key(|entry| refers(entry, "") > refers(entry, "Patient/"));
    let bundles =
        entries.chunks(ENTRIES).map(|chunk| mimamori::fhir::bundle::transaction(chunk.iter().map(String::as_bytes)));
    let bundles: Vec<Vec<u8>> = bundles.collect();
    let http = HttpTransport::new().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let begun = Instant::now();
    for bundle in bundles {
        let mut request = Request::new(Method::Post, base.to_owned(), Duration::from_secs(120));
        request.body = Some(("application/fhir+json", bundle.into()));
        assert_eq!(runtime.block_on(http.send(request)).unwrap().status, 200);
    }
    entries.len() as f64 / begun.elapsed().as_secs_f64()
}

fn sending(name: &str, base: &str) {
    // What a server does for the first time takes longer.
    let _ = bare(base, "warm");
    let (mut of_ours, mut of_bare, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        let (first, second) = (format!("bare-{round}"), format!("ours-{round}"));
        let (ours, bare) = if round % 2 == 0 {
            let bare = bare(base, &first);
            (ours(base, &second), bare)
        } else {
            (ours(base, &second), bare(base, &first))
        };
        of_ours.push(ours);
        of_bare.push(bare);
        ratios.push(100.0 * ours / bare);
    }
    println!("{name}, resources a second: ours {of_ours:.0?}, bare loop {of_bare:.0?}, ratios {ratios:.0?} %");
    println!("{name}: median ratio {:.0} % (goal 90 %)", median(ratios));
}

fn pulling(name: &str, base: &str) {
    let client = Client::new(base, None).unwrap();
    let patient = json!({ "resourceType": "Patient", "id": "many" });
    assert!(client.put("Patient/many", &patient).unwrap().status < 300);
    let result = |n: usize| {
        let observation = json!({
            "resourceType": "Observation", "id": format!("result-{n}"), "status": "final",
            "code": { "coding": [{ "system": "http://loinc.org", "code": "4548-4" }], "text": "HbA1c" },
            "subject": { "reference": "Patient/many" }, "effectiveDateTime": "2026-01-01T00:00:00Z",
            "valueQuantity": { "value": 5.6, "unit": "%", "system": "http://unitsofmeasure.org", "code": "%" },
            "referenceRange": [{ "low": { "value": 4.6, "unit": "%" }, "high": { "value": 6.2, "unit": "%" } }],
        });
        json!({ "resource": observation, "request": { "method": "PUT", "url": format!("Observation/result-{n}") } })
    };
    let all: Vec<Value> = (0..RESULTS).map(result).collect();
    for chunk in all.chunks(500) {
        let bundle = json!({ "resourceType": "Bundle", "type": "transaction", "entry": chunk });
        assert_eq!(client.post("", &bundle).unwrap().status, 200);
    }
    let mut rates = Vec::new();
    for _ in 0..ROUNDS {
        let phone = Phone::new(base, "many", Access::Own);
        let http = HttpTransport::new().unwrap();
        let begun = Instant::now();
        let report = phone.sync(&http, &NoToken).unwrap();
        assert_eq!((report.next, report.pulled as usize), (Next::Never, RESULTS + 1));
        rates.push(f64::from(report.pulled) / begun.elapsed().as_secs_f64());
    }
    println!("{name}, first pull of {RESULTS}, resources a second: {rates:.0?} (android-fhir publishes 494 to 721)");
}

/// What the process holds in memory, KB.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

fn memory(base: &str) {
    let client = Client::new(base, None).unwrap();
    let patient = json!({ "resourceType": "Patient", "id": "long" });
    assert!(client.put("Patient/long", &patient).unwrap().status < 300);
    let phone = Phone::new(base, "long", Access::Own);
    let source = SourceId(uuid::Uuid::from_u128(12));
    let strap = Source { id: source, kind: SourceKind::Bluetooth, name: "Polar H10".to_owned() };
    phone.store.write(|writing| writing.put_source(phone.person, &strap)).unwrap();
    let http = HttpTransport::new().unwrap();
    phone.sync(&http, &NoToken).unwrap();
    let (idle, peak, over) = (resident(), AtomicU64::new(0), AtomicBool::new(false));
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !over.load(Ordering::Relaxed) {
                peak.fetch_max(resident(), Ordering::Relaxed);
                std::thread::sleep(Duration::from_millis(5));
            }
        });
        let start = Millis(1_772_290_800_000);
        let bpm = |n: i64| Bpm::new(u16::try_from(60 + (n / 7) % 40).unwrap()).unwrap();
        for from in (0..SAMPLES).step_by(3_600) {
            let hour = (from..(from + 3_600).min(SAMPLES)).map(|n| HeartSample {
                at: start.plus(n * Millis::SECOND),
                bpm: bpm(n),
                contact: Contact::Detected,
            });
            let hour: Vec<HeartSample> = hour.collect();
            phone.store.write(|writing| writing.append_heart(phone.person, source, &hour, &[])).unwrap();
        }
        let queued = phone.store.read(|reading| reading.pending_count(phone.platform.id)).unwrap();
        let recorded = peak.load(Ordering::Relaxed);
        let report = phone.sync(&http, &NoToken).unwrap();
        assert_eq!((report.next, report.pushed), (Next::Never, queued));
        over.store(true, Ordering::Relaxed);
        let mb = |kb: u64| kb.saturating_sub(idle) as f64 / 1024.0;
        println!(
            "memory: idle {:.1} MB; {SAMPLES} samples queued as {queued} hours: + {:.1} MB; sent: + {:.1} MB (goal 64)",
            idle as f64 / 1024.0,
            mb(recorded),
            mb(peak.load(Ordering::Relaxed)),
        );
    });
}

fn median(mut ratios: Vec<f64>) -> f64 {
    ratios.sort_by(f64::total_cmp);
    ratios.get(ratios.len() / 2).copied().unwrap_or(0.0)
}

fn main() {
    let asked: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with("--")).collect();
    let is_asked = |name: &str| asked.is_empty() || asked.iter().any(|one| one == name);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hfs-bench");
    if ["memory", "pull", "hfs"].into_iter().any(is_asked) {
        match Hfs::start(&folder) {
            Some(server) => {
                if is_asked("memory") {
                    memory(server.base());
                }
                if is_asked("hfs") {
                    sending("helios-hfs", server.base());
                }
                if is_asked("pull") {
                    pulling("helios-hfs", server.base());
                }
            }
            None => println!("helios-hfs is not to be had"),
        }
    }
    if ["hapi", "pull"].into_iter().any(is_asked) {
        let server = Hapi::start(Database::Postgres);
        if is_asked("hapi") {
            sending("HAPI on PostgreSQL", server.base());
        }
        if is_asked("pull") {
            pulling("HAPI on PostgreSQL", server.base());
        }
    }
}
