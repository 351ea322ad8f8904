//! What a person types, read: dates of either calendar, numbers with their units, in full width or half.

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime};

use crate::model::era::Era;
use crate::model::medicine::{DoseAmount, DoseUnit};
use crate::model::quantity::{Typed, Unit};
use crate::model::vital::VitalKind;
use crate::model::{Invalid, LocalDay, Problem};

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

/// A day near `today`: `today`, `昨日`, `3日前`, `4/25`, `4月25日`, or a [`date`]. One without a year is the
/// one nearest to today.
///
/// # Errors
/// `date` when it cannot be read.
pub fn day(text: &str, today: LocalDay) -> Result<LocalDay, Invalid> {
    let text = plain(text).to_lowercase();
    let back = match text.as_str() {
        "today" | "今日" | "きょう" | "本日" => Some(0),
        "yesterday" | "昨日" | "きのう" => Some(1),
        "一昨日" | "おととい" => Some(2),
        "tomorrow" | "明日" | "あした" => Some(-1),
        other => ["日前", " days ago", " day ago"]
            .iter()
            .find_map(|end| other.strip_suffix(end))
            .and_then(digits)
            .filter(|(_, rest)| rest.is_empty())
            .map(|(days, _)| i64::from(days)),
    };
    if let Some(back) = back {
        return Ok(today.plus_days(-back));
    }
    let short = text.replace('月', "/");
    if let Some((month, rest)) = digits(&short)
        && let Some((day, "" | "日")) = rest.strip_prefix('/').and_then(digits)
    {
        let years = (-1..=1).filter_map(|n| NaiveDate::from_ymd_opt(today.0.year() + n, month, day));
        let nearest = years.min_by_key(|date| (*date - today.0).num_days().abs());
        return nearest.map(LocalDay).ok_or(Invalid::new("date", Problem::Unreadable));
    }
    date(&text).map(LocalDay)
}

/// A time of the clock: `20:15`, `２０：１５`, `7時`, `7時半`, `午後8時15分`.
///
/// # Errors
/// `at` when it cannot be read.
pub fn clock(text: &str) -> Result<NaiveTime, Invalid> {
    let unreadable = || Invalid::new("at", Problem::Unreadable);
    let text = plain(text);
    let (later, text) = match text.strip_prefix("午後") {
        Some(rest) => (12, rest),
        None => (0, text.strip_prefix("午前").unwrap_or(&text)),
    };
    let (hour, rest) = digits(text).ok_or_else(unreadable)?;
    let minute = match rest {
        "時" => 0,
        "時半" => 30,
        _ => match rest.strip_prefix([':', '時']).and_then(digits) {
            Some((minute, "")) if rest.starts_with(':') && rest.len() == 3 => minute,
            Some((minute, "分")) if rest.starts_with('時') => minute,
            _ => return Err(unreadable()),
        },
    };
    if later > 0 && hour > 12 {
        return Err(unreadable());
    }
    NaiveTime::from_hms_opt(hour % if later > 0 { 12 } else { 24 } + later, minute, 0)
        .filter(|_| hour < 24)
        .ok_or_else(unreadable)
}

