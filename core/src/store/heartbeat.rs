//! What is known of the phone that keeps a person's record, where this is another one.

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::{Reading, Writing};
use crate::detect::watch::Signs;
use crate::model::PersonId;
use crate::model::heartbeat::Heartbeat;
use crate::{Error, Result};

/// The key under which it is kept.
const HEARTBEAT: &str = "heartbeat";

/// The last heartbeat that came, and when there were any.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heartbeats {
    /// What is known from all of them.
    pub last: Heartbeat,
    /// The hours in which they were said.
    pub heard: Signs,
}

impl Reading<'_> {
    /// What is known of the phone of a person; `None` when no heartbeat ever came.
    ///
    /// # Errors
    /// What the database says.
    pub fn heartbeats(&self, person: PersonId) -> Result<Option<Heartbeats>> {
        let kept = self.meta(person, HEARTBEAT)?;
        kept.map(|kept| serde_json::from_str(&kept).map_err(|_| Error::Unreadable("heartbeat"))).transpose()
    }
}

impl Writing<'_> {
    /// Forgets what is known of the phone of a person.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such person; what the database says.
    pub fn forget_heartbeats(&self, person: PersonId) -> Result<()> {
        self.set_meta(person, HEARTBEAT, None)
    }

    /// Keeps a heartbeat that came from another phone, in any order. Its times are shown in the person's zone.
    ///
    /// # Errors
    /// [`Error::Invalid`] when no phone with a working clock can have said it, [`Error::NotFound`] when
    /// there is no such person; what the database says.
    pub fn put_heartbeat(&self, person: PersonId, zone: Tz, beat: &Heartbeat) -> Result<()> {
        let beat = beat.clone().checked()?;
        let mut kept = match self.heartbeats(person)? {
            Some(kept) => Heartbeats { last: kept.last.joined(&beat), heard: kept.heard },
            None => Heartbeats { last: beat.clone(), heard: Signs::default() },
        };
        kept.heard.push(beat.at, zone);
        let text = serde_json::to_string(&kept).map_err(|_| Error::Unreadable("heartbeat"))?;
        self.set_meta(person, HEARTBEAT, Some(&text))
    }
}
