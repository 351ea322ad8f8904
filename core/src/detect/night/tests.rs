use super::*;
use crate::model::PersonId;
use crate::model::finding::{Finding, FindingState, Severity, Usual};
use crate::model::heart::{Bpm, HeartRollUp};
use crate::model::person::HeartLimits;
use chrono_tz::Tz;
use uuid::Uuid;

fn settings(zone: Tz) -> Settings {
    Settings { person: PersonId(Uuid::from_u128(1)), zone, limits: HeartLimits::default() }
}

fn tokyo() -> Settings {
    settings(chrono_tz::Asia::Tokyo)
}

fn day(n: i64) -> LocalDay {
    "2026-01-01".parse::<LocalDay>().unwrap().plus_days(n)
}

fn minute(start: Millis, bpm: u16, steps: u32) -> Minute {
    let rate = Bpm::new(bpm).unwrap();
    let heart = HeartRollUp { start, count: 1, sum: u64::from(bpm), min: rate, max: rate };
    Minute { start, heart: Some(heart), source: None, steps }
}

/// `count` still minutes from three on, every second one.
fn night(settings: &Settings, day: LocalDay, bpm: u16, count: i64) -> Vec<Minute> {
    let three = at_clock(day, START, settings.zone);
    (0..count).map(|n| minute(three.plus(2 * n * Millis::MINUTE), bpm, 0)).collect()
}

/// Nights in a row with these rates; 0 is a night without data. Each is closed in the morning.
fn judge(settings: &Settings, rates: &[u16]) -> (Vec<Night>, Vec<Finding>) {
    let mut rule = NightRule::default();
    let (mut nights, mut findings) = (Vec::new(), Vec::new());
    for (n, bpm) in rates.iter().enumerate().filter(|(_, bpm)| **bpm > 0) {
        let day = day(n as i64);
        for minute in night(settings, day, *bpm, 70) {
            let told = rule.push(settings, &minute);
            nights.extend(told.night);
            findings.extend(told.findings);
        }
        let told = rule.advance(settings, at_clock(day, END, settings.zone));
        nights.extend(told.night);
        findings.extend(told.findings);
    }
    (nights, findings)
}

/// Four weeks about 60: the median is 60, and more than half of the nights lie there, so that the
/// scale is the least one, 2: told from an average of 63.2 on.
fn usual_weeks() -> Vec<u16> {
    (0..28).map(|n| [58, 60, 60, 60, 62, 60, 60][n % 7]).collect()
}

fn verdicts(nights: &[Night]) -> Vec<NightVerdict> {
    nights.iter().map(|night| night.verdict).collect()
}

#[test]
fn a_second_high_night_is_told_at_seven_with_what_is_usual() {
    let rates = [usual_weeks(), vec![64, 64]].concat();
    let (nights, findings) = judge(&tokyo(), &rates);
    assert_eq!(verdicts(&nights[28..]), [NightVerdict::None, NightVerdict::Notice]);
    let [finding] = findings.as_slice() else { panic!("{findings:?}") };
    assert_eq!(finding.day, day(29));
    assert_eq!(Stamp::in_zone(finding.knowable_at, chrono_tz::Asia::Tokyo).to_fhir(), "2026-01-30T07:00:00+09:00");
    assert_eq!(Stamp::in_zone(finding.onset, chrono_tz::Asia::Tokyo).to_fhir(), "2026-01-29T00:00:00+09:00");
    assert_eq!(finding.evidence.value, 64.0);
    assert_eq!(finding.evidence.usual, Usual::Range { centre: 60.0, low: 56.8, high: 63.2 });
    assert_eq!(finding.evidence.run, 2);
    // Of the days from 42 to 4 before, thirteen lie before the first night.
    assert_eq!((finding.evidence.days_used, finding.evidence.days_missing), (26, 13));
    assert_eq!(finding.evidence.points.iter().filter(|point| point.out).count(), 2);
}

#[test]
fn one_night_alone_is_told_only_when_it_is_far_beyond() {
    assert!(judge(&tokyo(), &[usual_weeks(), vec![65]].concat()).1.is_empty());
    let (_, findings) = judge(&tokyo(), &[usual_weeks(), vec![66]].concat());
    assert_eq!(findings.len(), 1);
}

