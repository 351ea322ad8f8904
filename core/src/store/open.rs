//! Opening the file: key, pragmas, limits, and what to make of a file that will not open.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Once;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, OpenFlags};
use zeroize::Zeroizing;

use super::key::{PageCode, SecretKey};
use super::unhex;
use crate::{Error, Result};

/// How long a statement waits for another process before it gives up with [`Error::Busy`].
const BUSY_TIMEOUT: Duration = Duration::from_secs(2);

/// The write-ahead log is cut back to this many bytes after a checkpoint.
const JOURNAL_LIMIT: i64 = 2 * 1024 * 1024;

/// No row holds more than this many bytes: a received resource is the largest thing kept.
const ROW_LIMIT: i32 = 16 * 1024 * 1024;

/// Bytes of a page of `SQLCipher`, which does not answer when asked; no store is smaller.
const PAGE: u64 = 4096;

/// What a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// The one that writes; makes the file if there is none.
    Write,
    /// One of those that only read.
    Read,
    /// One that copies the whole store into another file.
    Copy,
}

/// Readies SQLite, once for the process; to be called before any connection is made.
///
/// SQLite calls itself ready before `SQLCipher` inside it is, and whoever gives a key in that moment
/// is refused: so the first connection is made alone.
pub(super) fn ready() {
    static READY: Once = Once::new();
    // One that cannot be made says so again where it is needed. SQLCipher would write to the terminal by itself; what
    // goes wrong is told by the errors here.
    READY.call_once(|| {
        let _ = Connection::open_in_memory().and_then(|first| first.execute_batch("PRAGMA cipher_log_level = NONE"));
    });
}

/// Opens the file at `path`.
///
/// # Errors
/// [`Error::WrongKey`] or [`Error::Damaged`] when the file cannot be decrypted.
pub(super) fn connect(path: &Path, key: &SecretKey, purpose: Purpose) -> Result<Connection> {
    ready();
    let size = std::fs::metadata(path).map_or(0, |file| file.len());
    // SQLite takes a few bytes for an empty file and would begin anew in their place.
    if (1..PAGE).contains(&size) {
        return Err(Error::Damaged);
    }
    let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    if purpose == Purpose::Write {
        flags |= OpenFlags::SQLITE_OPEN_CREATE;
    }
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    unlock(&connection, path, key, size == 0)?;
    prepare(&connection, purpose).map_err(|error| match error {
        Error::Damaged => diagnose(path, key),
        other => other,
    })?;
    Ok(connection)
}

/// Gives the connection its key and says how the pages of its file are made. From then on what is deleted is overwritten:
/// `SQLCipher` sees to it (`secure_delete`).
///
/// The file is asked through the connection, never opened beside it: whoever closes it takes the locks away that other
/// connections of this process hold (<https://sqlite.org/howtocorrupt.html>, section 2.2).
///
/// # Errors
/// [`Error::WrongKey`] when another key made the file.
fn unlock(connection: &Connection, path: &Path, key: &SecretKey, is_new: bool) -> Result<()> {
    if is_new {
        keyed(connection, "key", key, Some(PageCode::NEW))?;
        return coded(connection, "main", PageCode::NEW);
    }
    keyed(connection, "key", key, None)?;
    let salt = connection.pragma_query_value(None, "cipher_salt", |row| Ok(unhex(row.get_ref(0)?.as_str()?)))?;
    let code = match salt.and_then(|salt| key.page_code(salt)) {
        Some(code) => code,
        // After a change of keys that was cut short, the log speaks for the file.
        None => {
            let code = salt_in_log(path).and_then(|salt| key.page_code(salt)).ok_or(Error::WrongKey)?;
            keyed(connection, "key", key, Some(code))?;
            code
        }
    };
    coded(connection, "main", code)
}

fn coded(connection: &Connection, schema: &str, code: PageCode) -> Result<()> {
    Ok(connection.pragma_update(Some(schema), "cipher_hmac_algorithm", code.name())?)
}

/// How the pages of the file are made.
pub(super) fn page_code(connection: &Connection) -> Result<PageCode> {
    let name = connection.pragma_query_value(None, "cipher_hmac_algorithm", |row| row.get::<_, String>(0))?;
    PageCode::named(&name).ok_or(Error::Unreadable("code of pages"))
}

fn prepare(connection: &Connection, purpose: Purpose) -> Result<()> {
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.pragma_update(None, "cell_size_check", true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_FKEY, true)?;
    // A copy writes another file's schema as it stands.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, purpose != Purpose::Copy)?;
    // A statement means the same whatever it is asked with, and is not prepared anew for each.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, ROW_LIMIT)?;
    connection.set_limit(Limit::SQLITE_LIMIT_ATTACHED, i32::from(purpose == Purpose::Copy))?;
    connection.set_prepared_statement_cache_capacity(64);
    // Each asks for something that stands in the file: what does not decrypt shows here.
    match purpose {
        Purpose::Write => {
            connection.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
            connection.pragma_update_and_check(None, "journal_size_limit", JOURNAL_LIMIT, |_| Ok(()))?;
        }
        Purpose::Read => {
            connection.pragma_update(None, "query_only", true)?;
            super::schema::version(connection)?;
        }
        Purpose::Copy => {
            super::schema::version(connection)?;
        }
    }
    Ok(())
}

