//! Household measures: how a person says how much.

use unicode_normalization::UnicodeNormalization;

use super::table::FoodMeasure;
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

/// How much of a food, as a person says it.
#[derive(Debug, Clone, PartialEq)]
pub enum Amount {
    /// Weighed, in grams.
    Grams(f64),
    /// So many mL.
    Millilitres(f64),
    /// So many of a measure, which only the food can tell the weight of; without a word, of the
    /// measure that is usual for it.
    Of(f64, String),
}

/// Units of weight in grams and of volume in mL. An ounce and a pound are the avoirdupois ones, a
/// fluid ounce is the American one.
const UNITS: [(&str, Amount); 22] = [
    ("g", Amount::Grams(1.0)),
    ("gram", Amount::Grams(1.0)),
    ("grams", Amount::Grams(1.0)),
    ("グラム", Amount::Grams(1.0)),
    ("mg", Amount::Grams(0.001)),
    ("kg", Amount::Grams(1_000.0)),
    ("キロ", Amount::Grams(1_000.0)),
    ("oz", Amount::Grams(28.35)),
    ("ounce", Amount::Grams(28.35)),
    ("ounces", Amount::Grams(28.35)),
    ("lb", Amount::Grams(453.6)),
    ("pound", Amount::Grams(453.6)),
    ("pounds", Amount::Grams(453.6)),
    ("ml", Amount::Millilitres(1.0)),
    ("cc", Amount::Millilitres(1.0)),
    ("ミリリットル", Amount::Millilitres(1.0)),
    ("dl", Amount::Millilitres(100.0)),
    ("l", Amount::Millilitres(1_000.0)),
    ("リットル", Amount::Millilitres(1_000.0)),
    ("fl oz", Amount::Millilitres(29.57)),
    ("fl. oz", Amount::Millilitres(29.57)),
    ("floz", Amount::Millilitres(29.57)),
];

/// What people call a measure, and the codes that it can mean, the likeliest first.
const WORDS: [(&str, &[&str]); 61] = [
    ("膳", &["bowl", "big-bowl", "serving"]),
    ("ぜん", &["bowl", "serving"]),
    ("小盛り", &["bowl-small"]),
    ("小盛", &["bowl-small"]),
    ("大盛り", &["bowl-large"]),
    ("大盛", &["bowl-large"]),
    ("杯", &["soup-bowl", "bowl", "big-bowl", "bowl-large", "cup", "glass", "shot", "can", "serving"]),
    ("はい", &["soup-bowl", "bowl", "big-bowl", "cup", "glass"]),
    ("ぱい", &["soup-bowl", "bowl", "big-bowl", "cup", "glass"]),
    ("椀", &["soup-bowl", "bowl", "bowl-large"]),
    ("丼", &["big-bowl", "bowl-large"]),
    ("皿", &["plate", "serving"]),
    ("人前", &["serving", "plate", "big-bowl", "bowl", "bowl-large", "soup-bowl", "piece"]),
    ("食", &["serving", "plate", "big-bowl", "bowl", "pack"]),
    ("人分", &["serving", "plate", "big-bowl", "bowl", "bowl-large", "soup-bowl", "piece"]),
    ("個", &["piece", "fruit", "medium", "cup", "sheet"]),
    ("コ", &["piece", "fruit", "medium"]),
    ("こ", &["piece", "fruit", "medium"]),
    ("つ", &["piece", "fruit", "medium", "serving"]),
    ("玉", &["piece", "serving", "fruit", "medium"]),
    ("粒", &["piece"]),
    ("貫", &["piece"]),
    ("尾", &["piece"]),
    ("匹", &["piece"]),
    ("串", &["stick"]),
    ("本", &["stick", "can", "piece", "pack"]),
    ("枚", &["sheet", "slice", "piece"]),
    ("厚切り", &["sheet-thick"]),
    ("切れ", &["slice", "sheet"]),
    ("きれ", &["slice", "sheet"]),
    ("丁", &["block"]),
    ("かけ", &["clove"]),
    ("片", &["clove", "slice"]),
    ("房", &["floret", "piece"]),
    ("パック", &["pack", "serving"]),
    ("袋", &["bag", "pack"]),
    ("缶", &["can"]),
    ("カップ", &["cup", "glass"]),
    ("コップ", &["glass", "cup"]),
    ("グラス", &["glass", "shot", "cup"]),
    ("合", &["go", "rice-cup"]),
    ("大さじ", &["tbsp"]),
    ("おおさじ", &["tbsp"]),
    ("小さじ", &["tsp"]),
    ("こさじ", &["tsp"]),
    ("tablespoon", &["tbsp"]),
    ("teaspoon", &["tsp"]),
    ("bowl", &["bowl", "soup-bowl", "big-bowl", "bowl-large", "cup", "serving"]),
    ("cup", &["cup", "glass"]),
    ("glass", &["glass", "cup"]),
    ("mug", &["cup", "glass"]),
    ("plate", &["plate", "serving"]),
    ("serving", &["serving", "plate", "big-bowl", "bowl", "bowl-large", "soup-bowl", "pack", "piece"]),
    ("portion", &["serving", "plate", "big-bowl", "bowl", "bowl-large", "soup-bowl", "piece"]),
    ("piece", &["piece", "medium", "fruit", "slice", "stick", "sheet"]),
    ("slice", &["slice", "sheet"]),
    ("small", &["small", "piece", "fruit", "serving"]),
    ("medium", &["medium", "piece", "fruit", "stick", "serving"]),
    ("large", &["large", "piece", "fruit", "serving"]),
    ("pack", &["pack", "package", "bag"]),
    ("can", &["can"]),
];

