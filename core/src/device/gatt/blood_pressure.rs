//! Blood Pressure Measurement (0x2A35, indicated) and Intermediate Cuff Pressure (0x2A36, notified):
//! Blood Pressure Service 1.1, sections 3.1 and 3.2.

use super::{DateTime, Fields, MedFloat, Truncated, known_user};

/// Flag 0: the pressures are in kPa.
const KILOPASCAL: u8 = 1 << 0;
const TIME: u8 = 1 << 1;
const PULSE: u8 = 1 << 2;
const USER: u8 = 1 << 3;
const STATUS: u8 = 1 << 4;

/// 1 kPa in mmHg (NIST SP 811, appendix B.8: 1 mmHg = 0.133 322 4 kPa).
const MMHG_PER_KPA: f64 = 1.0 / 0.133_322_4;

/// The unit in which a cuff sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PressureUnit {
    /// Millimetres of mercury.
    MmHg,
    /// Kilopascal.
    KPa,
}

impl PressureUnit {
    /// `pressure` in mmHg. What was sent in kPa is rounded to 0.1 mmHg: cuffs tell 0.1 kPa, which is coarser.
    #[must_use]
    pub fn to_mmhg(self, pressure: MedFloat) -> Option<f64> {
        let value = pressure.value()?;
        Some(match self {
            Self::MmHg => value,
            Self::KPa => (value * MMHG_PER_KPA * 10.0).round() / 10.0,
        })
    }
}

/// One reading of a cuff.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BloodPressureMeasurement {
    /// The unit of the three pressures.
    pub unit: PressureUnit,
    /// Systolic.
    pub systolic: MedFloat,
    /// Diastolic.
    pub diastolic: MedFloat,
    /// Mean arterial pressure; many cuffs send "not a number".
    pub mean: MedFloat,
    /// When, by the cuff's own clock.
    pub time: Option<DateTime>,
    /// Pulse, per minute.
    pub pulse: Option<MedFloat>,
    /// Whom the cuff believes it measured; unset also where it says that it does not know.
    pub user: Option<u8>,
    /// What the cuff says about the reading.
    pub status: Option<PressureStatus>,
    /// How many bytes at the end belong to no field.
    pub trailing: usize,
}

/// What a cuff says about a reading, as sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PressureStatus(pub u16);

impl PressureStatus {
    /// The person moved.
    #[must_use]
    pub const fn moved(self) -> bool {
        self.0 & 1 != 0
    }

    /// The cuff was too loose.
    #[must_use]
    pub const fn loose(self) -> bool {
        self.0 & 1 << 1 != 0
    }

    /// The cuff noticed an irregular pulse.
    #[must_use]
    pub const fn irregular_pulse(self) -> bool {
        self.0 & 1 << 2 != 0
    }

    /// The arm was not held as it should be.
    #[must_use]
    pub const fn position(self) -> bool {
        self.0 & 1 << 5 != 0
    }
}

/// The pressure in a cuff while it inflates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CuffPressure {
    /// The unit of the pressure.
    pub unit: PressureUnit,
    /// The pressure now.
    pub pressure: MedFloat,
}

/// Reads a value of 0x2A35.
///
/// # Errors
/// [`Truncated`], with the name of the first field that is not whole.
pub fn decode(bytes: &[u8]) -> Result<BloodPressureMeasurement, Truncated> {
    let mut fields = Fields::new(bytes);
    let flags = fields.u8("flags")?;
    Ok(BloodPressureMeasurement {
        unit: if flags & KILOPASCAL == 0 { PressureUnit::MmHg } else { PressureUnit::KPa },
        systolic: fields.sfloat("systolic pressure")?,
        diastolic: fields.sfloat("diastolic pressure")?,
        mean: fields.sfloat("mean arterial pressure")?,
        time: fields.when(flags & TIME != 0, |fields| fields.date_time("time"))?,
        pulse: fields.when(flags & PULSE != 0, |fields| fields.sfloat("pulse"))?,
        user: fields.when(flags & USER != 0, |fields| fields.u8("user"))?.and_then(known_user),
        status: fields.when(flags & STATUS != 0, |fields| fields.u16("status"))?.map(PressureStatus),
        trailing: fields.rest.len(),
    })
}

/// Reads a value of 0x2A36: the same layout, of which only the first pressure means something.
///
/// # Errors
/// As [`decode`].
pub fn decode_cuff(bytes: &[u8]) -> Result<CuffPressure, Truncated> {
    let read = decode(bytes)?;
    Ok(CuffPressure { unit: read.unit, pressure: read.systolic })
}
