//! Random histories of a record, held against a model that is too simple to be wrong.
//!
//! A history is a list of things that happen to a store of three people: records are written, corrected,
//! deleted, taken back, erased; straps and watches bring heart rate and steps, late, twice and out of order;
//! habits are ticked, also on days long past; old days lose their single rates; platforms acknowledge, refuse
//! and send; the app goes to the background, the key changes, a backup is restored; the program is killed,
//! also in the middle of a transaction. At each death and at the end everything that can be read must be what
//! the model holds, person by person.
//!
//! The same seed is the same history. One that fails is made as short as it can be and printed.

mod event;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use mimamori::clock::FixedClock;
use mimamori::companion::Companion;
use mimamori::model::habit::Tick;
use mimamori::model::heart::{Bpm, Contact, HeartSample, RrInterval, RrRun};
use mimamori::model::person::{Person, Role, Source, SourceKind};
use mimamori::model::platform::{Access, Disclosure, Platform, ReceivedResource};
use mimamori::model::steps::StepInterval;
use mimamori::model::subject::Pending;
use mimamori::model::vital::{Vital, VitalKind};
use mimamori::model::{
    Entry, LocalDay, Millis, PersonId, PlatformId, Record, RecordId, RecordKind, RecordStatus, SourceId, Stamp,
    Subject, TimeRange,
};
use mimamori::store::{Bucket, Courses, SecretKey, Store};
use mimamori::{Error, Result};
use tempfile::TempDir;
use uuid::Uuid;

pub use event::{Event, history};

use crate::place::memory;
use crate::shortest::{self, Failure};

/// 2025-11-24T00:00:00Z: the second of the three days on which everything happens.
const MONDAY: Millis = Millis(1_763_942_400_000);
const DAYS: TimeRange = TimeRange::new(MONDAY.plus(-Millis::DAY), MONDAY.plus(2 * Millis::DAY));
const PEOPLE: usize = 3;
const SOURCES: [(&str, SourceKind); 2] = [("strap", SourceKind::Bluetooth), ("watch", SourceKind::Wearable)];

/// Lives the history of a seed.
///
/// # Errors
/// The shortest history found that goes wrong as this one does.
pub fn live(template: &Template, seed: u64) -> std::result::Result<(), Box<Failure<Event>>> {
    shortest::live(seed, history(seed), |events| {
        let mut life = Life::begin(template).map_err(|error| format!("beginning: {error}"))?;
        for (n, event) in events.iter().enumerate() {
            life.meets(*event).map_err(|problem| format!("event {n}: {problem}"))?;
        }
        life.is_as_the_model().map_err(|problem| format!("at the end: {problem}"))
    })
}

/// A store with the three people in it, made once and copied for each history.
#[derive(Debug)]
pub struct Template {
    bytes: Vec<u8>,
}

impl Template {
    /// Makes it.
    ///
    /// # Errors
    /// What the store says.
    pub fn make() -> Result<Self> {
        let folder = memory()?;
        let path = folder.path().join("record.db");
        let store = Store::open(&path, &key(0))?;
        store.write(|store| {
            for n in 0..PEOPLE {
                store.put_person(&person(n)?)?;
                for (name, kind) in SOURCES {
                    let id = SourceId::derive(who(n), name);
                    store.put_source(who(n), &Source { id, kind, name: name.to_owned() })?;
                }
            }
            for n in 0..2 {
                store.put_platform(&Platform {
                    id: platform(n),
                    person: who(n),
                    base_url: "https://phr.example/fhir".to_owned(),
                    patient: format!("p{n}"),
                    access: Access::Own,
                })?;
            }
            Ok(())
        })?;
        store.pause()?;
        Ok(Self { bytes: std::fs::read(path)? })
    }
}

fn key(n: u8) -> SecretKey {
    SecretKey::from_bytes([n; 32])
}

fn who(n: usize) -> PersonId {
    PersonId(Uuid::from_u128(1 + n as u128))
}

fn person(n: usize) -> Result<Person> {
    let name = ["花子", "結衣", "健"].get(n).copied().unwrap_or("花子");
    Ok(Person::new(who(n), name, Role::Patient, chrono_tz::Asia::Tokyo)?)
}

fn platform(n: usize) -> PlatformId {
    PlatformId(Uuid::from_u128(900 + n as u128))
}

