//! Medicines: what is taken, what is due today, what was taken or left out.

use super::Companion;
use crate::error::{Error, Result};
use crate::model::medicine::{Dose, DoseAmount, DoseSlot, DoseState, Medicine};
use crate::model::view::DoseRow;
use crate::model::{Entry, Invalid, LocalDay, PersonId, Problem, Record, RecordId, RecordKind, Stamp};
use crate::store::Reading;

/// A dose to note.
#[derive(Debug, Clone, PartialEq)]
pub struct NewDose {
    /// The medicine's record.
    pub medicine: RecordId,
    /// Which of the day's times; none lets the core choose the first that is still due, or, for what is
    /// taken only when needed, says just that it was taken.
    pub slot: Option<DoseSlot>,
    /// The day that it was due on; none for the day of the time at which it is noted.
    pub day: Option<LocalDay>,
    /// Taken or left out.
    pub state: DoseState,
    /// How much, where it was not what was due.
    pub amount: Option<f64>,
    /// Why, in the person's own words.
    pub note: String,
}

impl NewDose {
    /// The next due dose of `medicine`, taken as it was due.
    #[must_use]
    pub const fn taken(medicine: RecordId) -> Self {
        Self { medicine, slot: None, day: None, state: DoseState::Taken, amount: None, note: String::new() }
    }
}

impl Companion {
    /// Adds a medicine that the person takes.
    ///
    /// # Errors
    /// The field that is refused: see [`Medicine::checked`].
    pub fn add_medicine(&self, person: PersonId, at: Stamp, medicine: Medicine) -> Result<Record> {
        self.record(person, at, Entry::Medicine(medicine))
    }

    /// The person's medicines in the order in which they were added: those that are taken on `day`, or all
    /// that ever were.
    ///
    /// # Errors
    /// Only those of the store.
    pub fn medicines(&self, person: PersonId, day: Option<LocalDay>) -> Result<Vec<(RecordId, Medicine)>> {
        let records = self.store.read(|store| store.records_of(person, RecordKind::Medicine))?;
        Ok(records
            .into_iter()
            .filter_map(|record| match record.entry {
                Entry::Medicine(medicine) => Some((record.id, medicine)),
                _ => None,
            })
            .filter(|(_, medicine)| day.is_none_or(|day| medicine.is_active(day)))
            .collect())
    }

    /// Says that a medicine is taken for the last time on `day`.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such medicine; `until` when `day` lies before its first.
    pub fn stop_medicine(&self, id: RecordId, day: LocalDay) -> Result<Record> {
        let (record, mut medicine) = self.store.read(|store| medicine(store, id))?;
        medicine.until = Some(day);
        self.amend(id, record.at, Entry::Medicine(medicine))
    }

    /// Notes that a dose was taken or left out at `at`. One that is noted already for the same time of the
    /// same day is corrected, not noted twice.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the medicine is not the person's; `slot` when the medicine is not due then;
    /// `at` when it lies ahead; `amount` or `note` when refused.
    pub fn note_dose(&self, person: PersonId, at: Stamp, new: &NewDose) -> Result<Record> {
        self.must_have_happened(at)?;
        let day = new.day.unwrap_or(at.day());
        let (slot, known) = self.store.read(|store| {
            let (record, medicine) = medicine(store, new.medicine)?;
            if record.person != person {
                return Err(Error::NotFound("medicine"));
            }
            let noted = doses(store, person, day)?;
            let noted = |slot: DoseSlot| {
                noted.iter().find(|(_, dose)| dose.medicine == new.medicine && dose.slot == Some(slot))
            };
            let due = medicine.due_on(day);
            let slot = match new.slot {
                Some(slot) if due.iter().any(|time| time.slot == slot) => Some(slot),
                Some(_) => return Err(Error::Invalid(Invalid::new("slot", Problem::Contradiction))),
                None => due.iter().map(|time| time.slot).find(|slot| noted(*slot).is_none()),
            };
            Ok((slot, slot.and_then(noted).map(|(record, _)| record.id)))
        })?;
        let note = new.note.clone();
        let dose = Dose { medicine: new.medicine, day, slot, state: new.state, amount: new.amount, note };
        match known {
            Some(id) => self.amend(id, at, Entry::Dose(dose)),
            None => self.record(person, at, Entry::Dose(dose)),
        }
    }

    /// The doses of a day: what is due, with what became of it, then what was taken because it was needed.
    ///
    /// # Errors
    /// Only those of the store.
    pub fn doses_on(&self, person: PersonId, day: LocalDay) -> Result<Vec<DoseRow>> {
        self.store.read(|store| on_day(store, person, day))
    }
}

fn medicine(store: &Reading<'_>, id: RecordId) -> Result<(Record, Medicine)> {
    let record = store.record(id)?.ok_or(Error::NotFound("medicine"))?;
    match &record.entry {
        Entry::Medicine(medicine) => {
            let medicine = medicine.clone();
            Ok((record, medicine))
        }
        _ => Err(Error::NotFound("medicine")),
    }
}

/// The doses that belong to `day`, whenever they were taken: oldest first.
fn doses(store: &Reading<'_>, person: PersonId, day: LocalDay) -> Result<Vec<(Record, Dose)>> {
    // Zones lie within a day of each other, and a dose is noted at most two days after it was due.
    let records = store.records_on_days(person, RecordKind::Dose, day.plus_days(-3), day.plus_days(5))?;
    Ok(records
        .into_iter()
        .filter_map(|record| match &record.entry {
            Entry::Dose(dose) if dose.day == day => {
                let dose = dose.clone();
                Some((record, dose))
            }
            _ => None,
        })
        .collect())
}

/// What [`Companion::doses_on`] answers.
pub(super) fn on_day(store: &Reading<'_>, person: PersonId, day: LocalDay) -> Result<Vec<DoseRow>> {
    let mut noted = doses(store, person, day)?;
    let mut rows = Vec::new();
    for record in store.records_of(person, RecordKind::Medicine)? {
        let Entry::Medicine(medicine) = &record.entry else { continue };
        for time in medicine.due_on(day) {
            let same = |(_, dose): &(Record, Dose)| dose.medicine == record.id && dose.slot == Some(time.slot);
            let found = noted.iter().position(same).map(|at| noted.remove(at));
            rows.push(row(record.id, medicine, Some(time.slot), medicine.amount_at(*time), found));
        }
    }
    rows.sort_by_key(|row| row.slot.map(|slot| (slot.minute(), slot)));
    // What was taken beside the plan, or by a plan that has changed since.
    for (record, dose) in noted {
        let Some(of) = store.record(dose.medicine)? else { continue };
        let Entry::Medicine(medicine) = &of.entry else { continue };
        rows.push(row(of.id, medicine, dose.slot, medicine.dose, Some((record, dose))));
    }
    Ok(rows)
}

fn row(
    id: RecordId,
    medicine: &Medicine,
    slot: Option<DoseSlot>,
    due: Option<DoseAmount>,
    noted: Option<(Record, Dose)>,
) -> DoseRow {
    let taken = noted.as_ref().and_then(|(_, dose)| dose.amount);
    let amount = match (taken, medicine.dose) {
        (Some(value), Some(usual)) => Some(DoseAmount { value, ..usual }),
        _ => due,
    };
    DoseRow {
        medicine: id,
        name: medicine.name.clone(),
        slot,
        amount,
        state: noted.as_ref().map(|(_, dose)| dose.state),
        id: noted.as_ref().map(|(record, _)| record.id),
        at: noted.as_ref().map(|(record, _)| record.at),
    }
}
