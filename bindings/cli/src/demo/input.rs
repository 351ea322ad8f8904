//! The demo's input. It is part of the binary: the real heart rate and steps of participant P355472
//! (Apache-2.0), and a strap session made up by us.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::ops::ControlFlow;

use chrono_tz::Tz;
use mimamori::device::replay::{self, Frame};
use mimamori::exchange::import::{self, Added, Reading, Settings, Sink};
use mimamori::model::energy::EnergyInterval;
use mimamori::model::heart::HeartSample;
use mimamori::model::person::{Source, SourceKind};
use mimamori::model::steps::StepInterval;
use mimamori::model::{LocalDay, Millis, PersonId, SourceId, Stamp};

use crate::failure::Failure;

const HEART: &[u8] = include_bytes!("../../../../tests/data/nightsignal_aw/AW_rhr_P355472.csv.xz");
const STEPS: &[u8] = include_bytes!("../../../../tests/data/nightsignal_aw/P355472-AppleWatch-st.csv.xz");
const STRAP: &str = include_str!("../../../../tests/data/strap_session.txt");

/// What one day brought.
#[derive(Debug, Default)]
pub(super) struct Day {
    pub(super) samples: Vec<HeartSample>,
    pub(super) steps: Vec<StepInterval>,
}

/// The watch's months, day by day, by source.
pub(super) struct Watch {
    person: PersonId,
    zone: Tz,
    pub(super) sources: BTreeMap<SourceId, Source>,
    pub(super) days: BTreeMap<LocalDay, BTreeMap<SourceId, Day>>,
}

impl Watch {
    /// Reads both files with the importer that reads a person's own.
    pub(super) fn read(person: PersonId, zone: Tz) -> Result<Self, Failure> {
        let mut watch = Self { person, zone, sources: BTreeMap::new(), days: BTreeMap::new() };
        let settings = Settings { zone, not_after: Millis(i64::MAX) };
        for file in [STEPS, HEART] {
            import::read(Cursor::new(file), settings, &mut watch, &mut |_| ControlFlow::Continue(()))
                .map_err(|stopped| Failure::Core(stopped.cause))?;
        }
        Ok(watch)
    }

    fn day(&mut self, at: Millis, source: SourceId) -> &mut Day {
        let day = Stamp::in_zone(at, self.zone).day();
        self.days.entry(day).or_default().entry(source).or_default()
    }
}

impl Sink for Watch {
    fn source(&mut self, name: &str, kind: SourceKind) -> mimamori::Result<SourceId> {
        let id = SourceId::derive(self.person, name);
        self.sources.insert(id, Source { id, kind, name: name.to_owned() });
        Ok(id)
    }

    fn heart(&mut self, source: SourceId, samples: &[HeartSample]) -> mimamori::Result<Added> {
        for sample in samples {
            self.day(sample.at, source).samples.push(*sample);
        }
        Ok(Added { new: samples.len() as u64, known: 0 })
    }

    fn steps(&mut self, source: SourceId, steps: &[StepInterval]) -> mimamori::Result<Added> {
        for interval in steps {
            self.day(interval.start, source).steps.push(*interval);
        }
        Ok(Added { new: steps.len() as u64, known: 0 })
    }

    fn energy(&mut self, _: SourceId, energy: &[EnergyInterval]) -> mimamori::Result<Added> {
        Ok(Added { new: energy.len() as u64, known: 0 })
    }

    fn vitals(&mut self, _: SourceId, readings: &[Reading]) -> mimamori::Result<Added> {
        Ok(Added { new: readings.len() as u64, known: 0 })
    }
}

/// The strap's notifications, in order.
pub(super) fn strap() -> Result<Vec<Frame>, Failure> {
    replay::frames(STRAP.as_bytes()).collect::<mimamori::Result<_>>().map_err(Failure::Core)
}
