use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::model::consent::{Consent, DataClass, Grantee};
use crate::model::habit::{Goal, Habit, Schedule};
use crate::model::meal::{Meal, MealItem, MealSlot};
use crate::model::vital::{Vital, VitalKind};
use crate::model::{Millis, PersonId, RecordId, SourceId, Stamp};

fn record(entry: Entry, hour: i64, written: i64, is_gone: bool) -> Record {
    Record {
        id: RecordId(Uuid::from_u128(1)),
        person: PersonId(Uuid::from_u128(2)),
        revision: 1,
        status: if is_gone { RecordStatus::EnteredInError } else { RecordStatus::Active },
        at: Stamp::in_zone(Millis(hour * Millis::HOUR), chrono_tz::Asia::Tokyo),
        source: SourceId(Uuid::from_u128(3)),
        written: Millis(written),
        entry,
    }
}

fn meal(slot: MealSlot, food: &str, note: &str) -> Entry {
    let item = MealItem { name: food.into(), food: None, grams: None, portion: None, nutrients: Default::default() };
    Entry::Meal(Meal { note: note.into(), ..Meal::new(slot, vec![item]).unwrap() })
}

fn lunch(food: &str, note: &str, written: i64) -> Record {
    record(meal(MealSlot::Lunch, food, note), 12, written, false)
}

/// A version of a meal, with few values of each field, so that they meet.
fn a_meal() -> impl Strategy<Value = Record> {
    let slot = prop_oneof![Just(MealSlot::Lunch), Just(MealSlot::Dinner)];
    (slot, 0..3_u8, 0..3_u8, 0..3_i64, 0..4_i64, prop::bool::weighted(0.1)).prop_map(
        |(slot, food, note, hour, written, is_gone)| {
            record(meal(slot, &format!("food {food}"), &"x".repeat(note.into())), hour, written, is_gone)
        },
    )
}

/// A version of a habit: its goal and its schedule do not go together freely.
fn a_habit() -> impl Strategy<Value = Record> {
    let goal = prop_oneof![
        Just(Goal::YesNo),
        Just(Goal::Count { at_least: 3, unit: "x".into() }),
        Just(Goal::Count { at_least: 4, unit: "x".into() })
    ];
    let schedule = prop_oneof![Just(Schedule::Daily), Just(Schedule::TimesAWeek(2)), Just(Schedule::TimesAWeek(3))];
    (0..3_u8, goal, schedule, 0..4_i64).prop_map(|(name, goal, schedule, written)| {
        let habit = Habit::new(&format!("habit {name}"), goal, schedule).unwrap();
        record(Entry::Habit(habit), 9, written, false)
    })
}

fn a_weight() -> impl Strategy<Value = Record> {
    (50..53_u8, 0..2_i64, 0..4_i64, prop::bool::weighted(0.2)).prop_map(|(kg, hour, written, is_gone)| {
        let weight = Vital::single(VitalKind::Weight, kg.into()).unwrap();
        record(Entry::Vital(weight), hour, written, is_gone)
    })
}

/// Three versions of one record.
fn three() -> impl Strategy<Value = [Record; 3]> {
    prop_oneof![[a_meal(), a_meal(), a_meal()], [a_habit(), a_habit(), a_habit()], [a_weight(), a_weight(), a_weight()],]
}

