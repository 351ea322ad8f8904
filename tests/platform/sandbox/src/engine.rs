//! Carries interactions out on the store, under the caller's rights.
//!
//! A resource that the caller may not read is answered exactly as one that does not exist.

use serde_json::{Value, json};

use crate::access::{Access, Right};
use crate::config::SandboxConfig;
use crate::interaction::{Interaction, Method, Reply, Request, parse_etag};
use crate::outcome::Outcome;
use crate::search::{Cursor, Search, Sort};
use crate::store::{Store, Stored};
use crate::{bundle, capability, history, instant};

/// Everything that an interaction needs.
#[derive(Debug)]
pub(crate) struct Engine<'a> {
    pub(crate) store: &'a Store,
    pub(crate) config: &'a SandboxConfig,
    /// FHIR base, without a slash at its end.
    pub(crate) base: &'a str,
    pub(crate) access: Access<'a>,
}

impl Engine<'_> {
    /// A request that came by itself, in a transaction of its own.
    pub(crate) fn run(&self, request: Request) -> Result<Reply, Outcome> {
        if Interaction::parse(&request)? == Interaction::Bundle {
            self.refuse_if_patients_may_not("bundles")?;
            return bundle::run(self, request);
        }
        let transaction = self.store.transaction()?;
        let reply = self.perform(request)?;
        transaction.commit()?;
        Ok(reply)
    }

    /// One interaction, inside of the transaction of the caller.
    pub(crate) fn perform(&self, request: Request) -> Result<Reply, Outcome> {
        match Interaction::parse(&request)? {
            Interaction::Capabilities => Ok(Reply::of(200, capability::statement(self))),
            Interaction::SmartConfiguration => Ok(Reply::of(200, capability::smart_configuration(self))),
            Interaction::Bundle => Err(Outcome::invalid("a bundle cannot hold a bundle request")),
            Interaction::SystemHistory => history::system(self, &request),
            Interaction::TypeHistory { kind } => {
                self.refuse_if_patients_may_not("type histories")?;
                history::of_type(self, &kind, &request)
            }
            Interaction::InstanceHistory { kind, id } => history::of_instance(self, &kind, &id, &request),
            Interaction::Create { kind } => self.create(&kind, request),
            Interaction::Read { kind, id } => self.read(&kind, &id, &request),
            Interaction::ReadVersion { kind, id, number } => self.read_version(&kind, &id, number),
            Interaction::Update { kind, id } => self.update(&kind, &id, request),
            Interaction::ConditionalUpdate { kind } => self.conditional_update(&kind, request),
            Interaction::Delete { kind, id } => self.delete(&kind, &id, &request),
            Interaction::Search { kind } => self.search(&kind, &request),
            Interaction::Everything { id } => self.everything(&id, &request),
        }
    }

    fn create(&self, kind: &str, request: Request) -> Result<Reply, Outcome> {
        self.access.require(kind, Right::Create)?;
        if let Some(condition) = &request.if_none_exist {
            self.refuse_if_patients_may_not("conditional creates")?;
            if let Some(existing) = self.only_match(kind, condition)? {
                return Ok(self.reply(200, existing, request.minimal));
            }
        }
        let id = uuid::Uuid::new_v4().to_string();
        self.create_as(kind, &id, request)
    }

    /// Creates under an id that the server chose, after all conditions were looked at.
    pub(crate) fn create_as(&self, kind: &str, id: &str, request: Request) -> Result<Reply, Outcome> {
        self.access.require(kind, Right::Create)?;
        let minimal = request.minimal;
        let body = checked_body(kind, request.body, None)?;
        self.write(kind, id, body, "POST", Right::Create, minimal, 201)
    }

    fn read(&self, kind: &str, id: &str, request: &Request) -> Result<Reply, Outcome> {
        self.access.require(kind, Right::Read)?;
        let current = self.visible(kind, id)?;
        if current.body.is_none() {
            return Err(Outcome::gone());
        }
        if request.if_none_match.as_deref().and_then(parse_etag) == Some(current.number) {
            return Ok(Reply { version: Some(current.number), ..Reply::empty(304) });
        }
        Ok(self.reply(200, current, false))
    }

    fn read_version(&self, kind: &str, id: &str, number: i64) -> Result<Reply, Outcome> {
        self.access.require(kind, Right::Read)?;
        self.visible(kind, id)?;
        let version = self.store.version(kind, id, number)?.ok_or_else(Outcome::not_found)?;
        let Some(body) = &version.body else {
            return Err(Outcome::gone());
        };
        if !self.access.may(Right::Read, kind, body)? {
            return Err(Outcome::not_found());
        }
        Ok(self.reply(200, version, false))
    }

    fn update(&self, kind: &str, id: &str, request: Request) -> Result<Reply, Outcome> {
        let body = checked_body(kind, request.body, Some(id))?;
        let current = self.store.current(kind, id)?;
        let right = match &current {
            Some(Stored { body: Some(_), .. }) => Right::Update,
            _ => Right::Create,
        };
        self.access.require(kind, right)?;
        if let Some(current) = &current {
            let known = match &current.body {
                Some(body) => Some(body.clone()),
                None => self.store.last_body(kind, id)?,
            };
            if !self.access.may(right, kind, &known.unwrap_or_default())? {
                return Err(Outcome::forbidden("this id is not yours to write"));
            }
        }
        self.check_version(request.if_match.as_deref(), current.as_ref())?;
        if let Some(current) = current
            && !self.config.quirks.identical_put_makes_version
            && current.body.as_ref().is_some_and(|old| same_content(old, &body))
            && self.access.may(Right::Update, kind, &body)?
        {
            return Ok(self.reply(200, current, request.minimal));
        }
        let status = if right == Right::Update { 200 } else { 201 };
        self.write(kind, id, body, "PUT", right, request.minimal, status)
    }

    fn conditional_update(&self, kind: &str, mut request: Request) -> Result<Reply, Outcome> {
        self.access.require(kind, Right::Update)?;
        if request.query.is_empty() {
            return Err(Outcome::invalid("a conditional update needs search parameters"));
        }
        let query = std::mem::take(&mut request.query);
        let matches = self.matches(kind, &query)?;
        let given = request.body.as_ref().and_then(|body| body.get("id")).and_then(Value::as_str);
        let id = match matches.as_slice() {
            [] => given.map_or_else(|| uuid::Uuid::new_v4().to_string(), str::to_owned),
            [one] if given.is_none_or(|given| given == one.id) => one.id.clone(),
            [_] => {
                return Err(Outcome::invalid("the id in the body is not that of the resource found"));
            }
            _ => return Err(several()),
        };
        if let Some(Value::Object(members)) = &mut request.body {
            members.insert("id".to_owned(), json!(id));
        }
        self.update(kind, &id, request)
    }

    fn delete(&self, kind: &str, id: &str, request: &Request) -> Result<Reply, Outcome> {
        self.access.require(kind, Right::Delete)?;
        let current = self.visible(kind, id)?;
        let Some(body) = &current.body else {
            return match self.config.quirks.deleted_again_status {
                404 => Err(Outcome::not_found()),
                status => Ok(Reply::empty(status)),
            };
        };
        if !self.access.may(Right::Delete, kind, body)? {
            return Err(Outcome::forbidden("this resource is not yours to delete"));
        }
        self.check_version(request.if_match.as_deref(), Some(&current))?;
        self.store.delete(kind, id)?;
        Ok(Reply::empty(204))
    }

    fn search(&self, kind: &str, request: &Request) -> Result<Reply, Outcome> {
        self.access.require(kind, Right::Search)?;
        let mut search = Search::parse(kind, &request.query, request.strict, self.base, &self.config.limits)?;
        if self.config.quirks.newest_first && find(&request.query, "_sort").is_none() {
            search.sort = Sort::UpdatedDescending;
        }
        if self.config.quirks.refuse_unfiltered_search
            && self.access.is_confined()
            && !search.names_a_patient()
            && !crate::index::SHARED_TYPES.contains(&kind)
        {
            return Err(Outcome::forbidden("a patient token must search with patient="));
        }
        let page = self.page(&search)?;
        let mut bundle = json!({ "resourceType": "Bundle", "type": "searchset" });
        if search.count_only || search.total {
            let mut all = search.clone();
            all.cursor = None;
            all.count_only = true;
            let total = self.page(&all)?.total;
            set(&mut bundle, "total", json!(total));
        }
        let url = |query: String| {
            let separator = if query.is_empty() { "" } else { "?" };
            format!("{}/{kind}{separator}{query}", self.base)
        };
        let mut links = vec![json!({ "relation": "self", "url": url(search.link(None)) })];
        if let Some(cursor) = page.next {
            links.push(json!({ "relation": "next", "url": url(search.link(Some(cursor))) }));
        }
        set(&mut bundle, "link", json!(links));
        let mut entries: Vec<Value> = page.entries.into_iter().map(|stored| self.entry(stored, "match")).collect();
        if search.left_out && self.config.quirks.outcome_entry_in_search {
            let outcome = Outcome::not_supported("a search parameter was left out").to_json();
            entries.push(json!({ "resource": outcome, "search": { "mode": "outcome" } }));
        }
        if !entries.is_empty() {
            set(&mut bundle, "entry", json!(entries));
        }
        Ok(Reply::of(200, bundle))
    }

    /// All resources of a patient's compartment that the caller may read, by order of writing.
    fn everything(&self, id: &str, request: &Request) -> Result<Reply, Outcome> {
        self.access.require("Patient", Right::Read)?;
        let patient = self.visible("Patient", id)?;
        if patient.body.is_none() {
            return Err(Outcome::gone());
        }
        let since = history::since(request)?;
        let count = history::count(request, &self.config.limits)?;
        let after = match find(&request.query, "_cursor") {
            Some(text) => Cursor::parse(text).ok_or_else(|| Outcome::invalid("the page link is damaged"))?.seq,
            None => 0,
        };
        let condition =
            "r.at >= ? AND r.seq > ? AND r.seq IN (SELECT seq FROM search WHERE name = 'compartment' AND value = ?)";
        let values = [since.into(), after.into(), rusqlite::types::Value::Text(id.to_owned())];
        let (mut entries, mut next, mut last) = (Vec::new(), None, after);
        self.store.select(condition, "r.seq", &values, |stored, _| {
            let open = match &stored.body {
                Some(body) => self.access.may(Right::Read, &stored.kind, body)?,
                None => false,
            };
            if open {
                if entries.len() == count {
                    next = Some(last);
                    return Ok(false);
                }
                last = stored.seq;
                entries.push(self.entry(stored, "match"));
            }
            Ok(true)
        })?;
        let mut links = vec![json!({ "relation": "self", "url": history::link(self, request, None) })];
        if let Some(seq) = next {
            links.push(
                json!({ "relation": "next", "url": history::link(self, request, Some(Cursor { date: 0, seq })) }),
            );
        }
        Ok(Reply::of(200, json!({ "resourceType": "Bundle", "type": "searchset", "link": links, "entry": entries })))
    }

    /// The resources that a conditional request means, as far as the caller can see them; at most two.
    pub(crate) fn matches(&self, kind: &str, query: &[(String, String)]) -> Result<Vec<Stored>, Outcome> {
        let mut search = Search::parse(kind, query, true, self.base, &self.config.limits)?;
        if search.filters.is_empty() {
            return Err(Outcome::invalid("a condition needs search parameters"));
        }
        search.count = 2;
        search.count_only = false;
        Ok(self.page(&search)?.entries)
    }

    /// The one resource that a condition (`identifier=…`) means, or none.
    pub(crate) fn only_match(&self, kind: &str, condition: &str) -> Result<Option<Stored>, Outcome> {
        let condition = condition.strip_prefix(kind).unwrap_or(condition).trim_start_matches('?');
        let mut found = self.matches(kind, &crate::percent::parse_pairs(condition))?;
        match found.len() {
            0 | 1 => Ok(found.pop()),
            _ => Err(several()),
        }
    }

    fn page(&self, search: &Search) -> Result<Page, Outcome> {
        let (condition, order, values) = search.sql();
        let mut page = Page::default();
        let mut last = Cursor { date: 0, seq: 0 };
        self.store.select(&condition, order, &values, |stored, date| {
            let open = match &stored.body {
                Some(body) => self.access.may(Right::Search, &search.kind, body)?,
                None => false,
            };
            if !open {
                return Ok(true);
            }
            page.total += 1;
            if search.count_only {
                return Ok(true);
            }
            if page.entries.len() == search.count {
                page.next = Some(last);
                return Ok(false);
            }
            last = Cursor { date, seq: stored.seq };
            page.entries.push(stored);
            Ok(true)
        })?;
        Ok(page)
    }

    /// The current version, if the caller may know that it exists. A tombstone stands for what was deleted.
    pub(crate) fn visible(&self, kind: &str, id: &str) -> Result<Stored, Outcome> {
        let current = self.store.current(kind, id)?.ok_or_else(Outcome::not_found)?;
        let open = match &current.body {
            Some(body) => self.access.may(Right::Read, kind, body)?,
            None => {
                let body = self.store.last_body(kind, id)?;
                self.access.may(Right::Read, kind, &body.unwrap_or_default())?
            }
        };
        if open { Ok(current) } else { Err(Outcome::not_found()) }
    }

    fn check_version(&self, if_match: Option<&str>, current: Option<&Stored>) -> Result<(), Outcome> {
        let Some(text) = if_match else { return Ok(()) };
        let wanted = parse_etag(text).ok_or_else(|| Outcome::invalid("If-Match is not W/\"version\""))?;
        if current.is_some_and(|current| current.body.is_some() && current.number == wanted) {
            return Ok(());
        }
        Err(Outcome::new(
            self.config.quirks.stale_version_status,
            "conflict",
            "the resource is at another version than If-Match says",
        ))
    }

    #[expect(clippy::too_many_arguments, reason = "one write, named in full at its three callers")]
    fn write(
        &self,
        kind: &str,
        id: &str,
        mut body: Value,
        method: &str,
        right: Right,
        minimal: bool,
        status: u16,
    ) -> Result<Reply, Outcome> {
        set(&mut body, "id", json!(id));
        if !self.access.may(right, kind, &body)? {
            return Err(Outcome::forbidden("the token does not reach this record, or its consent does not"));
        }
        let stored = self.store.put(kind, id, body, method)?;
        Ok(self.reply(status, stored, minimal))
    }

    pub(crate) fn reply(&self, status: u16, stored: Stored, minimal: bool) -> Reply {
        let version = if self.config.quirks.location_names_version {
            format!("/_history/{}", stored.number)
        } else {
            String::new()
        };
        Reply {
            status,
            version: Some(stored.number),
            location: Some(format!("{}/{}{version}", stored.kind, stored.id)),
            modified: Some(stored.at),
            body: stored.body.filter(|_| !minimal),
        }
    }

    pub(crate) fn entry(&self, stored: Stored, mode: &str) -> Value {
        json!({
            "fullUrl": format!("{}/{}/{}", self.base, stored.kind, stored.id),
            "resource": stored.body,
            "search": { "mode": mode },
        })
    }

    fn refuse_if_patients_may_not(&self, what: &str) -> Result<(), Outcome> {
        if self.config.quirks.refuse_bundles_for_patients && self.access.is_confined() {
            return Err(Outcome::forbidden(format!("{what} are not open to a patient scope")));
        }
        Ok(())
    }
}

