//! Bundles: transactions that are sent, answers and pages that are received.

use std::ops::Range;

use serde::Deserialize;
use serde_json::Value;

use super::{Text, element};

/// A transaction of `PUT`s that is being written, as JSON: all of them happen, or none does.
#[derive(Debug)]
pub struct Transaction {
    body: Vec<u8>,
}

/// Where a `PUT` lies in its transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Put {
    /// The whole entry.
    pub entry: Range<usize>,
    /// The resource alone.
    pub resource: Range<usize>,
}

impl Transaction {
    /// One without entries, with room for `bytes`.
    #[must_use]
    pub fn with_capacity(bytes: usize) -> Self {
        let mut body = Vec::with_capacity(bytes);
        body.extend_from_slice(HEAD);
        Self { body }
    }

    /// Adds a `PUT` of `resource` over the version `if_match`, if one is known.
    pub fn put(&mut self, resource: &Text<'_>, if_match: Option<&str>) -> Put {
        let body = &mut self.body;
        if body.len() > HEAD.len() {
            body.push(b',');
        }
        let start = body.len();
        body.extend_from_slice(b"{\"resource\":");
        let inner = body.len();
        body.extend_from_slice(resource.json);
        let inner = inner..body.len();
        body.extend_from_slice(b",\"request\":{\"method\":\"PUT\",\"url\":");
        element::put(body, &element::Path(resource.resource_type, resource.id));
        if let Some(version) = if_match {
            body.extend_from_slice(b",\"ifMatch\":");
            element::put(body, &etag(version));
        }
        body.extend_from_slice(b"}}");
        Put { entry: start..body.len(), resource: inner }
    }

    /// How many bytes it has so far.
    #[must_use]
    pub const fn bytes(&self) -> usize {
        self.body.len()
    }

    /// The whole of it.
    #[must_use]
    pub fn done(mut self) -> Vec<u8> {
        self.body.extend_from_slice(TAIL);
        self.body
    }
}

const HEAD: &[u8] = b"{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[";
const TAIL: &[u8] = b"]}";

/// A transaction of `entries` that were written before.
#[must_use]
pub fn transaction<'a>(entries: impl Iterator<Item = &'a [u8]>) -> Vec<u8> {
    let mut body = HEAD.to_vec();
    for entry in entries {
        if body.len() > HEAD.len() {
            body.push(b',');
        }
        body.extend_from_slice(entry);
    }
    body.extend_from_slice(TAIL);
    body
}

/// The weak entity tag of a version, as `If-Match` wants it.
#[must_use]
pub fn etag(version: &str) -> String {
    format!("W/\"{version}\"")
}

/// The version inside an entity tag: servers write `W/"1"`, `"1"` and `1`.
#[must_use]
pub fn version_of(etag: &str) -> &str {
    etag.trim().trim_start_matches("W/").trim_matches('"')
}

/// The status and the version that a transaction's answer, as JSON, states for each entry, in order;
/// `None` when it is not the answer to a transaction. A version that is not stated is empty.
#[must_use]
pub fn answers(bundle: &[u8]) -> Option<Vec<(u16, String)>> {
    #[derive(Deserialize)]
    struct Bundle {
        r#type: String,
        #[serde(default)]
        entry: Vec<Entry>,
    }
    #[derive(Deserialize)]
    struct Entry {
        response: Response,
        resource: Option<Resource>,
    }
    #[derive(Deserialize)]
    struct Response {
        status: String,
        etag: Option<String>,
    }
    #[derive(Deserialize)]
    struct Resource {
        meta: Option<Meta>,
    }
    #[derive(Deserialize)]
    struct Meta {
        #[serde(rename = "versionId")]
        version: Option<String>,
    }
    let bundle: Bundle = serde_json::from_slice(bundle).ok()?;
    if bundle.r#type != "transaction-response" {
        return None;
    }
    let answer = |entry: Entry| {
        let status = entry.response.status.get(..3)?.parse().ok()?;
        let stated = entry.response.etag.map(|etag| version_of(&etag).to_owned());
        let version = stated.or_else(|| entry.resource?.meta?.version);
        Some((status, version.unwrap_or_default()))
    };
    bundle.entry.into_iter().map(answer).collect()
}

/// Whether everything that was `sent` stands in what the server `holds`; what servers add or own
/// (`meta`, a narrative, fields of theirs) does not matter.
#[must_use]
pub fn stands(sent: &Value, holds: &Value) -> bool {
    match (sent, holds) {
        (Value::Object(sent), Value::Object(holds)) => sent
            .iter()
            .filter(|(name, _)| name.as_str() != "meta")
            .all(|(name, value)| holds.get(name).is_some_and(|held| stands(value, held))),
        (Value::Array(sent), Value::Array(holds)) => {
            sent.len() == holds.len() && sent.iter().zip(holds).all(|(sent, held)| stands(sent, held))
        }
        (Value::Number(sent), Value::Number(holds)) => sent.as_f64() == holds.as_f64(),
        _ => sent == holds,
    }
}

