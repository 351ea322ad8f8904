//! A day of a heart rate strap: 86,400 notifications with their intervals.
//!
//! Ours: the decoder alone; the decoder and the session; and all of it, as `device record` does it: session,
//! commits every ten seconds into the encrypted store, rules that look for notices every five minutes. Beside it, on the
//! same bytes and in turns, a loop as programs on bleak have it (`tests/peers/strap.py`): decode, a row a sample
//! and a row an interval into plain SQLite, a commit every ten seconds. CPU time, since both wait for the disk.
//! Run with `cargo bench -p mimamori --bench strap`; it needs Linux and Python 3.

use std::hint::black_box;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::Instant;

use mimamori::clock::FixedClock;
use mimamori::companion::Companion;
use mimamori::device::gatt::{Characteristic, heart_rate};
use mimamori::device::replay::{Frame, frames};
use mimamori::device::session::{Arrival, DeviceKey, LinkEvent, Operation, RadioState, Session, Step};
use mimamori::model::Millis;
use mimamori::model::person::Role;
use mimamori::store::SecretKey;

const ROUNDS: usize = 3;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let text = folder.path().join("day.txt");
    peer(&["write".as_ref(), text.as_os_str()])?;
    let day: Vec<Frame> = frames(BufReader::new(std::fs::File::open(&text)?)).collect::<Result<_, _>>()?;
    let key = DeviceKey::new("C0:FF:EE:00:00:01")?;

    let (mut ours, mut loops) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        ours.push(whole_day(&day, &key)?);
        let store = tempfile::tempdir()?;
        let said = peer(&["read".as_ref(), text.as_os_str(), store.path().join("day.db").as_os_str()])?;
        loops.push((number_before(&said, " CPU s")?, number_before(&said, " notifications")?));
    }
    let decoded = a_second(&day, |frame| {
        black_box(heart_rate::decode(black_box(&frame.bytes)).is_ok());
    });
    let mut session = live(&key);
    let heard = a_second(&day, |frame| {
        let _ = black_box(session.on_value(arrival(&key, frame)));
    });
    ours.sort_by(f64::total_cmp);
    loops.sort_by(|one, other| one.0.total_cmp(&other.0));
    let (day_ours, (day_loop, loop_decodes)) = (middle(&ours)?, middle(&loops)?);
    println!("{} notifications of a day", day.len());
    println!("  the decoder             {decoded:>12.0} a second; the loop's {loop_decodes:.0}");
    println!("  decoder and session     {heard:>12.0} a second");
    println!(
        "  the day, with its store {day_ours:>12.2} CPU s; the loop {day_loop:.2}: {:.2} of it",
        day_ours / day_loop
    );
    Ok(())
}

fn middle<T: Copy>(runs: &[T]) -> Outcome<T> {
    Ok(*runs.get(runs.len() / 2).ok_or("no run")?)
}

/// How often a second `work` is done, over ten times the day.
#[expect(clippy::cast_precision_loss, reason = "some hundred thousand")]
fn a_second(day: &[Frame], mut work: impl FnMut(&Frame)) -> f64 {
    let begun = Instant::now();
    for _ in 0..10 {
        day.iter().for_each(&mut work);
    }
    (10 * day.len()) as f64 / begun.elapsed().as_secs_f64()
}

fn arrival(key: &DeviceKey, frame: &Frame) -> Arrival {
    let characteristic = Characteristic::HEART_RATE_MEASUREMENT;
    Arrival { device: key.clone(), characteristic, at: frame.at, bytes: frame.bytes.clone() }
}

/// What a radio tells until a strap is live.
fn beginning(key: &DeviceKey) -> [LinkEvent; 3] {
    let measurement = Characteristic::HEART_RATE_MEASUREMENT;
    [
        LinkEvent::Radio(RadioState::On),
        LinkEvent::Ready { device: key.clone(), characteristics: vec![measurement] },
        LinkEvent::Done { device: key.clone(), operation: Operation::Subscribe(measurement) },
    ]
}

fn live(key: &DeviceKey) -> Session {
    let mut session = Session::new(chrono_tz::Asia::Tokyo, 1);
    let mut steps: Vec<Step> = vec![session.want(Millis(0), key.clone(), None)];
    steps.extend(beginning(key).map(|event| session.on_link(Millis(0), event)));
    session
}

/// CPU seconds of a day into a record that is new.
fn whole_day(day: &[Frame], key: &DeviceKey) -> Outcome<f64> {
    let folder = tempfile::tempdir()?;
    let first = day.first().ok_or("an empty day")?.at;
    let clock = Arc::new(FixedClock::new(first));
    let secret = SecretKey::from_bytes([7; 32]);
    let companion = Companion::open(&folder.path().join("record.db"), &secret, Arc::clone(&clock) as _)?;
    let person = companion.add_person("Hanako", Role::Patient, chrono_tz::Asia::Tokyo)?;
    let device = companion.pair_device(person.id, key.as_str(), "strap", vec![0x180D], None)?;
    let (mut listening, _) = companion.listen_to(&[device], Some(person.id), 1)?;
    for event in beginning(key) {
        let _ = listening.on_link(&companion, first, event);
    }
    let begun = cpu_seconds()?;
    let (mut committed, mut last) = (0, first);
    for frame in day {
        clock.set(frame.at);
        last = frame.at;
        let told = listening.on_value(&companion, arrival(key, frame));
        committed += told.committed;
        if let Some(trouble) = told.trouble {
            return Err(trouble.into());
        }
    }
    committed += listening.finish(&companion, last).committed;
    let took = cpu_seconds()? - begun;
    if committed == day.len() { Ok(took) } else { Err(format!("{committed} of {} were kept", day.len()).into()) }
}

/// What all threads of this process have used.
fn cpu_seconds() -> Outcome<f64> {
    let mut nanoseconds = 0.0;
    for thread in std::fs::read_dir("/proc/self/task")? {
        let text = std::fs::read_to_string(thread?.path().join("schedstat"))?;
        nanoseconds += text.split_whitespace().next().ok_or("an empty schedstat")?.parse::<f64>()?;
    }
    Ok(nanoseconds / 1e9)
}

fn peer(args: &[&std::ffi::OsStr]) -> Outcome<String> {
    let script: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/peers/strap.py");
    let run = Command::new("python3").arg(script).args(args).output()?;
    if !run.status.success() {
        return Err(String::from_utf8_lossy(&run.stderr).into_owned().into());
    }
    Ok(String::from_utf8(run.stdout)?)
}

/// The number that stands right before `mark`.
fn number_before(text: &str, mark: &str) -> Outcome<f64> {
    let (head, _) = text.split_once(mark).ok_or("the loop says something else")?;
    let word = head.split_whitespace().next_back().ok_or("the loop says something else")?;
    Ok(word.replace(',', "").parse()?)
}
