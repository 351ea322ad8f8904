//! Noticing: what was stored is shown to the detectors, and what they tell is kept.
//!
//! The detectors' state, their cursor and the findings commit together, a day of data at a time: a
//! program that is killed in between goes on where it was and tells nothing twice.

use std::collections::{BTreeMap, BTreeSet};

use super::{Companion, own_hand};
use crate::detect::daily::DailyReading;
use crate::detect::night::Others;
use crate::detect::records::{Declared, Reader, RecordRules, Taken, What};
use crate::detect::{Detectors, Settings, Shown, past};
use crate::error::{Error, Result};
use crate::event::Change;
use crate::model::finding::{Finding, FindingState};
use crate::model::person::{Person, Role, SourceKind};
use crate::model::vital::{Vital, VitalKind};
use crate::model::{Entry, FindingId, Millis, PersonId, Record, RecordId, RecordKind, RecordStatus, Stamp, TimeRange};
use crate::store::Writing;

/// The name under which the detectors' state is kept.
const STATE: &str = "detectors";
/// The name under which the state of the rules about records is kept.
const RECORDS: &str = "records";
/// Of records so much is read at a time: years are looked at again after a correction, and need not lie in
/// memory for it.
const PAGE: i64 = 90 * Millis::DAY;
/// A minute is looked at when it has been over for this long: live samples are committed within
/// ten seconds, so that what is looked at is whole.
const GRACE: i64 = Millis::MINUTE;

/// What one transaction of looking brought.
struct Look {
    /// Findings that are new or have changed.
    found: Vec<Finding>,
    /// Whether everything up to now was looked at.
    done: bool,
}

impl Companion {
    /// Looks at what was stored of everyone here and not yet looked at when the program last ended. Of a record that can only
    /// be read nothing is looked at: it is opened to be exported.
    ///
    /// # Errors
    /// Only those of the store.
    pub fn catch_up(&self) -> Result<()> {
        if self.store.is_read_only() {
            return Ok(());
        }
        self.people()?.iter().try_for_each(|person| self.notice_of(person).map(drop))
    }

    /// Looks at everything that was stored since the last time, up to now, and returns the findings
    /// that are new or have changed. A record that is kept elsewhere is not looked at here: its
    /// findings come with it.
    ///
    /// # Errors
    /// Only those of the store.
    pub fn notice(&self, person: PersonId) -> Result<Vec<Finding>> {
        let Some(profile) = self.store.glance(|store| store.person(person))? else {
            return Err(Error::NotFound("person"));
        };
        self.notice_of(&profile)
    }

    /// As [`notice`](Self::notice), of a person whose profile was just read.
    fn notice_of(&self, profile: &Person) -> Result<Vec<Finding>> {
        let person = profile.id;
        if profile.role == Role::Caregiver {
            return Ok(Vec::new());
        }
        let settings = Settings { person, zone: profile.zone, limits: profile.heart_limits };
        let now = self.now();
        let mut told = BTreeMap::new();
        loop {
            // What is looked at, what is told of it and how far one has come are one transaction:
            // data that another thread stores meanwhile comes wholly before or wholly after it.
            let look = self.store.write(|store| look(store, &settings, now))?;
            if !look.found.is_empty() {
                self.tell(Change::Findings(person));
            }
            told.extend(look.found.into_iter().map(|finding| (finding.id, finding)));
            if look.done {
                break;
            }
        }
        let reader = Reader { person, zone: profile.zone, declared: Declared::from(&profile.profile) };
        let found = self.store.write(|store| look_at_records(store, &settings, &reader, now))?;
        if !found.is_empty() {
            self.tell(Change::Findings(person));
        }
        told.extend(found.into_iter().map(|finding| (finding.id, finding)));
        Ok(told.into_values().collect())
    }
}

