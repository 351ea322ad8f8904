//! A line to the sandbox that fails in every way in which lines and servers do, and keeps an account of what
//! was sent over it.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use mimamori::sync::http::HttpTransport;
use mimamori::sync::token::AccessToken;
use mimamori::sync::transport::{BoxFuture, Method, Request, Response, Transport, TransportError};
use mimamori_sandbox::{Fault, FaultRule, Sandbox};
use serde_json::Value;

use crate::child::Choice;

/// How long a slow answer is waited for.
const PATIENCE: Duration = Duration::from_millis(120);

/// What can happen to a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trouble {
    /// There is no network.
    NoNetwork,
    /// The request is cut off in the middle.
    CutRequest,
    /// It is carried out, and the answer is cut off in the middle.
    CutAnswer,
    /// It is carried out, and the line goes dead without a word.
    NoAnswer,
    /// It is carried out, and the packed answer is cut in half.
    HalfGzip,
    /// It is carried out, and the answer comes a byte at a time.
    SlowLoris,
    /// The answer comes too late.
    Late,
    /// A page for a browser comes instead.
    Html,
    /// It arrives twice.
    Twice,
    /// The token has run out.
    Expired,
    /// The server answers with this status, and does nothing.
    Status(u16),
}

/// Every status that a server or something before it answers with.
const STATUSES: [u16; 9] = [401, 403, 404, 409, 412, 422, 429, 500, 503];

impl Trouble {
    /// Whether the server may have done what was asked and nobody was told.
    const fn leaves_in_doubt(self) -> bool {
        matches!(self, Self::CutAnswer | Self::NoAnswer | Self::HalfGzip | Self::SlowLoris | Self::Late | Self::Twice)
    }
}

/// What became of one thing that was sent: how often it was carried out, and how often nobody was told so.
#[derive(Debug, Clone, Copy, Default)]
struct Sent {
    times: u64,
    in_doubt: u64,
}

/// What one device sent over all its lines: each resource by where it goes, over which version, and what it says.
#[derive(Debug, Default)]
pub struct Ledger(Mutex<BTreeMap<String, Sent>>);

impl Ledger {
    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, Sent>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many resources were carried out, and how many of them again.
    #[must_use]
    pub fn account(&self) -> (u64, u64) {
        self.lock()
            .values()
            .fold((0, 0), |(times, again), one| (times + one.times, again + one.times.saturating_sub(1)))
    }

    /// Whether nothing was sent again but what nobody had an answer to.
    ///
    /// # Errors
    /// What was, in words.
    pub fn check(&self) -> Result<(), String> {
        let sent = self.lock();
        let wrong = sent.iter().find(|(_, one)| one.times > 1 + one.in_doubt);
        wrong.map_or(Ok(()), |(name, one)| {
            let place: String = name.chars().take(60).collect();
            Err(format!("{place}… was sent {} times, {} of them in doubt", one.times, one.in_doubt))
        })
    }
}

/// A line.
#[derive(Debug)]
pub struct Line<'a> {
    http: &'a HttpTransport,
    ledger: &'a Ledger,
    /// The server at its end and what is to happen; nothing does on a whole line.
    troubles: Option<(&'a Sandbox, Mutex<Choice>)>,
    met: Mutex<BTreeMap<Trouble, u64>>,
}

impl<'a> Line<'a> {
    /// A line on which nothing goes wrong.
    #[must_use]
    pub const fn whole(http: &'a HttpTransport, ledger: &'a Ledger) -> Self {
        Self { http, ledger, troubles: None, met: Mutex::new(BTreeMap::new()) }
    }

    /// A line with the troubles of a seed.
    #[must_use]
    pub const fn troubled(http: &'a HttpTransport, ledger: &'a Ledger, sandbox: &'a Sandbox, seed: u64) -> Self {
        let troubles = Some((sandbox, Mutex::new(Choice::new(seed))));
        Self { http, ledger, troubles, met: Mutex::new(BTreeMap::new()) }
    }