/// The count and the sum of each minute.
type Minutes = BTreeMap<Millis, (u32, u64)>;

/// What ought to be there.
#[derive(Default)]
struct Model {
    /// In the order in which they were written; what was erased is gone.
    records: Vec<Vec<Record>>,
    /// Of each, what taking back goes through, the last on top.
    undoable: Vec<Vec<Record>>,
    samples: BTreeMap<(PersonId, SourceId, Millis), HeartSample>,
    runs: BTreeMap<(PersonId, SourceId, Millis), usize>,
    steps: BTreeMap<(PersonId, SourceId, Millis), u32>,
    /// Changes that each platform has yet to be told of, and whether it refused.
    waiting: BTreeMap<(usize, Subject), (i64, bool)>,
    received: BTreeMap<(usize, u8), u8>,
    notes: BTreeMap<PersonId, u8>,
    disclosed: Vec<(PersonId, u32)>,
    /// What is left of a thinned hour of a source.
    thinned: BTreeMap<(PersonId, SourceId, i64), Minutes>,
}

impl Model {
    /// The nth record has another version.
    fn writes(&mut self, n: usize, version: &Record) {
        self.records.get_mut(n).into_iter().for_each(|versions| versions.push(version.clone()));
    }

    /// A subject of a person has changed: their platform is to be told.
    fn changed(&mut self, person: PersonId, subject: Subject) {
        for n in (0..2).filter(|n| who(*n) == person) {
            let (dirty, refused) = self.waiting.entry((n, subject)).or_default();
            *dirty += 1;
            *refused = false;
        }
    }
}

/// A store, what opens it, and the model beside it.
struct Life {
    folder: TempDir,
    store: Store,
    key: u8,
    names: u8,
    model: Model,
}

fn weight(kg: u8) -> Result<Entry> {
    Ok(Entry::Vital(Vital::single(VitalKind::Weight, f64::from(kg))?))
}

/// A tick of one of two habits: of none, of some, of half as much again.
fn tick(amount: u8) -> Result<Entry> {
    let habit = RecordId(Uuid::from_u128(700 + u128::from(amount % 2)));
    Ok(Entry::Tick(Tick::new(habit, f64::from(amount) * 1.5)?))
}

/// What a record is corrected to: as it was, but for the number.
fn other(record: &Record, kg: u8) -> Result<Entry> {
    match record.entry {
        Entry::Tick(_) => tick(kg % 4),
        _ => weight(kg),
    }
}

fn minute_of(at: Millis) -> Millis {
    Millis(at.0 - at.0.rem_euclid(Millis::MINUTE))
}

/// Something that is not as the model has it.
fn is<T: PartialEq + std::fmt::Debug>(what: &str, found: &T, expected: &T) -> std::result::Result<(), String> {
    if found == expected {
        return Ok(());
    }
    let mut said = format!("{what}: found {found:?}, expected {expected:?}");
    if said.len() > 2000 {
        let end = (0..=2000).rev().find(|end| said.is_char_boundary(*end)).unwrap_or(0);
        said.truncate(end);
    }
    Err(said)
}

type Outcome = std::result::Result<(), String>;

fn told(error: Error) -> String {
    error.to_string()
}

impl Life {
    fn begin(template: &Template) -> Result<Self> {
        let folder = memory()?;
        let path = folder.path().join("record.db");
        std::fs::write(&path, &template.bytes)?;
        let store = Store::open(&path, &key(0))?;
        Ok(Self { folder, store, key: 0, names: 0, model: Model::default() })
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("record.db")
    }

    /// The companion, for as long as one thing takes. It looks at what is new, as it does on a phone.
    fn companion(&self) -> Result<Companion> {
        let now = MONDAY.plus(3 * Millis::DAY + i64::try_from(self.model.records.len()).unwrap_or(0));
        Companion::open(&self.path(), &key(self.key), Arc::new(FixedClock::new(now)))
    }

