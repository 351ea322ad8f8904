//! What a person lets others see, as an R4 `Consent`.
//!
//! The root denies, and each rule beneath permits (IHE Privacy Consent on FHIR, "Intermediate"): what
//! is not named stays closed. The platform enforces it; `withdrawn` and a past end make it void
//! there from the next request on.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use uuid::Uuid;

use super::code::{self, Code};
use super::element::Urn;
use super::written::Written;
use super::{Context, element, id, observation, time};
use crate::model::consent::{Consent, DataClass, Grantee, GranteeKind};
use crate::model::event::EventKind;
use crate::model::finding::Rule;
use crate::model::meal::Nutrient;
use crate::model::platform::ReceivedResource;
use crate::model::symptom::SymptomKind;
use crate::model::vital::VitalKind;
use crate::model::{Millis, Record};

/// The resource type.
pub(super) const CONSENT: &str = "Consent";

pub(super) fn write(into: &mut Written, record: &Record, consent: &Consent, context: &Context<'_>) {
    let id = id::record(record.id).to_string();
    let mut json = json!({
        "resourceType": CONSENT,
        "id": id,
        "meta": {"source": Urn(record.source.0)},
        "extension": [observation::record_extension(record)],
        "identifier": [element::identifier(record.id.0)],
        "status": if consent.withdrawn.is_some() { "inactive" } else { "active" },
        "scope": element::concept(&[code::PATIENT_PRIVACY]),
        "category": [element::concept(&[code::PATIENT_CONSENT])],
        "patient": element::reference("Patient", context.patient),
        "dateTime": time::stamp(&record.at),
        "performer": [element::reference("Patient", context.patient)],
        "policyRule": element::concept(&[code::OPT_IN]),
    });
    let mut root = json!({"type": "deny", "provision": provisions(consent, context)});
    if let (Some(until), Some(root)) = (consent.until, root.as_object_mut()) {
        let last = until.range_in(context.zone).end.plus(-Millis::SECOND);
        root.insert(
            "period".into(),
            json!({"start": time::stamp(&record.at), "end": time::date_time(last, context.zone)}),
        );
    }
    if let Some(fields) = json.as_object_mut() {
        fields.insert("provision".into(), root);
    }
    into.put(CONSENT, id, &json);
}

/// What is permitted: to know whose record it is and whether the phone that keeps it lives, the classes that are whole resource types, and the
/// Observations by their codes.
fn provisions(consent: &Consent, context: &Context<'_>) -> Vec<Value> {
    let types: BTreeSet<&str> = consent.classes.iter().flat_map(|class| types(*class)).copied().collect();
    let codes: Vec<Code> = consent.classes.iter().flat_map(|class| observations(*class)).collect();
    let types: Vec<&str> = types.into_iter().collect();
    let since = consent.data_since.map(|since| since.range_in(context.zone).start);
    let since = since.map(|since| time::date_time(since, context.zone));
    let mut provisions = vec![permit(consent, &["Patient"], &[], None)];
    if !types.is_empty() {
        provisions.push(permit(consent, &types, &[], since.as_deref()));
    }
    if !codes.is_empty() {
        provisions.push(permit(consent, &[observation::TYPE], &codes, since.as_deref()));
    }
    // Whoever sees a part is told whether the rest of it is still on its way.
    provisions.push(permit(consent, &[observation::TYPE], code::HEARTBEAT, None));
    provisions
}

/// The resource types that belong to a class as a whole.
const fn types(class: DataClass) -> &'static [&'static str] {
    match class {
        DataClass::Habits => &["Goal"],
        DataClass::Medicines => {
            &["MedicationAdministration", "MedicationDispense", "MedicationRequest", "MedicationStatement"]
        }
        DataClass::Findings => &["Communication", "Flag"],
        DataClass::Results => &["DiagnosticReport"],
        DataClass::Conditions => &["AllergyIntolerance", "Condition"],
        DataClass::Images => &["ImagingStudy"],
        DataClass::Immunizations => &["Immunization"],
        DataClass::Events => &["Appointment", "Encounter", "Procedure"],
        DataClass::HeartRate
        | DataClass::Activity
        | DataClass::Sleep
        | DataClass::Vitals
        | DataClass::Meals
        | DataClass::Symptoms => &[],
    }
}

/// The codes of a class's Observations, ours and those of other makers.
fn observations(class: DataClass) -> Vec<Code> {
    let vitals = |of_heart: bool| {
        VitalKind::ALL.into_iter().filter(move |kind| kind.is_of_heart() == of_heart).flat_map(code::vital).copied()
    };
    match class {
        DataClass::HeartRate => {
            [code::HEART_RATE, code::RR_INTERVALS].concat().into_iter().chain(vitals(true)).collect()
        }
        DataClass::Vitals => code::BLOOD_PRESSURE.iter().copied().chain(vitals(false)).collect(),
        DataClass::Activity => code::STEPS.to_vec(),
        DataClass::Meals => {
            code::MEAL.iter().chain(Nutrient::ALL.into_iter().flat_map(code::nutrient)).copied().collect()
        }
        DataClass::Habits => code::TICK.to_vec(),
        DataClass::Findings => Rule::ALL.into_iter().flat_map(code::finding).copied().collect(),
        DataClass::Results => vec![code::LABORATORY],
        DataClass::Sleep => code::SLEEP.to_vec(),
        DataClass::Symptoms => SymptomKind::ALL.iter().flat_map(|kind| code::symptom(*kind)).collect(),
        DataClass::Immunizations => vec![code::event(EventKind::Vaccination)],
        DataClass::Events => {
            let events = EventKind::ALL.iter().filter(|kind| !matches!(kind, EventKind::Vaccination));
            events.map(|kind| code::event(*kind)).collect()
        }
        DataClass::Medicines | DataClass::Conditions | DataClass::Images => Vec::new(),
    }
}

