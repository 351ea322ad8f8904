use chrono::Timelike;
use chrono_tz::TZ_VARIANTS;

use super::*;
use crate::model::Stamp;

fn hours(day: &str, zone: Tz) -> i64 {
    let range = day.parse::<LocalDay>().unwrap().range_in(zone);
    range.end.since(range.start) / Millis::HOUR
}

fn at(text: &str) -> Millis {
    Millis::from(DateTime::parse_from_rfc3339(text).unwrap().with_timezone(&Utc))
}

#[test]
fn a_day_is_as_long_as_the_clocks_made_it() {
    assert_eq!(hours("2026-11-22", chrono_tz::Asia::Tokyo), 24);
    assert_eq!(hours("2026-03-29", chrono_tz::Europe::Berlin), 23);
    assert_eq!(hours("2026-10-25", chrono_tz::Europe::Berlin), 25);
    // Samoa and Tokelau went from the 29th to the 31st: the 30th has no hours.
    assert_eq!(hours("2011-12-30", chrono_tz::Pacific::Apia), 0);
    assert_eq!(hours("2011-12-30", chrono_tz::Pacific::Fakaofo), 0);
    // Midnight itself is skipped in Beirut.
    assert_eq!(hours("2024-03-31", chrono_tz::Asia::Beirut), 23);
    // In the Azores the clocks go back from 1:00 to midnight, in Havana and Asunción over it.
    assert_eq!(hours("2026-10-25", chrono_tz::Atlantic::Azores), 25);
    assert_eq!(hours("2023-03-25", chrono_tz::America::Asuncion), 25);
    assert_eq!(hours("2023-03-26", chrono_tz::America::Asuncion), 24);
}

#[test]
fn an_hour_that_the_clocks_repeat_over_midnight_lies_on_one_day() {
    // St John's: at 0:01 on the 1st of November 2009 back to 23:01 of the 31st of October.
    let (zone, eve) = (chrono_tz::America::St_Johns, "2009-10-31".parse::<LocalDay>().unwrap());
    assert_eq!((hours("2009-10-31", zone), hours("2009-11-01", zone)), (25, 24));
    for minute in ["2009-10-31T23:30:00-02:30", "2009-11-01T00:00:30-02:30", "2009-10-31T23:30:00-03:30"] {
        assert_eq!(LocalDay::of(at(minute), zone), eve, "{minute}");
        assert_eq!(Stamp::in_zone(at(minute), zone).day(), eve, "{minute}");
    }
    assert_eq!(LocalDay::of(at("2009-11-01T00:00:00-03:30"), zone), eve.plus_days(1));
}

#[test]
fn days_survive_storage() {
    let day: LocalDay = "2024-02-29".parse().unwrap();
    assert_eq!(LocalDay::from_epoch_days(day.epoch_days()), Some(day));
    assert_eq!(day.plus_days(1).to_string(), "2024-03-01");
    assert_eq!(day.plus_days(-60).to_string(), "2023-12-31");
}

#[test]
fn a_time_of_day_is_an_instant_of_its_day_whatever_the_clocks_did() {
    let instant = |day: &str, zone: Tz, time: &str| {
        let day = day.parse::<LocalDay>().unwrap();
        Some(day.instant_in(zone, time.parse().unwrap())?.since(at("2026-01-01T00:00:00Z")))
    };
    let berlin = chrono_tz::Europe::Berlin;
    // Skipped: when the clocks have gone on.
    let skipped = at("2026-03-29T03:00:00+02:00").since(at("2026-01-01T00:00:00Z"));
    assert_eq!(instant("2026-03-29", berlin, "02:30"), Some(skipped));
    // Twice: the first time.
    let twice = at("2026-10-25T02:30:00+02:00").since(at("2026-01-01T00:00:00Z"));
    assert_eq!(instant("2026-10-25", berlin, "02:30"), Some(twice));
    assert_eq!(instant("2011-12-30", chrono_tz::Pacific::Apia, "12:00"), None);
}

