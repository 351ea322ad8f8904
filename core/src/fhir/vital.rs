//! Vital signs: standard elements hold all of them.

use serde_json::Value;

use super::observation::Observation;
use super::written::Written;
use super::{Context, code, element};
use crate::model::Record;
use crate::model::heart::Bpm;
use crate::model::person::Source;
use crate::model::quantity::Unit;
use crate::model::vital::{BloodPressure, Vital, VitalKind};

pub(super) fn write(into: &mut Written, record: &Record, source: &Source, vital: &Vital, context: &Context<'_>) {
    match vital {
        Vital::BloodPressure(pressure) => {
            let codes = code::BLOOD_PRESSURE;
            let mut observation = Observation::of_record(into, record, &code::VITAL_SIGNS, codes, source, context);
            let part = |codes, value, unit| element::component(codes, "valueQuantity", element::quantity(value, unit));
            let mut components = vec![
                part(code::SYSTOLIC, pressure.systolic, Unit::MmHg),
                part(code::DIASTOLIC, pressure.diastolic, Unit::MmHg),
            ];
            let pulse = pressure.pulse.map(|pulse| f64::from(pulse.get()));
            components.extend(pulse.map(|pulse| part(code::HEART_RATE, pulse, Unit::PerMinute)));
            observation.set("component", &components);
            observation.done();
        }
        Vital::Single { kind, value, .. } => {
            let category = if *kind == VitalKind::PeakFlow { &code::EXAM } else { &code::VITAL_SIGNS };
            let mut observation = Observation::of_record(into, record, category, code::vital(*kind), source, context);
            observation.set("valueQuantity", &element::quantity(*value, kind.unit()));
            observation.done();
        }
    }
}

/// The vital sign that an Observation states, if it is one that the record knows, in its unit.
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
