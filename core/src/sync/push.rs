//! Sending: the newest first, in transactions, each acknowledged in one transaction of the store.
//!
//! A bundle that is lost on the way, with or without its answer, is sent again: the ids are made
//! on the phone, so a `PUT` that is repeated makes nothing twice. A bundle that the server refuses
//! is halved until the record that it does not want is found; that one is set aside with the
//! server's reason, and the rest goes on. So is one over which the server fails, again and again,
//! while it takes the others.

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use serde_json::Value;

use super::batch::BatchSize;
use super::client::{Answer, Client, Stop};
use super::flight::{self, Names};
use super::packing::Packing;
use super::parcel::{Item, Packer, Parcel};
use super::{Halt, Next, SyncReport, merge, pull};
use crate::Result;
use crate::fhir::bundle;
use crate::model::Millis;
use crate::model::Subject;
use crate::model::platform::{Disclosure, Platform, ReceivedResource};
use crate::model::subject::Pending;
use crate::store::{Reading, Store};

/// After so many refusals for want of rights, and nothing else, the rights are missing for all.
const FORBIDDEN_IN_A_ROW: u32 = 5;
/// After the platform has failed so often in a row, it is looked for what it fails over.
const FAILURES: u32 = 2;
/// With more than this, and nothing taken in between, others are tried that lie elsewhere in the queue.
const MOST_SUSPECTS: usize = 3;
/// With another version there each time one is sent, it is left for the next run: others are writing.
const MOST_MEETINGS: usize = 3;
/// How many are looked up together.
const LOOK_UP: usize = 50;

/// How the server takes what is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// In transactions.
    Bundles,
    /// One resource at a time: it refuses transactions.
    Single,
}

/// What became of a `PUT`.
enum Outcome {
    /// It stands there.
    Done,
    /// It was refused, for this reason.
    Refused(String),
    /// Another device's version stands there.
    Met(Box<ReceivedResource>),
    /// Another version stands there, and it could not be read.
    Unread,
}

/// A bundle's worth of subjects, ready to be sent.
struct Ready {
    batch: Vec<Parcel>,
    /// The transaction of all of them.
    body: Bytes,
    /// The oldest of them: the next ones come behind it.
    last: Pending,
    /// What of it is sent for the first time.
    names: Names,
}

/// Reads what is to be sent.
#[derive(Debug)]
struct Reader<'a> {
    store: &'a Store,
    platform: &'a Platform,
    zone: chrono_tz::Tz,
    size: BatchSize,
    /// What is not to be sent in this run.
    left: BTreeSet<Subject>,
}

impl Reader<'_> {
    /// Lists and reads a bundle's worth of what is pending behind `last`, as of one moment: what the
    /// person has just taken back is not among it. `None` when nothing is.
    fn take(&self, mut last: Option<Pending>) -> Result<Option<Ready>> {
        self.store.read(|reading| {
            loop {
                let mut pending = reading.pending_after(self.platform.id, last.as_ref(), self.size.entries())?;
                last = pending.last().copied();
                pending.retain(|one| !self.left.contains(&one.subject));
                let ready = self.pack(reading, &pending)?;
                if last.is_none() || ready.is_some() {
                    return Ok(ready);
                }
            }
        })
    }

    /// Reads one subject by itself, if it is still pending.
    fn take_one(&self, subject: &Subject) -> Result<Option<Ready>> {
        self.store.read(|reading| {
            let pending = reading.pending_of(self.platform.id, subject)?;
            self.pack(reading, pending.as_slice())
        })
    }

    fn pack(&self, reading: &Reading<'_>, pending: &[Pending]) -> Result<Option<Ready>> {
        let mut packer = Packer::new(reading, self.platform, self.zone, self.size.bytes());
        let mut entries = 0;
        let mut batch: Vec<Parcel> = Vec::with_capacity(pending.len());
        for one in pending {
            let parcel = packer.pack(*one)?;
            entries += parcel.items.len();
            batch.push(parcel);
            if self.size.is_full(entries, packer.bytes()) {
                break;
            }
        }
        let Some(last) = batch.last().map(|parcel| parcel.pending) else { return Ok(None) };
        Ok(Some(Ready { body: packer.done().into(), last, names: Names::of(&batch)?, batch }))
    }
}

