//! Sending a record, against a bare loop that posts ready-made bundles of the same resources to the
//! same kind of server. What ours does beside: it reads the encrypted store, maps to FHIR, notes
//! each acknowledgement and disclosure in the store, and chooses the size of its bundles. The goal:
//! at least 80 % of the bare loop's resources a second.
//!
//! Each side gets a sandbox of its own, fresh for each round; within a round the two follow each
//! other, and the median of the rounds' ratios counts. Ours is timed from the start of the run to the answer to its last bundle: what it
//! receives afterwards is not sending.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement may stop, and prints")]
#![allow(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]

use std::sync::Mutex;
use std::time::{Duration, Instant};

use mimamori::model::platform::Access;
use mimamori::sync::http::HttpTransport;
use mimamori::sync::token::{AccessToken, FixedToken};
use mimamori::sync::transport::{BoxFuture, Method, Request, Response, Transport};
use mimamori::sync::{Next, TransportError};
use mimamori_sandbox::{PATIENT, Sandbox, SandboxConfig, TokenSpec};
use mimamori_tests::phone::Phone;

const DAYS: i64 = 14;
const ROUNDS: usize = 15;
/// Entries of the bare loop's bundles.
const ENTRIES: usize = 200;

/// Notes when the last bundle was answered.
#[derive(Debug)]
struct Timed {
    http: HttpTransport,
    last_post: Mutex<Instant>,
}

impl Transport for Timed {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, TransportError>> {
        let is_post = request.method == Method::Post;
        let answer = self.http.send(request);
        Box::pin(async move {
            let answer = answer.await;
            if is_post {
                *self.last_post.lock().unwrap() = Instant::now();
            }
            answer
        })
    }
}

fn sandbox() -> (Sandbox, AccessToken) {
    let sandbox = Sandbox::start(SandboxConfig::default()).unwrap();
    sandbox.load_demo().unwrap();
    let token = sandbox.issue_token(TokenSpec::patient(PATIENT)).unwrap();
    (sandbox, AccessToken::new(token))
}

fn ours() -> (Duration, usize) {
    let (sandbox, token) = sandbox();
    let phone = Phone::new(sandbox.base_url(), PATIENT, Access::Own);
    phone.live(DAYS).unwrap();
    let timed = Timed { http: HttpTransport::new().unwrap(), last_post: Mutex::new(Instant::now()) };
    let begun = Instant::now();
    let report = phone.sync(&timed, &FixedToken(token)).unwrap();
    assert_eq!(report.next, Next::Never);
    let took = timed.last_post.lock().unwrap().duration_since(begun);
    (took, report.resources as usize)
}

fn bare() -> (Duration, usize) {
    let (sandbox, token) = sandbox();
    let phone = Phone::new(sandbox.base_url(), PATIENT, Access::Own);
    phone.live(DAYS).unwrap();
    let resources: Vec<String> = phone
        .expected(DAYS)
        .unwrap()
        .into_iter()
        .map(|(url, json)| format!(r#"{{"resource":{json},"request":{{"method":"PUT","url":"{url}"}}}}"#))
        .collect();
    let bundles: Vec<Vec<u8>> = resources
        .chunks(ENTRIES)
        .map(|chunk| mimamori::fhir::bundle::transaction(chunk.iter().map(String::as_bytes)))
        .collect();
    let http = HttpTransport::new().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let begun = Instant::now();
    for bundle in bundles {
        let mut request = Request::new(Method::Post, sandbox.base_url().to_owned(), Duration::from_secs(60));
        request.token = Some(token.clone());
        request.body = Some(("application/fhir+json", bundle.into()));
        assert_eq!(runtime.block_on(http.send(request)).unwrap().status, 200);
    }
    (begun.elapsed(), resources.len())
}

fn median(mut rates: Vec<f64>) -> f64 {
    rates.sort_by(f64::total_cmp);
    rates.get(rates.len() / 2).copied().unwrap_or(0.0)
}

fn main() {
    let rate = |(took, count): (Duration, usize)| count as f64 / took.as_secs_f64();
    let (mut of_ours, mut of_bare, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        // Whoever goes first meets what the round before left behind.
        let (ours, bare) = if round % 2 == 0 {
            let bare = rate(bare());
            (rate(ours()), bare)
        } else {
            (rate(ours()), rate(bare()))
        };
        of_ours.push(ours);
        of_bare.push(bare);
        ratios.push(100.0 * ours / bare);
    }
    println!("push, resources a second: ours {of_ours:.0?}, bare loop {of_bare:.0?}");
    println!("push, ours of the bare loop in the same round: {ratios:.0?} %");
    let (ours, bare, ratio) = (median(of_ours), median(of_bare), median(ratios));
    println!("push: ours {ours:.0}/s, bare loop {bare:.0}/s, median ratio {ratio:.0} % (goal 80 %)");
}
