//! Japan's eras, in which people of Japan state their birth date (和暦).

use chrono::{Datelike, NaiveDate};

use super::{Invalid, Problem};

/// An era of the Gregorian calendar in Japan.
///
/// First days: 明治 in use with the Gregorian calendar since 1873-01-01 (太政官布告 明治5年第337号); 大正
/// 1912-07-30; 昭和 1926-12-25; 平成 1989-01-08 (昭和64年政令第1号); 令和 2019-05-01 (平成31年政令第143号).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Era {
    /// 明治, from its 6th year.
    Meiji,
    /// 大正.
    Taisho,
    /// 昭和.
    Showa,
    /// 平成.
    Heisei,
    /// 令和.
    Reiwa,
}

impl Era {
    /// Oldest first.
    pub const ALL: [Self; 5] = [Self::Meiji, Self::Taisho, Self::Showa, Self::Heisei, Self::Reiwa];

    /// The letter that forms and JAHIS files use: `S` for 昭和.
    #[must_use]
    pub const fn letter(self) -> char {
        match self {
            Self::Meiji => 'M',
            Self::Taisho => 'T',
            Self::Showa => 'S',
            Self::Heisei => 'H',
            Self::Reiwa => 'R',
        }
    }

    /// Year, month and day of the first day.
    const fn first(self) -> (i32, u32, u32) {
        match self {
            Self::Meiji => (1873, 1, 1),
            Self::Taisho => (1912, 7, 30),
            Self::Showa => (1926, 12, 25),
            Self::Heisei => (1989, 1, 8),
            Self::Reiwa => (2019, 5, 1),
        }
    }

    /// The Gregorian year before the era's first.
    const fn year_zero(self) -> i32 {
        match self {
            Self::Meiji => 1867,
            _ => self.first().0 - 1,
        }
    }

    /// The era of `date` and its year in it, the first being 1. Dates before 1873 have none: Japan's
    /// calendar was another.
    #[must_use]
    pub fn of(date: NaiveDate) -> Option<(Self, u32)> {
        let at = (date.year(), date.month(), date.day());
        let era = Self::ALL.into_iter().rev().find(|era| era.first() <= at)?;
        Some((era, u32::try_from(date.year() - era.year_zero()).ok()?))
    }

    /// The date that is `month` and `day` of the era's `year`.
    ///
    /// # Errors
    /// `date` when there is no such day, or it lies in another era: 昭和64年 ended on January 7th.
    pub fn date(self, year: u32, month: u32, day: u32) -> Result<NaiveDate, Invalid> {
        let date = i32::try_from(year)
            .ok()
            .and_then(|year| self.year_zero().checked_add(year))
            .and_then(|year| NaiveDate::from_ymd_opt(year, month, day))
            .ok_or(Invalid::new("date", Problem::Unreadable))?;
        if Self::of(date) != Some((self, year)) {
            return Err(Invalid::new("date", Problem::Contradiction));
        }
        Ok(date)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_last_day_of_an_era_and_the_first_of_the_next_are_told_apart() {
        assert_eq!(Era::of(day("1926-12-24")), Some((Era::Taisho, 15)));
        assert_eq!(Era::of(day("1926-12-25")), Some((Era::Showa, 1)));
        assert_eq!(Era::of(day("1989-01-07")), Some((Era::Showa, 64)));
        assert_eq!(Era::of(day("1989-01-08")), Some((Era::Heisei, 1)));
        assert_eq!(Era::of(day("2019-04-30")), Some((Era::Heisei, 31)));
        assert_eq!(Era::of(day("2019-05-01")), Some((Era::Reiwa, 1)));
        assert_eq!(Era::of(day("1872-12-31")), None);
    }

    #[test]
    fn a_day_that_its_era_never_had_is_refused() {
        assert_eq!(Era::Showa.date(23, 4, 5), Ok(day("1948-04-05")));
        assert_eq!(Era::Showa.date(64, 1, 8).unwrap_err().problem, Problem::Contradiction);
        assert_eq!(Era::Heisei.date(1, 1, 7).unwrap_err().problem, Problem::Contradiction);
        assert_eq!(Era::Showa.date(23, 2, 30).unwrap_err().problem, Problem::Unreadable);
        assert!(Era::Showa.date(0, 4, 5).is_err() && Era::Reiwa.date(u32::MAX, 1, 1).is_err());
    }

    proptest::proptest! {
        #[test]
        fn every_day_since_1873_reads_back_from_its_era(days in 0_i64..80_000) {
            let date = day("1873-01-01") + chrono::TimeDelta::days(days);
            let (era, year) = Era::of(date).unwrap();
            proptest::prop_assert_eq!(era.date(year, date.month(), date.day()), Ok(date));
        }
    }
}
