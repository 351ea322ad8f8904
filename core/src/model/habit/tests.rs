use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

fn day(text: &str) -> LocalDay {
    text.parse().unwrap()
}

fn course(habit: &Habit, begun: &str, amounts: &[(&str, f64)]) -> Course {
    let mut course = Course::new(day(begun));
    for (on, amount) in amounts {
        course.add(&habit.goal, day(on), *amount);
    }
    course
}

fn yes_no(schedule: Schedule) -> Habit {
    Habit::new("walk", Goal::YesNo, schedule).unwrap()
}

fn at_most(at_most: f64) -> Habit {
    Habit::new("beer", Goal::AtMost { at_most, unit: String::new() }, Schedule::Daily).unwrap()
}

/// Kept on the first of every `n` of these days, from the first on.
fn kept_for(habit: &Habit, first: &str, days: i64, is_kept: impl Fn(i64) -> bool) -> (Course, LocalDay) {
    let mut course = Course::new(day(first));
    for n in (0..days).filter(|n| is_kept(*n)) {
        course.add(&habit.goal, day(first).plus_days(n), habit.goal.usual_amount().unwrap_or(1.0));
    }
    (course, day(first).plus_days(days - 1))
}

#[test]
fn a_day_that_is_not_over_breaks_no_streak() {
    let walk = yes_no(Schedule::Daily);
    let kept = course(&walk, "2026-04-01", &[("2026-04-14", 1.0), ("2026-04-16", 1.0), ("2026-04-17", 1.0)]);
    assert_eq!(walk.streak(&kept, day("2026-04-17")), 2);
    assert_eq!(walk.streak(&kept, day("2026-04-18")), 2);
    assert_eq!(walk.streak(&kept, day("2026-04-19")), 0);
    assert_eq!(walk.streak(&Course::new(day("2026-04-01")), day("2026-04-19")), 0);
}

#[test]
fn days_on_which_nothing_is_due_break_no_streak() {
    let gym = yes_no(Schedule::Weekdays(vec![Weekday::Mon, Weekday::Thu]));
    let kept = course(&gym, "2026-04-13", &[("2026-04-13", 1.0), ("2026-04-16", 1.0), ("2026-04-20", 1.0)]);
    assert_eq!(gym.streak(&kept, day("2026-04-22")), 3);
}

#[test]
fn a_habit_of_some_times_a_week_needs_them_in_every_whole_week() {
    let swim = yes_no(Schedule::TimesAWeek(2));
    // 2026-04-06 and 2026-04-13 are Mondays.
    let kept = course(&swim, "2026-04-06", &[("2026-04-06", 1.0), ("2026-04-12", 1.0), ("2026-04-15", 1.0)]);
    assert_eq!(swim.streak(&kept, day("2026-04-15")), 3);
    // The week of the 13th ended with one: the streak begins anew.
    assert_eq!(swim.streak(&kept, day("2026-04-20")), 0);
    // Begun on a Sunday, its first week had one day only.
    let late = course(&swim, "2026-04-12", &[("2026-04-12", 1.0), ("2026-04-15", 1.0)]);
    assert_eq!(swim.streak(&late, day("2026-04-15")), 2);
}

#[test]
fn an_amount_is_done_when_the_days_sum_reaches_it() {
    let goal = Goal::Amount { at_least: 30.0, unit: "min".into() };
    let walk = Habit::new("walk", goal, Schedule::Daily).unwrap();
    assert!(walk.is_done(30.0) && !walk.is_done(29.9));
    let twice = course(&walk, "2026-04-14", &[("2026-04-14", 20.0), ("2026-04-14", 10.0)]);
    assert!(walk.is_kept(&twice, day("2026-04-14")));
}

