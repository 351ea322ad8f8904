//! Apple's dates: `2026-03-01 07:15:00 +0900`.

use chrono::{NaiveDate, NaiveTime};

use crate::model::Millis;

/// The instant that `text` names; `None` when it is not written so.
///
/// Read by hand: an export has two of these in each of its millions of records.
pub(super) fn instant(text: &str) -> Option<Millis> {
    let [y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1, b' ' | b'T', rest @ ..] = text.as_bytes() else { return None };
    let [h0, h1, b':', n0, n1, b':', s0, s1, b' ', sign @ (b'+' | b'-'), oh0, oh1, on0, on1] = rest else {
        return None;
    };
    let year = two(*y0, *y1)? * 100 + two(*y2, *y3)?;
    let date = NaiveDate::from_ymd_opt(year.cast_signed(), two(*m0, *m1)?, two(*d0, *d1)?)?;
    let time = NaiveTime::from_hms_opt(two(*h0, *h1)?, two(*n0, *n1)?, two(*s0, *s1)?)?;
    let east = two(*oh0, *oh1)? * 60 + two(*on0, *on1)?;
    if east > 18 * 60 {
        return None;
    }
    let east = if *sign == b'-' { -i64::from(east) } else { i64::from(east) };
    Some(Millis::from(date.and_time(time).and_utc()).plus(-east * Millis::MINUTE))
}

fn two(tens: u8, ones: u8) -> Option<u32> {
    (tens.is_ascii_digit() && ones.is_ascii_digit()).then(|| u32::from(tens - b'0') * 10 + u32::from(ones - b'0'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_offset_moves_the_instant_and_nonsense_has_none() {
        let utc = |text| instant(text).map(|at| at.to_utc().to_rfc3339());
        assert_eq!(utc("2026-03-01 07:15:00 +0900").unwrap(), "2026-02-28T22:15:00+00:00");
        assert_eq!(utc("2019-07-19 10:36:11 -0330").unwrap(), "2019-07-19T14:06:11+00:00");
        for nonsense in
            ["", "2026-02-30 07:15:00 +0900", "2026-03-01 24:15:00 +0900", "2026-03-01 07:15:00", "二〇二六"]
        {
            assert_eq!(instant(nonsense), None, "{nonsense}");
        }
    }

    proptest! {
        #[test]
        fn it_reads_what_chrono_writes(seconds in -2_000_000_000_i64..8_000_000_000, east in -1080..1080) {
            let at = Millis(seconds * 1000);
            let stamp = crate::model::Stamp::at_offset(at, east * 60);
            let text = stamp.local().format("%Y-%m-%d %H:%M:%S %z").to_string();
            prop_assert_eq!(instant(&text), Some(at));
        }

        #[test]
        fn it_survives_anything(text in "\\PC{0,40}") {
            let _ = instant(&text);
        }
    }
}
