//! Small things kept for a person: settings of a screen, sync cursors, the state of detectors.

use super::{Appended, Reading, Writing};
use crate::model::vital::{Vital, VitalKind};
use crate::model::{Entry, Invalid, Millis, PersonId, Problem, Record, RecordKind};
use crate::{Error, Result};

/// The key of the earliest instant whose heart rate or steps nobody has looked at.
const UNSEEN: &str = "series.unseen";
/// The key of the earliest instant of a measurement or a symptom that was written, changed or deleted
/// and that nobody has looked at.
const UNSEEN_RECORDS: &str = "records.unseen";

impl Reading<'_> {
    /// The earliest instant of heart rate and steps stored since [`Writing::seen`] was last said,
    /// whichever way they came; `None` when nothing was.
    ///
    /// # Errors
    /// What the database says.
    pub fn unseen(&self, person: PersonId) -> Result<Option<Millis>> {
        self.unseen_of(person, UNSEEN)
    }

    /// The earliest instant of a vital sign or a symptom that was written, changed or deleted since
    /// [`Writing::seen_records`] was last said, whichever way it came; `None` when none was.
    ///
    /// # Errors
    /// What the database says.
    pub fn unseen_records(&self, person: PersonId) -> Result<Option<Millis>> {
        self.unseen_of(person, UNSEEN_RECORDS)
    }

    fn unseen_of(&self, person: PersonId, key: &str) -> Result<Option<Millis>> {
        let found = self.one(
            "SELECT CAST(value AS INTEGER) FROM meta WHERE person = ?1 AND key = ?2",
            (person.as_bytes(), key),
            |row| Ok(row.get(0)?),
        )?;
        Ok(found.map(Millis))
    }

    /// The value kept under `key`.
    ///
    /// # Errors
    /// What the database says.
    pub fn meta(&self, person: PersonId, key: &str) -> Result<Option<String>> {
        self.one("SELECT value FROM meta WHERE person = ?1 AND key = ?2", (person.as_bytes(), key), |row| {
            Ok(row.get(0)?)
        })
    }

    /// The state that the detector `name` last saved, as it gave it.
    ///
    /// # Errors
    /// What the database says.
    pub fn detector_state(&self, person: PersonId, name: &str) -> Result<Option<Vec<u8>>> {
        self.one("SELECT state FROM detector WHERE person = ?1 AND name = ?2", (person.as_bytes(), name), |row| {
            Ok(row.get(0)?)
        })
    }

    /// When the past states of the detectors are of, the oldest first.
    ///
    /// # Errors
    /// What the database says.
    pub fn past_detectors(&self, person: PersonId) -> Result<Vec<Millis>> {
        self.all("SELECT at FROM detector_past WHERE person = ?1 ORDER BY at", [person.as_bytes()], |row| {
            Ok(Millis(row.get(0)?))
        })
    }

    /// The state of the detectors when they had seen what was measured before `at`, a midnight in UTC.
    ///
    /// # Errors
    /// What the database says.
    pub fn past_detector(&self, person: PersonId, at: Millis) -> Result<Option<Vec<u8>>> {
        self.one("SELECT state FROM detector_past WHERE person = ?1 AND at = ?2", (person.as_bytes(), at.0), |row| {
            Ok(row.get(0)?)
        })
    }
}

