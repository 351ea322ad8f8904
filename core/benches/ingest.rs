//! A day of heart rate, one sample a second, onto the disk.
//!
//! Ours: the encrypted store, everything that an append does (packing, roll-ups, the outbox of one
//! platform), committed and synced. Beside it, in the same run: one row a sample in plain SQLite,
//! in one transaction, with the same promise that nothing is there twice and the same
//! durability. Run with `cargo bench --bench ingest`.

use std::path::Path;
use std::time::{Duration, Instant};

use mimamori::model::heart::{Bpm, Contact, HeartSample};
use mimamori::model::person::{Person, Role, Source, SourceKind};
use mimamori::model::platform::{Access, Platform};
use mimamori::model::{Millis, PersonId, PlatformId, SourceId};
use mimamori::store::{SecretKey, Store};
use uuid::Uuid;

const SECONDS: i64 = 86_400;
const MIDNIGHT: Millis = Millis(1_763_910_000_000);
const ROUNDS: usize = 7;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> Outcome<()> {
    for (shape, jitter) in [("on the second", false), ("as a radio hears them", true)] {
        let samples = day(jitter)?;
        let mut ours = Vec::new();
        let mut rows = Vec::new();
        // In turns, so that a busy machine slows both.
        for _ in 0..ROUNDS {
            ours.push(store_day(&samples)?);
            rows.push(row_day(&samples)?);
        }
        let (ours, rows) = (typical(ours), typical(rows));
        println!("{} samples {shape}", samples.len());
        for (name, (time, bytes)) in [("encrypted store", ours), ("plain SQLite, one row a sample", rows)] {
            println!("  {name:<32} {:>8.1} ms {:>9} bytes", time.as_secs_f64() * 1e3, bytes);
        }
        println!(
            "  ours is {:.1} times as fast and {:.1} times as small",
            rows.0.as_secs_f64() / ours.0.as_secs_f64(),
            ratio(rows.1, ours.1),
        );
    }
    flushes()
}

/// A strap's flush of ten seconds: how long a screen's thread would wait for it.
fn flushes() -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let (store, person, source) = open(folder.path())?;
    let samples = day(true)?;
    let mut times = Vec::new();
    for flush in samples.chunks(10).take(720) {
        let start = Instant::now();
        store.write(|w| w.append_heart(person, source, flush, &[]))?;
        times.push(start.elapsed());
    }
    times.sort();
    let at = |part: usize| times.get(times.len() * part / 100).copied().unwrap_or_default().as_secs_f64() * 1e3;
    println!("720 flushes of ten samples: median {:.2} ms, 99 of 100 under {:.2} ms", at(50), at(99));
    Ok(())
}

/// The median time, and the size, which is the same each time.
fn typical(mut runs: Vec<(Duration, u64)>) -> (Duration, u64) {
    runs.sort();
    runs.get(runs.len() / 2).copied().unwrap_or_default()
}

#[expect(clippy::cast_precision_loss, reason = "sizes of files are far below 2^52")]
fn ratio(a: u64, b: u64) -> f64 {
    a as f64 / b as f64
}

/// A heart that drifts over the day, breathes, moves about and drops a sample now and then.
/// Always the same: the numbers are drawn from a fixed seed.
fn day(jitter: bool) -> Outcome<Vec<HeartSample>> {
    let mut state = 20_251_124_u64;
    let mut draw = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        #[expect(clippy::cast_precision_loss, reason = "24 bits")]
        let part = (state >> 40) as f64 / f64::from(1 << 24);
        part
    };
    let mut samples = Vec::new();
    let (mut drift, mut effort) = (0.0, 0.0);
    for second in 0..SECONDS {
        #[expect(clippy::cast_precision_loss, reason = "seconds of a day")]
        let at = second as f64;
        drift = 0.999 * drift + (draw() - 0.5) * 0.6;
        if draw() < 0.0003 {
            effort = draw() * 60.0;
        }
        effort *= 0.995;
        let clock = 66.0 - 10.0 * (at / 86_400.0 * std::f64::consts::TAU).cos();
        let breath = 1.5 * (at / 4.3 * std::f64::consts::TAU).sin();
        let (lost, radio) = (draw() < 0.004, draw() + draw());
        if lost {
            continue;
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "held between 35 and 210")]
        let bpm = (clock + drift + effort + breath).round().clamp(35.0, 210.0) as u16;
        #[expect(clippy::cast_possible_truncation, reason = "at most 40")]
        let late = if jitter { (radio * 20.0) as i64 } else { 0 };
        samples.push(HeartSample {
            at: MIDNIGHT.plus(second * Millis::SECOND + late),
            bpm: Bpm::new(bpm)?,
            contact: Contact::Detected,
        });
    }
    Ok(samples)
}

fn open(folder: &Path) -> Outcome<(Store, PersonId, SourceId)> {
    let store = Store::open(&folder.join("store.db"), &SecretKey::from_bytes([7; 32]))?;
    let person = Person::new(PersonId(Uuid::from_u128(1)), "Hanako", Role::Patient, chrono_tz::Asia::Tokyo)?;
    let source = SourceId::derive(person.id, "strap");
    store.write(|w| {
        w.put_person(&person)?;
        w.put_source(person.id, &Source { id: source, kind: SourceKind::Bluetooth, name: "strap".to_owned() })?;
        w.put_platform(&Platform {
            id: PlatformId(Uuid::from_u128(2)),
            person: person.id,
            base_url: "https://phr.example/fhir".to_owned(),
            patient: "p1".to_owned(),
            access: Access::Own,
        })
    })?;
    Ok((store, person.id, source))
}

/// The bytes of the file that are there for the day: an empty store's are taken off.
fn store_day(samples: &[HeartSample]) -> Outcome<(Duration, u64)> {
    let folder = tempfile::tempdir()?;
    let (store, person, source) = open(folder.path())?;
    store.pause()?;
    let empty = std::fs::metadata(folder.path().join("store.db"))?.len();
    store.resume()?;
    let start = Instant::now();
    store.write(|w| w.append_heart(person, source, samples, &[]))?;
    let time = start.elapsed();
    store.pause()?;
    Ok((time, std::fs::metadata(folder.path().join("store.db"))?.len() - empty))
}

fn row_day(samples: &[HeartSample]) -> Outcome<(Duration, u64)> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("rows.db");
    let mut connection = rusqlite::Connection::open(&path)?;
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
         CREATE TABLE heart (person INTEGER NOT NULL, source INTEGER NOT NULL, at INTEGER NOT NULL,
                             bpm INTEGER NOT NULL, contact INTEGER NOT NULL,
                             PRIMARY KEY (person, source, at)) STRICT, WITHOUT ROWID;
         PRAGMA wal_checkpoint(TRUNCATE);",
    )?;
    let empty = std::fs::metadata(&path)?.len();
    let start = Instant::now();
    let transaction = connection.transaction()?;
    {
        let mut insert = transaction.prepare(
            "INSERT INTO heart (person, source, at, bpm, contact) VALUES (1, 1, ?1, ?2, ?3) ON CONFLICT DO NOTHING",
        )?;
        for sample in samples {
            insert.execute((sample.at.0, sample.bpm.get(), sample.contact == Contact::Detected))?;
        }
    }
    transaction.commit()?;
    let time = start.elapsed();
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    drop(connection);
    Ok((time, std::fs::metadata(&path)?.len() - empty))
}
