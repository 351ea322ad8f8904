//! What can be searched: the search parameters of R4 that the sandbox knows, and their values in a resource.

use serde_json::Value;

use crate::instant::Interval;

/// How a search parameter compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ParameterKind {
    Token,
    Reference,
    Date,
}

impl ParameterKind {
    /// As a CapabilityStatement names it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Token => "token",
            Self::Reference => "reference",
            Self::Date => "date",
        }
    }
}

/// One searchable value of a resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct IndexEntry {
    pub(crate) name: &'static str,
    /// The system of a token, empty when it has none.
    pub(crate) system: String,
    /// The code of a token or the relative reference (`Patient/x`); empty for dates.
    pub(crate) value: String,
    pub(crate) interval: Option<Interval>,
}

/// Types whose date parameter the sandbox knows: type, parameter, elements (each a dateTime or a Period).
const DATES: &[(&str, &str, &[&str])] = &[
    ("AllergyIntolerance", "date", &["recordedDate"]),
    ("Appointment", "date", &["start"]),
    ("CarePlan", "date", &["period"]),
    ("Communication", "sent", &["sent"]),
    ("Composition", "date", &["date"]),
    ("Condition", "recorded-date", &["recordedDate"]),
    ("Consent", "date", &["dateTime"]),
    ("DiagnosticReport", "date", &["effectiveDateTime", "effectivePeriod"]),
    ("DocumentReference", "date", &["date"]),
    ("Encounter", "date", &["period"]),
    ("Flag", "date", &["period"]),
    ("Goal", "start-date", &["startDate"]),
    ("ImagingStudy", "started", &["started"]),
    ("Immunization", "date", &["occurrenceDateTime"]),
    ("MedicationAdministration", "effective-time", &["effectiveDateTime", "effectivePeriod"]),
    ("MedicationDispense", "whenhandedover", &["whenHandedOver"]),
    ("MedicationRequest", "authoredon", &["authoredOn"]),
    ("MedicationStatement", "effective", &["effectiveDateTime", "effectivePeriod"]),
    ("Observation", "date", &["effectiveDateTime", "effectivePeriod", "effectiveInstant"]),
    ("Procedure", "date", &["performedDateTime", "performedPeriod"]),
    ("Provenance", "recorded", &["recorded"]),
    ("QuestionnaireResponse", "authored", &["authored"]),
    ("RiskAssessment", "date", &["occurrenceDateTime", "occurrencePeriod"]),
];

/// Types that name the person they are about in `patient`; all others of the compartment use `subject`.
const PATIENT_ELEMENT: &[&str] =
    &["AllergyIntolerance", "Consent", "Device", "FamilyMemberHistory", "Immunization", "RelatedPerson"];

const CODED: &[(&str, &str)] = &[
    ("AllergyIntolerance", "code"),
    ("Condition", "code"),
    ("DiagnosticReport", "code"),
    ("List", "code"),
    ("Medication", "code"),
    ("MedicationAdministration", "medicationCodeableConcept"),
    ("MedicationDispense", "medicationCodeableConcept"),
    ("MedicationRequest", "medicationCodeableConcept"),
    ("MedicationStatement", "medicationCodeableConcept"),
    ("Observation", "code"),
    ("Procedure", "code"),
    ("Questionnaire", "code"),
];

const CATEGORISED: &[&str] = &[
    "AllergyIntolerance",
    "CarePlan",
    "Communication",
    "Composition",
    "Condition",
    "Consent",
    "DiagnosticReport",
    "DocumentReference",
    "MedicationRequest",
    "MedicationStatement",
    "Observation",
    "Procedure",
];

/// Types of which several patients may be the subject, or none.
pub(crate) const SHARED_TYPES: &[&str] = &[
    "CodeSystem",
    "HealthcareService",
    "Location",
    "Medication",
    "Organization",
    "Practitioner",
    "PractitionerRole",
    "Questionnaire",
    "ValueSet",
];

/// A document is about whom it begins with: the one chain that the sandbox follows.
const DOCUMENT_OF: &str = "composition.patient";

/// Finds the parameter of a type, apart from `_id` and `_lastUpdated`, which every type has.
pub(crate) fn parameter(kind: &str, name: &str) -> Option<(&'static str, ParameterKind)> {
    if (kind, name) == ("Bundle", DOCUMENT_OF) {
        return Some((DOCUMENT_OF, ParameterKind::Reference));
    }
    parameters(kind).into_iter().find(|(known, _)| *known == name)
}

/// All parameters of a type, apart from `_id` and `_lastUpdated`.
pub(crate) fn parameters(kind: &str) -> Vec<(&'static str, ParameterKind)> {
    let mut known = vec![("identifier", ParameterKind::Token)];
    if kind == "Bundle" {
        known.extend([("type", ParameterKind::Token), ("composition", ParameterKind::Reference)]);
    } else if kind == "Patient" || SHARED_TYPES.contains(&kind) {
        if kind != "Patient" {
            known.push(("status", ParameterKind::Token));
        }
    } else {
        known.push(("status", ParameterKind::Token));
        known.push(("patient", ParameterKind::Reference));
        if !PATIENT_ELEMENT.contains(&kind) {
            known.push(("subject", ParameterKind::Reference));
        }
    }
    if kind == "Provenance" {
        known.push(("target", ParameterKind::Reference));
    }
    if CODED.iter().any(|(coded, _)| *coded == kind) {
        known.push(("code", ParameterKind::Token));
    }
    if CATEGORISED.contains(&kind) {
        known.push(("category", ParameterKind::Token));
    }
    known.extend(DATES.iter().filter(|(dated, ..)| *dated == kind).map(|(_, name, _)| (*name, ParameterKind::Date)));
    known
}

