//! One device: from "not near" to "everything it measures comes in", and back.
//!
//! ```text
//!            seen (or patient radio)              Ready                   all subscribed
//!   Away ──────────────────────────► Connecting ─────────► Settling ─────────────────────► Live
//!    ▲        after a wait that            │ failed, 20 s       │ stuck 10 s                │ silent 20 s
//!    │        grows with failures          ▼                    ▼                           ▼
//!    └───────────────────────────────── Closing ◄───────────────┴───────────────────────────┘
//!                                   Disconnected, or 5 s
//! ```

use std::collections::VecDeque;

use chrono_tz::Tz;

use super::backoff::Jitter;
use super::device::{Action, Arrival, DeviceKey, Operation, Reason};
use super::download::{Download, Next};
use super::heart::HeartSession;
use super::news::{LinkState, News, Step, ValueFault};
use super::oximetry::SaturationMinute;
use super::taken::{self, Taken};
use super::{clock, heart};
use crate::device::gatt::body_composition::BodyCompositionMeasurement;
use crate::device::gatt::record_access::Request;
use crate::device::gatt::{Characteristic, Value, decode};
use crate::model::Millis;
use crate::model::heart::Contact;

/// A link is made within this time or not at all: BlueZ itself gives up after 30 s, others never.
const CONNECT_WITHIN: i64 = 20 * Millis::SECOND;
/// A device answers within this time or is stuck (an ATT transaction times out after 30 s).
const ANSWER_WITHIN: i64 = 10 * Millis::SECOND;
/// A person needs time to read a number off a device and type it.
const BOND_WITHIN: i64 = 60 * Millis::SECOND;
/// Giving up a link takes BlueZ two seconds.
const CLOSE_WITHIN: i64 = 5 * Millis::SECOND;
/// A stream that falls silent for so long has lost its link, whatever the radio believes: the longest
/// supervision timeout is 32 s, usual ones 4 to 6 s, and straps notify each second.
const SILENCE: i64 = 20 * Millis::SECOND;
/// The same bytes again within this time are one value that came twice, where the device neither
/// numbers nor dates them: nobody is weighed twice in so short a time.
const REPEATED_WITHIN: i64 = 5 * Millis::SECOND;
/// Told once below this; phones warn at 20 % too.
const BATTERY_LOW: u8 = 20;
/// A new battery was put in.
const BATTERY_FULL: u8 = 40;

/// What is subscribed to, in this order: what measures first.
const SUBSCRIBED: [Characteristic; 10] = [
    Characteristic::HEART_RATE_MEASUREMENT,
    Characteristic::BLOOD_PRESSURE_MEASUREMENT,
    Characteristic::WEIGHT_MEASUREMENT,
    Characteristic::BODY_COMPOSITION_MEASUREMENT,
    Characteristic::TEMPERATURE_MEASUREMENT,
    Characteristic::PLX_SPOT_CHECK,
    Characteristic::PLX_CONTINUOUS,
    Characteristic::GLUCOSE_MEASUREMENT,
    Characteristic::GLUCOSE_CONTEXT,
    Characteristic::RECORD_ACCESS_CONTROL_POINT,
];

/// What is read once a link stands and everything that measures is subscribed to.
const READ: [Characteristic; 6] = [
    Characteristic::BODY_SENSOR_LOCATION,
    Characteristic::BATTERY_LEVEL,
    Characteristic::MANUFACTURER_NAME,
    Characteristic::MODEL_NUMBER,
    Characteristic::FIRMWARE_REVISION,
    Characteristic::SERIAL_NUMBER,
];

