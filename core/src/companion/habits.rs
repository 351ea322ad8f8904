//! Habits, their ticks, and being reminded of them.

use chrono::Datelike;

use super::Companion;
use crate::error::{Error, Result};
use crate::event::Change;
use crate::model::habit::{Course, Goal, Habit, Schedule, Tick};
use crate::model::person::Person;
use crate::model::reminder::{self, Asking, Reminder};
use crate::model::time_of_day::QuietHours;
use crate::model::view::HabitRow;
use crate::model::{Entry, LocalDay, Millis, PersonId, Record, RecordId, RecordKind, Stamp};
use crate::store::{Courses, Reading};

/// A habit to begin.
#[derive(Debug, Clone, PartialEq)]
pub struct NewHabit {
    /// Its name, 1 to 100 characters.
    pub name: String,
    /// What counts as done.
    pub goal: Goal,
    /// When it is due.
    pub schedule: Schedule,
}

/// How far back ticks are read at first. A daily score forgets half in 13 days, the slowest in 34:
/// what lies a year back moves it by less than a thousandth. A streak that is longer is followed.
const LOOK_BACK: i64 = 366;

/// No streak is followed further back: a hundred years.
const FARTHEST: i64 = 36_525;

/// The longest snooze.
const LONGEST_SNOOZE: i64 = Millis::DAY;

impl Companion {
    /// Begins a habit.
    ///
    /// # Errors
    /// A field of `habit` that is refused.
    pub fn add_habit(&self, person: PersonId, at: Stamp, habit: &NewHabit) -> Result<Record> {
        self.begin_habit(person, at, Habit::new(&habit.name, habit.goal.clone(), habit.schedule.clone())?)
    }

    /// Begins a habit with all that can be said of one.
    ///
    /// # Errors
    /// What [`Habit::check`] refuses.
    pub fn begin_habit(&self, person: PersonId, at: Stamp, habit: Habit) -> Result<Record> {
        habit.check()?;
        self.record(person, at, Entry::Habit(habit))
    }

    /// Changes a habit; the version before it is kept, and [`undo`](Self::undo) brings it back.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the habit is not the person's; what `change` or [`Habit::check`]
    /// refuses.
    pub fn change_habit(
        &self,
        person: PersonId,
        habit: RecordId,
        change: impl FnOnce(&mut Habit) -> Result<()>,
    ) -> Result<Record> {
        let (record, mut changed) = self.own_habit(person, habit)?;
        change(&mut changed)?;
        changed.check()?;
        self.amend(habit, record.at, Entry::Habit(changed))
    }

    /// Notes that `amount` of a habit was done: 1 for yes, 0 for an explicit no.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the habit is not the person's; `amount` when it is refused.
    pub fn tick(&self, person: PersonId, habit: RecordId, at: Stamp, amount: f64) -> Result<Record> {
        let (_, found) = self.own_habit(person, habit)?;
        found.goal.check_amount(amount)?;
        self.record(person, at, Entry::Tick(Tick::new(habit, amount)?))
    }

    /// Takes back every tick of a habit on a day, as if none had been made, and answers how many.
    ///
    /// # Errors
    /// Only those of the store.
    pub fn untick(&self, person: PersonId, habit: RecordId, day: LocalDay) -> Result<usize> {
        let mut taken_back = 0;
        for record in self.store.read(|store| store.records_on(person, RecordKind::Tick, day))? {
            if matches!(&record.entry, Entry::Tick(tick) if tick.habit == habit) {
                self.delete(record.id)?;
                taken_back += 1;
            }
        }
        Ok(taken_back)
    }

    /// The habits that a person keeps, in the order in which they were begun, with those that rest.
    ///
    /// # Errors
    /// Only those of the store.
    pub fn habits(&self, person: PersonId) -> Result<Vec<(RecordId, Habit)>> {
        let records = self.store.read(|store| store.records_of(person, RecordKind::Habit))?;
        Ok(records
            .into_iter()
            .filter_map(|record| match record.entry {
                Entry::Habit(habit) => Some((record.id, habit)),
                _ => None,
            })
            .collect())
    }

