//! Signing in: SMART App Launch, the standalone way. Discovery, authorization code with PKCE
//! (RFC 7636, S256 only), refresh with rotation, revocation (RFC 7009).
//!
//! The phone opens [`SignIn::url`] in the system's browser and hands the address that it comes
//! back to to [`SignIn::finish`]. No password ever passes through here. These calls block, as
//! [`run`](super::run) does.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::token::{AccessToken, TokenError};
use super::transport::{Method, Request, Response, Transport, TransportError};
use super::{SIGN_IN_TIMEOUT, SyncError};
use crate::Result;
use crate::model::platform::Access;

mod form;
mod session;
mod signed_in;

pub use session::{Session, TokenKeeper};
pub use signed_in::SignedIn;

/// Where a platform wants people to sign in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Configuration {
    /// Where the browser goes.
    pub authorization_endpoint: String,
    /// Where codes become tokens.
    pub token_endpoint: String,
    /// Where tokens are given back, if they can be.
    #[serde(default)]
    pub revocation_endpoint: Option<String>,
    /// The name of who signs people in, if it is stated.
    #[serde(default)]
    pub issuer: Option<String>,
    /// Whether the browser comes back with the issuer's name (RFC 9207).
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
    /// The ways of PKCE that are understood.
    #[serde(default)]
    code_challenge_methods_supported: Vec<String>,
    /// What the server can do, as SMART names it.
    #[serde(default)]
    capabilities: Vec<String>,
}

impl Configuration {
    /// The scopes to ask for, so that a person's own record goes up and comes down, or a caregiver
    /// sees what they may: of SMART 2, or of SMART 1 where the server knows no other.
    #[must_use]
    pub fn scopes(&self, access: Access) -> &'static str {
        let knows = |capability: &str| self.capabilities.iter().any(|one| one == capability);
        let is_first_version = knows("permission-v1") || knows("permission-patient");
        match (access, is_first_version && !knows("permission-v2")) {
            (Access::Own, false) => "openid fhirUser launch/patient offline_access patient/*.cruds",
            (Access::Caregiver, false) => "openid fhirUser launch/patient offline_access patient/*.rs",
            (Access::Own, true) => "openid fhirUser launch/patient offline_access patient/*.*",
            (Access::Caregiver, true) => "openid fhirUser launch/patient offline_access patient/*.read",
        }
    }
}

/// Reads where the platform at `base_url` wants people to sign in.
///
/// # Errors
/// [`SyncError::Offline`]; [`SyncError::Protocol`] when it does not say, does not know PKCE with
/// S256, or names an address that is neither `https` nor on this machine.
pub fn discover(transport: &dyn Transport, base_url: &str) -> Result<Configuration> {
    let url = format!("{}/.well-known/smart-configuration", base_url.trim_end_matches('/'));
    let response = block_on(transport.send(Request::new(Method::Get, url, SIGN_IN_TIMEOUT)))?;
    let found: Option<Configuration> =
        (response.status == 200).then(|| serde_json::from_slice(&response.body).ok()).flatten();
    let found = found.ok_or(SyncError::Protocol("smart configuration"))?;
    if !found.code_challenge_methods_supported.iter().any(|method| method == "S256") {
        return Err(SyncError::Protocol("no proof key with S256").into());
    }
    let endpoints =
        [&found.authorization_endpoint, &found.token_endpoint].into_iter().chain(&found.revocation_endpoint);
    if endpoints.into_iter().any(|url| !form::is_safe(url)) {
        return Err(SyncError::Protocol("an address in the clear").into());
    }
    Ok(found)
}

/// Who asks, and for what.
#[derive(Debug, Clone, Copy)]
pub struct Application<'a> {
    /// The client's id at the platform.
    pub client_id: &'a str,
    /// Where the browser is to come back to.
    pub redirect_uri: &'a str,
    /// SMART scopes, separated by spaces.
    pub scopes: &'a str,
    /// The FHIR base that the token is for.
    pub base_url: &'a str,
    /// The name to offer at sign-in, where it is known.
    pub login_hint: Option<&'a str>,
}

