//! What adds up over a day: steps, energy, sleep.

use super::plot::{Plot, Sign};
use super::span::{Span, Step};
use super::values::summary;
use super::{Chart, Table};
use crate::model::LocalDay;
use crate::model::quantity::Unit;
use crate::model::sleep::Stage;
use crate::text::Words;

/// What a day adds up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Total {
    /// Steps.
    Steps,
    /// Energy used in moving, kcal.
    Energy,
}

/// A day's total. A day of which nothing is known has none; it is not nought.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DayTotal {
    /// The day.
    pub day: LocalDay,
    /// The total.
    pub value: f64,
}

/// A night's sleep.
#[derive(Debug, Clone, PartialEq)]
pub struct NightSleep {
    /// The day of its morning.
    pub day: LocalDay,
    /// Minutes asleep.
    pub asleep: u32,
    /// From when to when, by the clock on the wall, each stretch by itself.
    pub times: Vec<String>,
    /// Minutes of each stage that a device told.
    pub stages: Vec<(Stage, u32)>,
}

/// The chart of day totals in `span`, in order, no day twice: a column a day, or over more than 92 days
/// the average day of each week or month.
#[must_use]
pub fn day_totals(total: Total, days: &[DayTotal], span: Span, words: &Words) -> Chart {
    let (what, unit, sentence) = match total {
        Total::Steps => (words.get("chart-steps"), Unit::Steps, "chart-steps-sentence"),
        Total::Energy => (words.get("chart-energy"), Unit::Kilocalorie, "chart-energy-sentence"),
    };
    let shown = |value: f64| words.quantity(value, unit);
    let (plot, table) = columns(days, span, &what, (&words.unit(unit), &words.get("chart-a-day")), shown, words);
    let (mean, low, high) = summary(days.iter().map(|day| day.value));
    let said = if days.is_empty() {
        span.nothing(&what, words)
    } else {
        words.fmt(
            sentence,
            &[
                ("days", days.len().into()),
                ("span", span.days().into()),
                ("range", words.range(low, high, unit).into()),
                ("mean", shown(mean).into()),
            ],
        )
    };
    Chart { title: span.title(&what, words), sentence: said, table, plot }
}

/// The chart of one day's total by the hour; `hours` holds those of which anything is known.
#[must_use]
pub fn hour_totals(total: Total, day: LocalDay, hours: &[(u32, f64)], words: &Words) -> Chart {
    let (what, unit) = match total {
        Total::Steps => (words.get("chart-steps"), Unit::Steps),
        Total::Energy => (words.get("chart-energy"), Unit::Kilocalorie),
    };
    let span = Span::new(day, day);
    let mut plot = Plot {
        unit: words.unit(unit),
        x: span.axis(),
        x_ticks: span.ticks(words),
        empty: span.nothing(&what, words),
        ..Plot::default()
    };
    for (hour, value) in hours {
        let from = f64::from(*hour) * 60.0;
        plot.columns.push((from, from + 60.0, *value));
    }
    plot.legend = vec![(Sign::Column, words.get("chart-an-hour"))];
    let sum: f64 = hours.iter().map(|(_, value)| value).sum();
    let sentence = match hours.iter().max_by(|a, b| a.1.total_cmp(&b.1)) {
        None => plot.empty.clone(),
        Some((most, _)) => words.fmt(
            "chart-hours-sentence",
            &[("total", words.quantity(sum, unit).into()), ("hour", format!("{most}:00").into())],
        ),
    };
    let rows = hours.iter().map(|(hour, value)| vec![format!("{hour}:00"), words.quantity(*value, unit)]).collect();
    let table = Table { head: vec![words.get("chart-column-hour"), what.clone()], rows };
    Chart { title: span.title(&what, words), sentence, table, plot }
}

