//! A subscription to changes. Dropping it ends it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use mimamori::event::Changes;

use crate::error::CompanionError;
use crate::ports::ChangeListener;
use crate::runtime;

/// How soon a cancelled subscription lets go of its thread.
const POLL: Duration = Duration::from_millis(250);

/// Changes flow to a listener for as long as this lives.
#[derive(Debug, uniffi::Object)]
pub struct Subscription {
    active: Arc<AtomicBool>,
}

impl Subscription {
    pub(crate) fn new(changes: Changes, listener: Arc<dyn ChangeListener>) -> Result<Arc<Self>, CompanionError> {
        let active = Arc::new(AtomicBool::new(true));
        let watched = Arc::clone(&active);
        runtime::detach(move || {
            while watched.load(Ordering::Relaxed) {
                let Some(change) = changes.next_within(POLL) else { continue };
                // A listener that fails has lost its screen; it is not told again.
                if watched.load(Ordering::Relaxed) && listener.changed(change.into()).is_err() {
                    watched.store(false, Ordering::Relaxed);
                }
            }
        })?;
        Ok(Arc::new(Self { active }))
    }
}

#[uniffi::export]
impl Subscription {
    /// Ends it: the listener is not told of anything that happens after this.
    pub fn cancel(&self) -> Result<(), CompanionError> {
        self.active.store(false, Ordering::Relaxed);
        Ok(())
    }

    /// Whether it still flows.
    pub fn is_active(&self) -> Result<bool, CompanionError> {
        Ok(self.active.load(Ordering::Relaxed))
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        self.active.store(false, Ordering::Relaxed);
    }
}