/// One device that is wanted.
#[derive(Debug)]
pub(super) struct Link {
    key: DeviceKey,
    state: State,
    /// Attempts that failed since it was last ready.
    failures: u32,
    away_since: Millis,
    offered: Vec<Characteristic>,
    todo: VecDeque<Operation>,
    bonded: bool,
    /// The system bonds by itself.
    bonding: bool,
    bond_told: bool,
    named: bool,
    heart: HeartSession,
    contact: Option<Contact>,
    /// When a strap last notified in this connection, or began to be waited for.
    streamed: Option<Millis>,
    /// How many connections in a row ended because nothing came.
    silences: u32,
    saturation: SaturationMinute,
    composition: Option<(BodyCompositionMeasurement, Arrival)>,
    recent: VecDeque<(Characteristic, Millis, Vec<u8>)>,
    ahead_s: Option<i64>,
    battery_told: bool,
    download: Download,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum State {
    /// Not before `ready`; `seen` since it went away.
    Away {
        ready: Millis,
        seen: bool,
    },
    /// Without an end where the radio is patient.
    Connecting {
        until: Option<Millis>,
    },
    /// One operation is under way.
    Settling {
        under_way: Operation,
        until: Millis,
    },
    Live,
    Closing {
        until: Millis,
    },
}

impl Link {
    pub(super) fn new(key: DeviceKey, now: Millis, cursor: Option<u16>) -> Self {
        Self {
            key,
            state: State::Away { ready: now, seen: false },
            failures: 0,
            away_since: now,
            offered: Vec::new(),
            todo: VecDeque::new(),
            bonded: false,
            bonding: false,
            bond_told: false,
            named: false,
            heart: HeartSession::new(),
            contact: None,
            streamed: None,
            silences: 0,
            saturation: SaturationMinute::default(),
            composition: None,
            recent: VecDeque::new(),
            ahead_s: None,
            battery_told: false,
            download: Download::new(cursor),
        }
    }

    pub(super) const fn state(&self) -> LinkState {
        match self.state {
            State::Away { .. } | State::Closing { .. } => LinkState::Away,
            State::Connecting { .. } => LinkState::Connecting,
            State::Settling { .. } => LinkState::Settling,
            State::Live => LinkState::Live,
        }
    }

    /// How long it has been away, if it is.
    pub(super) const fn away_for(&self, now: Millis) -> Option<i64> {
        match self.state {
            State::Away { .. } => Some(now.since(self.away_since)),
            _ => None,
        }
    }

    pub(super) const fn is_connecting(&self) -> bool {
        matches!(self.state, State::Connecting { .. })
    }

    /// From when on a link may be tried, if it may.
    pub(super) const fn connects_from(&self, patient: bool) -> Option<Millis> {
        match self.state {
            State::Away { ready, seen } if seen || patient => Some(ready),
            _ => None,
        }
    }

    pub(super) fn saw(&mut self) {
        if let State::Away { seen, .. } = &mut self.state {
            *seen = true;
        }
    }

    pub(super) fn connect(&mut self, now: Millis, patient: bool, step: &mut Step) {
        self.enter(State::Connecting { until: (!patient).then(|| now.plus(CONNECT_WITHIN)) }, step);
        self.act(Operation::Connect, step);
    }

    /// The radio is off: no link stands and none can be made.
    pub(super) fn radio_lost(&mut self, now: Millis, step: &mut Step) {
        self.lost(now, now, step);
    }

    pub(super) fn on_ready(&mut self, now: Millis, characteristics: &[Characteristic], step: &mut Step) {
        self.failures = 0;
        self.bonded = false;
        self.bonding = false;
        self.bond_told = false;
        self.streamed = None;
        self.offered = characteristics.iter().copied().take(256).collect();
        self.todo.clear();
        let mut todo = Vec::new();
        // The clock first: cuffs send what they have stored the moment that they are subscribed to.
        if self.offers(Characteristic::CURRENT_TIME) {
            todo.push(Operation::Read(Characteristic::CURRENT_TIME));
        }
        todo.extend(SUBSCRIBED.into_iter().filter(|one| self.offers(*one)).map(Operation::Subscribe));
        if self.offers(Characteristic::RECORD_ACCESS_CONTROL_POINT) && self.offers(Characteristic::GLUCOSE_MEASUREMENT)
        {
            let request = self.download.begin();
            todo.push(ask(request));
        }
        let named = self.named;
        let worth = |one: &Characteristic| !named || *one == Characteristic::BATTERY_LEVEL;
        todo.extend(READ.into_iter().filter(|one| self.offers(*one) && worth(one)).map(Operation::Read));
        if self.offers(Characteristic::BATTERY_LEVEL) {
            todo.push(Operation::Subscribe(Characteristic::BATTERY_LEVEL));
        }
        self.todo = todo.into();
        self.go_on(now, step);
    }

