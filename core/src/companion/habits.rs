//! Habits and their ticks.

use super::Companion;
use crate::error::{Error, Result};
use crate::model::habit::{Goal, Habit, Schedule, Tick};
use crate::model::{Entry, LocalDay, PersonId, Record, RecordId, RecordKind, Stamp};

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

impl Companion {
    /// Begins a habit.
    ///
    /// # Errors
    /// A field of `habit` that is refused.
    pub fn add_habit(&self, person: PersonId, at: Stamp, habit: &NewHabit) -> Result<Record> {
        let habit = Habit::new(&habit.name, habit.goal.clone(), habit.schedule.clone())?;
        self.record(person, at, Entry::Habit(habit))
    }

    /// Notes that `amount` of a habit was done: 1 for yes, 0 for an explicit no.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the habit is not the person's; `amount` when it is refused.
    pub fn tick(&self, person: PersonId, habit: RecordId, at: Stamp, amount: f64) -> Result<Record> {
        let found = self.store.read(|store| store.record(habit))?;
        if !found.is_some_and(|record| record.person == person && record.entry.kind() == RecordKind::Habit) {
            return Err(Error::NotFound("habit"));
        }
        self.record(person, at, Entry::Tick(Tick::new(habit, amount)?))
    }

    /// Takes back every tick of a habit on a day, as if none had been made.
    ///
    /// # Errors
    /// Only those of the store.
    pub fn untick(&self, person: PersonId, habit: RecordId, day: LocalDay) -> Result<()> {
        for record in self.store.read(|store| store.records_on(person, RecordKind::Tick, day))? {
            if matches!(&record.entry, Entry::Tick(tick) if tick.habit == habit) {
                self.delete(record.id)?;
            }
        }
        Ok(())
    }

    /// The habits that a person keeps, in the order in which they were begun.
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
}
