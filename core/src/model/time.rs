//! Instants and where the person was when they happened.

use chrono::{DateTime, FixedOffset, Offset, TimeZone, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::day::LocalDay;

/// Milliseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Millis(pub i64);

impl Millis {
    /// One second.
    pub const SECOND: i64 = 1_000;
    /// One minute.
    pub const MINUTE: i64 = 60 * Self::SECOND;
    /// One hour.
    pub const HOUR: i64 = 60 * Self::MINUTE;
    /// A day of 24 hours, which a local day need not be.
    pub const DAY: i64 = 24 * Self::HOUR;

    /// This instant in UTC; instants beyond the calendar are clamped to its ends.
    #[must_use]
    pub fn to_utc(self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(self.0).unwrap_or(if self.0 < 0 {
            DateTime::<Utc>::MIN_UTC
        } else {
            DateTime::<Utc>::MAX_UTC
        })
    }

    /// This instant moved by `ms`, stopping at the ends of the number range.
    #[must_use]
    pub const fn plus(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }

    /// Milliseconds from `earlier` to this instant.
    #[must_use]
    pub const fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// The start of the minute that holds this instant.
    #[must_use]
    pub const fn minute(self) -> Self {
        Self(self.0.div_euclid(Self::MINUTE).saturating_mul(Self::MINUTE))
    }

    /// The hour that holds this instant, counted from the epoch.
    #[must_use]
    pub const fn hour_index(self) -> i64 {
        self.0.div_euclid(Self::HOUR)
    }
}

impl From<DateTime<Utc>> for Millis {
    fn from(at: DateTime<Utc>) -> Self {
        Self(at.timestamp_millis())
    }
}

/// An instant, the clock offset that held there, and the zone's name where it is known.
///
/// Exports often know only the offset; a phone knows the zone. Both are kept: the offset says what
/// the clock on the wall showed, the zone says what "the next day" will be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Stamp {
    /// The instant.
    pub at: Millis,
    /// Seconds east of UTC, from -64,800 to 64,800.
    pub offset_s: i32,
    /// The IANA zone, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<Tz>,
}

impl Stamp {
    /// The instant `at` as a clock in `zone` shows it.
    #[must_use]
    pub fn in_zone(at: Millis, zone: Tz) -> Self {
        let offset_s = zone.offset_from_utc_datetime(&at.to_utc().naive_utc()).fix().local_minus_utc();
        Self { at, offset_s, zone: Some(zone) }
    }

    /// The instant `at` where only the clock offset is known; offsets beyond ±18 h are clamped.
    #[must_use]
    pub fn at_offset(at: Millis, offset_s: i32) -> Self {
        Self { at, offset_s: offset_s.clamp(-64_800, 64_800), zone: None }
    }

    /// The date and time that the clock on the wall showed.
    #[must_use]
    pub fn local(&self) -> DateTime<FixedOffset> {
        let offset = FixedOffset::east_opt(self.offset_s).unwrap_or_else(|| Utc.fix());
        self.at.to_utc().with_timezone(&offset)
    }

    /// The person's day on which it happened: where only the offset is known, the date on the wall.
    #[must_use]
    pub fn day(&self) -> LocalDay {
        self.zone.map_or_else(|| LocalDay(self.local().date_naive()), |zone| LocalDay::of(self.at, zone))
    }

    /// The FHIR `dateTime`, with milliseconds only where there are any.
    #[must_use]
    pub fn to_fhir(&self) -> String {
        let format = if self.at.0.rem_euclid(1000) == 0 { "%Y-%m-%dT%H:%M:%S%:z" } else { "%Y-%m-%dT%H:%M:%S%.3f%:z" };
        self.local().format(format).to_string()
    }
}

/// From `start` up to but not including `end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TimeRange {
    /// The first instant inside.
    pub start: Millis,
    /// The first instant after.
    pub end: Millis,
}

impl TimeRange {
    /// From `start` up to but not including `end`; empty when `end` is not after `start`.
    #[must_use]
    pub const fn new(start: Millis, end: Millis) -> Self {
        Self { start, end }
    }

    /// Whether `at` lies inside.
    #[must_use]
    pub fn contains(&self, at: Millis) -> bool {
        self.start <= at && at < self.end
    }
}
