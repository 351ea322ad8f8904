//! A radio and the devices around it, in a time of its own: eight hours take milliseconds.

use std::collections::{BTreeMap, VecDeque};

use chrono_tz::Asia::Tokyo;

use super::super::*;
use crate::device::gatt::Characteristic;

/// 2026-04-25T20:15:00+09:00.
pub(super) const START: i64 = 1_777_115_700_000;

/// What a device does wrong next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trouble {
    /// A connect is refused at once.
    RefuseConnect,
    /// A connect is never answered.
    HangConnect,
    /// The link is gone between being made and being of use.
    DropBeforeReady,
    /// An operation is never answered.
    HangOperation,
    /// The link seems to stand, and nothing comes any more.
    FallSilent,
}

#[derive(Debug)]
pub(super) struct Device {
    pub(super) characteristics: Vec<Characteristic>,
    pub(super) near: bool,
    pub(super) connected: bool,
    pub(super) troubles: VecDeque<Trouble>,
    pub(super) needs_bond: bool,
    pub(super) bonded: bool,
    pub(super) silent: bool,
    /// What is written goes unanswered.
    pub(super) unanswered: bool,
    pub(super) subscribed: Vec<Characteristic>,
    pub(super) beats: u16,
    pub(super) stored: Vec<Vec<u8>>,
    /// Which connection it is in: what an earlier one still had under way is void.
    epoch: u32,
}

#[derive(Debug)]
enum Event {
    Link(DeviceKey, u32, LinkEvent),
    Tick(DeviceKey, u32),
    Value(DeviceKey, u32, Characteristic, Vec<u8>),
    Near(DeviceKey, bool),
    Advertise,
}

pub(super) struct Air {
    pub(super) session: Session,
    pub(super) now: i64,
    pub(super) devices: BTreeMap<DeviceKey, Device>,
    pub(super) news: Vec<(i64, News)>,
    pub(super) actions: Vec<(i64, Action)>,
    pub(super) scanning: bool,
    /// How many beats a strap has sent.
    pub(super) sent: usize,
    queue: BTreeMap<(i64, u64), Event>,
    count: u64,
}

pub(super) fn key(name: &str) -> DeviceKey {
    DeviceKey::new(name).unwrap()
}

pub(super) const STRAP: [Characteristic; 3] =
    [Characteristic::BATTERY_LEVEL, Characteristic::BODY_SENSOR_LOCATION, Characteristic::HEART_RATE_MEASUREMENT];
pub(super) const METER: [Characteristic; 3] =
    [Characteristic::RECORD_ACCESS_CONTROL_POINT, Characteristic::GLUCOSE_CONTEXT, Characteristic::GLUCOSE_MEASUREMENT];

impl Air {
    pub(super) fn new(seed: u64) -> Self {
        let mut air = Self {
            session: Session::new(Tokyo, seed),
            now: START,
            devices: BTreeMap::new(),
            news: Vec::new(),
            actions: Vec::new(),
            scanning: false,
            sent: 0,
            queue: BTreeMap::new(),
            count: 0,
        };
        let step = air.session.on_link(Millis(START), LinkEvent::Radio(RadioState::On));
        air.execute(step);
        air.later(0, Event::Advertise);
        air
    }

    pub(super) fn with(mut self, name: &str, characteristics: &[Characteristic]) -> Self {
        self.devices.insert(
            key(name),
            Device {
                characteristics: characteristics.to_vec(),
                near: true,
                connected: false,
                troubles: VecDeque::new(),
                needs_bond: false,
                bonded: false,
                silent: false,
                unanswered: false,
                subscribed: Vec::new(),
                beats: 0,
                stored: Vec::new(),
                epoch: 0,
            },
        );
        self.want(name, None);
        self
    }

    pub(super) fn want(&mut self, name: &str, cursor: Option<u16>) {
        let step = self.session.want(Millis(self.now), key(name), cursor);
        self.execute(step);
    }

    pub(super) fn device(&mut self, name: &str) -> &mut Device {
        self.devices.get_mut(&key(name)).unwrap()
    }

    /// It walks out of reach for so long; the radio notices after a supervision timeout.
    pub(super) fn leave(&mut self, name: &str, ms: i64) {
        let device = self.device(name);
        device.near = false;
        let (was, epoch) = (device.connected, device.epoch);
        device.connected = false;
        device.subscribed.clear();
        device.epoch += 1;
        if was {
            let event = LinkEvent::Disconnected { device: key(name) };
            self.later(4000.min(ms), Event::Link(key(name), epoch + 1, event));
        }
        self.later(ms, Event::Near(key(name), true));
    }

