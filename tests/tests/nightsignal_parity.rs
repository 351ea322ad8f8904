//! NightSignal's verdicts on the study's own Apple Watch sample, night for night.

#![allow(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]

use std::collections::BTreeMap;
use std::io::Read;

use chrono::NaiveDate;
use mimamori_tests::nightsignal::{Signal, signals};
use mimamori_tests::{place, skip};

fn table() -> String {
    let packed = std::fs::File::open(place::data("nightsignal_aw/AW_rhr_P355472.csv.xz")).unwrap();
    let mut text = String::new();
    lzma_rust2::XzReader::new(packed, true).read_to_string(&mut text).unwrap();
    text
}

#[test]
fn every_night_is_as_the_authors_program_has_it() {
    let Some(file) = place::shared("data/detection/reference/nightsignal/P355472_NS-signals.json") else {
        return skip::skip("NightSignal's own verdicts are not beside the checkout: parity was not compared");
    };
    let reference: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    let theirs: BTreeMap<NaiveDate, Signal> = reference["nightsignal"]
        .as_array()
        .unwrap()
        .iter()
        .map(|night| {
            let date = night["date"].as_str().unwrap().split(' ').next().unwrap().parse().unwrap();
            let signal = match night["val"].as_str().unwrap() {
                "0" => Signal::Green,
                "1" => Signal::Yellow,
                _ => Signal::Red,
            };
            (date, signal)
        })
        .collect();
    let count = |signal| theirs.values().filter(|theirs| **theirs == signal).count();
    assert_eq!((count(Signal::Green), count(Signal::Yellow), count(Signal::Red)), (75, 3, 30));
    assert_eq!(signals(&table()), theirs);
}