    pub(super) fn on_done(&mut self, now: Millis, operation: &Operation, step: &mut Step) {
        if *operation == Operation::Bond {
            self.bonding = false;
            if !std::mem::replace(&mut self.bond_told, true) {
                step.news.push(News::Bonded { device: self.key.clone() });
            }
        }
        if !self.is_under_way(operation) {
            return;
        }
        self.bonded |= *operation == Operation::Bond;
        self.go_on(now, step);
    }

    pub(super) fn on_failed(
        &mut self,
        now: Millis,
        operation: &Operation,
        reason: Reason,
        jitter: &mut Jitter,
        step: &mut Step,
    ) {
        if *operation == Operation::Connect {
            if self.is_connecting() {
                self.failed(now, jitter, step);
                if reason == Reason::Unknown {
                    // It must be seen again first.
                    self.unsee();
                }
            }
            return;
        }
        // A bond that the system began by itself: what wanted it goes unanswered, or is answered later.
        let refused = *operation == Operation::Bond && std::mem::take(&mut self.bonding);
        if !(self.is_under_way(operation) || refused && self.state() == LinkState::Settling) {
            return;
        }
        match (operation, reason) {
            (Operation::Bond, _) if !self.is_under_way(operation) => {
                step.news.push(News::NeedsBond { device: self.key.clone() });
                self.stop_download(step);
                self.todo.retain(|later| !matches!(later, Operation::Write(..)));
            }
            (Operation::Bond, _) => {
                step.news.push(News::NeedsBond { device: self.key.clone() });
                // What needs no bond still comes.
                self.todo.retain(|later| !matches!(later, Operation::Write(..)));
                self.todo.pop_front();
                self.bonded = true;
            }
            (again, Reason::NeedsBond) if !self.bonded => {
                self.todo.push_front(again.clone());
                self.todo.push_front(Operation::Bond);
            }
            (Operation::Write(Characteristic::RECORD_ACCESS_CONTROL_POINT, _), _) => self.stop_download(step),
            _ => {}
        }
        self.go_on(now, step);
    }

    pub(super) fn on_bonding(&mut self, now: Millis) {
        if let State::Settling { until, .. } = &mut self.state {
            self.bonding = true;
            *until = (*until).max(now.plus(BOND_WITHIN));
            self.download.restart_silence(now.plus(BOND_WITHIN));
        }
    }

    pub(super) fn on_disconnected(&mut self, now: Millis, jitter: &mut Jitter, step: &mut Step) {
        match self.state {
            // Told late, of a link before this attempt, or twice.
            State::Away { .. } => {}
            State::Connecting { .. } | State::Settling { .. } => self.failed(now, jitter, step),
            State::Live | State::Closing { .. } => self.lost(now, now, step),
        }
    }

    pub(super) fn on_value(&mut self, arrival: Arrival, zone: Tz, step: &mut Step) {
        let (now, characteristic) = (arrival.at, arrival.characteristic);
        if characteristic == Characteristic::HEART_RATE_MEASUREMENT {
            self.hear(&arrival, step);
        } else {
            match decode(characteristic, &arrival.bytes) {
                Ok(Some(value)) => self.take(&value, &arrival, zone, step),
                Ok(None) => {}
                Err(truncated) => self.fault(characteristic, truncated.into(), step),
            }
        }
        if self.is_under_way(&Operation::Read(characteristic)) {
            self.go_on(now, step);
        }
    }

