//! RESTful interactions of FHIR R4: what a method and a path ask for. HTTP requests and bundle entries are read alike.

use serde_json::Value;

use crate::outcome::Outcome;
use crate::percent;

/// HTTP methods that the sandbox takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Method {
    Get,
    Post,
    Put,
    Delete,
}

impl Method {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        match text {
            "GET" => Some(Self::Get),
            "POST" => Some(Self::Post),
            "PUT" => Some(Self::Put),
            "DELETE" => Some(Self::Delete),
            _ => None,
        }
    }
}

/// A request, apart from who sends it.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub(crate) method: Method,
    /// Relative to the FHIR base, without a leading slash.
    pub(crate) path: String,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) if_match: Option<String>,
    pub(crate) if_none_match: Option<String>,
    pub(crate) if_none_exist: Option<String>,
    /// `Prefer: handling=strict`.
    pub(crate) strict: bool,
    /// `Prefer: return=minimal`.
    pub(crate) minimal: bool,
    pub(crate) body: Option<Value>,
}

impl Request {
    /// From a relative URL such as `Observation?code=x`.
    pub(crate) fn new(method: Method, url: &str) -> Self {
        let (path, query) = url.split_once('?').unwrap_or((url, ""));
        Self {
            method,
            path: path.trim_matches('/').to_owned(),
            query: percent::parse_pairs(query),
            if_match: None,
            if_none_match: None,
            if_none_exist: None,
            strict: false,
            minimal: false,
            body: None,
        }
    }
}

/// An answer, before it is written as HTTP or as a bundle entry.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) body: Option<Value>,
    pub(crate) version: Option<i64>,
    /// Relative to the FHIR base.
    pub(crate) location: Option<String>,
    /// Milliseconds since 1970.
    pub(crate) modified: Option<i64>,
}

impl Reply {
    pub(crate) fn of(status: u16, body: Value) -> Self {
        Self { body: Some(body), ..Self::empty(status) }
    }

    pub(crate) fn empty(status: u16) -> Self {
        Self { status, body: None, version: None, location: None, modified: None }
    }
}

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Interaction {
    Capabilities,
    SmartConfiguration,
    Bundle,
    SystemHistory,
    Create { kind: String },
    Read { kind: String, id: String },
    ReadVersion { kind: String, id: String, number: i64 },
    Update { kind: String, id: String },
    ConditionalUpdate { kind: String },
    Delete { kind: String, id: String },
    Search { kind: String },
    TypeHistory { kind: String },
    InstanceHistory { kind: String, id: String },
    Everything { id: String },
}

impl Interaction {
    pub(crate) fn parse(request: &Request) -> Result<Self, Outcome> {
        let segments: Vec<&str> = request.path.split('/').filter(|segment| !segment.is_empty()).collect();
        match (request.method, segments.as_slice()) {
            (Method::Get, ["metadata"]) => return Ok(Self::Capabilities),
            (Method::Get, [".well-known", "smart-configuration"]) => {
                return Ok(Self::SmartConfiguration);
            }
            (Method::Post, []) => return Ok(Self::Bundle),
            (Method::Get, ["_history"]) => return Ok(Self::SystemHistory),
            _ => {}
        }
        if let Some(kind) = segments.first()
            && !RESOURCE_TYPES.contains(kind)
        {
            return Err(Outcome::new(404, "not-supported", "not a resource type of FHIR R4"));
        }
        let of = |text: &str| text.to_owned();
        Ok(match (request.method, segments.as_slice()) {
            (Method::Get, [kind]) => Self::Search { kind: of(kind) },
            (Method::Post, [kind, "_search"]) => Self::Search { kind: of(kind) },
            (Method::Post, [kind]) => Self::Create { kind: of(kind) },
            (Method::Put, [kind]) => Self::ConditionalUpdate { kind: of(kind) },
            (Method::Get, [kind, "_history"]) => Self::TypeHistory { kind: of(kind) },
            (Method::Get, ["Patient", id, "$everything"]) => Self::Everything { id: checked_id(id)? },
            (Method::Get, [kind, id, "_history"]) => Self::InstanceHistory { kind: of(kind), id: checked_id(id)? },
            (Method::Get, [kind, id, "_history", number]) => Self::ReadVersion {
                kind: of(kind),
                id: checked_id(id)?,
                number: number.parse().map_err(|_| Outcome::not_found())?,
            },
            (Method::Get, [kind, id]) => Self::Read { kind: of(kind), id: checked_id(id)? },
            (Method::Put, [kind, id]) => Self::Update { kind: of(kind), id: checked_id(id)? },
            (Method::Delete, [kind, id]) => Self::Delete { kind: of(kind), id: checked_id(id)? },
            _ => return Err(Outcome::new(405, "not-supported", "no such interaction")),
        })
    }
}

fn checked_id(id: &str) -> Result<String, Outcome> {
    let valid = (1..=64).contains(&id.len())
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.');
    if valid { Ok(id.to_owned()) } else { Err(Outcome::invalid("an id is 1 to 64 letters, digits, '-' and '.'")) }
}

/// The version in an entity tag: `W/"3"`, `"3"` or `3`.
pub(crate) fn parse_etag(text: &str) -> Option<i64> {
    let text = text.trim();
    let text = text.strip_prefix("W/").unwrap_or(text);
    text.trim_matches('"').parse().ok()
}