/// Looks at the measurements and symptoms written since the last time; after a change of what was
/// looked at, at all of them again. What is entered is looked at at once: no minute has to be over.
fn look_at_records(store: &Writing<'_>, settings: &Settings, reader: &Reader, now: Millis) -> Result<Vec<Finding>> {
    let person = settings.person;
    let saved = store.detector_state(person, RECORDS)?;
    let restored = saved.as_deref().and_then(|saved| RecordRules::restore(reader, saved).ok());
    let unseen = store.unseen_records(person)?;
    let is_late = |rules: &RecordRules| unseen.zip(rules.cursor()).is_some_and(|(first, cursor)| first <= cursor);
    let again = restored.as_ref().map_or(saved.is_some(), is_late);
    let mut rules = match restored {
        Some(rules) if !again => rules,
        _ => RecordRules::new(reader),
    };
    let mut found = Vec::new();
    if again || unseen.is_some() || saved.is_none() {
        let first = match rules.cursor() {
            Some(cursor) => Some(cursor),
            None => store.first_of(person, &[RecordKind::Vital, RecordKind::Symptom])?,
        };
        let (mut at, end) = (first.unwrap_or(now), now.plus(1));
        while at < end {
            let until = at.plus(PAGE).min(end);
            found.extend(show_records(store, person, &mut rules, TimeRange::new(at, until))?);
            at = until;
        }
    }
    found.extend(rules.advance(now));
    let mut found = as_known(store, person, found)?;
    // Time alone that tells nothing is taken in with what comes next.
    if !again && unseen.is_none() && saved.is_some() && found.is_empty() {
        return Ok(found);
    }
    if again {
        let fresh = found.into_iter().map(|finding| (finding.id, finding)).collect();
        found = revise_findings(store, settings, |finding| finding.rule.is_of_records(), &fresh, now)?;
    } else {
        for finding in &found {
            put_finding(store, settings, finding, now)?;
        }
    }
    let state = rules.save();
    if saved.as_deref() != Some(&state) {
        store.set_detector_state(person, RECORDS, Some(&state))?;
    }
    if unseen.is_some_and(|first| first <= now) {
        store.seen_records(person, now)?;
    }
    Ok(found)
}

/// Shows the records of `range` to the rules, in order of time.
fn show_records(
    store: &Writing<'_>,
    person: PersonId,
    rules: &mut RecordRules,
    range: TimeRange,
) -> Result<Vec<Finding>> {
    let mut records = store.records_between(person, RecordKind::Vital, range)?;
    records.extend(store.records_between(person, RecordKind::Symptom, range)?);
    records.sort_by_key(|record| (record.at.at, record.id));
    let sources = store.sources(person)?;
    let by_watch = |id| sources.iter().any(|source| source.id == id && source.kind == SourceKind::Wearable);
    let mut found = Vec::new();
    for record in &records {
        let what = match &record.entry {
            Entry::Vital(vital) => What::Vital(vital),
            Entry::Symptom(symptom) => What::Symptom(symptom),
            _ => continue,
        };
        let by_watch = by_watch(record.source);
        found.extend(rules.push(&Taken { id: record.id, at: record.at, source: record.source, by_watch, what }));
    }
    Ok(found)
}

/// Looks at the next day of data; after late data, again at what it may have changed.
fn look(store: &Writing<'_>, settings: &Settings, now: Millis) -> Result<Look> {
    let person = settings.person;
    let end = now.plus(-GRACE).minute();
    let saved = store.detector_state(person, STATE)?;
    // A state of another version is as good as none: everything is looked at again.
    let restored = saved.as_deref().and_then(|saved| Detectors::restore(settings, saved).ok());
    // So is one that has gone past an instant whose data came only now: by a late import, or from
    // another device of the person's.
    let unseen = store.unseen(person)?;
    let is_late = |detectors: &Detectors| unseen.zip(detectors.cursor()).is_some_and(|(first, cursor)| first < cursor);
    let mut detectors = match restored {
        Some(detectors) if !is_late(&detectors) => detectors,
        Some(_) => return look_again(store, settings, unseen, end, now),
        None if saved.is_some() => return look_again(store, settings, None, end, now),
        None => Detectors::new(settings),
    };
    let Some(mut at) = where_to_begin(store, person, &detectors)?.filter(|from| *from < end) else {
        return Ok(Look { found: Vec::new(), done: true });
    };
    let mut found = Vec::new();
    // A stretch without data does not move the detectors' cursor, so it must not end a look: what is
    // stored into it later has to be seen.
    let mut moved = false;
    while at < end && !moved {
        let until = midnight_after(at).min(end);
        let (told, any) = show(store, person, &mut detectors, TimeRange::new(at, until))?;
        found.extend(told);
        (at, moved) = (until, any);
    }
    let found = as_known(store, person, found)?;
    for finding in &found {
        put_finding(store, settings, finding, now)?;
    }
    // Where nothing came, nothing is written: opening the record does not wait for the disk.
    let state = detectors.save();
    if saved.as_deref() != Some(&state) {
        store.set_detector_state(person, STATE, Some(&state))?;
    }
    if moved && is_midnight(at) {
        if past::is_kept(at, end) {
            store.set_past_detector(person, at, Some(&state))?;
        }
        forget_past(store, person, end)?;
    }
    // What is stored lies before the cursor, and was shown, or behind it, and will be.
    if unseen.is_some() {
        store.seen(person)?;
    }
    Ok(Look { found, done: at >= end })
}

