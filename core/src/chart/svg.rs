//! Writing SVG: escaped, with short numbers, always the same bytes for the same values.

use std::fmt::Write as _;

/// SVG that grows element by element.
#[derive(Debug, Default)]
pub(super) struct Svg(String);

/// Where text stands against its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

impl Svg {
    /// Adds markup that is known to be well-formed.
    pub(super) fn raw(&mut self, markup: &str) {
        self.0.push_str(markup);
    }

    /// Adds an empty element: a name, a style, and numbers for its attributes.
    pub(super) fn shape(&mut self, name: &str, style: &str, numbers: &[(&str, f64)]) {
        let _ = write!(self.0, "<{name} {style}");
        for (attribute, value) in numbers {
            let _ = write!(self.0, " {attribute}=\"{}\"", number(*value));
        }
        self.0.push_str("/>");
    }

    /// Adds a line through `points`, closed if it is an area.
    pub(super) fn path(&mut self, style: &str, points: &[(f64, f64)], closed: bool) {
        let _ = write!(self.0, "<path {style} d=\"");
        for (i, (x, y)) in points.iter().enumerate() {
            let _ = write!(self.0, "{}{} {}", if i == 0 { 'M' } else { 'L' }, number(*x), number(*y));
        }
        self.0.push_str(if closed { "Z\"/>" } else { "\"/>" });
    }

    /// Adds text with its baseline at `y`.
    pub(super) fn text(&mut self, style: &str, anchor: Anchor, x: f64, y: f64, text: &str) {
        let anchor = match anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let _ = write!(
            self.0,
            "<text {style} text-anchor=\"{anchor}\" x=\"{}\" y=\"{}\">{}</text>",
            number(x),
            number(y),
            escape(text)
        );
    }

    pub(super) fn finish(self) -> String {
        self.0
    }
}

/// At most one decimal: a tenth of a unit is finer than any screen.
fn number(value: f64) -> String {
    let text = format!("{value:.1}");
    let text = text.strip_suffix(".0").unwrap_or(&text);
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// Text as it may stand in an element.
pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
