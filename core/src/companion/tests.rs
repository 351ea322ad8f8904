use std::io::Cursor;
use std::ops::ControlFlow;
use std::sync::Arc;

use chrono_tz::Asia::Tokyo;
use tempfile::TempDir;

use super::*;
use crate::clock::FixedClock;
use crate::model::finding::{Finding, FindingState, Rule};
use crate::model::habit::{Goal, Schedule};
use crate::model::meal::{FoodCode, MealSlot, Nutrient, Portion};
use crate::model::person::Role;
use crate::model::platform::Access;
use crate::model::vital::{BloodPressure, Vital, VitalKind};
use crate::model::{Entry, FindingId, LocalDay, Record, RecordKind, Stamp};

pub(super) struct Place {
    folder: TempDir,
    pub(super) clock: Arc<FixedClock>,
}

impl Place {
    pub(super) fn new() -> Self {
        let clock = Arc::new(FixedClock::new(noon().at));
        Self { folder: tempfile::tempdir().unwrap(), clock }
    }

    pub(super) fn open(&self) -> Companion {
        let key = SecretKey::from_bytes([7; 32]);
        let clock: Arc<dyn Clock> = Arc::clone(&self.clock) as Arc<dyn Clock>;
        Companion::open(&self.folder.path().join("record.db"), &key, clock).unwrap()
    }
}

pub(super) fn day() -> LocalDay {
    "2026-04-18".parse().unwrap()
}

pub(super) fn at(hour: i64, minute: i64) -> Stamp {
    let midnight = day().range_in(Tokyo).start;
    Stamp::in_zone(midnight.plus(hour * Millis::HOUR + minute * Millis::MINUTE), Tokyo)
}

pub(super) fn noon() -> Stamp {
    at(12, 0)
}

pub(super) fn hanako(companion: &Companion) -> PersonId {
    companion.add_person("Hanako", Role::Patient, Tokyo).unwrap().id
}

/// The heart rate CSV of the study, one rate a minute from `from` on.
fn heart_csv(from: Stamp, rates: &[u16]) -> Cursor<Vec<u8>> {
    let mut text = String::from("Device,Start_Date,Start_Time,Value\n");
    for (n, rate) in rates.iter().enumerate() {
        let at = Stamp::in_zone(from.at.plus(n as i64 * Millis::MINUTE), Tokyo).local();
        text += &format!("Watch,{},{rate}\n", at.format("%Y-%m-%d,%H:%M:%S"));
    }
    Cursor::new(text.into_bytes())
}

fn import(companion: &Companion, person: PersonId, file: Cursor<Vec<u8>>) -> u64 {
    let report = companion.import(person, file, &mut |_| ControlFlow::Continue(())).unwrap();
    report.heart.inserted
}

#[test]
fn a_meal_keeps_what_its_foods_brought_and_says_what_it_does_not_know() {
    let place = Place::new();
    let companion = place.open();
    let person = hanako(&companion);
    let rice = FoodCode("mext:01088".to_owned());
    let meal = NewMeal {
        slot: MealSlot::Lunch,
        items: vec![
            NewMealItem::Portion { code: rice.clone(), portion: Portion { amount: 1.0, measure: "bowl".to_owned() } },
            NewMealItem::Quick { text: "みそ汁".to_owned(), kcal: None },
        ],
        note: String::new(),
        photo: None,
        lang: crate::text::Lang::Ja,
    };
    companion.add_meal(person, noon(), &meal).unwrap();

    let view = companion.day(person, day()).unwrap();
    let (kcal, known) = view.nutrients.get(Nutrient::Energy).unwrap();
    let per_100g =
        companion.food_card(None, &rice, crate::text::Lang::Ja).unwrap().per_100g.get(Nutrient::Energy).unwrap();
    let grams = view.meals[0].meal.items[0].grams.unwrap();
    assert!((kcal - per_100g * grams / 100.0).abs() < 1e-9);
    assert_eq!((known, view.nutrients.items), (1, 2));

    // What a person ate lately is found before its neighbours.
    let hits = companion.search_food(Some(person), "ごはん", 5).unwrap();
    assert_eq!(hits[0].code, rice);
}

