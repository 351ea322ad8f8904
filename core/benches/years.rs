//! A record of years: charts, opening, and one meal, each beside its peer in the same run.
//!
//! The record: one sample a second all day, three meals, two measurements, a habit's tick and hourly steps
//! a day. `MIMAMORI_YEARS` says how long (1; the long chore takes 10). Beside it:
//!
//! - charts: the same samples of one year as rows of plain SQLite, in the order of time, summed up by SQL into 500
//!   points, in two ways: grouped in one statement, which sorts, or a statement for each point, which does not. Each
//!   side has a turn of several charts in a row; the first of a turn finds the processor's caches as the other
//!   side left them, and is told apart. The peer's turns run on a thread of their own, for a sorter of a million rows
//!   leaves the allocator of its thread in pieces, and whoever comes next pays for it;
//! - opening: the same store, unencrypted, opened with plain SQLite and asked for the same rows, which
//!   are only read, not understood.
//!
//! Run with `cargo bench -p mimamori --bench years`; `-- opening` and the like behind it for one part. In a folder that
//! `MIMAMORI_YEARS_IN` names, the files stay for another run: ten years take minutes to make.

#![expect(clippy::expect_used, reason = "a measurement may stop")]

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use mimamori::clock::FixedClock;
use mimamori::companion::{Companion, NewHabit, NewMeal, NewMealItem};
use mimamori::model::habit::{Goal, Schedule};
use mimamori::model::heart::{Bpm, Contact, HeartSample};
use mimamori::model::meal::{FoodCode, Meal, MealItem, MealSlot};
use mimamori::model::person::{Person, Role, Source, SourceKind};
use mimamori::model::steps::StepInterval;
use mimamori::model::vital::{BloodPressure, Vital, VitalKind};
use mimamori::model::{Entry, LocalDay, Millis, PersonId, Record, RecordId, RecordStatus, SourceId, Stamp, TimeRange};
use mimamori::store::{Bucket, SecretKey, Store};
use mimamori::text::Lang;
use rusqlite::Connection;
use uuid::Uuid;

/// 2026-11-22T12:00:00Z: the evening of a day in Tokyo, half of which is recorded.
const NOW: Millis = Millis(1_795_348_800_000);
const KEY: [u8; 32] = [7; 32];
const YEAR: i64 = 365;

fn main() {
    // `cargo test --all-targets` runs this, too; only `cargo bench` asks for figures.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let years = std::env::var("MIMAMORI_YEARS").ok().and_then(|text| text.parse().ok()).unwrap_or(1);
    let asked = |part: &str| {
        let mut parts = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).peekable();
        parts.peek().is_none() || parts.any(|argument| argument == part)
    };
    let made = tempfile::tempdir().expect("a folder");
    let kept = std::env::var_os("MIMAMORI_YEARS_IN").map(PathBuf::from);
    let folder = kept.as_deref().unwrap_or(made.path());
    let path = folder.join("record.db");
    let person = person();
    let started = Instant::now();
    if !path.exists() {
        fill(&path, &person, years * YEAR);
    }
    let size = std::fs::metadata(&path).expect("a file").len();
    println!("{years} year(s), {} MB, made in {:.0} s", size / 1_000_000, started.elapsed().as_secs_f64());
    if asked("charts") {
        let rows = folder.join("rows.db");
        if !rows.exists() {
            fill_rows(&rows);
        }
        println!("rows of one year: {} MB", std::fs::metadata(&rows).expect("a file").len() / 1_000_000);
        charts(&path, &rows, &person);
    }
    if asked("opening") {
        opening(&path, &folder.join("plain.db"), &person);
    }
    if asked("meals") {
        meals(&path, &person);
    }
}

fn person() -> Person {
    Person::new(PersonId(Uuid::from_u128(1)), "Hanako", Role::Patient, chrono_tz::Asia::Tokyo).expect("a person")
}

fn open(path: &Path) -> Companion {
    Companion::open(path, &SecretKey::from_bytes(KEY), Arc::new(FixedClock::new(NOW))).expect("the record opens")
}

fn timed<T>(mut work: impl FnMut() -> T) -> Duration {
    let start = Instant::now();
    black_box(work());
    start.elapsed()
}

/// The medians of `rounds` of each, in turns, so that a busy machine slows both.
fn beside(rounds: usize, mut ours: impl FnMut() -> Duration, mut theirs: impl FnMut() -> Duration) -> (f64, f64) {
    let (mut a, mut b) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        a.push(ours());
        b.push(theirs());
    }
    (median(a), median(b))
}

