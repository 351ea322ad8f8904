//! Energy used in an interval.

use serde::{Deserialize, Serialize};

use super::time::Millis;
use super::{Invalid, Problem};

/// What the body used energy for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EnergyKind {
    /// Moving.
    Active,
    /// Staying alive at rest.
    Basal,
}

impl EnergyKind {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Active, Self::Basal];

    /// The code in the store.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Basal => "basal",
        }
    }
}

/// Energy that one source estimated between two instants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnergyInterval {
    /// The first instant.
    pub start: Millis,
    /// The instant at which it ended; not before `start`.
    pub end: Millis,
    /// For what.
    pub kind: EnergyKind,
    /// How much, in thousandths of a kilocalorie, so that parts add up exactly.
    pub milli_kcal: u32,
}

/// More than any person uses in a minute: a world-class oarsman at full effort is at about 36 kcal
/// (Hagerman, Sports Med 1984;1:303).
const MOST_A_MINUTE: i64 = 60_000;

impl EnergyInterval {
    /// `kcal` used from `start` to `end`.
    ///
    /// # Errors
    /// `end` before `start`; `kcal` that is negative, not finite, over an interval of more than 48
    /// hours, or above 60 a minute on average.
    pub fn new(start: Millis, end: Millis, kind: EnergyKind, kcal: f64) -> Result<Self, Invalid> {
        let length = end.since(start);
        if length < 0 {
            return Err(Invalid::new("end", Problem::Contradiction));
        }
        let most = MOST_A_MINUTE * (length / Millis::MINUTE + 1);
        let milli = (kcal * 1_000.0).round();
        #[expect(clippy::cast_precision_loss, reason = "two days of energy stay far below 2^52")]
        let possible = length <= 2 * Millis::DAY && (0.0..=most as f64).contains(&milli);
        if !possible {
            return Err(Invalid::new("kcal", Problem::Impossible));
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 172,860,000")]
        Ok(Self { start, end, kind, milli_kcal: milli as u32 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn energy_that_nobody_can_use_is_refused() {
        let hour = |kcal: f64| EnergyInterval::new(Millis(0), Millis(Millis::HOUR), EnergyKind::Active, kcal);
        assert_eq!(hour(412.3456).unwrap().milli_kcal, 412_346);
        for wrong in [-1.0, f64::NAN, f64::INFINITY, 5_000.0] {
            assert_eq!(hour(wrong).unwrap_err().field, "kcal");
        }
        let backwards = EnergyInterval::new(Millis(1), Millis(0), EnergyKind::Basal, 1.0);
        assert_eq!(backwards.unwrap_err().field, "end");
    }
}
