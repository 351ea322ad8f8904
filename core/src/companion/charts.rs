//! Charts: what a person looks at, from the record.

use std::collections::BTreeMap;

use super::Companion;
use super::day::kcal;
use crate::chart::{self, Chart, ChartKind, DayTotal, HeartPoint, NightSleep, PressurePoint, Span, Total, ValuePoint};
use crate::error::{Error, Result};
use crate::model::energy::EnergyKind;
use crate::model::heart::HeartRollUp;
use crate::model::person::Person;
use crate::model::sleep::{Sleep, Stage};
use crate::model::vital::{Vital, VitalKind};
use crate::model::{Entry, LocalDay, Millis, PersonId, RecordKind, Stamp, TimeRange};
use crate::store::{Bucket, Reading};
use crate::text::Words;

/// No chart has more points.
const POINTS: i64 = 500;

/// No chart goes over more days: a hundred years.
const LONGEST: i64 = 36_600;

impl Companion {
    /// The chart of `kind` over the days of `span`, in the person's units. Heart rate comes from
    /// roll-ups, at most 500 points however long the span is.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the person is not there; `days` for a span of over a hundred years.
    pub fn chart(&self, person: PersonId, kind: ChartKind, span: Span, words: &Words) -> Result<Chart> {
        if span.days() > LONGEST {
            return Err(crate::model::Invalid::new("days", crate::model::Problem::Impossible).into());
        }
        if kind == ChartKind::Nights {
            let nights: Vec<_> =
                self.nights(person, span.from, span.to)?.iter().filter_map(super::report::night_point).collect();
            return Ok(chart::nights(&nights, span, words));
        }
        self.store.read(|store| {
            let person = store.person(person)?.ok_or(Error::NotFound("person"))?;
            match kind {
                ChartKind::Heart | ChartKind::Nights => heart(store, &person, span, words),
                ChartKind::BloodPressure => {
                    Ok(chart::pressures(&pressures(store, &person, span)?, span, &person.profile.units, words))
                }
                ChartKind::Steps => totals(store, &person, Total::Steps, span, words),
                ChartKind::Energy => totals(store, &person, Total::Energy, span, words),
                ChartKind::Sleep => Ok(chart::sleep(&nights(store, &person, span, words)?, span, words)),
                ChartKind::Vital(kind) => {
                    let points = points(store, &person, kind, span)?;
                    Ok(chart::values(kind, &points, span, &person.profile.units, words))
                }
            }
        })
    }
}

fn range(person: &Person, span: Span) -> TimeRange {
    TimeRange::new(span.from.range_in(person.zone).start, span.to.range_in(person.zone).end)
}

fn heart(store: &Reading<'_>, person: &Person, span: Span, words: &Words) -> Result<Chart> {
    let range = range(person, span);
    let (bucket, length) = match span.days() {
        1 => (Bucket::FiveMinutes, 5 * Millis::MINUTE),
        days if days * 24 < POINTS => (Bucket::Hour, Millis::HOUR),
        _ => (Bucket::Day, Millis::DAY),
    };
    let mut curve = store.heart_curve(person.id, range, bucket)?;
    let mut length = length;
    // Weeks, or as many days as it takes.
    if bucket == Bucket::Day && span.days() > POINTS {
        let days = (span.days() / (7 * POINTS) + 1) * 7;
        length = days * Millis::DAY;
        curve = merged(&curve, |roll_up| {
            let day = LocalDay::of(roll_up.start, person.zone);
            let since = (day.epoch_days() - span.from.epoch_days()).rem_euclid(days);
            day.plus_days(-since).range_in(person.zone).start
        });
    }
    let points: Vec<HeartPoint> = curve.iter().map(HeartPoint::from).collect();
    Ok(match bucket {
        Bucket::FiveMinutes => chart::heart_day(span.from, person.zone, &points, words),
        _ => chart::heart_days(span, person.zone, length, &points, words),
    })
}

/// Roll-ups summed up to those of a longer bucket, whose start `start_of` tells.
fn merged(curve: &[HeartRollUp], start_of: impl Fn(&HeartRollUp) -> Millis) -> Vec<HeartRollUp> {
    let mut sums: Vec<HeartRollUp> = Vec::new();
    for roll_up in curve {
        let start = start_of(roll_up);
        match sums.last_mut() {
            Some(last) if last.start == start => {
                last.count = last.count.saturating_add(roll_up.count);
                last.sum = last.sum.saturating_add(roll_up.sum);
                last.min = last.min.min(roll_up.min);
                last.max = last.max.max(roll_up.max);
            }
            _ => sums.push(HeartRollUp { start, ..*roll_up }),
        }
    }
    sums
}

/// The vital signs of the days of `span`, each on its own day.
fn vitals(store: &Reading<'_>, person: &Person, span: Span) -> Result<Vec<(Stamp, Vital)>> {
    let range = range(person, span);
    // What was measured in another zone lies on the day that it had there.
    let around = TimeRange::new(range.start.plus(-Millis::DAY), range.end.plus(Millis::DAY));
    let records = store.records_between(person.id, RecordKind::Vital, around)?;
    Ok(records
        .into_iter()
        .filter_map(|record| match record.entry {
            Entry::Vital(vital) if (span.from..=span.to).contains(&record.at.day()) => Some((record.at, vital)),
            _ => None,
        })
        .collect())
}