/// In milliseconds.
fn median(mut times: Vec<Duration>) -> f64 {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default().as_secs_f64() * 1e3
}

fn charts(path: &Path, rows: &Path, person: &Person) {
    let store = Store::open(path, &SecretKey::from_bytes(KEY)).expect("the store opens");
    let mut rows = Connection::open(rows).expect("rows");
    let today = Stamp::in_zone(NOW, person.zone).day();
    let day = today.plus_days(-20).range_in(person.zone);
    let year = TimeRange::new(today.plus_days(-YEAR).range_in(person.zone).start, today.range_in(person.zone).start);
    let charts = [
        ("a day", day, [("five minutes", Bucket::FiveMinutes), ("a minute", Bucket::Minute)], 15),
        ("a year", year, [("a day", Bucket::Day), ("an hour", Bucket::Hour)], 3),
    ];
    for (what, range, buckets, turns) in charts {
        let (mut ours, mut theirs) = ([Turns::default(), Turns::default()], [Turns::default(), Turns::default()]);
        for _ in 0..turns {
            for (grouped, turns) in [true, false].into_iter().zip(&mut theirs) {
                let turn = || turns.take(2, || timed_points(|| sum_rows(&mut rows, range, grouped)));
                std::thread::scope(|scope| scope.spawn(turn).join()).expect("a turn");
                for ((_, bucket), turns) in buckets.iter().zip(&mut ours) {
                    let chart = || store.read(|r| r.heart_curve(person.id, range, *bucket)).expect("a curve").len();
                    turns.take(5, || timed_points(chart));
                }
            }
        }
        for ((by, _), ours) in buckets.iter().zip(ours) {
            let (first, again) = (median(ours.first), median(ours.again));
            println!("chart of {what} by {by}, {} points: {again:.3} ms, first of a turn {first:.3} ms", ours.points);
            for (how, theirs) in ["grouped", "a statement a point"].into_iter().zip(&theirs) {
                let (cold, rows) = (median(theirs.first.clone()), median(theirs.again.clone()));
                println!(
                    "  rows, {how}, {} points: {rows:.1} ms, first {cold:.1} ms; ours is {:.0} times as fast, first of a turn \
                     {:.0} times",
                    theirs.points,
                    rows / again,
                    cold / first
                );
            }
        }
    }
    // The oldest year of the store takes as long as the newest: only what is drawn is read.
    let first = store.read(|r| r.first_heart(person.id)).expect("a start").expect("a start");
    let oldest = TimeRange::new(first, first.plus(YEAR * Millis::DAY));
    let times =
        |range| (0..9).map(|_| timed(|| store.read(|r| r.heart_curve(person.id, range, Bucket::Day)))).collect();
    println!("  the newest year {:.3} ms, the oldest {:.3} ms", median(times(year)), median(times(oldest)));
}

/// What one side took: the first of each turn, and the others.
#[derive(Default)]
struct Turns {
    first: Vec<Duration>,
    again: Vec<Duration>,
    points: usize,
}

impl Turns {
    fn take(&mut self, charts: usize, mut chart: impl FnMut() -> (usize, Duration)) {
        for n in 0..charts {
            let (points, time) = chart();
            self.points = points;
            if n == 0 { &mut self.first } else { &mut self.again }.push(time);
        }
    }
}

fn timed_points(chart: impl FnOnce() -> usize) -> (usize, Duration) {
    let start = Instant::now();
    (black_box(chart()), start.elapsed())
}

/// Five hundred points by SQL; how many there are.
fn sum_rows(rows: &mut Connection, range: TimeRange, grouped: bool) -> usize {
    let read = |row: &rusqlite::Row<'_>| row.get::<_, Option<f64>>(2);
    if grouped {
        let sql = "SELECT (at - ?1) * 500 / (?2 - ?1) AS point, count(*), avg(bpm), min(bpm), max(bpm) FROM heart
                   WHERE person = 1 AND source = 1 AND at >= ?1 AND at < ?2 GROUP BY point";
        let mut statement = rows.prepare_cached(sql).expect("a statement");
        return statement.query_map((range.start.0, range.end.0), read).expect("rows").count();
    }
    let sql = "SELECT ?1, count(*), avg(bpm), min(bpm), max(bpm) FROM heart
               WHERE person = 1 AND source = 1 AND at >= ?1 AND at < ?2";
    let mut statement = rows.prepare_cached(sql).expect("a statement");
    let edge = |n: i64| range.start.plus(range.end.since(range.start) * n / 500).0;
    (0..500).filter(|n| statement.query_row((edge(*n), edge(n + 1)), read).is_ok()).count()
}

