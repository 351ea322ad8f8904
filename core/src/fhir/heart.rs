//! Heart rate and beats.
//!
//! Rates: one Observation an hour and source, `SampledData` with a period of 1,000 ms. A sample
//! belongs to the second that it falls in; of two in the same second the later one is sent. A
//! second without one, or with one taken without contact to the skin, is `E`. The data begin at
//! `effectivePeriod.start` and end at the second of the last sample.
//!
//! Beats: `SampledData` states one fixed period, and beats are not evenly spaced; PGHD's beat series
//! has a component a beat, 20 MB a day. So a run of beats is an Observation whose
//! `effectivePeriod` is exact and whose intervals stand in one string of whole numbers, in beat
//! order, beside components that say how many there are and how many units make a second (1,024, as
//! straps send them). Nothing is resampled, and every value can be computed back.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::id::{Part, heart_hour, resource};
use super::observation::{self, Observation};
use super::{Context, Resource, code, element};
use crate::model::heart::{Bpm, Contact, HeartHour, HeartSample, RrInterval, RrRun};
use crate::model::person::Source;
use crate::model::quantity::Unit;
use crate::model::{Millis, Subject};

/// Seconds of an hour: the longest grid.
const SLOTS: usize = 3_600;

/// Beats that a run may have: a day and a half at 300 a minute, the longest string that is read.
const MAX_BEATS: usize = 650_000;

/// Units of an RR interval in a second.
const RR_UNITS: i64 = 1_024;

pub(super) fn resources(source: &Source, hour: i64, heart: &HeartHour, context: &Context<'_>) -> Vec<Resource> {
    let subject = Subject::HeartHour { source: source.id, hour };
    let mut resources: Vec<Resource> = rates(source, &subject, &heart.samples, context).into_iter().collect();
    resources.extend(heart.runs.iter().map(|run| beats(source, &subject, run, context)));
    resources
}

fn rates(source: &Source, subject: &Subject, samples: &[HeartSample], context: &Context<'_>) -> Option<Resource> {
    let trusted = || samples.iter().filter(|sample| sample.contact != Contact::Lost);
    let first = trusted().next()?.at.0.div_euclid(Millis::SECOND);
    let last = trusted().next_back()?.at.0.div_euclid(Millis::SECOND);
    let slots = usize::try_from(last.checked_sub(first)?).ok()?.saturating_add(1).min(SLOTS);
    let mut grid: Vec<Option<Bpm>> = vec![None; slots];
    for sample in trusted() {
        let slot = usize::try_from(sample.at.0.div_euclid(Millis::SECOND) - first).ok();
        if let Some(cell) = slot.and_then(|slot| grid.get_mut(slot)) {
            *cell = Some(sample.bpm);
        }
    }
    let mut data = String::with_capacity(slots * 3);
    for cell in grid {
        if !data.is_empty() {
            data.push(' ');
        }
        match cell {
            // Into the one string: there are thousands in an hour.
            Some(bpm) => _ = write!(data, "{}", bpm.get()),
            None => data.push('E'),
        }
    }
    let id = resource(subject, Part::Whole);
    let mut observation = Observation::new(id, &id, &code::VITAL_SIGNS, code::HEART_RATE, source, context);
    observation.set_period(Millis(first * Millis::SECOND), Millis(last * Millis::SECOND), context);
    observation.set(
        "valueSampledData",
        json!({"origin": element::quantity(0.0, Unit::PerMinute), "period": Millis::SECOND, "dimensions": 1, "data": data}),
    );
    Some(observation.done())
}

fn beats(source: &Source, subject: &Subject, run: &RrRun, context: &Context<'_>) -> Resource {
    let id = resource(subject, Part::Run(run.start));
    let mut observation = Observation::new(id, &id, &code::EXAM, code::RR_INTERVALS, source, context);
    observation.set_period(run.start, run.end(), context);
    let mut data = String::with_capacity(run.intervals.len() * 4);
    for interval in &run.intervals {
        if !data.is_empty() {
            data.push(' ');
        }
        _ = write!(data, "{}", interval.0);
    }
    observation.set(
        "component",
        json!([
            element::component(code::RR_INTERVALS, "valueString", data.into()),
            element::component(code::RR_COUNT, "valueInteger", run.intervals.len().into()),
            element::component(code::RR_PER_SECOND, "valueInteger", RR_UNITS.into()),
        ]),
    );
    observation.done()
}

/// The samples of an hour of heart rate of ours, and the hour.
pub(super) fn read_rates(resource: &Value) -> Option<(Source, Subject, Vec<HeartSample>)> {
    let source = observation::read_source(resource)?;
    let (start, _) = observation::read_period(resource)?;
    let sampled = resource.get("valueSampledData")?;
    let origin = element::read_quantity(sampled, "origin", Unit::PerMinute)?;
    let factor = sampled.get("factor").map_or(Some(1.0), Value::as_f64)?;
    let exact = origin == 0.0 && factor == 1.0 && sampled.get("dimensions")?.as_u64()? == 1;
    if !exact || sampled.get("period")?.as_f64()? != 1000.0 {
        return None;
    }
    let mut samples = Vec::new();
    for (slot, value) in element::text(sampled, "data")?.split_ascii_whitespace().enumerate() {
        if slot >= SLOTS {
            return None;
        }
        // E, U and L: no value that can be used.
        if let Ok(value) = value.parse::<u16>() {
            let at = start.plus(i64::try_from(slot).ok()? * Millis::SECOND);
            samples.push(HeartSample { at, bpm: Bpm::new(value).ok()?, contact: Contact::Unsupported });
        }
    }
    let subject = heart_hour(source.id, start);
    Some((source, subject, samples))
}

/// A run of beats of ours, and the hour that it belongs to.
pub(super) fn read_beats(resource: &Value) -> Option<(Source, Subject, RrRun)> {
    let source = observation::read_source(resource)?;
    let (start, _) = observation::read_period(resource)?;
    let units = element::find_component(resource, code::RR_PER_SECOND)?.get("valueInteger")?.as_i64()?;
    let data = element::text(element::find_component(resource, code::RR_INTERVALS)?, "valueString")?;
    if units != RR_UNITS || data.len() > MAX_BEATS * 6 {
        return None;
    }
    let intervals: Option<Vec<RrInterval>> =
        data.split_ascii_whitespace().map(|value| value.parse().ok().map(RrInterval)).collect();
    let intervals = intervals.filter(|intervals| (1..=MAX_BEATS).contains(&intervals.len()))?;
    let subject = heart_hour(source.id, start);
    Some((source, subject, RrRun { start, intervals }))
}
