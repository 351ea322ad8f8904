//! What a session is told about a device, and what it asks of the radio.

use std::fmt;

use crate::device::gatt::{Characteristic, Service};
use crate::model::{Invalid, Millis, Problem};

/// How the radio names a device: its address on Linux and Android, a number of the phone's own on
/// iOS. It may change when the phone does; nothing of the person is in it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DeviceKey(String);

impl DeviceKey {
    /// A name of 1 to 64 characters without blanks.
    ///
    /// # Errors
    /// `device` when it is empty, too long, or holds what no radio sends.
    pub fn new(key: &str) -> Result<Self, Invalid> {
        if key.is_empty() {
            return Err(Invalid::new("device", Problem::Missing));
        }
        if key.len() > 64 {
            return Err(Invalid::new("device", Problem::TooLong));
        }
        if key.chars().any(|character| character.is_whitespace() || character.is_control()) {
            return Err(Invalid::new("device", Problem::Unreadable));
        }
        Ok(Self(key.to_owned()))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DeviceKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether the phone's Bluetooth can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RadioState {
    /// It can.
    On,
    /// It is switched off.
    Off,
    /// The person has not allowed it.
    NotAllowed,
    /// There is none.
    Missing,
    /// The system's Bluetooth service does not run.
    NoService,
}

/// What happened on the radio.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkEvent {
    /// The radio itself changed; told once at the start as well.
    Radio(RadioState),
    /// A device advertises.
    Seen {
        /// Which.
        device: DeviceKey,
        /// What it calls itself.
        name: Option<String>,
        /// The services that it advertises.
        services: Vec<Service>,
        /// How strongly it is received, in dBm.
        rssi: Option<i16>,
    },
    /// The link stands, and what the device offers is known.
    Ready {
        /// Which.
        device: DeviceKey,
        /// Its characteristics.
        characteristics: Vec<Characteristic>,
    },
    /// A subscription, a write or a bond that was asked for is done; a bond also where the system made it by itself.
    /// A read is done when its value comes.
    Done {
        /// Which.
        device: DeviceKey,
        /// What was asked.
        operation: Operation,
    },
    /// The system bonds with the device by itself, because what is under way wants it, and may ask the
    /// person: that takes as long as it takes. When they refuse, a bond is told as failed.
    Bonding {
        /// Which.
        device: DeviceKey,
    },
    /// What was asked for did not work.
    Failed {
        /// Which.
        device: DeviceKey,
        /// What was asked.
        operation: Operation,
        /// Why.
        reason: Reason,
    },
    /// The link is gone.
    Disconnected {
        /// Which.
        device: DeviceKey,
    },
    /// Looking for devices could not be begun.
    ScanFailed,
}

/// Something asked of one device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operation {
    /// A link.
    Connect,
    /// Values as they come.
    Subscribe(Characteristic),
    /// The value now.
    Read(Characteristic),
    /// This value.
    Write(Characteristic, Vec<u8>),
    /// An encrypted link that both sides remember.
    Bond,
}

/// Why something did not work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// The device wants an encrypted link first.
    NeedsBond,
    /// The person said no, or did not answer.
    Refused,
    /// The radio knows no such device any more: it must be seen again first.
    Unknown,
    /// Anything else.
    Other,
}

/// What the radio is to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Look for devices with one of these services.
    Scan {
        /// The services.
        services: Vec<Service>,
    },
    /// Look no more.
    StopScan,
    /// Do this with a device.
    Do {
        /// Which.
        device: DeviceKey,
        /// What.
        operation: Operation,
    },
    /// Give up the link, or the attempt at one.
    Disconnect {
        /// Which.
        device: DeviceKey,
    },
}

/// One value of a characteristic as the radio received it, notified or read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// From which device.
    pub device: DeviceKey,
    /// Of which characteristic.
    pub characteristic: Characteristic,
    /// When.
    pub at: Millis,
    /// The bytes.
    pub bytes: Vec<u8>,
}