#[test]
fn a_limit_is_kept_in_silence_and_broken_at_once() {
    let beer = at_most(2.0);
    let noted = course(&beer, "2026-04-10", &[("2026-04-12", 3.0), ("2026-04-14", 2.0)]);
    assert_eq!(beer.streak(&noted, day("2026-04-11")), 2);
    assert_eq!(beer.streak(&noted, day("2026-04-12")), 0);
    assert_eq!(beer.streak(&noted, day("2026-04-15")), 3);
    assert!(!beer.is_kept(&noted, day("2026-04-09")), "nothing is known of the time before");
}

#[test]
fn days_without_alcohol_are_counted_by_the_week() {
    let goal = Goal::AtMost { at_most: 0.0, unit: String::new() };
    let dry = Habit::new("dry days", goal, Schedule::TimesAWeek(2)).unwrap();
    let evenings: Vec<String> = (6..=12).map(|n| format!("2026-04-{n:02}")).collect();
    let drinks =
        |dry_days: usize| -> Vec<(&str, f64)> { evenings.iter().skip(dry_days).map(|on| (on.as_str(), 2.0)).collect() };
    let monday = day("2026-04-13");
    assert_eq!(dry.streak(&course(&dry, "2026-04-06", &drinks(2)), monday), 3, "two in the week, and today so far");
    assert_eq!(dry.streak(&course(&dry, "2026-04-06", &drinks(1)), monday), 1, "one is too few");
}

#[test]
fn the_last_rating_of_a_day_counts() {
    let mood = Habit::of_preset(Preset::Mood);
    let rated = course(&mood, "2026-04-14", &[("2026-04-14", 2.0), ("2026-04-14", 4.0)]);
    assert_eq!(rated.amount(day("2026-04-14")), Some(4.0));
    assert!(mood.goal.check_amount(5.0).is_ok());
    for wrong in [0.0, 6.0, 3.5] {
        assert_eq!(mood.goal.check_amount(wrong).unwrap_err().field, "amount");
    }
}

#[test]
fn the_score_of_a_day_is_the_one_that_loop_habit_tracker_gives() {
    // Figures of its own tests (ScoreTest, ScoreListTest), to a millionth.
    let walk = yes_no(Schedule::Daily);
    let published =
        [0.051922, 0.101149, 0.147820, 0.192067, 0.234017, 0.273788, 0.311495, 0.347244, 0.381137, 0.413270];
    let (kept, _) = kept_for(&walk, "2026-01-01", 20, |_| true);
    for (n, expected) in (0..).zip(published) {
        let score = walk.score(&kept, day("2026-01-01").plus_days(n));
        assert!((score - expected).abs() < 1e-6, "day {n}: {score}");
    }
    assert!((walk.score(&kept, day("2026-01-20")) - 0.655747).abs() < 1e-6);
    // One day kept and then none: its ScoreListTest has 0.051922, 0.049226, 0.046670 …
    let (once, _) = kept_for(&walk, "2026-01-01", 1, |_| true);
    let fading: Vec<f64> =
        walk.scores(&once, day("2026-01-01"), day("2026-01-05")).into_iter().map(|(_, score)| score).collect();
    for (score, expected) in fading.iter().zip([0.051922, 0.049226, 0.046670, 0.044247]) {
        assert!((score - expected).abs() < 1e-6, "{fading:?}");
    }
}

