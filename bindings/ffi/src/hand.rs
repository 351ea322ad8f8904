//! What a person enters by hand: as they typed it, read and checked by the core.

use mimamori::companion::{Asked, NewDose};
use mimamori::model::event::{Event, EventKind};
use mimamori::model::heart::Bpm;
use mimamori::model::medicine::{
    DoseSlot, DoseState, DoseTime, DoseUnit, Medicine, MedicineDays, MedicineOrigin, MedicineSchedule,
};
use mimamori::model::quantity::{Unit, Units};
use mimamori::model::sleep::Sleep;
use mimamori::model::symptom::{Strength, Symptom, SymptomKind};
use mimamori::model::vital::{Arm, BloodPressure, Circumstances, MealRelation, Occasion, Site, Vital};
use mimamori::model::{Entry, LocalDay, Millis, PersonId, RecordId, Stamp};
use mimamori::text::{Words, typed};
use mimamori::{Error, Result};

use crate::companion::{MimamoriCompanion, stamp};
use crate::error::CompanionError;
use crate::types::{chosen, refused, weekday};

/// A measurement, as a person typed it.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct TypedVital {
    /// What: `bp`, `weight`, `temperature`, `oxygen_saturation`, `glucose` …, or a word for it.
    pub kind: String,
    /// The number or numbers, with a unit where it is not the person's usual one: `135/85/64`, `61,5`,
    /// `134 lb`, `３６．８`.
    pub text: String,
    /// When in the day, as the person means it: `morning`, `evening` …
    pub occasion: Option<String>,
    /// Of blood pressure: `left` or `right`.
    pub arm: Option<String>,
    /// Of glucose: how it lay to food.
    pub meal: Option<String>,
    /// Of temperature: where on the body.
    pub site: Option<String>,
}

/// What became of a measurement that was typed.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
pub enum EnteredVital {
    /// It is kept.
    Kept {
        /// Its record.
        record: RecordId,
    },
    /// It is possible but seldom: nothing was kept. Ask, and enter it again as confirmed.
    AskAgain {
        /// The field to ask about, in the reader's language.
        field: String,
    },
}

/// A symptom.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct SymptomEntry {
    /// A code of [`choices`](MimamoriCompanion::choices).
    pub kind: String,
    /// The person's own words; needed for `other`.
    pub words: String,
    /// The first day of it.
    pub since: Option<LocalDay>,
    /// The last day of it.
    pub until: Option<LocalDay>,
    /// `absent`, `mild`, `moderate` or `severe`.
    pub strength: Option<String>,
    /// How strong on a scale from 0 to 10; says the strength too.
    pub score: Option<u8>,
}

/// A medicine that the person takes.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct MedicineEntry {
    /// Its name.
    pub name: String,
    /// What it is for; may be empty.
    pub purpose: String,
    /// How much at a time, as it is said: `1錠`, `5 mL`; none where nobody knows.
    pub dose: Option<String>,
    /// When on a day: codes of [`choices`](MimamoriCompanion::choices) or times of the clock; none for what is
    /// taken when needed.
    pub times: Vec<String>,
    /// On which weekdays, Monday 1 to Sunday 7; none for every day.
    pub weekdays: Vec<u8>,
    /// Every so many days, from `from` on; unset for every day.
    pub every_days: Option<u16>,
    /// Of what is taken when needed: at most so many times a day.
    pub most_a_day: Option<u8>,
    /// The first day.
    pub from: LocalDay,
    /// The last day.
    pub until: Option<LocalDay>,
    /// `prescribed`, `over_the_counter` or `supplement`.
    pub origin: String,
    /// The person's own words; may be empty.
    pub note: String,
}

/// A medicine in a list.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct MedicineCard {
    /// Its record.
    pub id: RecordId,
    /// Its name.
    pub name: String,
    /// All there is to say of it, in one line.
    pub line: String,
}

/// A dose that was taken or left out.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct DoseEntry {
    /// The medicine's record.
    pub medicine: RecordId,
    /// Which of the day's times, as the dose's card names it; unset for the first that is still due.
    pub slot: Option<String>,
    /// The day on which it was due; unset for today.
    pub day: Option<LocalDay>,
    /// Whether it was taken; left out otherwise.
    pub taken: bool,
    /// How much, where it was not what was due.
    pub amount: Option<f64>,
    /// Why, in the person's own words; may be empty.
    pub note: String,
}

