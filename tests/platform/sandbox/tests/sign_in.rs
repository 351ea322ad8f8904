//! The sign-in: authorization code with PKCE, refresh with rotation, revocation.

#![expect(clippy::expect_used, reason = "a test may stop at what it did not expect")]

use mimamori_sandbox::contract::{Answer, Client};
use mimamori_sandbox::{Sandbox, SandboxConfig, demo_logins};
use serde_json::Value;

/// The example of RFC 7636, appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const REDIRECT: &str = "http://127.0.0.1:50123/callback";

struct Setting {
    sandbox: Sandbox,
    client: Client,
}

impl Setting {
    fn new() -> Self {
        let config = SandboxConfig { logins: demo_logins(), ..SandboxConfig::default() };
        let sandbox = Sandbox::start(config).expect("a sandbox");
        sandbox.load_demo().expect("the demo's record");
        let client = Client::new(sandbox.base_url(), None).expect("a client");
        Self { sandbox, client }
    }

    fn authorize(&self, changes: &[(&str, &str)]) -> Answer {
        let aud = self.sandbox.base_url().to_owned();
        let mut query = vec![
            ("response_type", "code"),
            ("client_id", "mimamori"),
            ("redirect_uri", REDIRECT),
            ("scope", "launch/patient patient/*.cruds offline_access"),
            ("state", "s1"),
            ("aud", &aud),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
        ];
        for (name, value) in changes {
            query.retain(|(known, _)| known != name);
            query.push((name, value));
        }
        self.client.get(&format!("/auth?{}", form(&query))).expect("an answer")
    }

    fn code(&self, changes: &[(&str, &str)]) -> String {
        let answer = self.authorize(changes);
        assert_eq!(answer.status, 302);
        let location = answer.header("location").expect("a location").to_owned();
        assert!(location.starts_with(REDIRECT) && location.contains("state=s1"), "{location}");
        location.split("code=").nth(1).and_then(|rest| rest.split('&').next()).expect("a code").to_owned()
    }

    fn post(&self, path: &str, pairs: &[(&str, &str)]) -> Answer {
        let headers = [("Content-Type", "application/x-www-form-urlencoded")];
        self.client.send("POST", path, &headers, form(pairs).as_bytes()).expect("an answer")
    }

    fn exchange(&self, code: &str, changes: &[(&str, &str)]) -> Answer {
        let mut pairs = vec![
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", REDIRECT),
            ("client_id", "mimamori"),
            ("code_verifier", VERIFIER),
        ];
        for (name, value) in changes {
            pairs.retain(|(known, _)| known != name);
            pairs.push((name, value));
        }
        self.post("/token", &pairs)
    }

    fn refresh(&self, token: &str) -> Answer {
        self.post("/token", &[("grant_type", "refresh_token"), ("refresh_token", token), ("client_id", "mimamori")])
    }

    fn read(&self, token: &str) -> u16 {
        self.client.with_token(token).get("Patient/yamada-hanako").expect("an answer").status
    }
}

fn form(pairs: &[(&str, &str)]) -> String {
    let encode = |text: &str| text.replace('%', "%25").replace(' ', "+").replace('&', "%26");
    pairs.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect::<Vec<_>>().join("&")
}

fn text(answer: &Answer, name: &str) -> String {
    answer.json().get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
}

#[test]
fn the_mother_signs_in_and_reads_her_record() {
    let setting = Setting::new();
    let answer = setting.exchange(&setting.code(&[]), &[]);
    assert_eq!(answer.status, 200);
    assert_eq!(text(&answer, "patient"), "yamada-hanako");
    assert_eq!(setting.read(&text(&answer, "access_token")), 200);
}

#[test]
fn the_daughter_is_who_the_hint_names_and_sees_less() {
    let setting = Setting::new();
    let answer = setting.exchange(&setting.code(&[("login_hint", "yui")]), &[]);
    let daughter = setting.client.with_token(&text(&answer, "access_token"));
    assert_eq!(daughter.get("Patient/yamada-hanako").expect("an answer").status, 200);
    assert_eq!(daughter.get("Condition/hypertension").expect("an answer").status, 403);
    let scopes = text(&answer, "scope");
    assert!(scopes.split(' ').any(|scope| scope.starts_with("patient/Observation.rs?")), "{scopes}");
    assert!(
        !scopes.contains("patient/*") && !scopes.contains("Condition"),
        "no more than her mother lets her: {scopes}"
    );
}

