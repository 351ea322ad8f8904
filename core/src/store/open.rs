//! Opening the file: key, pragmas, limits, and what to make of a file that will not open.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Once;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, OpenFlags};

use super::key::SecretKey;
use crate::{Error, Result};

/// How long a statement waits for another process before it gives up with [`Error::Busy`].
const BUSY_TIMEOUT: Duration = Duration::from_secs(2);

/// The write-ahead log is cut back to this many bytes after a checkpoint.
const JOURNAL_LIMIT: i64 = 2 * 1024 * 1024;

/// No row holds more than this many bytes: a received resource is the largest thing kept.
const ROW_LIMIT: i32 = 16 * 1024 * 1024;

/// No store is smaller: one page of `SQLCipher`.
const SMALLEST: u64 = 4096;

/// What a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// The one that writes; makes the file if there is none.
    Write,
    /// One of those that only read.
    Read,
}

/// Readies SQLite, once for the process; to be called before any connection is made.
///
/// SQLite calls itself ready before `SQLCipher` inside it is, and whoever gives a key in that moment
/// is refused: so the first connection is made alone.
pub(super) fn ready() {
    static READY: Once = Once::new();
    // One that cannot be made says so again where it is needed.
    READY.call_once(|| drop(Connection::open_in_memory()));
}

/// Opens the file at `path`.
///
/// # Errors
/// [`Error::WrongKey`] or [`Error::Damaged`] when the file cannot be decrypted.
pub(super) fn connect(path: &Path, key: &SecretKey, purpose: Purpose) -> Result<Connection> {
    ready();
    // SQLite takes a few bytes for an empty file and would begin anew in their place.
    if std::fs::metadata(path).is_ok_and(|file| (1..SMALLEST).contains(&file.len())) {
        return Err(Error::Damaged);
    }
    let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    if purpose == Purpose::Write {
        flags |= OpenFlags::SQLITE_OPEN_CREATE;
    }
    let connection = Connection::open_with_flags(path, flags)?;
    prepare(&connection, key, purpose).map_err(|error| match error {
        Error::Damaged => diagnose(path, key),
        other => other,
    })?;
    Ok(connection)
}

fn prepare(connection: &Connection, key: &SecretKey, purpose: Purpose) -> Result<()> {
    connection.busy_timeout(BUSY_TIMEOUT)?;
    // SQLCipher would write to the terminal by itself; what goes wrong is told by the errors here.
    connection.execute_batch("PRAGMA cipher_log_level = NONE")?;
    connection.execute_batch(&key.pragma())?;
    // The first read that decrypts: a wrong key shows here.
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "secure_delete", true)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, ROW_LIMIT)?;
    connection.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
    connection.set_prepared_statement_cache_capacity(64);
    match purpose {
        Purpose::Write => {
            connection.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
            // In WAL, NORMAL survives a killed process but may lose the last commits when the
            // power goes; FULL asks the disk once a commit. A meal that was acknowledged must not
            // vanish with the battery, and commits here are few: one a tap, one a strap's flush.
            connection.pragma_update(None, "synchronous", "FULL")?;
            connection.pragma_update_and_check(None, "journal_size_limit", JOURNAL_LIMIT, |_| Ok(()))?;
        }
        Purpose::Read => connection.pragma_update(None, "query_only", true)?,
    }
    Ok(())
}

/// What a file that does not decrypt is: made with another key, or damaged.
fn diagnose(path: &Path, key: &SecretKey) -> Error {
    let mut start = [0; 16];
    match std::fs::File::open(path).and_then(|mut file| file.read_exact(&mut start)) {
        // The salt names the key that made the file.
        Ok(()) if start != key.salt() => Error::WrongKey,
        _ => Error::Damaged,
    }
}

/// The files that SQLite keeps for the store at `path`.
fn files(path: &Path) -> [PathBuf; 3] {
    ["", "-wal", "-shm"].map(|suffix| {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        PathBuf::from(name)
    })
}

/// Renames the store at `path` so that a fresh one can take its place; nothing is deleted.
///
/// Answers where the old one now lies: the same name with `.aside-1`, `.aside-2`, … behind.
///
/// # Errors
/// When the file cannot be renamed.
pub(super) fn move_aside(path: &Path) -> Result<PathBuf> {
    let free = (1..u32::MAX).find_map(|n| {
        let mut name = path.as_os_str().to_owned();
        name.push(format!(".aside-{n}"));
        let aside = PathBuf::from(name);
        files(&aside).iter().all(|file| !file.exists()).then_some(aside)
    });
    let aside = free.ok_or(Error::File(std::io::ErrorKind::AlreadyExists))?;
    // The log goes first: a main file without its log is whole up to the last checkpoint, a log
    // beside a fresh main file would be taken for its own.
    for (from, to) in files(path).iter().zip(files(&aside)).rev() {
        if from.exists() {
            std::fs::rename(from, to)?;
        }
    }
    Ok(aside)
}
