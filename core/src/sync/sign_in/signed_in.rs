//! What is kept of a sign-in between two runs of the program.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::{Configuration, Tokens};
use crate::sync::token::AccessToken;

/// Somebody who has signed in: the tokens, and where new ones come from. It is kept as one secret,
/// so that tokens never go to an address that was changed beside them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// Where the platform gives tokens and takes them back.
    pub configuration: Configuration,
    /// The client's id at the platform.
    pub client_id: String,
    /// The tokens as they now are.
    pub tokens: Tokens,
}

#[derive(Serialize, Deserialize)]
struct Form<'a> {
    configuration: Cow<'a, Configuration>,
    client_id: Cow<'a, str>,
    access: Cow<'a, str>,
    refresh: Option<Cow<'a, str>>,
    expires_in: Option<u64>,
    scope: Option<Cow<'a, str>>,
    patient: Option<Cow<'a, str>>,
}

impl SignedIn {
    /// As text, for the phone's keystore or a vault.
    #[must_use]
    pub fn to_secret(&self) -> Zeroizing<String> {
        let form = Form {
            configuration: Cow::Borrowed(&self.configuration),
            client_id: (&self.client_id).into(),
            access: self.tokens.access.secret().into(),
            refresh: self.tokens.refresh.as_ref().map(|token| token.secret().into()),
            expires_in: self.tokens.expires_in,
            scope: self.tokens.scope.as_ref().map(Into::into),
            patient: self.tokens.patient.as_ref().map(Into::into),
        };
        // Texts and numbers: it cannot fail.
        Zeroizing::new(serde_json::to_string(&form).unwrap_or_default())
    }

    /// What [`to_secret`](Self::to_secret) wrote; `None` for anything else.
    #[must_use]
    pub fn from_secret(secret: &str) -> Option<Self> {
        let form: Form<'_> = serde_json::from_str(secret).ok()?;
        let token = |secret: Cow<'_, str>| AccessToken::new(secret.into_owned());
        Some(Self {
            configuration: form.configuration.into_owned(),
            client_id: form.client_id.into_owned(),
            tokens: Tokens {
                access: token(form.access),
                refresh: form.refresh.map(token),
                expires_in: form.expires_in,
                scope: form.scope.map(Cow::into_owned),
                patient: form.patient.map(Cow::into_owned),
            },
        })
    }
}
