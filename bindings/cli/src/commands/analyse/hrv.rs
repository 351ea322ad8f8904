//! `analyse hrv`: the variability of a series of beat intervals.

use clap::{ArgMatches, Command};
use mimamori::detect::variability::{Spectrum, Variability};
use mimamori::exchange::import::beats::read_intervals;
use mimamori::text::Words;
use serde::Serialize;

use crate::Done;
use crate::app::App;
use crate::args::bare;
use crate::failure::Failure;
use crate::screen::{self, Table};

pub(super) fn command(words: &Words) -> Command {
    bare("hrv", words)
        .about(words.get("cli-analyse-hrv"))
        .after_help(words.get("cli-analyse-hrv-examples"))
        .arg(super::file_word(words))
}

/// What programs read.
#[derive(Serialize)]
struct Answer {
    #[serde(flatten)]
    time: Variability,
    lf: Option<f64>,
    hf: Option<f64>,
    spectrum_segments: usize,
    units: Units,
}

#[derive(Serialize)]
struct Units {
    mean: &'static str,
    median: &'static str,
    sdnn: &'static str,
    rmssd: &'static str,
    sdsd: &'static str,
    pnn50: &'static str,
    pnn20: &'static str,
    sd1: &'static str,
    sd2: &'static str,
    lf: &'static str,
    hf: &'static str,
}

const MS: &str = "ms";
const PERCENT: &str = "%";
const POWER: &str = "ms2";

const UNITS: Units = Units {
    mean: MS,
    median: MS,
    sdnn: MS,
    rmssd: MS,
    sdsd: MS,
    pnn50: PERCENT,
    pnn20: PERCENT,
    sd1: MS,
    sd2: MS,
    lf: POWER,
    hf: POWER,
};

pub(super) fn run(app: &App, matches: &ArgMatches) -> Done {
    let mut intervals = Vec::new();
    read_intervals(super::open(matches)?, |row| intervals.push(row.rr_ms))?;
    let Some(time) = Variability::of(&intervals) else {
        return Err(Failure::Core(mimamori::Error::NotFound("recording")));
    };
    let spectrum = Spectrum::of(&intervals);
    let answer = Answer {
        time,
        lf: spectrum.map(|spectrum| spectrum.lf),
        hf: spectrum.map(|spectrum| spectrum.hf),
        spectrum_segments: spectrum.map_or(0, |spectrum| spectrum.segments),
        units: UNITS,
    };
    if app.json() { screen::json(&answer) } else { show(&answer, app.words()) }
}

fn show(answer: &Answer, words: &Words) -> Done {
    let time = &answer.time;
    let mut table = Table::new().right(&[1]);
    table.row([words.get("cli-analyse-beats"), words.count(time.count as u64), String::new()]);
    let ms = |value: Option<f64>| (value, MS);
    for (name, (value, unit)) in [
        ("mean", ms(Some(time.mean))),
        ("median", ms(Some(time.median))),
        ("SDNN", ms(time.sdnn)),
        ("RMSSD", ms(time.rmssd)),
        ("SDSD", ms(time.sdsd)),
        ("pNN50", (time.pnn50, PERCENT)),
        ("pNN20", (time.pnn20, PERCENT)),
        ("SD1", ms(time.sd1)),
        ("SD2", ms(time.sd2)),
        ("LF", (answer.lf, "ms²")),
        ("HF", (answer.hf, "ms²")),
    ] {
        let shown = value.map_or_else(|| "-".to_owned(), |value| format!("{value:.1}"));
        table.row([name.to_owned(), shown, unit.to_owned()]);
    }
    table.print(0)?;
    if answer.lf.is_none() {
        screen::line(&words.get("cli-analyse-no-spectrum"))?;
    }
    Ok(())
}
