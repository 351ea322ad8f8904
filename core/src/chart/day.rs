//! Heart rate of one day.

use chrono::Timelike;
use chrono_tz::Tz;

use super::plot::{Plot, Sign};
use super::span::Span;
use super::{Chart, Table};
use crate::model::heart::HeartRollUp;
use crate::model::quantity::Unit;
use crate::model::{LocalDay, Millis, Stamp};
use crate::text::Words;

/// Heart rate of a bucket of time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HeartPoint {
    /// When the bucket begins.
    pub at: Millis,
    /// The mean, per minute.
    pub mean: f64,
    /// The lowest.
    pub min: f64,
    /// The highest.
    pub max: f64,
}

impl From<&HeartRollUp> for HeartPoint {
    fn from(roll_up: &HeartRollUp) -> Self {
        Self {
            at: roll_up.start,
            mean: roll_up.mean(),
            min: f64::from(roll_up.min.get()),
            max: f64::from(roll_up.max.get()),
        }
    }
}

/// A gap longer than this is drawn as one: a watch at rest measures about every five minutes, and
/// a bucket may fall between two of its measurements.
const GAP: i64 = 10 * Millis::MINUTE;

/// The chart of `day`, whose buckets of five minutes are `points`, in order of time.
#[must_use]
pub fn heart_day(day: LocalDay, zone: Tz, points: &[HeartPoint], words: &Words) -> Chart {
    let range = day.range_in(zone);
    let x = |at: Millis| minutes(at.since(range.start));
    let mut plot = Plot {
        unit: words.unit(Unit::PerMinute),
        x: (0.0, minutes(range.end.since(range.start)).max(1.0)),
        legend: vec![(Sign::Line, words.get("chart-day-mean")), (Sign::Band, words.get("chart-day-extremes"))],
        empty: Span::new(day, day).nothing(&words.get("chart-heart"), words),
        ..Plot::default()
    };
    // Three-hourly by the clock on the wall, however long the day was.
    let mut hour = range.start;
    while hour <= range.end && plot.x_ticks.len() < 16 {
        let local = Stamp::in_zone(hour, zone).local();
        if local.hour().is_multiple_of(3) && local.minute() == 0 {
            let label = if hour == range.end { "24:00".to_owned() } else { words.time_in(hour, zone) };
            plot.x_ticks.push((x(hour), label));
        }
        hour = hour.plus(Millis::HOUR);
    }
    for run in points.chunk_by(|a, b| b.at.since(a.at) <= GAP) {
        plot.lines.push(run.iter().map(|point| (x(point.at), point.mean)).collect());
        plot.bands.push(run.iter().map(|point| (x(point.at), point.min, point.max)).collect());
    }
    let title = words.fmt("chart-day-title", &[("date", words.date(day).into())]);
    Chart { title, sentence: sentence(day, points, zone, words), table: table(points, zone, words), plot }
}

#[expect(clippy::cast_precision_loss, reason = "minutes of a day")]
fn minutes(ms: i64) -> f64 {
    ms as f64 / Millis::MINUTE as f64
}

fn sentence(day: LocalDay, points: &[HeartPoint], zone: Tz, words: &Words) -> String {
    let lowest = points.iter().min_by(|a, b| a.min.total_cmp(&b.min));
    let highest = points.iter().max_by(|a, b| a.max.total_cmp(&b.max));
    let (Some(lowest), Some(highest)) = (lowest, highest) else {
        return Span::new(day, day).nothing(&words.get("chart-heart"), words);
    };
    words.fmt(
        "chart-day-sentence",
        &[
            ("low", words.quantity(lowest.min, Unit::PerMinute).into()),
            ("low_time", words.time_in(lowest.at, zone).into()),
            ("high", words.quantity(highest.max, Unit::PerMinute).into()),
            ("high_time", words.time_in(highest.at, zone).into()),
        ],
    )
}

/// By the hour: 288 rows would be read by nobody.
fn table(points: &[HeartPoint], zone: Tz, words: &Words) -> Table {
    let hour = |point: &HeartPoint| Stamp::in_zone(point.at, zone).local().hour();
    let rows = points
        .chunk_by(|a, b| hour(a) == hour(b) && b.at.since(a.at) < Millis::HOUR)
        .filter_map(|points| {
            let first = points.first()?;
            let count = u32::try_from(points.len()).ok()?;
            let mean = points.iter().map(|point| point.mean).sum::<f64>() / f64::from(count);
            let low = points.iter().map(|point| point.min).fold(f64::INFINITY, f64::min);
            let high = points.iter().map(|point| point.max).fold(f64::NEG_INFINITY, f64::max);
            Some(vec![
                format!("{}:00", hour(first)),
                words.quantity(mean, Unit::PerMinute),
                words.range(low, high, Unit::PerMinute),
            ])
        })
        .collect();
    Table {
        head: vec![words.get("chart-column-hour"), words.get("chart-day-mean"), words.get("chart-day-extremes")],
        rows,
    }
}