/// The chart of nights in `span`, in order, no night twice.
#[must_use]
pub fn sleep(nights: &[NightSleep], span: Span, words: &Words) -> Chart {
    let what = words.get("chart-sleep");
    let days: Vec<DayTotal> =
        nights.iter().map(|night| DayTotal { day: night.day, value: f64::from(night.asleep) / 60.0 }).collect();
    let shown = |hours: f64| words.duration(whole_minutes(hours));
    let unit = (words.get("unit-hours"), words.get("chart-a-night"));
    let (plot, mut table) = columns(&days, span, &what, (&unit.0, &unit.1), shown, words);
    if span.step() == Step::Day {
        table = one_by_one(nights, words);
    }
    let (mean, low, high) = summary(days.iter().map(|day| day.value));
    let sentence = if days.is_empty() {
        span.nothing(&what, words)
    } else if days.len() == 1 {
        let night = nights.first().map_or(span.from, |night| night.day);
        words.fmt("chart-sleep-one", &[("date", words.date(night).into()), ("length", shown(mean).into())])
    } else if shown(low) == shown(high) {
        let counted = [("days", days.len().into()), ("span", span.days().into()), ("length", shown(mean).into())];
        words.fmt("chart-sleep-same", &counted)
    } else {
        words.fmt(
            "chart-sleep-sentence",
            &[
                ("days", days.len().into()),
                ("span", span.days().into()),
                ("low", shown(low).into()),
                ("high", shown(high).into()),
                ("mean", shown(mean).into()),
            ],
        )
    };
    Chart { title: span.title(&what, words), sentence, table, plot }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "hours of a day")]
fn whole_minutes(hours: f64) -> u32 {
    (hours * 60.0).round() as u32
}

fn one_by_one(nights: &[NightSleep], words: &Words) -> Table {
    let staged = nights.iter().any(|night| !night.stages.is_empty());
    let mut head = vec![words.get("chart-column-morning"), words.get("chart-asleep"), words.get("chart-column-times")];
    if staged {
        head.push(words.get("chart-column-stages"));
    }
    let separator = words.get("list-separator");
    let rows = nights
        .iter()
        .map(|night| {
            let mut row = vec![words.date(night.day), words.duration(night.asleep), night.times.join(&separator)];
            if staged {
                let stages: Vec<String> = night
                    .stages
                    .iter()
                    .map(|(stage, minutes)| format!("{} {}", words.sleep_stage(*stage), words.duration(*minutes)))
                    .collect();
                row.push(stages.join(&separator));
            }
            row
        })
        .collect();
    Table { head, rows }
}

fn columns(
    days: &[DayTotal],
    span: Span,
    what: &str,
    (unit, each): (&str, &str),
    shown: impl Fn(f64) -> String,
    words: &Words,
) -> (Plot, Table) {
    let step = span.step();
    let mut plot = Plot {
        unit: unit.to_owned(),
        // A single day of these is one column, not a clock.
        x: if span.is_day() { (0.0, 1.0) } else { span.axis() },
        x_ticks: if span.is_day() { vec![(0.5, words.date(span.from))] } else { span.ticks(words) },
        least: 1.0,
        empty: span.nothing(what, words),
        ..Plot::default()
    };
    let average = match step {
        Step::Day => each.to_owned(),
        Step::Week => words.get("chart-average-day-week"),
        Step::Month => words.get("chart-average-day-month"),
    };
    let mut table = Table { head: vec![step.heading(words), what.to_owned()], rows: Vec::new() };
    if step != Step::Day {
        table.head = vec![step.heading(words), average.clone(), words.get("chart-column-days")];
    }
    for run in days.chunk_by(|a, b| step.start(a.day) == step.start(b.day)) {
        let Some(first) = run.first() else { continue };
        let start = step.start(first.day);
        let (mean, _, _) = summary(run.iter().map(|day| day.value));
        let (from, to) = if span.is_day() { (0.0, 1.0) } else { step.ends(start, &span) };
        plot.columns.push((from, to, mean));
        let mut row = vec![step.label(start, words), shown(mean)];
        if step != Step::Day {
            row.push(words.count(run.len() as u64));
        }
        table.rows.push(row);
    }
    plot.legend = vec![(Sign::Column, average)];
    (plot, table)
}
