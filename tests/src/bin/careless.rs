//! A companion that is used carelessly, in a process of its own: every word that a person might
//! enter holds a [canary](mimamori_tests::canary), and much of it is refused.
//!
//! `careless FOLDER OUT` keeps its store in FOLDER and writes what every failure says, in all ways in
//! which it can be said, to the file OUT. On standard output and standard error it says nothing: what
//! appears there comes from the core.
//!
//! `careless FOLDER fill` fills a store with canaries; `careless FOLDER chores` backs it up, restores it,
//! changes its key and erases from it, over and over, and says on standard output what it begins: to be
//! killed in the middle.

use std::collections::BTreeSet;
use std::fmt::{Debug, Write as _};
use std::io::{BufReader, Cursor, Write as _};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use mimamori::clock::FixedClock;
use mimamori::companion::{Companion, NewHabit, NewMeal, NewMealItem, Phase};
use mimamori::device::replay;
use mimamori::model::habit::{Goal, Schedule};
use mimamori::model::meal::{FoodCode, Meal, MealItem, MealSlot, Portion};
use mimamori::model::person::Role;
use mimamori::model::photo::Photo;
use mimamori::model::vital::{BloodPressure, Vital, VitalKind};
use mimamori::model::{
    Entry, FindingId, Millis, PersonId, Record, RecordId, RecordKind, RecordStatus, SourceId, Stamp,
};
use mimamori::store::{SecretKey, Store};
use mimamori::text::{self, Lang, Words};
use mimamori::{Error, Result};
use mimamori_tests::canary::{CANARY, CANARY_NUMBER};
use mimamori_tests::family::{hanako, key};
use rusqlite::Connection;

type Outcome = std::result::Result<(), Box<dyn std::error::Error>>;

const NOW: Millis = Millis(1_777_593_600_000);

fn main() -> Outcome {
    let mut args = std::env::args().skip(1).map(PathBuf::from);
    let (folder, out) = (args.next().ok_or("no folder")?, args.next().ok_or("no file")?);
    match out.to_str() {
        Some("fill") => return fill(&folder.join("record.db")),
        Some("chores") => return chores(&folder.join("record.db")),
        _ => {}
    }
    let mut failures = Failures::default();
    let path = folder.join("record.db");
    let companion = open(&path, &key())?;
    companion.put_person(&hanako())?;
    lived(&companion)?;
    looked_after(&companion, &folder)?;
    entries(&companion, &mut failures);
    files(&companion, &mut failures);
    stores(&companion, &path, &mut failures)?;
    // The process ends without closing anything: what lies in the folder is what a thief would find.
    std::fs::write(out, failures.said)?;
    std::mem::forget(companion);
    Ok(())
}

fn open(path: &Path, key: &SecretKey) -> Result<Companion> {
    Companion::open(path, key, Arc::new(FixedClock::new(NOW)))
}

/// What failures said, and which kinds there were.
#[derive(Default)]
struct Failures {
    said: String,
    kinds: BTreeSet<String>,
}

impl Failures {
    /// Notes everything that `answer`'s failure can say of itself.
    fn expect<T: Debug>(&mut self, what: &str, answer: Result<T>) {
        let Err(error) = answer else {
            let _ = writeln!(self.said, "NOT REFUSED: {what}");
            return;
        };
        self.say(what, &error);
    }

    fn say(&mut self, what: &str, error: &Error) {
        let _ = writeln!(self.said, "{what}\n  {error}\n  {error:?}\n  {error:#?}");
        for lang in Lang::ALL {
            let _ = writeln!(self.said, "  {}", text::error(error, &Words::new(lang)));
        }
        let mut cause = std::error::Error::source(error);
        while let Some(source) = cause {
            let _ = writeln!(self.said, "  {source} {source:?}");
            cause = source.source();
        }
        let name: String = format!("{error:?}").chars().take_while(char::is_ascii_alphanumeric).collect();
        if self.kinds.insert(name.clone()) {
            let _ = writeln!(self.said, "KIND {name}");
        }
    }
}

fn word(length: usize) -> String {
    CANARY.chars().cycle().take(length).collect()
}