    fn meets(&mut self, event: Event) -> Outcome {
        match event {
            Event::Create { .. }
            | Event::Tick { .. }
            | Event::Edit { .. }
            | Event::Delete { .. }
            | Event::Undo { .. }
            | Event::Erase { .. }
            | Event::Merge { .. } => self.record(event),
            Event::Beats { person, source, start, step, count, bpm } => {
                let sample = |n: u16| {
                    Ok(HeartSample {
                        at: DAYS.start.plus(start + i64::from(n) * step),
                        bpm: Bpm::new(bpm + n % 11 * n % 7)?,
                        contact: if n % 90 == 7 { Contact::Lost } else { Contact::Detected },
                    })
                };
                let samples = (0..count).map(sample).collect::<Result<Vec<_>>>().map_err(told)?;
                self.beat(person, source, &samples, &[])
            }
            Event::Run { person, source, start, length } => {
                self.beat(person, source, &[], &[run_of(DAYS.start.plus(start), length)])
            }
            Event::Thin { person, hour } => {
                let within = hour % 3 * 15 * Millis::MINUTE;
                self.thin(who(person), DAYS.start.plus(hour * Millis::HOUR + within))
            }
            Event::Steps { person, source, start, count } => self.step(person, source, start, count),
            Event::Acknowledge { .. } | Event::Refuse { .. } | Event::Retry { .. } | Event::Receive { .. } => {
                self.sync(event)
            }
            Event::Note { person, value } => {
                let text = value.map(|value| value.to_string());
                self.store.write(|w| w.set_meta(who(person), "note", text.as_deref())).map_err(told)?;
                match value {
                    Some(value) => self.model.notes.insert(who(person), value),
                    None => self.model.notes.remove(&who(person)),
                };
                Ok(())
            }
            Event::Disclose { person, count } => {
                let disclosure = Disclosure {
                    at: MONDAY,
                    person: who(person),
                    recipient: "https://phr.example/fhir".to_owned(),
                    resource_type: "Observation".to_owned(),
                    count,
                    basis: "own-connection".to_owned(),
                };
                self.store.write(|w| w.add_disclosure(&disclosure)).map_err(told)?;
                self.model.disclosed.push((who(person), count));
                Ok(())
            }
            Event::Pause => self.store.pause().and_then(|()| self.store.resume()).map_err(told),
            Event::Rekey { key: n } => {
                self.store.rekey(&key(n)).map_err(told)?;
                self.key = n;
                Ok(())
            }
            Event::Restore => self.restore().map_err(told)?.is_as_the_model(),
            Event::Kill { writing } => self.kill(writing).map_err(told)?.is_as_the_model(),
        }
    }

