//! Who said what a platform holds: the resource's own word, a `Provenance` of it, or where it was taken from.

use std::collections::BTreeMap;

use serde_json::Value;

use super::element;
use crate::model::platform::ReceivedResource;

/// Who said something, or where it came from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Voice {
    /// The person whose record it is.
    Person,
    /// Somebody or something, by the name that came with it.
    Named(String),
    /// No name came, only the address that it was taken from.
    Address(String),
}

/// More than these are not told of one thing.
const MOST_VOICES: usize = 4;
/// The longest name, characters.
const LONGEST: usize = 120;

/// Who is behind the references of what was received, and what a `Provenance` says of it.
#[derive(Debug, Default)]
pub(super) struct Voices<'a> {
    /// By `Type/id`, and by the id alone: within a document references are URNs.
    names: BTreeMap<String, Voice>,
    /// By the `Type/id` that it is about.
    provenances: BTreeMap<String, Vec<&'a Value>>,
}

impl<'a> Voices<'a> {
    pub(super) fn of(received: &'a [ReceivedResource]) -> Self {
        let mut voices = Self::default();
        for one in received {
            voices.learn(&one.resource_type, &one.id, &one.json);
        }
        voices
    }

    pub(super) fn learn(&mut self, resource_type: &str, id: &str, json: &'a Value) {
        if resource_type == "Provenance" {
            for target in element::list(json, "target").filter_map(place) {
                self.provenances.entry(target).or_default().push(json);
            }
            return;
        }
        let person = || (resource_type == "Patient").then_some(Voice::Person);
        if let Some(voice) = own_name(resource_type, json).map(Voice::Named).or_else(person) {
            self.names.insert(format!("{resource_type}/{id}"), voice.clone());
            self.names.insert(id.to_owned(), voice);
        }
    }

    /// Who said `json`, which stands as `resource_type/id`.
    pub(super) fn behind(&self, resource_type: &str, id: &str, json: &Value) -> Vec<Voice> {
        let mut found = Vec::new();
        let mut hear = |voice: Option<Voice>| {
            if let Some(voice) = voice.filter(|voice| found.len() < MOST_VOICES && !found.contains(voice)) {
                found.push(voice);
            }
        };
        for name in ["performer", "author", "asserter", "recorder", "informationSource", "requester", "custodian"] {
            for said in one_or_many(json, name) {
                // Of a procedure or a vaccination, the performer is inside.
                hear(self.voice(said.get("actor").unwrap_or(said), json));
            }
        }
        for name in ["serviceProvider", "device", "manufacturer"] {
            hear(json.get(name).and_then(|said| self.voice(said, json)));
        }
        for provenance in self.provenances.get(&format!("{resource_type}/{id}")).into_iter().flatten() {
            for agent in element::list(provenance, "agent") {
                for name in ["who", "onBehalfOf"] {
                    hear(agent.get(name).and_then(|said| self.voice(said, provenance)));
                }
            }
        }
        if found.is_empty() {
            let source = json.get("meta").and_then(|meta| element::text(meta, "source"));
            // Servers append the name of the request.
            let source = source.and_then(|source| source.split('#').next()).filter(|source| !source.is_empty());
            found.extend(source.map(|source| Voice::Address(short(source))));
        }
        found
    }

    /// Who a reference means; `inside` is the resource that holds it.
    fn voice(&self, reference: &Value, inside: &Value) -> Option<Voice> {
        let target = place(reference);
        if target.as_deref().is_some_and(|target| target.starts_with("Patient/")) {
            return Some(Voice::Person);
        }
        let written = element::text(reference, "display").map(short).filter(|name| !name.is_empty());
        let contained = || {
            let id = element::text(reference, "reference")?.strip_prefix('#')?;
            let contained = element::list(inside, "contained").find(|one| element::text(one, "id") == Some(id))?;
            own_name(element::text(contained, "resourceType")?, contained)
        };
        let known = || self.names.get(target.as_ref()?).cloned();
        written.or_else(contained).map(Voice::Named).or_else(known)
    }
}

/// `Type/id` of a reference, absolute or relative, without a version; of a URN its end.
fn place(reference: &Value) -> Option<String> {
    let text = element::text(reference, "reference")?;
    if text.starts_with("urn:") {
        return text.rsplit(':').next().map(str::to_owned);
    }
    let text = text.split("/_history/").next()?;
    let mut parts = text.rsplit('/');
    let (id, kind) = (parts.next()?, parts.next()?);
    Some(format!("{kind}/{id}"))
}

/// The name that a resource gives to itself: of a device, an organisation or somebody.
fn own_name(resource_type: &str, json: &Value) -> Option<String> {
    let name = match resource_type {
        "Device" => element::list(json, "deviceName").find_map(|name| element::text(name, "name")),
        "Organization" | "Location" => element::text(json, "name"),
        "Practitioner" | "RelatedPerson" => {
            let name = element::list(json, "name").next()?;
            return element::text(name, "text").map(short).or_else(|| {
                let given = element::list(name, "given").filter_map(Value::as_str);
                let parts: Vec<&str> = element::text(name, "family").into_iter().chain(given).collect();
                (!parts.is_empty()).then(|| short(&parts.join(" ")))
            });
        }
        _ => None,
    };
    name.map(short).filter(|name| !name.is_empty())
}

/// The items of an element that is a list in some types and single in others.
fn one_or_many<'a>(json: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    let single = json.get(name).filter(|value| value.is_object());
    element::list(json, name).chain(single)
}

fn short(text: &str) -> String {
    text.trim().chars().take(LONGEST).collect()
}
