//! Symptoms, after PGHD: an Observation whose code is the symptom and whose value is how strong it is.

use serde::Serialize;

use super::code::{self, Code};
use super::observation::{Head, Observation, record_extension};
use super::written::Written;
use super::{Context, element, id, time};
use crate::model::Record;
use crate::model::person::Source;
use crate::model::symptom::{Strength, Symptom};

/// From the first day to the last, as the person said it.
#[derive(Serialize)]
struct Days {
    start: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<String>,
}

/// How strong it is, and the person's own words.
#[derive(Serialize)]
struct HowStrong<'a> {
    coding: &'a [Code],
    #[serde(skip_serializing_if = "str::is_empty")]
    text: &'a str,
}

pub(super) fn write(into: &mut Written, record: &Record, source: &Source, symptom: &Symptom, context: &Context<'_>) {
    let codes = code::symptom(symptom.what);
    let (id, is_amended, category) = (id::record(record.id), record.revision > 1, &code::SOCIAL_HISTORY);
    let head = Head { id, identifier: record.id.0, is_amended, category, codes: &codes, source };
    let mut observation = Observation::new(into, &head, context);
    match symptom.since {
        Some(since) => {
            let days = Days { start: since.to_string(), end: symptom.until.map(|until| until.to_string()) };
            observation.set("effectivePeriod", &days);
        }
        None => observation.set("effectiveDateTime", &time::stamp(&record.at)),
    }
    observation.set("issued", &time::instant(record.written));
    let strength = [strength(symptom.strength)];
    observation.set("valueCodeableConcept", &HowStrong { coding: &strength, text: &symptom.words });
    if let Some(score) = symptom.score {
        observation.set("component", &[element::component(code::SYMPTOM_SCORE, "valueInteger", score)]);
    }
    observation.set("extension", &[record_extension(record)]);
    observation.done();
}

const fn strength(strength: Option<Strength>) -> Code {
    let code = match strength {
        Some(Strength::Absent) => "notPresent",
        Some(Strength::Mild) => "mild",
        Some(Strength::Moderate) => "moderate",
        Some(Strength::Severe) => "severe",
        None => "unspecified",
    };
    Code { system: code::SYMPTOM_SEVERITY, code, display: "" }
}
