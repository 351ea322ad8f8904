//! Tokens and authorization codes: random, kept as SHA-256 only, in families that are revoked together.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rusqlite::{OptionalExtension, params};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{Caller, Scope};
use crate::index::text_at;
use crate::instant;
use crate::outcome::Outcome;
use crate::store::Store;

/// What a token stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Grant {
    /// Space-separated, as granted.
    pub(crate) scopes: String,
    pub(crate) patient: Option<String>,
    pub(crate) fhir_user: String,
    pub(crate) client: String,
    /// Of an authorization code: where it was sent, and the PKCE challenge.
    pub(crate) redirect_uri: String,
    pub(crate) challenge: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Use {
    Access,
    Refresh,
    Code,
}

impl Use {
    fn name(self) -> &'static str {
        match self {
            Self::Access => "access",
            Self::Refresh => "refresh",
            Self::Code => "code",
        }
    }
}

/// How a code or refresh token that may be used once was found.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Spending {
    /// First use: the grant and its family.
    Fresh(Grant, String),
    /// Used before, unknown or expired. A second use has revoked the family.
    Refused,
}

/// Makes a token and notes it. `seconds` is its lifetime.
pub(crate) fn issue(store: &Store, grant: &Grant, family: &str, use_: Use, seconds: i64) -> Result<String, Outcome> {
    let secret = format!("{}{}", uuid::Uuid::new_v4().simple(), uuid::Uuid::new_v4().simple());
    let now = instant::now();
    store.connection.execute("DELETE FROM token WHERE expires_at < ?1", [now])?;
    let content = json!({
        "scopes": grant.scopes,
        "patient": grant.patient,
        "fhirUser": grant.fhir_user,
        "client": grant.client,
        "redirect": grant.redirect_uri,
        "challenge": grant.challenge,
    });
    let expires_at = now.saturating_add(seconds.saturating_mul(1000));
    store.connection.execute(
        "INSERT INTO token (hash, family, use, content, expires_at) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![hash(&secret), family, use_.name(), content.to_string(), expires_at],
    )?;
    Ok(secret)
}

pub(crate) fn new_family() -> String {
    uuid::Uuid::new_v4().to_string()
}

/// Who a bearer token speaks for; 401 when it is unknown, revoked or expired.
pub(crate) fn caller(store: &Store, bearer: &str) -> Result<Caller, Outcome> {
    let found: Option<String> = store
        .connection
        .prepare_cached("SELECT content FROM token WHERE hash = ?1 AND use = 'access' AND expires_at > ?2")?
        .query_row(params![hash(bearer), instant::now()], |row| row.get(0))
        .optional()?;
    let grant = found
        .and_then(|content| read_grant(&content))
        .ok_or_else(|| Outcome::new(401, "login", "the token is not valid"))?;
    Ok(Caller { scopes: Scope::parse_all(&grant.scopes), patient: grant.patient, fhir_user: grant.fhir_user })
}

/// Uses a code or a refresh token, which can be done once.
pub(crate) fn spend(store: &Store, secret: &str, use_: Use) -> Result<Spending, Outcome> {
    let found: Option<(String, String, bool)> = store
        .connection
        .query_row(
            "SELECT content, family, spent FROM token WHERE hash = ?1 AND use = ?2 AND expires_at > ?3",
            params![hash(secret), use_.name(), instant::now()],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )
        .optional()?;
    let Some((content, family, spent)) = found else {
        return Ok(Spending::Refused);
    };
    if spent {
        // Somebody else has it too: nobody of this sign-in is to be trusted any more.
        revoke_family(store, &family)?;
        return Ok(Spending::Refused);
    }
    store.connection.execute("UPDATE token SET spent = 1 WHERE hash = ?1", [hash(secret)])?;
    Ok(read_grant(&content).map_or(Spending::Refused, |grant| Spending::Fresh(grant, family)))
}

/// Revokes a token and, with a refresh token, all that came of the same sign-in (RFC 7009). Unknown tokens are no error.
pub(crate) fn revoke(store: &Store, secret: &str) -> Result<(), Outcome> {
    let found: Option<(String, String)> = store
        .connection
        .query_row("SELECT family, use FROM token WHERE hash = ?1", [hash(secret)], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()?;
    match found {
        Some((family, use_)) if use_ == Use::Refresh.name() => revoke_family(store, &family),
        Some(_) => {
            store.connection.execute("DELETE FROM token WHERE hash = ?1", [hash(secret)])?;
            Ok(())
        }
        None => Ok(()),
    }
}

fn revoke_family(store: &Store, family: &str) -> Result<(), Outcome> {
    store.connection.execute("DELETE FROM token WHERE family = ?1", [family])?;
    Ok(())
}

fn read_grant(content: &str) -> Option<Grant> {
    let value: Value = serde_json::from_str(content).ok()?;
    let text = |name: &str| text_at(&value, name).map(str::to_owned);
    Some(Grant {
        scopes: text("scopes")?,
        patient: text("patient"),
        fhir_user: text("fhirUser")?,
        client: text("client")?,
        redirect_uri: text("redirect")?,
        challenge: text("challenge")?,
    })
}

/// SHA-256, base64url without padding: also the S256 challenge of a PKCE verifier.
pub(crate) fn hash(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(text.as_bytes()))
}
