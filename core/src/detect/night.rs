//! The heart rate of the nights against the person's own usual nights.
//!
//! Ours, with parts that others published: the night window, stillness and the morning verdict of
//! NightSignal (Alavi et al. 2022, Nature Medicine) and of Bogu and Snyder's RHRAD; a robust
//! baseline and an exponentially weighted average (EWMA, Roberts 1959) in place of their medians of
//! all nights. Other than NightSignal it fills no gap with a later night: what it tells at seven in
//! the morning can be told at seven in the morning.

use std::collections::VecDeque;

use chrono::{NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::baseline::Baseline;
use super::evidence::{add_source, per_minute, tenth};
use super::{Minute, Settings};
use crate::model::finding::{Evidence, EvidencePoint, Finding, FindingState, Rule, Severity, Usual};
use crate::model::quantity::Unit;
use crate::model::{FindingId, LocalDay, Millis, SourceId, Stamp};

/// A night ends at seven on the person's clock and began at midnight, as NightSignal has it: it
/// bears the date of its morning, and its verdict is ready when most people rise.
const END: NaiveTime = match NaiveTime::from_hms_opt(7, 0, 0) {
    Some(seven) => seven,
    None => NaiveTime::MIN,
};
/// A minute counts when no step was taken in it nor in the eleven before (RHRAD's 12-minute sum).
const STILL: i64 = 12 * Millis::MINUTE;
/// A night needs this many still minutes with a heart rate. The minutes of a still night scatter by
/// about 6/min, so the mean of 40 is known to 1/min, the [`LEAST_SCALE`]. A watch that measures every
/// five minutes has 84 a night, of which restless sleep leaves half.
const LEAST_MINUTES: u32 = 40;
/// The baseline looks at the nights from 31 to 4 days before, four weeks: the last three nights stay
/// out, so that a slow rise does not become its own usual.
const BASELINE: std::ops::RangeInclusive<i64> = 4..=31;
/// From this many nights on, half of the four weeks, a verdict has its full weight.
const ENOUGH_NIGHTS: usize = 14;
/// With fewer nights there is no verdict. From here up to [`ENOUGH_NIGHTS`] there is one with less
/// weight: the scatter of so few nights may be small by chance, so that it counts at least
/// [`FEW_SCALE`], and nothing is told as strong.
const LEAST_NIGHTS: usize = 7;
/// The least scatter that is believed of a few nights: 2/min.
const FEW_SCALE: i64 = 2_000;
/// A scatter below 1/min is taken for 1/min: finer than a watch measures.
const LEAST_SCALE: i64 = 1_000;
/// The weight of the newest night in the average is a half: one night alone is told only when it is
/// at the clip, two in a row from a z of about 2.7.
const NEWEST: i64 = 2;
/// An average z from here on is told. A sketch of this rule on the daily resting rates of two public
/// groups (26 and 49 people with a known illness) told 0.6 episodes in 30 healthy days with it.
const TOLD: i64 = 2_000;
/// An average z from here on is told as strong.
const STRONG: i64 = 2_500;
/// The usual range shown is the centre and two scales to each side: a single night that can begin an
/// episode always lies outside.
const RANGE: i64 = 2;
/// An episode is over after this many measured nights that are not told.
const QUIET: u32 = 3;
/// An episode is over, too, when no night was measured for so many days: it can no longer be said to
/// go on.
const SILENT: i64 = 7;
/// How long after its end a night that has too few minutes waits for a watch that delivers late.
const GRACE: i64 = 12 * Millis::HOUR;

/// What a night amounts to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NightVerdict {
    /// Too few still minutes, or too few nights before it.
    Insufficient,
    /// Nothing out of the ordinary.
    None,
    /// Told.
    Notice,
    /// Told as strong.
    Strong,
}

/// One night that is over.
#[derive(Debug, Clone, PartialEq)]
pub struct Night {
    /// The day of its morning.
    pub day: LocalDay,
    /// Still minutes with a heart rate.
    pub minutes: u32,
    /// Their mean, per minute, to a tenth; `None` when they were too few.
    pub rate: Option<f64>,
    /// The usual nights, where there were enough.
    pub usual: Option<Usual>,
    /// How far above the usual, in scales, within ±4.
    pub z: Option<f64>,
    /// The verdict.
    pub verdict: NightVerdict,
    /// When it was ready: the end of the night.
    pub knowable_at: Millis,
}

/// What one step of the rule brought.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Told {
    /// The night that is over now, if one is.
    pub night: Option<Night>,
    /// Findings that are new, have grown or are over.
    pub findings: Vec<Finding>,
}

