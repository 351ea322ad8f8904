//! NightSignal as published, its branch for the Apple Watch, on resting heart rates.
//!
//! From the description of Alavi et al., Nature Medicine 28, 175-184 (2022), and the behaviour of
//! the authors' program, gap filling and quirks included. Only a measure for tests: its gap filling
//! takes the value of the next night, so that it can tell a morning's verdict only a day later.

use std::collections::BTreeMap;

use chrono::NaiveDate;

/// The verdict of a morning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signal {
    /// Nothing.
    Green,
    /// Two nights in a row at least 3 above the median.
    Yellow,
    /// Two nights in a row at least 4 above the median.
    Red,
}

const YELLOW: f64 = 3.0;
const RED: f64 = 4.0;

/// The verdicts from the study's table `Device,Start_Date,Start_Time,Value`.
///
/// Its first line is passed over whole, although it holds the first row: the header lacks its line
/// break, and the authors' program passes over it, too.
#[must_use]
pub fn signals(table: &str) -> BTreeMap<NaiveDate, Signal> {
    verdicts(averages(table))
}

/// The verdicts from a table `minute,hr_mean,hr_median,n,steps`: the program's branch for the Fitbit,
/// on the minutes' means rounded to whole beats.
#[must_use]
pub fn fitbit_signals(table: &str) -> BTreeMap<NaiveDate, Signal> {
    let mut nights: BTreeMap<NaiveDate, (i64, i64)> = BTreeMap::new();
    for line in table.lines().skip(1) {
        let fields: Vec<&str> = line.split(',').collect();
        let [minute, mean, _, _, steps] = fields.as_slice() else { continue };
        let (Some((date, time)), Ok(mean)) = (minute.split_once('T'), mean.parse::<f64>()) else { continue };
        let still = steps.is_empty() || *steps == "0";
        if let (true, true, Ok(date)) = (still, time < "07", date.parse()) {
            let night = nights.entry(date).or_default();
            *night = (night.0 + (mean + 0.5).floor() as i64, night.1 + 1);
        }
    }
    verdicts(nights.into_iter().map(|(date, (sum, count))| (date, (sum / count) as f64)).collect())
}

fn verdicts(averages: BTreeMap<NaiveDate, f64>) -> BTreeMap<NaiveDate, Signal> {
    let averages = fill_gaps(averages);
    let (mut seen, mut out) = (Vec::new(), BTreeMap::new());
    let (mut high, mut very_high) = (None, None);
    for (date, average) in averages {
        seen.push(average);
        let usual = median(&mut seen).trunc();
        let follows = |before: Option<NaiveDate>| before.is_some_and(|before| before.succ_opt() == Some(date));
        let yellow = average >= usual + YELLOW;
        let red = average >= usual + RED;
        let signal = match (red && follows(very_high), yellow && follows(high)) {
            (true, _) => Signal::Red,
            (false, true) => Signal::Yellow,
            _ => Signal::Green,
        };
        out.insert(date, signal);
        high = yellow.then_some(date);
        very_high = red.then_some(date);
    }
    out
}

/// The whole part of the mean of each date's rates from midnight to seven.
fn averages(table: &str) -> BTreeMap<NaiveDate, f64> {
    let mut nights: BTreeMap<NaiveDate, (i64, i64)> = BTreeMap::new();
    for line in table.lines().skip(1) {
        let fields: Vec<&str> = line.split(',').collect();
        let [_, date, time, value] = fields.as_slice() else { continue };
        let (Ok(date), Ok(value)) = (date.parse(), value.trim().parse::<f64>()) else { continue };
        if *time < "07" {
            let night = nights.entry(date).or_default();
            *night = (night.0 + value as i64, night.1 + 1);
        }
    }
    nights.into_iter().map(|(date, (sum, count))| (date, (sum / count) as f64)).collect()
}

/// A single missing night before two nights in a row is the mean of its neighbours.
fn fill_gaps(mut averages: BTreeMap<NaiveDate, f64>) -> BTreeMap<NaiveDate, f64> {
    let nights: Vec<(NaiveDate, f64)> = averages.iter().map(|(date, average)| (*date, *average)).collect();
    for around in nights.windows(3) {
        let [(before, a), (date, b), (after, _)] = around else { continue };
        if (*after - *date).num_days() == 1 && (*date - *before).num_days() == 2 {
            averages.extend(date.pred_opt().map(|missing| (missing, f64::midpoint(*a, *b))));
        }
    }
    averages
}

/// The median, as Python's `statistics` has it; 0 of none.
fn median(values: &mut [f64]) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    let at = |index: usize| values.get(index).copied().unwrap_or_default();
    f64::midpoint(at(values.len().saturating_sub(1) / 2), at(values.len() / 2))
}
