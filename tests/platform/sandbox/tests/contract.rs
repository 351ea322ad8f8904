//! The contract suite against the sandbox, in each of the ways it can answer.

#![expect(clippy::expect_used, reason = "a test that cannot start says why")]

use mimamori_sandbox::contract::{Target, run};
use mimamori_sandbox::{Quirks, Sandbox, SandboxConfig, TokenSpec};

fn passes(quirks: Quirks) {
    let config = SandboxConfig { quirks, ..SandboxConfig::default() };
    let sandbox = Sandbox::start(config).expect("a sandbox");
    let token = sandbox.issue_token(TokenSpec::system()).expect("a token");
    let report = run(&Target::new(sandbox.base_url(), Some(&token)).expect("a target"));
    println!("{}", report.lines().join("\n"));
    assert_eq!(report.failures(), Vec::<String>::new());
}

#[test]
fn the_sandbox_keeps_the_contract() {
    passes(Quirks::default());
}

#[test]
fn the_sandbox_keeps_the_contract_when_it_answers_as_hapi_does() {
    passes(Quirks::hapi());
}

#[test]
fn the_sandbox_keeps_the_contract_when_it_answers_as_helios_does() {
    passes(Quirks::hfs());
}
