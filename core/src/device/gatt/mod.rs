//! Decoders of GATT characteristics: bytes in, a typed measurement out, no state.
//!
//! Layouts are those of the Bluetooth SIG's GATT Specification Supplement. All numbers on the wire
//! are little-endian, and optional fields follow in the order of their flags. Bits that are reserved
//! are not looked at, as the specification asks. Bytes after the last field are counted and left.
//!
//! | file | profile | characteristics |
//! | --- | --- | --- |
//! | [`heart_rate`] | Heart Rate | 0x2A37, 0x2A38, 0x2A39 |
//! | [`blood_pressure`] | Blood Pressure | 0x2A35, 0x2A36 |
//! | [`weight_scale`] | Weight Scale | 0x2A9D |
//! | [`body_composition`] | Body Composition | 0x2A9C |
//! | [`thermometer`] | Health Thermometer | 0x2A1C, 0x2A1D, 0x2A1E |
//! | [`oximeter`] | Pulse Oximeter | 0x2A5E, 0x2A5F |
//! | [`glucose`] | Glucose | 0x2A18, 0x2A34 |
//! | [`record_access`] | stored records of any of them | 0x2A52 |
//! | [`current_time`] | Current Time | 0x2A2B |
//! | [`battery`] | Battery | 0x2A19 |
//! | [`device_information`] | Device Information | 0x2A23 to 0x2A29, 0x2A50 |

pub mod assigned;
pub mod battery;
pub mod blood_pressure;
pub mod body_composition;
pub mod current_time;
pub mod date_time;
pub mod device_information;
mod fields;
pub mod float;
pub mod glucose;
pub mod heart_rate;
pub mod oximeter;
pub mod record_access;
pub mod thermometer;
mod value;
pub mod weight_scale;

pub use assigned::{Characteristic, Service};
pub use date_time::DateTime;
pub use fields::Truncated;
pub use float::{Decimal, MedFloat};
pub use value::{Value, decode};

use fields::Fields;

/// No attribute value is longer (Core Specification, volume 3, part F, 3.2.9).
pub const MAX_VALUE: usize = 512;

/// Whether a device measures in the metric or in the imperial system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum System {
    /// Kilograms and metres.
    Metric,
    /// Pounds and inches.
    Imperial,
}

/// The user whom a device shared by several believes it measured: 255 is "unknown user".
const fn known_user(index: u8) -> Option<u8> {
    if index == 0xFF { None } else { Some(index) }
}

/// 0xFFFF stands for "measurement unsuccessful" in the weight and body composition services.
const fn successful(raw: u16) -> Option<u16> {
    if raw == 0xFFFF { None } else { Some(raw) }
}

#[cfg(test)]
mod tests;
