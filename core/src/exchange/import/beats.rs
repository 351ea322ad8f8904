//! Tables of heart beats: a column `rr_ms`, the interval that a beat ends in milliseconds, and where
//! known a column `beat_s`, the instant of that beat in seconds. Other columns are passed over.

use std::io::Read;

use super::table::Table;
use crate::error::Result;

/// What the table is called in errors.
const FORMAT: &str = "beat table";
/// A longer interval than an hour is no interval between beats, not even over a gap.
const LONGEST_MS: f64 = 3_600_000.0;
/// A recording does not go on for more than 400 days.
const LATEST_S: f64 = 400.0 * 86_400.0;

/// One row of a table of intervals.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BeatRow {
    /// The interval that this beat ends, in milliseconds: above 0, at most an hour.
    pub rr_ms: f64,
    /// The instant of the beat in seconds, on a clock of the table's own; never before the last one.
    pub beat_s: Option<f64>,
}

/// Hands every interval of a table with a column `rr_ms` to `take`, in order.
///
/// # Errors
/// [`Error::Format`](crate::Error::Format): no such column, no row, or a row whose interval is no
/// number or not possible, or whose beat lies before the last one; what was handed over stays.
pub fn read_intervals(input: impl Read, mut take: impl FnMut(BeatRow)) -> Result<()> {
    let mut table = Table::open(input, FORMAT)?;
    let Some(rr) = table.column("rr_ms") else {
        return Err(table.refuse("there is no column rr_ms"));
    };
    let beat = table.column("beat_s");
    let (mut last, mut any) = (f64::MIN, false);
    while let Some(row) = table.next_row()? {
        let rr_ms = row.number(rr)?;
        if !(rr_ms > 0.0 && rr_ms <= LONGEST_MS) {
            return Err(row.refuse("not a possible interval between beats"));
        }
        let beat_s = beat.map(|beat| row.number(beat)).transpose()?;
        if let Some(at) = beat_s {
            if at.abs() > LATEST_S {
                return Err(row.refuse("not a possible instant of a beat"));
            }
            if at < last {
                return Err(row.refuse("this beat lies before the one above it"));
            }
            last = at;
        }
        any = true;
        take(BeatRow { rr_ms, beat_s });
    }
    if any { Ok(()) } else { Err(table.refuse("there are no rows")) }
}

/// The instants of the beats of a table, in milliseconds and in order: of its column `beat_s`, else
/// the sums of its column `rr_ms`, from 0 at the beat that begins the first interval.
///
/// Instants are rounded to a millionth of a millisecond, so that a number of milliseconds that was
/// written in seconds is whole again.
///
/// # Errors
/// As [`read_intervals`]; two beats at the same instant are refused.
pub fn read_beats(input: impl Read) -> Result<Vec<f64>> {
    let mut table = Table::open(input, FORMAT)?;
    let (beat, rr) = (table.column("beat_s"), table.column("rr_ms"));
    let mut beats = Vec::new();
    let mut sum = 0.0;
    if beat.is_none() {
        beats.push(sum);
    }
    let Some(column) = beat.or(rr) else {
        return Err(table.refuse("there is no column beat_s or rr_ms"));
    };
    while let Some(row) = table.next_row()? {
        let value = row.number(column)?;
        if beat.is_some() {
            if value.abs() > LATEST_S {
                return Err(row.refuse("not a possible instant of a beat"));
            }
            let at = (value * 1e9).round() / 1e6;
            if beats.last().is_some_and(|last| at <= *last) {
                return Err(row.refuse("this beat lies before the one above it"));
            }
            beats.push(at);
        } else {
            if !(value > 0.0 && value <= LONGEST_MS) {
                return Err(row.refuse("not a possible interval between beats"));
            }
            sum += value;
            if sum > LATEST_S * 1e3 {
                return Err(row.refuse("not a possible instant of a beat"));
            }
            beats.push((sum * 1e6).round() / 1e6);
        }
    }
    if beats.len() < 2 { Err(table.refuse("there are no rows")) } else { Ok(beats) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Error;

    fn problem<T: std::fmt::Debug>(result: Result<T>) -> &'static str {
        match result {
            Err(Error::Format { problem, .. }) => problem,
            other => panic!("{other:?}"),
        }
    }

    fn rows(text: &str) -> Result<Vec<BeatRow>> {
        let mut rows = Vec::new();
        read_intervals(text.as_bytes(), |row| rows.push(row))?;
        Ok(rows)
    }

    #[test]
    fn intervals_come_with_their_beats_where_the_table_knows_them() {
        assert_eq!(rows("af,rr_ms\n0,800\n").unwrap(), [BeatRow { rr_ms: 800.0, beat_s: None }]);
        assert_eq!(rows("beat_s,rr_ms\n1.25,624\n").unwrap(), [BeatRow { rr_ms: 624.0, beat_s: Some(1.25) }]);
    }

    #[test]
    fn what_no_heart_does_is_refused() {
        for (text, why) in [
            ("rr\n800\n", "there is no column rr_ms"),
            ("rr_ms\n", "there are no rows"),
            ("rr_ms\n0\n", "not a possible interval between beats"),
            ("rr_ms\n-800\n", "not a possible interval between beats"),
            ("rr_ms\n1e300\n", "not a possible interval between beats"),
            ("rr_ms\nNaN\n", "not a number"),
            ("rr_ms,beat_s\n800,2\n800,1\n", "this beat lies before the one above it"),
            ("rr_ms,beat_s\n800,1e18\n", "not a possible instant of a beat"),
        ] {
            assert_eq!(problem(rows(text)), why, "{text}");
        }
        assert_eq!(problem(read_beats("beat_s\n1\n1\n".as_bytes())), "this beat lies before the one above it");
        assert_eq!(problem(read_beats("beat_s\n1\n".as_bytes())), "there are no rows");
        assert_eq!(problem(read_beats("x\n1\n".as_bytes())), "there is no column beat_s or rr_ms");
    }

    #[test]
    fn milliseconds_written_as_seconds_are_whole_again() {
        let text: String = (1..5_000).map(|n| format!("{}\n", f64::from(n * 731) / 1000.0)).collect();
        let beats = read_beats(format!("beat_s\n{text}").as_bytes()).unwrap();
        assert!(beats.iter().zip(1..).all(|(at, n)| *at == f64::from(n * 731)));
        assert_eq!(read_beats("rr_ms\n800\n790.5\n".as_bytes()).unwrap(), [0.0, 800.0, 1590.5]);
    }
}
