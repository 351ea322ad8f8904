//! Noticing: what was stored is shown to the detectors, and what they tell is kept.
//!
//! The detectors' state, their cursor and the findings commit together, a day of data at a time: a
//! program that is killed in between goes on where it was and tells nothing twice.

use std::collections::BTreeMap;

use super::{Companion, manual_source};
use crate::detect::{Detectors, Settings};
use crate::error::{Error, Result};
use crate::event::Change;
use crate::model::finding::{Finding, FindingState};
use crate::model::person::Role;
use crate::model::{Entry, FindingId, Millis, PersonId, Record, RecordId, RecordKind, RecordStatus, Stamp, TimeRange};
use crate::store::Writing;

/// The name under which the detectors' state is kept.
const STATE: &str = "detectors";
/// The name under which the earliest instant is kept whose data came after it was looked at.
const LATE: &str = "detectors.late";
/// How much data is looked at between two commits.
const STRIDE: i64 = Millis::DAY;
/// A minute is looked at when it has been over for this long: live samples are committed within
/// ten seconds, so that what is looked at is whole.
const GRACE: i64 = Millis::MINUTE;

impl Companion {
    /// Looks at everything that was stored since the last time, up to now, and returns the findings
    /// that are new or have changed. A record that is kept elsewhere is not looked at here: its
    /// findings come with it.
    ///
    /// # Errors
    /// Only those of the store.
    pub fn notice(&self, person: PersonId) -> Result<Vec<Finding>> {
        let Some(profile) = self.store.read(|store| store.person(person))? else {
            return Err(Error::NotFound("person"));
        };
        if profile.role == Role::Caregiver {
            return Ok(Vec::new());
        }
        let settings = Settings { person, zone: profile.zone, limits: profile.heart_limits };
        let (saved, late, first) = self.store.read(|store| {
            Ok((store.detector_state(person, STATE)?, store.meta(person, LATE)?, store.first_heart(person)?))
        })?;
        // A state of another version is as good as none: everything is looked at again.
        let restored = saved.as_deref().and_then(|saved| Detectors::restore(&settings, saved).ok());
        let again = late.is_some() || (restored.is_none() && saved.is_some());
        let mut detectors = match restored {
            Some(detectors) if !again => detectors,
            _ => Detectors::new(&settings),
        };
        let end = Millis((self.now().0 - GRACE).div_euclid(Millis::MINUTE) * Millis::MINUTE);
        let Some(mut from) = detectors.cursor().or(first) else { return Ok(Vec::new()) };

        let mut told = BTreeMap::new();
        if again {
            // Nothing is committed before the whole is known: findings are compared as a whole.
            while from < end {
                let until = from.plus(STRIDE).min(end);
                for finding in self.look(&mut detectors, person, TimeRange::new(from, until))? {
                    told.insert(finding.id, finding);
                }
                from = until;
            }
            let changed = self.store.write(|store| {
                let changed = revise_findings(store, &settings, &told, self.now())?;
                store.set_detector_state(person, STATE, Some(&detectors.save()))?;
                store.set_meta(person, LATE, None)?;
                Ok(changed)
            })?;
            if !changed.is_empty() {
                self.tell(Change::Findings(person));
            }
            return Ok(changed);
        }
        while from < end {
            let until = from.plus(STRIDE).min(end);
            let found = self.look(&mut detectors, person, TimeRange::new(from, until))?;
            self.store.write(|store| {
                for finding in &found {
                    put_finding(store, &settings, finding, self.now())?;
                }
                store.set_detector_state(person, STATE, Some(&detectors.save()))
            })?;
            if !found.is_empty() {
                self.tell(Change::Findings(person));
            }
            told.extend(found.into_iter().map(|finding| (finding.id, finding)));
            from = until;
        }
        Ok(told.into_values().collect())
    }

    fn look(&self, detectors: &mut Detectors, person: PersonId, range: TimeRange) -> Result<Vec<Finding>> {
        let minutes = self.store.read(|store| store.minutes(person, range))?;
        let mut found = Vec::new();
        for minute in &minutes {
            found.extend(detectors.push(minute));
        }
        found.extend(detectors.advance(range.end));
        Ok(found)
    }
}

/// Remembers, in the transaction that writes it, that data from `first` on came after that time
/// had been looked at.
pub(crate) fn note_late(store: &Writing<'_>, settings: &Settings, first: Millis) -> Result<()> {
    let Some(saved) = store.detector_state(settings.person, STATE)? else { return Ok(()) };
    let cursor = Detectors::restore(settings, &saved).ok().and_then(|detectors| detectors.cursor());
    if cursor.is_none_or(|cursor| first < cursor) {
        store.set_meta(settings.person, LATE, Some(&first.0.to_string()))?;
    }
    Ok(())
}

/// Writes a finding as a record; one that is known already gets a new version that keeps what the
/// person said of it.
fn put_finding(store: &Writing<'_>, settings: &Settings, finding: &Finding, now: Millis) -> Result<()> {
    let id = RecordId(finding.id.0);
    let mut finding = finding.clone();
    let known = store.record(id)?;
    let mut revision = 1;
    if let Some(known) = known {
        if let Entry::Finding(before) = &known.entry {
            if matches!(before.state, FindingState::Acknowledged | FindingState::Muted) {
                finding.state = before.state;
            }
            if **before == finding {
                return Ok(());
            }
        }
        revision = known.revision.saturating_add(1);
    }
    store.put_record(&Record {
        id,
        person: settings.person,
        revision,
        status: RecordStatus::Active,
        at: Stamp::in_zone(finding.onset, settings.zone),
        source: manual_source(store, settings.person)?,
        written: now,
        entry: Entry::Finding(Box::new(finding)),
    })?;
    Ok(())
}

/// Compares the findings of a fresh look with those on record: what differs is marked as revised,
/// what has lost its ground as withdrawn. Returns what changed.
fn revise_findings(
    store: &Writing<'_>,
    settings: &Settings,
    fresh: &BTreeMap<FindingId, Finding>,
    now: Millis,
) -> Result<Vec<Finding>> {
    let mut changed = Vec::new();
    for record in store.records_of(settings.person, RecordKind::Finding)? {
        let Entry::Finding(before) = &record.entry else { continue };
        let after = match fresh.get(&before.id) {
            Some(fresh) if same_but_for_state(fresh, before) => continue,
            Some(fresh) => Finding { state: FindingState::Revised, ..fresh.clone() },
            None if before.state == FindingState::Withdrawn => continue,
            None => Finding { state: FindingState::Withdrawn, ..(**before).clone() },
        };
        put_finding(store, settings, &after, now)?;
        changed.push(after);
    }
    for (id, finding) in fresh {
        if store.record(RecordId(id.0))?.is_none() {
            put_finding(store, settings, finding, now)?;
            changed.push(finding.clone());
        }
    }
    Ok(changed)
}

fn same_but_for_state(a: &Finding, b: &Finding) -> bool {
    Finding { state: b.state, ..a.clone() } == *b
}
