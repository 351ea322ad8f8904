//! What was done of a habit day by day, and what follows from it: the streak and the score.

use std::collections::VecDeque;

use chrono::Datelike;

use super::{Goal, Habit, Schedule};
use crate::model::LocalDay;

/// What was done of a habit, day by day.
#[derive(Debug, Clone, PartialEq)]
pub struct Course {
    /// The first day that counts for a habit of doing less, where silence means none.
    begun: LocalDay,
    /// The days of which something was noted, from the epoch, in order: a streak of ten years is thousands of them.
    amounts: Vec<(i64, f64)>,
}

/// Days of the window over which a habit that is not daily is judged.
const WINDOW: usize = 14;

impl Course {
    /// The course of a habit that was begun on this day, without a tick yet.
    #[must_use]
    pub const fn new(begun: LocalDay) -> Self {
        Self { begun, amounts: Vec::new() }
    }

    /// The course of a habit that was begun on this day, with ticks in the order in which they were made: of each its
    /// [day from the epoch](LocalDay::epoch_days) and the amount.
    #[must_use]
    pub fn of(goal: &Goal, begun: LocalDay, ticks: Vec<(i64, f64)>) -> Self {
        // One a day, in order of the days, as a rule.
        if ticks.is_sorted_by(|(one, _), (next, _)| one < next) {
            return Self { begun, amounts: ticks };
        }
        let mut course = Self::new(begun);
        for (day, amount) in ticks {
            course.add_on(goal, day, amount);
        }
        course
    }

    /// This course and what was noted on the days behind it.
    #[must_use]
    pub fn followed_by(mut self, later: &Self) -> Self {
        self.amounts.extend_from_slice(&later.amounts);
        self
    }

    /// Takes in a tick of `day`; ticks come in the order in which they were made.
    pub fn add(&mut self, goal: &Goal, day: LocalDay, amount: f64) {
        self.add_on(goal, day.epoch_days(), amount);
    }

    fn add_on(&mut self, goal: &Goal, day: i64, amount: f64) {
        // They come in order of the days, as a rule.
        let follows = self.amounts.last().is_none_or(|(last, _)| *last < day);
        let place =
            if follows { self.amounts.len() } else { self.amounts.partition_point(|(before, _)| *before < day) };
        match self.amounts.get_mut(place) {
            Some((same, so_far)) if *same == day => {
                *so_far = if matches!(goal, Goal::Rating { .. }) { amount } else { *so_far + amount };
            }
            _ => self.amounts.insert(place, (day, amount)),
        }
    }

    /// What was noted of `day`; none when nothing was.
    #[must_use]
    pub fn amount(&self, day: LocalDay) -> Option<f64> {
        let day = day.epoch_days();
        let noted = |place: usize| self.amounts.get(place).filter(|(noted, _)| *noted == day);
        // Of a habit that is kept every day, it stands as many places before the last as days lie between.
        let (last, _) = self.amounts.last()?;
        let back = usize::try_from(last - day).ok()?;
        let place = (self.amounts.len() - 1).checked_sub(back);
        let search = || self.amounts.binary_search_by_key(&day, |(noted, _)| *noted).ok().and_then(noted);
        place.and_then(noted).or_else(search).map(|(_, amount)| *amount)
    }

    /// The first day of which anything is known.
    #[must_use]
    pub fn first(&self) -> LocalDay {
        let first = self.amounts.first().and_then(|(first, _)| LocalDay::from_epoch_days(*first));
        first.map_or(self.begun, |first| self.begun.min(first))
    }
}

impl Habit {
    /// Whether it was kept on `day`: the goal reached, or since it was begun the limit not passed.
    #[must_use]
    pub fn is_kept(&self, course: &Course, day: LocalDay) -> bool {
        match course.amount(day) {
            Some(amount) => self.is_done(amount),
            None => self.goal.is_limit() && course.begun <= day,
        }
    }

