use std::sync::Mutex;

use super::*;
use crate::sync::transport::BoxFuture;

const CONFIGURATION: &str = r#"{
    "authorization_endpoint": "https://as.example/auth", "token_endpoint": "https://as.example/token",
    "issuer": "https://as.example", "code_challenge_methods_supported": ["S256"]
}"#;

/// Answers with the given bodies, one after the other, and remembers what was asked.
#[derive(Debug, Default)]
struct Script {
    answers: Mutex<Vec<(u16, String)>>,
    asked: Mutex<Vec<Request>>,
}

impl Script {
    fn answering(answers: &[(u16, &str)]) -> Self {
        let answers = answers.iter().rev().map(|(status, body)| (*status, (*body).to_owned())).collect();
        Self { answers: Mutex::new(answers), asked: Mutex::default() }
    }

    fn form(&self) -> Vec<(String, String)> {
        let asked = self.asked.lock().unwrap();
        let body = asked.last().unwrap().body.clone().unwrap().1;
        form::decode(std::str::from_utf8(&body).unwrap())
    }
}

impl Transport for Script {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, TransportError>> {
        self.asked.lock().unwrap().push(request);
        let answer = self.answers.lock().unwrap().pop();
        Box::pin(std::future::ready(match answer {
            Some((status, body)) => Ok(Response { status, body: body.into_bytes(), ..Response::default() }),
            None => Err(TransportError::Disconnected),
        }))
    }
}

fn begun() -> SignIn {
    begun_at(CONFIGURATION)
}

fn begun_at(configuration: &str) -> SignIn {
    let configuration: Configuration = serde_json::from_str(configuration).unwrap();
    let application = Application {
        client_id: "mimamori",
        redirect_uri: "http://127.0.0.1:9/callback",
        scopes: "launch/patient patient/*.rs",
        base_url: "https://fhir.example/r4",
        login_hint: None,
    };
    SignIn::begin(&configuration, &application).unwrap()
}

fn asked(sign_in: &SignIn, name: &str) -> String {
    let query = sign_in.url().split_once('?').unwrap().1;
    form::decode(query).into_iter().find(|(key, _)| key == name).unwrap().1
}

fn problem<T: std::fmt::Debug>(result: Result<T>) -> String {
    result.unwrap_err().to_string()
}

