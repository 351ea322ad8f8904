//! What two devices changed differently, field by field.

use serde_json::Value;

use super::words::Words;
use crate::model::conflict::Side;
use crate::model::quantity::Units;
use crate::model::{Entry, LocalDay, Record};

impl Words {
    /// The name of a side, as it is shown and typed.
    #[must_use]
    pub fn side(&self, side: Side) -> String {
        self.get(match side {
            Side::Here => "conflict-here",
            Side::There => "conflict-there",
            Side::Standing => "conflict-standing",
        })
    }

    /// What a record says in `fields`, the names of which
    /// [`Conflict`](crate::model::conflict::Conflict) lists. A field that cannot be said by itself is said by
    /// the whole entry, once.
    #[must_use]
    pub fn record_fields(&self, record: &Record, fields: &[String], units: &Units) -> String {
        let json = serde_json::to_value(&record.entry).unwrap_or_default();
        let mut parts: Vec<String> = Vec::new();
        for field in fields {
            let value = json.get("entry").and_then(|entry| entry.get(field)).filter(|value| !value.is_null());
            let part = match (field.as_str(), &record.entry, value.and_then(Value::as_str)) {
                ("at", ..) => self.date_time(&record.at),
                ("slot", Entry::Meal(meal), _) => self.meal_slot(meal.slot),
                ("schedule", Entry::Habit(habit), _) => self.schedule(&habit.schedule),
                ("name" | "note" | "title" | "place" | "purpose" | "words" | "photo", _, text) => {
                    text.filter(|text| !text.is_empty()).map_or_else(|| self.get("conflict-nothing"), str::to_owned)
                }
                ("from" | "until" | "since" | "archived", _, text) => {
                    let day = text.and_then(|text| text.parse::<LocalDay>().ok());
                    day.map_or_else(|| self.get("conflict-nothing"), |day| self.date_in_year(day))
                }
                _ => self.entry(&record.entry, units),
            };
            if !parts.contains(&part) {
                parts.push(part);
            }
        }
        parts.join(&self.get("list-separator"))
    }
}
