//! `platform`: where a person's record is sent to and comes from.

use std::path::PathBuf;

use clap::{ArgAction, ArgMatches, Command, value_parser};
use mimamori::model::platform::{Access, Platform};
use mimamori::text::Words;
use zeroize::Zeroizing;

use crate::Done;
use crate::app::{App, RECORD};
use crate::args::{bare, option, parent, word};
use crate::failure::Failure;
use crate::screen::{self, Table};

pub(super) fn command(words: &Words) -> Command {
    parent(bare("platform", words).about(words.get("cli-platform")), words)
        .subcommand(
            bare("add", words)
                .about(words.get("cli-platform-add"))
                .after_help(words.get("cli-platform-add-examples"))
                .arg(word("url", "URL", words.get("cli-platform-url")))
                .arg(option("patient", "ID", words.get("cli-platform-patient")).required(true))
                .arg(option("token-file", "FILE", words.get("cli-platform-token")).value_parser(value_parser!(PathBuf)))
                .arg(
                    clap::Arg::new("caregiver")
                        .long("caregiver")
                        .help(words.get("cli-platform-caregiver"))
                        .action(ArgAction::SetTrue),
                ),
        )
        .subcommand(bare("list", words).about(words.get("cli-platform-list")))
        .subcommand(bare("remove", words).about(words.get("cli-platform-remove")).arg(word(
            "url",
            "URL",
            words.get("cli-platform-url"),
        )))
}

pub(super) fn run(app: &App, matches: &ArgMatches) -> Done {
    match matches.subcommand() {
        Some(("add", matches)) => add(app, matches),
        Some(("remove", matches)) => remove(app, matches),
        _ => list(app),
    }
}

/// The name under which the vault keeps a platform's token.
pub(super) fn token_name(platform: &Platform) -> String {
    format!("token-{}", platform.id)
}

fn add(app: &App, matches: &ArgMatches) -> Done {
    let person = app.person()?;
    let url = super::text(matches, "url");
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    if rest.is_none_or(str::is_empty) {
        return Err(Failure::Input(app.words().get("cli-platform-url-unreadable")));
    }
    let token = match matches.get_one::<PathBuf>("token-file") {
        Some(path) => Some(Zeroizing::new(std::fs::read_to_string(path)?)),
        None => None,
    };
    let access = if matches.get_flag("caregiver") { Access::Caregiver } else { Access::Own };
    let platform = app.companion()?.connect(person.id, url, super::text(matches, "patient"), access)?;
    if let Some(token) = token {
        app.vault()?.keep_token(&token_name(&platform), RECORD, token.trim())?;
    }
    if app.json() { screen::json(&platform) } else { show(app, &[platform]) }
}

fn list(app: &App) -> Done {
    let person = app.person()?;
    let platforms = app.companion()?.platforms(person.id)?;
    if app.json() { screen::json(&platforms) } else { show(app, &platforms) }
}

fn remove(app: &App, matches: &ArgMatches) -> Done {
    let person = app.person()?;
    let url = super::text(matches, "url").trim_end_matches('/');
    let platforms = app.companion()?.platforms(person.id)?;
    let found = platforms.iter().find(|platform| platform.base_url == url);
    let platform = found.ok_or(Failure::Core(mimamori::Error::NotFound("platform")))?;
    app.vault()?.forget(&token_name(platform))?;
    app.companion()?.disconnect(platform.id)?;
    if app.json() { screen::json(platform) } else { screen::line(&app.words().get("cli-platform-removed")) }
}

fn show(app: &App, platforms: &[Platform]) -> Done {
    let mut table = Table::new();
    for platform in platforms {
        let pending = app.words().count(u64::from(app.companion()?.pending(platform.id)?));
        table.row([platform.base_url.clone(), app.words().fmt("cli-platform-pending", &[("count", pending.into())])]);
    }
    table.print(0)
}
