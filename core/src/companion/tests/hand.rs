//! What a person records by hand, corrects, deletes, takes back and looks back at.

use super::*;
use crate::Error;
use crate::model::consent::DataClass;
use crate::model::event::{Event, EventKind};
use crate::model::meal::Nutrients;
use crate::model::medicine::{
    DoseAmount, DoseSlot, DoseState, DoseTime, DoseUnit, Medicine, MedicineDays, MedicineSchedule,
};
use crate::model::own_food::{Food, LabelBasis};
use crate::model::profile::{Condition, Contact, Declared};
use crate::model::sleep::Sleep;
use crate::model::symptom::{Symptom, SymptomKind};
use crate::model::view::Done;
use crate::model::{RecordId, RecordStatus};

fn pressure(systolic: f64) -> Vital {
    Vital::BloodPressure(BloodPressure::new(systolic, 85.0, None).unwrap())
}

fn amlodipine(slots: &[DoseSlot]) -> Medicine {
    let times = slots.iter().copied().map(DoseTime::at).collect();
    let schedule = MedicineSchedule::Times { times, days: MedicineDays::Daily };
    let mut medicine = Medicine::new("アムロジピン錠5mg", schedule, day().plus_days(-30)).unwrap();
    medicine.dose = Some(DoseAmount { value: 1.0, unit: DoseUnit::Tablet });
    medicine
}

/// What stands of each dose of the day: its time and its state.
fn doses(companion: &Companion, person: PersonId, day: LocalDay) -> Vec<(Option<DoseSlot>, Option<DoseState>)> {
    companion.doses_on(person, day).unwrap().into_iter().map(|row| (row.slot, row.state)).collect()
}

fn done(companion: &Companion, id: RecordId) -> Vec<Done> {
    companion.versions(id).unwrap().into_iter().map(|version| version.done).collect()
}

#[test]
fn a_seldom_value_is_kept_only_when_the_person_says_that_it_is_right() {
    let place = Place::new();
    let companion = place.open();
    let person = hanako(&companion);
    let refused = companion.enter_vital(person, noon(), pressure(235.0), Asked::NotYet);
    assert!(matches!(refused, Err(Error::Unusual("systolic"))));
    assert!(companion.day(person, day()).unwrap().vitals.is_empty());
    companion.enter_vital(person, noon(), pressure(235.0), Asked::Confirmed).unwrap();
    // Once confirmed, no higher value need be confirmed again.
    place.clock.set(at(15, 0).at);
    companion.enter_vital(person, at(13, 0), pressure(230.0), Asked::NotYet).unwrap();
    assert!(matches!(
        companion.enter_vital(person, at(14, 0), pressure(245.0), Asked::NotYet),
        Err(Error::Unusual("systolic"))
    ));
}

#[test]
fn what_has_not_happened_yet_is_refused() {
    let place = Place::new();
    let companion = place.open();
    let person = hanako(&companion);
    let at = at(14, 0);
    let ahead = |refused: crate::Result<_>| {
        assert!(matches!(refused, Err(Error::Invalid(wrong)) if wrong.field == "at"));
    };
    ahead(companion.enter_vital(person, at, pressure(132.0), Asked::Confirmed).map(|_| ()));
    ahead(companion.add_symptom(person, at, Symptom::new(SymptomKind::Cough)).map(|_| ()));
    let medicine = companion.add_medicine(person, noon(), amlodipine(&[DoseSlot::AfterLunch])).unwrap().id;
    ahead(companion.note_dose(person, at, &NewDose::taken(medicine)).map(|_| ()));
    // An appointment may lie ahead.
    companion.add_event(person, at, Event::new(EventKind::Visit, "眼科").unwrap()).unwrap();
}

#[test]
fn a_correction_is_compared_with_other_readings_and_not_with_the_slip() {
    let place = Place::new();
    let companion = place.open();
    let person = hanako(&companion);
    let weight = |kg| Vital::single(VitalKind::Weight, kg).unwrap();
    companion.enter_vital(person, at(7, 0), weight(52.4), Asked::NotYet).unwrap();
    let slip = companion.enter_vital(person, at(8, 0), weight(82.5), Asked::Confirmed).unwrap();
    companion.correct_vital(slip.id, at(8, 0), weight(52.5), Asked::NotYet).unwrap();
    let again = companion.correct_vital(slip.id, at(8, 0), weight(82.5), Asked::NotYet);
    assert!(matches!(again, Err(Error::Unusual("value"))));
}

