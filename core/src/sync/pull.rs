//! Receiving: a type at a time, the oldest change first, each page and the cursor behind it in one
//! transaction of the store. The first time all of it is asked for at once, where the platform offers that.

use std::collections::BTreeSet;

use serde_json::Value;

use super::client::{Client, Stop};
use super::cursor::Cursor;
use super::plan::{self, Asked};
use super::{Halt, SyncReport, attachments, merge, reconcile};
use crate::fhir::bundle::{self, Page};
use crate::fhir::capability::{self, Capability};
use crate::fhir::document;
use crate::model::Millis;
use crate::model::platform::{Access, Platform, ReceivedResource};
use crate::store::Store;
use crate::{Error, Result};

/// Resources that are asked for at a time; servers may give fewer.
pub(super) const PAGE: u32 = 200;
/// Pages of one type in one run: a server that never ends is left for the next run.
pub(super) const MOST_PAGES: u32 = 5_000;
/// What says who is behind a resource: it comes with what it is about.
pub(super) const PROVENANCE: &str = "Provenance";

/// One pull.
pub(super) struct Pull<'a, 'b> {
    pub(super) store: &'a Store,
    pub(super) platform: &'a Platform,
    pub(super) client: &'a mut Client<'b>,
    report: &'a mut SyncReport,
    /// The types whose search brings who said it.
    with_provenance: BTreeSet<String>,
}

impl<'a, 'b> Pull<'a, 'b> {
    pub(super) const fn new(
        store: &'a Store,
        platform: &'a Platform,
        client: &'a mut Client<'b>,
        report: &'a mut SyncReport,
    ) -> Self {
        Self { store, platform, client, report, with_provenance: BTreeSet::new() }
    }

    /// Receives everything new of every type that may be asked for, and what the documents among it consist of.
    pub(super) fn run(mut self, scopes: Option<&str>) -> Result<(), Halt> {
        let answer = self.client.get(self.client.url("metadata"))?;
        let capability = answer.json().map(|json| capability::read(&json)).unwrap_or_default();
        let types = plan::types(self.platform.access, capability.searchable.as_ref(), scopes);
        let asked: Vec<Asked> = types.iter().map(|kind| Asked::new(kind, scopes)).collect();
        if self.platform.access == Access::Own {
            self.with_provenance.clone_from(&capability.with_provenance);
            if capability.everything {
                self.receive_everything(&asked)?;
            }
        }
        for one in &asked {
            let is_shown = self.receive_type(one)?;
            if self.platform.access == Access::Caregiver {
                self.follow(one, is_shown)?;
            } else if is_shown {
                reconcile::reconcile(self.store, self.platform, self.client, one)?;
            }
        }
        if self.platform.access == Access::Caregiver {
            for kind in plan::closed(&types) {
                self.follow(&Asked::whole(kind), false)?;
            }
        }
        let is_refused = |one: &Asked| self.report.refused.contains(&one.kind);
        if capability == Capability::default() && asked.iter().all(is_refused) {
            // It says nothing of itself and answers nothing: the address has become another's.
            return Err(Stop::NoPlatform.into());
        }
        attachments::fetch(self.store, self.platform, self.client)
    }

    /// Erases what a caregiver may no longer see, and what is no more. What of it is still to be seen comes
    /// again at once.
    fn follow(&mut self, asked: &Asked, is_shown: bool) -> Result<(), Halt> {
        let followed = reconcile::follow(self.store, self.platform, self.client, asked, is_shown)?;
        self.report.erased = self.report.erased.saturating_add(followed.erased);
        self.report.records = self.report.records.saturating_add(followed.erased);
        if followed.reads_again && is_shown {
            self.receive_type(asked)?;
        }
        Ok(())
    }

    /// Receives what is new of a type; answers whether all that was asked for was shown.
    fn receive_type(&mut self, asked: &Asked) -> Result<bool, Halt> {
        let mut is_shown = true;
        for (search, narrowed) in asked.searches(self.platform).zip(&asked.narrowed) {
            is_shown &= self.receive(asked, &search, narrowed)?;
        }
        Ok(is_shown)
    }

