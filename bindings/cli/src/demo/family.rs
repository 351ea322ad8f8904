//! The two of them, and what the mother writes down by hand: a day of meals, habits, a week of blood
//! pressure at home. Made up. What is on record already is not written again.

use chrono_tz::Asia::Tokyo;
use mimamori::companion::{Companion, NewHabit, NewMeal, NewMealItem};
use mimamori::model::consent::{Consent, DataClass, Grantee};
use mimamori::model::habit::{Goal, Schedule};
use mimamori::model::meal::{FoodCode, MealSlot, Portion};
use mimamori::model::person::{Person, Role};
use mimamori::model::vital::{BloodPressure, Vital, VitalKind};
use mimamori::model::{LocalDay, Millis, PersonId, Stamp};
use mimamori::text::Words;
use mimamori_sandbox::CAREGIVER;

use crate::failure::Failure;

/// Systolic, diastolic and pulse of a morning and an evening, seven days.
const WEEK: [[(f64, f64, u16); 2]; 7] = [
    [(138.0, 86.0, 68), (131.0, 82.0, 72)],
    [(141.0, 88.0, 70), (134.0, 83.0, 71)],
    [(136.0, 84.0, 67), (129.0, 80.0, 70)],
    [(139.0, 87.0, 69), (133.0, 84.0, 73)],
    [(137.0, 85.0, 66), (132.0, 81.0, 70)],
    [(142.0, 89.0, 71), (135.0, 85.0, 74)],
    [(138.0, 86.0, 70), (130.0, 82.0, 71)],
];

/// Slot, hour, and foods by code with household measures or grams.
type Table = (MealSlot, i64, &'static [(&'static str, Amount)]);

