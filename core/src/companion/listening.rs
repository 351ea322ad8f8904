//! Listening to Bluetooth devices: the session's news into the record, each committed before it counts.

use std::collections::{BTreeMap, VecDeque};
use std::ops::ControlFlow;
use std::time::Duration;

use super::Companion;
use super::devices::{device_source, file};
use super::heart::tell_days;
use crate::clock::Clock;
use crate::detect::Settings;
use crate::device::gatt::Characteristic;
use crate::device::radio::{Incoming, Radio};
use crate::device::session::clock::{Dated, TimeBasis, date};
use crate::device::session::whose::{Candidate, Whose, whose};
use crate::device::session::{Arrival, DeviceKey, LinkEvent, LinkState, News, Session, Step, Taken};
use crate::error::{Error, Result};
use crate::event::Change;
use crate::model::device::{Dating, Device, DeviceUser, DeviceValue};
use crate::model::heart::{HeartSample, RrRun};
use crate::model::vital::{Vital, VitalKind};
use crate::model::{DeviceValueId, Entry, Millis, PersonId, SourceId, Stamp, TimeRange};
use crate::store::Writing;

/// A live sample is committed at the latest after this time.
const COMMIT_EVERY: i64 = 10 * Millis::SECOND;
/// How often the disk is asked whether it has what was committed. A program that is killed loses nothing
/// of it; a device whose power goes without a word loses at most so much of a live strap.
const DISK_EVERY: i64 = Millis::MINUTE;
/// What came is looked at for notices this often while it goes on coming.
const NOTICE_EVERY: i64 = 5 * Millis::MINUTE;
/// When a strap was last heard, and its battery, are written down this often while it goes on.
const REMEMBER_EVERY: i64 = 5 * Millis::MINUTE;
/// So much of a strap waits when the disk refuses: a day. Then the oldest half is given up.
const MOST_WAITING: usize = 86_400;
/// How far back a last weight is looked for.
const LAST_WEIGHT: i64 = 366 * Millis::DAY;
/// Ctrl-C and the like are looked for this often.
const TURN: i64 = 250;

/// What came of one event: for the radio and for the screen, and whether it is on the disk.
#[derive(Debug, Default)]
#[must_use]
pub struct Told {
    /// What the radio is to do, and what there is to show. It has been stored already, or waits to be.
    pub step: Step,
    /// Measurements that were put into a record, with whose they are.
    pub filed: Vec<(PersonId, Taken)>,
    /// Measurements that now wait for somebody to say whose they are.
    pub waiting: Vec<(DeviceValueId, Vec<PersonId>)>,
    /// How many heart rates were committed.
    pub committed: usize,
    /// Why something could not be committed. It is kept and tried again.
    pub trouble: Option<Error>,
}

/// Devices that are being listened to. Whoever owns it passes on what the radio tells, and ends it with
/// [`Listening::finish`]; heart rates of the last ten seconds are lost without.
#[derive(Debug)]
pub struct Listening {
    session: Session,
    paired: BTreeMap<DeviceKey, Paired>,
    untaken: VecDeque<(DeviceKey, Taken)>,
    committed: Option<Millis>,
    /// When what was committed was last asked of the disk.
    on_disk: Option<Millis>,
    noticed: Option<Millis>,
}

#[derive(Debug)]
struct Paired {
    device: Device,
    /// Whose heart a strap hears.
    wearer: Option<(Settings, SourceId)>,
    samples: Vec<HeartSample>,
    runs: Vec<RrRun>,
    /// When what is known of the device was last written down.
    remembered: Option<Millis>,
}

