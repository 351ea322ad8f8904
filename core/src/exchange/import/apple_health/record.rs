//! One `Record` element.

use std::borrow::Cow;

use chrono_tz::Tz;
use quick_xml::XmlVersion;
use quick_xml::events::BytesStart;

use super::super::night_csv::bpm;
use super::super::report::{Place, Skip};
use super::{date, quantity};
use crate::model::Millis;
use crate::model::energy::EnergyKind;
use crate::model::heart::Bpm;
use crate::model::person::SourceKind;
use crate::model::vital::VitalKind;

/// What a record measures.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Measure {
    Heart(Bpm),
    Steps(u32),
    Energy(EnergyKind),
    Vital(VitalKind),
    Systolic,
    Diastolic,
}

/// A record of a known type, read but not yet ended.
#[derive(Debug)]
pub(super) struct Held {
    pub(super) measure: Measure,
    /// In the measure's canonical unit.
    pub(super) value: f64,
    pub(super) start: Millis,
    pub(super) end: Millis,
    pub(super) source: String,
    pub(super) kind: SourceKind,
    pub(super) zone: Option<Tz>,
    pub(super) place: Place,
}

/// Why a record is not held.
#[derive(Debug)]
pub(super) enum Left {
    /// Its type is not one that is taken in.
    Unknown(String),
    /// It is, but this one cannot be.
    Skip(Skip),
}

/// The first attribute of this name; a file may have it twice.
pub(super) fn text<'a>(element: &'a BytesStart<'_>, name: &str) -> Option<Cow<'a, str>> {
    let mut attributes = element.attributes();
    attributes
        .with_checks(false)
        .filter_map(|attribute| attribute.ok())
        .find(|attribute| attribute.key.as_ref() == name)
        .and_then(|attribute| attribute.normalized_value(XmlVersion::Implicit1_0).ok())
}

/// What a type measures, before its value is known.
fn measure_of(kind: &str) -> Option<Target> {
    let name = kind.strip_prefix("HKQuantityTypeIdentifier")?;
    Some(match name {
        "HeartRate" => Target::Heart,
        "StepCount" => Target::Steps,
        "ActiveEnergyBurned" => Target::Energy(EnergyKind::Active),
        "BasalEnergyBurned" => Target::Energy(EnergyKind::Basal),
        "BloodPressureSystolic" => Target::Systolic,
        "BloodPressureDiastolic" => Target::Diastolic,
        "BodyMass" => Target::Vital(VitalKind::Weight),
        "BodyFatPercentage" => Target::Vital(VitalKind::BodyFat),
        "WaistCircumference" => Target::Vital(VitalKind::Waist),
        "Height" => Target::Vital(VitalKind::Height),
        "BodyTemperature" => Target::Vital(VitalKind::Temperature),
        "OxygenSaturation" => Target::Vital(VitalKind::OxygenSaturation),
        "BloodGlucose" => Target::Vital(VitalKind::Glucose),
        "RestingHeartRate" => Target::Vital(VitalKind::RestingHeartRate),
        "RespiratoryRate" => Target::Vital(VitalKind::RespiratoryRate),
        "PeakExpiratoryFlowRate" => Target::Vital(VitalKind::PeakFlow),
        _ => return None,
    })
}

#[derive(Debug, Clone, Copy)]
enum Target {
    Heart,
    Steps,
    Energy(EnergyKind),
    Vital(VitalKind),
    Systolic,
    Diastolic,
}

impl Held {
    /// Reads the attributes of a `Record`.
    pub(super) fn read(element: &BytesStart<'_>, place: Place) -> Result<Self, Left> {
        let Some(kind) = text(element, "type") else { return Err(Left::Skip(Skip::Unreadable)) };
        let Some(target) = measure_of(&kind) else { return Err(Left::Unknown(kind.into_owned())) };
        let found = |name| text(element, name).ok_or(Left::Skip(Skip::Unreadable));
        let value: f64 = found("value")?.trim().parse().map_err(|_| Left::Skip(Skip::Unreadable))?;
        let start = date::instant(found("startDate")?.trim()).ok_or(Left::Skip(Skip::Unreadable))?;
        let end = match text(element, "endDate") {
            Some(end) => date::instant(end.trim()).ok_or(Left::Skip(Skip::Unreadable))?,
            None => start,
        };
        let unit = text(element, "unit").unwrap_or_default();
        let (measure, value) = target.measure(value, unit.trim()).map_err(Left::Skip)?;
        let source = text(element, "sourceName").unwrap_or_default().into_owned();
        let kind = source_kind(&source, &text(element, "device").unwrap_or_default());
        Ok(Self { measure, value, start, end, source, kind, zone: None, place })
    }
}

impl Target {
    fn measure(self, value: f64, unit: &str) -> Result<(Measure, f64), Skip> {
        if !value.is_finite() {
            return Err(Skip::Impossible);
        }
        match self {
            Self::Heart => {
                let rate = value * quantity::per_minute(unit).ok_or(Skip::Unit)?;
                Ok((Measure::Heart(bpm(rate).ok_or(Skip::Impossible)?), rate))
            }
            Self::Steps => {
                if unit != "count" {
                    return Err(Skip::Unit);
                }
                Ok((Measure::Steps(count(value).ok_or(Skip::Impossible)?), value))
            }
            Self::Energy(kind) => Ok((Measure::Energy(kind), value * quantity::kcal(unit).ok_or(Skip::Unit)?)),
            Self::Vital(kind) => Ok((Measure::Vital(kind), quantity::canonical(kind, value, unit).ok_or(Skip::Unit)?)),
            Self::Systolic => Ok((Measure::Systolic, value * quantity::mmhg(unit).ok_or(Skip::Unit)?)),
            Self::Diastolic => Ok((Measure::Diastolic, value * quantity::mmhg(unit).ok_or(Skip::Unit)?)),
        }
    }
}

/// A count of steps; HealthKit splits some into fractions.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is checked before")]
fn count(value: f64) -> Option<u32> {
    (0.0..=f64::from(u32::MAX)).contains(&value).then(|| value.round() as u32)
}

/// `device` is `<<HKDevice: 0x…>, name:Apple Watch, manufacturer:Apple Inc., model:Watch, …>`.
fn source_kind(name: &str, device: &str) -> SourceKind {
    let is = |what: &str| device.contains(what) || name.contains(what);
    if is("iPhone") && !is("Watch") { SourceKind::Phone } else { SourceKind::Wearable }
}