    /// How many times in a row it was kept when due, up to and with `day`.
    ///
    /// A day that is not over breaks nothing: `day` itself counts when it is kept and is passed over
    /// when there is still time. Days on which the habit rested are passed over too. For a habit that
    /// is kept some times a week, whole weeks (from Monday) must reach their number, or as many days
    /// as they had; the week of `day` counts what it has so far.
    #[must_use]
    pub fn streak(&self, course: &Course, day: LocalDay) -> u32 {
        self.streak_back_to(course, day).0
    }

    /// The streak, and the day on which counting it ended: what lies before was not asked for.
    #[must_use]
    pub fn streak_back_to(&self, course: &Course, day: LocalDay) -> (u32, LocalDay) {
        match self.schedule {
            Schedule::TimesAWeek(times) => self.streak_of_weeks(course, day, times),
            Schedule::Daily | Schedule::Weekdays(_) => self.streak_of_days(course, day),
        }
    }

    fn streak_of_days(&self, course: &Course, day: LocalDay) -> (u32, LocalDay) {
        // Doing something on a day on which it is not due counts; not overdoing it then is no feat.
        let limit = self.goal.is_limit();
        if limit && self.is_due(day) && !self.is_kept(course, day) {
            return (0, day);
        }
        let mut streak = u32::from(self.is_kept(course, day) && (self.is_due(day) || !limit) && !self.rests_on(day));
        // What was noted is gone through backwards beside the days, not searched for each: a streak may be years long.
        let (first, yesterday) = (course.first().epoch_days(), day.epoch_days() - 1);
        let known = course.amounts.partition_point(|(noted, _)| *noted <= yesterday);
        let mut noted = course.amounts.iter().take(known).rev().peekable();
        let mut days = (first..=yesterday).rev().peekable();
        let simple = matches!(self.schedule, Schedule::Daily) && self.pauses.is_empty() && self.archived.is_none();
        if simple && !limit {
            // Most habits: the calendar need not be asked.
            while let Some(day) = days.peek()
                && noted.next_if(|(noted, amount)| noted == day && self.is_done(*amount)).is_some()
            {
                streak += 1;
                days.next();
            }
        } else {
            while let Some(each) = days.peek() {
                let kept = match noted.next_if(|(noted, _)| noted == each) {
                    Some((_, amount)) => self.is_done(*amount),
                    None => limit && course.begun.epoch_days() <= *each,
                };
                let Some(each) = LocalDay::from_epoch_days(*each) else { break };
                if kept && (self.is_due(each) || !limit) {
                    streak += u32::from(!self.rests_on(each));
                } else if self.is_due(each) {
                    break;
                }
                days.next();
            }
        }
        let reached = days.peek().map_or(first, |broken| broken + 1);
        (streak, LocalDay::from_epoch_days(reached).unwrap_or(day))
    }

    fn streak_of_weeks(&self, course: &Course, day: LocalDay, times: u8) -> (u32, LocalDay) {
        let first = course.first();
        // How many days of a week could be kept, and how many were.
        let week = |monday: LocalDay| {
            (0..7)
                .map(|n| monday.plus_days(n))
                .filter(|&each| first <= each && each <= day && !self.rests_on(each))
                .fold((0_u32, 0_u32), |(had, kept), each| (had + 1, kept + u32::from(self.is_kept(course, each))))
        };
        let mut monday = monday_of(day);
        let (_, mut streak) = week(monday);
        while monday > first {
            let before = monday.plus_days(-7);
            let (had, kept) = week(before);
            if kept < u32::from(times).min(had) {
                break;
            }
            streak += kept;
            monday = before;
        }
        (streak, monday)
    }

    /// How many days of `day`'s week (from Monday) it was kept so far, up to and with `day`.
    #[must_use]
    pub fn kept_this_week(&self, course: &Course, day: LocalDay) -> u32 {
        let monday = monday_of(day);
        (0..7)
            .map(|n| monday.plus_days(n))
            .filter(|&each| each <= day && self.is_kept(course, each))
            .fold(0, |n, _| n + 1)
    }

