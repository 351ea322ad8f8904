//! The heart rate of the nights against the person's own usual nights.
//!
//! Ours, with parts that others published: stillness and the morning verdict of NightSignal (Alavi et
//! al. 2022, Nature Medicine) and of Bogu and Snyder's RHRAD; what is usual and what is told, see
//! [`super::nightly`]. Other than NightSignal it fills no gap with a later night: what it tells at
//! seven in the morning can be told at seven in the morning.

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::evidence::{add_source, per_minute};
use super::nightly::{Measured, Nightly, Rate};
use super::{Minute, Settings};
use crate::model::finding::Finding;
use crate::model::time_of_day::TimeOfDay;
use crate::model::{LocalDay, Millis, SourceId, Stamp};

pub use super::nightly::{Night, NightVerdict, Others, Told};

/// A night bears the date of its morning, and its verdict is ready at seven on the person's clock,
/// when most people rise.
const END: u32 = 7;
/// What is measured from three on counts. Until then a late meal, a drink or a late hour still hold
/// the rate up. Taken from the six public people, their onsets among them: with some settings nights
/// from three on told half as many episodes as those from midnight on and found as many rises. A person
/// who sleeps by day is badly served.
const START: u32 = 3;
/// A minute counts when no step was taken in it nor in the eleven before (RHRAD's 12-minute sum).
const STILL: i64 = 12 * Millis::MINUTE;
/// A night needs this many still minutes with a heart rate. The minutes of a still night scatter by
/// about 6/min, so that the mean of 15 is known to 1.6/min, less than the least scatter that counts.
/// A watch that measures every five minutes has 48 of them, of which restless sleep leaves half.
const LEAST_MINUTES: u32 = 15;
/// How long after its end a night that has too few minutes waits for a watch that delivers late.
const GRACE: i64 = 12 * Millis::HOUR;

/// The rule's state: the open night, and the nights before it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NightRule {
    open: Option<OpenNight>,
    stepped: Option<Millis>,
    /// The day of the last night that is over, also when too little of it was measured.
    closed: Option<LocalDay>,
    nights: Nightly,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct OpenNight {
    day: LocalDay,
    start: Millis,
    end: Millis,
    minutes: u32,
    /// Of the minutes' means, in thousandths.
    sum: i64,
    sources: Vec<SourceId>,
    #[serde(default)]
    others: Others,
}

impl Default for NightRule {
    fn default() -> Self {
        Self { open: None, stepped: None, closed: None, nights: Nightly::new(Rate::Night) }
    }
}

impl NightRule {
    /// What was last told of the episode that goes on.
    pub(super) fn open_finding(&self) -> Option<&Finding> {
        self.nights.open_finding()
    }

    /// Takes in the next minute; whoever calls keeps the order of time.
    pub fn push(&mut self, settings: &Settings, minute: &Minute) -> Told {
        let told = self.open_at(settings, minute.start);
        if minute.steps > 0 {
            self.stepped = Some(minute.start);
        }
        let still = self.stepped.is_none_or(|stepped| minute.start.since(stepped) >= STILL);
        if let (true, Some(open), Some(heart)) = (still, &mut self.open, &minute.heart)
            && open.start <= minute.start
        {
            open.minutes += 1;
            open.sum += per_minute(heart);
            add_source(&mut open.sources, minute.source);
        }
        told
    }

    /// Takes in what else was measured at `at`; it counts for the night that is open then.
    pub fn hear(&mut self, settings: &Settings, at: Millis, others: &Others) -> Told {
        let told = self.open_at(settings, at);
        if let Some(open) = &mut self.open {
            open.others.rmssd = others.rmssd.or(open.others.rmssd);
            open.others.temperature = others.temperature.or(open.others.temperature);
            open.others.breathing = others.breathing.or(open.others.breathing);
        }
        told
    }

    /// Says that it is `now`: a night that is over is judged when it has enough minutes, or when
    /// nobody can expect more.
    pub fn advance(&mut self, settings: &Settings, now: Millis) -> Told {
        match &self.open {
            Some(open) if now >= open.end && (open.minutes >= LEAST_MINUTES || now.since(open.end) >= GRACE) => {
                self.close(settings)
            }
            _ => Told::default(),
        }
    }

    /// Sees to it that the night that `at` lies in is open, and closes the one before.
    fn open_at(&mut self, settings: &Settings, at: Millis) -> Told {
        let told = match &self.open {
            Some(open) if at >= open.end => self.close(settings),
            _ => Told::default(),
        };
        let last = self.closed;
        self.open.get_or_insert_with(|| OpenNight::of(at, settings.zone, last));
        told
    }

    fn close(&mut self, settings: &Settings) -> Told {
        let Some(open) = self.open.take() else { return Told::default() };
        self.closed = Some(open.day);
        if open.minutes < LEAST_MINUTES {
            let night = Night {
                day: open.day,
                minutes: open.minutes,
                rate: None,
                usual: None,
                z: None,
                average: None,
                variability: None,
                verdict: NightVerdict::Insufficient,
                knowable_at: open.end,
            };
            return Told { night: Some(night), findings: Vec::new() };
        }
        let measured = Measured {
            day: open.day,
            rate: open.sum / i64::from(open.minutes),
            minutes: open.minutes,
            others: open.others,
            knowable_at: open.end,
            sources: open.sources,
            records: Vec::new(),
        };
        self.nights.judge(settings, &measured)
    }
}

impl OpenNight {
    /// The night that `at` lies in, or the next one, as the clocks of `zone` have it; after `last`.
    fn of(at: Millis, zone: Tz, last: Option<LocalDay>) -> Self {
        let today = Stamp::in_zone(at, zone).day();
        let mut day = last.map_or(today, |last| today.max(last.plus_days(1)));
        if at_clock(day, END, zone) <= at {
            day = day.plus_days(1);
        }
        let (start, end) = (at_clock(day, START, zone), at_clock(day, END, zone));
        Self { day, start, end, minutes: 0, sum: 0, sources: Vec::new(), others: Others::default() }
    }
}

/// The instant at which clocks in `zone` come to `hour` on `day`: the first, where they show it twice; the
/// end of the gap, where they skip it; the day's start on a day that the zone left out.
fn at_clock(day: LocalDay, hour: u32, zone: Tz) -> Millis {
    let found = TimeOfDay::new(hour, 0).ok().and_then(|time| day.instant_in(zone, time));
    found.unwrap_or_else(|| day.range_in(zone).start)
}

#[cfg(test)]
mod tests;
