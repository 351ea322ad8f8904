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
use super::plan::Asked;
use crate::Result;
use crate::fhir::bundle;
use crate::model::platform::Platform;
use crate::model::{Millis, Subject};
use crate::store::{Store, Writing};

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

/// Compares what came of a type with what the platform holds, when it is time. Returns how many
/// were erased.
pub(super) fn reconcile(
    store: &Store,
    platform: &Platform,
    client: &mut Client<'_>,
    asked: &Asked,
) -> Result<u32, Halt> {
    let kind = asked.kind;
    let key = format!("sync/{}/{kind}/compared", platform.id);
    let (held, compared) =
        store.read(|reading| Ok((reading.received_ids(platform.id, kind)?, reading.meta(platform.person, &key)?)))?;
    let compared = compared.and_then(|at| at.parse().ok()).map(Millis);
    let now = client.now();
    if held.is_empty() || compared.is_some_and(|at| now.since(at) < EVERY) {
        return Ok(0);
    }
    let Some(standing) = standing(platform, client, asked)? else { return Ok(0) };
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

/// What was done to follow a caregiver's access.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Followed {
    /// Resources that were erased.
    pub(super) erased: u32,
    /// The type has to be read from the beginning.
    pub(super) reads_again: bool,
}

/// Erases what of a type is on this caregiver's device and no longer theirs to see. `is_shown` says
/// whether the platform let them search for it.
pub(super) fn follow(
    store: &Store,
    platform: &Platform,
    client: &mut Client<'_>,
    asked: &Asked,
    is_shown: bool,
) -> Result<Followed, Halt> {
    let kind = asked.kind;
    let held = store.read(|reading| reading.held_ids(platform.id, kind))?;
    if held.is_empty() || (is_shown && count(platform, client, asked)? == Some(held.len())) {
        return Ok(Followed::default());
    }
    let count_here = held.len();
    let missing: Vec<String> = if is_shown {
        let Some(standing) = standing(platform, client, asked)? else { return Ok(Followed::default()) };
        let missing: Vec<String> = held.into_iter().filter(|id| !standing.contains(id)).collect();
        if missing.is_empty() && standing.len() > count_here {
            return know_all(store, platform, asked);
        }
        missing
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
        return Ok(Followed::default());
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
        forget_cursors(writing, platform, asked)
    })?;
    Ok(Followed { erased: u32::try_from(gone.len()).unwrap_or(u32::MAX), reads_again: true })
}

/// Once, all of a type is read again: an earlier version did not note what a resource is here, and what is not
/// noted is looked for at each sync.
fn know_all(store: &Store, platform: &Platform, asked: &Asked) -> Result<Followed, Halt> {
    let key = format!("sync/{}/{}/known", platform.id, asked.kind);
    let reads_again = store.write(|writing| {
        let is_new = writing.meta(platform.person, &key)?.is_none();
        if is_new {
            forget_cursors(writing, platform, asked)?;
            writing.set_meta(platform.person, &key, Some("once"))?;
        }
        Ok(is_new)
    })?;
    Ok(Followed { erased: 0, reads_again })
}

fn forget_cursors(writing: &Writing<'_>, platform: &Platform, asked: &Asked) -> Result<()> {
    let mut keys = asked.narrowed.iter().map(|narrowed| Cursor::key(platform.id, asked.kind, narrowed));
    keys.try_for_each(|key| writing.set_meta(platform.person, &key, None))
}

/// How many of a type the platform shows, if it counts; two searches may show the same.
pub(super) fn count(platform: &Platform, client: &mut Client<'_>, asked: &Asked) -> Result<Option<usize>, Halt> {
    let mut searches = asked.searches(platform);
    let (Some(search), None) = (searches.next(), searches.next()) else { return Ok(None) };
    let answer = client.get(client.url(&format!("{search}&_summary=count")))?;
    let total = answer.is_success().then(|| answer.json()).flatten();
    Ok(total.and_then(|bundle| usize::try_from(bundle.get("total")?.as_u64()?).ok()))
}

/// The ids of everything of a type that the platform shows; `None` when it does not show all.
fn standing(platform: &Platform, client: &mut Client<'_>, asked: &Asked) -> Result<Option<BTreeSet<String>>, Halt> {
    let mut ids = BTreeSet::new();
    for search in asked.searches(platform) {
        let mut url = client.url(&format!("{search}&_elements=id&_count={}", asked.page(PAGE)));
        for page in 0.. {
            let answer = client.get(url.clone())?;
            let Some(shown) = answer.is_success().then(|| answer.json()).flatten().and_then(bundle::page) else {
                return Ok(None);
            };
            let shown_ids = shown.resources.iter().filter_map(|one| one.get("id").and_then(Value::as_str));
            ids.extend(shown_ids.map(str::to_owned));
            match shown.next {
                None => break,
                Some(next) if next != url && client.is_ours(&next) && page < MOST_PAGES => url = next,
                Some(_) => return Ok(None),
            }
        }
    }
    Ok(Some(ids))
}
