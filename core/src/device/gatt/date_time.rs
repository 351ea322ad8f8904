//! The clock of a device: characteristic type Date Time (0x2A08).

use chrono::{Datelike as _, NaiveDate, NaiveDateTime, Timelike as _};

/// A date and time as a device's own clock showed it: local, without a zone, and as wrong as the
/// device is. Kept as sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DateTime {
    /// 1582 to 9999; 0 is "not known".
    pub year: u16,
    /// 1 to 12; 0 is "not known".
    pub month: u8,
    /// 1 to 31; 0 is "not known".
    pub day: u8,
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// 0 to 59.
    pub second: u8,
}

impl DateTime {
    /// How many bytes it takes.
    pub const SIZE: usize = 7;

    pub(super) const fn from_bytes(bytes: [u8; Self::SIZE]) -> Self {
        let [low, high, month, day, hour, minute, second] = bytes;
        Self { year: u16::from_le_bytes([low, high]), month, day, hour, minute, second }
    }

    /// The bytes, as they are written to a device.
    #[must_use]
    pub const fn to_bytes(self) -> [u8; Self::SIZE] {
        let [low, high] = self.year.to_le_bytes();
        [low, high, self.month, self.day, self.hour, self.minute, self.second]
    }

    /// The date and time, where all of it is known and such a day exists.
    #[must_use]
    pub fn known(self) -> Option<NaiveDateTime> {
        if self.year == 0 {
            return None;
        }
        let day = NaiveDate::from_ymd_opt(i32::from(self.year), u32::from(self.month), u32::from(self.day))?;
        day.and_hms_opt(u32::from(self.hour), u32::from(self.minute), u32::from(self.second))
    }
}

impl From<NaiveDateTime> for DateTime {
    fn from(at: NaiveDateTime) -> Self {
        let small = |number: u32| u8::try_from(number).unwrap_or(0);
        Self {
            year: u16::try_from(at.year()).unwrap_or(0),
            month: small(at.month()),
            day: small(at.day()),
            hour: small(at.hour()),
            minute: small(at.minute()),
            second: small(at.second()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_was_never_set_is_no_time() {
        let set = DateTime { year: 2026, month: 2, day: 28, hour: 23, minute: 59, second: 59 };
        assert_eq!(DateTime::from(set.known().unwrap()), set);
        assert_eq!(DateTime::from_bytes(set.to_bytes()), set);
        for broken in [
            DateTime { year: 0, ..set },
            DateTime { month: 0, ..set },
            DateTime { day: 0, ..set },
            DateTime { day: 30, ..set },
            DateTime { month: 13, ..set },
            DateTime { hour: 24, ..set },
            DateTime { second: 60, ..set },
        ] {
            assert_eq!(broken.known(), None, "{broken:?}");
        }
    }
}
