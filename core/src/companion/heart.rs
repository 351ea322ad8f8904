//! Heart rate as it comes from a strap.

use super::{Companion, own_source};
use crate::detect::Settings;
use crate::device::session::{Fault, HeartSession};
use crate::error::{Error, Result};
use crate::event::Change;
use crate::model::heart::{HeartSample, RrRun};
use crate::model::person::{Source, SourceKind};
use crate::model::{Invalid, Millis, PersonId, Problem, SourceId, Stamp};
use crate::store::{Appended, Store};

/// A live sample is committed at the latest after this time.
const COMMIT_EVERY: i64 = 10 * Millis::SECOND;

/// One strap that is being recorded. Whoever owns it passes on what the radio hears, and ends it
/// with [`Recording::finish`]; what was heard in the last ten seconds is lost without.
#[derive(Debug)]
pub struct Recording {
    settings: Settings,
    source: SourceId,
    session: HeartSession,
    samples: Vec<HeartSample>,
    runs: Vec<RrRun>,
    committed: Option<Millis>,
    latest: Option<HeartSample>,
}

/// What a screen shows while a strap is recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LiveHeart {
    /// The latest rate and its contact, if there was any yet.
    pub latest: Option<HeartSample>,
    /// What was wrong with the notification just heard.
    pub fault: Option<Fault>,
    /// Whether everything heard so far is committed.
    pub committed: bool,
}

impl Companion {
    /// Begins to record the strap that calls itself `name`, 1 to 200 characters.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the person is not there; [`Error::KeptElsewhere`]; `name` when it is empty or too long.
    pub fn begin_recording(&self, person: PersonId, name: &str) -> Result<Recording> {
        let settings = self.settings(person)?;
        match name.chars().count() {
            0 => return Err(Invalid::new("name", Problem::Missing).into()),
            1..=200 => {}
            _ => return Err(Invalid::new("name", Problem::TooLong).into()),
        }
        let source = Source { id: SourceId::derive(person, name), kind: SourceKind::Bluetooth, name: name.to_owned() };
        let source = self.store.write(|store| own_source(store, person, &source))?;
        Ok(Recording {
            settings,
            source,
            session: HeartSession::new(),
            samples: Vec::new(),
            runs: Vec::new(),
            committed: None,
            latest: None,
        })
    }

    /// What the detectors of a person go by.
    pub(crate) fn settings(&self, person: PersonId) -> Result<Settings> {
        let profile = self.store.read(|store| store.person(person))?.ok_or(Error::NotFound("person"))?;
        Ok(Settings { person, zone: profile.zone, limits: profile.heart_limits })
    }
}

impl Recording {
    /// Takes in one notification of 0x2A37 that arrived `at`, and commits what is due.
    ///
    /// # Errors
    /// Only those of the store. What was heard is kept for the next attempt.
    pub fn hear(&mut self, companion: &Companion, at: Millis, bytes: &[u8]) -> Result<LiveHeart> {
        let heard = self.session.hear(at, bytes);
        self.samples.extend(heard.sample);
        self.latest = heard.sample.or(self.latest);
        self.runs.extend(heard.runs);
        let since = *self.committed.get_or_insert(at);
        if at.since(since) >= COMMIT_EVERY || at < since {
            self.commit(companion)?;
            self.committed = Some(at);
        }
        Ok(LiveHeart { latest: self.latest, fault: heard.fault, committed: self.samples.is_empty() })
    }

    /// The link is gone: commits at once. What comes after a reconnection is a new run of beats.
    ///
    /// # Errors
    /// Only those of the store. What was heard is kept for the next attempt.
    pub fn link_lost(&mut self, companion: &Companion) -> Result<()> {
        self.runs.extend(self.session.link_lost());
        self.commit(companion)
    }

    /// Commits everything heard so far: before the app leaves the screen, and when it is told to.
    ///
    /// # Errors
    /// Only those of the store. What was heard is kept for the next attempt.
    pub fn commit(&mut self, companion: &Companion) -> Result<()> {
        self.runs.extend(self.session.flush());
        if self.samples.is_empty() && self.runs.is_empty() {
            return Ok(());
        }
        append(companion, companion.store(), &self.settings, self.source, &self.samples, &self.runs)?;
        self.samples.clear();
        self.runs.clear();
        Ok(())
    }

    /// Ends the recording, and looks at what it brought.
    ///
    /// # Errors
    /// Only those of the store.
    pub fn finish(mut self, companion: &Companion) -> Result<()> {
        self.link_lost(companion)?;
        companion.notice(self.settings.person).map(|_| ())
    }
}

/// Stores heart rate and tells of the days that it fell on.
fn append(
    companion: &Companion,
    store: &Store,
    settings: &Settings,
    source: SourceId,
    samples: &[HeartSample],
    runs: &[RrRun],
) -> Result<Appended> {
    let appended = store.write(|store| store.append_heart(settings.person, source, samples, runs))?;
    tell_days(companion, settings, appended);
    Ok(appended)
}

/// Tells of every day between the first and the last instant of what was new.
pub(super) fn tell_days(companion: &Companion, settings: &Settings, appended: Appended) {
    let (Some(first), Some(last)) = (appended.first, appended.last) else { return };
    let mut day = Stamp::in_zone(first, settings.zone).day();
    let end = Stamp::in_zone(last, settings.zone).day();
    while day <= end {
        companion.tell(Change::Day(settings.person, day));
        day = day.plus_days(1);
    }
}
