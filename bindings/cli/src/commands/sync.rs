//! `sync`: what is pending goes out, what is new comes in.

use clap::{ArgMatches, Command};
use mimamori::Error;
use mimamori::model::Millis;
use mimamori::model::platform::Platform;
use mimamori::sync::http::HttpTransport;
use mimamori::sync::token::{FixedToken, NoToken};
use mimamori::sync::{AccessToken, Next, Reason, SyncError, SyncReport, SyncRequest, TokenSource};
use mimamori::text::Words;
use serde::Serialize;

use crate::Done;
use crate::app::App;
use crate::args::bare;
use crate::failure::Failure;
use crate::screen;

/// How long one call may take; what is left is done by the next.
const TIME: i64 = 10 * Millis::MINUTE;

pub(super) fn command(words: &Words) -> Command {
    bare("sync", words).about(words.get("cli-sync"))
}

/// What was done at one platform, all its runs together.
#[derive(Debug, Default, Serialize)]
struct Account {
    platform: String,
    pushed: u32,
    resources: u32,
    pulled: u32,
    set_aside: u32,
    pending: u32,
}

pub(super) fn run(app: &App, _: &ArgMatches) -> Done {
    let person = app.person()?;
    let platforms = app.companion()?.platforms(person.id)?;
    if platforms.is_empty() {
        return Err(Failure::Input(app.words().get("cli-sync-no-platform")));
    }
    let mut accounts = Vec::new();
    let mut trouble = None;
    for platform in &platforms {
        let mut account = Account { platform: platform.base_url.clone(), ..Account::default() };
        if let Err(failure) = one(app, platform, &mut account) {
            trouble = Some(failure);
        }
        account.pending = app.companion()?.pending(platform.id)?;
        accounts.push(account);
    }
    if app.json() {
        screen::json(&accounts)?;
    } else {
        for account in &accounts {
            show(app, account)?;
        }
    }
    trouble.map_or(Ok(()), Err)
}

fn one(app: &App, platform: &Platform, account: &mut Account) -> Done {
    let companion = app.companion()?;
    let offline = || Failure::Core(Error::Sync(SyncError::Offline));
    let transport = HttpTransport::new().map_err(|_| offline())?;
    let tokens: Box<dyn TokenSource> = match app.vault()?.token(&super::platform::token_name(platform))? {
        Some(token) => Box::new(FixedToken(AccessToken::new(token.to_string()))),
        None => Box::new(NoToken),
    };
    let request = SyncRequest { reason: Reason::Asked, deadline: companion.now().plus(TIME), jitter: 0.5 };
    loop {
        let report = companion.sync(platform.id, &transport, &*tokens, request)?;
        account.add(&report);
        if report.needs_sign_in {
            return Err(Failure::Core(Error::Sync(SyncError::NeedsSignIn)));
        }
        match report.next {
            // A run that did nothing would do nothing again.
            Next::Now if report.pushed + report.pulled > 0 => {}
            Next::Now | Next::Never => return Ok(()),
            Next::After(_) | Next::WhenOnline => return Err(offline()),
        }
    }
}

impl Account {
    fn add(&mut self, report: &SyncReport) {
        self.pushed += report.pushed;
        self.resources += report.resources;
        self.pulled += report.pulled;
        self.set_aside += report.set_aside;
    }
}

fn show(app: &App, account: &Account) -> Done {
    let count = |n: u32| app.words().count(u64::from(n)).into();
    let args = [
        ("pushed", count(account.pushed)),
        ("pulled", count(account.pulled)),
        ("aside", count(account.set_aside)),
        ("pending", count(account.pending)),
    ];
    screen::line(&account.platform)?;
    screen::line(&format!("  {}", app.words().fmt("cli-sync-done", &args)))
}
