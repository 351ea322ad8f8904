//! Files that come in and go out, one file a format, streaming.
//!
//! Pure: readers and writers are handed in, and what is read goes to a [`import::Sink`]. The
//! companion opens the files and owns the store.

pub mod export;
pub mod import;