    /// How often each trouble was met.
    #[must_use]
    pub fn met(self) -> BTreeMap<Trouble, u64> {
        self.met.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    fn next(&self) -> Option<(Trouble, &'a Sandbox, usize)> {
        let (sandbox, choice) = self.troubles.as_ref()?;
        let mut choice = choice.lock().unwrap_or_else(PoisonError::into_inner);
        let at = choice.below(3_000);
        let trouble = match choice.below(100) {
            0 => Trouble::NoNetwork,
            1 => Trouble::CutRequest,
            2 | 3 => Trouble::CutAnswer,
            4 | 5 => Trouble::NoAnswer,
            6 => Trouble::HalfGzip,
            7 if at % 8 == 0 => Trouble::SlowLoris,
            7 if at % 8 == 1 => Trouble::Late,
            8 => Trouble::Html,
            9 => Trouble::Twice,
            10 | 11 => Trouble::Expired,
            12..18 => Trouble::Status(STATUSES.get(at % STATUSES.len()).copied().unwrap_or(500)),
            _ => return None,
        };
        Some((trouble, sandbox, at))
    }

    async fn exchange(&self, mut request: Request) -> Result<Response, TransportError> {
        let names = names(&request);
        let trouble = self.next();
        if let Some((trouble, sandbox, at)) = trouble {
            *self.met.lock().unwrap_or_else(PoisonError::into_inner).entry(trouble).or_default() += 1;
            let fault = match trouble {
                Trouble::NoNetwork => return Err(TransportError::Disconnected),
                Trouble::CutRequest => Some(Fault::CutRequestAt(at)),
                Trouble::CutAnswer => Some(Fault::CutResponseAt(at)),
                Trouble::NoAnswer => Some(Fault::DropAfterCommit),
                Trouble::HalfGzip => Some(Fault::HalfGzip),
                Trouble::SlowLoris => Some(Fault::Trickle(20)),
                Trouble::Late => Some(Fault::Delay(400)),
                Trouble::Html => Some(Fault::Html),
                Trouble::Twice => Some(Fault::Duplicate),
                Trouble::Expired => None,
                Trouble::Status(code) => Some(Fault::Status { code, retry_after: (code == 429).then_some(2) }),
            };
            if trouble == Trouble::Expired && request.token.is_some() {
                request.token = Some(AccessToken::new("has run out".to_owned()));
            }
            if matches!(trouble, Trouble::SlowLoris | Trouble::Late) {
                request.timeout = PATIENCE;
            }
            if let Some(fault) = fault {
                sandbox.inject(FaultRule::new(fault));
            }
        }
        let answer = self.http.send(request).await;
        let is_taken = answer.as_ref().is_ok_and(|answer| matches!(answer.status, 200..=299));
        let is_in_doubt = trouble.is_some_and(|(trouble, ..)| trouble.leaves_in_doubt());
        let is_page = trouble.is_some_and(|(trouble, ..)| trouble == Trouble::Html);
        for name in names {
            let mut sent = self.ledger.lock();
            let one = sent.entry(name).or_default();
            one.times += u64::from((is_taken || is_in_doubt) && !is_page);
            one.in_doubt += u64::from(is_in_doubt);
        }
        answer
    }
}

/// The names of what a request writes. A tombstone says nothing of its own, and may well be sent twice.
fn names(request: &Request) -> Vec<String> {
    let Some((_, body)) = request.body.as_ref().filter(|_| request.method != Method::Get) else { return Vec::new() };
    let Ok(body) = serde_json::from_slice::<Value>(body) else { return Vec::new() };
    let mut names = Vec::new();
    match body.get("entry").and_then(Value::as_array) {
        Some(entries) => {
            for entry in entries {
                let (place, version) = (entry.pointer("/request/url"), entry.pointer("/request/ifMatch"));
                let text = |value: Option<&Value>| value.and_then(Value::as_str).unwrap_or_default().to_owned();
                names.push(format!(
                    "{}|{}|{}",
                    text(place),
                    text(version),
                    entry.get("resource").unwrap_or(&Value::Null)
                ));
            }
        }
        None => {
            let place = request.url.split_once("/fhir/").map_or(request.url.as_str(), |(_, place)| place);
            names.push(format!("{place}|{}|{body}", request.if_match.as_deref().unwrap_or_default()));
        }
    }
    names.retain(|name| !name.contains("entered-in-error"));
    names
}

impl Transport for Line<'_> {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, TransportError>> {
        Box::pin(self.exchange(request))
    }
}
