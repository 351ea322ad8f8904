//! FHIR dates: a value of any precision is the half-open interval of milliseconds that it covers.

use chrono::{DateTime, Days, Months, NaiveDate, NaiveDateTime, SecondsFormat, Utc};

/// `from <= t < to`, in milliseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Interval {
    pub(crate) from: i64,
    pub(crate) to: i64,
}

/// The system clock. Its only reader in this crate.
pub(crate) fn now() -> i64 {
    Utc::now().timestamp_millis()
}

/// An instant as FHIR writes it, in UTC with milliseconds.
pub(crate) fn format(millis: i64) -> String {
    DateTime::from_timestamp_millis(millis).unwrap_or_default().to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// An instant as HTTP writes it (`Last-Modified`).
pub(crate) fn format_http(millis: i64) -> String {
    DateTime::from_timestamp_millis(millis).unwrap_or_default().format("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

impl Interval {
    /// Reads `2026`, `2026-11`, `2026-11-22` and times with seconds or minutes. A value without a zone counts as UTC.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        if text.len() > 40 || !text.is_ascii() {
            return None;
        }
        match text.len() {
            4 => Self::of_days(&format!("{text}-01-01"), |day| day.checked_add_months(Months::new(12))),
            7 => Self::of_days(&format!("{text}-01"), |day| day.checked_add_months(Months::new(1))),
            10 => Self::of_days(text, |day| day.checked_add_days(Days::new(1))),
            _ => Self::of_time(text),
        }
    }

    /// From a FHIR Period; an absent end is open.
    pub(crate) fn of_period(start: Option<&str>, end: Option<&str>) -> Option<Self> {
        let from = match start {
            Some(text) => Self::parse(text)?.from,
            None => i64::MIN,
        };
        let to = match end {
            Some(text) => Self::parse(text)?.to,
            None => i64::MAX,
        };
        Some(Self { from, to })
    }

    pub(crate) fn contains(self, other: Self) -> bool {
        self.from <= other.from && other.to <= self.to
    }

    pub(crate) fn overlaps(self, other: Self) -> bool {
        self.from < other.to && other.from < self.to
    }

    pub(crate) fn covers(self, millis: i64) -> bool {
        self.from <= millis && millis < self.to
    }

    fn of_days(first: &str, next: impl Fn(NaiveDate) -> Option<NaiveDate>) -> Option<Self> {
        let day: NaiveDate = first.parse().ok()?;
        Some(Self { from: midnight(day)?, to: midnight(next(day)?)? })
    }

    fn of_time(text: &str) -> Option<Self> {
        let width = match text.split_once('.') {
            Some((_, fraction)) => {
                let digits = fraction.bytes().take_while(u8::is_ascii_digit).count();
                match digits {
                    1 => 100,
                    2 => 10,
                    _ => 1,
                }
            }
            None if text.matches(':').count() == 1 || minutes_only(text) => 60_000,
            None => 1_000,
        };
        let from = match DateTime::parse_from_rfc3339(text) {
            Ok(time) => time.timestamp_millis(),
            Err(_) => naive(text)?,
        };
        Some(Self { from, to: from.checked_add(width)? })
    }
}

/// `2026-11-22T08:00Z` and `2026-11-22T08:00+09:00`: hours and minutes, then a zone.
fn minutes_only(text: &str) -> bool {
    text.get(16..17).is_some_and(|next| matches!(next, "Z" | "+" | "-"))
}

fn naive(text: &str) -> Option<i64> {
    if minutes_only(text) {
        let full = format!("{}:00{}", text.get(..16)?, text.get(16..)?);
        return Some(DateTime::parse_from_rfc3339(&full).ok()?.timestamp_millis());
    }
    ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M"]
        .iter()
        .find_map(|format| NaiveDateTime::parse_from_str(text, format).ok())
        .map(|time| time.and_utc().timestamp_millis())
}

fn midnight(day: NaiveDate) -> Option<i64> {
    Some(day.and_hms_opt(0, 0, 0)?.and_utc().timestamp_millis())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn width(text: &str) -> i64 {
        let interval = Interval::parse(text).expect(text);
        interval.to - interval.from
    }

    #[test]
    fn precision_gives_the_width() {
        assert_eq!(width("2026-11-22"), 86_400_000);
        assert_eq!(width("2024-02"), 29 * 86_400_000);
        assert_eq!(width("2026"), 365 * 86_400_000);
        assert_eq!(width("2026-11-22T08:00:00+09:00"), 1_000);
        assert_eq!(width("2026-11-22T08:00:00.123+09:00"), 1);
        assert_eq!(width("2026-11-22T08:00Z"), 60_000);
        assert_eq!(width("2026-11-22T08:00"), 60_000);
    }

    #[test]
    fn zones_are_honoured_and_nonsense_is_refused() {
        let tokyo = Interval::parse("2026-11-22T08:00:00+09:00").map(|i| i.from);
        let utc = Interval::parse("2026-11-21T23:00:00Z").map(|i| i.from);
        assert_eq!(tokyo, utc);
        for text in ["", "2026-13", "yesterday", "2026-02-30", "99999", "２０２６", "2026-11-22T99:00:00Z"] {
            assert_eq!(Interval::parse(text), None, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_an_interval_or_none(text in "([0-9TZ:+. -]{0,30})|(.{0,30})") {
            if let Some(interval) = Interval::parse(&text) {
                proptest::prop_assert!(interval.from < interval.to);
            }
        }

        #[test]
        fn an_instant_reads_back_as_it_was_written(millis in 0_i64..4_102_444_800_000) {
            let interval = Interval::parse(&format(millis));
            proptest::prop_assert_eq!(interval, Some(Interval { from: millis, to: millis + 1 }));
        }
    }
}
