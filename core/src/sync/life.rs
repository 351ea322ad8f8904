//! Leaving a sign of life, for whoever watches over the person from afar.

use bytes::Bytes;

use super::client::Client;
use super::{TokenSource, Transport};
use crate::clock::Clock;
use crate::fhir::{self, Context};
use crate::model::Millis;
use crate::model::heartbeat::Heartbeat;
use crate::model::platform::{Disclosure, Platform};
use crate::store::Store;
use crate::{Error, Result};

/// How often one is left at most: nobody is told of a silence before hours have gone by.
const BETWEEN: i64 = 15 * Millis::MINUTE;

/// Whether it is time to leave one on `platform`.
pub(crate) fn is_due(store: &Store, platform: &Platform, now: Millis) -> Result<bool> {
    let last = store.read(|reading| reading.meta(platform.person, &key(platform)))?;
    let last = last.and_then(|last| last.parse().ok()).map(Millis);
    // A clock that was set back does not silence it.
    Ok(last.is_none_or(|last| !(0..BETWEEN).contains(&now.since(last))))
}

/// Leaves `beat` on the person's own `platform`; answers whether it was taken. One that is not is left by the
/// next sync.
pub(crate) fn leave(
    store: &Store,
    platform: &Platform,
    transport: &dyn Transport,
    tokens: &dyn TokenSource,
    clock: &dyn Clock,
    deadline: Millis,
    beat: &Heartbeat,
) -> Result<bool> {
    let person = store.read(|reading| reading.person(platform.person))?.ok_or(Error::NotFound("person"))?;
    let context = Context { patient: &platform.patient, zone: person.zone };
    let resource = fhir::heartbeat(platform.person, beat, &context);
    let mut client = Client::new(platform, transport, tokens, clock, deadline)?;
    if client.sign_in().is_err() {
        return Ok(false);
    }
    let path = format!("{}/{}", resource.resource_type, resource.id);
    let answer = client.put(&path, None, Bytes::from(resource.json.to_string()));
    if !answer.is_ok_and(|answer| answer.is_success()) {
        return Ok(false);
    }
    let now = clock.now();
    store.write(|writing| {
        writing.add_disclosure(&Disclosure {
            at: now,
            person: platform.person,
            recipient: platform.base_url.clone(),
            resource_type: resource.resource_type.to_owned(),
            count: 1,
            basis: platform.consent().to_string(),
        })?;
        writing.set_meta(platform.person, &key(platform), Some(&now.0.to_string()))
    })?;
    Ok(true)
}

fn key(platform: &Platform) -> String {
    format!("sync/{}/heartbeat", platform.id)
}
