//! Meals, after PGHD: an Observation `food`, what was eaten as its components, and a member
//! Observation for each nutrient whose amount is known of everything eaten. A sum of which a part
//! is unknown is not sent: a reader would take it for the whole.

use serde::Serialize;

use super::element::{self, Quantity};
use super::id::{self, Part};
use super::observation::{Head, Observation, TYPE, record_extension};
use super::written::Written;
use super::{Context, code};
use crate::model::meal::{Meal, MealItem, Nutrient};
use crate::model::person::Source;
use crate::model::quantity::Unit;
use crate::model::{Record, Subject};

pub(super) fn write(into: &mut Written, record: &Record, source: &Source, meal: &Meal, context: &Context<'_>) {
    // Members first: a server that checks references finds them.
    let members = nutrients(into, record, source, meal, context);
    let extensions = [record_extension(record)];
    let mut observation =
        Observation::of_record(into, record, &code::SOCIAL_HISTORY, code::MEAL, source, context, &extensions);
    let names: Vec<&str> = meal.items.iter().map(|item| item.name.as_str()).collect();
    observation.set("valueString", &names.join(", "));
    observation.set("component", &meal.items.iter().map(component).collect::<Vec<_>>());
    if !members.is_empty() {
        let references: Vec<_> = members.iter().map(|member| element::reference(TYPE, member)).collect();
        observation.set("hasMember", &references);
    }
    observation.done();
}

/// One thing that was eaten.
#[derive(Serialize)]
struct Eaten<'a> {
    code: Food<'a>,
    #[serde(rename = "valueQuantity", skip_serializing_if = "Option::is_none")]
    amount: Option<Quantity>,
    #[serde(rename = "dataAbsentReason", skip_serializing_if = "Option::is_none")]
    absent: Option<element::Concept<'a>>,
}

/// What it was: as the food table has it, and in words. Not as PGHD has it: R4 lets no part bear the
/// code of a whole that has a value (obs-7).
#[derive(Serialize)]
struct Food<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    coding: Option<[Coding<'a>; 1]>,
    text: &'a str,
}

#[derive(Serialize)]
struct Coding<'a> {
    system: &'static str,
    version: &'a str,
    code: &'a str,
}

fn component(item: &MealItem) -> Eaten<'_> {
    let coding =
        item.food.as_ref().map(|food| [Coding { system: code::FOOD, version: &food.table, code: &food.code.0 }]);
    Eaten {
        code: Food { coding, text: &item.name },
        amount: item.grams.map(|grams| element::quantity(grams, Unit::Gram)),
        absent: item.grams.is_none().then(|| element::concept(code::UNKNOWN)),
    }
}

/// Writes the sum of each nutrient that is known of everything eaten; answers their ids.
fn nutrients(into: &mut Written, record: &Record, source: &Source, meal: &Meal, context: &Context<'_>) -> Vec<String> {
    let total = meal.total();
    let subject = Subject::Record(record.id);
    let mut ids = Vec::new();
    for nutrient in Nutrient::ALL {
        let codes = code::nutrient(nutrient);
        let (Some(key), Some((amount, known))) = (codes.last(), total.get(nutrient)) else { continue };
        if known < total.items {
            continue;
        }
        let id = id::resource(&subject, Part::Nutrient(key.code));
        let category = &code::SOCIAL_HISTORY;
        let head = Head { id, identifier: id, is_amended: false, category, codes, source };
        let mut observation = Observation::new(into, &head, context);
        observation.set("effectiveDateTime", &super::time::stamp(&record.at));
        observation.set("valueQuantity", &element::quantity(amount, nutrient.unit()));
        observation.done();
        ids.push(id.to_string());
    }
    ids
}
