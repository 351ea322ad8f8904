//! The one object that an app talks to.

use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, PoisonError};

use mimamori::clock::SystemClock;
use mimamori::companion::{self as core, NewHabit, NewMeal, NewMealItem, Phase, Recording};
use mimamori::model::finding::FindingState;
use mimamori::model::habit::{Goal, Schedule};
use mimamori::model::heart::{Bpm, Contact};
use mimamori::model::meal::MealSlot;
use mimamori::model::person::Role;
use mimamori::model::platform::Access;
use mimamori::model::vital::{BloodPressure, Vital, VitalKind};
use mimamori::model::{FindingId, LocalDay, Millis, PersonId, PlatformId, RecordId, Stamp};
use mimamori::sync::http::HttpTransport;
use mimamori::sync::{Reason, SyncError, SyncRequest};
use mimamori::text::{Lang, Words};

use crate::error::{CompanionError, invalid};
use crate::keeping;
use crate::ports::{ChangeListener, KeyVault, PhoneRadio, TokenSource, Tokens};
use crate::radio::{self, RadioSession};
use crate::runtime::{detach, run};
use crate::screen::{self, DayScreen, FindingCard, LiveCard, PersonCard, SyncCard};
use crate::subscription::Subscription;
use crate::types::{AppPhase, Language};

/// Where the record lies and how it speaks.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct OpenRequest {
    /// The record's file, in a folder that only this app can read.
    pub path: String,
    /// The name of its key in the vault.
    pub key_name: String,
    /// The language of every word that a person reads.
    pub language: Language,
}

/// One open record of one or more people.
///
/// Not called `Companion`: inside a Kotlin class, that is the name of its companion object.
#[derive(uniffi::Object)]
pub struct MimamoriCompanion {
    core: Arc<core::Companion>,
    words: Arc<Words>,
    recording: Arc<Mutex<Option<Recording>>>,
}

impl std::fmt::Debug for MimamoriCompanion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MimamoriCompanion").finish_non_exhaustive()
    }
}

#[uniffi::export]
impl MimamoriCompanion {
    /// Opens the record, or begins one with a new key that the vault then holds. What was stored but not yet looked at when the
    /// app last ended waits for [`notice`](Self::notice): the first screen need not.
    #[uniffi::constructor]
    pub async fn open(request: OpenRequest, vault: Arc<dyn KeyVault>) -> Result<Arc<Self>, CompanionError> {
        let lang = match request.language {
            Language::Japanese => Lang::Ja,
            Language::English => Lang::En,
        };
        let (core, words) = run(move || Ok((keeping::open(&request, &vault)?, Words::new(lang)))).await?;
        Ok(Arc::new(Self { core: Arc::new(core), words: Arc::new(words), recording: Arc::default() }))
    }

    /// Everyone on this device.
    pub async fn people(&self) -> Result<Vec<PersonCard>, CompanionError> {
        let people = self.with(|core, _| core.people()).await?;
        Ok(people.into_iter().map(PersonCard::from).collect())
    }

    /// Adds a person. `zone` is an IANA name such as `Asia/Tokyo`.
    pub async fn add_person(&self, name: String, role: Role, zone: String) -> Result<PersonCard, CompanionError> {
        let zone = zone.parse().map_err(|_| invalid("zone"))?;
        self.with(move |core, _| core.add_person(&name, role, zone)).await.map(PersonCard::from)
    }

    /// The day that it now is for a person.
    pub async fn today(&self, person: PersonId) -> Result<LocalDay, CompanionError> {
        self.with(move |core, _| core.today(person)).await
    }

    /// Everything about one day of a person, in words.
    pub async fn day(&self, person: PersonId, day: LocalDay) -> Result<DayScreen, CompanionError> {
        self.with(move |core, words| {
            let profile = core.person(person)?;
            Ok(screen::day(&core.day(person, day)?, &profile, words))
        })
        .await
    }

