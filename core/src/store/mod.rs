//! What is kept on the phone: one encrypted SQLite file. The only room with SQL.
//!
//! [`Store`] owns the file. Everything is read inside [`Store::read`] and written inside
//! [`Store::write`], one transaction each; what can be asked and said is on [`Reading`] and
//! [`Writing`], a file a family. Calls block: threads are the business of whoever calls.
//! Used by `sync`, `family` and `companion`; screens never see it.

mod attachments;
mod backup;
mod beats;
mod changes;
mod coder;
mod conflicts;
mod courses;
mod day;
mod devices;
mod energy;
pub mod foods;
mod heartbeat;
mod hearts;
mod key;
mod meta;
mod mix;
mod open;
mod outbox;
mod pack;
mod past;
mod people;
mod photos;
mod platforms;
mod pool;
mod range;
mod received;
mod records;
mod rollups;
mod schema;
mod shares;
mod sparse;
mod steps;
mod sums;
mod tail;
#[cfg(test)]
mod tests;
mod thin;
mod union;
mod vitals;

use std::ops::Deref;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, Params, Row};
use serde::Serialize;
use serde::de::value::StrDeserializer;
use serde::de::{DeserializeOwned, IntoDeserializer as _};
use uuid::Uuid;

pub use backup::{BackupLabel, Restored};
pub use courses::Courses;
pub use heartbeat::Heartbeats;
pub use hearts::{Appended, HeartHours};
pub use key::{KEY_LEN, SecretKey};
pub use rollups::Bucket;
pub use schema::VERSION as SCHEMA_VERSION;

use crate::{Error, Result};

/// An encrypted store: one writer, several readers, one file.
#[derive(Debug)]
pub struct Store {
    pool: pool::Pool,
}

impl Store {
    /// Opens the store at `path`, making it if there is none and bringing it up to date.
    ///
    /// When it cannot be brought up to date it opens for reading only: see
    /// [`is_read_only`](Self::is_read_only).
    ///
    /// # Errors
    /// [`Error::WrongKey`], [`Error::Damaged`], [`Error::NewerStore`], [`Error::Busy`],
    /// [`Error::Full`], [`Error::File`]. In none of these cases is the file changed or deleted.
    pub fn open(path: &Path, key: &SecretKey) -> Result<Self> {
        Self::open_with(path, key, schema::MIGRATIONS)
    }