    /// The score on `day`, from 0 to 1: how strong the habit is. See [`scores`](Self::scores).
    #[must_use]
    pub fn score(&self, course: &Course, day: LocalDay) -> f64 {
        self.scores(course, day, day).first().map_or(0.0, |(_, score)| *score)
    }

    /// The score on each day of `from..=to` from the first on of which anything is known.
    ///
    /// The score is that of Loop Habit Tracker (Á. Santos Xavier, `Score.kt` and `ScoreList.kt`): an
    /// exponentially smoothed mean of how well each day was kept. With *f* the days a week on which
    /// it is due, over 7, and *c* from 0 to 1 how far the day's goal was reached,
    ///
    /// `score = previous × m + c × (1 − m)`, with `m = 0.5 ^ (√f / 13)`
    ///
    /// so a daily habit that is dropped loses half of its score in 13 days, one kept once a week in
    /// 34. A daily habit reaches 99 % in 87 days, a weekly one in 39 weeks. The score begins at 0,
    /// that of a habit of doing less at 1. *c* is:
    /// - yes or no, and ratings: 1 when done, 0 when not;
    /// - an amount or a count: its share of the goal, at most 1;
    /// - a limit *L*: 1 within it, then falling in a straight line to 0 at 2 *L* (at once for none
    ///   at all);
    /// - where the habit is due on fewer days than seven: the sum of the days' *c* over the last 14
    ///   days by twice the days a week, at most 1, so that it does not matter on which days.
    ///
    /// Three things are ours: days on which the habit rests are left out of the row as if they had
    /// never been; a goal that is due some days a week is a day's goal, not a week's; and a day that
    /// is not over lowers nothing: the last of the days asked for counts only if it raises the score,
    /// except where a limit has been passed.
    #[must_use]
    pub fn scores(&self, course: &Course, from: LocalDay, to: LocalDay) -> Vec<(LocalDay, f64)> {
        let limit = self.goal.is_limit();
        let days_a_week = self.schedule.days_a_week();
        let daily = days_a_week == 7;
        let keep = 0.5_f64.powf((f64::from(days_a_week) / 7.0).sqrt() / 13.0);
        let outset = if limit { 1.0 } else { 0.0 };
        let mut window: VecDeque<f64> = std::iter::repeat_n(outset, WINDOW).collect();
        let mut score = outset;
        let mut scores = Vec::new();
        let first = course.first();
        let mut day = first.min(from);
        while day <= to {
            let known = day >= first;
            if known && !self.rests_on(day) {
                // A limit asks for nothing on days that are not its own.
                let counts = !limit || self.is_due(day);
                let mut share = if counts { self.share(course, day) } else { 0.0 };
                if !daily {
                    window.pop_front();
                    window.push_back(share);
                    share = (window.iter().sum::<f64>() / (2.0 * f64::from(days_a_week))).min(1.0);
                }
                let next = score * keep + share * (1.0 - keep);
                score = if day == to && !limit { next.max(score) } else { next };
            }
            if day >= from && known {
                scores.push((day, score));
            }
            if day == day.plus_days(1) {
                break;
            }
            day = day.plus_days(1);
        }
        scores
    }

    /// How far the goal of `day` was reached, 0 to 1.
    fn share(&self, course: &Course, day: LocalDay) -> f64 {
        let amount = course.amount(day).unwrap_or(0.0);
        match &self.goal {
            Goal::YesNo | Goal::Rating { .. } => f64::from(u8::from(amount > 0.0)),
            Goal::Count { at_least, .. } => (amount / f64::from(*at_least).max(1.0)).min(1.0),
            Goal::Amount { at_least, .. } => (amount / at_least.max(f64::MIN_POSITIVE)).min(1.0),
            Goal::AtMost { at_most, .. } if amount <= *at_most => 1.0,
            Goal::AtMost { at_most, .. } => (2.0 - amount / at_most.max(f64::MIN_POSITIVE)).clamp(0.0, 1.0),
        }
    }
}

/// The Monday of a day's week.
fn monday_of(day: LocalDay) -> LocalDay {
    day.plus_days(-i64::from(day.0.weekday().num_days_from_monday()))
}
