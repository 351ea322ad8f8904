//! Random histories of one record on two phones, a daughter's phone and a platform, over lines that fail in
//! every way that lines and servers do, held against what must be true in the end:
//!
//! - all hold the same, and nothing waits any more;
//! - whatever a person wrote is in the record, was overwritten by somebody who had seen it, or is asked about;
//! - nothing stands on the platform twice, and nothing that was acknowledged is sent again.
//!
//! The same seed is the same history. One that fails is made as short as it can be and printed.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use mimamori::clock::FixedClock;
use mimamori::companion::{Companion, Phase};
use mimamori::model::conflict::Side;
use mimamori::model::consent::{Consent, DataClass, Grantee};
use mimamori::model::heart::{Bpm, Contact, HeartSample};
use mimamori::model::meal::{Meal, MealItem, MealSlot, Nutrients};
use mimamori::model::person::{Person, Role, Source, SourceKind};
use mimamori::model::platform::{Access, Platform};
use mimamori::model::vital::{Vital, VitalKind};
use mimamori::model::{
    Entry, Millis, PersonId, Record, RecordId, RecordKind, RecordStatus, SourceId, Stamp, TimeRange,
};
use mimamori::store::Store;
use mimamori::sync::http::HttpTransport;
use mimamori::sync::token::{AccessToken, TokenError};
use mimamori::sync::transport::BoxFuture;
use mimamori::sync::{Next, Reason, SyncReport, SyncRequest, TokenSource};
use mimamori_sandbox::{CAREGIVER, PATIENT, Sandbox, SandboxConfig, TokenSpec, demo_record};
use tempfile::TempDir;
use uuid::Uuid;

use crate::child::Choice;
use crate::family::key;
use crate::line::{Ledger, Line, Trouble};
use crate::shortest::{self, Failure};

/// 2026-03-01T00:00:00Z.
const START: Millis = Millis(1_772_323_200_000);
/// The two phones of the person, and the daughter's.
const PHONES: usize = 2;
const DAUGHTER: usize = 2;

/// One thing that happens. Small numbers, so that they meet.
#[derive(Debug, Clone, Copy)]
pub enum Event {
    /// A meal is written on a phone.
    Eat { phone: usize },
    /// A weight is written.
    Weigh { phone: usize },
    /// The note of the nth meal that a phone knows is changed.
    Note { phone: usize, nth: usize },
    /// What was eaten is changed.
    Food { phone: usize, nth: usize },
    /// The nth weight is corrected.
    Correct { phone: usize, nth: usize },
    /// The nth record is deleted.
    Delete { phone: usize, nth: usize },
    /// A phone's strap, or the band that both phones read, measures.
    Beat { phone: usize, is_shared: bool, second: i64 },
    /// The clinic writes something, or changes it.
    Clinic { nth: u8, version: u8 },
    /// A device syncs over a line with these troubles.
    Sync { device: usize, seed: u64 },
    /// The person says which side of a conflict holds.
    Settle { phone: usize, side: Side },
    /// Time passes.
    Wait { seconds: i64 },
}

/// The history of a seed.
#[must_use]
pub fn history(seed: u64) -> Vec<Event> {
    let mut choice = Choice::new(seed);
    (0..4 + choice.below(22)).map(|_| event(&mut choice)).collect()
}

fn event(choice: &mut Choice) -> Event {
    let (phone, nth) = (choice.below(PHONES), choice.below(3));
    match choice.below(40) {
        0..3 => Event::Eat { phone },
        3..5 => Event::Weigh { phone },
        5..11 => Event::Note { phone, nth },
        11..14 => Event::Food { phone, nth },
        14..17 => Event::Correct { phone, nth },
        17..19 => Event::Delete { phone, nth },
        19..22 => Event::Beat { phone, is_shared: choice.below(3) == 0, second: choice.below(50) as i64 },
        22 => Event::Clinic { nth: choice.below(2) as u8, version: choice.below(3) as u8 },
        23..36 => Event::Sync { device: choice.below(PHONES + 1), seed: choice.below(1 << 30) as u64 },
        36 => Event::Settle { phone, side: if choice.below(2) == 0 { Side::Here } else { Side::There } },
        _ => Event::Wait { seconds: 1 + choice.below(4000) as i64 },
    }
}