/// A record in which every word is a canary.
fn lived(companion: &Companion) -> Result<()> {
    let person = companion.add_person(CANARY, Role::Patient, hanako().zone)?.id;
    let at = Stamp::in_zone(NOW.plus(-Millis::DAY), hanako().zone);
    let item = NewMealItem::Quick { text: CANARY.to_owned(), kcal: Some(CANARY_NUMBER) };
    let photo = Some(Photo::new([b"\xff\xd8\xff\xda\0\x02", word(9_000).as_bytes(), b"\xff\xd9"].concat())?);
    let meal = NewMeal { lang: Lang::Ja, slot: MealSlot::Lunch, items: vec![item], note: word(2_000), photo };
    companion.add_meal(person, at, &meal)?;
    let goal = Goal::Amount { at_least: CANARY_NUMBER, unit: CANARY.to_owned() };
    let habit = companion.add_habit(person, at, &NewHabit { name: word(100), goal, schedule: Schedule::Daily })?;
    companion.tick(person, habit.id, at, CANARY_NUMBER)?;
    companion.add_vital(person, at, Vital::BloodPressure(BloodPressure::new(137.0, 83.0, None)?))?;
    let mut rows = String::from("Device,Start_Date,Start_Time,Value\n");
    for minute in 0..600 {
        let (hour, minute) = (minute / 60, minute % 60);
        let _ = writeln!(rows, "{CANARY},2026-04-20,{hour:02}:{minute:02}:00,131");
    }
    companion.import(person, Cursor::new(rows), &mut |_| ControlFlow::Continue(())).map_err(|stopped| stopped.cause)?;
    companion.notice(person)?;
    let mut strap = companion.begin_recording(person, CANARY)?;
    strap.hear(companion, NOW, &[0, 77])?;
    strap.finish(companion)?;
    companion.search_food(Some(person), CANARY, 5)?;
    Ok(())
}

/// The key that a record changes to and from.
const OTHER: SecretKey = SecretKey::from_bytes([9; 32]);

/// A record that is backed up, restored elsewhere, given another key, shown and erased from.
fn looked_after(companion: &Companion, folder: &Path) -> Outcome {
    let saved = folder.join("saved.backup");
    companion.backup(&saved, &key(), "")?;
    for _ in 0..2 {
        Store::restore(&saved, &key(), &folder.join("second.db"), &OTHER)?;
    }
    companion.rekey(&OTHER)?;
    companion.rekey(&key())?;
    for person in companion.people()? {
        let today = companion.today(person.id)?;
        companion.day(person.id, today)?;
        let at = Stamp::in_zone(NOW, person.zone);
        let extra = NewMealItem::Quick { text: CANARY.to_owned(), kcal: None };
        let meal =
            NewMeal { lang: Lang::Ja, slot: MealSlot::Snack, items: vec![extra], note: word(2_000), photo: None };
        let erased = companion.add_meal(person.id, at, &meal)?;
        companion.erase_record(erased.id)?;
    }
    Ok(())
}

/// Meals of a full store: enough that whatever is done with it takes a while.
const MEALS: u128 = 400;

fn fill(path: &Path) -> Outcome {
    let store = Store::open(path, &key())?;
    let hanako = hanako();
    let mut meal = Meal::new(MealSlot::Lunch, vec![MealItem::quick(CANARY, Some(CANARY_NUMBER))?])?;
    meal.note = word(2_000);
    store.write(|store| {
        store.put_person(&hanako)?;
        (1..=MEALS).try_for_each(|n| {
            let at = Stamp::in_zone(NOW, hanako.zone);
            store
                .put_record(&Record {
                    id: RecordId(uuid::Uuid::from_u128(n)),
                    person: hanako.id,
                    revision: 1,
                    status: RecordStatus::Active,
                    at,
                    source: SourceId::derive(hanako.id, "manual"),
                    written: at.at,
                    entry: Entry::Meal(meal.clone()),
                })
                .map(drop)
        })
    })?;
    store.pause()?;
    say("done");
    Ok(())
}

/// A line that is out before the next thing is done.
fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}

fn chores(path: &Path) -> Outcome {
    // Whichever key a death has left it with.
    let store = Store::open(path, &key()).or_else(|_| Store::open(path, &OTHER))?;
    let (saved, second) = (path.with_file_name("saved.backup"), path.with_file_name("second.db"));
    for round in 0..4 {
        if saved.exists() {
            std::fs::remove_file(&saved)?;
        }
        say("saving");
        store.backup(&saved, &key(), "")?;
        say("restoring");
        if let Some(aside) = Store::restore(&saved, &key(), &second, &OTHER)?.moved_aside {
            std::fs::remove_file(aside)?;
        }
        say("changing the key");
        let next = if round % 2 == 0 { OTHER } else { key() };
        store.rekey(&next)?;
        say("erasing");
        let meals = store.read(|store| store.records_of(hanako().id, RecordKind::Meal))?;
        store.write(|store| meals.iter().step_by(40).try_for_each(|meal| store.erase_record(meal.id)))?;
        store.tidy()?;
    }
    say("done");
    Ok(())
}

