//! An oximeter that streams sends each second what changes in minutes: a minute is one measurement.

use super::device::Arrival;
use super::taken::Taken;
use crate::device::gatt::Characteristic;
use crate::device::gatt::oximeter::Continuous;
use crate::model::Millis;
use crate::model::vital::{Vital, VitalKind};

/// A minute with fewer readings than this is not one: the finger was hardly in.
const ENOUGH: usize = 10;
/// Streams send once a second, some faster; more than this of a minute is not kept.
const MOST: usize = 256;

/// The readings of a minute of the clock. What is told of it is the median one, as it was sent.
#[derive(Debug, Default)]
pub(super) struct SaturationMinute {
    minute: i64,
    readings: Vec<(f64, Arrival)>,
}

impl SaturationMinute {
    pub(super) fn is_over(&self, now: Millis) -> bool {
        !self.readings.is_empty() && now.0.div_euclid(Millis::MINUTE) != self.minute
    }

    pub(super) fn deadline(&self) -> Option<Millis> {
        (!self.readings.is_empty()).then(|| Millis((self.minute + 1) * Millis::MINUTE))
    }

    /// Adds a reading that the device stands by.
    pub(super) fn add(&mut self, read: &Continuous, arrival: &Arrival) {
        let doubted = read.status.is_some_and(|status| status.is_doubtful() || status.is_made_up())
            || read.sensor.is_some_and(|sensor| sensor.off_the_finger());
        let Some(spo2) = read.normal.spo2.value().filter(|_| !doubted) else { return };
        if Vital::single(VitalKind::OxygenSaturation, spo2).is_ok() && self.readings.len() < MOST {
            self.minute = arrival.at.0.div_euclid(Millis::MINUTE);
            self.readings.push((spo2, arrival.clone()));
        }
    }

    /// The measurement of the minute, if there was enough of it. The next one begins empty.
    pub(super) fn finish(&mut self) -> Option<Taken> {
        let mut readings = std::mem::take(&mut self.readings);
        if readings.len() < ENOUGH {
            return None;
        }
        readings.sort_by(|(one, _), (other, _)| one.total_cmp(other));
        let (spo2, arrival) = readings.swap_remove((readings.len() - 1) / 2);
        Some(Taken {
            characteristic: Characteristic::PLX_CONTINUOUS,
            bytes: arrival.bytes,
            received: arrival.at,
            shown: None,
            ahead_s: None,
            sequence: None,
            user: None,
            vitals: vec![Vital::single(VitalKind::OxygenSaturation, spo2).ok()?],
        })
    }
}
