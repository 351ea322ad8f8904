//! The contract suite against a server that others wrote.

use std::path::Path;

use mimamori_sandbox::contract::{Target, run};
use mimamori_tests::hfs::Hfs;
use mimamori_tests::skip::skip;

#[test]
fn a_server_that_others_wrote_keeps_the_contract() {
    let Some(server) = Hfs::start(&Path::new(env!("CARGO_TARGET_TMPDIR")).join("hfs-contract")) else {
        skip("contract on helios-hfs: no platform/hfs/start beside the checkout; MIMAMORI_INSTALL_HFS=1 builds it");
        return;
    };
    let report = run(&Target::new(server.base(), None).expect("a target"));
    println!("{}", report.lines().join("\n"));
    assert_eq!(report.failures(), Vec::<String>::new());
}
