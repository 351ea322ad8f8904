//! An hour of heart rate that comes late into a year's record, until its findings stand.
//!
//! Beside it, in the same run: the same without the detectors' past states, so that everything is looked at
//! from the first day on. A rate a minute all day, a hundred days and more between the late hour and today.
//! Run with `cargo bench --bench late`.

use std::sync::Arc;
use std::time::{Duration, Instant};

use mimamori::clock::{Clock, FixedClock};
use mimamori::companion::Companion;
use mimamori::model::heart::{Bpm, Contact, HeartSample};
use mimamori::model::person::{Role, Source, SourceKind};
use mimamori::model::{Millis, PersonId, SourceId};
use mimamori::store::{SecretKey, Store};

const FIRST: Millis = Millis(1_735_689_600_000);
const DAYS: i64 = 365;
const KEY: [u8; 32] = [7; 32];

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// Every minute of these, with some breath and some day in it.
fn rates(from: Millis, until: Millis) -> Outcome<Vec<HeartSample>> {
    let mut samples = Vec::new();
    let mut at = from;
    while at < until {
        let minute = at.0 / Millis::MINUTE;
        let by_day = if at.0.rem_euclid(Millis::DAY) < 8 * Millis::HOUR { 58 } else { 76 };
        let bpm = Bpm::new(u16::try_from(by_day + minute * 7 % 5 + minute / 1_440 * 3 % 4)?)?;
        samples.push(HeartSample { at, bpm, contact: Contact::Unsupported });
        at = at.plus(Millis::MINUTE);
    }
    Ok(samples)
}

fn main() -> Outcome<()> {
    let today = FIRST.plus(DAYS * Millis::DAY);
    for ago in [1, 10, 100, 300] {
        let missing = today.plus(-ago * Millis::DAY).plus(4 * Millis::HOUR);
        let (mut with, mut without) = (Vec::new(), Vec::new());
        for has_past in [true, false, true, false, true, false] {
            let time = late(missing, today, has_past)?;
            if has_past { with.push(time) } else { without.push(time) }
        }
        let (with, without) = (typical(with), typical(without));
        println!(
            "an hour of {ago:>3} days ago: {:>7.1} ms, from the first day on {:>7.1} ms, {:.1} times as fast",
            with.as_secs_f64() * 1e3,
            without.as_secs_f64() * 1e3,
            without.as_secs_f64() / with.as_secs_f64()
        );
    }
    Ok(())
}

/// Lives the year without one hour, which then comes.
fn late(missing: Millis, today: Millis, has_past: bool) -> Outcome<Duration> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("record.db");
    let clock = Arc::new(FixedClock::new(today));
    let open = || Companion::open(&file, &SecretKey::from_bytes(KEY), Arc::clone(&clock) as Arc<dyn Clock>);
    let watch = |person: PersonId| Source {
        id: SourceId::derive(person, "watch"),
        kind: SourceKind::Wearable,
        name: "watch".to_owned(),
    };
    let companion = open()?;
    let person = companion.add_person("Hanako", Role::Patient, chrono_tz::UTC)?.id;
    companion.take_in(person, &watch(person), &rates(FIRST, missing)?, &[])?;
    companion.take_in(person, &watch(person), &rates(missing.plus(Millis::HOUR), today)?, &[])?;
    companion.notice(person)?;
    if !has_past {
        drop(companion);
        let store = Store::open(&file, &SecretKey::from_bytes(KEY))?;
        let past = store.read(|store| store.past_detectors(person))?;
        store.write(|store| past.iter().try_for_each(|at| store.set_past_detector(person, *at, None)))?;
        drop(store);
        return time_late(&open()?, person, &watch(person), missing);
    }
    time_late(&companion, person, &watch(person), missing)
}

fn time_late(companion: &Companion, person: PersonId, watch: &Source, missing: Millis) -> Outcome<Duration> {
    companion.take_in(person, watch, &rates(missing, missing.plus(Millis::HOUR))?, &[])?;
    let start = Instant::now();
    companion.notice(person)?;
    Ok(start.elapsed())
}

fn typical(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}
