//! What a chart can be drawn of.

use crate::model::vital::VitalKind;
use crate::text::Words;

/// What a chart shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChartKind {
    /// Heart rate.
    Heart,
    /// Heart rate of the nights, with what was usual and what was noticed.
    Nights,
    /// Blood pressure.
    BloodPressure,
    /// Steps.
    Steps,
    /// Energy used in moving.
    Energy,
    /// Sleep.
    Sleep,
    /// A measurement of one number.
    Vital(VitalKind),
}

impl ChartKind {
    /// Every kind, in the order in which help lists them.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let mut all = vec![Self::Heart, Self::Nights, Self::BloodPressure, Self::Steps, Self::Energy, Self::Sleep];
        all.extend(VitalKind::ALL.into_iter().map(Self::Vital));
        all
    }

    /// The code in files and on the command line.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Heart => "heart",
            Self::Nights => "nights",
            Self::BloodPressure => "bp",
            Self::Steps => "steps",
            Self::Energy => "energy",
            Self::Sleep => "sleep",
            Self::Vital(kind) => kind.code(),
        }
    }

    /// What it is called in a list.
    #[must_use]
    pub fn name(self, words: &Words) -> String {
        match self {
            Self::Heart => words.get("chart-heart"),
            Self::Nights => words.get("chart-nights-title"),
            Self::BloodPressure => words.get("vital-blood-pressure"),
            Self::Steps => words.get("chart-steps"),
            Self::Energy => words.get("chart-energy"),
            Self::Sleep => words.get("chart-sleep"),
            Self::Vital(kind) => words.vital_kind(kind),
        }
    }

    /// The kind with this [`code`](Self::code), or with a name that people use for it.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        let code = code.to_ascii_lowercase().replace('-', "_");
        let code = match code.as_str() {
            "blood_pressure" => "bp",
            "heart_rate" => "heart",
            "spo2" => "oxygen_saturation",
            "rhr" => "resting_heart_rate",
            "hrv" => "rmssd",
            other => other,
        };
        Self::all().into_iter().find(|kind| kind.code() == code)
    }
}
