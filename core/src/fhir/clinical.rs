//! What clinics and laboratories sent, as rows to be shown: codes, names as received, numbers and
//! ranges. What they mean in words is said in `text`.

use std::collections::HashSet;

use serde_json::Value;

use super::provenance::{Voice, Voices};
use super::{code, document, element, time};
use crate::model::LocalDay;
use crate::model::platform::ReceivedResource;

/// What sort of thing a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ClinicalKind {
    /// A report that collects results.
    Report,
    /// One measurement or test result.
    Result,
    /// A prescription.
    Prescription,
    /// A problem or diagnosis as a clinic stated it.
    Condition,
    /// An allergy or intolerance.
    Allergy,
    /// An imaging study.
    Imaging,
    /// A document.
    Document,
    /// A medicine that a pharmacy handed over.
    Dispensed,
    /// A medicine that somebody noted as taken.
    Medicine,
    /// A vaccination.
    Vaccination,
    /// A visit or a stay.
    Visit,
    /// Something that was done: an operation, an examination.
    Procedure,
    /// A plan of care.
    Plan,
    /// An appointment.
    Appointment,
}

impl ClinicalKind {
    /// All, in the order in which those of one day are shown.
    pub const ALL: [Self; 14] = [
        Self::Report,
        Self::Result,
        Self::Prescription,
        Self::Condition,
        Self::Allergy,
        Self::Imaging,
        Self::Document,
        Self::Dispensed,
        Self::Medicine,
        Self::Vaccination,
        Self::Visit,
        Self::Procedure,
        Self::Plan,
        Self::Appointment,
    ];

    /// What a received resource is; `None` for one that gives no row.
    #[must_use]
    pub fn of(received: &ReceivedResource) -> Option<Self> {
        rows_of(received).first().map(|row| row.kind)
    }

    /// Its name for programs.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Report => "report",
            Self::Result => "result",
            Self::Prescription => "prescription",
            Self::Condition => "condition",
            Self::Allergy => "allergy",
            Self::Imaging => "imaging",
            Self::Document => "document",
            Self::Dispensed => "dispensed",
            Self::Medicine => "medicine",
            Self::Vaccination => "vaccination",
            Self::Visit => "visit",
            Self::Procedure => "procedure",
            Self::Plan => "plan",
            Self::Appointment => "appointment",
        }
    }
}

/// Where a number lies relative to its reference range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RangeFlag {
    /// Below the range.
    Below,
    /// In it.
    Inside,
    /// Above it.
    Above,
    /// No number, no range, or words that cannot be placed.
    Unknown,
}

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub enum ClinicalValue {
    /// A number and its unit as the sender wrote it.
    Number {
        /// The number.
        value: f64,
        /// `<`, `<=`, `>=` or `>`, where only a bound is known.
        comparator: Option<String>,
        /// The unit; empty when there is none.
        unit: String,
    },
    /// Words: a coded answer, a dose, a conclusion.
    Text(String),
    /// Nothing was stated.
    None,
}

/// The reference range that came with a result: either end may be missing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ReferenceRange {
    /// The lower end.
    pub low: Option<f64>,
    /// The upper end.
    pub high: Option<f64>,
}

/// One row.
#[derive(Debug, Clone, PartialEq)]
pub struct ClinicalRow {
    /// What it is.
    pub kind: ClinicalKind,
    /// The type of the resource that it was read from.
    pub resource_type: String,
    /// Its id there.
    pub id: String,
    /// The report that it is a result of, by id.
    pub report: Option<String>,
    /// The name as the sender wrote it; a code where there was no name; empty where neither.
    pub title: String,
    /// Its names in the code systems used, as the sender wrote them; LOINC's are in English.
    pub displays: Vec<String>,
    /// Its codes: system and code.
    pub codes: Vec<(String, String)>,
    /// The day that it tells of; of a year or month the first.
    pub day: Option<LocalDay>,
    /// What was found.
    pub value: ClinicalValue,
    /// What is usual, as the sender states it.
    pub range: Option<ReferenceRange>,
    /// Where the number lies.
    pub flag: RangeFlag,
    /// The status as the sender wrote it.
    pub status: String,
    /// Who said it; empty where nobody knows.
    pub said_by: Vec<Voice>,
    /// The FHIR document that it was read from, by the id of what names that.
    pub document: Option<String>,
}

