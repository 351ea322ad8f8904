//! Recordings of beat intervals with what is known of their rhythm.
//!
//! MIMIC PERform AF and Welltory's sessions lie in `tests/data`; the others may not be committed and
//! come from the collection beside the checkout. Only the public half of each labelled set is used.

#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "only tests use it, on data that is committed")]

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use mimamori::exchange::import::table::Table;

use crate::place;

/// One recording.
#[derive(Debug, Clone)]
pub struct Recording {
    /// The name of its file.
    pub name: String,
    /// Its intervals in seconds.
    pub rr_s: Vec<f64>,
    /// Whether the rhythm is irregular (atrial fibrillation), for each interval.
    pub irregular: Vec<bool>,
}

impl Recording {
    /// The subject, the same for the ECG and the pulse.
    #[must_use]
    pub fn subject(&self) -> &str {
        self.name.trim_end_matches("_ecg").trim_end_matches("_ppg")
    }
}

/// The labelled records of the MIT-BIH atrial fibrillation database; `None` where they are not there.
#[must_use]
pub fn afdb() -> Option<Vec<Recording>> {
    let mut records = files(&place::shared("data/detection/afdb_rr")?);
    records.retain(|path| !name(path).ends_with("unlabelled"));
    Some(records.iter().map(|path| read(path, None)).collect())
}

/// MIMIC PERform AF: the ECG and the pulse of each subject, labelled by subject.
#[must_use]
pub fn mimic() -> Vec<Recording> {
    let irregular = |path: &Path| !name(path).contains("non_af");
    files(&place::data("mimic_af_rr")).iter().map(|path| read(path, Some(irregular(path)))).collect()
}

/// A day of a heart that is presumed regular (CinC 2002 rr01); `None` where it is not there.
#[must_use]
pub fn day() -> Option<Recording> {
    Some(read(&place::shared("data/detection/cinc2002_rr01/rr01.csv.xz")?, Some(false)))
}

/// Welltory's sessions of 30 beats and more, presumed regular: phones' cameras and straps.
#[must_use]
pub fn welltory() -> Vec<Recording> {
    let packed = File::open(place::data("welltory/hrv_measurements.csv.xz")).expect("committed");
    let mut text = String::new();
    lzma_rust2::XzReader::new(packed, true).read_to_string(&mut text).expect("committed");
    let session = |line: &str| {
        // The last field holds the intervals, in quotes.
        let (front, quoted) = line.trim_end().strip_suffix('"')?.rsplit_once('"')?;
        let rr_s: Vec<f64> = quoted.split(',').filter_map(|ms| ms.parse::<f64>().ok()).map(|ms| ms / 1000.0).collect();
        let name = front.split(',').nth(1)?.to_owned();
        Some(Recording { name, irregular: vec![false; rr_s.len()], rr_s })
    };
    text.lines().filter_map(session).filter(|session| session.rr_s.len() >= 30).collect()
}

/// Reads a table of `rr_ms`, or of its only column; `af` says what is irregular, unless it is known.
fn read(path: &Path, known: Option<bool>) -> Recording {
    let file = File::open(path).expect("a file that is there");
    let mut table = Table::open(file, "beat table").expect("a table");
    let rr = table.column("rr_ms").unwrap_or(0);
    let label = table.column("af");
    let (mut rr_s, mut irregular) = (Vec::new(), Vec::new());
    while let Some(row) = table.next_row().expect("a whole table") {
        rr_s.push(row.number(rr).expect("a number") / 1000.0);
        irregular.push(known.unwrap_or_else(|| label.is_some_and(|label| row.text(label) == "1")));
    }
    Recording { name: name(path), rr_s, irregular }
}

fn name(path: &Path) -> String {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    name.trim_end_matches(".xz").trim_end_matches(".csv").to_owned()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    files.retain(|path| path.to_string_lossy().ends_with(".csv.xz"));
    files.sort();
    files
}

/// Numbers from 0 to 1 that are the same on every run (SplitMix64).
#[derive(Debug, Clone)]
pub struct Draw(pub u64);

impl Draw {
    /// From 0 to 1.
    pub fn share(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Between `low` and `high`.
    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.share()
    }
}

/// How a pulse is corrupted, as bad contact and movement do it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Corruption {
    /// Three of ten beats are missed.
    Missed,
    /// Three beats for each ten are made up.
    MadeUp,
    /// Two of ten missed, two made up, all moved by some 50 ms.
    Both,
    /// One of ten missed, one made up, all moved by some 150 ms.
    Moved,
    /// The second wave of four of ten pulses is taken for a beat.
    Doubled,
    /// Nothing but noise, 0.31 to 1.4 s apart.
    Noise,
    /// Noise and pulse in turns of 8 to 25 s.
    Bursts,
    /// One of ten missed.
    FewMissed,
    /// One of twenty missed, one for twenty made up, all moved by some 20 ms.
    FewBoth,
    /// Noise of 3 to 8 s after each 20 to 40 s of pulse.
    ShortBursts,
    /// Nothing for 0.5 to 1.9 s after each 5 to 20 s.
    Lapses,
    /// All moved by up to 75 to 225 ms, as far in each recording, none missed or made up.
    Shaken,
    /// Half of them moved by up to 100 to 250 ms, the others left where they are.
    HalfShaken,
    /// All moved as [`Self::Shaken`], and each on by half of the last one's move.
    Drifting,
}

