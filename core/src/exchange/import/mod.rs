//! Importers: bytes in, measurements out, in batches and in memory that does not grow with the file.
//!
//! [`read`] finds out by content what a file is and hands what it understands to a [`Sink`]. What
//! was handed over before an error stays; reading the same file again changes nothing, because every
//! measurement has an identity of its own. Nothing here knows a store, a person or a clock.

pub mod apple_health;
pub mod beats;
mod classify;
mod intake;
mod lines;
mod metered;
pub mod night_csv;
pub mod nightly;
mod report;
mod sink;
pub mod table;
mod wall;

use std::io::{BufReader, Read, Seek};
use std::ops::ControlFlow;

use chrono_tz::Tz;

pub use classify::{Format, classify};
pub use report::{Counts, ImportReport, Place, Skip, Skipped, Stopped};
pub use sink::{Added, Reading, Sink};

use crate::error::Error;
use crate::model::Millis;
use intake::Intake;
use metered::Metered;

/// What the file itself does not say.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// The person's zone: where wall times without a zone belong, and in which days are counted.
    pub zone: Tz,
    /// Measurements after this instant are skipped: a clock was wrong, and one of them would stop
    /// everything that waits for the present.
    pub not_after: Millis,
}

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Bytes of the file that were read.
    pub read: u64,
    /// Bytes of the file, or of the part of it that is read; 0 when unknown.
    pub size: u64,
}

/// Told how far an import is, several times a second; [`ControlFlow::Break`] ends it cleanly.
pub type Watch<'a> = dyn FnMut(Progress) -> ControlFlow<()> + 'a;

/// Memory that an xz stream may ask for, in KiB; `xz -9` needs 65 MiB.
const XZ_MEMORY_KIB: u32 = 80 * 1024;

/// Reads a whole file of any known format into `sink`.
///
/// # Errors
/// [`Stopped`] with the report of what was taken in before: the format is not known, the file is
/// damaged or ends in the middle ([`Error::Format`] with the place), it cannot be read
/// ([`Error::File`]), or the sink refused a batch.
pub fn read(
    input: impl Read + Seek,
    settings: Settings,
    sink: &mut dyn Sink,
    watch: &mut Watch<'_>,
) -> Result<ImportReport, Box<Stopped>> {
    let mut intake = Intake::new(settings, sink, watch);
    let ended = dispatch(input, &mut intake);
    intake.finish(ended)
}

fn dispatch(input: impl Read + Seek, intake: &mut Intake<'_>) -> Result<(), Error> {
    let mut input = Metered::new(input);
    let format = classify(&mut input)?;
    intake.begin(format, input.meter(), input.size()?);
    match format {
        Format::NightHeartCsv { xz: false } => night_csv::read_heart(BufReader::new(input), intake),
        Format::NightHeartCsv { xz: true } => night_csv::read_heart(unpacked(input), intake),
        Format::NightStepsCsv { xz: false } => night_csv::read_steps(BufReader::new(input), intake),
        Format::NightStepsCsv { xz: true } => night_csv::read_steps(unpacked(input), intake),
        Format::AppleHealthXml => apple_health::read_xml(BufReader::new(input), intake),
        Format::AppleHealthZip => apple_health::read_zip(input, intake),
    }
}

/// The text inside an xz file, with a limit on what its decoder may allocate.
fn unpacked<R: Read>(input: R) -> BufReader<lzma_rust2::XzReader<BufReader<R>>> {
    BufReader::new(lzma_rust2::XzReader::new_mem_limit(BufReader::new(input), true, XZ_MEMORY_KIB))
}

/// What a failed read of `format` at `place` means: the decoders report damage as an I/O error.
fn reading(format: &'static str, place: Place, error: &std::io::Error) -> Error {
    use std::io::ErrorKind;
    let problem = match error.kind() {
        ErrorKind::UnexpectedEof => "the file ends in the middle",
        ErrorKind::OutOfMemory => "unpacking needs more memory than is allowed",
        ErrorKind::InvalidData | ErrorKind::InvalidInput | ErrorKind::Unsupported | ErrorKind::Other => {
            "the packed data is damaged"
        }
        kind => return Error::File(kind),
    };
    Error::Format { format, place: place.to_string(), problem }
}

#[cfg(test)]
mod fixtures;
#[cfg(test)]
mod tests;
