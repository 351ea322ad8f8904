//! HAPI FHIR JPA, a server that others wrote, on H2 and on PostgreSQL. Part of `cargo xtask accept`.

#![allow(clippy::expect_used, reason = "a test that cannot start says why")]

use std::sync::{Mutex, MutexGuard, PoisonError};

use mimamori_sandbox::contract::{Target, run};
use mimamori_tests::hapi::{Database, Hapi};

/// One server at a time: each takes a gigabyte.
fn turn() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

fn keeps(base: &str, token: Option<&str>) {
    let report = run(&Target::new(base, token).expect("a target"));
    println!("{}", report.lines().join("\n"));
    assert_eq!(report.failures(), Vec::<String>::new());
}

#[test]
fn hapi_on_h2_keeps_the_contract() {
    let _turn = turn();
    keeps(Hapi::start(Database::Memory).base(), None);
}

#[test]
fn hapi_on_h2_keeps_the_contract_with_tokens() {
    let _turn = turn();
    let (server, oidc) = Hapi::with_sign_in(Database::Memory, 3_600).expect("who signs people in");
    keeps(server.base(), Some(&oidc.operator()));
}

#[test]
fn hapi_on_postgres_keeps_the_contract() {
    let _turn = turn();
    keeps(Hapi::start(Database::Postgres).base(), None);
}
