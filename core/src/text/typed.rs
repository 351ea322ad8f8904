//! What a person types, read: dates of either calendar, numbers with their units, in full width or half.

use chrono::NaiveDate;

use crate::model::era::Era;
use crate::model::quantity::{Typed, Unit};
use crate::model::{Invalid, Problem};

/// Longest text that is looked at, in characters.
const LONGEST: usize = 100;

/// Full-width letters, digits and signs as their plain ones, without blanks around; the rest as it is.
#[must_use]
pub fn plain(text: &str) -> String {
    let narrow = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' | '\u{a0}' => ' ',
        // Signs that keyboards and printed labels use for a hyphen or a minus.
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '\u{2032}' | '\u{2019}' => '\'',
        '\u{2033}' | '\u{201d}' => '"',
        '。' | '・' => '.',
        _ => c,
    };
    text.chars().take(LONGEST).map(narrow).collect::<String>().trim().to_owned()
}

/// A date: `1948-04-05`, `1948/4/5`, `1948年4月5日`, `S23.4.5`, `昭和23年4月5日`, `令和元年5月1日`.
///
/// # Errors
/// `date` when it cannot be read, or the era never had that day.
pub fn date(text: &str) -> Result<NaiveDate, Invalid> {
    let unreadable = || Invalid::new("date", Problem::Unreadable);
    let text = plain(text);
    let (era, rest) = era(&text);
    let mut parts = [0_u32; 3];
    let mut rest = rest.trim_start();
    for (place, part) in parts.iter_mut().enumerate() {
        let (number, after) = match rest.strip_prefix('元') {
            Some(after) if place == 0 && era.is_some() => (1, after),
            _ => digits(rest).ok_or_else(unreadable)?,
        };
        *part = number;
        let marks: &[char] = match place {
            0 => &['年', '.', '/', '-'],
            1 => &['月', '.', '/', '-'],
            _ => &['日'],
        };
        let after = after.trim_start();
        rest = match after.strip_prefix(marks) {
            Some(after) => after.trim_start(),
            None if place == 2 => after,
            None => return Err(unreadable()),
        };
    }
    if !rest.is_empty() {
        return Err(unreadable());
    }
    let [year, month, day] = parts;
    match era {
        Some(era) => era.date(year, month, day),
        // A year of two digits could be of any era.
        None if year < 1_000 => Err(unreadable()),
        None => {
            i32::try_from(year).ok().and_then(|year| NaiveDate::from_ymd_opt(year, month, day)).ok_or_else(unreadable)
        }
    }
}

/// The era at the beginning of `text`, by its name, its letter or its one-character sign, and the rest.
fn era(text: &str) -> (Option<Era>, &str) {
    for era in Era::ALL {
        let (name, sign) = match era {
            Era::Meiji => ("明治", '㍾'),
            Era::Taisho => ("大正", '㍽'),
            Era::Showa => ("昭和", '㍼'),
            Era::Heisei => ("平成", '㍻'),
            Era::Reiwa => ("令和", '㋿'),
        };
        let short = name.chars().next().unwrap_or(sign);
        let rest = text
            .strip_prefix(name)
            .or_else(|| text.strip_prefix([sign, short, era.letter(), era.letter().to_ascii_lowercase()]));
        if let Some(rest) = rest {
            return (Some(era), rest);
        }
    }
    (None, text)
}

/// At most four digits at the beginning, and the rest.
fn digits(text: &str) -> Option<(u32, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, rest) = text.split_at_checked(end)?;
    if number.len() > 4 { None } else { Some((number.parse().ok()?, rest)) }
}

