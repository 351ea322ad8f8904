//! How the record is kept: backups, keys, and erasing for good.

use std::path::Path;

use super::Companion;
use super::record::own_record;
use crate::error::{Error, Result};
use crate::event::Change;
use crate::model::heart::Thinning;
use crate::model::{Invalid, LocalDay, Millis, PersonId, Problem, RecordId};
use crate::store::{BackupLabel, SecretKey};

impl Companion {
    /// Writes everything into a new file, encrypted under `key`; see [`Store::backup`](crate::store::Store::backup).
    /// [`Store::restore`](crate::store::Store::restore) brings it back, while no companion is open.
    ///
    /// # Errors
    /// [`Error::File`] when there is a file at `to` already or it cannot be written; [`Error::Full`].
    pub fn backup(&self, to: &Path, key: &SecretKey, hint: &str) -> Result<BackupLabel> {
        self.store.backup(to, key, hint)
    }

    /// Encrypts the record anew with `new`. Keep the old key until this answers: killed meanwhile, the
    /// record opens with one of the two.
    ///
    /// # Errors
    /// Those of the store; the old key then still opens it.
    pub fn rekey(&self, new: &SecretKey) -> Result<()> {
        self.store.rekey(new)
    }

    /// Erases a record with its history, as if it had never been: physically, and with no way back.
    /// Platforms that hold it are told at the next sync. To take back a mistake,
    /// [`delete`](Self::delete) it instead.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such record; [`Error::KeptElsewhere`]: what is erased here of a record that is
    /// only looked at would still be where it is kept.
    pub fn erase_record(&self, id: RecordId) -> Result<()> {
        let record = self.store.write(|store| {
            let record = own_record(store, id)?;
            store.erase_record(id)?;
            Ok(record)
        })?;
        self.tell(Change::Day(record.person, record.at.day()));
        self.clear_log()
    }

    /// What [`thin_heart`](Self::thin_heart) would take away.
    ///
    /// # Errors
    /// As [`thin_heart`](Self::thin_heart).
    pub fn preview_thinning(&self, person: PersonId, before: LocalDay) -> Result<Thinning> {
        let before = self.thinned_until(person, before)?;
        self.store.read(|store| store.thinnable(person, before))
    }

    /// Erases every single heart rate and beat from before the person's day `before`: physically, and with no way
    /// back. Where their clocks are off from UTC by a part of an hour, the hour in which that day begins stays. Curves, day sums, notices and everything else stay, by the minute. Nothing is ever
    /// thinned without being asked for. What platforms hold stays there.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such person; `before` when it lies ahead.
    pub fn thin_heart(&self, person: PersonId, before: LocalDay) -> Result<Thinning> {
        let before = self.thinned_until(person, before)?;
        let thinning = self.store.write(|store| store.thin_heart(person, before))?;
        self.tell(Change::Resync);
        self.clear_log()?;
        Ok(thinning)
    }

    fn thinned_until(&self, person: PersonId, before: LocalDay) -> Result<Millis> {
        if before > self.today(person)? {
            return Err(Error::Invalid(Invalid::new("before", Problem::Impossible)));
        }
        Ok(before.range_in(self.person(person)?.zone).start)
    }

    /// Erases a person with everything that is kept of them on this device: physically, and with no
    /// way back. What was sent to platforms stays there.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such person.
    pub fn erase_person(&self, person: PersonId) -> Result<()> {
        self.store.write(|store| store.erase_person(person))?;
        self.tell(Change::Resync);
        self.clear_log()
    }

    /// Erased is erased when the log has forgotten it too. Who reads at this moment can hold it up; the
    /// log is then emptied when the store closes.
    fn clear_log(&self) -> Result<()> {
        match self.store.tidy() {
            Err(Error::Busy) => Ok(()),
            done => done,
        }
    }
}