/// Values that are refused.
fn entries(companion: &Companion, failures: &mut Failures) {
    let (person, stranger) = (hanako().id, PersonId(uuid::Uuid::from_u128(99)));
    let at = Stamp::in_zone(NOW, hanako().zone);
    let meal =
        |item| NewMeal { lang: Lang::Ja, slot: MealSlot::Lunch, items: vec![item], note: String::new(), photo: None };
    let quick = |text: String, kcal| meal(NewMealItem::Quick { text, kcal });
    let food = FoodCode("mext:01088".to_owned());
    let portion = Portion { amount: CANARY_NUMBER, measure: CANARY.to_owned() };
    let habit = |name: String, goal| NewHabit { name, goal, schedule: Schedule::Daily };

    failures.expect("a name too long", companion.add_person(&word(101), Role::Patient, hanako().zone));
    failures.expect("a meal too long", companion.add_meal(person, at, &quick(word(201), None)));
    failures.expect("energy", companion.add_meal(person, at, &quick(CANARY.to_owned(), Some(-CANARY_NUMBER))));
    failures.expect("no picture", Photo::new(word(90).into_bytes()).map_err(Error::from));
    failures.expect("a note", companion.add_meal(person, at, &NewMeal { note: word(2_001), ..quick(word(9), None) }));
    let unknown = NewMealItem::Grams { code: FoodCode(CANARY.to_owned()), grams: CANARY_NUMBER };
    failures.expect("a food", companion.add_meal(person, at, &meal(unknown)));
    let grams = NewMealItem::Grams { code: food.clone(), grams: CANARY_NUMBER * 1e3 };
    failures.expect("grams", companion.add_meal(person, at, &meal(grams)));
    let measure = NewMealItem::Portion { code: food, portion };
    failures.expect("a measure", companion.add_meal(person, at, &meal(measure)));
    failures.expect("a habit", companion.add_habit(person, at, &habit(word(101), Goal::YesNo)));
    let goal = Goal::Amount { at_least: -CANARY_NUMBER, unit: CANARY.to_owned() };
    failures.expect("a goal", companion.add_habit(person, at, &habit(CANARY.to_owned(), goal)));
    failures.expect("a tick", companion.tick(person, RecordId(uuid::Uuid::nil()), at, CANARY_NUMBER));
    let pressure = BloodPressure::new(CANARY_NUMBER, 83.0, None).map_err(Error::from);
    failures.expect("a pressure", pressure);
    failures.expect("a weight", Vital::single(VitalKind::Weight, CANARY_NUMBER).map_err(Error::from));
    failures.expect("a strap's name", companion.begin_recording(person, &word(201)));
    failures.expect("a strap without a name", companion.begin_recording(person, ""));
    failures.expect("a stranger", companion.person(stranger));
    failures.expect("a stranger's meal", companion.add_meal(stranger, at, &quick(CANARY.to_owned(), None)));
    failures.expect("no record", companion.delete(RecordId(uuid::Uuid::nil())));
    let seen = mimamori::model::finding::FindingState::Seen;
    failures.expect("no finding", companion.mark_finding(FindingId(uuid::Uuid::nil()), seen));
}

/// Files with a canary where none belongs.
fn files(companion: &Companion, failures: &mut Failures) {
    let heart = "Device,Start_Date,Start_Time,Value";
    let steps = "Device,Start_Date,Start_Time,End_Date,End_Time,Steps";
    let xml = "<?xml version=\"1.0\"?>\n<!DOCTYPE HealthData []>\n<HealthData locale=\"ja_JP\">";
    let record = |kind: &str, value: &str| {
        format!(
            "<Record type=\"{kind}\" sourceName=\"{CANARY}\" unit=\"{CANARY}\" value=\"{value}\" \
             startDate=\"{CANARY}\" endDate=\"{CANARY}\"/>"
        )
    };
    let mut packed = b"\xfd7zXZ\0".to_vec();
    packed.extend_from_slice(CANARY.as_bytes());
    let mut zip = b"PK\x03\x04".to_vec();
    zip.extend_from_slice(word(400).as_bytes());
    for (what, bytes) in [
        ("nothing known", format!("{CANARY}\n{CANARY}")),
        ("a table of nonsense", format!("{heart}\n{CANARY},{CANARY},{CANARY},{CANARY}\n{CANARY}\n")),
        ("impossible rates", format!("{heart}\n{CANARY},2026-04-20,01:00:00,{CANARY_NUMBER}\n")),
        ("steps of nonsense", format!("{steps}\n{CANARY},2026-04-20,{CANARY},2026-04-20,01:00:00,7\n")),
        ("an export that ends in the middle", format!("{xml}{}", record(CANARY, CANARY))),
        ("an export with wrong tags", format!("{xml}<{CANARY} {CANARY}=\"{CANARY}\"></HealthData>")),
        ("an export with an entity", format!("{xml}<Record type=\"&{CANARY};\"/></HealthData>")),
        ("rates of nonsense", format!("{xml}{}</HealthData>", record("HKQuantityTypeIdentifierHeartRate", CANARY))),
    ]
    .map(|(what, text)| (what, text.into_bytes()))
    .into_iter()
    .chain([("a damaged archive", zip), ("damaged packing", packed)])
    {
        // Some of these are taken with everything in them skipped; that is no failure.
        if let Err(stopped) = companion.import(hanako().id, Cursor::new(bytes), &mut |_| ControlFlow::Continue(())) {
            let _ = writeln!(failures.said, "{what}: {stopped} {stopped:?}");
            failures.say(what, &stopped.cause);
        }
    }
    let recordings = [
        format!("{CANARY} 1648\n"),
        format!("2026-04-25T20:15:00+09:00 {CANARY}\n"),
        format!("+{CANARY} 1648\n"),
        word(5_000),
    ];
    for recording in recordings {
        for frame in replay::frames(BufReader::new(recording.as_bytes())) {
            failures.expect("a recording", frame);
        }
    }
}

