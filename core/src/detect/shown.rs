//! A stretch of time, shown to the detectors in the one order that everything measured has.

use super::daily::DailyReading;
use super::rhythm::beat::Beat;
use super::{Detectors, Minute};
use crate::model::finding::Finding;
use crate::model::heart::RrRun;
use crate::model::{Millis, SourceId, TimeRange};

/// What was measured in a stretch of time.
#[derive(Debug, Clone, Copy)]
pub struct Shown<'a> {
    /// From the detectors' [cursor](Detectors::cursor) on.
    pub range: TimeRange,
    /// Its minutes, in order of time.
    pub minutes: &'a [Minute],
    /// What devices stated in it once a day, in order of time.
    pub readings: &'a [DailyReading],
    /// The runs of beats that begin in it, or before it and not before [`Detectors::runs_from`].
    pub runs: &'a [(SourceId, RrRun)],
}

impl Detectors {
    /// Looks at everything that was measured in a stretch of time, which is over: whoever cuts a time
    /// anywhere into such stretches is told the same.
    pub fn show(&mut self, shown: &Shown<'_>) -> Vec<Finding> {
        let Shown { range, minutes, readings, runs } = shown;
        let mut beats: Vec<Beat> = runs.iter().flat_map(|(source, run)| Beat::of(*source, run)).collect();
        beats.retain(|beat| range.contains(beat.begin()));
        beats.sort_by_key(Beat::begin);
        let goes_on = |(_, run): &&(SourceId, RrRun)| run.start < range.end && run.end() > range.end;
        self.state.unfinished = runs.iter().filter(goes_on).map(|(_, run)| run.start).min();
        let (mut beats, mut readings) = (beats.iter().peekable(), readings.iter().peekable());
        let mut found = Vec::new();
        // Of a minute first what lies in it, then the minute: it is known when it is over.
        let ends = minutes.iter().map(|minute| (minute.end(), Some(minute))).chain([(range.end, None)]);
        for (end, minute) in ends {
            while let Some(reading) = readings.next_if(|reading| reading.at < end) {
                while let Some(beat) = beats.next_if(|beat| beat.begin() < reading.at) {
                    found.extend(self.hear_beat(beat));
                }
                found.extend(self.hear(reading));
            }
            while let Some(beat) = beats.next_if(|beat| beat.begin() < end) {
                found.extend(self.hear_beat(beat));
            }
            if let Some(minute) = minute {
                found.extend(self.push(minute));
            }
        }
        found.extend(self.advance(range.end));
        found
    }

    /// From where on runs of beats are asked for, to show a stretch that begins at `start`: earlier where
    /// a run goes on over it.
    #[must_use]
    pub fn runs_from(&self, start: Millis) -> Millis {
        self.state.unfinished.map_or(start, |unfinished| unfinished.min(start))
    }
}