    /// Records a meal in a hurry: what it was, and its energy if that is known.
    pub async fn add_quick_meal(
        &self,
        person: PersonId,
        slot: MealSlot,
        text: String,
        kcal: Option<f64>,
        at: Millis,
    ) -> Result<RecordId, CompanionError> {
        self.with(move |core, words| {
            let items = vec![NewMealItem::Quick { text, kcal }];
            let meal = NewMeal { slot, items, note: String::new(), photo: None, lang: words.lang() };
            Ok(core.add_meal(person, stamp(core, person, at)?, &meal)?.id)
        })
        .await
    }

    /// Begins a habit that is done or not, every day.
    pub async fn add_habit(&self, person: PersonId, name: String, at: Millis) -> Result<RecordId, CompanionError> {
        self.with(move |core, _| {
            let habit = NewHabit { name, goal: Goal::YesNo, schedule: Schedule::Daily };
            Ok(core.add_habit(person, stamp(core, person, at)?, &habit)?.id)
        })
        .await
    }

    /// Notes that `amount` of a habit was done: 1 for yes, 0 for an explicit no.
    pub async fn tick(
        &self,
        person: PersonId,
        habit: RecordId,
        amount: f64,
        at: Millis,
    ) -> Result<RecordId, CompanionError> {
        self.with(move |core, _| Ok(core.tick(person, habit, stamp(core, person, at)?, amount)?.id)).await
    }

    /// Takes back every tick of a habit on a day: a tap that was one too many.
    pub async fn untick(&self, person: PersonId, habit: RecordId, day: LocalDay) -> Result<(), CompanionError> {
        self.with(move |core, _| core.untick(person, habit, day).map(drop)).await
    }

    /// Records a blood pressure in mmHg, with the pulse that the cuff counted.
    pub async fn add_blood_pressure(
        &self,
        person: PersonId,
        systolic: f64,
        diastolic: f64,
        pulse: Option<u32>,
        at: Millis,
    ) -> Result<RecordId, CompanionError> {
        self.with(move |core, _| {
            let pulse = pulse.map(|pulse| Bpm::new(u16::try_from(pulse).unwrap_or(u16::MAX))).transpose()?;
            let vital = Vital::BloodPressure(BloodPressure::new(systolic, diastolic, pulse)?);
            Ok(core.add_vital(person, stamp(core, person, at)?, vital)?.id)
        })
        .await
    }

    /// Records a measurement that is one number. `kind` is a code such as `weight`, `temperature`,
    /// `oxygen_saturation` or `glucose`; `value` is in kg, °C, % and mg/dL.
    pub async fn add_vital(
        &self,
        person: PersonId,
        kind: String,
        value: f64,
        at: Millis,
    ) -> Result<RecordId, CompanionError> {
        let kind = VitalKind::from_code(&kind).ok_or_else(|| invalid("kind"))?;
        self.with(move |core, _| Ok(core.add_vital(person, stamp(core, person, at)?, Vital::single(kind, value)?)?.id))
            .await
    }

    /// Marks a record as entered in error; [`undo`](Self::undo) takes that back.
    pub async fn delete(&self, record: RecordId) -> Result<(), CompanionError> {
        self.with(move |core, _| core.delete(record).map(|_| ())).await
    }

    /// Takes back the last change of a record.
    pub async fn undo(&self, record: RecordId) -> Result<(), CompanionError> {
        self.with(move |core, _| core.undo(record).map(|_| ())).await
    }

    /// The findings of a person, newest first, in words.
    pub async fn findings(&self, person: PersonId) -> Result<Vec<FindingCard>, CompanionError> {
        self.with(move |core, words| {
            let profile = core.person(person)?;
            let findings = core.findings(person, None)?;
            Ok(findings.iter().map(|finding| screen::finding(finding, &profile, words)).collect())
        })
        .await
    }

    /// Says what the person thinks of a finding.
    pub async fn mark_finding(&self, finding: FindingId, state: FindingState) -> Result<(), CompanionError> {
        self.with(move |core, _| core.mark_finding(finding, state).map(|_| ())).await
    }

