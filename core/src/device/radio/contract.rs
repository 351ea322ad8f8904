//! The promises of the port, as a check to which any radio can be put.
//!
//! It needs a strap that the radio can reach: one with a Heart Rate Measurement (0x2A37) that, while it is
//! subscribed to, sends values whose second byte is one more than the last one's (from 249 to 0), with a Body
//! Sensor Location (0x2A38) to read, and without 0x2AFF.

use std::time::Duration;

use super::super::gatt::{Characteristic, Service};
use super::super::session::{Action, Arrival, DeviceKey, LinkEvent, Operation, RadioState};
use super::{Incoming, Radio};

/// A radio that says nothing for so many seconds has forgotten what it was asked.
const PATIENCE: u32 = 60;
/// So many values are looked at in each link.
const VALUES: usize = 10;
/// What the strap's counter counts to.
const ROUND: u8 = 250;

const HEART: Characteristic = Characteristic::HEART_RATE_MEASUREMENT;
const ABSENT: Characteristic = Characteristic(0x2AFF);

/// The promise that was not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Broken(pub &'static str);

/// Puts `radio` through two links to `strap`. `lose` makes it lose the first one.
///
/// # Errors
/// The first promise that was not kept.
pub fn check(radio: &mut dyn Radio, strap: &DeviceKey, lose: &mut dyn FnMut()) -> Result<(), Broken> {
    let mut trial = Trial { radio, strap, linked: false, counter: None };
    if trial.next()? != Incoming::Link(LinkEvent::Radio(RadioState::On)) {
        return Err(Broken("the state of the radio is told first"));
    }
    trial.refuses(Operation::Subscribe(HEART))?;
    trial.radio.perform(Action::Disconnect { device: strap.clone() });

    trial.link()?;
    trial.subscribe()?;
    trial.values()?;
    trial.refuses(Operation::Subscribe(ABSENT))?;
    trial.act(Operation::Read(Characteristic::BODY_SENSOR_LOCATION));
    let place = Characteristic::BODY_SENSOR_LOCATION;
    let read =
        |told: &Incoming| matches!(told, Incoming::Value(Arrival { characteristic, .. }) if *characteristic == place);
    trial.until(read, "the value of a read is told")?;
    trial.values()?;
    lose();
    trial.ends()?;
    trial.refuses(Operation::Read(place))?;

    trial.link()?;
    trial.subscribe()?;
    trial.values()?;
    trial.radio.perform(Action::Disconnect { device: strap.clone() });
    trial.ends()?;
    trial.refuses(Operation::Read(place))
}

struct Trial<'a> {
    radio: &'a mut dyn Radio,
    strap: &'a DeviceKey,
    linked: bool,
    counter: Option<u8>,
}

impl Trial<'_> {
    fn act(&mut self, operation: Operation) {
        self.radio.perform(Action::Do { device: self.strap.clone(), operation });
    }

    /// The next thing told, after it was looked at.
    fn next(&mut self) -> Result<Incoming, Broken> {
        for _ in 0..PATIENCE {
            match self.radio.wait(Duration::from_secs(1)) {
                Incoming::Nothing => {}
                Incoming::Closed => return Err(Broken("a radio does not end by itself")),
                told => {
                    self.look_at(&told)?;
                    return Ok(told);
                }
            }
        }
        Err(Broken("nothing that was asked is left unanswered"))
    }

    fn look_at(&mut self, told: &Incoming) -> Result<(), Broken> {
        match told {
            Incoming::Link(LinkEvent::Ready { device, .. }) if device == self.strap => self.linked = true,
            Incoming::Link(LinkEvent::Disconnected { device }) if device == self.strap => {
                if !std::mem::take(&mut self.linked) {
                    return Err(Broken("the end of a link is told once, and never after the next one stands"));
                }
                self.counter = None;
            }
            Incoming::Value(arrival) if arrival.device == *self.strap => {
                if !self.linked {
                    return Err(Broken("the values of a link are told before its end"));
                }
                if arrival.characteristic == HEART {
                    let now = arrival.bytes.get(1).copied().ok_or(Broken("values are told as they were sent"))?;
                    if self.counter.is_some_and(|last| (last + 1) % ROUND != now) {
                        return Err(Broken("values are told in the order in which they were sent, each once"));
                    }
                    self.counter = Some(now);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn until(&mut self, wanted: impl Fn(&Incoming) -> bool, promise: &'static str) -> Result<(), Broken> {
        // The strap goes on sending: what never comes must not be waited for for ever.
        for _ in 0..10_000 {
            if wanted(&self.next()?) {
                return Ok(());
            }
        }
        Err(Broken(promise))
    }

    fn refuses(&mut self, operation: Operation) -> Result<(), Broken> {
        self.act(operation.clone());
        let device = self.strap.clone();
        let refused = move |told: &Incoming| match told {
            Incoming::Link(LinkEvent::Failed { device: of, operation: what, .. }) => {
                *of == device && *what == operation
            }
            _ => false,
        };
        self.until(refused, "what cannot be done is told as failed")
    }

    fn link(&mut self) -> Result<(), Broken> {
        let strap = self.strap.clone();
        self.radio.perform(Action::Scan { services: vec![Service::HEART_RATE] });
        let seen = |told: &Incoming| matches!(told, Incoming::Link(LinkEvent::Seen { device, .. }) if *device == strap);
        self.until(seen, "a device that is near is told as seen")?;
        self.radio.perform(Action::StopScan);
        self.act(Operation::Connect);
        let ready = |told: &Incoming| match told {
            Incoming::Link(LinkEvent::Ready { device, characteristics }) => {
                *device == strap && characteristics.contains(&HEART) && !characteristics.contains(&ABSENT)
            }
            _ => false,
        };
        self.until(ready, "a link is told with what the device offers")
    }

    fn subscribe(&mut self) -> Result<(), Broken> {
        self.act(Operation::Subscribe(HEART));
        let strap = self.strap.clone();
        let asked = Operation::Subscribe(HEART);
        let done = move |told: &Incoming| match told {
            Incoming::Link(LinkEvent::Done { device, operation }) => *device == strap && *operation == asked,
            _ => false,
        };
        self.until(done, "a subscription is told as done")
    }

    fn values(&mut self) -> Result<(), Broken> {
        for _ in 0..VALUES {
            self.until(|told| matches!(told, Incoming::Value(_)), "values are told as they come")?;
        }
        Ok(())
    }

    fn ends(&mut self) -> Result<(), Broken> {
        let strap = self.strap.clone();
        let ended =
            |told: &Incoming| matches!(told, Incoming::Link(LinkEvent::Disconnected { device }) if *device == strap);
        self.until(ended, "the end of a link is told")
    }
}
