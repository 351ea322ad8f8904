//! A person who is signed in: gives tokens to a sync and renews them.

use std::sync::{Mutex, PoisonError};

use super::{Refusal, SignedIn, Tokens, post, tokens};
use crate::sync::token::{AccessToken, TokenError, TokenSource};
use crate::sync::transport::{BoxFuture, Transport, TransportError};

/// Where tokens are kept: the phone's keystore, a vault file.
pub trait TokenKeeper: Send + Sync + std::fmt::Debug {
    /// Keeps what is now signed in, in place of what was. Called before the new tokens are used: with
    /// rotation the earlier ones are worth nothing any more.
    fn keep(&self, signed_in: &SignedIn);
}

/// Somebody signed in at a platform.
#[derive(Debug)]
pub struct Session<'a> {
    transport: &'a dyn Transport,
    keeper: &'a dyn TokenKeeper,
    signed_in: Mutex<SignedIn>,
}

impl<'a> Session<'a> {
    /// Goes on with what a sign-in gave or the keeper had.
    #[must_use]
    pub const fn new(signed_in: SignedIn, transport: &'a dyn Transport, keeper: &'a dyn TokenKeeper) -> Self {
        Self { transport, keeper, signed_in: Mutex::new(signed_in) }
    }

    fn now(&self) -> SignedIn {
        self.signed_in.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The tokens as they now are.
    #[must_use]
    pub fn tokens(&self) -> Tokens {
        self.now().tokens
    }

    async fn renewed(&self, refused: &AccessToken) -> Result<AccessToken, TokenError> {
        let mut now = self.now();
        if now.tokens.access != *refused {
            return Ok(now.tokens.access);
        }
        let refresh = now.tokens.refresh.ok_or(TokenError::NeedsSignIn)?;
        let form = [
            ("grant_type", "refresh_token"),
            ("refresh_token", refresh.secret()),
            ("client_id", now.client_id.as_str()),
        ];
        let response = self.transport.send(post(&now.configuration.token_endpoint, &form)).await?;
        let mut new = tokens(response).map_err(|refusal| match refusal {
            Refusal::Grant => TokenError::NeedsSignIn,
            Refusal::Answer => TokenError::Transport(TransportError::Disconnected),
        })?;
        // A server that does not rotate, or does not repeat what has not changed, says nothing.
        new.refresh = new.refresh.or(Some(refresh));
        new.scope = new.scope.or(now.tokens.scope);
        new.patient = new.patient.or(now.tokens.patient);
        now.tokens = new;
        self.keeper.keep(&now);
        let access = now.tokens.access.clone();
        *self.signed_in.lock().unwrap_or_else(PoisonError::into_inner) = now;
        Ok(access)
    }
}

impl TokenSource for Session<'_> {
    fn token(&self) -> BoxFuture<'_, Result<Option<AccessToken>, TokenError>> {
        Box::pin(std::future::ready(Ok(Some(self.tokens().access))))
    }

    fn renew(&self, refused: &AccessToken) -> BoxFuture<'_, Result<AccessToken, TokenError>> {
        let refused = refused.clone();
        Box::pin(async move { self.renewed(&refused).await })
    }

    fn scopes(&self) -> Option<String> {
        self.tokens().scope
    }
}
