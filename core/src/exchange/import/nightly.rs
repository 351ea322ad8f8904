//! Tables of heart rates by the minute and by the day, as detectors are tried on.
//!
//! - By the minute: `minute,hr_mean,steps` (`YYYY-MM-DDTHH:MM`, per minute, whole steps), in order of
//!   time; an empty field says that nothing was measured. `hr` is taken where there is no `hr_mean`.
//! - By the day: `id,date,rhr` and, where there are any, `rmssd` (ms), `temperature` (of the skin, °C)
//!   and `breathing` (/min); people may be mixed, the days of one in any order, none twice.
//!
//! Times are those of a clock on the wall, without a zone. Other columns are passed over.

use std::collections::BTreeMap;
use std::io::Read;

use chrono::{NaiveDate, NaiveDateTime};

use super::table::Table;
use crate::detect::Minute;
use crate::detect::night::Others;
use crate::error::Result;
use crate::model::heart::{Bpm, HeartRollUp};
use crate::model::{LocalDay, Millis};

const MINUTES: &str = "minute table";
const DAYS: &str = "day table";

/// One day of one person.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DayRow {
    /// The resting heart rate, per minute.
    pub rate: f64,
    /// What else was measured.
    pub others: Others,
}

/// The days of each person by the person's `id`.
pub type Days = BTreeMap<String, BTreeMap<LocalDay, DayRow>>;

/// Hands every minute of a table to `take`, in order; wall time is taken for UTC.
///
/// # Errors
/// [`Error::Format`](crate::Error::Format) with the line: no such column, no row, a field that is not
/// what it should be, or a minute that does not come after the one above it; what was handed over stays.
pub fn read_minutes(input: impl Read, mut take: impl FnMut(Minute)) -> Result<()> {
    let mut table = Table::open(input, MINUTES)?;
    let (Some(minute), Some(heart)) = (table.column("minute"), table.column("hr_mean").or(table.column("hr"))) else {
        return Err(table.refuse("the columns minute and hr_mean are not both there"));
    };
    let steps = table.column("steps");
    let mut last = None;
    while let Some(row) = table.next_row()? {
        let Some(start) = minute_of(row.text(minute)) else {
            return Err(row.refuse("not a minute"));
        };
        if last.is_some_and(|last| start <= last) {
            return Err(row.refuse("this minute does not come after the one above it"));
        }
        last = Some(start);
        let heart = match row.text(heart) {
            "" => None,
            _ => Some(roll_up(start, row.number(heart)?).ok_or_else(|| row.refuse("not a possible heart rate"))?),
        };
        let steps = match steps {
            Some(column) if !row.text(column).is_empty() => {
                let count = row.number(column)?;
                if !(0.0..=1_000.0).contains(&count) {
                    return Err(row.refuse("not a possible number of steps in a minute"));
                }
                whole_steps(count)
            }
            _ => 0,
        };
        take(Minute { start, heart, source: None, steps });
    }
    if last.is_some() { Ok(()) } else { Err(table.refuse("there are no rows")) }
}

/// Every day of a table that has a resting heart rate.
///
/// # Errors
/// [`Error::Format`](crate::Error::Format) with the line: no such column, no row, a field that is not
/// what it should be, or a person's day that stands there twice.
pub fn read_days(input: impl Read) -> Result<Days> {
    let mut table = Table::open(input, DAYS)?;
    let (Some(id), Some(date), Some(rate)) = (table.column("id"), table.column("date"), table.column("rhr")) else {
        return Err(table.refuse("the columns id and date and rhr are not all there"));
    };
    let columns = [table.column("rmssd"), table.column("temperature"), table.column("breathing")];
    let possible = [(0.0, 1_500.0), (0.0, 50.0), (0.0, 150.0)];
    let mut days = Days::new();
    let mut any = false;
    while let Some(row) = table.next_row()? {
        any = true;
        let person = row.text(id);
        if person.is_empty() {
            return Err(row.refuse("the id is empty"));
        }
        let Ok(day) = row.text(date).parse::<NaiveDate>() else {
            return Err(row.refuse("not a date"));
        };
        let mut others = [None; 3];
        for ((other, column), (low, high)) in others.iter_mut().zip(columns).zip(possible) {
            let Some(column) = column.filter(|column| !row.text(*column).is_empty()) else {
                continue;
            };
            let value = row.number(column)?;
            if !(low..=high).contains(&value) {
                return Err(row.refuse("not a possible value"));
            }
            // A watch that measured nothing writes 0.
            *other = Some(value).filter(|value| *value > 0.0);
        }
        let person = days.entry(person.to_owned()).or_default();
        if row.text(rate).is_empty() {
            continue;
        }
        let rate = row.number(rate)?;
        if !(15.0..=300.0).contains(&rate) {
            return Err(row.refuse("not a possible heart rate"));
        }
        let [rmssd, temperature, breathing] = others;
        let known = DayRow { rate, others: Others { rmssd, temperature, breathing } };
        if person.insert(LocalDay(day), known).is_some() {
            return Err(row.refuse("this day stands there twice"));
        }
    }
    if any { Ok(days) } else { Err(table.refuse("there are no rows")) }
}