/// What many histories met, to see that they met enough.
#[derive(Debug, Default, Clone)]
pub struct Account {
    /// How often each trouble was met.
    pub troubles: BTreeMap<Trouble, u64>,
    /// Conflicts that the person was asked about.
    pub conflicts: u64,
    /// Resources that were sent.
    pub sent: u64,
    /// Of those, how many a second time, because an answer was lost.
    pub again: u64,
}

impl Account {
    /// Adds what others met.
    pub fn add(&mut self, other: &Self) {
        for (trouble, count) in &other.troubles {
            *self.troubles.entry(*trouble).or_default() += count;
        }
        self.conflicts += other.conflicts;
        self.sent += other.sent;
        self.again += other.again;
    }
}

/// Lives the history of a seed.
///
/// # Errors
/// The shortest history found that goes wrong.
pub fn live(http: &HttpTransport, seed: u64) -> Result<Account, Box<Failure<Event>>> {
    shortest::live(seed, history(seed), |events| {
        let mut world = World::begin(http, seed)?;
        for (n, event) in events.iter().enumerate() {
            world.meets(*event).map_err(|problem| format!("event {n}: {problem}"))?;
        }
        world.comes_to_rest().map_err(|problem| format!("at the end: {problem}"))
    })
}

/// Renews its token as a signed-in session does, behind the person's back.
#[derive(Debug)]
struct Signed<'a> {
    sandbox: &'a Sandbox,
    spec: TokenSpec,
    token: Mutex<Option<AccessToken>>,
}

impl Signed<'_> {
    fn issue(&self) -> Result<AccessToken, TokenError> {
        let secret = self.sandbox.issue_token(self.spec.clone()).map_err(|_| TokenError::NeedsSignIn)?;
        let token = AccessToken::new(secret);
        *self.token.lock().unwrap_or_else(PoisonError::into_inner) = Some(token.clone());
        Ok(token)
    }
}

impl TokenSource for Signed<'_> {
    fn token(&self) -> BoxFuture<'_, Result<Option<AccessToken>, TokenError>> {
        let known = self.token.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Box::pin(std::future::ready(known.map_or_else(|| self.issue(), Ok).map(Some)))
    }

    fn renew(&self, _: &AccessToken) -> BoxFuture<'_, Result<AccessToken, TokenError>> {
        Box::pin(std::future::ready(self.issue()))
    }

    /// What a history is about: no time is spent on what is not there.
    fn scopes(&self) -> Option<String> {
        Some("patient/Observation.cruds patient/Condition.rs patient/Consent.cruds patient/Flag.cruds".to_owned())
    }
}

struct Device {
    companion: Companion,
    path: PathBuf,
    clock: Arc<FixedClock>,
    /// How far its clock is off, ms.
    skew: i64,
    person: PersonId,
    platform: Platform,
    spec: TokenSpec,
    ledger: Ledger,
}

impl Device {
    /// Which seconds have a heart rate, by source.
    fn heart(&self, range: TimeRange) -> Result<Vec<(SourceId, i64, u16)>, String> {
        self.companion.set_phase(Phase::Background).map_err(told)?;
        let store = Store::open(&self.path, &key()).map_err(told)?;
        let samples = store.read(|store| store.heart_samples(self.person, range)).map_err(told)?;
        drop(store);
        self.companion.set_phase(Phase::Foreground).map_err(told)?;
        let mut heart: Vec<_> =
            samples.into_iter().map(|(source, one)| (source, one.at.0 / Millis::SECOND, one.bpm.get())).collect();
        heart.sort_unstable();
        Ok(heart)
    }
}

/// Everybody, and what was written.
struct World<'a> {
    http: &'a HttpTransport,
    sandbox: Sandbox,
    devices: Vec<Device>,
    now: Millis,
    /// What was written so far, by number; each is written once.
    written: u32,
    /// What each that was written has taken the place of, or has been given up for by the person.
    overwritten: BTreeSet<String>,
    /// The records in which each was written.
    whereabouts: BTreeMap<String, RecordId>,
    account: Account,
    _folder: TempDir,
}

