//! The Bluetooth SIG's assigned numbers, as far as this program knows what to do with them.

use std::fmt;

/// A service by its 16-bit number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Service(pub u16);

/// A characteristic by its 16-bit number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Characteristic(pub u16);

#[expect(missing_docs, reason = "each is the service of that name")]
impl Service {
    pub const CURRENT_TIME: Self = Self(0x1805);
    pub const GLUCOSE: Self = Self(0x1808);
    pub const HEALTH_THERMOMETER: Self = Self(0x1809);
    pub const DEVICE_INFORMATION: Self = Self(0x180A);
    pub const HEART_RATE: Self = Self(0x180D);
    pub const BATTERY: Self = Self(0x180F);
    pub const BLOOD_PRESSURE: Self = Self(0x1810);
    pub const BODY_COMPOSITION: Self = Self(0x181B);
    pub const WEIGHT_SCALE: Self = Self(0x181D);
    pub const PULSE_OXIMETER: Self = Self(0x1822);

    /// The services that measure something: what a scan looks for.
    pub const MEASURING: [Self; 7] = [
        Self::HEART_RATE,
        Self::BLOOD_PRESSURE,
        Self::WEIGHT_SCALE,
        Self::BODY_COMPOSITION,
        Self::HEALTH_THERMOMETER,
        Self::PULSE_OXIMETER,
        Self::GLUCOSE,
    ];
}

#[expect(missing_docs, reason = "each is the characteristic of that name")]
impl Characteristic {
    pub const GLUCOSE_MEASUREMENT: Self = Self(0x2A18);
    pub const BATTERY_LEVEL: Self = Self(0x2A19);
    pub const TEMPERATURE_MEASUREMENT: Self = Self(0x2A1C);
    pub const TEMPERATURE_TYPE: Self = Self(0x2A1D);
    pub const INTERMEDIATE_TEMPERATURE: Self = Self(0x2A1E);
    pub const SYSTEM_ID: Self = Self(0x2A23);
    pub const MODEL_NUMBER: Self = Self(0x2A24);
    pub const SERIAL_NUMBER: Self = Self(0x2A25);
    pub const FIRMWARE_REVISION: Self = Self(0x2A26);
    pub const HARDWARE_REVISION: Self = Self(0x2A27);
    pub const SOFTWARE_REVISION: Self = Self(0x2A28);
    pub const MANUFACTURER_NAME: Self = Self(0x2A29);
    pub const CURRENT_TIME: Self = Self(0x2A2B);
    pub const GLUCOSE_CONTEXT: Self = Self(0x2A34);
    pub const BLOOD_PRESSURE_MEASUREMENT: Self = Self(0x2A35);
    pub const INTERMEDIATE_CUFF_PRESSURE: Self = Self(0x2A36);
    pub const HEART_RATE_MEASUREMENT: Self = Self(0x2A37);
    pub const BODY_SENSOR_LOCATION: Self = Self(0x2A38);
    pub const HEART_RATE_CONTROL_POINT: Self = Self(0x2A39);
    pub const PNP_ID: Self = Self(0x2A50);
    pub const RECORD_ACCESS_CONTROL_POINT: Self = Self(0x2A52);
    pub const PLX_SPOT_CHECK: Self = Self(0x2A5E);
    pub const PLX_CONTINUOUS: Self = Self(0x2A5F);
    pub const BODY_COMPOSITION_MEASUREMENT: Self = Self(0x2A9C);
    pub const WEIGHT_MEASUREMENT: Self = Self(0x2A9D);

    /// Every characteristic that [`decode`](super::decode) reads.
    pub const KNOWN: [Self; 24] = [
        Self::GLUCOSE_MEASUREMENT,
        Self::BATTERY_LEVEL,
        Self::TEMPERATURE_MEASUREMENT,
        Self::TEMPERATURE_TYPE,
        Self::INTERMEDIATE_TEMPERATURE,
        Self::SYSTEM_ID,
        Self::MODEL_NUMBER,
        Self::SERIAL_NUMBER,
        Self::FIRMWARE_REVISION,
        Self::HARDWARE_REVISION,
        Self::SOFTWARE_REVISION,
        Self::MANUFACTURER_NAME,
        Self::CURRENT_TIME,
        Self::GLUCOSE_CONTEXT,
        Self::BLOOD_PRESSURE_MEASUREMENT,
        Self::INTERMEDIATE_CUFF_PRESSURE,
        Self::HEART_RATE_MEASUREMENT,
        Self::BODY_SENSOR_LOCATION,
        Self::PNP_ID,
        Self::RECORD_ACCESS_CONTROL_POINT,
        Self::PLX_SPOT_CHECK,
        Self::PLX_CONTINUOUS,
        Self::BODY_COMPOSITION_MEASUREMENT,
        Self::WEIGHT_MEASUREMENT,
    ];
}

impl fmt::Display for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04X}", self.0)
    }
}

impl fmt::Display for Characteristic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04X}", self.0)
    }
}