/// Whether each commit asks the disk from now on; to be said before the first. An assignment in memory: it fails only
/// inside a transaction.
///
/// In WAL, NORMAL survives a killed process but may lose the last commits when the power goes; FULL asks the disk
/// once a commit. A meal that was acknowledged must not vanish with the battery, and commits here are few: one a
/// tap, one a strap's flush.
pub(super) fn ask_the_disk(connection: &Connection, asks: bool) -> Result<()> {
    Ok(connection.pragma_update(None, "synchronous", if asks { "FULL" } else { "NORMAL" })?)
}

/// Gives the connection its key, or (`rekey`) the file another one.
fn keyed(connection: &Connection, pragma: &str, key: &SecretKey, salted: Option<PageCode>) -> Result<()> {
    let mut statement = Zeroizing::new(String::with_capacity(160));
    statement.push_str("PRAGMA ");
    statement.push_str(pragma);
    statement.push_str(" = \"");
    statement.push_str(&key.literal(salted));
    statement.push('"');
    Ok(connection.execute_batch(&statement)?)
}

/// Encrypts every page anew, in one transaction: killed in the middle, the file is as it was. The code of
/// the pages stays.
pub(super) fn rekey(connection: Connection, new: &SecretKey) -> Result<()> {
    let code = page_code(&connection)?;
    // What the log held before would be written again with the rest.
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    keyed(&connection, "rekey", new, Some(code))?;
    // Until the log is written back, the main file's pages are under the old key. Another program
    // that reads can hold it up; the change stands all the same.
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    connection.close().map_err(|(_, error)| Error::from(error))
}

/// Free pages are given back only where there are many: taking a page anew costs little, writing the
/// whole file costs as much as the file is long.
const WORTH_SHRINKING: i64 = 256;

/// What is in use is written to memory first: above this many bytes the free pages stay, to be used again.
const MOST_SHRUNK: i64 = 128 * 1024 * 1024;

/// Writes the log back and empties it; shrinks a file of which over a quarter is free.
pub(super) fn tidy(connection: &Connection) -> Result<()> {
    let number = |pragma: &str| connection.pragma_query_value(None, pragma, |row| row.get::<_, i64>(0));
    let (free, all) = (number("freelist_count")?, number("page_count")?);
    let used = (all - free).saturating_mul(PAGE.cast_signed());
    if free >= WORTH_SHRINKING && free > all / 4 && used <= MOST_SHRUNK {
        // The copy that it makes is attached for as long as it takes.
        connection.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 1)?;
        let shrunk = connection.execute_batch("VACUUM").map_err(Error::from);
        connection.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
        match shrunk {
            // It needs the room twice for a moment; what was erased is erased all the same.
            Ok(()) | Err(Error::Full) => {}
            Err(other) => return Err(other),
        }
    }
    write_back(connection)
}

/// Writes the log back into the file and empties it.
///
/// # Errors
/// [`Error::Busy`] when somebody reads; what SQLite says.
pub(super) fn write_back(connection: &Connection) -> Result<()> {
    let busy = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0))?;
    if busy == 0 { Ok(()) } else { Err(Error::Busy) }
}

/// Copies the store at `path`, as one transaction sees it, into a new file at `to` under a key of
/// its own.
///
/// # Errors
/// As [`connect`]; what SQLite says.
pub(super) fn copy_into(path: &Path, key: &SecretKey, to: &Path, new: &SecretKey) -> Result<()> {
    let connection = connect(path, key, Purpose::Copy)?;
    let to = to.to_str().ok_or(Error::File(std::io::ErrorKind::InvalidFilename))?;
    connection.execute("ATTACH DATABASE ?1 AS copy KEY ?2", [to, new.literal(Some(PageCode::NEW)).as_str()])?;
    coded(&connection, "copy", PageCode::NEW)?;
    // Nobody reads the copy before it is whole and synced.
    connection.execute_batch("PRAGMA copy.journal_mode = OFF; PRAGMA copy.synchronous = OFF; BEGIN")?;
    let version = super::schema::version(&connection)?;
    connection.query_row("SELECT sqlcipher_export('copy')", [], |_| Ok(()))?;
    connection.pragma_update(Some("copy"), "user_version", version)?;
    connection.execute_batch("COMMIT; DETACH DATABASE copy")?;
    connection.close().map_err(|(_, error)| Error::from(error))
}

