//! CuSum and RHR-Diff as published (Mishra et al., Nature Biomedical Engineering 4, 1208-1220, 2020),
//! written anew from the description and the behaviour of the authors' R program.
//!
//! Only a measure for tests. CuSum keeps an alarm only when its run turns out to last more than two
//! days; RHR-Diff looks at the whole record: neither can tell on the day what it reports of the day.

#![allow(clippy::indexing_slicing, reason = "indices run over what was laid out just before; a slip fails the test")]

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime};

/// Minutes of a day.
const DAY: usize = 1_440;
/// Hours of a day, each of sixty minutes.
const HOURS: usize = 24;
/// The first days, which every later one is compared with until the window slides.
const BASE_DAYS: usize = 28;
/// A minute counts when no step was taken in it nor in so many before.
const REST: usize = 10;
/// A baseline minute is the mean of so many, itself the last.
const SMOOTH: usize = 10;
/// Hourly z are cut here.
const CLIP: f64 = 4.0;
/// An alarm is a run whose maximum fewer than one in a hundred baseline runs reach.
const ALARM: f64 = 0.99;

/// One day: a rate and whether steps were taken, by the minute.
#[derive(Debug, Clone)]
pub struct Day {
    rate: Vec<f64>,
    stepped: Vec<bool>,
}

impl Default for Day {
    fn default() -> Self {
        Self { rate: vec![f64::NAN; DAY], stepped: vec![false; DAY] }
    }
}

/// The days with any heart rate, from `minute,hr_mean,hr_median,n,steps`.
#[must_use]
pub fn days(table: &str) -> BTreeMap<NaiveDate, Day> {
    let mut days: BTreeMap<NaiveDate, Day> = BTreeMap::new();
    for line in table.lines().skip(1) {
        let fields: Vec<&str> = line.split(',').collect();
        let [minute, _, median, _, steps] = fields.as_slice() else { continue };
        let Ok(at) = NaiveDateTime::parse_from_str(minute, "%Y-%m-%dT%H:%M") else { continue };
        let of_day = usize::try_from((at - at.date().and_time(chrono::NaiveTime::MIN)).num_minutes()).unwrap_or(0);
        let day = days.entry(at.date()).or_default();
        if let (Ok(rate), Some(place)) = (median.parse(), day.rate.get_mut(of_day)) {
            *place = rate;
        }
        if let Some(place) = day.stepped.get_mut(of_day) {
            *place = steps.parse::<f64>().is_ok_and(|steps| steps > 0.0);
        }
    }
    days.retain(|_, day| day.rate.iter().any(|rate| !rate.is_nan()));
    days
}

/// One hour of the series.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hour {
    /// When it begins.
    pub at: NaiveDateTime,
    /// How far its mean lies above that hour's usual, in standard deviations; NaN without data.
    pub z: f64,
}

/// One hour of the CuSum.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sum {
    /// When it begins.
    pub at: NaiveDateTime,
    /// The sum.
    pub value: f64,
    /// How many hours in a row it is above 0.
    pub run: usize,
    /// The share of the baseline's runs that stay below, where it is known.
    pub score: f64,
}

/// A run that was reported.
#[derive(Debug, Clone, PartialEq)]
pub struct Alarm {
    /// The first hour whose score is high.
    pub at: NaiveDateTime,
    /// How long the run was by then.
    pub hour: usize,
    /// How long it was at its highest.
    pub hours_to_max: usize,
    /// How long it was in all.
    pub hours: usize,
    /// The highest sum.
    pub max: f64,
    /// The sum at the alarm.
    pub value: f64,
}

/// Everything that the program makes of a person.
#[derive(Debug, Default)]
pub struct Followed {
    /// The residuals, 24 a day.
    pub hours: Vec<Hour>,
    /// The CuSum of the hours that have data.
    pub sums: Vec<Sum>,
}

/// What the baseline says: of each hour of the day the mean and spread, the slack, and how high the
/// runs of the baseline come within so many hours.
struct Base {
    usual: Vec<(f64, f64)>,
    slack: f64,
    hours: Vec<Hour>,
    sums: Vec<Sum>,
    highest: Vec<Vec<f64>>,
}