#[test]
fn nothing_is_told_before_seven_nights_are_known() {
    // The three nights before a night are not part of what it is compared with.
    let (nights, findings) = judge(&tokyo(), &[vec![60; 9], vec![90]].concat());
    assert_eq!(nights[9].verdict, NightVerdict::Insufficient);
    assert!(findings.is_empty());
    let (nights, findings) = judge(&tokyo(), &[vec![60; 10], vec![90]].concat());
    assert_eq!(nights[10].verdict, NightVerdict::Notice);
    assert_eq!(findings.len(), 1);
}

#[test]
fn what_rests_on_few_nights_is_told_with_less_weight() {
    // Thirteen nights: 64 is within the least scatter of few nights, and 70 is not strong.
    assert!(judge(&tokyo(), &[vec![60; 13], vec![64; 4]].concat()).1.is_empty());
    let (nights, _) = judge(&tokyo(), &[vec![60; 13], vec![70; 4]].concat());
    assert_eq!(verdicts(&nights[13..]), [NightVerdict::Notice; 4]);
    // Fourteen and more.
    let (nights, _) = judge(&tokyo(), &[vec![60; 17], vec![64; 2], vec![70; 2]].concat());
    use NightVerdict::{None, Notice, Strong};
    assert_eq!(verdicts(&nights[17..]), [None, Notice, Strong, Strong]);
}

#[test]
fn a_night_needs_fifteen_still_minutes() {
    let settings = tokyo();
    for (minutes, rate) in [(14, None), (15, Some(60.0))] {
        let mut rule = NightRule::default();
        for minute in night(&settings, day(0), 60, minutes) {
            rule.push(&settings, &minute);
        }
        let told = rule.advance(&settings, day(1).range_in(settings.zone).start);
        assert_eq!(told.night.unwrap().rate, rate);
    }
}

#[test]
fn minutes_within_twelve_of_a_step_do_not_count() {
    let settings = tokyo();
    let three = at_clock(day(0), START, settings.zone);
    let mut rule = NightRule::default();
    for n in 0..120 {
        rule.push(&settings, &minute(three.plus(n * Millis::MINUTE), 60, u32::from(n == 20)));
    }
    assert_eq!(rule.close(&settings).night.unwrap().minutes, 120 - 12);
}

#[test]
fn what_was_measured_before_three_does_not_count() {
    let settings = tokyo();
    let midnight = day(0).range_in(settings.zone).start;
    let mut rule = NightRule::default();
    for n in 0..200 {
        rule.push(&settings, &minute(midnight.plus(n * Millis::MINUTE), if n < 180 { 90 } else { 60 }, 0));
    }
    let night = rule.close(&settings).night.unwrap();
    assert_eq!((night.minutes, night.rate), (20, Some(60.0)));
}

#[test]
fn an_episode_grows_and_ends_after_three_quiet_nights_under_one_name() {
    let rates = [usual_weeks(), vec![66, 67, 68, 60, 60, 60, 60, 60, 60]].concat();
    let (nights, findings) = judge(&tokyo(), &rates);
    let told = nights.iter().filter(|night| night.verdict >= NightVerdict::Notice).count();
    assert!(findings.iter().all(|finding| finding.id == findings[0].id));
    assert_eq!(findings.len(), told + 1, "one for each night told, one for the end");
    let last = findings.last().unwrap();
    assert_eq!((last.state, last.severity), (FindingState::Resolved, Severity::Strong));
    assert_eq!((last.evidence.value, last.evidence.run), (68.0, 3));
    assert_eq!(last.knowable_at, findings[0].knowable_at);
    assert!(last.last > findings[0].last);
}

#[test]
fn a_second_rise_after_the_quiet_nights_is_another_episode() {
    let rates = [usual_weeks(), vec![66, 67, 60, 60, 60, 60, 60, 66, 67]].concat();
    let (_, findings) = judge(&tokyo(), &rates);
    let mut names: Vec<_> = findings.iter().map(|finding| finding.id).collect();
    names.dedup();
    assert_eq!(names.len(), 2);
}

#[test]
fn nights_that_were_told_do_not_become_usual() {
    // After eighteen high nights most of the four weeks that count are high.
    let (nights, _) = judge(&tokyo(), &[usual_weeks(), vec![66; 18]].concat());
    assert!(nights[29..].iter().all(|night| night.verdict >= NightVerdict::Notice));
    assert!(matches!(nights[45].usual, Some(Usual::Range { centre: 60.0, .. })), "{:?}", nights[45].usual);
}

#[test]
fn a_missing_night_between_two_high_ones_counts_as_usual_and_is_not_filled() {
    let (nights, findings) = judge(&tokyo(), &[usual_weeks(), vec![64, 0, 64]].concat());
    assert_eq!(verdicts(&nights[28..]), [NightVerdict::None; 2]);
    assert!(findings.is_empty());
}

