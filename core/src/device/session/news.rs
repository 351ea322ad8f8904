//! What a session tells those who store and show.

use super::device::{Action, DeviceKey, RadioState};
use super::heart::Fault;
use super::taken::{NotTaken, Taken};
use crate::device::gatt::heart_rate::SensorLocation;
use crate::device::gatt::{Characteristic, Service, Truncated};
use crate::model::heart::{Contact, HeartSample, RrRun};

/// What follows from one event: what the radio is to do, and what there is to tell, both in order.
#[derive(Debug, Clone, PartialEq, Default)]
#[must_use]
pub struct Step {
    /// For the radio.
    pub actions: Vec<Action>,
    /// For those who store and show.
    pub news: Vec<News>,
}

/// Something to store or to show.
#[derive(Debug, Clone, PartialEq)]
pub enum News {
    /// The radio changed.
    Radio(RadioState),
    /// A device that measures something is near; only while new ones are looked for.
    Found {
        /// Which.
        device: DeviceKey,
        /// What it calls itself.
        name: Option<String>,
        /// The measuring services that it advertises.
        services: Vec<Service>,
        /// How strongly it is received, in dBm.
        rssi: Option<i16>,
    },
    /// How strongly a known device is received, in dBm.
    Signal {
        /// Which.
        device: DeviceKey,
        /// dBm.
        rssi: i16,
    },
    /// A link changed.
    Link {
        /// Which device.
        device: DeviceKey,
        /// What it is now.
        state: LinkState,
    },
    /// A heart rate.
    Heart {
        /// From which device.
        device: DeviceKey,
        /// The rate.
        sample: HeartSample,
    },
    /// Beats without a gap, complete.
    Beats {
        /// From which device.
        device: DeviceKey,
        /// The beats.
        run: RrRun,
    },
    /// A strap lost the skin or found it again.
    Contact {
        /// Which.
        device: DeviceKey,
        /// What it says now.
        contact: Contact,
    },
    /// A measurement to be kept. Once it is committed, say so: [`Session::committed`](super::Session::committed).
    Measured {
        /// From which device.
        device: DeviceKey,
        /// What.
        taken: Box<Taken>,
    },
    /// A value that is none to be kept, and why.
    NotTaken {
        /// From which device.
        device: DeviceKey,
        /// Of which characteristic.
        characteristic: Characteristic,
        /// Why.
        reason: NotTaken,
    },
    /// How full the battery is.
    Battery {
        /// Of which device.
        device: DeviceKey,
        /// 0 to 100.
        percent: u8,
        /// Whether to tell the person now: it fell low since the last time that was told.
        warn: bool,
    },
    /// Where a strap says that it is worn.
    Worn {
        /// Which.
        device: DeviceKey,
        /// Where.
        location: SensorLocation,
    },
    /// What a device says about its maker, its model or its revisions.
    Named {
        /// Which.
        device: DeviceKey,
        /// Which of its names.
        characteristic: Characteristic,
        /// The name; may be empty.
        name: String,
    },
    /// The stored records of a device were asked for.
    Downloaded {
        /// Of which device.
        device: DeviceKey,
        /// How many came.
        records: u32,
        /// Whether the device sent all it had; else the next connection goes on.
        complete: bool,
    },
    /// A value that was wrong in itself.
    Fault {
        /// From which device.
        device: DeviceKey,
        /// Of which characteristic.
        characteristic: Characteristic,
        /// What was wrong.
        fault: ValueFault,
    },
    /// The device and this one know each other by now, and talk in secret; told once a link, by radios that know it.
    Bonded {
        /// Which.
        device: DeviceKey,
    },
    /// The device works only over a link that the person confirms, and they did not.
    NeedsBond {
        /// Which.
        device: DeviceKey,
    },
}

/// What can be wrong with a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ValueFault {
    /// It ends too early.
    #[error(transparent)]
    Truncated(#[from] Truncated),
    /// Of a heart rate.
    #[error(transparent)]
    Heart(#[from] Fault),
    /// It came twice; once is kept.
    #[error("the value was delivered twice")]
    Repeated,
}

/// How a device is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkState {
    /// It is not near, or not yet.
    Away,
    /// A link is being made.
    Connecting,
    /// The link stands; subscriptions are being made.
    Settling,
    /// Everything that it measures comes as it is measured.
    Live,
}
