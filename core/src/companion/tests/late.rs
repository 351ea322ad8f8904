//! Data that comes late: what is told in the end is what all of it at once tells, and little is looked at anew.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::model::SourceId;
use crate::model::heart::{Bpm, Contact, HeartSample, RrInterval, RrRun};
use crate::model::person::{Source, SourceKind};

const DAYS: i64 = 64;

/// From 0 to 1, without any order (SplitMix64).
fn draw(n: i64) -> f64 {
    let mut z = n.unsigned_abs().wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
}

/// A part of a day: a night, an afternoon that is too fast now and then, an evening with an unsteady strap.
fn part(seed: i64, day: i64, part: u8) -> (Vec<HeartSample>, Vec<RrRun>) {
    let midnight = super::day().plus_days(day - DAYS).range_in(Tokyo).start;
    let n = 1_000 * seed + day;
    let minutes = |hour: i64, rates: &dyn Fn(i64) -> f64, count: i64| {
        let sample = |minute: i64| {
            let at = midnight.plus(hour * Millis::HOUR + minute * Millis::MINUTE);
            HeartSample { at, bpm: Bpm::new(rates(minute) as u16).unwrap(), contact: Contact::Unsupported }
        };
        (0..count).map(sample).collect::<Vec<_>>()
    };
    let ill = (0..5).any(|back| draw(7_000 + n - back) < 0.04);
    match part {
        0 => {
            let rate = 57.0 + 4.0 * draw(n) + if ill { 12.0 } else { 0.0 };
            (minutes(3, &|minute| rate + 3.0 * draw(n * 60 + minute), 18), Vec::new())
        }
        1 => (minutes(15, &|_| if draw(3 * n) < 0.1 { 125.0 } else { 75.0 }, 12), Vec::new()),
        _ if day % 27 == 5 => {
            let interval = |beat: i64| RrInterval(512 + (450.0 * draw(n * 8_000 + beat)) as u16);
            let run = RrRun { start: midnight.plus(20 * Millis::HOUR), intervals: (0..7_000).map(interval).collect() };
            (Vec::new(), vec![run])
        }
        _ => (Vec::new(), Vec::new()),
    }
}

fn watch(companion: &Companion, person: PersonId) -> SourceId {
    let id = SourceId::derive(person, "watch");
    let watch = Source { id, kind: SourceKind::Wearable, name: "watch".to_owned() };
    companion.store().write(|store| store.put_source(person, &watch)).unwrap();
    id
}

fn take_in(companion: &Companion, person: PersonId, (samples, runs): &(Vec<HeartSample>, Vec<RrRun>)) {
    let source = SourceId::derive(person, "watch");
    companion.store().write(|store| store.append_heart(person, source, samples, runs)).unwrap();
}

/// What stands of all that was told, without what was said of it.
fn told(companion: &Companion, person: PersonId) -> BTreeMap<(Rule, Millis), String> {
    let findings = companion.findings(person, None).unwrap();
    let stands = findings.into_iter().filter(|finding| finding.state != FindingState::Withdrawn);
    let words = |one: &Finding| {
        let evidence = crate::model::finding::Evidence { sources: Vec::new(), ..one.evidence.clone() };
        format!("{:?} {} {} {evidence:?}", one.severity, one.knowable_at.0, one.last.0)
    };
    stands.map(|finding| ((finding.rule, finding.onset), words(&finding))).collect()
}

