//! A person who is signed in: gives tokens to a sync and renews them.

use std::sync::{Arc, Mutex, PoisonError};

use super::{Configuration, Refusal, Tokens, post, tokens};
use crate::sync::token::{AccessToken, TokenError, TokenSource};
use crate::sync::transport::{BoxFuture, Transport, TransportError};

/// Where tokens are kept: the phone's keystore, a vault file.
pub trait TokenKeeper: Send + Sync + std::fmt::Debug {
    /// Keeps `tokens` in place of the earlier ones. Called before they are used: with rotation the
    /// earlier ones are worth nothing any more.
    fn keep(&self, tokens: &Tokens);
}

/// Somebody signed in at a platform.
#[derive(Debug)]
pub struct Session {
    configuration: Configuration,
    client_id: String,
    transport: Arc<dyn Transport>,
    keeper: Arc<dyn TokenKeeper>,
    tokens: Mutex<Tokens>,
}

impl Session {
    /// Goes on with `tokens`, as a sign-in gave them or the keeper had them.
    #[must_use]
    pub fn new(
        configuration: Configuration,
        client_id: &str,
        tokens: Tokens,
        transport: Arc<dyn Transport>,
        keeper: Arc<dyn TokenKeeper>,
    ) -> Self {
        Self { configuration, client_id: client_id.to_owned(), transport, keeper, tokens: Mutex::new(tokens) }
    }

    /// The tokens as they now are.
    #[must_use]
    pub fn tokens(&self) -> Tokens {
        self.tokens.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    async fn renewed(&self, refused: &AccessToken) -> Result<AccessToken, TokenError> {
        let now = self.tokens();
        if now.access != *refused {
            return Ok(now.access);
        }
        let refresh = now.refresh.ok_or(TokenError::NeedsSignIn)?;
        let form = [
            ("grant_type", "refresh_token"),
            ("refresh_token", refresh.secret()),
            ("client_id", self.client_id.as_str()),
        ];
        let response = self.transport.send(post(&self.configuration.token_endpoint, &form)).await?;
        let mut new = tokens(response).map_err(|refusal| match refusal {
            Refusal::Grant => TokenError::NeedsSignIn,
            Refusal::Answer => TokenError::Transport(TransportError::Disconnected),
        })?;
        // A server that does not rotate, or does not repeat what has not changed, says nothing.
        new.refresh = new.refresh.or(Some(refresh));
        new.scope = new.scope.or(now.scope);
        new.patient = new.patient.or(now.patient);
        self.keeper.keep(&new);
        let access = new.access.clone();
        *self.tokens.lock().unwrap_or_else(PoisonError::into_inner) = new;
        Ok(access)
    }
}

impl TokenSource for Session {
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
