//! Charts: values in, SVG out, with the same thing said in a sentence and in a table.
//!
//! Pure. The page, the apps' exports and the terminal's PNG use it. A chart is never told by colour
//! alone, gaps in the data are gaps in the line, and the same values give the same bytes.

mod columns;
mod day;
mod heart;
mod kind;
mod nights;
mod palette;
mod plot;
mod pressure;
mod scale;
mod span;
mod svg;
mod values;

#[cfg(test)]
mod tests;

pub use columns::{DayTotal, NightSleep, Total, day_totals, hour_totals, sleep};
pub use day::{HeartPoint, heart_day};
pub use heart::heart_days;
pub use kind::ChartKind;
pub use nights::{NightPoint, nights};
pub use palette::Theme;
pub use pressure::{PressurePoint, pressures};
pub use span::Span;
pub use values::{ValuePoint, values};

use serde::Serialize;

use plot::Plot;

/// A chart in three forms that say the same.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// What it shows.
    pub title: String,
    /// What there is to see, in one sentence.
    pub sentence: String,
    /// The values.
    pub table: Table,
    plot: Plot,
}

/// Values as text, ready to be shown.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Table {
    /// The columns' headings.
    pub head: Vec<String>,
    /// The rows, each as long as `head`.
    pub rows: Vec<Vec<String>>,
}

/// How large a drawing is, in the SVG's own units, and how it looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frame<'a> {
    /// Width, 280 to 2,000.
    pub width: u16,
    /// Height, 180 to 2,000.
    pub height: u16,
    /// Whether the title is drawn; a page has its own heading.
    pub titled: bool,
    /// Distinguishes the drawing from others on the same page: ASCII letters, digits and `-`.
    pub id: &'a str,
    /// The colours.
    pub theme: Theme,
    /// The size of the text, 100 to 250: at 100 it is 13 units high.
    pub text_percent: u16,
}

impl<'a> Frame<'a> {
    /// A light drawing without a title, with text of the usual size.
    #[must_use]
    pub const fn new(width: u16, height: u16, id: &'a str) -> Self {
        Self { width, height, titled: false, id, theme: Theme::Light, text_percent: 100 }
    }
}

impl Chart {
    /// Whether there is nothing to draw; the sentence says so.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.table.rows.is_empty()
    }

    /// How many values are drawn, each with whatever is drawn around it.
    #[must_use]
    pub fn points(&self) -> usize {
        self.plot.points()
    }

    /// The drawing: one `<svg>` with a title and a description for those who do not see it.
    #[must_use]
    pub fn svg(&self, frame: &Frame<'_>) -> String {
        plot::draw(&self.plot, &self.title, &self.sentence, frame)
    }
}