/// What is told of a life of which some parts come `late` (the day, the part, after how many days), and what of all of
/// it at once.
fn told_late_and_at_once(seed: i64, late: &[(i64, u8, i64)]) -> [BTreeMap<(Rule, Millis), String>; 2] {
    let (live, batch) = (Place::new(), Place::new());
    let (companion, all) = (live.open(), batch.open());
    let person = hanako(&companion);
    let other = hanako(&all);
    watch(&companion, person);
    watch(&all, other);
    let is_late = |day: i64, part: u8| late.iter().any(|(late, which, _)| (*late, *which) == (day, part));
    for day in 0..DAYS {
        for part in 0..3 {
            let measured = self::part(seed, day, part);
            take_in(&all, other, &measured);
            if !is_late(day, part) {
                take_in(&companion, person, &measured);
            }
        }
        for (old, part, _) in late.iter().filter(|(old, _, after)| old + after == day) {
            take_in(&companion, person, &self::part(seed, *old, *part));
        }
        live.clock.set(super::day().plus_days(day - DAYS + 1).range_in(Tokyo).start.plus(Millis::HOUR));
        companion.notice(person).unwrap();
    }
    for (old, part, _) in late {
        take_in(&companion, person, &self::part(seed, *old, *part));
    }
    live.clock.set(noon().at);
    companion.notice(person).unwrap();
    all.notice(other).unwrap();
    [told(&companion, person), told(&all, other)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3))]

    #[test]
    fn whatever_comes_late_and_when_the_same_is_told_in_the_end_as_of_all_at_once(
        seed in 0i64..1_000,
        late in proptest::collection::vec((0..DAYS, 0u8..3, 0i64..40), 1..6),
    ) {
        let [late, at_once] = told_late_and_at_once(seed, &late);
        prop_assert_eq!(late, at_once);
    }
}

#[test]
fn a_late_night_is_looked_at_with_the_weeks_that_it_matters_for_and_no_more() {
    let place = Place::new();
    let companion = place.open();
    let person = hanako(&companion);
    watch(&companion, person);
    // Twice as long a life as a night matters for.
    let early = |day: i64| super::day().plus_days(day - DAYS - DAYS).range_in(Tokyo).start;
    let moved = |mut samples: Vec<HeartSample>| {
        samples.iter_mut().for_each(|sample| sample.at = sample.at.plus(-DAYS * Millis::DAY));
        (samples, Vec::new())
    };
    for day in 0..2 * DAYS {
        let night = part(3, day, 0).0;
        if day != 50 {
            take_in(&companion, person, &moved(night));
        }
        place.clock.set(early(day + 1).plus(Millis::HOUR));
        companion.notice(person).unwrap();
    }
    // Findings that nothing bears out: whoever looks at their days again takes them back.
    let groundless = |n: u128, day: i64| {
        import(&companion, person, heart_csv(at(9, 0), &[132; 15]));
        place.clock.set(noon().at);
        companion.notice(person).unwrap();
        let here = companion.findings(person, None).unwrap().remove(0);
        let at = early(day).plus(12 * Millis::HOUR);
        let there =
            Finding { id: FindingId(uuid::Uuid::from_u128(n)), onset: at, knowable_at: at, last: at, ..here.clone() };
        let entry = Entry::Finding(Box::new(there.clone()));
        let put = |store: &crate::store::Writing<'_>| {
            let record = store.record(RecordId(here.id.0))?.unwrap();
            store.put_record(&Record {
                id: RecordId(there.id.0),
                at: Stamp::in_zone(at, Tokyo),
                revision: 1,
                entry,
                ..record
            })
        };
        companion.store().write(put).unwrap();
        there.id
    };
    let [before, amid, after] = [(1, 20), (2, 60), (3, 124)].map(|(n, day)| groundless(n, day));
    take_in(&companion, person, &moved(part(3, 50, 0).0));
    companion.notice(person).unwrap();
    let state = |id: FindingId| {
        let findings = companion.findings(person, None).unwrap();
        findings.into_iter().find(|finding| finding.id == id).unwrap().state
    };
    assert_eq!(state(amid), FindingState::Withdrawn);
    assert_ne!(state(before), FindingState::Withdrawn);
    assert_ne!(state(after), FindingState::Withdrawn);
}

#[test]
fn an_afternoon_that_comes_late_takes_no_notice_of_the_evening_away() {
    let [late, at_once] = told_late_and_at_once(0, &[(59, 1, 18)]);
    assert_eq!(late, at_once);
}
