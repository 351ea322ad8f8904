//! The adapter: what it sees, and who is told.

use std::collections::HashMap;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::time::Duration;

use btleplug::api::{Central as _, CentralEvent, CentralState, Manager as _, Peripheral as _, ScanFilter};
use btleplug::platform::{Adapter, Manager, Peripheral, PeripheralId};
use futures_util::{Stream, StreamExt as _};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::JoinSet;
use tokio::time::timeout;
use uuid::Uuid;

use super::Beside;
use super::actor::{Actor, Letter};
use super::agent::{self, Agent, Call};
use super::trouble::state_of;
use crate::clock::Clock;
use crate::device::gatt::Service;
use crate::device::radio::Incoming;
use crate::device::session::{Action, DeviceKey, LinkEvent, Operation, RadioState, Reason};

/// An adapter that is missing is looked for this often, and one that is there is asked whether it still is.
const LOOK_AGAIN: Duration = Duration::from_secs(3);

/// Links are let go before the program ends: a strap that stays connected is lost for every other phone.
const LET_GO: Duration = Duration::from_secs(4);

/// The Bluetooth base UUID, without the 16 bits that are a service's or a characteristic's number.
const BASE: u128 = 0x0000_0000_0000_1000_8000_0080_5f9b_34fb;

/// The 16-bit number inside a UUID of the Bluetooth SIG.
pub(super) fn number(uuid: Uuid) -> Option<u16> {
    let rest = uuid.as_u128().checked_sub(BASE)?;
    u16::try_from(rest >> 96).ok().filter(|number| u128::from(*number) << 96 == rest)
}

fn uuid(number: u16) -> Uuid {
    Uuid::from_u128(u128::from(number) << 96 | BASE)
}

/// The name under which a session knows a device: its address, where the system tells it.
fn key_of(peripheral: &Peripheral) -> Option<DeviceKey> {
    let address = peripheral.address().to_string();
    let hidden = address.chars().all(|digit| matches!(digit, '0' | ':'));
    let key = if hidden { peripheral.id().to_string() } else { address };
    DeviceKey::new(&key).ok()
}

/// Runs until nobody tells it what to do any more.
pub(super) async fn run(
    clock: Arc<dyn Clock>,
    beside: Option<Arc<dyn Beside>>,
    mut todo: UnboundedReceiver<Action>,
    tell: Sender<Incoming>,
) {
    let mut told = None;
    loop {
        let (adapter, events) = match open().await {
            Ok(open) => open,
            Err(state) => {
                // Once: a session need not hear every three seconds that nothing changed.
                if told.replace(state) != Some(state) {
                    let _ = tell.send(Incoming::Link(LinkEvent::Radio(state)));
                }
                if refuse_for_a_while(&mut todo, &tell).await.is_none() {
                    return;
                }
                continue;
            }
        };
        let mut central = Present {
            adapter,
            clock: Arc::clone(&clock),
            agent: Agent::register(beside.is_some()).await,
            beside: beside.clone(),
            tell: tell.clone(),
            looking: false,
            actors: HashMap::new(),
            running: JoinSet::new(),
            keys: HashMap::new(),
        };
        central.tell_state().await;
        told = None;
        if central.serve(events, &mut todo).await.is_none() {
            central.end().await;
            return;
        }
    }
}

type Events = Pin<Box<dyn Stream<Item = CentralEvent> + Send>>;

async fn open() -> Result<(Adapter, Events), RadioState> {
    let manager = Manager::new().await.map_err(|error| state_of(&error))?;
    let adapters = manager.adapters().await.map_err(|error| state_of(&error))?;
    let adapter = adapters.into_iter().next().ok_or(RadioState::Missing)?;
    let events = adapter.events().await.map_err(|error| state_of(&error))?;
    Ok((adapter, events))
}