/// The unit that a word stands for, among those that measures come in.
fn unit(word: &str) -> Option<Unit> {
    Some(match word.trim().trim_end_matches('.').to_lowercase().as_str() {
        "kg" | "キロ" | "キログラム" | "㎏" => Unit::Kilogram,
        "lb" | "lbs" | "pound" | "pounds" | "ポンド" => Unit::Pound,
        "cm" | "センチ" | "センチメートル" | "㎝" => Unit::Centimetre,
        "m" | "メートル" => Unit::Metre,
        "in" | "inch" | "inches" | "\"" | "インチ" => Unit::Inch,
        "ft" | "feet" | "foot" | "'" | "フィート" => Unit::Foot,
        "c" | "°c" | "℃" | "度" | "cel" => Unit::Celsius,
        "f" | "°f" | "℉" => Unit::Fahrenheit,
        "mmhg" | "mm[hg]" | "ミリ" => Unit::MmHg,
        "kpa" => Unit::Kilopascal,
        "mg/dl" | "mgdl" | "㎎/dl" => Unit::MgPerDl,
        "mmol/l" | "mmol" => Unit::MmolPerL,
        "%" | "パーセント" => Unit::Percent,
        "bpm" | "/min" | "/分" | "回/分" | "回" | "拍" => Unit::PerMinute,
        "ms" | "ミリ秒" => Unit::Millisecond,
        "l/min" | "l/分" => Unit::LitrePerMinute,
        _ => return None,
    })
}

/// A number with a unit, or without one in `usual`: `54.4`, `５４．４ｋｇ`, `120 lb`, `5ft 3in`, `36.6度`.
///
/// # Errors
/// `field` when it is no number; `unit` when the unit is none of those of `usual`.
pub fn quantity(field: &'static str, text: &str, usual: Unit) -> Result<Typed, Invalid> {
    let text = plain(text);
    if usual.canonical() == Unit::Centimetre
        && let Some(inches) = feet_and_inches(&text)
    {
        return Ok(inches);
    }
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.' && c != '-').unwrap_or(text.len());
    let (number, word) = text.split_at_checked(end).unwrap_or((&text, ""));
    let unit = match word.trim() {
        "" => usual,
        word => unit(word).ok_or(Invalid::new("unit", Problem::Unreadable))?,
    };
    if unit.canonical() != usual.canonical() {
        return Err(Invalid::new("unit", Problem::Contradiction));
    }
    Typed::parse(field, number.trim(), unit)
}

/// `5ft 3in`, `5'3"`: in inches.
fn feet_and_inches(text: &str) -> Option<Typed> {
    let (feet, rest) = text.split_once("ft").or_else(|| text.split_once('\''))?;
    let inches = rest.trim().trim_end_matches("in").trim_end_matches('"').trim();
    let feet = Typed::parse("value", feet.trim(), Unit::Foot).ok().filter(|feet| feet.decimals == 0)?;
    let inches = Typed::parse("value", inches, Unit::Inch).ok().filter(|inches| inches.value < 12.0)?;
    Some(Typed { value: feet.value * 12.0 + inches.value, ..inches })
}