/// Looks again from the last past state on that had seen nothing of `unseen` or after, without such a one from
/// the beginning; up to the first past state that is the same as before, for from there on nothing else can be
/// told. What differs is revised in the open.
fn look_again(
    store: &Writing<'_>,
    settings: &Settings,
    unseen: Option<Millis>,
    end: Millis,
    now: Millis,
) -> Result<Look> {
    let person = settings.person;
    let known = store.past_detectors(person)?;
    let since = unseen.and_then(|unseen| known.iter().rev().find(|at| **at <= unseen).copied());
    let kept = since.map(|since| store.past_detector(person, since)).transpose()?.flatten();
    let kept = kept.and_then(|kept| Detectors::restore(settings, &kept).ok());
    let since = since.filter(|_| kept.is_some());
    let mut detectors = kept.unwrap_or_else(|| Detectors::new(settings));
    let mut fresh: BTreeMap<FindingId, Finding> = BTreeMap::new();
    let by_id = |found: Vec<Finding>| found.into_iter().map(|finding| (finding.id, finding));
    fresh.extend(by_id(as_known(store, person, detectors.open_findings())?));
    let (mut at, mut same) = (where_to_begin(store, person, &detectors)?.unwrap_or(end), None);
    while at < end && same.is_none() {
        let until = midnight_after(at).min(end);
        let (found, moved) = show(store, person, &mut detectors, TimeRange::new(at, until))?;
        fresh.extend(by_id(as_known(store, person, found)?));
        at = until;
        if is_midnight(at) {
            let (before, state) = (store.past_detector(person, at)?, moved.then(|| detectors.save()));
            if before.is_some() && before == state {
                same = Some(at);
            } else if before.is_some() || past::is_kept(at, end) {
                store.set_past_detector(person, at, state.as_deref())?;
            }
        }
    }
    // What was open there went on after it as it is on record.
    let mut went_on = BTreeSet::new();
    if same.is_some() {
        went_on.extend(as_known(store, person, detectors.open_findings())?.into_iter().map(|finding| finding.id));
        fresh.retain(|id, _| !went_on.contains(id));
    } else {
        store.set_detector_state(person, STATE, Some(&detectors.save()))?;
        for later in known.into_iter().filter(|later| *later > end) {
            store.set_past_detector(person, later, None)?;
        }
    }
    forget_past(store, person, end)?;
    let looked_at = |finding: &Finding| {
        let is_after = since.is_none_or(|since| finding.knowable_at > since);
        let is_before = same.is_none_or(|same| finding.knowable_at <= same);
        !finding.rule.is_of_records() && is_after && is_before && !went_on.contains(&finding.id)
    };
    let found = revise_findings(store, settings, looked_at, &fresh, now)?;
    store.seen(person)?;
    Ok(Look { found, done: same.is_none() })
}

/// Where detectors go on, or the first of what they look at.
fn where_to_begin(store: &Writing<'_>, person: PersonId, detectors: &Detectors) -> Result<Option<Millis>> {
    match detectors.cursor() {
        Some(cursor) => Ok(Some(cursor)),
        None => first_measured(store, person),
    }
}

const fn is_midnight(at: Millis) -> bool {
    at.0.rem_euclid(Millis::DAY) == 0
}

/// The next midnight in UTC.
const fn midnight_after(at: Millis) -> Millis {
    at.plus(Millis::DAY - at.0.rem_euclid(Millis::DAY))
}

/// Forgets the past states that are not worth keeping any longer.
fn forget_past(store: &Writing<'_>, person: PersonId, now: Millis) -> Result<()> {
    for at in store.past_detectors(person)?.into_iter().filter(|at| !past::is_kept(*at, now)) {
        store.set_past_detector(person, at, None)?;
    }
    Ok(())
}

/// When the first of what the detectors look at was measured.
fn first_measured(store: &Writing<'_>, person: PersonId) -> Result<Option<Millis>> {
    let mut first = store.first_heart(person)?;
    for kind in [VitalKind::RestingHeartRate, VitalKind::Rmssd, VitalKind::RespiratoryRate] {
        let at = store.first_vital(person, kind)?;
        first = first.into_iter().chain(at).min();
    }
    Ok(first)
}