    pub(super) fn poll(&mut self, now: Millis, jitter: &mut Jitter, step: &mut Step) {
        if self.saturation.is_over(now) {
            self.tell_saturation(step);
        }
        if self.composition.as_ref().is_some_and(|(_, first)| now.since(first.at) > ANSWER_WITHIN) {
            self.tell_composition(step);
        }
        match &self.state {
            State::Connecting { until: Some(until) } if *until <= now => self.give_up(now, jitter, step),
            State::Settling { under_way, until } if *until <= now => {
                let under_way = under_way.clone();
                match under_way {
                    // Without its measurements a link is of no use, and it is likely that it hangs.
                    Operation::Subscribe(one) if one != Characteristic::BATTERY_LEVEL => {
                        self.give_up(now, jitter, step);
                    }
                    under_way => self.on_failed(now, &under_way, Reason::Other, jitter, step),
                }
            }
            State::Closing { until } if *until <= now => self.lost(now, now, step),
            State::Live if self.streamed.is_some_and(|last| now.since(last) > self.silence()) => {
                self.silences = self.silences.saturating_add(1);
                self.give_up(now, jitter, step);
            }
            _ => {}
        }
        if self.download.is_silent(now) {
            self.stop_download(step);
            self.act(Operation::Write(Characteristic::RECORD_ACCESS_CONTROL_POINT, Request::Abort.to_bytes()), step);
        }
    }

    /// When [`poll`](Self::poll) has something to do.
    pub(super) fn deadline(&self) -> Option<Millis> {
        let of_state = match &self.state {
            State::Away { .. } => None,
            State::Connecting { until } => *until,
            State::Settling { until, .. } | State::Closing { until } => Some(*until),
            State::Live => self.streamed.map(|last| last.plus(self.silence() + 1)),
        };
        let composition = self.composition.as_ref().map(|(_, first)| first.at.plus(ANSWER_WITHIN + 1));
        [of_state, self.download.deadline(), self.saturation.deadline(), composition].into_iter().flatten().min()
    }

    /// The clock was set back by `ms`: deadlines move with it.
    pub(super) fn clock_set_back(&mut self, now: Millis, ms: i64) {
        let back = |at: &mut Millis| *at = at.plus(-ms);
        match &mut self.state {
            State::Away { ready, .. } => back(ready),
            State::Connecting { until } => {
                if let Some(until) = until {
                    back(until);
                }
            }
            State::Settling { until, .. } | State::Closing { until } => back(until),
            State::Live => {}
        }
        back(&mut self.away_since);
        if let Some(last) = &mut self.streamed {
            back(last);
        }
        self.download.restart_silence(now);
    }

    /// Everything heard so far is told, and the link is given up.
    pub(super) fn close(&mut self, now: Millis, step: &mut Step) {
        if !matches!(self.state, State::Away { .. }) {
            step.actions.push(Action::Disconnect { device: self.key.clone() });
        }
        self.lost(now, now, step);
    }

    /// Tells the beats heard so far; their run goes on.
    pub(super) fn flush(&mut self, step: &mut Step) {
        let device = self.key.clone();
        step.news.extend(self.heart.flush().map(|run| News::Beats { device, run }));
    }

    pub(super) const fn committed(&mut self, sequence: u16) {
        self.download.committed(sequence);
    }

    pub(super) const fn cursor(&self) -> Option<u16> {
        self.download.cursor()
    }

    /// How long a strap may say nothing. Twice as long after each connection in which nothing came, up to
    /// five minutes: it may be one that sends only when it is worn.
    const fn silence(&self) -> i64 {
        SILENCE << if self.silences < 4 { self.silences } else { 4 }
    }

    fn offers(&self, characteristic: Characteristic) -> bool {
        self.offered.contains(&characteristic)
    }

    fn is_under_way(&self, operation: &Operation) -> bool {
        matches!(&self.state, State::Settling { under_way, .. } if under_way == operation)
    }

    /// Begins the next operation; there being none, everything comes in.
    fn go_on(&mut self, now: Millis, step: &mut Step) {
        let Some(next) = self.todo.pop_front() else {
            if self.state() == LinkState::Settling {
                self.named = true;
                if self.offers(Characteristic::HEART_RATE_MEASUREMENT) {
                    self.streamed.get_or_insert(now);
                }
            }
            self.enter(State::Live, step);
            return;
        };
        if matches!(next, Operation::Write(Characteristic::RECORD_ACCESS_CONTROL_POINT, _)) {
            self.download.first_asked(now);
        }
        let within = if next == Operation::Bond { BOND_WITHIN } else { ANSWER_WITHIN };
        self.enter(State::Settling { under_way: next.clone(), until: now.plus(within) }, step);
        self.act(next, step);
    }