/// One push.
pub(super) struct Push<'a, 'b> {
    store: &'a Store,
    platform: &'a Platform,
    zone: chrono_tz::Tz,
    client: &'a mut Client<'b>,
    report: &'a mut SyncReport,
    size: BatchSize,
    packing: Packing<'a>,
    way: Way,
    forbidden: u32,
    /// What the server has and the store does not yet know of.
    answered: Vec<Parcel>,
    /// How often in a row the platform has failed before, in this place.
    failures: u32,
    /// It has failed often enough: it is looked for what it fails over.
    is_searching: bool,
    /// What was listed is no longer what waits.
    is_listed_anew: bool,
    /// Over each of these by itself the server failed, with the status, and it has taken nothing since.
    suspects: Vec<(Pending, u16)>,
    /// Whether the server took anything in this run.
    took_any: bool,
    /// Whose turn it is, of the two bundles of which it is noted that they are on their way; none before the first.
    flying: Option<u32>,
    /// What others changed each time it was sent.
    left: BTreeSet<Subject>,
}

impl<'a, 'b> Push<'a, 'b> {
    pub(super) fn new(
        store: &'a Store,
        platform: &'a Platform,
        zone: chrono_tz::Tz,
        client: &'a mut Client<'b>,
        report: &'a mut SyncReport,
    ) -> Result<Self> {
        Ok(Self {
            store,
            platform,
            zone,
            client,
            report,
            size: BatchSize::default(),
            packing: Packing::of(store, platform)?,
            way: Way::Bundles,
            forbidden: 0,
            answered: Vec::new(),
            failures: 0,
            is_searching: false,
            is_listed_anew: false,
            suspects: Vec::new(),
            took_any: false,
            flying: None,
            left: BTreeSet::new(),
        })
    }

    /// Says how often in a row the platform has failed before this run.
    pub(super) const fn after(mut self, failures: u32) -> Self {
        self.failures = failures;
        self.is_searching = failures >= FAILURES;
        self
    }

    /// Sends everything that is pending.
    pub(super) fn run(mut self) -> Result<(), Halt> {
        flight::land(self.store, self.platform)?;
        let ended = self.send_all();
        // However it ended: what was answered is noted.
        self.note_answered()?;
        if self.flying.is_some() {
            flight::over(self.store, self.platform)?;
        }
        ended
    }

    fn send_all(&mut self) -> Result<(), Halt> {
        loop {
            self.note_answered()?;
            self.look_up()?;
            let Some(first) = self.reader().take(None)? else {
                if !self.left.is_empty() {
                    self.report.next = Next::Now;
                }
                return Ok(());
            };
            let turn = self.next_turn();
            self.store.write_soon(|writing| first.names.keep(writing, self.platform, turn))?;
            let mut next = Some(first);
            self.is_listed_anew = false;
            while let Some(ready) = next.take().filter(|_| !self.is_listed_anew) {
                next = self.send_and_read(ready)?;
            }
            self.judge_suspects()?;
        }
    }

    fn next_turn(&mut self) -> u32 {
        let turn = self.flying.map_or(0, |turn| turn.wrapping_add(1));
        self.flying = Some(turn);
        turn
    }

