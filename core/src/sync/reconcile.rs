//! What is gone from a platform goes from here: now and then the ids of what it holds are compared
//! with what came from it.
//!
//! A search does not tell of deletions, and the history that would is closed to patients on many
//! servers. So the ids are listed, and what is missing is asked for by itself: only what the server
//! then says is gone, or closed to a caregiver, is erased. What went into the record from another
//! device of the person's is not touched: there a deletion travels as a version of its own.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Halt;
use super::client::Client;
use crate::Result;
use crate::fhir::bundle;
use crate::model::Millis;
use crate::model::platform::{Access, Platform};
use crate::store::Store;

/// How often it is compared, unless everything is read again.
const EVERY: i64 = 7 * Millis::DAY;
/// Ids that are asked for at a time.
const PAGE: u32 = 500;
/// Pages of one type: a server that never ends is not one to believe.
const MOST_PAGES: u32 = 1_000;
/// Missing ones that are asked for in one run; the others wait for the next.
const MOST_ASKED: usize = 200;

/// Compares what came of type `kind` with what the platform holds, when it is time. Returns how many
/// were erased.
pub(super) fn reconcile(
    store: &Store,
    platform: &Platform,
    client: &mut Client<'_>,
    kind: &'static str,
) -> Result<u32, Halt> {
    let key = format!("sync/{}/{kind}/compared", platform.id);
    let (held, compared) =
        store.read(|reading| Ok((reading.received_ids(platform.id, kind)?, reading.meta(platform.person, &key)?)))?;
    let compared = compared.and_then(|at| at.parse().ok()).map(Millis);
    let now = client.now();
    if held.is_empty() || compared.is_some_and(|at| now.since(at) < EVERY) {
        return Ok(0);
    }
    let Some(standing) = standing(platform, client, kind)? else { return Ok(0) };
    let missing: Vec<&String> = held.iter().filter(|id| !standing.contains(*id)).collect();
    let mut gone = Vec::new();
    for id in missing.iter().take(MOST_ASKED) {
        let answer = client.get(client.url(&format!("{kind}/{id}")))?;
        let is_closed = answer.status == 403 && platform.access == Access::Caregiver;
        if matches!(answer.status, 404 | 410) || is_closed {
            gone.push(id.as_str());
        }
    }
    let all_asked = missing.len() <= MOST_ASKED;
    store.write(|writing| {
        for id in &gone {
            writing.delete_received(platform.id, kind, id)?;
        }
        if all_asked {
            writing.set_meta(platform.person, &key, Some(&now.0.to_string()))?;
        }
        Ok(())
    })?;
    Ok(u32::try_from(gone.len()).unwrap_or(u32::MAX))
}

/// The ids of everything of type `kind` that the platform shows; `None` when it does not show all.
fn standing(platform: &Platform, client: &mut Client<'_>, kind: &str) -> Result<Option<BTreeSet<String>>, Halt> {
    let of = if kind == "Patient" { "_id" } else { "patient" };
    let mut url = client.url(&format!("{kind}?{of}={}&_elements=id&_count={PAGE}", platform.patient));
    let mut ids = BTreeSet::new();
    for _ in 0..MOST_PAGES {
        let answer = client.get(url.clone())?;
        let Some(page) = answer.is_success().then(|| answer.json()).flatten().and_then(bundle::page) else {
            return Ok(None);
        };
        ids.extend(page.resources.iter().filter_map(|one| one.get("id").and_then(Value::as_str)).map(str::to_owned));
        match page.next {
            None => return Ok(Some(ids)),
            Some(next) if next != url && client.is_ours(&next) => url = next,
            Some(_) => return Ok(None),
        }
    }
    Ok(None)
}
