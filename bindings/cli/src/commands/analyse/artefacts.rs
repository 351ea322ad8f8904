//! `analyse artefacts`: beats that were missed, made up or found at the wrong place.

use clap::{ArgMatches, Command};
use mimamori::detect::artefact::{Artefacts, Corrected, lipponen, local};
use mimamori::detect::variability::Variability;
use mimamori::exchange::import::beats::read_beats;
use mimamori::text::Words;
use serde::Serialize;

use crate::Done;
use crate::app::App;
use crate::args::bare;
use crate::screen::{self, Table};

pub(super) fn command(words: &Words) -> Command {
    bare("artefacts", words)
        .about(words.get("cli-analyse-artefacts"))
        .after_help(words.get("cli-analyse-artefacts-examples"))
        .arg(super::file_word(words))
}

/// What programs read.
#[derive(Serialize)]
struct Answer {
    beats: usize,
    #[serde(flatten)]
    ours: Found,
    lipponen_tarvainen: Found,
}

/// What one method finds.
#[derive(Serialize)]
struct Found {
    #[serde(flatten)]
    artefacts: Artefacts,
    corrected_beat_s: Vec<f64>,
    corrected_rr_ms: Vec<f64>,
    rmssd_ms: Rmssd,
}

#[derive(Serialize)]
struct Rmssd {
    as_given: Option<f64>,
    corrected: Option<f64>,
}

impl Found {
    fn of(corrected: Corrected, as_given: Option<f64>) -> Self {
        // Differences of instants carry the rounding of their sums; a millionth is far below it.
        let intervals: Vec<f64> = corrected.intervals_ms().iter().map(|ms| (ms * 1e6).round() / 1e6).collect();
        Self {
            rmssd_ms: Rmssd { as_given, corrected: rmssd(&intervals) },
            corrected_rr_ms: intervals,
            corrected_beat_s: corrected.beats_ms.iter().map(|ms| ms / 1000.0).collect(),
            artefacts: corrected.artefacts,
        }
    }
}

fn rmssd(intervals: &[f64]) -> Option<f64> {
    Variability::of(intervals)?.rmssd
}

pub(super) fn run(app: &App, matches: &ArgMatches) -> Done {
    let beats = read_beats(super::open(matches)?)?;
    let given = Corrected { artefacts: Artefacts::default(), beats_ms: beats };
    let as_given = rmssd(&given.intervals_ms());
    let beats = given.beats_ms;
    let answer = Answer {
        beats: beats.len(),
        ours: Found::of(local::corrected(&beats), as_given),
        lipponen_tarvainen: Found::of(lipponen::corrected(&beats), as_given),
    };
    if app.json() { screen::json(&answer) } else { show(&answer.ours, app.words()) }
}

fn show(found: &Found, words: &Words) -> Done {
    let artefacts = &found.artefacts;
    let mut table = Table::new().right(&[1]);
    for (name, beats) in [
        ("cli-analyse-missed", &artefacts.missed),
        ("cli-analyse-extra", &artefacts.extra),
        ("cli-analyse-ectopic", &artefacts.ectopic),
        ("cli-analyse-longshort", &artefacts.longshort),
    ] {
        let mut named: Vec<String> = beats.iter().take(MOST_NAMED).map(ToString::to_string).collect();
        if beats.len() > MOST_NAMED {
            named.push("…".to_owned());
        }
        table.row([words.get(name), words.count(beats.len() as u64), named.join(" ")]);
    }
    let ms = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), |value| format!("{value:.1}"));
    for (name, value) in
        [("cli-analyse-rmssd-before", found.rmssd_ms.as_given), ("cli-analyse-rmssd-after", found.rmssd_ms.corrected)]
    {
        table.row([words.get(name), ms(value), "ms".to_owned()]);
    }
    table.print(0)
}

/// More beats of a kind than this are not named on the screen.
const MOST_NAMED: usize = 12;
