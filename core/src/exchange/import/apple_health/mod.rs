//! The export of Apple Health: `export.xml`, alone or in its archive.
//!
//! Read element by element, in memory that does not depend on the file's size; nothing in the file
//! is trusted. What is known to be odd about these files, and what is done about it:
//!
//! - The DTD inside them is malformed in some versions (iOS 16): it is passed over, never read.
//! - Control characters that XML forbids occur in names: [`scrub`] blanks them.
//! - Elements repeat attributes or lack `endDate`: the first one counts, and an interval without an
//!   end is an instant.
//! - What lies in a `Correlation` stands at the top level as well: only blood pressure is taken from
//!   correlations, and once ([`pressure`]).
//! - The clock offset of every date is that of the phone at the time of export, not of the place
//!   and season of the measurement: the instant is right, the wall time is not. The day comes from
//!   `HKTimeZone` where the record has it, else from the person's zone.
//! - Units follow the person's settings, per cent is a fraction ([`quantity`]).
//! - The archive's names are translated: the export is known by its content ([`archive`]).

mod archive;
mod date;
mod pressure;
mod quantity;
mod record;
mod scrub;

use std::io::BufRead;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::intake::Intake;
use super::report::{Place, Skip};
use super::{Place::Byte, reading};
use crate::error::{Error, Result};
use crate::model::Stamp;
use crate::model::energy::EnergyInterval;
use crate::model::heart::{Contact, HeartSample};
use crate::model::steps::StepInterval;
use crate::model::vital::Vital;
pub(super) use archive::read_zip;
use pressure::{Half, Pressures};
use record::{Held, Measure, text};
use scrub::Scrub;

const FORMAT: &str = "apple health export";
const ROOT: &[u8] = b"<HealthData";

/// Elements that belong to another or say nothing about health: not counted as unknown.
const PARTS: [&str; 12] = [
    "HealthData",
    "ExportDate",
    "Me",
    "MetadataEntry",
    "HeartRateVariabilityMetadataList",
    "InstantaneousBeatsPerMinute",
    "WorkoutEvent",
    "WorkoutStatistics",
    "WorkoutActivity",
    "WorkoutRoute",
    "FileReference",
    "SensitivityPoint",
];

/// Whether a file that begins with `head` is an export.
pub(super) fn is_export(head: &[u8]) -> bool {
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    text.starts_with(b"<") && scrub::find_root(text, ROOT).is_some()
}

/// Reads the XML.
pub(super) fn read_xml(input: impl BufRead, intake: &mut Intake<'_>) -> Result<()> {
    let mut input = Scrub::new(input);
    input.skip_to(ROOT).map_err(|error| failed(0, &error))?;
    let before = input.position();
    let mut reader = Reader::from_reader(input);
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_unmatched_ends = true;
    let mut export = Export { intake, record: None, correlation: None, pressures: Pressures::default() };
    let mut buffer = Vec::new();
    loop {
        let at = before + reader.buffer_position();
        buffer.clear();
        reader.get_mut().next_element();
        let event = match reader.read_event_into(&mut buffer) {
            Ok(event) => event,
            Err(quick_xml::Error::Io(error)) => return Err(failed(at, &error)),
            Err(quick_xml::Error::Syntax(error)) if unfinished(&error) => {
                return Err(broken(at, "the file ends in the middle"));
            }
            Err(_) => return Err(broken(at, "not well-formed XML")),
        };
        let place = Byte(at);
        match event {
            Event::Start(element) => export.open(&element, place)?,
            Event::Empty(element) => {
                export.open(&element, place)?;
                export.close(element.name().as_ref())?;
            }
            Event::End(element) => {
                let name = element.name();
                export.close(name.as_ref())?;
                if name.as_ref() == "HealthData" {
                    return export.end();
                }
            }
            Event::Eof => return Err(broken(at, "the file ends in the middle")),
            _ => {}
        }
        if export.intake.tick().is_break() {
            return Ok(());
        }
    }
}

fn unfinished(error: &quick_xml::errors::SyntaxError) -> bool {
    use quick_xml::errors::SyntaxError as E;
    !matches!(error, E::InvalidBangMarkup)
}

fn failed(at: u64, error: &std::io::Error) -> Error {
    if error.kind() == std::io::ErrorKind::FileTooLarge {
        return broken(at, "one element is larger than a megabyte");
    }
    reading(FORMAT, Byte(at), error)
}

fn broken(at: u64, problem: &'static str) -> Error {
    Error::Format { format: FORMAT, place: Byte(at).to_string(), problem }
}

/// What is open at this point of the file.
struct Export<'a, 'b> {
    intake: &'a mut Intake<'b>,
    /// The record whose end has not come: its zone may be told inside it.
    record: Option<Held>,
    /// The blood pressure whose end has not come.
    correlation: Option<Correlation>,
    pressures: Pressures,
}

