//! The days that a chart shows: its horizontal axis, its title, and how far values are summed up.

use chrono::{Datelike, Timelike, Weekday};

use crate::model::{LocalDay, Stamp};
use crate::text::Words;

/// The days of a chart, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The first.
    pub from: LocalDay,
    /// The last, not before `from`.
    pub to: LocalDay,
}

/// How much time one sign of a chart sums up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Day,
    Week,
    Month,
}

impl Span {
    /// From `from` to `to`, or the other way round.
    #[must_use]
    pub fn new(from: LocalDay, to: LocalDay) -> Self {
        Self { from: from.min(to), to: from.max(to) }
    }

    /// How many days it has.
    #[must_use]
    pub fn days(&self) -> i64 {
        self.to.epoch_days() - self.from.epoch_days() + 1
    }

    /// Whether it is a single day, whose axis is a clock.
    pub(super) fn is_day(&self) -> bool {
        self.from == self.to
    }

    /// What one sign sums up, so that there are at most about a hundred of them, and always fewer
    /// than 500.
    pub(super) fn step(&self) -> Step {
        match self.days() {
            ..=92 => Step::Day,
            93..=750 => Step::Week,
            _ => Step::Month,
        }
    }

    /// The ends of the axis: days, or on a single day minutes.
    pub(super) fn axis(&self) -> (f64, f64) {
        if self.is_day() { (0.0, 24.0 * 60.0) } else { (day_number(self.from), day_number(self.to) + 1.0) }
    }

    /// Where something that happened at `at` stands on the axis, by the clock on the wall.
    pub(super) fn place(&self, at: &Stamp) -> f64 {
        let seconds = f64::from(at.local().num_seconds_from_midnight());
        if self.is_day() { seconds / 60.0 } else { day_number(at.day()) + seconds / 86_400.0 }
    }

    /// The labels of the axis.
    pub(super) fn ticks(&self, words: &Words) -> Vec<(f64, String)> {
        if !self.is_day() {
            return day_ticks(self.from, self.to, 0.5, words);
        }
        (0..=8_u8).map(|n| (f64::from(n) * 180.0, format!("{}:00", n * 3))).collect()
    }

    /// `what` on the day, or from the first to the last.
    pub(super) fn title(&self, what: &str, words: &Words) -> String {
        if self.is_day() {
            return words.fmt("chart-title-day", &[("what", what.into()), ("date", words.date(self.from).into())]);
        }
        words.fmt(
            "chart-title-days",
            &[("what", what.into()), ("from", words.date(self.from).into()), ("to", words.date(self.to).into())],
        )
    }

    /// That of `what` there is nothing in it.
    pub(super) fn nothing(&self, what: &str, words: &Words) -> String {
        if self.is_day() {
            return words.fmt("chart-none-day", &[("what", what.into()), ("date", words.date(self.from).into())]);
        }
        words.fmt(
            "chart-none-days",
            &[("what", what.into()), ("from", words.date(self.from).into()), ("to", words.date(self.to).into())],
        )
    }
}

impl Step {
    /// The first day of the stretch that holds `day`.
    pub(super) fn start(self, day: LocalDay) -> LocalDay {
        match self {
            Self::Day => day,
            Self::Week => day.plus_days(-i64::from(day.0.weekday().num_days_from_monday())),
            Self::Month => day.plus_days(1 - i64::from(day.0.day())),
        }
    }

    /// The first day after the stretch that begins on `start`.
    pub(super) fn end(self, start: LocalDay) -> LocalDay {
        match self {
            Self::Day => start.plus_days(1),
            Self::Week => start.plus_days(7),
            Self::Month => self.start(start.plus_days(31)),
        }
    }

    /// The stretch that begins on `start`, cut to `span`, on the axis.
    pub(super) fn ends(self, start: LocalDay, span: &Span) -> (f64, f64) {
        let (from, to) = span.axis();
        (day_number(start).max(from), day_number(self.end(start)).min(to))
    }

    /// A row's first cell: the day, the week or the month.
    pub(super) fn label(self, start: LocalDay, words: &Words) -> String {
        match self {
            Self::Day => words.date(start),
            Self::Week => words.fmt("chart-week-of", &[("date", words.date(start).into())]),
            Self::Month => words.month_of(start),
        }
    }

    /// The heading of those cells.
    pub(super) fn heading(self, words: &Words) -> String {
        words.get(match self {
            Self::Day => "chart-column-day",
            Self::Week => "chart-column-week",
            Self::Month => "chart-column-month",
        })
    }
}

/// A label for each day, each Monday, each month or each year, whichever is few enough; each `offset`
/// days after the day begins.
pub(super) fn day_ticks(first: LocalDay, last: LocalDay, offset: f64, words: &Words) -> Vec<(f64, String)> {
    let length = last.epoch_days() - first.epoch_days();
    let wanted = |day: LocalDay| match length {
        0..=10 => true,
        11..=120 => day.0.weekday() == Weekday::Mon,
        121..=1_200 => day.0.day() == 1,
        _ => day.0.ordinal() == 1,
    };
    (0..=length.clamp(0, 40_000))
        .map(|n| first.plus_days(n))
        .filter(|day| wanted(*day))
        .map(|day| {
            let label = match length {
                0..=120 => words.date_short(day),
                121..=1_200 => words.month_of(day),
                _ => day.0.year().to_string(),
            };
            (day_number(day) + offset, label)
        })
        .collect()
}

#[expect(clippy::cast_precision_loss, reason = "days of a calendar stay far below 2^52")]
pub(super) fn day_number(day: LocalDay) -> f64 {
    day.epoch_days() as f64
}