/// A FHIR document that was fetched.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// What names it, as received: a `DocumentReference`, or the document itself where it lies on the platform.
    pub named_by: ReceivedResource,
    /// Its resources, each with its id in it: see [`document::resources`].
    pub resources: Vec<(String, Value)>,
}

/// The rows of what was received and of the documents among it, newest day first. Resources of other types, and
/// those that were entered in error, give none; an Observation with components gives one a component. What a
/// document says and the platform holds by itself too is there once, and so is a document that is there twice.
#[must_use]
pub fn rows(received: &[ReceivedResource], documents: &[Document]) -> Vec<ClinicalRow> {
    let mut rows = rows_together(received);
    let said = |row: &ClinicalRow| (row.kind, row.day, row.codes.clone(), row.title.clone());
    let known: HashSet<_> = if documents.is_empty() { HashSet::new() } else { rows.iter().map(said).collect() };
    for (n, document) in documents.iter().enumerate() {
        if documents.iter().take(n).any(|before| before.resources == document.resources) {
            continue;
        }
        // What it is called is told by what names it, if that is not the document itself.
        let has_title = document.named_by.resource_type == document::BUNDLE;
        let inside: Vec<ReceivedResource> = document
            .resources
            .iter()
            .filter_map(|(id, json)| {
                let resource_type = element::text(json, "resourceType")?.to_owned();
                (has_title || resource_type != "Composition").then(|| ReceivedResource {
                    resource_type,
                    id: id.clone(),
                    json: json.clone(),
                    ..document.named_by.clone()
                })
            })
            .collect();
        let own = rows_together(&inside).into_iter().filter(|row| !known.contains(&said(row)));
        rows.extend(own.map(|row| ClinicalRow { document: Some(document.named_by.id.clone()), ..row }));
    }
    rows.sort_by(|a, b| b.day.cmp(&a.day).then(a.kind.cmp(&b.kind)).then_with(|| a.id.cmp(&b.id)));
    rows
}

/// The rows of resources that may name each other.
fn rows_together(received: &[ReceivedResource]) -> Vec<ClinicalRow> {
    let voices = Voices::of(received);
    let mut rows: Vec<ClinicalRow> = Vec::new();
    for one in received {
        let mut own = rows_of(one);
        if !own.is_empty() {
            let said_by = voices.behind(&one.resource_type, &one.id, &one.json);
            own.iter_mut().for_each(|row| row.said_by.clone_from(&said_by));
        }
        rows.extend(own);
    }
    let reports = received.iter().filter(|one| one.resource_type == "DiagnosticReport");
    for report in reports {
        for result in element::list(&report.json, "result") {
            // A document names its parts by `urn:uuid:`.
            let target = element::text(result, "reference").and_then(|reference| reference.rsplit(['/', ':']).next());
            for row in rows.iter_mut().filter(|row| row.kind == ClinicalKind::Result && Some(row.id.as_str()) == target)
            {
                row.report = Some(report.id.clone());
            }
        }
    }
    rows
}

