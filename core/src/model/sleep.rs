//! Sleep, from falling asleep to waking, with its stages where a device told them.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use super::day::LocalDay;
use super::time::{Millis, Stamp};
use super::{Invalid, Problem};

/// One stretch of sleep. Its record's own time is its end: it is known by then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sleep {
    /// When it began.
    pub start: Stamp,
    /// When it ended, after `start` and at most 24 hours later.
    pub end: Stamp,
    /// What a device made of it, in order of time, without overlap, inside the stretch; at most 2,000.
    /// Empty where nobody knows. What no stage covers is not known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stages: Vec<SleepStage>,
}

/// A part of a sleep.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SleepStage {
    /// When it began.
    pub start: Millis,
    /// When it ended.
    pub end: Millis,
    /// What it was.
    pub stage: Stage,
}

/// What a part of a sleep was, in the words that devices share (Apple Health, Health Connect).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Awake in bed.
    Awake,
    /// Asleep, nobody knows how.
    Asleep,
    /// Light sleep (`core` on Apple Watch).
    Light,
    /// Deep sleep.
    Deep,
    /// Rapid eye movement.
    Rem,
}

impl Stage {
    /// In the order of a chart.
    pub const ALL: [Self; 5] = [Self::Awake, Self::Asleep, Self::Light, Self::Deep, Self::Rem];
}

/// A night runs from six in the evening to six in the evening and is named by its morning, as
/// Apple Health draws it: what begins at 18:00 or later belongs to the next day.
const HOURS_FROM_EVENING: i64 = 24 - 18;

impl Sleep {
    /// A sleep.
    ///
    /// # Errors
    /// `end` not after `start` or over 24 hours later; `stages` out of order, overlapping, outside
    /// the sleep, or more than 2,000.
    pub fn new(start: Stamp, end: Stamp, stages: Vec<SleepStage>) -> Result<Self, Invalid> {
        Self { start, end, stages }.checked()
    }

    /// The sleep, if it is whole.
    ///
    /// # Errors
    /// Those of [`new`](Self::new).
    pub fn checked(self) -> Result<Self, Invalid> {
        let length = self.end.at.since(self.start.at);
        if length <= 0 {
            return Err(Invalid::new("end", Problem::Contradiction));
        }
        if length > Millis::DAY {
            return Err(Invalid::new("end", Problem::Impossible));
        }
        if self.stages.len() > 2_000 {
            return Err(Invalid::new("stages", Problem::TooLong));
        }
        let mut reached = self.start.at;
        for stage in &self.stages {
            if stage.start < reached || stage.end <= stage.start || stage.end > self.end.at {
                return Err(Invalid::new("stages", Problem::Contradiction));
            }
            reached = stage.end;
        }
        Ok(self)
    }

    /// The night that it belongs to, named by its morning: by the clock on the wall when it began.
    #[must_use]
    pub fn night(&self) -> LocalDay {
        LocalDay((self.start.local().naive_local() + TimeDelta::hours(HOURS_FROM_EVENING)).date())
    }

    /// From start to end.
    #[must_use]
    pub const fn length_ms(&self) -> i64 {
        self.end.at.since(self.start.at)
    }

    /// How long it was asleep: all but what a stage says was awake.
    #[must_use]
    pub fn asleep_ms(&self) -> i64 {
        self.length_ms() - self.in_stage_ms(Stage::Awake)
    }

    /// How long one stage lasted in all.
    #[must_use]
    pub fn in_stage_ms(&self, stage: Stage) -> i64 {
        self.stages.iter().filter(|part| part.stage == stage).map(|part| part.end.since(part.start)).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Stamp {
        let at = chrono::DateTime::parse_from_rfc3339(text).unwrap();
        Stamp::in_zone(Millis(at.timestamp_millis()), chrono_tz::Asia::Tokyo)
    }

    fn night(start: &str, end: &str) -> String {
        Sleep::new(at(start), at(end), Vec::new()).unwrap().night().to_string()
    }

    #[test]
    fn sleep_over_midnight_belongs_to_the_morning_and_a_nap_to_its_day() {
        assert_eq!(night("2026-04-17T22:30:00+09:00", "2026-04-18T05:45:00+09:00"), "2026-04-18");
        assert_eq!(night("2026-04-18T00:40:00+09:00", "2026-04-18T05:45:00+09:00"), "2026-04-18");
        assert_eq!(night("2026-04-18T13:00:00+09:00", "2026-04-18T13:40:00+09:00"), "2026-04-18");
        assert_eq!(night("2026-04-18T17:59:00+09:00", "2026-04-18T18:40:00+09:00"), "2026-04-18");
        assert_eq!(night("2026-04-18T18:00:00+09:00", "2026-04-18T23:00:00+09:00"), "2026-04-19");
    }

    #[test]
    fn stages_that_overlap_or_leave_the_sleep_are_refused() {
        let (start, end) = (at("2026-04-17T22:00:00+09:00"), at("2026-04-18T05:00:00+09:00"));
        let stage = |from: i64, to: i64, stage| SleepStage {
            start: start.at.plus(from * Millis::MINUTE),
            end: start.at.plus(to * Millis::MINUTE),
            stage,
        };
        let sleep = Sleep::new(start, end, vec![stage(0, 90, Stage::Light), stage(90, 120, Stage::Awake)]).unwrap();
        assert_eq!(sleep.asleep_ms(), (7 * 60 - 30) * Millis::MINUTE);
        for wrong in [[(0, 90), (80, 100)], [(0, 90), (90, 421)], [(-1, 10), (20, 30)], [(5, 5), (6, 7)]] {
            let stages = wrong.iter().map(|(from, to)| stage(*from, *to, Stage::Deep)).collect();
            assert_eq!(Sleep::new(start, end, stages).unwrap_err().field, "stages");
        }
        assert_eq!(Sleep::new(end, start, Vec::new()).unwrap_err().field, "end");
    }
}
