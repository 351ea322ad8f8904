//! What the last weeks of a person show: trends, what went together, and what may help.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Timelike;

use super::Companion;
use crate::care::followed::{Factor, Followed, Together};
use crate::care::suggest::{self, Dismissed, Kind, Lately, Mean, Suggestion};
use crate::detect::together::{Contrast, discoveries};
use crate::detect::trend::Trend;
use crate::error::{Error, Result};
use crate::food::intake::{Figure, Intake, ReferenceKind};
use crate::model::finding::{Finding, FindingState, Rule, Severity, Usual};
use crate::model::meal::{MealSlot, Nutrient};
use crate::model::person::Person;
use crate::model::symptom::{Strength, SymptomKind};
use crate::model::vital::{Vital, VitalKind};
use crate::model::{Entry, LocalDay, Millis, PersonId, RecordKind, Stamp, TimeRange};

/// The name under which it is kept what a person dismissed.
const DISMISSED: &str = "suggest.dismissed";
/// How far back what went together is looked for.
const TOGETHER_DAYS: i64 = 180;
/// The days with something, and the days without it.
type Sides = (BTreeSet<LocalDay>, BTreeSet<LocalDay>);

/// Dinner is late from nine on.
const LATE: u32 = 21;

impl Companion {
    /// The trends of the `days` days up to today, of what has enough of them.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the person is not there.
    pub fn trends(&self, person: PersonId, days: i64) -> Result<Vec<(Followed, Trend)>> {
        let profile = self.person(person)?;
        let today = Stamp::in_zone(self.now(), profile.zone).day();
        // Today is not over.
        let (from, to) = (today.plus_days(-days), today.plus_days(-1));
        let mut trends = Vec::new();
        for followed in Followed::ALL {
            let values: Vec<(LocalDay, f64)> = self.series(&profile, followed, from, to)?.into_iter().collect();
            trends.extend(Trend::of(&values).map(|trend| (followed, trend)));
        }
        Ok(trends)
    }

    /// What tended to go together in the last half year: habits and late dinners with the values of the
    /// day after. Of all that is asked, a tenth may be chance.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the person is not there.
    pub fn together(&self, person: PersonId) -> Result<Vec<Together>> {
        let profile = self.person(person)?;
        let today = Stamp::in_zone(self.now(), profile.zone).day();
        let from = today.plus_days(-TOGETHER_DAYS);
        let factors = self.factors(&profile, from, today.plus_days(-2))?;
        let mut asked = Vec::new();
        for value in Followed::ALL {
            let series = self.series(&profile, value, from, today.plus_days(-1))?;
            let next = |days: &BTreeSet<LocalDay>| -> Vec<(LocalDay, f64)> {
                days.iter().filter_map(|day| Some((*day, *series.get(&day.plus_days(1))?))).collect()
            };
            for (factor, (with, without)) in &factors {
                if let Some(contrast) = Contrast::of(&next(with), &next(without)) {
                    asked.push(Together { factor: factor.clone(), value, contrast });
                }
            }
        }
        let p: Vec<f64> = asked.iter().map(|one| one.contrast.p).collect();
        let mut found: Vec<Together> =
            asked.into_iter().zip(discoveries(&p)).filter(|(_, found)| *found).map(|(one, _)| one).collect();
        found.sort_by(|a, b| a.contrast.p.total_cmp(&b.contrast.p));
        Ok(found)
    }

    /// What may help today, at most three.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the person is not there.
    pub fn suggestions(&self, person: PersonId) -> Result<Vec<Suggestion>> {
        let profile = self.person(person)?;
        let today = Stamp::in_zone(self.now(), profile.zone).day();
        let (from, to) = (today.plus_days(-7), today.plus_days(-1));
        let mean = |followed| -> Result<Option<Mean>> { Ok(mean(&self.series(&profile, followed, from, to)?)) };
        let nutrition = self.nutrition(person, from, to)?;
        let beside = |nutrient: Nutrient| {
            let of = |intake: &Intake| intake.figure == Figure::Amount(nutrient);
            let (intake, reference) = nutrition
                .rows
                .iter()
                .find_map(|(intake, reference)| of(intake).then_some((intake, reference.as_ref()?)))?;
            let goal = if nutrient == Nutrient::Salt { reference.high } else { reference.low }?;
            let known = intake.mean.filter(|_| intake.is_covered() && is_goal(reference.kind))?;
            Some((Mean { value: known, days: nutrition.recorded_days }, goal))
        };
        let findings = self.findings(person, Some(today.plus_days(-30)))?;
        let symptoms = self.symptom_days(&profile, today)?;
        let lately = Lately {
            profile: &profile.profile,
            age: profile.birth_date.and_then(|born| today.0.years_since(born)),
            sleep: mean(Followed::Sleep)?,
            steps: mean(Followed::Steps)?,
            salt: beside(Nutrient::Salt),
            fibre: beside(Nutrient::Fibre),
            dinners: self.dinners(&profile, from, to)?,
            pressure_days: u32::try_from(self.pressure_days(&profile, from, to)?).unwrap_or(7),
            night_above: night_above(&findings, self.now()),
            unwell: symptoms.0
                || findings.iter().any(|finding| stands(finding) && finding.severity == Severity::Strong),
            sleepless: symptoms.1,
        };
        Ok(suggest::suggest(&lately, &self.dismissed(person)?, today))
    }

