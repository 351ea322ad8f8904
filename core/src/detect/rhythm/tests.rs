use super::drawn::draw;
use super::*;
use proptest::prelude::*;

/// Intervals without a hole from `begin_s` on.
fn timed(begin_s: f64, intervals: &[f64]) -> Vec<Interval> {
    let mut at = begin_s;
    let next = |rr_s: &f64| {
        let begin_s = at;
        at += rr_s;
        Interval { begin_s, rr_s: *rr_s }
    };
    intervals.iter().map(next).collect()
}

/// A heart at rest that breathes.
fn steady(n: u32) -> Vec<f64> {
    (0..n).map(|n| 0.85 + 0.04 * (f64::from(n) * 1.3).sin()).collect()
}

/// Intervals that follow no order.
fn wild(n: u32) -> Vec<f64> {
    (0..u64::from(n)).map(|n| 0.5 + 0.4 * draw(n) * draw(n + 10_000) + 0.1 * draw(n + 20_000)).collect()
}

fn verdicts(windows: &[RhythmWindow]) -> Vec<RhythmVerdict> {
    windows.iter().map(|window| window.verdict).collect()
}

#[test]
fn a_steady_heart_is_regular_and_one_without_order_irregular() {
    let told = windows(timed(0.0, &[steady(300), wild(300), steady(300)].concat()));
    let told = verdicts(&told);
    assert_eq!(told.len(), 30);
    let regular = |part: &[RhythmVerdict]| part.iter().filter(|v| **v == RhythmVerdict::Regular).count();
    assert!(regular(&told[..9]) == 9 && regular(&told[21..]) == 9, "{told:?}");
    assert!(told[11..19].iter().all(|v| *v == RhythmVerdict::Irregular), "{told:?}");
}

#[test]
fn windows_cover_the_recording_from_its_first_beat_to_its_last() {
    for n in [1, 29, 30, 59, 60, 89, 500] {
        let intervals = timed(100.0, &steady(n));
        let told = windows(intervals.iter().copied());
        assert_eq!(told.len(), (n as usize / WINDOW).max(1), "{n}");
        assert_eq!(told[0].start_s, 100.0);
        assert!(told.windows(2).all(|pair| pair[0].end_s == pair[1].start_s));
        let last = intervals.last().unwrap();
        assert_eq!(told.last().unwrap().end_s, last.begin_s + last.rr_s);
    }
    assert_eq!(verdicts(&windows(timed(0.0, &steady(20)))), [RhythmVerdict::Abstain]);
    assert!(windows([]).is_empty());
}

#[test]
fn beats_that_were_missed_and_made_up_are_abstained_from() {
    let mut missed = steady(600);
    let mut n = 0;
    missed.retain(|_| {
        n += 1;
        n % 4 != 0
    });
    for rr in missed.iter_mut().step_by(3) {
        *rr *= 2.0;
    }
    assert!(verdicts(&windows(timed(0.0, &missed))).iter().all(|v| *v == RhythmVerdict::Abstain));
    let noise: Vec<f64> = wild(600).iter().map(|rr| (rr - 0.5) * 4.0 + 0.2).collect();
    assert!(verdicts(&windows(timed(0.0, &noise))).iter().all(|v| *v == RhythmVerdict::Abstain));
}

#[test]
fn a_gap_costs_the_window_it_lies_in_and_no_other() {
    let mut intervals = timed(0.0, &steady(300));
    intervals.iter_mut().skip(100).for_each(|interval| interval.begin_s += 600.0);
    let told = windows(intervals);
    let abstained: Vec<usize> = (0..10).filter(|n| told[*n].verdict == RhythmVerdict::Abstain).collect();
    assert_eq!(abstained, [3]);
    assert!(told[3].end_s - told[3].start_s > 600.0);
}

#[test]
fn what_is_no_interval_is_passed_over() {
    let mut fold = Rhythm::default();
    for (begin_s, rr_s) in [(0.0, f64::NAN), (0.0, 0.0), (0.0, -1.0), (f64::INFINITY, 0.8), (0.0, f64::INFINITY)] {
        assert_eq!(fold.push(Interval { begin_s, rr_s }), None);
    }
    assert!(fold.finish().is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_later_beat_changes_what_was_told_and_no_restart_does(
        parts in proptest::collection::vec((0u8..3, 1u32..120, prop_oneof![4 => Just(0.0), 1 => 0.0..30.0]), 1..8),
        cuts in proptest::collection::vec(0.0..1.0f64, 1..5),
    ) {
        let mut intervals = Vec::new();
        let mut at = 0.0;
        for (kind, n, hole) in &parts {
            let rr = match kind {
                0 => steady(*n),
                1 => wild(*n),
                _ => steady(*n).iter().enumerate().map(|(n, rr)| if n % 5 == 0 { 2.0 * rr } else { *rr }).collect(),
            };
            let part = timed(at + hole, &rr);
            at = part.last().map_or(at, |last| last.begin_s + last.rr_s);
            intervals.extend(part);
        }
        let whole = windows(intervals.iter().copied());
        let cuts: Vec<usize> = cuts.iter().map(|cut| (cut * intervals.len() as f64) as usize).collect();
        let (mut fold, mut told) = (Rhythm::default(), Vec::new());
        for (n, interval) in intervals.iter().enumerate() {
            if cuts.contains(&n) {
                let saved = serde_json::to_vec(&fold).unwrap();
                prop_assert!(saved.len() <= 4096, "{}", saved.len());
                fold = serde_json::from_slice(&saved).unwrap();
                prop_assert_eq!(&told[..], &whole[..told.len()]);
            }
            told.extend(fold.push(*interval));
        }
        told.extend(fold.finish());
        prop_assert_eq!(told, whole);
    }

    #[test]
    fn no_intervals_make_a_score_that_is_none(
        rr in proptest::collection::vec(prop_oneof![1e-9..0.01, 0.2..3.0, 100.0..3600.0], 0..200),
    ) {
        let told = windows(timed(-5.0, &rr));
        prop_assert!(told.iter().all(|w| w.score.is_none_or(|score| (0.0..=1.0).contains(&score)) && w.end_s >= w.start_s));
    }
}
