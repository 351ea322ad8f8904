//! Measurements that people take one at a time, out of the values that devices send.

use super::clock::RIGHT_WITHIN_S;
use crate::device::gatt::body_composition::BodyCompositionMeasurement;
use crate::device::gatt::{Characteristic, DateTime, Value, thermometer};
use crate::model::Millis;
use crate::model::heart::Bpm;
use crate::model::vital::{BloodPressure, Circumstances, Site, Vital, VitalKind};

/// A measurement to be kept, with the bytes that it was read from.
#[derive(Debug, Clone, PartialEq)]
pub struct Taken {
    /// The characteristic that it came by.
    pub characteristic: Characteristic,
    /// The value as sent; what the device's clock showed stays in it.
    pub bytes: Vec<u8>,
    /// When it was received.
    pub received: Millis,
    /// What the device's clock showed, as sent.
    pub shown: Option<DateTime>,
    /// How far that clock was ahead when it was last asked, in seconds.
    pub ahead_s: Option<i64>,
    /// Its number in the device's memory.
    pub sequence: Option<u16>,
    /// Whom the device believes it measured.
    pub user: Option<u8>,
    /// What was measured, in canonical units; empty for what only goes with another measurement.
    pub vitals: Vec<Vital>,
}

impl Taken {
    /// Whether the same bytes again would be the same measurement: the device numbered or dated it.
    #[must_use]
    pub fn is_numbered(&self) -> bool {
        self.sequence.is_some() || self.shown.and_then(DateTime::known).is_some()
    }

    /// Whether the device's clock is so wrong that the measurement is dated by another.
    #[must_use]
    pub fn clock_is_off(&self) -> bool {
        self.shown.is_some() && self.ahead_s.is_some_and(|ahead| ahead.abs() > RIGHT_WITHIN_S)
    }
}

/// Why a value is no measurement that can be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotTaken {
    /// The device says that it did not succeed.
    #[error("the measurement did not succeed")]
    Unsuccessful,
    /// The device itself doubts it, or made it up to show or to test.
    #[error("the device does not stand by the measurement")]
    Doubtful,
    /// The number is none that a person can have.
    #[error("the measurement cannot be a person's")]
    Impossible,
    /// It is that of a control solution.
    #[error("the measurement is of a control solution")]
    Control,
}

/// What `value` measures; `None` when it is not a measurement that is taken one at a time.
///
/// A weight inside a body composition counts only where `scale` says that no weight of its own comes.
pub(super) fn vitals(value: &Value, scale: bool) -> Option<Result<Vec<Vital>, NotTaken>> {
    Some(match value {
        Value::BloodPressure(read) => {
            let (systolic, diastolic) = (read.unit.to_mmhg(read.systolic), read.unit.to_mmhg(read.diastolic));
            systolic.zip(diastolic).ok_or(NotTaken::Unsuccessful).and_then(|(systolic, diastolic)| {
                let pulse = read.pulse.and_then(|pulse| pulse.value()).and_then(bpm);
                let pressure = BloodPressure::new(systolic, diastolic, pulse).map_err(|_| NotTaken::Impossible)?;
                Ok(vec![Vital::BloodPressure(pressure)])
            })
        }
        Value::Weight(read) => single(VitalKind::Weight, read.kilograms()).map(|vital| vec![vital]),
        Value::BodyComposition(read) => composition(read, scale),
        Value::Temperature(read) => {
            single(VitalKind::Temperature, read.celsius()).map(|vital| vec![at_site(vital, read.site)])
        }
        Value::SpotCheck(read) => {
            let status = read.status;
            if status.is_some_and(|status| status.is_doubtful() || status.is_made_up()) {
                Err(NotTaken::Doubtful)
            } else {
                single(VitalKind::OxygenSaturation, read.reading.spo2.value()).map(|vital| vec![vital])
            }
        }
        Value::Glucose(read) => match &read.concentration {
            Some(found) if found.is_control() => Err(NotTaken::Control),
            Some(_) if read.status.is_some_and(|status| status.unreliable()) => Err(NotTaken::Doubtful),
            Some(found) => single(VitalKind::Glucose, found.mg_per_dl()).map(|vital| vec![vital]),
            None => Err(NotTaken::Unsuccessful),
        },
        // It says what was eaten and done around a measurement, and is kept with it.
        Value::GlucoseContext(_) => Ok(Vec::new()),
        _ => return None,
    })
}

/// A temperature with where it was taken, for the places that a record knows.
fn at_site(vital: Vital, site: Option<thermometer::Site>) -> Vital {
    let site = match site {
        Some(thermometer::Site::Armpit) => Some(Site::Armpit),
        Some(thermometer::Site::Mouth) => Some(Site::Mouth),
        Some(thermometer::Site::Ear | thermometer::Site::Eardrum) => Some(Site::Ear),
        Some(thermometer::Site::Rectum) => Some(Site::Rectum),
        _ => None,
    };
    match vital {
        Vital::Single { kind, value, typed, circumstances } => {
            Vital::Single { kind, value, typed, circumstances: Circumstances { site, ..circumstances } }
        }
        pressure @ Vital::BloodPressure(_) => pressure,
    }
}

fn composition(read: &BodyCompositionMeasurement, scale: bool) -> Result<Vec<Vital>, NotTaken> {
    let mut vitals = vec![single(VitalKind::BodyFat, read.fat_percent())?];
    if !scale && read.raw_weight.is_some() {
        vitals.push(single(VitalKind::Weight, read.kilograms())?);
    }
    Ok(vitals)
}

fn single(kind: VitalKind, value: Option<f64>) -> Result<Vital, NotTaken> {
    Vital::single(kind, value.ok_or(NotTaken::Unsuccessful)?).map_err(|_| NotTaken::Impossible)
}

/// A pulse that a device counted; what is no heart rate is left out.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is checked first")]
fn bpm(value: f64) -> Option<Bpm> {
    let rounded = value.round();
    (1.0..=f64::from(Bpm::MAX)).contains(&rounded).then(|| Bpm::new(rounded as u16).ok()).flatten()
}

/// What the device's clock showed, its number and its user, where the value has them.
pub(super) fn marks(value: &Value) -> (Option<DateTime>, Option<u16>, Option<u8>) {
    match value {
        Value::BloodPressure(read) => (read.time, None, read.user),
        Value::Weight(read) => (read.time, None, read.user),
        Value::BodyComposition(read) => (read.time, None, read.user),
        Value::Temperature(read) => (read.time, None, None),
        Value::SpotCheck(read) => (read.time.filter(|_| !read.clock_not_set), None, None),
        Value::Glucose(read) => (read.time(), Some(read.sequence), None),
        Value::GlucoseContext(read) => (None, Some(read.sequence), None),
        _ => (None, None, None),
    }
}