#[test]
fn a_change_of_the_clocks_is_told_with_its_instant() {
    let change = |day: &str, zone: Tz| day.parse::<LocalDay>().unwrap().clock_change(zone);
    let spring = change("2026-03-29", chrono_tz::Europe::Berlin).unwrap();
    assert_eq!((spring.at, spring.minutes_forward()), (at("2026-03-29T01:00:00Z"), 60));
    let autumn = change("2026-10-25", chrono_tz::Europe::Berlin).unwrap();
    assert_eq!((autumn.at, autumn.minutes_forward()), (at("2026-10-25T01:00:00Z"), -60));
    // Nuuk skips the last hour of a day.
    assert_eq!(change("2024-03-30", chrono_tz::America::Nuuk).unwrap().minutes_forward(), 60);
    assert_eq!(change("2024-03-31", chrono_tz::America::Nuuk), None);
    // Lord Howe moves by half an hour, Beirut at midnight.
    assert_eq!(change("2026-04-05", chrono_tz::Australia::Lord_Howe).unwrap().minutes_forward(), -30);
    assert_eq!(change("2024-03-31", chrono_tz::Asia::Beirut).unwrap().minutes_forward(), 60);
    assert_eq!(change("2024-03-30", chrono_tz::Asia::Beirut), None);
    assert_eq!(change("2026-03-29", chrono_tz::Asia::Tokyo), None);
}

/// Every instant from 2000 to the end of 2035 at which a zone changes its offset.
fn transitions(zone: Tz) -> Vec<Millis> {
    let (mut now, end) = (at("2000-01-01T00:00:00Z"), at("2036-01-01T00:00:00Z"));
    let mut found = Vec::new();
    // No zone has changed its clocks back and forth within four days.
    while now < end {
        let next = now.plus(4 * Millis::DAY);
        let before = offset_s(now, zone);
        if offset_s(next, zone) != before {
            found.push(first_past(now, next, |at| offset_s(at, zone) != before));
        }
        now = next;
    }
    found
}

#[test]
fn around_every_change_of_every_zone_the_days_tile_time_and_hold_each_instant_once() {
    let mut changes = 0;
    let mut skipped = Vec::new();
    for zone in TZ_VARIANTS {
        for change in transitions(zone) {
            changes += 1;
            let around = LocalDay(wall(change, zone).date());
            let days: Vec<LocalDay> = (-3..=3).map(|n| around.plus_days(n)).collect();
            for (day, next) in days.iter().zip(days.iter().skip(1)) {
                let (range, after) = (day.range_in(zone), next.range_in(zone));
                assert_eq!(range.end, after.start, "{zone} {day}");
                assert!(range.start <= range.end, "{zone} {day}");
                let length = range.end.since(range.start) / Millis::MINUTE;
                let told = day.clock_change(zone);
                let lost = told.map_or(0, |told| i64::from(told.minutes_forward()));
                assert_eq!(length, 24 * 60 - lost, "{zone} {day}");
                assert!(told.is_none_or(|told| range.start <= told.at && told.at <= range.end), "{zone} {day}");
                if length == 0 {
                    skipped.push(format!("{zone} {day}"));
                }
            }
            // A sample every 7 minutes and around every edge lies on one day: that of its range.
            let first = days.first().unwrap().range_in(zone).start;
            let last = days.last().unwrap().range_in(zone).end;
            let edges = days
                .iter()
                .flat_map(|day| [day.range_in(zone).start, change])
                .flat_map(|at| [at.plus(-1), at, at.plus(1)]);
            let mut held = 0;
            let mut before = days.first().unwrap().plus_days(-1);
            let mut instants: Vec<Millis> = (0..24 * 9)
                .map(|n| first.plus(n * 47 * Millis::MINUTE))
                .chain(edges)
                .filter(|at| first <= *at && *at < last)
                .collect();
            instants.sort_unstable();
            for instant in &instants {
                let day = LocalDay::of(*instant, zone);
                assert!(day.range_in(zone).contains(*instant), "{zone} {instant:?}");
                assert!(before <= day, "{zone}: days go forward with time");
                assert_eq!(Stamp::in_zone(*instant, zone).day(), day);
                // The date on the wall, but for what follows a midnight that is taken back (Casey: two hours).
                let wall = wall(*instant, zone);
                assert!(wall.date() == day.0 || wall.hour() < 3, "{zone} {wall}");
                held += usize::from(days.contains(&day));
                before = day;
            }
            assert_eq!(held, instants.len(), "{zone}: no sample is lost");
        }
    }
    assert!(changes > 15_000, "{changes}");
    skipped.sort();
    skipped.dedup();
    assert_eq!(skipped, ["Pacific/Apia 2011-12-30", "Pacific/Fakaofo 2011-12-30"], "no other day was ever left out");
}
