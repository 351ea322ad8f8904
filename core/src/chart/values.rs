//! Measurements of one number over a day, weeks or years.

use super::plot::{Mark, Plot, Sign};
use super::span::{Span, Step};
use super::{Chart, Table};
use crate::model::quantity::{Unit, Units};
use crate::model::vital::{MealRelation, Vital, VitalKind};
use crate::model::{LocalDay, Stamp};
use crate::text::Words;

/// One measurement.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ValuePoint {
    /// When.
    pub at: Stamp,
    /// What; a blood pressure has a chart of its own and is left out.
    pub vital: Vital,
}

/// More measurements than this are not drawn one by one.
const EACH: usize = 200;

/// Neighbours further apart than this many days are not joined by a line.
const GAP_DAYS: f64 = 3.0;

/// The chart of the measurements of `kind` in `span`, in order of time, in the person's units.
///
/// Up to 92 days and 200 measurements, each is a point; more are averaged by the day, by the week (up
/// to two years) or by the month, with their range as a band.
#[must_use]
pub fn values(kind: VitalKind, points: &[ValuePoint], span: Span, units: &Units, words: &Words) -> Chart {
    let measured: Vec<Measured<'_>> = points.iter().filter_map(|point| Measured::of(point, kind, units)).collect();
    let what = words.vital_kind(kind);
    let unit = units.of(kind.unit());
    let mut plot = Plot {
        unit: if kind == VitalKind::RespiratoryRate { words.get("unit-breaths") } else { words.unit(unit) },
        x: span.axis(),
        x_ticks: span.ticks(words),
        least: least(kind, unit),
        most: (kind.unit() == Unit::Percent).then_some(100.0),
        empty: span.nothing(&what, words),
        ..Plot::default()
    };
    let each = span.step() == Step::Day && measured.len() <= EACH;
    let table = if each {
        one_by_one(&mut plot, &measured, &what, span, units, words)
    } else {
        summed(&mut plot, &measured, kind, span, units, words)
    };
    Chart { title: span.title(&what, words), sentence: sentence(&measured, &what, span, units, words), table, plot }
}

/// A measurement in the unit in which it is read.
#[derive(Debug, Clone, Copy)]
struct Measured<'a> {
    point: &'a ValuePoint,
    value: f64,
    meal: Option<MealRelation>,
}

impl<'a> Measured<'a> {
    fn of(point: &'a ValuePoint, wanted: VitalKind, units: &Units) -> Option<Self> {
        match &point.vital {
            Vital::Single { kind, value, circumstances, .. } if *kind == wanted => {
                let value = units.of(kind.unit()).from_canonical(*value);
                Some(Self { point, value, meal: circumstances.meal })
            }
            _ => None,
        }
    }

    /// Glucose means another thing before a meal than after it.
    fn mark(&self) -> Mark {
        match self.meal {
            Some(MealRelation::Fasting | MealRelation::BeforeMeal) => Mark::Triangle,
            Some(MealRelation::AfterMeal) => Mark::Square,
            Some(MealRelation::Bedtime | MealRelation::Any) | None => Mark::Dot,
        }
    }
}

/// The shortest axis of a kind: about what a person's own value wanders within a day.
fn least(kind: VitalKind, unit: Unit) -> f64 {
    let canonical = match kind {
        VitalKind::Weight | VitalKind::BodyFat => 3.0,
        VitalKind::Temperature => 1.5,
        VitalKind::OxygenSaturation | VitalKind::Waist | VitalKind::Height => 5.0,
        VitalKind::Glucose | VitalKind::Rmssd => 40.0,
        VitalKind::PeakFlow => 100.0,
        VitalKind::RestingHeartRate | VitalKind::RespiratoryRate => 10.0,
    };
    unit.from_canonical(canonical) - unit.from_canonical(0.0)
}