impl Amount {
    /// Reads `150g`, `1膳`, `大さじ2`, `2 slices`, `1/2 cup`, `半分`, `3`. `None` when it is no amount.
    ///
    /// ```
    /// use mimamori::food::Amount;
    /// assert_eq!(Amount::parse("１５０グラム"), Some(Amount::Grams(150.0)));
    /// assert_eq!(Amount::parse("大さじ2"), Some(Amount::Of(2.0, "大さじ".to_owned())));
    /// assert_eq!(Amount::parse("1 1/2 cups"), Some(Amount::Of(1.5, "cups".to_owned())));
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let plain: String = text.nfkc().flat_map(char::to_lowercase).take(60).collect();
        let plain = plain.trim().trim_start_matches('約').trim();
        if matches!(plain, "半分" | "half") {
            return Some(Self::Of(0.5, String::new()));
        }
        let (count, word) = match number(plain) {
            Some((count, rest)) => (count, rest.trim()),
            // 大さじ2, カップ1/2: the measure stands first.
            None => {
                let split = plain.find(|c: char| digit(c).is_some() || c == '半')?;
                let (word, count) = plain.split_at_checked(split)?;
                let (count, rest) = number(count.trim())?;
                if !rest.trim().is_empty() {
                    return None;
                }
                (count, word.trim())
            }
        };
        // 1個半 is one and a half.
        let (count, word) = match word.strip_suffix('半') {
            Some(word) if !word.is_empty() => (count + 0.5, word),
            _ => (count, word),
        };
        if !(count > 0.0 && count <= 100_000.0) {
            return None;
        }
        match UNITS.iter().find(|(name, _)| *name == word) {
            Some((_, Self::Grams(each))) => Some(Self::Grams(count * each)),
            Some((_, Self::Millilitres(each))) => Some(Self::Millilitres(count * each)),
            _ => Some(Self::Of(count, word.to_owned())),
        }
    }

    /// Whether it stands for an amount whatever food it is said of: a unit, or a measure that every
    /// household knows. `1% milk` does not.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        match self {
            Self::Grams(_) | Self::Millilitres(_) => true,
            Self::Of(_, word) => word.is_empty() || codes(word).is_some() || word.parse::<HouseholdMeasure>().is_ok(),
        }
    }
}

fn digit(c: char) -> Option<f64> {
    let kanji = "〇一二三四五六七八九十".chars().position(|digit| digit == c);
    c.to_digit(10).map(f64::from).or_else(|| kanji.map(|value| value as f64))
}

/// The number at the beginning and what follows: `1.5`, `1/2`, `1 1/2`, `一`, `半`.
fn number(text: &str) -> Option<(f64, &str)> {
    if let Some(rest) = text.strip_prefix('半') {
        return Some((0.5, rest));
    }
    let first = text.chars().next()?;
    if !first.is_ascii_digit() {
        return Some((digit(first)?, text.get(first.len_utf8()..)?));
    }
    let (whole, rest) = figure(text)?;
    // NFKC writes ½ as 1⁄2, with a slash of its own.
    let slash = |text: &str| text.strip_prefix(['/', '\u{2044}']).map(str::to_owned);
    if let Some(after) = slash(rest) {
        let (under, _) = figure(&after)?;
        let rest = rest.get(rest.len() - figure(&after)?.1.len()..)?;
        return (under > 0.0).then_some((whole / under, rest));
    }
    if let Some((over, after)) = figure(rest.trim_start())
        && let Some(under_text) = slash(after)
        && let Some((under, last)) = figure(&under_text)
        && under > 0.0
    {
        return Some((whole + over / under, rest.get(rest.len() - last.len()..)?));
    }
    Some((whole, rest))
}

