//! What several sources measured, day by day and as charts.

use chrono_tz::Tz;

use super::*;
use crate::chart::{ChartKind, Span};
use crate::model::energy::{EnergyInterval, EnergyKind};
use crate::model::heart::{Bpm, Contact, HeartSample};
use crate::model::person::{Source, SourceKind};
use crate::model::sleep::Sleep;
use crate::model::steps::StepInterval;
use crate::model::{SourceId, TimeRange};
use crate::text::{Lang, Words};

fn source(companion: &Companion, person: PersonId, name: &str, kind: SourceKind) -> SourceId {
    let id = SourceId::derive(person, name);
    companion.store().write(|store| store.put_source(person, &Source { id, kind, name: name.to_owned() })).unwrap();
    id
}

/// A step a second: 3,600 in the hour from `from` on.
fn walk(companion: &Companion, person: PersonId, source: SourceId, from: Stamp, minutes: i64, count: u32) {
    let steps = StepInterval::new(from.at, from.at.plus(minutes * Millis::MINUTE), count).unwrap();
    companion.store().write(|store| store.append_steps(person, source, &[steps])).unwrap();
}

#[test]
fn a_watch_and_a_phone_on_one_walk_count_once_in_the_order_of_the_person() {
    let place = Place::new();
    let companion = place.open();
    let person = hanako(&companion);
    let watch = source(&companion, person, "Watch", SourceKind::Wearable);
    let phone = source(&companion, person, "Phone", SourceKind::Phone);
    walk(&companion, person, watch, at(8, 0), 60, 3_600);
    walk(&companion, person, phone, at(8, 30), 60, 3_000);
    let steps = |companion: &Companion| companion.day(person, day()).unwrap().steps;
    assert_eq!(steps(&companion), Some(3_600 + 1_500));
    let order = companion.put_source_order(person, &[phone]).unwrap();
    assert_eq!(order.iter().map(|source| source.name.as_str()).collect::<Vec<_>>(), ["Phone", "Watch"]);
    assert_eq!(steps(&companion), Some(3_000 + 1_800));
    // Taking in the same file again changes nothing, and both are still kept.
    walk(&companion, person, watch, at(8, 0), 60, 3_600);
    assert_eq!(steps(&companion), Some(4_800));
    let range = day().range_in(Tokyo);
    assert_eq!(companion.store().read(|store| store.steps_between(person, range)).unwrap().len(), 2);
    let stranger = SourceId::derive(person, "somebody else's");
    assert!(matches!(companion.put_source_order(person, &[stranger]), Err(crate::Error::NotFound("source"))));
}

#[test]
fn another_order_of_sources_is_another_record_and_is_looked_at_anew() {
    let place = Place::new();
    let companion = place.open();
    let person = hanako(&companion);
    let strap = source(&companion, person, "Strap", SourceKind::Bluetooth);
    let watch = source(&companion, person, "Watch", SourceKind::Wearable);
    // By the strap all is quiet; by the watch the heart is fast for half an hour at rest.
    let measure = |source: SourceId, rate: u16| {
        let samples: Vec<HeartSample> = (0..40)
            .map(|n| HeartSample {
                at: at(3, 0).at.plus(n * Millis::MINUTE),
                bpm: Bpm::new(rate).unwrap(),
                contact: Contact::Unsupported,
            })
            .collect();
        companion.store().write(|store| store.append_heart(person, source, &samples, &[])).unwrap();
    };
    measure(strap, 60);
    measure(watch, 150);
    place.clock.set(at(20, 0).at);
    companion.notice(person).unwrap();
    assert!(companion.findings(person, None).unwrap().is_empty());
    companion.put_source_order(person, &[watch, strap]).unwrap();
    let found = companion.findings(person, None).unwrap();
    assert!(found.iter().any(|finding| finding.rule == Rule::HeartRateHigh), "{found:?}");
}

