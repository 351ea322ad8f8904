//! The small parts that every resource is built of, and how to look into a received one.

use serde::ser::SerializeMap as _;
use serde::{Serialize, Serializer};
use serde_json::Value;
use uuid::Uuid;

use super::code::{self, Code};
use crate::model::quantity::Unit;

/// Writes `value` as JSON. It cannot fail: the text is in memory, and nothing here has a key that is
/// no text.
pub(super) fn put(text: &mut Vec<u8>, value: &impl Serialize) {
    _ = serde_json::to_writer(text, value);
}

/// A `CodeableConcept` of all `codes`.
pub(super) const fn concept(codes: &[Code]) -> Concept<'_> {
    Concept { coding: codes }
}

/// See [`concept`].
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct Concept<'a> {
    coding: &'a [Code],
}

/// A `Quantity` with its UCUM code.
pub(super) const fn quantity(value: f64, unit: Unit) -> Quantity {
    Quantity { value: Decimal(value), unit: unit.ucum(), system: code::UCUM, code: unit.ucum() }
}

/// See [`quantity`].
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct Quantity {
    value: Decimal,
    unit: &'static str,
    system: &'static str,
    code: &'static str,
}

/// A number as a person would write it: 72, not 72.0.
#[derive(Debug, Clone, Copy)]
pub(super) struct Decimal(pub(super) f64);

impl Serialize for Decimal {
    #[expect(clippy::cast_possible_truncation, reason = "only whole numbers far below 2^53 are cast")]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0.fract() == 0.0 && self.0.abs() < 1e15 {
            serializer.serialize_i64(self.0 as i64)
        } else {
            serializer.serialize_f64(self.0)
        }
    }
}

/// A UUID as the URI that it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Urn(pub(super) Uuid);

impl Serialize for Urn {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.urn().encode_lower(&mut Uuid::encode_buffer()))
    }
}

/// An `Identifier` that is a UUID.
pub(super) const fn identifier(uuid: Uuid) -> Identifier {
    Identifier { system: code::URI_IDENTIFIER, value: Urn(uuid) }
}

/// See [`identifier`].
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct Identifier {
    system: &'static str,
    value: Urn,
}

/// A `Reference` to `id`.
pub(super) const fn reference<'a>(resource_type: &'a str, id: &'a str) -> Reference<'a> {
    Reference { reference: Path(resource_type, id) }
}

/// See [`reference()`].
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct Reference<'a> {
    reference: Path<'a>,
}

/// `Type/id`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Path<'a>(pub(super) &'a str, pub(super) &'a str);

impl Serialize for Path<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{}/{}", self.0, self.1))
    }
}

/// A component: what it is, and its `value[x]`.
pub(super) const fn component<'a, V: Serialize>(
    codes: &'a [Code],
    element: &'static str,
    value: V,
) -> Component<'a, V> {
    Component { codes, element, value }
}

/// See [`component`].
#[derive(Debug, Clone, Copy)]
pub(super) struct Component<'a, V> {
    codes: &'a [Code],
    element: &'static str,
    value: V,
}

impl<V: Serialize> Serialize for Component<'_, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("code", &concept(self.codes))?;
        map.serialize_entry(self.element, &self.value)?;
        map.end()
    }
}

/// The extension of `element` with this `url`.
pub(super) fn extension<'a>(element: &'a Value, url: &str) -> Option<&'a Value> {
    list(element, "extension").find(|extension| text(extension, "url") == Some(url))
}

/// The items of a list; none when it is absent or not a list.
pub(super) fn list<'a>(element: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    element.get(name).and_then(Value::as_array).into_iter().flatten()
}

/// A text.
pub(super) fn text<'a>(element: &'a Value, name: &str) -> Option<&'a str> {
    element.get(name).and_then(Value::as_str)
}

/// Whether the `CodeableConcept` holds `code`.
pub(super) fn has_code(concept: &Value, code: &Code) -> bool {
    list(concept, "coding")
        .any(|coding| text(coding, "system") == Some(code.system) && text(coding, "code") == Some(code.code))
}

/// Whether the `CodeableConcept` holds any of `codes`.
pub(super) fn has_any(concept: &Value, codes: &[Code]) -> bool {
    codes.iter().any(|code| has_code(concept, code))
}

/// The component of `resource` that means `codes`.
pub(super) fn find_component<'a>(resource: &'a Value, codes: &[Code]) -> Option<&'a Value> {
    list(resource, "component").find(|component| component.get("code").is_some_and(|code| has_any(code, codes)))
}

/// The number of the `Quantity` named `name`, if it is in `unit`.
pub(super) fn read_quantity(element: &Value, name: &str, unit: Unit) -> Option<f64> {
    let quantity = element.get(name)?;
    if text(quantity, "code") != Some(unit.ucum()) {
        return None;
    }
    quantity.get("value")?.as_f64()
}

/// The UUID of a `urn:uuid:` text; what a server appends after `#` is dropped.
pub(super) fn read_uuid(urn: &str) -> Option<Uuid> {
    let uuid = urn.strip_prefix("urn:uuid:")?;
    Uuid::try_parse(uuid.split('#').next()?).ok()
}