/// A sign-in that was begun. Its secrets live only here.
pub struct SignIn {
    configuration: Configuration,
    client_id: String,
    redirect_uri: String,
    url: String,
    state: Zeroizing<String>,
    verifier: Zeroizing<String>,
}

impl std::fmt::Debug for SignIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SignIn(…)")
    }
}

impl SignIn {
    /// Begins one.
    ///
    /// # Errors
    /// [`crate::Error::NoRandomness`].
    pub fn begin(configuration: &Configuration, application: &Application<'_>) -> Result<Self> {
        let state = secret()?;
        let verifier = secret()?;
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()));
        let mut pairs = vec![
            ("response_type", "code"),
            ("client_id", application.client_id),
            ("redirect_uri", application.redirect_uri),
            ("scope", application.scopes),
            ("state", state.as_str()),
            ("aud", application.base_url),
            ("code_challenge", challenge.as_str()),
            ("code_challenge_method", "S256"),
        ];
        pairs.extend(application.login_hint.map(|hint| ("login_hint", hint)));
        let asks = |scope: &str| application.scopes.split(' ').any(|one| one == scope);
        if asks("openid") && asks("offline_access") {
            // OpenID Connect Core, section 11: without it a strict server gives no refresh token.
            pairs.push(("prompt", "consent"));
        }
        let endpoint = &configuration.authorization_endpoint;
        let separator = if endpoint.contains('?') { '&' } else { '?' };
        let url = format!("{endpoint}{separator}{}", form::encode(&pairs));
        Ok(Self {
            configuration: configuration.clone(),
            client_id: application.client_id.to_owned(),
            redirect_uri: application.redirect_uri.to_owned(),
            url,
            state,
            verifier,
        })
    }

    /// The address to open in the system's browser.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Turns the address that the browser came back to into tokens.
    ///
    /// # Errors
    /// [`SyncError::Untrusted`] when it does not belong to this sign-in; [`SyncError::NeedsSignIn`]
    /// when the person or the platform refused; [`SyncError::Offline`]; [`SyncError::Protocol`].
    pub fn finish(self, transport: &dyn Transport, redirect: &str) -> Result<Tokens> {
        let rest = redirect.strip_prefix(&self.redirect_uri).ok_or(SyncError::Untrusted("address"))?;
        let query = rest.split('#').next().unwrap_or_default().strip_prefix(['?', '&']);
        let pairs = form::decode(query.ok_or(SyncError::Untrusted("address"))?);
        let value = |name: &str| pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        if value("state") != Some(self.state.as_str()) {
            return Err(SyncError::Untrusted("state").into());
        }
        // RFC 9207: a code from another server must not be spent at this one.
        let expected = self.configuration.issuer.as_deref();
        let is_from_there = match value("iss") {
            Some(stated) => expected.is_none_or(|expected| stated == expected),
            None => !self.configuration.authorization_response_iss_parameter_supported,
        };
        if !is_from_there {
            return Err(SyncError::Untrusted("issuer").into());
        }
        let Some(code) = value("code") else { return Err(SyncError::NeedsSignIn.into()) };
        let form = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", self.redirect_uri.as_str()),
            ("client_id", self.client_id.as_str()),
            ("code_verifier", self.verifier.as_str()),
        ];
        let request = post(&self.configuration.token_endpoint, &form);
        Ok(tokens(block_on(transport.send(request))?).map_err(explain)?)
    }
}

/// What a sign-in gave. Secrets do not print themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tokens {
    /// Sent with each request.
    pub access: AccessToken,
    /// Gives the next access token, once.
    pub refresh: Option<AccessToken>,
    /// How long the access token lives, seconds, as the server says.
    pub expires_in: Option<u64>,
    /// The scopes that were granted.
    pub scope: Option<String>,
    /// The `Patient` id whose record was opened.
    pub patient: Option<String>,
}