    /// Looks at everything that came in since the last time.
    pub async fn notice(&self, person: PersonId) -> Result<Vec<FindingCard>, CompanionError> {
        self.with(move |core, words| {
            let profile = core.person(person)?;
            let findings = core.notice(person)?;
            Ok(findings.iter().map(|finding| screen::finding(finding, &profile, words)).collect())
        })
        .await
    }

    /// Begins to record the strap that calls itself `name`. One strap at a time.
    pub async fn begin_recording(&self, person: PersonId, name: String) -> Result<(), CompanionError> {
        let recording = Arc::clone(&self.recording);
        self.with(move |core, _| {
            let begun = core.begin_recording(person, &name)?;
            let before = recording.lock().unwrap_or_else(PoisonError::into_inner).replace(begun);
            before.map_or(Ok(()), |before| before.finish(core))
        })
        .await
    }

    /// Takes in the value of one notification of characteristic 0x2A37 that arrived `at`.
    pub async fn hear(&self, at: Millis, value: Vec<u8>) -> Result<LiveCard, CompanionError> {
        let recording = Arc::clone(&self.recording);
        self.with(move |core, _| {
            let mut recording = recording.lock().unwrap_or_else(PoisonError::into_inner);
            let open = recording.as_mut().ok_or(mimamori::Error::NotFound("recording"))?;
            let live = open.hear(core, at, &value)?;
            Ok(LiveCard {
                bpm: live.latest.map(|sample| u32::from(sample.bpm.get())),
                contact: live.latest.map_or(Contact::Unsupported, |sample| sample.contact),
                committed: live.committed,
            })
        })
        .await
    }

    /// The link to the strap is gone: commits what was heard.
    pub async fn link_lost(&self) -> Result<(), CompanionError> {
        let recording = Arc::clone(&self.recording);
        self.with(move |core, _| {
            let mut recording = recording.lock().unwrap_or_else(PoisonError::into_inner);
            recording.as_mut().map_or(Ok(()), |open| open.link_lost(core))
        })
        .await
    }

    /// Ends the recording and looks at what it brought.
    pub async fn end_recording(&self) -> Result<(), CompanionError> {
        let recording = Arc::clone(&self.recording);
        self.with(move |core, _| {
            let open = recording.lock().unwrap_or_else(PoisonError::into_inner).take();
            open.map_or(Ok(()), |open| open.finish(core))
        })
        .await
    }

    /// Pairs a device that the phone names `device` with a person, for [`listen`](Self::listen).
    /// `services` are 16-bit numbers; `number` is the user number that a shared device has for the person.
    pub async fn pair_device(
        &self,
        person: PersonId,
        device: String,
        name: String,
        services: Vec<u16>,
        number: Option<u8>,
    ) -> Result<(), CompanionError> {
        self.with(move |core, _| core.pair_device(person, &device, &name, services, number).map(|_| ())).await
    }

    /// Listens to the paired devices of a person through the phone's radio until the session is stopped or
    /// dropped. What comes is stored as it comes; subscribe to changes to see it.
    pub async fn listen(
        &self,
        person: PersonId,
        radio: Arc<dyn PhoneRadio>,
    ) -> Result<Arc<RadioSession>, CompanionError> {
        let (listening, begun) = self.with(move |core, _| listen_to(core, person)).await?;
        let (mut phone, session) = radio::open(radio);
        let core = Arc::clone(&self.core);
        detach(move || {
            // What could not be stored has been tried again all along; there is nobody left to tell.
            let _ = core.listen(listening, &mut phone, &SystemClock, begun, |_| ControlFlow::Continue(()));
        })?;
        Ok(session)
    }

    /// Connects a person with a FHIR platform. `base_url` is its FHIR base (https, or http on this
    /// device), `patient` the person's `Patient` id there.
    pub async fn connect(
        &self,
        person: PersonId,
        base_url: String,
        patient: String,
        access: Access,
    ) -> Result<PlatformId, CompanionError> {
        self.with(move |core, _| Ok(core.connect(person, &base_url, &patient, access)?.id)).await
    }

