//! `platform`: where a person's record is sent to and comes from.

use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use mimamori::Error;
use mimamori::model::person::{Person, Role};
use mimamori::model::platform::{self, Access, Platform, SyncStatus, Trouble};
use mimamori::model::{Millis, Problem, Stamp};
use mimamori::sync::SyncError;
use mimamori::text::{self, Words};
use serde::Serialize;
use zeroize::Zeroizing;

use crate::Done;
use crate::app::{App, RECORD};
use crate::args::{bare, option, parent, word};
use crate::failure::Failure;
use crate::screen::{self, Table};
use crate::sign_in::{self, Credential, Wish, credential, token_name};

/// The name under which platforms know this program, unless they gave it another.
const CLIENT: &str = "mimamori";

pub(super) fn command(words: &Words) -> Command {
    let url = || word("url", "URL", words.get("cli-platform-url"));
    let flag = |name: &'static str, id: &str| Arg::new(name).long(name).help(words.get(id)).action(ArgAction::SetTrue);
    parent(bare("platform", words).about(words.get("cli-platform")), words)
        .subcommand(
            bare("sign-in", words)
                .about(words.get("cli-platform-sign-in"))
                .after_help(words.get("cli-platform-sign-in-examples"))
                .arg(url())
                .arg(
                    option("client-id", "ID", words.get("cli-platform-client"))
                        .default_value(CLIENT)
                        .hide_default_value(true),
                )
                .arg(option("as", "NAME", words.get("cli-platform-hint")))
                .arg(option("patient", "ID", words.get("cli-platform-patient-known")))
                .arg(flag("caregiver", "cli-platform-caregiver"))
                .arg(flag("no-browser", "cli-platform-no-browser")),
        )
        .subcommand(
            bare("add", words)
                .about(words.get("cli-platform-add"))
                .after_help(words.get("cli-platform-add-examples"))
                .arg(url())
                .arg(option("patient", "ID", words.get("cli-platform-patient")).required(true))
                .arg(option("token-file", "FILE", words.get("cli-platform-token")).value_parser(value_parser!(PathBuf)))
                .arg(flag("caregiver", "cli-platform-caregiver")),
        )
        .subcommand(bare("list", words).about(words.get("cli-platform-list")))
        .subcommand(bare("status", words).about(words.get("cli-platform-status")))
        .subcommand(bare("remove", words).about(words.get("cli-platform-remove")).arg(url()))
}

pub(super) fn run(app: &App, matches: &ArgMatches) -> Done {
    match matches.subcommand() {
        Some(("sign-in", matches)) => sign_in(app, matches),
        Some(("add", matches)) => add(app, matches),
        Some(("status", _)) => status(app),
        Some(("remove", matches)) => remove(app, matches),
        _ => list(app),
    }
}

/// The base address that was typed, as it is kept.
fn base_url(app: &App, matches: &ArgMatches) -> Result<String, Failure> {
    platform::base_url(super::text(matches, "url")).map_err(|invalid| {
        let open = invalid.problem == Problem::Impossible;
        Failure::Input(app.words().get(if open { "cli-platform-url-open" } else { "cli-platform-url-unreadable" }))
    })
}

/// A record that is kept elsewhere is looked at, and one that is kept here is the person's own: what a caregiver was
/// let see is erased when that ends.
fn access(app: &App, person: &Person, matches: &ArgMatches) -> Result<Access, Failure> {
    match person.role {
        Role::Caregiver => Ok(Access::Caregiver),
        Role::Patient if matches.get_flag("caregiver") => {
            Err(Failure::Input(app.words().get("cli-platform-own-record")))
        }
        Role::Patient => Ok(Access::Own),
    }
}

fn find(app: &App, person: &Person, url: &str) -> Result<Option<Platform>, Failure> {
    Ok(app.companion()?.platforms(person.id)?.into_iter().find(|platform| platform.base_url == url))
}

fn sign_in(app: &App, matches: &ArgMatches) -> Done {
    let (person, base_url) = (app.person()?, base_url(app, matches)?);
    let known = find(app, &person, &base_url)?;
    let asked = matches.get_one::<String>("patient").map(String::as_str);
    let expected = asked.or(known.as_ref().map(|platform| platform.patient.as_str()));
    let wish = Wish {
        base_url: &base_url,
        client_id: super::text(matches, "client-id"),
        hint: matches.get_one::<String>("as").map(String::as_str),
        access: access(app, &person, matches)?,
        opens_browser: !matches.get_flag("no-browser"),
    };
    // Whose record goes there must not change because somebody else sat before the browser.
    let accept = |signed_in: &mimamori::sync::sign_in::SignedIn| match (&signed_in.tokens.patient, expected) {
        (Some(opened), Some(expected)) if opened != expected => {
            Err(Failure::Failed(app.words().get("cli-sign-in-other-patient")))
        }
        (None, None) => Err(Failure::Input(app.words().get("cli-sign-in-no-patient"))),
        _ => Ok(()),
    };
    let signed_in = sign_in::sign_in(app, &wish, accept).map_err(|failure| match failure {
        // Nothing of the person's waits for a platform that is not connected yet.
        Failure::Core(Error::Sync(SyncError::Offline)) => Failure::Failed(app.words().get("cli-sign-in-no-answer")),
        other => other,
    })?;
    let patient = signed_in.tokens.patient.as_deref().or(expected).unwrap_or_default();
    let vault = app.vault()?;
    let platform = app.companion()?.connect(person.id, &base_url, patient, wish.access)?;
    if let Credential::SignedIn(before) = credential(&vault, &platform)? {
        // Best given back, now that there are new ones; they end by themselves as well.
        sign_in::give_back(&sign_in::network()?, &before);
    }
    sign_in::keep(&vault, &platform, &signed_in)?;
    if app.json() {
        return screen::json(&platform);
    }
    screen::line(&app.words().fmt("cli-platform-signed-in", &[("url", base_url.as_str().into())]))
}

