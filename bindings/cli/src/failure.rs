//! How a command ends when it does not end well.

use mimamori::Error;
use mimamori::exchange::import::Stopped;
use mimamori::text::{self, Words};

/// Why a command did not do what it was told.
#[derive(Debug)]
pub(crate) enum Failure {
    /// What was given is wrong: one line that says what. Exit code 2.
    Input(String),
    /// It could not be done: one line that says why. Exit code 1.
    Failed(String),
    /// The core refused; its error has words of its own.
    Core(Error),
    /// Whoever read our output has gone, which is their right: nothing is said, exit code 0.
    PipeClosed,
    /// What was to be shown is shown already. Exit code 0.
    Shown,
}

impl Failure {
    /// The line to say and the exit code.
    pub(crate) fn told(self, words: &Words) -> (Option<String>, u8) {
        match self {
            Self::Input(line) => (Some(line), 2),
            Self::Failed(line) => (Some(line), 1),
            Self::Core(error) => {
                let code = if is_input(&error) { 2 } else { 1 };
                (Some(text::error(&error, words)), code)
            }
            Self::PipeClosed | Self::Shown => (None, 0),
        }
    }
}

/// Whether the person can mend it by giving something else.
fn is_input(error: &Error) -> bool {
    use std::io::ErrorKind;
    matches!(
        error,
        Error::Invalid(_)
            | Error::Unusual(_)
            | Error::NotFound(_)
            | Error::KeptElsewhere
            | Error::Format { .. }
            | Error::File(
                ErrorKind::NotFound | ErrorKind::PermissionDenied | ErrorKind::IsADirectory | ErrorKind::AlreadyExists
            )
    )
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Core(error)
    }
}

impl From<mimamori::model::Invalid> for Failure {
    fn from(invalid: mimamori::model::Invalid) -> Self {
        Self::Core(Error::Invalid(invalid))
    }
}

impl From<Box<Stopped>> for Failure {
    fn from(stopped: Box<Stopped>) -> Self {
        Self::Core(stopped.cause)
    }
}

/// A file that was named on the command line.
impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::Core(Error::from(error))
    }
}
