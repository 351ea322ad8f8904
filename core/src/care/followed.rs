//! What is followed over days, and what days are parted by.

use serde::Serialize;

use crate::detect::together::Contrast;
use crate::model::quantity::Unit;

/// What is followed over days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Followed {
    /// The first weight of a day, kg.
    Weight,
    /// The systolic pressure of a morning, mmHg: the mean of what was measured until noon.
    MorningPressure,
    /// Minutes asleep, in the night that the day's morning ends.
    Sleep,
    /// Steps of a day.
    Steps,
    /// The resting heart rate that a device states for a day, /min.
    RestingHeartRate,
}

impl Followed {
    /// Every one, in the order of a list.
    pub const ALL: [Self; 5] = [Self::Weight, Self::MorningPressure, Self::Sleep, Self::Steps, Self::RestingHeartRate];

    /// The unit of its values.
    #[must_use]
    pub const fn unit(self) -> Unit {
        match self {
            Self::Weight => Unit::Kilogram,
            Self::MorningPressure => Unit::MmHg,
            Self::Sleep => Unit::Minute,
            Self::Steps => Unit::Steps,
            Self::RestingHeartRate => Unit::PerMinute,
        }
    }
}

/// What days are parted by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Factor {
    /// A habit was kept; its name.
    Habit(String),
    /// Dinner began at nine in the evening or later.
    LateDinner,
}

/// Something that tended to go together with a value of the next day.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Together {
    /// What days are parted by.
    pub factor: Factor,
    /// The value of the day after.
    pub value: Followed,
    /// The contrast.
    pub contrast: Contrast,
}
