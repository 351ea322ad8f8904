//! How many illnesses the night rule meets and how often it tells of none, beside NightSignal, on the
//! public people of the Stanford study; and how often it tells of none in LifeSnaps.
//!
//! A night counts as one without illness when it lies outside of 14 days before and 21 after every
//! date that is known of a person's illness (symptom, diagnosis, recovery). An onset is met when a
//! night within three days of it is told; chance is the share of seven-day windows without illness in
//! which one is told. Both need five judged nights in the window. Both rules are asked about the same
//! nights. Six people are few: the intervals are wide, and are printed.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement may stop, and prints")]

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use chrono::NaiveDate;
use mimamori::detect::Settings;
use mimamori::detect::daily::{DailyReading, DailyRule};
use mimamori::detect::night::{NightRule, NightVerdict, Others, Told};
use mimamori::exchange::import::nightly::read_minutes;
use mimamori::model::{LocalDay, Millis};
use mimamori_tests::nightsignal::{Signal, fitbit_signals};
use mimamori_tests::{place, skip};

/// Judged nights, and whether they were told.
type Nights = BTreeMap<i64, bool>;

fn unpacked(path: &std::path::Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    lzma_rust2::XzReader::new(std::fs::File::open(path).unwrap(), true).read_to_end(&mut bytes).unwrap();
    bytes
}

fn number(day: &str) -> i64 {
    LocalDay(day.parse::<NaiveDate>().unwrap()).epoch_days()
}

fn take(nights: &mut Nights, told: &Told) {
    if let Some(night) = told.night.as_ref().filter(|night| night.verdict != NightVerdict::Insufficient) {
        nights.insert(night.day.epoch_days(), night.verdict >= NightVerdict::Notice);
    }
}

fn ours(table: &[u8]) -> Nights {
    let (settings, mut rule, mut nights) = (Settings::nobody(), NightRule::default(), Nights::new());
    let mut end = Millis(0);
    read_minutes(table, |minute| {
        end = minute.end();
        take(&mut nights, &rule.push(&settings, &minute));
    })
    .unwrap();
    take(&mut nights, &rule.advance(&settings, end.plus(Millis::DAY)));
    nights
}

/// The first night of each episode: nights that are told, parted by three that are not.
fn episodes(nights: &Nights) -> Vec<i64> {
    let (mut first, mut quiet, mut episodes) = (None, 0, Vec::new());
    for (day, told) in nights {
        if *told {
            first = first.or(Some(*day));
            quiet = 0;
        } else if first.is_some() {
            quiet += 1;
            if quiet == 3 {
                episodes.extend(first.take());
            }
        }
    }
    episodes.extend(first);
    episodes
}

#[derive(Debug, Default)]
struct Score {
    met: u32,
    onsets: u32,
    chance: u32,
    windows: u32,
    episodes: u32,
    nights: u32,
}

impl Score {
    fn add(&mut self, nights: &Nights, onset: Option<i64>, dates: &BTreeSet<i64>) {
        let well = |day: i64| dates.iter().all(|date| !(date - 14..=date + 21).contains(&day));
        let window = |around: i64, only_well: bool| {
            let known: Vec<bool> = (around - 3..=around + 3)
                .filter(|day| !only_well || well(*day))
                .filter_map(|day| nights.get(&day).copied())
                .collect();
            (known.len() >= 5).then(|| known.contains(&true))
        };
        if let Some(met) = onset.and_then(|onset| window(onset, false)) {
            self.onsets += 1;
            self.met += u32::from(met);
        }
        for day in nights.keys().filter(|day| well(**day)) {
            self.nights += 1;
            if let Some(told) = window(*day, true) {
                self.windows += 1;
                self.chance += u32::from(told);
            }
        }
        self.episodes += episodes(nights).into_iter().filter(|day| well(*day)).count() as u32;
    }

    fn per_month(&self) -> f64 {
        f64::from(self.episodes) * 30.0 / f64::from(self.nights.max(1))
    }

    fn net(&self) -> f64 {
        f64::from(self.met) / f64::from(self.onsets.max(1)) - f64::from(self.chance) / f64::from(self.windows.max(1))
    }

    fn line(&self, name: &str) {
        println!(
            "| {name} | {} of {} ({}) | {} of {} ({}) | {} in {} nights, {:.2} in 30 |",
            self.met,
            self.onsets,
            wilson(self.met, self.onsets),
            self.chance,
            self.windows,
            wilson(self.chance, self.windows),
            self.episodes,
            self.nights,
            self.per_month()
        );
    }
}

