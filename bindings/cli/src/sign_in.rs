//! Signing in to a platform from a terminal: the browser shows the platform's page and comes back to
//! an address on this computer; the tokens go into the vault and nowhere else.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use mimamori::Error;
use mimamori::model::platform::{Access, Platform};
use mimamori::sync::http::HttpTransport;
use mimamori::sync::sign_in::{self, Application, SignIn, SignedIn, TokenKeeper};
use mimamori::sync::{AccessToken, SyncError};

use crate::Done;
use crate::app::{App, RECORD};
use crate::failure::Failure;
use crate::interrupt::Interrupt;
use crate::loopback::{Loopback, open_browser};
use crate::vault::FileVault;

/// How long the person may take on the platform's page.
const PATIENCE: Duration = Duration::from_secs(10 * 60);

/// What is asked of a sign-in.
pub(crate) struct Wish<'a> {
    pub(crate) base_url: &'a str,
    pub(crate) client_id: &'a str,
    pub(crate) hint: Option<&'a str>,
    pub(crate) access: Access,
    /// Whether the browser is opened, or its address only shown.
    pub(crate) opens_browser: bool,
}

/// What the vault holds for a platform.
pub(crate) enum Credential {
    /// A sign-in, which renews itself.
    SignedIn(Box<SignedIn>),
    /// A token that was given ready-made.
    Token(AccessToken),
    /// The platform is open, or nobody has signed in yet.
    Nothing,
}

/// The network.
pub(crate) fn network() -> Result<HttpTransport, Failure> {
    HttpTransport::new().map_err(|_| Failure::Core(Error::Sync(SyncError::Offline)))
}

/// The name under which the vault keeps what opens a platform.
pub(crate) fn token_name(platform: &Platform) -> String {
    format!("token-{}", platform.id)
}

/// What the vault holds for `platform`.
pub(crate) fn credential(vault: &FileVault<'_>, platform: &Platform) -> Result<Credential, Failure> {
    let Some(secret) = vault.token(&token_name(platform))? else { return Ok(Credential::Nothing) };
    Ok(match SignedIn::from_secret(&secret) {
        Some(signed_in) => Credential::SignedIn(Box::new(signed_in)),
        None => Credential::Token(AccessToken::new(secret.to_string())),
    })
}

/// Sends the person to the platform's page and waits for the browser to come back. `accept` looks at
/// what was opened before anything is kept.
pub(crate) fn sign_in(
    app: &App,
    wish: &Wish<'_>,
    accept: impl FnOnce(&SignedIn) -> Result<(), Failure>,
) -> Result<SignedIn, Failure> {
    let (words, transport) = (app.words(), network()?);
    let not_offered = |error| match error {
        Error::Sync(SyncError::Protocol(_)) => Failure::Failed(words.get("cli-sign-in-not-offered")),
        error => Failure::Core(error),
    };
    let configuration = sign_in::discover(&transport, wish.base_url).map_err(not_offered)?;
    let loopback = Loopback::open().map_err(|_| Failure::Failed(words.get("cli-sign-in-port")))?;
    let application = Application {
        client_id: wish.client_id,
        redirect_uri: &loopback.redirect_uri(),
        scopes: configuration.scopes(wish.access),
        base_url: wish.base_url,
        login_hint: wish.hint,
    };
    let begun = SignIn::begin(&configuration, &application)?;
    // On the side: what a program reads is the answer, and this is no part of it.
    eprintln!("{}\n{}\n{}", words.get("cli-sign-in-open"), begun.url(), words.get("cli-sign-in-waiting"));
    if wish.opens_browser {
        open_browser(begun.url());
    }
    let interrupt = Interrupt::listen();
    let Some(visit) = loopback.wait(PATIENCE, || interrupt.asked()) else {
        return Err(Failure::Failed(words.get("cli-sign-in-nobody")));
    };
    let signed_in = begun
        .finish(&transport, &visit.url)
        .map(|tokens| SignedIn { configuration, client_id: wish.client_id.to_owned(), tokens })
        .map_err(|error| match error {
            Error::Sync(SyncError::NeedsSignIn | SyncError::Protocol(_)) => {
                Failure::Failed(words.get("cli-sign-in-not-done"))
            }
            error => Failure::Core(error),
        })
        .and_then(|signed_in| match accept(&signed_in) {
            Ok(()) => Ok(signed_in),
            Err(refused) => {
                // It is not used, so it shall be worth nothing.
                give_back(&transport, &signed_in);
                Err(refused)
            }
        });
    visit.show(&words.get(if signed_in.is_ok() { "cli-sign-in-done" } else { "cli-sign-in-refused" }));
    signed_in
}

/// Puts a sign-in away for `platform`.
pub(crate) fn keep(vault: &FileVault<'_>, platform: &Platform, signed_in: &SignedIn) -> Done {
    vault.keep_token(&token_name(platform), RECORD, &signed_in.to_secret())
}

/// Gives the tokens back to the platform; answers whether it was told.
pub(crate) fn give_back(transport: &HttpTransport, signed_in: &SignedIn) -> bool {
    sign_in::revoke(transport, &signed_in.configuration, &signed_in.client_id, &signed_in.tokens).is_ok()
}

/// Puts renewed tokens into the vault before they are used.
#[derive(Debug)]
pub(crate) struct VaultKeeper<'a> {
    vault: &'a FileVault<'a>,
    platform: &'a Platform,
    trouble: Mutex<Option<Failure>>,
}

impl<'a> VaultKeeper<'a> {
    pub(crate) const fn new(vault: &'a FileVault<'a>, platform: &'a Platform) -> Self {
        Self { vault, platform, trouble: Mutex::new(None) }
    }

    /// Why renewed tokens could not be put away, if so: the person will have to sign in again.
    pub(crate) fn trouble(&self) -> Option<Failure> {
        self.trouble.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl TokenKeeper for VaultKeeper<'_> {
    fn keep(&self, signed_in: &SignedIn) {
        if let Err(failure) = keep(self.vault, self.platform, signed_in) {
            *self.trouble.lock().unwrap_or_else(PoisonError::into_inner) = Some(failure);
        }
    }
}
