//! The colours and the sizes of a drawing.

/// What a drawing is looked at on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// Dark ink on a light ground, also for print.
    #[default]
    Light,
    /// Light ink on a dark ground.
    Dark,
}

/// Height of small text at 100 %.
const TEXT: f64 = 13.0;
/// Height of the title at 100 %.
const TITLE: f64 = 17.0;

/// How each part of a drawing looks: attributes for paper and a PNG, classes so that a page can
/// restyle it.
#[derive(Debug)]
pub(super) struct Look {
    /// The height of small text; everything that goes with text grows with it.
    pub(super) text: f64,
    /// The height of the title.
    pub(super) title: f64,
    pub(super) paper: String,
    pub(super) ink: String,
    pub(super) soft: String,
    pub(super) head: String,
    pub(super) grid: String,
    pub(super) band: String,
    pub(super) line: String,
    pub(super) bar: String,
    pub(super) dot: String,
    pub(super) notice: String,
    pub(super) strong: String,
}

/// Colours that keep a contrast of at least 4.5 to 1 against the paper, but for the grid and the band,
/// which nothing is read from.
struct Colours {
    paper: &'static str,
    ink: &'static str,
    soft: &'static str,
    grid: &'static str,
    band: &'static str,
    line: &'static str,
    notice: &'static str,
    strong: &'static str,
}

const LIGHT: Colours = Colours {
    paper: "#ffffff",
    ink: "#1c1c1e",
    soft: "#5b6068",
    grid: "#e3e5e9",
    band: "#cfe3e4",
    line: "#0b7a80",
    notice: "#9a5b00",
    strong: "#b3261e",
};

const DARK: Colours = Colours {
    paper: "#1b1d1f",
    ink: "#f2f3f5",
    soft: "#a9afb8",
    grid: "#34383d",
    band: "#1f4c4f",
    line: "#5cc6cb",
    notice: "#f0b35a",
    strong: "#ff8a80",
};

impl Look {
    /// The look of `theme` with text at `percent` of its usual size, 100 to 250.
    pub(super) fn new(theme: Theme, percent: u16) -> Self {
        let Colours { paper, ink, soft, grid, band, line, notice, strong } = match theme {
            Theme::Light => LIGHT,
            Theme::Dark => DARK,
        };
        let grown = f64::from(percent.clamp(100, 250)) / 100.0;
        let (text, title) = (TEXT * grown, TITLE * grown);
        let words = |class: &str, colour: &str, size: f64| {
            format!(r#"class="{class}" fill="{colour}" font-size="{size}" font-family="sans-serif""#)
        };
        Self {
            text,
            title,
            paper: format!(r#"class="paper" fill="{paper}""#),
            ink: words("ink", ink, text),
            soft: words("soft", soft, text),
            head: format!(r#"{} font-weight="600""#, words("ink", ink, title)),
            grid: format!(r#"class="grid" stroke="{grid}" stroke-width="1""#),
            band: format!(r#"class="band" fill="{band}""#),
            line: format!(
                r#"class="line" fill="none" stroke="{line}" stroke-width="2" stroke-linejoin="round" stroke-linecap="round""#
            ),
            bar: format!(r#"class="line" stroke="{line}" stroke-width="3" stroke-linecap="round""#),
            dot: format!(r#"class="dot" fill="{line}""#),
            notice: format!(r#"class="notice" fill="{paper}" stroke="{notice}" stroke-width="2.5""#),
            strong: format!(r#"class="strong" fill="{strong}" stroke="{paper}" stroke-width="1.5""#),
        }
    }
}
