//! A sink in memory that keeps the store's promises: the same thing twice is one.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;
use std::ops::ControlFlow;

use super::{Added, ImportReport, Reading, Settings, Sink, Stopped, read};
use crate::error::Result;
use crate::model::energy::EnergyInterval;
use crate::model::heart::HeartSample;
use crate::model::person::SourceKind;
use crate::model::steps::StepInterval;
use crate::model::{Millis, PersonId, RecordId, SourceId};

#[derive(Debug, Default)]
pub(super) struct Memory {
    pub(super) sources: BTreeMap<SourceId, (String, SourceKind)>,
    pub(super) heart: BTreeSet<(SourceId, Millis, u16)>,
    pub(super) steps: BTreeSet<(SourceId, Millis, Millis, u32)>,
    pub(super) energy: BTreeSet<(SourceId, Millis, Millis, &'static str, u32)>,
    pub(super) vitals: BTreeMap<RecordId, Reading>,
    pub(super) batches: usize,
}

impl Sink for Memory {
    fn source(&mut self, name: &str, kind: SourceKind) -> Result<SourceId> {
        let id = SourceId::derive(PersonId(uuid::Uuid::nil()), name);
        self.sources.entry(id).or_insert((name.to_owned(), kind));
        Ok(id)
    }

    fn heart(&mut self, source: SourceId, samples: &[HeartSample]) -> Result<Added> {
        assert!(samples.is_sorted_by_key(|sample| sample.at));
        self.batches += 1;
        Ok(count(samples.iter().map(|sample| self.heart.insert((source, sample.at, sample.bpm.get())))))
    }

    fn steps(&mut self, source: SourceId, steps: &[StepInterval]) -> Result<Added> {
        self.batches += 1;
        Ok(count(steps.iter().map(|s| self.steps.insert((source, s.start, s.end, s.count)))))
    }

    fn energy(&mut self, source: SourceId, energy: &[EnergyInterval]) -> Result<Added> {
        self.batches += 1;
        Ok(count(energy.iter().map(|e| self.energy.insert((source, e.start, e.end, e.kind.code(), e.milli_kcal)))))
    }

    fn vitals(&mut self, _: SourceId, readings: &[Reading]) -> Result<Added> {
        self.batches += 1;
        Ok(count(readings.iter().map(|reading| self.vitals.insert(reading.id, reading.clone()).is_none())))
    }
}

fn count(fresh: impl Iterator<Item = bool>) -> Added {
    let mut added = Added::default();
    for fresh in fresh {
        if fresh {
            added.new += 1;
        } else {
            added.known += 1;
        }
    }
    added
}

/// In Tokyo, at the end of 2026.
pub(super) fn settings() -> Settings {
    Settings { zone: chrono_tz::Asia::Tokyo, not_after: Millis(1_798_700_000_000) }
}

/// Reads `file` into `memory`.
pub(super) fn import(file: &[u8], memory: &mut Memory) -> std::result::Result<ImportReport, Box<Stopped>> {
    read(Cursor::new(file), settings(), memory, &mut |_| ControlFlow::Continue(()))
}