fn one_by_one(
    plot: &mut Plot,
    measured: &[Measured<'_>],
    what: &str,
    span: Span,
    units: &Units,
    words: &Words,
) -> Table {
    let told_apart = measured.iter().any(|one| one.mark() != Mark::Dot);
    let place = |one: &Measured<'_>| span.place(&one.point.at);
    // Before and after a meal are two courses; a line between them would show neither.
    if !told_apart {
        let gap = if span.is_day() { f64::INFINITY } else { GAP_DAYS };
        for run in measured.chunk_by(|a, b| place(b) - place(a) <= gap).filter(|run| run.len() > 1) {
            plot.lines.push(run.iter().map(|one| (place(one), one.value)).collect());
        }
    }
    plot.marks.extend(measured.iter().map(|one| (place(one), one.value, one.mark())));
    for (mark, name) in [
        (Mark::Triangle, "chart-before-meal"),
        (Mark::Square, "chart-after-meal"),
        (Mark::Dot, if told_apart { "chart-no-meal" } else { "chart-measurement" }),
    ] {
        if measured.iter().any(|one| one.mark() == mark) {
            plot.legend.push((Sign::Mark(mark), words.get(name)));
        }
    }
    let rows = measured
        .iter()
        .map(|one| {
            let how = match &one.point.vital {
                Vital::Single { circumstances, .. } => words.circumstances(circumstances),
                Vital::BloodPressure(_) => String::new(),
            };
            vec![words.date_time(&one.point.at), words.vital_value_in(&one.point.vital, units), how]
        })
        .collect::<Vec<_>>();
    let mut head = vec![words.get("chart-column-time"), what.to_owned(), words.get("chart-column-how")];
    if rows.iter().all(|row: &Vec<String>| row.get(2).is_none_or(String::is_empty)) {
        head.truncate(2);
        return Table {
            head,
            rows: rows
                .into_iter()
                .map(|mut row| {
                    row.truncate(2);
                    row
                })
                .collect(),
        };
    }
    Table { head, rows }
}

fn summed(
    plot: &mut Plot,
    measured: &[Measured<'_>],
    kind: VitalKind,
    span: Span,
    units: &Units,
    words: &Words,
) -> Table {
    let step = span.step();
    let mut rows = Vec::new();
    let mut stretches: Vec<(LocalDay, f64, f64, f64)> = Vec::new();
    for run in measured.chunk_by(|a, b| step.start(a.point.at.day()) == step.start(b.point.at.day())) {
        let Some(first) = run.first() else { continue };
        let start = step.start(first.point.at.day());
        let (mean, low, high) = summary(run.iter().map(|one| one.value));
        stretches.push((start, mean, low, high));
        let shown = |value: f64| shown(kind, value, units, words);
        rows.push(vec![
            step.label(start, words),
            shown(mean),
            range(kind, low, high, units, words),
            words.count(run.len() as u64),
        ]);
    }
    for run in stretches.chunk_by(|a, b| step.end(a.0) == b.0) {
        let middle = |start: LocalDay| {
            let (from, to) = step.ends(start, &span);
            f64::midpoint(from, to)
        };
        plot.lines.push(run.iter().map(|(start, mean, _, _)| (middle(*start), *mean)).collect());
        plot.bands.push(run.iter().map(|(start, _, low, high)| (middle(*start), *low, *high)).collect());
    }
    let average = words.get(match step {
        Step::Day => "chart-mean-day",
        Step::Week => "chart-mean-week",
        Step::Month => "chart-mean-month",
    });
    plot.legend = vec![(Sign::Line, average.clone()), (Sign::Band, words.get("chart-day-extremes"))];
    let head = vec![step.heading(words), average, words.get("chart-day-extremes"), words.get("chart-column-count")];
    Table { head, rows }
}

/// Mean, lowest and highest.
pub(super) fn summary(values: impl Iterator<Item = f64>) -> (f64, f64, f64) {
    let (count, sum, low, high) = values
        .fold((0.0, 0.0, f64::INFINITY, f64::NEG_INFINITY), |(n, sum, low, high), value| {
            (n + 1.0, sum + value, f64::min(low, value), f64::max(high, value))
        });
    (sum / f64::max(count, 1.0), low, high)
}

/// A value that is in the unit in which it is read, with that unit.
fn shown(kind: VitalKind, value: f64, units: &Units, words: &Words) -> String {
    range(kind, value, value, units, words)
}

fn range(kind: VitalKind, low: f64, high: f64, units: &Units, words: &Words) -> String {
    if kind == VitalKind::RespiratoryRate {
        return words.breaths(low, high);
    }
    words.range(low, high, units.of(kind.unit()))
}

fn sentence(measured: &[Measured<'_>], what: &str, span: Span, units: &Units, words: &Words) -> String {
    let (Some(last), Some(Vital::Single { kind, .. })) =
        (measured.last(), measured.first().map(|one| &one.point.vital))
    else {
        return span.nothing(what, words);
    };
    let latest = words.vital_value_in(&last.point.vital, units);
    if measured.len() == 1 {
        return words.fmt(
            "chart-values-one",
            &[("what", what.into()), ("value", latest.into()), ("date", words.date_time(&last.point.at).into())],
        );
    }
    let (_, low, high) = summary(measured.iter().map(|one| one.value));
    if span.is_day() {
        return words.fmt(
            "chart-values-day",
            &[
                ("count", measured.len().into()),
                ("range", range(*kind, low, high, units, words).into()),
                ("latest", latest.into()),
                ("time", words.time(&last.point.at).into()),
            ],
        );
    }
    let mut days: Vec<LocalDay> = measured.iter().map(|one| one.point.at.day()).collect();
    days.dedup();
    words.fmt(
        "chart-values-sentence",
        &[
            ("count", measured.len().into()),
            ("days", days.len().into()),
            ("span", span.days().into()),
            ("range", range(*kind, low, high, units, words).into()),
            ("latest", latest.into()),
            ("date", words.date_time(&last.point.at).into()),
        ],
    )
}
