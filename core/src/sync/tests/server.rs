//! A FHIR server in a few lines of memory, and what goes wrong on the way to it.

use std::collections::BTreeMap;
use std::sync::Mutex;

use serde_json::{Value, json};

use crate::fhir::bundle;
use crate::sync::transport::{BoxFuture, Method, Request, Response, Transport, TransportError};

/// What happens to a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// It does not arrive.
    LostBefore,
    /// It is carried out, and the answer does not arrive.
    LostAfter,
    /// It is answered with this status, and `Retry-After: 40`.
    Status(u16),
    /// It is carried out, and the program is killed.
    Killed,
    /// Something on the way answers with a page for people.
    Page,
}

#[derive(Debug, Default)]
pub(super) struct State {
    /// By `Type/id`: the version, when it was written, and the resource.
    held: BTreeMap<String, (u64, i64, Value)>,
    clock: i64,
    requests: usize,
    writes: usize,
    /// Bytes of the bodies that were sent.
    bytes: usize,
    /// What was asked for.
    asked: Vec<String>,
    faults: BTreeMap<usize, Fault>,
}

#[derive(Debug, Default)]
pub(super) struct Server {
    pub(super) state: Mutex<State>,
    /// It takes no transactions, as some do of patients.
    pub(super) refuses_bundles: bool,
    /// It refuses resources that hold this text.
    pub(super) poison: Option<&'static str>,
    /// It fails over resources that hold this text.
    pub(super) crash: Option<&'static str>,
    /// It fails over measurements of this value and above.
    pub(super) crash_from: Option<f64>,
    /// It fails over everything that is written.
    pub(super) is_broken: bool,
    /// A stale version is answered with this.
    pub(super) stale: Option<u16>,
    /// Resources of a page; two, so that there are many pages, where it does not say.
    pub(super) page: Option<usize>,
    /// What it says that it can do.
    pub(super) statement: Option<Value>,
    /// What a body that is packed with gzip is answered with; it is taken where that is not said.
    pub(super) packed: Option<u16>,
    /// It does not show who said what it holds.
    pub(super) hides_provenance: bool,
    /// It is no FHIR server: it answers everything with this and a page for people.
    pub(super) site: Option<u16>,
    /// The only token that it takes.
    pub(super) token: Option<&'static str>,
}

impl Server {
    pub(super) fn fail(&self, request: usize, fault: Fault) {
        self.state.lock().unwrap().faults.insert(request, fault);
    }

    /// Puts a resource behind the companion's back.
    pub(super) fn place(&self, path: &str, resource: Value) {
        self.state.lock().unwrap().put(path, resource);
    }

    /// Takes a resource away behind the companion's back.
    pub(super) fn remove(&self, path: &str) {
        self.state.lock().unwrap().held.remove(path);
    }

    /// By path: the version and the resource.
    pub(super) fn held(&self) -> BTreeMap<String, (u64, Value)> {
        let state = self.state.lock().unwrap();
        state.held.iter().map(|(path, (version, _, json))| (path.clone(), (*version, json.clone()))).collect()
    }

    pub(super) fn requests(&self) -> usize {
        self.state.lock().unwrap().requests
    }

    /// Bytes of the bodies that were sent so far.
    pub(super) fn bytes(&self) -> usize {
        self.state.lock().unwrap().bytes
    }

    /// What was asked for so far.
    pub(super) fn asked(&self) -> Vec<String> {
        self.state.lock().unwrap().asked.clone()
    }

    pub(super) fn writes(&self) -> usize {
        self.state.lock().unwrap().writes
    }