    /// The attempt failed by itself.
    fn failed(&mut self, now: Millis, jitter: &mut Jitter, step: &mut Step) {
        self.failures = self.failures.saturating_add(1);
        let ready = now.plus(jitter.wait(self.failures));
        self.lost(now, ready, step);
        // It was there a moment ago.
        self.saw();
    }

    /// The attempt, or the link, does not end by itself. What was on the way before the radio says that
    /// it is gone is not believed.
    fn give_up(&mut self, now: Millis, jitter: &mut Jitter, step: &mut Step) {
        step.actions.push(Action::Disconnect { device: self.key.clone() });
        if matches!(self.state, State::Live) {
            self.enter(State::Closing { until: now.plus(CLOSE_WITHIN) }, step);
        } else {
            self.failed(now, jitter, step);
            self.unsee();
        }
    }

    fn unsee(&mut self) {
        if let State::Away { seen, .. } = &mut self.state {
            *seen = false;
        }
    }

    fn lost(&mut self, now: Millis, ready: Millis, step: &mut Step) {
        let device = self.key.clone();
        step.news.extend(self.heart.link_lost().map(|run| News::Beats { device, run }));
        self.tell_saturation(step);
        self.tell_composition(step);
        self.stop_download(step);
        self.todo.clear();
        self.contact = None;
        self.streamed = None;
        self.ahead_s = None;
        if !matches!(self.state, State::Away { .. }) {
            self.away_since = now;
        }
        self.enter(State::Away { ready, seen: false }, step);
    }

    fn enter(&mut self, state: State, step: &mut Step) {
        let before = self.state();
        self.state = state;
        let after = self.state();
        if before != after {
            step.news.push(News::Link { device: self.key.clone(), state: after });
        }
    }

    fn act(&self, operation: Operation, step: &mut Step) {
        step.actions.push(Action::Do { device: self.key.clone(), operation });
    }

    fn fault(&self, characteristic: Characteristic, fault: ValueFault, step: &mut Step) {
        step.news.push(News::Fault { device: self.key.clone(), characteristic, fault });
    }

    fn hear(&mut self, arrival: &Arrival, step: &mut Step) {
        let heard = self.heart.hear(arrival.at, &arrival.bytes);
        let device = || self.key.clone();
        if heard.fault != Some(heart::Fault::Repeated) {
            self.streamed = Some(arrival.at);
            self.silences = 0;
        }
        if let Some(fault) = heard.fault {
            let characteristic = arrival.characteristic;
            step.news.push(News::Fault { device: device(), characteristic, fault: fault.into() });
        }
        step.news.extend(heard.runs.into_iter().map(|run| News::Beats { device: device(), run }));
        if let Some(contact) = heard.contact
            && self.contact.replace(contact) != Some(contact)
            && contact != Contact::Unsupported
        {
            step.news.push(News::Contact { device: device(), contact });
        }
        step.news.extend(heard.sample.map(|sample| News::Heart { device: device(), sample }));
    }

    fn take(&mut self, value: &Value, arrival: &Arrival, zone: Tz, step: &mut Step) {
        let device = self.key.clone();
        match value {
            Value::Battery(Some(level)) => {
                let percent = level.percent();
                let warn = percent < BATTERY_LOW && !self.battery_told;
                self.battery_told = percent < BATTERY_LOW || self.battery_told && percent < BATTERY_FULL;
                step.news.push(News::Battery { device, percent, warn });
            }
            Value::SensorLocation(location) => step.news.push(News::Worn { device, location: *location }),
            Value::Name(name) => {
                let characteristic = arrival.characteristic;
                step.news.push(News::Named { device, characteristic, name: name.clone() });
            }
            Value::CurrentTime(current) => self.ahead_s = clock::ahead_s(current.time, arrival.at, zone),
            Value::RecordAccess(response) => {
                if let Some(next) = self.download.on_response(*response) {
                    self.download_goes_on(arrival.at, next, step);
                }
            }
            Value::Continuous(read) => {
                if self.saturation.is_over(arrival.at) {
                    self.tell_saturation(step);
                }
                self.saturation.add(read, arrival);
            }
            Value::BodyComposition(read) if read.more => self.gather(*read, arrival, step),
            value => self.measure(value, arrival, step),
        }
    }

