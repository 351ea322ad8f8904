//! `suggest`, `trends`, `together`: what the last weeks show, and what may help.

use clap::{ArgMatches, Command, value_parser};
use mimamori::care::suggest::Kind;
use mimamori::text::{self, Words};
use serde::Serialize;

use crate::Done;
use crate::app::App;
use crate::args::{bare, option, word};
use crate::failure::Failure;
use crate::screen::{self, Table};

pub(super) fn suggest_command(words: &Words) -> Command {
    bare("suggest", words)
        .about(words.get("cli-suggest"))
        .after_help(words.get("cli-suggest-examples"))
        .subcommand_help_heading(words.get("cli-commands"))
        .args_conflicts_with_subcommands(false)
        .subcommand(bare("dismiss", words).about(words.get("cli-suggest-dismiss")).arg(word(
            "kind",
            "KIND",
            words.get("cli-suggest-kind"),
        )))
}

pub(super) fn trends_command(words: &Words) -> Command {
    bare("trends", words)
        .about(words.get("cli-trends"))
        .after_help(words.get("cli-trends-examples"))
        .arg(option("days", "N", words.get("cli-days")).value_parser(value_parser!(i64).range(14..=366)))
}

pub(super) fn together_command(words: &Words) -> Command {
    bare("together", words).about(words.get("cli-together")).after_help(words.get("cli-together-examples"))
}

pub(super) fn suggest(app: &App, matches: &ArgMatches) -> Done {
    let person = app.person()?;
    if let Some(("dismiss", matches)) = matches.subcommand() {
        let kind = Kind::from_code(super::text(matches, "kind"))
            .ok_or(Failure::Core(mimamori::Error::NotFound("suggestion")))?;
        app.companion()?.dismiss_suggestion(person.id, kind)?;
        let done = app.words().get("cli-suggest-dismissed");
        return if app.json() { screen::json(&kind) } else { screen::line(&done) };
    }
    let suggestions = app.companion()?.suggestions(person.id)?;
    if app.json() {
        return screen::json(&suggestions);
    }
    if suggestions.is_empty() {
        return screen::line(&app.words().get("cli-suggest-none"));
    }
    for (n, suggestion) in suggestions.iter().enumerate() {
        let text = text::suggestion(suggestion, app.words());
        let blank = if n > 0 { "\n" } else { "" };
        let code = suggestion.kind.code();
        screen::line(&format!("{blank}{}  [{code}]\n  {}\n  {}", text.title, text.reason, text.source))?;
    }
    Ok(())
}

/// What programs read of a trend.
#[derive(Serialize)]
struct Line<A: Serialize, B: Serialize> {
    value: A,
    #[serde(flatten)]
    trend: B,
    clear: bool,
}

pub(super) fn trends(app: &App, matches: &ArgMatches) -> Done {
    let person = app.person()?;
    let days = matches.get_one::<i64>("days").copied().unwrap_or(28);
    let trends = app.companion()?.trends(person.id, days)?;
    if app.json() {
        let line = |(value, trend): &(_, mimamori::detect::trend::Trend)| Line {
            value: *value,
            trend: *trend,
            clear: trend.is_clear(),
        };
        let lines: Vec<Line<mimamori::care::followed::Followed, _>> = trends.iter().map(line).collect();
        return screen::json(&lines);
    }
    if trends.is_empty() {
        return screen::line(&app.words().get("cli-trends-none"));
    }
    let mut table = Table::new();
    for (followed, trend) in &trends {
        let (line, rest) = app.words().trend(*followed, trend);
        table.row([app.words().followed(*followed), line, rest]);
    }
    table.print(0)
}

pub(super) fn together(app: &App, _: &ArgMatches) -> Done {
    let person = app.person()?;
    let found = app.companion()?.together(person.id)?;
    if app.json() {
        return screen::json(&found);
    }
    if found.is_empty() {
        return screen::line(&app.words().get("cli-together-none"));
    }
    for one in &found {
        screen::line(&app.words().together(one))?;
    }
    screen::line(&app.words().get("together-caution"))
}