/// One page of a search.
#[derive(Debug, Default)]
struct Page {
    entries: Vec<Stored>,
    next: Option<Cursor>,
    /// Resources seen; all of them when only counting.
    total: usize,
}

/// The body of a write: an object of the type in the URL, and with the id in the URL if it has one.
fn checked_body(kind: &str, body: Option<Value>, id: Option<&str>) -> Result<Value, Outcome> {
    let body = body.ok_or_else(|| Outcome::invalid("the request has no resource"))?;
    if body.get("resourceType").and_then(Value::as_str) != Some(kind) {
        return Err(Outcome::invalid(format!("the resource is not a {kind}")));
    }
    if let Some(id) = id
        && body.get("id").and_then(Value::as_str) != Some(id)
    {
        return Err(Outcome::invalid("the id in the resource is not the one in the address"));
    }
    Ok(body)
}

fn same_content(old: &Value, new: &Value) -> bool {
    let without_stamp = |value: &Value| {
        let mut value = value.clone();
        if let Value::Object(members) = &mut value {
            if let Some(Value::Object(meta)) = members.get_mut("meta") {
                meta.remove("versionId");
                meta.remove("lastUpdated");
            }
            members.retain(|name, value| name != "meta" || value.as_object().is_none_or(|meta| !meta.is_empty()));
        }
        value
    };
    without_stamp(old) == without_stamp(new)
}

