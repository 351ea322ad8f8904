//! Findings: an Observation with the evidence, and a `Flag` that points to it.
//!
//! The Flag is what stands until somebody has looked (HL7: RiskAssessment is for predictions,
//! DetectedIssue for drugs and rules of treatment, Communication for a message that was sent; a
//! notice that stands is a Flag). It is active while the finding is, and inactive once the person
//! has muted it, it is over, or late data took away what it rested on.

use serde_json::{Value, json};

use super::id::{self, Part};
use super::observation::{self, Observation};
use super::{Context, Resource, code, element, time};
use crate::model::finding::{Finding, FindingState, Usual};
use crate::model::person::Source;
use crate::model::quantity::Unit;
use crate::model::{Record, Subject};

/// The resource type of what stands.
pub(super) const FLAG: &str = "Flag";

pub(super) fn resources(record: &Record, source: &Source, finding: &Finding, context: &Context<'_>) -> Vec<Resource> {
    let observation = evidence(record, source, finding, context);
    let flag = flag(record, finding, &observation, context);
    vec![observation, flag]
}

fn evidence(record: &Record, source: &Source, finding: &Finding, context: &Context<'_>) -> Resource {
    let codes = code::finding(finding.rule);
    let id = id::record(record.id);
    let mut observation = Observation::new(id, &record.id.0, &code::VITAL_SIGNS, codes, source, context);
    observation.set_period(finding.onset, finding.last, context);
    observation.set("issued", time::instant(record.written).into());
    if record.revision > 1 {
        observation.set("status", "amended".into());
    }
    let evidence = &finding.evidence;
    let part = |codes, value| element::component(codes, "valueQuantity", element::quantity(value, evidence.unit));
    let mut components = vec![part(code::EVIDENCE_VALUE, evidence.value)];
    match evidence.usual {
        Usual::Range { centre, low, high } => components.extend([
            part(code::EVIDENCE_CENTRE, centre),
            part(code::EVIDENCE_LOW, low),
            part(code::EVIDENCE_HIGH, high),
        ]),
        Usual::Limit(limit) => components.push(part(code::EVIDENCE_LIMIT, limit)),
    }
    let run = element::quantity(evidence.run.into(), Unit::One);
    components.push(element::component(code::EVIDENCE_RUN, "valueQuantity", run));
    observation.set("component", components.into());
    observation.set("extension", json!([observation::record_extension(record, Some(record))]));
    observation.done()
}

fn flag(record: &Record, finding: &Finding, evidence: &Resource, context: &Context<'_>) -> Resource {
    let id = id::resource(&Subject::Record(record.id), Part::Flag).to_string();
    let status = match finding.state {
        FindingState::New | FindingState::Seen | FindingState::Acknowledged | FindingState::Revised => "active",
        FindingState::Muted | FindingState::Resolved | FindingState::Withdrawn => "inactive",
    };
    let mut period = json!({"start": time::date_time(finding.onset, context.zone)});
    if let (true, Some(fields)) = (status == "inactive", period.as_object_mut()) {
        fields.insert("end".into(), time::date_time(finding.last.max(finding.onset), context.zone).into());
    }
    let json = json!({
        "resourceType": FLAG,
        "id": id,
        "meta": {"source": record.source.0.urn().to_string()},
        "extension": [{
            "url": code::FLAG_DETAIL,
            "valueReference": element::reference(evidence.resource_type, &evidence.id),
        }],
        "identifier": [element::identifier(&id::resource(&Subject::Record(record.id), Part::Flag))],
        "status": status,
        "category": [{"coding": [{"system": code::FLAG_CATEGORY, "code": "clinical", "display": "Clinical"}]}],
        "code": element::concept(code::finding(finding.rule)),
        "subject": element::reference("Patient", context.patient),
        "period": period,
    });
    Resource { resource_type: FLAG, id, json }
}

/// A flag that is void.
pub(super) fn withdrawn_flag(id: &str, context: &Context<'_>) -> Resource {
    let json = json!({
        "resourceType": FLAG,
        "id": id,
        "status": "entered-in-error",
        "code": {"coding": [{"system": code::ABSENT, "code": "masked"}]},
        "subject": element::reference("Patient", context.patient),
    });
    Resource { resource_type: FLAG, id: id.to_owned(), json }
}

/// Whether a Flag is one of ours: what it says is in the Observation that it points to.
pub(super) fn is_own_flag(resource: &Value) -> bool {
    resource.get("code").is_some_and(|concept| {
        crate::model::finding::Rule::ALL.into_iter().any(|rule| element::has_any(concept, code::finding(rule)))
    }) && element::extension(resource, code::FLAG_DETAIL).is_some()
}
