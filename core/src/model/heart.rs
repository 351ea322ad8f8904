//! Heart rate and the intervals between beats.

use serde::{Deserialize, Serialize};

use super::day::LocalDay;
use super::time::Millis;
use super::{Invalid, Problem};

/// Beats a minute, 1 to 300. A strap's 0 ("no measurement") is no heart rate and is not one here.
///
/// The upper end leaves room above the 280 per minute that a human atrioventricular node can pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u16", into = "u16")]
pub struct Bpm(u16);

impl Bpm {
    /// The largest rate that is kept.
    pub const MAX: u16 = 300;

    /// `value` beats a minute.
    ///
    /// # Errors
    /// `heart_rate` outside 1 to 300.
    pub const fn new(value: u16) -> Result<Self, Invalid> {
        if value == 0 || value > Self::MAX {
            return Err(Invalid::new("heart_rate", Problem::Impossible));
        }
        Ok(Self(value))
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> u16 {
        self.0
    }
}

impl TryFrom<u16> for Bpm {
    type Error = Invalid;
    fn try_from(value: u16) -> Result<Self, Invalid> {
        Self::new(value)
    }
}

impl From<Bpm> for u16 {
    fn from(bpm: Bpm) -> Self {
        bpm.0
    }
}

/// What a strap says about its contact with the skin (0x2A37, flags 1 and 2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Contact {
    /// The device does not tell.
    Unsupported,
    /// It tells, and there is none: its rate is not to be trusted.
    Lost,
    /// There is contact.
    Detected,
}

/// One heart rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeartSample {
    /// When it was received or measured.
    pub at: Millis,
    /// The rate.
    pub bpm: Bpm,
    /// Contact with the skin.
    pub contact: Contact,
}

/// The interval between two beats in the strap's own unit, 1/1024 s; kept as sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RrInterval(pub u16);

impl RrInterval {
    /// Milliseconds, exact: a multiple of 0.9765625.
    #[must_use]
    pub fn as_ms(self) -> f64 {
        f64::from(self.0) * 1000.0 / 1024.0
    }
}

/// Beats that follow each other without a gap, in the order in which the heart made them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RrRun {
    /// When the first interval begins.
    pub start: Millis,
    /// The intervals; never empty.
    pub intervals: Vec<RrInterval>,
}

impl RrRun {
    /// When the last interval ends: the start plus the exact sum, rounded to a millisecond.
    #[must_use]
    pub fn end(&self) -> Millis {
        let ticks: i64 = self.intervals.iter().map(|rr| i64::from(rr.0)).sum();
        self.start.plus((ticks * 1000 + 512) / 1024)
    }
}

/// What one source measured in one hour of the clock (UTC): the unit that is packed, rolled up and
/// sent.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HeartHour {
    /// Rates in order of time, no two at the same instant.
    pub samples: Vec<HeartSample>,
    /// Runs of beats that begin in this hour, in order of time.
    pub runs: Vec<RrRun>,
}

/// What erasing every single heart rate of old days takes away; the sums of their minutes stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Thinning {
    /// How many of the person's days.
    pub days: u32,
    /// The first of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first: Option<LocalDay>,
    /// The last of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last: Option<LocalDay>,
    /// How many bytes their measurements take, packed; of a day of which a part goes, about its part.
    pub bytes: u64,
    /// How many of their hours wait to be sent to a platform, and will not be.
    pub unsent: u32,
}

/// Heart rate of a minute, an hour or a day: what charts read.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct HeartRollUp {
    /// The start of the minute, hour or day.
    pub start: Millis,
    /// How many samples it sums up; at least 1.
    pub count: u32,
    /// The sum of their rates, so that roll-ups add up exactly.
    pub sum: u64,
    /// The lowest.
    pub min: Bpm,
    /// The highest.
    pub max: Bpm,
}

impl HeartRollUp {
    /// The mean rate.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "a sum of rates stays far below 2^52")]
    pub fn mean(&self) -> f64 {
        self.sum as f64 / f64::from(self.count.max(1))
    }
}