fn told(error: impl std::fmt::Display) -> String {
    error.to_string()
}

impl<'a> World<'a> {
    fn begin(http: &'a HttpTransport, seed: u64) -> Result<Self, String> {
        let folder = crate::place::memory().map_err(told)?;
        let sandbox = Sandbox::start(SandboxConfig::default()).map_err(told)?;
        let record = demo_record();
        for bundle in record.first().into_iter().chain(record.last()) {
            sandbox.load(bundle).map_err(told)?;
        }
        let mut devices = Vec::new();
        for n in 0..=DAUGHTER {
            // The second phone's clock is hours behind, or ahead.
            let skew = if n == 1 { (Choice::new(seed).below(9) as i64 - 4) * Millis::HOUR / 2 } else { 0 };
            let clock = Arc::new(FixedClock::new(START.plus(skew)));
            let path = folder.path().join(format!("{n}.db"));
            let companion = Companion::open(&path, &key(), Arc::clone(&clock) as _).map_err(told)?;
            let person = PersonId(Uuid::from_u128(1 + n as u128));
            let (role, access, spec) = if n == DAUGHTER {
                (Role::Caregiver, Access::Caregiver, TokenSpec::on_behalf(PATIENT, CAREGIVER))
            } else {
                (Role::Patient, Access::Own, TokenSpec::patient(PATIENT))
            };
            let zone = chrono_tz::Asia::Tokyo;
            companion.put_person(&Person::new(person, "花子", role, zone).map_err(told)?).map_err(told)?;
            let platform = companion.connect(person, sandbox.base_url(), PATIENT, access).map_err(told)?;
            devices.push(Device { companion, path, clock, skew, person, platform, spec, ledger: Ledger::default() });
        }
        let mut world = Self {
            http,
            sandbox,
            devices,
            now: START,
            written: 0,
            overwritten: BTreeSet::new(),
            whereabouts: BTreeMap::new(),
            account: Account::default(),
            _folder: folder,
        };
        world.lets_the_daughter_in().map_err(|problem| format!("beginning: {problem}"))?;
        Ok(world)
    }

    fn device(&self, n: usize) -> Result<&Device, String> {
        self.devices.get(n).ok_or_else(|| "no such device".to_owned())
    }

    fn lets_the_daughter_in(&mut self) -> Result<(), String> {
        let phone = self.device(0)?;
        let yui = Grantee::new(CAREGIVER, "結衣").map_err(told)?;
        let consent = Consent::new(yui, DataClass::ALL.into_iter().collect()).map_err(told)?;
        let at = Stamp::in_zone(START, chrono_tz::Asia::Tokyo);
        phone.companion.give_consent(phone.person, at, consent).map_err(told)?;
        self.sync(0, None)?;
        Ok(())
    }

    /// A word that nobody has written before.
    fn word(&mut self) -> String {
        self.written += 1;
        format!("w{}", self.written)
    }