    fn receive(&mut self, asked: &Asked, search: &str, narrowed: &str) -> Result<bool, Halt> {
        let kind = asked.kind;
        let mut cursor = self.cursor(kind, narrowed)?;
        let mut plain = self.client.url(&format!("{search}&_sort=_lastUpdated&_count={}", asked.page(PAGE)));
        if let Some(since) = cursor.since() {
            // UTC with a `Z`: a `+` would have to be encoded.
            plain.push_str(&format!("&_lastUpdated=ge{}", since.to_utc().format("%Y-%m-%dT%H:%M:%S%.3fZ")));
        }
        let mut url = plain.clone();
        if self.with_provenance.contains(kind) {
            url.push_str("&_revinclude=Provenance:target");
        }
        // The cursor may follow page by page only while they come in the order asked for.
        let mut ordered = true;
        for _ in 0..MOST_PAGES {
            let answer = self.client.get(url.clone())?;
            if !answer.is_success() && url != plain && self.with_provenance.remove(kind) {
                // Who said it may be closed where what was said is not.
                url.clone_from(&plain);
                continue;
            }
            if !answer.is_success() {
                // Not allowed, or not known to this server: the other types are still to be had. Documents are in
                // nobody's compartment: that a patient may not look for them is no news.
                if kind != document::BUNDLE {
                    self.report.refused.push(kind);
                }
                return Ok(false);
            }
            let Some(page) = answer.json().and_then(bundle::page) else { return Err(Stop::Later(None).into()) };
            if kind == document::BUNDLE
                && !page.resources.iter().all(|one| document::is_of(one, &self.platform.patient))
            {
                // A server that leaves out what it does not understand shows what is somebody else's.
                self.report.refused.push(kind);
                return Ok(false);
            }
            ordered &= is_ordered(&page.resources, cursor.at());
            let next = page.next.clone().filter(|next| *next != url);
            let commits = ordered || next.is_none();
            self.keep(kind, page, &mut cursor, commits.then(|| Cursor::key(self.platform.id, kind, narrowed)))?;
            match next {
                Some(next) if self.client.is_ours(&next) => url = next,
                Some(_) => {
                    self.report.refused.push(kind);
                    return Ok(false);
                }
                None => return Ok(true),
            }
        }
        Ok(false)
    }

    fn cursor(&self, kind: &str, narrowed: &str) -> Result<Cursor> {
        let key = Cursor::key(self.platform.id, kind, narrowed);
        let kept = self.store.read(|reading| reading.meta(self.platform.person, &key))?;
        // One that cannot be read costs reading everything again, and nothing else.
        Ok(kept.and_then(|kept| serde_json::from_str(&kept).ok()).unwrap_or_default())
    }

    /// Keeps a page of a type and, where it `commits`, the cursor behind it.
    fn keep(&mut self, kind: &str, page: Page, cursor: &mut Cursor, commits: Option<String>) -> Result<()> {
        let found = page.resources.into_iter().filter_map(|json| received(self.platform, kind, json));
        let mut new: Vec<ReceivedResource> =
            found.filter(|one| cursor.see(&one.resource_type, &one.id, &one.version, Some(one.last_updated))).collect();
        if !page.included.is_empty() {
            // A provenance is written once; it comes again with each page that it is about.
            let known = self.store.read(|reading| reading.received_ids(self.platform.id, PROVENANCE))?;
            let told = page.included.into_iter().filter_map(|json| received(self.platform, PROVENANCE, json));
            new.extend(told.filter(|one| known.binary_search(&one.id).is_err()));
        }
        cursor.trim();
        let note = commits.map(|key| Ok::<_, Error>((key, cursor.text()?))).transpose()?;
        self.take(new, note)
    }

    /// Takes resources in and notes how far it was read, in one transaction.
    pub(super) fn take(&mut self, resources: Vec<ReceivedResource>, note: Option<(String, String)>) -> Result<()> {
        let now = self.client.now();
        let merged = self.store.write(|writing| {
            let merged = merge::merge(writing, self.platform, resources, now)?;
            if let Some((key, text)) = &note {
                writing.set_meta(self.platform.person, key, Some(text))?;
            }
            Ok(merged)
        })?;
        self.report.pulled += merged.received + merged.records;
        self.report.records += merged.records;
        Ok(())
    }
}

/// A resource with the place where it is kept; `None` for one of another type or without id, and for a document
/// that is somebody else's.
pub(super) fn received(platform: &Platform, kind: &str, json: Value) -> Option<ReceivedResource> {
    let text = |name: &str| json.get(name).and_then(Value::as_str);
    if text("resourceType")? != kind || (kind == document::BUNDLE && !document::is_of(&json, &platform.patient)) {
        return None;
    }
    Some(ReceivedResource {
        platform: platform.id,
        person: platform.person,
        resource_type: kind.to_owned(),
        id: text("id")?.to_owned(),
        version: bundle::version_id(&json).unwrap_or_default().to_owned(),
        last_updated: bundle::last_updated(&json).unwrap_or(Millis(0)),
        json,
    })
}

/// Whether each resource is no older than the one before, and than what was seen on pages before
/// less the overlap.
fn is_ordered(resources: &[Value], after: Option<Millis>) -> bool {
    let times: Vec<Millis> = resources.iter().filter_map(bundle::last_updated).collect();
    let first = after.zip(times.first()).is_none_or(|(after, first)| *first >= after.plus(-super::cursor::OVERLAP_MS));
    first && times.is_sorted() && times.len() == resources.len()
}
