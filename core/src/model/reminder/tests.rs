use chrono::{DateTime, Utc};
use chrono_tz::TZ_VARIANTS;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::model::habit::{Goal, Preset};

fn at(text: &str) -> Millis {
    Millis::from(DateTime::parse_from_rfc3339(text).unwrap().with_timezone(&Utc))
}

fn day(text: &str) -> LocalDay {
    text.parse().unwrap()
}

fn habit(schedule: Schedule, times: &[&str]) -> Habit {
    let mut habit = Habit::new("medicine", Goal::YesNo, schedule).unwrap();
    habit.reminders = times.iter().map(|time| time.parse().unwrap()).collect();
    habit.check().unwrap();
    habit
}

fn asking<'a>(habit: &'a Habit, course: &'a Course) -> Asking<'a> {
    Asking { id: RecordId(Uuid::nil()), habit, course, snoozed: None }
}

fn quiet(from: &str, until: &str) -> Option<QuietHours> {
    Some(QuietHours::new(from.parse().unwrap(), until.parse().unwrap()).unwrap())
}

const TOKYO: Tz = chrono_tz::Asia::Tokyo;

#[test]
fn a_person_is_reminded_when_the_time_has_come_until_it_is_done() {
    let habit = habit(Schedule::Daily, &["8:00", "20:00"]);
    let mut course = Course::new(day("2026-04-01"));
    let now = |time: &str| at(&format!("2026-04-25T{time}:00+09:00"));
    let said = |course: &Course, time: &str| {
        due(now(time), TOKYO, None, &[asking(&habit, course)]).first().map(|reminder| reminder.at)
    };
    assert_eq!(said(&course, "07:59"), None);
    assert_eq!(said(&course, "08:00"), Some(now("08:00")));
    assert_eq!(said(&course, "21:00"), Some(now("20:00")), "the latest of the day");
    let next = upcoming(now("08:00"), now("23:59").plus(Millis::DAY), TOKYO, None, &[asking(&habit, &course)]);
    let expected = [now("20:00"), now("08:00").plus(Millis::DAY), now("20:00").plus(Millis::DAY)];
    assert_eq!(next.iter().map(|reminder| reminder.at).collect::<Vec<_>>(), expected);
    course.add(&habit.goal, day("2026-04-25"), 1.0);
    assert_eq!(said(&course, "21:00"), None);
}

#[test]
fn a_snoozed_reminder_comes_back_when_it_was_asked_to() {
    let (habit, course) = (habit(Schedule::Daily, &["8:00"]), Course::new(day("2026-04-01")));
    let now = |time: &str| at(&format!("2026-04-25T{time}:00+09:00"));
    let snoozed = Asking { snoozed: Some(now("08:30")), ..asking(&habit, &course) };
    assert!(due(now("08:10"), TOKYO, None, &[snoozed]).is_empty());
    assert_eq!(upcoming(now("08:10"), now("12:00"), TOKYO, None, &[snoozed])[0].at, now("08:30"));
    assert_eq!(due(now("08:30"), TOKYO, None, &[snoozed])[0].at, now("08:30"));
    // On the next day it rings at its own time.
    assert_eq!(
        upcoming(now("12:00"), now("12:00").plus(Millis::DAY), TOKYO, None, &[snoozed])[0].at,
        now("08:00").plus(Millis::DAY)
    );
}