    fn meets(&mut self, event: Event) -> Result<(), String> {
        match event {
            Event::Eat { phone } => {
                let words = [self.word(), self.word()];
                let [food, note] = &words;
                let id = self.write(phone, meal(food, note)?)?;
                words.into_iter().for_each(|word| _ = self.whereabouts.insert(word, id));
                Ok(())
            }
            Event::Weigh { phone } => {
                let word = self.word();
                let id = self.write(phone, weight(self.written)?)?;
                self.whereabouts.insert(word, id);
                Ok(())
            }
            Event::Note { phone, nth } | Event::Food { phone, nth } => {
                let Some(record) = self.known(phone, RecordKind::Meal, nth)? else { return Ok(()) };
                let [food, note] = words_of(&record).try_into().map_err(|_| "a meal has two words")?;
                let word = self.word();
                let (entry, before) = match event {
                    Event::Note { .. } => (meal(&food, &word)?, note),
                    _ => (meal(&word, &note)?, food),
                };
                self.amend(phone, &record, entry, &before, word)
            }
            Event::Correct { phone, nth } => {
                let Some(record) = self.known(phone, RecordKind::Vital, nth)? else { return Ok(()) };
                let before = words_of(&record).pop().unwrap_or_default();
                let word = self.word();
                let entry = weight(self.written)?;
                self.amend(phone, &record, entry, &before, word)
            }
            Event::Delete { phone, nth } => {
                let kind = if nth == 0 { RecordKind::Vital } else { RecordKind::Meal };
                let Some(record) = self.known(phone, kind, nth)? else { return Ok(()) };
                self.overwritten.extend(words_of(&record));
                self.device(phone)?.companion.delete(record.id).map_err(told)?;
                Ok(())
            }
            Event::Beat { phone, is_shared, second } => self.beat(phone, is_shared, second),
            Event::Clinic { nth, version } => {
                let condition = serde_json::json!({
                    "resourceType": "Condition", "id": format!("c{nth}"), "note": [{"text": version.to_string()}],
                    "subject": {"reference": format!("Patient/{PATIENT}")},
                });
                self.sandbox.put("Condition", &format!("c{nth}"), condition).map_err(told)
            }
            Event::Sync { device, seed } => {
                self.sync(device, Some(seed))?;
                Ok(())
            }
            Event::Settle { phone, side } => self.settle(phone, side),
            Event::Wait { seconds } => {
                self.now = self.now.plus(seconds * Millis::SECOND);
                for device in &self.devices {
                    device.clock.set(self.now.plus(device.skew));
                }
                Ok(())
            }
        }
    }

    /// The nth record of a kind that a phone knows and that stands.
    fn known(&self, phone: usize, kind: RecordKind, nth: usize) -> Result<Option<Record>, String> {
        let device = self.device(phone)?;
        let mut known = standing(device, kind)?;
        Ok(if known.is_empty() { None } else { Some(known.swap_remove(nth % known.len())) })
    }

    fn write(&mut self, phone: usize, entry: Entry) -> Result<RecordId, String> {
        let device = self.device(phone)?;
        let at = Stamp::in_zone(self.now.plus(-Millis::DAY), chrono_tz::Asia::Tokyo);
        Ok(device.companion.record(device.person, at, entry).map_err(told)?.id)
    }

    fn amend(&mut self, phone: usize, record: &Record, entry: Entry, before: &str, word: String) -> Result<(), String> {
        self.device(phone)?.companion.amend(record.id, record.at, entry).map_err(told)?;
        self.overwritten.insert(before.to_owned());
        self.whereabouts.insert(word, record.id);
        Ok(())
    }

    fn beat(&self, phone: usize, is_shared: bool, second: i64) -> Result<(), String> {
        let device = self.device(phone)?;
        let name = if is_shared { 99 } else { 10 + phone as u128 };
        let source = Source { id: SourceId(Uuid::from_u128(name)), kind: SourceKind::Bluetooth, name: "strap".into() };
        let sample = |n: i64| {
            let bpm = Bpm::new(60 + u16::try_from((second + n) % 5).unwrap_or(0)).map_err(told)?;
            Ok(HeartSample {
                at: START.plus(-Millis::HOUR + (second + n) * Millis::SECOND),
                bpm,
                contact: Contact::Detected,
            })
        };
        let samples = (0..6).map(sample).collect::<Result<Vec<_>, String>>()?;
        device.companion.take_in(device.person, &source, &samples, &[]).map_err(told)?;
        Ok(())
    }

    /// The person says which side holds: what only the other had is given up.
    fn settle(&mut self, phone: usize, side: Side) -> Result<(), String> {
        let device = self.device(phone)?;
        let conflicts = device.companion.conflicts(device.person).map_err(told)?;
        let Some(first) = conflicts.first() else { return Ok(()) };
        let mut given_up = BTreeSet::new();
        for one in conflicts.iter().filter(|one| one.record == first.record) {
            given_up.extend(words_of(&one.here).into_iter().chain(words_of(&one.there)));
        }
        let before = device.companion.record_of(device.person, first.record).map_err(told)?;
        given_up.extend(words_of(&before));
        let after = device.companion.settle(device.person, first.record, side).map_err(told)?;
        if after.status == RecordStatus::Active {
            words_of(&after).iter().for_each(|word| _ = given_up.remove(word));
        }
        self.overwritten.extend(given_up);
        Ok(())
    }

