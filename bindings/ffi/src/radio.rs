//! The phone's own Bluetooth: it does what it is told, and tells what happened. Every decision is the core's.

use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use mimamori::device::gatt::{Characteristic, Service};
use mimamori::device::radio::{Incoming, Radio};
use mimamori::device::session::{Action, Arrival, DeviceKey, LinkEvent, Operation, RadioState, Reason};
use mimamori::model::Millis;

use crate::error::{CompanionError, invalid};
use crate::ports::PhoneRadio;

/// So many events wait for the core; a phone that tells faster than they are stored is told so.
const WAITING: usize = 4096;

/// Whether the phone's Bluetooth can be used.
#[uniffi::remote(Enum)]
pub enum RadioState {
    On,
    Off,
    NotAllowed,
    Missing,
    NoService,
}

/// Why an operation did not work.
#[uniffi::remote(Enum)]
pub enum Reason {
    NeedsBond,
    Refused,
    Unknown,
    Other,
}

/// Something asked of one device. Characteristics are the 16-bit numbers of the Bluetooth SIG.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
pub enum RadioOperation {
    /// A link, and what the device offers.
    Connect,
    /// Values as they come: notified or indicated.
    Subscribe {
        /// Of which characteristic.
        characteristic: u16,
    },
    /// The value now.
    Read {
        /// Of which characteristic.
        characteristic: u16,
    },
    /// This value, with a response.
    Write {
        /// Of which characteristic.
        characteristic: u16,
        /// The value.
        bytes: Vec<u8>,
    },
    /// An encrypted link that both sides remember.
    Bond,
}

/// What the phone's radio is to do.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
pub enum RadioAction {
    /// Look for devices that advertise one of these services.
    Scan {
        /// 16-bit numbers.
        services: Vec<u16>,
    },
    /// Look no more.
    StopScan,
    /// Do this with a device; the outcome is told as an event.
    Perform {
        /// Which.
        device: String,
        /// What.
        operation: RadioOperation,
    },
    /// Give up the link, or the attempt at one.
    Disconnect {
        /// Which.
        device: String,
    },
}

/// What happened on the phone's radio.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
pub enum RadioEvent {
    /// The radio itself changed; told once at the start as well.
    State {
        /// What it is now.
        state: RadioState,
    },
    /// A device advertises.
    Seen {
        /// How the phone names it.
        device: String,
        /// What it calls itself.
        name: Option<String>,
        /// 16-bit numbers of the services that it advertises.
        services: Vec<u16>,
        /// dBm.
        rssi: Option<i16>,
    },
    /// The link stands.
    Ready {
        /// Which.
        device: String,
        /// 16-bit numbers of what it offers.
        characteristics: Vec<u16>,
    },
    /// What was asked is done. A read is done when its value comes.
    Done {
        /// Which.
        device: String,
        /// What was asked.
        operation: RadioOperation,
    },
    /// The system bonds by itself, because what was asked wants it, and may ask the person. When they
    /// refuse, a bond is told as failed.
    Bonding {
        /// Which.
        device: String,
    },
    /// What was asked did not work.
    Failed {
        /// Which.
        device: String,
        /// What was asked.
        operation: RadioOperation,
        /// Why.
        reason: Reason,
    },
    /// The link is gone.
    Disconnected {
        /// Which.
        device: String,
    },
    /// Looking for devices could not be begun.
    ScanFailed,
    /// A value came, notified or read.
    Value {
        /// From which device.
        device: String,
        /// 16-bit number.
        characteristic: u16,
        /// When it arrived.
        at: Millis,
        /// As sent.
        bytes: Vec<u8>,
    },
}

fn key(device: &str) -> Result<DeviceKey, CompanionError> {
    DeviceKey::new(device).map_err(|_| invalid("device"))
}

