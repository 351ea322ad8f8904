//! A backup: the whole store in one file, encrypted under a key of its own.
//!
//! The body is a copy of the store as one transaction sees it, packed without gaps and encrypted page
//! by page (`SQLCipher`); before it a label that anyone may read, behind it a digest of all. So a file
//! that was cut or altered is told from one that wants another key. Layout:
//!
//! ```text
//! mimamori backup 1    the version of this layout
//! schema 2             of the store inside
//! bytes 139264         of the body
//! salt …               16 bytes in hexadecimal: with the key it makes the key of the body
//! hint …               what the caller wants to read again before it has the key; may be empty
//!                      (an empty line ends the label)
//! body
//! digest               SHA-256 of everything before it, 32 bytes
//! ```
//!
//! Nothing is ever held in memory but a page of it. No store is overwritten: see
//! [`Store::restore`].

use std::fmt::Write as _;
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::key::SecretKey;
use super::{Store, open, schema, unhex};
use crate::{Error, Result};

const TITLE: &str = "mimamori backup ";
/// The layout that is written.
const LAYOUT: u32 = 1;
/// No label is longer.
const LABEL_LIMIT: usize = 4096;
/// No hint is longer.
const HINT_LIMIT: usize = 200;
const DIGEST: usize = 32;

/// What a backup says of itself without a key. Only the restore can tell whether it is true.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupLabel {
    /// The schema of the store inside.
    pub schema: u32,
    /// The bytes of the store inside.
    pub bytes: u64,
    /// What whoever made the backup wanted to read again, such as how the key comes from a passphrase.
    pub hint: String,
    salt: [u8; 16],
}

/// What became of a restore.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// Where the store that was there before now lies, if there was one.
    pub moved_aside: Option<PathBuf>,
}

impl Store {
    /// Writes everything into a new file at `to`, encrypted under `key`. Reading and writing go on
    /// meanwhile; the backup is of the moment at which it began. Killed in the middle it leaves no
    /// file at `to`, and beside it at most a piece that the next backup takes away.
    ///
    /// `hint` can be read from the file without the key; at most 200 characters, no line break.
    ///
    /// # Errors
    /// [`Error::File`] when there is a file at `to` already or it cannot be written; [`Error::Full`];
    /// [`Error::Damaged`] when the store is: nothing broken is put away as a backup.
    pub fn backup(&self, to: &Path, key: &SecretKey, hint: &str) -> Result<BackupLabel> {
        if hint.len() > HINT_LIMIT || hint.contains(['\n', '\r']) {
            return Err(Error::File(ErrorKind::InvalidInput));
        }
        if to.exists() {
            return Err(Error::File(ErrorKind::AlreadyExists));
        }
        self.read(|_| Ok(()))?;
        let (copy, part) = (beside(to, ".copy"), beside(to, ".part"));
        let written = self.write_backup(&copy, &part, key, hint);
        let label = match written {
            Ok(label) => std::fs::rename(&part, to).map(|()| label).map_err(Error::from),
            Err(error) => Err(error),
        };
        for left in [&copy, &part] {
            let _ = std::fs::remove_file(left);
        }
        sync_folder(to);
        label
    }

    fn write_backup(&self, copy: &Path, part: &Path, key: &SecretKey, hint: &str) -> Result<BackupLabel> {
        let mut salt = [0; 16];
        getrandom::fill(&mut salt).map_err(|_| Error::NoRandomness)?;
        // Of a backup that was killed.
        for left in [copy, part].iter().filter(|left| left.exists()) {
            std::fs::remove_file(left)?;
        }
        let (path, own) = self.pool.place();
        private(copy)?;
        open::copy_into(path, &own, copy, &key.for_backup(&salt))?;
        let mut body = File::open(copy)?;
        let schema = self.read(|store| schema::version(store.connection))?;
        let label = BackupLabel { schema, bytes: body.metadata()?.len(), hint: hint.to_owned(), salt };
        let mut out = Digesting { file: private(part)?, digest: Sha256::new() };
        out.write_all(label.text().as_bytes())?;
        std::io::copy(&mut body, &mut out)?;
        let Digesting { mut file, digest } = out;
        file.write_all(&digest.finalize())?;
        file.sync_all()?;
        Ok(label)
    }

    /// Makes the store at `path` anew from a backup, encrypted under `key`; `backup_key` is the one
    /// that the backup was made with. Everything is checked before anything is moved. A store that is
    /// at `path` already is moved aside, not overwritten.
    ///
    /// # Errors
    /// [`Error::Format`] when `from` is no backup, was cut short or altered; [`Error::NewerStore`] when
    /// a newer version wrote it; [`Error::WrongKey`]; [`Error::Busy`] when the store at `path` is
    /// open anywhere; [`Error::Full`], [`Error::File`]. In none of these cases is anything changed.
    pub fn restore(from: &Path, backup_key: &SecretKey, path: &Path, key: &SecretKey) -> Result<Restored> {
        let fresh = beside(path, ".restoring");
        // What a restore that was killed left would be read as part of this one.
        remove_all_of(&fresh);
        let restored = Self::unpack(from, backup_key, &fresh, key).and_then(|()| {
            match open::must_be_alone(path, key) {
                Err(Error::Busy) => Err(Error::Busy),
                // What cannot be opened is moved aside as it is.
                _ => open::put_in_place(&fresh, path),
            }
        });
        remove_all_of(&fresh);
        sync_folder(path);
        restored.map(|moved_aside| Restored { moved_aside })
    }