    fn answer(&self, request: &Request) -> Result<Response, TransportError> {
        let mut state = self.state.lock().unwrap();
        let number = state.requests;
        state.requests += 1;
        if let Some(status) = self.site {
            return Ok(Response { status, body: b"<!DOCTYPE html><p>Welcome".to_vec(), ..Response::default() });
        }
        let fault = state.faults.remove(&number);
        match fault {
            Some(Fault::LostBefore) => return Err(TransportError::Disconnected),
            Some(Fault::Status(status)) => {
                return Ok(Response { status, retry_after: Some("40".into()), ..Response::default() });
            }
            Some(Fault::Page) => {
                return Ok(Response { status: 200, body: b"<html>Welcome</html>".to_vec(), ..Response::default() });
            }
            Some(Fault::LostAfter | Fault::Killed) | None => {}
        }
        if let Some(token) = self.token
            && request.token.as_ref().map(|sent| sent.secret().to_owned()) != Some(token.to_owned())
        {
            return Ok(Response { status: 401, ..Response::default() });
        }
        let response = self.carry_out(&mut state, request);
        drop(state);
        assert!(fault != Some(Fault::Killed), "killed");
        if fault.is_some() { Err(TransportError::Disconnected) } else { Ok(response) }
    }

    fn carry_out(&self, state: &mut State, request: &Request) -> Response {
        let path = request.url.strip_prefix("https://fhir.example/r4").unwrap().trim_start_matches('/');
        state.bytes += request.body.as_ref().map_or(0, |(_, body)| body.len());
        if request.is_packed
            && let Some(status) = self.packed
        {
            return response(status, json!({}));
        }
        let body = request.body.as_ref().map(|(_, body)| match request.is_packed {
            true => serde_json::from_reader::<_, Value>(flate2::read::GzDecoder::new(&body[..])).unwrap(),
            false => serde_json::from_slice(body).unwrap(),
        });
        if request.method == Method::Get {
            state.asked.push(path.to_owned());
        }
        match request.method {
            Method::Get if path == "metadata" && self.statement.is_some() => {
                response(200, self.statement.clone().unwrap())
            }
            Method::Get if path.starts_with("Patient/mother/$everything?") => everything(state, path),
            Method::Get if path == "metadata" => response(404, json!({})),
            Method::Get if self.hides_provenance && path.contains("_revinclude") => response(403, json!({})),
            Method::Get if path.contains('?') => search(state, path, self.page.unwrap_or(2)),
            Method::Get => match state.held.get(path) {
                Some((version, _, json)) => {
                    Response { etag: Some(bundle::etag(&version.to_string())), ..response(200, json.clone()) }
                }
                None => response(404, json!({})),
            },
            Method::Put => {
                let body = body.unwrap();
                match self.refusal(state, path, request.if_match.as_deref(), &body) {
                    Some(status) => response(status, outcome(status)),
                    None => {
                        let version = state.put(path, body);
                        Response { etag: Some(bundle::etag(&version.to_string())), ..response(200, json!({})) }
                    }
                }
            }
            Method::Post if self.refuses_bundles => response(403, json!({})),
            Method::Post => self.transaction(state, body.unwrap()),
        }
    }

    fn transaction(&self, state: &mut State, body: Value) -> Response {
        let entries = body["entry"].as_array().unwrap();
        for entry in entries {
            let path = entry["request"]["url"].as_str().unwrap();
            let if_match = entry["request"]["ifMatch"].as_str();
            if let Some(status) = self.refusal(state, path, if_match, &entry["resource"]) {
                return response(status, outcome(status));
            }
        }
        let mut answers = Vec::new();
        for entry in entries {
            let version = state.put(entry["request"]["url"].as_str().unwrap(), entry["resource"].clone());
            answers.push(json!({"response": {"status": "200 OK", "etag": format!("W/\"{version}\"")}}));
        }
        response(200, json!({"resourceType": "Bundle", "type": "transaction-response", "entry": answers}))
    }

    fn refusal(&self, state: &State, path: &str, if_match: Option<&str>, resource: &Value) -> Option<u16> {
        if self.poison.is_some_and(|poison| resource.to_string().contains(poison)) {
            return Some(422);
        }
        let value = resource["valueQuantity"]["value"].as_f64();
        if self.crash_from.is_some_and(|from| value.is_some_and(|value| value >= from)) {
            return Some(500);
        }
        if self.is_broken || self.crash.is_some_and(|crash| resource.to_string().contains(crash)) {
            return Some(500);
        }
        let stands = state.held.get(path).map(|(version, _, _)| bundle::etag(&version.to_string()));
        match if_match {
            Some(wanted) if stands.as_deref() != Some(wanted) => Some(self.stale.unwrap_or(412)),
            _ => None,
        }
    }
}

