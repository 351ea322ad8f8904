use super::*;
use crate::model::heart::{Bpm, HeartRollUp};
use crate::model::{FindingId, LocalDay, SourceId};
use proptest::prelude::*;
use std::collections::BTreeMap;
use uuid::Uuid;

fn settings(zone: Tz) -> Settings {
    Settings { person: PersonId(Uuid::from_u128(7)), zone, limits: HeartLimits::default() }
}

/// What happens in the life that a test makes up.
#[derive(Debug, Clone, Copy)]
struct Stretch {
    /// Minutes without anything before it.
    gap: u16,
    /// Its length in minutes.
    length: u16,
    bpm: u16,
    walks: bool,
}

fn stretch() -> impl Strategy<Value = Stretch> {
    let gap = prop_oneof![3 => Just(0), 3 => 0u16..12, 1 => 0u16..600];
    let bpm = prop_oneof![4 => 50u16..75, 1 => 30u16..45, 2 => 110u16..150];
    (gap, 1u16..40, bpm, proptest::bool::weighted(0.2)).prop_map(|(gap, length, bpm, walks)| Stretch {
        gap,
        length,
        bpm,
        walks,
    })
}

fn minute(start: Millis, bpm: u16, steps: u32) -> Minute {
    let rate = Bpm::new(bpm).unwrap();
    let heart = HeartRollUp { start, count: 3, sum: 3 * u64::from(bpm) + 1, min: rate, max: rate };
    Minute { start, heart: Some(heart), source: Some(SourceId(Uuid::from_u128(u128::from(bpm % 3)))), steps }
}

fn minutes_of(stretches: &[Stretch]) -> Vec<Minute> {
    let mut minutes = Vec::new();
    let mut at = Millis(1_774_700_000 / 60 * 60 * 1000);
    for stretch in stretches {
        at = at.plus(i64::from(stretch.gap) * Millis::MINUTE);
        for n in 0..stretch.length {
            minutes.push(minute(at, stretch.bpm + n % 3, u32::from(stretch.walks)));
            at = at.plus(Millis::MINUTE);
        }
    }
    minutes
}

/// Nights of 70 minutes with the given rates, 0 for none, around the change of clocks in Europe.
fn nights_of(zone: Tz, rates: &[u16]) -> Vec<Minute> {
    let first: LocalDay = "2026-03-01".parse().unwrap();
    let night = |(n, bpm): (i64, u16)| {
        let one = first.plus_days(n).range_in(zone).start.plus(Millis::HOUR);
        (0..70).map(move |n| minute(one.plus(5 * n * Millis::MINUTE), bpm, 0))
    };
    (0..).zip(rates.iter().copied()).filter(|(_, bpm)| *bpm > 0).flat_map(night).collect()
}

fn whole(settings: &Settings, minutes: &[Minute]) -> Vec<Finding> {
    let mut detectors = Detectors::new(settings);
    minutes.iter().flat_map(|minute| detectors.push(minute)).collect()
}

/// Each episode as it was first told.
fn first_told(findings: Vec<Finding>) -> BTreeMap<FindingId, Finding> {
    findings.into_iter().fold(BTreeMap::new(), |mut first, finding| {
        first.entry(finding.id).or_insert(finding);
        first
    })
}

fn check_all_promises(settings: &Settings, minutes: &[Minute], cut: usize) {
    let all = whole(settings, minutes);
    let (before, after) = minutes.split_at(cut);

    // Prefix-invariant: what was told up to an instant is what the whole run knew by then.
    let now = before.last().map_or(Millis(0), Minute::end);
    let mut early = Detectors::new(settings);
    let mut told: Vec<Finding> = before.iter().flat_map(|minute| early.push(minute)).collect();
    told.extend(early.advance(now));
    let mut known = first_told(all.clone());
    known.retain(|_, finding| finding.knowable_at <= now);
    assert_eq!(first_told(told.clone()), known);

    // Resumable: saved and restored there, and once more for every minute, nothing changes.
    let mut resumed = Detectors::restore(settings, &early.save()).unwrap();
    for (n, minute) in after.iter().enumerate() {
        told.extend(resumed.push(minute));
        if n < 20 {
            let saved = resumed.save();
            assert!(saved.len() <= MOST_BYTES);
            resumed = Detectors::restore(settings, &saved).unwrap();
        }
    }
    assert_eq!(told, all);

    // What was already looked at is not looked at again.
    assert!(before.iter().all(|minute| resumed.push(minute).is_empty()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_later_minute_changes_what_was_told_and_no_restart_does(
        stretches in proptest::collection::vec(stretch(), 1..60), cut in 0.0..1.0f64,
    ) {
        let minutes = minutes_of(&stretches);
        check_all_promises(&settings(chrono_tz::Asia::Tokyo), &minutes, (minutes.len() as f64 * cut) as usize);
    }

    #[test]
    fn no_later_night_changes_what_was_told_and_no_restart_does(
        rates in proptest::collection::vec(prop_oneof![6 => 58u16..63, 2 => 62u16..75, 1 => Just(0)], 20..60), cut in 0.0..1.0f64,
    ) {
        let zone = chrono_tz::Europe::Berlin;
        let minutes = nights_of(zone, &rates);
        check_all_promises(&settings(zone), &minutes, (minutes.len() as f64 * cut) as usize);
    }
}

#[test]
fn the_state_does_not_grow_with_the_years() {
    let zone = chrono_tz::Asia::Tokyo;
    let size = |weeks: usize| {
        let mut detectors = Detectors::new(&settings(zone));
        for minute in nights_of(zone, &[60, 61, 59, 62, 60, 70, 72].repeat(weeks)) {
            detectors.push(&minute);
        }
        detectors.save().len()
    };
    let (spring, years) = (size(12), size(104));
    assert!(years <= spring + 100 && years < 16 * 1024, "{spring} {years}");
}

#[test]
fn a_morning_without_new_minutes_still_has_its_verdict() {
    let zone = chrono_tz::Asia::Tokyo;
    let minutes = nights_of(zone, &[vec![60; 28], vec![70]].concat());
    let mut detectors = Detectors::new(&settings(zone));
    assert!(minutes.iter().all(|minute| detectors.push(minute).is_empty()));
    let day: LocalDay = "2026-03-29".parse().unwrap();
    let seven = day.range_in(zone).start.plus(7 * Millis::HOUR);
    assert!(detectors.advance(seven.plus(-1)).is_empty());
    let told = detectors.advance(seven);
    assert_eq!((told.len(), told[0].day, told[0].knowable_at), (1, day, seven));
    assert_eq!(detectors.cursor(), Some(seven));
    assert!(detectors.advance(seven.plus(Millis::DAY)).is_empty(), "told once");
}

#[test]
fn a_state_that_is_none_is_refused() {
    let settings = settings(chrono_tz::Asia::Tokyo);
    let refused = |bytes: &[u8]| Detectors::restore(&settings, bytes).err();
    assert_eq!(refused(b""), Some(StateError::Unreadable));
    assert_eq!(refused(b"{\"version\":7}"), Some(StateError::Unreadable));
    assert_eq!(refused(b"{\"version\":1,\"cursor\":null}"), Some(StateError::OtherVersion));
    assert_eq!(refused(&[b' '; MOST_BYTES + 1]), Some(StateError::Unreadable));
}
