use super::super::tests::{Place, day, hanako};
use super::super::{NewMeal, NewMealItem};
use super::*;
use crate::food::intake::{Figure, Standing, standing};
use crate::model::meal::{FoodCode, MealSlot, Nutrient};
use crate::model::person::Sex;
use crate::model::profile::{Activity, Pregnancy};
use crate::model::{Millis, Stamp};
use crate::text::Lang;

fn eat(companion: &Companion, person: PersonId, on: LocalDay, foods: &[(&str, f64)]) {
    let at = Stamp::in_zone(on.range_in(chrono_tz::Asia::Tokyo).start.plus(12 * Millis::HOUR), chrono_tz::Asia::Tokyo);
    let item = |(code, grams): &(&str, f64)| NewMealItem::Grams { code: FoodCode((*code).into()), grams: *grams };
    let items = foods.iter().map(item).collect();
    let meal = NewMeal { slot: MealSlot::Lunch, items, note: String::new(), photo: None, lang: Lang::Ja };
    companion.add_meal(person, at, &meal).unwrap();
}

fn of(view: &NutritionView, figure: Figure) -> (Intake, Option<Reference>) {
    *view.rows.iter().find(|(intake, _)| intake.figure == figure).unwrap()
}

fn woman_of(companion: &Companion, born: &str) -> PersonId {
    let id = hanako(companion);
    let mut person = companion.person(id).unwrap();
    person.sex = Some(Sex::Female);
    person.birth_date = Some(born.parse().unwrap());
    companion.put_person(&person).unwrap();
    id
}

const SALT: Figure = Figure::Amount(Nutrient::Salt);
const ENERGY: Figure = Figure::Amount(Nutrient::Energy);

#[test]
fn days_are_shown_as_a_range_beside_the_value_for_age_and_sex() {
    let place = Place::new();
    let companion = place.open();
    let person = woman_of(&companion, "1950-01-01");
    for (back, rice, soy) in [(3, 300.0, 20.0), (1, 450.0, 40.0), (0, 300.0, 60.0)] {
        eat(&companion, person, day().plus_days(-back), &[("mext:01088", rice), ("mext:17007", soy)]);
    }
    let view = companion.nutrition(person, day().plus_days(-6), day()).unwrap();
    assert_eq!((view.days, view.recorded_days), (7, 3));
    assert_eq!(view.basis, ReferenceBasis::Adult { age: 76, activity_known: false });
    let (salt, reference) = of(&view, SALT);
    assert!((salt.mean.unwrap() - 5.8).abs() < 0.01 && (salt.most.unwrap() - 8.7).abs() < 0.01, "{salt:?}");
    assert_eq!(reference.unwrap().high, Some(6.5));
    assert_eq!(standing(&salt, &reference.unwrap(), view.recorded_days), Some(Standing::Within));
    let energy = of(&view, ENERGY).1.unwrap();
    assert_eq!((energy.low, energy.high), (Some(1450.0), Some(1750.0)));
    assert_eq!(view.source.unwrap().prefix, "dri");
}

#[test]
fn one_day_is_never_judged() {
    let place = Place::new();
    let companion = place.open();
    let person = woman_of(&companion, "1980-01-01");
    eat(&companion, person, day(), &[("mext:17012", 20.0)]);
    let view = companion.nutrition(person, day(), day()).unwrap();
    let (salt, reference) = of(&view, SALT);
    assert!(salt.mean.unwrap() > 15.0);
    assert_eq!(standing(&salt, &reference.unwrap(), view.recorded_days), None);
}

#[test]
fn what_the_person_says_of_themselves_chooses_the_values() {
    let place = Place::new();
    let companion = place.open();
    let id = woman_of(&companion, "1980-01-01");
    eat(&companion, id, day(), &[("mext:01088", 150.0)]);
    let view = || companion.nutrition(id, day(), day()).unwrap();
    let mut person = companion.person(id).unwrap();
    person.profile.activity = Some(Activity::Normal);
    companion.put_person(&person).unwrap();
    assert_eq!(of(&view(), ENERGY).1.unwrap().low, Some(2050.0));
    let iron = of(&view(), Figure::Amount(Nutrient::Iron)).1.unwrap();
    assert_eq!((iron.low, iron.menstruating), (Some(6.0), Some(10.5)));

    person.profile.pregnancy = Some(Pregnancy::Nursing);
    companion.put_person(&person).unwrap();
    assert_eq!((view().basis, view().source.is_none()), (ReferenceBasis::Pregnancy, true));
    person.profile.pregnancy = None;
    person.birth_date = Some("2012-01-01".parse().unwrap());
    companion.put_person(&person).unwrap();
    assert_eq!(view().basis, ReferenceBasis::NotAdult);
    person.birth_date = None;
    companion.put_person(&person).unwrap();
    assert_eq!(view().basis, ReferenceBasis::Unknown);
    assert!(view().rows.iter().all(|(_, reference)| reference.is_none()));
    assert!(of(&view(), ENERGY).0.mean.is_some(), "what was eaten is shown all the same");
}

#[test]
fn days_that_end_before_they_begin_are_refused() {
    let place = Place::new();
    let companion = place.open();
    let person = hanako(&companion);
    assert!(companion.nutrition(person, day(), day().plus_days(-1)).is_err());
    assert!(companion.nutrition(person, day().plus_days(-400), day()).is_err());
    let view = companion.nutrition(person, day(), day()).unwrap();
    assert_eq!((view.recorded_days, of(&view, ENERGY).0.mean), (0, None));
}
