//! The contract suite against a server that others wrote: open, and with the tokens of who signs
//! people in.

#![allow(clippy::expect_used, reason = "a test that cannot start says why")]

use std::path::Path;

use mimamori_sandbox::contract::{Target, run};
use mimamori_tests::hfs::Hfs;
use mimamori_tests::skip::skip;

fn keeps(base: &str, token: Option<&str>) {
    let report = run(&Target::new(base, token).expect("a target"));
    println!("{}", report.lines().join("\n"));
    assert_eq!(report.failures(), Vec::<String>::new());
}

#[test]
fn a_server_that_others_wrote_keeps_the_contract() {
    let Some(server) = Hfs::start(&Path::new(env!("CARGO_TARGET_TMPDIR")).join("hfs-contract")) else {
        skip("contract on helios-hfs: no platform/hfs/start beside the checkout; MIMAMORI_INSTALL_HFS=1 builds it");
        return;
    };
    keeps(server.base(), None);
}

#[test]
fn a_server_that_others_wrote_keeps_the_contract_with_tokens() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hfs-contract-tokens");
    let Some((server, oidc)) = Hfs::with_sign_in(&folder, 3_600) else {
        skip("contract on helios-hfs with tokens: it or oidc-provider is not to be had");
        return;
    };
    keeps(server.base(), Some(&oidc.operator()));
}