/// Follows the series from the first day to the last. Empty with 28 days or fewer.
#[must_use]
pub fn follow(days: &BTreeMap<NaiveDate, Day>) -> Followed {
    let all: Vec<(NaiveDate, &Day)> = days.iter().map(|(date, day)| (*date, day)).collect();
    if all.len() <= BASE_DAYS {
        return Followed::default();
    }
    let (first, rest) = all.split_at(BASE_DAYS);
    let mut window: Vec<(NaiveDate, Vec<f64>)> = smoothed(first);
    let mut base = Base::of(&window);
    let mut told = Followed { hours: base.hours.clone(), sums: Vec::new() };
    for sum in &base.sums {
        told.sums.push(Sum { score: base.score(sum), ..*sum });
    }
    for (date, day) in rest {
        let resting = resting(&day.rate, &day.stepped);
        let hours = base.residuals(*date, &resting);
        if hours.iter().filter(|hour| !hour.z.is_nan()).count() < 2 {
            continue;
        }
        told.hours.extend(&hours);
        let last = told.sums.last().copied();
        let (mut value, mut run) = last.map_or((0.0, 0), |sum| (sum.value, sum.run));
        let mut alarmed = false;
        for hour in hours.iter().filter(|hour| !hour.z.is_nan()) {
            value = f64::max(0.0, value + hour.z - base.slack);
            run = if value > 0.0 { run + 1 } else { 0 };
            let mut sum = Sum { at: hour.at, value, run, score: f64::NAN };
            sum.score = base.score(&sum);
            alarmed |= sum.score > ALARM;
            told.sums.push(sum);
        }
        if !alarmed {
            window.remove(0);
            window.push((*date, resting));
            base = Base::of(&window);
        }
    }
    told
}

/// The runs that the program reports: longer than 48 hours, their maximum after more than 24.
#[must_use]
pub fn alarms(sums: &[Sum]) -> Vec<Alarm> {
    let mut alarms = Vec::new();
    for run in sums.chunk_by(|a, b| (a.run > 0) == (b.run > 0)).filter(|run| run.iter().any(|sum| sum.run > 0)) {
        let Some(first) = run.iter().find(|sum| sum.score > ALARM) else { continue };
        let mut highest = first;
        for sum in run {
            if sum.value > highest.value || sum.at < highest.at && sum.value >= highest.value {
                highest = sum;
            }
        }
        let to_max = run.iter().position(|sum| sum == highest).unwrap_or(0) + 1;
        if run.len() > 48 && to_max > 24 {
            alarms.push(Alarm {
                at: first.at,
                hour: first.run,
                hours_to_max: highest.run,
                hours: run.len(),
                max: highest.value,
                value: first.value,
            });
        }
    }
    alarms
}

/// The first days' minutes: each the mean of ten in a row, across midnight, where all ten are known,
/// and none within ten minutes after a step of the same day.
fn smoothed(days: &[(NaiveDate, &Day)]) -> Vec<(NaiveDate, Vec<f64>)> {
    let line: Vec<f64> = days.iter().flat_map(|(_, day)| day.rate.iter().copied()).collect();
    let mut means = vec![f64::NAN; line.len()];
    for (mean, ten) in means.iter_mut().skip(SMOOTH - 1).zip(line.windows(SMOOTH)) {
        *mean = ten.iter().sum::<f64>() / SMOOTH as f64;
    }
    days.iter().zip(means.chunks(DAY)).map(|((date, day), means)| (*date, resting(means, &day.stepped))).collect()
}

fn resting(rate: &[f64], stepped: &[bool]) -> Vec<f64> {
    let mut last_step = None;
    rate.iter()
        .zip(stepped)
        .enumerate()
        .map(|(minute, (rate, stepped))| {
            if *stepped {
                last_step = Some(minute);
            }
            if last_step.is_some_and(|step| minute - step <= REST) { f64::NAN } else { *rate }
        })
        .collect()
}

