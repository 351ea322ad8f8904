//! What the phone does for the core.

use std::sync::Arc;

use mimamori::store::SecretKey;
use mimamori::sync::transport::BoxFuture;
use mimamori::sync::{self, AccessToken, TokenError};

use crate::error::CompanionError;

/// Keeps the record's key where only this app on this phone can read it: Android's Keystore, iOS's
/// Keychain (after first unlock, or recording in the background fails while the phone is locked).
#[uniffi::export(foreign)]
pub trait KeyVault: Send + Sync {
    /// The 32 bytes stored under `name`; unset when there are none.
    fn load(&self, name: String) -> Result<Option<Vec<u8>>, CompanionError>;
    /// Stores 32 bytes under `name`.
    fn store(&self, name: String, key: Vec<u8>) -> Result<(), CompanionError>;
}

/// Gives the bearer token for a platform. The core never stores one.
#[uniffi::export(foreign)]
pub trait TokenSource: Send + Sync {
    /// A token that is valid now. `refused` is set when the platform has just refused the last one.
    fn token(&self, platform_url: String, refused: bool) -> Result<Option<String>, CompanionError>;
}

/// Is told what changed, on a thread of the core. Read the view again; nothing else is in it.
#[uniffi::export(foreign)]
pub trait ChangeListener: Send + Sync {
    /// Something changed.
    fn changed(&self, change: crate::types::ChangeTopic) -> Result<(), CompanionError>;
}

/// The phone's own Bluetooth. It decides nothing: what becomes of an action is told to the
/// [`RadioSession`](crate::radio::RadioSession), by the contract of `mimamori::device::radio`.
#[uniffi::export(foreign)]
pub trait PhoneRadio: Send + Sync {
    /// Does what it is told, without waiting for the outcome. Called on a thread of the core.
    fn perform(&self, action: crate::radio::RadioAction) -> Result<(), CompanionError>;
}

/// The phone's tokens, as the core asks for them.
pub(crate) struct Tokens {
    source: Arc<dyn TokenSource>,
    platform_url: String,
}

impl Tokens {
    pub(crate) fn new(source: Arc<dyn TokenSource>, platform_url: &str) -> Self {
        Self { source, platform_url: platform_url.to_owned() }
    }

    fn ask(&self, refused: bool) -> Result<Option<AccessToken>, TokenError> {
        let token = self.source.token(self.platform_url.clone(), refused).map_err(|_| TokenError::NeedsSignIn)?;
        Ok(token.map(AccessToken::new))
    }
}

impl std::fmt::Debug for Tokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Tokens(…)")
    }
}

impl sync::TokenSource for Tokens {
    fn token(&self) -> BoxFuture<'_, Result<Option<AccessToken>, TokenError>> {
        Box::pin(std::future::ready(self.ask(false)))
    }

    fn renew(&self, _refused: &AccessToken) -> BoxFuture<'_, Result<AccessToken, TokenError>> {
        Box::pin(std::future::ready(self.ask(true).and_then(|token| token.ok_or(TokenError::NeedsSignIn))))
    }
}

/// The key stored under `name`, or a new one that is stored first.
pub(crate) fn key_from(vault: &Arc<dyn KeyVault>, name: &str) -> Result<SecretKey, CompanionError> {
    if let Some(bytes) = vault.load(name.to_owned())? {
        let bytes: [u8; 32] = bytes.try_into().map_err(|_| CompanionError::NeedsUnlock)?;
        return Ok(SecretKey::from_bytes(bytes));
    }
    let key = SecretKey::random()?;
    vault.store(name.to_owned(), key.as_bytes().to_vec())?;
    Ok(key)
}
