//! What all importers share: batches, the report, and the way back to the caller.

use std::collections::HashMap;
use std::ops::ControlFlow;

use unicode_normalization::UnicodeNormalization;

use super::classify::Format;
use super::metered::Meter;
use super::report::{ImportReport, Place, Skip, Stopped};
use super::sink::{Reading, Sink};
use super::{Progress, Settings, Watch};
use crate::error::{Error, Result};
use crate::model::energy::EnergyInterval;
use crate::model::heart::HeartSample;
use crate::model::person::SourceKind;
use crate::model::steps::StepInterval;
use crate::model::vital::Vital;
use crate::model::{LocalDay, Millis, SourceId, Stamp};

/// Measurements that wait before they are handed over: two weeks of a watch, under 1 MB.
const BATCH: usize = 10_000;
/// Sources that are kept apart in one file; people have a handful.
const SOURCES: usize = 1_000;
/// The longest name of a source, in characters.
const SOURCE_NAME: usize = 200;
/// How many steps lie between two looks at the caller's wishes.
const LOOK_EVERY: u32 = 1_024;
/// 1900-01-01T00:00:00Z: nobody wore a sensor before.
const NOT_BEFORE: Millis = Millis(-2_208_988_800_000);

/// One source's measurements that were not handed over yet.
#[derive(Debug, Default)]
struct Batch {
    heart: Vec<HeartSample>,
    steps: Vec<StepInterval>,
    energy: Vec<EnergyInterval>,
    vitals: Vec<Reading>,
}

/// Collects what an importer reads and hands it on.
pub(super) struct Intake<'a> {
    settings: Settings,
    sink: &'a mut dyn Sink,
    watch: &'a mut Watch<'a>,
    report: ImportReport,
    /// By the name as the file writes it.
    sources: HashMap<String, SourceId>,
    batches: HashMap<SourceId, Batch>,
    waiting: usize,
    span: Option<(Millis, Millis)>,
    meter: Option<(Meter, u64)>,
    ticks: u32,
}

impl<'a> Intake<'a> {
    pub(super) fn new(settings: Settings, sink: &'a mut dyn Sink, watch: &'a mut Watch<'_>) -> Self {
        Self {
            settings,
            sink,
            watch,
            report: ImportReport::default(),
            sources: HashMap::new(),
            batches: HashMap::new(),
            waiting: 0,
            span: None,
            meter: None,
            ticks: 0,
        }
    }

    /// The file is `format`; `meter` counts how much of `size` bytes was read.
    pub(super) fn begin(&mut self, format: Format, meter: Meter, size: u64) {
        self.report.format = Some(format);
        self.meter = Some((meter, size));
    }

    /// The part of the file that is read now has `size` bytes.
    pub(super) fn narrow(&mut self, size: u64) {
        if let Some((meter, of)) = &mut self.meter {
            meter.reset();
            *of = size;
        }
    }

    pub(super) fn settings(&self) -> Settings {
        self.settings
    }

    /// One step of work; answers whether the caller wants to go on.
    pub(super) fn tick(&mut self) -> ControlFlow<()> {
        self.ticks = self.ticks.wrapping_add(1);
        if self.ticks % LOOK_EVERY != 1 {
            return ControlFlow::Continue(());
        }
        let (read, size) = self.meter.as_ref().map_or((0, 0), |(meter, size)| (meter.read().min(*size), *size));
        let answer = (self.watch)(Progress { read, size });
        self.report.cancelled |= answer.is_break();
        answer
    }

    pub(super) fn skip(&mut self, reason: Skip, place: Place) {
        self.report.skip(reason, place);
    }

    pub(super) fn unknown(&mut self, name: &str) {
        self.report.unknown(name);
    }

    /// The source that the file calls `name`, or `None` (and skipped) when there are too many.
    pub(super) fn source(&mut self, name: &str, kind: SourceKind, place: Place) -> Result<Option<SourceId>> {
        if let Some(id) = self.sources.get(name) {
            return Ok(Some(*id));
        }
        if self.sources.len() >= SOURCES {
            self.skip(Skip::Source, place);
            return Ok(None);
        }
        let id = self.sink.source(&tidy(name), kind)?;
        self.sources.insert(name.to_owned(), id);
        Ok(Some(id))
    }

