//! Every Bluetooth device of a person or a household, over time.
//!
//! A [`Session`] opens no radio and reads no clock. Whoever has a radio tells it what happened
//! ([`Session::on_link`], [`Session::on_value`]) and that time passes ([`Session::poll`]); each answers
//! with a [`Step`]: what the radio is to do, and what there is to store and to show. So the same policy
//! runs on a phone's own Bluetooth, on a computer's and in tests of eight hours that take none.
//!
//! # What it promises
//! - A wanted device that advertises again is connected without anybody's touch, in seconds, after
//!   however long; failed attempts are spread by a wait that grows to four seconds, with jitter.
//! - A link that hangs while it is made, set up or silent is given up and made anew.
//! - Beats are joined only where nothing can be missing: see [`heart`].
//! - Stored records are fetched from behind a cursor that moves only when this side has committed.
//! - The same value twice is one measurement. A device's clock is not believed blindly: see [`clock`].
//! - Whose a measurement of a shared device is, is never guessed: see [`whose`].
//! - Memory is bounded by the number of wanted devices.

mod backoff;
pub mod clock;
pub mod device;
mod download;
pub mod heart;
mod link;
pub mod news;
mod oximetry;
pub mod taken;
pub mod whose;

use std::collections::BTreeMap;

use chrono_tz::Tz;

use super::gatt::Service;
use crate::model::Millis;
use backoff::Jitter;
use link::Link;

pub use device::{Action, Arrival, DeviceKey, LinkEvent, Operation, RadioState, Reason};
pub use heart::{Fault, Heard, HeartSession, MAX_RUN};
pub use news::{LinkState, News, Step, ValueFault};
pub use taken::{NotTaken, Taken};

/// While something was missed a moment ago, the radio looks for it all the time.
const LOOK_CLOSELY: i64 = 2 * Millis::MINUTE;
/// Later it looks for so long,
const LOOK: i64 = 4 * Millis::SECOND;
/// and then rests for so long: with a second for the device to be heard and three to connect, less than
/// 15 s pass between its return and its first value.
const REST: i64 = 5 * Millis::SECOND;
/// A scan that could not be begun is tried again after this time.
const SCAN_AGAIN: i64 = 3 * Millis::SECOND;

/// All devices that are wanted, and the radio they share.
#[derive(Debug)]
pub struct Session {
    zone: Tz,
    jitter: Jitter,
    patient: bool,
    /// Unset until it was told.
    radio: Option<RadioState>,
    links: BTreeMap<DeviceKey, Link>,
    looking_for_new: bool,
    scan: Scan,
    now: Millis,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scan {
    Off,
    On { until: Option<Millis> },
    Resting { until: Millis },
    Refused { until: Millis },
}

impl Session {
    /// A session that wants nothing yet. `zone` is where the devices' clocks were set; `seed` spreads the
    /// attempts of many phones.
    #[must_use]
    pub fn new(zone: Tz, seed: u64) -> Self {
        Self {
            zone,
            jitter: Jitter::new(seed),
            patient: false,
            radio: None,
            links: BTreeMap::new(),
            looking_for_new: false,
            scan: Scan::Off,
            now: Millis(i64::MIN),
        }
    }

    /// For a radio whose connects wait until the device is there, without a scan and however long
    /// (iOS; Android with `autoConnect`): it is asked at once and never hurried.
    #[must_use]
    pub const fn patient(mut self) -> Self {
        self.patient = true;
        self
    }

    /// Wants `device` from now on. `cursor` is the number of the last of its stored records that is
    /// committed here. Wanting it again changes nothing.
    pub fn want(&mut self, now: Millis, device: DeviceKey, cursor: Option<u16>) -> Step {
        self.links.entry(device.clone()).or_insert_with(|| Link::new(device, now, cursor));
        self.poll(now)
    }

    /// Wants `device` no longer. What was heard of it is told.
    pub fn forget(&mut self, now: Millis, device: &DeviceKey) -> Step {
        let mut step = Step::default();
        if let Some(mut link) = self.links.remove(device) {
            link.close(now, &mut step);
        }
        self.go_on(now, step)
    }

    /// Looks for devices that measure something and tells them as [`News::Found`], or stops doing so.
    pub fn look_for_new(&mut self, now: Millis, look: bool) -> Step {
        self.looking_for_new = look;
        self.poll(now)
    }

