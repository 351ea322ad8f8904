//! What can go wrong, by what a screen can do about it.

use mimamori::Error;
use mimamori::sync::SyncError;

/// Why something did not happen, by what can be done. Holds nothing that a person entered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum CompanionError {
    /// A value was refused: mark the field and let the person correct it.
    #[error("a value was refused: {field}")]
    InvalidInput {
        /// The field, as the method's parameter is called.
        field: String,
    },
    /// What was asked for is not there, or no longer.
    #[error("no such {what}")]
    NotFound {
        /// What was looked for.
        what: String,
    },
    /// The record is kept on another phone: here it can only be looked at.
    #[error("the record is kept elsewhere")]
    KeptElsewhere,
    /// The phone must be unlocked first, or the key is gone.
    #[error("the record is locked")]
    NeedsUnlock,
    /// Ask the person to sign in again.
    #[error("signing in again is needed")]
    NeedsSignIn,
    /// The platform cannot be reached; nothing is lost.
    #[error("the platform cannot be reached")]
    Offline {
        /// When trying again makes sense, in milliseconds; unset when the network must come first.
        retry_after_ms: Option<u64>,
    },
    /// The platform said no; what it refused is set aside.
    #[error("the platform refused: {code}")]
    Rejected {
        /// A stable code for support.
        code: String,
    },
    /// Ask the person to make room.
    #[error("no space left on the device")]
    StorageFull,
    /// The record's file is damaged; it was not deleted.
    #[error("the record is damaged")]
    StorageDamaged,
    /// A newer version of the app wrote this record: ask the person to update.
    #[error("the record was written by a newer version")]
    NeedsUpdate,
    /// The app is in the background.
    #[error("the record is paused")]
    Paused,
    /// A fault of ours.
    #[error("internal: {code}")]
    Internal {
        /// A stable code for support.
        code: String,
    },
}

impl CompanionError {
    pub(crate) fn internal(code: &str) -> Self {
        Self::Internal { code: code.to_owned() }
    }
}

/// `field` was refused.
pub(crate) fn invalid(field: &str) -> CompanionError {
    CompanionError::InvalidInput { field: field.to_owned() }
}

impl From<Error> for CompanionError {
    fn from(error: Error) -> Self {
        match error {
            Error::Invalid(invalid) => Self::InvalidInput { field: invalid.field.to_owned() },
            Error::Unusual(field) => invalid(field),
            Error::NotFound(what) => Self::NotFound { what: what.to_owned() },
            Error::KeptElsewhere => Self::KeptElsewhere,
            Error::WrongKey => Self::NeedsUnlock,
            Error::NewerStore { .. } => Self::NeedsUpdate,
            Error::Damaged => Self::StorageDamaged,
            Error::Full => Self::StorageFull,
            Error::Paused => Self::Paused,
            Error::Busy => Self::internal("busy"),
            Error::File(_) => Self::internal("file"),
            Error::Database(_) => Self::internal("database"),
            Error::Unreadable(_) => Self::internal("unreadable"),
            Error::NoRandomness => Self::internal("randomness"),
            Error::Format { .. } => Self::InvalidInput { field: "file".to_owned() },
            Error::Sync(error) => error.into(),
            _ => Self::internal("unknown"),
        }
    }
}

impl From<SyncError> for CompanionError {
    fn from(error: SyncError) -> Self {
        match error {
            SyncError::Offline => Self::Offline { retry_after_ms: None },
            SyncError::NeedsSignIn => Self::NeedsSignIn,
            SyncError::Running => Self::internal("sync-running"),
            SyncError::Protocol(_) => Self::Rejected { code: "protocol".to_owned() },
            SyncError::Untrusted(_) => Self::Rejected { code: "untrusted".to_owned() },
            _ => Self::internal("sync"),
        }
    }
}

impl From<uniffi::UnexpectedUniFFICallbackError> for CompanionError {
    fn from(_: uniffi::UnexpectedUniFFICallbackError) -> Self {
        // The reason is the text of an exception of the app: it may hold anything.
        Self::internal("callback")
    }
}