    pub(super) fn send(&mut self, name: &str, characteristic: Characteristic, bytes: &[u8]) {
        let device = key(name);
        let at = Millis(self.now);
        let step = self.session.on_value(Arrival { device, characteristic, at, bytes: bytes.to_vec() });
        self.execute(step);
    }

    pub(super) fn tell(&mut self, event: LinkEvent) {
        let step = self.session.on_link(Millis(self.now), event);
        self.execute(step);
    }

    fn later(&mut self, ms: i64, event: Event) {
        self.count += 1;
        self.queue.insert((self.now + ms, self.count), event);
    }

    /// Lets time pass.
    pub(super) fn pass(&mut self, ms: i64) {
        let end = self.now + ms;
        while self.now < end {
            let event = self.queue.first_key_value().map(|((at, _), _)| *at);
            let poll = self.session.next_poll().map(|at| at.0.max(self.now));
            let next = [event, poll].into_iter().flatten().min().unwrap_or(end).min(end);
            self.now = next;
            if poll == Some(next) {
                let step = self.session.poll(Millis(next));
                self.execute(step);
                let again = self.session.next_poll();
                assert!(again.is_none_or(|again| again.0 > next), "polling makes no progress");
            }
            while let Some(entry) = self.queue.first_entry()
                && entry.key().0 <= self.now
            {
                let event = entry.remove();
                self.happen(event);
            }
        }
    }

    /// Lets time pass until `name` is live; answers how long that took, or stops after `limit`.
    pub(super) fn until_live(&mut self, name: &str, limit: i64) -> i64 {
        let start = self.now;
        while self.session.state(&key(name)) != Some(LinkState::Live) {
            assert!(self.now - start < limit, "{name} is not live after {limit} ms: {:?}", self.news.last());
            self.pass(50);
        }
        self.now - start
    }

    fn happen(&mut self, event: Event) {
        match event {
            Event::Advertise => {
                self.later(1000, Event::Advertise);
                if !self.scanning {
                    return;
                }
                let seen: Vec<DeviceKey> = self
                    .devices
                    .iter()
                    .filter(|(_, device)| device.near && !device.connected)
                    .map(|(key, _)| key.clone())
                    .collect();
                for device in seen {
                    let services = vec![Service::HEART_RATE];
                    self.tell(LinkEvent::Seen { device, name: None, services, rssi: Some(-60) });
                }
            }
            Event::Near(key, near) => self.devices.get_mut(&key).unwrap().near = near,
            Event::Link(key, epoch, event) => {
                if self.devices[&key].epoch == epoch {
                    self.tell(event);
                }
            }
            Event::Value(key, epoch, characteristic, bytes) => {
                if self.devices[&key].epoch == epoch {
                    self.send(key.as_str(), characteristic, &bytes);
                }
            }
            Event::Tick(key, epoch) => {
                let device = self.devices.get_mut(&key).unwrap();
                if !device.connected || device.epoch != epoch {
                    return;
                }
                device.beats = device.beats.wrapping_add(1);
                let (silent, [low, high]) = (device.silent, (900 + device.beats % 100).to_le_bytes());
                if !silent {
                    self.sent += 1;
                    self.send(key.as_str(), Characteristic::HEART_RATE_MEASUREMENT, &[0x16, 62, low, high]);
                }
                self.later(1000, Event::Tick(key, epoch));
            }
        }
    }

    pub(super) fn execute(&mut self, step: Step) {
        self.news.extend(step.news.into_iter().map(|news| (self.now, news)));
        for action in step.actions {
            self.actions.push((self.now, action.clone()));
            match action {
                Action::Scan { .. } => self.scanning = true,
                Action::StopScan => self.scanning = false,
                Action::Disconnect { device } => {
                    let known = self.devices.get_mut(&device).unwrap();
                    let was = known.connected;
                    known.connected = false;
                    known.silent = false;
                    known.subscribed.clear();
                    known.epoch += 1;
                    let epoch = known.epoch;
                    if was {
                        self.later(2000, Event::Link(device.clone(), epoch, LinkEvent::Disconnected { device }));
                    }
                }
                Action::Do { device, operation } => self.perform(device, operation),
            }
        }
    }