#[test]
fn an_unknown_food_or_measure_is_refused_and_nothing_is_written() {
    let place = Place::new();
    let companion = place.open();
    let person = hanako(&companion);
    let meal = |item| NewMeal {
        slot: MealSlot::Lunch,
        items: vec![item],
        note: String::new(),
        photo: None,
        lang: crate::text::Lang::Ja,
    };
    let unknown = NewMealItem::Grams { code: FoodCode("mext:99999".to_owned()), grams: 100.0 };
    assert!(matches!(companion.add_meal(person, noon(), &meal(unknown)), Err(crate::Error::NotFound("food"))));
    let portion = Portion { amount: 1.0, measure: "barrel".to_owned() };
    let barrel = NewMealItem::Portion { code: FoodCode("mext:01088".to_owned()), portion };
    assert!(matches!(companion.add_meal(person, noon(), &meal(barrel)), Err(crate::Error::NotFound(_))));
    assert!(companion.day(person, day()).unwrap().meals.is_empty());
}

#[test]
fn a_change_can_be_taken_back_and_every_version_stays_readable() {
    let place = Place::new();
    let companion = place.open();
    let person = hanako(&companion);
    let reading = |systolic| Vital::BloodPressure(BloodPressure::new(systolic, 85.0, None).unwrap());
    let record = companion.add_vital(person, noon(), reading(132.0)).unwrap();
    companion.amend(record.id, noon(), Entry::Vital(reading(123.0))).unwrap();
    companion.undo(record.id).unwrap();
    let shown = companion.day(person, day()).unwrap().vitals;
    assert_eq!(shown[0].vital, reading(132.0));

    companion.delete(record.id).unwrap();
    assert!(companion.day(person, day()).unwrap().vitals.is_empty());
    companion.undo(record.id).unwrap();
    assert_eq!(companion.day(person, day()).unwrap().vitals.len(), 1);
    assert_eq!(companion.history(record.id).unwrap().len(), 5);
}

#[test]
fn taking_back_twice_goes_two_changes_back_and_then_on_to_the_record_before() {
    let place = Place::new();
    let companion = place.open();
    let person = hanako(&companion);
    let reading = |systolic| Vital::BloodPressure(BloodPressure::new(systolic, 85.0, None).unwrap());
    let shown = || companion.day(person, day()).unwrap().vitals.into_iter().map(|row| row.vital).collect::<Vec<_>>();
    let later = || place.clock.set(place.clock.now().plus(Millis::MINUTE));
    let undo = || companion.last_record(person).and_then(|record| companion.undo(record.id));
    companion.add_vital(person, noon(), reading(111.0)).unwrap();
    later();
    let second = companion.add_vital(person, noon(), reading(132.0)).unwrap().id;
    for systolic in [123.0, 124.0] {
        later();
        companion.amend(second, noon(), Entry::Vital(reading(systolic))).unwrap();
    }
    for left in [vec![111.0, 123.0], vec![111.0, 132.0], vec![111.0]] {
        later();
        undo().unwrap();
        assert_eq!(shown(), left.into_iter().map(reading).collect::<Vec<_>>());
    }
    // What is changed after that is a change again, and under it lies what it was before.
    later();
    companion.amend(second, noon(), Entry::Vital(reading(140.0))).unwrap();
    for left in [vec![111.0], vec![]] {
        later();
        undo().unwrap();
        assert_eq!(shown(), left.into_iter().map(reading).collect::<Vec<_>>());
    }
    assert!(matches!(undo(), Err(crate::Error::NotFound("change"))));
    assert!(matches!(companion.undo(second), Err(crate::Error::NotFound("change"))));
    assert_eq!(companion.history(second).unwrap().len(), 8, "every version stays readable");

    // And brought back again, the last first.
    for back in [vec![111.0], vec![111.0, 140.0]] {
        later();
        let last = companion.last_undone(person).unwrap().id;
        companion.redo(last).unwrap();
        assert_eq!(shown(), back.into_iter().map(reading).collect::<Vec<_>>());
    }
    assert!(matches!(companion.last_undone(person), Err(crate::Error::NotFound("change"))));
}

#[test]
fn only_the_persons_own_habits_can_be_ticked() {
    let place = Place::new();
    let companion = place.open();
    let (mother, daughter) = (hanako(&companion), companion.add_person("Yui", Role::Patient, Tokyo).unwrap().id);
    let walk = NewHabit { name: "walk".to_owned(), goal: Goal::YesNo, schedule: Schedule::Daily };
    let walk = companion.add_habit(mother, noon(), &walk).unwrap().id;
    assert!(companion.tick(daughter, walk, noon(), 1.0).is_err());
    companion.tick(mother, walk, noon(), 1.0).unwrap();
    assert!(companion.day(mother, day()).unwrap().habits[0].done);
    assert!(companion.day(daughter, day()).unwrap().habits.is_empty());
}

