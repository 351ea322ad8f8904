//! What came, put where it belongs: into the record where it was made by a device of ours, else
//! kept as received.

use crate::Result;
use crate::fhir::{self, Incoming};
use crate::model::finding::{Finding, FindingState};
use crate::model::person::Source;
use crate::model::platform::{Access, Platform, ReceivedResource};
use crate::model::subject::SentResource;
use crate::model::{Entry, Millis, Record, RecordId, RecordKind, RecordStatus, Subject, TimeRange};
use crate::store::Writing;

/// What became of a page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Merged {
    /// Resources kept as received.
    pub(super) received: u32,
    /// Records and pieces of series that are new here.
    pub(super) records: u32,
}

/// Takes in `resources` of one platform. Each may come again: nothing is made twice.
pub(super) fn merge(writing: &Writing<'_>, platform: &Platform, resources: Vec<ReceivedResource>) -> Result<Merged> {
    let mut merged = Merged::default();
    let mut kept = Vec::new();
    for resource in resources {
        let incoming = fhir::read(&resource.json, platform.person);
        if let Some(subject) = incoming.subject() {
            let changed = if is_our_own(writing, platform, &subject, &resource)? {
                false
            } else {
                let waited = writing.pending_of(platform.id, &subject)?.is_some();
                let changed = take(writing, platform, incoming)?;
                if platform.access == Access::Own {
                    know(writing, platform, &subject, &resource, changed && !waited)?;
                }
                changed
            };
            merged.records += u32::from(changed);
        } else if incoming == Incoming::Unknown || platform.access == Access::Caregiver {
            kept.push(resource);
        }
    }
    writing.put_received(&kept)?;
    merged.received = u32::try_from(kept.len()).unwrap_or(u32::MAX);
    Ok(merged)
}

/// Whether this device sent it: what comes back is not news.
fn is_our_own(
    writing: &Writing<'_>,
    platform: &Platform,
    subject: &Subject,
    resource: &ReceivedResource,
) -> Result<bool> {
    let sent = writing.sent_resources(platform.id, subject)?;
    let same = |one: &SentResource| {
        one.resource_type == resource.resource_type && one.id == resource.id && one.version == resource.version
    };
    Ok(sent.iter().any(same))
}

/// Puts a record or a piece of a series where it belongs; answers whether anything changed.
fn take(writing: &Writing<'_>, platform: &Platform, incoming: Incoming) -> Result<bool> {
    let person = platform.person;
    let know_source = |source: &Source| match writing.source(person, source.id)? {
        Some(_) => Ok(()),
        None => writing.put_source(person, source),
    };
    match incoming {
        Incoming::Record(record, source) => {
            know_source(&source)?;
            if is_finding_that_stands(&record) { put_finding(writing, *record) } else { put(writing, *record) }
        }
        Incoming::Heart { source, samples, .. } => {
            know_source(&source)?;
            Ok(writing.append_heart(person, source.id, &samples, &[])?.new > 0)
        }
        Incoming::Beats { source, run, .. } => {
            know_source(&source)?;
            Ok(writing.append_heart(person, source.id, &[], &[run])?.new > 0)
        }
        Incoming::Steps { source, interval, .. } => {
            know_source(&source)?;
            // An hour that has grown comes as one longer interval; steps that are there already
            // would be counted twice.
            let known = writing.steps_hour(person, source.id, interval.start.hour_index())?;
            if known.is_empty() {
                return Ok(writing.append_steps(person, source.id, &[interval])?.new > 0);
            }
            Ok(false)
        }
        Incoming::Withdrawn(id) => withdraw(writing, platform, id),
        Incoming::Part | Incoming::Unknown => Ok(false),
    }
}

/// Puts a record that another device wrote, if it is newer than the one here.
fn put(writing: &Writing<'_>, mut record: Record) -> Result<bool> {
    if let Some(old) = writing.record(record.id)? {
        let is_ours = old.person == record.person && old.entry.kind() == record.entry.kind();
        if !is_ours || (record.written, record.revision) <= (old.written, old.revision) {
            return Ok(false);
        }
        // Revisions count the versions seen here; a device that was away has missed some.
        record.revision = old.revision.saturating_add(1);
    }
    writing.put_record(&record)
}

const fn is_finding_that_stands(record: &Record) -> bool {
    matches!(&record.entry, Entry::Finding(finding) if !matches!(finding.state, FindingState::Withdrawn))
}

/// Puts a finding that another device told. Both may have told of one episode, each under an id of its
/// own: then the lower id is kept on all of them, with what the person said of the other, and the other
/// is taken back.
fn put_finding(writing: &Writing<'_>, record: Record) -> Result<bool> {
    let Entry::Finding(told) = &record.entry else { return Ok(false) };
    let range = TimeRange::new(told.onset, told.onset.plus(1));
    let mut others = writing.records_between(record.person, RecordKind::Finding, range)?;
    others.retain(|other| {
        let is_same = matches!(&other.entry, Entry::Finding(one) if one.is_same_episode(told));
        is_same && other.id != record.id && is_finding_that_stands(other)
    });
    if others.iter().any(|other| other.id < record.id) {
        return Ok(false);
    }
    let id = record.id;
    let changed = put(writing, record)?;
    for other in others {
        if let (Some(kept), Entry::Finding(before)) = (writing.record(id)?, &other.entry) {
            say_again(writing, kept, before, other.written)?;
        }
        let revision = other.revision.saturating_add(1);
        writing.put_record(&Record { status: RecordStatus::EnteredInError, revision, ..other })?;
    }
    Ok(changed)
}

/// Says of `kept` what the person said of the same episode at `said`, if they said nothing of it yet and
/// it has not become stronger.
fn say_again(writing: &Writing<'_>, mut kept: Record, before: &Finding, said: Millis) -> Result<()> {
    let Entry::Finding(finding) = &mut kept.entry else { return Ok(()) };
    let is_said = matches!(before.state, FindingState::Seen | FindingState::Acknowledged | FindingState::Muted);
    let is_unsaid = matches!(finding.state, FindingState::New | FindingState::Revised);
    if is_said && is_unsaid && finding.severity <= before.severity {
        finding.state = before.state;
        kept.revision = kept.revision.saturating_add(1);
        kept.written = said.max(kept.written.plus(1));
        writing.put_record(&kept)?;
    }
    Ok(())
}

/// Takes back a record that the person deleted on another device.
fn withdraw(writing: &Writing<'_>, platform: &Platform, id: RecordId) -> Result<bool> {
    match writing.record(id)? {
        Some(old) if old.person == platform.person && old.status == RecordStatus::Active => {
            let revision = old.revision.saturating_add(1);
            writing.put_record(&Record { status: RecordStatus::EnteredInError, revision, ..old })
        }
        _ => Ok(false),
    }
}

/// Notes that the platform has this version, so that what came from there is not sent back.
fn know(
    writing: &Writing<'_>,
    platform: &Platform,
    subject: &Subject,
    resource: &ReceivedResource,
    queued: bool,
) -> Result<()> {
    let mut sent = writing.sent_resources(platform.id, subject)?;
    sent.retain(|one| one.resource_type != resource.resource_type || one.id != resource.id);
    sent.push(SentResource {
        resource_type: resource.resource_type.clone(),
        id: resource.id.clone(),
        version: resource.version.clone(),
    });
    // Only what this merge has just `queued`: a change made here and not yet sent stays pending.
    writing.mark_sent(platform.id, subject, i64::from(queued), &sent)
}
