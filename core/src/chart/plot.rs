//! The drawing that all charts share: axes, bands, lines, marks and a legend.

use super::Frame;
use super::scale::{Scale, ticks};
use super::svg::{Anchor, Svg, escape};

/// What is drawn, in values; places follow from the frame.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Plot {
    /// The unit above the vertical axis.
    pub(super) unit: String,
    /// The ends of the horizontal axis.
    pub(super) x: (f64, f64),
    /// Where the horizontal axis is labelled, and with what; thinned out where there is no room.
    pub(super) x_ticks: Vec<(f64, String)>,
    /// Areas behind everything, each a run of (x, low, high).
    pub(super) bands: Vec<Vec<(f64, f64, f64)>>,
    /// Lines, each without a gap.
    pub(super) lines: Vec<Vec<(f64, f64)>>,
    /// Upright bars: (x, low, high).
    pub(super) bars: Vec<(f64, f64, f64)>,
    /// Single points.
    pub(super) marks: Vec<(f64, f64, Mark)>,
    /// What each sign means, in the order of the legend.
    pub(super) legend: Vec<(Sign, String)>,
    /// What is said when there is nothing to draw.
    pub(super) empty: String,
}

/// A point's shape; every shape is a meaning of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// A filled disc.
    Dot,
    /// A filled square.
    Square,
    /// A hollow diamond.
    Diamond,
    /// A filled, larger diamond.
    BigDiamond,
}

/// A sign of the legend.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    Line,
    Band,
    Mark(Mark),
}

// Attributes give the look on paper and in a PNG; classes let a page restyle it for a dark screen.
// Against white: ink 15.9, soft ink 6.1, line 5.1, notice 5.0, strong 6.5 to 1.
const INK: &str = r##"class="ink" fill="#1c1c1e" font-size="13" font-family="sans-serif""##;
const SOFT: &str = r##"class="soft" fill="#5b6068" font-size="13" font-family="sans-serif""##;
const HEAD: &str = r##"class="ink" fill="#1c1c1e" font-size="17" font-weight="600" font-family="sans-serif""##;
const GRID: &str = r##"class="grid" stroke="#e3e5e9" stroke-width="1""##;
const BAND: &str = r##"class="band" fill="#cfe3e4""##;
const LINE: &str =
    r##"class="line" fill="none" stroke="#0b7a80" stroke-width="2" stroke-linejoin="round" stroke-linecap="round""##;
const BAR: &str = r##"class="line" stroke="#0b7a80" stroke-width="3" stroke-linecap="round""##;
const DOT: &str = r##"class="dot" fill="#0b7a80""##;
const NOTICE: &str = r##"class="notice" fill="#ffffff" stroke="#9a5b00" stroke-width="2.5""##;
const STRONG: &str = r##"class="strong" fill="#b3261e" stroke="#ffffff" stroke-width="1.5""##;

const MARGIN: f64 = 12.0;
const LINE_HEIGHT: f64 = 22.0;

