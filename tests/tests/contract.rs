//! The contract suite against a server that others wrote: open, and with the tokens of who signs
//! people in.

use std::path::Path;

use mimamori::sync::token::FixedToken;
use mimamori_tests::hfs::Hfs;
use mimamori_tests::real::{ALLOWED, a_record_reaches, keeps_the_contract, what_goes_through};
use mimamori_tests::skip::skip;

#[test]
fn a_server_that_others_wrote_keeps_the_contract() {
    let Some(server) = Hfs::start(&Path::new(env!("CARGO_TARGET_TMPDIR")).join("hfs-contract")) else {
        skip("contract on helios-hfs: no platform/hfs/start beside the checkout; MIMAMORI_INSTALL_HFS=1 builds it");
        return;
    };
    keeps_the_contract(server.base(), None);
}

#[test]
fn a_server_that_others_wrote_keeps_the_contract_with_tokens() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hfs-contract-tokens");
    let Some((server, oidc)) = Hfs::with_sign_in(&folder, 3_600) else {
        skip("contract on helios-hfs with tokens: it or oidc-provider is not to be had");
        return;
    };
    let operator = oidc.operator();
    keeps_the_contract(server.base(), Some(&operator));
    let tokens = oidc.sign_in("mimamori", "hanako", "openid launch/patient patient/*.cruds");
    a_record_reaches(server.base(), Some(&operator), &FixedToken(tokens.access));
    // It knows no scopes of SMART's first version: they let nothing through.
    assert_eq!(what_goes_through(server.base(), &oidc), ALLOWED);
}
