//! Minutes of one person, put together in memory: what the store does, without a store.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::ops::ControlFlow;

use mimamori::Result;
use mimamori::detect::{Minute, Settings};
use mimamori::exchange::import::{self, Added, Reading, Sink};
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
    minutes: BTreeMap<i64, (Option<HeartRollUp>, Option<SourceId>, u32)>,
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
        let (heart, from, _) = self.minutes.entry(start.0).or_default();
        let none = HeartRollUp { start, count: 0, sum: 0, min: sample.bpm, max: sample.bpm };
        let heart = heart.get_or_insert(none);
        heart.count += 1;
        heart.sum += u64::from(Bpm::get(sample.bpm));
        heart.min = heart.min.min(sample.bpm);
        heart.max = heart.max.max(sample.bpm);
        *from = Some(source);
    }

    /// The minutes in order of time.
    pub fn minutes(&self) -> impl Iterator<Item = Minute> {
        self.minutes.iter().map(|(start, (heart, source, steps))| Minute {
            start: Millis(*start),
            heart: *heart,
            source: *source,
            steps: *steps,
        })
    }
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
                self.minutes.entry(start).or_default().2 += 1;
                start += Millis::MINUTE;
            }
        }
        Ok(Added::default())
    }

    fn vitals(&mut self, _: SourceId, _: &[Reading]) -> Result<Added> {
        Ok(Added::default())
    }
}