fn rows_of(received: &ReceivedResource) -> Vec<ClinicalRow> {
    let json = &received.json;
    let (kind, concept, days): (_, _, &[&str]) = match received.resource_type.as_str() {
        "Observation" => (ClinicalKind::Result, json.get("code"), &["effectiveDateTime", "effectiveInstant", "issued"]),
        "DiagnosticReport" => (ClinicalKind::Report, json.get("code"), &["effectiveDateTime", "issued"]),
        "MedicationRequest" => (ClinicalKind::Prescription, json.get("medicationCodeableConcept"), &["authoredOn"]),
        "Condition" => (ClinicalKind::Condition, json.get("code"), &["onsetDateTime", "recordedDate"]),
        "AllergyIntolerance" => (ClinicalKind::Allergy, json.get("code"), &["onsetDateTime", "recordedDate"]),
        "ImagingStudy" => (ClinicalKind::Imaging, None, &["started"]),
        document::TYPE | "Composition" => (ClinicalKind::Document, json.get("type"), &["date"]),
        "MedicationDispense" => {
            (ClinicalKind::Dispensed, json.get("medicationCodeableConcept"), &["whenHandedOver", "whenPrepared"])
        }
        "MedicationStatement" => {
            (ClinicalKind::Medicine, json.get("medicationCodeableConcept"), &["effectiveDateTime", "dateAsserted"])
        }
        "Immunization" => (ClinicalKind::Vaccination, json.get("vaccineCode"), &["occurrenceDateTime", "recorded"]),
        "Encounter" => (ClinicalKind::Visit, first(json, "type"), &[]),
        "Procedure" => (ClinicalKind::Procedure, json.get("code"), &["performedDateTime"]),
        "CarePlan" => (ClinicalKind::Plan, first(json, "category"), &["created"]),
        "Appointment" => (ClinicalKind::Appointment, first(json, "serviceType"), &["start"]),
        _ => return Vec::new(),
    };
    let status = status(json);
    let is_of_a_phone = json.get("code").is_some_and(|concept| element::has_any(concept, code::HEARTBEAT));
    if is_of_a_phone || status == "entered-in-error" {
        return Vec::new();
    }
    let period_start = || {
        let periods = ["effectivePeriod", "performedPeriod", "period"];
        periods.into_iter().find_map(|name| element::text(json.get(name)?, "start"))
    };
    let day = days.iter().find_map(|name| element::text(json, name)).or_else(period_start).and_then(time::read_day);
    let row = ClinicalRow {
        kind,
        resource_type: received.resource_type.clone(),
        id: received.id.clone(),
        report: None,
        title: concept.map(title).filter(|title| !title.is_empty()).or_else(|| other_title(json)).unwrap_or_default(),
        displays: concept.map(displays).unwrap_or_default(),
        codes: concept.map(codes).unwrap_or_default(),
        day,
        value: value(json, kind),
        range: range(json),
        flag: flag(json),
        status,
        said_by: Vec::new(),
        document: None,
    };
    // What only holds others together says nothing by itself.
    if kind == ClinicalKind::Result && row.value == ClinicalValue::None && first(json, "hasMember").is_some() {
        return Vec::new();
    }
    let mut rows = Vec::new();
    for component in element::list(json, "component") {
        let concept = component.get("code");
        rows.push(ClinicalRow {
            title: concept.map(title).unwrap_or_default(),
            displays: concept.map(displays).unwrap_or_default(),
            codes: concept.map(codes).unwrap_or_default(),
            value: value(component, ClinicalKind::Result),
            range: range(component),
            flag: flag(component),
            ..row.clone()
        });
    }
    if rows.is_empty() || row.value != ClinicalValue::None {
        rows.insert(0, row);
    }
    rows
}

/// The first of the concepts named `name`.
fn first<'a>(json: &'a Value, name: &str) -> Option<&'a Value> {
    element::list(json, name).next()
}

/// `status`, or for conditions and allergies the clinical status; `entered-in-error` wins.
fn status(json: &Value) -> String {
    let coded = |name| {
        let concept = json.get(name)?;
        element::list(concept, "coding").find_map(|coding| element::text(coding, "code"))
    };
    if coded("verificationStatus") == Some("entered-in-error") {
        return "entered-in-error".to_owned();
    }
    element::text(json, "status").or_else(|| coded("clinicalStatus")).unwrap_or_default().to_owned()
}

/// The name that the sender gave: `text`, else a display, else a code.
fn title(concept: &Value) -> String {
    let of_coding = |name| element::list(concept, "coding").find_map(move |coding| element::text(coding, name));
    let title = element::text(concept, "text").or_else(|| of_coding("display")).or_else(|| of_coding("code"));
    title.unwrap_or_default().trim().to_owned()
}

/// The name of a resource whose name is not a code.
fn other_title(json: &Value) -> Option<String> {
    let medication = json.get("medicationReference").and_then(|reference| element::text(reference, "display"));
    let procedure = || element::list(json, "procedureCode").map(title).find(|title| !title.is_empty());
    let words = medication.or_else(|| element::text(json, "title")).or_else(|| element::text(json, "description"));
    let title = words.map(str::to_owned);
    title.or_else(procedure).or_else(|| {
        let modality = element::list(json, "series").find_map(|series| element::text(series.get("modality")?, "code"));
        modality.map(str::to_owned)
    })
}

fn displays(concept: &Value) -> Vec<String> {
    element::list(concept, "coding")
        .filter_map(|coding| element::text(coding, "display"))
        .map(|display| display.trim().to_owned())
        .collect()
}

fn codes(concept: &Value) -> Vec<(String, String)> {
    element::list(concept, "coding")
        .filter_map(|coding| {
            let system = element::text(coding, "system").unwrap_or_default();
            Some((system.to_owned(), element::text(coding, "code")?.to_owned()))
        })
        .collect()
}

