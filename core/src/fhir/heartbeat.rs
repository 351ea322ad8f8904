//! A sign of life of a phone, as an Observation that takes the place of the one before: one a phone.

use serde_json::{Value, json};
use uuid::Uuid;

use super::{Context, Resource, code, element, observation, time};
use crate::model::PersonId;
use crate::model::heartbeat::Heartbeat;
use crate::model::id::NAMESPACE;

/// The longest that is read, bytes.
const LONGEST: usize = 4_096;

/// What a phone says of itself. `phone` is whose record it keeps as only this phone names them.
#[must_use]
pub fn heartbeat(phone: PersonId, beat: &Heartbeat, context: &Context<'_>) -> Resource {
    let id = Uuid::new_v5(&NAMESPACE, format!("fhir|heartbeat|{phone}").as_bytes());
    let patient = element::reference("Patient", context.patient);
    let said = serde_json::to_string(beat).unwrap_or_default();
    let json = json!({
        "resourceType": observation::TYPE,
        "id": id,
        "identifier": [element::identifier(id)],
        "status": "final",
        "category": [element::concept(std::slice::from_ref(&code::ACTIVITY))],
        "code": element::concept(code::HEARTBEAT),
        "subject": patient,
        "performer": [patient],
        "effectiveDateTime": time::date_time(beat.at, context.zone),
        "valueString": said,
    });
    Resource { resource_type: observation::TYPE, id: id.to_string(), json }
}

/// What a phone said of itself, if a phone with a working clock can have said it.
pub(super) fn read(resource: &Value) -> Option<Heartbeat> {
    let said = element::text(resource, "valueString").filter(|said| said.len() <= LONGEST)?;
    serde_json::from_str::<Heartbeat>(said).ok()?.checked().ok()
}
