//! `findings`: what was out of the ordinary, and why that was noticed.

use clap::{ArgMatches, Command};
use mimamori::model::FindingId;
use mimamori::model::finding::{Finding, FindingState};
use mimamori::model::person::Person;
use mimamori::text::{self, Words};

use crate::app::App;
use crate::args::{bare, option, word};
use crate::failure::Failure;
use crate::screen::{self, Table};
use crate::{Done, when};

pub(super) fn command(words: &Words) -> Command {
    let one = |name: &'static str, about: String| {
        bare(name, words).about(about).arg(word("id", "ID", words.get("cli-findings-id")))
    };
    bare("findings", words)
        .about(words.get("cli-findings"))
        .after_help(words.get("cli-findings-examples"))
        .subcommand_help_heading(words.get("cli-commands"))
        .args_conflicts_with_subcommands(false)
        .arg(option("since", "DATE", words.get("cli-findings-since")))
        .subcommand(one("explain", words.get("cli-findings-explain")))
        .subcommand(one("ack", words.get("cli-findings-ack")))
        .subcommand(one("mute", words.get("cli-findings-mute")))
}

pub(super) fn run(app: &App, matches: &ArgMatches) -> Done {
    let person = app.person()?;
    match matches.subcommand() {
        Some(("explain", matches)) => explain(app, &person, matches),
        Some(("ack", matches)) => mark(app, &person, matches, FindingState::Acknowledged),
        Some((_, matches)) => mark(app, &person, matches, FindingState::Muted),
        None => list(app, &person, matches),
    }
}

fn list(app: &App, person: &Person, matches: &ArgMatches) -> Done {
    let words = app.words();
    let since = matches.get_one::<String>("since").map(|text| when::day(text, app.today(person), words)).transpose()?;
    let findings = app.companion()?.findings(person.id, since)?;
    if app.json() {
        return screen::json(&findings);
    }
    if findings.is_empty() {
        return screen::line(&words.get("cli-findings-none"));
    }
    let mut table = Table::new();
    for finding in &findings {
        let text = text::finding(finding, words, person.zone);
        table.row([short(finding), words.date(finding.day), words.finding_state(finding.state), text.title]);
    }
    table.print(0)
}

fn explain(app: &App, person: &Person, matches: &ArgMatches) -> Done {
    let finding = find(app, person, super::text(matches, "id"))?;
    if app.json() {
        return screen::json(&finding);
    }
    let text = text::finding(&finding, app.words(), person.zone);
    let parts = [
        text.title,
        text.fact,
        text.evidence,
        text.can_come_with,
        text.what_to_do,
        text.seek_care,
        text.no_diagnosis,
        text.source,
    ];
    screen::line(&parts.join("\n\n"))
}

fn mark(app: &App, person: &Person, matches: &ArgMatches, state: FindingState) -> Done {
    let finding = find(app, person, super::text(matches, "id"))?;
    let finding = app.companion()?.mark_finding(finding.id, state)?;
    if app.json() {
        return screen::json(&finding);
    }
    let title = text::finding(&finding, app.words(), person.zone).title;
    screen::line(&format!("{}  {title}  {}", short(&finding), app.words().finding_state(finding.state)))
}

/// Enough of the identifier to tell findings apart.
fn short(finding: &Finding) -> String {
    finding.id.to_string().chars().take(8).collect()
}

/// The finding whose identifier begins so.
fn find(app: &App, person: &Person, asked: &str) -> Result<Finding, Failure> {
    let begins = |id: FindingId| id.to_string().starts_with(&asked.to_ascii_lowercase());
    let mut found = app.companion()?.findings(person.id, None)?;
    found.retain(|finding| asked.len() >= 4 && begins(finding.id));
    match (found.pop(), found.is_empty()) {
        (Some(finding), true) => Ok(finding),
        _ => Err(Failure::Core(mimamori::Error::NotFound("finding"))),
    }
}