    fn record(&mut self, event: Event) -> Outcome {
        let at = Stamp::in_zone(MONDAY, chrono_tz::Asia::Tokyo);
        let companion = self.companion().map_err(told)?;
        let count = self.model.records.len();
        let known = |nth: usize| {
            let versions = (count > 0).then(|| self.model.records.get(nth % count)).flatten();
            Some((nth % count.max(1), versions?.clone()))
        };
        let change = match event {
            Event::Create { person, .. } | Event::Tick { person, .. } => {
                let (at, entry) = match event {
                    Event::Create { kg, .. } => (at, weight(kg)),
                    Event::Tick { day, amount, .. } => {
                        (Stamp::in_zone(MONDAY.plus(day * Millis::DAY), chrono_tz::Asia::Tokyo), tick(amount))
                    }
                    _ => return Ok(()),
                };
                let record = companion.record(who(person), at, entry.map_err(told)?).map_err(told)?;
                is("a new record", &(record.revision, record.status), &(1, RecordStatus::Active))?;
                self.model.changed(record.person, Subject::Record(record.id));
                self.model.records.push(vec![record.clone()]);
                self.model.undoable.push(vec![record]);
                return Ok(());
            }
            Event::Edit { nth, kg } => known(nth).map(|(n, versions)| (n, versions, Some(kg), false)),
            Event::Delete { nth } | Event::Undo { nth } => {
                known(nth).map(|(n, versions)| (n, versions, None, matches!(event, Event::Undo { .. })))
            }
            Event::Erase { nth } => {
                let Some((n, versions)) = known(nth) else { return Ok(()) };
                let Some(last) = versions.last() else { return Ok(()) };
                companion.erase_record(last.id).map_err(told)?;
                self.model.records.remove(n);
                self.model.undoable.remove(n);
                for n in (0..2).filter(|n| who(*n) == last.person) {
                    // Nothing of it was ever left on the platform, so there is nothing to take back.
                    self.model.waiting.remove(&(n, Subject::Record(last.id)));
                }
                return Ok(());
            }
            Event::Merge { nth, ahead, kg } => {
                let Some((n, versions)) = known(nth) else { return Ok(()) };
                let Some(last) = versions.last() else { return Ok(()) };
                let entry = other(last, kg).map_err(told)?;
                let other = Record { revision: last.revision + ahead, entry, written: MONDAY, ..last.clone() };
                let taken = self.store.write(|w| w.put_record(&other));
                // Only what follows on the version here may take its place.
                is("a merge", &taken.unwrap_or(false), &(ahead == 1))?;
                if ahead == 1 {
                    self.model.changed(other.person, Subject::Record(other.id));
                    self.model.writes(n, &other);
                    self.model.undoable.get_mut(n).into_iter().for_each(|stack| stack.push(other.clone()));
                }
                return Ok(());
            }
            _ => return Ok(()),
        };
        let Some((n, versions, kg, undo)) = change else { return Ok(()) };
        let Some(last) = versions.last().cloned() else { return Ok(()) };
        let Some(stack) = self.model.undoable.get_mut(n) else { return Ok(()) };
        if undo && stack.pop().is_none() {
            // Everything is taken back already.
            let refused = matches!(companion.undo(last.id), Err(Error::NotFound("change")));
            return is("an undo of nothing is refused", &refused, &true);
        }
        let done = match (kg, undo) {
            (Some(kg), _) => companion.amend(last.id, at, other(&last, kg).map_err(told)?),
            (None, false) => companion.delete(last.id),
            (None, true) => companion.undo(last.id),
        }
        .map_err(told)?;
        let expected = match (kg, undo) {
            (Some(kg), _) => {
                Record { entry: other(&last, kg).map_err(told)?, status: RecordStatus::Active, at, ..last.clone() }
            }
            (None, true) if !stack.is_empty() => stack.last().cloned().unwrap_or_else(|| last.clone()),
            (None, _) => Record { status: RecordStatus::EnteredInError, ..last.clone() },
        };
        if !undo {
            stack.push(done.clone());
        }
        let expected = Record { revision: last.revision + 1, written: done.written, ..expected };
        is("a change", &done, &expected)?;
        self.model.changed(done.person, Subject::Record(done.id));
        self.model.writes(n, &done);
        Ok(())
    }

    fn beat(&mut self, person: usize, source: usize, samples: &[HeartSample], runs: &[RrRun]) -> Outcome {
        let (whose, source) = (who(person), SourceId::derive(who(person), SOURCES.get(source).map_or("", |s| s.0)));
        let appended = self.store.write(|w| w.append_heart(whose, source, samples, runs)).map_err(told)?;
        let mut hours = BTreeSet::new();
        let mut new = 0;
        // An hour that was thinned takes in only minutes of which nothing is known, and no beats.
        let known: BTreeSet<Millis> = (self.model.thinned.iter())
            .filter(|((of, by, _), _)| (*of, *by) == (whose, source))
            .flat_map(|(_, minutes)| minutes.keys().copied())
            .collect();
        let thinned = |at: Millis| (whose, source, at.hour_index());
        for sample in samples {
            if let Some(minutes) = self.model.thinned.get_mut(&thinned(sample.at)) {
                let minute = minute_of(sample.at);
                if sample.contact != Contact::Lost && !known.contains(&minute) {
                    let sums = minutes.entry(minute).or_default();
                    *sums = (sums.0 + 1, sums.1 + u64::from(sample.bpm.get()));
                    new += 1;
                }
                continue;
            }
            if let std::collections::btree_map::Entry::Vacant(place) =
                self.model.samples.entry((whose, source, sample.at))
            {
                place.insert(*sample);
                new += 1;
                hours.insert(sample.at.hour_index());
            }
        }
        for run in runs.iter().filter(|run| !self.model.thinned.contains_key(&thinned(run.start))) {
            let longest = self.model.runs.entry((whose, source, run.start)).or_insert(0);
            if run.intervals.len() > *longest {
                *longest = run.intervals.len();
                new += 1;
                hours.insert(run.start.hour_index());
            }
        }
        is("how many were new", &appended.new, &new)?;
        for hour in hours {
            self.model.changed(whose, Subject::HeartHour { source, hour });
        }
        Ok(())
    }