    /// Takes in what happened on the radio.
    pub fn on_link(&mut self, now: Millis, event: LinkEvent) -> Step {
        let mut step = Step::default();
        match event {
            LinkEvent::Radio(state) => self.on_radio(now, state, &mut step),
            LinkEvent::Seen { device, name, services, rssi } => self.on_seen(device, name, services, rssi, &mut step),
            LinkEvent::Ready { device, characteristics } => match self.links.get_mut(&device) {
                Some(link) => link.on_ready(now, &characteristics, &mut step),
                // A link that nobody wants any more.
                None => step.actions.push(Action::Disconnect { device }),
            },
            LinkEvent::Done { device, operation } => {
                if let Some(link) = self.links.get_mut(&device) {
                    link.on_done(now, &operation, &mut step);
                }
            }
            LinkEvent::Bonding { device } => {
                if let Some(link) = self.links.get_mut(&device) {
                    link.on_bonding(now);
                }
            }
            LinkEvent::Failed { device, operation, reason } => {
                if let Some(link) = self.links.get_mut(&device) {
                    link.on_failed(now, &operation, reason, &mut self.jitter, &mut step);
                }
            }
            LinkEvent::Disconnected { device } => {
                if let Some(link) = self.links.get_mut(&device) {
                    link.on_disconnected(now, &mut self.jitter, &mut step);
                }
            }
            LinkEvent::ScanFailed => self.scan = Scan::Refused { until: now.plus(SCAN_AGAIN) },
        }
        self.go_on(now, step)
    }

    /// Takes in a value, notified or read.
    pub fn on_value(&mut self, arrival: Arrival) -> Step {
        let now = arrival.at;
        let mut step = Step::default();
        if let Some(link) = self.links.get_mut(&arrival.device) {
            link.on_value(arrival, self.zone, &mut step);
        }
        self.go_on(now, step)
    }

    /// Says that it is `now`. Call it when [`next_poll`](Self::next_poll) says so; more often does no harm.
    pub fn poll(&mut self, now: Millis) -> Step {
        self.go_on(now, Step::default())
    }

    /// When [`poll`](Self::poll) next has something to do, as far as is known.
    #[must_use]
    pub fn next_poll(&self) -> Option<Millis> {
        let scan = match self.scan {
            _ if self.radio != Some(RadioState::On) => None,
            Scan::Off => None,
            Scan::On { until } => until,
            Scan::Resting { until } | Scan::Refused { until } => Some(until),
        };
        let may_connect = self.radio == Some(RadioState::On) && (self.patient || !self.is_connecting());
        let connect = self.links.values().filter_map(|link| link.connects_from(self.patient)).filter(|_| may_connect);
        self.links.values().filter_map(Link::deadline).chain(connect).chain(scan).min()
    }

    /// The record of this number, told as [`News::Measured`], is committed: the device is not asked for it
    /// again.
    pub fn committed(&mut self, device: &DeviceKey, sequence: u16) {
        if let Some(link) = self.links.get_mut(device) {
            link.committed(sequence);
        }
    }

    /// The number of the last committed record of `device`.
    #[must_use]
    pub fn cursor(&self, device: &DeviceKey) -> Option<u16> {
        self.links.get(device).and_then(Link::cursor)
    }

    /// How `device` is reached, if it is wanted.
    #[must_use]
    pub fn state(&self, device: &DeviceKey) -> Option<LinkState> {
        self.links.get(device).map(Link::state)
    }

    /// Tells the beats heard so far, so that they can be stored; their runs go on.
    pub fn flush(&mut self) -> Step {
        let mut step = Step::default();
        for link in self.links.values_mut() {
            link.flush(&mut step);
        }
        step
    }

    /// Ends everything: what was heard is told, links are given up, nothing is wanted any longer.
    pub fn close(&mut self, now: Millis) -> Step {
        let mut step = Step::default();
        for link in self.links.values_mut() {
            link.close(now, &mut step);
        }
        self.links.clear();
        self.looking_for_new = false;
        self.go_on(now, step)
    }