#[test]
fn the_score_comes_to_what_is_kept() {
    let score = |habit: &Habit, days: i64, is_kept: fn(i64) -> bool| {
        // From a Monday on, and looked at when the last day is over.
        let (course, last) = kept_for(habit, "2024-01-01", days, is_kept);
        habit.score(&course, last.plus_days(1))
    };
    // Two of three times a week, and two of four: as Loop's own tests have it.
    assert!((score(&yes_no(Schedule::TimesAWeek(3)), 700, |n| n % 7 < 2) - 2.0 / 3.0).abs() < 1e-3);
    assert!((score(&yes_no(Schedule::TimesAWeek(4)), 700, |n| n % 7 < 2) - 0.5).abs() < 1e-3);
    // Every week, but once on Monday and once on Sunday.
    assert!(score(&yes_no(Schedule::TimesAWeek(1)), 1400, |n| n % 14 == 0 || n % 14 == 13) > 0.99);
    // 99 % within three months of days and nine months of weeks.
    assert!(score(&yes_no(Schedule::Daily), 90, |_| true) > 0.99);
    assert!(score(&yes_no(Schedule::TimesAWeek(1)), 7 * 39, |n| n % 7 == 0) > 0.99);
    // Half of an amount every day is half a score.
    let water = Habit::of_preset(Preset::Water);
    let mut halves = Course::new(day("2024-01-01"));
    for n in 0..500 {
        halves.add(&water.goal, day("2024-01-01").plus_days(n), 3.0);
    }
    assert!((water.score(&halves, day("2024-01-01").plus_days(499)) - 0.5).abs() < 1e-6);
}

#[test]
fn a_limit_begins_with_the_full_score_and_loses_it_gently() {
    let beer = at_most(2.0);
    let (first, second) = (day("2026-04-01"), day("2026-04-02"));
    let silent = Course::new(first);
    assert!((beer.score(&silent, second) - 1.0).abs() < 1e-12);
    let mut over = silent.clone();
    over.add(&beer.goal, second, 3.0);
    // Half over the limit: half of that day is lost, at once.
    assert!((beer.score(&over, second) - (1.0 - 0.5 * 0.051922)).abs() < 1e-6);
    over.add(&beer.goal, second, 9.0);
    assert!((beer.score(&over, second) - (1.0 - 0.051922)).abs() < 1e-6);
}

#[test]
fn a_habit_that_rests_loses_nothing() {
    let mut walk = yes_no(Schedule::Daily);
    let (kept, last) = kept_for(&walk, "2026-01-01", 30, |_| true);
    let (score, streak) = (walk.score(&kept, last), walk.streak(&kept, last));
    walk.pause(last.plus_days(1), Some(last.plus_days(100))).unwrap();
    assert!((walk.score(&kept, last.plus_days(100)) - score).abs() < 1e-12);
    assert_eq!(walk.streak(&kept, last.plus_days(100)), streak);
    assert!(!walk.is_due(last.plus_days(50)) && walk.is_due(last.plus_days(101)));
    // Two days after the pause it has lost one: the second is not over.
    assert!(walk.score(&kept, last.plus_days(102)) < score);
    assert_eq!(walk.streak(&kept, last.plus_days(102)), 0);
}

#[test]
fn pausing_and_resuming_leave_what_was_before_as_it_was() {
    let mut walk = yes_no(Schedule::Daily);
    walk.pause(day("2026-04-10"), None).unwrap();
    walk.resume(day("2026-04-15"));
    assert_eq!(walk.pauses, [Pause { from: day("2026-04-10"), until: Some(day("2026-04-14")) }]);
    assert!(walk.rests_on(day("2026-04-14")) && !walk.rests_on(day("2026-04-15")));
    // A pause of the same day that it is resumed on never was.
    walk.pause(day("2026-04-20"), None).unwrap();
    walk.resume(day("2026-04-20"));
    assert_eq!(walk.pauses.len(), 1);
    walk.archived = Some(day("2026-05-01"));
    walk.resume(day("2026-06-01"));
    assert!(walk.rests_on(day("2026-05-31")) && !walk.rests_on(day("2026-06-01")) && walk.archived.is_none());
    walk.check().unwrap();
    assert_eq!(walk.pause(day("2026-07-02"), Some(day("2026-07-01"))).unwrap_err().field, "pause");
}

