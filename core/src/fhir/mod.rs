//! The record as FHIR R4 resources, and back. Pure; used by `sync`.
//!
//! | what | resource |
//! | --- | --- |
//! | an hour of heart rate of one source | `Observation`, `SampledData` on a 1 s grid ([`heart`]) |
//! | beats that follow each other | `Observation`, intervals in beat order ([`heart`]) |
//! | steps of an hour of one source | `Observation` ([`steps`]) |
//! | a vital sign | `Observation` ([`vital`]) |
//! | a meal | `Observation`, and one for each nutrient that is known ([`meal`]) |
//! | a habit, and each time it was kept | `Goal`, `Observation` ([`habit`]) |
//! | what others may see | `Consent` ([`consent`]) |
//! | a symptom, a sleep, an event | `Observation` ([`symptom`], [`sleep`], [`event`]) |
//! | a medicine, and each time it was taken or left out | `MedicationStatement`, `MedicationAdministration` ([`medicine`]) |
//! | a sign of life of the phone | `Observation` ([`heartbeat()`]) |
//! | a finding | `Observation` with its evidence, and a `Flag` that stands ([`finding`]) |
//!
//! The wire form is a view: the exact samples stay in the store. What the person deleted is told
//! as `entered-in-error` without its content, never by `DELETE`: who has read it learns that it is
//! void. Resources are JSON values: what a platform sends is kept with every field it came with.

use chrono_tz::Tz;
use serde_json::Value;

use crate::model::heart::HeartHour;
use crate::model::person::Source;
use crate::model::steps::StepInterval;
use crate::model::{Entry, Record, RecordKind, RecordStatus, Subject};

pub mod bundle;
pub mod capability;
pub mod clinical;
pub mod code;
pub mod consent;
pub mod document;
mod element;
mod event;
mod finding;
mod habit;
mod heart;
mod heartbeat;
mod id;
mod meal;
mod medicine;
mod observation;
pub mod provenance;
mod read;
mod sleep;
mod steps;
mod symptom;
mod time;
mod vital;
mod written;

pub use heartbeat::heartbeat;
pub use read::{Incoming, read};
pub use written::{Text, Written};

/// What is to be sent, as it now stands on the phone.
#[derive(Debug, Clone, Copy)]
pub enum Outgoing<'a> {
    /// A record and where it came from.
    Record(&'a Record, &'a Source),
    /// An hour of heart rate.
    HeartHour {
        /// Its source.
        source: &'a Source,
        /// The hour: see [`crate::model::Millis::hour_index`].
        hour: i64,
        /// What was measured in it.
        heart: &'a HeartHour,
    },
    /// An hour of steps.
    StepsHour {
        /// Its source.
        source: &'a Source,
        /// The hour.
        hour: i64,
        /// The intervals that begin in it.
        steps: &'a [StepInterval],
    },
}

impl Outgoing<'_> {
    /// What it is queued as.
    #[must_use]
    pub const fn subject(&self) -> Subject {
        match self {
            Self::Record(record, _) => Subject::Record(record.id),
            Self::HeartHour { source, hour, .. } => Subject::HeartHour { source: source.id, hour: *hour },
            Self::StepsHour { source, hour, .. } => Subject::StepsHour { source: source.id, hour: *hour },
        }
    }
}

/// Whose record is written, and how times are written.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The person's `Patient` id on the platform.
    pub patient: &'a str,
    /// The zone in which the times of series are written.
    pub zone: Tz,
}

/// A resource as values.
#[derive(Debug, Clone, PartialEq)]
pub struct Resource {
    /// `Observation`, `Goal`, `Flag`, …
    pub resource_type: &'static str,
    /// Made on the phone.
    pub id: String,
    /// The whole resource.
    pub json: Value,
}

/// The resources that `outgoing` consists of, as [`write()`] writes them.
#[must_use]
pub fn resources(outgoing: &Outgoing<'_>, context: &Context<'_>) -> Vec<Resource> {
    let mut written = Written::default();
    write(&mut written, outgoing, context);
    written.resources()
}

/// Writes the resources that `outgoing` consists of; none when nothing of it is fit to be sent (an
/// hour in which the strap never touched the skin).
///
/// A record that the person deleted becomes its own withdrawal, if `outgoing` still has it; what
/// else was sent for it is withdrawn by [`write_void`].
pub fn write(into: &mut Written, outgoing: &Outgoing<'_>, context: &Context<'_>) {
    match *outgoing {
        Outgoing::HeartHour { source, hour, heart } => heart::write(into, source, hour, heart, context),
        Outgoing::StepsHour { source, hour, steps } => steps::write(into, source, hour, steps, context),
        Outgoing::Record(record, _) if !record.entry.is_sent() => {}
        Outgoing::Record(record, _) if record.status == RecordStatus::EnteredInError => {
            let id = id::record(record.id).to_string();
            write_void(into, resource_type(record.entry.kind()), &id, context, Some(record));
        }
        Outgoing::Record(record, source) => match &record.entry {
            Entry::Vital(vital) => vital::write(into, record, source, vital, context),
            Entry::Meal(meal) => meal::write(into, record, source, meal, context),
            Entry::Habit(habit) => habit::write_goal(into, record, habit, context),
            Entry::Tick(tick) => habit::write_tick(into, record, source, tick, context),
            Entry::Finding(finding) => finding::write(into, record, source, finding, context),
            Entry::Consent(consent) => consent::write(into, record, consent, context),
            Entry::Symptom(symptom) => symptom::write(into, record, source, symptom, context),
            Entry::Sleep(sleep) => sleep::write(into, record, source, sleep, context),
            Entry::Event(event) => event::write(into, record, source, event, context),
            Entry::Medicine(medicine) => medicine::write_medicine(into, record, medicine, context),
            Entry::Dose(dose) => medicine::write_dose(into, record, dose, context),
            Entry::Food(_) | Entry::Recipe(_) => {}
        },
    }
}

/// The type of the resource that a record of this kind is.
const fn resource_type(kind: RecordKind) -> &'static str {
    match kind {
        RecordKind::Habit => habit::GOAL,
        RecordKind::Consent => consent::CONSENT,
        RecordKind::Medicine => medicine::STATEMENT,
        RecordKind::Dose => medicine::ADMINISTRATION,
        _ => observation::TYPE,
    }
}

/// Writes a resource that was sent and is now void: its id, its subject, its status and nothing of
/// what it said. `record` is the record that it was, where it still exists.
pub fn write_void(into: &mut Written, resource_type: &str, id: &str, context: &Context<'_>, record: Option<&Record>) {
    let identifier = record.map(|record| record.id.0);
    match resource_type {
        habit::GOAL => habit::void(into, id, context, identifier),
        finding::FLAG => finding::void_flag(into, id, context),
        medicine::STATEMENT => medicine::void(into, medicine::STATEMENT, id, context, identifier),
        medicine::ADMINISTRATION => medicine::void(into, medicine::ADMINISTRATION, id, context, identifier),
        consent::CONSENT => consent::void(into, id, context, identifier),
        _ => observation::void(into, id, context, identifier),
    }
}

#[cfg(test)]
mod tests;