fn several() -> Outcome {
    Outcome::new(412, "multiple-matches", "the condition fits more than one resource")
}

pub(crate) fn set(object: &mut Value, name: &str, value: Value) {
    if let Value::Object(members) = object {
        members.insert(name.to_owned(), value);
    }
}

pub(crate) fn find<'a>(query: &'a [(String, String)], name: &str) -> Option<&'a str> {
    query.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

/// Writes a reply the way a bundle entry carries it.
pub(crate) fn entry_response(engine: &Engine<'_>, method: Method, reply: Reply) -> Value {
    let mut response = json!({ "status": crate::outcome::status_line(reply.status) });
    if let Some(number) = reply.version {
        let etag =
            if engine.config.quirks.weak_etag_in_bundles { format!("W/\"{number}\"") } else { number.to_string() };
        set(&mut response, "etag", json!(etag));
    }
    if let Some(location) = reply.location.filter(|_| method != Method::Get) {
        set(&mut response, "location", json!(location));
    }
    if let Some(at) = reply.modified {
        set(&mut response, "lastModified", json!(instant::format(at)));
    }
    let mut entry = json!({ "response": response });
    if let Some(body) =
        reply.body.filter(|_| method == Method::Get || engine.config.quirks.bundle_answers_hold_resources)
    {
        set(&mut entry, "resource", body);
    }
    entry
}
