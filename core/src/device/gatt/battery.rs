//! Battery Level (0x2A19): Battery Service 1.1, section 3.1.

use super::{Fields, Truncated};

/// How full a battery is, in percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct BatteryLevel(u8);

impl BatteryLevel {
    /// 0 to 100.
    #[must_use]
    pub const fn percent(self) -> u8 {
        self.0
    }
}

/// Reads a value of 0x2A19. Over 100 % the specification knows nothing, and neither do we.
///
/// # Errors
/// [`Truncated`] when it is empty.
pub fn decode(bytes: &[u8]) -> Result<Option<BatteryLevel>, Truncated> {
    let percent = Fields::new(bytes).u8("level")?;
    Ok((percent <= 100).then_some(BatteryLevel(percent)))
}
