//! What is on its way to a platform for the first time.
//!
//! A program that is killed after a bundle was sent and before its answer was noted does not know that what it
//! made stands there, and somebody may change it meanwhile. So the names of what is sent without a version to hold it
//! against are kept while it is on its way; the next run looks those up before it sends anything.

use super::parcel::Parcel;
use crate::model::Subject;
use crate::model::platform::Platform;
use crate::store::Store;
use crate::{Error, Result};

/// Notes what is sent for the first time among `parcels`, in place of what was noted before; answers whether
/// anything is.
pub(super) fn begin<'a>(store: &Store, platform: &Platform, parcels: impl Iterator<Item = &'a Parcel>) -> Result<bool> {
    let is_first = |parcel: &&Parcel| parcel.is_new;
    let names: Vec<(Subject, u32)> =
        parcels.filter(is_first).map(|parcel| (parcel.pending.subject, parcel.revision.unwrap_or(0))).collect();
    if names.is_empty() {
        return Ok(false);
    }
    let text = serde_json::to_string(&names).map_err(|_| Error::Unreadable("flight"))?;
    store.write_soon(|writing| writing.set_meta(platform.person, &key(platform), Some(&text)))?;
    Ok(true)
}

/// The answers to all of it are noted.
pub(super) fn over(store: &Store, platform: &Platform) -> Result<()> {
    store.write_soon(|writing| writing.set_meta(platform.person, &key(platform), None))
}

/// What was on its way when the program ended is to be looked up.
pub(super) fn land(store: &Store, platform: &Platform) -> Result<()> {
    let Some(kept) = store.read(|reading| reading.meta(platform.person, &key(platform)))? else { return Ok(()) };
    let names: Vec<(Subject, u32)> = serde_json::from_str(&kept).unwrap_or_default();
    store.write(|writing| {
        writing.mark_tried(platform.id, names)?;
        writing.set_meta(platform.person, &key(platform), None)
    })
}

fn key(platform: &Platform) -> String {
    format!("sync/{}/flight", platform.id)
}
