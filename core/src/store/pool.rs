//! The connections: one that writes, a few that read, and the switch that closes them all.

use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use rusqlite::Connection;

use super::key::SecretKey;
use super::open::{self, Purpose};
use super::schema;
use crate::{Error, Result};

/// How many reads can run side by side.
const READERS: usize = 2;

/// The connections of one store.
pub(super) struct Pool {
    path: PathBuf,
    key: Mutex<SecretKey>,
    migrations: &'static [&'static str],
    /// Taken in this order: first the writer, then the readers, then the key.
    writer: Mutex<Option<Writer>>,
    readers: Mutex<Readers>,
    reader_came_back: Condvar,
}

struct Writer {
    connection: Connection,
    read_only: bool,
    /// Whether a commit asks the disk, once it was said. Left as it was last needed: a strap commits every ten seconds.
    asks_the_disk: Option<bool>,
}

impl Writer {
    const fn new(connection: Connection, read_only: bool) -> Self {
        Self { connection, read_only, asks_the_disk: None }
    }
}

#[derive(Default)]
struct Readers {
    open: bool,
    /// Somebody needs the file for themselves: who wants to read waits.
    held: bool,
    read_only: bool,
    /// The last one to come back goes out first: its pages are still warm.
    idle: Vec<Connection>,
    busy: usize,
}

impl std::fmt::Debug for Pool {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The path may name a person.
        f.debug_struct("Pool").finish_non_exhaustive()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // A panic while it was held rolled its transaction back: what is behind it is whole.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Pool {
    pub(super) fn open(path: &Path, key: &SecretKey, migrations: &'static [&'static str]) -> Result<Self> {
        let pool = Self {
            path: path.to_owned(),
            key: Mutex::new(key.clone()),
            migrations,
            writer: Mutex::new(None),
            readers: Mutex::new(Readers::default()),
            reader_came_back: Condvar::new(),
        };
        pool.resume()?;
        Ok(pool)
    }

    pub(super) fn is_read_only(&self) -> bool {
        lock(&self.readers).read_only
    }

    pub(super) fn with_writer<T>(&self, f: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        self.writing(true, f)
    }

    /// As [`with_writer`](Self::with_writer); what `f` commits does not wait for the disk.
    pub(super) fn with_unhurried<T>(&self, f: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        self.writing(false, f)
    }

    fn writing<T>(&self, asks_the_disk: bool, f: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let mut writer = lock(&self.writer);
        let writer = writer.as_mut().ok_or(Error::Paused)?;
        if writer.read_only {
            return Err(Error::ReadOnly);
        }
        if writer.asks_the_disk != Some(asks_the_disk) {
            open::ask_the_disk(&writer.connection, asks_the_disk)?;
            writer.asks_the_disk = Some(asks_the_disk);
        }
        f(&writer.connection)
    }

    pub(super) fn with_reader<T>(&self, f: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let lent = Lent { connection: Some(self.take_reader()?), pool: self };
        match &lent.connection {
            Some(connection) => f(connection),
            None => Err(Error::Paused),
        }
    }

    /// Reads something short: with the connection that writes while it is free, which spares opening
    /// another one, else with a reader.
    pub(super) fn with_any<T>(&self, f: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let no_reader_is_idle = lock(&self.readers).idle.is_empty();
        let writer = if no_reader_is_idle { self.writer.try_lock().ok() } else { None };
        match writer {
            Some(writer) => f(&writer.as_ref().ok_or(Error::Paused)?.connection),
            None => self.with_reader(f),
        }
    }

    fn take_reader(&self) -> Result<Connection> {
        let mut readers = lock(&self.readers);
        loop {
            if !readers.open {
                return Err(Error::Paused);
            }
            if readers.held {
                readers = self.reader_came_back.wait(readers).unwrap_or_else(PoisonError::into_inner);
                continue;
            }
            if let Some(connection) = readers.idle.pop() {
                readers.busy += 1;
                return Ok(connection);
            }
            if readers.busy < READERS {
                let connection = open::connect(&self.path, &lock(&self.key), Purpose::Read)?;
                readers.busy += 1;
                return Ok(connection);
            }
            readers = self.reader_came_back.wait(readers).unwrap_or_else(PoisonError::into_inner);
        }
    }

    pub(super) fn pause(&self) -> Result<()> {
        let mut writer = lock(&self.writer);
        let mut readers = lock(&self.readers);
        readers.open = false;
        self.reader_came_back.notify_all();
        let _readers = self.all_back(readers);
        let Some(Writer { connection, read_only, .. }) = writer.take() else { return Ok(()) };
        let checkpoint = if read_only {
            Ok(())
        } else {
            connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).map_err(Error::from)
        };
        // Handed back when it cannot be closed; dropping it then is all that is left.
        let closed = connection.close().map_err(|(_, error)| Error::from(error));
        checkpoint.and(closed)
    }

    /// Waits until no reader is out, and closes those that are in.
    fn all_back<'a>(&'a self, mut readers: MutexGuard<'a, Readers>) -> MutexGuard<'a, Readers> {
        while readers.busy > 0 {
            readers = self.reader_came_back.wait(readers).unwrap_or_else(PoisonError::into_inner);
        }
        readers.idle.clear();
        readers
    }

    /// Encrypts the whole file anew with `new`, in one transaction. Who wants to read waits.
    pub(super) fn rekey(&self, new: &SecretKey) -> Result<()> {
        let mut writer = lock(&self.writer);
        match writer.as_ref() {
            None => return Err(Error::Paused),
            Some(writer) if writer.read_only => return Err(Error::ReadOnly),
            Some(_) => {}
        }
        let mut readers = lock(&self.readers);
        readers.held = true;
        let mut readers = self.all_back(readers);
        let mut key = lock(&self.key);
        let changed = writer.take().map_or(Err(Error::Paused), |writer| open::rekey(writer.connection, new));
        if changed.is_ok() {
            key.clone_from(new);
        }
        // The connection that did it may hold half of either key: another one shows what is on the disk.
        let again = open::connect(&self.path, &key, Purpose::Write);
        readers.held = false;
        readers.open = again.is_ok();
        self.reader_came_back.notify_all();
        *writer = Some(Writer::new(again?, false));
        changed
    }

    /// The file and its key, for a connection with a purpose of its own.
    pub(super) fn place(&self) -> (&Path, SecretKey) {
        (&self.path, lock(&self.key).clone())
    }

    pub(super) fn resume(&self) -> Result<()> {
        let mut writer = lock(&self.writer);
        if writer.is_some() {
            return Ok(());
        }
        let mut connection = open::connect(&self.path, &lock(&self.key), Purpose::Write)?;
        let read_only = match schema::migrate(&mut connection, self.migrations) {
            Ok(()) => false,
            Err(Error::Database(_) | Error::Unreadable(_) | Error::Invalid(_)) if schema::version(&connection)? > 0 => {
                true
            }
            Err(error) => return Err(error),
        };
        *writer = Some(Writer::new(connection, read_only));
        let mut readers = lock(&self.readers);
        readers.open = true;
        readers.read_only = read_only;
        Ok(())
    }
}

/// A reader on loan; comes back however the loan ends.
struct Lent<'a> {
    connection: Option<Connection>,
    pool: &'a Pool,
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        let mut readers = lock(&self.pool.readers);
        readers.busy -= 1;
        readers.idle.extend(self.connection.take());
        drop(readers);
        // Both a waiting reader and a waiting pause may want to know.
        self.pool.reader_came_back.notify_all();
    }
}
