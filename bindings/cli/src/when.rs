//! Instants and days as a person types them.

use chrono::{DateTime, TimeZone, Utc};
use chrono_tz::Tz;
use mimamori::model::{LocalDay, Millis, Stamp};
use mimamori::text::{Words, typed};

use crate::failure::Failure;

/// An instant with its offset: `2026-04-25T20:15:00+09:00`.
pub(crate) fn instant(text: &str, words: &Words) -> Result<Millis, Failure> {
    DateTime::parse_from_rfc3339(text)
        .map(|at| Millis::from(at.with_timezone(&Utc)))
        .map_err(|_| Failure::Input(words.get("cli-now-unreadable")))
}

/// When something happened: `20:15` today, `昨日 20:15` and so on (see [`typed::moment`]), or an instant
/// with its offset.
pub(crate) fn stamp(text: &str, zone: Tz, now: Millis, words: &Words) -> Result<Stamp, Failure> {
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Ok(Stamp::in_zone(Millis::from(at.with_timezone(&Utc)), zone));
    }
    let wall = typed::moment(text, Stamp::in_zone(now, zone).day());
    wall.ok()
        .and_then(|wall| zone.from_local_datetime(&wall).earliest())
        .map(|at| Stamp::in_zone(Millis::from(at.with_timezone(&Utc)), zone))
        .ok_or_else(|| Failure::Input(words.get("cli-at-unreadable")))
}

/// A day: `2026-04-25`, `today`, `昨日`, `4/25`: see [`typed::day`].
pub(crate) fn day(text: &str, today: LocalDay, words: &Words) -> Result<LocalDay, Failure> {
    typed::day(text, today).map_err(|_| Failure::Input(words.get("cli-day-unreadable")))
}

/// A zone by its IANA name.
pub(crate) fn zone(text: &str, words: &Words) -> Result<Tz, Failure> {
    text.parse().map_err(|_| Failure::Input(words.get("cli-zone-unreadable")))
}

/// The zone that this computer is set to, where it says so.
pub(crate) fn own_zone() -> Option<Tz> {
    if let Ok(name) = std::env::var("TZ") {
        return name.trim_start_matches(':').parse().ok();
    }
    let link = std::fs::read_link("/etc/localtime").ok()?;
    let path = link.to_str()?;
    path.split_once("zoneinfo/")?.1.parse().ok()
}