#[test]
fn what_cannot_be_is_refused_by_the_name_of_its_field() {
    let refused = |habit: Habit| habit.check().unwrap_err().field;
    let walk = yes_no(Schedule::Daily);
    assert_eq!(refused(Habit { name: String::new(), ..walk.clone() }), "name");
    assert_eq!(refused(Habit { goal: Goal::Count { at_least: 0, unit: String::new() }, ..walk.clone() }), "goal");
    assert_eq!(refused(Habit { goal: Goal::AtMost { at_most: -1.0, unit: String::new() }, ..walk.clone() }), "goal");
    assert_eq!(refused(Habit { goal: Goal::Rating { most: 1 }, ..walk.clone() }), "goal");
    assert_eq!(
        refused(Habit { schedule: Schedule::Weekdays(vec![Weekday::Mon, Weekday::Mon]), ..walk.clone() }),
        "schedule"
    );
    let times = |times: &[&str]| times.iter().map(|time| time.parse().unwrap()).collect::<Vec<TimeOfDay>>();
    assert_eq!(refused(Habit { reminders: times(&["9:00", "8:00"]), ..walk.clone() }), "reminder");
    let open = Pause { from: day("2026-04-10"), until: None };
    assert_eq!(refused(Habit { pauses: vec![open, open], ..walk }), "pause");
}

#[test]
fn a_habit_of_an_earlier_version_is_read() {
    let habit: Habit = serde_json::from_str(
        r#"{"name":"水","goal":{"amount":{"at_least":6.0,"unit":"杯"}},"schedule":{"times_a_week":5}}"#,
    )
    .unwrap();
    assert_eq!(
        habit,
        Habit::new("水", Goal::Amount { at_least: 6.0, unit: "杯".into() }, Schedule::TimesAWeek(5)).unwrap()
    );
    let plain = serde_json::to_string(&yes_no(Schedule::Daily)).unwrap();
    assert_eq!(plain, r#"{"name":"walk","goal":"yes_no","schedule":"daily"}"#);
}

#[test]
fn every_preset_is_whole_and_found_by_its_code() {
    for preset in Preset::ALL {
        Habit::of_preset(preset).check().unwrap();
        assert_eq!(Preset::from_code(preset.code()), Some(preset));
        assert_eq!(serde_json::to_value(preset).unwrap(), preset.code());
    }
    assert_eq!(Preset::ALL.into_iter().collect::<BTreeSet<_>>().len(), Preset::ALL.len());
}

proptest! {
    #[test]
    fn a_score_lies_between_nought_and_one_and_one_more_kept_day_never_lowers_it(
        amounts in proptest::collection::vec((0_i64..120, 0.0..60.0_f64), 0..60),
        more in 0_i64..120,
        which in 0_usize..6,
        times in 1_u8..=7,
    ) {
        let goal = [
            Goal::YesNo,
            Goal::Count { at_least: 3, unit: String::new() },
            Goal::Amount { at_least: 30.0, unit: String::new() },
            Goal::Rating { most: 5 },
            Goal::AtMost { at_most: 20.0, unit: String::new() },
            Goal::AtMost { at_most: 0.0, unit: String::new() },
        ][which].clone();
        let habit = Habit::new("any", goal, Schedule::TimesAWeek(times)).unwrap();
        let begun = day("2026-01-01");
        let mut course = Course::new(begun);
        for (n, amount) in &amounts {
            course.add(&habit.goal, begun.plus_days(*n), *amount);
        }
        let last = begun.plus_days(130);
        let score = habit.score(&course, last);
        prop_assert!((0.0..=1.0).contains(&score), "{score}");
        let mut kept = course.clone();
        kept.add(&habit.goal, begun.plus_days(more), habit.goal.usual_amount().unwrap_or(1.0));
        let then = habit.score(&kept, last);
        let better = if habit.goal.is_limit() { then <= score } else { then >= score };
        prop_assert!(better, "{score} {then}");
        // The scores of a stretch are the scores of its days, but for the last one, which is not over.
        let all = habit.scores(&course, begun, last);
        prop_assert_eq!(all.len(), 131);
        prop_assert_eq!(all.last().unwrap().1, score);
    }
}
