//! The day, as a screen draws it.

use super::{Companion, habits};
use crate::error::{Error, Result};
use crate::model::energy::EnergyKind;
use crate::model::finding::{FindingState, Severity};
use crate::model::meal::NutrientTotal;
use crate::model::person::Person;
use crate::model::view::{DayView, HeartDay, MealRow, SleepRow, VitalRow};
use crate::model::{Entry, LocalDay, Millis, PersonId, RecordKind, Stamp, TimeRange};
use crate::store::{Bucket, Reading};

impl Companion {
    /// Everything about one day of a person.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the person is not there.
    pub fn day(&self, person: PersonId, day: LocalDay) -> Result<DayView> {
        self.store.glance(|store| {
            let person = store.person(person)?.ok_or(Error::NotFound("person"))?;
            let range = day.range_in(person.zone);
            let mut meals = Vec::new();
            for record in store.records_on(person.id, RecordKind::Meal, day)? {
                let Entry::Meal(meal) = record.entry else { continue };
                let photo = meal.photo_id().map(|name| store.photo_note(person.id, name)).transpose()?.flatten();
                meals.push(MealRow { id: record.id, at: record.at, meal, photo });
            }
            let mut nutrients = NutrientTotal::default();
            for row in &meals {
                nutrients.merge(&row.meal.total());
            }
            let vitals = store
                .records_on(person.id, RecordKind::Vital, day)?
                .into_iter()
                .filter_map(|record| match record.entry {
                    Entry::Vital(vital) => Some(VitalRow { id: record.id, at: record.at, vital }),
                    _ => None,
                })
                .collect();
            let mut findings: Vec<_> = store
                .findings_on(person.id, day)?
                .into_iter()
                .filter_map(|record| match record.entry {
                    Entry::Finding(finding) => Some(*finding),
                    _ => None,
                })
                .filter(|finding| !matches!(finding.state, FindingState::Muted | FindingState::Withdrawn))
                .collect();
            findings.sort_by_key(|finding| (finding.severity != Severity::Strong, finding.onset));
            Ok(DayView {
                day,
                clocks: day.clock_change(person.zone),
                minutes: u32::try_from(range.end.since(range.start) / Millis::MINUTE).unwrap_or(0),
                heart: heart(store, &person, range)?,
                steps: store.steps_total(person.id, range)?,
                active_kcal: energy(store, person.id, EnergyKind::Active, range)?,
                basal_kcal: energy(store, person.id, EnergyKind::Basal, range)?,
                meals,
                nutrients,
                habits: habits::shown(store, &person, day)?,
                vitals,
                symptoms: super::symptoms::on_day(store, person.id, day)?,
                medicines: super::medicines::on_day(store, person.id, day)?,
                events: super::events::on_day(store, person.id, day)?,
                sleep: sleep(store, person.id, day)?,
                findings,
                person: person.id,
                name: person.name,
            })
        })
    }

    /// The day that it now is for a person.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the person is not there.
    pub fn today(&self, person: PersonId) -> Result<LocalDay> {
        Ok(Stamp::in_zone(self.now(), self.person(person)?.zone).day())
    }
}

/// Energy of a stretch of time, kcal.
fn energy(store: &Reading<'_>, person: PersonId, kind: EnergyKind, range: TimeRange) -> Result<Option<f64>> {
    Ok(store.energy_totals(person, kind, &[range])?.pop().flatten().map(kcal))
}

/// Thousandths of a kilocalorie as kilocalories.
#[expect(clippy::cast_precision_loss, reason = "a life's energy stays below 2^53 thousandths")]
pub(super) fn kcal(milli: u64) -> f64 {
    milli as f64 / 1_000.0
}

/// Sleep of the night that `day` names. A sleep's own time is its end, at most a day after its beginning.
fn sleep(store: &Reading<'_>, person: PersonId, day: LocalDay) -> Result<Vec<SleepRow>> {
    // Two days around: its end may be told by the clock of another zone.
    let mut rows = Vec::new();
    for record in store.records_on_days(person, RecordKind::Sleep, day.plus_days(-2), day.plus_days(2))? {
        match record.entry {
            Entry::Sleep(sleep) if sleep.night() == day => {
                let asleep_min = u32::try_from(sleep.asleep_ms() / Millis::MINUTE).unwrap_or(0);
                rows.push(SleepRow { id: record.id, asleep_min, sleep });
            }
            _ => {}
        }
    }
    Ok(rows)
}

fn heart(store: &Reading<'_>, person: &Person, range: TimeRange) -> Result<Option<HeartDay>> {
    let curve = store.heart_curve(person.id, range, Bucket::FiveMinutes)?;
    let Some((first, rest)) = curve.split_first() else { return Ok(None) };
    let mut total = *first;
    for part in rest {
        total.count = total.count.saturating_add(part.count);
        total.sum = total.sum.saturating_add(part.sum);
        total.min = total.min.min(part.min);
        total.max = total.max.max(part.max);
    }
    let last = rest.last().unwrap_or(first);
    let tail = TimeRange::new(last.start, last.start.plus(5 * Millis::MINUTE));
    let latest = store.latest_heart(person.id, tail)?.map_or((last.start, last.max.get()), |(at, bpm)| (at, bpm.get()));
    Ok(Some(HeartDay { total, latest, curve }))
}