/// Draws `plot` into `frame`.
pub(super) fn draw(plot: &Plot, title: &str, sentence: &str, frame: &Frame<'_>) -> String {
    let width = f64::from(frame.width.clamp(280, 2_000));
    let height = f64::from(frame.height.clamp(180, 2_000));
    let id: String = frame.id.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    let mut svg = Svg::default();
    svg.raw(&format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
         height=\"{height}\" role=\"img\" aria-labelledby=\"{id}-title {id}-desc\">\
         <title id=\"{id}-title\">{}</title><desc id=\"{id}-desc\">{}</desc>",
        escape(title),
        escape(sentence)
    ));
    svg.shape("rect", r##"class="paper" fill="#ffffff""##, &[("width", width), ("height", height)]);
    let mut top = MARGIN;
    if frame.titled {
        svg.text(HEAD, Anchor::Start, MARGIN, top + 17.0, title);
        top += 34.0;
    }
    top = legend(&mut svg, plot, width, top);
    if plot.lines.is_empty() && plot.marks.is_empty() && plot.bars.is_empty() {
        svg.text(SOFT, Anchor::Middle, width / 2.0, height / 2.0, &plot.empty);
        svg.raw("</svg>");
        return svg.finish();
    }

    // The axes.
    let (low, high) = extent(plot);
    let y_ticks = ticks(low, high, if height < 240.0 { 3 } else { 4 });
    let ends = (y_ticks.first().copied().unwrap_or(low), y_ticks.last().copied().unwrap_or(high));
    let (left, right, bottom) = (MARGIN + 34.0, width - MARGIN - 10.0, height - 34.0);
    svg.text(SOFT, Anchor::Start, MARGIN, top + 12.0, &plot.unit);
    top += 28.0;
    let y = Scale::new(ends, (bottom, top));
    let x = Scale::new(plot.x, (left + 8.0, right));
    for tick in &y_ticks {
        let place = y.place(*tick);
        svg.shape("line", GRID, &[("x1", left), ("x2", right + 8.0), ("y1", place), ("y2", place)]);
        svg.text(SOFT, Anchor::End, left - 8.0, place + 4.5, &format!("{tick:.0}"));
    }
    // About 64 units for each label.
    let room = (((right - left) / 64.0) as usize).max(1);
    let every = plot.x_ticks.len().div_ceil(room).max(1);
    for (value, label) in plot.x_ticks.iter().step_by(every) {
        let place = x.place(*value);
        svg.shape("line", GRID, &[("x1", place), ("x2", place), ("y1", bottom), ("y2", bottom + 5.0)]);
        svg.text(SOFT, Anchor::Middle, place.clamp(left, width - MARGIN - 16.0), bottom + 21.0, label);
    }

    // The values.
    for band in &plot.bands {
        let upper = band.iter().map(|(at, _, high)| (x.place(*at), y.place(*high)));
        let lower = band.iter().rev().map(|(at, low, _)| (x.place(*at), y.place(*low)));
        let outline: Vec<(f64, f64)> = upper.chain(lower).collect();
        svg.path(BAND, &outline, true);
    }
    for line in &plot.lines {
        match line.as_slice() {
            [(at, value)] => mark(&mut svg, Mark::Dot, x.place(*at), y.place(*value)),
            _ => {
                let points: Vec<(f64, f64)> = line.iter().map(|(at, v)| (x.place(*at), y.place(*v))).collect();
                svg.path(LINE, &points, false);
            }
        }
    }
    for (at, low, high) in &plot.bars {
        let at = x.place(*at);
        svg.shape("line", BAR, &[("x1", at), ("x2", at), ("y1", y.place(*low)), ("y2", y.place(*high))]);
    }
    for (at, value, shape) in &plot.marks {
        mark(&mut svg, *shape, x.place(*at), y.place(*value));
    }
    svg.raw("</svg>");
    svg.finish()
}

/// Draws the legend from `top` on and answers where it ends.
fn legend(svg: &mut Svg, plot: &Plot, width: f64, top: f64) -> f64 {
    let (mut x, mut y) = (MARGIN, top);
    for (sign, label) in &plot.legend {
        // Full-width characters take a full em, others a little over half.
        let length: f64 = label.chars().map(|c| if c.is_ascii() { 7.4 } else { 13.0 }).sum();
        if x > MARGIN && x + 26.0 + length > width - MARGIN {
            (x, y) = (MARGIN, y + LINE_HEIGHT);
        }
        match sign {
            Sign::Line => svg.path(LINE, &[(x, y + 8.0), (x + 18.0, y + 8.0)], false),
            Sign::Band => {
                svg.shape("rect", BAND, &[("x", x), ("y", y + 1.0), ("width", 18.0), ("height", 14.0), ("rx", 3.0)]);
            }
            Sign::Mark(shape) => mark(svg, *shape, x + 9.0, y + 8.0),
        }
        svg.text(INK, Anchor::Start, x + 25.0, y + 12.5, label);
        x += 25.0 + length + 18.0;
    }
    if plot.legend.is_empty() { y } else { y + LINE_HEIGHT + 6.0 }
}

fn mark(svg: &mut Svg, shape: Mark, x: f64, y: f64) {
    let diamond = |r: f64| [(x, y - r), (x + r, y), (x, y + r), (x - r, y)];
    match shape {
        Mark::Dot => svg.shape("circle", DOT, &[("cx", x), ("cy", y), ("r", 3.5)]),
        Mark::Square => {
            svg.shape("rect", DOT, &[("x", x - 3.5), ("y", y - 3.5), ("width", 7.0), ("height", 7.0)]);
        }
        Mark::Diamond => svg.path(NOTICE, &diamond(6.0), true),
        Mark::BigDiamond => svg.path(STRONG, &diamond(8.5), true),
    }
}

/// The lowest and the highest value that is drawn.
fn extent(plot: &Plot) -> (f64, f64) {
    let bands = plot.bands.iter().flatten().flat_map(|(_, low, high)| [*low, *high]);
    let lines = plot.lines.iter().flatten().map(|(_, value)| *value);
    let bars = plot.bars.iter().flat_map(|(_, low, high)| [*low, *high]);
    let marks = plot.marks.iter().map(|(_, value, _)| *value);
    bands
        .chain(lines)
        .chain(bars)
        .chain(marks)
        .filter(|value| value.is_finite())
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)))
}
