//! When an irregular rhythm is told: after five irregular checks of six, over 65 minutes or more at rest.
//!
//! As the published phones' and watches' notices have it: one irregular minute is common and says
//! little. Apple's feature tells after five of six irregular tachograms within 48 hours (Apple Heart
//! Study, Perez et al., NEJM 381, 1909-1917, 2019: 0.52 % of 419,297 people were told, and of those told
//! while they wore an ECG patch 84 % had the rhythm then), taken over 65 minutes at least (FDA DEN180042).

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use super::{RhythmVerdict, RhythmWindow};

/// A check rests on so many windows that are told: about 90 beats, more than a minute.
const WINDOWS: u32 = 3;
/// They must lie within so many seconds.
const WITHIN_S: f64 = 300.0;
/// Checks begin at least so many seconds apart: six of them take 65 minutes.
const APART_S: f64 = 780.0;
/// So many checks are remembered, and so many of them must be irregular.
const CHECKS: usize = 6;
pub(super) const IRREGULAR: usize = 5;
/// From the first check to the last, in seconds.
const OVER_S: f64 = 65.0 * 60.0;
/// Checks older than two days do not count.
const OLDEST_S: f64 = 48.0 * 3600.0;

/// One check.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Check {
    /// When its first window begins, in seconds.
    pub start_s: f64,
    /// When its last window ends.
    pub end_s: f64,
    /// Of its windows, the share that is irregular: 0 to 1.
    pub share: f64,
}

impl Check {
    /// Whether most of its windows are irregular.
    #[must_use]
    pub fn is_irregular(&self) -> bool {
        self.share > 0.5
    }
}

/// The fold over windows at rest, in order of time.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RhythmNotice {
    checks: VecDeque<Check>,
    /// The check that is being made: its begin and end, its windows and how many are irregular.
    open: Option<(f64, f64, u32, u32)>,
}

impl RhythmNotice {
    /// Takes in a window during which the person was at rest; returns the check that it completes.
    pub fn push(&mut self, window: &RhythmWindow) -> Option<Check> {
        let irregular = match window.verdict {
            RhythmVerdict::Abstain => return None,
            RhythmVerdict::Irregular => 1,
            RhythmVerdict::Regular => 0,
        };
        if self.checks.back().is_some_and(|last| window.start_s - last.start_s < APART_S) {
            return None;
        }
        let (start_s, _, told, found) = match self.open.take() {
            Some(open) if window.end_s - open.0 <= WITHIN_S => open,
            _ => (window.start_s, window.end_s, 0, 0),
        };
        let (told, found) = (told + 1, found + irregular);
        if told < WINDOWS {
            self.open = Some((start_s, window.end_s, told, found));
            return None;
        }
        let check = Check { start_s, end_s: window.end_s, share: f64::from(found) / f64::from(told) };
        self.checks.push_back(check);
        if self.checks.len() > CHECKS {
            self.checks.pop_front();
        }
        self.checks.retain(|check| window.end_s - check.start_s <= OLDEST_S);
        Some(check)
    }

    /// Whether a notice is due: five of the last six checks are irregular, over 65 minutes or more.
    #[must_use]
    pub fn is_due(&self) -> bool {
        let irregular = self.checks.iter().filter(|check| check.is_irregular()).count();
        let over = match (self.checks.front(), self.checks.back()) {
            (Some(first), Some(last)) => last.end_s - first.start_s,
            _ => 0.0,
        };
        self.checks.len() == CHECKS && irregular >= IRREGULAR && over >= OVER_S
    }

    /// The checks that are remembered: what a notice shows as its evidence.
    pub fn checks(&self) -> impl Iterator<Item = &Check> {
        self.checks.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Windows of 25 s from `from_s` on; what `irregular` says of each minute.
    fn windows(from_s: f64, minutes: u32, irregular: impl Fn(u32) -> RhythmVerdict) -> Vec<RhythmWindow> {
        let window = |n: u32| {
            let start_s = from_s + 25.0 * f64::from(n);
            RhythmWindow { start_s, end_s: start_s + 25.0, verdict: irregular(25 * n / 60), score: None }
        };
        (0..minutes * 60 / 25).map(window).collect()
    }

    fn due_after(windows: &[RhythmWindow]) -> Option<f64> {
        let mut notice = RhythmNotice::default();
        let mut due = |window: &&RhythmWindow| notice.push(window).is_some() && notice.is_due();
        windows.iter().find(|window| due(window)).map(|window| (window.end_s - windows[0].start_s) / 60.0)
    }

    #[test]
    fn a_rhythm_irregular_throughout_is_told_after_65_minutes_and_not_before() {
        let always = windows(1e6, 120, |_| RhythmVerdict::Irregular);
        let minutes = due_after(&always).unwrap();
        assert!((65.0..70.0).contains(&minutes), "{minutes}");
        assert_eq!(due_after(&always[..64 * 60 / 25]), None);
    }

    #[test]
    fn one_regular_check_of_six_is_borne_and_two_are_not() {
        let but = |regular: &'static [u32]| {
            move |minute: u32| {
                if regular.contains(&(minute / 13)) { RhythmVerdict::Regular } else { RhythmVerdict::Irregular }
            }
        };
        assert!(due_after(&windows(0.0, 71, but(&[2]))).is_some());
        assert_eq!(due_after(&windows(0.0, 71, but(&[2, 4]))), None);
    }

    #[test]
    fn what_is_abstained_from_and_what_is_days_apart_makes_no_notice() {
        assert_eq!(due_after(&windows(0.0, 600, |_| RhythmVerdict::Abstain)), None);
        let nights: Vec<_> =
            (0..8).flat_map(|day| windows(f64::from(day) * 86_400.0, 13, |_| RhythmVerdict::Irregular)).collect();
        assert_eq!(due_after(&nights), None, "two checks in 48 hours");
    }
}