/// Without an adapter everything fails. `None` when nobody asks any more.
async fn refuse_for_a_while(todo: &mut UnboundedReceiver<Action>, tell: &Sender<Incoming>) -> Option<()> {
    let end = tokio::time::sleep(LOOK_AGAIN);
    tokio::pin!(end);
    loop {
        tokio::select! {
            () = &mut end => return Some(()),
            action = todo.recv() => match action? {
                Action::Scan { .. } => {
                    let _ = tell.send(Incoming::Link(LinkEvent::ScanFailed));
                }
                Action::Do { device, operation } => {
                    let failed = LinkEvent::Failed { device, operation, reason: Reason::Other };
                    let _ = tell.send(Incoming::Link(failed));
                }
                Action::StopScan | Action::Disconnect { .. } => {}
            },
        }
    }
}

/// An adapter that is there.
struct Present {
    adapter: Adapter,
    clock: Arc<dyn Clock>,
    agent: Option<Agent>,
    beside: Option<Arc<dyn Beside>>,
    tell: Sender<Incoming>,
    looking: bool,
    actors: HashMap<DeviceKey, UnboundedSender<Letter>>,
    running: JoinSet<()>,
    keys: HashMap<PeripheralId, DeviceKey>,
}

impl Present {
    fn tell(&self, event: LinkEvent) {
        let _ = self.tell.send(Incoming::Link(event));
    }

    async fn tell_state(&self) {
        let state = self.adapter.adapter_state().await;
        self.tell(LinkEvent::Radio(match state {
            Ok(CentralState::PoweredOff) => RadioState::Off,
            Ok(_) => RadioState::On,
            Err(error) => state_of(&error),
        }));
    }

    /// `Some` when the adapter is gone, `None` when nobody asks any more.
    async fn serve(&mut self, mut events: Events, todo: &mut UnboundedReceiver<Action>) -> Option<()> {
        let mut check = tokio::time::interval(LOOK_AGAIN);
        loop {
            tokio::select! {
                action = todo.recv() => self.perform(action?).await,
                event = events.next() => self.on_event(event?).await,
                call = asked(&mut self.agent) => self.on_call(call),
                _ = check.tick() => {
                    if let Err(error) = self.adapter.adapter_info().await {
                        self.tell(LinkEvent::Radio(match state_of(&error) {
                            RadioState::NotAllowed => RadioState::NotAllowed,
                            _ => RadioState::NoService,
                        }));
                        return Some(());
                    }
                    self.tell_connected().await;
                }
            }
        }
    }

    /// BlueZ asks something about a device that is being bonded.
    fn on_call(&self, call: Call) {
        let Some(agent) = &self.agent else { return };
        let ours = agent::about(&call).and_then(|place| self.keys.iter().find(|(id, _)| id.to_string() == place));
        let Some((_, device)) = ours else {
            // Not of ours: nobody here has wanted it.
            agent.dismiss(&call);
            return;
        };
        self.tell(LinkEvent::Bonding { device: device.clone() });
        let agreed = agent.answer(call, device.clone(), self.beside.clone());
        let (device, tell) = (device.clone(), self.tell.clone());
        tokio::task::spawn_local(async move {
            if !agreed.await.unwrap_or(false) {
                let failed = LinkEvent::Failed { device, operation: Operation::Bond, reason: Reason::Refused };
                let _ = tell.send(Incoming::Link(failed));
            }
        });
    }

    async fn on_event(&mut self, event: CentralEvent) {
        match event {
            CentralEvent::StateUpdate(_) => self.tell_state().await,
            CentralEvent::DeviceDiscovered(id)
            | CentralEvent::ServicesAdvertisement { id, .. }
            | CentralEvent::RssiUpdate { id, .. } => self.on_seen(&id).await,
            CentralEvent::DeviceConnected(id) => self.post(&id, Letter::Up),
            CentralEvent::DeviceDisconnected(id) => self.post(&id, Letter::Down),
            _ => {}
        }
    }

    fn post(&self, id: &PeripheralId, letter: Letter) {
        if let Some(actor) = self.keys.get(id).and_then(|key| self.actors.get(key)) {
            let _ = actor.send(letter);
        }
    }