/// A dose of a day.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct DoseCard {
    /// The medicine's record.
    pub medicine: RecordId,
    /// The dose's own, once it was noted.
    pub record: Option<RecordId>,
    /// The medicine's name.
    pub name: String,
    /// Which of the day's times; unset for what was taken when needed.
    pub slot: Option<String>,
    /// The same in words.
    pub time: String,
    /// How much, in words; empty where nobody knows.
    pub amount: String,
    /// What became of it; unset while it is due.
    pub taken: Option<bool>,
    /// The same in words.
    pub state: String,
}

/// Something that happened once.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct EventEntry {
    /// A code of [`choices`](MimamoriCompanion::choices).
    pub kind: String,
    /// What it was.
    pub title: String,
    /// Where; may be empty.
    pub place: String,
    /// The last day, of what lasted.
    pub until: Option<LocalDay>,
    /// The person's own words; may be empty.
    pub note: String,
}

/// A symptom, an event or a sleep of a day, in one line.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct NoteCard {
    /// Its record.
    pub id: RecordId,
    /// `symptom`, `event` or `sleep`.
    pub kind: String,
    /// When, in words.
    pub time: String,
    /// What, in words.
    pub line: String,
}

/// Something to choose from.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Choice {
    /// As methods take it; never changes.
    pub code: String,
    /// In the reader's language.
    pub name: String,
}

/// What there is to choose from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum ChoiceList {
    /// Symptoms.
    Symptoms,
    /// Kinds of events.
    Events,
    /// Times of a day at which medicines are taken.
    DoseTimes,
    /// What doses are counted in.
    DoseUnits,
    /// Occasions of a measurement.
    Occasions,
    /// How a glucose reading lies to food.
    MealRelations,
    /// Where a temperature is taken.
    Sites,
    /// Conditions that a profile can declare.
    Conditions,
    /// Habits to begin with.
    HabitPresets,
    /// What a chart can show.
    Charts,
}

#[uniffi::export]
impl MimamoriCompanion {
    /// Records a measurement as it was typed. The impossible is refused by the name of its field; the
    /// seldom is asked about first, unless it is `confirmed`.
    pub async fn enter_vital(
        &self,
        person: PersonId,
        vital: TypedVital,
        confirmed: bool,
        at: Millis,
    ) -> Result<EnteredVital, CompanionError> {
        self.with(move |core, words| {
            let read = read_vital(&vital, &core.person(person)?.profile.units)?;
            let kept = core.enter_vital(person, stamp(core, person, at)?, read, asked(confirmed));
            entered(kept.map(|record| record.id), &read, words)
        })
        .await
    }

    /// Corrects a measurement; the version before it is kept.
    pub async fn correct_vital(
        &self,
        person: PersonId,
        record: RecordId,
        vital: TypedVital,
        confirmed: bool,
        at: Millis,
    ) -> Result<EnteredVital, CompanionError> {
        self.with(move |core, words| {
            let read = read_vital(&vital, &core.person(person)?.profile.units)?;
            core.record_of(person, record)?;
            let kept = core.correct_vital(record, stamp(core, person, at)?, read, asked(confirmed));
            entered(kept.map(|record| record.id), &read, words)
        })
        .await
    }

    /// Records a symptom.
    pub async fn add_symptom(
        &self,
        person: PersonId,
        symptom: SymptomEntry,
        at: Millis,
    ) -> Result<RecordId, CompanionError> {
        self.with(move |core, _| {
            let what = SymptomKind::from_code(&symptom.kind).ok_or_else(|| refused("kind"))?;
            let strength = chosen("strength", symptom.strength.as_deref(), &Strength::ALL, Strength::code)?;
            let entry = Symptom {
                words: symptom.words,
                since: symptom.since,
                until: symptom.until,
                strength,
                ..Symptom::new(what)
            };
            let entry = symptom.score.map_or_else(|| entry.clone(), |score| entry.clone().scored(score));
            Ok(core.add_symptom(person, stamp(core, person, at)?, entry)?.id)
        })
        .await
    }

    /// Says on which day a symptom was there for the last time.
    pub async fn end_symptom(&self, record: RecordId, until: LocalDay) -> Result<(), CompanionError> {
        self.with(move |core, _| core.end_symptom(record, until).map(drop)).await
    }

    /// Adds a medicine that the person takes.
    pub async fn add_medicine(
        &self,
        person: PersonId,
        medicine: MedicineEntry,
        at: Millis,
    ) -> Result<RecordId, CompanionError> {
        self.with(move |core, _| {
            let medicine = read_medicine(medicine)?;
            Ok(core.add_medicine(person, stamp(core, person, at)?, medicine)?.id)
        })
        .await
    }