#[test]
fn a_week_that_has_its_times_asks_no_more() {
    let habit = habit(Schedule::TimesAWeek(2), &["18:00"]);
    let mut course = Course::new(day("2026-04-01"));
    // Monday and Tuesday.
    course.add(&habit.goal, day("2026-04-20"), 1.0);
    let days = |course: &Course| {
        let found = upcoming(
            at("2026-04-21T00:00:00+09:00"),
            at("2026-04-28T00:00:00+09:00"),
            TOKYO,
            None,
            &[asking(&habit, course)],
        );
        found.iter().map(|reminder| reminder.day.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(days(&course).len(), 7);
    course.add(&habit.goal, day("2026-04-21"), 1.0);
    assert_eq!(days(&course), ["2026-04-27"], "the next week begins on Monday");
}

#[test]
fn a_limit_asks_to_be_noted_and_a_habit_that_rests_asks_for_nothing() {
    let mut tobacco = Habit::of_preset(Preset::Tobacco);
    tobacco.reminders = vec!["21:00".parse().unwrap()];
    let mut course = Course::new(day("2026-04-01"));
    let now = at("2026-04-25T21:30:00+09:00");
    assert_eq!(due(now, TOKYO, None, &[asking(&tobacco, &course)]).len(), 1);
    course.add(&tobacco.goal, day("2026-04-25"), 0.0);
    assert!(due(now, TOKYO, None, &[asking(&tobacco, &course)]).is_empty());
    let unnoted = Course::new(day("2026-04-01"));
    tobacco.pause(day("2026-04-20"), None).unwrap();
    assert!(due(now, TOKYO, None, &[asking(&tobacco, &unnoted)]).is_empty());
}

#[test]
fn quiet_hours_move_a_reminder_and_never_lose_it() {
    let (habit, course) = (habit(Schedule::Daily, &["5:00", "23:00"]), Course::new(day("2026-04-01")));
    let night = quiet("22:00", "7:00");
    let (from, until) = (at("2026-04-25T00:00:00+09:00"), at("2026-04-26T00:00:00+09:00"));
    let times: Vec<Millis> =
        upcoming(from, until, TOKYO, night, &[asking(&habit, &course)]).iter().map(|reminder| reminder.at).collect();
    assert_eq!(times, [at("2026-04-25T07:00:00+09:00"), at("2026-04-25T21:59:00+09:00")]);
    assert!(due(at("2026-04-25T23:00:00+09:00"), TOKYO, night, &[asking(&habit, &course)]).is_empty());
}

proptest! {
    /// Over any stretch of any zone: each due day rings for each of its times, on that day, out of
    /// quiet hours.
    #[test]
    fn whatever_the_clocks_do_each_day_rings_for_each_of_its_times(
        zone in 0..TZ_VARIANTS.len(),
        start in 10_957_i64..23_700,
        times in proptest::collection::btree_set(0_u32..1_440, 1..5),
        hours in proptest::option::of((0_u32..1_440, 0_u32..1_440)),
    ) {
        let zone = TZ_VARIANTS[zone];
        let time = |minute: u32| TimeOfDay::new(minute / 60, minute % 60).unwrap();
        let mut asked = habit(Schedule::Daily, &[]);
        asked.reminders = times.iter().map(|minute| time(*minute)).collect();
        let quiet = hours.and_then(|(from, until)| QuietHours::new(time(from), time(until)).ok());
        let first = LocalDay::from_epoch_days(start).unwrap();
        let last = first.plus_days(60);
        let course = Course::new(first);
        let (from, until) = (first.range_in(zone).start, last.range_in(zone).start);
        let rung = upcoming(from.plus(-1), until, zone, quiet, &[asking(&asked, &course)]);
        prop_assert!(rung.is_sorted_by(|a, b| a.at < b.at));
        for reminder in &rung {
            prop_assert!(reminder.day.range_in(zone).contains(reminder.at), "{zone} {reminder:?}");
            prop_assert!(quiet.is_none_or(|quiet| !quiet.contains(wall(reminder.at, zone))), "{zone} {reminder:?}");
        }
        let mut day = first;
        while day < last {
            let range = day.range_in(zone);
            let here: Vec<&Reminder> = rung.iter().filter(|reminder| reminder.day == day).collect();
            // Moved reminders may fall together; none is lost while the day has an hour to ring in.
            let distinct: std::collections::BTreeSet<TimeOfDay> =
                asked.reminders.iter().map(|time| quiet.map_or(*time, |quiet| quiet.put_off(*time))).collect();
            prop_assert!(here.len() <= distinct.len());
            if range.end.since(range.start) == Millis::DAY && day.clock_change(zone).is_none() {
                prop_assert_eq!(here.len(), distinct.len(), "{} {}", zone, day);
            } else if range.end > range.start {
                prop_assert!(!here.is_empty(), "{zone} {day}");
            }
            day = day.plus_days(1);
        }
    }
}
