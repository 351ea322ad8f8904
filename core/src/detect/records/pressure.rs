//! Blood pressure at home: the average of mornings and of evenings, and low values with symptoms.

use std::collections::VecDeque;

use chrono::Timelike;
use serde::{Deserialize, Serialize};

use super::super::evidence::{add_source, tenth, thousandths};
use super::episode::{Episode, Fact};
use super::{Reader, Taken, What};
use crate::model::finding::{Evidence, EvidencePoint, Finding, FindingState, PressureEvidence, Rule, Severity, Usual};
use crate::model::quantity::Unit;
use crate::model::symptom::{Strength, SymptomKind};
use crate::model::vital::{BloodPressure, Occasion, Vital};
use crate::model::{FindingId, LocalDay, Millis, RecordId, SourceId, Stamp};

/// Averages of the mornings, or of the evenings, of five to seven days: from 135/85 on they are high
/// at home, from 160/100 on very high: grades I and III of home blood pressure (Japanese Society of
/// Hypertension, guideline 2019: 135 to 144 or 85 to 89, 145 to 159 or 90 to 99, 160 or 100 and above; the
/// same 135/85 over three to seven days in the European position paper, J Hypertens 39, 1742-1767, 2021).
const HIGH: (i64, i64) = (135_000, 85_000);
const VERY_HIGH: (i64, i64) = (160_000, 100_000);
/// The average has come back when it is 5 mmHg inside, about what the average of a week swings by.
const BACK: (i64, i64) = (130_000, 80_000);
/// The days looked at, and the least of them that must have been measured.
const DAYS: i64 = 7;
const LEAST_DAYS: usize = 5;
/// The first day on which a person measures reads high and is left out (European guideline 2021): a
/// day is a first one when none was measured in the two weeks before.
const FIRST: i64 = 14;
/// An episode is over when there was no average for so many days.
const SILENT: i64 = 14;

/// The state: the days of three weeks and the episodes of mornings and evenings.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct MeanPressure {
    days: VecDeque<Day>,
    /// The last day that was judged.
    judged: Option<LocalDay>,
    morning: Option<Mean>,
    evening: Option<Mean>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Day {
    day: LocalDay,
    morning: Sum,
    evening: Sum,
}

/// Of one part of one day, in thousandths.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Sum {
    count: i64,
    systolic: i64,
    diastolic: i64,
    /// The first record of it.
    record: Option<RecordId>,
    source: Option<SourceId>,
}

/// An episode of averages.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Mean {
    finding: Finding,
    /// The last day with an average that held it up.
    held: LocalDay,
}

impl MeanPressure {
    pub(super) fn push(&mut self, reader: &Reader, taken: &Taken<'_>) {
        let What::Vital(Vital::BloodPressure(pressure)) = taken.what else { return };
        let Some(occasion) = occasion(taken, pressure) else { return };
        let day = Stamp::in_zone(taken.at.at, reader.zone).day();
        // Behind a day that was judged already, which only a journey can bring about.
        if self.judged.is_some_and(|judged| day <= judged) {
            return;
        }
        self.days.retain(|past| day.epoch_days() - past.day.epoch_days() < DAYS + FIRST);
        if self.days.back().is_none_or(|last| last.day < day) {
            self.days.push_back(Day { day, morning: Sum::default(), evening: Sum::default() });
        }
        let Some(open) = self.days.back_mut() else { return };
        let sum = if occasion == Occasion::Morning { &mut open.morning } else { &mut open.evening };
        sum.count += 1;
        sum.systolic += thousandths(pressure.systolic);
        sum.diastolic += thousandths(pressure.diastolic);
        sum.record = sum.record.or(Some(taken.id));
        sum.source = sum.source.or(Some(taken.source));
    }

