//! A person's local day.

use chrono::{DateTime, Days, MappedLocalTime, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::time::{Millis, TimeRange};
use super::time_of_day::TimeOfDay;

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

    /// The day in `zone` that holds the instant `at`: the one whose [`range_in`](Self::range_in)
    /// contains it. The date on the wall, but for the minutes after a midnight that the clocks take
    /// back.
    #[must_use]
    pub fn of(at: Millis, zone: Tz) -> Self {
        let shown = Self(wall(at, zone).date());
        if at < first_instant(shown, zone) { shown.plus_days(-1) } else { shown }
    }

    /// The instants of this day in `zone`: 23, 24 or 25 hours, or what the zone made of it. The days
    /// of a zone follow each other without a gap and without an overlap; one that the zone left out
    /// of its calendar is empty.
    #[must_use]
    pub fn range_in(self, zone: Tz) -> TimeRange {
        TimeRange::new(first_instant(self, zone), first_instant(self.plus_days(1), zone))
    }
}

impl LocalDay {
    /// The instant of this day at which the clock on the wall comes to `time`: the first one where
    /// the clocks show it twice; the end of the gap, or the day's last minute, where they skip it.
    /// None on a day that the zone left out of its calendar.
    #[must_use]
    pub fn instant_in(self, zone: Tz, time: TimeOfDay) -> Option<Millis> {
        let range = self.range_in(zone);
        let wanted = self.0.and_time(time.to_naive());
        let found = zone.from_local_datetime(&wanted);
        let at = [found.earliest(), found.latest()]
            .into_iter()
            .flatten()
            .map(|at| Millis::from(at.with_timezone(&Utc)))
            .find(|at| range.contains(*at))
            .unwrap_or_else(|| end_of_gap(wanted, zone).min(range.end.plus(-Millis::MINUTE)));
        range.contains(at).then_some(at)
    }

    /// How the clocks of `zone` were changed on this day, if they were. A change at the day's first
    /// or last instant is this day's where it took away a part of it: in Nuuk the clocks go from
    /// 23:00 to midnight, in Beirut from midnight to 1:00.
    #[must_use]
    pub fn clock_change(self, zone: Tz) -> Option<ClockChange> {
        let range = self.range_in(zone);
        let midnight = |day: Self| day.0.and_time(NaiveTime::MIN);
        let shown_until = wall(range.end.plus(-1), zone) + TimeDelta::milliseconds(1);
        let first = if wall(range.start, zone) > midnight(self) { range.start.plus(-1) } else { range.start };
        let last = if shown_until < midnight(self.plus_days(1)) { range.end } else { range.end.plus(-1) };
        let (before_s, after_s) = (offset_s(first, zone), offset_s(last, zone));
        let at = || first_past(first, last, |at| offset_s(at, zone) != before_s);
        (before_s != after_s).then(|| ClockChange { at: at(), before_s, after_s })
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

/// How the clocks were changed on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockChange {
    /// The instant.
    pub at: Millis,
    /// Seconds east of UTC before it.
    pub before_s: i32,
    /// Seconds east of UTC after it.
    pub after_s: i32,
}

impl ClockChange {
    /// By how many minutes the clocks went forward; back when negative.
    #[must_use]
    pub const fn minutes_forward(&self) -> i32 {
        (self.after_s - self.before_s) / 60
    }
}

fn offset_s(at: Millis, zone: Tz) -> i32 {
    zone.offset_from_utc_datetime(&at.to_utc().naive_utc()).fix().local_minus_utc()
}

/// What the clock on the wall shows.
fn wall(at: Millis, zone: Tz) -> NaiveDateTime {
    at.to_utc().with_timezone(&zone).naive_local()
}

/// The first instant in `from..to` of which `is_past` holds; it holds of all after it, and of `to`.
fn first_past(from: Millis, to: Millis, is_past: impl Fn(Millis) -> bool) -> Millis {
    let (mut before, mut after) = (from, to);
    while after.since(before) > 1 {
        let middle = before.plus(after.since(before) / 2);
        if is_past(middle) { after = middle } else { before = middle }
    }
    after
}

/// The end of the gap that the clocks made around the wall clock's `skipped`.
fn end_of_gap(skipped: NaiveDateTime, zone: Tz) -> Millis {
    // Offsets lie between -12 and +14 hours.
    let utc = Millis::from(skipped.and_utc());
    first_past(utc.plus(-15 * Millis::HOUR), utc.plus(13 * Millis::HOUR), |at| wall(at, zone) >= skipped)
}

/// The instant at which a day begins: when its date comes onto the clock on the wall, for good.
///
/// That is midnight. Where the clocks skip midnight, it is the end of the gap. Where they go back
/// from just after midnight to the evening before (St John's, until 2011), the day begins with the
/// second midnight: what was measured in that hour lies on one day, the one that had not ended.
fn first_instant(day: LocalDay, zone: Tz) -> Millis {
    let midnight = day.0.and_time(NaiveTime::MIN);
    let millis = |at: DateTime<Tz>| Millis::from(at.with_timezone(&Utc));
    match zone.from_local_datetime(&midnight) {
        MappedLocalTime::Single(at) => millis(at),
        MappedLocalTime::Ambiguous(first, second) => {
            let (first, second) = (millis(first), millis(second));
            if wall(second.plus(-1), zone) < midnight { second } else { first }
        }
        MappedLocalTime::None => end_of_gap(midnight, zone),
    }
}

#[cfg(test)]
mod tests;
