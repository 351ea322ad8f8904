//! Units, in UCUM, and the quantities that carry them.

use serde::{Deserialize, Serialize};

/// A unit that the record stores or a screen shows. `code` is UCUM.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Unit {
    /// `/min`: beats or breaths a minute.
    #[serde(rename = "/min")]
    PerMinute,
    /// `mm[Hg]`: millimetres of mercury.
    #[serde(rename = "mm[Hg]")]
    MmHg,
    /// `kg`.
    #[serde(rename = "kg")]
    Kilogram,
    /// `g`.
    #[serde(rename = "g")]
    Gram,
    /// `mg`.
    #[serde(rename = "mg")]
    Milligram,
    /// `ug`: microgram.
    #[serde(rename = "ug")]
    Microgram,
    /// `kcal`.
    #[serde(rename = "kcal")]
    Kilocalorie,
    /// `cm`.
    #[serde(rename = "cm")]
    Centimetre,
    /// `Cel`: degree Celsius.
    #[serde(rename = "Cel")]
    Celsius,
    /// `%`, from 0 to 100.
    #[serde(rename = "%")]
    Percent,
    /// `mg/dL`.
    #[serde(rename = "mg/dL")]
    MgPerDl,
    /// `ms`.
    #[serde(rename = "ms")]
    Millisecond,
    /// `min`.
    #[serde(rename = "min")]
    Minute,
    /// `mL`.
    #[serde(rename = "mL")]
    Millilitre,
    /// `L/min`.
    #[serde(rename = "L/min")]
    LitrePerMinute,
    /// `{steps}`: a count of steps.
    #[serde(rename = "{steps}")]
    Steps,
    /// `1`: a plain count or score.
    #[serde(rename = "1")]
    One,
}

impl Unit {
    /// The UCUM code.
    #[must_use]
    pub const fn ucum(self) -> &'static str {
        match self {
            Self::PerMinute => "/min",
            Self::MmHg => "mm[Hg]",
            Self::Kilogram => "kg",
            Self::Gram => "g",
            Self::Milligram => "mg",
            Self::Microgram => "ug",
            Self::Kilocalorie => "kcal",
            Self::Centimetre => "cm",
            Self::Celsius => "Cel",
            Self::Percent => "%",
            Self::MgPerDl => "mg/dL",
            Self::Millisecond => "ms",
            Self::Minute => "min",
            Self::Millilitre => "mL",
            Self::LitrePerMinute => "L/min",
            Self::Steps => "{steps}",
            Self::One => "1",
        }
    }
}

/// A number and its unit.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Quantity {
    /// The number; finite.
    pub value: f64,
    /// The unit.
    pub unit: Unit,
}