proptest! {
    #[test]
    fn what_one_side_left_alone_is_as_the_other_has_it([base, theirs, _] in three()) {
        for merged in [merge(Some(&base), &base, &theirs), merge(Some(&base), &theirs, &base), merge(Some(&base), &theirs, &theirs)] {
            prop_assert!(is_same(&merged.record, &theirs));
            prop_assert!(merged.conflicts.is_empty());
        }
    }

    #[test]
    fn both_devices_come_to_the_same_record_and_ask_about_the_same_fields([base, ours, theirs] in three()) {
        for base in [Some(&base), None] {
            let (here, there) = (merge(base, &ours, &theirs), merge(base, &theirs, &ours));
            prop_assert!(is_same(&here.record, &there.record), "{here:?} {there:?}");
            prop_assert_eq!(here.conflicts, there.conflicts);
        }
    }

    #[test]
    fn nothing_is_made_up_and_whatever_is_decided_for_one_side_alone_is_asked_about([base, ours, theirs] in three()) {
        let merged = merge(Some(&base), &ours, &theirs);
        let (of_base, of_ours, of_theirs, now) = (fields(&base), fields(&ours), fields(&theirs), fields(&merged.record));
        if merged.record.status == RecordStatus::Active && ours.status == theirs.status && base.status == ours.status {
            for name in of_ours.keys().chain(of_theirs.keys()) {
                let (before, mine, yours, is) = (of_base.get(name), of_ours.get(name), of_theirs.get(name), now.get(name));
                let is_asked = merged.conflicts.iter().any(|field| field == name || field == ENTRY);
                prop_assert!(is == mine || is == yours, "{name} is neither side's");
                if !is_asked {
                    let wanted = if mine == before { yours } else { mine };
                    prop_assert!(is == wanted, "{name}: a change is lost without a word");
                    prop_assert!(mine == yours || mine == before || yours == before, "{name}: nobody is asked");
                }
            }
        }
        // A deletion never swallows a change.
        let changed = |side: &Record| side.status == RecordStatus::Active && !is_same(&base, side);
        if ours.status != theirs.status && (changed(&ours) || changed(&theirs)) {
            prop_assert_eq!(merged.record.status, RecordStatus::Active);
        }
    }

    #[test]
    fn whichever_side_the_person_takes_is_what_the_record_then_says([base, ours, theirs] in three()) {
        let merged = merge(Some(&base), &ours, &theirs);
        for side in [&ours, &theirs] {
            let chosen = with_fields(&merged.record, side, &merged.conflicts).unwrap();
            for name in &merged.conflicts {
                let (is, wanted) = (fields(&chosen), fields(side));
                prop_assert_eq!(is.get(name), wanted.get(name));
                prop_assert!(name != STATUS || chosen.status == side.status);
            }
        }
    }
}

#[test]
fn a_note_here_and_an_item_there_come_together_without_a_question() {
    let base = lunch("rice", "", 1);
    let merged = merge(Some(&base), &lunch("rice", "with mother", 2), &lunch("noodles", "", 3));
    assert!(merged.conflicts.is_empty());
    assert!(is_same(&merged.record, &lunch("noodles", "with mother", 3)));
}

#[test]
fn two_notes_are_asked_about_and_the_later_one_stands_meanwhile() {
    let base = lunch("rice", "", 1);
    let merged = merge(Some(&base), &lunch("rice", "late", 5), &lunch("rice", "early", 2));
    assert_eq!(merged.conflicts, ["note"]);
    assert!(is_same(&merged.record, &lunch("rice", "late", 5)));
}

#[test]
fn a_measurement_is_never_put_together_from_two() {
    let pressure = |systolic, diastolic, written| {
        let reading = crate::model::vital::BloodPressure::new(systolic, diastolic, None).unwrap();
        record(Entry::Vital(Vital::BloodPressure(reading)), 7, written, false)
    };
    let base = pressure(130.0, 80.0, 1);
    let merged = merge(Some(&base), &pressure(140.0, 80.0, 2), &pressure(130.0, 70.0, 3));
    assert_eq!(merged.conflicts, ["entry"]);
    assert!(is_same(&merged.record, &pressure(130.0, 70.0, 3)));
}

#[test]
fn a_consent_that_was_taken_back_on_one_device_stays_back_and_of_two_the_narrower_stands() {
    let consent = |classes: &[DataClass], withdrawn: bool, written| {
        let grantee = Grantee::new("RelatedPerson/yui", "").unwrap();
        let mut consent = Consent::new(grantee, classes.iter().copied().collect()).unwrap();
        consent.withdrawn = withdrawn.then(|| Stamp::at_offset(Millis(9), 0));
        record(Entry::Consent(consent), 7, written, false)
    };
    use DataClass::{HeartRate, Meals, Vitals};
    let base = consent(&[HeartRate, Meals], false, 1);
    let merged =
        merge(Some(&base), &consent(&[HeartRate, Meals], true, 2), &consent(&[HeartRate, Meals, Vitals], false, 3));
    assert_eq!(merged.conflicts, [""; 0]);
    assert!(is_same(&merged.record, &consent(&[HeartRate, Meals], true, 2)));
    let merged = merge(Some(&base), &consent(&[HeartRate], false, 2), &consent(&[HeartRate, Meals, Vitals], false, 3));
    assert_eq!(merged.conflicts, ["entry"]);
    assert!(is_same(&merged.record, &consent(&[HeartRate], false, 2)));
}
