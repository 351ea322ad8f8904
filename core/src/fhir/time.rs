//! Dates and times as FHIR writes them.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use chrono_tz::Tz;
use serde_json::{Value, json};

use super::code;
use crate::model::{LocalDay, Millis, Stamp};

/// The largest offset from UTC that a FHIR `dateTime` can state.
const MAX_OFFSET_S: i32 = 14 * 3600;

/// `at` with the offset that `zone` has there.
pub(super) fn date_time(at: Millis, zone: Tz) -> String {
    stamp(&Stamp::in_zone(at, zone))
}

/// The stamp as `dateTime`. An offset that FHIR cannot write (over 14 hours, or with seconds as
/// local mean times have) becomes UTC: the instant stays right.
pub(super) fn stamp(stamp: &Stamp) -> String {
    if stamp.offset_s.abs() > MAX_OFFSET_S || stamp.offset_s % 60 != 0 {
        return Stamp::at_offset(stamp.at, 0).to_fhir();
    }
    stamp.to_fhir()
}

/// `at` as `instant`, in UTC.
pub(super) fn instant(at: Millis) -> String {
    Stamp::at_offset(at, 0).to_fhir()
}

/// The element that tells the zone of the primitive beside it.
pub(super) fn zone_element(zone: Tz) -> Value {
    json!({"extension": [{"url": code::ZONE_EXTENSION, "valueCode": zone.name()}]})
}

/// The stamp of a `dateTime` that states a time, with the zone from the element beside it.
pub(super) fn read_stamp(text: &str, element: Option<&Value>) -> Option<Stamp> {
    let at = DateTime::parse_from_rfc3339(text).ok()?;
    let zone = element
        .and_then(|element| super::element::extension(element, code::ZONE_EXTENSION))
        .and_then(|extension| extension.get("valueCode"))
        .and_then(Value::as_str)
        .and_then(|name| name.parse::<Tz>().ok());
    let mut stamp = Stamp::at_offset(Millis::from(at.with_timezone(&Utc)), at.offset().local_minus_utc());
    stamp.zone = zone;
    Some(stamp)
}

/// The instant of a `dateTime` or `instant` that states a time.
pub(super) fn read_millis(text: &str) -> Option<Millis> {
    Some(read_stamp(text, None)?.at)
}

/// The day that a `date`, `dateTime` or `instant` begins with, as its writer wrote it; of a year or
/// a month the first day.
pub(super) fn read_day(text: &str) -> Option<LocalDay> {
    let date = text.split('T').next()?;
    let mut parts = date.split('-');
    let year: i32 = parts.next()?.parse().ok()?;
    let month: u32 = parts.next().map_or(Some(1), |month| month.parse().ok())?;
    let day: u32 = parts.next().map_or(Some(1), |day| day.parse().ok())?;
    let date = NaiveDate::from_ymd_opt(year, month, day)?;
    (1..=9999).contains(&date.year()).then_some(LocalDay(date))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offset_that_fhir_cannot_write_does_not_move_the_instant() {
        let at = Millis(1_700_000_000_123);
        for offset in [0, 32_400, -34_200, 53_000, 64_800, 33_539] {
            let text = stamp(&Stamp::at_offset(at, offset));
            assert_eq!(read_millis(&text), Some(at), "{text}");
        }
    }

    #[test]
    fn a_partial_date_is_its_first_day() {
        let day = |text| read_day(text).map(|day| day.to_string());
        assert_eq!(day("2024").as_deref(), Some("2024-01-01"));
        assert_eq!(day("2024-06").as_deref(), Some("2024-06-01"));
        assert_eq!(day("2024-06-30T23:59:00-11:00").as_deref(), Some("2024-06-30"));
        assert_eq!(day("30.6.2024"), None);
        assert_eq!(day(""), None);
    }
}