#[test]
fn everything_that_was_done_to_a_record_can_be_looked_back_at_until_it_is_erased() {
    let place = Place::new();
    let companion = place.open();
    let person = hanako(&companion);
    let id = companion.add_vital(person, noon(), pressure(132.0)).unwrap().id;
    companion.correct_vital(id, noon(), pressure(123.0), Asked::NotYet).unwrap();
    companion.delete(id).unwrap();
    assert!(companion.day(person, day()).unwrap().vitals.is_empty());
    companion.undo(id).unwrap();
    assert_eq!(companion.day(person, day()).unwrap().vitals[0].vital, pressure(123.0));
    let all = [Done::Recorded, Done::Corrected, Done::Deleted, Done::Restored];
    assert_eq!(done(&companion, id), all);
    let looked_back = companion.changes(person, None, day(), day()).unwrap();
    assert_eq!(looked_back.iter().map(|version| version.done).collect::<Vec<_>>(), all);
    assert!(companion.changes(person, Some(RecordKind::Symptom), day(), day()).unwrap().is_empty());
    assert!(companion.changes(person, None, day().plus_days(1), day().plus_days(1)).unwrap().is_empty());

    companion.erase_record(id).unwrap();
    assert!(matches!(companion.versions(id), Err(Error::NotFound("record"))));
    assert!(companion.changes(person, None, day(), day()).unwrap().is_empty());
    assert!(matches!(companion.erase_record(id), Err(Error::NotFound("record"))));
}

#[test]
fn a_record_is_found_by_the_end_of_its_name_and_only_by_its_own_person() {
    let place = Place::new();
    let companion = place.open();
    let (person, other) = (hanako(&companion), hanako(&companion));
    let id = companion.add_vital(person, noon(), pressure(132.0)).unwrap().id;
    let name = id.to_string();
    assert_eq!(companion.find_record(person, &name).unwrap().id, id);
    assert_eq!(companion.find_record(person, &name.split_at(30).1.to_uppercase()).unwrap().id, id);
    assert!(matches!(companion.find_record(other, &name), Err(Error::NotFound("record"))));
    for unreadable in ["", "abc", "zzzzzz", "%%%%"] {
        assert!(matches!(companion.find_record(person, unreadable), Err(Error::Invalid(wrong)) if wrong.field == "id"));
    }
    assert_eq!(companion.last_record(person).unwrap().id, id);
    assert!(companion.last_record(other).is_err());
}

#[test]
fn a_dose_is_due_until_it_is_taken_and_is_noted_once_however_often_it_is_tapped() {
    let place = Place::new();
    let companion = place.open();
    let person = hanako(&companion);
    let slots = [DoseSlot::AfterBreakfast, DoseSlot::AfterDinner];
    let medicine = companion.add_medicine(person, noon(), amlodipine(&slots)).unwrap().id;
    let (morning, evening) = (Some(DoseSlot::AfterBreakfast), Some(DoseSlot::AfterDinner));
    assert_eq!(doses(&companion, person, day()), [(morning, None), (evening, None)]);

    place.clock.set(at(25, 0).at);
    companion.note_dose(person, at(8, 10), &NewDose::taken(medicine)).unwrap();
    assert_eq!(doses(&companion, person, day()), [(morning, Some(DoseState::Taken)), (evening, None)]);
    let skipped = NewDose { slot: evening, state: DoseState::Skipped, ..NewDose::taken(medicine) };
    let noted = companion.note_dose(person, at(20, 0), &skipped).unwrap();
    // She takes it after midnight: it still belongs to the evening, and is the same dose.
    let late = NewDose { slot: evening, day: Some(day()), ..NewDose::taken(medicine) };
    let corrected = companion.note_dose(person, at(24, 40), &late).unwrap();
    assert_eq!((corrected.id, corrected.revision), (noted.id, 2));
    let both = [(morning, Some(DoseState::Taken)), (evening, Some(DoseState::Taken))];
    assert_eq!(doses(&companion, person, day()), both);
    assert_eq!(companion.day(person, day()).unwrap().medicines.len(), 2);
    assert_eq!(doses(&companion, person, day().plus_days(1)), [(morning, None), (evening, None)]);

    let never = NewDose { slot: Some(DoseSlot::Bedtime), ..NewDose::taken(medicine) };
    assert!(matches!(companion.note_dose(person, noon(), &never), Err(Error::Invalid(wrong)) if wrong.field == "slot"));
    let other = hanako(&companion);
    assert!(matches!(companion.note_dose(other, noon(), &NewDose::taken(medicine)), Err(Error::NotFound("medicine"))));
}