fn add(app: &App, matches: &ArgMatches) -> Done {
    let (person, url) = (app.person()?, base_url(app, matches)?);
    let access = access(app, &person, matches)?;
    let token = match matches.get_one::<PathBuf>("token-file") {
        Some(path) => Some(Zeroizing::new(std::fs::read_to_string(path)?)),
        None => None,
    };
    let platform = app.companion()?.connect(person.id, &url, super::text(matches, "patient"), access)?;
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

/// The token is given back first: the connection ends here even when the platform cannot be told.
fn remove(app: &App, matches: &ArgMatches) -> Done {
    let person = app.person()?;
    // An earlier version took addresses that are refused now.
    let typed = super::text(matches, "url").trim().trim_end_matches('/');
    let url = platform::base_url(typed).unwrap_or_else(|_| typed.to_owned());
    let platform = find(app, &person, &url)?.ok_or(Failure::Core(Error::NotFound("platform")))?;
    let vault = app.vault()?;
    let told = match credential(&vault, &platform)? {
        Credential::SignedIn(signed_in) => sign_in::give_back(&sign_in::network()?, &signed_in),
        Credential::Token(_) | Credential::Nothing => true,
    };
    vault.forget(&token_name(&platform))?;
    app.companion()?.disconnect(platform.id)?;
    if app.json() {
        return screen::json(&platform);
    }
    screen::line(&app.words().get("cli-platform-removed"))?;
    if told { Ok(()) } else { screen::line(&app.words().get("cli-platform-not-told")) }
}

fn show(app: &App, platforms: &[Platform]) -> Done {
    if platforms.is_empty() {
        return screen::line(&app.words().get("cli-sync-no-platform"));
    }
    let mut table = Table::new();
    for platform in platforms {
        let pending = app.words().count(u64::from(app.companion()?.pending(platform.id)?));
        table.row([platform.base_url.clone(), app.words().fmt("cli-platform-pending", &[("count", pending.into())])]);
    }
    table.print(0)
}

/// How it stands with one platform.
#[derive(Serialize)]
struct Standing {
    platform: String,
    #[serde(flatten)]
    status: SyncStatus,
    waiting: u32,
    refused: usize,
}

fn status(app: &App) -> Done {
    let person = app.person()?;
    let companion = app.companion()?;
    let mut standings = Vec::new();
    for platform in companion.platforms(person.id)? {
        standings.push(Standing {
            status: companion.sync_status(platform.id)?,
            waiting: companion.pending(platform.id)?,
            refused: companion.set_aside(platform.id)?.len(),
            platform: platform.base_url,
        });
    }
    if app.json() {
        return screen::json(&standings);
    }
    if standings.is_empty() {
        return screen::line(&app.words().get("cli-sync-no-platform"));
    }
    for standing in &standings {
        show_standing(app, &person, standing)?;
    }
    Ok(())
}

fn show_standing(app: &App, person: &Person, standing: &Standing) -> Done {
    let words = app.words();
    let at = |at: Millis| words.date_time(&Stamp::in_zone(at, person.zone));
    let status = &standing.status;
    let next = match (status.trouble, status.next_try) {
        (_, Some(next)) => at(next),
        (Some(Trouble::Offline), None) => words.get("cli-next-online"),
        (Some(Trouble::SignIn), None) => words.fmt("cli-next-sign-in", &[("url", standing.platform.as_str().into())]),
        (_, None) => words.get("cli-next-any-time"),
    };
    let mut table = Table::new();
    table.row([words.get("cli-status-good"), status.last_good.map_or_else(|| words.get("cli-status-never"), at)]);
    table.row([words.get("cli-status-trouble"), text::trouble(status.trouble, words)]);
    table.row([words.get("cli-status-next"), next]);
    table.row([words.get("cli-status-waiting"), words.count(u64::from(standing.waiting))]);
    table.row([words.get("cli-status-aside"), words.count(standing.refused as u64)]);
    screen::line(&standing.platform)?;
    table.print(2)
}