fn pressures(store: &Reading<'_>, person: &Person, span: Span) -> Result<Vec<PressurePoint>> {
    let pressure = |(at, vital)| match vital {
        Vital::BloodPressure(pressure) => Some(PressurePoint { at, pressure }),
        Vital::Single { .. } => None,
    };
    Ok(vitals(store, person, span)?.into_iter().filter_map(pressure).collect())
}

fn points(store: &Reading<'_>, person: &Person, wanted: VitalKind, span: Span) -> Result<Vec<ValuePoint>> {
    let wanted = |(at, vital)| match vital {
        Vital::Single { kind, .. } if kind == wanted => Some(ValuePoint { at, vital }),
        _ => None,
    };
    Ok(vitals(store, person, span)?.into_iter().filter_map(wanted).collect())
}

fn totals(store: &Reading<'_>, person: &Person, total: Total, span: Span, words: &Words) -> Result<Chart> {
    let read = |ranges: &[TimeRange]| -> Result<Vec<Option<f64>>> {
        Ok(match total {
            Total::Steps => {
                store.steps_totals(person.id, ranges)?.into_iter().map(|count| count.map(f64::from)).collect()
            }
            Total::Energy => {
                let found = store.energy_totals(person.id, EnergyKind::Active, ranges)?;
                found.into_iter().map(|milli| milli.map(kcal)).collect()
            }
        })
    };
    if span.days() == 1 {
        // By the hours of the clock on the wall; one that comes twice is one column.
        let day = span.from.range_in(person.zone);
        let mut ranges = Vec::new();
        let mut from = day.start;
        while from < day.end {
            let to = from.plus(15 * Millis::MINUTE - from.0.rem_euclid(15 * Millis::MINUTE)).min(day.end);
            ranges.push(TimeRange::new(from, to));
            from = to;
        }
        let mut hours: BTreeMap<u32, f64> = BTreeMap::new();
        for (range, value) in ranges.iter().zip(read(&ranges)?) {
            if let Some(value) = value {
                let hour = chrono::Timelike::hour(&Stamp::in_zone(range.start, person.zone).local());
                *hours.entry(hour).or_default() += value;
            }
        }
        let hours: Vec<(u32, f64)> = hours.into_iter().collect();
        return Ok(chart::hour_totals(total, span.from, &hours, words));
    }
    let days: Vec<LocalDay> = (0..span.days()).map(|n| span.from.plus_days(n)).collect();
    let ranges: Vec<TimeRange> = days.iter().map(|day| day.range_in(person.zone)).collect();
    let known = days.into_iter().zip(read(&ranges)?).filter_map(|(day, value)| Some(DayTotal { day, value: value? }));
    Ok(chart::day_totals(total, &known.collect::<Vec<_>>(), span, words))
}

/// The nights whose mornings lie in `span`. What two sources say of the same time counts once: the
/// first in the person's order.
fn nights(store: &Reading<'_>, person: &Person, span: Span, words: &Words) -> Result<Vec<NightSleep>> {
    let range = range(person, span);
    let around = TimeRange::new(range.start.plus(-Millis::DAY), range.end.plus(Millis::DAY));
    let order: Vec<_> = store.sources(person.id)?.into_iter().map(|source| source.id).collect();
    let mut found: Vec<(usize, Sleep)> = store
        .records_between(person.id, RecordKind::Sleep, around)?
        .into_iter()
        .filter_map(|record| match record.entry {
            Entry::Sleep(sleep) if (span.from..=span.to).contains(&sleep.night()) => {
                let place = order.iter().position(|source| *source == record.source).unwrap_or(usize::MAX);
                Some((place, sleep))
            }
            _ => None,
        })
        .collect();
    // Of one source the longer of two that overlap is the whole of which the other is a part.
    found.sort_by_key(|(place, sleep)| (*place, -sleep.length_ms(), sleep.start.at));
    let mut nights: BTreeMap<LocalDay, Vec<Sleep>> = BTreeMap::new();
    for (_, sleep) in found {
        let kept = nights.entry(sleep.night()).or_default();
        if kept.iter().all(|other| sleep.end.at <= other.start.at || other.end.at <= sleep.start.at) {
            kept.push(sleep);
        }
    }
    Ok(nights
        .into_iter()
        .map(|(day, mut sleeps)| {
            sleeps.sort_by_key(|sleep| sleep.start.at);
            let minutes = |of: &dyn Fn(&Sleep) -> i64| {
                u32::try_from(sleeps.iter().map(of).sum::<i64>() / Millis::MINUTE).unwrap_or(0)
            };
            let stages = Stage::ALL.map(|stage| (stage, minutes(&|sleep| sleep.in_stage_ms(stage))));
            NightSleep {
                day,
                asleep: minutes(&|sleep| sleep.asleep_ms()),
                times: sleeps
                    .iter()
                    .map(|sleep| format!("{}–{}", words.time(&sleep.start), words.time(&sleep.end)))
                    .collect(),
                stages: stages.into_iter().filter(|(_, minutes)| *minutes > 0).collect(),
            }
        })
        .collect())
}