    fn thin(&mut self, person: PersonId, before: Millis) -> Outcome {
        let end = before.hour_index();
        let zone = self.store.read(|r| r.person(person)).map_err(told)?.map_or(chrono_tz::UTC, |known| known.zone);
        let goes = |key: &(PersonId, SourceId, Millis)| key.0 == person && key.2.hour_index() < end;
        let samples: Vec<_> = self.model.samples.iter().filter(|(key, _)| goes(key)).map(|(k, s)| (*k, *s)).collect();
        let runs: Vec<_> = self.model.runs.keys().filter(|key| goes(key)).copied().collect();
        let (mut days, mut hours) = (BTreeSet::new(), BTreeSet::new());
        for (_, source, at) in samples.iter().map(|(key, _)| key).chain(&runs) {
            let hour = at.hour_index();
            days.insert(LocalDay::of(Millis((hour + 1) * Millis::HOUR - 1), zone));
            // A day of UTC goes as a whole; of the one in which the person's begins, only what there is.
            let day = hour.div_euclid(24);
            let whole = if day < end.div_euclid(24) { day * 24..day * 24 + 24 } else { hour..hour + 1 };
            hours.extend(whole.map(|hour| (person, *source, hour)));
        }
        let preview = self.store.read(|r| r.thinnable(person, before)).map_err(told)?;
        let thinned = self.store.write(|w| w.thin_heart(person, before)).map_err(told)?;
        is("what was thinned", &thinned, &preview)?;
        is("the days that were thinned", &thinned.days, &u32::try_from(days.len()).unwrap_or(u32::MAX))?;
        for hour in hours {
            self.model.thinned.entry(hour).or_default();
        }
        for (key, sample) in samples {
            self.model.samples.remove(&key);
            if sample.contact != Contact::Lost {
                let hour = (person, key.1, key.2.hour_index());
                let sums = self.model.thinned.entry(hour).or_default().entry(minute_of(key.2)).or_default();
                *sums = (sums.0 + 1, sums.1 + u64::from(sample.bpm.get()));
            }
        }
        self.model.runs.retain(|key, _| !goes(key));
        // What waited of them waits no longer.
        let waits = |subject: &Subject| matches!(subject, Subject::HeartHour { hour, .. } if *hour < end);
        self.model.waiting.retain(|(n, subject), _| who(*n) != person || !waits(subject));
        Ok(())
    }

    fn step(&mut self, person: usize, source: usize, start: i64, count: u32) -> Outcome {
        let (whose, source) = (who(person), SourceId::derive(who(person), SOURCES.get(source).map_or("", |s| s.0)));
        let start = DAYS.start.plus(start);
        let interval = StepInterval::new(start, start.plus(10 * Millis::MINUTE), count).map_err(|e| told(e.into()))?;
        // The same reading twice is one; another count is a correction.
        let twice = self.store.write(|w| w.append_steps(whose, source, &[interval, interval])).map_err(told)?;
        let new = self.model.steps.insert((whose, source, start), count) != Some(count);
        is("steps that were new", &twice.new, &usize::from(new))?;
        if new {
            self.model.changed(whose, Subject::StepsHour { source, hour: start.hour_index() });
        }
        Ok(())
    }

