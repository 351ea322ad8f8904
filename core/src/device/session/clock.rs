//! The clocks of devices: never set, an hour off since spring, or right.

use chrono::{NaiveDateTime, TimeDelta, TimeZone as _};
use chrono_tz::Tz;

use crate::device::gatt::DateTime;
use crate::model::{Millis, Stamp};

/// A device's clock may be this far ahead and is still believed: two clocks set by hand differ.
const AHEAD: i64 = 2 * Millis::MINUTE;
/// What is older by a device's clock was not kept that long: the clock was never set. The memory of
/// home devices holds some hundred readings; those of once a week fill it in four years.
const OLDEST: i64 = 5 * 366 * Millis::DAY;
/// A clock that differs less is right: setting one by hand is no better.
pub(super) const RIGHT_WITHIN_S: i64 = 60;

/// When something was measured, and how that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dated {
    /// When.
    pub at: Millis,
    /// By what.
    pub by: TimeBasis,
}

/// How it is known when something was measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeBasis {
    /// As the device's clock showed it.
    Device,
    /// As the device's clock showed it, less what that clock was ahead by.
    Corrected {
        /// Seconds by which it was ahead; negative when it was behind.
        ahead_s: i64,
    },
    /// When it was received: the device told no time, or one that cannot be.
    Received,
}

/// How far a device's clock was ahead at `now`, in seconds.
///
/// `None` when its clock was never set.
#[must_use]
pub fn ahead_s(shown: DateTime, now: Millis, zone: Tz) -> Option<i64> {
    let local = Stamp::in_zone(now, zone).local().naive_local();
    Some(shown.known()?.signed_duration_since(local).num_seconds())
}

/// When a measurement was taken that showed the time `shown` and was received at `received`.
///
/// `ahead_s` is what is known of the device's clock; the time as shown is not lost: it stays in the
/// bytes that are kept.
#[must_use]
pub fn date(shown: Option<DateTime>, received: Millis, ahead_s: Option<i64>, zone: Tz) -> Dated {
    let unknown = Dated { at: received, by: TimeBasis::Received };
    let Some(local) = shown.and_then(DateTime::known) else { return unknown };
    let (local, by) = match ahead_s.filter(|ahead| ahead.abs() > RIGHT_WITHIN_S) {
        None => (Some(local), TimeBasis::Device),
        Some(ahead_s) => (local.checked_sub_signed(TimeDelta::seconds(ahead_s)), TimeBasis::Corrected { ahead_s }),
    };
    let Some(at) = local.and_then(|local| instant(local, zone)) else { return unknown };
    if at.since(received) > AHEAD || received.since(at) > OLDEST { unknown } else { Dated { at, by } }
}

/// The instant of a clock on the wall. Of an hour that comes twice, the first; an hour that is left
/// out belongs to the time before.
fn instant(local: NaiveDateTime, zone: Tz) -> Option<Millis> {
    let found = zone.from_local_datetime(&local).earliest().or_else(|| {
        let before = local.checked_sub_signed(TimeDelta::hours(1))?;
        zone.from_local_datetime(&before).earliest()?.checked_add_signed(TimeDelta::hours(1))
    });
    found.map(|at| Millis(at.timestamp_millis()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::{Asia::Tokyo, Europe::Berlin};

    fn shown(text: &str) -> DateTime {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S").unwrap().into()
    }

    fn millis(text: &str) -> Millis {
        Millis(chrono::DateTime::parse_from_rfc3339(text).unwrap().timestamp_millis())
    }

    #[test]
    fn a_clock_that_is_right_dates_what_was_stored_days_ago() {
        let received = millis("2026-04-25T20:15:00+09:00");
        let dated = date(Some(shown("2026-04-20 07:00:05")), received, Some(20), Tokyo);
        assert_eq!(dated, Dated { at: millis("2026-04-20T07:00:05+09:00"), by: TimeBasis::Device });
    }

    #[test]
    fn a_clock_that_missed_the_spring_is_corrected_and_says_so() {
        let received = millis("2026-04-25T20:15:00+02:00");
        let ahead = ahead_s(shown("2026-04-25 19:15:00"), received, Berlin).unwrap();
        assert_eq!(ahead, -3600);
        let dated = date(Some(shown("2026-04-25 19:14:00")), received, Some(ahead), Berlin);
        assert_eq!(dated.at, millis("2026-04-25T20:14:00+02:00"));
        assert_eq!(dated.by, TimeBasis::Corrected { ahead_s: -3600 });
    }

    #[test]
    fn a_clock_that_cannot_be_is_not_believed() {
        let received = millis("2026-04-25T20:15:00+09:00");
        let unknown = Dated { at: received, by: TimeBasis::Received };
        for broken in ["2000-01-01 00:00:00", "2026-04-25 20:20:00", "2031-01-01 00:00:00"] {
            assert_eq!(date(Some(shown(broken)), received, None, Tokyo), unknown, "{broken}");
        }
        assert_eq!(date(None, received, None, Tokyo), unknown);
        let never = DateTime { year: 0, ..shown("2026-04-25 20:00:00") };
        assert_eq!(date(Some(never), received, None, Tokyo), unknown);
        assert_eq!(ahead_s(never, received, Tokyo), None);
    }

    #[test]
    fn hours_that_come_twice_or_never_are_still_instants() {
        assert_eq!(
            instant(shown("2026-10-25 02:30:00").known().unwrap(), Berlin),
            Some(millis("2026-10-25T02:30:00+02:00"))
        );
        assert_eq!(
            instant(shown("2026-03-29 02:30:00").known().unwrap(), Berlin),
            Some(millis("2026-03-29T03:30:00+02:00"))
        );
    }
}
