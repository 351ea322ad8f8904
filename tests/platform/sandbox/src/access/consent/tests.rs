//! Patient, caregiver, facility and stranger against consents; the patient never asks a consent, so only the others stand here.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

const CATEGORY: &str = "http://terminology.hl7.org/CodeSystem/observation-category";
const YUI: &str = "RelatedPerson/yui";
const CLINIC: &str = "Organization/clinic";
const STRANGER: &str = "RelatedPerson/stranger";

fn consent(provision: Value) -> Value {
    json!({
        "resourceType": "Consent",
        "status": "active",
        "scope": { "coding": [{ "code": "patient-privacy" }] },
        "provision": provision,
    })
}

fn floor(nested: Vec<Value>) -> Value {
    consent(json!({ "type": "deny", "provision": nested }))
}

fn actor(reference: &str) -> Value {
    json!([{ "role": {}, "reference": { "reference": reference } }])
}

fn vital_signs_for(reference: &str) -> Value {
    json!({
        "type": "permit",
        "actor": actor(reference),
        "action": [{ "coding": [{ "code": "access" }] }],
        "class": [{ "code": "Observation" }],
        "code": [{ "coding": [{ "system": CATEGORY, "code": "vital-signs" }] }],
    })
}

/// Asks on 2026-11-22 about data of 2026-11-20.
fn permit(consents: &[Value], actor: &str, action: Action, kind: &str, category: &str) -> bool {
    permit_at(consents, actor, action, kind, category, "2026-11-22T00:00:00Z", Some("2026-11-20"))
}

fn permit_at(
    consents: &[Value],
    actor: &str,
    action: Action,
    kind: &str,
    category: &str,
    now: &str,
    time: Option<&str>,
) -> bool {
    Consents::read(consents).permit(&Ask {
        actor,
        action,
        kind,
        id: "1",
        codings: &[(CATEGORY.to_owned(), category.to_owned())],
        time: time.and_then(Interval::parse),
        now: Interval::parse(now).expect("a time").from,
    })
}

fn reads(consents: &[Value], actor: &str, kind: &str, category: &str) -> bool {
    permit(consents, actor, Action::Read, kind, category)
}

#[test]
fn without_a_consent_nobody_else_sees_anything() {
    for actor in [YUI, CLINIC, STRANGER, "Practitioner/p", ""] {
        assert!(!reads(&[], actor, "Observation", "vital-signs"));
        assert!(!reads(&[floor(vec![])], actor, "Observation", "vital-signs"));
    }
}

#[test]
fn each_actor_sees_the_classes_named_for_it_and_no_other() {
    let both = [floor(vec![
        vital_signs_for(YUI),
        json!({ "type": "permit", "actor": actor(CLINIC), "class": [{ "code": "Observation" }, { "code": "Condition" }] }),
    ])];
    let expected = [
        (YUI, "Observation", "vital-signs", true),
        (YUI, "Observation", "social-history", false),
        (YUI, "Condition", "x", false),
        (CLINIC, "Observation", "vital-signs", true),
        (CLINIC, "Observation", "social-history", true),
        (CLINIC, "Condition", "x", true),
        (CLINIC, "MedicationRequest", "x", false),
        (STRANGER, "Observation", "vital-signs", false),
        (STRANGER, "Condition", "x", false),
    ];
    for (actor, kind, category, open) in expected {
        assert_eq!(reads(&both, actor, kind, category), open, "{actor} {kind} {category}");
    }
}

#[test]
fn to_read_is_not_to_write() {
    let consents = [floor(vec![vital_signs_for(YUI)])];
    assert!(permit(&consents, YUI, Action::Read, "Observation", "vital-signs"));
    assert!(!permit(&consents, YUI, Action::Write, "Observation", "vital-signs"));
}

#[test]
fn a_consent_that_is_not_active_or_not_about_privacy_permits_nothing() {
    for (element, value) in [
        ("status", json!("inactive")),
        ("status", json!("draft")),
        ("status", json!("entered-in-error")),
        ("scope", json!({ "coding": [{ "code": "research" }] })),
    ] {
        let mut body = floor(vec![vital_signs_for(YUI)]);
        body[element] = value;
        assert!(!reads(&[body], YUI, "Observation", "vital-signs"));
    }
}

#[test]
fn a_period_begins_and_ends() {
    let mut provision = vital_signs_for(YUI);
    provision["period"] = json!({ "start": "2026-11-01", "end": "2026-11-30" });
    let consents = [floor(vec![provision])];
    for (now, open) in [
        ("2026-10-31T23:59:59Z", false),
        ("2026-11-01T00:00:00Z", true),
        ("2026-11-30T23:59:59Z", true),
        ("2026-12-01T00:00:00Z", false),
    ] {
        let asked = permit_at(&consents, YUI, Action::Read, "Observation", "vital-signs", now, Some("2026-11-20"));
        assert_eq!(asked, open, "{now}");
    }
}

#[test]
fn a_data_period_opens_only_what_lies_wholly_inside_and_closes_what_touches_it() {
    let mut permitting = vital_signs_for(YUI);
    permitting["dataPeriod"] = json!({ "start": "2026-11-10" });
    let mut denying = json!({ "type": "deny", "actor": actor(YUI) });
    denying["dataPeriod"] = json!({ "start": "2026-11-15", "end": "2026-11-16" });
    let consents = [floor(vec![permitting, denying])];
    for (time, open) in [
        (Some("2026-11-09"), false),
        (Some("2026-11-12"), true),
        (Some("2026-11-15"), false),
        (Some("2026-11"), false),
        (Some("2026-11-17"), true),
        (None, false),
    ] {
        let now = "2026-11-22T00:00:00Z";
        assert_eq!(permit_at(&consents, YUI, Action::Read, "Observation", "vital-signs", now, time), open, "{time:?}");
    }
}

