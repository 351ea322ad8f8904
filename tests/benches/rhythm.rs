//! Rhythm and artefacts beside their peers in Python, on the same beats in the same run, one core.
//!
//! What is timed: from the intervals in memory to the verdicts, on both sides; Python's start,
//! imports and reading are not part of it.
//!
//! - CoSEn and Petrenas: `peers/rhythm.py` of the shared collection, with NumPy and SciPy;
//! - artefacts: NeuroKit2's `signal_fixpeaks(method="Kubios", iterative=False)`.
//!
//! - all detectors over a day of one heart rate a second and of every beat, from samples in memory to
//!   findings: no peer does that, the figure stands alone.
//!
//! `MIMAMORI_PYTHON` names a Python that has them.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement may stop, and prints")]

use std::hint::black_box;
use std::process::Command;
use std::time::{Duration, Instant};

use mimamori::detect::artefact::{lipponen, local};
use mimamori::detect::rhythm::entropy::{CUT, cosen};
use mimamori::detect::rhythm::petrenas::{self, FASTER};
use mimamori::detect::rhythm::{Interval, WINDOW, windows};
use mimamori::detect::{Detectors, Shown};
use mimamori::model::heart::{Bpm, Contact, HeartSample, RrInterval, RrRun};
use mimamori::model::{Millis, SourceId, TimeRange};
use mimamori_tests::timeline::{Timeline, watched};
use mimamori_tests::{beats, place, skip};

/// Prints beats a second of NeuroKit2 on the beats in a file: the best of five.
const NEUROKIT: &str = r#"
import json, sys, time, warnings
warnings.filterwarnings("ignore")
import numpy as np, neurokit2 as nk
peaks = np.array(json.load(open(sys.argv[1])))
def once():
    start = time.process_time()
    nk.signal_fixpeaks(peaks, sampling_rate=1000, iterative=False, method="Kubios")
    return time.process_time() - start
print("RATE", len(peaks) / min(once() for _ in range(5)))
"#;

/// The shortest of some runs: what the machine can do when nothing disturbs it.
fn best(mut one: impl FnMut()) -> Duration {
    let timed = |_| {
        let start = Instant::now();
        one();
        start.elapsed()
    };
    (0..15).map(timed).min().unwrap_or_default()
}

