//! The drawing that all charts share: axes, bands, lines, columns, marks and a legend.

use super::Frame;
use super::palette::Look;
use super::scale::{Scale, labels, ticks};
use super::svg::{Anchor, Svg, escape, width_of, wrapped};

/// What is drawn, in values; places follow from the frame.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Plot {
    /// The unit above the vertical axis.
    pub(super) unit: String,
    /// The ends of the horizontal axis.
    pub(super) x: (f64, f64),
    /// Where the horizontal axis is labelled, and with what; thinned out where there is no room.
    pub(super) x_ticks: Vec<(f64, String)>,
    /// The shortest vertical axis, so that little does not look like much; 10 where it is 0.
    pub(super) least: f64,
    /// The end of what can be, such as 100 %.
    pub(super) most: Option<f64>,
    /// Areas behind everything, each a run of (x, low, high).
    pub(super) bands: Vec<Vec<(f64, f64, f64)>>,
    /// Lines, each without a gap.
    pub(super) lines: Vec<Vec<(f64, f64)>>,
    /// Upright bars: (x, low, high).
    pub(super) bars: Vec<(f64, f64, f64)>,
    /// Columns that stand on nought: (from, to, value).
    pub(super) columns: Vec<(f64, f64, f64)>,
    /// Single points.
    pub(super) marks: Vec<(f64, f64, Mark)>,
    /// What each sign means, in the order of the legend.
    pub(super) legend: Vec<(Sign, String)>,
    /// What is said when there is nothing to draw.
    pub(super) empty: String,
}

impl Plot {
    /// How many values are drawn: a line's, or where there is none the columns' or the marks'.
    pub(super) fn points(&self) -> usize {
        let lines: usize = self.lines.iter().map(Vec::len).sum();
        lines.max(self.marks.len()).max(self.columns.len()).max(self.bars.len())
    }
}

/// A point's shape; every shape is a meaning of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// A filled disc.
    Dot,
    /// A filled square.
    Square,
    /// A filled triangle.
    Triangle,
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
    Column,
    Mark(Mark),
}

const MARGIN: f64 = 12.0;

/// The widest column: one day alone is not a wall.
const WIDEST: f64 = 48.0;

/// Draws `plot` into `frame`.
pub(super) fn draw(plot: &Plot, title: &str, sentence: &str, frame: &Frame<'_>) -> String {
    let width = f64::from(frame.width.clamp(280, 2_000));
    let height = f64::from(frame.height.clamp(180, 2_000));
    let look = Look::new(frame.theme, frame.text_percent);
    let id: String = frame.id.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    let mut svg = Svg::default();
    svg.raw(&format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
         height=\"{height}\" role=\"img\" aria-labelledby=\"{id}-title {id}-desc\">\
         <title id=\"{id}-title\">{}</title><desc id=\"{id}-desc\">{}</desc>",
        escape(title),
        escape(sentence)
    ));
    svg.shape("rect", &look.paper, &[("width", width), ("height", height)]);
    let mut top = MARGIN;
    if frame.titled {
        for line in wrapped(title, look.title, width - 2.0 * MARGIN) {
            svg.text(&look.head, Anchor::Start, MARGIN, top + look.title, &line);
            top += look.title * 1.35;
        }
        top += look.title * 0.65;
    }
    if plot.lines.is_empty() && plot.marks.is_empty() && plot.bars.is_empty() && plot.columns.is_empty() {
        let lines = wrapped(&plot.empty, look.text, width - 4.0 * MARGIN);
        let mut y =
            f64::midpoint(top, height) - look.text * 0.7 * (f64::from(u32::try_from(lines.len()).unwrap_or(1)) - 1.0);
        for line in lines {
            svg.text(&look.soft, Anchor::Middle, width / 2.0, y, &line);
            y += look.text * 1.4;
        }
        svg.raw("</svg>");
        return svg.finish();
    }
    top = legend(&mut svg, &look, plot, width, top);
    svg.text(&look.soft, Anchor::Start, MARGIN, top + look.text, &plot.unit);
    top += if plot.unit.is_empty() { look.text } else { look.text * 2.15 };
    let bottom = (height - MARGIN - look.text * 1.6).max(top + 20.0);

    let (low, high) = extent(plot);
    let room = (((bottom - top) / (look.text * 3.0)) as u32).clamp(1, 5);
    let least = if plot.least > 0.0 { plot.least } else { 10.0 };
    let mut y_ticks = ticks(low, high, room, least);
    if let Some(most) = plot.most {
        y_ticks.retain(|tick| *tick <= most + 1e-9);
    }
    let ends = (y_ticks.first().copied().unwrap_or(low).min(low), y_ticks.last().copied().unwrap_or(high).max(high));
    let y_labels = labels(&y_ticks);
    let widest = y_labels.iter().map(|label| width_of(label, look.text)).fold(0.0, f64::max);
    let (left, right) = (MARGIN + widest + 8.0, width - MARGIN - 4.0);
    let y = Scale::new(ends, (bottom, top));
    let x = Scale::new(plot.x, (left + 8.0, right - 4.0));
    for (tick, label) in y_ticks.iter().zip(&y_labels) {
        let place = y.place(*tick);
        svg.shape("line", &look.grid, &[("x1", left), ("x2", right), ("y1", place), ("y2", place)]);
        svg.text(&look.soft, Anchor::End, left - 8.0, place + look.text * 0.35, label);
    }
    horizontal(&mut svg, &look, plot, &x, (left, right, bottom));
    values(&mut svg, &look, plot, &x, &y);
    svg.raw("</svg>");
    svg.finish()
}

