//! HTTP in and out: faults, limits, sign-in, and the way from a request to an interaction.

use std::future::poll_fn;
use std::io::{Read as _, Write as _};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, HttpBody as _};
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, HeaderName, Request as HttpRequest, Response, StatusCode, header};
use serde_json::Value;

use crate::access::token;
use crate::access::{Access, Caller};
use crate::config::SandboxConfig;
use crate::engine::Engine;
use crate::fault::{Fault, Faults, RequestEntry};
use crate::interaction::{Interaction, Method, Reply, Request};
use crate::oauth::{self, Answer};
use crate::outcome::Outcome;
use crate::store::Store;
use crate::wire::Wire;
use crate::{instant, percent};

/// What all requests share.
#[derive(Debug)]
pub(crate) struct App {
    pub(crate) config: SandboxConfig,
    /// FHIR base, `http://127.0.0.1:port/fhir`.
    pub(crate) base: String,
    store: Mutex<Store>,
    faults: Mutex<Faults>,
}

impl App {
    pub(crate) fn new(config: SandboxConfig, base: String, store: Store) -> Self {
        Self { config, base, store: Mutex::new(store), faults: Mutex::default() }
    }

    pub(crate) fn store(&self) -> MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn faults(&self) -> MutexGuard<'_, Faults> {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub(crate) fn router(app: Arc<App>) -> Router {
    Router::new().fallback(handle).with_state(app)
}

/// A request with its body, as it came.
#[derive(Debug)]
struct Arrived {
    method: String,
    path: String,
    query: String,
    headers: HeaderMap,
    body: Vec<u8>,
}

async fn handle(
    State(app): State<Arc<App>>,
    ConnectInfo(wire): ConnectInfo<Wire>,
    request: HttpRequest<Body>,
) -> Response<Body> {
    let (parts, mut body) = request.into_parts();
    let method = parts.method.as_str().to_owned();
    let path = relative_path(parts.uri.path());
    let query = parts.uri.query().unwrap_or_default().to_owned();
    let fault = app.faults().meet(&method, &path);
    let number = app.faults().note(RequestEntry {
        method: method.clone(),
        path: path.clone(),
        query: query.clone(),
        request_bytes: 0,
        status: None,
        response_bytes: 0,
        fault: fault.clone(),
    });
    match &fault {
        Some(Fault::Delay(milliseconds)) => {
            tokio::time::sleep(Duration::from_millis(*milliseconds)).await;
        }
        Some(Fault::CutRequestAt(bytes)) => {
            // What arrived is read and forgotten; then the line goes dead.
            let _ = read_body(&mut body, *bytes).await;
            wire.cut_now();
            return Response::new(Body::empty());
        }
        _ => {}
    }
    let outcome = read_body(&mut body, app.config.limits.body_bytes).await;
    let arrived = outcome.map(|body| Arrived { method, path, query, headers: parts.headers, body });
    let answer = match (&arrived, &fault) {
        (Err(outcome), _) => Answered::refusal(outcome),
        (Ok(_), Some(Fault::Status { code, retry_after })) => Answered::staged(*code, *retry_after),
        (Ok(_), Some(Fault::Html)) => Answered::page(),
        (Ok(arrived), Some(Fault::HalfGzip)) => answer(&app, arrived).half_packed(),
        (Ok(arrived), Some(Fault::Duplicate)) => {
            let _first = answer(&app, arrived);
            answer(&app, arrived)
        }
        (Ok(arrived), _) => answer(&app, arrived),
    };
    let silent = matches!(fault, Some(Fault::DropAfterCommit));
    app.faults().update(number, |entry| {
        entry.request_bytes = arrived.as_ref().map_or(0, |arrived| arrived.body.len());
        entry.response_bytes = answer.body.len();
        entry.status = (!silent).then_some(answer.status);
    });
    match fault {
        Some(Fault::DropAfterCommit) => wire.cut_now(),
        // An answer shorter than asked for loses its last byte, so that the fault always shows.
        Some(Fault::CutResponseAt(bytes)) => match answer.body.len().checked_sub(1) {
            Some(all_but_one) => wire.cut_in_body(bytes.min(all_but_one)),
            None => wire.cut_now(),
        },
        Some(Fault::Trickle(pause)) => wire.slow_down(Duration::from_millis(pause)),
        _ => {}
    }
    answer.into_response()
}