/// The rule's state: the open night, the nights of a month, the episode.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct NightRule {
    open: Option<OpenNight>,
    stepped: Option<Millis>,
    past: VecDeque<PastNight>,
    /// The average z of the last measured night, in thousandths.
    average: i64,
    episode: Option<Episode>,
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
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct PastNight {
    day: LocalDay,
    /// In thousandths.
    rate: i64,
    /// Whether it was above the usual range.
    out: bool,
    /// Whether it was told; such a night is not usual.
    told: bool,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Episode {
    finding: Finding,
    quiet: u32,
}

impl NightRule {
    /// Takes in the next minute; whoever calls keeps the order of time.
    pub fn push(&mut self, settings: &Settings, minute: &Minute) -> Told {
        let told = match &self.open {
            Some(open) if minute.start >= open.end => self.close(settings),
            _ => Told::default(),
        };
        if minute.steps > 0 {
            self.stepped = Some(minute.start);
        }
        let still = self.stepped.is_none_or(|stepped| minute.start.since(stepped) >= STILL);
        let last = self.past.back().map(|night| night.day);
        let open = self.open.get_or_insert_with(|| OpenNight::of(minute.start, settings.zone, last));
        if let (true, true, Some(heart)) = (still, open.start <= minute.start, &minute.heart) {
            open.minutes += 1;
            open.sum += per_minute(heart);
            add_source(&mut open.sources, minute.source);
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

    fn close(&mut self, settings: &Settings) -> Told {
        let Some(open) = self.open.take() else { return Told::default() };
        let mut night = Night {
            day: open.day,
            minutes: open.minutes,
            rate: None,
            usual: None,
            z: None,
            verdict: NightVerdict::Insufficient,
            knowable_at: open.end,
        };
        if open.minutes < LEAST_MINUTES {
            return Told { night: Some(night), findings: Vec::new() };
        }
        let rate = open.sum / i64::from(open.minutes);
        night.rate = Some(tenth(rate));
        let mut findings: Vec<Finding> = self.end_silent_episode(open.day).into_iter().collect();
        let usual = self.usual_before(open.day);
        let z = usual.map(|usual| usual.z(rate));
        self.average = z.map_or(0, |z| (self.average_before(open.day) + z) / NEWEST);
        if let (Some(usual), Some(z)) = (&usual, z) {
            night.usual = Some(range(usual));
            night.z = Some(tenth(z));
            night.verdict = match self.average {
                ..TOLD => NightVerdict::None,
                TOLD..STRONG => NightVerdict::Notice,
                STRONG.. if usual.count < ENOUGH_NIGHTS => NightVerdict::Notice,
                STRONG.. => NightVerdict::Strong,
            };
        }
        let severity = match night.verdict {
            NightVerdict::Insufficient | NightVerdict::None => None,
            NightVerdict::Notice => Some(Severity::Notice),
            NightVerdict::Strong => Some(Severity::Strong),
        };
        let out = z.is_some_and(|z| z > RANGE * 1_000);
        self.remember(PastNight { day: open.day, rate, out, told: severity.is_some() });
        match (severity, &usual) {
            (Some(severity), Some(usual)) => findings.push(self.tell(settings, &open, severity, rate, usual)),
            (None, Some(_)) => findings.extend(self.stay_quiet()),
            _ => {}
        }
        Told { night: Some(night), findings }
    }

    fn remember(&mut self, night: PastNight) {
        let oldest = night.day.epoch_days() - BASELINE.end();
        self.past.retain(|past| past.day.epoch_days() >= oldest && past.day < night.day);
        self.past.push_back(night);
    }

    /// The nights that `day` is compared with.
    fn looked_at(&self, day: LocalDay) -> impl Iterator<Item = &PastNight> {
        let day = day.epoch_days();
        self.past.iter().filter(move |past| BASELINE.contains(&(day - past.day.epoch_days())))
    }

    fn usual_before(&self, day: LocalDay) -> Option<Baseline> {
        let rates: Vec<i64> = self.looked_at(day).filter(|past| !past.told).map(|past| past.rate).collect();
        match rates.len() {
            ..LEAST_NIGHTS => None,
            LEAST_NIGHTS..ENOUGH_NIGHTS => Baseline::of(rates, FEW_SCALE),
            ENOUGH_NIGHTS.. => Baseline::of(rates, LEAST_SCALE),
        }
    }

    /// The average up to the night before `day`; a night that is missing counts as a usual one.
    fn average_before(&self, day: LocalDay) -> i64 {
        let missing = self.past.back().map_or(0, |last| day.epoch_days() - last.day.epoch_days() - 1);
        (0..missing.min(62)).fold(self.average, |average, _| average - average / NEWEST)
    }

    /// Begins an episode with the last night, or lets the one that goes on grow.
    fn tell(
        &mut self,
        settings: &Settings,
        open: &OpenNight,
        severity: Severity,
        rate: i64,
        usual: &Baseline,
    ) -> Finding {
        let (first, run) = self.run_of_nights(open.day);
        let points = self.points(settings.zone);
        let measured = self.looked_at(open.day).count();
        let value = tenth(rate);
        let evidence = Evidence {
            unit: Unit::PerMinute,
            value,
            usual: range(usual),
            run,
            days_used: count(usual.count),
            days_missing: count((BASELINE.end() - BASELINE.start() + 1) as usize - measured),
            sources: open.sources.clone(),
            points: Vec::new(),
            records: Vec::new(),
        };
        let episode = self.episode.get_or_insert_with(|| {
            let onset = first.range_in(settings.zone).start;
            Episode {
                finding: Finding {
                    id: FindingId::derive(settings.person, Rule::NightHeartRateHigh.code(), onset),
                    rule: Rule::NightHeartRateHigh,
                    severity,
                    state: FindingState::New,
                    onset,
                    day: open.day,
                    knowable_at: open.end,
                    last: open.end,
                    evidence: evidence.clone(),
                },
                quiet: 0,
            }
        });
        episode.quiet = 0;
        let finding = &mut episode.finding;
        finding.severity = finding.severity.max(severity);
        finding.last = open.end;
        for source in &open.sources {
            add_source(&mut finding.evidence.sources, Some(*source));
        }
        let (sources, longest) = (std::mem::take(&mut finding.evidence.sources), finding.evidence.run.max(run));
        if value >= finding.evidence.value {
            finding.evidence = evidence;
        }
        finding.evidence.sources = sources;
        finding.evidence.run = longest;
        finding.evidence.points = points;
        finding.clone()
    }

    fn stay_quiet(&mut self) -> Option<Finding> {
        let episode = self.episode.as_mut()?;
        episode.quiet += 1;
        if episode.quiet < QUIET { None } else { self.end_episode() }
    }

    fn end_silent_episode(&mut self, day: LocalDay) -> Option<Finding> {
        let last = self.past.back()?;
        if day.epoch_days() - last.day.epoch_days() > SILENT { self.end_episode() } else { None }
    }

    fn end_episode(&mut self) -> Option<Finding> {
        let mut finding = self.episode.take()?.finding;
        finding.state = FindingState::Resolved;
        Some(finding)
    }

    /// How many nights in a row up to `day` lay above the usual range, and the first of them.
    fn run_of_nights(&self, day: LocalDay) -> (LocalDay, u32) {
        let mut first = day;
        let mut run = 0;
        for past in self.past.iter().rev() {
            if !past.out || past.day != day.plus_days(-i64::from(run)) {
                break;
            }
            (first, run) = (past.day, run + 1);
        }
        (first, run)
    }

    /// The nights of the chart, each at its midnight: at most 32.
    fn points(&self, zone: Tz) -> Vec<EvidencePoint> {
        let point = |past: &PastNight| EvidencePoint {
            at: past.day.range_in(zone).start,
            value: tenth(past.rate),
            out: past.out,
        };
        self.past.iter().map(point).collect()
    }
}

impl OpenNight {
    /// The night that `at` lies in, or the next one, as the clocks of `zone` have it; after `last`.
    fn of(at: Millis, zone: Tz, last: Option<LocalDay>) -> Self {
        let today = Stamp::in_zone(at, zone).day();
        let mut day = last.map_or(today, |last| today.max(last.plus_days(1)));
        if end_of(day, zone) <= at {
            day = day.plus_days(1);
        }
        let (start, end) = (day.range_in(zone).start, end_of(day, zone));
        Self { day, start, end, minutes: 0, sum: 0, sources: Vec::new() }
    }
}

/// The instant at which the night of `day` ends: 6, 7 or 8 hours after its midnight.
fn end_of(day: LocalDay, zone: Tz) -> Millis {
    let seven = zone.from_local_datetime(&day.0.and_time(END)).earliest();
    seven.map_or(day.range_in(zone).end, |at| Millis::from(at.with_timezone(&Utc)))
}

fn range(usual: &Baseline) -> Usual {
    let reach = RANGE * usual.scale;
    Usual::Range { centre: tenth(usual.centre), low: tenth(usual.centre - reach), high: tenth(usual.centre + reach) }
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
