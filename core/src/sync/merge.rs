//! What came, put where it belongs: into the record where it was made by a device of ours, else
//! kept as received.

use std::collections::BTreeSet;

use super::three_way;
use crate::Result;
use crate::fhir::{self, Incoming};
use crate::model::conflict::Conflict;
use crate::model::finding::{Finding, FindingState};
use crate::model::heart::{Contact, HeartHour, HeartSample};
use crate::model::person::Source;
use crate::model::platform::{Access, Platform, ReceivedResource};
use crate::model::steps::StepInterval;
use crate::model::subject::SentResource;
use crate::model::{Entry, Millis, Record, RecordId, RecordKind, RecordStatus, Subject, TimeRange};
use crate::store::Writing;

/// What became of a page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Merged {
    /// Resources kept as received that were not here as they are.
    pub(super) received: u32,
    /// Records and pieces of series that are new here.
    pub(super) records: u32,
}

/// Takes in `resources` of one platform. Each may come again: nothing is made twice.
pub(super) fn merge(
    writing: &Writing<'_>,
    platform: &Platform,
    resources: Vec<ReceivedResource>,
    now: Millis,
) -> Result<Merged> {
    let mut merged = Merged::default();
    let mut kept = Vec::new();
    for resource in resources {
        let incoming = fhir::read(&resource.json, platform.person);
        if let Some(subject) = incoming.subject() {
            let known = writing.sent_resources(platform.id, &subject)?;
            if !is_our_own(&known, &resource) {
                let meeting = Meeting { writing, platform, subject, resource: &resource, known, now };
                merged.records += u32::from(meeting.take(incoming)?);
            }
        } else if incoming == Incoming::Unknown || platform.access == Access::Caregiver {
            if let Incoming::Heartbeat(beat) = &incoming
                && let Some(person) = writing.person(platform.person)?
            {
                writing.put_heartbeat(person.id, person.zone, beat)?;
            }
            kept.push(resource);
        }
    }
    merged.received = u32::try_from(writing.put_received(&kept)?).unwrap_or(u32::MAX);
    Ok(merged)
}

/// Whether `resource` is a record or a piece of a series of ours: what can be merged.
pub(super) fn is_ours(platform: &Platform, resource: &ReceivedResource) -> bool {
    fhir::read(&resource.json, platform.person).subject().is_some()
}

/// Whether this device sent it: what comes back is not news.
fn is_our_own(known: &[SentResource], resource: &ReceivedResource) -> bool {
    let same = |one: &SentResource| {
        one.resource_type == resource.resource_type && one.id == resource.id && one.version == resource.version
    };
    known.iter().any(same)
}

/// A version of something that another device of the person's may have here too.
struct Meeting<'a> {
    writing: &'a Writing<'a>,
    platform: &'a Platform,
    subject: Subject,
    resource: &'a ReceivedResource,
    /// What is known to stand on the platform of the same subject.
    known: Vec<SentResource>,
    now: Millis,
}

/// What is to be noted of a version that was taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Noted {
    /// The platform has what is here, and nothing of it waits.
    Settled(Option<u32>),
    /// It is what this revision says; what waits goes on waiting.
    Base(Option<u32>),
}