/// Stores that do not open, cannot be written, or hold what cannot be understood.
fn stores(companion: &Companion, path: &Path, failures: &mut Failures) -> Outcome {
    let beside = |name: &str| path.with_file_name(format!("{name} {CANARY_FILE}"));
    failures.expect("no folder", Store::open(&beside("nowhere").join("record.db"), &key()));

    companion.set_phase(Phase::Background)?;
    failures.expect("paused", companion.people());
    let whole = std::fs::read(path)?;
    companion.set_phase(Phase::Foreground)?;

    let copy = beside("copy");
    std::fs::write(&copy, &whole)?;
    failures.expect("a wrong key", Store::open(&copy, &SecretKey::from_bytes([8; 32])));
    let mut damaged = whole.clone();
    damaged.iter_mut().skip(64).step_by(97).for_each(|byte| *byte ^= 0x55);
    std::fs::write(&copy, &damaged)?;
    failures.expect("a damaged file", Store::open(&copy, &key()));

    tampered(&copy, &whole, "PRAGMA user_version = 99")?;
    failures.expect("a newer store", Store::open(&copy, &key()));
    let nonsense = format!("UPDATE record SET body = '{{\"kind\":\"{CANARY}\",\"entry\":\"{CANARY}\"}}'");
    tampered(&copy, &whole, &nonsense)?;
    let store = open(&copy, &key());
    let habits =
        store.and_then(|store| store.people()?.iter().map(|one| store.habits(one.id)).collect::<Result<Vec<_>>>());
    failures.expect("records of nonsense", habits);
    tampered(&copy, &whole, &format!("UPDATE person SET body = '{CANARY}'"))?;
    failures.expect("people of nonsense", open(&copy, &key()).and_then(|companion| companion.catch_up()));
    tampered(&copy, &whole, "DROP TABLE record_history; DROP TABLE record")?;
    let store = Store::open(&copy, &key())?;
    failures.expect("a table that is gone", store.read(|store| store.record(RecordId(uuid::Uuid::nil()))));

    std::fs::write(&copy, &whole)?;
    let other = locked(&copy)?;
    let store = Store::open(&copy, &key())?;
    failures.expect("in use", store.write(|store| store.put_person(&hanako())));
    drop(other);

    // What this machine cannot be brought to do.
    for error in [
        Error::Full,
        Error::ReadOnly,
        Error::NoRandomness,
        Error::File(std::io::ErrorKind::PermissionDenied),
        mimamori::sync::SyncError::Offline.into(),
        mimamori::sync::SyncError::NeedsSignIn.into(),
        mimamori::sync::SyncError::Running.into(),
        mimamori::sync::SyncError::NoThread.into(),
    ] {
        failures.say("made", &error);
    }
    Ok(())
}

/// A file name that does not hold the canary: names of files are not encrypted.
const CANARY_FILE: &str = "of the record";

/// The store `whole`, changed behind the core's back.
fn tampered(path: &Path, whole: &[u8], sql: &str) -> Outcome {
    for end in ["-wal", "-shm"] {
        let mut beside = path.as_os_str().to_owned();
        beside.push(end);
        let _ = std::fs::remove_file(beside);
    }
    std::fs::write(path, whole)?;
    keyed(path)?.execute_batch(sql)?;
    Ok(())
}

/// Another program that writes.
fn locked(path: &Path) -> std::result::Result<Connection, rusqlite::Error> {
    let connection = keyed(path)?;
    connection.execute_batch("BEGIN IMMEDIATE")?;
    Ok(connection)
}

fn keyed(path: &Path) -> std::result::Result<Connection, rusqlite::Error> {
    let connection = Connection::open(path)?;
    let bytes: String = key().as_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    connection.execute_batch(&format!("PRAGMA key = \"x'{bytes}'\"; PRAGMA cipher_hmac_algorithm = HMAC_SHA256"))?;
    Ok(connection)
}
