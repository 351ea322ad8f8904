//! Before anything went well with a platform: is what answers a FHIR platform, and does it know whose record it is?
//!
//! An address that is one letter off answers too, with a page, and an id that is one digit off may be a stranger's
//! or nobody's. Many servers take what is about a patient they do not hold. So it is asked before anything is sent.

use serde_json::Value;

use super::client::{Client, Stop};
use super::{Halt, status};
use crate::model::platform::{Access, Platform};
use crate::store::Store;

/// Asks, until a run has got through to its end. A server that does not say whether it knows the patient is believed: a
/// token need not be for the `Patient` itself. A caregiver's device asks for no more than it was let see, which that need
/// not be among.
pub(super) fn greet(store: &Store, platform: &Platform, client: &mut Client<'_>) -> Result<(), Halt> {
    if status(store, platform)?.last_good.is_some() {
        return Ok(());
    }
    let mut is_unknown = false;
    if platform.access == Access::Own {
        let answer = client.get(client.url(&format!("Patient/{}", platform.patient)))?;
        if answer.is_success() && is_a(answer.json().as_ref(), "Patient") {
            return Ok(());
        }
        is_unknown = matches!(answer.status, 400 | 404 | 410);
    }
    let statement = client.get(client.url("metadata"))?;
    if !is_a(statement.json().as_ref(), "CapabilityStatement") {
        return Err(Stop::NoPlatform.into());
    }
    if is_unknown { Err(Stop::NoPatient.into()) } else { Ok(()) }
}

fn is_a(json: Option<&Value>, kind: &str) -> bool {
    json.and_then(|json| json.get("resourceType")).is_some_and(|is| is == kind)
}
