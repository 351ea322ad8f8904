//! Heart Rate Measurement (0x2A37, notified), Body Sensor Location (0x2A38, read) and the control
//! point (0x2A39, written): Heart Rate Service 1.0, section 3.

use super::{Fields, Truncated};
use crate::model::heart::{Bpm, Contact, RrInterval};

/// Flag 0: the rate takes two bytes.
const WIDE_RATE: u8 = 1 << 0;
/// Flag 1: there is contact with the skin; means something only with flag 2.
const CONTACT_DETECTED: u8 = 1 << 1;
/// Flag 2: the device can tell.
const CONTACT_SUPPORTED: u8 = 1 << 2;
/// Flag 3: the energy expended follows.
const ENERGY: u8 = 1 << 3;
/// Flag 4: RR intervals fill the rest.
const RR: u8 = 1 << 4;

/// What is written to 0x2A39 so that a strap counts the energy from zero again.
pub const RESET_ENERGY: [u8; 1] = [1];

/// One notification of a heart rate strap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeartRateMeasurement {
    /// The rate as sent, per minute; see [`rate`](Self::rate).
    pub raw_rate: u16,
    /// Contact with the skin.
    pub contact: Contact,
    /// Energy expended since the device was last reset, in kilojoule; 65,535 is also "or more".
    pub energy_kj: Option<u16>,
    /// The intervals between the latest beats, oldest first, in 1/1024 s as sent.
    pub intervals: Vec<RrInterval>,
    /// How many bytes at the end belong to no field. The rest of the measurement stands.
    pub trailing: usize,
}

impl HeartRateMeasurement {
    /// The rate, where there is one: straps send 0 while they search, and no heart beats over
    /// [`Bpm::MAX`].
    #[must_use]
    pub const fn rate(&self) -> Option<Bpm> {
        match Bpm::new(self.raw_rate) {
            Ok(bpm) => Some(bpm),
            Err(_) => None,
        }
    }
}

/// Reads the value of one notification of 0x2A37.
///
/// The flag for RR intervals without any interval is accepted: straps send it between slow beats.
///
/// ```
/// use mimamori::device::gatt::heart_rate;
///
/// let measurement = heart_rate::decode(&[0x16, 72, 0x54, 0x01])?;
/// assert_eq!(measurement.rate().map(|bpm| bpm.get()), Some(72));
/// assert_eq!(measurement.intervals[0].as_ms(), 332.03125);
/// # Ok::<(), mimamori::device::gatt::Truncated>(())
/// ```
///
/// # Errors
/// [`Truncated`], with the name of the first field that is not whole.
pub fn decode(bytes: &[u8]) -> Result<HeartRateMeasurement, Truncated> {
    let mut fields = Fields::new(bytes);
    let flags = fields.u8("flags")?;
    let raw_rate =
        if flags & WIDE_RATE == 0 { u16::from(fields.u8("heart rate")?) } else { fields.u16("heart rate")? };
    let contact = match (flags & CONTACT_SUPPORTED != 0, flags & CONTACT_DETECTED != 0) {
        (false, _) => Contact::Unsupported,
        (true, false) => Contact::Lost,
        (true, true) => Contact::Detected,
    };
    let energy_kj = if flags & ENERGY == 0 { None } else { Some(fields.u16("energy expended")?) };
    let (pairs, trailing) = if flags & RR == 0 { (&[][..], fields.rest) } else { fields.rest.as_chunks::<2>() };
    Ok(HeartRateMeasurement {
        raw_rate,
        contact,
        energy_kj,
        intervals: pairs.iter().map(|pair| RrInterval(u16::from_le_bytes(*pair))).collect(),
        trailing: trailing.len(),
    })
}

/// Where a strap or band is worn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the place of that name")]
pub enum SensorLocation {
    Other,
    Chest,
    Wrist,
    Finger,
    Hand,
    EarLobe,
    Foot,
    /// A number that the specification reserves.
    Reserved(u8),
}

/// Reads a value of 0x2A38.
///
/// # Errors
/// [`Truncated`] when it is empty.
pub fn decode_location(bytes: &[u8]) -> Result<SensorLocation, Truncated> {
    Ok(match Fields::new(bytes).u8("body sensor location")? {
        0 => SensorLocation::Other,
        1 => SensorLocation::Chest,
        2 => SensorLocation::Wrist,
        3 => SensorLocation::Finger,
        4 => SensorLocation::Hand,
        5 => SensorLocation::EarLobe,
        6 => SensorLocation::Foot,
        number => SensorLocation::Reserved(number),
    })
}

#[cfg(test)]
mod tests;