    fn reader(&self) -> Reader<'a> {
        Reader { store: self.store, platform: self.platform, zone: self.zone, size: self.size, left: self.left.clone() }
    }

    /// Sends what is `ready`; beside it, on one thread, notes the answer to the last bundle and reads
    /// the next one: else phone and server would wait for each other in turns, and with more threads
    /// than cores they would take the time from each other. `None` when there is no next bundle.
    fn send_and_read(&mut self, ready: Ready) -> Result<Option<Ready>, Halt> {
        let reader = self.reader();
        let turn = self.next_turn();
        let answered = std::mem::take(&mut self.answered);
        let (store, platform, now) = (self.store, self.platform, self.client.now());
        let last = ready.last;
        let beside = || -> Result<(Noted, Option<Ready>)> {
            let next = reader.take(Some(last))?;
            let names = next.as_ref().map(|next| (&next.names, turn));
            Ok((note(store, platform, now, &answered, names)?, next))
        };
        std::thread::scope(|scope| {
            let thread = std::thread::Builder::new().name("sync".to_owned()).spawn_scoped(scope, beside).ok();
            let text = ready.body.clone();
            let sent = match self.way {
                Way::Bundles => self.send(ready.batch, &text, ready.body),
                Way::Single => self.send_singly(ready.batch, &text),
            };
            // No thread to be had, or none that came back: after the sending, then.
            let (noted, next) = thread.and_then(|thread| thread.join().ok()).unwrap_or_else(beside)?;
            self.count(noted);
            sent?;
            Ok(next)
        })
    }

    /// Sends a bundle, and when it is refused, its halves. `text` is where the parcels were packed.
    fn send(&mut self, mut batch: Vec<Parcel>, text: &Bytes, body: Bytes) -> Result<(), Halt> {
        let count: usize = batch.iter().map(|parcel| parcel.items.len()).sum();
        if count == 0 {
            self.answered.append(&mut batch);
            return Ok(());
        }
        let before = self.client.now();
        let answer = match self.post(body) {
            Ok(answer) => answer,
            Err(Halt::Stop(Stop::Failing(_))) if self.is_searching && batch.len() > 1 => {
                return self.send_halves(batch, text);
            }
            Err(Halt::Stop(Stop::Failing(_))) if self.is_searching => return self.send_singly(batch, text),
            Err(Halt::Failed(error)) => return Err(error.into()),
            Err(Halt::Stop(stop)) => {
                if matches!(stop, Stop::Later(None) | Stop::Failing(_)) {
                    self.size.shrink();
                }
                self.mark_tried(&batch)?;
                return Err(stop.into());
            }
        };
        if answer.is_success() {
            let versions = bundle::answers(&answer.body).filter(|answers| answers.len() == count);
            // A server that answers otherwise is not one that can be told what was taken.
            let Some(versions) = versions else {
                self.mark_tried(&batch)?;
                return Err(Stop::Later(None).into());
            };
            if !versions.iter().all(|(status, _)| matches!(status, 200..=299)) {
                // It did not do all or nothing: what stands is looked up one by one.
                return self.send_singly(batch, text);
            }
            self.size.took(count, self.client.now().since(before));
            let mut versions = versions.into_iter().map(|(_, version)| version);
            for parcel in &mut batch {
                let own = parcel.items.len();
                parcel.acknowledge(versions.by_ref().take(own));
            }
            self.answered.append(&mut batch);
            return self.took();
        }
        match answer.status {
            403 | 404 | 405 | 501 => {
                self.way = Way::Single;
                self.send_singly(batch, text)
            }
            413 if batch.len() > 1 => {
                self.size.shrink();
                self.send_halves(batch, text)
            }
            _ if batch.len() > 1 => self.send_halves(batch, text),
            // One alone, and refused: what the server says of each resource tells the rest.
            _ => self.send_singly(batch, text),
        }
    }

    /// Posts a bundle, packed where the platform takes that. One that is not taken packed is sent once more as it
    /// is: what then becomes of it says whose fault it was.
    fn post(&mut self, body: Bytes) -> Result<Answer, Halt> {
        let Some(packed) = self.packing.pack(&body) else { return Ok(self.client.post(body, false)?) };
        let was_known = self.packing.is_known();
        if !was_known {
            self.packing.remember(false)?;
        }
        let answer = self.client.post(packed, true)?;
        if answer.is_success() {
            self.packing.remember(true)?;
            return Ok(answer);
        }
        if was_known && !matches!(answer.status, 400 | 415) {
            return Ok(answer);
        }
        let plain = self.client.post(body, false)?;
        // Both refused: it was not the packing, unless the server said so.
        self.packing.remember(!plain.is_success() && answer.status != 415)?;
        Ok(plain)
    }

    fn send_halves(&mut self, mut batch: Vec<Parcel>, text: &Bytes) -> Result<(), Halt> {
        let second = batch.split_off(batch.len() / 2);
        let (one, other) = (transaction(&batch, text), transaction(&second, text));
        self.send(batch, text, one)?;
        self.send(second, text, other)
    }

    /// Puts each resource by itself.
    fn send_singly(&mut self, batch: Vec<Parcel>, text: &Bytes) -> Result<(), Halt> {
        for parcel in batch {
            let pending = parcel.pending;
            match self.put_all(parcel, text) {
                Ok(None) => self.took()?,
                Ok(Some(reason)) => self.set_aside(&pending, &reason)?,
                Err(Halt::Stop(Stop::Failing(status))) if self.is_searching => {
                    self.suspects.push((pending, status));
                    if self.suspects.len() > MOST_SUSPECTS {
                        return self.try_elsewhere(status);
                    }
                }
                Err(halt) => return Err(halt),
            }
        }
        Ok(())
    }

    /// Puts everything of a parcel; answers why it was refused. A version that another device has made
    /// meanwhile is merged into the record, and what comes of it is put over that version.
    fn put_all(&mut self, mut parcel: Parcel, text: &Bytes) -> Result<Option<String>, Halt> {
        let mut text = text.clone();
        for _ in 0..MOST_MEETINGS {
            let mut outcome = Outcome::Done;
            for item in &mut parcel.items {
                outcome = match self.put(item, &text) {
                    Ok(outcome) => outcome,
                    Err(halt) => {
                        self.mark_tried(std::slice::from_ref(&parcel))?;
                        return Err(halt);
                    }
                };
                if !matches!(outcome, Outcome::Done) {
                    break;
                }
            }
            let theirs = match outcome {
                Outcome::Done => {
                    self.answered.push(parcel);
                    self.note_answered()?;
                    return Ok(None);
                }
                Outcome::Refused(reason) => return Ok(Some(reason)),
                Outcome::Unread => break,
                Outcome::Met(theirs) => theirs,
            };
            let (platform, subject, now) = (self.platform, parcel.pending.subject, self.client.now());
            let merged = self.store.write(|writing| merge::merge(writing, platform, vec![*theirs], now))?;
            self.report.pulled += merged.records;
            self.report.records += merged.records;
            // It may be that nothing is left to be said.
            let Some(ready) = self.reader().take_one(&subject)? else { return Ok(None) };
            let Some(again) = ready.batch.into_iter().next() else { return Ok(None) };
            (parcel, text) = (again, ready.body);
        }
        self.left.insert(parcel.pending.subject);
        Ok(None)
    }

    /// No answer came to these.
    fn mark_tried(&self, batch: &[Parcel]) -> Result<()> {
        let tried = batch.iter().map(|parcel| (parcel.pending.subject, parcel.revision.unwrap_or(0)));
        self.store.write(|writing| writing.mark_tried(self.platform.id, tried))
    }

    /// Looks up what was sent without an answer and of which no version is known: what stands there already is
    /// noted, and what another device made of it meanwhile is merged. To send it again without looking would
    /// write over that.
    fn look_up(&mut self) -> Result<(), Halt> {
        let mut tried = self.store.read(|reading| reading.pending_tried(self.platform.id))?;
        tried.retain(|one| !self.left.contains(&one.subject));
        for some in tried.chunks(LOOK_UP) {
            let (mut rest, mut met) = (some, Vec::new());
            while let Some(ready) = self.store.read(|reading| self.reader().pack(reading, rest))? {
                rest = rest.get(ready.batch.len()..).unwrap_or_default();
                let held = self.held(&ready.batch)?;
                for mut parcel in ready.batch {
                    let found = |item: &Item| held.get(&item.path());
                    let stands = |item: &Item| {
                        let ours = ready
                            .body
                            .get(item.put.resource.clone())
                            .and_then(|body| serde_json::from_slice(body).ok());
                        ours.zip(found(item))
                            .is_some_and(|(ours, theirs): (Value, _)| bundle::stands(&ours, &theirs.json))
                    };
                    if !parcel.items.is_empty() && parcel.items.iter().all(stands) {
                        for item in &mut parcel.items {
                            item.version = held.get(&item.path()).map(|theirs| theirs.version.clone());
                        }
                        self.answered.push(parcel);
                    } else {
                        met.extend(parcel.items.iter().filter_map(found).cloned());
                    }
                }
            }
            self.note_answered()?;
            let (platform, now) = (self.platform, self.client.now());
            let merged = self.store.write(|writing| {
                met.retain(|theirs| merge::is_ours(platform, theirs));
                let merged = merge::merge(writing, platform, met, now)?;
                some.iter().try_for_each(|one| writing.looked_up(platform.id, &one.subject))?;
                Ok(merged)
            })?;
            self.report.pulled += merged.records;
            self.report.records += merged.records;
        }
        Ok(())
    }

    /// What the platform holds in the places of `batch` of which no version is known, by those places.
    fn held(&mut self, batch: &[Parcel]) -> Result<BTreeMap<String, ReceivedResource>, Halt> {
        let mut ids: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for item in batch.iter().flat_map(|parcel| &parcel.items).filter(|item| item.version.is_none()) {
            ids.entry(item.resource_type).or_default().push(&item.id);
        }
        let mut held = BTreeMap::new();
        for (kind, ids) in ids {
            for ids in ids.chunks(LOOK_UP) {
                let patient = &self.platform.patient;
                let query = format!("{kind}?patient={patient}&_id={}&_count={}", ids.join(","), ids.len());
                let answer = self.client.get(self.client.url(&query))?;
                // A server that cannot be asked so is written to as before.
                let page = answer.is_success().then(|| answer.json()).flatten().and_then(bundle::page);
                for json in page.map(|page| page.resources).unwrap_or_default() {
                    if let Some(one) = pull::received(self.platform, kind, json) {
                        held.insert(format!("{kind}/{}", one.id), one);
                    }
                }
            }
        }
        Ok(held)
    }

    /// The server failed over the newest ones, each by itself: it may be out of order, or they may be what it
    /// fails over. One from the other end of the queue is tried, and one that is another in each run: if it
    /// takes either, it works.
    fn try_elsewhere(&mut self, status: u16) -> Result<(), Halt> {
        let waiting = self.store.read(|reading| reading.pending_count(self.platform.id))?;
        // Steps that are no simple part of the whole come by every place in time.
        let turn = self.failures.wrapping_mul(0x9E37_79B1) % waiting.max(1);
        for place in [0, turn] {
            let Some(one) = self.store.read(|reading| reading.pending_from_oldest(self.platform.id, place))? else {
                continue;
            };
            if self.suspects.iter().any(|(suspect, _)| suspect.subject == one.subject) {
                continue;
            }
            let Some(ready) = self.reader().take_one(&one.subject)? else { continue };
            for parcel in ready.batch {
                match self.put_all(parcel, &ready.body) {
                    Ok(None) => {}
                    // Read and judged: it works.
                    Ok(Some(reason)) => self.set_aside(&one, &reason)?,
                    Err(Halt::Stop(Stop::Failing(_))) => continue,
                    Err(halt) => return Err(halt),
                }
                self.is_listed_anew = true;
                return self.took();
            }
        }
        Err(Stop::Failing(status).into())
    }

    /// The server took something: it works, so what it failed over is to blame.
    fn took(&mut self) -> Result<(), Halt> {
        self.took_any = true;
        for (pending, status) in std::mem::take(&mut self.suspects) {
            self.set_aside(&pending, &status.to_string())?;
        }
        Ok(())
    }

    /// Everything else has been sent: is it the server, or what it failed over?
    fn judge_suspects(&mut self) -> Result<(), Halt> {
        let Some((_, status)) = self.suspects.last().copied() else { return Ok(()) };
        let works = self.took_any || {
            let person = self.client.url(&format!("Patient/{}", self.platform.patient));
            self.client.get(person)?.is_success()
        };
        if works { self.took() } else { Err(Stop::Failing(status).into()) }
    }

    /// Puts one resource.
    fn put(&mut self, item: &mut Item, text: &Bytes) -> Result<Outcome, Halt> {
        let body = text.slice(item.put.resource.clone());
        let mut answer = self.client.put(&item.path(), item.version.as_deref(), body.clone())?;
        if answer.is_conflict() {
            if let Some(outcome) = self.read_again(item, &body)? {
                return Ok(outcome);
            }
            answer = self.client.put(&item.path(), item.version.as_deref(), body)?;
        }
        if answer.is_success() {
            self.forbidden = 0;
            item.version = Some(version(&answer));
            return Ok(Outcome::Done);
        }
        if answer.status == 403 {
            self.forbidden += 1;
            if self.forbidden >= FORBIDDEN_IN_A_ROW {
                return Err(Stop::SignIn.into());
            }
        }
        Ok(Outcome::Refused(answer.reason()))
    }

    /// Looks up what stands there. It may be what was to be sent, by a run whose answer was lost, or what
    /// another device made of it; answers `None` for anything else: ours was made on this phone and is the
    /// one that counts, so it goes over whatever is there. What cannot be read is not written over.
    fn read_again(&mut self, item: &mut Item, body: &[u8]) -> Result<Option<Outcome>, Halt> {
        let answer = self.client.get(self.client.url(&item.path()))?;
        match answer.status {
            200..=299 if answer.json().is_some() => {}
            404 | 410 => {}
            403 => return Ok(Some(Outcome::Refused(answer.reason()))),
            _ => return Ok(Some(Outcome::Unread)),
        }
        item.version = answer.is_success().then(|| version(&answer)).filter(|version| !version.is_empty());
        let Some(held) = answer.json().filter(|_| item.version.is_some()) else { return Ok(None) };
        if serde_json::from_slice::<Value>(body).is_ok_and(|ours| bundle::stands(&ours, &held)) {
            return Ok(Some(Outcome::Done));
        }
        let theirs = pull::received(self.platform, item.resource_type, held);
        let theirs = theirs.filter(|theirs| merge::is_ours(self.platform, theirs));
        Ok(theirs.map(|theirs| {
            let version = item.version.clone().unwrap_or_default();
            Outcome::Met(Box::new(ReceivedResource { version, ..theirs }))
        }))
    }

    /// Notes what was answered, now.
    fn note_answered(&mut self) -> Result<(), Halt> {
        let answered = std::mem::take(&mut self.answered);
        let counts = note(self.store, self.platform, self.client.now(), &answered, None)?;
        self.count(counts);
        Ok(())
    }

    const fn count(&mut self, noted: Noted) {
        self.report.pushed += noted.subjects;
        self.report.resources += noted.resources;
    }

    fn set_aside(&mut self, pending: &Pending, reason: &str) -> Result<(), Halt> {
        self.store.write(|writing| writing.set_aside(self.platform.id, &pending.subject, reason))?;
        self.report.set_aside += 1;
        Ok(())
    }
}

