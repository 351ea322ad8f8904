//! A companion in a process of its own, for the tests that kill it: says on standard output how far
//! it is, a line at a time, so that whoever kills it knows what it had promised.
//!
//! `take-in STORE NOW import FILE…` takes the files in, then looks at them.
//! `take-in STORE NOW strap FILE FROM` records the notifications of a recording from number FROM on.
//! `take-in STORE NOW look` opens the record.
//!
//! The store holds its person already; its key is [`mimamori_tests::family::key`].

use std::fs::File;
use std::io::{BufReader, Write as _};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use mimamori::clock::FixedClock;
use mimamori::companion::Companion;
use mimamori::device::replay;
use mimamori::event::{Change, Changes};
use mimamori::model::{Millis, PersonId};
use mimamori_tests::family;

type Outcome<T = ()> = Result<T, Box<dyn std::error::Error>>;

fn main() -> Outcome {
    let mut args = std::env::args().skip(1);
    let store = PathBuf::from(args.next().ok_or("no store")?);
    let now = Millis(args.next().ok_or("no instant")?.parse()?);
    let what = args.next().ok_or("no task")?;
    let rest: Vec<String> = args.collect();

    say("begun");
    let companion = Companion::open(&store, &family::key(), Arc::new(FixedClock::new(now)))?;
    let person = companion.people()?.first().ok_or("nobody is here")?.id;
    say("opened");
    match (what.as_str(), rest.as_slice()) {
        ("import", files) => import(&companion, person, files)?,
        // Opening was the task: it looks at what was stored and not looked at.
        ("look", []) => {}
        ("strap", [file, from]) => strap(&companion, person, Path::new(file), from.parse()?)?,
        _ => return Err("unknown task".into()),
    }
    say("done");
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
            if found.next_within(std::time::Duration::from_millis(5)).is_some() {
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
