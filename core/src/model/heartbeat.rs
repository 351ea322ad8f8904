//! A sign of life of the phone that keeps a person's record.
//!
//! Whoever watches over a person from afar sees nothing for two reasons: nothing was recorded, or nothing
//! was sent. The heartbeat tells them apart: it says until when the phone lived and what it had by then.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::consent::DataClass;
use super::time::Millis;
use super::{Invalid, Problem};

/// What a phone says of itself at an instant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heartbeat {
    /// When it says so, by its own clock.
    pub at: Millis,
    /// When a sync last got through to its end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub synced: Option<Millis>,
    /// The instant of the newest that it holds of each class that has anything.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub newest: BTreeMap<DataClass, Millis>,
}

impl Heartbeat {
    /// How far a clock may be ahead of another: what lies further in the future was not measured yet.
    const AHEAD: i64 = Millis::HOUR;

    /// A sign of life, and nothing else.
    #[must_use]
    pub const fn new(at: Millis) -> Self {
        Self { at, synced: None, newest: BTreeMap::new() }
    }

    /// Without the classes that `is_let_out` does not name: when a person last ate is a part of what
    /// they eat.
    #[must_use]
    pub fn limited(mut self, mut is_let_out: impl FnMut(DataClass) -> bool) -> Self {
        self.newest.retain(|class, _| is_let_out(*class));
        self
    }

    /// What is known from both, of two phones of one person or of one at two instants: the later of each.
    #[must_use]
    pub fn joined(mut self, other: &Self) -> Self {
        self.at = self.at.max(other.at);
        self.synced = self.synced.max(other.synced);
        for (class, at) in &other.newest {
            let newest = self.newest.entry(*class).or_insert(*at);
            *newest = (*newest).max(*at);
        }
        self
    }

    /// The heartbeat, if a phone with a working clock can have said it.
    ///
    /// # Errors
    /// `synced` or `newest` where one lies over an hour after the heartbeat itself.
    pub fn checked(self) -> Result<Self, Invalid> {
        let end = self.at.plus(Self::AHEAD);
        let late = |at: &Millis| *at > end;
        for (field, wrong) in
            [("synced", self.synced.as_ref().is_some_and(late)), ("newest", self.newest.values().any(late))]
        {
            if wrong {
                return Err(Invalid::new(field, Problem::Contradiction));
            }
        }
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn beat(at: i64, newest: &[(DataClass, i64)]) -> Heartbeat {
        let newest = newest.iter().map(|(class, at)| (*class, Millis(*at))).collect();
        Heartbeat { newest, ..Heartbeat::new(Millis(at)) }
    }

    #[test]
    fn of_two_phones_the_later_of_each_is_known() {
        use DataClass::{HeartRate, Meals, Sleep};
        let phone = beat(100, &[(HeartRate, 90), (Meals, 10)]);
        let tablet = beat(80, &[(Meals, 70), (Sleep, 5)]);
        let both = phone.clone().joined(&tablet);
        assert_eq!(both, tablet.joined(&phone));
        assert_eq!((both.at, both.synced), (Millis(100), None));
        assert_eq!(both.newest, beat(0, &[(HeartRate, 90), (Meals, 70), (Sleep, 5)]).newest);
    }

    #[test]
    fn what_is_not_let_out_is_not_told_by_its_time_either() {
        let told = beat(100, &[(DataClass::HeartRate, 90), (DataClass::Meals, 10)])
            .limited(|class| class == DataClass::HeartRate);
        let text = serde_json::to_string(&told).unwrap();
        assert_eq!(text, r#"{"at":100,"newest":{"heart_rate":90}}"#);
        assert_eq!(serde_json::from_str::<Heartbeat>(&text).unwrap(), told);
    }

    #[test]
    fn what_a_phone_cannot_know_yet_is_refused() {
        let hour = Millis::HOUR;
        assert!(beat(100, &[(DataClass::Sleep, 100 + hour)]).checked().is_ok());
        let wrong = beat(100, &[(DataClass::Sleep, 101 + hour)]).checked().unwrap_err();
        assert_eq!(wrong.field, "newest");
        let ahead = Heartbeat { synced: Some(Millis(200 + hour)), ..Heartbeat::new(Millis(100)) };
        assert_eq!(ahead.checked().unwrap_err().field, "synced");
    }
}
