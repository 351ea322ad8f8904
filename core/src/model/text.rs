//! Checks of texts that a person types.

use super::{Invalid, Problem};

/// `text` without blanks around it, 1 to `most` characters.
///
/// # Errors
/// `field` when nothing is left or it is longer.
pub(super) fn required(field: &'static str, text: &str, most: usize) -> Result<String, Invalid> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Invalid::new(field, Problem::Missing));
    }
    optional(field, text, most)
}

/// `text` without blanks around it, at most `most` characters.
///
/// # Errors
/// `field` when it is longer.
pub(super) fn optional(field: &'static str, text: &str, most: usize) -> Result<String, Invalid> {
    let text = text.trim();
    if text.chars().count() > most {
        return Err(Invalid::new(field, Problem::TooLong));
    }
    Ok(text.to_owned())
}

/// Whether `value` is a finite number above 0 and at most `most`.
///
/// # Errors
/// `field` when it is not.
pub(super) fn positive(field: &'static str, value: f64, most: f64) -> Result<(), Invalid> {
    if value > 0.0 && value <= most { Ok(()) } else { Err(Invalid::new(field, Problem::Impossible)) }
}