/// The resource types of FHIR R4 (4.0.1).
pub(crate) const RESOURCE_TYPES: &[&str] = &[
    "Account",
    "ActivityDefinition",
    "AdverseEvent",
    "AllergyIntolerance",
    "Appointment",
    "AppointmentResponse",
    "AuditEvent",
    "Basic",
    "Binary",
    "BiologicallyDerivedProduct",
    "BodyStructure",
    "Bundle",
    "CapabilityStatement",
    "CarePlan",
    "CareTeam",
    "CatalogEntry",
    "ChargeItem",
    "ChargeItemDefinition",
    "Claim",
    "ClaimResponse",
    "ClinicalImpression",
    "CodeSystem",
    "Communication",
    "CommunicationRequest",
    "CompartmentDefinition",
    "Composition",
    "ConceptMap",
    "Condition",
    "Consent",
    "Contract",
    "Coverage",
    "CoverageEligibilityRequest",
    "CoverageEligibilityResponse",
    "DetectedIssue",
    "Device",
    "DeviceDefinition",
    "DeviceMetric",
    "DeviceRequest",
    "DeviceUseStatement",
    "DiagnosticReport",
    "DocumentManifest",
    "DocumentReference",
    "EffectEvidenceSynthesis",
    "Encounter",
    "Endpoint",
    "EnrollmentRequest",
    "EnrollmentResponse",
    "EpisodeOfCare",
    "EventDefinition",
    "Evidence",
    "EvidenceVariable",
    "ExampleScenario",
    "ExplanationOfBenefit",
    "FamilyMemberHistory",
    "Flag",
    "Goal",
    "GraphDefinition",
    "Group",
    "GuidanceResponse",
    "HealthcareService",
    "ImagingStudy",
    "Immunization",
    "ImmunizationEvaluation",
    "ImmunizationRecommendation",
    "ImplementationGuide",
    "InsurancePlan",
    "Invoice",
    "Library",
    "Linkage",
    "List",
    "Location",
    "Measure",
    "MeasureReport",
    "Media",
    "Medication",
    "MedicationAdministration",
    "MedicationDispense",
    "MedicationKnowledge",
    "MedicationRequest",
    "MedicationStatement",
    "MedicinalProduct",
    "MedicinalProductAuthorization",
    "MedicinalProductContraindication",
    "MedicinalProductIndication",
    "MedicinalProductIngredient",
    "MedicinalProductInteraction",
    "MedicinalProductManufactured",
    "MedicinalProductPackaged",
    "MedicinalProductPharmaceutical",
    "MedicinalProductUndesirableEffect",
    "MessageDefinition",
    "MessageHeader",
    "MolecularSequence",
    "NamingSystem",
    "NutritionOrder",
    "Observation",
    "ObservationDefinition",
    "OperationDefinition",
    "OperationOutcome",
    "Organization",
    "OrganizationAffiliation",
    "Parameters",
    "Patient",
    "PaymentNotice",
    "PaymentReconciliation",
    "Person",
    "PlanDefinition",
    "Practitioner",
    "PractitionerRole",
    "Procedure",
    "Provenance",
    "Questionnaire",
    "QuestionnaireResponse",
    "RelatedPerson",
    "RequestGroup",
    "ResearchDefinition",
    "ResearchElementDefinition",
    "ResearchStudy",
    "ResearchSubject",
    "RiskAssessment",
    "RiskEvidenceSynthesis",
    "Schedule",
    "SearchParameter",
    "ServiceRequest",
    "Slot",
    "Specimen",
    "SpecimenDefinition",
    "StructureDefinition",
    "StructureMap",
    "Subscription",
    "Substance",
    "SubstanceNucleicAcid",
    "SubstancePolymer",
    "SubstanceProtein",
    "SubstanceReferenceInformation",
    "SubstanceSourceMaterial",
    "SubstanceSpecification",
    "SupplyDelivery",
    "SupplyRequest",
    "Task",
    "TerminologyCapabilities",
    "TestReport",
    "TestScript",
    "ValueSet",
    "VerificationResult",
    "VisionPrescription",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_read_as_the_specification_says() {
        let read = |method, url| Interaction::parse(&Request::new(method, url)).map_err(|outcome| outcome.status);
        assert_eq!(read(Method::Post, ""), Ok(Interaction::Bundle));
        assert_eq!(read(Method::Get, "metadata"), Ok(Interaction::Capabilities));
        assert_eq!(
            read(Method::Get, "Patient/a/_history/2"),
            Ok(Interaction::ReadVersion { kind: "Patient".into(), id: "a".into(), number: 2 })
        );
        assert_eq!(read(Method::Get, "Unicorn/a"), Err(404));
        assert_eq!(read(Method::Delete, "Patient"), Err(405));
        assert_eq!(read(Method::Get, "Patient/a_b"), Err(400));
        assert_eq!(read(Method::Get, &format!("Patient/{}", "x".repeat(65))), Err(400));
    }

    #[test]
    fn entity_tags_are_read_weak_strong_and_bare() {
        assert_eq!(parse_etag("W/\"12\""), Some(12));
        assert_eq!(parse_etag("\"12\""), Some(12));
        assert_eq!(parse_etag("12"), Some(12));
        assert_eq!(parse_etag("W/\"x\""), None);
    }
}
