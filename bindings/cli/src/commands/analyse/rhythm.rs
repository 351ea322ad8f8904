//! `analyse rhythm`: whether the heart of a file beats regularly.

use clap::{ArgMatches, Command};
use mimamori::detect::rhythm::notice::RhythmNotice;
use mimamori::detect::rhythm::{Interval, Rhythm, RhythmVerdict, RhythmWindow};
use mimamori::exchange::import::beats::{BeatRow, read_intervals};
use mimamori::text::Words;
use serde::Serialize;

use crate::Done;
use crate::app::App;
use crate::args::bare;
use crate::screen::{self, Table};

pub(super) fn command(words: &Words) -> Command {
    bare("rhythm", words)
        .about(words.get("cli-analyse-rhythm"))
        .after_help(words.get("cli-analyse-rhythm-examples"))
        .arg(super::file_word(words))
}

/// What programs read.
#[derive(Serialize)]
struct Answer {
    windows: Vec<RhythmWindow>,
    notice: bool,
}

/// The intervals on one clock that begins with the first of them.
#[derive(Default)]
struct Clock {
    /// Where 0 is on the table's own clock of beats.
    zero_s: Option<f64>,
    end_s: f64,
}

impl Clock {
    fn place(&mut self, row: BeatRow) -> Interval {
        let rr_s = row.rr_ms / 1000.0;
        if let Some(beat_s) = row.beat_s {
            let zero_s = *self.zero_s.get_or_insert(beat_s - rr_s);
            let begin_s = (beat_s - zero_s - rr_s).max(0.0);
            return Interval { begin_s, rr_s };
        }
        let begin_s = self.end_s;
        self.end_s += rr_s;
        Interval { begin_s, rr_s }
    }
}

pub(super) fn run(app: &App, matches: &ArgMatches) -> Done {
    let (mut rhythm, mut clock) = (Rhythm::default(), Clock::default());
    let mut answer = Answer { windows: Vec::new(), notice: false };
    read_intervals(super::open(matches)?, |row| answer.windows.extend(rhythm.push(clock.place(row))))?;
    answer.windows.extend(rhythm.finish());
    let mut notice = RhythmNotice::default();
    for window in &answer.windows {
        notice.push(window);
        answer.notice |= notice.is_due();
    }
    if app.json() { screen::json(&answer) } else { show(&answer, app.words()) }
}

fn show(answer: &Answer, words: &Words) -> Done {
    let count = |verdict| answer.windows.iter().filter(|window| window.verdict == verdict).count() as u64;
    let mut table = Table::new().right(&[1]);
    for (name, verdict) in [
        ("cli-analyse-regular", RhythmVerdict::Regular),
        ("cli-analyse-irregular", RhythmVerdict::Irregular),
        ("cli-analyse-abstain", RhythmVerdict::Abstain),
    ] {
        table.row([words.get(name), words.count(count(verdict))]);
    }
    table.print(0)?;
    let told = if answer.notice { "cli-analyse-rhythm-notice" } else { "cli-analyse-rhythm-no-notice" };
    screen::line(&words.get(told))
}