/// Shows what was measured in `range` to the detectors; says what they tell, and whether they came on by it.
fn show(
    store: &Writing<'_>,
    person: PersonId,
    detectors: &mut Detectors,
    range: TimeRange,
) -> Result<(Vec<Finding>, bool)> {
    let minutes = store.minutes(person, range)?;
    let records = store.records_between(person, RecordKind::Vital, range)?;
    let readings: Vec<DailyReading> = records.iter().filter_map(daily_reading).collect();
    let runs = store.heart_runs(person, TimeRange::new(detectors.runs_from(range.start), range.end))?;
    let before = detectors.cursor();
    let found = detectors.show(&Shown { range, minutes: &minutes, readings: &readings, runs: &runs });
    Ok((found, detectors.cursor() > before))
}

/// What a device states once a day, if that is what the record holds.
fn daily_reading(record: &Record) -> Option<DailyReading> {
    let Entry::Vital(Vital::Single { kind, value, .. }) = record.entry else { return None };
    let mut reading = DailyReading {
        at: record.at.at,
        rate: None,
        others: Others::default(),
        record: Some(record.id),
        source: Some(record.source),
    };
    match kind {
        VitalKind::RestingHeartRate => reading.rate = Some(value),
        VitalKind::Rmssd => reading.others.rmssd = Some(value),
        VitalKind::RespiratoryRate => reading.others.breathing = Some(value),
        _ => return None,
    }
    Some(reading)
}

/// The findings under the ids that their episodes have in the record: another device of the person's may
/// have told of them first, under ids of its own.
fn as_known(store: &Writing<'_>, person: PersonId, mut found: Vec<Finding>) -> Result<Vec<Finding>> {
    for finding in &mut found {
        let range = TimeRange::new(finding.onset, finding.onset.plus(1));
        let known = store.records_between(person, RecordKind::Finding, range)?.into_iter().filter_map(|record| {
            let Entry::Finding(known) = record.entry else { return None };
            known.is_same_episode(finding).then_some((known.state == FindingState::Withdrawn, known.id))
        });
        // One that stands comes before one that was withdrawn.
        if let Some((_, id)) = known.min() {
            finding.id = id;
        }
    }
    Ok(found)
}

/// Writes a finding as a record; one that is known already gets a new version that keeps what the
/// person said of it.
fn put_finding(store: &Writing<'_>, settings: &Settings, finding: &Finding, now: Millis) -> Result<()> {
    let id = RecordId(finding.id.0);
    let mut finding = finding.clone();
    let known = store.record(id)?;
    let mut revision = 1;
    let mut source = own_hand(store, settings.person)?;
    if let Some(known) = known {
        if let Entry::Finding(before) = &known.entry {
            // What has become stronger since is told again, whatever was said of it before.
            let said = matches!(before.state, FindingState::Seen | FindingState::Acknowledged | FindingState::Muted);
            let over = finding.state == FindingState::Resolved && before.state == FindingState::Seen;
            if said && !over && finding.severity <= before.severity {
                finding.state = before.state;
            }
            if **before == finding {
                return Ok(());
            }
        }
        revision = known.revision.saturating_add(1);
        // It stays the finding of the device that told it first.
        source = known.source;
    }
    store.put_record(&Record {
        id,
        person: settings.person,
        revision,
        status: RecordStatus::Active,
        at: Stamp::in_zone(finding.onset, settings.zone),
        source,
        written: now,
        entry: Entry::Finding(Box::new(finding)),
    })?;
    Ok(())
}

/// Compares the findings of a fresh look with those on record that it would have found: what
/// differs is marked as revised, what has lost its ground as withdrawn. What another device told may rest
/// on data that is only there: it is that device's to withdraw. Returns what changed.
fn revise_findings(
    store: &Writing<'_>,
    settings: &Settings,
    looked_for: impl Fn(&Finding) -> bool,
    fresh: &BTreeMap<FindingId, Finding>,
    now: Millis,
) -> Result<Vec<Finding>> {
    let mut changed = Vec::new();
    let own = own_hand(store, settings.person)?;
    for record in store.records_of(settings.person, RecordKind::Finding)? {
        let Entry::Finding(before) = &record.entry else { continue };
        if !looked_for(before) && !fresh.contains_key(&before.id) {
            continue;
        }
        let after = match fresh.get(&before.id) {
            Some(fresh) if same_but_for_state(fresh, before) => match (before.state, fresh.state) {
                // What it rested on is there again.
                (FindingState::Withdrawn, _) => Finding { state: FindingState::Revised, ..fresh.clone() },
                (FindingState::New | FindingState::Seen, FindingState::Resolved) => fresh.clone(),
                _ => continue,
            },
            Some(fresh) => Finding { state: FindingState::Revised, ..fresh.clone() },
            None if before.state == FindingState::Withdrawn || record.source != own => continue,
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