fn opening(path: &Path, plain: &Path, person: &Person) {
    let companion = open(path);
    companion.catch_up().expect("a look at what came");
    drop(companion);
    // As the record is now: of an earlier run there may be another.
    let _ = std::fs::remove_file(plain);
    let hex: String = KEY.iter().map(|byte| format!("{byte:02x}")).collect();
    let copy = Connection::open(path).expect("the store");
    copy.execute_batch(&format!("PRAGMA key = \"x'{hex}'\"; PRAGMA cipher_hmac_algorithm = HMAC_SHA256"))
        .expect("the key");
    copy.execute("ATTACH DATABASE ?1 AS plain KEY ''", [plain.to_str().expect("a path")]).expect("a copy");
    copy.query_row("SELECT sqlcipher_export('plain')", [], |_| Ok(())).expect("a copy");
    drop(copy);
    Connection::open(plain).expect("plain").execute_batch("PRAGMA journal_mode = WAL").expect("WAL");
    let today = Stamp::in_zone(NOW, person.zone).day();
    let mut seen = 0;
    let (a, b) = beside(
        41,
        || {
            // What is open is closed when the clock has stopped.
            let start = Instant::now();
            let companion = open(path);
            let view = companion.day(person.id, today).expect("a day");
            let time = start.elapsed();
            assert!(view.heart.is_some() && view.meals.len() == 3 && view.steps.is_some());
            time
        },
        || {
            let start = Instant::now();
            let connection = Connection::open(plain).expect("plain");
            seen = read_today(&connection, person, today);
            start.elapsed()
        },
    );
    println!("open and see today: ours {a:.2} ms, plain SQLite {b:.2} ms ({seen} rows): {:.2} times as long", a / b);
    let store = || Store::open(path, &SecretKey::from_bytes(KEY)).expect("the store");
    let companion = open(path);
    println!(
        "  of it the store {:.2} ms; today again {:.2} ms; behind it, catching up where nothing came {:.2} ms",
        median((0..21).map(|_| timed(store)).collect()),
        median((0..21).map(|_| timed(|| companion.day(person.id, today))).collect()),
        median((0..21).map(|_| timed(|| companion.catch_up())).collect()),
    );
}

