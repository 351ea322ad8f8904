//! Minutes of one person, put together in memory: what the store does, without a store.

use std::io::Cursor;
use std::ops::ControlFlow;

use mimamori::Result;
use mimamori::detect::{Minute, Settings};
use mimamori::exchange::import::{self, Added, Reading, Sink};
use mimamori::model::energy::EnergyInterval;
use mimamori::model::heart::{Bpm, Contact, HeartRollUp, HeartSample};
use mimamori::model::person::{HeartLimits, SourceKind};
use mimamori::model::steps::StepInterval;
use mimamori::model::{Millis, PersonId, SourceId};

/// The person that the tests of detection watch, on a clock in Japan.
#[must_use]
pub fn watched() -> Settings {
    let person = PersonId("00000000-0000-4000-8000-000000355472".parse().unwrap_or_default());
    Settings { person, zone: chrono_tz::Asia::Tokyo, limits: HeartLimits::default() }
}

/// Heart rates and steps by minute.
#[derive(Debug, Default)]
pub struct Timeline {
    /// What was learned of minutes, in the order in which it was; a minute may have several.
    parts: Vec<Minute>,
}

impl Timeline {
    /// Reads a file as the companion would.
    ///
    /// # Panics
    /// When the file cannot be read.
    pub fn import(&mut self, file: &[u8]) {
        let settings = import::Settings { zone: watched().zone, not_after: Millis(i64::MAX) };
        let done = import::read(Cursor::new(file), settings, self, &mut |_| ControlFlow::Continue(()));
        assert!(done.is_ok(), "the file cannot be imported");
    }

    /// Adds one heart rate; without skin contact it counts for nothing.
    pub fn add(&mut self, source: SourceId, sample: HeartSample) {
        if sample.contact == Contact::Lost {
            return;
        }
        let start = Millis(sample.at.0.div_euclid(Millis::MINUTE) * Millis::MINUTE);
        let bpm = sample.bpm;
        let heart = HeartRollUp { start, count: 1, sum: u64::from(Bpm::get(bpm)), min: bpm, max: bpm };
        self.put(Minute { start, heart: Some(heart), source: Some(source), steps: 0 });
    }

    fn put(&mut self, part: Minute) {
        match self.parts.last_mut() {
            Some(last) if last.start == part.start => join(last, part),
            _ => self.parts.push(part),
        }
    }

    /// The minutes in order of time.
    #[must_use]
    pub fn into_minutes(self) -> Vec<Minute> {
        let mut parts = self.parts;
        parts.sort_by_key(|part| part.start);
        parts.dedup_by(|part, whole| {
            let same = part.start == whole.start;
            if same {
                join(whole, *part);
            }
            same
        });
        parts
    }
}

/// Adds what else was learned of the same minute.
fn join(whole: &mut Minute, part: Minute) {
    whole.heart = match (whole.heart, part.heart) {
        (Some(a), Some(b)) => Some(HeartRollUp {
            start: a.start,
            count: a.count + b.count,
            sum: a.sum + b.sum,
            min: a.min.min(b.min),
            max: a.max.max(b.max),
        }),
        (a, b) => a.or(b),
    };
    whole.source = part.source.or(whole.source);
    whole.steps += part.steps;
}

impl Sink for Timeline {
    fn source(&mut self, name: &str, _: SourceKind) -> Result<SourceId> {
        Ok(SourceId::derive(watched().person, name))
    }

    fn heart(&mut self, source: SourceId, samples: &[HeartSample]) -> Result<Added> {
        samples.iter().for_each(|sample| self.add(source, *sample));
        Ok(Added::default())
    }

    fn steps(&mut self, _: SourceId, steps: &[StepInterval]) -> Result<Added> {
        for interval in steps.iter().filter(|interval| interval.count > 0) {
            let mut start = interval.start.0.div_euclid(Millis::MINUTE) * Millis::MINUTE;
            while start < interval.end.0.max(interval.start.0 + 1) {
                self.put(Minute { start: Millis(start), heart: None, source: None, steps: 1 });
                start += Millis::MINUTE;
            }
        }
        Ok(Added::default())
    }

    fn energy(&mut self, _: SourceId, _: &[EnergyInterval]) -> mimamori::Result<Added> {
        Ok(Added::default())
    }

    fn vitals(&mut self, _: SourceId, _: &[Reading]) -> Result<Added> {
        Ok(Added::default())
    }
}
