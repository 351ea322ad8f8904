//! Fetching what a glucose meter has stored.
//!
//! The cursor is the number of the last record that is committed on this side. It is never moved by
//! what was merely received: a phone that dies in between asks for the same records again. Nothing is
//! ever deleted on the meter.

use crate::device::gatt::record_access::{Request, Response};
use crate::model::Millis;

/// A meter that sends nothing for so long has stopped (Glucose Service 1.0, 3.4: 30 s).
const SILENCE: i64 = 30 * Millis::SECOND;

/// How far a download is.
#[derive(Debug, Clone)]
pub(super) struct Download {
    cursor: Option<u16>,
    first: Request,
    asked: Option<Asked>,
    /// What the last record sent was numbered, in this request.
    last: Option<u16>,
    received: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Asked {
    request: Request,
    heard: Millis,
}

/// What becomes of a download after an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    /// This is to be asked.
    Ask(Request),
    /// It is over; so many records came.
    Finished(u32),
    /// The meter refused or fell silent; the next connection goes on where this one was.
    Stopped,
}

impl Download {
    pub(super) const fn new(cursor: Option<u16>) -> Self {
        Self { cursor, first: Request::ReportAll, asked: None, last: None, received: 0 }
    }

    /// The first request of a connection: what comes after the cursor.
    pub(super) fn begin(&mut self) -> Request {
        self.received = 0;
        self.first = match self.cursor.and_then(|cursor| cursor.checked_add(1)) {
            Some(from) => Request::ReportFrom(from),
            None => Request::ReportAll,
        };
        self.first
    }

    /// The first request is being written. Its records may come before the radio says that it was.
    pub(super) const fn first_asked(&mut self, now: Millis) {
        self.asked(now, self.first);
    }

    /// `request` is being written.
    pub(super) const fn asked(&mut self, now: Millis, request: Request) {
        self.asked = Some(Asked { request, heard: now });
        self.last = None;
    }

    /// A record came. Answers whether it is to be kept: the one that only shows where the meter
    /// stands is not, or it would move the cursor past others.
    pub(super) fn on_record(&mut self, now: Millis, sequence: u16) -> bool {
        self.last = Some(sequence);
        if let Some(asked) = &mut self.asked {
            asked.heard = now;
            if asked.request == Request::ReportLast {
                return false;
            }
        }
        self.received = self.received.saturating_add(1);
        true
    }

    pub(super) fn on_response(&mut self, response: Response) -> Option<Next> {
        let request = self.asked.take()?.request;
        Some(match (request, response) {
            // No new records. A meter that was emptied counts from the start again: its last record
            // tells.
            (Request::ReportFrom(_), Response::NoRecords { .. }) => Next::Ask(Request::ReportLast),
            // A meter need not know how to filter.
            (Request::ReportFrom(_), Response::Refused { .. }) => Next::Ask(Request::ReportAll),
            (Request::ReportLast, Response::Done { .. }) if self.last != self.cursor => {
                self.cursor = None;
                Next::Ask(Request::ReportAll)
            }
            (_, Response::Done { .. } | Response::NoRecords { .. }) => Next::Finished(self.received),
            (_, Response::Refused { .. } | Response::Count(_) | Response::Reserved { .. }) => Next::Stopped,
        })
    }

    /// Whether the meter has fallen silent.
    pub(super) fn is_silent(&self, now: Millis) -> bool {
        self.asked.is_some_and(|asked| now.since(asked.heard) > SILENCE)
    }

    /// When to look whether it has.
    pub(super) fn deadline(&self) -> Option<Millis> {
        self.asked.map(|asked| asked.heard.plus(SILENCE + 1))
    }

    /// The link is gone, or the meter is not waited for any longer. Answers how many records had
    /// come, if any were awaited.
    pub(super) fn stop(&mut self) -> Option<u32> {
        self.asked.take().map(|_| self.received)
    }

    /// The meter gets its whole time again from `at`: the clock was set back, or a bond comes first.
    pub(super) const fn restart_silence(&mut self, at: Millis) {
        if let Some(asked) = &mut self.asked {
            asked.heard = at;
        }
    }

    /// The record of this number is committed.
    pub(super) const fn committed(&mut self, sequence: u16) {
        self.cursor = Some(sequence);
    }

    pub(super) const fn cursor(&self) -> Option<u16> {
        self.cursor
    }
}