/// Labels the horizontal axis, as often as the labels have room.
fn horizontal(svg: &mut Svg, look: &Look, plot: &Plot, x: &Scale, (left, right, bottom): (f64, f64, f64)) {
    let longest = plot.x_ticks.iter().map(|(_, label)| width_of(label, look.text)).fold(0.0, f64::max);
    let room = (((right - left) / (longest + look.text)) as usize).max(1);
    let every = plot.x_ticks.len().div_ceil(room).max(1);
    let mut reached = f64::NEG_INFINITY;
    for (value, label) in plot.x_ticks.iter().step_by(every) {
        let place = x.place(*value);
        let half = width_of(label, look.text) / 2.0;
        // At the ends a label moves inwards; where it would then touch its neighbour, it is left out.
        let middle = place.clamp((left + half - 8.0).min(right - half), right - half);
        svg.shape("line", &look.grid, &[("x1", place), ("x2", place), ("y1", bottom), ("y2", bottom + 5.0)]);
        if middle - half < reached {
            continue;
        }
        svg.text(&look.soft, Anchor::Middle, middle, bottom + look.text * 1.6, label);
        reached = middle + half + look.text * 0.4;
    }
}

fn values(svg: &mut Svg, look: &Look, plot: &Plot, x: &Scale, y: &Scale) {
    for band in &plot.bands {
        if let [(at, low, high)] = band.as_slice() {
            // A range of one moment has no width of its own.
            let (top, foot) = (y.place(*high), y.place(*low));
            let size = [("x", x.place(*at) - 2.0), ("y", top), ("width", 4.0), ("height", (foot - top).max(1.5))];
            svg.shape("rect", &look.band, &size);
            continue;
        }
        let upper = band.iter().map(|(at, _, high)| (x.place(*at), y.place(*high)));
        let lower = band.iter().rev().map(|(at, low, _)| (x.place(*at), y.place(*low)));
        let outline: Vec<(f64, f64)> = upper.chain(lower).collect();
        svg.path(&look.band, &outline, true);
    }
    for (from, to, value) in &plot.columns {
        let (from, to) = (x.place(*from), x.place(*to));
        let (middle, wide) = (f64::midpoint(from, to), ((to - from) * 0.72).clamp(1.0, WIDEST));
        let (top, foot) = (y.place(*value), y.place(0.0));
        // Nought was measured too: it is a line on the ground, where a gap is nothing.
        let tall = (foot - top).max(1.5);
        svg.shape(
            "rect",
            &look.dot,
            &[("x", middle - wide / 2.0), ("y", foot - tall), ("width", wide), ("height", tall)],
        );
    }
    for line in &plot.lines {
        match line.as_slice() {
            [(at, value)] => mark(svg, look, Mark::Dot, x.place(*at), y.place(*value)),
            _ => {
                let points: Vec<(f64, f64)> = line.iter().map(|(at, v)| (x.place(*at), y.place(*v))).collect();
                svg.path(&look.line, &points, false);
            }
        }
    }
    for (at, low, high) in &plot.bars {
        let at = x.place(*at);
        svg.shape("line", &look.bar, &[("x1", at), ("x2", at), ("y1", y.place(*low)), ("y2", y.place(*high))]);
    }
    for (at, value, shape) in &plot.marks {
        mark(svg, look, *shape, x.place(*at), y.place(*value));
    }
}