    fn perform(&mut self, key: DeviceKey, operation: Operation) {
        let device = self.devices.get_mut(&key).unwrap();
        let trouble = device.troubles.front().copied();
        let failed = |reason| LinkEvent::Failed { device: key.clone(), operation: operation.clone(), reason };
        if operation == Operation::Connect {
            if !device.near {
                return;
            }
            device.epoch += 1;
            let epoch = device.epoch;
            match trouble {
                Some(Trouble::RefuseConnect) => {
                    device.troubles.pop_front();
                    let event = failed(Reason::Other);
                    self.later(100, Event::Link(key, epoch, event));
                }
                Some(Trouble::HangConnect) => {
                    device.troubles.pop_front();
                }
                Some(Trouble::DropBeforeReady) => {
                    device.troubles.pop_front();
                    let event = LinkEvent::Disconnected { device: key.clone() };
                    self.later(600, Event::Link(key, epoch, event));
                }
                _ => {
                    device.connected = true;
                    let characteristics = device.characteristics.clone();
                    let event = LinkEvent::Ready { device: key.clone(), characteristics };
                    self.later(1500, Event::Link(key.clone(), epoch, event));
                }
            }
            return;
        }
        if !device.connected {
            return;
        }
        let epoch = device.epoch;
        if trouble == Some(Trouble::HangOperation) {
            device.troubles.pop_front();
            return;
        }
        if trouble == Some(Trouble::FallSilent) {
            device.troubles.pop_front();
            device.silent = true;
        }
        let done = LinkEvent::Done { device: key.clone(), operation: operation.clone() };
        match &operation {
            Operation::Bond => {
                device.bonded = true;
                self.later(300, Event::Link(key, epoch, done));
            }
            _ if device.needs_bond && !device.bonded => {
                let event = failed(Reason::NeedsBond);
                self.later(50, Event::Link(key, epoch, event));
            }
            Operation::Read(characteristic) => {
                let bytes = match *characteristic {
                    Characteristic::CURRENT_TIME => vec![0xEA, 7, 4, 25, 19, 15, 0, 6, 0, 0],
                    _ => vec![77],
                };
                self.later(50, Event::Value(key, epoch, *characteristic, bytes));
            }
            Operation::Subscribe(characteristic) => {
                device.subscribed.push(*characteristic);
                if *characteristic == Characteristic::HEART_RATE_MEASUREMENT {
                    self.later(1000, Event::Tick(key.clone(), epoch));
                }
                self.later(50, Event::Link(key, epoch, done));
            }
            Operation::Write(..) if device.unanswered => {}
            Operation::Write(_, bytes) => {
                let bytes = bytes.clone();
                self.later(50, Event::Link(key.clone(), epoch, done));
                self.answer_record_access(&key, epoch, &bytes);
            }
            Operation::Connect => {}
        }
    }

    /// A meter that knows "all", "from" and "last".
    fn answer_record_access(&mut self, key: &DeviceKey, epoch: u32, request: &[u8]) {
        let stored = self.devices[key].stored.clone();
        let number = |record: &Vec<u8>| u16::from_le_bytes([record[1], record[2]]);
        let asked: Vec<Vec<u8>> = match request {
            [1, 1] => stored,
            [1, 3, 1, low, high] => {
                let from = u16::from_le_bytes([*low, *high]);
                stored.into_iter().filter(|record| number(record) >= from).collect()
            }
            [1, 6] => stored.last().cloned().into_iter().collect(),
            _ => return,
        };
        let answer = vec![6, 0, 1, if asked.is_empty() { 6 } else { 1 }];
        let count = i64::try_from(asked.len()).unwrap();
        for (n, record) in asked.into_iter().enumerate() {
            let wait = 100 + 20 * i64::try_from(n).unwrap();
            self.later(wait, Event::Value(key.clone(), epoch, Characteristic::GLUCOSE_MEASUREMENT, record));
        }
        let point = Characteristic::RECORD_ACCESS_CONTROL_POINT;
        self.later(150 + 20 * count, Event::Value(key.clone(), epoch, point, answer));
    }

    pub(super) fn operations(&self, name: &str) -> Vec<Operation> {
        let of = |(_, action): &(i64, Action)| match action {
            Action::Do { device, operation } if device.as_str() == name => Some(operation.clone()),
            _ => None,
        };
        self.actions.iter().filter_map(of).collect()
    }

    pub(super) fn connects(&self, name: &str) -> usize {
        self.operations(name).iter().filter(|operation| **operation == Operation::Connect).count()
    }

    pub(super) fn taken(&self) -> Vec<Taken> {
        let of = |(_, news): &(i64, News)| match news {
            News::Measured { taken, .. } => Some((**taken).clone()),
            _ => None,
        };
        self.news.iter().filter_map(of).collect()
    }
}