    fn on_radio(&mut self, now: Millis, state: RadioState, step: &mut Step) {
        if self.radio == Some(state) {
            return;
        }
        self.radio = Some(state);
        step.news.push(News::Radio(state));
        self.scan = Scan::Off;
        if state != RadioState::On {
            for link in self.links.values_mut() {
                link.radio_lost(now, step);
            }
        }
    }

    fn on_seen(
        &mut self,
        device: DeviceKey,
        name: Option<String>,
        services: Vec<Service>,
        rssi: Option<i16>,
        step: &mut Step,
    ) {
        if let Some(link) = self.links.get_mut(&device) {
            link.saw();
            step.news.extend(rssi.map(|rssi| News::Signal { device: device.clone(), rssi }));
        }
        // Other programs' scans bring in devices of every sort.
        if self.looking_for_new && services.iter().any(|service| Service::MEASURING.contains(service)) {
            step.news.push(News::Found { device, name, services, rssi });
        }
    }

    /// Does everything that is due.
    fn go_on(&mut self, now: Millis, mut step: Step) -> Step {
        // Clocks are set; an earlier one must not make anyone wait for the difference.
        let back = self.now.since(now);
        if self.now.0 != i64::MIN && back > Millis::SECOND {
            for link in self.links.values_mut() {
                link.clock_set_back(now, back);
            }
            self.scan = match self.scan {
                Scan::Resting { .. } | Scan::Refused { .. } => Scan::Resting { until: now },
                Scan::On { until: Some(_) } => Scan::On { until: Some(now) },
                scan => scan,
            };
        }
        self.now = now;
        for link in self.links.values_mut() {
            link.poll(now, &mut self.jitter, &mut step);
        }
        if self.radio == Some(RadioState::On) {
            self.connect(now, &mut step);
            self.look(now, &mut step);
        }
        step
    }

    fn is_connecting(&self) -> bool {
        self.links.values().any(Link::is_connecting)
    }

    fn connect(&mut self, now: Millis, step: &mut Step) {
        // Controllers make one link at a time; a patient radio queues by itself.
        let patient = self.patient;
        if !patient && self.is_connecting() {
            return;
        }
        let may = |link: &&mut Link| link.connects_from(patient).is_some_and(|from| from <= now);
        let mut ready = self.links.values_mut().filter(may);
        if patient {
            ready.for_each(|link| link.connect(now, true, step));
        } else if let Some(link) = ready.next() {
            // Looking and connecting at once makes both slow.
            if matches!(self.scan, Scan::On { .. }) {
                step.actions.push(Action::StopScan);
            }
            self.scan = Scan::Off;
            link.connect(now, false, step);
        }
    }

    fn look(&mut self, now: Millis, step: &mut Step) {
        let away = self.links.values().filter_map(|link| link.away_for(now)).min();
        let missed = away.filter(|_| !self.patient && !self.is_connecting());
        let closely = missed.map(|away| LOOK_CLOSELY - away).filter(|left| *left > 0);
        // No end, or the end of a look.
        let until = (!self.looking_for_new).then(|| now.plus(closely.unwrap_or(LOOK)));
        let wanted = self.looking_for_new || missed.is_some();
        let eagerly = self.looking_for_new || closely.is_some();
        match self.scan {
            Scan::On { .. } if !wanted => {
                step.actions.push(Action::StopScan);
                self.scan = Scan::Off;
            }
            _ if !wanted => self.scan = Scan::Off,
            Scan::Off => self.scan_from(until, step),
            Scan::Resting { until: end } if end <= now || eagerly => self.scan_from(until, step),
            Scan::Refused { until: end } if end <= now => self.scan_from(until, step),
            Scan::On { until: end } if eagerly || end.is_none() => {
                if until.is_none() || end.is_none() || until > end {
                    self.scan = Scan::On { until };
                }
            }
            Scan::On { until: Some(end) } if end <= now => {
                step.actions.push(Action::StopScan);
                self.scan = Scan::Resting { until: now.plus(REST) };
            }
            Scan::On { .. } | Scan::Resting { .. } | Scan::Refused { .. } => {}
        }
    }

    fn scan_from(&mut self, until: Option<Millis>, step: &mut Step) {
        step.actions.push(Action::Scan { services: Service::MEASURING.to_vec() });
        self.scan = Scan::On { until };
    }
}

#[cfg(test)]
mod tests;
