//! The use cases, one file each.
//!
//! [`Companion`] is what the apps, the terminal and the tests talk to. It is the only room that
//! sees store, detection and sync together; each method is one thing that a person does. Methods
//! block: whoever must not wait hands them to a thread of their own (`mimamori-ffi` does).

mod advice;
mod charts;
mod conflicts;
mod consents;
mod day;
mod devices;
mod events;
mod findings;
mod foods;
mod habits;
mod heart;
mod history;
mod import;
mod keeping;
mod listening;
mod meals;
mod medicines;
mod notice;
mod nutrition;
mod people;
mod platforms;
mod profile;
mod record;
mod report;
mod sleep;
mod sources;
mod symptoms;
mod vitals;
mod watch;

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use uuid::{ContextV7, Timestamp, Uuid};

use crate::clock::Clock;
use crate::error::{Error, Result};
use crate::event::{Bus, Change, Changes};
use crate::model::person::{Person, Role, Source, SourceKind};
use crate::model::{Millis, PersonId, RecordId, SourceId};
use crate::store::foods::FoodTable;
use crate::store::{Reading, SecretKey, Store, Writing};

pub use consents::ConsentRow;
pub use foods::{FoodCard, FoodSearch, RecentFood};
pub use habits::NewHabit;
pub use heart::{LiveHeart, Recording};
pub use listening::{Listening, Told};
pub use meals::{MealEdit, NewMeal, NewMealItem};
pub use medicines::NewDose;
pub use nutrition::{NutritionView, ReferenceBasis};
pub use vitals::Asked;

/// One open record of one or more people.
#[derive(Debug)]
pub struct Companion {
    store: Store,
    clock: Arc<dyn Clock>,
    bus: Bus,
    /// Counts within a millisecond, so that what was recorded later is named and listed later.
    names: Mutex<ContextV7>,
    /// Opened when it is first asked for: most runs never search for food.
    foods: Mutex<Option<FoodTable>>,
}

/// Whether a person looks at the app.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// The app is on the screen.
    Foreground,
    /// It is not: files are closed, because a phone may end an app that holds one while suspended.
    Background,
}

impl Companion {
    /// Opens the record at `path`, or begins one. What was stored but not yet looked at when the program last ended waits
    /// for [`catch_up`](Self::catch_up): the first screen need not.
    ///
    /// # Errors
    /// [`Error::WrongKey`], [`Error::Damaged`] and [`Error::NewerStore`] tell apart why a store does not open.
    pub fn open(path: &Path, key: &SecretKey, clock: Arc<dyn Clock>) -> Result<Self> {
        Ok(Self {
            store: Store::open(path, key)?,
            clock,
            bus: Bus::default(),
            names: Mutex::new(ContextV7::new()),
            foods: Mutex::default(),
        })
    }

    /// Changes from now on, each told after it was committed. Dropping the reader ends it.
    #[must_use]
    pub fn subscribe(&self) -> Changes {
        self.bus.subscribe()
    }

    /// Says whether the app is on the screen. The last word counts.
    ///
    /// # Errors
    /// Closing or opening the store can fail as [`open`](Self::open) can.
    pub fn set_phase(&self, phase: Phase) -> Result<()> {
        match phase {
            Phase::Foreground => self.store.resume(),
            Phase::Background => self.store.pause(),
        }
    }

    /// The present instant, by this companion's clock.
    #[must_use]
    pub fn now(&self) -> Millis {
        self.clock.now()
    }

    /// The store, for rooms of this crate that need more than one use case of it.
    pub(crate) fn store(&self) -> &Store {
        &self.store
    }

    /// Asks the food table that is part of the library.
    pub(crate) fn foods<T>(&self, ask: impl FnOnce(&FoodTable) -> Result<T>) -> Result<T> {
        let mut foods = self.foods.lock().unwrap_or_else(PoisonError::into_inner);
        let table = match foods.take() {
            Some(table) => table,
            None => FoodTable::open()?,
        };
        ask(foods.insert(table))
    }

    pub(crate) fn tell(&self, change: Change) {
        self.bus.tell(change);
    }

    /// A name for a new record: time-ordered by this companion's clock.
    pub(crate) fn new_record_id(&self) -> RecordId {
        let now = self.now().to_utc();
        let seconds = u64::try_from(now.timestamp()).unwrap_or(0);
        let stamp = Timestamp::from_unix(&self.names, seconds, now.timestamp_subsec_nanos());
        RecordId(Uuid::new_v7(stamp))
    }
}

/// The person, where their record is kept here. What is written here into one that is kept elsewhere, be it by hand, from a
/// file or from a device, would reach nobody, and be erased when the leave to see it ends: each use case that writes into a
/// record asks this in its transaction, or makes its source known with [`own_source`], which does.
///
/// # Errors
/// [`Error::NotFound`] when the person is not there; [`Error::KeptElsewhere`].
pub(crate) fn kept_here(store: &Reading<'_>, person: PersonId) -> Result<Person> {
    let person = store.person(person)?.ok_or(Error::NotFound("person"))?;
    match person.role {
        Role::Patient => Ok(person),
        Role::Caregiver => Err(Error::KeptElsewhere),
    }
}

/// Makes known to the store what writes into a record that is kept here.
///
/// # Errors
/// As [`kept_here`].
pub(crate) fn own_source(store: &Writing<'_>, person: PersonId, source: &Source) -> Result<SourceId> {
    kept_here(store, person)?;
    store.put_source(person, source)?;
    Ok(source.id)
}

/// The source that stands for a person's own hand.
///
/// # Errors
/// As [`kept_here`].
pub(crate) fn own_hand(store: &Writing<'_>, person: PersonId) -> Result<SourceId> {
    let id = SourceId::derive(person, "manual");
    own_source(store, person, &Source { id, kind: SourceKind::Manual, name: "manual".to_owned() })
}

#[cfg(test)]
mod tests;