/// What stands in the plain file for the same view, read to the last column. The sources come first in each
/// join: left alone, SQLite reads every step that the person ever took.
fn read_today(plain: &Connection, person: &Person, today: LocalDay) -> usize {
    let range = today.range_in(person.zone);
    let (id, day) = (person.id.as_bytes().as_slice(), today.epoch_days());
    let (from, to) = (range.start.0, range.end.0);
    let (first, last) = (range.start.hour_index(), range.end.hour_index());
    let mut seen = 0;
    let mut read = |sql: &str, params: &[&dyn rusqlite::ToSql]| {
        let mut statement = plain.prepare_cached(sql).expect("a statement");
        let columns = statement.column_count();
        let mut rows = statement.query(params).expect("rows");
        while let Some(row) = rows.next().expect("a row") {
            for column in 0..columns {
                black_box(row.get_ref(column).expect("a column"));
            }
            seen += 1;
        }
    };
    read("SELECT body FROM person WHERE id = ?1", &[&id]);
    let record = "SELECT id, person, revision, status, at, offset_s, zone, source, written, body FROM record";
    let on_days = format!(
        "{record} INDEXED BY record_by_day
         WHERE person = ?1 AND kind = ?2 AND day >= ?3 AND day <= ?4 AND status = 'active' ORDER BY at, id"
    );
    let always = (i64::MIN, i64::MAX);
    for (kind, (from, to)) in [
        ("meal", (day, day)),
        ("vital", (day, day)),
        ("dose", (day, day)),
        ("symptom", (day - 60, day + 60)),
        ("event", (day - 366, day)),
        ("sleep", (day - 2, day + 2)),
        ("habit", always),
        ("medicine", always),
    ] {
        read(&on_days, &[&id, &kind, &from, &to]);
    }
    read(
        &format!(
            "{record} INDEXED BY finding_by_day
             WHERE person = ?1 AND kind = 'finding' AND json_extract(body, '$.entry.day') = ?2"
        ),
        &[&id, &today.to_string()],
    );
    // As far back as a streak of all the years makes ours look.
    let blocks = ((day - 4 * 4 * 366).div_euclid(512), day.div_euclid(512));
    read(
        "SELECT block, habit, ticks FROM habit_course WHERE person = ?1 AND block >= ?2 AND block <= ?3",
        &[&id, &blocks.0, &blocks.1],
    );
    read("SELECT id, kind, name FROM source WHERE person = ?1 ORDER BY rank, name, id", &[&id]);
    read(
        "SELECT h.hour, h.count, h.sum, h.low, h.high, h.minutes FROM source s
         CROSS JOIN heart_hour h ON h.person = s.person AND h.source = s.id AND h.hour >= ?2 AND h.hour <= ?3
         WHERE s.person = ?1",
        &[&id, &first, &last],
    );
    read(
        "SELECT p.hours, p.fives FROM heart_series s
         JOIN heart_past p ON p.place >= s.n * 16777216 + ?2 AND p.place <= s.n * 16777216 + ?3 WHERE s.person = ?1",
        &[&id, &(first.div_euclid(24) + 8_388_608), &(last.div_euclid(24) + 8_388_608)],
    );
    read(
        "SELECT h.last_sample, h.last_bpm FROM source s
         CROSS JOIN heart_hour h ON h.person = s.person AND h.source = s.id AND h.hour >= ?2 AND h.hour <= ?3
         WHERE s.person = ?1 ORDER BY h.hour DESC LIMIT 1",
        &[&id, &(NOW.hour_index() - 1), &NOW.hour_index()],
    );
    read(
        r#"SELECT t.source, t.start, t."end", t.count FROM source s
           CROSS JOIN step t ON t.person = s.person AND t.source = s.id AND t.start >= ?2 AND t.start < ?3
           WHERE s.person = ?1"#,
        &[&id, &(from - 2 * Millis::DAY), &to],
    );
    for kind in ["active", "basal"] {
        read(
            r#"SELECT e.start, e."end", e.milli_kcal FROM source s
               CROSS JOIN energy e ON e.person = s.person AND e.source = s.id AND e.kind = ?4 AND e.start >= ?2 AND e.start < ?3
               WHERE s.person = ?1"#,
            &[&id, &(from - 2 * Millis::DAY), &to, &kind],
        );
    }
    seen
}

/// One meal after another, each on the disk when it is answered.
fn meals(path: &Path, person: &Person) {
    let companion = open(path);
    let at = Stamp::in_zone(NOW, person.zone);
    let item = || NewMealItem::Grams { code: FoodCode("mext:01088".to_owned()), grams: 150.0 };
    let mut times: Vec<Duration> = (0..301)
        .map(|_| {
            let meal = NewMeal {
                lang: Lang::Ja,
                slot: MealSlot::Dinner,
                items: vec![item()],
                note: String::new(),
                photo: None,
            };
            timed(|| companion.add_meal(person.id, at, &meal).expect("a meal"))
        })
        .collect();
    times.sort();
    let at = |share: usize| times.get(times.len() * share / 100).copied().unwrap_or_default().as_secs_f64() * 1e3;
    println!("one meal, durable: median {:.2} ms, 95 of 100 under {:.2} ms", at(50), at(95));
}

/// A heart that drifts and breathes, one sample a second; always the same.
fn rates(state: &mut u64) -> impl FnMut(i64) -> u16 + '_ {
    let (mut drift, mut effort) = (0.0, 0.0);
    move |second| {
        let mut draw = || {
            *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            #[expect(clippy::cast_precision_loss, reason = "24 bits")]
            let part = (*state >> 40) as f64 / f64::from(1 << 24);
            part
        };
        #[expect(clippy::cast_precision_loss, reason = "seconds of a day")]
        let at = second as f64;
        drift = 0.999 * drift + (draw() - 0.5) * 0.6;
        if draw() < 0.0003 {
            effort = draw() * 60.0;
        }
        effort *= 0.995;
        let clock = 66.0 - 10.0 * (at / 86_400.0 * std::f64::consts::TAU).cos();
        let breath = 1.5 * (at / 4.3 * std::f64::consts::TAU).sin();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "held between 35 and 210")]
        let bpm = (clock + drift + effort + breath).round().clamp(35.0, 210.0) as u16;
        bpm
    }
}

/// Seconds of a UTC day that are recorded: all, but today only up to now.
fn seconds(day: i64) -> i64 {
    ((NOW.0 - day * Millis::DAY) / 1000).clamp(0, 86_400)
}