fn python(arguments: &[&str]) -> Option<String> {
    let python = std::env::var("MIMAMORI_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let run = Command::new(python).args(arguments).env("OMP_NUM_THREADS", "1").output().ok()?;
    run.status.success().then(|| String::from_utf8_lossy(&run.stdout).into_owned())
}

/// All detectors over a public day: its intervals, and the rate of each as a watch shows it each second.
fn whole_day() {
    let Some(day) = beats::day() else {
        return skip::skip("the day of intervals is not beside the checkout: a day was not measured");
    };
    let start = Millis(1_776_438_000_000);
    let source = SourceId(uuid::Uuid::nil());
    let (mut samples, mut at) = (Vec::new(), 0.0);
    for rr_s in &day.rr_s {
        let rate = Bpm::new((60.0 / rr_s).round().clamp(1.0, 300.0) as u16).unwrap();
        for second in at as i64..(at + rr_s) as i64 {
            samples.push(HeartSample { at: start.plus(1000 * second), bpm: rate, contact: Contact::Detected });
        }
        at += rr_s;
    }
    let pieces = day.rr_s.chunks(512).scan(start, |at, piece| {
        let intervals = piece.iter().map(|rr_s| RrInterval((rr_s * 1024.0).round().max(1.0) as u16)).collect();
        let run = RrRun { start: *at, intervals };
        *at = run.end();
        Some((source, run))
    });
    let runs: Vec<(SourceId, RrRun)> = pieces.collect();
    let range = TimeRange::new(start, start.plus(Millis::DAY + Millis::HOUR));
    let took = best(|| {
        let mut timeline = Timeline::default();
        samples.iter().for_each(|sample| timeline.add(source, *sample));
        let minutes = timeline.into_minutes();
        let mut detectors = Detectors::new(&watched());
        black_box(detectors.show(&Shown { range, minutes: &minutes, readings: &[], runs: &runs }));
        black_box(detectors.save());
    });
    println!(
        "all detectors over a day: {} heart rates, {} beats in {:.1} ms",
        samples.len(),
        day.rr_s.len(),
        took.as_secs_f64() * 1000.0
    );
}

fn main() {
    // `cargo test --all-targets` runs this, too; only `cargo bench` asks for figures.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    whole_day();
    let Some(records) = beats::afdb() else {
        return skip::skip("the labelled records are not beside the checkout: rhythm was not measured");
    };
    let all: usize = records.iter().map(|record| record.rr_s.len()).sum();
    let rate = |took: Duration| all as f64 / took.as_secs_f64();
    let by_cosen = rate(best(|| {
        for record in &records {
            black_box(record.rr_s.chunks_exact(WINDOW).filter(|window| cosen(window) > CUT).count());
        }
    }));
    let by_petrenas = rate(best(|| {
        records.iter().for_each(|record| drop(black_box(petrenas::irregular(&record.rr_s, FASTER))));
    }));
    let whole = rate(best(|| {
        for record in &records {
            let timed = record.rr_s.iter().scan(0.0, |at, rr_s| {
                let begin_s = *at;
                *at += rr_s;
                Some(Interval { begin_s, rr_s: *rr_s })
            });
            drop(black_box(windows(timed)));
        }
    }));
    // The longest record's beats, in whole milliseconds.
    let longest = records.iter().max_by_key(|record| record.rr_s.len()).unwrap();
    let mut beats = vec![0.0];
    longest.rr_s.iter().for_each(|rr| beats.push(beats.last().unwrap() + (rr * 1000.0).round()));
    let per_second = |took: Duration| beats.len() as f64 / took.as_secs_f64();
    let published = per_second(best(|| drop(black_box(lipponen::corrected(&beats)))));
    let ours = per_second(best(|| drop(black_box(local::corrected(&beats)))));
    println!("{all} beats; beats a second, one core");
    println!("ours, whole rhythm        {whole:>12.0}");
    println!("CoSEn                     {by_cosen:>12.0}");
    println!("Petrenas                  {by_petrenas:>12.0}");
    println!("artefacts, published      {published:>12.0}");
    println!("artefacts, ours           {ours:>12.0}");

    let folder = place::shared("data/detection/afdb_rr").unwrap();
    let files: Vec<String> =
        records.iter().map(|record| folder.join(format!("{}.csv.xz", record.name)).display().to_string()).collect();
    let peers = place::shared("peers/rhythm.py").and_then(|program| {
        let program = program.display().to_string();
        python(&[&[program.as_str()], &files.iter().map(String::as_str).collect::<Vec<_>>()[..]].concat())
    });
    let Some(peers) = peers else {
        return skip::skip("no Python with NumPy and SciPy, or no peers: rhythm was not measured beside rhythm.py");
    };
    let theirs = |name: &str| -> f64 {
        let line = peers.lines().find(|line| line.starts_with(name)).unwrap();
        line.split_whitespace().rev().nth(1).unwrap().parse().unwrap()
    };
    println!("{peers}");
    println!("CoSEn    {:>6.1}x (goal: at least 30x)", by_cosen / theirs("CoSEn 30 > -1.2"));
    println!("Petrenas {:>6.1}x (goal: at least 4x)", by_petrenas / theirs("Petrenas online a=0.05"));

    let scratch = tempfile::tempdir().unwrap();
    let file = scratch.path().join("beats.json");
    let whole: Vec<i64> = beats.iter().map(|beat| *beat as i64).collect();
    std::fs::write(&file, serde_json::to_vec(&whole).unwrap()).unwrap();
    let neurokit = python(&["-c", NEUROKIT, &file.display().to_string()]);
    let Some(neurokit) = neurokit.and_then(|text| text.trim().strip_prefix("RATE ")?.parse::<f64>().ok()) else {
        return skip::skip("no Python with NeuroKit2: artefacts were not measured beside it");
    };
    println!(
        "NeuroKit2 {neurokit:.0} beats/s: published {:.1}x, ours {:.1}x (goal: at least 40x)",
        published / neurokit,
        ours / neurokit
    );
}