    async fn on_seen(&self, id: &PeripheralId) {
        let Ok(peripheral) = self.adapter.peripheral(id).await else { return };
        let Ok(Some(found)) = peripheral.properties().await else { return };
        // What BlueZ only remembers has no signal strength: it is not near.
        if let (Some(device), Some(rssi)) = (key_of(&peripheral), found.rssi) {
            let services = found.services.iter().filter_map(|uuid| number(*uuid)).map(Service).collect();
            self.tell(LinkEvent::Seen { device, name: found.local_name, services, rssi: Some(rssi) });
        }
    }

    /// A device that the system is connected to does not advertise: it would never be seen. There is a link without
    /// us after a program was killed, after an attempt that succeeded too late, and where BlueZ connects by itself.
    async fn tell_connected(&self) {
        if !self.looking {
            return;
        }
        for peripheral in self.adapter.peripherals().await.unwrap_or_default() {
            if let Some(device) = key_of(&peripheral)
                && peripheral.is_connected().await.unwrap_or(false)
                && let Ok(Some(found)) = peripheral.properties().await
            {
                let services = found.services.iter().filter_map(|uuid| number(*uuid)).map(Service).collect();
                self.tell(LinkEvent::Seen { device, name: found.local_name, services, rssi: None });
            }
        }
    }

    /// What was asked for last is done; then nothing is left.
    async fn end(mut self) {
        self.actors.clear();
        let _ = timeout(LET_GO, async { while self.running.join_next().await.is_some() {} }).await;
    }

    async fn perform(&mut self, action: Action) {
        match action {
            Action::Scan { services } => {
                let filter = ScanFilter { services: services.iter().map(|service| uuid(service.0)).collect() };
                if self.adapter.start_scan(filter).await.is_err() {
                    self.tell(LinkEvent::ScanFailed);
                }
                self.looking = true;
                self.tell_connected().await;
            }
            Action::StopScan => {
                self.looking = false;
                let _ = self.adapter.stop_scan().await;
            }
            Action::Do { device, operation: Operation::Connect } => self.connect(device).await,
            Action::Do { device, operation } => match self.actors.get(&device) {
                Some(actor) => {
                    let _ = actor.send(Letter::Do(operation));
                }
                None => self.tell(LinkEvent::Failed { device, operation, reason: Reason::Other }),
            },
            Action::Disconnect { device } => {
                if let Some(actor) = self.actors.get(&device) {
                    let _ = actor.send(Letter::Disconnect);
                }
            }
        }
    }

    async fn connect(&mut self, device: DeviceKey) {
        if let Some(actor) = self.actors.get(&device) {
            let _ = actor.send(Letter::Connect);
            return;
        }
        let known = self.adapter.peripherals().await.unwrap_or_default();
        let found = known.into_iter().find(|peripheral| key_of(peripheral).as_ref() == Some(&device));
        let Some(peripheral) = found else {
            self.tell(LinkEvent::Failed { device, operation: Operation::Connect, reason: Reason::Unknown });
            return;
        };
        let (actor, mailbox) = unbounded_channel();
        self.keys.insert(peripheral.id(), device.clone());
        self.actors.insert(device.clone(), actor.clone());
        let _ = actor.send(Letter::Connect);
        let bonding = self.agent.as_ref().map(Agent::bonding);
        let actor = Actor::new(device, peripheral, self.tell.clone(), Arc::clone(&self.clock), bonding);
        self.running.spawn_local(actor.run(mailbox));
    }
}

/// The next question of BlueZ; for ever none where it asks nobody here.
async fn asked(agent: &mut Option<Agent>) -> Call {
    if let Some(agent) = agent
        && let Some(call) = agent.asked().await
    {
        return call;
    }
    std::future::pending().await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_uuids_of_the_bluetooth_sig_have_a_number() {
        assert_eq!(number(uuid(0x2A37)), Some(0x2A37));
        assert_eq!(number(Uuid::from_u128(0xfb00_5c80_02e7_f387_1cad_8acd_2d8d_f0c8)), None);
        assert_eq!(number(Uuid::from_u128(BASE - 1)), None);
    }
}
