//! Transaction and batch bundles.

use std::collections::{HashMap, HashSet};

use serde_json::{Value, json};

use crate::access::Right;
use crate::engine::{Engine, entry_response, set};
use crate::index::text_at;
use crate::interaction::{Interaction, Method, Reply, Request};
use crate::outcome::{Outcome, status_line};

/// One entry's request, and where the entry stood.
#[derive(Debug)]
struct Entry {
    position: usize,
    full_url: Option<String>,
    request: Request,
    /// The id and reply that are settled before anything is written.
    settled: Settled,
}

#[derive(Debug)]
enum Settled {
    /// Carried out as asked.
    AsAsked,
    /// A create, under this new id.
    Created { kind: String, id: String },
    /// A conditional create whose resource is there already.
    Exists(Reply),
}

pub(crate) fn run(engine: &Engine<'_>, request: Request) -> Result<Reply, Outcome> {
    let Some(mut body) = request.body else {
        return Err(Outcome::invalid("the request has no bundle"));
    };
    if text_at(&body, "resourceType") != Some("Bundle") {
        return Err(Outcome::invalid("only a Bundle can be posted to the base"));
    }
    let kind = text_at(&body, "type").unwrap_or_default().to_owned();
    let entries = match body.get_mut("entry").map(Value::take) {
        None => Vec::new(),
        Some(Value::Array(entries)) => entries,
        Some(_) => return Err(Outcome::invalid("entry is not a list")),
    };
    if entries.len() > engine.config.limits.bundle_entries {
        return Err(Outcome::too_large("the bundle has too many entries"));
    }
    match kind.as_str() {
        "transaction" => transaction(engine, entries, request.minimal),
        "batch" => Ok(batch(engine, entries, request.minimal)),
        _ => Err(Outcome::invalid("the bundle is neither a transaction nor a batch")),
    }
}

/// Each entry on its own; what fails does not hold back the others.
fn batch(engine: &Engine<'_>, entries: Vec<Value>, minimal: bool) -> Reply {
    let responses: Vec<Value> = entries
        .into_iter()
        .map(|entry| {
            let outcome = read_entry(engine, 0, entry, minimal).and_then(|entry| {
                let method = entry.request.method;
                let transaction = engine.store.transaction()?;
                let reply = engine.perform(entry.request)?;
                transaction.commit()?;
                Ok(entry_response(engine, method, reply))
            });
            outcome.unwrap_or_else(|outcome| {
                json!({ "response": { "status": status_line(outcome.status), "outcome": outcome.to_json() } })
            })
        })
        .collect();
    Reply::of(200, json!({ "resourceType": "Bundle", "type": "batch-response", "entry": responses }))
}

/// All or nothing.
fn transaction(engine: &Engine<'_>, entries: Vec<Value>, minimal: bool) -> Result<Reply, Outcome> {
    let wrapped = |position: usize, outcome: Outcome| {
        let status =
            if engine.config.quirks.failed_transaction_is_400 && outcome.status < 500 { 400 } else { outcome.status };
        Outcome::new(status, outcome.code, format!("entry {position}: {} {}", outcome.status, outcome.text))
    };
    let transaction = engine.store.transaction()?;
    let total = entries.len();
    let mut read = Vec::with_capacity(total);
    for (position, entry) in entries.into_iter().enumerate() {
        read.push(read_entry(engine, position, entry, minimal).map_err(|outcome| wrapped(position, outcome))?);
    }
    refuse_repeats(&read)?;
    let mut addresses = HashMap::new();
    for entry in &mut read {
        settle(engine, entry, &mut addresses).map_err(|outcome| wrapped(entry.position, outcome))?;
    }
    // R4, 3.1.0.11.2: deletes, then creates, then updates, then reads.
    read.sort_by_key(|entry| match entry.request.method {
        Method::Delete => 0,
        Method::Post => 1,
        Method::Put => 2,
        Method::Get => 3,
    });
    let mut responses = vec![Value::Null; total];
    for mut entry in read {
        let position = entry.position;
        let method = entry.request.method;
        if let Some(body) = &mut entry.request.body {
            rewrite(engine, body, &addresses).map_err(|outcome| wrapped(position, outcome))?;
        }
        let reply = match entry.settled {
            Settled::AsAsked => engine.perform(entry.request),
            Settled::Created { kind, id } => engine.create_as(&kind, &id, entry.request),
            Settled::Exists(reply) => Ok(reply),
        };
        let reply = reply.map_err(|outcome| wrapped(position, outcome))?;
        if let Some(response) = responses.get_mut(position) {
            *response = entry_response(engine, method, reply);
        }
    }
    transaction.commit()?;
    Ok(Reply::of(200, json!({ "resourceType": "Bundle", "type": "transaction-response", "entry": responses })))
}