/// Around a change of the clocks every sample, step and kilocalorie lies on one day.
#[test]
fn the_days_of_a_store_hold_everything_once_whatever_the_clocks_did() {
    let zones: [(Tz, &str); 8] = [
        (chrono_tz::Europe::Berlin, "2026-03-29"),
        (chrono_tz::Europe::Berlin, "2025-10-26"),
        (chrono_tz::America::St_Johns, "2009-11-01"),
        (chrono_tz::Asia::Beirut, "2024-03-31"),
        (chrono_tz::America::Nuuk, "2024-03-30"),
        (chrono_tz::Australia::Lord_Howe, "2025-10-05"),
        (chrono_tz::Pacific::Apia, "2011-12-30"),
        (chrono_tz::Atlantic::Azores, "2025-10-26"),
    ];
    let place = Place::new();
    let companion = place.open();
    for (zone, around) in zones {
        let person = companion.add_person(zone.name(), Role::Patient, zone).unwrap().id;
        let watch = source(&companion, person, "Watch", SourceKind::Wearable);
        let around: LocalDay = around.parse().unwrap();
        let days: Vec<LocalDay> = (-2..=2).map(|n| around.plus_days(n)).collect();
        let range = TimeRange::new(days[0].range_in(zone).start, days[4].range_in(zone).end);
        let every = |length: i64| {
            let count = (range.end.since(range.start) + length - 1) / length;
            (0..count).map(move |n| range.start.plus(n * length))
        };
        let samples: Vec<HeartSample> = every(7 * Millis::MINUTE)
            .map(|at| HeartSample { at, bpm: Bpm::new(70).unwrap(), contact: Contact::Unsupported })
            .collect();
        let steps: Vec<StepInterval> = every(50 * Millis::MINUTE)
            .map(|at| StepInterval::new(at, at.plus(50 * Millis::MINUTE).min(range.end), 997).unwrap())
            .collect();
        let energy: Vec<EnergyInterval> = every(50 * Millis::MINUTE)
            .map(|at| {
                let end = at.plus(50 * Millis::MINUTE).min(range.end);
                EnergyInterval::new(at, end, EnergyKind::Active, 33.333).unwrap()
            })
            .collect();
        let walked = 997 * u32::try_from(steps.len()).unwrap();
        let burnt = 33.333 * f64::from(u32::try_from(energy.len()).unwrap());
        companion
            .store()
            .write(|store| {
                store.append_heart(person, watch, &samples, &[])?;
                store.append_steps(person, watch, &steps)?;
                store.append_energy(person, watch, &energy)
            })
            .unwrap();
        let weighed: Vec<_> = samples.iter().step_by(9).collect();
        for sample in &weighed {
            let stamp = Stamp::in_zone(sample.at, zone);
            companion.add_vital(person, stamp, Vital::single(VitalKind::Weight, 58.0).unwrap()).unwrap();
        }
        let views: Vec<_> = days.iter().map(|day| companion.day(person, *day).unwrap()).collect();
        let heart: u32 = views.iter().filter_map(|view| view.heart.as_ref()).map(|heart| heart.total.count).sum();
        assert_eq!(heart as usize, samples.len(), "{zone}");
        assert_eq!(views.iter().map(|view| view.vitals.len()).sum::<usize>(), weighed.len(), "{zone}");
        assert_eq!(views.iter().filter_map(|view| view.steps).sum::<u32>(), walked, "{zone}");
        let told: f64 = views.iter().filter_map(|view| view.active_kcal).sum();
        assert!((told - burnt).abs() < 1e-6, "{zone}");
        for view in &views {
            let range = view.day.range_in(zone);
            let agree = view.vitals.iter().all(|row| range.contains(row.at.at));
            assert!(agree, "{zone} {}: series and records agree on what the day is", view.day);
        }
    }
}

#[test]
fn a_year_of_heart_rate_is_drawn_from_at_most_500_points() {
    let place = Place::new();
    let companion = place.open();
    let person = hanako(&companion);
    let watch = source(&companion, person, "Watch", SourceKind::Wearable);
    let first = day().plus_days(-1_200).range_in(Tokyo).start;
    let samples: Vec<HeartSample> = (0..1_200 * 24)
        .map(|n| HeartSample {
            at: first.plus(n * Millis::HOUR),
            bpm: Bpm::new(60).unwrap(),
            contact: Contact::Unsupported,
        })
        .collect();
    companion.store().write(|store| store.append_heart(person, watch, &samples, &[])).unwrap();
    let words = Words::new(Lang::En);
    for (days, rows) in [(2, 2), (20, 20), (365, 365), (1_200, 172)] {
        let span = Span::new(day().plus_days(-days), day().plus_days(-1));
        let chart = companion.chart(person, ChartKind::Heart, span, &words).unwrap();
        assert!(chart.points() <= 500, "{days}: {}", chart.points());
        assert_eq!(chart.table.rows.len(), rows, "{days}");
    }
    let century = Span::new(day().plus_days(-40_000), day());
    assert!(companion.chart(person, ChartKind::Heart, century, &words).is_err());
}

#[test]
fn a_sleep_over_midnight_is_one_night_and_its_parts_do_not_count_twice() {
    let place = Place::new();
    let companion = place.open();
    let person = hanako(&companion);
    let sleep = |start: Stamp, end: Stamp| {
        companion.record(person, end, Entry::Sleep(Sleep::new(start, end, Vec::new()).unwrap())).unwrap();
    };
    // What a watch wrote while the night went on, then the whole of it, and a nap.
    sleep(at(-1, -30), at(2, 0));
    sleep(at(-1, -30), at(6, 0));
    sleep(at(13, 0), at(13, 30));
    let words = Words::new(Lang::En);
    let span = Span::new(day().plus_days(-1), day());
    let chart = companion.chart(person, ChartKind::Sleep, span, &words).unwrap();
    assert_eq!(chart.table.rows, [["Sat 18 Apr 2026", "8 h", "22:30–6:00, 13:00–13:30"]]);
    assert_eq!(chart.sentence, "One night is known: 8 h to the morning of Sat 18 Apr 2026.");
}
