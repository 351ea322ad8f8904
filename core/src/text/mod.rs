//! Words that a person reads, in Japanese and in English.
//!
//! Every other room hands out codes and numbers; here they become sentences. Pure: no clock, no
//! storage. Screens, the page and the terminal use it; nothing below it does.
//!
//! The words lie in `ja/*.ftl` and `en/*.ftl` (Fluent), one file a room. To add a message, write it
//! under the same name and with the same variables in both languages, and use it: a test holds all
//! three.

mod advice;
pub mod clinical;
mod conflict;
mod consent;
mod error;
mod finding;
mod food;
mod habit;
mod lang;
mod name;
mod number;
mod platform;
mod record;
pub mod typed;
mod watch;
mod when;
mod words;

#[cfg(test)]
mod tests;

pub use advice::{SuggestionText, suggestion};
pub use error::error;
pub use finding::{FindingText, Reader, finding, finding_for};
pub use lang::Lang;
pub(crate) use number::decimal;
pub use platform::{refusal, trouble};
pub use watch::{SignText, WatchText, watched};
pub use words::{Arg, Words};
