//! Files of other programs, into the record.

use std::io::{Read, Seek};

use super::{Companion, heart, own_source};
use crate::detect::Settings;
use crate::error::Result;
use crate::event::Change;
use crate::exchange::import::{self, Added, ImportReport, Reading, Sink, Stopped, Watch};
use crate::model::energy::EnergyInterval;
use crate::model::heart::HeartSample;
use crate::model::person::{Source, SourceKind};
use crate::model::steps::StepInterval;
use crate::model::{Entry, Millis, PersonId, Record, RecordStatus, SourceId};
use crate::store::Appended;

/// A clock on a wrist may run ahead of the phone's by this much.
const CLOCK_SKEW: i64 = Millis::DAY;

impl Companion {
    /// Takes in a file of any known format, batch by batch. Reading the same file again changes
    /// nothing. Call [`notice`](Self::notice) after the last of the files that belong together:
    /// heart rate that is looked at before its steps are there would be looked at twice.
    ///
    /// # Errors
    /// [`Stopped`] holds what went wrong and the account of what was taken in before, which stays. Into a record that is kept
    /// elsewhere nothing is: [`Error::KeptElsewhere`](crate::Error::KeptElsewhere).
    pub fn import(
        &self,
        person: PersonId,
        input: impl Read + Seek,
        watch: &mut Watch<'_>,
    ) -> Result<ImportReport, Box<Stopped>> {
        // Before anything of the file is read.
        let settings = self
            .must_be_kept_here(person)
            .and_then(|()| self.settings(person))
            .map_err(|error| Box::new(Stopped { report: ImportReport::default(), cause: error }))?;
        let not_after = self.now().plus(CLOCK_SKEW);
        let mut sink = Intake { companion: self, settings };
        import::read(input, import::Settings { zone: settings.zone, not_after }, &mut sink, watch)
    }
}

impl Companion {
    /// Takes in what the phone's own health store hands over: heart rates and steps of one source, in
    /// order of time. What is there already is not written again. Steps belong with the heart rate of
    /// the same hours: give both before [`notice`](Self::notice) is called.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) when the person is not there,
    /// [`Error::KeptElsewhere`](crate::Error::KeptElsewhere) when their record is not; then nothing was taken.
    pub fn take_in(
        &self,
        person: PersonId,
        source: &Source,
        samples: &[HeartSample],
        steps: &[StepInterval],
    ) -> Result<Added> {
        let mut sink = Intake { companion: self, settings: self.settings(person)? };
        self.store().write(|store| own_source(store, person, source))?;
        let stepped = sink.steps(source.id, steps)?;
        let beaten = sink.heart(source.id, samples)?;
        Ok(Added { new: stepped.new + beaten.new, known: stepped.known + beaten.known })
    }
}

/// Writes each batch in a transaction of its own.
struct Intake<'a> {
    companion: &'a Companion,
    settings: Settings,
}

impl Intake<'_> {
    fn taken(&self, appended: Appended) -> Added {
        heart::tell_days(self.companion, &self.settings, appended);
        Added { new: appended.new as u64, known: appended.known as u64 }
    }
}

impl Sink for Intake<'_> {
    fn source(&mut self, name: &str, kind: SourceKind) -> Result<SourceId> {
        let id = SourceId::derive(self.settings.person, name);
        let source = Source { id, kind, name: name.to_owned() };
        self.companion.store().write(|store| own_source(store, self.settings.person, &source))
    }

    fn heart(&mut self, source: SourceId, samples: &[HeartSample]) -> Result<Added> {
        let person = self.settings.person;
        let appended = self.companion.store().write(|store| store.append_heart(person, source, samples, &[]))?;
        Ok(self.taken(appended))
    }

    fn steps(&mut self, source: SourceId, steps: &[StepInterval]) -> Result<Added> {
        let person = self.settings.person;
        let appended = self.companion.store().write(|store| store.append_steps(person, source, steps))?;
        Ok(self.taken(appended))
    }

    fn energy(&mut self, source: SourceId, energy: &[EnergyInterval]) -> Result<Added> {
        let person = self.settings.person;
        let appended = self.companion.store().write(|store| store.append_energy(person, source, energy))?;
        Ok(self.taken(appended))
    }

    fn vitals(&mut self, source: SourceId, readings: &[Reading]) -> Result<Added> {
        let (person, written) = (self.settings.person, self.companion.now());
        let mut days = Vec::new();
        let mut added = Added::default();
        self.companion.store().write(|store| {
            for reading in readings {
                if store.record(reading.id)?.is_some() {
                    added.known += 1;
                    continue;
                }
                store.put_record(&Record {
                    id: reading.id,
                    person,
                    revision: 1,
                    status: RecordStatus::Active,
                    at: reading.at,
                    source,
                    written,
                    entry: Entry::Vital(reading.vital),
                })?;
                days.push(reading.at.day());
                added.new += 1;
            }
            Ok(())
        })?;
        days.sort_unstable();
        days.dedup();
        for day in days {
            self.companion.tell(Change::Day(person, day));
        }
        Ok(added)
    }
}
