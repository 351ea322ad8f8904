//! Heart rate of the nights, with the usual range and what was noticed.

use super::plot::{Mark, Plot, Sign};
use super::span::{Span, day_number, day_ticks};
use super::{Chart, Table};
use crate::model::LocalDay;
use crate::model::finding::Severity;
use crate::model::quantity::Unit;
use crate::text::Words;

/// One night.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NightPoint {
    /// The day of its morning.
    pub day: LocalDay,
    /// Its heart rate, per minute.
    pub value: f64,
    /// The range that was usual then, where it was known.
    pub usual: Option<(f64, f64)>,
    /// What was noticed, if anything.
    pub notice: Option<Severity>,
}

/// The chart of `points` in `span`, in order of their days, no day twice. Nights that are missing are gaps, at its ends too.
#[must_use]
pub fn nights(points: &[NightPoint], span: Span, words: &Words) -> Chart {
    let what = words.get("chart-nights-title");
    let at = |point: &NightPoint| day_number(point.day) + 0.5;
    let mut plot = Plot {
        unit: words.unit(Unit::PerMinute),
        legend: vec![(Sign::Line, words.get("chart-night-rate"))],
        empty: words.get("chart-empty"),
        ..Plot::default()
    };
    for run in points.chunk_by(|a, b| a.day.plus_days(1) == b.day) {
        plot.lines.push(run.iter().map(|point| (at(point), point.value)).collect());
        for known in run.chunk_by(|a, b| a.usual.is_some() == b.usual.is_some()) {
            let band: Vec<(f64, f64, f64)> =
                known.iter().filter_map(|p| p.usual.map(|(low, high)| (at(p), low, high))).collect();
            if !band.is_empty() {
                plot.bands.push(band);
            }
        }
    }
    for point in points {
        if let Some(severity) = point.notice {
            let shape = if severity == Severity::Strong { Mark::BigDiamond } else { Mark::Diamond };
            plot.marks.push((at(point), point.value, shape));
        }
    }
    if !plot.bands.is_empty() {
        plot.legend.push((Sign::Band, words.get("chart-usual")));
    }
    for (severity, shape) in [(Severity::Notice, Mark::Diamond), (Severity::Strong, Mark::BigDiamond)] {
        if points.iter().any(|point| point.notice == Some(severity)) {
            plot.legend.push((Sign::Mark(shape), words.severity(severity)));
        }
    }
    if !points.is_empty() {
        plot.x = (day_number(span.from), day_number(span.to) + 1.0);
        plot.x_ticks = day_ticks(span.from, span.to, 0.5, words);
    }
    Chart {
        title: span.title(&what, words),
        sentence: sentence(points, span, words),
        table: table(points, words),
        plot,
    }
}

fn sentence(points: &[NightPoint], span: Span, words: &Words) -> String {
    if points.is_empty() {
        return words.get("chart-empty");
    }
    let low = points.iter().map(|point| point.value).fold(f64::INFINITY, f64::min);
    let high = points.iter().map(|point| point.value).fold(f64::NEG_INFINITY, f64::max);
    words.fmt(
        "chart-nights-sentence",
        &[
            ("known", points.len().into()),
            ("nights", span.days().into()),
            ("range", words.range(low, high, Unit::PerMinute).into()),
            ("notices", points.iter().filter(|point| point.notice.is_some()).count().into()),
        ],
    )
}

fn table(points: &[NightPoint], words: &Words) -> Table {
    Table {
        head: vec![
            words.get("chart-column-morning"),
            words.get("chart-night-rate"),
            words.get("chart-usual"),
            words.get("chart-column-notice"),
        ],
        rows: points
            .iter()
            .map(|point| {
                vec![
                    words.date(point.day),
                    words.quantity(point.value, Unit::PerMinute),
                    point.usual.map_or_else(String::new, |(low, high)| words.range(low, high, Unit::PerMinute)),
                    point.notice.map_or_else(String::new, |severity| words.severity(severity)),
                ]
            })
            .collect(),
    }
}
