//! PLX Spot-Check Measurement (0x2A5E, indicated) and PLX Continuous Measurement (0x2A5F, notified):
//! Pulse Oximeter Service 1.0, sections 3.1 and 3.2. The flags of the two differ.

use super::{DateTime, Fields, MedFloat, Truncated};

mod spot {
    pub(super) const TIME: u8 = 1 << 0;
    pub(super) const STATUS: u8 = 1 << 1;
    pub(super) const SENSOR: u8 = 1 << 2;
    pub(super) const AMPLITUDE: u8 = 1 << 3;
    pub(super) const CLOCK_NOT_SET: u8 = 1 << 4;
}

mod continuous {
    pub(super) const FAST: u8 = 1 << 0;
    pub(super) const SLOW: u8 = 1 << 1;
    pub(super) const STATUS: u8 = 1 << 2;
    pub(super) const SENSOR: u8 = 1 << 3;
    pub(super) const AMPLITUDE: u8 = 1 << 4;
}

/// Saturation and pulse, as an oximeter sends them together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Saturation {
    /// Oxygen saturation in percent.
    pub spo2: MedFloat,
    /// Pulse, per minute.
    pub pulse: MedFloat,
}

/// How a measurement came about (bits as sent).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MeasurementStatus(pub u16);

impl MeasurementStatus {
    /// Qualified, validated, or fully so: the device stands by the number.
    #[must_use]
    pub const fn is_final(self) -> bool {
        self.0 & (1 << 7 | 1 << 8) != 0
    }

    /// From the device's memory, not of this moment.
    #[must_use]
    pub const fn is_stored(self) -> bool {
        self.0 & 1 << 9 != 0
    }

    /// Made up by the device, to show or to test.
    #[must_use]
    pub const fn is_made_up(self) -> bool {
        self.0 & (1 << 10 | 1 << 11 | 1 << 12) != 0
    }

    /// Early or questionable: not to be kept as a measurement.
    #[must_use]
    pub const fn is_doubtful(self) -> bool {
        self.0 & (1 << 6 | 1 << 13 | 1 << 14 | 1 << 15) != 0
    }
}

/// What the sensor says about itself (24 bits as sent).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SensorStatus(pub u32);

impl SensorStatus {
    /// There is no finger in it, or it slipped off, or the sensor is unplugged.
    #[must_use]
    pub const fn off_the_finger(self) -> bool {
        self.0 & (1 << 11 | 1 << 13 | 1 << 15) != 0
    }
}

/// One spot check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SpotCheck {
    /// What was measured.
    pub reading: Saturation,
    /// When, by the oximeter's own clock.
    pub time: Option<DateTime>,
    /// How it came about.
    pub status: Option<MeasurementStatus>,
    /// What the sensor says about itself.
    pub sensor: Option<SensorStatus>,
    /// Pulse amplitude index in percent.
    pub amplitude: Option<MedFloat>,
    /// The oximeter's clock was never set: its time means nothing.
    pub clock_not_set: bool,
    /// How many bytes at the end belong to no field.
    pub trailing: usize,
}

/// One reading of a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Continuous {
    /// At the device's normal averaging.
    pub normal: Saturation,
    /// Averaged over less time.
    pub fast: Option<Saturation>,
    /// Averaged over more time.
    pub slow: Option<Saturation>,
    /// How it came about.
    pub status: Option<MeasurementStatus>,
    /// What the sensor says about itself.
    pub sensor: Option<SensorStatus>,
    /// Pulse amplitude index in percent.
    pub amplitude: Option<MedFloat>,
    /// How many bytes at the end belong to no field.
    pub trailing: usize,
}

fn saturation(fields: &mut Fields<'_>, names: [&'static str; 2]) -> Result<Saturation, Truncated> {
    let [spo2, pulse] = names;
    Ok(Saturation { spo2: fields.sfloat(spo2)?, pulse: fields.sfloat(pulse)? })
}

/// Reads a value of 0x2A5E.
///
/// # Errors
/// [`Truncated`], with the name of the first field that is not whole.
pub fn decode_spot(bytes: &[u8]) -> Result<SpotCheck, Truncated> {
    let mut fields = Fields::new(bytes);
    let flags = fields.u8("flags")?;
    let has = |flag: u8| flags & flag != 0;
    Ok(SpotCheck {
        reading: saturation(&mut fields, ["oxygen saturation", "pulse"])?,
        time: fields.when(has(spot::TIME), |fields| fields.date_time("time"))?,
        status: fields.when(has(spot::STATUS), |fields| fields.u16("measurement status"))?.map(MeasurementStatus),
        sensor: fields.when(has(spot::SENSOR), |fields| fields.u24("sensor status"))?.map(SensorStatus),
        amplitude: fields.when(has(spot::AMPLITUDE), |fields| fields.sfloat("pulse amplitude index"))?,
        clock_not_set: has(spot::CLOCK_NOT_SET),
        trailing: fields.rest.len(),
    })
}

/// Reads a value of 0x2A5F.
///
/// # Errors
/// [`Truncated`], with the name of the first field that is not whole.
pub fn decode_continuous(bytes: &[u8]) -> Result<Continuous, Truncated> {
    use continuous::{AMPLITUDE, FAST, SENSOR, SLOW, STATUS};
    let mut fields = Fields::new(bytes);
    let flags = fields.u8("flags")?;
    let has = |flag: u8| flags & flag != 0;
    Ok(Continuous {
        normal: saturation(&mut fields, ["oxygen saturation", "pulse"])?,
        fast: fields.when(has(FAST), |fields| saturation(fields, ["fast oxygen saturation", "fast pulse"]))?,
        slow: fields.when(has(SLOW), |fields| saturation(fields, ["slow oxygen saturation", "slow pulse"]))?,
        status: fields.when(has(STATUS), |fields| fields.u16("measurement status"))?.map(MeasurementStatus),
        sensor: fields.when(has(SENSOR), |fields| fields.u24("sensor status"))?.map(SensorStatus),
        amplitude: fields.when(has(AMPLITUDE), |fields| fields.sfloat("pulse amplitude index"))?,
        trailing: fields.rest.len(),
    })
}
