//! What is this file? Answered by its first bytes; a name can be anything in any language.

use std::io::{Read, Seek, SeekFrom};

use serde::Serialize;

use super::night_csv::{HEART_HEADER, STEPS_HEADER};
use super::{Place, apple_health, reading, unpacked};
use crate::error::{Error, Result};

/// A format that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "name")]
pub enum Format {
    /// The heart-rate table of the NightSignal study.
    NightHeartCsv {
        /// Whether it is packed with xz.
        xz: bool,
    },
    /// The step table of the NightSignal study.
    NightStepsCsv {
        /// Whether it is packed with xz.
        xz: bool,
    },
    /// `export.xml` of Apple Health.
    AppleHealthXml,
    /// The archive that Apple Health exports.
    AppleHealthZip,
}

/// How much of a file is looked at; an Apple export's own DTD has some 10 KB.
const HEAD: u64 = 64 * 1024;

/// Finds out what a file is; leaves it at its start.
///
/// # Errors
/// [`Error::Format`] when it is none of the known formats, [`Error::File`] when it cannot be read.
pub fn classify(input: &mut (impl Read + Seek)) -> Result<Format> {
    let head = head_of(input)?;
    let unknown = |problem| Error::Format { format: "file", place: Place::Byte(0).to_string(), problem };
    let format = if head.starts_with(b"\xfd7zXZ\0") {
        let mut row = Vec::new();
        let read = unpacked(&mut *input).take(HEADER_ROW).read_to_end(&mut row);
        read.map_err(|error| reading("xz", Place::Byte(0), &error))?;
        csv(&row, true)
    } else if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return Ok(Format::AppleHealthZip);
    } else if apple_health::is_export(&head) {
        Some(Format::AppleHealthXml)
    } else {
        csv(&head, false)
    };
    input.seek(SeekFrom::Start(0))?;
    match format {
        Some(format) => Ok(format),
        None if head.is_empty() => Err(unknown("the file is empty")),
        None => Err(unknown("not a format that can be read")),
    }
}

/// Enough for either table's header row.
const HEADER_ROW: u64 = 64;

fn csv(head: &[u8], xz: bool) -> Option<Format> {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    if head.starts_with(STEPS_HEADER.as_bytes()) {
        Some(Format::NightStepsCsv { xz })
    } else if head.starts_with(HEART_HEADER.as_bytes()) {
        Some(Format::NightHeartCsv { xz })
    } else {
        None
    }
}

/// The first bytes of a file.
fn head_of(input: &mut (impl Read + Seek)) -> Result<Vec<u8>> {
    input.seek(SeekFrom::Start(0))?;
    let mut head = Vec::new();
    input.by_ref().take(HEAD).read_to_end(&mut head)?;
    input.seek(SeekFrom::Start(0))?;
    Ok(head)
}