/// Relative to the FHIR base, or with its leading slash outside of it.
fn relative_path(path: &str) -> String {
    let path = percent::decode(path, false);
    match path.strip_prefix("/fhir") {
        Some("") => String::new(),
        Some(rest) if rest.starts_with('/') => rest.trim_matches('/').to_owned(),
        _ => path,
    }
}

/// Reads at most `limit` bytes; 413 for more.
async fn read_body(body: &mut Body, limit: usize) -> Result<Vec<u8>, Outcome> {
    let mut bytes = Vec::new();
    while let Some(frame) = poll_fn(|cx| Pin::new(&mut *body).poll_frame(cx)).await {
        let frame = frame.map_err(|_| Outcome::invalid("the request broke off"))?;
        if let Ok(part) = frame.into_data() {
            if bytes.len() + part.len() > limit {
                return Err(Outcome::too_large("the request is too large"));
            }
            bytes.extend_from_slice(&part);
        }
    }
    Ok(bytes)
}

/// An answer in full.
#[derive(Debug)]
struct Answered {
    status: u16,
    headers: Vec<(HeaderName, String)>,
    body: Vec<u8>,
}

impl Answered {
    fn json(status: u16, content_type: &str, value: &Value) -> Self {
        Self {
            status,
            headers: vec![(header::CONTENT_TYPE, content_type.to_owned())],
            body: value.to_string().into_bytes(),
        }
    }

    fn refusal(outcome: &Outcome) -> Self {
        let mut answered = Self::json(outcome.status, FHIR_JSON, &outcome.to_json());
        if outcome.status == 401 {
            let challenge = match outcome.code {
                "login" => "Bearer realm=\"fhir\", error=\"invalid_token\"",
                _ => "Bearer realm=\"fhir\"",
            };
            answered.headers.push((header::WWW_AUTHENTICATE, challenge.to_owned()));
        }
        answered
    }

    fn staged(status: u16, retry_after: Option<u32>) -> Self {
        let mut answered = Self::refusal(&Outcome::new(status, "transient", "the sandbox was asked to answer so"));
        if let Some(seconds) = retry_after {
            answered.headers.push((header::RETRY_AFTER, seconds.to_string()));
        }
        answered
    }

    fn reply(reply: Reply, base: &str) -> Self {
        let mut answered = match &reply.body {
            Some(body) => Self::json(reply.status, FHIR_JSON, body),
            None => Self { status: reply.status, headers: Vec::new(), body: Vec::new() },
        };
        if let Some(number) = reply.version {
            answered.headers.push((header::ETAG, format!("W/\"{number}\"")));
        }
        if let Some(at) = reply.modified {
            answered.headers.push((header::LAST_MODIFIED, instant::format_http(at)));
        }
        if let Some(location) = reply.location.filter(|_| reply.status == 201) {
            answered.headers.push((header::LOCATION, format!("{base}/{location}")));
        }
        answered
    }

    /// What a network says that wants its visitors to sign in first.
    fn page() -> Self {
        let page = "<!DOCTYPE html><html><body>Welcome. Please accept our terms.</body></html>";
        Self {
            status: 200,
            headers: vec![(header::CONTENT_TYPE, "text/html".to_owned())],
            body: page.as_bytes().to_vec(),
        }
    }

    /// Packed, and half of it lost.
    fn half_packed(mut self) -> Self {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        let _ = packer.write_all(&self.body);
        let mut packed = packer.finish().unwrap_or_default();
        packed.truncate(packed.len() / 2);
        self.headers.push((header::CONTENT_ENCODING, "gzip".to_owned()));
        self.body = packed;
        self
    }

    fn into_response(self) -> Response<Body> {
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        for (name, value) in self.headers {
            if let Ok(value) = value.parse() {
                response.headers_mut().insert(name, value);
            }
        }
        response
    }
}

const FHIR_JSON: &str = "application/fhir+json";

fn answer(app: &App, arrived: &Arrived) -> Answered {
    if arrived.path.starts_with('/') {
        return answer_oauth(app, arrived).unwrap_or_else(|outcome| Answered::refusal(&outcome));
    }
    match answer_fhir(app, arrived) {
        Ok(reply) => Answered::reply(reply, &app.base),
        Err(outcome) => Answered::refusal(&outcome),
    }
}