impl From<Operation> for RadioOperation {
    fn from(operation: Operation) -> Self {
        match operation {
            Operation::Connect => Self::Connect,
            Operation::Subscribe(one) => Self::Subscribe { characteristic: one.0 },
            Operation::Read(one) => Self::Read { characteristic: one.0 },
            Operation::Write(one, bytes) => Self::Write { characteristic: one.0, bytes },
            Operation::Bond => Self::Bond,
        }
    }
}

impl From<RadioOperation> for Operation {
    fn from(operation: RadioOperation) -> Self {
        match operation {
            RadioOperation::Connect => Self::Connect,
            RadioOperation::Subscribe { characteristic } => Self::Subscribe(Characteristic(characteristic)),
            RadioOperation::Read { characteristic } => Self::Read(Characteristic(characteristic)),
            RadioOperation::Write { characteristic, bytes } => Self::Write(Characteristic(characteristic), bytes),
            RadioOperation::Bond => Self::Bond,
        }
    }
}

impl From<Action> for RadioAction {
    fn from(action: Action) -> Self {
        match action {
            Action::Scan { services } => Self::Scan { services: services.iter().map(|service| service.0).collect() },
            Action::StopScan => Self::StopScan,
            Action::Do { device, operation } => {
                Self::Perform { device: device.to_string(), operation: operation.into() }
            }
            Action::Disconnect { device } => Self::Disconnect { device: device.to_string() },
        }
    }
}

impl RadioEvent {
    /// As the core hears it.
    ///
    /// # Errors
    /// `device` when no radio can have such a name.
    fn incoming(self) -> Result<Incoming, CompanionError> {
        Ok(Incoming::Link(match self {
            Self::State { state } => LinkEvent::Radio(state),
            Self::Seen { device, name, services, rssi } => LinkEvent::Seen {
                device: key(&device)?,
                name,
                services: services.into_iter().map(Service).collect(),
                rssi,
            },
            Self::Ready { device, characteristics } => LinkEvent::Ready {
                device: key(&device)?,
                characteristics: characteristics.into_iter().map(Characteristic).collect(),
            },
            Self::Done { device, operation } => LinkEvent::Done { device: key(&device)?, operation: operation.into() },
            Self::Bonding { device } => LinkEvent::Bonding { device: key(&device)? },
            Self::Failed { device, operation, reason } => {
                LinkEvent::Failed { device: key(&device)?, operation: operation.into(), reason }
            }
            Self::Disconnected { device } => LinkEvent::Disconnected { device: key(&device)? },
            Self::ScanFailed => LinkEvent::ScanFailed,
            Self::Value { device, characteristic, at, bytes } => {
                let (device, characteristic) = (key(&device)?, Characteristic(characteristic));
                return Ok(Incoming::Value(Arrival { device, characteristic, at, bytes }));
            }
        }))
    }
}

/// Where the phone tells its events; dropped or stopped, the listening ends and everything is committed.
#[derive(Debug, uniffi::Object)]
pub struct RadioSession {
    events: Mutex<Option<SyncSender<Incoming>>>,
}

#[uniffi::export]
impl RadioSession {
    /// Tells what happened. Returns at once.
    pub fn tell(&self, event: RadioEvent) -> Result<(), CompanionError> {
        let incoming = event.incoming()?;
        match self
            .events
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .as_ref()
            .map(|events| events.try_send(incoming))
        {
            Some(Ok(())) => Ok(()),
            Some(Err(TrySendError::Full(_))) => Err(CompanionError::internal("radio-behind")),
            Some(Err(TrySendError::Disconnected(_))) | None => {
                Err(CompanionError::NotFound { what: "recording".to_owned() })
            }
        }
    }

    /// Ends the listening.
    pub fn stop(&self) -> Result<(), CompanionError> {
        self.events.lock().unwrap_or_else(PoisonError::into_inner).take();
        Ok(())
    }
}

/// A phone's radio as the core sees it.
pub(crate) struct Phone {
    radio: Arc<dyn PhoneRadio>,
    events: Receiver<Incoming>,
}