/// The minute `YYYY-MM-DDTHH:MM`, with a blank for the `T` or with seconds after it, too.
fn minute_of(text: &str) -> Option<Millis> {
    let usual = text.replacen(' ', "T", 1);
    let at = NaiveDateTime::parse_from_str(&usual, "%Y-%m-%dT%H:%M")
        .or_else(|_| NaiveDateTime::parse_from_str(&usual, "%Y-%m-%dT%H:%M:%S"))
        .ok()?;
    Some(Millis::from(at.and_utc()).minute())
}

/// A minute's mean as a roll-up: counted as a thousand samples, so that it keeps its decimals.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is checked before")]
fn roll_up(start: Millis, mean: f64) -> Option<HeartRollUp> {
    if !(15.0..=300.0).contains(&mean) {
        return None;
    }
    let bpm = Bpm::new(mean.round() as u16).ok()?;
    Some(HeartRollUp { start, count: 1_000, sum: (mean * 1_000.0).round() as u64, min: bpm, max: bpm })
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is checked before")]
fn whole_steps(count: f64) -> u32 {
    count.ceil() as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Error;

    fn problem<T: std::fmt::Debug>(result: Result<T>) -> (String, &'static str) {
        match result {
            Err(Error::Format { place, problem, .. }) => (place, problem),
            other => panic!("{other:?}"),
        }
    }

    fn minutes(text: &str) -> Result<Vec<Minute>> {
        let mut minutes = Vec::new();
        read_minutes(text.as_bytes(), |minute| minutes.push(minute))?;
        Ok(minutes)
    }

    #[test]
    fn a_minute_keeps_its_decimals_and_an_empty_field_is_no_measurement() {
        let read =
            minutes("minute,hr_mean,hr_median,n,steps\n2020-03-10T00:00,81.555556,82.0,9,0\n2020-03-10T00:01,,,0,12\n");
        let [first, second] = read.unwrap().try_into().unwrap();
        assert_eq!(first.heart.map(|heart| (heart.count, heart.sum)), Some((1_000, 81_556)));
        assert_eq!((first.steps, second.heart, second.steps), (0, None, 12));
        assert_eq!(second.start.since(first.start), Millis::MINUTE);
    }

    #[test]
    fn what_is_wrong_with_a_minute_is_said_with_its_line() {
        for (rows, line, why) in [
            ("2020-03-10T00:00,60,0\nyesterday,60,0\n", "line 3", "not a minute"),
            (
                "2020-03-10T00:01,60,0\n2020-03-10T00:00,60,0\n",
                "line 3",
                "this minute does not come after the one above it",
            ),
            ("2020-03-10T00:01,6000,0\n", "line 2", "not a possible heart rate"),
            ("2020-03-10T00:01,60,-1\n", "line 2", "not a possible number of steps in a minute"),
            ("2020-03-10T00:01,sixty,0\n", "line 2", "not a number"),
            ("", "line 1", "there are no rows"),
        ] {
            assert_eq!(problem(minutes(&format!("minute,hr_mean,steps\n{rows}"))), (line.to_owned(), why));
        }
        assert_eq!(problem(minutes("time,hr\n")).1, "the columns minute and hr_mean are not both there");
    }

    #[test]
    fn days_may_be_mixed_but_none_may_stand_there_twice() {
        let table = "id,date,rhr,rmssd,temperature,breathing\nb,2021-05-25,61.5,30,,15\na,2021-05-24,,,,\nb,2021-05-24,60,,34.1,\n";
        let days = read_days(table.as_bytes()).unwrap();
        assert!(days["a"].is_empty());
        let rates: Vec<f64> = days["b"].values().map(|row| row.rate).collect();
        assert_eq!(rates, [60.0, 61.5]);
        let twice = "id,date,rhr\na,2021-05-24,60\na,2021-05-24,61\n";
        assert_eq!(problem(read_days(twice.as_bytes())), ("line 3".to_owned(), "this day stands there twice"));
        assert_eq!(problem(read_days("id,date,rhr\na,24.5.2021,60\n".as_bytes())).1, "not a date");
        assert_eq!(problem(read_days("id,date,rhr\na,2021-05-24,7\n".as_bytes())).1, "not a possible heart rate");
        assert_eq!(problem(read_days("id,rhr\n".as_bytes())).1, "the columns id and date and rhr are not all there");
    }
}
