//! Events: vaccinations, visits to a doctor, stays, accidents.

use serde::{Deserialize, Serialize};

use super::coded::coded;
use super::day::LocalDay;
use super::{Invalid, Problem, text};

coded! {
    /// What happened.
    EventKind {
        Vaccination = "vaccination",
        Visit = "visit",
        Checkup = "checkup",
        Admission = "admission",
        Surgery = "surgery",
        Injury = "injury",
        Travel = "travel",
        Other = "other",
    }
}

/// Something that happened once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// What sort of thing.
    pub what: EventKind,
    /// Which one, in a few words, 1 to 200 characters: the vaccine, the reason of the visit.
    pub title: String,
    /// Where, at most 200 characters: the clinic.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub place: String,
    /// The last day, where it took more than one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<LocalDay>,
    /// The person's own words, at most 2,000 characters: lot number, what the doctor said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

impl Event {
    /// An event of which only the title is known.
    ///
    /// # Errors
    /// `title` empty or over 200 characters.
    pub fn new(what: EventKind, title: &str) -> Result<Self, Invalid> {
        Self { what, title: title.to_owned(), place: String::new(), until: None, note: String::new() }.checked()
    }

    /// The event, if it is whole.
    ///
    /// # Errors
    /// `title` missing; `title`, `place` or `note` too long.
    pub fn checked(mut self) -> Result<Self, Invalid> {
        self.title = text::required("title", &self.title, 200)?;
        self.place = text::optional("place", &self.place, 200)?;
        self.note = text::optional("note", &self.note, 2_000)?;
        Ok(self)
    }

    /// The event, if it does not end before it begins on `day`.
    ///
    /// # Errors
    /// `until` before `day`.
    pub fn beginning(self, day: LocalDay) -> Result<Self, Invalid> {
        if self.until.is_some_and(|until| until < day) {
            return Err(Invalid::new("until", Problem::Contradiction));
        }
        Ok(self)
    }
}
