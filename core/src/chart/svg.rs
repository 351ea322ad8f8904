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

/// About how wide `text` is at a height of `size`: full-width characters take a full em, others a
/// little over half of one. Rather too wide than too narrow: nothing may be cut.
pub(super) fn width_of(text: &str, size: f64) -> f64 {
    text.chars().map(|c| size * ems(c)).sum()
}

fn ems(c: char) -> f64 {
    match c {
        'i' | 'l' | 'j' | '.' | ',' | ':' | ' ' | '\u{a0}' => 0.38,
        'm' | 'w' | 'M' | 'W' | '%' => 0.9,
        _ if c.is_ascii_uppercase() => 0.7,
        _ if u32::from(c) < 0x2E80 => 0.6,
        _ => 1.0,
    }
}

/// `text` in lines of at most `width`: broken at blanks, or between full-width characters.
pub(super) fn wrapped(text: &str, size: f64, width: f64) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut piece = String::new();
    let mut flush = |line: &mut String, piece: &mut String| {
        if !line.is_empty() && width_of(line, size) + width_of(piece.trim_end(), size) > width {
            lines.push(line.trim_end().to_owned());
            line.clear();
        }
        line.push_str(piece);
        piece.clear();
    };
    for c in text.chars() {
        // What closes a phrase never begins a line.
        let closes = matches!(c, '、' | '。' | '）' | ')' | '」' | 'ー' | '・');
        if u32::from(c) >= 0x2E80 && !closes && !piece.ends_with(['（', '(', '「']) {
            flush(&mut line, &mut piece);
        }
        piece.push(c);
        if c == ' ' {
            flush(&mut line, &mut piece);
        }
    }
    flush(&mut line, &mut piece);
    if !line.trim_end().is_empty() {
        lines.push(line.trim_end().to_owned());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_title_is_broken_and_loses_nothing() {
        for text in ["Weight from Sat 1 Mar 2026 to Sun 1 Mar 2027", "2026年3月1日(日)から2027年3月1日(月)までの血糖値"]
        {
            let lines = wrapped(text, 34.0, 400.0);
            assert!(lines.len() > 1);
            assert!(lines.iter().all(|line| width_of(line, 34.0) <= 400.0), "{lines:?}");
            let plain = |text: &str| text.replace(' ', "");
            assert_eq!(plain(&lines.concat()), plain(text));
        }
        assert_eq!(wrapped("Steps", 13.0, 20.0), ["Steps"], "a word is not cut");
    }
}
