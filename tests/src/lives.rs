//! Every public data set that detectors can be shown, as what a store would show of it.

#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "only tests use it, on data that is known")]

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

use mimamori::detect::Minute;
use mimamori::detect::daily::DailyReading;
use mimamori::detect::night::Others;
use mimamori::exchange::import::nightly::read_minutes;
use mimamori::model::heart::{RrInterval, RrRun};
use mimamori::model::{LocalDay, Millis, SourceId};

use crate::beats::{self, Recording};
use crate::place;
use crate::timeline::{Timeline, watched};

/// What was measured of one person.
#[derive(Debug, Clone, Default)]
pub struct Life {
    /// Which set, and who in it.
    pub name: String,
    /// Minutes, in order of time.
    pub minutes: Vec<Minute>,
    /// What a device stated once a day, in order of time.
    pub readings: Vec<DailyReading>,
    /// Runs of beats, in order of time.
    pub runs: Vec<(SourceId, RrRun)>,
}

/// A Monday in spring.
const START: Millis = Millis(1_776_006_000_000);

impl Life {
    /// The instant before which nothing was measured, a whole minute.
    #[must_use]
    pub fn start(&self) -> Millis {
        let minute = self.minutes.first().map(|minute| minute.start);
        let reading = self.readings.first().map(|reading| reading.at);
        let first = [minute, reading, self.runs.first().map(|(_, run)| run.start)].into_iter().flatten().min();
        Millis(first.unwrap_or(START).0.div_euclid(Millis::MINUTE) * Millis::MINUTE)
    }

    /// Three days after the last of it: whatever time alone decides is decided.
    #[must_use]
    pub fn end(&self) -> Millis {
        let minute = self.minutes.last().map(Minute::end);
        let reading = self.readings.last().map(|reading| reading.at);
        let last = [minute, reading, self.runs.last().map(|(_, run)| run.end())].into_iter().flatten().max();
        Millis(last.unwrap_or(START).0.div_euclid(Millis::MINUTE) * Millis::MINUTE).plus(3 * Millis::DAY)
    }
}

/// The sets that are committed.
#[must_use]
pub fn committed() -> Vec<Life> {
    let mut timeline = Timeline::default();
    for file in ["AW_rhr_P355472.csv.xz", "P355472-AppleWatch-st.csv.xz"] {
        timeline.import(&std::fs::read(place::data("nightsignal_aw").join(file)).expect("committed"));
    }
    let mut lives = vec![Life { name: "nightsignal_aw".into(), minutes: timeline.into_minutes(), ..Life::default() }];
    let sessions = beats::welltory();
    let all = worn("welltory", &sessions.iter().collect::<Vec<_>>(), 20 * Millis::MINUTE);
    lives.push(all);
    // Four times in a row, as a strap is worn for longer than the records last.
    lives.extend(beats::mimic().iter().map(|recording| worn(&recording.name, &[recording; 4], 0)));
    lives
}

/// Those that lie beside the checkout; none where they do not.
#[must_use]
pub fn beside() -> Vec<Life> {
    let mut lives: Vec<Life> = beats::afdb().unwrap_or_default().iter().map(|one| worn(&one.name, &[one], 0)).collect();
    lives.extend(beats::day().map(|day| worn("cinc2002_rr01", &[&day], 0)));
    for id in place::shared("data/detection/stanford12/minute").map(|folder| names(&folder)).unwrap_or_default() {
        let path = place::shared(&format!("data/detection/stanford12/minute/{id}")).expect("listed");
        let mut minutes = Vec::new();
        read_minutes(&unpacked(&path)[..], |minute| minutes.push(minute)).expect("a table");
        lives.push(Life { name: format!("stanford12 {id}"), minutes, ..Life::default() });
    }
    if let Some(path) = place::shared("data/detection/lifesnaps/daily_fitbit_sema_df_unprocessed.csv.xz") {
        lives.extend(lifesnaps(&String::from_utf8(unpacked(&path)).expect("text")));
    }
    lives
}

fn worn(name: &str, recordings: &[&Recording], pause: i64) -> Life {
    let (mut at, mut runs) = (START.plus(333), Vec::new());
    for recording in recordings {
        for piece in recording.rr_s.chunks(512) {
            let ticks = |rr_s: &f64| RrInterval((rr_s * 1024.0).round().clamp(1.0, f64::from(u16::MAX)) as u16);
            let run = RrRun { start: at, intervals: piece.iter().map(ticks).collect() };
            at = run.end();
            runs.push((SourceId::derive(watched().person, "strap"), run));
        }
        at = at.plus(pause);
    }
    Life { name: name.to_owned(), runs, ..Life::default() }
}

/// LifeSnaps' days: resting rate, RMSSD, skin temperature and breathing.
fn lifesnaps(text: &str) -> Vec<Life> {
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().expect("a header").split(',').collect();
    let column = |name: &str| header.iter().position(|known| *known == name).expect("a column");
    let at = ["id", "date", "resting_hr", "rmssd", "nightly_temperature", "full_sleep_breathing_rate"].map(column);
    let mut people: BTreeMap<&str, BTreeMap<LocalDay, DailyReading>> = BTreeMap::new();
    for line in lines {
        let fields: Vec<&str> = line.split(',').collect();
        // The resting rate lies behind a field in quotes that may hold commas.
        let more = fields.len() - header.len();
        let number = |index: usize| fields[at[index] + if index == 2 { more } else { 0 }].parse::<f64>().ok();
        let day: LocalDay = fields[at[1]].parse().expect("a date");
        let reading = DailyReading {
            at: day.range_in(watched().zone).start.plus(8 * Millis::HOUR),
            rate: number(2),
            others: Others {
                rmssd: number(3).filter(|value| *value > 0.0),
                temperature: number(4),
                breathing: number(5),
            },
            record: None,
            source: None,
        };
        people.entry(fields[at[0]]).or_default().insert(day, reading);
    }
    let life = |(id, days): (&str, BTreeMap<LocalDay, DailyReading>)| Life {
        name: format!("lifesnaps {id}"),
        readings: days.into_values().collect(),
        ..Life::default()
    };
    people.into_iter().map(life).collect()
}

fn names(folder: &Path) -> Vec<String> {
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> = files.map(|file| file.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

fn unpacked(path: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).expect("listed");
    lzma_rust2::XzReader::new(file, true).read_to_end(&mut bytes).expect("packed");
    bytes
}
