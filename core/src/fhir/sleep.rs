//! Sleep, after PGHD's sleep episode: one Observation from falling asleep to waking, with how long the
//! person slept and, where a device told them, how long each stage lasted. The stages one by one are
//! in our extension.

use super::code::{self, Code};
use super::element::component;
use super::observation::{Head, Observation, record_extension};
use super::written::Written;
use super::{Context, element, id, time};
use crate::model::person::Source;
use crate::model::quantity::Unit;
use crate::model::sleep::{Sleep, Stage};
use crate::model::{Millis, Record};

pub(super) fn write(into: &mut Written, record: &Record, source: &Source, sleep: &Sleep, context: &Context<'_>) {
    let (id, is_amended, category) = (id::record(record.id), record.revision > 1, &code::SOCIAL_HISTORY);
    let head = Head { id, identifier: record.id.0, is_amended, category, codes: code::SLEEP, source };
    let mut observation = Observation::new(into, &head, context);
    observation.set_period(sleep.start.at, sleep.end.at);
    observation.set("issued", &time::instant(record.written));
    observation.set("valueQuantity", &minutes(sleep.asleep_ms()));
    let mut components = vec![component(code::SLEEP_TOTAL, "valueQuantity", minutes(sleep.asleep_ms()))];
    for stage in Stage::ALL {
        let lasted = sleep.in_stage_ms(stage);
        if let (Some(codes), true) = (stage_codes(stage), lasted > 0) {
            components.push(component(codes, "valueQuantity", minutes(lasted)));
        }
    }
    observation.set("component", &components);
    observation.set("extension", &[record_extension(record)]);
    observation.done();
}

/// To a tenth of a minute, as PGHD's own examples have it.
fn minutes(ms: i64) -> element::Quantity {
    #[expect(clippy::cast_precision_loss, reason = "at most a day")]
    let tenths = (ms * 10 / Millis::MINUTE) as f64;
    element::quantity(tenths / 10.0, Unit::Minute)
}

/// `None` for sleep of which nobody knows how it was: the whole says it.
const fn stage_codes(stage: Stage) -> Option<&'static [Code]> {
    match stage {
        Stage::Awake => Some(code::SLEEP_AWAKE),
        Stage::Asleep => None,
        Stage::Light => Some(code::SLEEP_LIGHT),
        Stage::Deep => Some(code::SLEEP_DEEP),
        Stage::Rem => Some(code::SLEEP_REM),
    }
}
