//! What is gone from a platform goes from here: now and then the ids of what it holds are compared
//! with what came from it.
//!
//! A search does not tell of deletions, and the history that would is closed to patients on many
//! servers. So the ids are listed, and what is missing is asked for by itself: only what the server
//! then says is gone is erased. What went into the record from another device of the person's is not
//! touched: there a deletion travels as a version of its own.
//!
//! A caregiver's device keeps what their access gives and no more. Leave ends and is narrowed, and what the
//! person deleted loses what would let it be shown. So at each sync as many of each type must be there as
//! here, and what is not there any more is erased, in the record as well.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Halt;
use super::client::Client;
use super::cursor::Cursor;
use crate::Result;
use crate::fhir::bundle;
use crate::model::platform::Platform;
use crate::model::{Millis, Subject};
use crate::store::Store;

/// How often it is compared, unless everything is read again.
const EVERY: i64 = 7 * Millis::DAY;
/// Ids that are asked for at a time.
const PAGE: u32 = 500;
/// Pages of one type: a server that never ends is not one to believe.
const MOST_PAGES: u32 = 1_000;
/// Of what a caregiver may not see any more, so many are asked for before the rest is believed too.
const ENOUGH: usize = 5;
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
        if matches!(answer.status, 404 | 410) {
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

/// Erases what of type `kind` is on this caregiver's device and no longer theirs to see. `is_shown` says
/// whether the platform let them search for it. Returns how many resources that was of.
pub(super) fn follow(
    store: &Store,
    platform: &Platform,
    client: &mut Client<'_>,
    kind: &'static str,
    is_shown: bool,
) -> Result<u32, Halt> {
    let held = store.read(|reading| reading.held_ids(platform.id, kind))?;
    if held.is_empty() || (is_shown && count(platform, client, kind)? == Some(held.len())) {
        return Ok(0);
    }
    let count_here = held.len();
    let missing: Vec<String> = if is_shown {
        let Some(standing) = standing(platform, client, kind)? else { return Ok(0) };
        held.into_iter().filter(|id| !standing.contains(id)).collect()
    } else {
        held
    };
    let mut gone = Vec::new();
    for (n, id) in missing.iter().enumerate().take(MOST_ASKED) {
        let answer = client.get(client.url(&format!("{kind}/{id}")))?;
        if matches!(answer.status, 403 | 404 | 410) {
            gone.push(id.clone());
        }
        // The first few are closed: so is the rest of what the list does not name.
        if n + 1 == ENOUGH && gone.len() == ENOUGH {
            gone = missing;
            break;
        }
    }
    if gone.is_empty() {
        return Ok(0);
    }
    store.write(|writing| {
        let mut has_series = false;
        if !is_shown || count_here == gone.len() {
            writing.forget_heartbeats(platform.person)?;
        }
        for id in &gone {
            writing.delete_received(platform.id, kind, id)?;
            match writing.subject_of(platform.id, kind, id)? {
                Some(subject @ Subject::Record(record)) => {
                    if writing.record(record)?.is_some_and(|record| record.person == platform.person) {
                        writing.erase_record(record)?;
                    }
                    writing.mark_sent(platform.id, &subject, i64::MAX, &[])?;
                }
                Some(Subject::HeartHour { .. } | Subject::StepsHour { .. }) => has_series = true,
                None => {}
            }
        }
        if has_series {
            // Days are packed as one: what may still be seen of them comes anew.
            writing.erase_series(platform.person)?;
        }
        writing.set_meta(platform.person, &Cursor::key(platform.id, kind), None)
    })?;
    Ok(u32::try_from(gone.len()).unwrap_or(u32::MAX))
}

/// How many of type `kind` the platform shows, if it counts.
fn count(platform: &Platform, client: &mut Client<'_>, kind: &str) -> Result<Option<usize>, Halt> {
    let of = if kind == "Patient" { "_id" } else { "patient" };
    let answer = client.get(client.url(&format!("{kind}?{of}={}&_summary=count", platform.patient)))?;
    let total = answer.is_success().then(|| answer.json()).flatten();
    Ok(total.and_then(|bundle| usize::try_from(bundle.get("total")?.as_u64()?).ok()))
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
