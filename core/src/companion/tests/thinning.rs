//! Erasing single heart rates of old days, which begin and end by the person's clocks.

use chrono_tz::Tz;

use super::*;
use crate::model::TimeRange;
use crate::model::heart::{Bpm, Contact, HeartSample, RrRun};
use crate::store::Bucket;

/// A rate a minute over a range.
fn rates(range: TimeRange) -> Vec<HeartSample> {
    let minutes = (range.end.0 - range.start.0) / Millis::MINUTE;
    let bpm = |n: i64| Bpm::new(60 + (n % 7) as u16).unwrap();
    let at = |n| range.start.plus(n * Millis::MINUTE);
    (0..minutes).map(|n| HeartSample { at: at(n), bpm: bpm(n), contact: Contact::Unsupported }).collect()
}

#[test]
fn single_heart_rates_are_erased_by_the_days_of_the_person_wherever_they_live() {
    // The second: an hour of UTC in which the person's day begins stays whole.
    let places = [
        (Tz::Pacific__Kiritimati, 0),
        (Tz::Pacific__Honolulu, 0),
        (Tz::Asia__Tokyo, 0),
        (Tz::UTC, 0),
        (Tz::Asia__Kathmandu, 15),
    ];
    for (zone, stays) in places {
        let place = Place::new();
        let companion = place.open();
        let today = day().plus_days(2);
        let whole = TimeRange::new(day().range_in(zone).start, today.range_in(zone).start.plus(3 * Millis::HOUR));
        place.clock.set(whole.end);
        let person = companion.add_person("Hanako", Role::Patient, zone).unwrap().id;
        let strap = Source { id: SourceId::derive(person, "strap"), kind: SourceKind::Bluetooth, name: "strap".into() };
        companion.take_in(person, &strap, &rates(whole), &[]).unwrap();
        let kept = || companion.store.read(|store| store.heart_samples(person, whole)).unwrap();
        let curves = || {
            let curve = |bucket| companion.store.read(|store| store.heart_curve(person, whole, bucket)).unwrap();
            [Bucket::Minute, Bucket::FiveMinutes, Bucket::Hour, Bucket::Day].map(curve)
        };
        let before = curves();

        // Up to yesterday, and then up to today, which is still going on.
        for until in [day().plus_days(1), today] {
            let midnight = until.range_in(zone).start;
            let asked = companion.preview_thinning(person, until).unwrap();
            let erased = companion.thin_heart(person, until).unwrap();
            assert_eq!(asked, erased, "{zone}");
            let goes = Some(until.plus_days(-1));
            assert_eq!((erased.days, erased.first, erased.last), (1, goes, goes), "{zone}");
            let left = kept();
            let from = midnight.plus(-stays * Millis::MINUTE);
            let left: Vec<HeartSample> = left.into_iter().map(|(_, sample)| sample).collect();
            let expected: Vec<HeartSample> = rates(whole).into_iter().filter(|sample| sample.at >= from).collect();
            assert!(left == expected, "{zone}: {} and not {}", left.len(), expected.len());
            assert_eq!(curves(), before, "{zone}");
            assert_eq!(companion.preview_thinning(person, until).unwrap().days, 0, "{zone}: nothing is left to erase");
        }

        // An old export brings back nothing, and what goes on is kept.
        let left = kept().len();
        let again = companion.take_in(person, &strap, &rates(whole), &[]).unwrap();
        assert_eq!((again.new, kept().len()), (0, left), "{zone}");
        let later = TimeRange::new(whole.end, whole.end.plus(2 * Millis::DAY));
        companion.take_in(person, &strap, &rates(later), &[]).unwrap();
        assert_eq!((kept().len(), curves()), (left, before), "{zone}");
        let all = TimeRange::new(whole.start, later.end);
        let samples = companion.store.read(|store| store.heart_samples(person, all)).unwrap().len();
        assert_eq!(samples, left + 2 * 1440, "{zone}");
        companion.store.verify().unwrap();
    }
}

#[test]
fn beats_of_an_erased_hour_do_not_come_back_with_an_old_export() {
    let place = Place::new();
    let companion = place.open();
    let person = hanako(&companion);
    let (from, until) = (day().range_in(Tokyo).start.plus(-2 * Millis::HOUR), day().range_in(Tokyo).start);
    let strap = Source { id: SourceId::derive(person, "strap"), kind: SourceKind::Bluetooth, name: "strap".into() };
    let run = |start: Millis| RrRun { start, intervals: vec![crate::model::heart::RrInterval(900); 60] };
    let (old, new) = (run(from), run(until.plus(Millis::HOUR)));
    let put = |runs: &[RrRun]| {
        companion.store.write(|store| {
            store.put_source(person, &strap)?;
            store.append_heart(person, strap.id, &[], runs)
        })
    };
    put(&[old.clone(), new.clone()]).unwrap();
    companion.thin_heart(person, day()).unwrap();
    assert_eq!(put(&[old, new.clone()]).unwrap().new, 0);
    let around = TimeRange::new(from.plus(-Millis::DAY), until.plus(Millis::DAY));
    let runs = companion.store.read(|store| store.heart_runs(person, around)).unwrap();
    assert_eq!(runs.len(), 1);
    assert_eq!(runs[0].1.start, new.start);
}
