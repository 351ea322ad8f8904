use super::*;
use crate::model::PersonId;
use crate::model::heart::{Bpm, HeartRollUp};
use uuid::Uuid;

const SETTINGS: Settings = Settings {
    person: PersonId(Uuid::from_u128(1)),
    zone: chrono_tz::Asia::Tokyo,
    limits: HeartLimits { high: 120, low: 40 },
};

/// What a minute holds: a rate, a rate while walking, or nothing at all.
#[derive(Clone, Copy)]
enum M {
    Rate(u16),
    Walk(u16),
    Missing,
}
use M::{Missing, Rate, Walk};

fn run(side: Side, minutes: impl IntoIterator<Item = M>) -> Vec<Finding> {
    let mut rule = DwellRule::new(side);
    let mut told = Vec::new();
    for (n, m) in (0i64..).zip(minutes) {
        let start = Millis(n * Millis::MINUTE);
        let (bpm, steps) = match m {
            Rate(bpm) => (bpm, 0),
            Walk(bpm) => (bpm, 30),
            Missing => continue,
        };
        let rate = Bpm::new(bpm).unwrap();
        let heart = HeartRollUp { start, count: 2, sum: 2 * u64::from(bpm), min: rate, max: rate };
        told.extend(rule.push(&SETTINGS, &Minute { start, heart: Some(heart), source: None, steps }));
    }
    told
}

fn high(minutes: impl IntoIterator<Item = M>) -> Vec<Finding> {
    run(Side::High, minutes)
}

fn of(m: M, count: usize) -> Vec<M> {
    vec![m; count]
}

#[test]
fn ten_minutes_above_the_limit_are_told_and_nine_are_not() {
    assert!(high(of(Rate(121), 9)).is_empty());
    let told = high(of(Rate(121), 10));
    assert_eq!(told.len(), 1);
    assert_eq!((told[0].rule, told[0].severity), (Rule::HeartRateHigh, Severity::Notice));
    assert_eq!(told[0].onset, Millis(0));
    assert_eq!(told[0].knowable_at, Millis(10 * Millis::MINUTE));
    assert_eq!(told[0].evidence.usual, Usual::Limit(120.0));
    assert_eq!((told[0].evidence.value, told[0].evidence.run), (121.0, 10));
}

#[test]
fn the_limit_itself_is_not_beyond_it() {
    assert!(high(of(Rate(120), 60)).is_empty());
    assert!(run(Side::Low, of(Rate(40), 60)).is_empty());
    assert_eq!(run(Side::Low, of(Rate(39), 10)).len(), 1);
}

#[test]
fn whoever_walks_is_not_at_rest() {
    assert!(high(of(Walk(150), 60)).is_empty());
    assert!(high([of(Rate(125), 9), of(Walk(125), 1), of(Rate(125), 9)].concat()).is_empty());
}

#[test]
fn two_missing_minutes_are_bridged_and_three_break_the_dwell() {
    let with_hole = |missing| high([of(Rate(125), 5), of(Missing, missing), of(Rate(125), 5)].concat());
    assert_eq!(with_hole(2).len(), 1);
    assert!(with_hole(3).is_empty());
}

#[test]
fn a_watch_that_measures_now_and_then_does_not_show_that_the_rate_remained() {
    let sparse = (0..40).flat_map(|_| [Rate(125), Missing, Missing]);
    // Every third minute: eight of them take 22 minutes.
    let told = high(sparse);
    assert_eq!(told[0].knowable_at, Millis(22 * Millis::MINUTE));
    assert!(high((0..40).flat_map(|_| [Rate(125), Missing, Missing, Missing, Missing])).is_empty());
}

#[test]
fn an_episode_is_told_once_and_again_as_it_grows() {
    let told = high([of(Rate(125), 15), of(Rate(140), 8), of(Rate(80), 5)].concat());
    assert_eq!(told.iter().map(|finding| finding.evidence.run).collect::<Vec<_>>(), [10, 20, 23]);
    assert!(told.iter().all(|finding| finding.id == told[0].id));
    assert_eq!(told[2].evidence.value, 140.0);
    assert_eq!(told[2].last, Millis(23 * Millis::MINUTE));
    assert_eq!(told[2].knowable_at, told[0].knowable_at);
}

#[test]
fn a_rate_that_swings_about_the_limit_stays_one_episode() {
    // 116 is inside the limit, but not by the five that count as back.
    let told = high((0..5).flat_map(|_| [of(Rate(124), 10), of(Rate(116), 12)].concat()));
    assert_eq!(told.len(), 5);
    assert!(told.iter().all(|finding| finding.id == told[0].id));
}

#[test]
fn ten_minutes_back_inside_arm_the_rule_again() {
    let names = |calm| {
        let told = high([of(Rate(124), 10), of(Rate(115), calm), of(Rate(124), 10)].concat());
        told[0].id == told[1].id
    };
    assert!(names(9));
    assert!(!names(10));
}

#[test]
fn an_hour_without_a_rate_beyond_the_limit_arms_the_rule_again() {
    let told = high([of(Rate(124), 10), of(Missing, 58), of(Rate(124), 10)].concat());
    assert_eq!(told[0].id, told[1].id);
    let told = high([of(Rate(124), 10), of(Missing, 59), of(Rate(124), 10)].concat());
    assert_ne!(told[0].id, told[1].id);
}

#[test]
fn from_131_on_a_high_rate_is_strong_and_a_low_one_never_is() {
    assert_eq!(high(of(Rate(130), 10))[0].severity, Severity::Notice);
    assert_eq!(high(of(Rate(131), 10))[0].severity, Severity::Strong);
    assert_eq!(run(Side::Low, of(Rate(30), 10))[0].severity, Severity::Notice);
}

#[test]
fn the_chart_of_a_whole_night_still_has_at_most_64_points() {
    let told = high(of(Rate(125), 500));
    let points = &told.last().unwrap().evidence.points;
    assert!((32..=64).contains(&points.len()));
    let step = points[1].at.since(points[0].at);
    assert!(points.windows(2).all(|pair| pair[1].at.since(pair[0].at) == step));
}
