//! A person's local day.

use chrono::{Days, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::time::{Millis, TimeRange};

/// A calendar day as the person lived it; written `YYYY-MM-DD`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LocalDay(pub NaiveDate);

impl LocalDay {
    /// The day `n` days later (earlier when negative), stopping at the calendar's ends.
    #[must_use]
    pub fn plus_days(self, n: i64) -> Self {
        let days = Days::new(n.unsigned_abs());
        let moved = if n < 0 { self.0.checked_sub_days(days) } else { self.0.checked_add_days(days) };
        Self(moved.unwrap_or(if n < 0 { NaiveDate::MIN } else { NaiveDate::MAX }))
    }

    /// Days since 1970-01-01, as stored.
    #[must_use]
    pub fn epoch_days(self) -> i64 {
        i64::from(self.0.to_epoch_days())
    }

    /// The day that lies `days` after 1970-01-01; `None` beyond the calendar.
    #[must_use]
    pub fn from_epoch_days(days: i64) -> Option<Self> {
        NaiveDate::from_epoch_days(i32::try_from(days).ok()?).map(Self)
    }

    /// The instants of this day in `zone`: 23, 24 or 25 hours, or what the zone made of it.
    #[must_use]
    pub fn range_in(self, zone: Tz) -> TimeRange {
        TimeRange::new(first_instant(self, zone), first_instant(self.plus_days(1), zone))
    }
}

impl std::fmt::Display for LocalDay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0.format("%Y-%m-%d"))
    }
}

impl std::str::FromStr for LocalDay {
    type Err = chrono::ParseError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        NaiveDate::parse_from_str(text, "%Y-%m-%d").map(Self)
    }
}

/// Midnight, or where the clocks skipped it the first instant after the gap.
fn first_instant(day: LocalDay, zone: Tz) -> Millis {
    let midnight = day.0.and_time(NaiveTime::MIN);
    // No zone has skipped more than a day; a quarter of an hour divides every shift on record.
    for quarter in 0..=96 {
        let wall = midnight + chrono::TimeDelta::minutes(15 * quarter);
        if let Some(at) = zone.from_local_datetime(&wall).earliest() {
            return Millis::from(at.with_timezone(&Utc));
        }
    }
    Millis::from(midnight.and_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hours(day: &str, zone: Tz) -> i64 {
        let range = day.parse::<LocalDay>().unwrap().range_in(zone);
        range.end.since(range.start) / Millis::HOUR
    }

    #[test]
    fn a_day_is_as_long_as_the_clocks_made_it() {
        assert_eq!(hours("2026-11-22", chrono_tz::Asia::Tokyo), 24);
        assert_eq!(hours("2026-03-29", chrono_tz::Europe::Berlin), 23);
        assert_eq!(hours("2026-10-25", chrono_tz::Europe::Berlin), 25);
        // Samoa went from the 29th to the 31st: the 30th has no hours.
        assert_eq!(hours("2011-12-30", chrono_tz::Pacific::Apia), 0);
        // Midnight itself is skipped in Beirut.
        assert_eq!(hours("2024-03-31", chrono_tz::Asia::Beirut), 23);
    }

    #[test]
    fn days_survive_storage() {
        let day: LocalDay = "2024-02-29".parse().unwrap();
        assert_eq!(LocalDay::from_epoch_days(day.epoch_days()), Some(day));
        assert_eq!(day.plus_days(1).to_string(), "2024-03-01");
        assert_eq!(day.plus_days(-60).to_string(), "2023-12-31");
    }
}
