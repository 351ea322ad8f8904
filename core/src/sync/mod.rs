//! The record, to a FHIR platform and back.
//!
//! [`run`] sends what is pending, receives what is new, and says when it wants to be called again.
//! It blocks, on a thread that the caller gives it; only the [`transport`] beneath is async. It may
//! be cut off anywhere: what the platform acknowledged is noted at once, and what it did not is
//! sent again under the same ids. Used by `companion`.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::clock::Clock;
use crate::model::platform::{Access, Platform, SyncStatus, Trouble};
use crate::model::{Millis, PlatformId};
use crate::store::Store;

mod attachments;
pub mod backoff;
mod batch;
mod client;
mod cursor;
mod everything;
mod flight;
mod greeting;
#[cfg(feature = "http")]
pub mod http;
pub(crate) mod life;
mod merge;
mod packing;
mod parcel;
pub mod plan;
mod pull;
mod push;
mod reconcile;
pub mod sign_in;
pub(crate) mod three_way;
pub mod token;
pub mod transport;

use client::{Client, Stop};
pub use token::{AccessToken, TokenError, TokenSource};
pub use transport::{Transport, TransportError};

/// Why a sync did not happen, or a sign-in failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SyncError {
    /// The platform cannot be reached now.
    #[error("the platform cannot be reached")]
    Offline,
    /// The person has to sign in.
    #[error("the person has to sign in")]
    NeedsSignIn,
    /// The platform is being synced already.
    #[error("this platform is being synced already")]
    Running,
    /// The platform answered something that is not what the standard says.
    #[error("the platform's answer is not what the standard says: {0}")]
    Protocol(&'static str),
    /// What came back from signing in does not belong to what was begun.
    #[error("the sign-in was not the one that was begun: {0}")]
    Untrusted(&'static str),
    /// The device could give no thread or no network.
    #[error("the device could give no thread for the network")]
    NoThread,
}

/// Why a sync is run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// The person asked for it.
    Asked,
    /// Something was recorded.
    Changed,
    /// The phone has woken us.
    Scheduled,
}

/// What a run is given.
#[derive(Debug, Clone, Copy)]
pub struct SyncRequest {
    /// Why it is run. What was set aside is tried again only when it was changed, or the person has said so
    /// ([`retry_set_aside`](crate::companion::Companion::retry_set_aside)).
    pub reason: Reason,
    /// When it has to be over.
    pub deadline: Millis,
    /// From 0 to 1, drawn by the caller: spreads the waits of many phones.
    pub jitter: f64,
}

/// When to call again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// At once, if there is time: there is more to do.
    Now,
    /// After so many milliseconds.
    After(u64),
    /// When there is a network.
    WhenOnline,
    /// Not before something changes: all is done, or the person has to act.
    Never,
}

/// What a run did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyncReport {
    /// Subjects (records, hours) that the platform acknowledged.
    pub pushed: u32,
    /// Resources that they consisted of.
    pub resources: u32,
    /// Resources that are new here, as received or in the record.
    pub pulled: u32,
    /// Of those, what went into the record.
    pub records: u32,
    /// Resources that a caregiver may not see any more: they were erased here, with what they were in the record.
    pub erased: u32,
    /// Subjects that the platform refused in this run.
    pub set_aside: u32,
    /// Types that the platform did not let us read.
    pub refused: Vec<&'static str>,
    /// When to call again.
    pub next: Next,
    /// The person has to sign in.
    pub needs_sign_in: bool,
}

/// What ends a push or a pull early.
enum Halt {
    Stop(Stop),
    Failed(crate::Error),
}

impl From<Stop> for Halt {
    fn from(stop: Stop) -> Self {
        Self::Stop(stop)
    }
}

impl From<crate::Error> for Halt {
    fn from(error: crate::Error) -> Self {
        Self::Failed(error)
    }
}

