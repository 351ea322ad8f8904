//! What went wrong, in one clear line.

use super::words::Words;
use crate::error::{Error, SyncError};
use crate::model::{Invalid, Problem};

/// One line that says what went wrong and, where there is something, what to do. Holds no value
/// that a person entered.
#[must_use]
pub fn error(error: &Error, words: &Words) -> String {
    match error {
        Error::Invalid(invalid) => words.invalid(invalid),
        Error::Unusual(field) => words.fmt("error-unusual", &[("field", words.named("field", field).into())]),
        Error::NotFound(what) => words.fmt("error-not-found", &[("what", words.named("thing", what).into())]),
        Error::KeptElsewhere => words.get("error-kept-elsewhere"),
        Error::WrongKey => words.get("error-wrong-key"),
        Error::NewerStore { .. } => words.get("error-newer-store"),
        Error::Damaged => words.get("error-damaged"),
        Error::ReadOnly => words.get("error-read-only"),
        Error::Full => words.get("error-full"),
        Error::Busy => words.get("error-busy"),
        Error::Paused => words.get("error-paused"),
        Error::File(kind) => words.get(match kind {
            std::io::ErrorKind::NotFound => "error-file-missing",
            std::io::ErrorKind::PermissionDenied => "error-file-forbidden",
            std::io::ErrorKind::AlreadyExists => "error-file-exists",
            std::io::ErrorKind::IsADirectory => "error-file-folder",
            _ => "error-file",
        }),
        Error::Database(_) => words.get("error-database"),
        Error::Unreadable(_) => words.get("error-unreadable"),
        Error::Format { format, place, problem } => words.fmt(
            "error-format",
            &[
                ("format", words.named("format", format).into()),
                ("place", words.place(place).into()),
                ("problem", words.named("problem", problem).into()),
            ],
        ),
        Error::Sync(problem) => sync(problem, words),
        Error::NoRandomness => words.get("error-no-randomness"),
    }
}

fn sync(problem: &SyncError, words: &Words) -> String {
    words.get(match problem {
        SyncError::Offline => "error-offline",
        SyncError::NeedsSignIn => "error-needs-sign-in",
        SyncError::Running => "error-sync-running",
        SyncError::Protocol(_) => "error-sync-protocol",
        SyncError::Untrusted(_) => "error-sign-in-untrusted",
        SyncError::NoThread => "error-no-thread",
    })
}

impl Words {
    /// Why a value was refused, naming its field.
    #[must_use]
    pub fn invalid(&self, invalid: &Invalid) -> String {
        let id = match invalid.problem {
            Problem::Missing => "invalid-missing",
            Problem::Unreadable => "invalid-unreadable",
            Problem::Impossible => "invalid-impossible",
            Problem::TooLong => "invalid-too-long",
            Problem::Contradiction => "invalid-contradiction",
        };
        self.fmt(id, &[("field", self.named("field", invalid.field).into())])
    }

    /// The name of a field that a person fills in.
    #[must_use]
    pub fn field(&self, field: &str) -> String {
        self.named("field", field)
    }

    /// A place in a file, `line 12` or `byte 345`, in the reader's language.
    #[must_use]
    pub fn place(&self, place: &str) -> String {
        let (what, number) = place.split_once(' ').unwrap_or((place, ""));
        self.find(&format!("place-{what}"), &[("number", number.into())]).unwrap_or_else(|| place.to_owned())
    }

    /// The name that `family` has for `code`, or the code itself where it has none.
    fn named(&self, family: &str, code: &str) -> String {
        let plain = |c: char| if c.is_ascii_alphanumeric() || c == '_' { c.to_ascii_lowercase() } else { '-' };
        let code_id: String = code.chars().map(plain).collect();
        self.find(&format!("{family}-{code_id}"), &[]).unwrap_or_else(|| code.to_owned())
    }
}
