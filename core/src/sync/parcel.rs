//! What one subject consists of on a platform: what is to be put there, and over which versions.

use std::collections::BTreeMap;

use chrono_tz::Tz;

use crate::Result;
use crate::fhir::bundle::{Put, Transaction};
use crate::fhir::{self, Context, Outgoing, Written};
use crate::model::person::{Source, SourceKind};
use crate::model::platform::Platform;
use crate::model::subject::{Pending, Sent, SentResource};
use crate::model::{SourceId, Subject};
use crate::store::{HeartHours, Reading};

/// A resource and the version that it replaces.
#[derive(Debug, Clone)]
pub(super) struct Item {
    pub(super) resource_type: &'static str,
    pub(super) id: String,
    /// The version that was last known there; `None` where none is.
    pub(super) version: Option<String>,
    /// It takes back what was sent before and is then no longer ours.
    pub(super) withdraws: bool,
    /// Where it lies in the transaction that it was packed into.
    pub(super) put: Put,
}

impl Item {
    pub(super) fn path(&self) -> String {
        format!("{}/{}", self.resource_type, self.id)
    }
}

/// A subject, ready to be sent as one.
#[derive(Debug, Clone)]
pub(super) struct Parcel {
    pub(super) pending: Pending,
    pub(super) items: Vec<Item>,
    /// The revision of the record that it says; `None` for a piece of a series.
    pub(super) revision: Option<u32>,
    /// Of some of it no version is known to stand there.
    pub(super) is_new: bool,
}

impl Parcel {
    /// Takes the versions that the server answered with, in the order of the items.
    pub(super) fn acknowledge(&mut self, versions: impl Iterator<Item = String>) {
        for (item, version) in self.items.iter_mut().zip(versions) {
            item.version = Some(version);
        }
    }

    /// What stands on the platform once all of it is acknowledged.
    pub(super) fn sent(&self) -> Sent {
        let standing = self.items.iter().filter(|item| !item.withdraws).map(|item| SentResource {
            resource_type: item.resource_type.to_owned(),
            id: item.id.clone(),
            version: item.version.clone().unwrap_or_default(),
            revision: self.revision,
        });
        Sent { subject: self.pending.subject, dirty: self.pending.dirty, resources: standing.collect() }
    }
}

/// Packs one subject after another into a transaction.
pub(super) struct Packer<'a> {
    reading: &'a Reading<'a>,
    platform: &'a Platform,
    context: Context<'a>,
    transaction: Transaction,
    hearts: HeartHours<'a>,
    sources: BTreeMap<SourceId, Source>,
    written: Written,
}

impl<'a> Packer<'a> {
    /// A transaction with room for `bytes`.
    pub(super) fn new(reading: &'a Reading<'a>, platform: &'a Platform, zone: Tz, bytes: usize) -> Self {
        Self {
            reading,
            platform,
            context: Context { patient: &platform.patient, zone },
            transaction: Transaction::with_capacity(bytes),
            hearts: reading.heart_hours(),
            sources: BTreeMap::new(),
            written: Written::default(),
        }
    }

    /// How many bytes the transaction has so far.
    pub(super) const fn bytes(&self) -> usize {
        self.transaction.bytes()
    }

    /// The transaction of everything that was packed.
    pub(super) fn done(self) -> Vec<u8> {
        self.transaction.done()
    }

    /// Reads what `pending` now is, compares it with what was sent of it, and packs what is to be
    /// said.
    pub(super) fn pack(&mut self, pending: Pending) -> Result<Parcel> {
        self.written.clear();
        let revision = self.write(&pending.subject)?;
        let sent = self.reading.sent_resources(self.platform.id, &pending.subject)?;
        let standing = self.written.iter().count();
        for one in &sent {
            if !self.written.iter().take(standing).any(|text| is(one, text.resource_type, text.id)) {
                fhir::write_void(&mut self.written, &one.resource_type, &one.id, &self.context, None);
            }
        }
        let items = self.written.iter().enumerate().map(|(at, text)| {
            let known = sent.iter().find(|one| is(one, text.resource_type, text.id));
            let version = known.filter(|one| !one.version.is_empty()).map(|one| one.version.clone());
            let put = self.transaction.put(&text, version.as_deref());
            let (resource_type, id) = (text.resource_type, text.id.to_owned());
            Item { resource_type, id, version, withdraws: at >= standing, put }
        });
        let items: Vec<Item> = items.collect();
        let is_new = items.iter().any(|item| item.version.is_none());
        Ok(Parcel { pending, items, revision, is_new })
    }

    /// Writes what `subject` now is; answers the revision, of a record.
    fn write(&mut self, subject: &Subject) -> Result<Option<u32>> {
        let (reading, person) = (self.reading, self.platform.person);
        match *subject {
            Subject::Record(id) => {
                let Some(record) = reading.record(id)?.filter(|record| record.person == person) else {
                    return Ok(None);
                };
                let source = source(&mut self.sources, reading, self.platform, record.source)?;
                fhir::write(&mut self.written, &Outgoing::Record(&record, source), &self.context);
                return Ok(Some(record.revision));
            }
            Subject::HeartHour { source: id, hour } => {
                let Some(heart) = self.hearts.hour(person, id, hour)? else { return Ok(None) };
                let source = source(&mut self.sources, reading, self.platform, id)?;
                let outgoing = Outgoing::HeartHour { source, hour, heart: &heart };
                fhir::write(&mut self.written, &outgoing, &self.context);
            }
            Subject::StepsHour { source: id, hour } => {
                let steps = reading.steps_hour(person, id, hour)?;
                let source = source(&mut self.sources, reading, self.platform, id)?;
                let outgoing = Outgoing::StepsHour { source, hour, steps: &steps };
                fhir::write(&mut self.written, &outgoing, &self.context);
            }
        }
        Ok(None)
    }
}

fn is(sent: &SentResource, resource_type: &str, id: &str) -> bool {
    sent.resource_type == resource_type && sent.id == id
}

/// A source; one that the store does not describe is the person's own hand.
fn source<'s>(
    known: &'s mut BTreeMap<SourceId, Source>,
    reading: &Reading<'_>,
    platform: &Platform,
    id: SourceId,
) -> Result<&'s Source> {
    use std::collections::btree_map::Entry;
    Ok(match known.entry(id) {
        Entry::Occupied(known) => known.into_mut(),
        Entry::Vacant(free) => {
            let found = reading.source(platform.person, id)?;
            free.insert(found.unwrap_or(Source { id, kind: SourceKind::Manual, name: String::new() }))
        }
    })
}