    /// Every habit of a person as it stands on `day`, also those that rest or are not due.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the person is not there.
    pub fn habits_on(&self, person: PersonId, day: LocalDay) -> Result<Vec<HabitRow>> {
        self.store.read(|store| {
            let person = store.person(person)?.ok_or(Error::NotFound("person"))?;
            rows(store, &person, day)
        })
    }

    /// The score of a habit on each day of `from..=to` (at most ten years), from its first day on,
    /// with the day's amount.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the habit is not the person's.
    pub fn habit_scores(
        &self,
        person: PersonId,
        habit: RecordId,
        from: LocalDay,
        to: LocalDay,
    ) -> Result<Vec<(LocalDay, Option<f64>, f64)>> {
        let (record, found) = self.own_habit(person, habit)?;
        let from = from.max(to.plus_days(-3_653));
        self.store.read(|store| {
            let person = store.person(person)?.ok_or(Error::NotFound("person"))?;
            let back = to.epoch_days() - from.epoch_days() + LOOK_BACK;
            let ticks = store.courses(person.id, to.plus_days(-back), to)?.remove(&record.id).unwrap_or_default();
            let course = course(&record, &found, ticks, to.plus_days(-back));
            let scores = found.scores(&course, from, to);
            Ok(scores.into_iter().map(|(day, score)| (day, course.amount(day), score)).collect())
        })
    }

    /// What a person is to be reminded of now. In their quiet hours, nothing.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the person is not there.
    pub fn reminders_due(&self, person: PersonId) -> Result<Vec<Reminder>> {
        let now = self.now();
        self.asking(person, |profile, asking| reminder::due(now, profile.zone, profile.quiet_hours, asking))
    }

    /// The reminders from now until `until`, at most 62 days ahead: what the phone hands to its alarm
    /// clock, again after each change.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the person is not there.
    pub fn reminders_until(&self, person: PersonId, until: Millis) -> Result<Vec<Reminder>> {
        let now = self.now();
        self.asking(person, |profile, asking| reminder::upcoming(now, until, profile.zone, profile.quiet_hours, asking))
    }

    /// Says nothing of a habit before `until`, at most a day ahead.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the habit is not the person's; `time` when `until` is not ahead, or
    /// too far.
    pub fn snooze(&self, person: PersonId, habit: RecordId, until: Millis) -> Result<()> {
        self.own_habit(person, habit)?;
        if !(1..=LONGEST_SNOOZE).contains(&until.since(self.now())) {
            return Err(crate::model::Invalid::new("time", crate::model::Problem::Impossible).into());
        }
        self.store.write(|store| store.set_meta(person, &snooze_key(habit), Some(&until.0.to_string())))
    }

    /// Sets a person's quiet hours, or none.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the person is not there.
    pub fn set_quiet_hours(&self, person: PersonId, quiet: Option<QuietHours>) -> Result<Person> {
        let mut profile = self.person(person)?;
        profile.quiet_hours = quiet;
        self.put_person(&profile)?;
        self.tell(Change::Day(person, LocalDay::of(self.now(), profile.zone)));
        Ok(profile)
    }

    fn own_habit(&self, person: PersonId, habit: RecordId) -> Result<(Record, Habit)> {
        let found = self.store.read(|store| store.record(habit))?.filter(|record| record.person == person);
        match found {
            Some(record) => match &record.entry {
                Entry::Habit(habit) => Ok((record.clone(), habit.clone())),
                _ => Err(Error::NotFound("habit")),
            },
            None => Err(Error::NotFound("habit")),
        }
    }