/// The 95 % interval of a share (Wilson 1927), in percent.
fn wilson(of: u32, all: u32) -> String {
    let (z, n) = (1.959_964_f64, f64::from(all.max(1)));
    let share = f64::from(of) / n;
    let centre = (share + z * z / (2.0 * n)) / (1.0 + z * z / n);
    let reach = z / (1.0 + z * z / n) * (share * (1.0 - share) / n + z * z / (4.0 * n * n)).sqrt();
    format!("{:.0} to {:.0} %", 100.0 * (centre - reach).max(0.0), 100.0 * (centre + reach).min(1.0))
}

#[test]
fn the_night_rule_meets_no_fewer_illnesses_beyond_chance_than_nightsignal_and_tells_less_often_of_none() {
    let Some(folder) = place::shared("data/detection/stanford12") else {
        return skip::skip(
            "the public people of the Stanford study are not beside the checkout: illness was not measured",
        );
    };
    let labels: serde_json::Value =
        serde_json::from_slice(&std::fs::read(folder.join("labels.json")).unwrap()).unwrap();
    let (mut mine, mut peer) = (Score::default(), Score::default());
    for (id, label) in labels.as_object().unwrap() {
        let days = |kind: &str| -> Vec<i64> {
            label[kind].as_array().unwrap().iter().map(|day| number(day.as_str().unwrap())).collect()
        };
        let dates: BTreeSet<i64> = ["symptom", "diagnosis", "recovery"].into_iter().flat_map(days).collect();
        let onset = days("symptom").first().copied();
        let table = unpacked(&folder.join(format!("minute/{id}.csv.xz")));
        let nights = ours(&table);
        let theirs: Nights = fitbit_signals(&String::from_utf8(table).unwrap())
            .into_iter()
            .map(|(date, signal)| (LocalDay(date).epoch_days(), signal == Signal::Red))
            .filter(|(day, _)| nights.contains_key(day))
            .collect();
        mine.add(&nights, onset, &dates);
        peer.add(&theirs, onset, &dates);
    }
    mine.line("ours");
    peer.line("NightSignal, red");
    assert!(mine.per_month() <= 0.6 && mine.per_month() <= peer.per_month(), "{mine:?} {peer:?}");
    assert!(mine.net() >= peer.net(), "{mine:?} {peer:?}");
}

#[test]
fn of_people_who_are_well_little_is_told() {
    let Some(file) = place::shared("data/detection/lifesnaps/daily_fitbit_sema_df_unprocessed.csv.xz") else {
        return skip::skip("LifeSnaps is not beside the checkout: false notices were not counted");
    };
    let text = String::from_utf8(unpacked(&file)).unwrap();
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().unwrap().split(',').collect();
    let column = |name: &str| header.iter().position(|known| *known == name).unwrap();
    // The resting rate lies behind a field in quotes that may hold commas: it is counted from the end.
    let names = ["id", "date", "resting_hr", "rmssd", "nightly_temperature", "full_sleep_breathing_rate"];
    let at = names.map(column);
    let mut people: BTreeMap<&str, BTreeMap<NaiveDate, (f64, Others)>> = BTreeMap::new();
    for line in lines {
        let fields: Vec<&str> = line.split(',').collect();
        let more = fields.len() - header.len();
        let number = |index: usize| {
            let shift = if index == 2 { more } else { 0 };
            fields[at[index] + shift].parse::<f64>().ok()
        };
        let Some(rate) = number(2) else { continue };
        let positive = |index: usize| number(index).filter(|value| *value > 0.0);
        let others = Others { rmssd: positive(3), temperature: positive(4), breathing: positive(5) };
        people.entry(fields[at[0]]).or_default().insert(fields[at[1]].parse().unwrap(), (rate, others));
    }
    for (name, alone) in [("resting rate alone", true), ("with what else was measured", false)] {
        let mut score = Score::default();
        for days in people.values() {
            let (settings, mut rule, mut nights) = (Settings::nobody(), DailyRule::default(), Nights::new());
            for (date, (rate, others)) in days {
                let day = LocalDay(*date).range_in(settings.zone);
                let others = if alone { Others::default() } else { *others };
                let reading = DailyReading { at: day.start, rate: Some(*rate), others, record: None, source: None };
                take(&mut nights, &rule.hear(&settings, &reading));
                take(&mut nights, &rule.advance(&settings, day.end));
            }
            score.add(&nights, None, &BTreeSet::new());
        }
        score.line(name);
        assert!(score.nights > 1_800, "{score:?}");
        assert!(score.per_month() <= 0.26, "{score:?}");
    }
}
