//! What one subject consists of on a platform: what is to be put there, and over which versions.

use chrono_tz::Tz;

use crate::Result;
use crate::fhir::{self, Context, Outgoing, Resource, bundle};
use crate::model::person::{Source, SourceKind};
use crate::model::platform::Platform;
use crate::model::subject::{Pending, SentResource};
use crate::model::{SourceId, Subject};
use crate::store::Reading;

/// A resource and the version that it replaces.
#[derive(Debug, Clone)]
pub(super) struct Item {
    pub(super) resource: Resource,
    /// The version that was last known there; `None` where none is.
    pub(super) version: Option<String>,
    /// It takes back what was sent before and is then no longer ours.
    pub(super) withdraws: bool,
}

impl Item {
    pub(super) fn path(&self) -> String {
        format!("{}/{}", self.resource.resource_type, self.resource.id)
    }
}

/// A subject, ready to be sent as one.
#[derive(Debug, Clone)]
pub(super) struct Parcel {
    pub(super) pending: Pending,
    pub(super) items: Vec<Item>,
    /// The entries of a transaction, in the order of the items; written once, for an hour of heart
    /// rate is long.
    pub(super) entries: Vec<String>,
}

impl Parcel {
    /// Reads what `pending` now is, and compares it with what was sent of it.
    pub(super) fn read(reading: &Reading<'_>, platform: &Platform, zone: Tz, pending: Pending) -> Result<Self> {
        let context = Context { patient: &platform.patient, zone };
        let resources = resources(reading, platform, &context, &pending.subject)?;
        let sent = reading.sent_resources(platform.id, &pending.subject)?;
        let known = |resource: &Resource| {
            sent.iter().find(|one| one.resource_type == resource.resource_type && one.id == resource.id)
        };
        let version = |one: &SentResource| (!one.version.is_empty()).then(|| one.version.clone());
        let mut items: Vec<Item> = Vec::with_capacity(resources.len());
        for one in &sent {
            if !resources.iter().any(|resource| known(resource).is_some_and(|found| found == one)) {
                let resource = fhir::withdrawn(&one.resource_type, &one.id, &context, None);
                items.push(Item { resource, version: version(one), withdraws: true });
            }
        }
        for resource in resources {
            let version = known(&resource).and_then(version);
            items.push(Item { resource, version, withdraws: false });
        }
        let entries = items.iter().map(|item| bundle::put(&item.resource, item.version.as_deref())).collect();
        Ok(Self { pending, items, entries })
    }

    /// Takes the versions that the server answered with, in the order of the entries.
    pub(super) fn acknowledge(&mut self, versions: impl Iterator<Item = String>) {
        for (item, version) in self.items.iter_mut().zip(versions) {
            item.version = Some(version);
        }
    }

    /// What stands on the platform once all of it is acknowledged.
    pub(super) fn sent(&self) -> Vec<SentResource> {
        let standing = self.items.iter().filter(|item| !item.withdraws);
        standing
            .map(|item| SentResource {
                resource_type: item.resource.resource_type.to_owned(),
                id: item.resource.id.clone(),
                version: item.version.clone().unwrap_or_default(),
            })
            .collect()
    }
}

fn resources(
    reading: &Reading<'_>,
    platform: &Platform,
    context: &Context<'_>,
    subject: &Subject,
) -> Result<Vec<Resource>> {
    let person = platform.person;
    Ok(match *subject {
        Subject::Record(id) => match reading.record(id)? {
            Some(record) if record.person == person => {
                let source = source(reading, platform, record.source)?;
                fhir::resources(&Outgoing::Record(&record, &source), context)
            }
            _ => Vec::new(),
        },
        Subject::HeartHour { source: id, hour } => match reading.heart_hour(person, id, hour)? {
            Some(heart) => {
                let source = source(reading, platform, id)?;
                fhir::resources(&Outgoing::HeartHour { source: &source, hour, heart: &heart }, context)
            }
            None => Vec::new(),
        },
        Subject::StepsHour { source: id, hour } => {
            let steps = reading.steps_hour(person, id, hour)?;
            let source = source(reading, platform, id)?;
            fhir::resources(&Outgoing::StepsHour { source: &source, hour, steps: &steps }, context)
        }
    })
}

/// A source; one that the store does not describe is the person's own hand.
fn source(reading: &Reading<'_>, platform: &Platform, id: SourceId) -> Result<Source> {
    let known = reading.source(platform.person, id)?;
    Ok(known.unwrap_or(Source { id, kind: SourceKind::Manual, name: String::new() }))
}
