//! Vital signs that a person takes one at a time.

use super::Companion;
use crate::error::{Error, Result};
use crate::model::plausible::{self, REMEMBERED};
use crate::model::vital::Vital;
use crate::model::{Entry, Millis, PersonId, Record, RecordId, RecordKind, Stamp, TimeRange};

/// How far back a reading is compared with earlier ones.
const COMPARED_MS: i64 = 90 * Millis::DAY;

/// Whether a person was asked about a value that is seldom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// Not yet: a seldom value is not kept, and the error names its field.
    NotYet,
    /// They were asked, and it is right; or a device measured it.
    Confirmed,
}

impl Companion {
    /// Records a measurement taken at `at`, as a device told it or as the person has confirmed it.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the person is not there. What is impossible is refused earlier, where the
    /// [`Vital`] is made.
    pub fn add_vital(&self, person: PersonId, at: Stamp, vital: Vital) -> Result<Record> {
        self.record(person, at, Entry::Vital(vital))
    }

    /// Records a measurement that the person typed.
    ///
    /// # Errors
    /// [`Error::Unusual`] when it is possible but seldom and was not asked about yet: see
    /// [`plausible`]; `at` when it lies ahead. Else as [`add_vital`](Self::add_vital).
    pub fn enter_vital(&self, person: PersonId, at: Stamp, vital: Vital, asked: Asked) -> Result<Record> {
        self.ask(person, at, &vital, None, asked)?;
        self.add_vital(person, at, vital)
    }

    /// Corrects a measurement: a new version is written and the one before it kept.
    ///
    /// # Errors
    /// As [`enter_vital`](Self::enter_vital); [`Error::NotFound`] when there is no such measurement.
    pub fn correct_vital(&self, id: RecordId, at: Stamp, vital: Vital, asked: Asked) -> Result<Record> {
        let known = self.store.read(|store| store.record(id))?;
        let known = known.filter(|record| record.entry.kind() == RecordKind::Vital).ok_or(Error::NotFound("record"))?;
        self.ask(known.person, at, &vital, Some(id), asked)?;
        self.amend(id, at, Entry::Vital(vital))
    }

    /// The person's measurements of what `like` measures, newest first, at most `limit`, from the three
    /// months before `at`.
    ///
    /// # Errors
    /// Only those of the store.
    pub fn earlier_vitals(&self, person: PersonId, at: Millis, like: &Vital, limit: u32) -> Result<Vec<Record>> {
        let range = TimeRange::new(at.plus(-COMPARED_MS), at.plus(1));
        self.store.read(|store| store.latest_vitals(person, like, range, limit))
    }

    fn ask(&self, person: PersonId, at: Stamp, vital: &Vital, except: Option<RecordId>, asked: Asked) -> Result<()> {
        self.must_have_happened(at)?;
        if asked == Asked::Confirmed {
            return Ok(());
        }
        let adult = self.person(person)?.age_on(at.day()).is_none_or(|age| age >= 18);
        let before: Vec<Vital> = self
            .earlier_vitals(person, at.at, vital, REMEMBERED + 1)?
            .into_iter()
            .filter(|record| Some(record.id) != except)
            .filter_map(|record| match record.entry {
                Entry::Vital(vital) => Some(vital),
                _ => None,
            })
            .collect();
        match plausible::unusual(vital, &before, adult) {
            Some(field) => Err(Error::Unusual(field)),
            None => Ok(()),
        }
    }
}