    fn unpack(from: &Path, backup_key: &SecretKey, fresh: &Path, key: &SecretKey) -> Result<()> {
        let mut file = File::open(from)?;
        let (label, text) = BackupLabel::take(&mut file)?;
        let mut digest = Sha256::new().chain_update(&text);
        let mut body = private(fresh)?;
        let copied = copy_digesting(&mut (&mut file).take(label.bytes), &mut body, &mut digest)?;
        if copied < label.bytes {
            return Err(refused("end", "cut short"));
        }
        let mut told = Vec::new();
        file.take(DIGEST as u64 + 1).read_to_end(&mut told)?;
        match told.len().cmp(&DIGEST) {
            std::cmp::Ordering::Less => return Err(refused("end", "cut short")),
            std::cmp::Ordering::Equal if told == digest.finalize().as_slice() => {}
            _ => return Err(refused("end", "altered")),
        }
        body.sync_all()?;
        drop(body);
        let body_key = backup_key.for_backup(&label.salt);
        let whole = Self::open(fresh, &body_key).and_then(|store| store.verify().map(|()| store));
        let store = whole.map_err(|error| match error {
            // Somebody who made the digest anew, for each page carries a code of its own.
            Error::Damaged => refused("body", "altered"),
            other => other,
        })?;
        if store.is_read_only() {
            return Err(Error::ReadOnly);
        }
        store.rekey(key)?;
        store.pause()
    }
}

impl BackupLabel {
    /// Reads what the backup at `from` says of itself.
    ///
    /// # Errors
    /// [`Error::Format`] when it is no backup; [`Error::NewerStore`] when it has a newer layout;
    /// [`Error::File`].
    pub fn read(from: &Path) -> Result<Self> {
        Ok(Self::take(&mut File::open(from)?)?.0)
    }

    fn text(&self) -> String {
        let mut text = format!("{TITLE}{LAYOUT}\nschema {}\nbytes {}\nsalt ", self.schema, self.bytes);
        for byte in self.salt {
            // Writing to a string cannot fail.
            let _ = write!(text, "{byte:02x}");
        }
        let _ = write!(text, "\nhint {}\n\n", self.hint);
        text
    }

    /// Reads a label off the beginning of a file; with it, its bytes.
    fn take(file: &mut File) -> Result<(Self, Vec<u8>)> {
        let mut bytes = Vec::new();
        // Byte by byte, for what follows belongs to the body; a label is short.
        while !bytes.ends_with(b"\n\n") {
            let mut byte = [0];
            if bytes.len() >= LABEL_LIMIT || file.read(&mut byte)? == 0 {
                let known = bytes.starts_with(TITLE.as_bytes());
                return Err(if known { refused("end", "cut short") } else { no_backup() });
            }
            bytes.extend(byte);
        }
        let text = std::str::from_utf8(&bytes).map_err(|_| no_backup())?;
        let mut lines = text.lines();
        let mut field = |name: &str| lines.next().and_then(|line| line.strip_prefix(name)).ok_or_else(no_backup);
        let layout: u32 = field(TITLE)?.parse().map_err(|_| no_backup())?;
        if layout > LAYOUT {
            return Err(Error::NewerStore { found: layout, known: LAYOUT });
        }
        let schema = field("schema ")?.parse().map_err(|_| no_backup())?;
        if schema > schema::VERSION {
            return Err(Error::NewerStore { found: schema, known: schema::VERSION });
        }
        let length = field("bytes ")?.parse().map_err(|_| no_backup())?;
        let salt = unhex(field("salt ")?).ok_or_else(no_backup)?;
        let hint = field("hint ")?.to_owned();
        Ok((Self { schema, bytes: length, hint, salt }, bytes))
    }
}

fn refused(place: &str, problem: &'static str) -> Error {
    Error::Format { format: "backup", place: place.to_owned(), problem }
}

fn no_backup() -> Error {
    refused("start", "not a backup of mimamori")
}

/// Removes a store's file and what SQLite lays beside it; what is not there is no failure.
fn remove_all_of(path: &Path) {
    for end in ["", "-wal", "-shm", "-journal"] {
        let _ = std::fs::remove_file(beside(path, end));
    }
}

/// The same name with something behind.
fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    PathBuf::from(name)
}

/// A new, empty file that only its owner may read.
fn private(path: &Path) -> Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    Ok(options.open(path)?)
}

/// A rename is on the disk when its folder is. Where folders cannot be synced, the system does it
/// when it likes.
fn sync_folder(path: &Path) {
    if let Some(folder) = path.parent()
        && let Ok(folder) = File::open(if folder.as_os_str().is_empty() { Path::new(".") } else { folder })
    {
        let _ = folder.sync_all();
    }
}

/// Writes through, and keeps a digest of all that went by.
struct Digesting {
    file: File,
    digest: Sha256,
}

impl Write for Digesting {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.digest.update(bytes.get(..written).unwrap_or_default());
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush()
    }
}

fn copy_digesting(from: &mut impl Read, to: &mut File, digest: &mut Sha256) -> Result<u64> {
    let mut page = vec![0; 64 * 1024];
    let mut copied = 0;
    loop {
        let read = from.read(&mut page)?;
        let Some(bytes) = page.get(..read).filter(|bytes| !bytes.is_empty()) else { return Ok(copied) };
        to.write_all(bytes)?;
        digest.update(bytes);
        copied += read as u64;
    }
}
