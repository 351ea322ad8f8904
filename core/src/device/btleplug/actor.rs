//! One device: its link, its operations and its values, in order.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::time::Duration;

use btleplug::api::{self, Peripheral as _, ValueNotification, WriteType};
use btleplug::platform::Peripheral;
use futures_util::{Stream, StreamExt as _};
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::time::timeout;

use super::agent::Bonding;
use super::central::number;
use super::trouble::reason_of;
use crate::clock::Clock;
use crate::device::gatt::Characteristic;
use crate::device::radio::Incoming;
use crate::device::session::{Arrival, DeviceKey, LinkEvent, Operation, Reason};

/// The library's events of a device and its values come by two ways without an order: what was sent
/// before a drop may come so long after it.
const DRAIN: Duration = Duration::from_millis(300);
/// BlueZ takes two seconds to let go; a daemon that hangs must not hang us.
const LET_GO: Duration = Duration::from_secs(5);
/// Finding out what a device offers.
const DISCOVER: Duration = Duration::from_secs(15);

/// What an actor is told.
#[derive(Debug)]
pub(super) enum Letter {
    Connect,
    Do(Operation),
    Disconnect,
    /// The system says that the link stands.
    Up,
    /// The system says that it is gone.
    Down,
}

type Values = Pin<Box<dyn Stream<Item = ValueNotification> + Send>>;

/// What the device offers of the SIG's characteristics.
type Offered = Arc<Vec<(Characteristic, api::Characteristic)>>;

pub(super) struct Actor {
    key: DeviceKey,
    peripheral: Peripheral,
    tell: Sender<Incoming>,
    clock: Arc<dyn Clock>,
    bonding: Option<Bonding>,
    /// Taken once, with the first link, and kept: dropping one can panic inside the library.
    values: Option<Values>,
}

impl Actor {
    pub(super) fn new(
        key: DeviceKey,
        peripheral: Peripheral,
        tell: Sender<Incoming>,
        clock: Arc<dyn Clock>,
        bonding: Option<Bonding>,
    ) -> Self {
        Self { key, peripheral, tell, clock, bonding, values: None }
    }

    /// Runs until the adapter is gone or nobody asks any more.
    pub(super) async fn run(mut self, mut mailbox: UnboundedReceiver<Letter>) {
        loop {
            tokio::select! {
                letter = mailbox.recv() => match letter {
                    None => return,
                    Some(Letter::Connect) => {
                        if let Some(offered) = self.connect(&mut mailbox).await {
                            self.serve(&offered, &mut mailbox).await;
                        }
                    }
                    Some(Letter::Do(operation)) => self.failed(operation, Reason::Other),
                    Some(Letter::Disconnect) => self.let_go().await,
                    Some(Letter::Up | Letter::Down) => {}
                },
                value = next(&mut self.values) => self.pass(value),
            }
        }
    }

    fn tell(&self, event: LinkEvent) {
        let _ = self.tell.send(Incoming::Link(event));
    }

    fn failed(&self, operation: Operation, reason: Reason) {
        self.tell(LinkEvent::Failed { device: self.key.clone(), operation, reason });
    }

    fn pass(&self, value: ValueNotification) {
        if let Some(number) = number(value.uuid) {
            self.arrive(Characteristic(number), value.value);
        }
    }

    fn arrive(&self, characteristic: Characteristic, bytes: Vec<u8>) {
        let arrival = Arrival { device: self.key.clone(), characteristic, at: self.clock.now(), bytes };
        let _ = self.tell.send(Incoming::Value(arrival));
    }

    async fn let_go(&self) {
        let _ = timeout(LET_GO, self.peripheral.disconnect()).await;
    }

    async fn is_connected(&self) -> bool {
        self.peripheral.is_connected().await.unwrap_or(false)
    }

    /// Makes a link. `None` when there is none, after that was told where it was not asked for.
    async fn connect(&mut self, mailbox: &mut UnboundedReceiver<Letter>) -> Option<Offered> {
        let peripheral = self.peripheral.clone();
        let attempt = peripheral.connect();
        tokio::pin!(attempt);
        let mut up = false;
        let made = loop {
            tokio::select! {
                made = &mut attempt => break made,
                letter = mailbox.recv() => match letter? {
                    Letter::Up => up = true,
                    // The library would wait another half minute for the services of a link that is gone.
                    Letter::Down if up && !self.is_connected().await => {
                        self.failed(Operation::Connect, Reason::Other);
                        return None;
                    }
                    Letter::Disconnect => {
                        self.let_go().await;
                        return None;
                    }
                    Letter::Do(operation) => self.failed(operation, Reason::Other),
                    Letter::Down | Letter::Connect => {}
                },
            }
        };
        let offered = match made {
            Ok(()) => self.discover().await,
            Err(error) => Err(reason_of(&error)),
        };
        match offered {
            Ok(offered) => {
                let characteristics = offered.iter().map(|(number, _)| *number).collect();
                self.tell(LinkEvent::Ready { device: self.key.clone(), characteristics });
                Some(offered)
            }
            Err(reason) => {
                // What the system still tries must not meet the next attempt.
                self.let_go().await;
                self.failed(Operation::Connect, reason);
                None
            }
        }
    }