    /// The medicines that the person takes on `day`, or all that they ever took.
    pub async fn medicines(
        &self,
        person: PersonId,
        day: Option<LocalDay>,
    ) -> Result<Vec<MedicineCard>, CompanionError> {
        self.with(move |core, words| {
            let card = |(id, medicine): (RecordId, Medicine)| MedicineCard {
                id,
                line: words.medicine(&medicine),
                name: medicine.name,
            };
            Ok(core.medicines(person, day)?.into_iter().map(card).collect())
        })
        .await
    }

    /// Says on which day a medicine is taken for the last time.
    pub async fn stop_medicine(&self, medicine: RecordId, last: LocalDay) -> Result<(), CompanionError> {
        self.with(move |core, _| core.stop_medicine(medicine, last).map(drop)).await
    }

    /// Notes that a medicine was taken, or left out.
    pub async fn note_dose(&self, person: PersonId, dose: DoseEntry, at: Millis) -> Result<RecordId, CompanionError> {
        self.with(move |core, _| {
            let slot = dose.slot.map(|code| DoseSlot::from_code(&code).ok_or_else(|| refused("slot"))).transpose()?;
            let new = NewDose {
                slot,
                day: dose.day,
                state: if dose.taken { DoseState::Taken } else { DoseState::Skipped },
                amount: dose.amount,
                note: dose.note,
                ..NewDose::taken(dose.medicine)
            };
            Ok(core.note_dose(person, stamp(core, person, at)?, &new)?.id)
        })
        .await
    }

    /// What is to be taken on a day, and what became of it.
    pub async fn doses(&self, person: PersonId, day: LocalDay) -> Result<Vec<DoseCard>, CompanionError> {
        self.with(move |core, words| {
            let rows = core.doses_on(person, day)?;
            Ok(rows
                .into_iter()
                .map(|row| DoseCard {
                    medicine: row.medicine,
                    record: row.id,
                    name: row.name,
                    slot: row.slot.map(DoseSlot::code),
                    time: row.slot.map_or_else(|| words.get("medicine-as-needed-short"), |slot| words.dose_slot(slot)),
                    amount: row.amount.map(|amount| words.dose_amount(amount)).unwrap_or_default(),
                    taken: row.state.map(|state| state == DoseState::Taken),
                    state: words.dose_state(row.state),
                })
                .collect())
        })
        .await
    }

    /// Records a vaccination, a visit, a stay, or what else happens once.
    pub async fn add_event(&self, person: PersonId, event: EventEntry, at: Millis) -> Result<RecordId, CompanionError> {
        self.with(move |core, _| {
            let what = EventKind::from_code(&event.kind).ok_or_else(|| refused("kind"))?;
            let event =
                Event { place: event.place, until: event.until, note: event.note, ..Event::new(what, &event.title)? };
            Ok(core.add_event(person, stamp(core, person, at)?, event)?.id)
        })
        .await
    }

    /// Records a sleep, from falling asleep to waking.
    pub async fn add_sleep(&self, person: PersonId, start: Millis, end: Millis) -> Result<RecordId, CompanionError> {
        self.with(move |core, _| {
            let sleep = Sleep::new(stamp(core, person, start)?, stamp(core, person, end)?, Vec::new())?;
            Ok(core.add_sleep(person, sleep)?.id)
        })
        .await
    }

    /// The symptoms, events and sleep of a day.
    pub async fn notes(&self, person: PersonId, day: LocalDay) -> Result<Vec<NoteCard>, CompanionError> {
        self.with(move |core, words| {
            let units = core.person(person)?.profile.units;
            let view = core.day(person, day)?;
            let note = |id: RecordId, at: &Stamp, entry: Entry| NoteCard {
                id,
                kind: entry.kind().code().to_owned(),
                time: words.time(at),
                line: words.entry(&entry, &units),
            };
            let symptoms = view.symptoms.into_iter().map(|row| note(row.id, &row.at, Entry::Symptom(row.symptom)));
            let events = view.events.into_iter().map(|row| note(row.id, &row.at, Entry::Event(row.event)));
            let sleep = view.sleep.into_iter().map(|row| note(row.id, &row.sleep.end.clone(), Entry::Sleep(row.sleep)));
            Ok(symptoms.chain(events).chain(sleep).collect())
        })
        .await
    }

    /// What there is to choose from, in the reader's language and in the order of a screen.
    pub async fn choices(&self, list: ChoiceList) -> Result<Vec<Choice>, CompanionError> {
        self.with(move |_, words| Ok(choices(list, words))).await
    }
}

fn asked(confirmed: bool) -> Asked {
    if confirmed { Asked::Confirmed } else { Asked::NotYet }
}