    pub(super) fn heart(&mut self, source: SourceId, sample: HeartSample, place: Place) -> Result<()> {
        if self.dated(sample.at, sample.at, place) {
            self.batches.entry(source).or_default().heart.push(sample);
            self.took()?;
        }
        Ok(())
    }

    pub(super) fn steps(&mut self, source: SourceId, steps: StepInterval, place: Place) -> Result<()> {
        if self.dated(steps.start, steps.end, place) {
            self.batches.entry(source).or_default().steps.push(steps);
            self.took()?;
        }
        Ok(())
    }

    pub(super) fn energy(&mut self, source: SourceId, energy: EnergyInterval, place: Place) -> Result<()> {
        if self.dated(energy.start, energy.end, place) {
            self.batches.entry(source).or_default().energy.push(energy);
            self.took()?;
        }
        Ok(())
    }

    pub(super) fn vital(&mut self, source: SourceId, at: Stamp, vital: Vital, place: Place) -> Result<()> {
        if self.dated(at.at, at.at, place) {
            self.batches.entry(source).or_default().vitals.push(Reading::new(source, at, vital));
            self.took()?;
        }
        Ok(())
    }

    /// Whether both ends lie in the time that measurements come from.
    fn dated(&mut self, start: Millis, end: Millis, place: Place) -> bool {
        if start < NOT_BEFORE || end > self.settings.not_after {
            self.skip(Skip::Date, place);
            return false;
        }
        self.span = Some(self.span.map_or((start, start), |(first, last)| (first.min(start), last.max(start))));
        true
    }

    fn took(&mut self) -> Result<()> {
        self.waiting += 1;
        if self.waiting >= BATCH { self.hand_over() } else { Ok(()) }
    }

    fn hand_over(&mut self) -> Result<()> {
        self.waiting = 0;
        for (source, mut batch) in self.batches.drain() {
            if !batch.heart.is_empty() {
                batch.heart.sort_by_key(|sample| sample.at);
                self.report.heart.add(self.sink.heart(source, &batch.heart)?);
            }
            if !batch.steps.is_empty() {
                batch.steps.sort_by_key(|steps| steps.start);
                self.report.steps.add(self.sink.steps(source, &batch.steps)?);
            }
            if !batch.energy.is_empty() {
                batch.energy.sort_by_key(|energy| energy.start);
                self.report.energy.add(self.sink.energy(source, &batch.energy)?);
            }
            if !batch.vitals.is_empty() {
                self.report.vitals.add(self.sink.vitals(source, &batch.vitals)?);
            }
        }
        Ok(())
    }

    /// Hands over the rest, also after an error in the file, and closes the account.
    pub(super) fn finish(mut self, ended: Result<()>) -> Result<ImportReport, Box<Stopped>> {
        // A sink that has just refused a batch is not asked again.
        let refused = matches!(&ended, Err(error) if !matches!(error, Error::Format { .. } | Error::File(_)));
        let handed = if refused { Ok(()) } else { self.hand_over() };
        let day = |at| LocalDay(Stamp::in_zone(at, self.settings.zone).local().date_naive());
        if let Some((first, last)) = self.span {
            self.report.first_day = Some(day(first));
            self.report.last_day = Some(day(last));
        }
        match ended.and(handed) {
            Ok(()) => Ok(self.report),
            Err(cause) => Err(Box::new(Stopped { report: self.report, cause })),
        }
    }
}

impl std::fmt::Debug for Intake<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Intake").field("report", &self.report).finish_non_exhaustive()
    }
}

/// A source's name as people would write it: composed characters, plain spaces, no controls.
fn tidy(name: &str) -> String {
    let plain: String = name.nfc().map(|c| if c.is_whitespace() || c.is_control() { ' ' } else { c }).collect();
    let mut tidy = String::new();
    for word in plain.split(' ').filter(|word| !word.is_empty()) {
        if !tidy.is_empty() {
            tidy.push(' ');
        }
        tidy.push_str(word);
    }
    if tidy.is_empty() { "?".to_owned() } else { tidy.chars().take(SOURCE_NAME).collect() }
}