#[test]
fn a_medicine_that_is_stopped_is_due_no_more_and_what_was_taken_stays() {
    let place = Place::new();
    let companion = place.open();
    let person = hanako(&companion);
    let id = companion.add_medicine(person, noon(), amlodipine(&[DoseSlot::AfterBreakfast])).unwrap().id;
    companion.note_dose(person, at(8, 0), &NewDose::taken(id)).unwrap();
    companion.stop_medicine(id, day().plus_days(-1)).unwrap();
    assert_eq!(doses(&companion, person, day()), [(Some(DoseSlot::AfterBreakfast), Some(DoseState::Taken))]);
    assert!(doses(&companion, person, day().plus_days(1)).is_empty());
    assert!(companion.medicines(person, Some(day())).unwrap().is_empty());
    assert_eq!(companion.medicines(person, None).unwrap().len(), 1);
    companion.undo(id).unwrap();
    assert_eq!(doses(&companion, person, day().plus_days(1)), [(Some(DoseSlot::AfterBreakfast), None)]);
}

#[test]
fn what_is_taken_when_needed_is_listed_as_often_as_it_was_taken() {
    let place = Place::new();
    let companion = place.open();
    let person = hanako(&companion);
    let schedule = MedicineSchedule::AsNeeded { most_a_day: Some(3) };
    let headache = Medicine::new("ロキソプロフェン錠60mg", schedule, day()).unwrap();
    let id = companion.add_medicine(person, noon(), headache).unwrap().id;
    assert!(doses(&companion, person, day()).is_empty());
    place.clock.set(at(15, 0).at);
    companion.note_dose(person, at(9, 0), &NewDose::taken(id)).unwrap();
    companion.note_dose(person, at(15, 0), &NewDose::taken(id)).unwrap();
    assert_eq!(doses(&companion, person, day()), [(None, Some(DoseState::Taken)); 2]);
}

#[test]
fn a_symptom_is_on_every_day_that_it_is_known_to_have_lasted() {
    let place = Place::new();
    let companion = place.open();
    let person = hanako(&companion);
    let cough = Symptom { since: Some(day().plus_days(-2)), ..Symptom::new(SymptomKind::Cough).scored(3) };
    let id = companion.add_symptom(person, noon(), cough).unwrap().id;
    let days = || -> Vec<i64> {
        let on = |n: &i64| !companion.day(person, day().plus_days(*n)).unwrap().symptoms.is_empty();
        (-4..4).filter(on).collect()
    };
    assert_eq!(days(), [-2, -1, 0]);
    companion.end_symptom(id, day().plus_days(2)).unwrap();
    assert_eq!(days(), [-2, -1, 0, 1, 2]);
    let before = companion.end_symptom(id, day().plus_days(-3));
    assert!(matches!(before, Err(Error::Invalid(wrong)) if wrong.field == "until"));
    let tomorrow = Symptom { since: Some(day().plus_days(1)), ..Symptom::new(SymptomKind::Cough) };
    let refused = companion.add_symptom(person, noon(), tomorrow);
    assert!(matches!(refused, Err(Error::Invalid(wrong)) if wrong.field == "since"));
}

