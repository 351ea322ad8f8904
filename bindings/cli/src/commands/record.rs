//! `record heart`: heart rate from a strap, here from a recording of what it sent.

use std::fs::File;
use std::io::BufReader;
use std::path::PathBuf;

use clap::{ArgMatches, Command, value_parser};
use mimamori::device::replay;
use mimamori::text::Words;
use serde::Serialize;

use crate::Done;
use crate::app::App;
use crate::args::{bare, option, parent};
use crate::failure::Failure;
use crate::interrupt::Interrupt;
use crate::screen;

pub(super) fn command(words: &Words) -> Command {
    parent(bare("record", words).about(words.get("cli-record")), words).subcommand(
        bare("heart", words)
            .about(words.get("cli-record-heart"))
            .after_help(words.get("cli-record-heart-examples"))
            .arg(
                option("replay", "FILE", words.get("cli-record-replay"))
                    .required(true)
                    .value_parser(value_parser!(PathBuf)),
            )
            .arg(option("name", "NAME", words.get("cli-record-name"))),
    )
}

/// What programs read.
#[derive(Debug, Default, Serialize)]
struct Answer {
    notifications: u64,
    faults: u64,
    latest: Option<u16>,
}

pub(super) fn run(app: &App, matches: &ArgMatches) -> Done {
    let Some((_, matches)) = matches.subcommand() else { return Ok(()) };
    let person = app.person()?;
    let Some(path) = matches.get_one::<PathBuf>("replay") else { return Ok(()) };
    let companion = app.companion()?;
    companion.must_be_kept_here(person.id)?;
    let file = BufReader::new(File::open(path)?);
    let name = matches.get_one::<String>("name").map_or("heart rate strap", String::as_str);
    let interrupt = Interrupt::listen();
    let mut recording = companion.begin_recording(person.id, name)?;
    let mut answer = Answer::default();
    let mut ended = Ok(());
    for frame in replay::frames(file) {
        let frame = match frame {
            Ok(frame) => frame,
            Err(error) => {
                ended = Err(Failure::Core(error));
                break;
            }
        };
        let live = recording.hear(companion, frame.at, &frame.bytes)?;
        answer.notifications += 1;
        answer.faults += u64::from(live.fault.is_some());
        answer.latest = live.latest.map(|sample| sample.bpm.get());
        if interrupt.asked() {
            ended = Err(Failure::Failed(app.words().get("cli-import-stopped")));
            break;
        }
    }
    // What was heard before an error or an interruption is kept.
    recording.finish(companion)?;
    if app.json() {
        screen::json(&answer)?;
    } else {
        let args = [
            ("count", app.words().count(answer.notifications).into()),
            ("faults", app.words().count(answer.faults).into()),
        ];
        screen::line(&app.words().fmt("cli-record-heard", &args))?;
    }
    ended
}