    /// Asks `answer` with every habit that may remind the person.
    fn asking<T>(&self, person: PersonId, answer: impl FnOnce(&Person, &[Asking<'_>]) -> T) -> Result<T> {
        let now = self.now();
        self.store.read(|store| {
            let profile = store.person(person)?.ok_or(Error::NotFound("person"))?;
            let today = LocalDay::of(now, profile.zone);
            // From the Monday of the week: what a week already has.
            let monday = today.plus_days(-i64::from(today.0.weekday().num_days_from_monday()));
            let mut courses = store.courses(person, monday, today)?;
            let mut kept = Vec::new();
            for record in store.records_of(person, RecordKind::Habit)? {
                let Entry::Habit(habit) = &record.entry else { continue };
                let course = course(&record, habit, courses.remove(&record.id).unwrap_or_default(), monday);
                let snoozed =
                    store.meta(person, &snooze_key(record.id))?.and_then(|until| until.parse().ok()).map(Millis);
                kept.push((record.id, habit.clone(), course, snoozed));
            }
            let asking: Vec<Asking<'_>> = kept
                .iter()
                .map(|(id, habit, course, snoozed)| Asking { id: *id, habit, course, snoozed: *snoozed })
                .collect();
            Ok(answer(&profile, &asking))
        })
    }
}

fn snooze_key(habit: RecordId) -> String {
    format!("snooze/{habit}")
}

/// Whether a day's view shows a habit: it was begun, and is due on the day or has a tick there.
pub(super) fn is_shown(row: &HabitRow, begun: LocalDay, day: LocalDay) -> bool {
    begun <= day && (row.noted || row.habit.is_due(day))
}

/// The habits that a day's view shows.
pub(super) fn shown(store: &Reading<'_>, person: &Person, day: LocalDay) -> Result<Vec<HabitRow>> {
    let mut rows = rows(store, person, day)?;
    rows.retain(|row| is_shown(row, row.begun, day));
    Ok(rows)
}

/// Every habit as it stands on `day`.
fn rows(store: &Reading<'_>, person: &Person, day: LocalDay) -> Result<Vec<HabitRow>> {
    let habits: Vec<(Record, Habit)> = store
        .records_of(person.id, RecordKind::Habit)?
        .into_iter()
        .filter_map(|record| match record.entry.clone() {
            Entry::Habit(habit) => Some((record, habit)),
            _ => None,
        })
        .collect();
    if habits.is_empty() {
        return Ok(Vec::new());
    }
    let from = day.plus_days(-LOOK_BACK);
    let mut courses = store.courses(person.id, from, day)?;
    let (farthest, mut older) = (day.plus_days(-FARTHEST), None);
    let mut rows = Vec::new();
    for (record, habit) in habits {
        let ticks = courses.remove(&record.id).unwrap_or_default();
        let course = course(&record, &habit, ticks, from);
        let (mut streak, reached) = habit.streak_back_to(&course, day);
        // A streak that is longer is followed: a habit's years fill a page or two.
        if streak > 0 && reached <= from.plus_days(7) && record.at.day() < from {
            let older: &mut Courses = match &mut older {
                Some(older) => older,
                none => none.insert(store.courses(person.id, farthest, from.plus_days(-1))?),
            };
            let ticks = older.remove(&record.id).unwrap_or_default();
            streak = habit.streak(&self::course(&record, &habit, ticks, farthest).followed_by(&course), day);
        }
        let amount = course.amount(day);
        rows.push(HabitRow {
            id: record.id,
            begun: record.at.day(),
            amount: amount.unwrap_or(0.0),
            noted: amount.is_some(),
            done: habit.is_kept(&course, day),
            streak,
            score: habit.score(&course, day),
            habit,
        });
    }
    Ok(rows)
}

/// What was done of a habit since `from`.
fn course(record: &Record, habit: &Habit, ticks: Vec<(i64, f64)>, from: LocalDay) -> Course {
    Course::of(&habit.goal, record.at.day().max(from), ticks)
}
