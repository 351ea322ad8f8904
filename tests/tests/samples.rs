//! Sample patients of Synthea and SMART: loaded into a platform, each pulled as that patient.

#![allow(clippy::expect_used, clippy::print_stdout, reason = "a test that cannot start says why, and what it measured")]

use std::path::Path;

use mimamori::sync::TokenSource;
use mimamori::sync::token::{AccessToken, FixedToken, NoToken};
use mimamori_sandbox::contract::Client;
use mimamori_sandbox::{Sandbox, SandboxConfig, TokenSpec};
use mimamori_tests::hfs::Hfs;
use mimamori_tests::samples::{bundles, load, pull_each};
use mimamori_tests::skip::skip;

const NONE: &str = "sample patients: no data/fhir beside the checkout";

#[test]
fn every_sample_patient_comes_back_from_the_sandbox_as_loaded() {
    let Some(bundles) = bundles() else { return skip(NONE) };
    let sandbox = Sandbox::start(SandboxConfig::default()).expect("a sandbox");
    let token = sandbox.issue_token(TokenSpec::system()).expect("a token");
    let loaded = load(&Client::new(sandbox.base_url(), Some(&token)).expect("an address"), &bundles);
    let (came, time) = pull_each(sandbox.base_url(), &loaded, |patient| {
        let token = sandbox.issue_token(TokenSpec::patient(patient)).expect("a token");
        Box::new(FixedToken(AccessToken::new(token))) as Box<dyn TokenSource>
    });
    println!("loaded {}, pulled {came} in {} ms", loaded.resources, time.as_millis());
}

#[test]
fn every_sample_patient_comes_back_from_a_server_that_others_wrote_as_loaded() {
    let Some(bundles) = bundles() else { return skip(NONE) };
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hfs-samples");
    let Some(server) = Hfs::start(&folder) else { return skip("sample patients: helios-hfs is not to be had") };
    let loaded = load(&Client::new(server.base(), None).expect("an address"), &bundles);
    let (came, time) = pull_each(server.base(), &loaded, |_| Box::new(NoToken) as Box<dyn TokenSource>);
    println!("loaded {}, pulled {came} in {} ms", loaded.resources, time.as_millis());
}