impl Companion {
    /// Begins to listen to `devices`. A strap is recorded for `wearer` where they use it, else for the only
    /// one who does; with several and nobody named, its beats are shown and not kept. Cuffs, scales and
    /// meters file what is without doubt somebody's and let the rest wait. `seed` spreads attempts.
    ///
    /// # Errors
    /// [`Error::NotFound`] when a device is not paired; [`Error::KeptElsewhere`] when the wearer's record is; `device` when
    /// the radio cannot have such a key.
    pub fn listen_to(&self, devices: &[Device], wearer: Option<PersonId>, seed: u64) -> Result<(Listening, Told)> {
        wearer.map_or(Ok(()), |person| self.must_be_kept_here(person))?;
        let zone = match wearer.or_else(|| devices.iter().find_map(|device| Some(device.users.first()?.person))) {
            Some(person) => self.person(person)?.zone,
            None => return Err(Error::NotFound("device")),
        };
        let now = self.now();
        let mut listening = Listening {
            session: Session::new(zone, seed),
            paired: BTreeMap::new(),
            untaken: VecDeque::new(),
            committed: None,
            on_disk: None,
            noticed: None,
        };
        let mut told = Told::default();
        for device in devices {
            // One paired by an earlier version may have users whose record is kept elsewhere: nothing is theirs here.
            let device = Device { users: self.users_kept_here(device)?, ..device.clone() };
            let key = DeviceKey::new(&device.key)?;
            let uses = |person| device.users.iter().any(|user| user.person == person);
            let worn = match (wearer, device.users.as_slice()) {
                (Some(wearer), _) if uses(wearer) => Some(wearer),
                (_, [only]) => Some(only.person),
                _ => None,
            };
            let wearer = match worn {
                Some(person) => {
                    let settings = self.settings(person)?;
                    let source = self.store.write(|store| device_source(store, person, device.id, &device.name))?;
                    Some((settings, source))
                }
                None => None,
            };
            let stream = Characteristic::GLUCOSE_MEASUREMENT.0;
            let cursor = self.store.read(|store| store.device_cursor(device.id, stream))?;
            let (samples, runs) = (Vec::new(), Vec::new());
            let paired = Paired { device, wearer, samples, runs, remembered: None };
            listening.paired.insert(key.clone(), paired);
            let step = listening.session.want(now, key, cursor);
            told.step.actions.extend(step.actions);
            told.step.news.extend(step.news);
        }
        Ok((listening, told))
    }

    /// Who uses a device and has their record here.
    fn users_kept_here(&self, device: &Device) -> Result<Vec<DeviceUser>> {
        let is_kept_here = |user: &DeviceUser| match self.must_be_kept_here(user.person) {
            Ok(()) => Some(Ok(*user)),
            Err(Error::KeptElsewhere) => None,
            Err(error) => Some(Err(error)),
        };
        device.users.iter().filter_map(is_kept_here).collect()
    }

    /// Listens with `radio` until `tell` breaks off or the radio ends; then everything is committed and the
    /// links are given up. `tell` is called after each event and at least four times a second.
    ///
    /// # Errors
    /// Only those of the store, at the end: what could not be committed until then.
    pub fn listen(
        &self,
        mut listening: Listening,
        radio: &mut dyn Radio,
        clock: &dyn Clock,
        begun: Told,
        mut tell: impl FnMut(&Told) -> ControlFlow<()>,
    ) -> Result<()> {
        let mut told = begun;
        loop {
            for action in told.step.actions.drain(..) {
                radio.perform(action);
            }
            if tell(&told).is_break() {
                break;
            }
            let now = clock.now();
            let turn = listening.next_poll().map_or(TURN, |next| next.since(now).clamp(0, TURN));
            told = match radio.wait(Duration::from_millis(turn.unsigned_abs())) {
                Incoming::Link(event) => listening.on_link(self, clock.now(), event),
                Incoming::Value(arrival) => listening.on_value(self, arrival),
                Incoming::Nothing => listening.poll(self, clock.now()),
                Incoming::Closed => break,
            };
        }
        let told = listening.finish(self, clock.now());
        for action in &told.step.actions {
            radio.perform(action.clone());
        }
        let _ = tell(&told);
        told.trouble.map_or(Ok(()), Err)
    }
}

impl Listening {
    /// Takes in what happened on the radio.
    pub fn on_link(&mut self, companion: &Companion, now: Millis, event: LinkEvent) -> Told {
        let step = self.session.on_link(now, event);
        self.keep(companion, now, step)
    }

    /// Takes in a value.
    pub fn on_value(&mut self, companion: &Companion, arrival: Arrival) -> Told {
        let now = arrival.at;
        let step = self.session.on_value(arrival);
        self.keep(companion, now, step)
    }

    /// Says that it is `now`.
    pub fn poll(&mut self, companion: &Companion, now: Millis) -> Told {
        let step = self.session.poll(now);
        self.keep(companion, now, step)
    }

    /// When [`poll`](Self::poll) next has something to do, as far as is known.
    #[must_use]
    pub fn next_poll(&self) -> Option<Millis> {
        let commit = self.committed.filter(|_| self.is_dirty()).map(|at| at.plus(COMMIT_EVERY));
        [self.session.next_poll(), commit].into_iter().flatten().min()
    }

    /// Commits everything heard so far: before the app leaves the screen.
    pub fn commit(&mut self, companion: &Companion, now: Millis) -> Told {
        let step = self.session.flush();
        let mut told = self.keep(companion, now, step);
        self.commit_hearts(companion, now, true, &mut told);
        told
    }

    /// Ends it: everything is committed, and looked at for notices.
    pub fn finish(mut self, companion: &Companion, now: Millis) -> Told {
        let step = self.session.close(now);
        let mut told = self.keep(companion, now, step);
        self.commit_hearts(companion, now, true, &mut told);
        self.notice(companion, &mut told);
        told
    }