#[test]
fn what_is_recorded_in_one_moment_is_listed_in_the_order_in_which_it_was_recorded() {
    let place = Place::new();
    let companion = place.open();
    let person = hanako(&companion);
    let weights: Vec<f64> = (0..50).map(|n| 50.0 + f64::from(n)).collect();
    for &kilograms in &weights {
        companion.add_vital(person, noon(), Vital::single(VitalKind::Weight, kilograms).unwrap()).unwrap();
    }
    let listed = companion.records_on(person, RecordKind::Vital, day()).unwrap();
    let values = listed.iter().map(|record| match record.entry {
        Entry::Vital(vital) => vital.quantity().unwrap().value,
        _ => unreachable!(),
    });
    assert_eq!(values.collect::<Vec<_>>(), weights);
}

#[test]
fn a_tick_that_is_taken_back_counts_no_more_however_often_it_was_tapped() {
    let place = Place::new();
    let companion = place.open();
    let person = hanako(&companion);
    let habit = |name: &str| NewHabit { name: name.to_owned(), goal: Goal::YesNo, schedule: Schedule::Daily };
    let walk = companion.add_habit(person, noon(), &habit("walk")).unwrap().id;
    let read = companion.add_habit(person, noon(), &habit("read")).unwrap().id;
    for id in [walk, walk, read] {
        companion.tick(person, id, noon(), 1.0).unwrap();
    }
    companion.untick(person, walk, day()).unwrap();
    let habits = companion.day(person, day()).unwrap().habits;
    assert_eq!(habits.iter().map(|row| (row.amount, row.done)).collect::<Vec<_>>(), [(0.0, false), (1.0, true)]);
}

#[test]
fn ten_minutes_above_the_limit_are_noticed_once_however_often_one_looks() {
    let place = Place::new();
    let companion = place.open();
    let person = hanako(&companion);
    let changes = companion.subscribe();
    assert_eq!(import(&companion, person, heart_csv(at(9, 0), &[132; 15])), 15);
    let found = companion.notice(person).unwrap();
    assert_eq!(found.iter().map(|finding| finding.rule).collect::<Vec<_>>(), [Rule::HeartRateHigh]);
    assert!(companion.notice(person).unwrap().is_empty());
    let told = std::iter::from_fn(|| changes.try_next()).collect::<Vec<_>>();
    assert_eq!(told, [Change::Day(person, day()), Change::Findings(person)]);
    // The same file again changes nothing.
    assert_eq!(import(&companion, person, heart_csv(at(9, 0), &[132; 15])), 0);
    assert!(companion.notice(person).unwrap().is_empty());
    assert_eq!(companion.findings(person, None).unwrap().len(), 1);
}

#[test]
fn what_was_stored_before_a_crash_is_looked_at_when_the_record_catches_up() {
    let place = Place::new();
    let companion = place.open();
    let person = hanako(&companion);
    import(&companion, person, heart_csv(at(9, 0), &[132; 15]));
    // No look before the end: the program was killed.
    drop(companion);
    let companion = place.open();
    let changes = companion.subscribe();
    assert!(companion.findings(person, None).unwrap().is_empty(), "the first screen does not wait for it");
    companion.catch_up().unwrap();
    assert_eq!(changes.try_next(), Some(Change::Findings(person)), "the screen is told to look again");
    assert_eq!(companion.findings(person, None).unwrap().len(), 1);
}

#[test]
fn what_the_person_said_of_a_finding_outlives_its_growth() {
    let place = Place::new();
    let companion = place.open();
    let person = hanako(&companion);
    import(&companion, person, heart_csv(at(9, 0), &[132; 15]));
    let finding = companion.notice(person).unwrap().remove(0);
    companion.mark_finding(finding.id, FindingState::Acknowledged).unwrap();
    import(&companion, person, heart_csv(at(9, 15), &[140; 15]));
    companion.notice(person).unwrap();
    let findings = companion.findings(person, None).unwrap();
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].state, FindingState::Acknowledged);
}