/// A correlation of any type; only the halves of a blood pressure are kept.
struct Correlation {
    zone: Option<chrono_tz::Tz>,
    halves: Vec<Held>,
}

impl Export<'_, '_> {
    fn open(&mut self, element: &BytesStart<'_>, place: Place) -> Result<()> {
        match element.name().as_ref() {
            "Record" => {
                // One without an end tag ends where the next begins.
                self.close("Record")?;
                self.record = match Held::read(element, place) {
                    Ok(held) => Some(held),
                    Err(record::Left::Unknown(name)) => {
                        // Its twin at the top level is counted.
                        if self.correlation.is_none() {
                            self.intake.unknown(&name);
                        }
                        None
                    }
                    Err(record::Left::Skip(reason)) => {
                        if self.correlation.is_none() {
                            self.intake.skip(reason, place);
                        }
                        None
                    }
                };
            }
            "MetadataEntry" => self.metadata(element),
            "Correlation" => {
                let kind = text(element, "type").unwrap_or_default();
                if kind != "HKCorrelationTypeIdentifierBloodPressure" {
                    self.intake.unknown(&kind);
                }
                self.correlation = Some(Correlation { zone: None, halves: Vec::new() });
            }
            name if PARTS.contains(&name) => {}
            name => self.intake.unknown(name),
        }
        Ok(())
    }

    fn metadata(&mut self, element: &BytesStart<'_>) {
        if text(element, "key").as_deref() != Some("HKTimeZone") {
            return;
        }
        let Some(zone) = text(element, "value").and_then(|name| name.parse().ok()) else { return };
        if let Some(record) = &mut self.record {
            record.zone = Some(zone);
        } else if let Some(correlation) = &mut self.correlation {
            correlation.zone = Some(zone);
        }
    }

    fn close(&mut self, name: &str) -> Result<()> {
        match name {
            "Record" => match (self.record.take(), &mut self.correlation) {
                (Some(held), Some(correlation)) => {
                    // Two halves make a pressure; a file that puts more here is not followed.
                    if matches!(held.measure, Measure::Systolic | Measure::Diastolic) && correlation.halves.len() < 2 {
                        correlation.halves.push(held);
                    }
                    Ok(())
                }
                (Some(held), None) => self.take(held),
                (None, _) => Ok(()),
            },
            "Correlation" => match self.correlation.take() {
                Some(Correlation { zone, halves }) => {
                    for mut half in halves {
                        half.zone = half.zone.or(zone);
                        self.take(half)?;
                    }
                    Ok(())
                }
                None => Ok(()),
            },
            _ => Ok(()),
        }
    }

    /// Hands one measurement on.
    fn take(&mut self, held: Held) -> Result<()> {
        let place = held.place;
        let Some(source) = self.intake.source(&held.source, held.kind, place)? else { return Ok(()) };
        let zone = held.zone.unwrap_or(self.intake.settings().zone);
        let stamp = Stamp::in_zone(held.start, zone);
        let vital = match held.measure {
            Measure::Heart(bpm) => {
                let sample = HeartSample { at: held.start, bpm, contact: Contact::Unsupported };
                return self.intake.heart(source, sample, place);
            }
            Measure::Steps(count) => {
                return match StepInterval::new(held.start, held.end, count) {
                    Ok(steps) => self.intake.steps(source, steps, place),
                    Err(_) => {
                        self.intake.skip(Skip::Impossible, place);
                        Ok(())
                    }
                };
            }
            Measure::Energy(kind) => {
                return match EnergyInterval::new(held.start, held.end, kind, held.value) {
                    Ok(energy) => self.intake.energy(source, energy, place),
                    Err(_) => {
                        self.intake.skip(Skip::Impossible, place);
                        Ok(())
                    }
                };
            }
            Measure::Vital(kind) => Vital::single(kind, held.value),
            Measure::Systolic | Measure::Diastolic => {
                let half = Half { source, stamp, place, value: held.value };
                match self.pressures.add(half, matches!(held.measure, Measure::Systolic)) {
                    pressure::Found::Pair(systolic, diastolic) => {
                        crate::model::vital::BloodPressure::new(systolic, diastolic, None).map(Vital::BloodPressure)
                    }
                    pressure::Found::Nothing => return Ok(()),
                    pressure::Found::Crowded(place) => {
                        self.intake.skip(Skip::Unpaired, place);
                        return Ok(());
                    }
                }
            }
        };
        match vital {
            Ok(vital) => self.intake.vital(source, stamp, vital, place),
            Err(_) => {
                self.intake.skip(Skip::Impossible, place);
                Ok(())
            }
        }
    }

    /// The export is whole: what still waits for its other half waits in vain.
    fn end(&mut self) -> Result<()> {
        for place in self.pressures.unpaired() {
            self.intake.skip(Skip::Unpaired, place);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
