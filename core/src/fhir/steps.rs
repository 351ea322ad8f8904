//! Steps: one Observation an hour and source, with the sum of the intervals that begin in it.

use serde_json::Value;

use super::id::{Part, resource};
use super::observation::{self, Head, Observation};
use super::written::Written;
use super::{Context, code, element};
use crate::model::Subject;
use crate::model::person::Source;
use crate::model::quantity::Unit;
use crate::model::steps::StepInterval;

pub(super) fn write(into: &mut Written, source: &Source, hour: i64, steps: &[StepInterval], context: &Context<'_>) {
    let (Some(start), Some(end)) = (steps.iter().map(|one| one.start).min(), steps.iter().map(|one| one.end).max())
    else {
        return;
    };
    let count = steps.iter().fold(0_u32, |sum, one| sum.saturating_add(one.count));
    let id = resource(&Subject::StepsHour { source: source.id, hour }, Part::Whole);
    let (category, codes) = (&code::ACTIVITY, code::STEPS);
    let head = Head { id, identifier: id, is_amended: false, category, codes, source };
    let mut observation = Observation::new(into, &head, context);
    observation.set_period(start, end);
    observation.set("valueQuantity", &element::quantity(count.into(), Unit::Steps));
    observation.done();
}

/// The steps of an hour of ours as one interval, and the hour.
pub(super) fn read(resource: &Value) -> Option<(Source, Subject, StepInterval)> {
    let source = observation::read_source(resource)?;
    let (start, end) = observation::read_period(resource)?;
    let count = element::read_quantity(resource, "valueQuantity", Unit::Steps)?;
    if count.fract() != 0.0 || !(0.0..=f64::from(u32::MAX)).contains(&count) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked just above")]
    let interval = StepInterval::new(start, end, count as u32).ok()?;
    let subject = Subject::StepsHour { source: source.id, hour: start.hour_index() };
    Some((source, subject, interval))
}
