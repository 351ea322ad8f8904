//! Tokens, and the port that gives them.

use zeroize::Zeroizing;

use super::transport::{BoxFuture, TransportError};

/// A secret that is sent with a request. Never prints itself; wiped when dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct AccessToken(Zeroizing<String>);

impl AccessToken {
    /// The token that a server gave.
    #[must_use]
    pub fn new(secret: String) -> Self {
        Self(Zeroizing::new(secret))
    }

    /// The secret, for the one header that it belongs in.
    #[must_use]
    pub fn secret(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AccessToken(…)")
    }
}

/// Why there is no token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TokenError {
    /// The person has to sign in again.
    #[error("the person has to sign in")]
    NeedsSignIn,
    /// The server that gives tokens could not be reached.
    #[error(transparent)]
    Transport(#[from] TransportError),
}

/// Gives tokens. The phone keeps them; this room only asks.
pub trait TokenSource: Send + Sync + std::fmt::Debug {
    /// The token to send now; `None` where the platform asks for none.
    fn token(&self) -> BoxFuture<'_, Result<Option<AccessToken>, TokenError>>;

    /// A new token, because the server refused `refused`. If another one is at hand already, that.
    fn renew(&self, refused: &AccessToken) -> BoxFuture<'_, Result<AccessToken, TokenError>>;

    /// The scopes that were granted, as SMART writes them; `None` when not known.
    fn scopes(&self) -> Option<String> {
        None
    }
}

/// No token at all: a platform that is open, as in tests.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoToken;

impl TokenSource for NoToken {
    fn token(&self) -> BoxFuture<'_, Result<Option<AccessToken>, TokenError>> {
        Box::pin(std::future::ready(Ok(None)))
    }

    fn renew(&self, _refused: &AccessToken) -> BoxFuture<'_, Result<AccessToken, TokenError>> {
        Box::pin(std::future::ready(Err(TokenError::NeedsSignIn)))
    }
}

/// A token that does not change.
#[derive(Debug, Clone)]
pub struct FixedToken(pub AccessToken);

impl TokenSource for FixedToken {
    fn token(&self) -> BoxFuture<'_, Result<Option<AccessToken>, TokenError>> {
        Box::pin(std::future::ready(Ok(Some(self.0.clone()))))
    }

    fn renew(&self, _refused: &AccessToken) -> BoxFuture<'_, Result<AccessToken, TokenError>> {
        Box::pin(std::future::ready(Err(TokenError::NeedsSignIn)))
    }
}
