//! Vital signs and body measures that a person takes one at a time.

use serde::{Deserialize, Serialize};

use super::heart::Bpm;
use super::quantity::{Quantity, Unit};
use super::{Invalid, Problem};

/// One measurement, in canonical units.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(tag = "measure", rename_all = "snake_case")]
pub enum Vital {
    /// Home blood pressure.
    BloodPressure(BloodPressure),
    /// Everything that is one number.
    Single {
        /// What was measured.
        kind: VitalKind,
        /// In [`VitalKind::unit`], inside [`VitalKind::possible`].
        value: f64,
    },
}

/// A pressure reading in mmHg.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct BloodPressure {
    /// Systolic, 40 to 300 mmHg.
    pub systolic: f64,
    /// Diastolic, 20 to 200 mmHg, below the systolic.
    pub diastolic: f64,
    /// The pulse that the cuff counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pulse: Option<Bpm>,
}

impl BloodPressure {
    /// A reading.
    ///
    /// The bounds are wider than the 0 to 299 mmHg that home cuffs show as valid on either side of
    /// a living person's range: outside them it is a typing error.
    ///
    /// # Errors
    /// `systolic` or `diastolic` outside its range, `diastolic` not below `systolic`.
    pub fn new(systolic: f64, diastolic: f64, pulse: Option<Bpm>) -> Result<Self, Invalid> {
        if !(40.0..=300.0).contains(&systolic) {
            return Err(Invalid::new("systolic", Problem::Impossible));
        }
        if !(20.0..=200.0).contains(&diastolic) {
            return Err(Invalid::new("diastolic", Problem::Impossible));
        }
        if diastolic >= systolic {
            return Err(Invalid::new("diastolic", Problem::Contradiction));
        }
        Ok(Self { systolic, diastolic, pulse })
    }
}

/// What a single number measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VitalKind {
    /// Body weight, kg.
    Weight,
    /// Body fat, %.
    BodyFat,
    /// Waist circumference, cm.
    Waist,
    /// Body temperature, °C.
    Temperature,
    /// Oxygen saturation of the blood by pulse oximeter, %.
    OxygenSaturation,
    /// Blood glucose, mg/dL.
    Glucose,
    /// Resting heart rate as a device states it, /min.
    RestingHeartRate,
    /// Breaths a minute.
    RespiratoryRate,
    /// Heart rate variability as RMSSD, ms.
    Rmssd,
    /// Peak expiratory flow, L/min.
    PeakFlow,
    /// Body height, cm.
    Height,
}

impl VitalKind {
    /// Every kind, in the order in which screens list them.
    pub const ALL: [Self; 11] = [
        Self::Weight,
        Self::BodyFat,
        Self::Waist,
        Self::Temperature,
        Self::OxygenSaturation,
        Self::Glucose,
        Self::RestingHeartRate,
        Self::RespiratoryRate,
        Self::Rmssd,
        Self::PeakFlow,
        Self::Height,
    ];

    /// The canonical unit.
    #[must_use]
    pub const fn unit(self) -> Unit {
        match self {
            Self::Weight => Unit::Kilogram,
            Self::BodyFat | Self::OxygenSaturation => Unit::Percent,
            Self::Waist | Self::Height => Unit::Centimetre,
            Self::Temperature => Unit::Celsius,
            Self::Glucose => Unit::MgPerDl,
            Self::RestingHeartRate | Self::RespiratoryRate => Unit::PerMinute,
            Self::Rmssd => Unit::Millisecond,
            Self::PeakFlow => Unit::LitrePerMinute,
        }
    }

    /// Lowest and highest value that is taken for a measurement rather than for a slip.
    ///
    /// Ends are set outside what has been reported of living people (for temperature 13.7 °C,
    /// Gilbert et al., Lancet 2000;355:375) or what a consumer device can show.
    #[must_use]
    pub const fn possible(self) -> (f64, f64) {
        match self {
            Self::Weight => (0.2, 650.0),
            Self::BodyFat => (1.0, 85.0),
            Self::Waist => (15.0, 400.0),
            Self::Temperature => (13.0, 46.5),
            Self::OxygenSaturation => (30.0, 100.0),
            Self::Glucose => (5.0, 3000.0),
            Self::RestingHeartRate => (15.0, 300.0),
            Self::RespiratoryRate => (1.0, 150.0),
            Self::Rmssd => (0.0, 1500.0),
            Self::PeakFlow => (10.0, 1200.0),
            Self::Height => (20.0, 280.0),
        }
    }

    /// The name in files and on the command line.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Weight => "weight",
            Self::BodyFat => "body_fat",
            Self::Waist => "waist",
            Self::Temperature => "temperature",
            Self::OxygenSaturation => "oxygen_saturation",
            Self::Glucose => "glucose",
            Self::RestingHeartRate => "resting_heart_rate",
            Self::RespiratoryRate => "respiratory_rate",
            Self::Rmssd => "rmssd",
            Self::PeakFlow => "peak_flow",
            Self::Height => "height",
        }
    }

    /// The kind with this [`code`](Self::code).
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

impl Vital {
    /// One number in the kind's canonical unit.
    ///
    /// # Errors
    /// `value` when it is not finite or outside [`VitalKind::possible`].
    pub fn single(kind: VitalKind, value: f64) -> Result<Self, Invalid> {
        let (low, high) = kind.possible();
        if !(low..=high).contains(&value) {
            return Err(Invalid::new("value", Problem::Impossible));
        }
        Ok(Self::Single { kind, value })
    }

    /// The measurement as a quantity, where it is one number.
    #[must_use]
    pub fn quantity(&self) -> Option<Quantity> {
        match *self {
            Self::Single { kind, value } => Some(Quantity { value, unit: kind.unit() }),
            Self::BloodPressure(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_is_refused_by_the_name_of_its_field() {
        assert_eq!(BloodPressure::new(1350.0, 85.0, None).unwrap_err().field, "systolic");
        assert_eq!(BloodPressure::new(85.0, 135.0, None).unwrap_err().field, "diastolic");
        assert_eq!(Vital::single(VitalKind::Temperature, 366.0).unwrap_err().field, "value");
        assert!(Vital::single(VitalKind::Weight, f64::NAN).is_err());
    }

    #[test]
    fn every_kind_is_found_by_its_code() {
        for kind in VitalKind::ALL {
            assert_eq!(VitalKind::from_code(kind.code()), Some(kind));
        }
    }
}