    /// Ends a connection. What a caregiver's connection gave is erased from this device.
    pub async fn disconnect(&self, platform: PlatformId) -> Result<(), CompanionError> {
        self.with(move |core, _| core.disconnect(platform)).await
    }

    /// Sends what is pending and receives what is new, for at most `within_ms` milliseconds. A
    /// network that fails is no error: the answer says what was done and when to call again.
    pub async fn sync(
        &self,
        person: PersonId,
        platform: PlatformId,
        tokens: Arc<dyn TokenSource>,
        within_ms: u64,
    ) -> Result<SyncCard, CompanionError> {
        self.with(move |core, _| {
            let platforms = core.platforms(person)?;
            let found = platforms.iter().find(|known| known.id == platform);
            let found = found.ok_or(mimamori::Error::NotFound("platform"))?;
            let transport = HttpTransport::new().map_err(|_| SyncError::NoThread)?;
            let tokens = Tokens::new(tokens, &found.base_url);
            let deadline = core.now().plus(i64::try_from(within_ms).unwrap_or(i64::MAX));
            let request = SyncRequest { reason: Reason::Scheduled, deadline, jitter: jitter() };
            let report = core.sync(platform, &transport, &tokens, request)?;
            Ok(SyncCard::new(&report, core.pending(platform)?))
        })
        .await
    }

    /// Changes from now on go to `listener`, until the subscription is dropped or cancelled.
    pub fn subscribe(&self, listener: Arc<dyn ChangeListener>) -> Result<Arc<Subscription>, CompanionError> {
        Subscription::new(self.core.subscribe(), listener)
    }

    /// Says whether the app is on the screen. The last word counts. In the background the record's
    /// files are closed, because a phone may end an app that holds one while it is suspended.
    pub async fn set_phase(&self, phase: AppPhase) -> Result<(), CompanionError> {
        let recording = Arc::clone(&self.recording);
        self.with(move |core, _| match phase {
            AppPhase::Foreground => core.set_phase(Phase::Foreground),
            AppPhase::Background => {
                if let Some(open) = recording.lock().unwrap_or_else(PoisonError::into_inner).as_mut() {
                    open.commit(core)?;
                }
                core.set_phase(Phase::Background)
            }
        })
        .await
    }
}

impl MimamoriCompanion {
    /// The core, for what answers with more than its errors.
    pub(crate) fn core(&self) -> Arc<core::Companion> {
        Arc::clone(&self.core)
    }

    /// Runs one use case on a thread of the core.
    pub(crate) async fn with<T: Send + 'static>(
        &self,
        work: impl FnOnce(&core::Companion, &Words) -> mimamori::Result<T> + Send + 'static,
    ) -> Result<T, CompanionError> {
        let (core, words) = (Arc::clone(&self.core), Arc::clone(&self.words));
        run(move || work(&core, &words).map_err(CompanionError::from)).await
    }
}

/// Begins to listen to the devices that a person uses.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to a billion")]
fn listen_to(core: &core::Companion, person: PersonId) -> mimamori::Result<(core::Listening, core::Told)> {
    let mut devices = core.devices()?;
    devices.retain(|device| device.users.iter().any(|user| user.person == person));
    core.listen_to(&devices, Some(person), (jitter() * 1e9) as u64)
}

/// From 0 to 1: spreads the waits of many phones.
fn jitter() -> f64 {
    // A new map draws its keys from the system's randomness.
    let drawn = std::hash::BuildHasher::hash_one(&std::collections::hash_map::RandomState::new(), 0_u8);
    f64::from(drawn as u32) / f64::from(u32::MAX)
}

/// `at` as a clock in the person's zone shows it.
pub(crate) fn stamp(core: &core::Companion, person: PersonId, at: Millis) -> mimamori::Result<Stamp> {
    Ok(Stamp::in_zone(at, core.person(person)?.zone))
}
