//! On every public data set: what was told at an instant never changes because of later data, and
//! detectors that are stopped and restarted anywhere tell the same.
//!
//! Each life is shown at once, and then in stretches cut at drawn minutes, the state saved and restored
//! at every cut; what is told at a cut is what the whole run knew by then.

#![allow(clippy::expect_used, clippy::print_stdout, reason = "a test may stop, and says what it looked at")]

use mimamori::detect::daily::DailyReading;
use mimamori::detect::{Detectors, Minute, Shown};
use mimamori::model::finding::Finding;
use mimamori::model::heart::RrRun;
use mimamori::model::{Millis, SourceId, TimeRange};
use mimamori_tests::beats::Draw;
use mimamori_tests::lives::{self, Life};
use mimamori_tests::skip;
use mimamori_tests::timeline::watched;

/// How often each life is cut anew.
const ROUNDS: usize = 3;

/// What a store answers for `range`, and for runs from `from` on.
fn stored(life: &Life, range: TimeRange, from: Millis) -> (&[Minute], &[DailyReading], Vec<(SourceId, RrRun)>) {
    let of = |start: usize, end: usize| start..end.max(start);
    let first = life.minutes.partition_point(|minute| minute.start < range.start);
    let last = life.minutes.partition_point(|minute| minute.start < range.end);
    let minutes = life.minutes.get(of(first, last)).unwrap_or_default();
    let first = life.readings.partition_point(|reading| reading.at < range.start);
    let last = life.readings.partition_point(|reading| reading.at < range.end);
    let readings = life.readings.get(of(first, last)).unwrap_or_default();
    let runs = life.runs.iter().filter(|(_, run)| from <= run.start && run.start < range.end).cloned().collect();
    (minutes, readings, runs)
}

fn check(life: &Life, draw: &mut Draw) -> usize {
    let settings = watched();
    let (start, end) = (life.start(), life.end());
    let range = TimeRange::new(start, end);
    let Life { minutes, readings, runs, .. } = life;
    let whole = Detectors::new(&settings).show(&Shown { range, minutes, readings, runs });
    for _ in 0..ROUNDS {
        let length = end.since(start) / Millis::MINUTE;
        let mut cuts: Vec<i64> = (0..12).map(|_| (draw.share() * length as f64) as i64).collect();
        cuts.push(length);
        cuts.sort_unstable();
        let (mut state, mut told): (Option<Vec<u8>>, Vec<Finding>) = (None, Vec::new());
        for cut in cuts {
            let mut detectors = match state {
                Some(state) => Detectors::restore(&settings, &state).expect("a state of ours"),
                None => Detectors::new(&settings),
            };
            let range = TimeRange::new(detectors.cursor().unwrap_or(start), start.plus(cut * Millis::MINUTE));
            let (minutes, readings, runs) = stored(life, range, detectors.runs_from(range.start));
            told.extend(detectors.show(&Shown { range, minutes, readings, runs: &runs }));
            for finding in &whole {
                let known = told.iter().any(|told| told.id == finding.id);
                assert_eq!(known, finding.knowable_at <= range.end, "{} {finding:?} by {:?}", life.name, range.end);
            }
            let saved = detectors.save();
            assert!(saved.len() <= 64 * 1024, "{}: {}", life.name, saved.len());
            state = Some(saved);
        }
        assert_eq!(told, whole, "{}", life.name);
    }
    whole.len()
}

#[test]
fn no_committed_life_tells_anything_else_however_it_is_cut() {
    let mut draw = Draw(20_261_122);
    let lives = lives::committed();
    let told: usize = lives.iter().map(|life| check(life, &mut draw)).sum();
    println!("{} lives, {told} things told, {ROUNDS} times 12 cuts each", lives.len());
    assert!(told > 0);
}

#[test]
fn no_life_beside_the_checkout_does() {
    let mut draw = Draw(20_261_123);
    let lives = lives::beside();
    if lives.is_empty() {
        return skip::skip("the other public data is not beside the checkout: nothing of it was cut");
    }
    let told: usize = lives.iter().map(|life| check(life, &mut draw)).sum();
    println!("{} lives, {told} things told, {ROUNDS} times 12 cuts each", lives.len());
    assert!(told > 0);
}