/// What was noted as acknowledged.
#[derive(Debug, Clone, Copy, Default)]
struct Noted {
    subjects: u32,
    resources: u32,
}

/// The server has all of `batch`: noted in one transaction, with what was disclosed, and the names of what goes
/// next. If the power fails before it is on the disk, the bundle is sent once more, and noted then.
fn note(
    store: &Store,
    platform: &Platform,
    now: Millis,
    batch: &[Parcel],
    next: Option<(&Names, u32)>,
) -> Result<Noted> {
    if batch.is_empty() && next.is_none() {
        return Ok(Noted::default());
    }
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for item in batch.iter().flat_map(|parcel| &parcel.items) {
        *counts.entry(item.resource_type).or_default() += 1;
    }
    store.write_soon(|writing| {
        writing.mark_all_sent(platform.id, batch.iter().map(Parcel::sent))?;
        if let Some((names, turn)) = next {
            names.keep(writing, platform, turn)?;
        }
        for (resource_type, count) in &counts {
            writing.add_disclosure(&Disclosure {
                at: now,
                person: platform.person,
                recipient: platform.base_url.clone(),
                resource_type: (*resource_type).to_owned(),
                count: *count,
                basis: platform.consent().to_string(),
            })?;
        }
        Ok(())
    })?;
    Ok(Noted { subjects: u32::try_from(batch.len()).unwrap_or(u32::MAX), resources: counts.values().sum() })
}

/// One transaction of everything in `batch`, whose entries lie in `text`.
fn transaction(batch: &[Parcel], text: &Bytes) -> Bytes {
    let entries = batch.iter().flat_map(|parcel| &parcel.items);
    bundle::transaction(entries.map(|item| text.get(item.put.entry.clone()).unwrap_or_default())).into()
}

/// The version that an answer states, in its header or its resource.
fn version(answer: &Answer) -> String {
    let in_resource = || Some(bundle::version_id(&answer.json()?)?.to_owned());
    answer.version.clone().or_else(in_resource).unwrap_or_default()
}
