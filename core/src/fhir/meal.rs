//! Meals, after PGHD: an Observation `food`, what was eaten as its components, and a member
//! Observation for each nutrient whose amount is known of everything eaten. A sum of which a part
//! is unknown is not sent: a reader would take it for the whole.

use serde::{Serialize, Serializer};

use super::element::{self, Quantity};
use super::id::{self, Part};
use super::observation::{Head, Observation, TYPE};
use super::written::Written;
use super::{Context, code};
use crate::model::meal::{Meal, MealItem, Nutrient};
use crate::model::person::Source;
use crate::model::quantity::Unit;
use crate::model::{Record, Subject};

pub(super) fn write(into: &mut Written, record: &Record, source: &Source, meal: &Meal, context: &Context<'_>) {
    // Members first: a server that checks references finds them.
    let members = nutrients(into, record, source, meal, context);
    let mut observation =
        Observation::of_whole_record(into, record, &code::SOCIAL_HISTORY, code::MEAL, source, context);
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

/// What it was: as PGHD has it, as the food table has it, and in words.
#[derive(Serialize)]
struct Food<'a> {
    coding: Vec<Coding<'a>>,
    text: &'a str,
}

enum Coding<'a> {
    Code(&'a code::Code),
    Food { version: &'a str, code: &'a str },
}

impl Serialize for Coding<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Table<'a> {
            system: &'static str,
            version: &'a str,
            code: &'a str,
        }
        match self {
            Self::Code(code) => code.serialize(serializer),
            Self::Food { version, code } => Table { system: code::FOOD, version, code }.serialize(serializer),
        }
    }
}

fn component(item: &MealItem) -> Eaten<'_> {
    let food = item.food.as_ref().map(|food| Coding::Food { version: &food.table, code: &food.code.0 });
    Eaten {
        code: Food { coding: code::MEAL.iter().map(Coding::Code).chain(food).collect(), text: &item.name },
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
