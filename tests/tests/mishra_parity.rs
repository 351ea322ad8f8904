//! CuSum and RHR-Diff on the public people of the Stanford study, hour for hour as the authors'
//! program has them; NightSignal on the same people, night for night.

#![allow(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

use chrono::{NaiveDate, NaiveDateTime};
use mimamori_tests::nightsignal::{Signal, fitbit_signals};
use mimamori_tests::{cusum, place, skip};

const PEOPLE: [&str; 6] = ["A0NVTRV", "A4G0044", "A7EM0B6", "APGIB2T", "AQC0L71", "AURCTAK"];

fn unpacked(path: &Path) -> String {
    let mut text = String::new();
    lzma_rust2::XzReader::new(std::fs::File::open(path).unwrap(), true).read_to_string(&mut text).unwrap();
    text
}

/// The minutes of a person and the folder with what the programs made of them.
fn person(id: &str) -> Option<(String, std::path::PathBuf)> {
    let minutes = place::shared(&format!("data/detection/stanford12/minute/{id}.csv.xz"))?;
    Some((unpacked(&minutes), place::shared("data/detection/reference")?))
}

fn time(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text.trim_matches('"'), "%Y-%m-%d %H:%M:%S").unwrap()
}

fn number(text: &str) -> f64 {
    text.trim_matches('"').parse().unwrap_or(f64::NAN)
}

fn same(ours: f64, theirs: f64) -> bool {
    ours.is_nan() && theirs.is_nan() || (ours - theirs).abs() <= 1e-9
}

#[test]
fn cusum_is_as_the_authors_program_has_it_hour_for_hour_and_alarm_for_alarm() {
    let (mut hours, mut rows) = (0, 0);
    for id in PEOPLE {
        let Some((minutes, reference)) = person(id) else {
            return skip::skip(
                "the public people of the Stanford study are not beside the checkout: CuSum was not compared",
            );
        };
        let followed = cusum::follow(&cusum::days(&minutes));
        let residuals = unpacked(&reference.join(format!("cusum/{id}_res.csv.xz")));
        let residuals: Vec<Vec<&str>> = residuals.lines().skip(1).map(|line| line.split(',').collect()).collect();
        assert_eq!(residuals.len(), followed.hours.len(), "{id}");
        for (theirs, ours) in residuals.iter().zip(&followed.hours) {
            assert_eq!(ours.at, time(theirs[0]), "{id}");
            assert!(same(ours.z, number(theirs[1])), "{id} {ours:?} {theirs:?}");
        }
        let sums = unpacked(&reference.join(format!("cusum/{id}_cusum.csv.xz")));
        let sums: Vec<Vec<&str>> = sums.lines().skip(1).map(|line| line.split(',').collect()).collect();
        assert_eq!(sums.len(), followed.sums.len(), "{id}");
        for (theirs, ours) in sums.iter().zip(&followed.sums) {
            assert_eq!((ours.at, ours.run as f64), (time(theirs[0]), number(theirs[2])), "{id}");
            assert!(
                same(ours.value, number(theirs[1])) && same(1.0 - ours.score, number(theirs[3])),
                "{id} {ours:?} {theirs:?}"
            );
        }
        hours += sums.len();
        let alarms = std::fs::read_to_string(reference.join(format!("cusum/{id}_alarms.csv"))).unwrap();
        let theirs: Vec<Vec<String>> = alarms
            .lines()
            .skip(1)
            .map(|line| line.split(',').skip(1).map(|field| field.trim_matches('"').to_owned()).collect())
            .collect();
        let two = |value: f64| number(&format!("{value:.2}")).to_string();
        let ours: Vec<Vec<String>> = cusum::alarms(&followed.sums)
            .iter()
            .map(|alarm| {
                vec![
                    alarm.at.format("%Y-%m-%d %H:%M:%S").to_string(),
                    alarm.hour.to_string(),
                    alarm.hours_to_max.to_string(),
                    alarm.hours.to_string(),
                    two(alarm.max),
                    two(alarm.value),
                    "0".to_owned(),
                ]
            })
            .collect();
        assert_eq!(ours, theirs, "{id}");
        rows += theirs.len();
    }
    assert_eq!((rows, hours > 8_000), (12, true), "{rows} rows, {hours} hours");
}

#[test]
fn rhr_diff_finds_the_same_intervals() {
    let mut intervals = 0;
    for id in PEOPLE {
        let Some((minutes, reference)) = person(id) else {
            return skip::skip(
                "the public people of the Stanford study are not beside the checkout: RHR-Diff was not compared",
            );
        };
        let hours = cusum::follow(&cusum::days(&minutes)).hours;
        let text = std::fs::read_to_string(reference.join(format!("cusum/{id}_rhrdiff.csv"))).unwrap();
        let theirs: Vec<(NaiveDateTime, NaiveDateTime, f64)> = text
            .lines()
            .skip(1)
            .map(|line| line.split(',').collect::<Vec<_>>())
            .map(|row| (time(row[1]), time(row[2]), number(row[3])))
            .collect();
        let days = (hours.last().unwrap().at.date() - hours[0].at.date()).num_days() + 1;
        let critical = cusum::critical(usize::try_from(days * 24).unwrap(), 1);
        let ours = cusum::rank_scan(&hours, critical);
        assert_eq!(ours.len(), theirs.len(), "{id}, critical value {critical}: {ours:?}");
        for (ours, (start, end, statistic)) in ours.iter().zip(&theirs) {
            assert_eq!((ours.start, ours.end), (*start, *end), "{id}");
            // Theirs is written to three decimals.
            assert!((ours.statistic - statistic).abs() <= 0.000_501, "{id} {ours:?} {statistic}");
        }
        intervals += theirs.len();
    }
    assert_eq!(intervals, 22);
}

#[test]
fn nightsignal_gives_the_same_verdict_for_every_night() {
    let mut nights = 0;
    for id in PEOPLE {
        let Some((minutes, reference)) = person(id) else {
            return skip::skip(
                "the public people of the Stanford study are not beside the checkout: NightSignal was not compared",
            );
        };
        let text = std::fs::read_to_string(reference.join("nightsignal/mishra_alerts.json")).unwrap();
        let all: BTreeMap<String, BTreeMap<NaiveDate, u8>> = serde_json::from_str(&text).unwrap();
        let ours: BTreeMap<NaiveDate, u8> = fitbit_signals(&minutes)
            .into_iter()
            .map(|(date, signal)| {
                let level = match signal {
                    Signal::Green => 0,
                    Signal::Yellow => 1,
                    Signal::Red => 2,
                };
                (date, level)
            })
            .collect();
        assert_eq!(ours, all[id], "{id}");
        nights += ours.len();
    }
    assert!(nights > 300, "{nights}");
}