    /// Syncs a device over a line with the troubles of a seed, or without any.
    fn sync(&mut self, n: usize, troubles: Option<u64>) -> Result<SyncReport, String> {
        let device = self.devices.get(n).ok_or("no such device")?;
        let line = match troubles {
            Some(seed) => Line::troubled(self.http, &device.ledger, &self.sandbox, seed),
            None => Line::whole(self.http, &device.ledger),
        };
        let tokens = Signed { sandbox: &self.sandbox, spec: device.spec.clone(), token: Mutex::default() };
        let deadline = device.companion.now().plus(10 * Millis::MINUTE);
        let request = SyncRequest { reason: Reason::Scheduled, deadline, jitter: 0.0 };
        let report = device.companion.sync(device.platform.id, &line, &tokens, request).map_err(told)?;
        self.sandbox.clear_faults();
        device.ledger.check()?;
        self.account.add(&Account { troubles: line.met(), ..Account::default() });
        Ok(report)
    }

    /// The lines are mended; what was refused is tried again, as the person would. Then all are the same.
    fn comes_to_rest(mut self) -> Result<Account, String> {
        for device in &self.devices {
            device.companion.retry_set_aside(device.platform.id).map_err(told)?;
        }
        let mut rounds = 0;
        loop {
            let mut is_quiet = true;
            for n in 0..self.devices.len() {
                let report = self.sync(n, None)?;
                if report.needs_sign_in || report.set_aside > 0 {
                    return Err(format!("device {n} is stopped: {report:?}"));
                }
                is_quiet &= report.next == Next::Never && report.pushed == 0 && report.pulled == 0;
            }
            rounds += 1;
            if is_quiet {
                break;
            }
            if rounds > 8 {
                return Err("they never come to rest".to_owned());
            }
        }
        self.all_are_the_same()?;
        self.nothing_is_lost()?;
        self.nothing_stands_twice()?;
        for device in self.devices.iter().take(PHONES) {
            let asked = device.companion.conflicts(device.person).map_err(told)?.len();
            self.account.conflicts += asked as u64;
            let (sent, again) = device.ledger.account();
            self.account.sent += sent;
            self.account.again += again;
        }
        Ok(self.account)
    }

    fn all_are_the_same(&self) -> Result<(), String> {
        let range = TimeRange::new(START.plus(-2 * Millis::HOUR), START.plus(Millis::HOUR));
        let mut first = None;
        for (n, device) in self.devices.iter().enumerate() {
            if device.companion.pending(device.platform.id).map_err(told)? > 0 {
                return Err(format!("something waits on device {n}"));
            }
            let mut records: Vec<(RecordId, Millis, Vec<String>)> = Vec::new();
            for kind in [RecordKind::Meal, RecordKind::Vital] {
                records.extend(standing(device, kind)?.iter().map(|one| (one.id, one.at.at, words_of(one))));
            }
            records.sort();
            let mut clinic: Vec<(String, String)> = Vec::new();
            for one in device.companion.received(device.person).map_err(told)? {
                if one.resource_type == "Condition" {
                    clinic.push((one.id, one.version));
                }
            }
            clinic.sort();
            let heart = device.heart(range)?;
            let all = (records, clinic, heart);
            match &first {
                None => first = Some(all),
                Some(first) if *first == all => {}
                Some(first) => return Err(format!("device {n} has {all:?}, the first has {first:?}")),
            }
        }
        Ok(())
    }

    /// Whatever was written and not overwritten by somebody who had seen it is in the record, or asked about.
    fn nothing_is_lost(&self) -> Result<(), String> {
        let mut found = BTreeSet::new();
        for device in self.devices.iter().take(PHONES) {
            for kind in [RecordKind::Meal, RecordKind::Vital] {
                found.extend(standing(device, kind)?.iter().flat_map(words_of));
            }
            for one in device.companion.conflicts(device.person).map_err(told)? {
                found.extend(words_of(&one.here).into_iter().chain(words_of(&one.there)));
            }
        }
        let lost = self.whereabouts.keys().find(|word| !found.contains(*word) && !self.overwritten.contains(*word));
        lost.map_or(Ok(()), |word| Err(format!("{word} was lost without a word")))
    }