fn entered(kept: Result<RecordId>, vital: &Vital, words: &Words) -> Result<EnteredVital> {
    match kept {
        Ok(record) => Ok(EnteredVital::Kept { record }),
        Err(Error::Unusual("value")) => Ok(EnteredVital::AskAgain { field: words.vital(vital) }),
        Err(Error::Unusual(field)) => Ok(EnteredVital::AskAgain { field: words.field(field) }),
        Err(error) => Err(error),
    }
}

fn read_vital(vital: &TypedVital, units: &Units) -> Result<Vital> {
    let kind = typed::measure(&vital.kind).ok_or_else(|| refused("kind"))?;
    let circumstances = Circumstances {
        occasion: chosen("occasion", vital.occasion.as_deref(), Occasion::ALL, Occasion::code)?,
        arm: chosen("arm", vital.arm.as_deref(), Arm::ALL, Arm::code)?,
        meal: chosen("meal", vital.meal.as_deref(), MealRelation::ALL, MealRelation::code)?,
        site: chosen("site", vital.site.as_deref(), Site::ALL, Site::code)?,
    };
    let read = match kind {
        Some(kind) => Vital::typed(kind, typed::quantity("value", &vital.text, units.of(kind.unit()))?)?,
        None => {
            let (systolic, diastolic, pulse) = typed::pressure(&vital.text, units.of(Unit::MmHg))?;
            Vital::BloodPressure(BloodPressure::typed(systolic, diastolic, pulse.map(Bpm::new).transpose()?)?)
        }
    };
    Ok(read.taken(circumstances)?)
}

fn read_medicine(entry: MedicineEntry) -> Result<Medicine> {
    let times = entry.times.iter().map(|word| Ok(DoseTime::at(slot(word)?))).collect::<Result<Vec<_>>>()?;
    let days = match entry.every_days {
        _ if !entry.weekdays.is_empty() => {
            let days = entry.weekdays.iter().map(|day| weekday(*day)).collect::<Result<_>>()?;
            MedicineDays::Weekdays(days)
        }
        Some(every) => MedicineDays::Every(every),
        None => MedicineDays::Daily,
    };
    let schedule = match times.is_empty() {
        true => MedicineSchedule::AsNeeded { most_a_day: entry.most_a_day },
        false => MedicineSchedule::Times { times, days },
    };
    let origins = MedicineOrigin::ALL;
    let origin = chosen("origin", Some(&entry.origin), &origins, MedicineOrigin::code)?.unwrap_or_default();
    let medicine = Medicine {
        purpose: entry.purpose,
        dose: entry.dose.map(|text| typed::dose(&text)).transpose()?,
        until: entry.until,
        origin,
        note: entry.note,
        ..Medicine::new(&entry.name, schedule, entry.from)?
    };
    Ok(medicine.checked()?)
}

/// A time of the day by its code, or by the clock.
fn slot(word: &str) -> Result<DoseSlot> {
    DoseSlot::from_code(word).ok_or_else(|| refused("times"))
}

fn choices(list: ChoiceList, words: &Words) -> Vec<Choice> {
    use mimamori::chart::ChartKind;
    use mimamori::model::habit::Preset;
    use mimamori::model::profile::Condition;

    fn all<T: Copy>(all: &[T], code: impl Fn(T) -> String, name: impl Fn(T) -> String) -> Vec<Choice> {
        all.iter().map(|one| Choice { code: code(*one), name: name(*one) }).collect()
    }
    match list {
        ChoiceList::Symptoms => all(SymptomKind::ALL, |one| one.code().into(), |one| words.symptom_kind(one)),
        ChoiceList::Events => all(EventKind::ALL, |one| one.code().into(), |one| words.event_kind(one)),
        ChoiceList::DoseTimes => all(&DoseSlot::NAMED, DoseSlot::code, |one| words.dose_slot(one)),
        ChoiceList::DoseUnits => all(DoseUnit::ALL, |one| one.code().into(), |one| words.dose_unit(one, 1.0)),
        ChoiceList::Occasions => all(Occasion::ALL, |one| one.code().into(), |one| words.occasion(one)),
        ChoiceList::MealRelations => all(MealRelation::ALL, |one| one.code().into(), |one| words.meal_relation(one)),
        ChoiceList::Sites => all(Site::ALL, |one| one.code().into(), |one| words.site(one)),
        ChoiceList::Conditions => all(Condition::ALL, |one| one.code().into(), |one| words.condition(one)),
        ChoiceList::HabitPresets => all(&Preset::ALL, |one| one.code().into(), |one| words.preset(one)),
        ChoiceList::Charts => all(&ChartKind::all(), |one| one.code().into(), |one| one.name(words)),
    }
}