impl Base {
    fn of(window: &[(NaiveDate, Vec<f64>)]) -> Self {
        let usual: Vec<(f64, f64)> = (0..HOURS)
            .map(|hour| {
                let known: Vec<f64> = window
                    .iter()
                    .flat_map(|(_, day)| day.chunks(60).nth(hour).unwrap_or_default())
                    .copied()
                    .filter(|rate| !rate.is_nan())
                    .collect();
                (mean(&known), deviation(&known))
            })
            .collect();
        let mut base = Self { usual, slack: 0.0, hours: Vec::new(), sums: Vec::new(), highest: Vec::new() };
        let mut hours = Vec::new();
        for (date, day) in window {
            hours.extend(base.residuals(*date, day));
        }
        let known: Vec<f64> = hours.iter().map(|hour| hour.z).filter(|z| !z.is_nan()).collect();
        base.slack = quantile(&known, 0.9) / 2.0;
        let (mut value, mut run) = (0.0, 0);
        for hour in hours.iter().filter(|hour| !hour.z.is_nan()) {
            value = f64::max(0.0, value + hour.z - base.slack);
            run = if value > 0.0 { run + 1 } else { 0 };
            base.sums.push(Sum { at: hour.at, value, run, score: f64::NAN });
        }
        base.hours = hours;
        base.highest = highest(&base.sums);
        base
    }

    fn residuals(&self, date: NaiveDate, day: &[f64]) -> Vec<Hour> {
        (0..)
            .zip(day.chunks(60).zip(&self.usual))
            .filter_map(|(hour, (minutes, (centre, spread)))| {
                let known: Vec<f64> = minutes.iter().copied().filter(|rate| !rate.is_nan()).collect();
                let z = (mean(&known) - centre) / spread;
                let z = if z.is_nan() { z } else { z.clamp(-CLIP, CLIP) };
                Some(Hour { at: date.and_hms_opt(hour, 0, 0)?, z })
            })
            .collect()
    }

    /// NaN for the first hour of a run; a run longer than any of the baseline has the score 1.
    fn score(&self, sum: &Sum) -> f64 {
        if sum.run > self.highest.len() {
            return 1.0;
        }
        let Some(reached) = sum.run.checked_sub(1).filter(|_| sum.run >= 2).and_then(|k| self.highest.get(k)) else {
            return f64::NAN;
        };
        reached.iter().filter(|highest| **highest <= sum.value - 0.001).count() as f64 / reached.len() as f64
    }
}

/// For each number of hours, how high the baseline's runs have come within them, counted from the
/// hour before the run.
fn highest(sums: &[Sum]) -> Vec<Vec<f64>> {
    let starts: Vec<usize> = sums
        .windows(2)
        .enumerate()
        .filter_map(|(at, pair)| matches!(pair, [a, b] if a.value == 0.0 && b.value > 0.0).then_some(at))
        .collect();
    let longest = match starts.len() {
        0 => return Vec::new(),
        1 => 1,
        _ => starts.windows(2).map(|pair| pair[1] - pair[0]).max().unwrap_or(1),
    };
    (1..=longest)
        .map(|hours| {
            let within = |start: &usize| {
                let run = sums.get(*start..=start + hours)?;
                Some(run.iter().fold(0.0, |highest, sum| f64::max(highest, sum.value)))
            };
            starts.iter().filter_map(within).collect()
        })
        .collect()
}

/// An interval that RHR-Diff reports: its first and last hour, and the rank statistic.
#[derive(Debug, Clone, PartialEq)]
pub struct Interval {
    /// The first hour.
    pub start: NaiveDateTime,
    /// The last hour.
    pub end: NaiveDateTime,
    /// The normalised sum of ranks.
    pub statistic: f64,
}

