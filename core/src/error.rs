//! What can go wrong, named by cause. `mimamori-ffi` turns it into what a screen can do about it.
//!
//! No message here holds a value that a person entered.

use crate::model::Invalid;
pub use crate::sync::SyncError;

/// The result of everything that can fail.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A failure, by cause.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A value was refused; nothing was written.
    #[error(transparent)]
    Invalid(#[from] Invalid),
    /// A value is possible but seldom: ask the person again, and hand it over as confirmed. Names the
    /// field; nothing was written.
    #[error("{0}: unusual, ask again")]
    Unusual(&'static str),
    /// The record, person or platform asked for is not there.
    #[error("no such {0}")]
    NotFound(&'static str),
    /// The record is kept on another device: here it can only be looked at, by the leave of whose it is.
    #[error("the record is kept on another device")]
    KeptElsewhere,
    /// The key does not open this store. The file is whole as far as can be told.
    #[error("the key does not open this store")]
    WrongKey,
    /// The store was written by a newer version of the program.
    #[error("the store was written by a newer version (schema {found}, this version knows {known})")]
    NewerStore {
        /// The schema found.
        found: u32,
        /// The newest schema that this version knows.
        known: u32,
    },
    /// The store's file is damaged. It was not deleted.
    #[error("the store is damaged")]
    Damaged,
    /// There is no room left on the device.
    #[error("no space left on the device")]
    Full,
    /// Another program holds the store.
    #[error("the store is in use by another program")]
    Busy,
    /// The store is closed because the app is in the background.
    #[error("the store is paused")]
    Paused,
    /// The store could not be brought up to date; it opened for reading only, so that it can be
    /// exported.
    #[error("the store can only be read")]
    ReadOnly,
    /// Reading or writing a file failed.
    #[error("file: {0}")]
    File(std::io::ErrorKind),
    /// The database refused a statement.
    #[error("database: {0}")]
    Database(String),
    /// What was read back from the store cannot be understood.
    #[error("stored {0} cannot be read")]
    Unreadable(&'static str),
    /// A file to import or restore is not what it claims to be.
    #[error("{format}, {place}: {problem}")]
    Format {
        /// The format that was tried.
        format: &'static str,
        /// Where in the file, such as `line 12`.
        place: String,
        /// What is wrong there; no value from the file.
        problem: &'static str,
    },
    /// The platform could not be reached or did not answer as FHIR asks.
    #[error(transparent)]
    Sync(#[from] SyncError),
    /// The device could give no randomness for a key or an identifier.
    #[error("no randomness from the device")]
    NoRandomness,
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Self::Full,
            kind => Self::File(kind),
        }
    }
}
