//! A person's connection to a FHIR platform, and what came from it.

use core::net::IpAddr;

use serde::{Deserialize, Serialize};

use super::id::{PersonId, PlatformId, RecordId, SourceId};
use super::time::Millis;
use super::{Invalid, Problem};

/// The longest base URL, bytes.
const LONGEST_URL: usize = 2_000;
/// The longest id, bytes: R4 says 64, and servers are seen to take more.
const LONGEST_ID: usize = 128;

/// A platform that a person has connected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Platform {
    /// Made on the phone.
    pub id: PlatformId,
    /// Whose record goes there and comes from there.
    pub person: PersonId,
    /// The FHIR base URL, without a trailing slash.
    pub base_url: String,
    /// The person's `Patient` id there.
    pub patient: String,
    /// What this device may do there.
    pub access: Access,
}

impl Platform {
    /// The one consent by which the person's record goes to a platform of their own: every change of what may
    /// leave is a version of it.
    #[must_use]
    pub fn consent(&self) -> RecordId {
        RecordId::derive(SourceId::derive(self.person, "consent"), &self.id.to_string())
    }
}

/// A FHIR base URL as it is kept: without a slash at its end. Tokens and health data go there, so over a network
/// only `https` will do; plain `http` is for a platform on this device.
///
/// # Errors
/// `address`, as [`Problem::Impossible`] for plain `http` over a network, [`Problem::TooLong`] above 2,000 bytes, and
/// [`Problem::Unreadable`] for what is no base URL: one with a user's name, a query or a fragment is none.
pub fn base_url(text: &str) -> Result<String, Invalid> {
    let refused = |problem| Invalid::new("address", problem);
    let text = text.trim().trim_end_matches('/');
    if text.len() > LONGEST_URL {
        return Err(refused(Problem::TooLong));
    }
    let is_odd = |c: char| c.is_whitespace() || c.is_control() || "?#@\\<>\"{}|^`".contains(c);
    let (scheme, rest) = text.split_once("://").ok_or(refused(Problem::Unreadable))?;
    let host = host(rest).filter(|_| !rest.contains(is_odd)).ok_or(refused(Problem::Unreadable))?;
    match scheme.to_ascii_lowercase().as_str() {
        "https" => Ok(format!("https://{rest}")),
        "http" if is_loopback(host) => Ok(format!("http://{rest}")),
        "http" => Err(refused(Problem::Impossible)),
        _ => Err(refused(Problem::Unreadable)),
    }
}

/// The id of a `Patient` as it is kept; `Patient/` before it is left out.
///
/// # Errors
/// `patient`, when it is missing, longer than 128 bytes, or holds what no id has: it becomes a part of addresses.
pub fn patient_id(text: &str) -> Result<String, Invalid> {
    let text = text.trim();
    let id = text.strip_prefix("Patient/").unwrap_or(text);
    let problem = match id {
        "" => Problem::Missing,
        id if id.len() > LONGEST_ID => Problem::TooLong,
        id if id.chars().all(|c| c.is_ascii_alphanumeric() || "-._".contains(c)) => return Ok(id.to_owned()),
        _ => Problem::Unreadable,
    };
    Err(Invalid::new("patient", problem))
}

/// Whether a base URL is of this device: between the two there is no network.
#[must_use]
pub fn is_here(base_url: &str) -> bool {
    base_url.split_once("://").and_then(|(_, rest)| host(rest)).is_some_and(is_loopback)
}

/// The host of what stands behind `://`; `None` where there is none, or its port is none.
fn host(rest: &str) -> Option<&str> {
    let authority = rest.split('/').next()?;
    let (host, port) = match authority.strip_prefix('[').and_then(|v6| v6.split_once(']')) {
        Some((host, "")) => (host, None),
        Some((host, port)) => (host, Some(port.strip_prefix(':')?)),
        None => authority.split_once(':').map_or((authority, None), |(host, port)| (host, Some(port))),
    };
    let is_port = |port: &str| port.parse::<u16>().is_ok_and(|port| port > 0);
    (!host.is_empty() && port.is_none_or(is_port)).then_some(host)
}