fn figure(text: &str) -> Option<(f64, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (figure, rest) = text.split_at_checked(end)?;
    Some((figure.parse().ok()?, rest))
}

fn codes(word: &str) -> Option<&'static [&'static str]> {
    let known = |word: &str| WORDS.iter().find(|(name, _)| *name == word).map(|(_, codes)| *codes);
    known(word).or_else(|| known(word.strip_suffix("es")?)).or_else(|| known(word.strip_suffix('s')?))
}

/// The measure of a food that `word` means: a code, a word of everyday speech in Japanese or
/// English, or the beginning of the table's own word. Without a word, the food's usual measure.
#[must_use]
pub fn find<'a>(word: &str, measures: &'a [FoodMeasure]) -> Option<&'a FoodMeasure> {
    let of_code = |code: &str| measures.iter().find(|measure| measure.code == code);
    if word.is_empty() {
        return measures.first();
    }
    let word = word.to_lowercase();
    let single = word.strip_suffix('s').unwrap_or(&word);
    of_code(&word)
        .or_else(|| of_code(single))
        .or_else(|| codes(&word)?.iter().find_map(|code| of_code(code)))
        .or_else(|| measures.iter().find(|measure| measure.code.split(' ').any(|part| part == word || part == single)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_measure_is_read_back_from_its_own_code() {
        for measure in HouseholdMeasure::all() {
            assert_eq!(measure.code().parse(), Ok(measure));
        }
        assert!("膳".parse::<HouseholdMeasure>().is_err());
    }

    #[test]
    fn an_amount_is_read_as_people_say_it() {
        let of = |count, word: &str| Some(Amount::Of(count, word.to_owned()));
        for (text, amount) in [
            ("150g", Some(Amount::Grams(150.0))),
            ("150 グラム", Some(Amount::Grams(150.0))),
            ("約80ｇ", Some(Amount::Grams(80.0))),
            ("2 oz", Some(Amount::Grams(56.7))),
            ("200ml", Some(Amount::Millilitres(200.0))),
            ("8 fl oz", Some(Amount::Millilitres(236.56))),
            ("1膳", of(1.0, "膳")),
            ("１杯", of(1.0, "杯")),
            ("一切れ", of(1.0, "切れ")),
            ("半丁", of(0.5, "丁")),
            ("1個半", of(1.5, "個")),
            ("大さじ 2", of(2.0, "大さじ")),
            ("カップ1/2", of(0.5, "カップ")),
            ("½ cup", of(0.5, "cup")),
            ("1 1/2 cups", of(1.5, "cups")),
            ("2 slices", of(2.0, "slices")),
            ("半分", of(0.5, "")),
            ("3", of(3.0, "")),
            ("", None),
            ("lots", None),
            ("0g", None),
            ("1/0 cup", None),
        ] {
            assert_eq!(Amount::parse(text), amount, "{text}");
        }
        assert!(!Amount::parse("1% milk").unwrap().is_plain());
        assert!(Amount::parse("2 slices").unwrap().is_plain());
    }

    #[test]
    fn a_word_means_the_measure_that_the_food_has() {
        let measure = |code: &str| FoodMeasure { code: code.into(), grams: 1.0, source: "estimate".into() };
        let measures = [measure("bowl"), measure("tbsp"), measure("cup sliced"), measure("medium")];
        let found = |word: &str| find(word, &measures).map(|measure| measure.code.as_str());
        for (word, code) in [
            ("", "bowl"),
            ("bowl", "bowl"),
            ("膳", "bowl"),
            ("杯", "bowl"),
            ("大さじ", "tbsp"),
            ("tablespoons", "tbsp"),
            ("cups", "cup sliced"),
            ("個", "medium"),
            ("pieces", "medium"),
        ] {
            assert_eq!(found(word), Some(code), "{word}");
        }
        assert_eq!(found("丁"), None);
        assert_eq!(find("", &[]), None);
    }

    proptest! {
        #[test]
        fn any_text_is_an_amount_above_nothing_or_none(text in "\\PC{0,20}") {
            match Amount::parse(&text) {
                Some(Amount::Grams(n) | Amount::Millilitres(n) | Amount::Of(n, _)) => {
                    prop_assert!(n.is_finite() && n > 0.0);
                }
                None => {}
            }
        }
    }
}
