//! The port through which a [`Session`](super::session::Session) reaches a radio.
//!
//! A radio does what it is told and tells what happened; it decides nothing. There are two: a
//! computer's (`btleplug`, behind a feature) and a phone's own, behind the binding.
//!
//! # Contract
//! [`contract`] holds any radio to it: the computer's over a stand-in bluetoothd (`cargo xtask ble-fake`), and the
//! binding's with a phone that follows a script.
//! 1. [`perform`](Radio::perform) never waits for a device. What becomes of an operation comes as an
//!    event: `Ready`, `Done`, `Failed`, or the value of a read.
//! 2. The state of the radio is told first, before anything else.
//! 3. An operation on a device without a link fails; it is never left unanswered for good.
//! 4. When a link ends, `Disconnected` is told, once for each `Ready`, after every value that came before.
//! 5. No `Disconnected` of an earlier link is told after the `Ready` of a later one.
//! 6. A `Disconnect` of a device that is not connected does no harm.
//! 7. While it looks for devices, one that the system is connected to already is told as seen too: it does
//!    not advertise.
//! 8. Values come in the order in which the device sent them, stamped when they arrived.

pub mod contract;

use std::time::Duration;

use super::session::{Action, Arrival, LinkEvent};

/// What a radio tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Incoming {
    /// Something happened to a link, or to the radio.
    Link(LinkEvent),
    /// A value, notified or read.
    Value(Arrival),
    /// Nothing within the time given.
    Nothing,
    /// The radio has ended and tells nothing any more.
    Closed,
}

/// Something that can reach Bluetooth devices.
pub trait Radio: Send {
    /// Does what it is told, without waiting for the outcome.
    fn perform(&mut self, action: Action);

    /// The next thing that happened, waited for at most so long.
    fn wait(&mut self, at_most: Duration) -> Incoming;
}