fn answer_fhir(app: &App, arrived: &Arrived) -> Result<Reply, Outcome> {
    let request = read_request(app, arrived)?;
    let interaction = Interaction::parse(&request)?;
    let public = matches!(interaction, Interaction::Capabilities | Interaction::SmartConfiguration);
    let store = app.store();
    let caller = if public || app.config.open_access {
        Caller::system()
    } else {
        let bearer = header_text(arrived, &header::AUTHORIZATION)
            .and_then(|text| text.split_once(' '))
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
            .map(|(_, secret)| secret.trim())
            .ok_or_else(|| Outcome::new(401, "security", "a bearer token is needed"))?;
        token::caller(&store, bearer)?
    };
    let engine = Engine { store: &store, config: &app.config, base: &app.base, access: Access::new(&store, caller) };
    engine.run(request)
}

fn read_request(app: &App, arrived: &Arrived) -> Result<Request, Outcome> {
    let method = Method::parse(&arrived.method)
        .ok_or_else(|| Outcome::new(405, "not-supported", "only GET, POST, PUT and DELETE are supported"))?;
    let mut request = Request::new(method, &arrived.path);
    request.query = percent::parse_pairs(&arrived.query);
    let text = |name: &HeaderName| header_text(arrived, name).map(str::to_owned);
    request.if_match = text(&header::IF_MATCH);
    request.if_none_match = text(&header::IF_NONE_MATCH);
    request.if_none_exist = text(&HeaderName::from_static("if-none-exist"));
    for prefer in arrived.headers.get_all("prefer") {
        let prefer = prefer.to_str().unwrap_or_default();
        request.strict |= prefer.contains("handling=strict");
        request.minimal |= prefer.contains("return=minimal");
    }
    if arrived.body.is_empty() || matches!(method, Method::Get | Method::Delete) {
        return Ok(request);
    }
    let body = unpacked(arrived, app.config.limits.body_bytes)?;
    let content_type = header_text(arrived, &header::CONTENT_TYPE).unwrap_or_default();
    let media = content_type.split(';').next().unwrap_or_default().trim();
    if request.path.ends_with("/_search") && media.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        let form = std::str::from_utf8(&body).map_err(|_| Outcome::invalid("the form is not UTF-8"))?;
        request.query.extend(percent::parse_pairs(form));
        return Ok(request);
    }
    if !matches!(media, FHIR_JSON | "application/json" | "text/json") {
        return Err(Outcome::new(415, "not-supported", "only application/fhir+json is supported"));
    }
    let body = serde_json::from_slice(&body).map_err(|_| Outcome::new(400, "structure", "the request is not JSON"))?;
    request.body = Some(body);
    Ok(request)
}

/// The body, with `Content-Encoding: gzip` undone; the limit holds for what comes out.
fn unpacked(arrived: &Arrived, limit: usize) -> Result<Vec<u8>, Outcome> {
    match header_text(arrived, &header::CONTENT_ENCODING) {
        None | Some("identity") => Ok(arrived.body.clone()),
        Some("gzip") => {
            let mut out = Vec::new();
            let bound = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
            flate2::read::MultiGzDecoder::new(arrived.body.as_slice())
                .take(bound)
                .read_to_end(&mut out)
                .map_err(|_| Outcome::invalid("the body is not gzip"))?;
            if out.len() > limit {
                return Err(Outcome::too_large("the request is too large when unpacked"));
            }
            Ok(out)
        }
        Some(_) => Err(Outcome::new(415, "not-supported", "only gzip is supported as content encoding")),
    }
}

fn answer_oauth(app: &App, arrived: &Arrived) -> Result<Answered, Outcome> {
    let form = || percent::parse_pairs(&String::from_utf8_lossy(&arrived.body));
    let store = app.store();
    let answer = match (arrived.method.as_str(), arrived.path.as_str()) {
        ("GET", "/auth") => oauth::authorize(&store, &app.config, &app.base, &percent::parse_pairs(&arrived.query))?,
        ("POST", "/auth") => oauth::authorize(&store, &app.config, &app.base, &form())?,
        ("POST", "/token") => oauth::exchange(&store, &app.config, &form())?,
        ("POST", "/revoke") => oauth::revoke(&store, &form())?,
        _ => {
            return Err(Outcome::new(404, "not-found", "nothing is here; the FHIR base is /fhir"));
        }
    };
    let mut answered = match answer {
        Answer::Json(status, value) => Answered::json(status, "application/json", &value),
        Answer::Redirect(to) => Answered { status: 302, headers: vec![(header::LOCATION, to)], body: Vec::new() },
    };
    answered.headers.push((header::CACHE_CONTROL, "no-store".to_owned()));
    Ok(answered)
}

fn header_text<'a>(arrived: &'a Arrived, name: &HeaderName) -> Option<&'a str> {
    arrived.headers.get(name)?.to_str().ok()
}