/// Draws the legend from `top` on and answers where it ends.
fn legend(svg: &mut Svg, look: &Look, plot: &Plot, width: f64, top: f64) -> f64 {
    let row = look.text * 1.7;
    let (mut x, mut y) = (MARGIN, top);
    for (sign, label) in &plot.legend {
        let length = width_of(label, look.text);
        if x > MARGIN && x + 26.0 + length > width - MARGIN {
            (x, y) = (MARGIN, y + row);
        }
        let middle = y + look.text * 0.62;
        match sign {
            Sign::Line => svg.path(&look.line, &[(x, middle), (x + 18.0, middle)], false),
            Sign::Band => {
                let size = [("x", x), ("y", middle - 7.0), ("width", 18.0), ("height", 14.0), ("rx", 3.0)];
                svg.shape("rect", &look.band, &size);
            }
            Sign::Column => {
                svg.shape("rect", &look.dot, &[("x", x + 5.0), ("y", middle - 7.0), ("width", 8.0), ("height", 14.0)]);
            }
            Sign::Mark(shape) => mark(svg, look, *shape, x + 9.0, middle),
        }
        let lines = wrapped(label, look.text, width - MARGIN - (x + 25.0));
        let more = lines.len().saturating_sub(1);
        for (n, line) in (0_u32..).zip(&lines) {
            svg.text(&look.ink, Anchor::Start, x + 25.0, y + look.text * 0.97 + f64::from(n) * row, line);
        }
        y += row * f64::from(u32::try_from(more).unwrap_or(0));
        x += 25.0 + length + 18.0;
    }
    if plot.legend.is_empty() { y } else { y + row + 6.0 }
}

fn mark(svg: &mut Svg, look: &Look, shape: Mark, x: f64, y: f64) {
    let diamond = |r: f64| [(x, y - r), (x + r, y), (x, y + r), (x - r, y)];
    match shape {
        Mark::Dot => svg.shape("circle", &look.dot, &[("cx", x), ("cy", y), ("r", 3.5)]),
        Mark::Square => {
            svg.shape("rect", &look.dot, &[("x", x - 3.5), ("y", y - 3.5), ("width", 7.0), ("height", 7.0)]);
        }
        Mark::Triangle => svg.path(&look.dot, &[(x, y - 5.0), (x + 5.0, y + 4.0), (x - 5.0, y + 4.0)], true),
        Mark::Diamond => svg.path(&look.notice, &diamond(6.0), true),
        Mark::BigDiamond => svg.path(&look.strong, &diamond(8.5), true),
    }
}

/// The lowest and the highest value that is drawn.
fn extent(plot: &Plot) -> (f64, f64) {
    let bands = plot.bands.iter().flatten().flat_map(|(_, low, high)| [*low, *high]);
    let lines = plot.lines.iter().flatten().map(|(_, value)| *value);
    let bars = plot.bars.iter().flat_map(|(_, low, high)| [*low, *high]);
    let columns = plot.columns.iter().flat_map(|(_, _, value)| [0.0, *value]);
    let marks = plot.marks.iter().map(|(_, value, _)| *value);
    bands
        .chain(lines)
        .chain(bars)
        .chain(columns)
        .chain(marks)
        .filter(|value| value.is_finite())
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)))
}