    /// Judges the last day with measurements once it is over.
    pub(super) fn advance(&mut self, reader: &Reader, now: Millis) -> Vec<Finding> {
        let mut told = Vec::new();
        let today = Stamp::in_zone(now, reader.zone).day();
        for episode in [&mut self.morning, &mut self.evening] {
            if episode.as_ref().is_some_and(|mean| today.epoch_days() - mean.held.epoch_days() > SILENT) {
                told.extend(episode.take().map(Mean::end));
            }
        }
        let Some(day) = self.days.back().map(|last| last.day) else { return told };
        let end = day.range_in(reader.zone).end;
        if now < end || self.judged == Some(day) {
            return told;
        }
        self.judged = Some(day);
        for occasion in [Occasion::Morning, Occasion::Evening] {
            told.extend(self.judge(reader, occasion, day, end));
        }
        told
    }

    fn judge(&mut self, reader: &Reader, occasion: Occasion, day: LocalDay, end: Millis) -> Option<Finding> {
        let part = |day: &Day| if occasion == Occasion::Morning { day.morning.clone() } else { day.evening.clone() };
        let first = self.first_day();
        let week: Vec<(LocalDay, Sum)> = self
            .days
            .iter()
            .filter(|past| day.epoch_days() - past.day.epoch_days() < DAYS && Some(past.day) != first)
            .map(|past| (past.day, part(past)))
            .filter(|(_, sum)| sum.count > 0)
            .collect();
        if week.len() < LEAST_DAYS {
            return None;
        }
        let count = i64::try_from(week.len()).unwrap_or(i64::MAX);
        let mean = |value: fn(&Sum) -> i64| week.iter().map(|(_, sum)| value(sum) / sum.count).sum::<i64>() / count;
        let (systolic, diastolic) = (mean(|sum| sum.systolic), mean(|sum| sum.diastolic));
        let beyond = |limit: (i64, i64)| systolic >= limit.0 || diastolic >= limit.1;
        let episode = if occasion == Occasion::Morning { &mut self.morning } else { &mut self.evening };
        if !beyond(HIGH) {
            let back = systolic < BACK.0 && diastolic < BACK.1;
            if let (Some(mean), false) = (episode.as_mut(), back) {
                mean.held = day;
            }
            return if back { episode.take().map(Mean::end) } else { None };
        }
        let severity = if beyond(VERY_HIGH) { Severity::Strong } else { Severity::Notice };
        let (rule, onset) = (Rule::BloodPressureHigh, week.first()?.0.range_in(reader.zone).start);
        let mut sources = Vec::new();
        week.iter().for_each(|(_, sum)| add_source(&mut sources, sum.source));
        let used = u32::try_from(week.len()).unwrap_or(u32::MAX);
        let evidence = Evidence {
            unit: Unit::MmHg,
            value: tenth(systolic),
            pressure: Some(PressureEvidence {
                diastolic: tenth(diastolic),
                limit: tenth(HIGH.1),
                occasion: Some(occasion),
            }),
            usual: Usual::Limit(tenth(HIGH.0)),
            run: used,
            days_used: used,
            days_missing: u32::try_from(DAYS).unwrap_or(7).saturating_sub(used),
            sources,
            points: week
                .iter()
                .map(|(day, sum)| EvidencePoint {
                    at: day.range_in(reader.zone).start,
                    value: tenth(sum.systolic / sum.count),
                    out: sum.systolic / sum.count >= HIGH.0 || sum.diastolic / sum.count >= HIGH.1,
                })
                .collect(),
            records: week.iter().filter_map(|(_, sum)| sum.record).collect(),
        };
        let Some(mean) = episode else {
            // Mornings and evenings that begin on one day are two episodes.
            let name = format!("{}-{}", rule.code(), occasion.code());
            let finding = Finding {
                id: FindingId::derive(reader.person, &name, onset),
                rule,
                severity,
                state: FindingState::New,
                onset,
                day,
                knowable_at: end,
                last: end,
                evidence,
            };
            return Some(episode.insert(Mean { finding, held: day }).finding.clone());
        };
        mean.held = day;
        mean.finding.last = end;
        let grown = severity > mean.finding.severity || evidence.value > mean.finding.evidence.value;
        if !grown {
            return None;
        }
        mean.finding.severity = mean.finding.severity.max(severity);
        mean.finding.evidence = evidence;
        Some(mean.finding.clone())
    }