    /// Says that the person does not want to hear of `kind` now: it stays away for two weeks, longer each time.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the person is not there.
    pub fn dismiss_suggestion(&self, person: PersonId, kind: Kind) -> Result<()> {
        let today = self.today(person)?;
        let mut dismissed = self.dismissed(person)?;
        dismissed.dismiss(kind, today);
        let text = serde_json::to_string(&dismissed).map_err(|_| Error::Unreadable("suggestions"))?;
        self.store.write(|store| store.set_meta(person, DISMISSED, Some(&text)))
    }

    fn dismissed(&self, person: PersonId) -> Result<Dismissed> {
        let kept = self.store.read(|store| store.meta(person, DISMISSED))?;
        // What cannot be read is as good as nothing dismissed.
        Ok(kept.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
    }

    /// One value a day from `from` to `to`, both included, of the days that have one.
    fn series(
        &self,
        person: &Person,
        followed: Followed,
        from: LocalDay,
        to: LocalDay,
    ) -> Result<BTreeMap<LocalDay, f64>> {
        let range = TimeRange::new(from.range_in(person.zone).start, to.range_in(person.zone).end);
        let mut sums: BTreeMap<LocalDay, (f64, f64)> = BTreeMap::new();
        let mut add = |day: LocalDay, value: f64| {
            let sum = sums.entry(day).or_insert((0.0, 0.0));
            *sum = (sum.0 + value, sum.1 + 1.0);
        };
        match followed {
            Followed::Steps => {
                let mut day = from;
                while day <= to {
                    let steps = self.store.read(|store| store.steps_total(person.id, day.range_in(person.zone)))?;
                    steps.into_iter().for_each(|steps| add(day, f64::from(steps)));
                    day = day.plus_days(1);
                }
            }
            Followed::Sleep => {
                // A sleep's own time is its end.
                for record in self.store.read(|store| store.records_between(person.id, RecordKind::Sleep, range))? {
                    if let Entry::Sleep(sleep) = record.entry {
                        #[expect(clippy::cast_precision_loss, reason = "at most a day")]
                        let minutes = (sleep.asleep_ms() / Millis::MINUTE) as f64;
                        // Several sleeps of a night are summed, not averaged.
                        let sum = sums.entry(sleep.night()).or_insert((0.0, 1.0));
                        sum.0 += minutes;
                    }
                }
            }
            Followed::Weight | Followed::MorningPressure | Followed::RestingHeartRate => {
                let mut weighed = BTreeSet::new();
                for record in self.store.read(|store| store.records_between(person.id, RecordKind::Vital, range))? {
                    let day = record.at.day();
                    match (followed, &record.entry) {
                        (Followed::Weight, Entry::Vital(Vital::Single { kind: VitalKind::Weight, value, .. }))
                            if weighed.insert(day) =>
                        {
                            add(day, *value);
                        }
                        (
                            Followed::RestingHeartRate,
                            Entry::Vital(Vital::Single { kind: VitalKind::RestingHeartRate, value, .. }),
                        ) => add(day, *value),
                        (Followed::MorningPressure, Entry::Vital(Vital::BloodPressure(pressure)))
                            if (4..12).contains(&record.at.local().hour()) =>
                        {
                            add(day, pressure.systolic);
                        }
                        _ => {}
                    }
                }
            }
        }
        Ok(sums.into_iter().map(|(day, (sum, count))| (day, sum / count)).collect())
    }

    /// The days with and without each factor. A day without counts only when something was recorded on
    /// it: of a day on which nobody opened the app nothing is known.
    fn factors(&self, person: &Person, from: LocalDay, to: LocalDay) -> Result<BTreeMap<Factor, Sides>> {
        let range = TimeRange::new(from.range_in(person.zone).start, to.range_in(person.zone).end);
        let names: BTreeMap<_, String> =
            self.habits(person.id)?.into_iter().map(|(id, habit)| (id, habit.name)).collect();
        let (mut kept, mut awake): (BTreeMap<Factor, BTreeSet<LocalDay>>, BTreeSet<LocalDay>) = Default::default();
        for record in self.store.read(|store| store.records_between(person.id, RecordKind::Tick, range))? {
            awake.insert(record.at.day());
            if let Entry::Tick(tick) = &record.entry
                && let Some(name) = names.get(&tick.habit)
            {
                kept.entry(Factor::Habit(name.clone())).or_default().insert(record.at.day());
            }
        }
        let mut dined = BTreeSet::new();
        for record in self.store.read(|store| store.records_between(person.id, RecordKind::Meal, range))? {
            let day = record.at.day();
            awake.insert(day);
            if let Entry::Meal(meal) = &record.entry
                && meal.slot == MealSlot::Dinner
            {
                dined.insert(day);
                if record.at.local().hour() >= LATE {
                    kept.entry(Factor::LateDinner).or_default().insert(day);
                }
            }
        }
        let sides = |(factor, with): (Factor, BTreeSet<LocalDay>)| {
            let (first, last) = (with.first().copied(), with.last().copied());
            let others = if factor == Factor::LateDinner { &dined } else { &awake };
            let within =
                |day: &LocalDay| first.is_some_and(|first| *day >= first) && last.is_some_and(|last| *day <= last);
            let without = others.difference(&with).filter(|day| within(day)).copied().collect();
            (factor, (with, without))
        };
        Ok(kept.into_iter().map(sides).collect())
    }

    fn dinners(&self, person: &Person, from: LocalDay, to: LocalDay) -> Result<(u32, u32)> {
        let factors = self.factors(person, from, to)?;
        let range = TimeRange::new(from.range_in(person.zone).start, to.range_in(person.zone).end);
        let meals = self.store.read(|store| store.records_between(person.id, RecordKind::Meal, range))?;
        let dinner = |entry: &Entry| matches!(entry, Entry::Meal(meal) if meal.slot == MealSlot::Dinner);
        let all: BTreeSet<LocalDay> =
            meals.iter().filter(|record| dinner(&record.entry)).map(|record| record.at.day()).collect();
        let late = factors.get(&Factor::LateDinner).map_or(0, |(with, _)| with.len());
        Ok((u32::try_from(all.len()).unwrap_or(7), u32::try_from(late).unwrap_or(7)))
    }

    fn pressure_days(&self, person: &Person, from: LocalDay, to: LocalDay) -> Result<usize> {
        let range = TimeRange::new(from.range_in(person.zone).start, to.range_in(person.zone).end);
        let records = self.store.read(|store| store.records_between(person.id, RecordKind::Vital, range))?;
        let of_pressure = |entry: &Entry| matches!(entry, Entry::Vital(Vital::BloodPressure(_)));
        let days: BTreeSet<LocalDay> =
            records.iter().filter(|record| of_pressure(&record.entry)).map(|record| record.at.day()).collect();
        Ok(days.len())
    }

    /// Whether any symptom was noted in the last two days, and sleeplessness in the last month.
    fn symptom_days(&self, person: &Person, today: LocalDay) -> Result<(bool, bool)> {
        let month = TimeRange::new(today.plus_days(-30).range_in(person.zone).start, self.now().plus(1));
        let (mut unwell, mut sleepless) = (false, false);
        for record in self.store.read(|store| store.records_between(person.id, RecordKind::Symptom, month))? {
            let Entry::Symptom(symptom) = &record.entry else { continue };
            if symptom.strength == Some(Strength::Absent) {
                continue;
            }
            unwell |= record.at.day() >= today.plus_days(-1);
            sleepless |= symptom.what == SymptomKind::Sleeplessness;
        }
        Ok((unwell, sleepless))
    }
}

fn mean(series: &BTreeMap<LocalDay, f64>) -> Option<Mean> {
    let days = u32::try_from(series.len()).ok().filter(|days| *days > 0)?;
    Some(Mean { value: series.values().sum::<f64>() / f64::from(days), days })
}

fn stands(finding: &Finding) -> bool {
    matches!(finding.state, FindingState::New | FindingState::Seen | FindingState::Acknowledged | FindingState::Revised)
}

/// How far the rate of the nights is above the usual, while a notice of it goes on.
fn night_above(findings: &[Finding], now: Millis) -> Option<f64> {
    let newest = findings
        .iter()
        .filter(|finding| matches!(finding.rule, Rule::NightHeartRateHigh | Rule::RestingHeartRateHigh))
        .find(|finding| stands(finding) && now.since(finding.last) <= 2 * Millis::DAY)?;
    match newest.evidence.usual {
        Usual::Range { centre, .. } => Some(newest.evidence.value - centre),
        Usual::Limit(_) => None,
    }
}

const fn is_goal(kind: ReferenceKind) -> bool {
    matches!(kind, ReferenceKind::Goal | ReferenceKind::GoalWithCondition)
}