fn value(json: &Value, kind: ClinicalKind) -> ClinicalValue {
    if let Some(quantity) = json.get("valueQuantity")
        && let Some(value) = quantity.get("value").and_then(Value::as_f64)
    {
        let unit = element::text(quantity, "unit").or_else(|| element::text(quantity, "code"));
        return ClinicalValue::Number {
            value,
            comparator: element::text(quantity, "comparator").map(str::to_owned),
            unit: unit.unwrap_or_default().to_owned(),
        };
    }
    if let Some(value) = json.get("valueInteger").and_then(Value::as_f64) {
        return ClinicalValue::Number { value, comparator: None, unit: String::new() };
    }
    let words = match kind {
        ClinicalKind::Result => element::text(json, "valueString")
            .map(str::to_owned)
            .or_else(|| json.get("valueCodeableConcept").map(title))
            .or_else(|| json.get("dataAbsentReason").map(title)),
        ClinicalKind::Report => element::text(json, "conclusion").map(str::to_owned),
        ClinicalKind::Prescription => doses(json, "dosageInstruction"),
        ClinicalKind::Dispensed => doses(json, "dosageInstruction"),
        ClinicalKind::Medicine => doses(json, "dosage"),
        ClinicalKind::Visit => element::list(json, "reasonCode").map(title).find(|title| !title.is_empty()),
        ClinicalKind::Condition
        | ClinicalKind::Allergy
        | ClinicalKind::Imaging
        | ClinicalKind::Document
        | ClinicalKind::Vaccination
        | ClinicalKind::Procedure
        | ClinicalKind::Plan
        | ClinicalKind::Appointment => None,
    };
    words.filter(|words| !words.is_empty()).map_or(ClinicalValue::None, ClinicalValue::Text)
}

/// How a medicine is to be taken, in the sender's words.
fn doses(json: &Value, name: &str) -> Option<String> {
    let doses: Vec<&str> = element::list(json, name).filter_map(|dose| element::text(dose, "text")).collect();
    (!doses.is_empty()).then(|| doses.join(" / "))
}

/// The first range that is for everybody or of the type `normal`.
fn range(json: &Value) -> Option<ReferenceRange> {
    let usual = |range: &&Value| {
        range
            .get("type")
            .is_none_or(|kind| codes(kind).iter().any(|(_, code)| code == "normal" || code == "recommended"))
    };
    let range = element::list(json, "referenceRange").find(usual)?;
    let end = |name| range.get(name).and_then(|quantity| quantity.get("value")).and_then(Value::as_f64);
    let range = ReferenceRange { low: end("low"), high: end("high") };
    (range.low.is_some() || range.high.is_some()).then_some(range)
}

/// What the sender's interpretation says, else where the number lies.
fn flag(json: &Value) -> RangeFlag {
    let stated = element::list(json, "interpretation").flat_map(codes).find_map(|(system, code)| {
        let known = system == code::INTERPRETATION || system.is_empty();
        match code.as_str() {
            "H" | "HH" | "HU" if known => Some(RangeFlag::Above),
            "L" | "LL" | "LU" if known => Some(RangeFlag::Below),
            "N" if known => Some(RangeFlag::Inside),
            _ => None,
        }
    });
    if let Some(flag) = stated {
        return flag;
    }
    let (Some(range), ClinicalValue::Number { value, comparator, .. }) =
        (range(json), value(json, ClinicalKind::Result))
    else {
        return RangeFlag::Unknown;
    };
    let (below, above) = match comparator.as_deref() {
        None => (range.low.is_some_and(|low| value < low), range.high.is_some_and(|high| value > high)),
        // "< 5" is below a range that begins at 5; whether it is inside another is not known.
        Some("<" | "<=") => (range.low.is_some_and(|low| value <= low), false),
        Some(">" | ">=") => (false, range.high.is_some_and(|high| value >= high)),
        Some(_) => return RangeFlag::Unknown,
    };
    match (below, above, comparator.is_some()) {
        (true, _, _) => RangeFlag::Below,
        (_, true, _) => RangeFlag::Above,
        (_, _, true) => RangeFlag::Unknown,
        _ => RangeFlag::Inside,
    }
}

#[cfg(test)]
mod tests;
