//! `setaside`: what platforms refused, why, and trying it again.

use clap::{ArgMatches, Command};
use mimamori::model::{Stamp, Subject};
use mimamori::text::{self, Words};
use serde::Serialize;

use crate::Done;
use crate::app::App;
use crate::args::bare;
use crate::screen;

pub(super) fn command(words: &Words) -> Command {
    bare("setaside", words)
        .about(words.get("cli-setaside"))
        .subcommand(bare("retry", words).about(words.get("cli-setaside-retry")))
}

/// Something that a platform refused.
#[derive(Serialize)]
struct Refused {
    platform: String,
    subject: Subject,
    at: Stamp,
    what: String,
    reason: String,
}

pub(super) fn run(app: &App, matches: &ArgMatches) -> Done {
    if matches.subcommand_name() == Some("retry") { retry(app) } else { list(app) }
}

fn list(app: &App) -> Done {
    let (person, words) = (app.person()?, app.words());
    let companion = app.companion()?;
    let mut refused = Vec::new();
    for platform in companion.platforms(person.id)? {
        for (aside, record) in companion.set_aside(platform.id)? {
            let what = match (aside.subject, &record) {
                (Subject::Record(_), Some(record)) => {
                    let entry = words.entry(&record.entry, &person.profile.units);
                    format!("{}: {entry}", words.record_kind(record.entry.kind()))
                }
                (Subject::Record(_), None) => words.get("aside-record-gone"),
                (Subject::HeartHour { .. }, _) => words.get("aside-heart"),
                (Subject::StepsHour { .. }, _) => words.get("aside-steps"),
            };
            refused.push(Refused {
                platform: platform.base_url.clone(),
                subject: aside.subject,
                at: record.map_or_else(|| Stamp::in_zone(aside.at, person.zone), |record| record.at),
                what,
                reason: text::refusal(&aside.reason, words),
            });
        }
    }
    if app.json() {
        return screen::json(&refused);
    }
    if refused.is_empty() {
        return screen::line(&words.get("cli-setaside-none"));
    }
    for one in &refused {
        screen::line(&format!("{}  {}", words.date_time(&one.at), one.what))?;
        screen::line(&format!("    {}", one.reason))?;
        screen::line(&format!("    {}", one.platform))?;
    }
    Ok(())
}

fn retry(app: &App) -> Done {
    let person = app.person()?;
    let mut retried = 0;
    for platform in app.companion()?.platforms(person.id)? {
        retried += app.companion()?.retry_set_aside(platform.id)?;
    }
    if app.json() {
        return screen::json(&serde_json::json!({ "retried": retried }));
    }
    let count = app.words().count(retried as u64);
    screen::line(&app.words().fmt("cli-setaside-retried", &[("count", count.into())]))
}