impl State {
    fn put(&mut self, path: &str, mut resource: Value) -> u64 {
        self.clock += 1_000;
        self.writes += 1;
        let version = self.held.get(path).map_or(1, |(version, _, _)| version + 1);
        let written = crate::model::Millis(self.clock).to_utc().to_rfc3339();
        let fields = resource.as_object_mut().unwrap();
        fields.entry("meta").or_insert_with(|| json!({}));
        fields["meta"]["versionId"] = version.to_string().into();
        fields["meta"]["lastUpdated"] = written.into();
        self.held.insert(path.to_owned(), (version, self.clock, resource));
        version
    }
}

/// Everything of a type since `ge`, oldest first, page by page.
fn search(state: &State, path: &str, count: usize) -> Response {
    let (kind, query) = path.split_once('?').unwrap();
    let value = |name: &str| query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
    let since = value("_lastUpdated").and_then(|since| since.strip_prefix("ge"));
    let since = since.map_or(i64::MIN, |since| chrono::DateTime::parse_from_rfc3339(since).unwrap().timestamp_millis());
    let ids = value("_id").filter(|_| kind != "Patient");
    let count = ids.map_or(count, |ids| ids.split(',').count());
    let skip: usize = value("page").map_or(0, |page| page.parse().unwrap());
    let mut found: Vec<_> = state
        .held
        .iter()
        .filter(|(path, (_, at, _))| path.starts_with(&format!("{kind}/")) && *at >= since)
        .filter(|(path, _)| ids.is_none_or(|ids| ids.split(',').any(|id| path.ends_with(id))))
        .map(|(_, (_, at, json))| (*at, json))
        .collect();
    found.sort_by_key(|(at, _)| *at);
    if value("_summary") == Some("count") {
        return response(200, json!({"resourceType": "Bundle", "type": "searchset", "total": found.len()}));
    }
    let mut entries: Vec<Value> =
        found.iter().skip(skip).take(count).map(|(_, json)| json!({"resource": json})).collect();
    if value("_revinclude") == Some("Provenance:target") {
        let told: Vec<Value> = state
            .held
            .range("Provenance/".to_owned().."Provenance0".to_owned())
            .map(|(_, one)| json!({"resource": one.2, "search": {"mode": "include"}}))
            .collect();
        entries.extend(told);
    }
    let mut page = json!({"resourceType": "Bundle", "type": "searchset", "entry": entries});
    if found.len() > skip + count {
        let query = query.split("&page").next().unwrap();
        let next = format!("https://fhir.example/r4/{kind}?{query}&page={}", skip + count);
        page["link"] = json!([{"relation": "next", "url": next}]);
    }
    response(200, page)
}

/// All that is held, two a page, the newest first.
fn everything(state: &State, path: &str) -> Response {
    let skip: usize = path.split_once("&page=").map_or(0, |(_, page)| page.parse().unwrap());
    let mut found: Vec<_> = state.held.values().map(|(_, at, json)| (std::cmp::Reverse(*at), json)).collect();
    found.sort_by_key(|(at, _)| *at);
    let entries: Vec<Value> = found.iter().skip(skip).take(2).map(|(_, json)| json!({"resource": json})).collect();
    let mut page = json!({"resourceType": "Bundle", "type": "searchset", "entry": entries});
    if found.len() > skip + 2 {
        let next = format!("https://fhir.example/r4/Patient/mother/$everything?_count=2&page={}", skip + 2);
        page["link"] = json!([{"relation": "next", "url": next}]);
    }
    response(200, page)
}

/// What is wrong. 400 wraps what would have been said.
fn outcome(status: u16) -> Value {
    let issue = match status {
        400 => json!({"severity": "error", "code": "processing", "diagnostics": "the entry was answered with 412"}),
        _ => json!({"severity": "error", "code": "invariant"}),
    };
    json!({"resourceType": "OperationOutcome", "issue": [issue]})
}

fn response(status: u16, body: Value) -> Response {
    Response { status, body: body.to_string().into_bytes(), ..Response::default() }
}

impl Transport for Server {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, TransportError>> {
        Box::pin(std::future::ready(self.answer(&request)))
    }
}
