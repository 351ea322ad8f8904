//! Blood pressure over days.

use super::plot::{Mark, Plot, Sign};
use super::span::{Span, Step};
use super::values::summary;
use super::{Chart, Table};
use crate::model::Stamp;
use crate::model::quantity::{Unit, Units};
use crate::model::vital::{BloodPressure, Vital};
use crate::text::Words;

/// One reading.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PressurePoint {
    /// When.
    pub at: Stamp,
    /// The reading.
    pub pressure: BloodPressure,
}

/// More readings than this are averaged by the day, the week or the month.
const EACH: usize = 120;

/// The chart of `points` in `span`, in order of time: each reading is an upright bar from the lower to
/// the upper value. Many readings, or more than 92 days, are averaged.
#[must_use]
pub fn pressures(points: &[PressurePoint], span: Span, units: &Units, words: &Words) -> Chart {
    let unit = units.of(Unit::MmHg);
    let what = words.get("vital-blood-pressure");
    let mut plot = Plot {
        unit: words.unit(unit),
        x: span.axis(),
        x_ticks: span.ticks(words),
        least: unit.from_canonical(40.0),
        legend: vec![
            (Sign::Mark(Mark::Dot), words.get("chart-systolic")),
            (Sign::Mark(Mark::Square), words.get("chart-diastolic")),
        ],
        empty: span.nothing(&what, words),
        ..Plot::default()
    };
    let each = span.step() == Step::Day && points.len() <= EACH;
    let table = if each {
        for point in points {
            put(&mut plot, span.place(&point.at), (point.pressure.systolic, point.pressure.diastolic), unit);
        }
        one_by_one(points, units, words)
    } else {
        summed(&mut plot, points, span, unit, words)
    };
    Chart { title: span.title(&what, words), sentence: sentence(points, span, unit, words), table, plot }
}

fn put(plot: &mut Plot, x: f64, (systolic, diastolic): (f64, f64), unit: Unit) {
    let (systolic, diastolic) = (unit.from_canonical(systolic), unit.from_canonical(diastolic));
    plot.bars.push((x, diastolic, systolic));
    plot.marks.push((x, systolic, Mark::Dot));
    plot.marks.push((x, diastolic, Mark::Square));
}

fn sentence(points: &[PressurePoint], span: Span, unit: Unit, words: &Words) -> String {
    if points.is_empty() {
        return span.nothing(&words.get("vital-blood-pressure"), words);
    }
    let range = |of: fn(&BloodPressure) -> f64| {
        let (_, low, high) = summary(points.iter().map(|point| unit.from_canonical(of(&point.pressure))));
        words.range(low, high, unit)
    };
    words.fmt(
        "chart-pressure-sentence",
        &[
            ("readings", points.len().into()),
            ("systolic", range(|pressure| pressure.systolic).into()),
            ("diastolic", range(|pressure| pressure.diastolic).into()),
        ],
    )
}

fn one_by_one(points: &[PressurePoint], units: &Units, words: &Words) -> Table {
    Table {
        head: vec![words.get("chart-column-time"), words.get("vital-blood-pressure"), words.get("chart-column-pulse")],
        rows: points
            .iter()
            .map(|point| {
                let pulse = point.pressure.pulse;
                vec![
                    words.date_time(&point.at),
                    words.vital_value_in(&Vital::BloodPressure(point.pressure), units),
                    pulse.map_or_else(String::new, |bpm| words.quantity(f64::from(bpm.get()), Unit::PerMinute)),
                ]
            })
            .collect(),
    }
}

fn summed(plot: &mut Plot, points: &[PressurePoint], span: Span, unit: Unit, words: &Words) -> Table {
    let step = span.step();
    let mut rows = Vec::new();
    for run in points.chunk_by(|a, b| step.start(a.at.day()) == step.start(b.at.day())) {
        let Some(first) = run.first() else { continue };
        let start = step.start(first.at.day());
        let (from, to) = step.ends(start, &span);
        let (systolic, _, _) = summary(run.iter().map(|point| point.pressure.systolic));
        let (diastolic, _, _) = summary(run.iter().map(|point| point.pressure.diastolic));
        put(plot, f64::midpoint(from, to), (systolic, diastolic), unit);
        let shown = |value: f64| words.number(unit.from_canonical(value), unit);
        let pair = format!("{}/{}\u{a0}{}", shown(systolic), shown(diastolic), words.unit(unit));
        rows.push(vec![step.label(start, words), pair, words.count(run.len() as u64)]);
    }
    let average = words.get(match step {
        Step::Day => "chart-mean-day",
        Step::Week => "chart-mean-week",
        Step::Month => "chart-mean-month",
    });
    plot.unit = format!("{} · {average}", plot.unit);
    Table { head: vec![step.heading(words), average, words.get("chart-column-count")], rows }
}