#[test]
fn steps_that_come_late_withdraw_a_finding_in_words_and_not_in_silence() {
    let place = Place::new();
    let companion = place.open();
    let person = hanako(&companion);
    import(&companion, person, heart_csv(at(9, 0), &[132; 15]));
    assert_eq!(companion.notice(person).unwrap().len(), 1);
    // It turns out that she was walking.
    let mut text = String::from("Device,Start_Date,Start_Time,End_Date,End_Time,Steps\n");
    for minute in 0..20 {
        text += &format!("Watch,2026-04-18,08:{:02}:00,2026-04-18,08:{:02}:50,80\n", 40 + minute, 40 + minute);
        text += &format!("Watch,2026-04-18,09:{minute:02}:00,2026-04-18,09:{minute:02}:50,80\n");
    }
    companion.import(person, Cursor::new(text.into_bytes()), &mut |_| ControlFlow::Continue(())).unwrap();
    let changed = companion.notice(person).unwrap();
    assert_eq!(changed.len(), 1);
    assert_eq!(changed[0].state, FindingState::Withdrawn);
    assert!(companion.day(person, day()).unwrap().findings.is_empty());
    assert_eq!(companion.history(crate::model::RecordId(changed[0].id.0)).unwrap().len(), 2);
    assert!(companion.notice(person).unwrap().is_empty());
}

#[test]
fn what_another_device_told_is_not_withdrawn_for_want_of_its_data_here() {
    let place = Place::new();
    let companion = place.open();
    let person = hanako(&companion);
    import(&companion, person, heart_csv(at(9, 0), &[132; 15]));
    let here = companion.notice(person).unwrap().remove(0);
    let onset = here.onset.plus(-Millis::HOUR);
    let there = Finding { id: FindingId(uuid::Uuid::from_u128(5)), onset, ..here.clone() };
    let other = Source { id: SourceId::derive(person, "elsewhere"), kind: SourceKind::Manual, name: String::new() };
    companion
        .store
        .write(|store| {
            store.put_source(person, &other)?;
            let record = store.record(RecordId(here.id.0))?.unwrap();
            let entry = Entry::Finding(Box::new(there.clone()));
            let (id, at) = (RecordId(there.id.0), Stamp::in_zone(onset, Tokyo));
            store.put_record(&Record { id, at, source: other.id, revision: 1, entry, ..record })
        })
        .unwrap();
    // Something came late: everything is looked at again.
    import(&companion, person, heart_csv(at(7, 0), &[70; 15]));
    companion.notice(person).unwrap();
    assert_eq!(companion.findings(person, None).unwrap(), [here, there]);
}

#[test]
fn a_strap_is_committed_within_ten_seconds_and_when_the_link_is_lost() {
    let place = Place::new();
    let companion = place.open();
    let person = hanako(&companion);
    let mut strap = companion.begin_recording(person, "Strap 01").unwrap();
    for second in 0..25 {
        strap.hear(&companion, at(9, 0).at.plus(second * Millis::SECOND), &[0, 72]).unwrap();
    }
    let seen = |companion: &Companion| companion.day(person, day()).unwrap().heart.unwrap().total.count;
    assert!(seen(&companion) >= 20, "committed: {}", seen(&companion));
    strap.link_lost(&companion).unwrap();
    assert_eq!(seen(&companion), 25);
}

#[test]
fn a_paused_record_says_so_and_comes_back() {
    let place = Place::new();
    let companion = place.open();
    let person = hanako(&companion);
    companion.set_phase(Phase::Background).unwrap();
    assert!(matches!(companion.person(person), Err(crate::Error::Paused)));
    companion.set_phase(Phase::Foreground).unwrap();
    assert!(companion.records_on(person, RecordKind::Meal, day()).unwrap().is_empty());
}

