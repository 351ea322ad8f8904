//! Requests to one platform: address, token, time, and what an answer means.

use std::time::Duration;

use bytes::Bytes;
use serde_json::Value;

use super::token::{AccessToken, TokenError, TokenSource};
use super::transport::{Method, Request, Response, Transport, TransportError};
use super::{SyncError, backoff};
use crate::clock::Clock;
use crate::fhir::bundle;
use crate::model::Millis;
use crate::model::platform::Platform;

/// The longest that one request may take.
const LONGEST: Duration = Duration::from_secs(60);
/// With less time than this left, nothing is begun.
const SHORTEST: i64 = 500;
/// The media type of a resource.
const FHIR_JSON: &str = "application/fhir+json";

/// Why a run has to stop before it is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    /// The time that the phone gave is over; there is more to do.
    Deadline,
    /// No connection.
    Offline,
    /// The server asks for patience, or answers nothing of use.
    Later(Option<Duration>),
    /// The server fails with this status, and does not say for how long: it may be out of order, or
    /// fail over what it was sent.
    Failing(u16),
    /// The person has to sign in.
    SignIn,
    /// What answers is no FHIR platform.
    NoPlatform,
    /// The platform does not know whose record it is.
    NoPatient,
}

/// An answer that is not a reason to stop.
#[derive(Debug)]
pub(super) struct Answer {
    /// The status; not 401, 429 or 5xx.
    pub(super) status: u16,
    /// The version in `ETag`.
    pub(super) version: Option<String>,
    /// The body, whatever it is.
    pub(super) body: Vec<u8>,
}

impl Answer {
    /// Whether the request was carried out.
    pub(super) const fn is_success(&self) -> bool {
        matches!(self.status, 200..=299)
    }

    /// Whether the version that was to be replaced is not the one that stands there. Servers say so in
    /// three ways.
    pub(super) fn is_conflict(&self) -> bool {
        matches!(self.status, 409 | 412)
            || (self.status == 400 && self.json().is_some_and(|json| bundle::is_conflict(&json)))
    }

    /// The body, if it is JSON.
    pub(super) fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }

    /// Why it was not, for the person's eyes: the status and the server's own words.
    pub(super) fn reason(&self) -> String {
        let words = self.json().and_then(|json| bundle::outcome(&json, 300)).unwrap_or_default();
        format!("{} {words}", self.status).trim_end().to_owned()
    }
}

/// One platform, during one run.
#[derive(Debug)]
pub(super) struct Client<'a> {
    platform: &'a Platform,
    transport: &'a dyn Transport,
    tokens: &'a dyn TokenSource,
    clock: &'a dyn Clock,
    deadline: Millis,
    runtime: tokio::runtime::Runtime,
    token: Option<AccessToken>,
    /// The last token was renewed, and has not been taken by the platform yet.
    renewed: bool,
}