fn fill(path: &Path, person: &Person, days: i64) {
    let companion = open(path);
    companion.put_person(person).expect("a person");
    let habit = NewHabit { name: "walk".to_owned(), goal: Goal::YesNo, schedule: Schedule::Daily };
    let today = NOW.0.div_euclid(Millis::DAY);
    let begun = Stamp::in_zone(Millis((today - days) * Millis::DAY), person.zone);
    let habit = companion.add_habit(person.id, begun, &habit).expect("a habit").id;
    let meal = |name: &str| {
        let rice = MealItem::quick(name, Some(520.0)).expect("an item");
        Entry::Meal(Meal::new(MealSlot::Lunch, vec![rice.clone(), rice]).expect("a meal"))
    };
    drop(companion);
    let store = Store::open(path, &SecretKey::from_bytes(KEY)).expect("the store");
    let source = |name: &str, kind| Source { id: SourceId::derive(person.id, name), kind, name: name.to_owned() };
    let (strap, phone) = (source("strap", SourceKind::Bluetooth), source("phone", SourceKind::Phone));
    store.write(|w| w.put_source(person.id, &strap).and_then(|()| w.put_source(person.id, &phone))).expect("sources");
    let mut state = 20_251_124_u64;
    let mut name = 1_000_u128;
    for day in today - days + 1..=today {
        let start = Millis(day * Millis::DAY);
        let mut rate = rates(&mut state);
        let samples: Vec<HeartSample> = (0..seconds(day))
            .map(|second| HeartSample {
                at: start.plus(second * 1000),
                bpm: Bpm::new(rate(second)).expect("a rate"),
                contact: Contact::Detected,
            })
            .collect();
        let steps: Vec<StepInterval> = (0..seconds(day) / 3600)
            .map(|hour| {
                let from = start.plus(hour * Millis::HOUR);
                StepInterval::new(from, from.plus(10 * Millis::MINUTE), 400).expect("steps")
            })
            .collect();
        store
            .write(|w| {
                // Today comes as a strap brings it: a minute at a time.
                let live = if day == today { 60 } else { samples.len() };
                for part in samples.chunks(live.max(1)) {
                    w.append_heart(person.id, strap.id, part, &[])?;
                }
                w.append_steps(person.id, phone.id, &steps)?;
                let pressure = BloodPressure::new(128.0, 82.0, None)?;
                for (hour, entry) in [
                    (0, meal("ごはん")),
                    (3, meal("うどん")),
                    (10, meal("焼き魚定食")),
                    (1, Entry::Vital(Vital::BloodPressure(pressure))),
                    (2, Entry::Vital(Vital::single(VitalKind::Weight, 52.5)?)),
                    (11, Entry::Tick(mimamori::model::habit::Tick::new(habit, 1.0)?)),
                ] {
                    name += 1;
                    let at = start.plus(hour * Millis::HOUR);
                    w.put_record(&Record {
                        id: RecordId(Uuid::from_u128(name)),
                        person: person.id,
                        revision: 1,
                        status: RecordStatus::Active,
                        at: Stamp::in_zone(at, person.zone),
                        source: phone.id,
                        written: at,
                        entry,
                    })?;
                }
                Ok(())
            })
            .expect("a day");
    }
    store.pause().expect("the store closes");
}

/// The newest year, as rows.
fn fill_rows(path: &Path) {
    let mut connection = Connection::open(path).expect("rows");
    connection
        .execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;
             CREATE TABLE heart (person INTEGER NOT NULL, source INTEGER NOT NULL, at INTEGER NOT NULL,
                                 bpm INTEGER NOT NULL, contact INTEGER NOT NULL,
                                 PRIMARY KEY (person, source, at)) STRICT, WITHOUT ROWID;",
        )
        .expect("a table");
    let today = NOW.0.div_euclid(Millis::DAY);
    let mut state = 20_251_124_u64;
    for day in today - YEAR..=today {
        let mut rate = rates(&mut state);
        let transaction = connection.transaction().expect("a transaction");
        {
            let mut insert =
                transaction.prepare_cached("INSERT INTO heart VALUES (1, 1, ?1, ?2, 1)").expect("a statement");
            for second in 0..seconds(day) {
                insert.execute((day * Millis::DAY + second * 1000, rate(second))).expect("a row");
            }
        }
        transaction.commit().expect("a day");
    }
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).expect("a checkpoint");
}
