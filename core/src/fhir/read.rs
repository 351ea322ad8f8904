//! A received resource as what it was on the phone that sent it.

use serde_json::Value;

use super::{code, consent, element, finding, habit, heart, heartbeat, id, medicine, observation, steps, vital};
use crate::model::heart::{HeartSample, RrRun};
use crate::model::heartbeat::Heartbeat;
use crate::model::meal::Nutrient;
use crate::model::person::{Source, SourceKind};
use crate::model::steps::StepInterval;
use crate::model::{Entry, PersonId, Record, RecordId, RecordStatus, SourceId, Subject};

/// What a received resource turned out to be.
#[derive(Debug, Clone, PartialEq)]
pub enum Incoming {
    /// A record.
    Record(Box<Record>, Source),
    /// The rates of an hour, on a 1 s grid.
    Heart {
        /// Their source.
        source: Source,
        /// The hour.
        subject: Subject,
        /// The rates, in order of time.
        samples: Vec<HeartSample>,
    },
    /// Beats that follow each other.
    Beats {
        /// Their source.
        source: Source,
        /// The hour that they begin in.
        subject: Subject,
        /// The beats.
        run: RrRun,
    },
    /// The steps of an hour.
    Steps {
        /// Their source.
        source: Source,
        /// The hour.
        subject: Subject,
        /// From the first step to the last.
        interval: StepInterval,
    },
    /// A record that the person has deleted on the device that made it.
    Withdrawn(RecordId),
    /// What the phone that keeps the record says of itself.
    Heartbeat(Heartbeat),
    /// A part of something above that says nothing of its own: a nutrient's sum, a flag.
    Part,
    /// Something else: kept as received.
    Unknown,
}

impl Incoming {
    /// What a device that sent it knows it as.
    #[must_use]
    pub fn subject(&self) -> Option<Subject> {
        match self {
            Self::Record(record, _) => Some(Subject::Record(record.id)),
            Self::Withdrawn(record) => Some(Subject::Record(*record)),
            Self::Heart { subject, .. } | Self::Beats { subject, .. } | Self::Steps { subject, .. } => Some(*subject),
            Self::Heartbeat(_) | Self::Part | Self::Unknown => None,
        }
    }
}

/// Reads a resource about `person`. A resource that no device of ours made is
/// [`Unknown`](Incoming::Unknown), however much it looks like a vital sign: a clinic's measurement
/// stays the clinic's.
///
/// Never fails: what cannot be read, or contradicts itself, is `Unknown`.
#[must_use]
pub fn read(resource: &Value, person: PersonId) -> Incoming {
    read_known(resource, person).unwrap_or(Incoming::Unknown)
}

fn read_known(resource: &Value, person: PersonId) -> Option<Incoming> {
    match element::text(resource, "resourceType")? {
        observation::TYPE => read_observation(resource, person),
        habit::GOAL => read_record(resource, person, "lifecycleStatus"),
        medicine::STATEMENT | medicine::ADMINISTRATION => read_record(resource, person, "status"),
        consent::CONSENT => read_record(resource, person, "status"),
        finding::FLAG => finding::is_own_flag(resource).then_some(Incoming::Part),
        _ => None,
    }
}

fn read_observation(resource: &Value, person: PersonId) -> Option<Incoming> {
    if element::extension(resource, code::RECORD_EXTENSION).is_some() || is_withdrawn(resource, "status") {
        return read_record(resource, person, "status");
    }
    // A series has no record: it is ours when its id is what its source and its hour make it.
    let concept = resource.get("code")?;
    let own = observation::read_identifier(resource)?;
    let is_own = |subject: &Subject, part| id::resource(subject, part) == own;
    if element::has_any(concept, code::HEARTBEAT) {
        return heartbeat::read(resource).map(Incoming::Heartbeat);
    }
    if element::has_any(concept, code::RR_INTERVALS) {
        let (source, subject, run) = heart::read_beats(resource)?;
        return is_own(&subject, id::Part::Run(run.start)).then_some(Incoming::Beats { source, subject, run });
    }
    if element::has_any(concept, code::HEART_RATE) {
        let (source, subject, samples) = heart::read_rates(resource)?;
        return is_own(&subject, id::Part::Whole).then_some(Incoming::Heart { source, subject, samples });
    }
    if element::has_any(concept, code::STEPS) {
        let (source, subject, interval) = steps::read(resource)?;
        return is_own(&subject, id::Part::Whole).then_some(Incoming::Steps { source, subject, interval });
    }
    let nutrient = Nutrient::ALL.into_iter().any(|nutrient| element::has_any(concept, code::nutrient(nutrient)));
    (nutrient && element::text(resource, "id") == Some(&own.to_string())).then_some(Incoming::Part)
}

/// Whether a resource has lost its content: withdrawn by us, named by a record's identifier.
fn is_withdrawn(resource: &Value, status: &str) -> bool {
    element::text(resource, status) == Some("entered-in-error")
        && observation::read_identifier(resource)
            .is_some_and(|record| element::text(resource, "id") == Some(&id::record(RecordId(record)).to_string()))
}

fn read_record(resource: &Value, person: PersonId, status: &str) -> Option<Incoming> {
    let id = RecordId(observation::read_identifier(resource)?);
    if element::text(resource, status) == Some("entered-in-error") {
        return is_withdrawn(resource, status).then_some(Incoming::Withdrawn(id));
    }
    let (revision, content) = observation::read_record_extension(resource, person)?;
    if let Some(record) = content {
        let consistent = record.id == id && record.revision == revision && record.status == RecordStatus::Active;
        let source = observation::read_source(resource)
            .filter(|source| source.id == record.source)
            .unwrap_or_else(|| platform_source(record.source));
        return (consistent && is_whole(&record.entry)).then(|| Incoming::Record(Box::new(record), source));
    }
    let source =
        observation::read_source(resource).unwrap_or_else(|| platform_source(SourceId::derive(person, "platform")));
    let concept = resource.get("code")?;
    let entry = if element::has_any(concept, code::TICK) {
        Entry::Tick(habit::read_tick(resource)?)
    } else {
        Entry::Vital(vital::read(resource)?)
    };
    let record = Record {
        id,
        person,
        revision,
        status: RecordStatus::Active,
        at: observation::read_effective(resource)?,
        source: source.id,
        written: super::time::read_millis(element::text(resource, "issued")?)?,
        entry,
    };
    Some(Incoming::Record(Box::new(record), source))
}

/// What is known of a source when a server dropped the rest.
const fn platform_source(id: SourceId) -> Source {
    Source { id, kind: SourceKind::Platform, name: String::new() }
}

/// Whether an entry that was read as JSON is one that the model's constructors would have made.
fn is_whole(entry: &Entry) -> bool {
    match entry {
        Entry::Meal(_)
        | Entry::Habit(_)
        | Entry::Finding(_)
        | Entry::Consent(_)
        | Entry::Symptom(_)
        | Entry::Medicine(_)
        | Entry::Dose(_)
        | Entry::Event(_)
        | Entry::Sleep(_)
        | Entry::Vital(_) => entry.is_sent() && entry.clone().checked().is_ok(),
        // Its content is in standard elements, which `read` checks.
        Entry::Tick(_) => false,
        // They stay where they were made.
        Entry::Food(_) | Entry::Recipe(_) => false,
    }
}
