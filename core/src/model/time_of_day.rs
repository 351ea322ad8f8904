//! Times on the clock on the wall, of no day in particular.

use chrono::{DateTime, FixedOffset, NaiveTime, Timelike};
use serde::{Deserialize, Serialize};

use super::{Invalid, Problem};

/// A minute of the day, 0:00 to 23:59; written `HH:MM`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TimeOfDay(u16);

impl TimeOfDay {
    /// A time by its hour, 0 to 23, and its minute, 0 to 59.
    ///
    /// # Errors
    /// `time` when there is no such time.
    pub fn new(hour: u32, minute: u32) -> Result<Self, Invalid> {
        match (u16::try_from(hour), u16::try_from(minute)) {
            (Ok(hour @ 0..24), Ok(minute @ 0..60)) => Ok(Self(hour * 60 + minute)),
            _ => Err(Invalid::new("time", Problem::Impossible)),
        }
    }

    /// What the clock on the wall shows, without its seconds.
    #[must_use]
    pub fn of(wall: &DateTime<FixedOffset>) -> Self {
        Self(u16::try_from(wall.hour() * 60 + wall.minute()).unwrap_or(0))
    }

    /// The minute before; before midnight comes 23:59.
    #[must_use]
    pub const fn minute_before(self) -> Self {
        Self(if self.0 == 0 { 24 * 60 - 1 } else { self.0 - 1 })
    }

    /// The same as a time of the calendar.
    #[must_use]
    pub fn to_naive(self) -> NaiveTime {
        NaiveTime::from_num_seconds_from_midnight_opt(u32::from(self.0) * 60, 0).unwrap_or(NaiveTime::MIN)
    }
}

impl std::fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl std::str::FromStr for TimeOfDay {
    type Err = Invalid;

    /// `8:05` or `08:05`.
    fn from_str(text: &str) -> Result<Self, Invalid> {
        let unreadable = || Invalid::new("time", Problem::Unreadable);
        let (hour, minute) = text.trim().split_once(':').ok_or_else(unreadable)?;
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(hour) || !digits(minute) || minute.len() != 2 {
            return Err(unreadable());
        }
        Self::new(hour.parse().map_err(|_| unreadable())?, minute.parse().map_err(|_| unreadable())?)
    }
}

impl TryFrom<String> for TimeOfDay {
    type Error = Invalid;
    fn try_from(text: String) -> Result<Self, Invalid> {
        text.parse()
    }
}

impl From<TimeOfDay> for String {
    fn from(time: TimeOfDay) -> Self {
        time.to_string()
    }
}

/// The hours in which a person does not want to be disturbed, every day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuietHours {
    /// The first quiet minute.
    pub from: TimeOfDay,
    /// The first minute after; of the next day where it is not after `from`.
    pub until: TimeOfDay,
}

impl QuietHours {
    /// Quiet from `from` up to but not including `until`, over midnight where `until` is earlier.
    ///
    /// # Errors
    /// `quiet_hours` when both are the same: that is no time, or always.
    pub fn new(from: TimeOfDay, until: TimeOfDay) -> Result<Self, Invalid> {
        if from == until {
            return Err(Invalid::new("quiet_hours", Problem::Contradiction));
        }
        Ok(Self { from, until })
    }

    /// Whether it is quiet at `time`.
    #[must_use]
    pub fn contains(&self, time: TimeOfDay) -> bool {
        if self.from < self.until {
            (self.from..self.until).contains(&time)
        } else {
            self.from <= time || time < self.until
        }
    }

    /// When on the same day to say what was to be said at `time`: then, if it is not quiet; else when
    /// the quiet hours end; and for the part of them before midnight, a minute before they begin.
    /// Nothing is put off to a day that it is not about, and nothing is lost.
    #[must_use]
    pub fn put_off(&self, time: TimeOfDay) -> TimeOfDay {
        if !self.contains(time) {
            time
        } else if self.until < self.from && self.from <= time {
            self.from.minute_before()
        } else {
            self.until
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> TimeOfDay {
        text.parse().unwrap()
    }

    #[test]
    fn a_time_is_read_as_people_write_it() {
        assert_eq!(time("8:05").to_string(), "08:05");
        assert_eq!(time("23:59").to_naive().to_string(), "23:59:00");
        for wrong in ["", "8", "24:00", "8:60", "8:5", "-1:00", "+8:00", "8:05:00", "１:00", "99999999999:00"] {
            assert!(wrong.parse::<TimeOfDay>().is_err(), "{wrong}");
        }
        assert_eq!(serde_json::to_string(&time("7:30")).unwrap(), "\"07:30\"");
        assert!(serde_json::from_str::<TimeOfDay>("\"25:00\"").is_err());
    }

    #[test]
    fn what_falls_into_quiet_hours_is_said_before_or_after_them_on_the_same_day() {
        let night = QuietHours::new(time("22:00"), time("7:00")).unwrap();
        assert_eq!(night.put_off(time("21:59")), time("21:59"));
        assert_eq!(night.put_off(time("23:00")), time("21:59"));
        assert_eq!(night.put_off(time("5:00")), time("7:00"));
        assert_eq!(night.put_off(time("7:00")), time("7:00"));
        let nap = QuietHours::new(time("13:00"), time("15:00")).unwrap();
        assert_eq!(nap.put_off(time("14:00")), time("15:00"));
        assert!(!nap.contains(time("15:00")));
        assert!(QuietHours::new(time("9:00"), time("9:00")).is_err());
    }
}
