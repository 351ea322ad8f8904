//! What every Observation of ours has in common.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::code::{self, Code};
use super::{Context, Resource, element, time};
use crate::model::person::{Source, SourceKind};
use crate::model::{Millis, PersonId, Record, SourceId, Stamp};

/// The resource type.
pub(super) const TYPE: &str = "Observation";

/// An Observation that is being written.
pub(super) struct Observation {
    id: String,
    json: Map<String, Value>,
}

impl Observation {
    /// A final Observation about the context's patient.
    ///
    /// `identifier` names what it is on the phone. The source is told twice: `meta.source` says
    /// which it is even of the person's own hand, `device` names a device to other readers.
    pub(super) fn new(
        id: Uuid,
        identifier: &Uuid,
        category: &Code,
        codes: &[Code],
        source: &Source,
        context: &Context<'_>,
    ) -> Self {
        let mut json = Map::new();
        json.insert("resourceType".into(), TYPE.into());
        json.insert("id".into(), id.to_string().into());
        json.insert("meta".into(), json!({"source": source.id.0.urn().to_string()}));
        json.insert("identifier".into(), json!([element::identifier(identifier)]));
        json.insert("status".into(), "final".into());
        json.insert("category".into(), json!([element::concept(std::slice::from_ref(category))]));
        json.insert("code".into(), element::concept(codes));
        json.insert("subject".into(), element::reference("Patient", context.patient));
        json.insert("performer".into(), json!([element::reference("Patient", context.patient)]));
        if source.kind != SourceKind::Manual {
            json.insert(
                "device".into(),
                json!({"type": "Device", "identifier": element::identifier(&source.id.0), "display": source.name}),
            );
        }
        Self { id: id.to_string(), json }
    }

    /// An Observation that is `record`: adds when it happened, when it was written, and the
    /// extension with its revision and, where given, its content.
    pub(super) fn of_record(
        record: &Record,
        category: &Code,
        codes: &[Code],
        source: &Source,
        context: &Context<'_>,
    ) -> Self {
        let mut observation = Self::new(super::id::record(record.id), &record.id.0, category, codes, source, context);
        observation.set("effectiveDateTime", time::stamp(&record.at).into());
        if let Some(zone) = record.at.zone {
            observation.set("_effectiveDateTime", time::zone_element(zone));
        }
        observation.set("issued", time::instant(record.written).into());
        if record.revision > 1 {
            observation.set("status", "amended".into());
        }
        observation.set("extension", json!([record_extension(record, None)]));
        observation
    }

    /// Sets an element.
    pub(super) fn set(&mut self, name: &str, value: Value) {
        self.json.insert(name.into(), value);
    }

    /// States from when to when, as a reader in the context's zone writes it.
    pub(super) fn set_period(&mut self, start: Millis, end: Millis, context: &Context<'_>) {
        self.set(
            "effectivePeriod",
            json!({"start": time::date_time(start, context.zone), "end": time::date_time(end, context.zone)}),
        );
    }

    /// The resource.
    pub(super) fn done(self) -> Resource {
        Resource { resource_type: TYPE, id: self.id, json: Value::Object(self.json) }
    }
}

/// Our extension: the record's revision, and its content where standard elements cannot hold all of
/// it. `content` is the record as JSON, without whose it is.
pub(super) fn record_extension(record: &Record, content: Option<&Record>) -> Value {
    let mut parts = vec![json!({"url": "revision", "valuePositiveInt": record.revision})];
    if let Some(mut content) = content.and_then(|record| serde_json::to_value(record).ok()) {
        if let Some(fields) = content.as_object_mut() {
            // Whose it is differs from device to device; the subject says it.
            fields.remove("person");
        }
        parts.push(json!({"url": "content", "valueString": content.to_string()}));
    }
    json!({"url": code::RECORD_EXTENSION, "extension": parts})
}

/// The revision and the content that our extension holds; `None` when it is not there.
pub(super) fn read_record_extension(resource: &Value, person: PersonId) -> Option<(u32, Option<Record>)> {
    let extension = element::extension(resource, code::RECORD_EXTENSION)?;
    let revision = element::extension(extension, "revision")?.get("valuePositiveInt")?.as_u64()?;
    let content = element::extension(extension, "content").and_then(|part| element::text(part, "valueString"));
    let record = content.and_then(|content| {
        let mut content: Value = serde_json::from_str(content).ok()?;
        content.as_object_mut()?.insert("person".into(), person.to_string().into());
        serde_json::from_value(content).ok()
    });
    Some((u32::try_from(revision).ok()?, record))
}

/// The UUID by which the phone that made it knows the resource.
pub(super) fn read_identifier(resource: &Value) -> Option<Uuid> {
    element::list(resource, "identifier")
        .filter(|identifier| element::text(identifier, "system") == Some(code::URI_IDENTIFIER))
        .find_map(|identifier| element::read_uuid(element::text(identifier, "value")?))
}

/// Where a resource of ours came from; `None` when the server kept neither of the two places.
pub(super) fn read_source(resource: &Value) -> Option<Source> {
    if let Some(device) = resource.get("device") {
        let id = element::read_uuid(element::text(device.get("identifier")?, "value")?)?;
        let name = element::text(device, "display").unwrap_or_default().chars().take(200).collect();
        return Some(Source { id: SourceId(id), kind: SourceKind::Platform, name });
    }
    let id = element::read_uuid(element::text(resource.get("meta")?, "source")?)?;
    Some(Source { id: SourceId(id), kind: SourceKind::Manual, name: String::new() })
}

/// When a record happened, with its zone.
pub(super) fn read_effective(resource: &Value) -> Option<Stamp> {
    time::read_stamp(element::text(resource, "effectiveDateTime")?, resource.get("_effectiveDateTime"))
}

/// From when to when.
pub(super) fn read_period(resource: &Value) -> Option<(Millis, Millis)> {
    let period = resource.get("effectivePeriod")?;
    Some((time::read_millis(element::text(period, "start")?)?, time::read_millis(element::text(period, "end")?)?))
}

/// An Observation that is void.
pub(super) fn withdrawn(id: &str, context: &Context<'_>, identifier: Option<Uuid>) -> Resource {
    let mut json = json!({
        "resourceType": TYPE,
        "id": id,
        "status": "entered-in-error",
        "code": {"coding": [{"system": code::ABSENT, "code": "masked"}]},
        "subject": element::reference("Patient", context.patient),
    });
    if let (Some(identifier), Some(fields)) = (identifier, json.as_object_mut()) {
        fields.insert("identifier".into(), json!([element::identifier(&identifier)]));
    }
    Resource { resource_type: TYPE, id: id.to_owned(), json }
}
