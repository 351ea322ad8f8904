//! A companion in a process of its own, for the tests that kill it: says on standard output how far
//! it is, a line at a time, so that whoever kills it knows what it had promised.
//!
//! `take-in STORE NOW import FILE…` takes the files in, then looks at them.
//! `take-in STORE NOW strap FILE FROM` records the notifications of a recording from number FROM on.
//! `take-in STORE NOW look` opens the record.
//! `take-in STORE NOW rekey N` weighs again and again, while the key changes from number N on.
//! `take-in STORE NOW crowd` opens many stores beside STORE at the same moment.
//! `take-in STORE NOW sync` syncs it with the platform that it is connected to.
//!
//! The store holds its person already; its key is [`mimamori_tests::family::key`], but for `rekey`.

use std::fs::File;
use std::io::{BufReader, Write as _};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use mimamori::clock::FixedClock;
use mimamori::companion::Companion;
use mimamori::device::replay;
use mimamori::event::{Change, Changes};
use mimamori::model::vital::{Vital, VitalKind};
use mimamori::model::{Entry, Millis, PersonId, Stamp};
use mimamori::store::Store;
use mimamori::sync::http::HttpTransport;
use mimamori::sync::token::NoToken;
use mimamori::sync::transport::{BoxFuture, Request, Response, Transport, TransportError};
use mimamori::sync::{Reason, SyncRequest};
use mimamori_tests::family;

type Outcome<T = ()> = Result<T, Box<dyn std::error::Error>>;

fn main() -> Outcome {
    let mut args = std::env::args().skip(1);
    let store = PathBuf::from(args.next().ok_or("no store")?);
    let now = Millis(args.next().ok_or("no instant")?.parse()?);
    let what = args.next().ok_or("no task")?;
    let rest: Vec<String> = args.collect();

    say("begun");
    match what.as_str() {
        "sync" => sync(&store, now)?,
        "crowd" => crowd(&store)?,
        "rekey" => rekey(&store, now, rest.first().ok_or("no number")?.parse()?)?,
        what => work(&store, now, what, &rest)?,
    }
    say("done");
    Ok(())
}

/// What a person does with the companion.
fn work(store: &Path, now: Millis, what: &str, rest: &[String]) -> Outcome {
    let companion = Companion::open(store, &family::key(), Arc::new(FixedClock::new(now)))?;
    companion.catch_up()?;
    let person = companion.people()?.first().ok_or("nobody is here")?.id;
    say("opened");
    match (what, rest) {
        ("import", files) => import(&companion, person, files)?,
        // What was stored and not looked at was looked at on opening: that was the task.
        ("look", []) => {}
        ("strap", [file, from]) => strap(&companion, person, Path::new(file), from.parse()?)?,
        _ => return Err("unknown task".into()),
    }
    Ok(())
}

/// A line that is out before the next thing is done.
fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    // Whoever listened may be gone; the work goes on all the same.
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}

fn import(companion: &Companion, person: PersonId, files: &[String]) -> Outcome {
    let changes = companion.subscribe();
    for file in files {
        let mut watch = |_| {
            tell_kept(companion, person, &changes);
            say("reading");
            ControlFlow::Continue(())
        };
        companion.import(person, File::open(file)?, &mut watch)?;
        tell_kept(companion, person, &changes);
    }
    say("noticing");
    std::thread::scope(|scope| {
        let found = companion.subscribe();
        let noticing = scope.spawn(|| companion.notice(person).map(|_| ()));
        while !noticing.is_finished() {
            if found.next_within(Duration::from_millis(5)).is_some() {
                say("found");
            }
        }
        noticing.join().map_err(|_| "noticing panicked")
    })??;
    Ok(())
}

/// What a screen that heard of a change would now show: promised, and not to be lost.
fn tell_kept(companion: &Companion, person: PersonId, changes: &Changes) {
    while let Some(change) = changes.try_next() {
        if let Change::Day(_, day) = change
            && let Ok(view) = companion.day(person, day)
        {
            let rates = view.heart.map_or(0, |heart| heart.total.count);
            say(&format!("kept {day} {rates} {}", view.steps.unwrap_or(0)));
        }
    }
}

/// How often the key changes before the task is over.
const KEYS: u8 = 12;

fn rekey(path: &Path, now: Millis, first: u8) -> Outcome {
    let companion = Companion::open(path, &family::nth_key(first), Arc::new(FixedClock::new(now)))?;
    let person = companion.people()?.first().ok_or("nobody is here")?.clone();
    say("opened");
    let over = AtomicBool::new(false);
    std::thread::scope(|scope| -> Outcome {
        let weighing = scope.spawn(|| -> mimamori::Result<()> {
            while !over.load(Ordering::Relaxed) {
                let weight = Entry::Vital(Vital::single(VitalKind::Weight, 61.5)?);
                let kept = companion.record(person.id, Stamp::in_zone(now, person.zone), weight)?;
                say(&format!("weighed {}", kept.id));
                // Whoever wants to change the key is let in between.
                std::thread::sleep(Duration::from_millis(3));
            }
            Ok(())
        });
        for n in (first..).skip(1).take(KEYS.into()) {
            say(&format!("changing {n}"));
            companion.rekey(&family::nth_key(n))?;
            say(&format!("changed {n}"));
        }
        over.store(true, Ordering::Relaxed);
        Ok(weighing.join().map_err(|_| "weighing panicked")??)
    })
}

fn crowd(beside: &Path) -> Outcome {
    const CROWD: usize = 8;
    let start = std::sync::Barrier::new(CROWD);
    let opened: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..CROWD)
            .map(|n| {
                let (path, start) = (beside.with_extension(n.to_string()), &start);
                scope.spawn(move || {
                    start.wait();
                    Store::open(&path, &family::key()).map(|_| ())
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join()).collect()
    });
    for store in opened {
        store.map_err(|_| "opening panicked")??;
    }
    Ok(())
}

fn sync(path: &Path, now: Millis) -> Outcome {
    let store = Store::open(path, &family::key())?;
    let platform = store.read(|store| store.platforms(family::hanako().id))?.pop().ok_or("no platform")?;
    let request = SyncRequest { reason: Reason::Asked, deadline: now.plus(Millis::HOUR), jitter: 0.0 };
    let transport = Told(HttpTransport::new()?);
    let report = mimamori::sync::run(&store, &platform, &transport, &NoToken, &FixedClock::new(now), request)?;
    say(&format!("pushed {} pulled {} aside {}", report.pushed, report.pulled, report.set_aside));
    Ok(())
}

/// The network, with a word before and after each request.
#[derive(Debug)]
struct Told(HttpTransport);

impl Transport for Told {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, TransportError>> {
        Box::pin(async {
            say("asking");
            let answer = self.0.send(request).await;
            say("answered");
            answer
        })
    }
}

fn strap(companion: &Companion, person: PersonId, file: &Path, from: usize) -> Outcome {
    let mut recording = companion.begin_recording(person, family::STRAP)?;
    for (number, frame) in replay::frames(BufReader::new(File::open(file)?)).enumerate().skip(from) {
        let frame = frame?;
        if recording.hear(companion, frame.at, &frame.bytes)?.committed {
            say(&format!("heard {}", number + 1));
        }
    }
    recording.finish(companion)?;
    Ok(())
}
