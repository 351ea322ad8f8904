//! OAuth 2.0 in small: authorization code with PKCE (RFC 7636), refresh with rotation, revocation (RFC 7009).
//! The sign-in page is left out: the test person is taken from `login_hint` and approves everything.

use serde_json::{Value, json};

use crate::access::token::{self, Grant, Spending, Use};
use crate::access::{Access, Caller, Context, Scope};
use crate::capability::{SCOPES, origin};
use crate::config::{Login, OAuthClient, SandboxConfig};
use crate::engine::{find, set};
use crate::outcome::Outcome;
use crate::percent;
use crate::store::Store;

/// Seconds that a code and a refresh token live.
const CODE_SECONDS: i64 = 60;
const REFRESH_SECONDS: i64 = 30 * 86_400;

/// An answer of an OAuth endpoint.
#[derive(Debug, PartialEq)]
pub(crate) enum Answer {
    Redirect(String),
    Json(u16, Value),
}

type Pairs = [(String, String)];

/// `/auth`. A client or address that is not registered is answered here and never redirected to.
pub(crate) fn authorize(store: &Store, config: &SandboxConfig, base: &str, query: &Pairs) -> Result<Answer, Outcome> {
    let client = find(query, "client_id").and_then(|id| config.clients.iter().find(|client| client.id == id));
    let Some(client) = client else {
        return Ok(refused("unauthorized_client"));
    };
    let Some(redirect_uri) = find(query, "redirect_uri").filter(|uri| is_registered(client, uri)) else {
        return Ok(refused("invalid_request"));
    };
    let state = find(query, "state");
    let back = |pairs: &[(&str, &str)]| {
        let separator = if redirect_uri.contains('?') { '&' } else { '?' };
        let state = state.map(|state| ("state", state));
        let query = percent::write_pairs(pairs.iter().copied().chain(state));
        Answer::Redirect(format!("{redirect_uri}{separator}{query}"))
    };
    if find(query, "response_type") != Some("code") {
        return Ok(back(&[("error", "unsupported_response_type")]));
    }
    let challenge = find(query, "code_challenge").filter(|challenge| challenge.len() == 43);
    let (Some(challenge), Some("S256")) = (challenge, find(query, "code_challenge_method")) else {
        return Ok(back(&[("error", "invalid_request"), ("error_description", "PKCE with S256 is required")]));
    };
    if find(query, "aud").is_some_and(|aud| aud.trim_end_matches('/') != base) {
        return Ok(back(&[("error", "invalid_request"), ("error_description", "aud is another server")]));
    }
    let hint = find(query, "login_hint");
    let login = match hint {
        Some(name) => config.logins.iter().find(|login| login.name == name),
        None => config.logins.first(),
    };
    let Some(login) = login else {
        return Ok(back(&[("error", "access_denied")]));
    };
    let scopes = granted(login, find(query, "scope").unwrap_or_default());
    let grant = Grant {
        scopes,
        patient: login.patient.clone(),
        fhir_user: login.fhir_user.clone(),
        client: client.id.clone(),
        redirect_uri: redirect_uri.to_owned(),
        challenge: challenge.to_owned(),
    };
    if Scope::parse_all(&effective(store, &grant, &grant.scopes)?).is_empty() {
        return Ok(back(&[("error", "invalid_scope")]));
    }
    let code = token::issue(store, &grant, &token::new_family(), Use::Code, CODE_SECONDS)?;
    Ok(back(&[("code", &code), ("iss", origin(base))]))
}