    async fn discover(&mut self) -> Result<Offered, Reason> {
        match timeout(DISCOVER, self.peripheral.discover_services()).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => return Err(reason_of(&error)),
            Err(_) => return Err(Reason::Other),
        }
        if !self.is_connected().await {
            return Err(Reason::Other);
        }
        // After the services are known, before anything is subscribed to.
        if self.values.is_none() {
            self.values = Some(self.peripheral.notifications().await.map_err(|error| reason_of(&error))?);
        }
        let mut offered: Vec<(Characteristic, api::Characteristic)> = Vec::new();
        for characteristic in self.peripheral.characteristics() {
            if let Some(number) = number(characteristic.uuid).map(Characteristic)
                && !offered.iter().any(|(known, _)| *known == number)
            {
                offered.push((number, characteristic));
            }
        }
        Ok(Arc::new(offered))
    }

    /// Serves a link until it ends, and tells that.
    async fn serve(&mut self, offered: &Offered, mailbox: &mut UnboundedReceiver<Letter>) {
        loop {
            tokio::select! {
                letter = mailbox.recv() => match letter {
                    None => return,
                    Some(Letter::Do(operation)) => self.begin(operation, offered),
                    Some(Letter::Disconnect) => {
                        self.let_go().await;
                        break;
                    }
                    // One of an earlier attempt may come only now.
                    Some(Letter::Down) if !self.is_connected().await => break,
                    Some(Letter::Connect | Letter::Up | Letter::Down) => {}
                },
                value = next(&mut self.values) => self.pass(value),
            }
        }
        while let Ok(value) = timeout(DRAIN, next(&mut self.values)).await {
            self.pass(value);
        }
        self.tell(LinkEvent::Disconnected { device: self.key.clone() });
    }

    /// Begins an operation beside the values that come in meanwhile.
    fn begin(&self, operation: Operation, offered: &Offered) {
        let beside = Self {
            key: self.key.clone(),
            peripheral: self.peripheral.clone(),
            tell: self.tell.clone(),
            clock: Arc::clone(&self.clock),
            bonding: self.bonding.clone(),
            values: None,
        };
        let offered = Arc::clone(offered);
        tokio::task::spawn_local(async move {
            match beside.operate(&operation, &offered).await {
                Ok(()) => beside.done(operation).await,
                Err(reason) => beside.failed(operation, reason),
            }
        });
    }

    /// Tells what is done; first that there is a bond, which BlueZ may have made by itself for it.
    async fn done(&self, operation: Operation) {
        if operation != Operation::Bond
            && let Some(bonding) = &self.bonding
            && bonding.is_bonded(&self.peripheral.id().to_string()).await
        {
            self.tell(LinkEvent::Done { device: self.key.clone(), operation: Operation::Bond });
        }
        if !matches!(operation, Operation::Read(_)) {
            self.tell(LinkEvent::Done { device: self.key.clone(), operation });
        }
    }

    async fn operate(&self, operation: &Operation, offered: &Offered) -> Result<(), Reason> {
        let find = |wanted: &Characteristic| {
            offered.iter().find(|(number, _)| number == wanted).map(|(_, found)| found).ok_or(Reason::Other)
        };
        let peripheral = &self.peripheral;
        let done = match operation {
            Operation::Connect => Ok(()),
            Operation::Subscribe(wanted) => peripheral.subscribe(find(wanted)?).await,
            Operation::Write(wanted, bytes) => peripheral.write(find(wanted)?, bytes, WriteType::WithResponse).await,
            Operation::Read(wanted) => match peripheral.read(find(wanted)?).await {
                Ok(bytes) => {
                    self.arrive(*wanted, bytes);
                    Ok(())
                }
                Err(error) => Err(error),
            },
            // The library has no call for it.
            Operation::Bond => {
                return match &self.bonding {
                    Some(bonding) => bonding.bond(&peripheral.id().to_string()).await,
                    None => Err(Reason::Other),
                };
            }
        };
        done.map_err(|error| reason_of(&error))
    }
}

/// The next value, or for ever nothing where no stream was taken yet or it has ended.
async fn next(values: &mut Option<Values>) -> ValueNotification {
    if let Some(stream) = values
        && let Some(value) = stream.next().await
    {
        return value;
    }
    std::future::pending().await
}