#[test]
fn a_hospital_stay_is_on_each_of_its_days() {
    let place = Place::new();
    let companion = place.open();
    let person = hanako(&companion);
    let mut stay = Event::new(EventKind::Admission, "白内障の手術").unwrap();
    stay.until = Some(day().plus_days(2));
    companion.add_event(person, noon(), stay.clone()).unwrap();
    let on = |n| companion.day(person, day().plus_days(n)).unwrap().events.len();
    assert_eq!([on(-1), on(0), on(2), on(3)], [0, 1, 1, 0]);
    stay.until = Some(day().plus_days(-1));
    assert!(matches!(companion.add_event(person, noon(), stay), Err(Error::Invalid(wrong)) if wrong.field == "until"));
}

#[test]
fn a_profile_is_written_as_a_whole_or_not_at_all() {
    let place = Place::new();
    let companion = place.open();
    let person = hanako(&companion);
    let edited = companion
        .edit_person(person, |person| {
            person.profile.conditions.push(Declared::new(Condition::HeartFailure));
            person.profile.doctor = Some(Contact { name: "みどり内科".into(), ..Contact::default() });
        })
        .unwrap();
    assert!(edited.declares(Condition::HeartFailure));
    let refused = companion.edit_person(person, |person| {
        person.profile.height = Some(1.52);
        person.profile.conditions.clear();
    });
    assert!(matches!(refused, Err(Error::Invalid(wrong)) if wrong.field == "height"));
    drop(companion);
    assert_eq!(place.open().person(person).unwrap(), edited);
}

#[test]
fn taking_back_without_a_name_never_reaches_what_was_said_to_a_platform_that_is_gone() {
    let place = Place::new();
    let companion = place.open();
    let person = hanako(&companion);
    let later = |minutes: i64| place.clock.set(noon().at.plus(minutes * Millis::MINUTE));
    let weight = companion.add_vital(person, noon(), Vital::single(VitalKind::Weight, 52.5).unwrap()).unwrap();
    later(1);
    let platform = companion.connect(person, "https://phr.example/fhir", "hanako", Access::Own).unwrap();
    later(2);
    companion.share_with(platform.id, [DataClass::Meals].into()).unwrap();
    assert_eq!(companion.last_record(person).unwrap().id, platform.consent());
    later(3);
    companion.undo(platform.consent()).unwrap();
    assert_eq!(companion.last_undone(person).unwrap().id, platform.consent());
    later(4);
    companion.disconnect(platform.id).unwrap();

    // Nothing of it is left to bring back, and the change before it is the one to take back.
    assert!(matches!(companion.last_undone(person), Err(Error::NotFound("change"))));
    later(5);
    assert_eq!(companion.undo(companion.last_record(person).unwrap().id).unwrap().id, weight.id);
    assert!(matches!(companion.last_record(person), Err(Error::NotFound("change"))));
    later(6);
    assert_eq!(companion.redo(companion.last_undone(person).unwrap().id).unwrap().id, weight.id);
    assert!(companion.consents(person).unwrap().iter().all(|row| row.consent.withdrawn.is_some()));
}

#[test]
fn what_has_no_form_on_the_wire_waits_for_no_platform() {
    let place = Place::new();
    let companion = place.open();
    let person = hanako(&companion);
    let connect = |url| companion.connect(person, url, "hanako", Access::Own).unwrap().id;
    let pending = |platform| companion.store.read(|store| store.pending_count(platform)).unwrap();
    let before = connect("https://before.example/fhir");
    let mut values = Nutrients::default();
    values.set(Nutrient::Energy, 62.0);
    let food = Food {
        name: "ヨーグルト".to_owned(),
        reading: String::new(),
        maker: String::new(),
        barcode: None,
        per: LabelBasis::Hundred,
        values,
        serving: Some(75.0),
        pack: Some(300.0),
        drink: false,
    };
    let food = companion.add_own_food(person, food).unwrap();
    assert_eq!(pending(before), 0);
    companion.add_vital(person, noon(), pressure(132.0)).unwrap();
    companion.delete(food.id).unwrap();
    companion.erase_record(food.id).unwrap();
    let after = connect("https://after.example/fhir");
    assert_eq!((pending(before), pending(after)), (1, 1));
    assert_eq!(RecordStatus::Active, companion.last_record(person).unwrap().status);
}

