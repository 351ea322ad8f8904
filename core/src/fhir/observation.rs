//! What every Observation of ours has in common.

use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use super::code::{self, Code};
use super::element::{self, Concept, Identifier, Reference, Urn, put};
use super::written::Written;
use super::{Context, time};
use crate::model::person::{Source, SourceKind};
use crate::model::{Millis, PersonId, Record, SourceId, Stamp};

/// The resource type.
pub(super) const TYPE: &str = "Observation";

/// What an Observation begins with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Head<'a> {
    /// The resource's id.
    pub(super) id: Uuid,
    /// What it is on the phone.
    pub(super) identifier: Uuid,
    /// It is not the first version of what the person wrote.
    pub(super) is_amended: bool,
    pub(super) category: &'a Code,
    pub(super) codes: &'a [Code],
    pub(super) source: &'a Source,
}

/// An Observation that is being written, element by element: none may be set twice.
#[derive(Debug)]
pub(super) struct Observation<'a> {
    into: &'a mut Written,
    id: Uuid,
    start: usize,
    context: &'a Context<'a>,
}

#[derive(Serialize)]
struct Common<'a> {
    #[serde(rename = "resourceType")]
    resource_type: &'static str,
    id: Uuid,
    meta: Meta,
    identifier: [Identifier; 1],
    status: &'static str,
    category: [Concept<'a>; 2],
    code: Concept<'a>,
    subject: Reference<'a>,
    performer: [Reference<'a>; 1],
    #[serde(skip_serializing_if = "Option::is_none")]
    device: Option<Device<'a>>,
}

#[derive(Serialize)]
pub(super) struct Meta {
    pub(super) source: Urn,
}

#[derive(Serialize)]
struct Device<'a> {
    #[serde(rename = "type")]
    resource_type: &'static str,
    identifier: Identifier,
    display: &'a str,
}

impl<'a> Observation<'a> {
    /// Begins an Observation about the context's patient.
    ///
    /// The source is told twice: `meta.source` says which it is even of the person's own hand,
    /// `device` names a device to other readers.
    pub(super) fn new(into: &'a mut Written, head: &Head<'_>, context: &'a Context<'a>) -> Self {
        let patient = element::reference("Patient", context.patient);
        let device = (head.source.kind != SourceKind::Manual).then(|| Device {
            resource_type: "Device",
            identifier: element::identifier(head.source.id.0),
            display: &head.source.name,
        });
        let japanese = [code::japanese_category(head.category)];
        let common = Common {
            resource_type: TYPE,
            id: head.id,
            meta: Meta { source: Urn(head.source.id.0) },
            identifier: [element::identifier(head.identifier)],
            status: if head.is_amended { "amended" } else { "final" },
            category: [element::concept(std::slice::from_ref(head.category)), element::concept(&japanese)],
            code: element::concept(head.codes),
            subject: patient,
            performer: [patient],
            device,
        };
        let text = into.begin();
        let start = text.len();
        put(text, &common);
        // The brace that closes it comes when it is done.
        text.pop();
        Self { into, id: head.id, start, context }
    }

    /// Begins an Observation that is `record`: when it happened, when it was written, and `extensions`, among
    /// them [`record_extension`] or, where standard elements say all of it, [`revision_extension`].
    pub(super) fn of_record(
        into: &'a mut Written,
        record: &Record,
        category: &Code,
        codes: &[Code],
        source: &Source,
        context: &'a Context<'a>,
        extensions: &impl Serialize,
    ) -> Self {
        let (id, is_amended) = (super::id::record(record.id), record.revision > 1);
        let head = Head { id, identifier: record.id.0, is_amended, category, codes, source };
        let mut observation = Self::new(into, &head, context);
        observation.set("effectiveDateTime", &time::stamp(&record.at));
        if let Some(zone) = record.at.zone {
            observation.set("_effectiveDateTime", &time::zone_element(zone));
        }
        observation.set("issued", &time::instant(record.written));
        observation.set("extension", extensions);
        observation
    }

    /// Sets an element.
    pub(super) fn set(&mut self, name: &str, value: &impl Serialize) {
        put(self.element(name), value);
    }

    /// Begins an element whose value the caller writes, as JSON.
    pub(super) fn element(&mut self, name: &str) -> &mut Vec<u8> {
        let text = self.into.begin();
        text.push(b',');
        put(text, &name);
        text.push(b':');
        text
    }

    /// States from when to when, as a reader in the context's zone writes it.
    pub(super) fn set_period(&mut self, start: Millis, end: Millis) {
        #[derive(Serialize)]
        struct Period {
            start: String,
            end: String,
        }
        let zone = self.context.zone;
        let period = Period { start: time::date_time(start, zone), end: time::date_time(end, zone) };
        self.set("effectivePeriod", &period);
    }

    /// Ends the resource.
    pub(super) fn done(self) {
        self.into.begin().push(b'}');
        self.into.end(TYPE, self.id.to_string(), self.start);
    }
}

/// See [`record_extension`].
#[derive(Debug, Clone, Serialize)]
pub(super) struct RecordExtension {
    url: &'static str,
    extension: Vec<Part>,
}

#[derive(Debug, Clone, Default, Serialize)]
struct Part {
    url: &'static str,
    #[serde(rename = "valuePositiveInt", skip_serializing_if = "Option::is_none")]
    number: Option<u32>,
    #[serde(rename = "valueString", skip_serializing_if = "Option::is_none")]
    text: Option<String>,
}

/// Our extension, with the record's revision alone.
pub(super) fn revision_extension(record: &Record) -> RecordExtension {
    let revision = Part { url: "revision", number: Some(record.revision), ..Part::default() };
    RecordExtension { url: code::RECORD_EXTENSION, extension: vec![revision] }
}

/// Our extension: the record's revision, and its content as JSON, which standard elements cannot hold all of.
pub(super) fn record_extension(record: &Record) -> RecordExtension {
    let mut extension = revision_extension(record);
    if let Ok(mut content) = serde_json::to_value(record) {
        if let Some(fields) = content.as_object_mut() {
            // Whose it is differs from device to device; the subject says it.
            fields.remove("person");
        }
        extension.extension.push(Part { url: "content", text: Some(content.to_string()), ..Part::default() });
    }
    extension
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
pub(super) fn void(into: &mut Written, id: &str, context: &Context<'_>, identifier: Option<Uuid>) {
    #[derive(Serialize)]
    struct Void<'a> {
        #[serde(rename = "resourceType")]
        resource_type: &'static str,
        id: &'a str,
        status: &'static str,
        code: Concept<'a>,
        subject: Reference<'a>,
        #[serde(skip_serializing_if = "Option::is_none")]
        identifier: Option<[Identifier; 1]>,
    }
    let void = Void {
        resource_type: TYPE,
        id,
        status: "entered-in-error",
        code: element::concept(code::MASKED),
        subject: element::reference("Patient", context.patient),
        identifier: identifier.map(|identifier| [element::identifier(identifier)]),
    };
    into.put(TYPE, id.to_owned(), &void);
}