#[test]
fn an_episode_does_not_outlast_four_nights_without_data() {
    let rates = [usual_weeks(), vec![66, 66, 0, 0, 0, 0, 60]].concat();
    assert_eq!(judge(&tokyo(), &rates).1.last().unwrap().state, FindingState::Resolved);
    let rates = [usual_weeks(), vec![66, 66, 0, 0, 0, 60]].concat();
    assert_eq!(judge(&tokyo(), &rates).1.last().unwrap().state, FindingState::New);
}

#[test]
fn a_night_is_as_long_as_the_clocks_make_it() {
    for (zone, day, hours) in [
        // The clocks go from two to three, and from three back to two: from three to seven are four hours.
        (chrono_tz::Europe::Berlin, "2026-03-29", 4),
        (chrono_tz::Europe::Berlin, "2026-10-25", 4),
        (chrono_tz::Asia::Tokyo, "2026-03-29", 4),
        (chrono_tz::Asia::Beirut, "2024-03-31", 4),
        // The clocks go from four back to three: three comes twice.
        (chrono_tz::Asia::Famagusta, "2026-10-25", 5),
    ] {
        let settings = settings(zone);
        let day: LocalDay = day.parse().unwrap();
        let start = day.range_in(zone).start.plus(-Millis::HOUR);
        let mut rule = NightRule::default();
        let mut seen = Vec::new();
        for n in 0..11 * 60 {
            seen.extend(rule.push(&settings, &minute(start.plus(n * Millis::MINUTE), 60, 0)).night);
        }
        let [night] = seen.as_slice() else { panic!("{seen:?}") };
        assert_eq!((night.day, night.minutes), (day, hours * 60));
        assert_eq!(
            Stamp::in_zone(night.knowable_at, zone).local().time(),
            chrono::NaiveTime::from_hms_opt(END, 0, 0).unwrap()
        );
    }
}

#[test]
fn a_night_with_too_few_minutes_waits_for_a_watch_that_delivers_late() {
    let settings = tokyo();
    let mut rule = NightRule::default();
    let night = night(&settings, day(0), 60, 100);
    let (early, late) = night.split_at(10);
    for minute in early {
        rule.push(&settings, minute);
    }
    let eight = day(0).range_in(settings.zone).start.plus(8 * Millis::HOUR);
    assert_eq!(rule.advance(&settings, eight).night, None);
    for minute in late {
        rule.push(&settings, minute);
    }
    assert_eq!(rule.advance(&settings, eight).night.unwrap().minutes, 100);
}

#[test]
fn a_flight_to_the_west_makes_no_night_twice() {
    let mut settings = tokyo();
    let mut rule = NightRule::default();
    for minute in night(&settings, day(0), 60, 70) {
        rule.push(&settings, &minute);
    }
    let seven = at_clock(day(0), END, settings.zone);
    assert_eq!(rule.advance(&settings, seven).night.unwrap().day, day(0));
    settings.zone = chrono_tz::Pacific::Honolulu;
    let mut seen = Vec::new();
    for n in 0..3 * 24 * 60 {
        seen.extend(rule.push(&settings, &minute(seven.plus(n * Millis::MINUTE), 60, 0)).night);
    }
    let days: Vec<_> = seen.iter().map(|night| night.day).collect();
    assert_eq!(days, [day(1), day(2)]);
}

#[test]
fn where_the_clocks_skip_three_the_night_counts_from_four_and_not_from_midnight() {
    // In Helsinki the clocks go from 3:00 to 4:00 on 29 March 2026.
    let zone = chrono_tz::Europe::Helsinki;
    let settings = settings(zone);
    let day: LocalDay = "2026-03-29".parse().unwrap();
    let one = day.range_in(zone).start.plus(Millis::HOUR);
    let mut rule = NightRule::default();
    // From one on for two hours at 90, and from four on at 60.
    for n in 0..120 {
        rule.push(&settings, &minute(one.plus(n * Millis::MINUTE), 90, 0));
    }
    for n in 120..240 {
        rule.push(&settings, &minute(one.plus(n * Millis::MINUTE), 60, 0));
    }
    let night = rule.advance(&settings, one.plus(12 * Millis::HOUR)).night.unwrap();
    assert_eq!((night.day, night.minutes, night.rate), (day, 120, Some(60.0)));
}
