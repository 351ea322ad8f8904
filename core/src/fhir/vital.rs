//! Vital signs. Standard elements say what was measured and how it was taken, to every reader; what was
//! typed has no standard element, and goes with the whole record into our extension.

use serde::Serialize;
use serde_json::Value;

use super::code::{self, Code};
use super::observation::{Observation, record_extension, revision_extension};
use super::written::Written;
use super::{Context, element};
use crate::model::Record;
use crate::model::heart::Bpm;
use crate::model::person::Source;
use crate::model::quantity::Unit;
use crate::model::vital::{BloodPressure, Circumstances, Vital, VitalKind};

/// What a component says: a number, or how the measurement was taken.
#[derive(Serialize)]
#[serde(untagged)]
enum Part<'a> {
    Number(element::Component<'a, element::Quantity>),
    How(element::Component<'a, How>),
}

/// A `CodeableConcept` of one code of our own.
#[derive(Serialize)]
struct How {
    coding: [Code; 1],
}

/// An extension that says how.
#[derive(Serialize)]
struct Taken {
    url: &'static str,
    #[serde(rename = "valueCodeableConcept")]
    value: How,
}

pub(super) fn write(into: &mut Written, record: &Record, source: &Source, vital: &Vital, context: &Context<'_>) {
    let (category, codes) = match vital {
        Vital::BloodPressure(_) => (&code::VITAL_SIGNS, code::BLOOD_PRESSURE),
        Vital::Single { kind: VitalKind::PeakFlow, .. } => (&code::EXAM, code::vital(VitalKind::PeakFlow)),
        Vital::Single { kind, .. } => (&code::VITAL_SIGNS, code::vital(*kind)),
    };
    // A measurement of which nothing else is known is told whole by the standard elements.
    let mut observation = if is_plain(vital) {
        let extensions = [revision_extension(record)];
        Observation::of_record(into, record, category, codes, source, context, &extensions)
    } else if let Some(occasion) = vital.circumstances().occasion {
        let occasion = Taken { url: code::OCCASION_EXTENSION, value: How { coding: [code::occasion(occasion)] } };
        let extensions = (record_extension(record), occasion);
        Observation::of_record(into, record, category, codes, source, context, &extensions)
    } else {
        let extensions = [record_extension(record)];
        Observation::of_record(into, record, category, codes, source, context, &extensions)
    };
    let number =
        |codes, value, unit| Part::Number(element::component(codes, "valueQuantity", element::quantity(value, unit)));
    let mut components = Vec::new();
    match vital {
        Vital::BloodPressure(pressure) => {
            components.push(number(code::SYSTOLIC, pressure.systolic, Unit::MmHg));
            components.push(number(code::DIASTOLIC, pressure.diastolic, Unit::MmHg));
            let pulse = pressure.pulse.map(|pulse| f64::from(pulse.get()));
            components.extend(pulse.map(|pulse| number(code::HEART_RATE, pulse, Unit::PerMinute)));
        }
        Vital::Single { kind, value, .. } => {
            observation.set("valueQuantity", &element::quantity(*value, kind.unit()));
        }
    }
    let Circumstances { occasion: _, arm, meal, site } = vital.circumstances();
    if let Some(body_site) = arm.map(code::arm).or(site.map(code::site)) {
        observation.set("bodySite", &How { coding: [body_site] });
    }
    let how = |codes, code| Part::How(element::component(codes, "valueCodeableConcept", How { coding: [code] }));
    components.extend(meal.map(|meal| how(code::MEAL_RELATION, code::meal_relation(meal))));
    if !components.is_empty() {
        observation.set("component", &components);
    }
    observation.done();
}

/// Whether nothing is known but what was measured.
const fn is_plain(vital: &Vital) -> bool {
    let is_typed = match vital {
        Vital::BloodPressure(pressure) => pressure.typed.is_some(),
        Vital::Single { typed, .. } => typed.is_some(),
    };
    !is_typed && vital.circumstances().is_empty()
}

/// The vital sign that the standard elements of an Observation state, if it is one that the record
/// knows, in its unit.
pub(super) fn read(resource: &Value) -> Option<Vital> {
    let concept = resource.get("code")?;
    if element::has_any(concept, code::BLOOD_PRESSURE) {
        let part =
            |codes, unit| element::read_quantity(element::find_component(resource, codes)?, "valueQuantity", unit);
        let systolic = part(code::SYSTOLIC, Unit::MmHg)?;
        let diastolic = part(code::DIASTOLIC, Unit::MmHg)?;
        let pulse = match part(code::HEART_RATE, Unit::PerMinute) {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a cast saturates, and the bounds are checked"
            )]
            Some(pulse) => Some(Bpm::new(pulse.round() as u16).ok()?),
            None => None,
        };
        return BloodPressure::new(systolic, diastolic, pulse).ok().map(Vital::BloodPressure);
    }
    let kind = VitalKind::ALL.into_iter().find(|kind| element::has_any(concept, code::vital(*kind)))?;
    Vital::single(kind, element::read_quantity(resource, "valueQuantity", kind.unit())?).ok()
}
