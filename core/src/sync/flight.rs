//! What is on its way to a platform for the first time.
//!
//! A program that is killed after a bundle was sent and before its answer was noted does not know that what it
//! made stands there, and somebody may change it meanwhile. So the names of what is sent without a version to hold it
//! against are kept while it is on its way; the next run looks those up before it sends anything.
//!
//! One bundle is on its way while the one before it is noted and the one behind it is read: the names of two are
//! kept, in turns, and written with what is noted of the third.

use super::parcel::Parcel;
use crate::model::Subject;
use crate::model::platform::Platform;
use crate::store::{Store, Writing};
use crate::{Error, Result};

/// What of a bundle is sent for the first time, and at which revision.
#[derive(Debug)]
pub(super) struct Names(String);

impl Names {
    /// Those among `parcels`; none in most bundles of a record that has been sent before.
    pub(super) fn of(parcels: &[Parcel]) -> Result<Self> {
        let names: Vec<(Subject, u32)> = parcels
            .iter()
            .filter(|parcel| parcel.is_new)
            .map(|parcel| (parcel.pending.subject, parcel.revision.unwrap_or(0)))
            .collect();
        Ok(Self(serde_json::to_string(&names).map_err(|_| Error::Unreadable("flight"))?))
    }

    /// Keeps them in place of those of the last bundle but one, of which everything is noted.
    pub(super) fn keep(&self, writing: &Writing<'_>, platform: &Platform, turn: u32) -> Result<()> {
        writing.set_meta(platform.person, &key(platform, turn), Some(&self.0))
    }
}

/// The answers to all of it are noted.
pub(super) fn over(store: &Store, platform: &Platform) -> Result<()> {
    store
        .write_soon(|writing| (0..2).try_for_each(|turn| writing.set_meta(platform.person, &key(platform, turn), None)))
}

/// What was on its way when the program ended is to be looked up.
pub(super) fn land(store: &Store, platform: &Platform) -> Result<()> {
    let kept = store.read(|reading| {
        let kept = (0..2).map(|turn| reading.meta(platform.person, &key(platform, turn)));
        kept.collect::<Result<Vec<_>>>()
    })?;
    if kept.iter().all(Option::is_none) {
        return Ok(());
    }
    store.write(|writing| {
        for (turn, names) in (0..2).zip(kept) {
            let names: Vec<(Subject, u32)> =
                names.and_then(|names| serde_json::from_str(&names).ok()).unwrap_or_default();
            writing.mark_tried(platform.id, names)?;
            writing.set_meta(platform.person, &key(platform, turn), None)?;
        }
        Ok(())
    })
}

fn key(platform: &Platform, turn: u32) -> String {
    format!("sync/{}/flight/{}", platform.id, turn % 2)
}