    fn open_with(path: &Path, key: &SecretKey, migrations: &'static [&'static str]) -> Result<Self> {
        Ok(Self { pool: pool::Pool::open(path, key, migrations)? })
    }

    /// Renames the store at `path`, with a damaged file in mind, so that a fresh one can take its
    /// place. Answers where the old one now lies. Nothing is ever deleted.
    ///
    /// # Errors
    /// When the file cannot be renamed.
    pub fn move_aside(path: &Path) -> Result<PathBuf> {
        open::move_aside(path)
    }

    /// Whether this store could not be brought up to date and can only be read.
    #[must_use]
    pub fn is_read_only(&self) -> bool {
        self.pool.is_read_only()
    }

    /// Runs `f` on one consistent state of the store, whatever is written meanwhile.
    ///
    /// Do not call it again inside `f`: readers are few.
    ///
    /// # Errors
    /// [`Error::Paused`], what `f` fails with, or what SQLite says; [`Error::ReadOnly`] for what a store that
    /// could not be brought up to date has no place for.
    pub fn read<T>(&self, f: impl FnOnce(&Reading<'_>) -> Result<T>) -> Result<T> {
        let answer = self.pool.with_reader(|connection| {
            let transaction = connection.unchecked_transaction()?;
            f(&Reading { connection: &transaction })
        });
        self.of_its_age(answer)
    }

    /// What an older schema has no table for is told as what it is, not as a fault of SQL.
    fn of_its_age<T>(&self, answer: Result<T>) -> Result<T> {
        match answer {
            Err(Error::Database(_)) if self.is_read_only() => Err(Error::ReadOnly),
            answer => answer,
        }
    }

    /// As [`read`](Self::read), for what is read in a few milliseconds, such as one screen. A program that
    /// begins needs no second connection for it; who writes may have to wait until `f` is done.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub fn glance<T>(&self, f: impl FnOnce(&Reading<'_>) -> Result<T>) -> Result<T> {
        let answer = self.pool.with_any(|connection| {
            let transaction = connection.unchecked_transaction()?;
            f(&Reading { connection: &transaction })
        });
        self.of_its_age(answer)
    }

    /// Runs `f` in one transaction: when it answers, everything it wrote is on the disk; when it
    /// fails, nothing is.
    ///
    /// # Errors
    /// [`Error::Paused`], [`Error::ReadOnly`], [`Error::Busy`], [`Error::Full`], what `f` fails
    /// with, or what SQLite says.
    pub fn write<T>(&self, f: impl FnOnce(&Writing<'_>) -> Result<T>) -> Result<T> {
        self.pool.with_writer(|connection| transact(connection, f))
    }

    /// As [`write`](Self::write), but does not wait for the disk. A program that is killed loses
    /// nothing; a device that loses its power may lose the whole of it, until the next `write`. For
    /// what can then be learned again.
    ///
    /// # Errors
    /// As [`write`](Self::write).
    pub fn write_soon<T>(&self, f: impl FnOnce(&Writing<'_>) -> Result<T>) -> Result<T> {
        self.pool.with_unhurried(|connection| transact(connection, f))
    }

    /// Closes the file, with the log written back, so that the phone may suspend the app. Waits
    /// for what is running. Everything answers [`Error::Paused`] until [`resume`](Self::resume).
    /// Pausing twice is pausing once.
    ///
    /// # Errors
    /// What SQLite says; the store is paused all the same.
    pub fn pause(&self) -> Result<()> {
        self.pool.pause()
    }

    /// Opens the file again after [`pause`](Self::pause).
    ///
    /// # Errors
    /// As [`open`](Self::open); the store then stays paused.
    pub fn resume(&self) -> Result<()> {
        self.pool.resume()
    }

    /// Writes the log back into the file and empties it, so that nothing that was erased is left in
    /// either; when over a quarter of a large file is free, gives that room back to the device.
    ///
    /// # Errors
    /// [`Error::Paused`], [`Error::ReadOnly`]; [`Error::Busy`] when another program reads: the log is
    /// then written back later; [`Error::Full`].
    pub fn tidy(&self) -> Result<()> {
        self.pool.with_writer(open::tidy)
    }

    /// Encrypts the whole file anew with `new`, which from then on opens it. One transaction: a
    /// program that is killed meanwhile finds the store under one key or the other, whole. Keep both
    /// until this answers.
    ///
    /// # Errors
    /// [`Error::Paused`], [`Error::ReadOnly`], [`Error::Full`], [`Error::Busy`]; the old key then still
    /// opens the store.
    pub fn rekey(&self, new: &SecretKey) -> Result<()> {
        self.pool.rekey(new)
    }

    /// Reads the whole file and checks it: each page, each row, and that each index has them all.
    ///
    /// # Errors
    /// [`Error::Damaged`], [`Error::Paused`].
    pub fn verify(&self) -> Result<()> {
        // The codes of pages are checked in the file itself: after a change of keys that was cut short, the
        // pages under the new key are still in the log.
        match self.pool.with_writer(open::write_back) {
            Ok(()) | Err(Error::Busy | Error::ReadOnly) => {}
            Err(other) => return Err(other),
        }
        self.pool.with_reader(|connection| {
            for check in ["PRAGMA cipher_integrity_check", "PRAGMA integrity_check"] {
                let mut statement = connection.prepare(check)?;
                let mut rows = statement.query([])?;
                while let Some(row) = rows.next()? {
                    if row.get_ref(0)?.as_str().ok() != Some("ok") {
                        return Err(Error::Damaged);
                    }
                }
            }
            Ok(())
        })
    }
}

/// What can be asked of the store; one consistent state of it.
#[derive(Debug)]
pub struct Reading<'a> {
    connection: &'a Connection,
}

/// What can be asked and said inside one transaction.
#[derive(Debug)]
pub struct Writing<'a>(Reading<'a>);

impl<'a> Deref for Writing<'a> {
    type Target = Reading<'a>;
    fn deref(&self) -> &Reading<'a> {
        &self.0
    }
}

