//! Heart rate over several days, from roll-ups.

use super::day::HeartPoint;
use super::plot::{Plot, Sign};
use super::span::Span;
use super::{Chart, Table};
use crate::model::quantity::Unit;
use crate::model::{LocalDay, Millis, Stamp};
use crate::text::Words;

use chrono_tz::Tz;

/// The chart of `span`, more than one day, whose buckets of `bucket_ms` are `points`, in order of time:
/// their averages as a line, their extremes as a band, with a gap where a bucket is missing.
#[must_use]
pub fn heart_days(span: Span, zone: Tz, bucket_ms: i64, points: &[HeartPoint], words: &Words) -> Chart {
    let what = words.get("chart-heart");
    let daily = bucket_ms >= Millis::DAY;
    // A bucket of a day or more stands in the middle of it; days are 23 to 25 hours long.
    let shift = if daily { 0.5 * days(bucket_ms) } else { 0.0 };
    let place = |point: &HeartPoint| span.place(&Stamp::in_zone(point.at, zone)) + shift;
    let mut plot = Plot {
        unit: words.unit(Unit::PerMinute),
        x: span.axis(),
        x_ticks: span.ticks(words),
        legend: vec![(Sign::Line, words.get("chart-day-mean")), (Sign::Band, words.get("chart-day-extremes"))],
        empty: span.nothing(&what, words),
        ..Plot::default()
    };
    for run in points.chunk_by(|a, b| b.at.since(a.at) <= bucket_ms + 2 * Millis::HOUR) {
        plot.lines.push(run.iter().map(|point| (place(point), point.mean)).collect());
        plot.bands.push(run.iter().map(|point| (place(point), point.min, point.max)).collect());
    }
    let day_of = |point: &HeartPoint| LocalDay::of(point.at, zone);
    let lowest = points.iter().min_by(|a, b| a.min.total_cmp(&b.min));
    let highest = points.iter().max_by(|a, b| a.max.total_cmp(&b.max));
    let sentence = match (lowest, highest) {
        (Some(lowest), Some(highest)) => {
            let known = points.chunk_by(|a, b| day_of(a) == day_of(b)).count();
            let id = if bucket_ms > Millis::DAY { "chart-heart-weeks" } else { "chart-heart-days" };
            words.fmt(
                id,
                &[
                    ("days", known.into()),
                    ("span", span.days().into()),
                    ("low", words.quantity(lowest.min, Unit::PerMinute).into()),
                    ("low_date", words.date(day_of(lowest)).into()),
                    ("high", words.quantity(highest.max, Unit::PerMinute).into()),
                    ("high_date", words.date(day_of(highest)).into()),
                ],
            )
        }
        _ => plot.empty.clone(),
    };
    // By the day: hours of a week would be read by nobody.
    let rows = points
        .chunk_by(|a, b| day_of(a) == day_of(b))
        .filter_map(|points| {
            let first = points.first()?;
            let (mean, _, _) = super::values::summary(points.iter().map(|point| point.mean));
            let low = points.iter().map(|point| point.min).fold(f64::INFINITY, f64::min);
            let high = points.iter().map(|point| point.max).fold(f64::NEG_INFINITY, f64::max);
            let date = words.date(day_of(first));
            let label =
                if bucket_ms > Millis::DAY { words.fmt("chart-week-of", &[("date", date.into())]) } else { date };
            Some(vec![label, words.quantity(mean, Unit::PerMinute), words.range(low, high, Unit::PerMinute)])
        })
        .collect();
    let head = vec![words.get("chart-column-day"), words.get("chart-day-mean"), words.get("chart-day-extremes")];
    Chart { title: span.title(&what, words), sentence, table: Table { head, rows }, plot }
}

#[expect(clippy::cast_precision_loss, reason = "a few weeks in milliseconds")]
fn days(ms: i64) -> f64 {
    ms as f64 / Millis::DAY as f64
}