#[test]
fn the_code_is_spent_with_the_secret_whose_digest_the_browser_carried() {
    let server = Script::answering(&[(200, r#"{"access_token": "a", "token_type": "Bearer", "patient": "p1"}"#)]);
    let sign_in = begun();
    let (state, challenge) = (asked(&sign_in, "state"), asked(&sign_in, "code_challenge"));
    let back = format!("http://127.0.0.1:9/callback?code=c%2F1&state={state}&iss=https%3A%2F%2Fas.example");
    let tokens = sign_in.finish(&server, &back).unwrap();
    assert_eq!(tokens.patient.as_deref(), Some("p1"));
    let form = server.form();
    let value = |name: &str| form.iter().find(|(key, _)| key == name).unwrap().1.clone();
    assert_eq!(value("code"), "c/1");
    assert_eq!(URL_SAFE_NO_PAD.encode(Sha256::digest(value("code_verifier"))), challenge);
}

#[test]
fn who_wants_to_stay_signed_in_at_an_openid_server_is_asked_for_leave() {
    let configuration: Configuration = serde_json::from_str(CONFIGURATION).unwrap();
    let url = |scopes| {
        let application = Application {
            client_id: "mimamori",
            redirect_uri: "http://127.0.0.1:9/callback",
            scopes,
            base_url: "https://fhir.example/r4",
            login_hint: None,
        };
        SignIn::begin(&configuration, &application).unwrap().url().to_owned()
    };
    assert!(url(configuration.scopes(Access::Own)).ends_with("&prompt=consent"));
    assert!(!url("launch/patient offline_access patient/*.rs").contains("prompt"));
}

#[test]
fn what_somebody_else_began_or_another_server_answered_is_refused_before_anything_is_sent() {
    let server = Script::default();
    for (query, why) in
        [("code=c&state=other", "state"), ("code=c&state=STATE&iss=https%3A%2F%2Fevil.example", "issuer")]
    {
        let sign_in = begun();
        let query = query.replace("STATE", &asked(&sign_in, "state"));
        let refused = problem(sign_in.finish(&server, &format!("http://127.0.0.1:9/callback?{query}")));
        assert!(refused.ends_with(why), "{refused}");
    }
    for elsewhere in ["https://elsewhere.example/?code=c", "http://127.0.0.1:9/callback.evil.example/?code=c"] {
        assert!(problem(begun().finish(&server, elsewhere)).ends_with("address"), "{elsewhere}");
    }
    // A server that says that it names itself, and then does not.
    let names = CONFIGURATION.replace("{\n", "{\n\"authorization_response_iss_parameter_supported\": true, ");
    let sign_in = begun_at(&names);
    let silent = format!("http://127.0.0.1:9/callback?code=c&state={}", asked(&sign_in, "state"));
    assert!(problem(sign_in.finish(&server, &silent)).ends_with("issuer"));
    assert!(server.asked.lock().unwrap().is_empty());
}

#[test]
fn a_platform_without_s256_or_with_a_page_in_the_clear_is_not_signed_in_to() {
    let plain = CONFIGURATION.replace("S256", "plain");
    let clear = CONFIGURATION.replace("https://as.example/auth", "http://as.example/auth");
    for body in [plain.as_str(), clear.as_str(), "<html>"] {
        assert!(discover(&Script::answering(&[(200, body)]), "https://fhir.example").is_err());
    }
    assert!(discover(&Script::answering(&[(200, CONFIGURATION)]), "https://fhir.example").is_ok());
}

#[test]
fn nothing_secret_is_printed() {
    let tokens = Tokens {
        access: AccessToken::new("hush-1".into()),
        refresh: Some(AccessToken::new("hush-2".into())),
        expires_in: None,
        scope: None,
        patient: None,
    };
    let request = Request { token: Some(tokens.access.clone()), ..post("https://x/?hush", &[("code", "hush-3")]) };
    assert!(!format!("{tokens:?} {request:?} {:?}", begun()).contains("hush"));
}

#[derive(Debug, Default)]
struct Kept(Mutex<Vec<SignedIn>>);

impl TokenKeeper for Kept {
    fn keep(&self, signed_in: &SignedIn) {
        self.0.lock().unwrap().push(signed_in.clone());
    }
}

#[test]
fn a_renewed_token_is_kept_before_it_is_used_and_a_spent_one_asks_the_person() {
    use crate::sync::token::TokenSource as _;

    let renewed = r#"{"access_token": "a2", "token_type": "bearer", "refresh_token": "r2"}"#;
    let server = Script::answering(&[(200, renewed), (400, r#"{"error": "invalid_grant"}"#)]);
    let kept = Kept::default();
    let first = Tokens {
        access: AccessToken::new("a1".into()),
        refresh: Some(AccessToken::new("r1".into())),
        expires_in: None,
        scope: Some("patient/*.rs".into()),
        patient: None,
    };
    let configuration = serde_json::from_str(CONFIGURATION).unwrap();
    let signed_in = SignedIn { configuration, client_id: "mimamori".into(), tokens: first.clone() };
    // As the vault gives it back.
    let signed_in = SignedIn::from_secret(&signed_in.to_secret()).unwrap();
    let session = Session::new(signed_in, &server, &kept);
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();

    let second = runtime.block_on(session.renew(&first.access)).unwrap();
    assert_eq!(second.secret(), "a2");
    assert_eq!(kept.0.lock().unwrap()[0].tokens.refresh, Some(AccessToken::new("r2".into())));
    assert_eq!(session.scopes().as_deref(), Some("patient/*.rs"));
    // Somebody else who still holds the first one gets the second without asking the server.
    assert_eq!(runtime.block_on(session.renew(&first.access)).unwrap(), second);
    assert_eq!(runtime.block_on(session.renew(&second)).unwrap_err(), TokenError::NeedsSignIn);
}

#[test]
fn a_server_is_asked_for_the_scopes_that_it_knows() {
    let scopes = |capabilities: &str, access| {
        let text = CONFIGURATION.replace("{\n", &format!("{{\n\"capabilities\": {capabilities}, "));
        serde_json::from_str::<Configuration>(&text).unwrap().scopes(access)
    };
    assert!(scopes(r#"["launch-standalone", "permission-v2", "permission-v1"]"#, Access::Own).ends_with("*.cruds"));
    assert!(scopes(r#"["permission-patient"]"#, Access::Caregiver).ends_with("patient/*.read"));
    assert!(scopes("[]", Access::Caregiver).ends_with("patient/*.rs"));
}

#[test]
fn a_token_of_a_kind_that_cannot_be_given_back_is_left_to_its_end_and_any_other_refusal_is_told() {
    let configuration = Configuration {
        revocation_endpoint: Some("https://as.example/revoke".to_owned()),
        ..serde_json::from_str(CONFIGURATION).unwrap()
    };
    let tokens = Tokens {
        access: AccessToken::new("names-itself".to_owned()),
        refresh: Some(AccessToken::new("again".to_owned())),
        expires_in: None,
        scope: None,
        patient: None,
    };
    let given_back = |answers: &[(u16, &str)]| {
        let script = Script::answering(answers);
        let told = revoke(&script, &configuration, "mimamori", &tokens).is_ok();
        assert_eq!(script.asked.lock().unwrap().len(), 2, "both are given back, whatever becomes of the first");
        told
    };
    let kept = r#"{"error": "unsupported_token_type"}"#;
    assert!(given_back(&[(200, ""), (200, "")]));
    assert!(given_back(&[(200, ""), (400, kept)]));
    for refused in [(400, r#"{"error": "invalid_client"}"#), (400, ""), (503, kept)] {
        assert!(!given_back(&[refused, (200, "")]) && !given_back(&[(200, ""), refused]), "{refused:?}");
    }
}
