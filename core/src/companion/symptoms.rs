//! Symptoms, as the person tells them.

use super::Companion;
use crate::error::{Error, Result};
use crate::model::symptom::Symptom;
use crate::model::view::SymptomRow;
use crate::model::{Entry, Invalid, LocalDay, PersonId, Problem, Record, RecordId, RecordKind, Stamp};
use crate::store::Reading;

/// How long before a day a symptom that lasts over it may have been told.
const LASTS_DAYS: i64 = 60;

impl Companion {
    /// Records a symptom noticed at `at`.
    ///
    /// # Errors
    /// The field that is refused: `at` when it lies ahead, `since` after the day of `at`, or one of [`Symptom::checked`];
    /// [`Error::NotFound`] when the person is not there.
    pub fn add_symptom(&self, person: PersonId, at: Stamp, symptom: Symptom) -> Result<Record> {
        self.must_have_happened(at)?;
        self.record(person, at, Entry::Symptom(dated(symptom, at)?))
    }

    /// Corrects a symptom: a new version is written and the one before it kept.
    ///
    /// # Errors
    /// As [`add_symptom`](Self::add_symptom); `kind` when the record is no symptom.
    pub fn correct_symptom(&self, id: RecordId, at: Stamp, symptom: Symptom) -> Result<Record> {
        self.must_have_happened(at)?;
        self.amend(id, at, Entry::Symptom(dated(symptom, at)?))
    }

    /// Says on which day a symptom was there for the last time.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such symptom; `until` when it lies before its beginning.
    pub fn end_symptom(&self, id: RecordId, until: LocalDay) -> Result<Record> {
        let record = self.store.read(|store| store.record(id))?.ok_or(Error::NotFound("symptom"))?;
        let Entry::Symptom(mut symptom) = record.entry else { return Err(Error::NotFound("symptom")) };
        if until < symptom.since.unwrap_or(record.at.day()) {
            return Err(Error::Invalid(Invalid::new("until", Problem::Contradiction)));
        }
        symptom.until = Some(until);
        self.amend(id, record.at, Entry::Symptom(symptom))
    }
}

fn dated(symptom: Symptom, at: Stamp) -> Result<Symptom, Invalid> {
    if symptom.since.is_some_and(|since| since > at.day()) {
        return Err(Invalid::new("since", Problem::Contradiction));
    }
    if symptom.until.is_some_and(|until| until < symptom.since.unwrap_or(at.day())) {
        return Err(Invalid::new("until", Problem::Contradiction));
    }
    Ok(symptom)
}

/// The symptoms that were told on `day`, or are known to have lasted over it.
pub(super) fn on_day(store: &Reading<'_>, person: PersonId, day: LocalDay) -> Result<Vec<SymptomRow>> {
    let (first, last) = (day.plus_days(-LASTS_DAYS), day.plus_days(LASTS_DAYS));
    let mut rows = Vec::new();
    for record in store.records_on_days(person, RecordKind::Symptom, first, last)? {
        let told = record.at.day();
        let Entry::Symptom(symptom) = record.entry else { continue };
        // One that goes on is known to have lasted until it was told.
        let (first, last) = (symptom.since.unwrap_or(told), symptom.until.unwrap_or(told));
        if told == day || (first <= day && day <= last) {
            rows.push(SymptomRow { id: record.id, at: record.at, symptom });
        }
    }
    Ok(rows)
}
