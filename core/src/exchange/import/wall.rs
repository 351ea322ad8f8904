//! From what a clock on the wall showed to the instant.

use chrono::{NaiveDateTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

use crate::model::Millis;

/// The instant at which clocks in `zone` showed `wall`.
///
/// Of two such instants (clocks set back) the first; where there is none (clocks set forward) the
/// one that a clock not yet moved would have meant.
pub(super) fn instant(wall: NaiveDateTime, zone: Tz) -> Millis {
    if let Some(at) = zone.from_local_datetime(&wall).earliest() {
        return Millis::from(at.with_timezone(&Utc));
    }
    // No gap but Samoa's lost day is longer than three hours; there, UTC is as good as any.
    let before = TimeDelta::hours(3);
    match zone.from_local_datetime(&(wall - before)).earliest() {
        Some(at) => Millis::from(at.with_timezone(&Utc)).plus(before.num_milliseconds()),
        None => Millis::from(wall.and_utc()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(wall: &str, zone: Tz) -> String {
        let wall = NaiveDateTime::parse_from_str(wall, "%Y-%m-%d %H:%M").unwrap();
        instant(wall, zone).to_utc().format("%d %H:%M").to_string()
    }

    #[test]
    fn a_wall_time_that_came_twice_or_never_still_has_one_instant() {
        let berlin = chrono_tz::Europe::Berlin;
        assert_eq!(at("2026-07-01 12:00", berlin), "01 10:00");
        assert_eq!(at("2026-10-25 02:30", berlin), "25 00:30");
        assert_eq!(at("2026-03-29 02:30", berlin), "29 01:30");
        assert_eq!(at("2026-01-03 06:13", chrono_tz::Asia::Tokyo), "02 21:13");
    }
}