    /// Puts the packets of one body composition together: the first is kept until the next comes.
    fn gather(&mut self, read: BodyCompositionMeasurement, arrival: &Arrival, step: &mut Step) {
        match self.composition.take() {
            Some((first, before)) if arrival.at.since(before.at) <= ANSWER_WITHIN && before.bytes != arrival.bytes => {
                let whole = Value::BodyComposition(first.merge(read));
                let bytes = [before.bytes, arrival.bytes.clone()].concat();
                self.measure(&whole, &Arrival { bytes, ..arrival.clone() }, step);
            }
            _ => self.composition = Some((read, arrival.clone())),
        }
    }

    /// The other packets did not come: what the first one holds is a measurement all the same.
    fn tell_composition(&mut self, step: &mut Step) {
        if let Some((first, arrival)) = self.composition.take() {
            self.measure(&Value::BodyComposition(first), &arrival, step);
        }
    }

    fn measure(&mut self, value: &Value, arrival: &Arrival, step: &mut Step) {
        let scale = self.offers(Characteristic::WEIGHT_MEASUREMENT);
        let Some(found) = taken::vitals(value, scale) else { return };
        let (shown, sequence, user) = taken::marks(value);
        if let Some(sequence) = sequence
            && !self.download.on_record(arrival.at, sequence)
        {
            return;
        }
        let device = self.key.clone();
        let characteristic = arrival.characteristic;
        let vitals = match found {
            Ok(vitals) => vitals,
            Err(reason) => {
                step.news.push(News::NotTaken { device: device.clone(), characteristic, reason });
                // A record that is passed over is done with: the cursor may move past it. It is kept as
                // it was sent.
                if sequence.is_none() {
                    return;
                }
                Vec::new()
            }
        };
        let taken = Taken {
            characteristic,
            bytes: arrival.bytes.clone(),
            received: arrival.at,
            shown,
            ahead_s: self.ahead_s,
            sequence,
            user,
            vitals,
        };
        if self.came_before(&taken) {
            self.fault(characteristic, ValueFault::Repeated, step);
            return;
        }
        step.news.push(News::Measured { device, taken: Box::new(taken) });
    }

    /// Whether the same value came a moment ago; remembers it if not.
    fn came_before(&mut self, taken: &Taken) -> bool {
        let came = self.recent.iter().any(|(characteristic, at, bytes)| {
            *characteristic == taken.characteristic
                && *bytes == taken.bytes
                && taken.sequence.is_none()
                && (taken.is_numbered() || (0..=REPEATED_WITHIN).contains(&taken.received.since(*at)))
        });
        if !came {
            if self.recent.len() >= 8 {
                self.recent.pop_front();
            }
            self.recent.push_back((taken.characteristic, taken.received, taken.bytes.clone()));
        }
        came
    }

    fn tell_saturation(&mut self, step: &mut Step) {
        let device = self.key.clone();
        step.news.extend(self.saturation.finish().map(|taken| News::Measured { device, taken: Box::new(taken) }));
    }

    fn download_goes_on(&mut self, now: Millis, next: Next, step: &mut Step) {
        let device = self.key.clone();
        match next {
            Next::Ask(request) => {
                self.download.asked(now, request);
                self.act(ask(request), step);
            }
            Next::Finished(records) => step.news.push(News::Downloaded { device, records, complete: true }),
            Next::Stopped => step.news.push(News::Downloaded { device, records: 0, complete: false }),
        }
    }

    fn stop_download(&mut self, step: &mut Step) {
        if let Some(records) = self.download.stop() {
            step.news.push(News::Downloaded { device: self.key.clone(), records, complete: false });
        }
    }
}

fn ask(request: Request) -> Operation {
    Operation::Write(Characteristic::RECORD_ACCESS_CONTROL_POINT, request.to_bytes())
}
