use super::super::drawn::draw;
use super::*;
use crate::detect::{Detectors, Shown};
use crate::model::heart::{Bpm, HeartRollUp, RrInterval, RrRun};
use crate::model::person::HeartLimits;
use crate::model::{PersonId, TimeRange};
use proptest::prelude::*;
use std::collections::BTreeMap;
use uuid::Uuid;

/// A whole minute, from which tests count.
const START: Millis = Millis(1_776_470_400_000);

fn settings() -> Settings {
    let person = PersonId(Uuid::from_u128(7));
    Settings { person, zone: chrono_tz::Asia::Tokyo, limits: HeartLimits::default() }
}

fn source(n: u128) -> SourceId {
    SourceId(Uuid::from_u128(n))
}

/// A heart of `minutes`, irregular or not, of about 70 beats a minute.
fn run(start: Millis, minutes: i64, irregular: bool) -> RrRun {
    let mut run = RrRun { start, intervals: Vec::new() };
    let mut ticks = 0;
    while ticks * 1000 / 1024 < minutes * Millis::MINUTE {
        let n = start.0.unsigned_abs() + ticks.unsigned_abs();
        let rr = if irregular {
            0.5 + 0.4 * draw(n) * draw(n + 1) + 0.15 * draw(n + 2)
        } else {
            0.85 + 0.04 * (n as f64 / 300.0).sin()
        };
        run.intervals.push(RrInterval((rr * 1024.0) as u16));
        ticks += i64::from(run.intervals.last().unwrap().0);
    }
    run
}

fn minute(n: i64, bpm: u16, steps: u32) -> Minute {
    let start = START.plus(n * Millis::MINUTE);
    let rate = Bpm::new(bpm).unwrap();
    let heart = HeartRollUp { start, count: 1, sum: u64::from(bpm), min: rate, max: rate };
    Minute { start, heart: Some(heart), source: Some(source(1)), steps }
}

/// What is told of these minutes and runs, shown at once.
fn told(minutes: &[Minute], runs: &[(SourceId, RrRun)], until: i64) -> Vec<Finding> {
    let range = TimeRange::new(START, START.plus(until * Millis::MINUTE));
    Detectors::new(&settings()).show(&Shown { range, minutes, readings: &[], runs })
}

fn rhythms(found: &[Finding]) -> Vec<&Finding> {
    found.iter().filter(|finding| finding.rule == Rule::IrregularRhythm).collect()
}

#[test]
fn an_hour_and_more_without_a_pattern_at_rest_is_told_with_its_checks() {
    let runs = [(source(1), run(START, 80, true))];
    let minutes: Vec<Minute> = (0..80).map(|n| minute(n, 72, 0)).collect();
    let found = told(&minutes, &runs, 100);
    let [finding] = rhythms(&found)[..] else { panic!("{found:?}") };
    let after = finding.knowable_at.since(START) / Millis::MINUTE;
    assert!((65..80).contains(&after), "{after}");
    let evidence = &finding.evidence;
    assert!(finding.onset.since(START) < 5 * Millis::MINUTE, "the first check");
    assert!(evidence.value >= 5.0 && evidence.run == 6 && evidence.points.len() == 6, "{evidence:?}");
    assert_eq!((evidence.usual, &evidence.sources[..]), (Usual::Limit(5.0), &[source(1)][..]));
}

#[test]
fn a_steady_heart_and_one_that_is_heard_for_less_than_an_hour_are_not_told() {
    assert!(told(&[], &[(source(1), run(START, 300, false))], 400).is_empty());
    assert!(told(&[], &[(source(1), run(START, 60, true))], 400).is_empty());
}

#[test]
fn whoever_walks_or_strains_is_not_at_rest() {
    let runs = [(source(1), run(START, 300, true))];
    // A step every ten minutes is enough: twelve minutes without one are rest.
    let walking: Vec<Minute> = (0..300).map(|n| minute(n, 90, u32::from(n % 10 == 0))).collect();
    assert!(rhythms(&told(&walking, &runs, 400)).is_empty());
    let now_and_then: Vec<Minute> = (0..300).map(|n| minute(n, 90, u32::from(n % 40 == 0))).collect();
    assert!(!rhythms(&told(&now_and_then, &runs, 400)).is_empty());
    // Nobody counted steps, but the rate lies above the person's limit.
    let riding: Vec<Minute> = (0..300).map(|n| minute(n, 140, 0)).collect();
    assert!(rhythms(&told(&riding, &runs, 400)).is_empty());
}