#[test]
fn a_client_or_address_that_is_not_registered_is_never_redirected_to() {
    let setting = Setting::new();
    for change in [
        ("client_id", "somebody"),
        ("redirect_uri", "http://evil.example/callback"),
        ("redirect_uri", "http://127.0.0.1:50123/elsewhere"),
        ("redirect_uri", "http://127.0.0.1:50123@evil.example/callback"),
        ("redirect_uri", "http://127.0.0.1.evil.example/callback"),
    ] {
        let answer = setting.authorize(&[change]);
        assert_eq!((answer.status, answer.header("location")), (400, None), "{change:?}");
    }
}

#[test]
fn what_is_wrong_in_the_request_comes_back_as_an_error() {
    let setting = Setting::new();
    for (change, error) in [
        (("response_type", "token"), "unsupported_response_type"),
        (("code_challenge_method", "plain"), "invalid_request"),
        (("code_challenge", ""), "invalid_request"),
        (("aud", "http://other.example/fhir"), "invalid_request"),
        (("login_hint", "nobody"), "access_denied"),
        (("scope", "openid system/*.cruds"), "invalid_scope"),
    ] {
        let answer = setting.authorize(&[change]);
        let location = answer.header("location").expect("a location");
        assert!(location.contains(&format!("error={error}")) && !location.contains("code="), "{change:?} {location}");
    }
}

#[test]
fn a_code_needs_its_verifier_its_client_and_its_address_and_works_once() {
    let setting = Setting::new();
    for change in [
        ("code_verifier", "another-verifier-that-is-long-enough-to-be-one-0123"),
        ("code_verifier", ""),
        ("client_id", "somebody"),
        ("redirect_uri", "http://127.0.0.1:1/callback"),
    ] {
        let answer = setting.exchange(&setting.code(&[]), &[change]);
        assert_eq!((answer.status, text(&answer, "error").as_str()), (400, "invalid_grant"), "{change:?}");
    }
    let code = setting.code(&[]);
    let first = setting.exchange(&code, &[]);
    assert_eq!(setting.exchange(&code, &[]).status, 400);
    assert_eq!(setting.read(&text(&first, "access_token")), 401, "a code used twice takes its tokens along");
}

#[test]
fn an_old_refresh_token_that_is_used_again_revokes_the_family() {
    let setting = Setting::new();
    let first = setting.exchange(&setting.code(&[]), &[]);
    let second = setting.refresh(&text(&first, "refresh_token"));
    assert_eq!(second.status, 200);
    assert_ne!(text(&first, "refresh_token"), text(&second, "refresh_token"));
    assert_eq!(setting.read(&text(&second, "access_token")), 200);
    assert_eq!(setting.refresh(&text(&first, "refresh_token")).status, 400);
    assert_eq!(setting.refresh(&text(&second, "refresh_token")).status, 400);
    assert_eq!(setting.read(&text(&second, "access_token")), 401);
}

#[test]
fn without_offline_access_there_is_no_refresh_token() {
    let setting = Setting::new();
    let answer = setting.exchange(&setting.code(&[("scope", "launch/patient patient/*.rs")]), &[]);
    assert_eq!(answer.status, 200);
    assert!(answer.json().get("refresh_token").is_none());
}

#[test]
fn a_revoked_token_is_worth_nothing() {
    let setting = Setting::new();
    let answer = setting.exchange(&setting.code(&[]), &[]);
    let (access, refresh) = (text(&answer, "access_token"), text(&answer, "refresh_token"));
    assert_eq!(setting.post("/revoke", &[("token", "unknown")]).status, 200);
    assert_eq!(setting.read(&access), 200);
    assert_eq!(setting.post("/revoke", &[("token", &refresh)]).status, 200);
    assert_eq!(setting.read(&access), 401);
    assert_eq!(setting.refresh(&refresh).status, 400);
}