/// `/token`.
pub(crate) fn exchange(store: &Store, config: &SandboxConfig, form: &Pairs) -> Result<Answer, Outcome> {
    match find(form, "grant_type") {
        Some("authorization_code") => {
            let Some(code) = find(form, "code") else {
                return Ok(refused("invalid_request"));
            };
            let Spending::Fresh(grant, family) = token::spend(store, code, Use::Code)? else {
                return Ok(refused("invalid_grant"));
            };
            let verifier = find(form, "code_verifier").unwrap_or_default();
            let proved = (43..=128).contains(&verifier.len()) && token::hash(verifier) == grant.challenge;
            let same_address = find(form, "redirect_uri") == Some(grant.redirect_uri.as_str());
            if !proved || !same_address || find(form, "client_id") != Some(grant.client.as_str()) {
                return Ok(refused("invalid_grant"));
            }
            answer(store, config, grant.clone(), &grant.scopes, &family)
        }
        Some("refresh_token") => {
            let Some(secret) = find(form, "refresh_token") else {
                return Ok(refused("invalid_request"));
            };
            let Spending::Fresh(grant, family) = token::spend(store, secret, Use::Refresh)? else {
                return Ok(refused("invalid_grant"));
            };
            if find(form, "client_id") != Some(grant.client.as_str()) {
                return Ok(refused("invalid_grant"));
            }
            let scopes = find(form, "scope").unwrap_or(&grant.scopes).to_owned();
            let within = scopes.split_whitespace().all(|asked| grant.scopes.split_whitespace().any(|had| had == asked));
            if !within {
                return Ok(refused("invalid_scope"));
            }
            answer(store, config, grant, &scopes, &family)
        }
        _ => Ok(refused("unsupported_grant_type")),
    }
}

/// `/revoke`.
pub(crate) fn revoke(store: &Store, form: &Pairs) -> Result<Answer, Outcome> {
    match find(form, "token") {
        Some(secret) => {
            token::revoke(store, secret)?;
            Ok(Answer::Json(200, json!({})))
        }
        None => Ok(refused("invalid_request")),
    }
}

/// A new access token for `scopes`, and a new refresh token for all of the grant.
fn answer(store: &Store, config: &SandboxConfig, grant: Grant, scopes: &str, family: &str) -> Result<Answer, Outcome> {
    let seconds = config.access_token_seconds;
    // What others than the patient may do is asked anew each time: their leave may have ended.
    let scopes = effective(store, &grant, scopes)?;
    let narrowed = Grant { scopes: scopes.clone(), ..grant.clone() };
    let access = token::issue(store, &narrowed, family, Use::Access, seconds)?;
    let mut body = json!({
        "access_token": access,
        "token_type": "Bearer",
        "expires_in": seconds,
        "scope": scopes,
    });
    if let Some(patient) = &grant.patient {
        set(&mut body, "patient", json!(patient));
    }
    let lasting = |scope: &str| matches!(scope, "offline_access" | "online_access");
    if grant.scopes.split_whitespace().any(lasting) {
        let refresh = token::issue(store, &grant, family, Use::Refresh, REFRESH_SECONDS)?;
        set(&mut body, "refresh_token", json!(refresh));
    }
    Ok(Answer::Json(200, body))
}

/// The scopes of a token: as granted where it is the patient's own; else what the patient's consents give of them.
fn effective(store: &Store, grant: &Grant, scopes: &str) -> Result<String, Outcome> {
    let (patient, fhir_user) = (grant.patient.clone(), grant.fhir_user.clone());
    let access = Access::new(store, Caller { scopes: Vec::new(), patient, fhir_user });
    let Some(derived) = access.derived_scopes()? else { return Ok(scopes.to_owned()) };
    let mut given: Vec<String> = Vec::new();
    for scope in scopes.split_whitespace() {
        match Scope::parse_all(scope).first() {
            Some(asked) => given.extend(derived.iter().filter_map(|derived| derived.within(asked))),
            None => given.push(scope.to_owned()),
        }
    }
    given.dedup();
    Ok(given.join(" "))
}

/// What of the scopes asked for this person gets.
fn granted(login: &Login, asked: &str) -> String {
    let kept: Vec<&str> = asked
        .split_whitespace()
        .filter(|scope| match Scope::parse_all(scope).first() {
            Some(resource) => match resource.context {
                Context::Patient => login.patient.is_some(),
                Context::User => true,
                Context::System => false,
            },
            None => SCOPES.contains(scope),
        })
        .collect();
    kept.join(" ")
}

fn is_registered(client: &OAuthClient, uri: &str) -> bool {
    client.redirect_uris.iter().any(|registered| registered == uri || without_port(uri).as_deref() == Some(registered))
}

/// A loopback address with its port taken out: `http://127.0.0.1:5000/cb` becomes `http://127.0.0.1/cb`.
fn without_port(uri: &str) -> Option<String> {
    let rest = uri.strip_prefix("http://127.0.0.1:")?;
    let (port, path) = rest.split_once('/')?;
    port.parse::<u16>().ok()?;
    Some(format!("http://127.0.0.1/{path}"))
}

fn refused(error: &str) -> Answer {
    Answer::Json(400, json!({ "error": error }))
}
