//! Body Composition Measurement (0x2A9C, indicated): Body Composition Service 1.0, section 3.2.
//!
//! A measurement too long for one packet comes in several with flag 12 set, each with the flags of
//! what it holds; [`BodyCompositionMeasurement::merge`] puts them together.

use super::weight_scale::{centimetres, kilograms};
use super::{DateTime, Decimal, Fields, System, Truncated, known_user, successful};

const IMPERIAL: u16 = 1 << 0;
const TIME: u16 = 1 << 1;
const USER: u16 = 1 << 2;
const BASAL_METABOLISM: u16 = 1 << 3;
const MUSCLE_PERCENTAGE: u16 = 1 << 4;
const MUSCLE_MASS: u16 = 1 << 5;
const FAT_FREE_MASS: u16 = 1 << 6;
const SOFT_LEAN_MASS: u16 = 1 << 7;
const BODY_WATER_MASS: u16 = 1 << 8;
const IMPEDANCE: u16 = 1 << 9;
const WEIGHT: u16 = 1 << 10;
const HEIGHT: u16 = 1 << 11;
const MULTIPLE_PACKETS: u16 = 1 << 12;

/// One measurement of a body composition analyser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BodyCompositionMeasurement {
    /// What the device measures in.
    pub system: System,
    /// Body fat in 0.1 %; unset when the measurement did not succeed.
    pub raw_fat: Option<u16>,
    /// When, by the device's own clock.
    pub time: Option<DateTime>,
    /// Whom the device believes it measured; unset also where it says that it does not know.
    pub user: Option<u8>,
    /// Basal metabolism in kJ.
    pub basal_metabolism_kj: Option<u16>,
    /// Muscle in 0.1 %.
    pub raw_muscle: Option<u16>,
    /// Muscle mass in 0.005 kg or 0.01 lb.
    pub raw_muscle_mass: Option<u16>,
    /// Fat free mass in 0.005 kg or 0.01 lb.
    pub raw_fat_free_mass: Option<u16>,
    /// Soft lean mass in 0.005 kg or 0.01 lb.
    pub raw_soft_lean_mass: Option<u16>,
    /// Body water mass in 0.005 kg or 0.01 lb.
    pub raw_body_water_mass: Option<u16>,
    /// Impedance in 0.1 ohm.
    pub raw_impedance: Option<u16>,
    /// Weight in 0.005 kg or 0.01 lb.
    pub raw_weight: Option<u16>,
    /// Height in 0.001 m or 0.1 in.
    pub raw_height: Option<u16>,
    /// Whether more packets belong to this measurement.
    pub more: bool,
    /// How many bytes at the end belong to no field.
    pub trailing: usize,
}

impl BodyCompositionMeasurement {
    /// Body fat in percent, if there is a number.
    #[must_use]
    pub fn fat_percent(&self) -> Option<f64> {
        self.raw_fat.map(|raw| Decimal { mantissa: i32::from(raw), exponent: -1 }.value())
    }

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

    /// This packet and the `later` one of the same measurement: what this one has stands.
    #[must_use]
    pub fn merge(self, later: Self) -> Self {
        Self {
            system: self.system,
            raw_fat: self.raw_fat.or(later.raw_fat),
            time: self.time.or(later.time),
            user: self.user.or(later.user),
            basal_metabolism_kj: self.basal_metabolism_kj.or(later.basal_metabolism_kj),
            raw_muscle: self.raw_muscle.or(later.raw_muscle),
            raw_muscle_mass: self.raw_muscle_mass.or(later.raw_muscle_mass),
            raw_fat_free_mass: self.raw_fat_free_mass.or(later.raw_fat_free_mass),
            raw_soft_lean_mass: self.raw_soft_lean_mass.or(later.raw_soft_lean_mass),
            raw_body_water_mass: self.raw_body_water_mass.or(later.raw_body_water_mass),
            raw_impedance: self.raw_impedance.or(later.raw_impedance),
            raw_weight: self.raw_weight.or(later.raw_weight),
            raw_height: self.raw_height.or(later.raw_height),
            more: self.more,
            trailing: self.trailing + later.trailing,
        }
    }
}

/// Reads a value of 0x2A9C.
///
/// # Errors
/// [`Truncated`], with the name of the first field that is not whole.
pub fn decode(bytes: &[u8]) -> Result<BodyCompositionMeasurement, Truncated> {
    let mut fields = Fields::new(bytes);
    let flags = fields.u16("flags")?;
    let has = |flag: u16| flags & flag != 0;
    Ok(BodyCompositionMeasurement {
        system: if has(IMPERIAL) { System::Imperial } else { System::Metric },
        raw_fat: successful(fields.u16("body fat")?),
        time: fields.when(has(TIME), |fields| fields.date_time("time"))?,
        user: fields.when(has(USER), |fields| fields.u8("user"))?.and_then(known_user),
        basal_metabolism_kj: fields.when(has(BASAL_METABOLISM), |fields| fields.u16("basal metabolism"))?,
        raw_muscle: fields.when(has(MUSCLE_PERCENTAGE), |fields| fields.u16("muscle percentage"))?,
        raw_muscle_mass: fields.when(has(MUSCLE_MASS), |fields| fields.u16("muscle mass"))?,
        raw_fat_free_mass: fields.when(has(FAT_FREE_MASS), |fields| fields.u16("fat free mass"))?,
        raw_soft_lean_mass: fields.when(has(SOFT_LEAN_MASS), |fields| fields.u16("soft lean mass"))?,
        raw_body_water_mass: fields.when(has(BODY_WATER_MASS), |fields| fields.u16("body water mass"))?,
        raw_impedance: fields.when(has(IMPEDANCE), |fields| fields.u16("impedance"))?,
        raw_weight: fields.when(has(WEIGHT), |fields| fields.u16("weight"))?,
        raw_height: fields.when(has(HEIGHT), |fields| fields.u16("height"))?,
        more: has(MULTIPLE_PACKETS),
        trailing: fields.rest.len(),
    })
}