/// `since` bounds what was measured or written about, as a date and time.
fn permit(consent: &Consent, types: &[&str], codes: &[Code], since: Option<&str>) -> Value {
    let class: Vec<Value> = types.iter().map(|name| json!({"system": code::RESOURCE_TYPES, "code": name})).collect();
    let mut permit = json!({
        "type": "permit",
        "actor": [actor(&consent.grantee)],
        "action": [element::concept(&[code::ACCESS])],
        "purpose": [purpose(consent.grantee.kind)],
        "class": class,
    });
    let Some(fields) = permit.as_object_mut() else { return permit };
    if !codes.is_empty() {
        let codes: Vec<_> = codes.iter().map(|code| element::concept(std::slice::from_ref(code))).collect();
        fields.insert("code".into(), json!(codes));
    }
    if let Some(since) = since {
        fields.insert("dataPeriod".into(), json!({"start": since}));
    }
    permit
}

fn actor(grantee: &Grantee) -> Value {
    let mut reference = json!(element::reference(grantee.kind.resource_type(), &grantee.id));
    if let (false, Some(fields)) = (grantee.name.is_empty(), reference.as_object_mut()) {
        fields.insert("display".into(), grantee.name.clone().into());
    }
    let role = match grantee.kind {
        GranteeKind::Caregiver => code::DELEGATEE,
        GranteeKind::Facility | GranteeKind::Professional | GranteeKind::Platform => code::RECIPIENT,
    };
    json!({"role": element::concept(&[role]), "reference": reference})
}

/// Why they look: for the family, or to treat.
const fn purpose(kind: GranteeKind) -> Code {
    match kind {
        GranteeKind::Caregiver => code::FAMILY_REQUEST,
        GranteeKind::Facility | GranteeKind::Professional | GranteeKind::Platform => code::TREATMENT,
    }
}

/// A consent that is void and says nothing more.
pub(super) fn void(into: &mut Written, id: &str, context: &Context<'_>, identifier: Option<Uuid>) {
    let mut json = json!({
        "resourceType": CONSENT,
        "id": id,
        "status": "entered-in-error",
        "scope": element::concept(&[code::PATIENT_PRIVACY]),
        "category": [element::concept(&[code::PATIENT_CONSENT])],
        "patient": element::reference("Patient", context.patient),
        "policyRule": element::concept(&[code::OPT_IN]),
    });
    if let (Some(identifier), Some(fields)) = (identifier, json.as_object_mut()) {
        fields.insert("identifier".into(), json!([element::identifier(identifier)]));
    }
    into.put(CONSENT, id.to_owned(), &json);
}

/// A consent that was not given on a device of ours.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Elsewhere {
    /// Whom it names.
    pub parties: Vec<Grantee>,
    /// `Consent.status`: `active`, `inactive`, …
    pub status: String,
    /// `Consent.dateTime` as the platform wrote it; may be empty.
    pub given: String,
}

/// The consents among what was received. A resource that was made here is a record and not among it.
#[must_use]
pub fn given_elsewhere(received: &[ReceivedResource]) -> Vec<Elsewhere> {
    received
        .iter()
        .filter(|resource| resource.resource_type == CONSENT)
        .map(|resource| {
            let mut parties = Vec::new();
            collect_parties(&resource.json, &mut parties, DEPTH);
            parties.sort();
            parties.dedup_by(|one, other| one.reference() == other.reference());
            let short = |name| element::text(&resource.json, name).unwrap_or_default().chars().take(64).collect();
            Elsewhere { parties, status: short("status"), given: short("dateTime") }
        })
        .collect()
}

/// How deep references are looked for. R4 resources are far flatter; what came from a server need not be.
const DEPTH: u32 = 16;

/// Everybody whom the received resources name, by reference; the name is the first one met.
#[must_use]
pub fn parties(received: &[ReceivedResource]) -> Vec<Grantee> {
    let mut parties = Vec::new();
    for resource in received {
        if GranteeKind::KNOWN.iter().any(|kind| kind.resource_type() == resource.resource_type) {
            let reference = format!("{}/{}", resource.resource_type, resource.id);
            parties.extend(Grantee::new(&reference, &own_name(&resource.json)).ok());
        }
        collect_parties(&resource.json, &mut parties, DEPTH);
    }
    // One with a name comes before the same one without.
    parties.sort_by_key(|party| (party.kind, party.id.clone(), party.name.is_empty()));
    parties.dedup_by(|one, other| one.reference() == other.reference());
    parties
}

/// The name that a RelatedPerson, a Practitioner or an Organization gives itself.
fn own_name(resource: &Value) -> String {
    let human = element::list(resource, "name").find_map(|name| element::text(name, "text"));
    let name = human.or_else(|| element::text(resource, "name")).unwrap_or_default();
    name.chars().take(200).collect()
}

/// Every reference below `value` to somebody who can be let in.
fn collect_parties(value: &Value, parties: &mut Vec<Grantee>, depth: u32) {
    let Some(depth) = depth.checked_sub(1) else { return };
    match value {
        Value::Object(fields) => {
            if let Some(reference) = element::text(value, "reference") {
                let name: String = element::text(value, "display").unwrap_or_default().chars().take(200).collect();
                parties.extend(Grantee::new(reference, &name).ok());
            }
            for part in fields.values() {
                collect_parties(part, parties, depth);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect_parties(item, parties, depth)),
        _ => {}
    }
}

#[cfg(test)]
mod tests;
