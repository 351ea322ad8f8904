//! The heart-rate and step tables of the NightSignal study (Apple Watch).
//!
//! `Device,Start_Date,Start_Time,Value` and
//! `Device,Start_Date,Start_Time,End_Date,End_Time,Steps`, dates `YYYY-MM-DD`, times `HH:MM:SS` as
//! the watch showed them: the person's zone makes instants of them. Format and quirks as written by
//! the study's own program (Alavi et al., Nature Medicine 28, 175-184, 2022):
//!
//! - the heart-rate table's header has no line break, so the first row stands behind it;
//! - steps that go on past midnight end on the date on which they began.

use std::io::BufRead;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

use super::intake::Intake;
use super::lines::{Line, Lines};
use super::report::{Place, Skip};
use super::{reading, wall};
use crate::error::{Error, Result};
use crate::model::heart::{Bpm, Contact, HeartSample};
use crate::model::person::SourceKind;
use crate::model::steps::StepInterval;

/// How the heart-rate table begins.
pub(super) const HEART_HEADER: &str = "Device,Start_Date,Start_Time,Value";
/// How the step table begins.
pub(super) const STEPS_HEADER: &str = "Device,Start_Date,Start_Time,End_Date,End_Time,Steps";

const HEART: &str = "heart rate table";
const STEPS: &str = "step table";

/// The longest time across midnight that is taken for steps with the wrong end date.
const ACROSS_MIDNIGHT: TimeDelta = TimeDelta::hours(6);

/// Reads a heart-rate table.
pub(super) fn read_heart(input: impl BufRead, intake: &mut Intake<'_>) -> Result<()> {
    rows(input, HEART, HEART_HEADER, intake, heart_row)
}

/// Reads a step table.
pub(super) fn read_steps(input: impl BufRead, intake: &mut Intake<'_>) -> Result<()> {
    rows(input, STEPS, STEPS_HEADER, intake, steps_row)
}