#[test]
fn when_a_caregivers_access_ends_their_device_holds_nothing_more_of_the_person() {
    let place = Place::new();
    let companion = place.open();
    let mother = companion.add_person("Hanako", Role::Caregiver, Tokyo).unwrap().id;
    let own = hanako(&companion);
    let access = |person, access| companion.connect(person, "http://127.0.0.1:9/fhir", "p", access).unwrap().id;
    let (theirs, mine) = (access(mother, Access::Caregiver), access(own, Access::Own));
    import(&companion, own, heart_csv(at(9, 0), &[72; 15]));
    let pressure = Vital::BloodPressure(BloodPressure::new(132.0, 85.0, None).unwrap());
    companion.add_vital(own, noon(), pressure).unwrap();
    watched::came_of(&companion, mother);
    let seen = companion.day(mother, day()).unwrap();
    assert!(seen.heart.is_some() && seen.vitals.len() == 1);
    companion.disconnect(theirs).unwrap();
    companion.disconnect(mine).unwrap();
    let empty = companion.day(mother, day()).unwrap();
    assert!(empty.heart.is_none() && empty.vitals.is_empty());
    // One's own record stays when a platform goes.
    let kept = companion.day(own, day()).unwrap();
    assert!(kept.heart.is_some() && kept.vitals.len() == 1);
}

#[test]
fn a_record_that_is_kept_here_cannot_be_connected_so_that_it_would_be_erased() {
    let place = Place::new();
    let companion = place.open();
    let mother = companion.add_person("Hanako", Role::Caregiver, Tokyo).unwrap().id;
    let own = hanako(&companion);
    let connect = |person, access| companion.connect(person, "https://phr.example/fhir", "p", access);
    let refused = connect(own, Access::Caregiver);
    assert!(matches!(&refused, Err(crate::Error::Invalid(invalid)) if invalid.field == "access"), "{refused:?}");
    assert!(matches!(connect(mother, Access::Own), Err(crate::Error::KeptElsewhere)));
    assert!(companion.platforms(own).unwrap().is_empty() && companion.platforms(mother).unwrap().is_empty());
}

#[test]
fn data_that_is_stored_while_another_thread_looks_is_looked_at_too() {
    let place = Place::new();
    let companion = place.open();
    let person = hanako(&companion);
    place.clock.set(noon().at.plus(20 * Millis::DAY));
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for n in 0..12 {
                import(
                    &companion,
                    person,
                    heart_csv(Stamp::in_zone(at(9, 0).at.plus(n * Millis::DAY), Tokyo), &[132; 15]),
                );
            }
        });
        scope.spawn(|| {
            for _ in 0..40 {
                companion.notice(person).unwrap();
            }
        });
    });
    companion.notice(person).unwrap();
    assert_eq!(companion.findings(person, None).unwrap().len(), 12);
}

mod hand;
mod late;
mod series;
mod thinning;
mod watched;

#[test]
fn a_very_high_pressure_is_told_at_once_and_a_corrected_slip_is_withdrawn_in_the_open() {
    let place = Place::new();
    let companion = place.open();
    let person = hanako(&companion);
    let pressure = |systolic, diastolic| Vital::BloodPressure(BloodPressure::new(systolic, diastolic, None).unwrap());
    let slip = companion.add_vital(person, noon(), pressure(198.0, 84.0)).unwrap();
    let told = companion.notice(person).unwrap();
    assert_eq!(told.iter().map(|finding| finding.rule).collect::<Vec<_>>(), [Rule::BloodPressureVeryHigh]);
    assert_eq!(told[0].evidence.records, [slip.id]);
    assert!(companion.notice(person).unwrap().is_empty(), "told once");

    companion.amend(slip.id, slip.at, Entry::Vital(pressure(128.0, 84.0))).unwrap();
    let changed = companion.notice(person).unwrap();
    assert_eq!(changed.iter().map(|finding| finding.state).collect::<Vec<_>>(), [FindingState::Withdrawn]);
}

#[test]
fn a_measurement_entered_later_for_an_earlier_hour_counts_where_it_belongs() {
    let place = Place::new();
    let companion = place.open();
    let person = hanako(&companion);
    let oxygen = |value| Vital::single(VitalKind::OxygenSaturation, value).unwrap();
    companion.add_vital(person, at(11, 30), oxygen(91.0)).unwrap();
    assert_eq!(companion.notice(person).unwrap().len(), 1);
    // Ten minutes before it there was another one, written down only now.
    companion.add_vital(person, at(11, 20), oxygen(92.0)).unwrap();
    companion.notice(person).unwrap();
    let mut states: Vec<_> =
        companion.findings(person, None).unwrap().iter().map(|finding| (finding.state, finding.severity)).collect();
    states.sort_by_key(|(_, severity)| *severity);
    use crate::model::finding::Severity::{Notice, Strong};
    assert_eq!(states, [(FindingState::Withdrawn, Notice), (FindingState::New, Strong)]);
}

