//! HAPI FHIR JPA, a server that others wrote, on H2 and on PostgreSQL. Part of `cargo xtask accept`.

#![allow(clippy::expect_used, reason = "a test that cannot start says why")]

use std::sync::{Mutex, MutexGuard, PoisonError};

use mimamori::model::platform::Access;
use mimamori::sync::http::HttpTransport;
use mimamori::sync::sign_in::{Session, SignedIn, TokenKeeper};
use mimamori::sync::token::{FixedToken, NoToken};
use mimamori::sync::{Next, TokenSource};
use mimamori_sandbox::contract::Client;
use mimamori_tests::leave;
use mimamori_tests::phone::Phone;

use mimamori_tests::hapi::{Database, Hapi};
use mimamori_tests::real::{ALLOWED, ALLOWED_VERSION_1, a_record_reaches, keeps_the_contract, what_goes_through};
use mimamori_tests::samples::{bundles, load, pull_each};
use mimamori_tests::skip::skip;

/// One server at a time: each takes a gigabyte.
fn turn() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

#[test]
fn hapi_on_h2_keeps_the_contract() {
    let _turn = turn();
    keeps_the_contract(Hapi::start(Database::Memory).base(), None);
}

#[test]
fn hapi_on_h2_keeps_the_contract_with_tokens() {
    let _turn = turn();
    keeps_it_with_tokens(Database::Memory);
}

#[test]
fn hapi_on_postgres_keeps_the_contract_with_tokens() {
    let _turn = turn();
    keeps_it_with_tokens(Database::Postgres);
}

fn keeps_it_with_tokens(database: Database) {
    let (server, oidc) = Hapi::with_sign_in(database, 3_600).expect("who signs people in");
    let operator = oidc.operator();
    keeps_the_contract(server.base(), Some(&operator));
    let tokens = oidc.sign_in("mimamori", "hanako", "openid launch/patient patient/*.cruds");
    a_record_reaches(server.base(), Some(&operator), &FixedToken(tokens.access));
    // What others than the patient may do is derived from the consents here: the whole record is more than that.
    let of_consents = |line: &'static str| match line.starts_with("caregiver") {
        true => line.trim_end_matches(", all of it"),
        false => line,
    };
    let mut allowed = ALLOWED.map(of_consents).to_vec();
    allowed.push(ALLOWED_VERSION_1);
    assert_eq!(what_goes_through(server.base(), &oidc), allowed);
}

#[test]
fn what_others_see_and_write_on_hapi_is_what_the_consents_say_and_their_phones_ask_for_no_more() {
    let _turn = turn();
    nobody_crosses(Database::Memory);
}

#[test]
fn so_it_is_on_hapi_over_postgres() {
    let _turn = turn();
    nobody_crosses(Database::Postgres);
}

fn nobody_crosses(database: Database) {
    let (server, oidc) = Hapi::with_sign_in(database, 3_600).expect("who signs people in");
    let tried = leave::only_what_was_permitted(&leave::Place {
        base: server.base(),
        operator: Client::new(server.base(), Some(&oidc.operator())).expect("an address"),
        sign_in: &|who, scopes| {
            let account = who.map_or(leave::PATIENT.to_owned(), |who| format!("{who}:{}", leave::PATIENT));
            Some(oidc.sign_in("mimamori", &account, &format!("openid {scopes}")))
        },
    });
    println!("{tried:?}");
    assert!(tried.tried > 80 && tried.read > 6 && tried.written > 0 && tried.asked > 10, "{tried:?}");
}

#[test]
fn hapi_on_postgres_keeps_the_contract() {
    let _turn = turn();
    let server = Hapi::start(Database::Postgres);
    keeps_the_contract(server.base(), None);
    a_record_reaches(server.base(), None, &NoToken);
}

#[test]
fn every_sample_patient_comes_back_from_hapi_as_loaded() {
    let _turn = turn();
    let Some(bundles) = bundles() else { return skip("sample patients on HAPI: no data/fhir beside the checkout") };
    let server = Hapi::start(Database::Postgres);
    let loaded = load(&Client::new(server.base(), None).expect("an address"), &bundles);
    let (came, time) = pull_each(server.base(), &loaded, |_| Box::new(NoToken) as Box<dyn TokenSource>);
    println!("loaded {}, pulled {came} in {} ms", loaded.resources, time.as_millis());
}

#[derive(Debug, Default)]
struct Kept(Mutex<Vec<SignedIn>>);

impl TokenKeeper for Kept {
    fn keep(&self, signed_in: &SignedIn) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(signed_in.clone());
    }
}

#[test]
fn a_token_that_runs_out_in_the_middle_of_a_run_is_renewed_and_nobody_notices() {
    let _turn = turn();
    // What is sent takes longer than a token lives.
    let (server, oidc) = Hapi::with_sign_in(Database::Memory, 6).expect("who signs people in");
    let patient = serde_json::json!({ "resourceType": "Patient", "id": "hanako" });
    // A server that has just begun is slow: the operator's own token may run out on the way.
    let is_made = (0..10).any(|_| {
        let client = Client::new(server.base(), Some(&oidc.operator())).expect("an address");
        client.put("Patient/hanako", &patient).expect("an answer").status < 300
    });
    assert!(is_made, "the patient was not made");

    let (http, kept) = (HttpTransport::new().expect("a network"), Kept::default());
    let scopes = "openid launch/patient offline_access patient/*.cruds";
    let tokens = oidc.sign_in("mimamori", "hanako", scopes);
    let first = SignedIn { configuration: oidc.configuration(), client_id: "mimamori".to_owned(), tokens };
    let session = Session::new(first, &http, &kept);
    let phone = Phone::new(server.base(), "hanako", Access::Own);
    phone.live(30).expect("days");
    let report = phone.sync(&http, &session).expect("a sync");
    assert_eq!((report.next, report.needs_sign_in, report.set_aside), (Next::Never, false, 0), "{report:?}");
    let renewals = kept.0.lock().unwrap_or_else(PoisonError::into_inner);
    assert!(renewals.len() > 1, "it ran out {} times", renewals.len());
    let refresh = |one: &SignedIn| one.tokens.refresh.as_ref().map(|token| token.secret().to_owned());
    assert!(renewals.windows(2).all(|two| refresh(&two[0]) != refresh(&two[1])), "a refresh token is spent once");
}