fn read_entry(engine: &Engine<'_>, position: usize, mut entry: Value, minimal: bool) -> Result<Entry, Outcome> {
    let body = entry.get_mut("resource").map(Value::take);
    let asked = entry.get("request").ok_or_else(|| Outcome::invalid("an entry has no request"))?;
    let method = text_at(asked, "method")
        .and_then(Method::parse)
        .ok_or_else(|| Outcome::not_supported("the method of an entry is not GET, POST, PUT or DELETE"))?;
    let url = text_at(asked, "url").ok_or_else(|| Outcome::invalid("an entry has no url"))?;
    let url = url.strip_prefix(engine.base).unwrap_or(url);
    let text = |name: &str| text_at(asked, name).map(str::to_owned);
    Ok(Entry {
        position,
        full_url: text_at(&entry, "fullUrl").map(str::to_owned),
        request: Request {
            if_match: text("ifMatch"),
            if_none_match: text("ifNoneMatch"),
            if_none_exist: text("ifNoneExist"),
            minimal,
            body,
            ..Request::new(method, url)
        },
        settled: Settled::AsAsked,
    })
}

/// The same resource twice in one transaction has no meaning.
fn refuse_repeats(entries: &[Entry]) -> Result<(), Outcome> {
    let mut addresses = HashSet::new();
    let mut conditions = HashSet::new();
    let mut urls = HashSet::new();
    for entry in entries {
        let writes = matches!(entry.request.method, Method::Put | Method::Delete);
        let repeated_target = writes && entry.request.query.is_empty() && !addresses.insert(&entry.request.path);
        let conditional = entry.request.if_none_exist.as_ref().map(|condition| (&entry.request.path, condition));
        let repeated_condition = conditional.is_some_and(|condition| !conditions.insert(condition));
        let repeated_url = entry.full_url.as_ref().is_some_and(|url| !urls.insert(url));
        if repeated_target || repeated_condition || repeated_url {
            return Err(Outcome::invalid("a transaction names the same resource twice"));
        }
    }
    Ok(())
}

/// Finds out under which address each entry's resource will be, so that others can refer to it.
fn settle(engine: &Engine<'_>, entry: &mut Entry, addresses: &mut HashMap<String, String>) -> Result<(), Outcome> {
    let address = match Interaction::parse(&entry.request)? {
        Interaction::Create { kind } => {
            engine.access.require(&kind, Right::Create)?;
            let existing = match &entry.request.if_none_exist {
                Some(condition) => engine.only_match(&kind, condition)?,
                None => None,
            };
            if let Some(existing) = existing {
                let address = format!("{kind}/{}", existing.id);
                entry.settled = Settled::Exists(engine.reply(200, existing, true));
                Some(address)
            } else {
                let id = uuid::Uuid::new_v4().to_string();
                let address = format!("{kind}/{id}");
                entry.settled = Settled::Created { kind, id };
                Some(address)
            }
        }
        Interaction::Update { kind, id } => Some(format!("{kind}/{id}")),
        Interaction::ConditionalUpdate { kind } => {
            engine.access.require(&kind, Right::Update)?;
            let found = engine.matches(&kind, &entry.request.query)?;
            let given = entry.request.body.as_ref().and_then(|body| text_at(body, "id")).map(str::to_owned);
            let id = match (found.first(), given) {
                (Some(one), _) => one.id.clone(),
                (None, Some(given)) => given,
                (None, None) => uuid::Uuid::new_v4().to_string(),
            };
            if let Some(body) = &mut entry.request.body
                && found.len() < 2
                && body.get("id").is_none()
            {
                set(body, "id", json!(id));
            }
            Some(format!("{kind}/{id}"))
        }
        _ => None,
    };
    if let (Some(url), Some(address)) = (&entry.full_url, address) {
        addresses.insert(url.clone(), address);
    }
    Ok(())
}

/// Puts the real addresses in the place of `urn:uuid:…`, and of conditional references (`Patient?identifier=…`).
fn rewrite(engine: &Engine<'_>, value: &mut Value, addresses: &HashMap<String, String>) -> Result<(), Outcome> {
    match value {
        Value::Array(items) => {
            for item in items {
                rewrite(engine, item, addresses)?;
            }
        }
        Value::Object(members) => {
            for (name, member) in members.iter_mut() {
                match member {
                    Value::String(text) if matches!(name.as_str(), "reference" | "url" | "uri" | "valueUri") => {
                        if let Some(address) = addresses.get(text.as_str()) {
                            *text = address.clone();
                        } else if name == "reference" {
                            resolve(engine, text)?;
                        }
                    }
                    Value::Array(_) | Value::Object(_) => rewrite(engine, member, addresses)?,
                    _ => {}
                }
            }
        }
        _ => {}
    }
    Ok(())
}

fn resolve(engine: &Engine<'_>, reference: &mut String) -> Result<(), Outcome> {
    if reference.starts_with("urn:uuid:") {
        return Err(Outcome::invalid("a reference is to no entry of the bundle"));
    }
    let Some((kind, condition)) = reference.split_once('?') else {
        return Ok(());
    };
    if !crate::interaction::RESOURCE_TYPES.contains(&kind) {
        return Ok(());
    }
    engine.access.require(kind, Right::Search)?;
    match engine.only_match(kind, condition)? {
        Some(found) => {
            *reference = format!("{kind}/{}", found.id);
            Ok(())
        }
        None => Err(Outcome::new(412, "not-found", "a conditional reference fits no resource")),
    }
}
