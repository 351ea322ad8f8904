//! Habits to choose from a list.

use serde::{Deserialize, Serialize};

use super::{Goal, Schedule};

/// A habit that many people keep, named by its code and worded by [`crate::text`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Preset {
    /// Walking.
    Walk,
    /// Hours of sleep.
    Sleep,
    /// Taking one's medicine.
    Medicine,
    /// Alcohol, to drink less of it.
    Alcohol,
    /// Tobacco, to smoke less of it.
    Tobacco,
    /// Drinking water.
    Water,
    /// Brushing the teeth.
    Toothbrush,
    /// Bowel movements.
    Bowel,
    /// How the person feels.
    Mood,
}

impl Preset {
    /// Every preset, in the order in which screens list them.
    pub const ALL: [Self; 9] = [
        Self::Walk,
        Self::Sleep,
        Self::Medicine,
        Self::Alcohol,
        Self::Tobacco,
        Self::Water,
        Self::Toothbrush,
        Self::Bowel,
        Self::Mood,
    ];

    /// The code in the store, in files and on the command line; never changes.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Walk => "walk",
            Self::Sleep => "sleep",
            Self::Medicine => "medicine",
            Self::Alcohol => "alcohol",
            Self::Tobacco => "tobacco",
            Self::Water => "water",
            Self::Toothbrush => "toothbrush",
            Self::Bowel => "bowel",
            Self::Mood => "mood",
        }
    }

    /// The preset with this [`code`](Self::code).
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|preset| preset.code() == code)
    }

    /// The goal and the schedule to begin with; the person changes them as they like. Units are in
    /// braces where [`crate::text`] words them.
    ///
    /// - walk: 30 minutes; our own choice, half of the 60 minutes of activity a day that the
    ///   Japanese guide to physical activity (MHLW 2023) recommends to adults.
    /// - sleep: at least 6 hours, MHLW's sleep guide 2023 for adults.
    /// - alcohol: at most 2 drinks of 10 g, the 20 g a day that Health Japan 21 calls moderate.
    /// - tobacco: none.
    /// - water: 6 glasses of 200 mL, the 1.2 L a day of MHLW's drinking-water campaign.
    /// - toothbrush: twice a day, as the American Dental Association advises.
    /// - bowel: three times a week, the lower end of what is usual (Mitsuhashi et al., Am J
    ///   Gastroenterol 2018;113:115).
    /// - mood: 1 to 5, noted once a day.
    #[must_use]
    pub fn suggestion(self) -> (Goal, Schedule) {
        let count = |at_least: u32, unit: &str| Goal::Count { at_least, unit: unit.to_owned() };
        let amount = |at_least: f64, unit: &str| Goal::Amount { at_least, unit: unit.to_owned() };
        let at_most = |at_most: f64, unit: &str| Goal::AtMost { at_most, unit: unit.to_owned() };
        match self {
            Self::Walk => (amount(30.0, "{minutes}"), Schedule::Daily),
            Self::Sleep => (amount(6.0, "{hours}"), Schedule::Daily),
            Self::Medicine => (Goal::YesNo, Schedule::Daily),
            Self::Alcohol => (at_most(2.0, "{drinks}"), Schedule::Daily),
            Self::Tobacco => (at_most(0.0, "{cigarettes}"), Schedule::Daily),
            Self::Water => (count(6, "{glasses}"), Schedule::Daily),
            Self::Toothbrush => (count(2, "{times}"), Schedule::Daily),
            Self::Bowel => (Goal::YesNo, Schedule::TimesAWeek(3)),
            Self::Mood => (Goal::Rating { most: 5 }, Schedule::Daily),
        }
    }
}