impl Writing<'_> {
    /// Remembers the earliest instant of what was `appended`, with what was appended.
    pub(super) fn note_unseen(&self, person: PersonId, appended: &Appended) -> Result<()> {
        appended.first.map_or(Ok(()), |first| self.note_unseen_at(person, UNSEEN, first))
    }

    /// Remembers that `record` was written, changed or is erased, if detectors look at its kind.
    pub(super) fn note_unseen_record(&self, record: &Record) -> Result<()> {
        if !matches!(record.entry.kind(), RecordKind::Vital | RecordKind::Symptom) {
            return Ok(());
        }
        self.note_unseen_at(record.person, UNSEEN_RECORDS, record.at.at)?;
        // What a watch states once a day is looked at together with the nights.
        if let Entry::Vital(Vital::Single { kind, .. }) = &record.entry
            && matches!(kind, VitalKind::RestingHeartRate | VitalKind::Rmssd | VitalKind::RespiratoryRate)
        {
            self.note_unseen_at(record.person, UNSEEN, record.at.at)?;
        }
        Ok(())
    }

    fn note_unseen_at(&self, person: PersonId, key: &str, first: Millis) -> Result<()> {
        self.run(
            "INSERT INTO meta (person, key, value) VALUES (?1, ?2, CAST(?3 AS TEXT))
             ON CONFLICT (person, key) DO UPDATE SET value = excluded.value
             WHERE CAST(excluded.value AS INTEGER) < CAST(value AS INTEGER)",
            (person.as_bytes(), key, first.0),
        )?;
        Ok(())
    }

    /// Everything that is stored has been looked at, as far as it can be by now.
    ///
    /// # Errors
    /// What the database says.
    pub fn seen(&self, person: PersonId) -> Result<()> {
        self.run("DELETE FROM meta WHERE person = ?1 AND key = ?2", (person.as_bytes(), UNSEEN))?;
        Ok(())
    }

    /// Every vital sign and symptom that stands and lies not after `now` has been looked at.
    ///
    /// # Errors
    /// What the database says.
    pub fn seen_records(&self, person: PersonId, now: Millis) -> Result<()> {
        self.run("DELETE FROM meta WHERE person = ?1 AND key = ?2", (person.as_bytes(), UNSEEN_RECORDS))?;
        // A device whose clock is ahead: what it measured is looked at when its time has come.
        let ahead = self.one(
            "SELECT min(at) AS at FROM record WHERE person = ?1 AND kind IN ('vital', 'symptom') AND at > ?2",
            (person.as_bytes(), now.0),
            |row| Ok(row.get::<_, Option<i64>>("at")?),
        )?;
        match ahead.flatten() {
            Some(at) => self.note_unseen_at(person, UNSEEN_RECORDS, Millis(at)),
            None => Ok(()),
        }
    }

    /// Keeps `value` under `key`; `None` forgets it.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such person; what the database says.
    pub fn set_meta(&self, person: PersonId, key: &str, value: Option<&str>) -> Result<()> {
        self.must_know(person)?;
        match value {
            Some(value) => self.run(
                "INSERT INTO meta (person, key, value) VALUES (?1, ?2, ?3)
                 ON CONFLICT (person, key) DO UPDATE SET value = excluded.value",
                (person.as_bytes(), key, value),
            )?,
            None => self.run("DELETE FROM meta WHERE person = ?1 AND key = ?2", (person.as_bytes(), key))?,
        };
        Ok(())
    }

    /// Keeps the state of the detector `name`, at most 64 KiB; `None` forgets it.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such person; [`Error::Invalid`] when the state is too
    /// long; what the database says.
    pub fn set_detector_state(&self, person: PersonId, name: &str, state: Option<&[u8]>) -> Result<()> {
        self.must_know(person)?;
        match state {
            Some(state) => self.run(
                "INSERT INTO detector (person, name, state) VALUES (?1, ?2, ?3)
                 ON CONFLICT (person, name) DO UPDATE SET state = excluded.state",
                (person.as_bytes(), name, short_enough(state)?),
            )?,
            None => self.run("DELETE FROM detector WHERE person = ?1 AND name = ?2", (person.as_bytes(), name))?,
        };
        Ok(())
    }

    /// Keeps the detectors' state of an instant, at most 64 KiB; `None` forgets it.
    ///
    /// # Errors
    /// As [`set_detector_state`](Self::set_detector_state).
    pub fn set_past_detector(&self, person: PersonId, at: Millis, state: Option<&[u8]>) -> Result<()> {
        self.must_know(person)?;
        match state {
            Some(state) => self.run(
                "INSERT INTO detector_past (person, at, state) VALUES (?1, ?2, ?3)
                 ON CONFLICT (person, at) DO UPDATE SET state = excluded.state",
                (person.as_bytes(), at.0, short_enough(state)?),
            )?,
            None => self.run("DELETE FROM detector_past WHERE person = ?1 AND at = ?2", (person.as_bytes(), at.0))?,
        };
        Ok(())
    }
}

/// A detector's state is at most 64 KiB.
fn short_enough(state: &[u8]) -> Result<&[u8]> {
    if state.len() > 64 * 1024 {
        return Err(Error::Invalid(Invalid::new("detector_state", Problem::TooLong)));
    }
    Ok(state)
}