impl Reading<'_> {
    /// Every row that `sql` answers, read by `read`.
    fn all<T>(&self, sql: &str, params: impl Params, read: impl FnMut(&Row<'_>) -> Result<T>) -> Result<Vec<T>> {
        self.connection.prepare_cached(sql)?.query_and_then(params, read)?.collect()
    }

    /// The first row that `sql` answers, if any.
    fn one<T>(&self, sql: &str, params: impl Params, read: impl FnOnce(&Row<'_>) -> Result<T>) -> Result<Option<T>> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query(params)?;
        rows.next()?.map(read).transpose()
    }
}

impl Writing<'_> {
    /// Runs `sql`; answers how many rows it changed.
    fn run(&self, sql: &str, params: impl Params) -> Result<usize> {
        Ok(self.connection.prepare_cached(sql)?.execute(params)?)
    }
}

/// Runs `f` in one transaction. A strap's commit is so small that it would show to have `BEGIN` and `COMMIT` parsed
/// for each.
fn transact<T>(connection: &Connection, f: impl FnOnce(&Writing<'_>) -> Result<T>) -> Result<T> {
    connection.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
    let undo = RollBack(connection);
    let answer = f(&Writing(Reading { connection }))?;
    connection.prepare_cached("COMMIT")?.execute([])?;
    drop(undo);
    Ok(answer)
}

/// Takes back, when it is dropped, a transaction that is not committed: also after a panic.
struct RollBack<'a>(&'a Connection);

impl Drop for RollBack<'_> {
    fn drop(&mut self) {
        if !self.0.is_autocommit() {
            // What cannot be rolled back has been: SQLite did it with the error before.
            let _ = self.0.execute_batch("ROLLBACK");
        }
    }
}

/// An identifier as it is stored: 16 bytes.
fn id(row: &Row<'_>, column: &str) -> Result<Uuid> {
    Ok(Uuid::from_bytes(row.get(column)?))
}

/// Sixteen bytes that stand in hexadecimal.
fn unhex(text: &str) -> Option<[u8; 16]> {
    let mut bytes = [0; 16];
    let (pairs, []) = text.as_bytes().as_chunks::<2>() else { return None };
    if pairs.len() != bytes.len() {
        return None;
    }
    for (byte, pair) in bytes.iter_mut().zip(pairs) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(bytes)
}

/// A value of an enumeration as it is stored: the word that it is in JSON too.
fn word(value: &impl Serialize) -> Result<String> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => Ok(word),
        _ => Err(Error::Unreadable("word")),
    }
}

/// The value whose [`word`] stands in `column`.
fn from_word<T: DeserializeOwned>(row: &Row<'_>, column: &'static str) -> Result<T> {
    let word = row.get_ref(column)?.as_str().map_err(|_| Error::Unreadable(column))?;
    let word: StrDeserializer<'_, serde::de::value::Error> = word.into_deserializer();
    T::deserialize(word).map_err(|_| Error::Unreadable(column))
}

/// A value as JSON text.
fn json(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|_| Error::Unreadable("value"))
}

/// The value whose [`json`] stands in `column`.
fn from_json<T: DeserializeOwned>(row: &Row<'_>, column: &str, what: &'static str) -> Result<T> {
    let text = row.get_ref(column)?.as_str().map_err(|_| Error::Unreadable(what))?;
    serde_json::from_str(text).map_err(|_| Error::Unreadable(what))
}

impl From<rusqlite::Error> for Error {
    /// Only codes are kept: SQLite's own words could quote a row.
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::Error::{SqlInputError, SqliteFailure};
        use rusqlite::ErrorCode;
        let (SqliteFailure(cause, _) | SqlInputError { error: cause, .. }) = error else {
            return Self::Unreadable("row");
        };
        match cause.code {
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::Busy,
            ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Self::Damaged,
            ErrorCode::DiskFull => Self::Full,
            // The memory that connections share is a small file, and it did not fit any more.
            ErrorCode::SystemIoFailure if cause.extended_code == rusqlite::ffi::SQLITE_IOERR_SHMSIZE => Self::Full,
            ErrorCode::ReadOnly => Self::ReadOnly,
            ErrorCode::CannotOpen => Self::File(std::io::ErrorKind::NotFound),
            code => Self::Database(format!("{code:?} ({})", cause.extended_code)),
        }
    }
}
