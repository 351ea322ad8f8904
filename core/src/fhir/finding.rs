//! Findings: an Observation with the evidence, and a `Flag` that points to it.
//!
//! The Flag is what stands until somebody has looked (HL7: RiskAssessment is for predictions,
//! DetectedIssue for drugs and rules of treatment, Communication for a message that was sent; a
//! notice that stands is a Flag). It is active while the finding is, and inactive once the person
//! has muted it, it is over, or late data took away what it rested on.

use serde_json::{Value, json};

use super::element::Urn;
use super::id::{self, Part};
use super::observation::{self, Head, Observation};
use super::written::Written;
use super::{Context, code, element, time};
use crate::model::finding::{Finding, FindingState, Usual};
use crate::model::person::Source;
use crate::model::quantity::Unit;
use crate::model::{Record, Subject};

/// The resource type of what stands.
pub(super) const FLAG: &str = "Flag";

pub(super) fn write(into: &mut Written, record: &Record, source: &Source, finding: &Finding, context: &Context<'_>) {
    evidence(into, record, source, finding, context);
    flag(into, record, finding, context);
}

fn evidence(into: &mut Written, record: &Record, source: &Source, finding: &Finding, context: &Context<'_>) {
    let (category, codes) = (&code::VITAL_SIGNS, code::finding(finding.rule));
    let (id, is_amended) = (id::record(record.id), record.revision > 1);
    let head = Head { id, identifier: record.id.0, is_amended, category, codes, source };
    let mut observation = Observation::new(into, &head, context);
    observation.set_period(finding.onset, finding.last);
    observation.set("issued", &time::instant(record.written));
    let evidence = &finding.evidence;
    let part = |codes, value, unit| element::component(codes, "valueQuantity", element::quantity(value, unit));
    let mut components = vec![part(code::EVIDENCE_VALUE, evidence.value, evidence.unit)];
    match evidence.usual {
        Usual::Range { centre, low, high } => components.extend([
            part(code::EVIDENCE_CENTRE, centre, evidence.unit),
            part(code::EVIDENCE_LOW, low, evidence.unit),
            part(code::EVIDENCE_HIGH, high, evidence.unit),
        ]),
        Usual::Limit(limit) => components.push(part(code::EVIDENCE_LIMIT, limit, evidence.unit)),
    }
    if let Some(pressure) = evidence.pressure {
        components.push(part(code::EVIDENCE_DIASTOLIC, pressure.diastolic, evidence.unit));
    }
    components.push(part(code::EVIDENCE_RUN, evidence.run.into(), Unit::One));
    observation.set("component", &components);
    observation.set("extension", &[observation::record_extension(record)]);
    observation.done();
}

fn flag(into: &mut Written, record: &Record, finding: &Finding, context: &Context<'_>) {
    let id = id::resource(&Subject::Record(record.id), Part::Flag);
    let status = match finding.state {
        FindingState::New | FindingState::Seen | FindingState::Acknowledged | FindingState::Revised => "active",
        FindingState::Muted | FindingState::Resolved | FindingState::Withdrawn => "inactive",
    };
    let mut period = json!({"start": time::date_time(finding.onset, context.zone)});
    if let (true, Some(fields)) = (status == "inactive", period.as_object_mut()) {
        fields.insert("end".into(), time::date_time(finding.last.max(finding.onset), context.zone).into());
    }
    let evidence = id::record(record.id).to_string();
    let json = json!({
        "resourceType": FLAG,
        "id": id,
        "meta": {"source": Urn(record.source.0)},
        "extension": [{
            "url": code::FLAG_DETAIL,
            "valueReference": element::reference(observation::TYPE, &evidence),
        }],
        "identifier": [element::identifier(id)],
        "status": status,
        "category": [{"coding": [{"system": code::FLAG_CATEGORY, "code": "clinical", "display": "Clinical"}]}],
        "code": element::concept(code::finding(finding.rule)),
        "subject": element::reference("Patient", context.patient),
        "period": period,
    });
    into.put(FLAG, id.to_string(), &json);
}

/// A flag that is void.
pub(super) fn void_flag(into: &mut Written, id: &str, context: &Context<'_>) {
    let json = json!({
        "resourceType": FLAG,
        "id": id,
        "status": "entered-in-error",
        "code": element::concept(code::MASKED),
        "subject": element::reference("Patient", context.patient),
    });
    into.put(FLAG, id.to_owned(), &json);
}

/// Whether a Flag is one of ours: what it says is in the Observation that it points to.
pub(super) fn is_own_flag(resource: &Value) -> bool {
    resource.get("code").is_some_and(|concept| {
        crate::model::finding::Rule::ALL.into_iter().any(|rule| element::has_any(concept, code::finding(rule)))
    }) && element::extension(resource, code::FLAG_DETAIL).is_some()
}