/// Both ends of a phone's radio.
pub(crate) fn open(radio: Arc<dyn PhoneRadio>) -> (Phone, Arc<RadioSession>) {
    let (tell, events) = sync_channel(WAITING);
    (Phone { radio, events }, Arc::new(RadioSession { events: Mutex::new(Some(tell)) }))
}

impl Radio for Phone {
    fn perform(&mut self, action: Action) {
        // A phone that cannot do it says so with an event; one whose app has gone ends by itself.
        let _ = self.radio.perform(action.into());
    }

    fn wait(&mut self, at_most: Duration) -> Incoming {
        match self.events.recv_timeout(at_most) {
            Ok(incoming) => incoming,
            Err(RecvTimeoutError::Timeout) => Incoming::Nothing,
            Err(RecvTimeoutError::Disconnected) => Incoming::Closed,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]

    use super::*;

    #[derive(Default)]
    struct Recorded(Mutex<Vec<RadioAction>>);

    impl PhoneRadio for Recorded {
        fn perform(&self, action: RadioAction) -> Result<(), CompanionError> {
            self.0.lock().unwrap().push(action);
            Ok(())
        }
    }

    #[test]
    fn what_the_phone_tells_reaches_the_core_in_order_and_what_the_core_asks_reaches_the_phone() {
        let recorded = Arc::new(Recorded::default());
        let (mut phone, session) = open(Arc::clone(&recorded) as Arc<dyn PhoneRadio>);
        let operation = RadioOperation::Subscribe { characteristic: 0x2A37 };
        session.tell(RadioEvent::State { state: RadioState::On }).unwrap();
        session.tell(RadioEvent::Done { device: "AA".to_owned(), operation: operation.clone() }).unwrap();
        let value =
            RadioEvent::Value { device: "AA".to_owned(), characteristic: 0x2A37, at: Millis(5), bytes: vec![0, 60] };
        session.tell(value).unwrap();
        let device = DeviceKey::new("AA").unwrap();
        let wait = Duration::from_millis(10);
        assert_eq!(phone.wait(wait), Incoming::Link(LinkEvent::Radio(RadioState::On)));
        let subscribe = Operation::Subscribe(Characteristic(0x2A37));
        let done = LinkEvent::Done { device: device.clone(), operation: subscribe.clone() };
        assert_eq!(phone.wait(wait), Incoming::Link(done));
        let arrival = Arrival {
            device: device.clone(),
            characteristic: Characteristic(0x2A37),
            at: Millis(5),
            bytes: vec![0, 60],
        };
        assert_eq!(phone.wait(wait), Incoming::Value(arrival));
        assert_eq!(phone.wait(Duration::ZERO), Incoming::Nothing);
        phone.perform(Action::Do { device, operation: subscribe });
        let asked = RadioAction::Perform { device: "AA".to_owned(), operation };
        assert_eq!(*recorded.0.lock().unwrap(), [asked]);
    }

    /// A phone that follows a script: a strap is near, and does what a strap does.
    #[derive(Default)]
    struct Scripted(Mutex<Script>);

    #[derive(Default)]
    struct Script {
        session: Option<Arc<RadioSession>>,
        linked: bool,
        subscribed: bool,
        beats: u8,
    }

    impl Script {
        fn tell(&self, event: RadioEvent) {
            self.session.as_ref().unwrap().tell(event).unwrap();
        }

        fn end(&mut self) {
            self.subscribed = false;
            if std::mem::take(&mut self.linked) {
                self.tell(RadioEvent::Disconnected { device: "AA".to_owned() });
            }
        }

        fn value(&self, characteristic: u16, bytes: Vec<u8>) {
            self.tell(RadioEvent::Value { device: "AA".to_owned(), characteristic, at: Millis(5), bytes });
        }

        fn outcome(&mut self, device: String, operation: RadioOperation) {
            match operation {
                RadioOperation::Connect => {
                    self.linked = true;
                    self.tell(RadioEvent::Ready { device, characteristics: vec![0x2A37, 0x2A38] });
                }
                RadioOperation::Subscribe { characteristic: 0x2A37 } if self.linked => {
                    self.subscribed = true;
                    self.tell(RadioEvent::Done { device, operation });
                }
                RadioOperation::Read { characteristic: 0x2A38 } if self.linked => self.value(0x2A38, vec![1]),
                operation => self.tell(RadioEvent::Failed { device, operation, reason: Reason::Other }),
            }
        }
    }

    impl PhoneRadio for Scripted {
        fn perform(&self, action: RadioAction) -> Result<(), CompanionError> {
            let mut script = self.0.lock().unwrap();
            match action {
                RadioAction::Scan { services } => {
                    script.tell(RadioEvent::Seen { device: "AA".to_owned(), name: None, services, rssi: None })
                }
                RadioAction::StopScan => {}
                RadioAction::Perform { device, operation } => script.outcome(device, operation),
                RadioAction::Disconnect { .. } => script.end(),
            }
            Ok(())
        }
    }

    #[test]
    fn a_phone_behind_the_binding_can_keep_the_contract_of_the_port() {
        let scripted = Arc::new(Scripted::default());
        let (mut phone, session) = open(Arc::clone(&scripted) as Arc<dyn PhoneRadio>);
        session.tell(RadioEvent::State { state: RadioState::On }).unwrap();
        scripted.0.lock().unwrap().session = Some(session);
        let beating = Arc::downgrade(&scripted);
        std::thread::spawn(move || {
            while let Some(scripted) = beating.upgrade() {
                let mut script = scripted.0.lock().unwrap();
                if script.subscribed {
                    script.beats = (script.beats + 1) % 250;
                    script.value(0x2A37, vec![0, script.beats]);
                }
                drop(script);
                std::thread::sleep(Duration::from_millis(1));
            }
        });
        let strap = DeviceKey::new("AA").unwrap();
        let lost = Arc::clone(&scripted);
        let kept = mimamori::device::radio::contract::check(&mut phone, &strap, &mut || lost.0.lock().unwrap().end());
        assert_eq!(kept, Ok(()));
    }

    #[test]
    fn a_phone_that_tells_an_end_twice_is_found_out() {
        let scripted = Arc::new(Scripted::default());
        let (mut phone, session) = open(Arc::clone(&scripted) as Arc<dyn PhoneRadio>);
        session.tell(RadioEvent::State { state: RadioState::On }).unwrap();
        session.tell(RadioEvent::Disconnected { device: "AA".to_owned() }).unwrap();
        scripted.0.lock().unwrap().session = Some(session);
        let strap = DeviceKey::new("AA").unwrap();
        let kept = mimamori::device::radio::contract::check(&mut phone, &strap, &mut || {});
        assert!(kept.is_err_and(|broken| broken.to_string().contains("told once")));
    }

    #[test]
    fn a_session_that_was_stopped_ends_after_what_was_told_and_takes_nothing_more() {
        let (mut phone, session) = open(Arc::new(Recorded::default()));
        session.tell(RadioEvent::ScanFailed).unwrap();
        session.stop().unwrap();
        assert!(session.tell(RadioEvent::ScanFailed).is_err());
        let wait = Duration::from_millis(10);
        assert_eq!(phone.wait(wait), Incoming::Link(LinkEvent::ScanFailed));
        assert_eq!(phone.wait(wait), Incoming::Closed);
    }

    #[test]
    fn a_phone_that_tells_faster_than_it_is_stored_is_told_and_memory_does_not_grow() {
        let (_phone, session) = open(Arc::new(Recorded::default()));
        let told = (0..WAITING + 10).filter(|_| session.tell(RadioEvent::ScanFailed).is_ok()).count();
        assert_eq!(told, WAITING);
        let nameless = RadioEvent::Disconnected { device: String::new() };
        assert_eq!(session.tell(nameless), Err(invalid("device")));
    }
}
