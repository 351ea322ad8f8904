//! Steps walked in an interval.

use serde::{Deserialize, Serialize};

use super::time::Millis;
use super::{Invalid, Problem};

/// Steps that one source counted between two instants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepInterval {
    /// The first instant.
    pub start: Millis,
    /// The instant at which counting stopped; not before `start`.
    pub end: Millis,
    /// The count.
    pub count: u32,
}

impl StepInterval {
    /// `count` steps from `start` to `end`.
    ///
    /// # Errors
    /// `end` before `start`, an interval over 48 hours, or more than 10 steps a second on average
    /// (sprinters reach about 5).
    pub fn new(start: Millis, end: Millis, count: u32) -> Result<Self, Invalid> {
        let length = end.since(start);
        if length < 0 {
            return Err(Invalid::new("end", Problem::Contradiction));
        }
        if length > 2 * Millis::DAY || i64::from(count) > 10 * (length / Millis::SECOND + 1) {
            return Err(Invalid::new("count", Problem::Impossible));
        }
        Ok(Self { start, end, count })
    }
}
