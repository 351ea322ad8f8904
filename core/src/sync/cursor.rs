//! How far a platform was read, for one type: kept with what was read, in the same transaction.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::model::id::NAMESPACE;
use crate::model::{Millis, PlatformId};
use crate::{Error, Result};

/// What was committed shortly before the last one seen may have been stamped earlier but become
/// visible later: so much is read again.
pub(super) const OVERLAP_MS: i64 = 60_000;
/// Marks of what was seen in the overlap. With more than these some are read again, which changes
/// nothing.
const MOST_SEEN: usize = 4_096;

/// How far one type was read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Cursor {
    /// The latest `meta.lastUpdated` seen, ms; none before the first page.
    at: Option<Millis>,
    /// Marks of the versions seen that are not older than the overlap, with their times.
    seen: BTreeSet<(Millis, u64)>,
}

impl Cursor {
    /// The key under which it is kept, of a type that is narrowed to a part of it or not.
    pub(super) fn key(platform: PlatformId, kind: &str, narrowed: &str) -> String {
        let by = if narrowed.is_empty() { "" } else { "?" };
        format!("sync/{platform}/{kind}{by}{narrowed}")
    }

    /// As it is kept.
    pub(super) fn text(&self) -> Result<String> {
        serde_json::to_string(self).map_err(|_| Error::Unreadable("cursor"))
    }

    /// From which instant to read on, if anything was read.
    pub(super) fn since(&self) -> Option<Millis> {
        self.at.map(|at| at.plus(-OVERLAP_MS))
    }

    /// Notes a version; answers whether it is new. One without a time is always new.
    pub(super) fn see(&mut self, kind: &str, id: &str, version: &str, at: Option<Millis>) -> bool {
        let Some(at) = at else { return true };
        let mark = Uuid::new_v5(&NAMESPACE, format!("{kind}/{id}/{version}").as_bytes()).as_u64_pair().0;
        let new = self.seen.insert((at, mark));
        self.at = self.at.max(Some(at));
        new
    }

    /// Forgets the marks that the next read will not meet.
    pub(super) fn trim(&mut self) {
        if let Some(since) = self.since() {
            self.seen = self.seen.split_off(&(since, 0));
        }
        while self.seen.len() > MOST_SEEN {
            self.seen.pop_first();
        }
    }

    /// Goes back to `at`: what was changed later is read again, unless it was seen.
    pub(super) fn back_to(&mut self, at: Millis) {
        self.at = Some(at);
        self.trim();
    }

    /// The latest time seen.
    pub(super) const fn at(&self) -> Option<Millis> {
        self.at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_seen_in_the_overlap_is_not_new_again_and_a_new_version_is() {
        let mut cursor = Cursor::default();
        assert!(cursor.see("Observation", "a", "1", Some(Millis(1_000_000))));
        cursor.trim();
        let text = serde_json::to_string(&cursor).unwrap();
        let mut cursor: Cursor = serde_json::from_str(&text).unwrap();
        assert_eq!(cursor.since(), Some(Millis(940_000)));
        assert!(!cursor.see("Observation", "a", "1", Some(Millis(1_000_000))));
        assert!(cursor.see("Observation", "a", "2", Some(Millis(1_000_000))));
        assert!(cursor.see("Observation", "b", "1", Some(Millis(2_000_000))));
        cursor.trim();
        assert_eq!(cursor.seen.len(), 1);
    }
}
