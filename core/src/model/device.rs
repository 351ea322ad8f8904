//! Bluetooth devices that a household has paired, and the values that they sent.

use serde::{Deserialize, Serialize};

use super::id::{DeviceId, DeviceValueId, PersonId};
use super::time::Millis;
use super::vital::Vital;
use super::{Invalid, Problem};

/// One paired device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device {
    /// Derived from the key.
    pub id: DeviceId,
    /// How the radio of this phone names it.
    pub key: String,
    /// What it calls itself, or what a person calls it; 1 to 200 characters.
    pub name: String,
    /// The 16-bit numbers of the services by which it measures.
    pub services: Vec<u16>,
    /// Who uses it; several for a scale in the bathroom.
    pub users: Vec<DeviceUser>,
    /// The last battery level, 0 to 100.
    pub battery: Option<u8>,
    /// When it last sent anything that was kept.
    pub heard: Option<Millis>,
}

/// Someone who uses a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceUser {
    /// Who.
    pub person: PersonId,
    /// The user number that the device has for them, where they have said so.
    pub number: Option<u8>,
}

impl Device {
    /// A device that nobody uses yet.
    ///
    /// # Errors
    /// `name` when it is empty or longer than 200 characters.
    pub fn new(key: &str, name: &str, services: Vec<u16>) -> Result<Self, Invalid> {
        let name = name.trim();
        match name.chars().count() {
            0 => return Err(Invalid::new("name", Problem::Missing)),
            1..=200 => {}
            _ => return Err(Invalid::new("name", Problem::TooLong)),
        }
        let (id, key, name) = (DeviceId::derive(key), key.to_owned(), name.to_owned());
        Ok(Self { id, key, name, services, users: Vec::new(), battery: None, heard: None })
    }
}

/// A value that a device sent and that is kept as it was sent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DeviceValue {
    /// The same for the same value: a device that sends it again adds nothing.
    pub id: DeviceValueId,
    /// Which device sent it.
    pub device: DeviceId,
    /// What that device was called.
    pub name: String,
    /// Whose it is; unset while nobody has said.
    pub person: Option<PersonId>,
    /// The 16-bit number of the characteristic.
    pub characteristic: u16,
    /// As sent; what the device's clock showed stays in it.
    #[serde(with = "hex")]
    pub bytes: Vec<u8>,
    /// When it was received.
    pub received: Millis,
    /// When it was measured, as far as is known.
    pub at: Millis,
    /// By which that is known.
    pub dated: Dating,
    /// Whom the device believes it measured.
    pub user: Option<u8>,
    /// What was measured.
    pub vitals: Vec<Vital>,
}

/// How it is known when a value was measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dating {
    /// As the device's clock showed it.
    Device,
    /// As the device's clock showed it, less what that clock was ahead by when it was asked.
    Corrected {
        /// Seconds by which it was ahead; negative when it was behind.
        ahead_s: i64,
    },
    /// When it was received: the device told no time, or one that cannot be.
    Received,
}

/// Bytes as text.
mod hex {
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    pub(super) fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        use std::fmt::Write as _;
        let text = bytes.iter().fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02X}");
            text
        });
        serializer.serialize_str(&text)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
        let text = String::deserialize(deserializer)?;
        let (pairs, odd) = text.as_bytes().as_chunks::<2>();
        let digit = |digit: u8| char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok());
        let byte = |[high, low]: &[u8; 2]| Some(digit(*high)? << 4 | digit(*low)?);
        let bytes: Option<Vec<u8>> = pairs.iter().map(byte).collect();
        bytes.filter(|_| odd.is_empty()).ok_or_else(|| D::Error::custom("bytes are not hexadecimal"))
    }
}
