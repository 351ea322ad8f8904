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
    let date = NaiveDate::parse_from_str(date.trim(), "%Y-%m-%d").ok()?;
    let time = NaiveTime::parse_from_str(time.trim(), "%H:%M:%S").ok()?;
    Some(date.and_time(time))
}

/// The nearest whole rate; `None` when no heart beats so.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is checked before")]
pub(super) fn bpm(value: f64) -> Option<Bpm> {
    let rounded = value.round();
    if (1.0..=f64::from(Bpm::MAX)).contains(&rounded) { Bpm::new(rounded as u16).ok() } else { None }
}