fn rows(
    input: impl BufRead,
    format: &'static str,
    header: &str,
    intake: &mut Intake<'_>,
    take: fn(&str, Place, &mut Intake<'_>) -> Result<()>,
) -> Result<()> {
    let mut lines = Lines::new(input);
    loop {
        let place = Place::Line(lines.number() + 1);
        let line = match lines.next() {
            Ok(Some(line)) => line,
            Ok(None) => return Ok(()),
            Err(error) => return Err(reading(format, place, &error)),
        };
        if intake.tick().is_break() {
            return Ok(());
        }
        let row = match (line, place) {
            (Line::Text(text), Place::Line(1)) => {
                let Some(rest) = text.trim_start_matches('\u{feff}').strip_prefix(header) else {
                    return Err(Error::Format { format, place: place.to_string(), problem: "the header is not there" });
                };
                rest
            }
            (Line::Text(text), _) => text,
            (Line::Unreadable, _) => {
                intake.skip(Skip::Unreadable, place);
                continue;
            }
        };
        if !row.trim().is_empty() {
            take(row, place, intake)?;
        }
    }
}

fn heart_row(row: &str, place: Place, intake: &mut Intake<'_>) -> Result<()> {
    let fields = heart_fields(row);
    let Some((device, at, value)) = fields else {
        intake.skip(Skip::Unreadable, place);
        return Ok(());
    };
    let Some(bpm) = bpm(value) else {
        intake.skip(Skip::Impossible, place);
        return Ok(());
    };
    let at = wall::instant(at, intake.settings().zone);
    match intake.source(device, SourceKind::Wearable, place)? {
        Some(source) => intake.heart(source, HeartSample { at, bpm, contact: Contact::Unsupported }, place),
        None => Ok(()),
    }
}

fn steps_row(row: &str, place: Place, intake: &mut Intake<'_>) -> Result<()> {
    let Some((device, start, end, count)) = steps_fields(row) else {
        intake.skip(Skip::Unreadable, place);
        return Ok(());
    };
    let zone = intake.settings().zone;
    let Ok(steps) = StepInterval::new(wall::instant(start, zone), wall::instant(end, zone), count) else {
        intake.skip(Skip::Impossible, place);
        return Ok(());
    };
    match intake.source(device, SourceKind::Wearable, place)? {
        Some(source) => intake.steps(source, steps, place),
        None => Ok(()),
    }
}

/// The fields from the right: a device may have commas in its name.
fn heart_fields(row: &str) -> Option<(&str, NaiveDateTime, f64)> {
    let mut fields = row.rsplitn(4, ',');
    let value = fields.next()?.trim().parse().ok()?;
    let time = fields.next()?;
    let at = wall_time(fields.next()?, time)?;
    Some((fields.next()?, at, value))
}

fn steps_fields(row: &str) -> Option<(&str, NaiveDateTime, NaiveDateTime, u32)> {
    let mut fields = row.rsplitn(6, ',');
    let count = fields.next()?.trim().parse().ok()?;
    let time = fields.next()?;
    let mut end = wall_time(fields.next()?, time)?;
    let time = fields.next()?;
    let start = wall_time(fields.next()?, time)?;
    let next_day = end.checked_add_signed(TimeDelta::days(1))?;
    if end < start && next_day - start <= ACROSS_MIDNIGHT {
        end = next_day;
    }
    Some((fields.next()?, start, end, count))
}

fn wall_time(date: &str, time: &str) -> Option<NaiveDateTime> {
    let (date, time) = (date.trim(), time.trim());
    // Reading a pattern anew for each row took two thirds of an import. What is not written the
    // usual way, and what is no time at all, is for chrono to judge.
    usual_form(date, time).or_else(|| {
        let date = NaiveDate::parse_from_str(date, "%Y-%m-%d").ok()?;
        let time = NaiveTime::parse_from_str(time, "%H:%M:%S").ok()?;
        Some(date.and_time(time))
    })
}

/// `YYYY-MM-DD` and `HH:MM:SS` with every digit there, as the study's tables are written.
fn usual_form(date: &str, time: &str) -> Option<NaiveDateTime> {
    let [c0, c1, y0, y1, b'-', m0, m1, b'-', d0, d1] = *date.as_bytes() else { return None };
    let year = i32::try_from(100 * two_digits(c0, c1)? + two_digits(y0, y1)?).ok()?;
    let date = NaiveDate::from_ymd_opt(year, two_digits(m0, m1)?, two_digits(d0, d1)?)?;
    let [h0, h1, b':', m0, m1, b':', s0, s1] = *time.as_bytes() else { return None };
    date.and_hms_opt(two_digits(h0, h1)?, two_digits(m0, m1)?, two_digits(s0, s1)?)
}

fn two_digits(tens: u8, ones: u8) -> Option<u32> {
    let digit = |byte: u8| byte.is_ascii_digit().then(|| u32::from(byte - b'0'));
    Some(10 * digit(tens)? + digit(ones)?)
}

/// The nearest whole rate; `None` when no heart beats so.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is checked before")]
pub(super) fn bpm(value: f64) -> Option<Bpm> {
    let rounded = value.round();
    if (1.0..=f64::from(Bpm::MAX)).contains(&rounded) { Bpm::new(rounded as u16).ok() } else { None }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn by_chrono(date: &str, time: &str) -> Option<NaiveDateTime> {
        let date = NaiveDate::parse_from_str(date.trim(), "%Y-%m-%d").ok()?;
        let time = NaiveTime::parse_from_str(time.trim(), "%H:%M:%S").ok()?;
        Some(date.and_time(time))
    }

    proptest! {
        #[test]
        fn a_time_is_read_as_chrono_reads_it_or_refused_as_chrono_refuses_it(
            date in "[ +-]?[0-9]{1,4}[-/][0-9]{1,2}-[0-9]{1,3}|[0-9]{4}-[01][0-9]-[0-3][0-9] ?|\\PC{0,12}",
            time in " ?[0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}|[0-2][0-9]:[0-6][0-9]:[0-6][0-9]|\\PC{0,10}",
        ) {
            prop_assert_eq!(wall_time(&date, &time), by_chrono(&date, &time));
        }

        #[test]
        fn the_usual_form_of_any_second_needs_no_pattern(seconds in -62_135_596_800_i64..253_402_300_800) {
            let at = chrono::DateTime::from_timestamp(seconds, 0).unwrap().naive_utc();
            let (date, time) = (at.format("%Y-%m-%d").to_string(), at.format("%H:%M:%S").to_string());
            prop_assert_eq!(usual_form(&date, &time), Some(at));
        }
    }
}
