//! What is in the way of a sync, and why a platform refused something.

use super::words::Words;
use crate::model::platform::Trouble;

/// What ended the last sync early, in a sentence.
#[must_use]
pub fn trouble(trouble: Option<Trouble>, words: &Words) -> String {
    words.get(match trouble {
        None => "trouble-none",
        Some(Trouble::Offline) => "trouble-offline",
        Some(Trouble::Busy) => "trouble-busy",
        Some(Trouble::SignIn) => "trouble-sign-in",
        Some(Trouble::NoPlatform) => "trouble-no-platform",
        Some(Trouble::NoPatient) => "trouble-no-patient",
        Some(Trouble::Time) => "trouble-time",
    })
}

/// Why a platform refused something, in plain words: what its status means, and what it said
/// itself. `reason` is the status, and behind a blank the platform's own words, if it had any.
#[must_use]
pub fn refusal(reason: &str, words: &Words) -> String {
    let (status, own) = reason.split_once(' ').unwrap_or((reason, ""));
    let plain = words.get(match status {
        "400" | "422" => "refusal-invalid",
        "401" | "403" => "refusal-forbidden",
        "404" | "405" | "501" => "refusal-unsupported",
        "409" | "412" => "refusal-conflict",
        "413" => "refusal-large",
        _ if status.starts_with('5') => "refusal-fails",
        _ => "refusal-other",
    });
    match own.trim() {
        "" => plain,
        own => words.fmt("refusal-words", &[("plain", plain.into()), ("words", own.into())]),
    }
}
