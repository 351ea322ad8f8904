//! The ids of resources: derived, so that the same thing has the same id however often it is sent,
//! and a `PUT` that is repeated after a lost answer makes no second one.

use uuid::Uuid;

use crate::model::id::NAMESPACE;
use crate::model::{Millis, RecordId, SourceId, Subject};

/// What part a resource plays for its subject.
#[derive(Debug, Clone, Copy)]
pub(super) enum Part {
    /// The resource itself.
    Whole,
    /// Beats that follow each other, beginning here.
    Run(Millis),
    /// What a meal brought of the nutrient with this PGHD code.
    Nutrient(&'static str),
    /// The flag that stands for a finding.
    Flag,
}

/// The id of the resource that plays `part` for `subject`.
pub(super) fn resource(subject: &Subject, part: Part) -> Uuid {
    let subject = match subject {
        Subject::Record(record) => format!("record|{record}"),
        Subject::HeartHour { source, hour } => format!("heart|{source}|{hour}"),
        Subject::StepsHour { source, hour } => format!("steps|{source}|{hour}"),
    };
    let part = match part {
        Part::Whole => String::new(),
        Part::Run(start) => format!("|run|{}", start.0),
        Part::Nutrient(code) => format!("|nutrient|{code}"),
        Part::Flag => "|flag".to_owned(),
    };
    Uuid::new_v5(&NAMESPACE, format!("fhir|{subject}{part}").as_bytes())
}

/// The id of a record's own resource.
pub(super) fn record(id: RecordId) -> Uuid {
    resource(&Subject::Record(id), Part::Whole)
}

/// The subject of an hour of heart rate that begins at `at`.
pub(super) const fn heart_hour(source: SourceId, at: Millis) -> Subject {
    Subject::HeartHour { source, hour: at.hour_index() }
}
