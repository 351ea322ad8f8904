//! Current Time (0x2A2B): Current Time Service 1.1, section 3.1. A cuff or scale that lets its clock
//! be set takes these bytes.

use super::{DateTime, Fields, Truncated};

/// The clock of a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CurrentTime {
    /// Date and time.
    pub time: DateTime,
    /// 1 Monday to 7 Sunday; 0 is "not known".
    pub weekday: u8,
    /// 1/256 of a second.
    pub fraction: u8,
    /// Why it was changed last: bit 0 by hand, 1 from a reference, 2 a new zone, 3 daylight saving.
    pub reason: u8,
}

impl CurrentTime {
    /// The bytes to write to a device whose clock is to be set.
    #[must_use]
    pub fn to_bytes(self) -> Vec<u8> {
        let mut bytes = self.time.to_bytes().to_vec();
        bytes.extend([self.weekday, self.fraction, self.reason]);
        bytes
    }
}

/// Reads a value of 0x2A2B.
///
/// # Errors
/// [`Truncated`], with the name of the first field that is not whole.
pub fn decode(bytes: &[u8]) -> Result<CurrentTime, Truncated> {
    let mut fields = Fields::new(bytes);
    Ok(CurrentTime {
        time: fields.date_time("time")?,
        weekday: fields.u8("day of the week")?,
        fraction: fields.u8("fraction of a second")?,
        reason: fields.u8("reason")?,
    })
}
