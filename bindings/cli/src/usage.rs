//! What the command line got wrong, in one line of the reader's language.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use mimamori::text::Words;

use crate::failure::Failure;
use crate::screen;

/// What to say of a command line that was refused; help and version are shown at once.
pub(crate) fn refused(error: &clap::Error, words: &Words) -> Failure {
    let shown = |text: String| screen::line(text.trim_end()).err().unwrap_or(Failure::Shown);
    let about = |kind: ContextKind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.clone()),
        Some(ContextValue::Strings(texts)) => Some(texts.join(", ")),
        _ => None,
    };
    let line = match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => return shown(error.render().to_string()),
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand | ErrorKind::MissingSubcommand => {
            words.get("cli-no-command")
        }
        ErrorKind::InvalidSubcommand => match about(ContextKind::SuggestedSubcommand) {
            Some(near) => words.fmt("cli-unknown-command-near", &[("near", near.into())]),
            None => words.get("cli-unknown-command"),
        },
        // Only options are named back; a value may be about somebody's health.
        ErrorKind::UnknownArgument => match about(ContextKind::InvalidArg).filter(|word| word.starts_with('-')) {
            Some(option) => words.fmt("cli-unknown-option", &[("option", option.into())]),
            None => words.get("cli-unknown-word"),
        },
        ErrorKind::MissingRequiredArgument => {
            words.fmt("cli-missing", &[("what", about(ContextKind::InvalidArg).unwrap_or_default().into())])
        }
        ErrorKind::InvalidUtf8 => words.get("cli-not-text"),
        _ => match about(ContextKind::InvalidArg) {
            Some(what) => words.fmt("cli-bad-value", &[("what", what.into())]),
            None => words.get("cli-bad-line"),
        },
    };
    Failure::Input(line)
}