impl Corruption {
    /// Light ones, from which no model learns.
    pub const LIGHT: [Self; 4] = [Self::FewMissed, Self::FewBoth, Self::ShortBursts, Self::Lapses];

    /// Beats moved in other ways, from which no model learns.
    pub const SHAKEN_OTHERWISE: [Self; 2] = [Self::HalfShaken, Self::Drifting];

    /// The heavy ones.
    pub const ALL: [Self; 7] =
        [Self::Missed, Self::MadeUp, Self::Both, Self::Moved, Self::Doubled, Self::Noise, Self::Bursts];

    /// The intervals that a detector would then have given; none is shorter than 250 ms.
    #[must_use]
    pub fn of(self, rr_s: &[f64], draw: &mut Draw) -> Vec<f64> {
        self.heard(rr_s, draw).windows(2).map(|pair| pair[1] - pair[0]).collect()
    }

    /// When it would have heard beats, in seconds.
    #[must_use]
    pub fn heard(self, rr_s: &[f64], draw: &mut Draw) -> Vec<f64> {
        let beats = ends(rr_s);
        let end = beats.last().copied().unwrap_or_default();
        let mixed = |draw: &mut Draw, missed: f64, made_up: f64, moved: f64| {
            let mut left: Vec<f64> = beats.iter().copied().filter(|_| draw.share() >= missed).collect();
            left.iter_mut().for_each(|at| *at += moved * draw.between(-1.7, 1.7));
            left.extend((0..(made_up * beats.len() as f64) as usize).map(|_| draw.between(0.0, end)));
            left
        };
        let mut heard = match self {
            Self::Missed => mixed(draw, 0.3, 0.0, 0.0),
            Self::MadeUp => mixed(draw, 0.0, 0.3, 0.0),
            Self::Both => mixed(draw, 0.2, 0.2, 0.05),
            Self::Moved => mixed(draw, 0.1, 0.1, 0.15),
            Self::Doubled => {
                let second = |pair: &[f64]| {
                    (draw.share() < 0.4).then(|| pair[0] + (pair[1] - pair[0]) * draw.between(0.33, 0.45))
                };
                let seconds: Vec<f64> = beats.windows(2).filter_map(second).collect();
                [beats, seconds].concat()
            }
            Self::FewMissed => mixed(draw, 0.1, 0.0, 0.0),
            Self::FewBoth => mixed(draw, 0.05, 0.05, 0.02),
            Self::Noise => noise(0.0, end, 1.4, draw),
            Self::Bursts => in_turns(&beats, (8.0, 25.0), (8.0, 25.0), Some(1.2), draw),
            Self::ShortBursts => in_turns(&beats, (20.0, 40.0), (3.0, 8.0), Some(1.2), draw),
            Self::Lapses => in_turns(&beats, (5.0, 20.0), (0.5, 1.9), None, draw),
            Self::Shaken => {
                let farthest = draw.between(0.075, 0.225);
                beats.iter().map(|at| at + draw.between(-farthest, farthest)).collect()
            }
            Self::HalfShaken => {
                let farthest = draw.between(0.1, 0.25);
                let moved = |at: &f64| if draw.share() < 0.5 { at + draw.between(-farthest, farthest) } else { *at };
                beats.iter().map(moved).collect()
            }
            Self::Drifting => {
                let (farthest, mut off) = (draw.between(0.075, 0.225), 0.0);
                let moved = |at: &f64| {
                    off = 0.5 * off + draw.between(-farthest, farthest);
                    at + off
                };
                beats.iter().map(moved).collect()
            }
        };
        heard.sort_unstable_by(f64::total_cmp);
        let mut last = None;
        heard.retain(|at| {
            let apart = last.is_none_or(|last| at - last > 0.25);
            if apart {
                last = Some(*at);
            }
            apart
        });
        heard
    }
}

/// Of the intervals between the beats that were heard, which are none of the pulse's own.
#[must_use]
pub fn touched(rr_s: &[f64], heard: &[f64]) -> Vec<bool> {
    let beats = ends(rr_s);
    let place = |at: f64| beats.binary_search_by(|beat| beat.total_cmp(&at)).ok();
    let own = |pair: &[f64]| place(pair[0]).is_some_and(|first| place(pair[1]) == Some(first + 1));
    heard.windows(2).map(|pair| !own(pair)).collect()
}

/// When each interval ends, if the first begins at 0.
fn ends(rr_s: &[f64]) -> Vec<f64> {
    let end = |at: &mut f64, rr: &f64| {
        *at += rr;
        Some(*at)
    };
    rr_s.iter().scan(0.0, end).collect()
}

/// Beats for a while and then none, or noise with intervals up to `longest`, again and again.
fn in_turns(beats: &[f64], well: (f64, f64), ill: (f64, f64), longest: Option<f64>, draw: &mut Draw) -> Vec<f64> {
    let (mut heard, mut at) = (Vec::new(), 0.0);
    while beats.last().is_some_and(|end| at < *end) {
        let pulse = at + draw.between(well.0, well.1);
        let end = pulse + draw.between(ill.0, ill.1);
        heard.extend(beats.iter().copied().filter(|beat| (at..pulse).contains(beat)));
        if let Some(longest) = longest {
            heard.extend(noise(pulse, end, longest, draw));
        }
        at = end;
    }
    heard
}

fn noise(from: f64, until: f64, longest: f64, draw: &mut Draw) -> Vec<f64> {
    let (mut at, mut heard) = (from, Vec::new());
    while at < until {
        heard.push(at);
        at += draw.between(0.31, longest);
    }
    heard
}