#[test]
fn a_notice_about_records_survives_a_restart_and_late_heart_rate() {
    let place = Place::new();
    let companion = place.open();
    let person = hanako(&companion);
    companion.add_vital(person, at(11, 0), Vital::single(VitalKind::Temperature, 38.4).unwrap()).unwrap();
    companion.notice(person).unwrap();
    drop(companion);
    let companion = place.open();
    companion.import(person, heart_csv(at(9, 0), &[60; 60]), &mut |_| ControlFlow::Continue(())).unwrap();
    companion.notice(person).unwrap();
    companion.import(person, heart_csv(at(7, 0), &[60; 60]), &mut |_| ControlFlow::Continue(())).unwrap();
    companion.notice(person).unwrap();
    let found = companion.findings(person, None).unwrap();
    assert_eq!(
        found.iter().map(|finding| (finding.rule, finding.state)).collect::<Vec<_>>(),
        [(Rule::TemperatureHigh, FindingState::New)]
    );
}

#[test]
fn a_walk_in_the_evening_that_goes_with_longer_sleep_is_said_to_have_gone_together() {
    let place = Place::new();
    let companion = place.open();
    let person = hanako(&companion);
    let walk = companion
        .add_habit(person, noon(), &NewHabit { name: "散歩".to_owned(), goal: Goal::YesNo, schedule: Schedule::Daily })
        .unwrap();
    for n in 2..80 {
        let morning = day().plus_days(-n).range_in(Tokyo).start.plus(7 * Millis::HOUR);
        let evening = Stamp::in_zone(morning.plus(11 * Millis::HOUR), Tokyo);
        let walked_before = (n + 1) % 3 == 0;
        let minutes = 380 + i64::from(walked_before) * 40 + n * 7919 % 13;
        let sleep = crate::model::sleep::Sleep::new(
            Stamp::in_zone(morning.plus(-minutes * Millis::MINUTE), Tokyo),
            Stamp::in_zone(morning, Tokyo),
            Vec::new(),
        );
        companion.record(person, Stamp::in_zone(morning, Tokyo), Entry::Sleep(sleep.unwrap())).unwrap();
        companion.add_vital(person, evening, Vital::single(VitalKind::Weight, 60.0).unwrap()).unwrap();
        let dinner = crate::model::meal::Meal::new(
            MealSlot::Dinner,
            vec![crate::model::meal::MealItem::quick("みそ汁", Some(40.0)).unwrap()],
        );
        companion.record(person, evening, Entry::Meal(dinner.unwrap())).unwrap();
        if n % 3 == 0 {
            companion.tick(person, walk.id, evening, 1.0).unwrap();
        }
    }
    let found = companion.together(person).unwrap();
    let [one] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(one.factor, crate::care::followed::Factor::Habit("散歩".into()));
    assert_eq!(one.value, crate::care::followed::Followed::Sleep);
    assert!((one.contrast.difference - 40.0).abs() < 6.0 && one.contrast.pairs >= 10, "{one:?}");
}

#[test]
fn short_nights_bring_one_suggestion_until_it_is_dismissed() {
    let place = Place::new();
    let companion = place.open();
    let person = hanako(&companion);
    companion.edit_person(person, |hanako| hanako.birth_date = "1980-01-01".parse().ok()).unwrap();
    for n in 1..8 {
        let morning = day().plus_days(-n).range_in(Tokyo).start.plus(6 * Millis::HOUR);
        let start = Stamp::in_zone(morning.plus(-5 * Millis::HOUR), Tokyo);
        let sleep = crate::model::sleep::Sleep::new(start, Stamp::in_zone(morning, Tokyo), Vec::new()).unwrap();
        companion.record(person, Stamp::in_zone(morning, Tokyo), Entry::Sleep(sleep)).unwrap();
    }
    use crate::care::suggest::Kind;
    let kinds = || companion.suggestions(person).unwrap().iter().map(|one| one.kind).collect::<Vec<_>>();
    assert_eq!(kinds(), [Kind::SleepLonger]);
    companion.dismiss_suggestion(person, Kind::SleepLonger).unwrap();
    assert!(kinds().is_empty());
    assert_eq!(companion.trends(person, 28).unwrap().len(), 0, "seven nights are too few for a trend");
}
