//! The only place that asks what time it is.

use crate::model::Millis;

/// Tells the time. Passed in, so that tests and replays can hold it.
pub trait Clock: Send + Sync + std::fmt::Debug {
    /// The present instant.
    fn now(&self) -> Millis;
}

/// The device's own clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Millis {
        Millis::from(chrono::Utc::now())
    }
}

/// A clock that stands where it was put and moves when told to.
#[derive(Debug)]
pub struct FixedClock(std::sync::atomic::AtomicI64);

impl FixedClock {
    /// A clock that shows `at`.
    #[must_use]
    pub const fn new(at: Millis) -> Self {
        Self(std::sync::atomic::AtomicI64::new(at.0))
    }

    /// Sets it to `at`.
    pub fn set(&self, at: Millis) {
        self.0.store(at.0, std::sync::atomic::Ordering::SeqCst);
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Millis {
        Millis(self.0.load(std::sync::atomic::Ordering::SeqCst))
    }
}
