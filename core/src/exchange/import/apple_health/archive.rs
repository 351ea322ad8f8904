//! The archive that an iPhone exports: `apple_health_export/` with the export under a name in the
//! phone's language, beside routes, electrocardiograms and a clinical document.

use std::io::{BufReader, Read, Seek};

use zip::ZipArchive;
use zip::result::ZipError;

use super::super::intake::Intake;
use super::super::metered::{Meter, Metered};
use super::super::{Place, reading};
use super::{is_export, read_xml};
use crate::error::{Error, Result};

const FORMAT: &str = "zip archive";
/// Most bytes of table of contents: over 50,000 entries; an export has a few thousand.
const CONTENTS: u64 = 8 * 1024 * 1024;
/// Most entries whose content is looked at in search of the export.
const CANDIDATES: usize = 32;
/// How much of an entry is looked at.
const HEAD: u64 = 64 * 1024;
/// Records pack about 20:1. Beyond this ratio, and [`PACKED_FREELY`], nobody measured what is inside.
const RATIO: u64 = 300;
const PACKED_FREELY: u64 = 16 * 1024 * 1024;

/// Reads the export inside the archive, unpacking as it goes.
pub(in super::super) fn read_zip(input: Metered<impl Read + Seek>, intake: &mut Intake<'_>) -> Result<()> {
    let meter = input.meter();
    meter.allow(CONTENTS);
    let mut archive = ZipArchive::new(input).map_err(|error| refused(&error))?;
    meter.allow(u64::MAX);
    let index = find_export(&mut archive)?;
    let entry = archive.by_index(index).map_err(|error| refused(&error))?;
    intake.narrow(entry.compressed_size());
    let guarded = Guarded { entry, meter, unpacked: 0 };
    read_xml(BufReader::with_capacity(32 * 1024, guarded), intake)
}

/// The entry that is the export, told by its content; larger ones are tried first.
fn find_export<R: Read + Seek>(archive: &mut ZipArchive<R>) -> Result<usize> {
    let mut candidates = Vec::new();
    for index in 0..archive.len() {
        // Raw: an entry that cannot be unpacked is only a problem if it is the one.
        let Ok(entry) = archive.by_index_raw(index) else { continue };
        if entry.name_raw().to_ascii_lowercase().ends_with(b".xml") {
            candidates.push((entry.size(), index));
        }
    }
    candidates.sort_by_key(|(size, index)| (std::cmp::Reverse(*size), *index));
    let mut trouble = None;
    for (_, index) in candidates.into_iter().take(CANDIDATES) {
        match head_of(archive, index) {
            Ok((head, _)) if is_export(&head) => return Ok(index),
            Ok((_, damage)) => trouble = trouble.or(damage),
            Err(error) => trouble = Some(error),
        }
    }
    Err(trouble.unwrap_or_else(|| problem("there is no Apple Health export inside")))
}

/// What an entry begins with, and what stopped the unpacking: a damaged entry may still be known.
fn head_of<R: Read + Seek>(archive: &mut ZipArchive<R>, index: usize) -> Result<(Vec<u8>, Option<Error>)> {
    let mut head = Vec::new();
    let entry = archive.by_index(index).map_err(|error| refused(&error))?;
    let read = entry.take(HEAD).read_to_end(&mut head);
    Ok((head, read.err().map(|error| reading(FORMAT, Place::Byte(0), &error))))
}

fn refused(error: &ZipError) -> Error {
    match error {
        ZipError::Io(error) if error.kind() == std::io::ErrorKind::QuotaExceeded => {
            problem("the table of contents is too large")
        }
        ZipError::Io(error) => reading(FORMAT, Place::Byte(0), error),
        ZipError::UnsupportedArchive(_) => problem("packed or encrypted in a way that cannot be read"),
        _ => problem("damaged, or not whole"),
    }
}

fn problem(problem: &'static str) -> Error {
    Error::Format { format: FORMAT, place: Place::Byte(0).to_string(), problem }
}

/// An entry that may not unpack to absurdly more than was read of it.
struct Guarded<R> {
    entry: R,
    meter: Meter,
    unpacked: u64,
}

impl<R: Read> Read for Guarded<R> {
    fn read(&mut self, buf: &mut [u8]) -> std::io::Result<usize> {
        if self.unpacked > PACKED_FREELY && self.unpacked / RATIO > self.meter.read() {
            return Err(std::io::Error::from(std::io::ErrorKind::OutOfMemory));
        }
        let n = self.entry.read(buf)?;
        self.unpacked += n as u64;
        Ok(n)
    }
}