#[test]
fn a_sleep_told_again_longer_takes_the_place_of_the_shorter_and_no_night_counts_twice() {
    let place = Place::new();
    let companion = place.open();
    let person = hanako(&companion);
    let night = |from, to| Sleep::new(at(from, 0), at(to, 0), Vec::new()).unwrap();
    let asleep = || companion.day(person, day()).unwrap().sleep.iter().map(|row| row.asleep_min).collect::<Vec<_>>();
    let short = companion.add_sleep(person, night(0, 3)).unwrap();
    let long = companion.add_sleep(person, night(-2, 6)).unwrap();
    assert_eq!(asleep(), [480]);
    assert_eq!(done(&companion, short.id), [Done::Recorded, Done::Deleted]);
    let across = companion.add_sleep(person, night(5, 8));
    assert!(matches!(across, Err(Error::Invalid(wrong)) if wrong.field == "start"));
    companion.add_sleep(person, night(9, 10)).unwrap();
    assert_eq!(asleep(), [480, 60]);
    companion.correct_sleep(long.id, night(-1, 6)).unwrap();
    assert_eq!(asleep(), [420, 60]);
    let ahead = companion.add_sleep(person, night(10, 14));
    assert!(matches!(ahead, Err(Error::Invalid(wrong)) if wrong.field == "end"));
}

#[test]
fn what_was_measured_before_is_of_the_same_measure_and_stands() {
    let place = Place::new();
    let companion = place.open();
    let (person, other) = (hanako(&companion), hanako(&companion));
    let weight = |kg| Vital::single(VitalKind::Weight, kg).unwrap();
    let mut ids = Vec::new();
    for (hour, vital) in [(6, weight(52.0)), (7, weight(52.1)), (8, weight(52.2)), (9, pressure(132.0))] {
        ids.push(companion.add_vital(person, at(hour, 0), vital).unwrap().id);
    }
    companion.add_vital(person, at(10, 0), Vital::single(VitalKind::BodyFat, 30.0).unwrap()).unwrap();
    companion.add_vital(other, at(10, 0), weight(80.0)).unwrap();
    companion.delete(ids[1]).unwrap();
    let earlier = |like: &Vital, limit| -> Vec<RecordId> {
        let found = companion.earlier_vitals(person, noon().at, like, limit).unwrap();
        found.into_iter().map(|record| record.id).collect()
    };
    assert_eq!(earlier(&weight(1.0), 9), [ids[2], ids[0]]);
    assert_eq!(earlier(&weight(1.0), 1), [ids[2]]);
    assert_eq!(earlier(&pressure(100.0), 9), [ids[3]]);
    assert!(companion.earlier_vitals(person, at(5, 0).at, &weight(1.0), 9).unwrap().is_empty());
}

#[test]
fn a_warning_that_was_withdrawn_comes_back_with_the_reading_that_it_rests_on() {
    let place = Place::new();
    let companion = place.open();
    let person = hanako(&companion);
    let reading = companion.add_vital(person, at(11, 0), pressure(198.0)).unwrap().id;
    companion.add_vital(person, noon(), pressure(128.0)).unwrap();
    let told = companion.notice(person).unwrap().first().unwrap().id;
    let state = || {
        companion.notice(person).unwrap();
        companion.findings(person, None).unwrap().iter().find(|finding| finding.id == told).unwrap().state
    };
    companion.delete(reading).unwrap();
    assert_eq!(state(), FindingState::Withdrawn);
    companion.undo(reading).unwrap();
    assert_eq!(state(), FindingState::Revised);
}

#[test]
fn a_reading_of_a_cuff_whose_clock_is_ahead_is_looked_at_when_its_time_has_come() {
    let place = Place::new();
    let companion = place.open();
    let person = hanako(&companion);
    companion.add_vital(person, at(11, 0), pressure(128.0)).unwrap();
    companion.record(person, at(12, 1), Entry::Vital(pressure(198.0))).unwrap();
    assert!(companion.notice(person).unwrap().is_empty());
    place.clock.set(at(12, 2).at);
    assert_eq!(companion.notice(person).unwrap().len(), 1);
}