    /// The last day known before which there was none for two weeks. The oldest day known is one, too,
    /// but lies outside of the week that is judged when others came before it.
    fn first_day(&self) -> Option<LocalDay> {
        let (mut before, mut first): (Option<LocalDay>, _) = (None, None);
        for day in self.days.iter().map(|known| known.day) {
            if before.is_none_or(|before| day.epoch_days() - before.epoch_days() > FIRST) {
                first = Some(day);
            }
            before = Some(day);
        }
        first
    }
}

impl Mean {
    fn end(mut self) -> Finding {
        self.finding.state = FindingState::Resolved;
        self.finding
    }
}

/// Morning or evening, as the person said or by the clock: from four to noon, and from five in the
/// afternoon on. Between and at night it is neither.
fn occasion(taken: &Taken<'_>, pressure: &BloodPressure) -> Option<Occasion> {
    match pressure.circumstances.occasion {
        Some(Occasion::Morning) => Some(Occasion::Morning),
        Some(Occasion::Evening) => Some(Occasion::Evening),
        Some(Occasion::Daytime | Occasion::Night) => None,
        None => match taken.at.local().hour() {
            4..=11 => Some(Occasion::Morning),
            17.. => Some(Occasion::Evening),
            _ => None,
        },
    }
}

/// A systolic value from here down is in the lowest band of NEWS2; alone it is usual for many people,
/// so that it is told only together with a symptom (NHS, low blood pressure).
const LOW: i64 = 90_000;
/// The symptom and the value lie at most so far apart.
const TOGETHER: i64 = 2 * Millis::HOUR;
/// Not told again before so long without both.
const REARM: i64 = Millis::DAY;

/// The state of the rule for low values with symptoms.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct LowPressure {
    low: Option<Low>,
    symptom: Option<(Millis, RecordId)>,
    episode: Option<Episode>,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Low {
    at: Millis,
    record: RecordId,
    systolic: i64,
    diastolic: i64,
}

impl LowPressure {
    pub(super) fn push(&mut self, reader: &Reader, taken: &Taken<'_>) -> Option<Finding> {
        let at = taken.at.at;
        match taken.what {
            What::Vital(Vital::BloodPressure(pressure)) => {
                let (systolic, diastolic) = (thousandths(pressure.systolic), thousandths(pressure.diastolic));
                self.low = (systolic <= LOW).then_some(Low { at, record: taken.id, systolic, diastolic });
            }
            What::Symptom(symptom) if goes_with_low(symptom.what) && symptom.strength != Some(Strength::Absent) => {
                self.symptom = Some((at, taken.id));
            }
            _ => return None,
        }
        let (low, (felt, symptom)) = self.low.zip(self.symptom)?;
        if at.since(low.at) > TOGETHER || at.since(felt) > TOGETHER {
            return None;
        }
        let pressure = PressureEvidence { diastolic: tenth(low.diastolic), limit: 0.0, occasion: None };
        let fact = Fact {
            rule: Rule::BloodPressureLow,
            unit: Unit::MmHg,
            severity: Severity::Strong,
            value: low.systolic,
            limit: LOW,
            pressure: Some(pressure),
            upward: false,
        };
        let episode = match &mut self.episode {
            Some(episode) => {
                episode.grow(taken, &fact);
                episode
            }
            None => self.episode.insert(Episode::begin(reader, taken, &fact)),
        };
        for record in [low.record, symptom] {
            let records = &mut episode.finding.evidence.records;
            if !records.contains(&record) && records.len() < 64 {
                records.push(record);
            }
        }
        Some(episode.finding.clone())
    }

    pub(super) fn advance(&mut self, now: Millis) -> Option<Finding> {
        let silent = self.episode.as_ref().is_some_and(|episode| now.since(episode.held) > REARM);
        if silent { self.episode.take().map(Episode::end) } else { None }
    }
}

const fn goes_with_low(symptom: SymptomKind) -> bool {
    matches!(
        symptom,
        SymptomKind::Dizziness
            | SymptomKind::Fainting
            | SymptomKind::ColdSweat
            | SymptomKind::Confusion
            | SymptomKind::BlurredVision
            | SymptomKind::ChestPain
            | SymptomKind::Breathlessness
            | SymptomKind::Fall
    )
}