/// A day and a time of its clock; a time alone is of `today`: `7:30`, `昨日 20:15`, `4月25日7時`,
/// `2026-04-25T20:15`.
///
/// # Errors
/// `at` when it cannot be read.
pub fn moment(text: &str, today: LocalDay) -> Result<NaiveDateTime, Invalid> {
    let text = plain(text);
    if let Ok(time) = clock(&text) {
        return Ok(today.0.and_time(time));
    }
    let splits = text.char_indices().skip(1).filter_map(|(at, _)| text.split_at_checked(at));
    for (before, after) in splits {
        if let (Ok(day), Ok(time)) = (day(before, today), clock(after.trim_start_matches(['T', 't', ' ']))) {
            return Ok(day.0.and_time(time));
        }
    }
    Err(Invalid::new("at", Problem::Unreadable))
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
#[must_use]
pub fn unit(word: &str) -> Option<Unit> {
    Some(match plain(word).trim_end_matches('.').to_lowercase().as_str() {
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
    if number.is_empty() {
        return Err(Invalid::new(field, Problem::Unreadable));
    }
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

/// What is measured, in the words that people use; `None` inside is blood pressure.
#[must_use]
pub fn measure(text: &str) -> Option<Option<VitalKind>> {
    let word = plain(text).to_lowercase().replace([' ', '-'], "_");
    Some(match word.as_str() {
        "bp" | "blood_pressure" | "血圧" => None,
        "体重" => Some(VitalKind::Weight),
        "fat" | "体脂肪" | "体脂肪率" => Some(VitalKind::BodyFat),
        "腹囲" | "ウエスト" => Some(VitalKind::Waist),
        "temp" | "体温" | "熱" => Some(VitalKind::Temperature),
        "spo2" | "oxygen" | "酸素" | "酸素飽和度" => Some(VitalKind::OxygenSaturation),
        "bg" | "sugar" | "血糖" | "血糖値" => Some(VitalKind::Glucose),
        "pulse" | "脈" | "脈拍" | "安静時心拍数" => Some(VitalKind::RestingHeartRate),
        "呼吸数" | "呼吸" => Some(VitalKind::RespiratoryRate),
        "ピークフロー" => Some(VitalKind::PeakFlow),
        "身長" => Some(VitalKind::Height),
        code => Some(VitalKind::from_code(code)?),
    })
}

/// How much of a medicine: `1錠`, `0.5 tablet`, `2包`, `10単位`, `5 mL`.
///
/// # Errors
/// `dose` when the number or the unit cannot be read.
pub fn dose(text: &str) -> Result<DoseAmount, Invalid> {
    let unreadable = || Invalid::new("dose", Problem::Unreadable);
    let text = plain(text).to_lowercase();
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').ok_or_else(unreadable)?;
    let (number, word) = text.split_at_checked(end).ok_or_else(unreadable)?;
    let unit = match word.trim() {
        "錠" | "tablet" | "tablets" | "tab" => DoseUnit::Tablet,
        "カプセル" | "capsule" | "capsules" | "cap" => DoseUnit::Capsule,
        "包" | "袋" | "packet" | "packets" => DoseUnit::Packet,
        "滴" | "drop" | "drops" => DoseUnit::Drop,
        "吸入" | "puff" | "puffs" => DoseUnit::Puff,
        "枚" | "patch" | "patches" => DoseUnit::Patch,
        "個" | "suppository" | "suppositories" => DoseUnit::Suppository,
        "回" | "application" | "applications" => DoseUnit::Application,
        "単位" | "unit" | "units" | "iu" => DoseUnit::Unit,
        "ml" | "cc" => DoseUnit::Millilitre,
        "mg" => DoseUnit::Milligram,
        "g" => DoseUnit::Gram,
        _ => return Err(unreadable()),
    };
    let value = number.parse().map_err(|_| unreadable())?;
    Ok(DoseAmount { value, unit })
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
    fn a_day_and_a_time_are_read_as_people_say_them() {
        let today: LocalDay = "2026-01-03".parse().unwrap();
        for (text, expected) in [
            ("今日", "2026-01-03"),
            ("きのう", "2026-01-02"),
            ("3日前", "2025-12-31"),
            ("３日前", "2025-12-31"),
            ("2 days ago", "2026-01-01"),
            ("12/30", "2025-12-30"),
            ("1月5日", "2026-01-05"),
            ("2025-04-25", "2025-04-25"),
            ("令和7年4月25日", "2025-04-25"),
        ] {
            assert_eq!(day(text, today).unwrap().to_string(), expected, "{text}");
        }
        for text in ["", "13/1", "いつか", "前", "日前", "1/2/3/4"] {
            assert!(day(text, today).is_err(), "{text}");
        }
        for (text, expected) in [
            ("7:30", "2026-01-03 07:30"),
            ("２０：１５", "2026-01-03 20:15"),
            ("7時半", "2026-01-03 07:30"),
            ("午後8時15分", "2026-01-03 20:15"),
            ("昨日 20:15", "2026-01-02 20:15"),
            ("昨日20:15", "2026-01-02 20:15"),
            ("12月30日7時", "2025-12-30 07:00"),
            ("2025-04-25T20:15", "2025-04-25 20:15"),
            ("2025-04-25 20:15", "2025-04-25 20:15"),
        ] {
            assert_eq!(moment(text, today).unwrap().format("%Y-%m-%d %H:%M").to_string(), expected, "{text}");
        }
        for text in ["", "24:00", "7:5", "12:60", "昨日", "20:15 昨日", "午後13時"] {
            assert!(moment(text, today).is_err(), "{text}");
        }
    }

    #[test]
    fn a_dose_is_read_as_the_bag_states_it() {
        assert_eq!(dose("1錠"), Ok(DoseAmount { value: 1.0, unit: DoseUnit::Tablet }));
        assert_eq!(dose("０．５錠"), Ok(DoseAmount { value: 0.5, unit: DoseUnit::Tablet }));
        assert_eq!(dose("10 units"), Ok(DoseAmount { value: 10.0, unit: DoseUnit::Unit }));
        assert!(["1", "錠", "1 boat", "1.2.3錠"].iter().all(|text| dose(text).is_err()));
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
        assert_eq!(read("heavy", Unit::Kilogram).unwrap_err().field, "value");
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
            let _ = (day(&text, LocalDay(NaiveDate::MIN)), moment(&text, LocalDay(NaiveDate::MAX)), dose(&text));
        }
    }
}
