//! When to remind a person of a habit.
//!
//! The core decides, the phone rings: [`upcoming`] gives the instants to hand to the phone's alarm
//! clock, [`due`] what to show at an instant. Both are functions of their arguments; whenever a habit,
//! a tick or the zone changes, the phone asks again.

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::habit::{Course, Habit, Schedule};
use super::id::RecordId;
use super::time_of_day::{QuietHours, TimeOfDay};
use super::{LocalDay, Millis, Stamp, TimeRange};

#[cfg(test)]
mod tests;

/// No alarm clock is set further ahead.
const LONGEST: i64 = 62;

/// A reminder: of which habit, for which day, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reminder {
    /// The habit's record.
    pub habit: RecordId,
    /// The day on which the habit is due.
    pub day: LocalDay,
    /// When to remind of it.
    pub at: Millis,
}

/// A habit as far as reminding needs to know it.
#[derive(Debug, Clone, Copy)]
pub struct Asking<'a> {
    /// The habit's record.
    pub id: RecordId,
    /// The habit.
    pub habit: &'a Habit,
    /// What was done of it, at least in this week.
    pub course: &'a Course,
    /// The person asked not to hear of it before this instant.
    pub snoozed: Option<Millis>,
}

/// What a person is to be reminded of at `now`, one reminder a habit: the latest that has come up
/// today and is still open. In quiet hours, nothing.
///
/// In order of time. `quiet` is the person's; times and days are of `zone`.
#[must_use]
pub fn due(now: Millis, zone: Tz, quiet: Option<QuietHours>, habits: &[Asking<'_>]) -> Vec<Reminder> {
    if quiet.is_some_and(|quiet| quiet.contains(wall(now, zone))) {
        return Vec::new();
    }
    let today = LocalDay::of(now, zone);
    let mut found: Vec<Reminder> = habits
        .iter()
        .filter(|asking| is_open(asking, today))
        .filter_map(|asking| {
            let at = times_on(asking, today, zone, quiet).into_iter().rfind(|at| *at <= now)?;
            let hushed = asking.snoozed.is_some_and(|until| now < until);
            (!hushed).then_some(Reminder { habit: asking.id, day: today, at })
        })
        .collect();
    found.sort_by_key(|reminder| (reminder.at, reminder.habit));
    found
}

/// The reminders after `now` and before `until` (at most 62 days ahead), in order of time. A habit
/// that is kept some times a week stops asking once the week has them.
#[must_use]
pub fn upcoming(
    now: Millis,
    until: Millis,
    zone: Tz,
    quiet: Option<QuietHours>,
    habits: &[Asking<'_>],
) -> Vec<Reminder> {
    let today = LocalDay::of(now, zone);
    let last = LocalDay::of(until, zone).min(today.plus_days(LONGEST));
    let mut found = Vec::new();
    let mut day = today;
    while day <= last {
        for asking in habits.iter().filter(|asking| is_open(asking, day)) {
            let times = times_on(asking, day, zone, quiet).into_iter().filter(|at| now < *at && *at < until);
            found.extend(times.map(|at| Reminder { habit: asking.id, day, at }));
        }
        day = day.plus_days(1);
    }
    found.sort_by_key(|reminder| (reminder.at, reminder.habit));
    found
}

/// Whether there is anything left to remind of on `day`. A limit asks to be noted once.
fn is_open(asking: &Asking<'_>, day: LocalDay) -> bool {
    let Asking { habit, course, .. } = asking;
    let noted = if habit.goal.is_limit() { course.amount(day).is_some() } else { habit.is_kept(course, day) };
    let full = match habit.schedule {
        Schedule::TimesAWeek(times) => !habit.goal.is_limit() && habit.kept_this_week(course, day) >= u32::from(times),
        Schedule::Daily | Schedule::Weekdays(_) => false,
    };
    habit.is_due(day) && !noted && !full
}

/// The instants of `day` at which the habit asks, each once, in order. Each lies on the day and
/// outside of quiet hours, whatever the clocks did. What was to be told before the end of a snooze
/// that ends on this day is told then.
fn times_on(asking: &Asking<'_>, day: LocalDay, zone: Tz, quiet: Option<QuietHours>) -> Vec<Millis> {
    let range = day.range_in(zone);
    let mut instants: Vec<Millis> =
        asking.habit.reminders.iter().filter_map(|time| instant(day, *time, zone, quiet)).collect();
    if let Some(until) = asking.snoozed.filter(|until| range.contains(*until)) {
        let before = instants.len();
        instants.retain(|at| *at >= until);
        if instants.len() < before {
            instants.extend(audible(until, range, zone, quiet));
        }
    }
    instants.sort_unstable();
    instants.dedup();
    instants
}

/// The instant of `time` on `day`, out of quiet hours.
fn instant(day: LocalDay, time: TimeOfDay, zone: Tz, quiet: Option<QuietHours>) -> Option<Millis> {
    let range = day.range_in(zone);
    let time = quiet.map_or(time, |quiet| quiet.put_off(time));
    audible(day.instant_in(zone, time)?, range, zone, quiet)
}

/// `at`, or where the clocks have moved it into quiet hours, when these end or just before they begin.
fn audible(at: Millis, day: TimeRange, zone: Tz, quiet: Option<QuietHours>) -> Option<Millis> {
    let Some(quiet) = quiet else { return Some(at) };
    let spoken = |at: Millis| day.contains(at) && !quiet.contains(wall(at, zone));
    if spoken(at) {
        return Some(at);
    }
    let minutes = |step: i64| (1..=26 * 60).map(move |n| at.plus(step * n * Millis::MINUTE));
    minutes(1)
        .take_while(|at| *at < day.end)
        .find(|at| spoken(*at))
        .or_else(|| minutes(-1).take_while(|at| *at >= day.start).find(|at| spoken(*at)))
}

/// What the clock on the wall shows.
fn wall(at: Millis, zone: Tz) -> TimeOfDay {
    TimeOfDay::of(&Stamp::in_zone(at, zone).local())
}