/// A blood pressure: `135/85`, `135 85`, `135/85/64` with the pulse, `１３５／８５`, `18.0/11.3kPa`.
///
/// # Errors
/// `systolic`, `diastolic` or `heart_rate` when missing or no number; `unit`.
pub fn pressure(text: &str, usual: Unit) -> Result<(Typed, Typed, Option<u16>), Invalid> {
    let text = plain(text);
    let end = text.find(|c: char| !c.is_ascii_digit() && !". -/,".contains(c)).unwrap_or(text.len());
    let (numbers, word) = text.split_at_checked(end).unwrap_or((&text, ""));
    let unit = match word.trim() {
        "" => usual,
        word => unit(word).ok_or(Invalid::new("unit", Problem::Unreadable))?,
    };
    if unit.canonical() != usual.canonical() {
        return Err(Invalid::new("unit", Problem::Contradiction));
    }
    let mut parts = numbers.split(|c| " -/,".contains(c)).filter(|part| !part.is_empty());
    let mut next = |field| match parts.next() {
        Some(part) => Typed::parse(field, part, unit),
        None => Err(Invalid::new(field, Problem::Missing)),
    };
    let (systolic, diastolic) = (next("systolic")?, next("diastolic")?);
    let pulse = match parts.next() {
        Some(part) => Some(part.parse().map_err(|_| Invalid::new("heart_rate", Problem::Unreadable))?),
        None => None,
    };
    if parts.next().is_some() {
        return Err(Invalid::new("heart_rate", Problem::Unreadable));
    }
    Ok((systolic, diastolic, pulse))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_birth_date_is_read_however_a_form_asks_for_it() {
        let born = NaiveDate::from_ymd_opt(1948, 4, 5).unwrap();
        for text in [
            "1948-04-05",
            "1948/4/5",
            "1948年4月5日",
            "S23.4.5",
            "s23/04/05",
            "昭和23年4月5日",
            "昭和２３年４月５日",
            "昭23.4.5",
            "㍼23.4.5",
            "Ｓ２３．４．５",
            " 昭和 23 年 4 月 5 日 ",
        ] {
            assert_eq!(date(text), Ok(born), "{text}");
        }
        assert_eq!(date("令和元年5月1日"), Ok(NaiveDate::from_ymd_opt(2019, 5, 1).unwrap()));
        for text in ["", "23.4.5", "48/4/5", "S65.1.1", "1948-13-05", "昭和", "1948-4", "1948年4月5日生", "99999-1-1"]
        {
            assert_eq!(date(text).unwrap_err().field, "date", "{text}");
        }
    }

    #[test]
    fn a_number_brings_its_unit_along() {
        let read = |text, usual| quantity("value", text, usual).map(|typed| (typed.value, typed.unit));
        assert_eq!(read("54.4", Unit::Kilogram), Ok((54.4, Unit::Kilogram)));
        assert_eq!(read("５４．４ｋｇ", Unit::Pound), Ok((54.4, Unit::Kilogram)));
        assert_eq!(read("120lb", Unit::Kilogram), Ok((120.0, Unit::Pound)));
        assert_eq!(read("54キロ", Unit::Kilogram), Ok((54.0, Unit::Kilogram)));
        assert_eq!(read("36.6度", Unit::Celsius), Ok((36.6, Unit::Celsius)));
        assert_eq!(read("98.6 °F", Unit::Celsius), Ok((98.6, Unit::Fahrenheit)));
        assert_eq!(read("5ft 3in", Unit::Centimetre), Ok((63.0, Unit::Inch)));
        assert_eq!(read("5'3\"", Unit::Centimetre), Ok((63.0, Unit::Inch)));
        assert_eq!(read("6.1 mmol/L", Unit::MgPerDl), Ok((6.1, Unit::MmolPerL)));
        assert_eq!(read("54cm", Unit::Kilogram).unwrap_err().field, "unit");
        assert_eq!(read("54 stones", Unit::Kilogram).unwrap_err().field, "unit");
        assert_eq!(read("heavy", Unit::Kilogram).unwrap_err().field, "unit");
        assert_eq!(read("", Unit::Kilogram).unwrap_err().field, "value");
    }

    #[test]
    fn a_pressure_is_read_as_cuffs_show_and_people_write_it() {
        let read = |text| pressure(text, Unit::MmHg).map(|(s, d, pulse)| (s.value, d.value, pulse));
        for text in ["135/85", "135 85", "１３５／８５", "135-85", "135/85mmHg"] {
            assert_eq!(read(text), Ok((135.0, 85.0, None)), "{text}");
        }
        assert_eq!(read("135/85/64"), Ok((135.0, 85.0, Some(64))));
        assert_eq!(read("135").unwrap_err(), Invalid::new("diastolic", Problem::Missing));
        assert_eq!(read("135/85/64/1").unwrap_err().field, "heart_rate");
        assert_eq!(read("135/85kg").unwrap_err().field, "unit");
        assert_eq!(pressure("18.0/11.3kPa", Unit::MmHg).unwrap().0.unit, Unit::Kilopascal);
    }

    proptest::proptest! {
        #[test]
        fn whatever_is_typed_is_read_or_refused(text in ".{0,60}") {
            let _ = (date(&text), quantity("value", &text, Unit::Centimetre), pressure(&text, Unit::MmHg));
        }
    }
}