/// The intervals of a day or more whose residuals rank high, as the rank scan of dyadic lengths finds
/// them at the critical value `critical`.
#[must_use]
pub fn rank_scan(hours: &[Hour], critical: f64) -> Vec<Interval> {
    let series = filled(hours);
    let ranks = ranks(&series.iter().map(|hour| hour.z).collect::<Vec<f64>>());
    let n = ranks.len();
    let middle = (n as f64 + 1.0) / 2.0;
    let mut until = vec![0.0];
    for rank in &ranks {
        until.push(until.last().copied().unwrap_or(0.0) + rank - middle);
    }
    let mut found: Vec<(usize, usize, f64)> = Vec::new();
    for first in 0..n.saturating_sub(1) {
        let mut before = None;
        for power in 1..=n.ilog2() {
            let last = (first + (1 << power) - 1).min(n - 1);
            if before.replace(last) == Some(last) {
                continue;
            }
            let statistic = (until[last + 1] - until[first]) / ((last - first + 1) as f64).sqrt();
            if statistic.abs() > critical {
                found.push((first, last, statistic));
            }
        }
    }
    let mut kept = Vec::new();
    while let Some(most) = found.iter().map(|(_, _, statistic)| statistic.abs()).reduce(f64::max) {
        let chosen: Vec<_> = found.iter().copied().filter(|(_, _, statistic)| statistic.abs() == most).collect();
        found.retain(|(first, last, _)| chosen.iter().all(|(start, end, _)| first > end || last < start));
        kept.extend(chosen);
    }
    let mut seen: Vec<i64> = Vec::new();
    kept.retain(|(_, _, statistic)| {
        let rounded = (statistic * 1_000.0).round() as i64;
        let new = !seen.contains(&rounded);
        seen.push(rounded);
        new
    });
    kept.into_iter()
        .filter(|(first, last, statistic)| last - first >= 24 && *statistic > 0.0)
        .map(|(first, last, statistic)| Interval { start: series[first].at, end: series[last].at, statistic })
        .collect()
}

/// The statistic that one in twenty random orders of `n` ranks exceeds, from a thousand orders drawn
/// with `seed`.
#[must_use]
pub fn critical(n: usize, seed: u64) -> f64 {
    let mut state = seed;
    let mut draw = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((u128::from(state >> 11) * below as u128) >> 53) as usize
    };
    let middle = (n as f64 + 1.0) / 2.0;
    let mut ranks: Vec<f64> = (1..=n).map(|rank| rank as f64).collect();
    let mut highest: Vec<f64> = (0..1_000)
        .map(|_| {
            for at in (1..n).rev() {
                ranks.swap(at, draw(at + 1));
            }
            let mut until = vec![0.0];
            for rank in &ranks {
                until.push(until.last().copied().unwrap_or(0.0) + rank - middle);
            }
            let mut most = f64::MIN;
            for power in 1..n.ilog2() {
                let length = 1usize << power;
                let best = (length..=n).map(|end| until[end] - until[end - length]).fold(f64::MIN, f64::max);
                most = most.max(best / (length as f64).sqrt());
            }
            most
        })
        .collect();
    highest.sort_unstable_by(f64::total_cmp);
    quantile(&highest, 0.95)
}

/// Every hour from the first day to the last; an hour without data counts as a usual one.
fn filled(hours: &[Hour]) -> Vec<Hour> {
    let known: BTreeMap<NaiveDateTime, f64> = hours.iter().map(|hour| (hour.at, hour.z)).collect();
    let (Some(first), Some(last)) = (hours.first(), hours.last()) else { return Vec::new() };
    let mut at = first.at;
    let mut all = Vec::new();
    while at <= last.at {
        let z = known.get(&at).copied().filter(|z| !z.is_nan()).unwrap_or(0.0);
        all.push(Hour { at, z });
        at += chrono::TimeDelta::hours(1);
    }
    all
}

/// Ranks from 1; equal values share the mean of theirs.
fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
    let mut ranks = vec![0.0; values.len()];
    let mut before = 0;
    for equal in order.chunk_by(|a, b| values[*a] == values[*b]) {
        let rank = before as f64 + (equal.len() as f64 + 1.0) / 2.0;
        equal.iter().for_each(|at| ranks[*at] = rank);
        before += equal.len();
    }
    ranks
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn deviation(values: &[f64]) -> f64 {
    let centre = mean(values);
    (values.iter().map(|value| (value - centre).powi(2)).sum::<f64>() / (values.len() as f64 - 1.0)).sqrt()
}

/// The quantile by linear interpolation (R's type 7).
fn quantile(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let place = share * (sorted.len().max(1) - 1) as f64;
    let at = |index: usize| sorted.get(index).copied().unwrap_or(f64::NAN);
    let low = at(place.floor() as usize);
    if place.fract() == 0.0 { low } else { low + place.fract() * (at(place.floor() as usize + 1) - low) }
}
