//! A test that cannot run here says so where it will be read.

use std::io::Write;

/// Tells that a test was skipped and why: on standard error, and in the list that
/// `cargo xtask test` prints at its end and counts as skipped.
#[allow(clippy::print_stderr, reason = "a skip must be seen")]
pub fn skip(reason: &str) {
    eprintln!("SKIPPED: {reason}");
    if let Some(list) = std::env::var_os("MIMAMORI_SKIPS")
        && let Ok(mut file) = std::fs::OpenOptions::new().append(true).create(true).open(list)
    {
        // A list that cannot be written must not turn a skip into a failure.
        let _ = writeln!(file, "{reason}");
    }
}