/// Sends and receives. Answers what it did also when the network failed half way.
///
/// Blocks until it is done or `request.deadline` has come; not to be called on a thread that runs
/// async code.
///
/// # Errors
/// [`SyncError::Running`] when `platform` is being synced on another thread; what the store says.
pub fn run(
    store: &Store,
    platform: &Platform,
    transport: &dyn Transport,
    tokens: &dyn TokenSource,
    clock: &dyn Clock,
    request: SyncRequest,
) -> crate::Result<SyncReport> {
    let _flight = Flight::begin(platform.id)?;
    let mut report = SyncReport {
        pushed: 0,
        resources: 0,
        pulled: 0,
        records: 0,
        erased: 0,
        set_aside: 0,
        refused: Vec::new(),
        next: Next::Never,
        needs_sign_in: false,
    };
    let mut client = Client::new(platform, transport, tokens, clock, request.deadline)?;
    let stop = match exchange(store, platform, tokens, &mut client, &mut report) {
        Ok(()) => None,
        Err(Halt::Stop(stop)) => Some(stop),
        Err(Halt::Failed(error)) => return Err(error),
    };
    let now = clock.now();
    let before = status(store, platform)?;
    let mut after = SyncStatus { last_good: before.last_good, ..SyncStatus::default() };
    match stop {
        None => after.last_good = Some(now),
        Some(Stop::Deadline) => {
            report.next = Next::Now;
            after.trouble = Some(Trouble::Time);
        }
        Some(Stop::Offline) => {
            report.next = Next::WhenOnline;
            after = SyncStatus { trouble: Some(Trouble::Offline), failures: before.failures, ..after };
        }
        Some(Stop::SignIn) => {
            report.needs_sign_in = true;
            after = SyncStatus { trouble: Some(Trouble::SignIn), failures: before.failures, ..after };
        }
        Some(stop) => {
            let asked = if let Stop::Later(asked) = stop { asked } else { None };
            // A run that got something done begins a new row of failures.
            let progress = report.pushed > 0 || report.pulled > 0;
            let failures = if progress { 1 } else { before.failures.saturating_add(1) };
            let wait = backoff::wait(failures, asked, request.jitter);
            let wait = i64::try_from(wait.as_millis()).unwrap_or(i64::MAX);
            report.next = Next::After(wait.cast_unsigned());
            let trouble = match stop {
                Stop::NoPlatform => Trouble::NoPlatform,
                Stop::NoPatient => Trouble::NoPatient,
                _ => Trouble::Busy,
            };
            after = SyncStatus { trouble: Some(trouble), next_try: Some(now.plus(wait)), failures, ..after };
        }
    }
    keep_status(store, platform, &after)?;
    Ok(report)
}

/// How syncing with `platform` goes.
///
/// # Errors
/// What the store says.
pub fn status(store: &Store, platform: &Platform) -> crate::Result<SyncStatus> {
    let kept = store.read(|reading| reading.meta(platform.person, &status_key(platform.id)))?;
    // One that cannot be read is as good as none.
    Ok(kept.and_then(|kept| serde_json::from_str(&kept).ok()).unwrap_or_default())
}

fn keep_status(store: &Store, platform: &Platform, status: &SyncStatus) -> crate::Result<()> {
    let text = serde_json::to_string(status).map_err(|_| crate::Error::Unreadable("status"))?;
    store.write(|writing| match writing.platform(platform.id)? {
        Some(_) => writing.set_meta(platform.person, &status_key(platform.id), Some(&text)),
        // Disconnected meanwhile: nothing of it is kept.
        None => Ok(()),
    })
}

fn status_key(platform: PlatformId) -> String {
    format!("sync/{platform}/status")
}

fn exchange(
    store: &Store,
    platform: &Platform,
    tokens: &dyn TokenSource,
    client: &mut Client<'_>,
    report: &mut SyncReport,
) -> Result<(), Halt> {
    let person = store.read(|reading| reading.person(platform.person))?;
    let person = person.ok_or(crate::Error::NotFound("person"))?;
    client.sign_in()?;
    greeting::greet(store, platform, client)?;
    if platform.access == Access::Own {
        let failures = status(store, platform)?.failures;
        push::Push::new(store, platform, person.zone, client, report)?.after(failures).run()?;
    }
    pull::Pull::new(store, platform, client, report).run(tokens.scopes().as_deref())?;
    // What came may have become something that is to be sent.
    if store.read(|reading| reading.pending_count(platform.id))? > 0 {
        report.next = Next::Now;
    }
    Ok(())
}

/// The platforms that are being synced in this process.
static FLYING: Mutex<BTreeSet<PlatformId>> = Mutex::new(BTreeSet::new());

/// One sync of one platform at a time; the flight ends when it is dropped.
struct Flight(PlatformId);

impl Flight {
    fn begin(platform: PlatformId) -> Result<Self, SyncError> {
        let mut flying = FLYING.lock().unwrap_or_else(PoisonError::into_inner);
        if flying.insert(platform) { Ok(Self(platform)) } else { Err(SyncError::Running) }
    }
}

impl Drop for Flight {
    fn drop(&mut self) {
        FLYING.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.0);
    }
}

/// How long signing in waits for an answer.
const SIGN_IN_TIMEOUT: Duration = Duration::from_secs(30);

#[cfg(test)]
mod tests;