#[test]
fn an_exception_inside_a_permit_closes_what_it_names() {
    let consents = [consent(json!({
        "type": "permit",
        "actor": actor(YUI),
        "provision": [{ "type": "deny", "class": [{ "code": "Condition" }] }],
    }))];
    assert!(reads(&consents, YUI, "Observation", "vital-signs"));
    assert!(!reads(&consents, YUI, "Condition", "x"));
    assert!(!reads(&consents, STRANGER, "Observation", "vital-signs"));
}

#[test]
fn a_denial_that_names_somebody_or_something_beats_a_permit_elsewhere() {
    let permitting = floor(vec![vital_signs_for(YUI), vital_signs_for(CLINIC)]);
    let against_yui = consent(json!({ "type": "deny", "actor": actor(YUI) }));
    let against_all =
        consent(json!({ "type": "deny", "provision": [{ "type": "deny", "class": [{ "code": "Observation" }] }] }));
    let floor_only = floor(vec![]);
    assert!(reads(&[permitting.clone(), floor_only], YUI, "Observation", "vital-signs"));
    assert!(!reads(&[permitting.clone(), against_yui.clone()], YUI, "Observation", "vital-signs"));
    assert!(!reads(&[against_yui.clone(), permitting.clone()], YUI, "Observation", "vital-signs"));
    assert!(reads(&[permitting.clone(), against_yui], CLINIC, "Observation", "vital-signs"));
    assert!(!reads(&[permitting, against_all], CLINIC, "Observation", "vital-signs"));
}

#[test]
fn a_permit_that_names_nobody_permits_nobody() {
    let consents = [consent(json!({ "type": "permit" })), floor(vec![json!({ "type": "permit" })])];
    assert!(!reads(&consents, STRANGER, "Observation", "vital-signs"));
    assert!(!reads(&consents, "", "Observation", "vital-signs"));
}

#[test]
fn what_is_asked_but_not_understood_closes() {
    let additions = [
        ("securityLabel", json!([{ "code": "N" }])),
        ("purpose", json!([{ "code": "HRESCH" }])),
        ("purpose", json!([{ "display": "family" }])),
        ("class", json!([{ "display": "Observation" }])),
        ("code", json!([{ "text": "vital signs" }])),
        ("action", json!([{ "text": "look" }])),
        ("period", json!({ "end": "some day" })),
        ("data", json!([{ "meaning": "related", "reference": { "reference": "Observation/1" } }])),
        ("data", json!([{ "meaning": "instance", "reference": { "reference": "Observation/2" } }])),
        ("type", json!("maybe")),
    ];
    for (element, value) in additions {
        let mut provision = vital_signs_for(YUI);
        provision[element] = value;
        assert!(!reads(&[floor(vec![provision])], YUI, "Observation", "vital-signs"), "{element}");
    }
}

#[test]
fn purpose_and_instance_open_what_they_name() {
    let mut provision = vital_signs_for(YUI);
    provision["purpose"] = json!([{ "code": "FAMRQT" }]);
    provision["data"] = json!([{ "meaning": "instance", "reference": { "reference": "Observation/1" } }]);
    assert!(reads(&[floor(vec![provision])], YUI, "Observation", "vital-signs"));
}

#[test]
fn a_longer_name_is_not_the_same_person() {
    let consents = [floor(vec![vital_signs_for("http://x/fhir/RelatedPerson/yui")])];
    assert!(reads(&consents, YUI, "Observation", "vital-signs"));
    assert!(!reads(&consents, "Person/yui", "Observation", "vital-signs"));
    assert!(!reads(&[floor(vec![vital_signs_for("XRelatedPerson/yui")])], YUI, "Observation", "vital-signs"));
}

/// Provisions of any shape and depth, of which none names the stranger.
fn provisions() -> impl Strategy<Value = Value> {
    let leaf = (
        prop_oneof![Just("permit"), Just("deny"), Just("")],
        prop_oneof![Just(json!(null)), Just(actor(YUI)), Just(actor(CLINIC)), Just(json!([])), Just(json!([{}]))],
        prop_oneof![Just(json!(null)), Just(json!([{ "code": "Observation" }])), Just(json!("Observation"))],
    );
    let leaf = leaf.prop_map(|(kind, actor, class)| {
        let mut provision = json!({ "type": kind, "actor": actor, "class": class });
        provision.as_object_mut().expect("an object").retain(|_, value| !value.is_null());
        provision
    });
    leaf.prop_recursive(3, 12, 3, |inner| {
        (inner.clone(), proptest::collection::vec(inner, 0..3)).prop_map(|(mut outer, nested)| {
            outer["provision"] = json!(nested);
            outer
        })
    })
}

proptest! {
    #[test]
    fn no_consent_whatever_its_shape_opens_to_somebody_it_does_not_name(
        roots in proptest::collection::vec(provisions(), 0..4),
    ) {
        let consents: Vec<Value> = roots.into_iter().map(consent).collect();
        prop_assert!(!reads(&consents, STRANGER, "Observation", "vital-signs"));
    }

    #[test]
    fn one_more_denial_never_opens_anything(roots in proptest::collection::vec(provisions(), 0..4)) {
        let mut consents: Vec<Value> = roots.into_iter().map(consent).collect();
        let before = reads(&consents, YUI, "Observation", "vital-signs");
        consents.push(floor(vec![]));
        prop_assert_eq!(reads(&consents, YUI, "Observation", "vital-signs"), before);
        consents.push(consent(json!({ "type": "deny", "actor": actor(YUI) })));
        prop_assert!(!reads(&consents, YUI, "Observation", "vital-signs"));
    }
}
