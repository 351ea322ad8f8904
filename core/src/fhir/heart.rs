//! Heart rate and beats.
//!
//! Rates: one Observation an hour and source, `SampledData` with a period of 1,000 ms. A sample
//! belongs to the second that it falls in; of two in the same second the later one is sent. A
//! second without one, or with one taken without contact to the skin, is `E`. FHIR's profile of heart rate
//! closes the value to a `Quantity`: the data are a component of the same code. The data begin at
//! `effectivePeriod.start` and end at the second of the last sample.
//!
//! Beats: `SampledData` states one fixed period, and beats are not evenly spaced; PGHD's beat series
//! has a component a beat, 20 MB a day. So a run of beats is an Observation whose
//! `effectivePeriod` is exact and whose intervals stand in one string of whole numbers, in beat
//! order, beside components that say how many there are and how many units make a second (1,024, as
//! straps send them). Nothing is resampled, and every value can be computed back.

use serde_json::Value;

use super::element::put;
use super::id::{Part, heart_hour, resource};
use super::observation::{self, Head, Observation};
use super::written::Written;
use super::{Context, code, element};
use crate::model::heart::{Bpm, Contact, HeartHour, HeartSample, RrInterval, RrRun};
use crate::model::person::Source;
use crate::model::quantity::Unit;
use crate::model::{Millis, Subject};

/// Seconds of an hour: the longest grid.
const SLOTS: i64 = 3_600;

/// Beats that a run may have: a day and a half at 300 a minute, the longest string that is read.
const MAX_BEATS: usize = 650_000;

/// Units of an RR interval in a second.
const RR_UNITS: i64 = 1_024;

pub(super) fn write(into: &mut Written, source: &Source, hour: i64, heart: &HeartHour, context: &Context<'_>) {
    let subject = Subject::HeartHour { source: source.id, hour };
    rates(into, source, &subject, &heart.samples, context);
    for run in &heart.runs {
        beats(into, source, &subject, run, context);
    }
}

fn rates(into: &mut Written, source: &Source, subject: &Subject, samples: &[HeartSample], context: &Context<'_>) {
    let second = |sample: &HeartSample| sample.at.0.div_euclid(Millis::SECOND);
    let trusted = || samples.iter().filter(|sample| sample.contact != Contact::Lost);
    let (Some(first), Some(last)) = (trusted().next().map(second), trusted().next_back().map(second)) else { return };
    let id = resource(subject, Part::Whole);
    let (category, codes) = (&code::VITAL_SIGNS, code::HEART_RATE);
    let head = Head { id, identifier: id, is_amended: false, category, codes, source };
    let mut observation = Observation::new(into, &head, context);
    observation.set_period(Millis(first.saturating_mul(Millis::SECOND)), Millis(last.saturating_mul(Millis::SECOND)));
    let text = observation.element("component");
    text.extend_from_slice(b"[{\"code\":");
    put(text, &element::concept(codes));
    text.extend_from_slice(b",\"valueSampledData\":{\"origin\":");
    put(text, &element::quantity(0.0, Unit::PerMinute));
    text.extend_from_slice(b",\"period\":");
    put(text, &Millis::SECOND);
    text.extend_from_slice(b",\"dimensions\":1,\"data\":\"");
    // Numbers, blanks and `E`: nothing that would have to be escaped.
    let mut rates = trusted().map(|sample| (second(sample), sample.bpm)).peekable();
    let mut next = first;
    while let Some((at, bpm)) = rates.next() {
        if rates.peek().is_some_and(|(later, _)| *later == at) {
            continue;
        }
        let gap = usize::try_from(at.saturating_sub(next)).unwrap_or(0);
        if at.saturating_sub(first) >= SLOTS {
            break;
        }
        put_gap(text, gap);
        put(text, &bpm.get());
        text.push(b' ');
        next = at.saturating_add(1);
    }
    text.pop();
    text.extend_from_slice(b"\"}}]");
    observation.done();
}

/// So many seconds without a rate.
fn put_gap(text: &mut Vec<u8>, mut seconds: usize) {
    const MINUTE: &[u8; 120] = b"E E E E E E E E E E E E E E E E E E E E E E E E E E E E E E \
        E E E E E E E E E E E E E E E E E E E E E E E E E E E E E E ";
    while seconds > 0 {
        let now = seconds.min(MINUTE.len() / 2);
        text.extend_from_slice(MINUTE.get(..2 * now).unwrap_or_default());
        seconds -= now;
    }
}

fn beats(into: &mut Written, source: &Source, subject: &Subject, run: &RrRun, context: &Context<'_>) {
    let id = resource(subject, Part::Run(run.start));
    let (category, codes) = (&code::EXAM, code::RR_INTERVALS);
    let head = Head { id, identifier: id, is_amended: false, category, codes, source };
    let mut observation = Observation::new(into, &head, context);
    observation.set_period(run.start, run.end());
    let text = observation.element("component");
    text.extend_from_slice(b"[{\"code\":");
    put(text, &element::concept(code::RR_INTERVALS));
    text.extend_from_slice(b",\"valueString\":\"");
    for interval in &run.intervals {
        put(text, &interval.0);
        text.push(b' ');
    }
    if !run.intervals.is_empty() {
        text.pop();
    }
    text.extend_from_slice(b"\"},");
    put(text, &element::component(code::RR_COUNT, "valueInteger", run.intervals.len()));
    text.push(b',');
    put(text, &element::component(code::RR_PER_SECOND, "valueInteger", RR_UNITS));
    text.push(b']');
    observation.done();
}

/// The samples of an hour of heart rate of ours, and the hour.
pub(super) fn read_rates(resource: &Value) -> Option<(Source, Subject, Vec<HeartSample>)> {
    let source = observation::read_source(resource)?;
    let (start, _) = observation::read_period(resource)?;
    // Earlier versions said it as the value of the whole.
    let part = element::find_component(resource, code::HEART_RATE).unwrap_or(resource);
    let sampled = part.get("valueSampledData")?;
    let origin = element::read_quantity(sampled, "origin", Unit::PerMinute)?;
    let factor = sampled.get("factor").map_or(Some(1.0), Value::as_f64)?;
    let exact = origin == 0.0 && factor == 1.0 && sampled.get("dimensions")?.as_u64()? == 1;
    if !exact || sampled.get("period")?.as_f64()? != 1000.0 {
        return None;
    }
    let mut samples = Vec::new();
    for (slot, value) in (0_i64..).zip(element::text(sampled, "data")?.split_ascii_whitespace()) {
        if slot >= SLOTS {
            return None;
        }
        // E, U and L: no value that can be used.
        if let Ok(value) = value.parse::<u16>() {
            let at = start.plus(slot * Millis::SECOND);
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
