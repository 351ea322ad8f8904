//! Weight Measurement (0x2A9D, indicated): Weight Scale Service 1.0, section 3.2.
//!
//! The GATT Specification Supplement fixes the resolution at 0.005 kg and 0.01 lb. What the Weight
//! Scale Feature says about resolution is how fine the scale weighs, not a factor.

use super::{DateTime, Decimal, Fields, System, Truncated, known_user, successful};

const IMPERIAL: u8 = 1 << 0;
const TIME: u8 = 1 << 1;
const USER: u8 = 1 << 2;
const BMI_AND_HEIGHT: u8 = 1 << 3;

/// One weighing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WeightMeasurement {
    /// What the scale measures in.
    pub system: System,
    /// The weight as sent, in 0.005 kg or 0.01 lb; unset when the weighing did not succeed.
    pub raw_weight: Option<u16>,
    /// When, by the scale's own clock.
    pub time: Option<DateTime>,
    /// Whom the scale believes it weighed; unset also where it says that it does not know.
    pub user: Option<u8>,
    /// The body mass index that the scale worked out, in 0.1 kg/m².
    pub raw_bmi: Option<u16>,
    /// The height that the scale was told, in 0.001 m or 0.1 in.
    pub raw_height: Option<u16>,
    /// How many bytes at the end belong to no field.
    pub trailing: usize,
}

impl WeightMeasurement {
    /// The weight in kilograms, if there is one.
    #[must_use]
    pub fn kilograms(&self) -> Option<f64> {
        self.raw_weight.map(|raw| kilograms(self.system, raw))
    }

    /// The height in centimetres, if there is one.
    #[must_use]
    pub fn centimetres(&self) -> Option<f64> {
        self.raw_height.map(|raw| centimetres(self.system, raw))
    }
}

/// A mass of the weight and body composition services, in kilograms.
///
/// Pounds are rounded to a gram, which is finer than 0.01 lb.
pub(super) fn kilograms(system: System, raw: u16) -> f64 {
    match system {
        System::Metric => Decimal { mantissa: 5 * i32::from(raw), exponent: -3 }.value(),
        // 1 lb = 0.453 592 37 kg exactly (NIST SP 811, appendix B.8).
        System::Imperial => (f64::from(raw) / 100.0 * 0.453_592_37 * 1000.0).round() / 1000.0,
    }
}

/// A height of the weight and body composition services, in centimetres.
pub(super) fn centimetres(system: System, raw: u16) -> f64 {
    match system {
        System::Metric => Decimal { mantissa: i32::from(raw), exponent: -1 }.value(),
        System::Imperial => Decimal { mantissa: 254 * i32::from(raw), exponent: -3 }.value(),
    }
}

/// Reads a value of 0x2A9D.
///
/// # Errors
/// [`Truncated`], with the name of the first field that is not whole.
pub fn decode(bytes: &[u8]) -> Result<WeightMeasurement, Truncated> {
    let mut fields = Fields::new(bytes);
    let flags = fields.u8("flags")?;
    let raw_weight = successful(fields.u16("weight")?);
    let time = fields.when(flags & TIME != 0, |fields| fields.date_time("time"))?;
    let user = fields.when(flags & USER != 0, |fields| fields.u8("user"))?.and_then(known_user);
    let both = fields
        .when(flags & BMI_AND_HEIGHT != 0, |fields| Ok((fields.u16("body mass index")?, fields.u16("height")?)))?;
    Ok(WeightMeasurement {
        system: if flags & IMPERIAL == 0 { System::Metric } else { System::Imperial },
        raw_weight,
        time,
        user,
        raw_bmi: both.map(|(bmi, _)| bmi),
        raw_height: both.map(|(_, height)| height),
        trailing: fields.rest.len(),
    })
}