    fn nothing_stands_twice(&self) -> Result<(), String> {
        let mut records = BTreeSet::new();
        for device in self.devices.iter().take(PHONES) {
            for kind in [RecordKind::Meal, RecordKind::Vital] {
                records.extend(standing(device, kind)?.into_iter().map(|one| one.id));
            }
        }
        let mut held = BTreeSet::new();
        for resource in self.sandbox.resources("Observation").map_err(told)? {
            let is_void = resource.get("status").is_some_and(|status| status == "entered-in-error");
            if let (false, Some(subject)) = (is_void, mimamori::fhir::read(&resource, self.device(0)?.person).subject())
                && let mimamori::model::Subject::Record(id) = subject
                && !held.insert(id)
            {
                return Err("a record stands on the platform twice".to_owned());
            }
        }
        held.retain(|id| self.whereabouts.values().any(|known| known == id));
        if held == records { Ok(()) } else { Err(format!("the platform holds {held:?}, the phones {records:?}")) }
    }
}

/// The records of a kind that stand on a device, in the order of their names.
fn standing(device: &Device, kind: RecordKind) -> Result<Vec<Record>, String> {
    let zone = chrono_tz::Asia::Tokyo;
    let mut records = Vec::new();
    for back in -2..4 {
        let day = Stamp::in_zone(START, zone).day().plus_days(back);
        records.extend(device.companion.records_on(device.person, kind, day).map_err(told)?);
    }
    records.sort_by_key(|record| record.id);
    Ok(records)
}

fn meal(food: &str, note: &str) -> Result<Entry, String> {
    let nutrients = Nutrients::default();
    let item = MealItem { name: food.to_owned(), food: None, grams: None, portion: None, nutrients };
    let meal = Meal::new(MealSlot::Lunch, vec![item]).map_err(told)?;
    Ok(Entry::Meal(Meal { note: note.to_owned(), ..meal }))
}

/// A weight that is a word: no other has its grams.
fn weight(word: u32) -> Result<Entry, String> {
    Vital::single(VitalKind::Weight, 50.0 + f64::from(word) / 1_000.0).map(Entry::Vital).map_err(told)
}

/// The words that a record holds: a meal's food and note, a weight.
fn words_of(record: &Record) -> Vec<String> {
    match &record.entry {
        Entry::Meal(meal) => {
            let food = meal.items.first().map(|item| item.name.clone()).unwrap_or_default();
            vec![food, meal.note.clone()]
        }
        Entry::Vital(vital) => {
            let grams = vital.quantity().map_or(0.0, |quantity| ((quantity.value - 50.0) * 1_000.0).round());
            vec![format!("w{grams}")]
        }
        _ => Vec::new(),
    }
}

/// Lives `count` histories from `seed` on, on all processors.
///
/// # Errors
/// Each that went wrong, in words.
pub fn many(seed: u64, count: u64) -> Result<Account, String> {
    let http = HttpTransport::new().map_err(told)?;
    let threads = std::thread::available_parallelism().map_or(1, |n| n.get() as u64);
    let (mut said, mut whole) = (String::new(), Account::default());
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|worker| {
                let http = &http;
                scope.spawn(move || {
                    let (mut failures, mut account) = (Vec::new(), Account::default());
                    for n in (worker..count).step_by(usize::try_from(threads).unwrap_or(1)) {
                        match live(http, seed.wrapping_add(n)) {
                            Ok(one) => account.add(&one),
                            Err(failure) => failures.push(failure.to_string()),
                        }
                        if failures.len() >= 3 {
                            break;
                        }
                    }
                    (failures, account)
                })
            })
            .collect();
        for worker in workers {
            match worker.join() {
                Ok((failures, account)) => {
                    failures.iter().for_each(|failure| _ = writeln!(said, "{failure}"));
                    whole.add(&account);
                }
                Err(_) => said.push_str("a worker panicked\n"),
            }
        }
    });
    if said.is_empty() { Ok(whole) } else { Err(said) }
}