/// Why a token endpoint gave none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    /// The code or token is spent, unknown or taken back.
    Grant,
    /// The answer is not one.
    Answer,
}

fn explain(refusal: Refusal) -> SyncError {
    match refusal {
        Refusal::Grant => SyncError::NeedsSignIn,
        Refusal::Answer => SyncError::Protocol("token"),
    }
}

/// Gives back what was signed in, so that it is worth nothing any more. A platform that cannot take
/// tokens back is left to their end.
///
/// # Errors
/// [`SyncError::Offline`].
pub fn revoke(
    transport: &dyn Transport,
    configuration: &Configuration,
    client_id: &str,
    tokens: &Tokens,
) -> Result<()> {
    let Some(endpoint) = &configuration.revocation_endpoint else { return Ok(()) };
    let mut failed = None;
    for token in tokens.refresh.iter().chain([&tokens.access]) {
        let form = [("token", token.secret()), ("client_id", client_id)];
        // The second is given back also when the first cannot be.
        let answer = block_on(transport.send(post(endpoint, &form)));
        let refused =
            answer.as_ref().is_ok_and(|answer| !(200..300).contains(&answer.status) && !is_not_revocable(answer));
        failed = failed.or(answer.err()).or(refused.then_some(SyncError::Offline));
    }
    failed.map_or(Ok(()), |error| Err(error.into()))
}

/// Whether tokens of that kind cannot be given back there (RFC 7009, section 2.2.1), as those that name themselves
/// what they allow: they end by themselves.
fn is_not_revocable(answer: &Response) -> bool {
    let said = serde_json::from_slice::<serde_json::Value>(&answer.body).ok();
    answer.status == 400 && said.is_some_and(|said| said.get("error").is_some_and(|e| e == "unsupported_token_type"))
}

fn post(url: &str, form: &[(&str, &str)]) -> Request {
    let mut request = Request::new(Method::Post, url.to_owned(), SIGN_IN_TIMEOUT);
    request.body = Some(("application/x-www-form-urlencoded", form::encode(form).into()));
    request
}

/// The tokens that a token endpoint answered with.
fn tokens(response: Response) -> Result<Tokens, Refusal> {
    #[derive(Deserialize)]
    struct Answer {
        access_token: String,
        token_type: String,
        refresh_token: Option<String>,
        expires_in: Option<u64>,
        scope: Option<String>,
        patient: Option<String>,
    }
    let body = Zeroizing::new(response.body);
    match response.status {
        200 => {}
        400..=403 => return Err(Refusal::Grant),
        _ => return Err(Refusal::Answer),
    }
    let answer: Answer = serde_json::from_slice(&body).map_err(|_| Refusal::Answer)?;
    if !answer.token_type.eq_ignore_ascii_case("bearer") {
        return Err(Refusal::Answer);
    }
    Ok(Tokens {
        access: AccessToken::new(answer.access_token),
        refresh: answer.refresh_token.map(AccessToken::new),
        expires_in: answer.expires_in,
        scope: answer.scope,
        patient: answer.patient,
    })
}

/// 256 random bits, as URLs can hold them.
fn secret() -> Result<Zeroizing<String>> {
    let mut bytes = Zeroizing::new([0_u8; 32]);
    getrandom::fill(&mut *bytes).map_err(|_| crate::Error::NoRandomness)?;
    Ok(Zeroizing::new(URL_SAFE_NO_PAD.encode(*bytes)))
}

/// Waits for one answer on a small runtime of its own.
fn block_on<T>(future: impl Future<Output = Result<T, TransportError>>) -> Result<T, SyncError> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.map_err(|_| SyncError::NoThread)?.block_on(future).map_err(|_| SyncError::Offline)
}

impl From<TokenError> for SyncError {
    fn from(error: TokenError) -> Self {
        match error {
            TokenError::NeedsSignIn => Self::NeedsSignIn,
            TokenError::Transport(_) => Self::Offline,
        }
    }
}

#[cfg(test)]
mod tests;
