//! The small parts that every resource is built of, and how to look into a received one.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::code::{self, Code};
use crate::model::quantity::Unit;

/// A `CodeableConcept` of all `codes`.
pub(super) fn concept(codes: &[Code]) -> Value {
    json!({"coding": codes.iter().map(coding).collect::<Vec<_>>()})
}

/// A `Coding`.
pub(super) fn coding(code: &Code) -> Value {
    let mut coding = Map::new();
    coding.insert("system".into(), code.system.into());
    coding.insert("code".into(), code.code.into());
    if !code.display.is_empty() {
        coding.insert("display".into(), code.display.into());
    }
    Value::Object(coding)
}

/// A `Quantity` with its UCUM code.
pub(super) fn quantity(value: f64, unit: Unit) -> Value {
    json!({"value": decimal(value), "unit": unit.ucum(), "system": code::UCUM, "code": unit.ucum()})
}

/// A number as a person would write it: 72, not 72.0.
#[expect(clippy::cast_possible_truncation, reason = "only whole numbers far below 2^53 are cast")]
pub(super) fn decimal(value: f64) -> Value {
    if value.fract() == 0.0 && value.abs() < 1e15 { json!(value as i64) } else { json!(value) }
}

/// An `Identifier` that is a UUID.
pub(super) fn identifier(uuid: &Uuid) -> Value {
    json!({"system": code::URI_IDENTIFIER, "value": uuid.urn().to_string()})
}

/// A `Reference` to `id`.
pub(super) fn reference(resource_type: &str, id: &str) -> Value {
    json!({"reference": format!("{resource_type}/{id}")})
}

/// A component: what it is, and its `value[x]`.
pub(super) fn component(codes: &[Code], element: &str, value: Value) -> Value {
    let mut component = Map::new();
    component.insert("code".into(), concept(codes));
    component.insert(element.into(), value);
    Value::Object(component)
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
