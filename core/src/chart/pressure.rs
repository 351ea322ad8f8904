//! Blood pressure over days.

use chrono::Timelike;

use super::nights::{day_number, day_ticks};
use super::plot::{Mark, Plot, Sign};
use super::{Chart, Table};
use crate::model::Stamp;
use crate::model::quantity::Unit;
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

/// The chart of `points`, in order of time: each reading is an upright bar from the lower to the
/// upper value.
#[must_use]
pub fn pressures(points: &[PressurePoint], words: &Words) -> Chart {
    let mut plot = Plot {
        unit: words.unit(Unit::MmHg),
        legend: vec![
            (Sign::Mark(Mark::Dot), words.get("chart-systolic")),
            (Sign::Mark(Mark::Square), words.get("chart-diastolic")),
        ],
        empty: words.get("chart-empty"),
        ..Plot::default()
    };
    for point in points {
        let x = day_number(point.at.day()) + f64::from(point.at.local().num_seconds_from_midnight()) / 86_400.0;
        let BloodPressure { systolic, diastolic, .. } = point.pressure;
        plot.bars.push((x, diastolic, systolic));
        plot.marks.push((x, systolic, Mark::Dot));
        plot.marks.push((x, diastolic, Mark::Square));
    }
    if let (Some(first), Some(last)) = (points.first(), points.last()) {
        plot.x = (day_number(first.at.day()), day_number(last.at.day()) + 1.0);
        plot.x_ticks = day_ticks(first.at.day(), last.at.day(), words);
    }
    Chart {
        title: words.get("chart-pressure-title"),
        sentence: sentence(points, words),
        table: table(points, words),
        plot,
    }
}

fn sentence(points: &[PressurePoint], words: &Words) -> String {
    if points.is_empty() {
        return words.get("chart-empty");
    }
    let range = |of: fn(&BloodPressure) -> f64| {
        let values = || points.iter().map(|point| of(&point.pressure));
        words.range(values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max), Unit::MmHg)
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

fn table(points: &[PressurePoint], words: &Words) -> Table {
    Table {
        head: vec![words.get("chart-column-time"), words.get("vital-blood-pressure"), words.get("chart-column-pulse")],
        rows: points
            .iter()
            .map(|point| {
                let pulse = point.pressure.pulse;
                vec![
                    words.date_time(&point.at),
                    words.vital_value(&Vital::BloodPressure(point.pressure)),
                    pulse.map_or_else(String::new, |bpm| words.quantity(f64::from(bpm.get()), Unit::PerMinute)),
                ]
            })
            .collect(),
    }
}
