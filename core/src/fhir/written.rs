//! Resources as text, one behind the other in one buffer: an hour of heart rate is thousands of
//! numbers, and to build each as a tree of values first took longer than to read it from the store.

use std::ops::Range;

use serde::Serialize;
use serde_json::Value;

use super::{Resource, element};

/// Resources that were written, in order.
#[derive(Debug, Clone, Default)]
pub struct Written {
    text: Vec<u8>,
    places: Vec<Place>,
}

/// One of them.
#[derive(Debug, Clone)]
struct Place {
    resource_type: &'static str,
    id: String,
    range: Range<usize>,
}

/// A resource as it is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Text<'a> {
    /// `Observation`, `Goal`, `Flag`, …
    pub resource_type: &'static str,
    /// Made on the phone.
    pub id: &'a str,
    /// The whole resource, as JSON.
    pub json: &'a [u8],
}

impl Written {
    /// Forgets all of them, and keeps the room that they took.
    pub fn clear(&mut self) {
        self.text.clear();
        self.places.clear();
    }

    /// Each of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = Text<'_>> {
        self.places.iter().map(|place| Text {
            resource_type: place.resource_type,
            id: &place.id,
            json: self.text.get(place.range.clone()).unwrap_or_default(),
        })
    }

    /// Each of them as values.
    #[must_use]
    pub fn resources(&self) -> Vec<Resource> {
        let value = |text: Text<'_>| Resource {
            resource_type: text.resource_type,
            id: text.id.to_owned(),
            json: serde_json::from_slice(text.json).unwrap_or(Value::Null),
        };
        self.iter().map(value).collect()
    }

    /// Writes a resource of which all is at hand.
    pub(super) fn put(&mut self, resource_type: &'static str, id: String, json: &impl Serialize) {
        let start = self.text.len();
        element::put(&mut self.text, json);
        self.end(resource_type, id, start);
    }

    /// Where to write the next resource.
    pub(super) const fn begin(&mut self) -> &mut Vec<u8> {
        &mut self.text
    }

    /// What was written since `start` is this resource.
    pub(super) fn end(&mut self, resource_type: &'static str, id: String, start: usize) {
        self.places.push(Place { resource_type, id, range: start..self.text.len() });
    }
}