/// Whether a host, an address of version 6 without its brackets, is this device.
pub(crate) fn is_loopback(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost") || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// What a device may do with a person's record on a platform.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Access {
    /// The person's own: everything goes up, everything comes down.
    Own,
    /// A caregiver's: nothing goes up, what the person allows comes down.
    Caregiver,
}

/// How syncing with a platform goes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncStatus {
    /// When a run last got through to its end.
    pub last_good: Option<Millis>,
    /// What ended the last run early; `None` when nothing did.
    pub trouble: Option<Trouble>,
    /// Not before this time is it worth trying again; `None` when nothing says when.
    pub next_try: Option<Millis>,
    /// How often in a row the platform has failed.
    #[serde(default)]
    pub failures: u32,
}

/// What ends a sync early.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trouble {
    /// No connection.
    Offline,
    /// The platform asks for patience, or fails.
    Busy,
    /// The person has to sign in.
    SignIn,
    /// The time that was given was over: there is more to do.
    Time,
    /// What answers at the address is no FHIR platform.
    NoPlatform,
    /// The platform knows no patient of the id that was given.
    NoPatient,
}

/// A FHIR resource as a platform sent it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReceivedResource {
    /// Where from.
    pub platform: PlatformId,
    /// Whose.
    pub person: PersonId,
    /// `Observation`, `MedicationRequest`, …
    pub resource_type: String,
    /// The id there.
    pub id: String,
    /// `meta.versionId`; empty when the server gave none.
    pub version: String,
    /// `meta.lastUpdated`.
    pub last_updated: Millis,
    /// The resource, every field as received.
    pub json: serde_json::Value,
}

/// One thing that left the device: what, where, when and under which consent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disclosure {
    /// When the platform acknowledged it.
    pub at: Millis,
    /// Whose data.
    pub person: PersonId,
    /// The platform's base URL.
    pub recipient: String,
    /// The resource type.
    pub resource_type: String,
    /// How many resources of it.
    pub count: u32,
    /// What allowed it: the [record](Platform::consent) of the consent; `own-connection` in what an earlier
    /// version wrote.
    pub basis: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_to_which_nothing_may_be_sent_is_refused_before_anything_is_kept() {
        let why = |text: &str| base_url(text).map_err(|invalid| invalid.problem);
        for text in
            ["", "fhir", "https://", "https:///r4", "ftp://x", "https://a b/r4", "https://x:99999/r4", "https://x:/r4"]
        {
            assert_eq!(why(text), Err(Problem::Unreadable), "{text}");
        }
        for text in
            ["https://me:secret@x/r4", "https://x/r4?tenant=1", "https://x/r4#top", "https://x\\y", "http://[::1/r4"]
        {
            assert_eq!(why(text), Err(Problem::Unreadable), "{text}");
        }
        for text in
            ["http://fhir.example/r4", "http://192.168.1.5", "http://127.0.0.1.example/", "http://localhost.example"]
        {
            assert_eq!(why(text), Err(Problem::Impossible), "{text}");
        }
        assert_eq!(why(&format!("https://x/{}", "r".repeat(LONGEST_URL))), Err(Problem::TooLong));
        for (text, kept) in [
            (" HTTPS://fhir.example/r4// ", "https://fhir.example/r4"),
            ("http://localhost:8080/fhir", "http://localhost:8080/fhir"),
            ("http://[::1]:1", "http://[::1]:1"),
            ("https://健康.example/r4", "https://健康.example/r4"),
        ] {
            assert_eq!(base_url(text).as_deref(), Ok(kept));
        }
        assert!(is_here("http://127.0.0.1:8080/fhir") && is_here("https://[::1]/") && !is_here("https://127.x/fhir"));
    }

    #[test]
    fn an_id_that_would_change_what_is_asked_for_is_refused() {
        let why = |text: &str| patient_id(text).map_err(|invalid| invalid.problem);
        for text in ["a/b", "x y", "mother?_count=1", "a&b", "あ", "a,b", "../a", "a#"] {
            assert_eq!(why(text), Err(Problem::Unreadable), "{text}");
        }
        assert_eq!(why(" Patient/ "), Err(Problem::Missing));
        assert_eq!((why(" "), why(&"a".repeat(129))), (Err(Problem::Missing), Err(Problem::TooLong)));
        assert_eq!(why(" Patient/yamada-1.2_A "), Ok("yamada-1.2_A".to_owned()));
    }
}
