//! What every detector reads: one minute of one person.

use crate::model::heart::HeartRollUp;
use crate::model::{Millis, SourceId};

/// One minute of a person's merged timeline. Minutes in which nothing was measured are left out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Minute {
    /// Its first instant: a whole minute since the epoch.
    pub start: Millis,
    /// The heart rate in it, of one source: rates without skin contact are not part of it.
    pub heart: Option<HeartRollUp>,
    /// Where the heart rate came from.
    pub source: Option<SourceId>,
    /// Steps counted in it, rounded up: 0 says that no interval with steps touches this minute.
    pub steps: u32,
}

impl Minute {
    /// The first instant after it.
    #[must_use]
    pub const fn end(&self) -> Millis {
        self.start.plus(Millis::MINUTE)
    }
}