    fn is_dirty(&self) -> bool {
        !self.untaken.is_empty()
            || self.paired.values().any(|paired| !paired.samples.is_empty() || !paired.runs.is_empty())
    }

    fn keep(&mut self, companion: &Companion, now: Millis, step: Step) -> Told {
        let mut told = Told { step, ..Told::default() };
        let mut lost = false;
        for news in &told.step.news {
            match news {
                News::Heart { device, sample } => {
                    if let Some(paired) = self.worn(device) {
                        paired.samples.push(*sample);
                    }
                }
                News::Beats { device, run } => self.take_beats(device, run),
                News::Measured { device, taken } => self.untaken.push_back((device.clone(), (**taken).clone())),
                News::Battery { device, percent, .. } => {
                    if let Some(paired) = self.paired.get_mut(device) {
                        paired.device.battery = Some(*percent);
                    }
                }
                News::Link { state: LinkState::Away, .. } => lost = true,
                _ => {}
            }
        }
        if !self.untaken.is_empty() {
            self.commit_taken(companion, now, &mut told);
        }
        if self.is_dirty() && (lost || is_due(self.committed, COMMIT_EVERY, now)) {
            let flushed = self.session.flush();
            for news in &flushed.news {
                if let News::Beats { device, run } = news {
                    self.take_beats(device, run);
                }
            }
            told.step.news.extend(flushed.news);
            self.commit_hearts(companion, now, lost, &mut told);
        }
        if self.noticed.is_some() && is_due(self.noticed, NOTICE_EVERY, now) {
            self.notice(companion, &mut told);
            self.noticed = Some(now);
        }
        told
    }

    fn worn(&mut self, device: &DeviceKey) -> Option<&mut Paired> {
        self.paired.get_mut(device).filter(|paired| paired.wearer.is_some())
    }

    fn take_beats(&mut self, device: &DeviceKey, run: &RrRun) {
        if let Some(paired) = self.worn(device) {
            paired.runs.push(run.clone());
        }
    }

    /// `last` when nothing more may come for a while.
    fn commit_hearts(&mut self, companion: &Companion, now: Millis, last: bool, told: &mut Told) {
        self.committed = Some(now);
        self.noticed.get_or_insert(now);
        let asks_the_disk = last || is_due(self.on_disk, DISK_EVERY, now);
        for paired in self.paired.values_mut() {
            let Some((settings, source)) = &paired.wearer else { continue };
            if paired.samples.is_empty() && paired.runs.is_empty() {
                continue;
            }
            paired.device.heard = paired.samples.last().map(|sample| sample.at).or(paired.device.heard);
            let remembers = last || is_due(paired.remembered, REMEMBER_EVERY, now);
            let keep = |store: &Writing<'_>| {
                let appended = store.append_heart(settings.person, *source, &paired.samples, &paired.runs)?;
                if remembers {
                    remember(store, &paired.device)?;
                }
                Ok(appended)
            };
            let appended = if asks_the_disk { companion.store.write(keep) } else { companion.store.write_soon(keep) };
            match appended {
                Ok(appended) => {
                    if asks_the_disk {
                        self.on_disk = Some(now);
                    }
                    if remembers {
                        paired.remembered = Some(now);
                    }
                    told.committed += paired.samples.len();
                    paired.samples.clear();
                    paired.runs.clear();
                    tell_days(companion, settings, appended);
                }
                Err(error) => {
                    if paired.samples.len() > MOST_WAITING {
                        paired.samples.drain(..MOST_WAITING / 2);
                        paired.runs.drain(..paired.runs.len() / 2);
                    }
                    told.trouble = Some(error);
                }
            }
        }
    }

    /// Each measurement in a transaction of its own, with the cursor behind it, in the order in which they
    /// came; the first that fails holds back those after it.
    fn commit_taken(&mut self, companion: &Companion, now: Millis, told: &mut Told) {
        while let Some((key, taken)) = self.untaken.front() {
            let Some(paired) = self.paired.get_mut(key) else {
                self.untaken.pop_front();
                continue;
            };
            match keep_taken(companion, paired, taken, now) {
                Ok(kept) => {
                    if let Some(sequence) = taken.sequence
                        && taken.characteristic == Characteristic::GLUCOSE_MEASUREMENT
                    {
                        self.session.committed(key, sequence);
                    }
                    let taken = taken.clone();
                    match kept {
                        Kept::Filed(person) => told.filed.push((person, taken)),
                        Kept::Waiting(id, likely) => told.waiting.push((id, likely)),
                        Kept::Known => {}
                    }
                    self.untaken.pop_front();
                }
                Err(error) => {
                    if self.untaken.len() > MOST_WAITING {
                        self.untaken.pop_front();
                    }
                    told.trouble = Some(error);
                    return;
                }
            }
        }
    }

    fn notice(&self, companion: &Companion, told: &mut Told) {
        let people: std::collections::BTreeSet<PersonId> =
            self.paired.values().flat_map(|paired| paired.device.users.iter().map(|user| user.person)).collect();
        for person in people {
            if let Err(error) = companion.notice(person) {
                told.trouble = Some(error);
            }
        }
    }
}

