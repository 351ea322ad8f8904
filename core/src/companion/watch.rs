//! Watching over somebody: what is expected of their days and does not come.

use super::Companion;
use crate::detect::watch::{self, Phone, Signs, Watch, Watched};
use crate::error::Result;
use crate::model::consent::DataClass;
use crate::model::heartbeat::Heartbeat;
use crate::model::person::{Person, Role};
use crate::model::{Millis, PersonId, RecordKind, TimeRange};
use crate::store::{Bucket, Reading};

/// The single records that say that a person goes about their day.
const KINDS: [RecordKind; 5] =
    [RecordKind::Meal, RecordKind::Dose, RecordKind::Tick, RecordKind::Sleep, RecordKind::Vital];

impl Companion {
    /// How things stand with a person: what of their usual records is missing, and whether their phone is
    /// heard of. On their own phone that is this one; on a caregiver's, what it last said of itself counts.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) when the person is not there.
    pub fn watch(&self, person: PersonId) -> Result<Watched> {
        let (person, now) = (self.person(person)?, self.now());
        self.store().read(|store| {
            let mut watch = Watch::new(person.zone);
            for (class, at) in signs(store, &person, now)? {
                watch.push(class, at);
            }
            if person.role != Role::Caregiver {
                return Ok(watch.judge(now, Phone::Here));
            }
            let kept = store.heartbeats(person.id)?;
            let never = Signs::default();
            let (beat, beats) = kept.as_ref().map_or((None, &never), |kept| (Some(&kept.last), &kept.heard));
            Ok(watch.judge(now, Phone::Away { beat, beats }))
        })
    }

    /// What this phone has to say of itself for whoever watches over a person: the newest that it holds of
    /// each class that is made day by day. `synced` is when a sync last got through.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) when the person is not there.
    pub fn heartbeat(&self, person: PersonId, synced: Option<Millis>) -> Result<Heartbeat> {
        let (person, now) = (self.person(person)?, self.now());
        let mut beat = Heartbeat { synced, ..Heartbeat::new(now) };
        for (class, at) in self.store().read(|store| signs(store, &person, now))? {
            let newest = beat.newest.entry(class).or_insert(at);
            *newest = at.max(*newest);
        }
        Ok(beat)
    }
}

/// What there is of the last four weeks up to `now`: of series one sign an hour, and the latest minute.
fn signs(store: &Reading<'_>, person: &Person, now: Millis) -> Result<Vec<(DataClass, Millis)>> {
    let begin = now.plus(-(watch::DAYS + 1) * Millis::DAY);
    let range = TimeRange::new(begin, now.plus(1));
    let mut found = Vec::new();
    for kind in KINDS {
        for record in store.records_between(person.id, kind, range)? {
            found.extend(DataClass::of(&record.entry).map(|class| (class, record.at.at)));
        }
    }
    let hours: Vec<TimeRange> = (begin.hour_index()..=now.hour_index())
        .map(|hour| Millis(hour.saturating_mul(Millis::HOUR)))
        .map(|start| TimeRange::new(start, start.plus(Millis::HOUR).min(now.plus(1))))
        .collect();
    let hearts = store.heart_curve(person.id, range, Bucket::Hour)?;
    let steps = store.steps_totals(person.id, &hours)?;
    let walked = hours.iter().zip(steps).filter(|(_, steps)| steps.is_some_and(|steps| steps > 0));
    let walked: Vec<Millis> = walked.map(|(hour, _)| hour.start).collect();
    let beaten: Vec<Millis> = hearts.iter().map(|hour| hour.start).collect();
    // When in its hour the latest was is read from the minutes.
    for (class, hours) in [(DataClass::HeartRate, beaten), (DataClass::Activity, walked)] {
        let Some(last) = hours.last() else { continue };
        let minutes = store.minutes(person.id, TimeRange::new(*last, last.plus(Millis::HOUR).min(now.plus(1))))?;
        let has = |minute: &&crate::detect::Minute| match class {
            DataClass::HeartRate => minute.heart.is_some(),
            _ => minute.steps > 0,
        };
        found.extend(minutes.iter().rev().find(has).map(|minute| (class, minute.start)));
        found.extend(hours.into_iter().map(|hour| (class, hour)));
    }
    Ok(found)
}
