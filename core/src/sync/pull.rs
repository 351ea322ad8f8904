//! Receiving: a type at a time, the oldest change first, each page and the cursor behind it in one
//! transaction of the store.

use serde_json::Value;

use super::client::{Client, Stop};
use super::cursor::Cursor;
use super::{Halt, SyncReport, merge, plan, reconcile};
use crate::fhir::bundle::{self, Page};
use crate::model::Millis;
use crate::model::platform::{Access, Platform, ReceivedResource};
use crate::store::Store;
use crate::{Error, Result};

/// Resources that are asked for at a time; servers may give fewer.
const PAGE: u32 = 200;
/// Pages of one type in one run: a server that never ends is left for the next run.
const MOST_PAGES: u32 = 5_000;

/// One pull.
pub(super) struct Pull<'a, 'b> {
    store: &'a Store,
    platform: &'a Platform,
    client: &'a mut Client<'b>,
    report: &'a mut SyncReport,
}

impl<'a, 'b> Pull<'a, 'b> {
    pub(super) const fn new(
        store: &'a Store,
        platform: &'a Platform,
        client: &'a mut Client<'b>,
        report: &'a mut SyncReport,
    ) -> Self {
        Self { store, platform, client, report }
    }

    /// Receives everything new of every type that may be asked for.
    pub(super) fn run(mut self, scopes: Option<&str>) -> Result<(), Halt> {
        let answer = self.client.get(self.client.url("metadata"))?;
        let searchable = answer.json().as_ref().and_then(bundle::searchable);
        let types = plan::types(self.platform.access, searchable.as_deref(), scopes);
        for kind in &types {
            let is_shown = self.receive(kind)?;
            if self.platform.access == Access::Caregiver {
                self.follow(kind, is_shown)?;
            } else if is_shown {
                reconcile::reconcile(self.store, self.platform, self.client, kind)?;
            }
        }
        if self.platform.access == Access::Caregiver {
            for kind in plan::closed(&types) {
                self.follow(kind, false)?;
            }
        }
        Ok(())
    }

    /// Erases what a caregiver may no longer see, and what is no more. What of it is still to be seen comes
    /// again at once.
    fn follow(&mut self, kind: &'static str, is_shown: bool) -> Result<(), Halt> {
        let erased = reconcile::follow(self.store, self.platform, self.client, kind, is_shown)?;
        self.report.records = self.report.records.saturating_add(erased);
        if erased > 0 && is_shown {
            self.receive(kind)?;
        }
        Ok(())
    }

    /// Receives what is new of a type; answers whether all of it was shown.
    fn receive(&mut self, kind: &'static str) -> Result<bool, Halt> {
        let mut cursor = self.cursor(kind)?;
        let mut url = self.search(kind, &cursor);
        // The cursor may follow page by page only while they come in the order asked for.
        let mut ordered = true;
        for _ in 0..MOST_PAGES {
            let answer = self.client.get(url.clone())?;
            if !answer.is_success() {
                // Not allowed, or not known to this server: the other types are still to be had.
                self.report.refused.push(kind);
                return Ok(false);
            }
            let Some(page) = answer.json().and_then(bundle::page) else { return Err(Stop::Later(None).into()) };
            ordered &= is_ordered(&page.resources, cursor.at());
            let next = page.next.clone().filter(|next| *next != url);
            self.keep(kind, page, &mut cursor, ordered || next.is_none())?;
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

    fn cursor(&self, kind: &str) -> Result<Cursor> {
        let key = Cursor::key(self.platform.id, kind);
        let kept = self.store.read(|reading| reading.meta(self.platform.person, &key))?;
        // One that cannot be read costs reading everything again, and nothing else.
        Ok(kept.and_then(|kept| serde_json::from_str(&kept).ok()).unwrap_or_default())
    }

    fn search(&self, kind: &str, cursor: &Cursor) -> String {
        let of = if kind == "Patient" { "_id" } else { "patient" };
        let mut query = format!("{kind}?{of}={}&_sort=_lastUpdated&_count={PAGE}", self.platform.patient);
        if let Some(since) = cursor.since() {
            // UTC with a `Z`: a `+` would have to be encoded.
            query.push_str(&format!("&_lastUpdated=ge{}", since.to_utc().format("%Y-%m-%dT%H:%M:%S%.3fZ")));
        }
        self.client.url(&query)
    }

    /// Keeps a page and, where `commits`, the cursor behind it.
    fn keep(&mut self, kind: &str, page: Page, cursor: &mut Cursor, commits: bool) -> Result<()> {
        let received: Vec<ReceivedResource> =
            page.resources.into_iter().filter_map(|json| received(self.platform, kind, json)).collect();
        let new: Vec<ReceivedResource> = received
            .into_iter()
            .filter(|one| cursor.see(&one.resource_type, &one.id, &one.version, Some(one.last_updated)))
            .collect();
        cursor.trim();
        let kept = serde_json::to_string(cursor).map_err(|_| Error::Unreadable("cursor"))?;
        let key = Cursor::key(self.platform.id, kind);
        let now = self.client.now();
        let merged = self.store.write(|writing| {
            let merged = merge::merge(writing, self.platform, new, now)?;
            if commits {
                writing.set_meta(self.platform.person, &key, Some(&kept))?;
            }
            Ok(merged)
        })?;
        self.report.pulled += merged.received + merged.records;
        self.report.records += merged.records;
        Ok(())
    }
}

/// A resource with the place where it is kept; `None` for one of another type or without id.
pub(super) fn received(platform: &Platform, kind: &str, json: Value) -> Option<ReceivedResource> {
    let text = |name: &str| json.get(name).and_then(Value::as_str);
    if text("resourceType")? != kind {
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
