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

/// About how wide `text` is at a height of `size`, by the widest of the fonts that it is drawn with:
/// BIZ UDPGothic, whose digits take three quarters of an em. Nothing may be cut.
pub(super) fn width_of(text: &str, size: f64) -> f64 {
    text.chars().map(|c| size * ems(c)).sum()
}

fn ems(c: char) -> f64 {
    match c {
        'i' | 'l' | 'j' | '.' | ',' | ':' | ' ' | '\u{a0}' | '°' | '·' => 0.4,
        '(' | ')' | '/' | '-' | '–' | 'f' | 'r' | 't' | 'I' | '（' | '）' => 0.5,
        'm' | 'w' | 'M' | 'W' | '%' => 1.0,
        'O' | 'Q' | 'D' | 'G' | 'U' | 'H' | 'N' => 0.88,
        _ if c.is_ascii_uppercase() || c.is_ascii_digit() => 0.78,
        _ if u32::from(c) < 0x2E80 => 0.71,
        _ => 1.0,
    }
}

/// `text` in lines of at most `width`: broken at blanks, and in Japanese where a phrase ends, which is
/// after hiragana. Only what is too long for a line by itself is broken elsewhere.
pub(super) fn wrapped(text: &str, size: f64, width: f64) -> Vec<String> {
    let hiragana = |c: char| ('\u{3041}'..='\u{309f}').contains(&c);
    let mut pieces = vec![String::new()];
    let mut before = None;
    for c in text.chars() {
        let phrase_ends = before.is_some_and(hiragana) && !hiragana(c) && !matches!(c, '、' | '。' | 'ー');
        if before == Some(' ') || before == Some('、') || phrase_ends {
            pieces.push(String::new());
        }
        if let Some(piece) = pieces.last_mut() {
            piece.push(c);
        }
        before = Some(c);
    }
    let fits = |text: &str| width_of(text.trim_end(), size) <= width;
    let mut lines = vec![String::new()];
    for piece in pieces {
        let parts: Vec<String> = if fits(&piece) { vec![piece] } else { piece.chars().map(String::from).collect() };
        for part in parts {
            match lines.last_mut() {
                Some(line) if line.is_empty() || fits(&format!("{line}{part}")) => line.push_str(&part),
                _ => lines.push(part),
            }
        }
    }
    lines.iter().map(|line| line.trim_end().to_owned()).filter(|line| !line.is_empty()).collect()
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
        let title = "2026年3月27日(金)から2026年4月25日(土)までの心拍数";
        assert_eq!(wrapped(title, 34.0, 600.0), ["2026年3月27日(金)から", "2026年4月25日(土)までの心拍数"]);
        assert_eq!(wrapped("Steps", 13.0, 20.0).concat(), "Steps", "where there is no room, a word goes on below");
    }
}
