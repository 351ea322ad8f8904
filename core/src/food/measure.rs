//! Household measures: how a person says how much.

use crate::model::{Invalid, Problem};

/// A household measure. Its weight depends on the food; the food table holds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "each is the measure of that name; the Japanese counter stands beside its code")]
pub enum HouseholdMeasure {
    Bowl,
    BowlSmall,
    BowlLarge,
    BigBowl,
    SoupBowl,
    Plate,
    Serving,
    Piece,
    Stick,
    Sheet,
    SheetThick,
    Slice,
    Block,
    Clove,
    Floret,
    Pack,
    Bag,
    Can,
    Cup,
    Glass,
    Shot,
    Go,
    RiceCup,
    Tablespoon,
    Teaspoon,
}

impl HouseholdMeasure {
    /// Every measure with its code.
    const CODES: [(Self, &'static str); 25] = [
        (Self::Bowl, "bowl"),              // 膳
        (Self::BowlSmall, "bowl-small"),   // 小盛り
        (Self::BowlLarge, "bowl-large"),   // 大盛り
        (Self::BigBowl, "big-bowl"),       // 丼
        (Self::SoupBowl, "soup-bowl"),     // 椀
        (Self::Plate, "plate"),            // 皿
        (Self::Serving, "serving"),        // 人前
        (Self::Piece, "piece"),            // 個
        (Self::Stick, "stick"),            // 本
        (Self::Sheet, "sheet"),            // 枚
        (Self::SheetThick, "sheet-thick"), // 枚（厚切り）
        (Self::Slice, "slice"),            // 切れ
        (Self::Block, "block"),            // 丁
        (Self::Clove, "clove"),            // かけ
        (Self::Floret, "floret"),          // 房
        (Self::Pack, "pack"),              // パック
        (Self::Bag, "bag"),                // 袋
        (Self::Can, "can"),                // 缶
        (Self::Cup, "cup"),                // カップ
        (Self::Glass, "glass"),            // コップ
        (Self::Shot, "shot"),              // シングル
        (Self::Go, "go"),                  // 合（酒）
        (Self::RiceCup, "rice-cup"),       // 合（米）
        (Self::Tablespoon, "tbsp"),        // 大さじ, 15 mL
        (Self::Teaspoon, "tsp"),           // 小さじ, 5 mL
    ];

    /// Every measure.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::CODES.into_iter().map(|(measure, _)| measure)
    }

    /// The code, as [`Portion`](crate::model::meal::Portion) keeps it.
    #[must_use]
    pub fn code(self) -> &'static str {
        Self::CODES.into_iter().find(|(measure, _)| *measure == self).map_or("serving", |(_, code)| code)
    }

    /// The volume in mL of a measure that is a volume whatever is in it.
    #[must_use]
    pub fn millilitres(self) -> Option<f64> {
        match self {
            Self::Tablespoon => Some(15.0),
            Self::Teaspoon => Some(5.0),
            _ => None,
        }
    }
}

impl std::str::FromStr for HouseholdMeasure {
    type Err = Invalid;

    fn from_str(code: &str) -> Result<Self, Invalid> {
        Self::CODES
            .into_iter()
            .find(|(_, known)| *known == code)
            .map(|(measure, _)| measure)
            .ok_or(Invalid::new("measure", Problem::Unreadable))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_measure_is_read_back_from_its_own_code() {
        for measure in HouseholdMeasure::all() {
            assert_eq!(measure.code().parse(), Ok(measure));
        }
        assert!("膳".parse::<HouseholdMeasure>().is_err());
    }
}