impl<'a> Client<'a> {
    pub(super) fn new(
        platform: &'a Platform,
        transport: &'a dyn Transport,
        tokens: &'a dyn TokenSource,
        clock: &'a dyn Clock,
        deadline: Millis,
    ) -> Result<Self, SyncError> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|_| SyncError::NoThread)?;
        Ok(Self { platform, transport, tokens, clock, deadline, runtime, token: None, renewed: false })
    }

    pub(super) fn now(&self) -> Millis {
        self.clock.now()
    }

    /// The absolute URL of something below the platform's base.
    pub(super) fn url(&self, path: &str) -> String {
        let base = self.platform.base_url.trim_end_matches('/');
        if path.is_empty() { base.to_owned() } else { format!("{base}/{path}") }
    }

    /// Whether `url` lies below the platform's base: a page somewhere else is not followed, for
    /// the token would go there.
    pub(super) fn is_ours(&self, url: &str) -> bool {
        let base = self.platform.base_url.trim_end_matches('/');
        url.strip_prefix(base).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']))
    }

    /// Gets a token, unless the platform asks for none.
    pub(super) fn sign_in(&mut self) -> Result<(), Stop> {
        self.token = self.runtime.block_on(self.tokens.token()).map_err(stop_for)?;
        Ok(())
    }

    /// Reads `url`.
    pub(super) fn get(&mut self, url: String) -> Result<Answer, Stop> {
        self.ask(&Request::new(Method::Get, url, LONGEST))
    }

    /// Reads `url`, of which at most `most_bytes` are taken: what is larger is answered as 413.
    pub(super) fn get_at_most(&mut self, url: String, most_bytes: usize) -> Result<Answer, Stop> {
        self.ask(&Request { most_bytes, ..Request::new(Method::Get, url, LONGEST) })
    }

    /// Sends a bundle to the base; `is_packed` with gzip or not.
    pub(super) fn post(&mut self, body: Bytes, is_packed: bool) -> Result<Answer, Stop> {
        let body = Some((FHIR_JSON, body));
        self.ask(&Request { body, is_packed, ..Request::new(Method::Post, self.url(""), LONGEST) })
    }

    /// Puts a resource at its id.
    pub(super) fn put(&mut self, path: &str, if_match: Option<&str>, body: Bytes) -> Result<Answer, Stop> {
        let (body, if_match) = (Some((FHIR_JSON, body)), if_match.map(bundle::etag));
        self.ask(&Request { body, if_match, ..Request::new(Method::Put, self.url(path), LONGEST) })
    }

    fn ask(&mut self, wanted: &Request) -> Result<Answer, Stop> {
        loop {
            let left = self.deadline.since(self.now());
            if left < SHORTEST {
                return Err(Stop::Deadline);
            }
            let left = Duration::from_millis(u64::try_from(left).unwrap_or(0));
            let (timeout, token) = (left.min(LONGEST), self.token.clone());
            let request = Request { timeout, token, ..wanted.clone() };
            let response = match self.runtime.block_on(self.transport.send(request)) {
                Ok(response) => response,
                // The phone's time was over before the answer came.
                Err(TransportError::TimedOut) if left < LONGEST => return Err(Stop::Deadline),
                Err(TransportError::TimedOut) => return Err(Stop::Later(None)),
                Err(TransportError::TooLarge) => return Ok(Answer { status: 413, version: None, body: Vec::new() }),
                Err(TransportError::Disconnected | TransportError::Unsafe) => return Err(Stop::Offline),
            };
            match (response.status, &self.token) {
                (401, Some(refused)) if !self.renewed => {
                    let renewed = self.runtime.block_on(self.tokens.renew(refused)).map_err(stop_for)?;
                    self.renewed = true;
                    self.token = Some(renewed);
                }
                (401, _) => return Err(Stop::SignIn),
                // A page for people, from something on the way: nobody knows whether the platform was reached.
                (200..=299, _) if wanted.method != Method::Get && !may_be_fhir(&response.body) => {
                    return Err(Stop::Later(None));
                }
                // It finds nothing there, or sends elsewhere: no word of the platform's about what was put.
                (status @ 300..=499, _) if wanted.method == Method::Put && is_page(&response.body) => {
                    return Err(Stop::Failing(status));
                }
                (408 | 429 | 503, _) => return Err(Stop::Later(self.patience(&response))),
                (status @ (500 | 502..=599), _) => {
                    let patience = self.patience(&response);
                    return Err(patience.map_or(Stop::Failing(status), |patience| Stop::Later(Some(patience))));
                }
                _ => {
                    // A token may run out more than once in a long run.
                    self.renewed = false;
                    return Ok(answer(response));
                }
            }
        }
    }

    fn patience(&self, response: &Response) -> Option<Duration> {
        backoff::retry_after(response.retry_after.as_deref()?, self.now())
    }
}

/// Whether it is nothing, or begins as a resource in JSON does.
fn may_be_fhir(body: &[u8]) -> bool {
    body.trim_ascii_start().first().is_none_or(|first| *first == b'{')
}

/// Whether it begins as a page for people does.
fn is_page(body: &[u8]) -> bool {
    let body = body.trim_ascii_start();
    let begins = |with: &[u8]| body.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with));
    begins(b"<!doctype html") || begins(b"<html")
}

fn answer(response: Response) -> Answer {
    let version = response.etag.as_deref().map(|etag| bundle::version_of(etag).to_owned());
    Answer { status: response.status, version, body: response.body }
}

const fn stop_for(error: TokenError) -> Stop {
    match error {
        TokenError::NeedsSignIn => Stop::SignIn,
        TokenError::Transport(TransportError::TimedOut) => Stop::Later(None),
        TokenError::Transport(_) => Stop::Offline,
    }
}
