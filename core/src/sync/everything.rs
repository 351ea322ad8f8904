//! The first load: all of a person's record in one row of pages (`Patient/[id]/$everything`), where the platform
//! offers that.
//!
//! What it brought is believed to be all of a type where there are as many here as the platform counts; then the
//! type is read on from before the first page was answered. Every other type is read as if nothing had come. It
//! is asked for once: a row of pages that breaks off half way is gone on with by type.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::cursor::Cursor;
use super::plan::Asked;
use super::pull::{MOST_PAGES, PAGE, PROVENANCE, Pull, received};
use super::{Halt, reconcile};
use crate::fhir::bundle;
use crate::model::Millis;
use crate::{Error, Result};

/// How far the row of pages was followed.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Progress {
    /// The page to ask for; `None` when it is over.
    next: Option<String>,
    /// When the first page was answered, by the platform's clock; where it does not say, when the newest on it was
    /// written, which is no later.
    begun: Option<Millis>,
}

impl Progress {
    fn text(&self) -> Result<String> {
        serde_json::to_string(self).map_err(|_| Error::Unreadable("progress"))
    }
}

impl Pull<'_, '_> {
    /// Receives all of the record at once, the first time.
    pub(super) fn receive_everything(&mut self, asked: &[Asked]) -> Result<(), Halt> {
        let key = format!("sync/{}/Everything", self.platform.id);
        let Some(mut progress) = self.progress(&key, asked)? else { return Ok(()) };
        let mut cursors: BTreeMap<&'static str, Cursor> = BTreeMap::new();
        let mut pages = 0;
        while let Some(url) = progress.next.take() {
            let answer = self.client.get(url.clone())?;
            let page = answer.is_success().then(|| answer.json()).flatten().and_then(bundle::page);
            let next = page.as_ref().and_then(|page| page.next.clone());
            let is_followed = next.as_ref().is_none_or(|next| *next != url && self.client.is_ours(next));
            pages += 1;
            let Some(page) = page.filter(|_| is_followed && pages <= MOST_PAGES) else {
                return Ok(self.take(Vec::new(), Some((key, Progress::default().text()?)))?);
            };
            let resources: Vec<Value> = page.resources.into_iter().chain(page.included).collect();
            let newest = || resources.iter().filter_map(bundle::last_updated).max();
            progress.begun = progress.begun.or(page.at).or_else(newest);
            progress.next = next;
            let mut new = Vec::new();
            for json in resources {
                let kind = json.get("resourceType").and_then(Value::as_str).unwrap_or_default();
                if let Some(one) = asked.iter().find(|one| one.kind == kind) {
                    let Some(resource) = received(self.platform, one.kind, json) else { continue };
                    let cursor = cursors.entry(one.kind).or_default();
                    cursor.see(one.kind, &resource.id, &resource.version, Some(resource.last_updated));
                    cursor.trim();
                    new.push(resource);
                } else if kind == PROVENANCE {
                    new.extend(received(self.platform, PROVENANCE, json));
                }
            }
            self.take(new, Some((key.clone(), progress.text()?)))?;
        }
        let Some(begun) = progress.begun else { return Ok(()) };
        for one in asked {
            let Some(mut cursor) = cursors.remove(one.kind) else { continue };
            let held = self.store.read(|reading| reading.held_ids(self.platform.id, one.kind))?.len();
            if reconcile::count(self.platform, self.client, one)? == Some(held) {
                cursor.back_to(begun);
                let note = (Cursor::key(self.platform.id, one.kind, ""), cursor.text()?);
                self.take(Vec::new(), Some(note))?;
            }
        }
        Ok(())
    }

    /// Where to go on; `None` when there is nothing to be done: it is over, something was read by type before, or
    /// only a part may be asked for.
    fn progress(&self, key: &str, asked: &[Asked]) -> Result<Option<Progress>> {
        let (person, platform) = (self.platform.person, self.platform.id);
        self.store.read(|reading| {
            if let Some(kept) = reading.meta(person, key)? {
                let progress: Progress = serde_json::from_str(&kept).unwrap_or_default();
                return Ok(progress.next.is_some().then_some(progress));
            }
            for one in asked {
                let is_part = one.narrowed.iter().any(|narrowed| !narrowed.is_empty());
                if is_part || reading.meta(person, &Cursor::key(platform, one.kind, ""))?.is_some() {
                    return Ok(None);
                }
            }
            let first = self.client.url(&format!("Patient/{}/$everything?_count={PAGE}", self.platform.patient));
            Ok(Some(Progress { next: Some(first), begun: None }))
        })
    }
}