enum Amount {
    Of(f64, &'static str),
    Grams(f64),
}

const MEALS: [Table; 3] = [
    (
        MealSlot::Breakfast,
        7,
        &[
            ("mext:01088", Amount::Of(1.0, "bowl")),
            ("dish:miso-soup", Amount::Of(1.0, "soup-bowl")),
            ("mext:04046", Amount::Of(1.0, "pack")),
            ("mext:10136", Amount::Grams(70.0)),
        ],
    ),
    (MealSlot::Lunch, 12, &[("dish:oyakodon", Amount::Of(1.0, "big-bowl")), ("mext:06268", Amount::Grams(70.0))]),
    (
        MealSlot::Dinner,
        18,
        &[
            ("mext:01088", Amount::Of(1.0, "bowl")),
            ("dish:miso-soup", Amount::Of(1.0, "soup-bowl")),
            ("mext:04032", Amount::Grams(150.0)),
            ("mext:07107", Amount::Of(1.0, "stick")),
        ],
    ),
];

/// The person of this name and role in a store, made when there is none.
pub(super) fn person(companion: &Companion, name: &str, role: Role) -> Result<Person, Failure> {
    match companion.people()?.into_iter().next() {
        Some(person) => Ok(person),
        None => Ok(companion.add_person(name, role, Tokyo)?),
    }
}

/// A time of day in the mother's zone.
fn at(day: LocalDay, hour: i64, minute: i64) -> Stamp {
    let midnight = day.range_in(Tokyo).start;
    Stamp::in_zone(midnight.plus(hour * Millis::HOUR + minute * Millis::MINUTE), Tokyo)
}

/// Writes down the meals of `day`.
pub(super) fn meals(companion: &Companion, person: PersonId, day: LocalDay, words: &Words) -> Result<(), Failure> {
    let known = companion.day(person, day)?.meals;
    for (slot, hour, foods) in MEALS {
        if known.iter().any(|row| row.meal.slot == slot) {
            continue;
        }
        let items = foods
            .iter()
            .map(|(code, amount)| {
                let code = FoodCode((*code).to_owned());
                match amount {
                    Amount::Grams(grams) => NewMealItem::Grams { code, grams: *grams },
                    Amount::Of(amount, measure) => {
                        let portion = Portion { amount: *amount, measure: (*measure).to_owned() };
                        NewMealItem::Portion { code, portion }
                    }
                }
            })
            .collect();
        companion.add_meal(
            person,
            at(day, hour, 10),
            &NewMeal { slot, items, note: String::new(), photo: None, lang: words.lang() },
        )?;
    }
    let snack = |row: &mimamori::model::view::MealRow| row.meal.slot == MealSlot::Snack;
    if !known.iter().any(snack) {
        // In a hurry: its salt is not known, and the day's sum says so.
        let items = vec![NewMealItem::Quick { text: words.get("demo-snack"), kcal: Some(160.0) }];
        companion.add_meal(
            person,
            at(day, 15, 0),
            &NewMeal { slot: MealSlot::Snack, items, note: String::new(), photo: None, lang: words.lang() },
        )?;
    }
    Ok(())
}

/// Three weeks of two habits up to `day`; one evening was forgotten.
pub(super) fn habits(companion: &Companion, person: PersonId, day: LocalDay, words: &Words) -> Result<(), Failure> {
    let begun = day.plus_days(-20);
    let walk = Goal::Amount { at_least: 20.0, unit: words.get("demo-minutes") };
    for (name, goal, amount, forgotten) in
        [(words.get("demo-walk"), walk, 25.0, 9), (words.get("demo-stretch"), Goal::YesNo, 1.0, 15)]
    {
        let found = companion.habits(person)?.into_iter().find(|(_, habit)| habit.name == name);
        let id = match found {
            Some((id, _)) => id,
            None => {
                let habit = NewHabit { name, goal, schedule: Schedule::Daily };
                companion.add_habit(person, at(begun, 8, 0), &habit)?.id
            }
        };
        for n in (0..=20).filter(|n| *n != forgotten) {
            let day = begun.plus_days(n);
            let kept = companion.day(person, day)?.habits.iter().any(|row| row.id == id && row.amount > 0.0);
            if !kept {
                companion.tick(person, id, at(day, 17, 30), amount)?;
            }
        }
    }
    Ok(())
}

/// A week of blood pressure at home, morning and evening, up to `day`, and that day's weight.
pub(super) fn vitals(companion: &Companion, person: PersonId, day: LocalDay) -> Result<(), Failure> {
    let write = |when: Stamp, vital: Vital| -> Result<(), Failure> {
        let known = companion.day(person, when.day())?.vitals;
        if known.iter().all(|row| row.at.at != when.at) {
            companion.add_vital(person, when, vital)?;
        }
        Ok(())
    };
    for (n, readings) in (0..).zip(WEEK) {
        let day = day.plus_days(n - 6);
        for ((systolic, diastolic, pulse), (hour, minute)) in readings.into_iter().zip([(6, 50), (21, 30)]) {
            let pulse = mimamori::model::heart::Bpm::new(pulse)?;
            let pressure = BloodPressure::new(systolic, diastolic, Some(pulse))?;
            write(at(day, hour, minute), Vital::BloodPressure(pressure))?;
        }
    }
    write(at(day, 6, 55), Vital::single(VitalKind::Weight, 58.2)?)
}

/// The mother lets her daughter see what was noticed, her heart rate and her measurements; not her meals
/// and not her conditions.
pub(super) fn consent(companion: &Companion, person: PersonId, words: &Words) -> Result<Consent, Failure> {
    let classes = [DataClass::Findings, DataClass::HeartRate, DataClass::Vitals];
    let consent = Consent::new(Grantee::new(CAREGIVER, &words.get("demo-daughter"))?, classes.into())?;
    if !companion.consents(person)?.iter().any(|row| row.consent == consent) {
        let now = Stamp::in_zone(companion.now(), Tokyo);
        companion.give_consent(person, now, consent.clone())?;
    }
    Ok(consent)
}