/// Makes sure that no other connection has the store at `path` open, in this process or another.
///
/// # Errors
/// [`Error::Busy`]; as [`connect`].
pub(super) fn must_be_alone(path: &Path, key: &SecretKey) -> Result<()> {
    let connection = connect(path, key, Purpose::Copy)?;
    connection.busy_timeout(Duration::ZERO)?;
    // Leaving WAL takes the file for oneself, and writes the log back.
    connection.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()))?;
    connection.close().map_err(|(_, error)| Error::from(error))
}

/// What a file is that its key does not decrypt: under another key since, as the log says, or damaged.
fn diagnose(path: &Path, key: &SecretKey) -> Error {
    let salt = salt_in_log(path);
    if salt.is_some_and(|salt| key.page_code(salt).is_none()) { Error::WrongKey } else { Error::Damaged }
}

/// Bytes of the salt at the beginning of page 1.
const SALT: usize = 16;

/// The salt of page 1 as the log last had it, if a transaction that wrote it was committed
/// (<https://sqlite.org/fileformat2.html#walformat>).
fn salt_in_log(path: &Path) -> Option<[u8; SALT]> {
    const HEAD: usize = 32;
    const FRAME: usize = 24;
    let [_, log, _] = files(path);
    let mut log = std::io::BufReader::new(std::fs::File::open(log).ok()?);
    let mut head = [0; HEAD];
    log.read_exact(&mut head).ok()?;
    let number = |bytes: &[u8], at: usize| -> Option<u32> {
        Some(u32::from_be_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
    };
    let rest = i64::from(number(&head, 8)?).checked_sub(i64::try_from(SALT).ok()?).filter(|rest| *rest > 0)?;
    let round = head.get(16..24)?;
    let (mut written, mut committed) = (None, None);
    let mut frame = [0; FRAME];
    let mut start = [0; SALT];
    // What stands behind the last frame of this round is left from an earlier one.
    while log.read_exact(&mut frame).is_ok() && frame.get(8..16) == Some(round) && log.read_exact(&mut start).is_ok() {
        if number(&frame, 0)? == 1 {
            written = Some(start);
        }
        if number(&frame, 4)? != 0 {
            committed = written;
        }
        if log.seek_relative(rest).is_err() {
            break;
        }
    }
    committed
}

/// The files that SQLite keeps for the store at `path`.
fn files(path: &Path) -> [PathBuf; 3] {
    ["", "-wal", "-shm"].map(|suffix| {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        PathBuf::from(name)
    })
}

/// A name beside the store at `path` that nothing has yet: with `.aside-1`, `.aside-2`, … behind.
fn free_name(path: &Path) -> Result<PathBuf> {
    let free = (1..u32::MAX).find_map(|n| {
        let mut name = path.as_os_str().to_owned();
        name.push(format!(".aside-{n}"));
        let aside = PathBuf::from(name);
        files(&aside).iter().all(|file| !file.exists()).then_some(aside)
    });
    free.ok_or(Error::File(std::io::ErrorKind::AlreadyExists))
}

/// Renames the store at `path` so that a fresh one can take its place; nothing is deleted.
///
/// Answers where the old one now lies: the same name with `.aside-1`, `.aside-2`, … behind.
///
/// # Errors
/// When the file cannot be renamed.
pub(super) fn move_aside(path: &Path) -> Result<PathBuf> {
    let aside = free_name(path)?;
    // The log goes first: a main file without its log is whole up to the last checkpoint, a log
    // beside a fresh main file would be taken for its own.
    for (from, to) in files(path).iter().zip(files(&aside)).rev() {
        if from.exists() {
            std::fs::rename(from, to)?;
        }
    }
    Ok(aside)
}

/// Puts the store at `new` in the place of the one at `path`, if there is one; that is then moved
/// aside. Killed in the middle, one of the two is in the place and the other one lies beside it.
///
/// Answers where the old one now lies.
///
/// # Errors
/// When a file cannot be renamed.
pub(super) fn put_in_place(new: &Path, path: &Path) -> Result<Option<PathBuf>> {
    let mut aside = None;
    if files(path).iter().any(|file| file.exists()) {
        let name = free_name(path)?;
        // A second name for the same file: at no moment is the place empty, where a program that
        // opens it would begin anew. Some file systems have no second names.
        let linked = files(path)
            .iter()
            .zip(files(&name))
            .filter(|(from, _)| from.exists())
            .try_for_each(|(from, to)| std::fs::hard_link(from, to));
        if linked.is_ok() {
            for log in files(path).iter().skip(1).filter(|file| file.exists()) {
                std::fs::remove_file(log)?;
            }
        } else {
            for half in files(&name).iter().filter(|file| file.exists()) {
                std::fs::remove_file(half)?;
            }
            move_aside(path)?;
        }
        aside = Some(name);
    }
    std::fs::rename(new, path)?;
    Ok(aside)
}