#[test]
fn an_episode_is_told_again_by_the_hour_and_is_over_a_day_after() {
    let runs = [(source(1), run(START, 200, true))];
    let found = told(&[], &runs, 3 * 24 * 60);
    let states: Vec<FindingState> = rhythms(&found).iter().map(|finding| finding.state).collect();
    use FindingState::{New, Resolved};
    assert_eq!(states, [New, New, New, Resolved], "{found:?}");
    let last = rhythms(&found)[3].clone();
    assert!(last.last.since(START) > 180 * Millis::MINUTE && last.evidence.run >= 14, "{last:?}");
    let mut ids: Vec<FindingId> = found.iter().map(|finding| finding.id).collect();
    ids.dedup();
    assert_eq!(ids.len(), 1, "one episode");
    // Two days later it takes six checks again.
    let later = START.plus(2 * Millis::DAY);
    let again = [runs[0].clone(), (source(1), run(later, 40, true))];
    assert_eq!(rhythms(&told(&[], &again, 3 * 24 * 60)).len(), 4);
    let again = [runs[0].clone(), (source(1), run(later, 90, true))];
    assert_eq!(rhythms(&told(&[], &again, 3 * 24 * 60)).len(), 5);
}

#[test]
fn two_straps_on_one_heart_say_it_once() {
    let one = [(source(1), run(START, 80, true))];
    let two = [one[0].clone(), (source(2), run(START.plus(300), 80, true))];
    let found = told(&[], &two, 100);
    assert_eq!(found, told(&[], &one, 100));
    // What the second hears when the first has fallen off counts.
    let after = START.plus(80 * Millis::MINUTE);
    let in_turn = [one[0].clone(), (source(2), run(after, 120, true))];
    let found = told(&[], &in_turn, 220);
    assert_eq!(rhythms(&found).last().unwrap().evidence.sources, [source(1), source(2)]);
}

/// A life in which a strap is worn now and then: minutes until the next part, its length, whether the
/// heart is irregular, whether the person walks, how long runs are, and who hears it.
type Part = (i64, i64, bool, bool, i64, u128);

fn life(parts: &[Part]) -> (Vec<Minute>, Vec<(SourceId, RrRun)>) {
    let (mut minutes, mut runs) = (BTreeMap::new(), Vec::new());
    let mut at = 0;
    for (wait, length, irregular, walks, piece, by) in parts {
        at += wait;
        let end = START.plus((at + length) * Millis::MINUTE);
        let mut begin = START.plus(at * Millis::MINUTE + 777);
        while begin < end {
            let next = run(begin, *piece, *irregular);
            begin = next.end();
            runs.push((source(*by), next));
        }
        for n in at..at + length {
            minutes.insert(n, minute(n, 70, u32::from(*walks && n % 3 == 0)));
        }
        at += length;
    }
    (minutes.into_values().collect(), runs)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn cut_anywhere_and_restarted_the_same_is_told(
        parts in proptest::collection::vec(
            (prop_oneof![4 => 0i64..4, 2 => 5i64..40, 1 => 1000i64..1600], 5i64..120, proptest::bool::weighted(0.7),
             proptest::bool::weighted(0.2), prop_oneof![1i64..9, 20i64..90], 1u128..3), 1..7),
        cuts in proptest::collection::vec(0.0..1.0f64, 0..12),
    ) {
        let (minutes, runs) = life(&parts);
        let length = minutes.last().unwrap().end().since(START) / Millis::MINUTE + 2 * 24 * 60;
        let whole = told(&minutes, &runs, length);
        let mut cuts: Vec<i64> = cuts.iter().map(|cut| (cut * length as f64) as i64).collect();
        cuts.extend([0, length]);
        cuts.sort_unstable();
        let mut state = Detectors::new(&settings()).save();
        let mut found = Vec::new();
        for cut in cuts.windows(2) {
            let mut detectors = Detectors::restore(&settings(), &state).unwrap();
            let end = START.plus(cut[1] * Millis::MINUTE);
            // As the store is read: from the cursor on, which may lie before the last cut.
            let range = TimeRange::new(detectors.cursor().unwrap_or(START), end);
            let from = detectors.runs_from(range.start);
            let minutes: Vec<Minute> = minutes.iter().filter(|minute| range.contains(minute.start)).copied().collect();
            let runs: Vec<(SourceId, RrRun)> =
                runs.iter().filter(|(_, run)| from <= run.start && run.start < end).cloned().collect();
            found.extend(detectors.show(&Shown { range, minutes: &minutes, readings: &[], runs: &runs }));
            for finding in &whole {
                let known = found.iter().any(|told: &Finding| told.id == finding.id);
                prop_assert_eq!(known, finding.knowable_at <= end, "{:?} by {:?}", finding, end);
            }
            state = detectors.save();
            prop_assert!(state.len() <= 64 * 1024);
        }
        prop_assert_eq!(found, whole);
    }
}
