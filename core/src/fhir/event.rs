//! Events that a person remembers: an Observation of what was said. They are not made into Immunization,
//! Encounter or Procedure: those are a clinic's word, and this is the person's.

use serde_json::json;

use super::code;
use super::observation::{Head, Observation, record_extension};
use super::written::Written;
use super::{Context, id, time};
use crate::model::Record;
use crate::model::event::Event;
use crate::model::person::Source;

pub(super) fn write(into: &mut Written, record: &Record, source: &Source, event: &Event, context: &Context<'_>) {
    let codes = [code::event(event.what)];
    let (id, is_amended, category) = (id::record(record.id), record.revision > 1, &code::SOCIAL_HISTORY);
    let head = Head { id, identifier: record.id.0, is_amended, category, codes: &codes, source };
    let mut observation = Observation::new(into, &head, context);
    match event.until {
        Some(until) => {
            observation.set("effectivePeriod", &json!({"start": time::stamp(&record.at), "end": until.to_string()}));
        }
        None => observation.set("effectiveDateTime", &time::stamp(&record.at)),
    }
    observation.set("issued", &time::instant(record.written));
    observation.set("valueString", &event.title);
    if !event.note.is_empty() {
        observation.set("note", &json!([{"text": event.note}]));
    }
    observation.set("extension", &[record_extension(record)]);
    observation.done();
}
