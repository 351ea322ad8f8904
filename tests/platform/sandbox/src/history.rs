//! Histories of a resource, a type and the system, newest first, with tombstones.

use serde_json::{Value, json};

use crate::access::Right;
use crate::config::Limits;
use crate::engine::{Engine, find, set};
use crate::instant::{self, Interval};
use crate::interaction::{Reply, Request};
use crate::outcome::{Outcome, status_line};
use crate::percent;
use crate::search::Cursor;
use crate::store::Stored;

pub(crate) fn system(engine: &Engine<'_>, request: &Request) -> Result<Reply, Outcome> {
    engine.access.require("*", Right::Search)?;
    list(engine, None, None, request)
}

pub(crate) fn of_type(engine: &Engine<'_>, kind: &str, request: &Request) -> Result<Reply, Outcome> {
    engine.access.require(kind, Right::Search)?;
    list(engine, Some(kind), None, request)
}

pub(crate) fn of_instance(engine: &Engine<'_>, kind: &str, id: &str, request: &Request) -> Result<Reply, Outcome> {
    engine.access.require(kind, Right::Read)?;
    engine.visible(kind, id)?;
    list(engine, Some(kind), Some(id), request)
}

fn list(engine: &Engine<'_>, kind: Option<&str>, id: Option<&str>, request: &Request) -> Result<Reply, Outcome> {
    for (name, _) in &request.query {
        let known = matches!(name.as_str(), "_since" | "_count" | "_cursor" | "_format" | "_pretty");
        if !known && (request.strict || matches!(name.as_str(), "_at" | "_list" | "_sort")) {
            return Err(Outcome::not_supported("a history has no such parameter"));
        }
    }
    let since = since(request)?;
    let count = count(request, &engine.config.limits)?;
    let before = match find(&request.query, "_cursor") {
        Some(text) => Cursor::parse(text).ok_or_else(|| Outcome::invalid("the page link is damaged"))?.seq,
        None => i64::MAX,
    };
    let (mut entries, mut next, mut last) = (Vec::new(), None, before);
    engine.store.history(kind, id, since, before, |stored| {
        if !open(engine, &stored)? {
            return Ok(true);
        }
        if entries.len() == count {
            next = Some(last);
            return Ok(false);
        }
        last = stored.seq;
        entries.push(entry(engine, stored));
        Ok(true)
    })?;
    let mut links = vec![json!({ "relation": "self", "url": link(engine, request, None) })];
    if let Some(seq) = next {
        links.push(json!({ "relation": "next", "url": link(engine, request, Some(Cursor { date: 0, seq })) }));
    }
    let mut bundle = json!({ "resourceType": "Bundle", "type": "history", "link": links });
    if !entries.is_empty() {
        set(&mut bundle, "entry", json!(entries));
    }
    Ok(Reply::of(200, bundle))
}

/// A version is open when both it and the resource as it stands now are: what was moved out of the caller's sight takes its
/// past along. A tombstone counts as what it deleted.
fn open(engine: &Engine<'_>, stored: &Stored) -> Result<bool, Outcome> {
    if let Some(body) = &stored.body
        && !engine.access.may(Right::Read, &stored.kind, body)?
    {
        return Ok(false);
    }
    let latest = engine.store.last_body(&stored.kind, &stored.id)?.unwrap_or_default();
    engine.access.may(Right::Read, &stored.kind, &latest)
}

fn entry(engine: &Engine<'_>, stored: Stored) -> Value {
    let url = format!("{}/{}", stored.kind, stored.id);
    let status = match stored.method.as_str() {
        "DELETE" => 204,
        _ if stored.number == 1 => 201,
        _ => 200,
    };
    let request_url = if stored.method == "POST" { stored.kind.clone() } else { url.clone() };
    let mut entry = json!({
        "fullUrl": format!("{}/{url}", engine.base),
        "request": { "method": stored.method, "url": request_url },
        "response": {
            "status": status_line(status),
            "etag": format!("W/\"{}\"", stored.number),
            "lastModified": instant::format(stored.at),
        },
    });
    if let Some(body) = stored.body {
        set(&mut entry, "resource", body);
    }
    entry
}

/// `_since`, in milliseconds; from the start when absent.
pub(crate) fn since(request: &Request) -> Result<i64, Outcome> {
    match find(&request.query, "_since") {
        None => Ok(0),
        Some(text) => Interval::parse(&text.replace(' ', "+"))
            .map(|interval| interval.from)
            .ok_or_else(|| Outcome::invalid("_since is not an instant")),
    }
}

pub(crate) fn count(request: &Request, limits: &Limits) -> Result<usize, Outcome> {
    match find(&request.query, "_count") {
        None => Ok(limits.default_page),
        Some(text) => {
            let asked: usize = text.parse().map_err(|_| Outcome::invalid("_count is not a number"))?;
            Ok(asked.clamp(1, limits.page_entries))
        }
    }
}

/// The address of this request, from the start or from `cursor` on.
pub(crate) fn link(engine: &Engine<'_>, request: &Request, cursor: Option<Cursor>) -> String {
    let cursor = cursor.map(|cursor| format!("{}.{}", cursor.date, cursor.seq));
    let kept = request
        .query
        .iter()
        .filter(|(name, _)| matches!(name.as_str(), "_since" | "_count"))
        .map(|(name, value)| (name.as_str(), value.as_str()));
    let query = percent::write_pairs(kept.chain(cursor.as_deref().map(|cursor| ("_cursor", cursor))));
    let separator = if query.is_empty() { "" } else { "?" };
    format!("{}/{}{separator}{query}", engine.base, request.path)
}