    fn sync(&mut self, event: Event) -> Outcome {
        match event {
            Event::Acknowledge { platform: n, most } => {
                for pending in self.store.read(|r| r.pending(platform(n), most)).map_err(told)? {
                    let waiting = self.model.waiting.remove(&(n, pending.subject));
                    is("what is sent", &waiting, &Some((pending.dirty, false)))?;
                    let sent = self.store.write(|w| w.mark_sent(platform(n), &pending.subject, pending.dirty, &[]));
                    sent.map_err(told)?;
                }
                Ok(())
            }
            Event::Refuse { platform: n } => {
                let first = self.store.read(|r| r.pending(platform(n), 1)).map_err(told)?;
                for pending in first {
                    self.store.write(|w| w.set_aside(platform(n), &pending.subject, "422 value")).map_err(told)?;
                    let place = self.model.waiting.get_mut(&(n, pending.subject));
                    place.ok_or("it did not wait")?.1 = true;
                }
                Ok(())
            }
            Event::Retry { platform: n } => {
                self.store.write(|w| w.retry_set_aside(platform(n))).map_err(told)?;
                let waiting = self.model.waiting.iter_mut().filter(|((platform, _), _)| *platform == n);
                waiting.for_each(|(_, (_, refused))| *refused = false);
                Ok(())
            }
            Event::Receive { platform: n, id, version } => {
                let resource = ReceivedResource {
                    platform: platform(n),
                    person: who(n),
                    resource_type: "Condition".to_owned(),
                    id: id.to_string(),
                    version: version.to_string(),
                    last_updated: MONDAY,
                    json: serde_json::json!({ "resourceType": "Condition", "id": id.to_string() }),
                };
                self.store.write(|w| w.put_received(std::slice::from_ref(&resource))).map_err(told)?;
                // Another person's platform gives nothing about this one.
                let other = ReceivedResource { person: who(2), ..resource };
                let refused = self.store.write(|w| w.put_received(&[other])).is_err();
                is("another person's resource is refused", &refused, &true)?;
                self.model.received.insert((n, id), version);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Ends the program as a phone does: what lies in the files at this moment is all there is.
    fn kill(&mut self, writing: bool) -> Result<&Self> {
        let folder = memory()?;
        let (from, to) = (self.path(), folder.path().join("record.db"));
        let copy = || -> Result<()> {
            for end in ["", "-wal"] {
                let name = |path: &Path| PathBuf::from(format!("{}{end}", path.display()));
                if name(&from).exists() {
                    std::fs::copy(name(&from), name(&to))?;
                }
            }
            Ok(())
        };
        if writing {
            let source = SourceId::derive(who(0), "strap");
            let samples: Vec<HeartSample> = (0..2000)
                .map(|n| Ok(HeartSample { at: MONDAY.plus(n * 997), bpm: Bpm::new(64)?, contact: Contact::Detected }))
                .collect::<Result<_>>()?;
            let died = self.store.write(|w| -> Result<()> {
                w.append_heart(who(0), source, &samples, &[])?;
                w.set_meta(who(1), "note", Some("never"))?;
                copy()?;
                Err(Error::Paused)
            });
            if !matches!(died, Err(Error::Paused)) {
                return died.map(|()| &*self);
            }
        } else {
            copy()?;
        }
        self.store = Store::open(&to, &key(self.key))?;
        self.folder = folder;
        self.store.verify()?;
        Ok(self)
    }

    fn restore(&mut self) -> Result<&Self> {
        let file = self.folder.path().join(format!("backup-{}", self.names));
        self.names = self.names.wrapping_add(1);
        self.store.backup(&file, &key(99), "")?;
        self.store.pause()?;
        Store::restore(&file, &key(99), &self.path(), &key(self.key))?;
        self.store.resume()?;
        Ok(self)
    }

    fn is_as_the_model(&self) -> Outcome {
        let model = &self.model;
        for versions in &model.records {
            let Some((last, earlier)) = versions.split_last() else { continue };
            is("a record", &self.store.read(|r| r.record(last.id)).map_err(told)?.as_ref(), &Some(last))?;
            is("a history", &self.store.read(|r| r.history(last.id)).map_err(told)?.as_slice(), &earlier)?;
        }
        for n in 0..PEOPLE {
            self.person_is_as_the_model(who(n)).map_err(|problem| format!("person {n}: {problem}"))?;
        }
        for n in 0..2 {
            let pending = self.store.read(|r| r.pending(platform(n), 10_000)).map_err(told)?;
            is("what waits, listed in parts", &self.waiting_in_parts(platform(n))?, &pending)?;
            let aside = self.store.read(|r| r.set_aside_list(platform(n))).map_err(told)?;
            let found: BTreeMap<Subject, Option<i64>> = pending
                .iter()
                .map(|pending| (pending.subject, Some(pending.dirty)))
                .chain(aside.iter().map(|aside| (aside.subject, None)))
                .collect();
            let expected: BTreeMap<Subject, Option<i64>> = model
                .waiting
                .iter()
                .filter(|((platform, _), _)| *platform == n)
                .map(|((_, subject), (dirty, refused))| (*subject, (!refused).then_some(*dirty)))
                .collect();
            is("what waits", &found, &expected)?;
        }
        Ok(())
    }

    fn waiting_in_parts(&self, platform: PlatformId) -> Result<Vec<Pending>, String> {
        let mut all: Vec<Pending> = Vec::new();
        loop {
            let part = self.store.read(|r| r.pending_after(platform, all.last(), 3)).map_err(told)?;
            if part.is_empty() {
                return Ok(all);
            }
            all.extend(part);
        }
    }

    fn person_is_as_the_model(&self, person: PersonId) -> Outcome {
        let model = &self.model;
        let (mut everything, findings, note, received, disclosed) = self
            .store
            .read(|r| {
                Ok((
                    r.records_with_deleted(person, RecordKind::Vital)?,
                    r.records_of(person, RecordKind::Finding)?.len(),
                    r.meta(person, "note")?,
                    r.received(person, None)?,
                    r.disclosures(person)?,
                ))
            })
            .map_err(told)?;
        let mut expected: Vec<&Record> =
            model.records.iter().filter_map(|versions| versions.last()).filter(|r| r.person == person).collect();
        expected.sort_by_key(|record| (record.at.at, record.id));
        everything.extend(self.store.read(|r| r.records_with_deleted(person, RecordKind::Tick)).map_err(told)?);
        everything.sort_by_key(|record| (record.at.at, record.id));
        is("the records", &everything.iter().collect::<Vec<_>>(), &expected)?;
        expected.retain(|record| record.status == RecordStatus::Active);
        let mut courses = Courses::new();
        for record in &expected {
            if let Entry::Tick(tick) = &record.entry {
                courses.entry(tick.habit).or_default().push((record.at.day().epoch_days(), tick.amount));
            }
        }
        let (first, last) = (DAYS.start.to_utc().date_naive(), MONDAY.plus(99 * Millis::DAY).to_utc().date_naive());
        let counted = self.store.read(|r| r.courses(person, LocalDay(first), LocalDay(last))).map_err(told)?;
        is("what was done of habits", &counted, &courses)?;
        expected.retain(|record| record.entry.kind() == RecordKind::Vital);
        let standing: Vec<RecordId> = expected.iter().map(|record| record.id).collect();
        let day = Stamp::in_zone(MONDAY, chrono_tz::Asia::Tokyo).day();
        let on = self.store.read(|r| r.records_on(person, RecordKind::Vital, day)).map_err(told)?;
        let between = self.store.read(|r| r.records_between(person, RecordKind::Vital, DAYS)).map_err(told)?;
        is("the day's records", &on.iter().map(|record| record.id).collect(), &standing)?;
        is("the records of the days", &between.iter().map(|record| record.id).collect(), &standing)?;
        is("findings", &findings, &0)?;
        is("the note", &note, &model.notes.get(&person).map(u8::to_string))?;
        let mut names: Vec<(String, String)> = received.into_iter().map(|one| (one.id, one.version)).collect();
        names.sort();
        let mine = model.received.iter().filter(|((n, _), _)| who(*n) == person);
        is(
            "what was received",
            &names,
            &mine.map(|((_, id), version)| (id.to_string(), version.to_string())).collect(),
        )?;
        let mut counts: Vec<u32> = disclosed.iter().map(|one| one.count).collect();
        counts.reverse();
        let mine = model.disclosed.iter().filter(|(whose, _)| *whose == person);
        is("what was disclosed", &counts, &mine.map(|(_, count)| *count).collect())?;
        self.series_are_as_the_model(person)
    }

    fn series_are_as_the_model(&self, person: PersonId) -> Outcome {
        let (mut samples, mut runs, mut steps, sources) = self
            .store
            .read(|r| {
                Ok((
                    r.heart_samples(person, DAYS)?,
                    r.heart_runs(person, DAYS)?,
                    r.steps_between(person, DAYS)?,
                    r.sources(person)?,
                ))
            })
            .map_err(told)?;
        let mine = |key: &(PersonId, SourceId, Millis)| key.0 == person && DAYS.contains(key.2);
        samples.sort_by_key(|(source, sample)| (*source, sample.at));
        let expected = self.model.samples.iter().filter(|(key, _)| mine(key));
        is("the samples", &samples, &expected.map(|((_, source, _), sample)| (*source, *sample)).collect())?;
        runs.sort_by_key(|(source, run)| (*source, run.start));
        let expected = self.model.runs.iter().filter(|(key, _)| mine(key));
        is(
            "the runs",
            &runs,
            &expected.map(|((_, source, start), length)| (*source, run_of(*start, *length))).collect(),
        )?;
        steps.sort_by_key(|(source, interval)| (*source, interval.start));
        let found: Vec<(SourceId, Millis, u32)> =
            steps.iter().map(|(source, interval)| (*source, interval.start, interval.count)).collect();
        let expected = self.model.steps.iter().filter(|(key, _)| mine(key));
        is("the steps", &found, &expected.map(|((_, source, start), count)| (*source, *start, *count)).collect())?;

        // Minute by minute from the source that is believed first, however it is summed up.
        let order: Vec<SourceId> = sources.iter().map(|source| source.id).collect();
        let mut minutes: BTreeMap<(Millis, usize), (u32, u64)> = BTreeMap::new();
        for ((whose, source, at), sample) in &self.model.samples {
            if *whose == person && DAYS.contains(*at) && sample.contact != Contact::Lost {
                let minute = minute_of(*at);
                let place = order.iter().position(|id| id == source).unwrap_or(usize::MAX);
                let sums = minutes.entry((minute, place)).or_default();
                *sums = (sums.0 + 1, sums.1 + u64::from(sample.bpm.get()));
            }
        }
        for ((_, source, _), thinned) in self.model.thinned.iter().filter(|((whose, ..), _)| *whose == person) {
            let place = order.iter().position(|id| id == source).unwrap_or(usize::MAX);
            minutes.extend(thinned.iter().map(|(minute, sums)| ((*minute, place), *sums)));
        }
        let mut expected: BTreeMap<Millis, (u32, u64)> = BTreeMap::new();
        for ((minute, _), sums) in minutes {
            expected.entry(minute).or_insert(sums);
        }
        let all = expected.values().fold((0, 0), |(count, sum), one| (count + one.0, sum + one.1));
        for bucket in [Bucket::Minute, Bucket::FiveMinutes, Bucket::Hour, Bucket::Day] {
            let curve = self.store.read(|r| r.heart_curve(person, DAYS, bucket)).map_err(told)?;
            let total = curve.iter().fold((0, 0), |(count, sum), point| (count + point.count, sum + point.sum));
            is("the sum of a curve", &total, &all)?;
            let length = match bucket {
                Bucket::Minute => Millis::MINUTE,
                Bucket::FiveMinutes => 5 * Millis::MINUTE,
                Bucket::Hour => Millis::HOUR,
                Bucket::Day => continue,
            };
            let mut grouped: BTreeMap<Millis, (u32, u64)> = BTreeMap::new();
            for (minute, one) in &expected {
                let sums = grouped.entry(Millis(minute.0 - minute.0.rem_euclid(length))).or_default();
                *sums = (sums.0 + one.0, sums.1 + one.1);
            }
            let points = curve.iter().map(|point| (point.start, (point.count, point.sum))).collect();
            is("a curve", &grouped, &points)?;
        }
        Ok(())
    }
}

fn run_of(start: Millis, length: usize) -> RrRun {
    RrRun { start, intervals: (800..).take(length).map(RrInterval).collect() }
}

/// Lives `count` histories from `seed` on, on all processors.
///
/// # Errors
/// Each that went wrong, in words.
pub fn many(seed: u64, count: u64) -> std::result::Result<(), String> {
    let template = Template::make().map_err(told)?;
    let threads = std::thread::available_parallelism().map_or(1, |n| n.get() as u64);
    let mut said = String::new();
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|worker| {
                let template = &template;
                scope.spawn(move || {
                    let mut failures = Vec::new();
                    for n in (worker..count).step_by(usize::try_from(threads).unwrap_or(1)) {
                        if let Err(failure) = live(template, seed.wrapping_add(n)) {
                            failures.push(failure.to_string());
                            if failures.len() >= 3 {
                                break;
                            }
                        }
                    }
                    failures
                })
            })
            .collect();
        for worker in workers {
            match worker.join() {
                Ok(failures) => failures.iter().for_each(|failure| _ = writeln!(said, "{failure}")),
                Err(_) => said.push_str("a worker panicked\n"),
            }
        }
    });
    if said.is_empty() { Ok(()) } else { Err(said) }
}
