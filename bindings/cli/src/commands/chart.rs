//! `chart`: what was recorded, as a picture, a sentence and a table.

use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use mimamori::chart::{self, Chart, ChartKind, Frame, Span, Theme};
use mimamori::model::LocalDay;
use mimamori::text::Words;
use serde::Serialize;

use crate::app::App;
use crate::args::{bare, option, word};
use crate::failure::Failure;
use crate::screen::{self, Table};
use crate::{Done, png, when};

/// How many days are shown where nobody says.
const DAYS: i64 = 30;

pub(super) fn command(words: &Words) -> Command {
    let kinds: Vec<String> =
        ChartKind::all().into_iter().map(|kind| format!("  {:<22}{}", kind.code(), kind.name(words))).collect();
    bare("chart", words)
        .about(words.get("cli-chart"))
        .after_help(words.fmt("cli-chart-examples", &[("kinds", kinds.join("\n").into())]))
        .arg(word("kind", "KIND", words.get("cli-chart-kind")))
        .arg(option("from", "DATE", words.get("cli-chart-from")))
        .arg(option("to", "DATE", words.get("cli-chart-to")))
        .arg(option("out", "FILE", words.get("cli-chart-out")).value_parser(value_parser!(PathBuf)))
        .arg(Arg::new("table").long("table").help(words.get("cli-chart-table")).action(ArgAction::SetTrue))
        .arg(Arg::new("dark").long("dark").help(words.get("cli-chart-dark")).action(ArgAction::SetTrue))
        .arg(size("scale", "PERCENT", words.get("cli-chart-scale"), 100..=250))
        .arg(size("width", "N", words.get("cli-chart-width"), 280..=2_000))
        .arg(size("height", "N", words.get("cli-chart-height"), 180..=2_000))
}

fn size(name: &'static str, value: &'static str, help: String, range: std::ops::RangeInclusive<i64>) -> Arg {
    option(name, value, help).value_parser(value_parser!(u16).range(range))
}

/// What programs read.
#[derive(Serialize)]
struct Answer<'a> {
    kind: &'static str,
    from: LocalDay,
    to: LocalDay,
    title: &'a str,
    sentence: &'a str,
    table: &'a chart::Table,
    #[serde(skip_serializing_if = "Option::is_none")]
    out: Option<&'a Path>,
}

pub(super) fn run(app: &App, matches: &ArgMatches) -> Done {
    let words = app.words();
    let kind = ChartKind::from_code(super::text(matches, "kind"))
        .ok_or_else(|| Failure::Input(words.get("cli-chart-kind-unknown")))?;
    let out = match matches.get_one::<PathBuf>("out") {
        Some(path) => Some((path.as_path(), Picture::of(path, words)?)),
        None => None,
    };
    let person = app.person()?;
    let today = app.today(&person);
    let day = |name: &str| matches.get_one::<String>(name).map(|text| when::day(text, today, words)).transpose();
    let to = day("to")?.unwrap_or(today);
    let back = if kind == ChartKind::Heart { 0 } else { 1 - DAYS };
    let span = Span::new(day("from")?.unwrap_or_else(|| to.plus_days(back)), to);
    let chart = app.companion()?.chart(person.id, kind, span, words)?;
    if let Some((path, picture)) = out {
        std::fs::write(path, picture.draw(&chart, matches, words)?)?;
    }
    if app.json() {
        return screen::json(&Answer {
            kind: kind.code(),
            from: span.from,
            to: span.to,
            title: &chart.title,
            sentence: &chart.sentence,
            table: &chart.table,
            out: out.map(|(path, _)| path),
        });
    }
    screen::line(&chart.title)?;
    screen::line(&chart.sentence)?;
    if let Some((path, _)) = out {
        screen::line(&path.display().to_string())?;
    }
    if matches.get_flag("table") && !chart.is_empty() { table(&chart) } else { Ok(()) }
}

fn table(chart: &Chart) -> Done {
    let mut table = Table::new();
    table.cells(chart.table.head.clone());
    for row in &chart.table.rows {
        table.cells(row.clone());
    }
    table.print(2)
}

/// The format of a picture.
#[derive(Debug, Clone, Copy)]
enum Picture {
    Png,
    Svg,
}

impl Picture {
    fn of(path: &Path, words: &Words) -> Result<Self, Failure> {
        match path.extension().and_then(|end| end.to_str()).map(str::to_ascii_lowercase).as_deref() {
            Some("png") => Ok(Self::Png),
            Some("svg") => Ok(Self::Svg),
            _ => Err(Failure::Input(words.get("cli-chart-out-unreadable"))),
        }
    }

    fn draw(self, chart: &Chart, matches: &ArgMatches, words: &Words) -> Result<Vec<u8>, Failure> {
        let given = |name: &str| matches.get_one::<u16>(name).copied();
        let percent = given("scale").unwrap_or(100);
        let frame = Frame {
            titled: true,
            theme: if matches.get_flag("dark") { Theme::Dark } else { Theme::Light },
            text_percent: percent,
            // Larger text takes room above and below; the curve keeps its own.
            ..Frame::new(
                given("width").unwrap_or(720),
                given("height").unwrap_or(360 + 2 * percent.saturating_sub(100)),
                "chart",
            )
        };
        let svg = chart.svg(&frame);
        match self {
            Self::Svg => Ok(svg.into_bytes()),
            Self::Png => png::render(&svg).map_err(|_| Failure::Failed(words.get("cli-chart-no-picture"))),
        }
    }
}