/// `meta.versionId`.
#[must_use]
pub fn version_id(resource: &Value) -> Option<&str> {
    element::text(resource.get("meta")?, "versionId")
}

/// `meta.lastUpdated` as an instant.
#[must_use]
pub fn last_updated(resource: &Value) -> Option<crate::model::Millis> {
    super::time::read_millis(element::text(resource.get("meta")?, "lastUpdated")?)
}

/// A page of a search.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// What was found.
    pub resources: Vec<Value>,
    /// What the server included beside it.
    pub included: Vec<Value>,
    /// When the server answered, by its own clock, if it says so.
    pub at: Option<crate::model::Millis>,
    /// Where the next page is, as the server wrote it.
    pub next: Option<String>,
}

/// The page that a search answered with; `None` when it is not a search result.
#[must_use]
pub fn page(bundle: Value) -> Option<Page> {
    if element::text(&bundle, "resourceType")? != "Bundle" || element::text(&bundle, "type")? != "searchset" {
        return None;
    }
    let next = element::list(&bundle, "link")
        .find(|link| element::text(link, "relation") == Some("next"))
        .and_then(|link| element::text(link, "url"))
        .map(str::to_owned);
    let at = last_updated(&bundle);
    let Value::Object(mut fields) = bundle else { return None };
    let entries = match fields.remove("entry") {
        Some(Value::Array(entries)) => entries,
        _ => Vec::new(),
    };
    let (mut resources, mut included) = (Vec::new(), Vec::new());
    for entry in entries {
        let Value::Object(mut entry) = entry else { continue };
        let Some(resource) = entry.remove("resource") else { continue };
        match entry.get("search").and_then(|search| element::text(search, "mode")) {
            None | Some("match") => resources.push(resource),
            Some("include") => included.push(resource),
            Some(_) => {}
        }
    }
    Some(Page { resources, included, at, next })
}

/// What an `OperationOutcome` says: for each error the code, the place and the server's own words,
/// at most `most` characters. The words may repeat what was sent: for the person's eyes, not for a
/// log.
#[must_use]
pub fn outcome(outcome: &Value, most: usize) -> Option<String> {
    if element::text(outcome, "resourceType")? != "OperationOutcome" {
        return None;
    }
    let issues: Vec<String> = element::list(outcome, "issue")
        .filter(|issue| matches!(element::text(issue, "severity"), Some("error" | "fatal")))
        .map(|issue| {
            let place = element::list(issue, "expression").find_map(Value::as_str);
            let words = element::text(issue, "diagnostics")
                .or_else(|| issue.get("details").and_then(|details| element::text(details, "text")));
            let parts = [element::text(issue, "code"), place, words];
            parts.into_iter().flatten().collect::<Vec<_>>().join(": ")
        })
        .collect();
    Some(issues.join("; ").chars().take(most).collect())
}

/// Whether an `OperationOutcome` says that another version stands there: by its code, or, where it wraps
/// the answer that would have been given, by that answer's status in its words.
#[must_use]
pub fn is_conflict(outcome: &Value) -> bool {
    element::text(outcome, "resourceType") == Some("OperationOutcome")
        && element::list(outcome, "issue").any(|issue| {
            let words = element::text(issue, "diagnostics")
                .or_else(|| issue.get("details").and_then(|details| element::text(details, "text")));
            let names = |word: &str| word.trim_matches(|c: char| !c.is_ascii_digit()) == "412";
            element::text(issue, "code") == Some("conflict")
                || words.is_some_and(|words| words.split_whitespace().any(names))
        })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_way_in_which_servers_write_a_version_is_read() {
        for etag in ["W/\"17\"", "\"17\"", "17", " W/\"17\" "] {
            assert_eq!(version_of(etag), "17");
        }
        let answer = json!({"resourceType": "Bundle", "type": "transaction-response", "entry": [
            {"response": {"status": "201 Created", "etag": "W/\"1\""}},
            {"response": {"status": "200"}, "resource": {"meta": {"versionId": "7"}}},
            {"response": {"status": "200 OK"}},
        ]});
        let expected = vec![(201, "1".to_owned()), (200, "7".to_owned()), (200, String::new())];
        assert_eq!(answers(answer.to_string().as_bytes()), Some(expected));
    }

    #[test]
    fn a_page_of_something_else_is_not_taken_for_an_empty_one() {
        assert_eq!(page(json!({"resourceType": "OperationOutcome"})), None);
        assert_eq!(page(json!({"resourceType": "Bundle", "type": "searchset"})).unwrap().resources.len(), 0);
        assert_eq!(page(json!("<html>")), None);
    }

    #[test]
    fn what_the_server_did_not_like_is_told_with_the_place() {
        let said = json!({"resourceType": "OperationOutcome", "issue": [
            {"severity": "information", "code": "informational"},
            {"severity": "error", "code": "value", "expression": ["Observation.status"], "diagnostics": "not a code"},
        ]});
        assert_eq!(outcome(&said, 200).as_deref(), Some("value: Observation.status: not a code"));
    }
}
