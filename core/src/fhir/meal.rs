//! Meals, after PGHD: an Observation `food`, what was eaten as its components, and a member
//! Observation for each nutrient whose amount is known of everything eaten. A sum of which a part
//! is unknown is not sent: a reader would take it for the whole.

use serde_json::{Map, Value, json};

use super::id::{self, Part};
use super::observation::{self, Observation};
use super::{Context, Resource, code, element};
use crate::model::meal::{Meal, MealItem, Nutrient};
use crate::model::person::Source;
use crate::model::quantity::Unit;
use crate::model::{Record, Subject};

pub(super) fn resources(record: &Record, source: &Source, meal: &Meal, context: &Context<'_>) -> Vec<Resource> {
    let members = nutrients(record, source, meal, context);
    let mut observation = Observation::of_record(record, &code::SOCIAL_HISTORY, code::MEAL, source, context);
    let names: Vec<&str> = meal.items.iter().map(|item| item.name.as_str()).collect();
    observation.set("valueString", names.join(", ").into());
    observation.set("component", meal.items.iter().map(component).collect());
    if !members.is_empty() {
        let references: Vec<Value> =
            members.iter().map(|member| element::reference(member.resource_type, &member.id)).collect();
        observation.set("hasMember", references.into());
    }
    observation.set("extension", json!([observation::record_extension(record, Some(record))]));
    // Members first: a server that checks references finds them.
    let mut resources = members;
    resources.push(observation.done());
    resources
}

fn component(item: &MealItem) -> Value {
    let mut concept = element::concept(code::MEAL);
    if let Some(concept) = concept.as_object_mut() {
        if let (Some(food), Some(codings)) = (&item.food, concept.get_mut("coding").and_then(Value::as_array_mut)) {
            codings.push(json!({"system": code::FOOD, "version": food.table, "code": food.code.0}));
        }
        concept.insert("text".into(), item.name.clone().into());
    }
    let mut component = Map::new();
    component.insert("code".into(), concept);
    match item.grams {
        Some(grams) => component.insert("valueQuantity".into(), element::quantity(grams, Unit::Gram)),
        None => component
            .insert("dataAbsentReason".into(), json!({"coding": [{"system": code::ABSENT, "code": "unknown"}]})),
    };
    Value::Object(component)
}

fn nutrients(record: &Record, source: &Source, meal: &Meal, context: &Context<'_>) -> Vec<Resource> {
    let total = meal.total();
    let subject = Subject::Record(record.id);
    let mut resources = Vec::new();
    for nutrient in Nutrient::ALL {
        let codes = code::nutrient(nutrient);
        let (Some(key), Some((amount, known))) = (codes.last(), total.get(nutrient)) else { continue };
        if known < total.items {
            continue;
        }
        let id = id::resource(&subject, Part::Nutrient(key.code));
        let mut observation = Observation::new(id, &id, &code::SOCIAL_HISTORY, codes, source, context);
        observation.set("effectiveDateTime", super::time::stamp(&record.at).into());
        observation.set("valueQuantity", element::quantity(amount, nutrient.unit()));
        resources.push(observation.done());
    }
    resources
}
