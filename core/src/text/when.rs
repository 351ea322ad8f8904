//! Dates, times and durations as a person reads them.

use chrono::{Datelike, Timelike, Weekday};
use chrono_tz::Tz;

use super::words::{Arg, Words};
use crate::model::day::ClockChange;
use crate::model::{LocalDay, Millis, Stamp};

impl Words {
    /// A day: `2026年4月18日(土)`, `Sat 18 Apr 2026`.
    #[must_use]
    pub fn date(&self, day: LocalDay) -> String {
        self.day_message("date-full", day)
    }

    /// A day of a year that is plain from its surroundings: `4月18日(土)`, `Sat 18 Apr`.
    #[must_use]
    pub fn date_in_year(&self, day: LocalDay) -> String {
        self.day_message("date-in-year", day)
    }

    /// A day where there is little room: `4/18`, `18 Apr`.
    #[must_use]
    pub fn date_short(&self, day: LocalDay) -> String {
        self.day_message("date-short", day)
    }

    fn day_message(&self, id: &str, day: LocalDay) -> String {
        let date = day.0;
        self.fmt(
            id,
            &[
                // As text: a year has no comma.
                ("year", date.year().to_string().into()),
                ("month", self.month(date.month()).into()),
                ("day", date.day().to_string().into()),
                ("weekday", self.weekday(date.weekday()).into()),
            ],
        )
    }

    /// The month of a day: `2026年4月`, `Apr 2026`.
    #[must_use]
    pub fn month_of(&self, day: LocalDay) -> String {
        self.day_message("date-month", day)
    }

    /// A weekday, short: `土`, `Sat`.
    #[must_use]
    pub fn weekday(&self, weekday: Weekday) -> String {
        self.get(match weekday {
            Weekday::Mon => "weekday-monday",
            Weekday::Tue => "weekday-tuesday",
            Weekday::Wed => "weekday-wednesday",
            Weekday::Thu => "weekday-thursday",
            Weekday::Fri => "weekday-friday",
            Weekday::Sat => "weekday-saturday",
            Weekday::Sun => "weekday-sunday",
        })
    }

    pub(super) fn month(&self, month: u32) -> String {
        self.get(match month {
            1 => "month-1",
            2 => "month-2",
            3 => "month-3",
            4 => "month-4",
            5 => "month-5",
            6 => "month-6",
            7 => "month-7",
            8 => "month-8",
            9 => "month-9",
            10 => "month-10",
            11 => "month-11",
            _ => "month-12",
        })
    }

    /// What the clock on the wall showed: `14:05`.
    #[must_use]
    pub fn time(&self, at: &Stamp) -> String {
        let local = at.local();
        format!("{}:{:02}", local.hour(), local.minute())
    }

    /// The time that a clock in `zone` shows at `at`: `14:05`.
    #[must_use]
    pub fn time_in(&self, at: Millis, zone: Tz) -> String {
        self.time(&Stamp::in_zone(at, zone))
    }

    /// Day and time: `2026年4月18日(土) 14:05`, `Sat 18 Apr 2026, 14:05`.
    #[must_use]
    pub fn date_time(&self, at: &Stamp) -> String {
        let args: [(&str, Arg<'_>); 2] = [("date", self.date(at.day()).into()), ("time", self.time(at).into())];
        self.fmt("date-time", &args)
    }

    /// What is to be said of a day that had not 24 hours, or none at all: how the clocks were
    /// changed, when by the clock until then, and how long the day was.
    #[must_use]
    pub fn day_length(&self, minutes: u32, clocks: Option<&ClockChange>) -> Option<String> {
        if minutes == 0 {
            return Some(self.get("day-left-out"));
        }
        let clocks = clocks?;
        let forward = clocks.minutes_forward();
        let id = if forward > 0 { "day-clocks-forward" } else { "day-clocks-back" };
        let time = self.time(&Stamp::at_offset(clocks.at, clocks.before_s));
        Some(self.fmt(
            id,
            &[
                ("time", time.into()),
                ("by", self.duration(forward.unsigned_abs()).into()),
                ("length", self.duration(minutes).into()),
            ],
        ))
    }

    /// A duration in whole minutes: `45分`, `1 h 20 min`.
    #[must_use]
    pub fn duration(&self, minutes: u32) -> String {
        let (hours, rest) = (minutes / 60, minutes % 60);
        match (hours, rest) {
            (0, _) => self.fmt("duration-minutes", &[("minutes", rest.into())]),
            (_, 0) => self.fmt("duration-hours", &[("hours", hours.into())]),
            _ => self.fmt("duration-hours-minutes", &[("hours", hours.into()), ("minutes", rest.into())]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

    #[test]
    fn a_date_names_its_weekday_in_the_reader_s_language() {
        let day: LocalDay = "2026-04-18".parse().unwrap();
        let (ja, en) = (Words::new(Lang::Ja), Words::new(Lang::En));
        assert_eq!(ja.date(day), "2026年4月18日(土)");
        assert_eq!(en.date(day), "Sat 18 Apr 2026");
        assert_eq!(ja.date_in_year(day), "4月18日(土)");
        assert_eq!(en.date_in_year(day), "Sat 18 Apr");
        assert_eq!(ja.date_short(day), "4/18");
        assert_eq!(en.date_short(day), "18 Apr");
        for month in 1..=12 {
            let day = LocalDay(chrono::NaiveDate::from_ymd_opt(2026, month, 1).unwrap());
            assert_eq!(en.date_short(day), day.0.format("1 %b").to_string());
        }
    }

    #[test]
    fn a_time_is_the_one_that_the_clock_on_the_wall_showed() {
        let at = Stamp::at_offset(Millis(1_776_488_700_000), 9 * 3600);
        assert_eq!(Words::new(Lang::En).date_time(&at), "Sat 18 Apr 2026, 14:05");
        assert_eq!(Words::new(Lang::Ja).date_time(&at), "2026年4月18日(土) 14:05");
    }

    #[test]
    fn a_day_that_had_not_24_hours_says_so() {
        let said = |lang: Lang, day: &str, zone: Tz| {
            let day: LocalDay = day.parse().unwrap();
            let range = day.range_in(zone);
            let minutes = u32::try_from(range.end.since(range.start) / Millis::MINUTE).unwrap();
            Words::new(lang).day_length(minutes, day.clock_change(zone).as_ref())
        };
        let berlin = chrono_tz::Europe::Berlin;
        assert_eq!(
            said(Lang::En, "2026-03-29", berlin).unwrap(),
            "The clocks went forward by 1 h at 2:00: this day had 23 h."
        );
        assert_eq!(said(Lang::Ja, "2026-10-25", berlin).unwrap(), "3:00に時計が1時間戻り、この日は25時間でした。");
        assert_eq!(said(Lang::En, "2026-03-28", berlin), None);
        let samoa = said(Lang::En, "2011-12-30", chrono_tz::Pacific::Apia).unwrap();
        assert_eq!(samoa, "This day was left out of the calendar here.");
    }

    #[test]
    fn durations_leave_out_what_is_nought() {
        let (ja, en) = (Words::new(Lang::Ja), Words::new(Lang::En));
        assert_eq!(en.duration(45), "45 min");
        assert_eq!(en.duration(80), "1 h 20 min");
        assert_eq!(en.duration(120), "2 h");
        assert_eq!(ja.duration(80), "1時間20分");
    }
}
