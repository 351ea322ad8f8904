//! Habits as `Goal`, and each time one was kept as an Observation that points to it.

use chrono::Weekday;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::element::Urn;
use super::observation::{self, Observation};
use super::written::Written;
use super::{Context, code, element, id, time};
use crate::model::habit::{Goal, Habit, Schedule, Tick};
use crate::model::person::Source;
use crate::model::quantity::Unit;
use crate::model::{Record, RecordId};

/// The resource type of a habit.
pub(super) const GOAL: &str = "Goal";

pub(super) fn write_goal(into: &mut Written, record: &Record, habit: &Habit, context: &Context<'_>) {
    let id = id::record(record.id).to_string();
    let mut target = Map::new();
    target.insert("measure".into(), json!(element::concept(code::TICK)));
    let bound = match &habit.goal {
        Goal::YesNo | Goal::Rating { .. } => None,
        Goal::Count { at_least, .. } => Some((f64::from(*at_least), ">=")),
        Goal::Amount { at_least, .. } => Some((*at_least, ">=")),
        Goal::AtMost { at_most, .. } => Some((*at_most, "<=")),
    };
    if let Some((value, comparator)) = bound {
        let mut quantity = json!({"value": element::Decimal(value), "comparator": comparator});
        let unit = habit.goal.unit();
        if let (false, Some(fields)) = (unit.is_empty(), quantity.as_object_mut()) {
            fields.insert("unit".into(), unit.into());
        }
        target.insert("detailQuantity".into(), quantity);
    }
    let json = json!({
        "resourceType": GOAL,
        "id": id,
        "meta": {"source": Urn(record.source.0)},
        "extension": [
            observation::record_extension(record),
            {"url": code::SCHEDULE_EXTENSION, "valueTiming": {"repeat": repeat(&habit.schedule)}},
        ],
        "identifier": [element::identifier(record.id.0)],
        "lifecycleStatus": "active",
        "category": [element::concept(code::HABIT)],
        "description": {"text": habit.name},
        "subject": element::reference("Patient", context.patient),
        "startDate": record.at.day().to_string(),
        "statusDate": time::instant(record.written).chars().take(10).collect::<String>(),
        "target": [target],
    });
    into.put(GOAL, id, &json);
}

fn repeat(schedule: &Schedule) -> Value {
    match schedule {
        Schedule::Daily => json!({"frequency": 1, "period": 1, "periodUnit": "d"}),
        Schedule::TimesAWeek(times) => json!({"frequency": times, "period": 1, "periodUnit": "wk"}),
        Schedule::Weekdays(days) => {
            let days: Vec<&str> = days.iter().map(|day| day_code(*day)).collect();
            json!({"frequency": 1, "period": 1, "periodUnit": "wk", "dayOfWeek": days})
        }
    }
}

pub(super) const fn day_code(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "mon",
        Weekday::Tue => "tue",
        Weekday::Wed => "wed",
        Weekday::Thu => "thu",
        Weekday::Fri => "fri",
        Weekday::Sat => "sat",
        Weekday::Sun => "sun",
    }
}

pub(super) fn write_tick(into: &mut Written, record: &Record, source: &Source, tick: &Tick, context: &Context<'_>) {
    let extensions = [observation::revision_extension(record)];
    let mut observation =
        Observation::of_record(into, record, &code::SOCIAL_HISTORY, code::TICK, source, context, &extensions);
    // By identifier: the newest goes first, so the goal may not be on the platform yet, and a server
    // that checks references would refuse the tick.
    observation.set("focus", &json!([{"type": GOAL, "identifier": element::identifier(tick.habit.0)}]));
    observation.set("valueQuantity", &element::quantity(tick.amount, Unit::One));
    observation.done();
}

/// The tick that an Observation of ours states.
pub(super) fn read_tick(resource: &Value) -> Option<Tick> {
    let focus = element::list(resource, "focus").next()?;
    let habit = element::read_uuid(element::text(focus.get("identifier")?, "value")?)?;
    Tick::new(RecordId(habit), element::read_quantity(resource, "valueQuantity", Unit::One)?).ok()
}

/// A goal that is void.
pub(super) fn void(into: &mut Written, id: &str, context: &Context<'_>, identifier: Option<Uuid>) {
    let mut json = json!({
        "resourceType": GOAL,
        "id": id,
        "lifecycleStatus": "entered-in-error",
        "description": element::concept(code::MASKED),
        "subject": element::reference("Patient", context.patient),
    });
    if let (Some(identifier), Some(fields)) = (identifier, json.as_object_mut()) {
        fields.insert("identifier".into(), json!([element::identifier(identifier)]));
    }
    into.put(GOAL, id.to_owned(), &json);
}