/// The date that a type is searched and sorted by.
pub(crate) fn date_parameter(kind: &str) -> Option<&'static str> {
    DATES.iter().find(|(dated, ..)| *dated == kind).map(|(_, name, _)| *name)
}

/// When what the resource tells took place.
pub(crate) fn clinical_time(kind: &str, body: &Value) -> Option<Interval> {
    let (.., elements) = DATES.iter().find(|(dated, ..)| *dated == kind)?;
    elements.iter().find_map(|element| match body.get(element)? {
        Value::String(text) => Interval::parse(text),
        period @ Value::Object(_) => Interval::of_period(text_at(period, "start"), text_at(period, "end")),
        _ => None,
    })
}

/// Codings of `code` and `category`, as (system, code).
pub(crate) fn codings(kind: &str, body: &Value) -> Vec<(String, String)> {
    entries(kind, body)
        .into_iter()
        .filter(|entry| matches!(entry.name, "code" | "category"))
        .map(|entry| (entry.system, entry.value))
        .collect()
}

/// All searchable values of a resource.
pub(crate) fn entries(kind: &str, body: &Value) -> Vec<IndexEntry> {
    let mut found = Vec::new();
    for identifier in list_at(body, "identifier") {
        push_token(&mut found, "identifier", text_at(identifier, "system"), text_at(identifier, "value"));
    }
    push_token(&mut found, "status", None, text_at(body, "status"));
    if let Some((_, element)) = CODED.iter().find(|(coded, _)| *coded == kind)
        && let Some(concept) = body.get(element)
    {
        for concept in one_or_many(concept) {
            push_concept(&mut found, "code", concept);
        }
    }
    if CATEGORISED.contains(&kind) {
        for concept in list_at(body, "category") {
            push_concept(&mut found, "category", concept);
        }
    }
    let person = if PATIENT_ELEMENT.contains(&kind) { "patient" } else { "subject" };
    if let Some(reference) = body.get(person).and_then(|person| text_at(person, "reference")) {
        push_token(&mut found, "subject", None, Some(reference));
        if reference.starts_with("Patient/") {
            push_token(&mut found, "patient", None, Some(reference));
        }
    }
    if kind == "Bundle" {
        push_token(&mut found, "type", None, text_at(body, "type"));
        for patient in patients(kind, body) {
            push_token(&mut found, DOCUMENT_OF, None, Some(&format!("Patient/{patient}")));
        }
    }
    if kind == "Provenance" {
        for reference in list_at(body, "target").filter_map(|target| text_at(target, "reference")) {
            push_token(&mut found, "target", None, Some(reference));
            if reference.starts_with("Patient/") {
                push_token(&mut found, "patient", None, Some(reference));
            }
        }
    }
    if let Some(name) = date_parameter(kind)
        && let Some(interval) = clinical_time(kind, body)
    {
        found.push(IndexEntry { name, system: String::new(), value: String::new(), interval: Some(interval) });
    }
    for patient in patients(kind, body) {
        push_token(&mut found, "compartment", None, Some(&patient));
    }
    found
}

/// Ids of the patients whose compartment a resource is in. Stricter than R4's definition where that counts authors and
/// performers too: a resource belongs to the people it is about.
pub(crate) fn patients(kind: &str, body: &Value) -> Vec<String> {
    if kind == "Patient" {
        return text_at(body, "id").map(str::to_owned).into_iter().collect();
    }
    if kind == "Bundle" {
        let first = list_at(body, "entry").next().and_then(|entry| entry.get("resource"));
        return first.map(|first| patients("Composition", first)).unwrap_or_default();
    }
    let mut found: Vec<String> = ["subject", "patient", "for", "beneficiary", "individual", "securityContext"]
        .iter()
        .filter_map(|element| body.get(element))
        .chain(list_at(body, "participant").filter_map(|participant| participant.get("actor")))
        .chain(list_at(body, "target").filter(|_| kind == "Provenance"))
        .filter_map(|reference| text_at(reference, "reference")?.strip_prefix("Patient/"))
        .map(|id| id.split('/').next().unwrap_or(id).to_owned())
        .collect();
    found.sort();
    found.dedup();
    found
}

pub(crate) fn text_at<'a>(value: &'a Value, element: &str) -> Option<&'a str> {
    value.get(element)?.as_str()
}

/// The items of an element, also when it holds a single object.
pub(crate) fn list_at<'a>(value: &'a Value, element: &str) -> impl Iterator<Item = &'a Value> {
    value.get(element).map(one_or_many).unwrap_or_default().iter()
}

fn one_or_many(value: &Value) -> &[Value] {
    match value {
        Value::Array(items) => items,
        Value::Null => &[],
        one => std::slice::from_ref(one),
    }
}

fn push_concept(found: &mut Vec<IndexEntry>, name: &'static str, concept: &Value) {
    for coding in list_at(concept, "coding") {
        push_token(found, name, text_at(coding, "system"), text_at(coding, "code"));
    }
}

fn push_token(found: &mut Vec<IndexEntry>, name: &'static str, system: Option<&str>, value: Option<&str>) {
    if let Some(value) = value {
        found.push(IndexEntry {
            name,
            system: system.unwrap_or_default().to_owned(),
            value: value.to_owned(),
            interval: None,
        });
    }
}
