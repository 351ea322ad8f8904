//! A week's variability against the person's own usual: the rolling mean of ln RMSSD and its band.
//!
//! As athletes' monitoring has it (Plews et al., Sports Medicine 43, 773-781, 2013): the logarithm of
//! RMSSD, because RMSSD is skewed; seven days, because a single morning scatters more than what is
//! looked for; half a standard deviation to either side of the usual, the smallest change that is
//! more than scatter. One value a day goes in; which one (of a night, of the first minutes awake) is
//! the caller's choice and must not change.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use crate::model::LocalDay;

/// The days whose mean is judged, today's among them.
const WEEK: i64 = 7;
/// Of them so many must be measured (Plews et al. 2014: three a week tell what seven tell).
const LEAST_IN_WEEK: usize = 3;
/// The usual is that of the sixty days before the week.
const USUAL: i64 = 60;
/// Of them so many must be measured: two weeks, as for the nights' heart rate.
const LEAST_USUAL: usize = 14;
/// The band's half width in standard deviations of the days.
const WIDTH: f64 = 0.5;

/// Where a week lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BandVerdict {
    /// Too few days are measured.
    Insufficient,
    /// Below the band.
    Below,
    /// Within it.
    Within,
    /// Above it.
    Above,
}

/// What one day's value made known. All in ln(ms).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct BandDay {
    /// The day.
    pub day: LocalDay,
    /// The mean of the last seven days, if enough of them are measured.
    pub week: Option<f64>,
    /// The band's lower and upper end, if enough days before the week are measured.
    pub band: Option<(f64, f64)>,
    /// Where the week lies.
    pub verdict: BandVerdict,
}

/// The last 67 days: a fold over one RMSSD a day.
///
/// What is told of a day rests on that day and those before it alone.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct VariabilityBand {
    /// Each measured day with its ln RMSSD, in order.
    days: VecDeque<(LocalDay, f64)>,
}

impl VariabilityBand {
    /// Takes in a day's RMSSD in milliseconds. `None` where it is no number above 0, or the day is
    /// not after the last one: what was told of that day would have to change.
    pub fn push(&mut self, day: LocalDay, rmssd_ms: f64) -> Option<BandDay> {
        if !(rmssd_ms.is_finite() && rmssd_ms > 0.0) || self.days.back().is_some_and(|(last, _)| *last >= day) {
            return None;
        }
        self.days.push_back((day, rmssd_ms.ln()));
        let age = |past: LocalDay| day.epoch_days().saturating_sub(past.epoch_days());
        self.days.retain(|(past, _)| age(*past) < WEEK + USUAL);
        let values = |ages: std::ops::Range<i64>| {
            self.days.iter().filter(move |(past, _)| ages.contains(&age(*past))).map(|day| day.1)
        };
        let enough = |ages: std::ops::Range<i64>, least: usize| {
            super::moments(values(ages.clone())).filter(|_| values(ages).count() >= least)
        };
        let week = enough(0..WEEK, LEAST_IN_WEEK).map(|(mean, _)| mean);
        let band = enough(WEEK..WEEK + USUAL, LEAST_USUAL).and_then(|(mean, scatter)| {
            let reach = WIDTH * scatter?;
            Some((mean - reach, mean + reach))
        });
        let verdict = match (week, band) {
            (Some(week), Some((low, _))) if week < low => BandVerdict::Below,
            (Some(week), Some((_, high))) if week > high => BandVerdict::Above,
            (Some(_), Some(_)) => BandVerdict::Within,
            _ => BandVerdict::Insufficient,
        };
        Some(BandDay { day, week, band, verdict })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(n: i64) -> LocalDay {
        "2026-01-01".parse::<LocalDay>().unwrap().plus_days(n)
    }

    fn told(values: &[(i64, f64)]) -> Vec<BandDay> {
        let mut band = VariabilityBand::default();
        values.iter().filter_map(|(n, rmssd)| band.push(day(*n), *rmssd)).collect()
    }

    #[test]
    fn a_week_below_the_usual_band_is_told_once_enough_days_are_known() {
        let usual = (0..30).map(|n| (n, if n % 2 == 0 { 38.0 } else { 42.0 }));
        let low = (30..37).map(|n| (n, 30.0));
        let told = told(&usual.chain(low).collect::<Vec<_>>());
        assert_eq!(told[1].verdict, BandVerdict::Insufficient);
        assert!(told[15..20].iter().all(|day| day.verdict == BandVerdict::Insufficient), "13 days before the week");
        assert!(told[20..30].iter().all(|day| day.verdict == BandVerdict::Within));
        let last = told.last().unwrap();
        assert_eq!(last.verdict, BandVerdict::Below);
        assert!((last.week.unwrap() - 30f64.ln()).abs() < 1e-12);
        // ln 38 and ln 42 in turns: mean 3.6876, deviation 0.0509 (over n-1).
        let (low, high) = last.band.unwrap();
        assert!((low - 3.6622).abs() < 1e-3 && (high - 3.7131).abs() < 1e-3, "{low} {high}");
    }

    #[test]
    fn a_day_that_comes_late_or_holds_nothing_is_not_taken() {
        let mut band = VariabilityBand::default();
        assert!(band.push(day(3), 40.0).is_some());
        assert_eq!((band.push(day(3), 41.0), band.push(day(2), 41.0)), (None, None));
        assert_eq!((band.push(day(4), 0.0), band.push(day(4), f64::NAN)), (None, None));
    }

    proptest! {
        #[test]
        fn no_later_day_changes_what_was_told_and_no_restart_does(
            steps in proptest::collection::vec((1i64..5, 5.0..200.0), 1..150), cut in 0.0..1.0f64,
        ) {
            let values: Vec<(i64, f64)> =
                steps.iter().scan(0, |n, (gap, rmssd)| { *n += gap; Some((*n, *rmssd)) }).collect();
            let at = (values.len() as f64 * cut) as usize;
            let whole = told(&values);
            prop_assert_eq!(&told(&values[..at])[..], &whole[..at]);
            let mut band = VariabilityBand::default();
            for (n, (day_of, rmssd)) in values.iter().enumerate() {
                let saved = serde_json::to_vec(&band).unwrap();
                prop_assert!(saved.len() < 4096);
                band = serde_json::from_slice(&saved).unwrap();
                prop_assert_eq!(band.push(day(*day_of), *rmssd), Some(whole[n]));
            }
        }
    }
}