impl Meeting<'_> {
    /// Puts it where it belongs; answers whether anything changed here.
    fn take(self, incoming: Incoming) -> Result<bool> {
        let (writing, person) = (self.writing, self.platform.person);
        let know_source = |source: &Source| match writing.source(person, source.id)? {
            Some(_) => Ok(()),
            None => writing.put_source(person, source),
        };
        match incoming {
            Incoming::Record(record, source) => {
                know_source(&source)?;
                if is_finding_that_stands(&record) { self.put_finding(*record) } else { self.put(*record) }
            }
            Incoming::Heart { source, samples, .. } => {
                know_source(&source)?;
                self.put_rates(&source, &samples)
            }
            Incoming::Beats { source, run, .. } => {
                know_source(&source)?;
                let (start, length) = (run.start, run.intervals.len());
                let held = self.hour(&source)?;
                let is_longer = |one: &crate::model::heart::RrRun| one.start == start && one.intervals.len() > length;
                let (waited, has_more) = (self.is_waiting()?, held.is_some_and(|held| held.runs.iter().any(is_longer)));
                let is_new = writing.append_heart(person, source.id, &[], &[run])?.new > 0;
                self.know_series(waited, has_more)?;
                Ok(is_new)
            }
            Incoming::Steps { source, interval, .. } => {
                know_source(&source)?;
                self.put_steps(&source, interval)
            }
            Incoming::Withdrawn(id) => self.withdraw(id),
            Incoming::Heartbeat(_) | Incoming::Part | Incoming::Unknown => Ok(false),
        }
    }

    /// Puts a version of a record that another device wrote, and merges it with what was changed here.
    fn put(&self, theirs: Record) -> Result<bool> {
        let Some(ours) = self.writing.record(theirs.id)? else {
            let first = Record { revision: theirs.revision.max(1), ..theirs };
            self.writing.put_record(&first)?;
            self.know(Noted::Settled(Some(first.revision)))?;
            return Ok(true);
        };
        if ours.person != theirs.person || ours.entry.kind() != theirs.entry.kind() {
            return Ok(false);
        }
        if three_way::is_same(&ours, &theirs) {
            self.know(Noted::Settled(Some(ours.revision)))?;
            return Ok(false);
        }
        let history = self.writing.history(ours.id)?;
        // A version that was written here: an answer to it was lost, or a page came twice.
        let is_it = |one: &&Record| one.written == theirs.written && three_way::is_same(one, &theirs);
        if let Some(past) = history.iter().rev().find(is_it) {
            if !self.is_waiting()? && self.platform.access == Access::Own {
                // Somebody who had not seen what came of it has written it again.
                self.writing.queue_again(&ours)?;
            }
            self.know(Noted::Base(Some(past.revision)))?;
            return Ok(false);
        }
        self.put_changed(ours, theirs, &history)
    }

    /// Puts a version that this device has never had.
    fn put_changed(&self, ours: Record, theirs: Record, history: &[Record]) -> Result<bool> {
        let agreed = self.agreed()?;
        let follows = Record { revision: ours.revision.saturating_add(1), ..theirs };
        if !self.is_waiting()? && agreed.is_none_or(|agreed| agreed == ours.revision) {
            // Nobody changed it here. Which of the two was written later by some clock does not matter.
            self.writing.put_record(&follows)?;
            self.know(Noted::Settled(Some(follows.revision)))?;
            return Ok(true);
        }
        let base = agreed.and_then(|agreed| history.iter().find(|one| one.revision == agreed));
        let base = if agreed == Some(ours.revision) { Some(&ours) } else { base };
        let merged = three_way::merge(base, &ours, &follows);
        if merged.conflicts.is_empty() && three_way::is_same(&merged.record, &ours) {
            // They changed nothing of it; a server did, or they took their change back.
            self.know(Noted::Base(agreed))?;
            return Ok(false);
        }
        // What the platform has becomes a version here as well: nothing is lost, and it is the next base.
        self.writing.put_record(&follows)?;
        if merged.conflicts.is_empty() && three_way::is_same(&merged.record, &follows) {
            self.know(Noted::Settled(Some(follows.revision)))?;
            return Ok(true);
        }
        let mut revision = follows.revision;
        if three_way::is_same(&merged.record, &follows) {
            // It stands as they have it, until the person says otherwise.
            self.know(Noted::Settled(Some(revision)))?;
        } else {
            revision = revision.saturating_add(1);
            let written = ours.written.max(follows.written);
            self.writing.put_record(&Record { revision, written, ..merged.record })?;
            self.know(Noted::Base(Some(follows.revision)))?;
        }
        if !merged.conflicts.is_empty() {
            self.writing.put_conflict(&Conflict {
                record: ours.id,
                person: ours.person,
                revision,
                noticed: self.now,
                fields: merged.conflicts,
                here: ours,
                there: follows,
            })?;
        }
        Ok(true)
    }

    /// Takes back a record that the person deleted on another device.
    fn withdraw(&self, id: RecordId) -> Result<bool> {
        let Some(ours) = self.writing.record(id)?.filter(|ours| ours.person == self.platform.person) else {
            return Ok(false);
        };
        let history = self.writing.history(id)?;
        let agreed = self.agreed()?;
        let is_gone = |one: &&Record| one.status == RecordStatus::EnteredInError;
        if is_gone(&&ours) {
            self.know(Noted::Settled(Some(ours.revision)))?;
            return Ok(false);
        }
        // Deleted here, told, and taken back before the answer came.
        let untold = |one: &&Record| agreed.is_none_or(|agreed| one.revision > agreed);
        if self.is_waiting()?
            && let Some(past) = history.iter().rev().filter(untold).find(is_gone)
        {
            self.know(Noted::Base(Some(past.revision)))?;
            return Ok(false);
        }
        // The wire says no more than that it is void: it is what both knew, deleted.
        let base = history.iter().find(|one| Some(one.revision) == agreed).unwrap_or(&ours);
        let theirs = Record { status: RecordStatus::EnteredInError, ..base.clone() };
        self.put_changed(ours, theirs, &history)
    }

    /// Puts the rates of an hour. Here they are known to the millisecond, and there to the second: a second
    /// that has one keeps it.
    fn put_rates(&self, source: &Source, samples: &[HeartSample]) -> Result<bool> {
        let second = |sample: &HeartSample| sample.at.0.div_euclid(Millis::SECOND);
        let held: BTreeSet<i64> = self.hour(source)?.map_or_else(BTreeSet::new, |held| {
            held.samples.iter().filter(|sample| sample.contact != Contact::Lost).map(second).collect()
        });
        let theirs: BTreeSet<i64> = samples.iter().map(second).collect();
        let new: Vec<HeartSample> = samples.iter().filter(|sample| !held.contains(&second(sample))).copied().collect();
        let waited = self.is_waiting()?;
        let is_new = self.writing.append_heart(self.platform.person, source.id, &new, &[])?.new > 0;
        self.know_series(waited, !held.is_subset(&theirs))?;
        Ok(is_new)
    }

    /// Takes in an hour of steps. One source counts what it counts, and an hour only grows: of two devices that
    /// read it, the one that has more of the hour has seen all of it, and the other takes that in place of its own.
    fn put_steps(&self, source: &Source, theirs: StepInterval) -> Result<bool> {
        let (writing, person) = (self.writing, self.platform.person);
        let hour = theirs.start.hour_index();
        let known = writing.steps_hour(person, source.id, hour)?;
        let waited = self.is_waiting()?;
        let ours = known.iter().map(|interval| u64::from(interval.count)).sum::<u64>();
        if !known.is_empty() && ours >= u64::from(theirs.count) {
            let has_more = ours > u64::from(theirs.count);
            if has_more && !waited && self.platform.access == Access::Own {
                writing.queue_steps_hour(person, source.id, hour)?;
            }
            self.know(if has_more { Noted::Base(None) } else { Noted::Settled(None) })?;
            return Ok(false);
        }
        writing.replace_steps_hour(person, source.id, hour, &[theirs])?;
        self.know(Noted::Settled(None))?;
        Ok(true)
    }

    fn hour(&self, source: &Source) -> Result<Option<HeartHour>> {
        match self.subject {
            Subject::HeartHour { hour, .. } => self.writing.heart_hour(self.platform.person, source.id, hour),
            _ => Ok(None),
        }
    }

    /// Notes a piece of a series that was taken in: whether it `waited` to be sent before, and whether more
    /// of it is here, which then goes there.
    fn know_series(&self, waited: bool, has_more: bool) -> Result<()> {
        if let Subject::HeartHour { source, hour } = self.subject
            && has_more
            && !self.is_waiting()?
            && self.platform.access == Access::Own
        {
            self.writing.queue_heart_hour(self.platform.person, source, hour)?;
        }
        self.know(if waited || has_more { Noted::Base(None) } else { Noted::Settled(None) })
    }

    /// Whether a change of it made here has yet to be sent.
    fn is_waiting(&self) -> Result<bool> {
        Ok(self.writing.pending_of(self.platform.id, &self.subject)?.is_some())
    }

    /// The revision that this device and the platform last agreed on, if it is known: what others made of it
    /// they made of that, or of what was sent since without an answer.
    fn agreed(&self) -> Result<Option<u32>> {
        let is_it =
            |one: &&SentResource| one.resource_type == self.resource.resource_type && one.id == self.resource.id;
        if let Some(known) = self.known.iter().find(is_it).and_then(|one| one.revision) {
            return Ok(Some(known));
        }
        let waiting = self.writing.pending_of(self.platform.id, &self.subject)?;
        Ok(waiting.and_then(|waiting| waiting.tried).filter(|revision| *revision > 0))
    }

    /// Notes that the platform has this version, so that what came from there is not sent back.
    fn know(&self, noted: Noted) -> Result<()> {
        let (Noted::Settled(revision) | Noted::Base(revision)) = noted;
        let mut sent = self.known.clone();
        sent.retain(|one| one.resource_type != self.resource.resource_type || one.id != self.resource.id);
        sent.push(SentResource {
            resource_type: self.resource.resource_type.clone(),
            id: self.resource.id.clone(),
            version: self.resource.version.clone(),
            revision,
        });
        let done = if matches!(noted, Noted::Settled(_)) { i64::MAX } else { 0 };
        self.writing.mark_sent(self.platform.id, &self.subject, done, &sent)
    }

    /// Puts a finding that another device told. Both may have told of one episode, each under an id of its
    /// own: then the lower id is kept on all of them, with what the person said of the other, and the other
    /// is taken back.
    fn put_finding(&self, record: Record) -> Result<bool> {
        let writing = self.writing;
        let Entry::Finding(told) = &record.entry else { return Ok(false) };
        let range = TimeRange::new(told.onset, told.onset.plus(1));
        let mut others = writing.records_between(record.person, RecordKind::Finding, range)?;
        others.retain(|other| {
            let is_same = matches!(&other.entry, Entry::Finding(one) if one.is_same_episode(told));
            is_same && other.id != record.id && is_finding_that_stands(other)
        });
        if others.iter().any(|other| other.id < record.id) {
            // If it waits to be taken back there, it still does.
            self.know(Noted::Base(self.agreed()?))?;
            return Ok(false);
        }
        let id = record.id;
        let changed = self.put(record)?;
        for other in others {
            if let (Some(kept), Entry::Finding(before)) = (writing.record(id)?, &other.entry) {
                say_again(writing, kept, before, other.written)?;
            }
            let revision = other.revision.saturating_add(1);
            writing.put_record(&Record { status: RecordStatus::EnteredInError, revision, ..other })?;
        }
        Ok(changed)
    }
}

const fn is_finding_that_stands(record: &Record) -> bool {
    matches!(&record.entry, Entry::Finding(finding) if !matches!(finding.state, FindingState::Withdrawn))
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
