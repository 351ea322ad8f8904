//! `sync`: what is pending goes out, what is new comes in.

use clap::{Arg, ArgAction, ArgMatches, Command};
use mimamori::model::Millis;
use mimamori::model::platform::{Platform, Trouble};
use mimamori::sync::http::HttpTransport;
use mimamori::sync::sign_in::Session;
use mimamori::sync::token::{FixedToken, NoToken};
use mimamori::sync::{Next, Reason, SyncReport, SyncRequest, TokenSource};
use mimamori::text::{self, Words};
use serde::Serialize;

use crate::Done;
use crate::app::App;
use crate::args::{bare, option};
use crate::failure::Failure;
use crate::screen;
use crate::sign_in::{self, Credential, VaultKeeper};

/// How long one call may take; what is left is done by the next.
const TIME: i64 = 10 * Millis::MINUTE;

pub(super) fn command(words: &Words) -> Command {
    bare("sync", words)
        .about(words.get("cli-sync"))
        .after_help(words.get("cli-sync-examples"))
        .arg(option("deadline", "TIME", words.get("cli-sync-deadline")))
        .arg(Arg::new("full").long("full").help(words.get("cli-sync-full")).action(ArgAction::SetTrue))
}

/// So many seconds or minutes, as `20s` or `5m`: from a second to an hour.
fn span(text: &str) -> Option<i64> {
    let (number, unit) = match text.strip_suffix('m') {
        Some(number) => (number, Millis::MINUTE),
        None => (text.strip_suffix('s').unwrap_or(text), Millis::SECOND),
    };
    let span = number.trim().parse::<i64>().ok()?.checked_mul(unit)?;
    (Millis::SECOND..=Millis::HOUR).contains(&span).then_some(span)
}

/// What was done at one platform, all its runs together.
#[derive(Debug, Default, Serialize)]
struct Account {
    platform: String,
    pushed: u32,
    resources: u32,
    pulled: u32,
    erased: u32,
    set_aside: u32,
    pending: u32,
    /// What ended it early.
    trouble: Option<Trouble>,
}

pub(super) fn run(app: &App, matches: &ArgMatches) -> Done {
    let person = app.person()?;
    let time = match matches.get_one::<String>("deadline") {
        Some(text) => span(text).ok_or_else(|| Failure::Input(app.words().get("cli-sync-deadline-unreadable")))?,
        None => TIME,
    };
    let platforms = app.companion()?.platforms(person.id)?;
    if platforms.is_empty() {
        return Err(Failure::Input(app.words().get("cli-sync-no-platform")));
    }
    let deadline = app.companion()?.now().plus(time);
    let (mut accounts, mut failures) = (Vec::new(), Vec::new());
    // One that fails does not hold back the others.
    for platform in &platforms {
        let mut account = Account { platform: platform.base_url.clone(), ..Account::default() };
        if matches.get_flag("full") {
            app.companion()?.read_again(platform.id)?;
        }
        if let Err(failure) = one(app, platform, deadline, &mut account) {
            failures.push(failure);
        }
        account.trouble = app.companion()?.sync_status(platform.id)?.trouble;
        account.pending = app.companion()?.pending(platform.id)?;
        accounts.push(account);
    }
    if app.json() {
        screen::json(&accounts)?;
    } else {
        for account in &accounts {
            show(app, account)?;
        }
        let conflicts = app.companion()?.conflicts(person.id)?.len();
        if conflicts > 0 {
            let count = app.words().count(conflicts as u64);
            screen::line(&app.words().fmt("cli-sync-conflicts", &[("count", count.into())]))?;
        }
    }
    let last = failures.pop();
    for line in failures.into_iter().filter_map(|failure| failure.told(app.words()).0) {
        screen::trouble(&line);
    }
    last.map_or(Ok(()), Err)
}

fn one(app: &App, platform: &Platform, deadline: Millis, account: &mut Account) -> Done {
    let (transport, vault) = (sign_in::network()?, app.vault()?);
    match sign_in::credential(&vault, platform)? {
        Credential::SignedIn(signed_in) => {
            let keeper = VaultKeeper::new(&vault, platform);
            let session = Session::new(*signed_in, &transport, &keeper);
            let done = exchange(app, platform, &transport, &session, deadline, account);
            // Without the renewed tokens the next sync will ask to sign in: better to know why.
            keeper.trouble().map_or(done, Err)
        }
        Credential::Token(token) => exchange(app, platform, &transport, &FixedToken(token), deadline, account),
        Credential::Nothing => exchange(app, platform, &transport, &NoToken, deadline, account),
    }
}

fn exchange(
    app: &App,
    platform: &Platform,
    transport: &HttpTransport,
    tokens: &dyn TokenSource,
    deadline: Millis,
    account: &mut Account,
) -> Done {
    let request = SyncRequest { reason: Reason::Asked, deadline, jitter: 0.5 };
    loop {
        let report = app.companion()?.sync(platform.id, transport, tokens, request)?;
        account.add(&report);
        let url = platform.base_url.as_str();
        if report.needs_sign_in {
            return Err(Failure::Failed(app.words().fmt("cli-sync-sign-in", &[("url", url.into())])));
        }
        match report.next {
            // A run that did nothing would do nothing again.
            Next::Now if report.pushed + report.pulled > 0 && app.companion()?.now() < deadline => {}
            Next::Now | Next::Never => return Ok(()),
            Next::After(_) | Next::WhenOnline => {
                let trouble = text::trouble(app.companion()?.sync_status(platform.id)?.trouble, app.words());
                let args = [("url", url.into()), ("trouble", trouble.into())];
                return Err(Failure::Failed(app.words().fmt("cli-sync-trouble", &args)));
            }
        }
    }
}

impl Account {
    fn add(&mut self, report: &SyncReport) {
        self.pushed += report.pushed;
        self.resources += report.resources;
        self.pulled += report.pulled;
        self.erased += report.erased;
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
    screen::line(&format!("  {}", app.words().fmt("cli-sync-done", &args)))?;
    if account.erased > 0 {
        let erased = app.words().fmt("cli-sync-erased", &[("count", count(account.erased))]);
        screen::line(&format!("  {erased}"))?;
    }
    match account.trouble {
        // Whatever else is in the way is said as what went wrong.
        Some(Trouble::Time) => screen::line(&format!("  {}", text::trouble(account.trouble, app.words()))),
        _ => Ok(()),
    }
}
