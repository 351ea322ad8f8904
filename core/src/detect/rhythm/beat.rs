//! One interval between two beats, as the record has it.

use super::Interval;
use crate::model::heart::{RrInterval, RrRun};
use crate::model::{Millis, SourceId};

/// An interval in 1/1024 s, placed exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Beat {
    /// Who heard it.
    pub source: SourceId,
    /// When its run begins.
    run: Millis,
    /// From there to where it begins, in 1/1024 s.
    ticks: i64,
    rr: RrInterval,
}

impl Beat {
    /// The intervals of a run, in order; one of length 0 is none.
    pub fn of(source: SourceId, run: &RrRun) -> impl Iterator<Item = Self> {
        let mut at = 0_i64;
        run.intervals.iter().filter(|rr| rr.0 > 0).map(move |rr| {
            let ticks = at;
            at += i64::from(rr.0);
            Self { source, run: run.start, ticks, rr: *rr }
        })
    }

    /// When it begins, rounded down.
    #[must_use]
    pub const fn begin(&self) -> Millis {
        self.run.plus(self.ticks * 1000 / 1024)
    }

    /// When it ends, rounded down.
    #[must_use]
    pub const fn end(&self) -> Millis {
        self.run.plus((self.ticks + self.rr.0 as i64) * 1000 / 1024)
    }

    /// The same in seconds since the epoch; good to a microsecond for centuries.
    #[must_use]
    pub fn interval(&self) -> Interval {
        let begin_s = self.run.0 as f64 / 1000.0 + self.ticks as f64 / 1024.0;
        Interval { begin_s, rr_s: f64::from(self.rr.0) / 1024.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beats_of_a_run_follow_each_other_to_its_exact_end() {
        let run = RrRun { start: Millis(10), intervals: vec![RrInterval(1000); 1024] };
        let beats: Vec<Beat> = Beat::of(SourceId(uuid::Uuid::nil()), &run).collect();
        assert!(beats.windows(2).all(|pair| pair[0].end() == pair[1].begin()));
        assert_eq!((beats[0].begin(), beats[1023].end()), (run.start, run.end()));
        assert_eq!(beats[1].interval(), Interval { begin_s: 0.01 + 1000.0 / 1024.0, rr_s: 1000.0 / 1024.0 });
        let none = RrRun { start: Millis(0), intervals: vec![RrInterval(0)] };
        assert_eq!(Beat::of(SourceId(uuid::Uuid::nil()), &none).count(), 0);
    }
}