/// Whether what was last done at `last` is to be done again. A clock that was set back must not put it off.
fn is_due(last: Option<Millis>, every: i64, now: Millis) -> bool {
    last.filter(|at| *at <= now).is_none_or(|at| now.since(at) >= every)
}

/// What became of a measurement.
enum Kept {
    Filed(PersonId),
    Waiting(DeviceValueId, Vec<PersonId>),
    /// It was kept before.
    Known,
}

fn keep_taken(companion: &Companion, paired: &mut Paired, taken: &Taken, now: Millis) -> Result<Kept> {
    let device = &mut paired.device;
    device.heard = Some(taken.received);
    let candidates = candidates(companion, device, now)?;
    let (person, likely) = match whose(&candidates, taken) {
        // A stream is worn: whoever listens said by whom.
        _ if taken.characteristic == Characteristic::PLX_CONTINUOUS => {
            (paired.wearer.as_ref().map(|(settings, _)| settings.person), Vec::new())
        }
        Whose::Of(person) => (Some(person), Vec::new()),
        Whose::Ask { likely } => (None, likely),
    };
    let asked = person.or_else(|| device.users.first().map(|user| user.person)).ok_or(Error::NotFound("person"))?;
    let zone = companion.person(asked)?.zone;
    let Dated { at, by } = date(taken.shown, taken.received, taken.ahead_s, zone);
    let received = (!taken.is_numbered()).then_some(taken.received);
    let value = DeviceValue {
        id: DeviceValueId::derive(device.id, taken.characteristic.0, &taken.bytes, received),
        device: device.id,
        name: device.name.clone(),
        // What measured nothing needs nobody to ask.
        person: if taken.vitals.is_empty() { person.or(Some(asked)) } else { person },
        characteristic: taken.characteristic.0,
        bytes: taken.bytes.clone(),
        received: taken.received,
        at,
        dated: match by {
            TimeBasis::Device => Dating::Device,
            TimeBasis::Corrected { ahead_s } => Dating::Corrected { ahead_s },
            TimeBasis::Received => Dating::Received,
        },
        user: taken.user,
        vitals: taken.vitals.clone(),
    };
    let (new, records) = companion.store.write(|store| {
        let new = store.put_device_value(&value)?;
        let mut records = Vec::new();
        if let Some(person) = value.person.filter(|_| new) {
            records = file(store, &value, person, Stamp::in_zone(at, zone), now)?;
        }
        if let Some(sequence) = taken.sequence {
            store.set_device_cursor(device.id, taken.characteristic.0, sequence)?;
        }
        remember(store, device)?;
        Ok((new, records))
    })?;
    for record in &records {
        companion.tell(Change::Day(record.person, record.at.day()));
    }
    Ok(match value.person {
        _ if !new => Kept::Known,
        Some(person) if !records.is_empty() => Kept::Filed(person),
        Some(_) => Kept::Known,
        None => Kept::Waiting(value.id, likely),
    })
}

/// Keeps what is now known of a device, unless it was forgotten meanwhile. Who uses it may have changed.
fn remember(store: &Writing<'_>, device: &Device) -> Result<()> {
    match store.devices()?.into_iter().find(|known| known.id == device.id) {
        Some(known) if (known.battery, known.heard) != (device.battery, device.heard) => {
            store.put_device(&Device { battery: device.battery, heard: device.heard, ..known })
        }
        _ => Ok(()),
    }
}

fn candidates(companion: &Companion, device: &Device, now: Millis) -> Result<Vec<Candidate>> {
    let range = TimeRange::new(now.plus(-LAST_WEIGHT), now.plus(1));
    let like = Vital::single(VitalKind::Weight, 60.0)?;
    let mut candidates = Vec::new();
    for user in &device.users {
        let latest = companion.store.read(|store| store.latest_vitals(user.person, &like, range, 1))?;
        let weight = latest.first().and_then(|record| match &record.entry {
            Entry::Vital(Vital::Single { value, .. }) => Some(*value),
            _ => None,
        });
        candidates.push(Candidate { person: user.person, user: user.number, weight });
    }
    Ok(candidates)
}

#[cfg(test)]
mod tests;
