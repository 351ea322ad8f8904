//! All profiles against the vectors in `tests/data/gatt`, and against bytes that nobody would send.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::blood_pressure::{PressureStatus, PressureUnit};
use super::glucose::ConcentrationUnit;
use super::oximeter::{MeasurementStatus, Saturation, SensorStatus};
use super::record_access::{Request, Response};
use super::thermometer::TemperatureUnit;
use super::*;

const VECTORS: &str = include_str!("../../../../tests/data/gatt/vectors.txt");

/// The vectors: line, characteristic, bytes, what is in it.
fn vectors() -> Vec<(usize, Characteristic, Vec<u8>, &'static str)> {
    let mut vectors = Vec::new();
    for (number, line) in VECTORS.lines().enumerate() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let mut cells = line.split('|').map(str::trim);
        let (characteristic, hex, says) = (cells.next().unwrap(), cells.next().unwrap(), cells.next().unwrap());
        let digits: Vec<char> = hex.chars().filter(|digit| !digit.is_whitespace()).collect();
        let bytes =
            digits.chunks(2).map(|pair| u8::from_str_radix(&pair.iter().collect::<String>(), 16).unwrap()).collect();
        vectors.push((number + 1, Characteristic(u16::from_str_radix(characteristic, 16).unwrap()), bytes, says));
    }
    vectors
}

fn number(float: MedFloat) -> String {
    match float {
        MedFloat::Number(decimal) => decimal.to_string(),
        MedFloat::NotANumber => "NaN".to_owned(),
        other => format!("{other:?}"),
    }
}

fn clock(time: DateTime) -> String {
    let DateTime { year, month, day, hour, minute, second } = time;
    format!("{year}-{month}-{day} {hour}:{minute}:{second}")
}

fn pair(reading: Saturation) -> String {
    format!("{}/{}", number(reading.spo2), number(reading.pulse))
}

/// Puts the parts that are there behind each other.
fn list(parts: &[Option<String>]) -> String {
    parts.iter().flatten().cloned().collect::<Vec<_>>().join(", ")
}

fn plain(name: &str, part: Option<impl std::fmt::Display>) -> Option<String> {
    part.map(|part| format!("{name} {part}"))
}

fn tail(trailing: usize) -> Option<String> {
    (trailing > 0).then(|| format!("trailing {trailing}"))
}

fn said(value: &Value) -> String {
    match value {
        Value::HeartRate(read) => {
            use crate::model::heart::Contact;
            let contact = match read.contact {
                Contact::Unsupported => None,
                Contact::Lost => Some("contact lost".to_owned()),
                Contact::Detected => Some("contact".to_owned()),
            };
            let rr = read.intervals.iter().fold(String::new(), |mut text, rr| {
                let _ = write!(text, " {}", rr.0);
                text
            });
            list(&[
                Some(format!("rate {}", read.raw_rate)),
                contact,
                plain("energy", read.energy_kj),
                (!rr.is_empty()).then(|| format!("rr{rr}")),
                tail(read.trailing),
            ])
        }
        Value::SensorLocation(location) => format!("worn {location:?}"),
        Value::BloodPressure(read) => {
            let unit = if read.unit == PressureUnit::MmHg { "mmHg" } else { "kPa" };
            list(&[
                Some(format!("{}/{} mean {} {unit}", number(read.systolic), number(read.diastolic), number(read.mean))),
                read.time.map(|time| format!("time {}", clock(time))),
                plain("pulse", read.pulse.map(number)),
                plain("user", read.user),
                read.status.map(|status| format!("status {:04X}", status.0)),
                tail(read.trailing),
            ])
        }
        Value::CuffPressure(read) => {
            let unit = if read.unit == PressureUnit::MmHg { "mmHg" } else { "kPa" };
            format!("cuff {} {unit}", number(read.pressure))
        }
        Value::Weight(read) => list(&[
            Some(read.kilograms().map_or("no weight".to_owned(), |kg| format!("{kg:.3} kg"))),
            read.time.map(|time| format!("time {}", clock(time))),
            plain("user", read.user),
            plain("bmi", read.raw_bmi),
            read.centimetres().map(|cm| format!("height {cm:.1} cm")),
            tail(read.trailing),
        ]),
        Value::BodyComposition(read) => {
            let masses =
                [read.raw_muscle_mass, read.raw_fat_free_mass, read.raw_soft_lean_mass, read.raw_body_water_mass]
                    .into_iter()
                    .flatten()
                    .fold(String::new(), |mut text, mass| {
                        let _ = write!(text, " {mass}");
                        text
                    });
            list(&[
                Some(read.fat_percent().map_or("no fat".to_owned(), |fat| format!("fat {fat:.1}"))),
                read.time.map(|time| format!("time {}", clock(time))),
                plain("user", read.user),
                read.basal_metabolism_kj.map(|kj| format!("{kj} kJ")),
                plain("muscle", read.raw_muscle),
                (!masses.is_empty()).then(|| format!("masses{masses}")),
                plain("impedance", read.raw_impedance),
                read.kilograms().map(|kg| format!("{kg:.3} kg")),
                read.centimetres().map(|cm| format!("height {cm:.1} cm")),
                read.more.then(|| "more".to_owned()),
                tail(read.trailing),
            ])
        }
        Value::Temperature(read) => {
            let degrees = match read.unit {
                TemperatureUnit::Celsius => format!("{} C", number(read.temperature)),
                TemperatureUnit::Fahrenheit => {
                    format!("{} F = {} C", number(read.temperature), read.celsius().unwrap())
                }
            };
            list(&[
                Some(degrees),
                read.time.map(|time| format!("time {}", clock(time))),
                read.site.map(|site| format!("at {site:?}")),
                tail(read.trailing),
            ])
        }
        Value::IntermediateTemperature(read) => format!("on its way {} C", number(read.temperature)),
        Value::TemperatureSite(site) => format!("site {site:?}"),
        Value::SpotCheck(read) => list(&[
            Some(pair(read.reading)),
            read.time.map(|time| format!("time {}", clock(time))),
            read.status.map(|status| format!("status {:04X}", status.0)),
            read.sensor.map(|sensor| format!("sensor {:06X}", sensor.0)),
            plain("amplitude", read.amplitude.map(number)),
            read.clock_not_set.then(|| "clock not set".to_owned()),
            tail(read.trailing),
        ]),
        Value::Continuous(read) => list(&[
            Some(pair(read.normal)),
            read.fast.map(|reading| format!("fast {}", pair(reading))),
            read.slow.map(|reading| format!("slow {}", pair(reading))),
            read.status.map(|status| format!("status {:04X}", status.0)),
            read.sensor.map(|sensor| format!("sensor {:06X}", sensor.0)),
            plain("amplitude", read.amplitude.map(number)),
            tail(read.trailing),
        ]),
        Value::Glucose(read) => list(&[
            Some(format!("{}, base {}", read.sequence, clock(read.base_time))),
            plain("offset", read.offset_minutes),
            read.concentration.map(|found| {
                let unit = if found.unit == ConcentrationUnit::KgPerLitre { "kg/L" } else { "mol/L" };
                format!("{} {unit} fluid {} at {}", number(found.value), found.fluid, found.location)
            }),
            read.status.map(|status| format!("status {:04X}", status.0)),
            read.context_follows.then(|| "context".to_owned()),
            tail(read.trailing),
        ]),
        Value::GlucoseContext(read) => list(&[
            Some(read.sequence.to_string()),
            read.extended.map(|extended| format!("extended {extended:02X}")),
            read.carbohydrate.map(|(kind, amount)| format!("carbohydrate {kind} {}", number(amount))),
            plain("meal", read.meal),
            read.tester.zip(read.health).map(|(tester, health)| format!("tester {tester} health {health}")),
            read.exercise.map(|(seconds, percent)| format!("exercise {seconds} {percent}")),
            read.medication.map(|medication| {
                let unit = if medication.litres { "L" } else { "kg" };
                format!("medication {} {} {unit}", medication.kind, number(medication.amount))
            }),
            plain("hba1c", read.hba1c.map(number)),
            tail(read.trailing),
        ]),
        Value::RecordAccess(response) => match *response {
            Response::Count(count) => format!("count {count}"),
            Response::Done { request } => format!("done {request}"),
            Response::NoRecords { request } => format!("no records {request}"),
            Response::Refused { request, reason } => format!("refused {request} {reason}"),
            Response::Reserved { code } => format!("reserved {code}"),
        },
        Value::CurrentTime(read) => {
            format!("{} weekday {} fraction {} reason {}", clock(read.time), read.weekday, read.fraction, read.reason)
        }
        Value::Battery(level) => level.map_or("no battery".to_owned(), |level| format!("battery {}", level.percent())),
        Value::Name(name) => format!("name {name}"),
        Value::PnpId(read) => {
            format!("pnp {} {} {} {:04X}", read.authority, read.vendor, read.product, read.version)
        }
        Value::SystemId(id) => format!("system {id:016X}"),
    }
}

#[test]
fn every_vector_is_read_as_the_specification_says() {
    let vectors = vectors();
    assert!(vectors.len() > 70);
    for (line, characteristic, bytes, says) in vectors {
        let found = match decode(characteristic, &bytes) {
            Ok(value) => said(&value.unwrap()),
            Err(truncated) => format!("truncated: {}", truncated.missing),
        };
        assert_eq!(found, says, "line {line}");
    }
}

#[test]
fn every_known_characteristic_has_a_vector_and_others_are_not_guessed_at() {
    let vectors = vectors();
    let tried = |known| vectors.iter().any(|(_, characteristic, _, _)| *characteristic == known);
    let names = [
        Characteristic::SERIAL_NUMBER,
        Characteristic::FIRMWARE_REVISION,
        Characteristic::HARDWARE_REVISION,
        Characteristic::SOFTWARE_REVISION,
    ];
    for known in Characteristic::KNOWN.into_iter().filter(|known| !names.contains(known)) {
        assert!(tried(known), "{known}");
    }
    assert_eq!(decode(Characteristic(0x2AFF), &[1, 2, 3]), Ok(None));
}

/// A value cut anywhere is either refused by the name of a field, or still whole by its own flags.
#[test]
fn no_cut_of_a_vector_makes_up_a_measurement() {
    for (line, characteristic, bytes, _) in vectors() {
        let Ok(Some(whole)) = decode(characteristic, &bytes) else { continue };
        for cut in 0..bytes.len() {
            match decode(characteristic, &bytes[..cut]) {
                Err(truncated) => {
                    assert_eq!(truncated.found, cut, "line {line}");
                    assert!(truncated.needed > cut && truncated.needed <= bytes.len(), "line {line}");
                }
                // Intervals and names have no length of their own, and bytes that trail may go.
                Ok(Some(Value::HeartRate(part))) => {
                    let Value::HeartRate(whole) = &whole else { panic!("line {line}") };
                    assert_eq!(part.raw_rate, whole.raw_rate);
                    assert!(whole.intervals.starts_with(&part.intervals), "line {line}");
                }
                Ok(Some(Value::Name(_))) => {}
                other => panic!("line {line}, cut at {cut}: {other:?}"),
            }
        }
    }
}

#[test]
fn bytes_too_many_are_counted_and_change_nothing() {
    let mut counted = 0;
    for (line, characteristic, bytes, says) in vectors() {
        let Ok(Some(value)) = decode(characteristic, &bytes) else { continue };
        let mut longer = bytes.clone();
        longer.extend([0xA5; 3]);
        let Ok(Some(found)) = decode(characteristic, &longer) else { panic!("line {line}") };
        if matches!(value, Value::HeartRate(_) | Value::Name(_)) {
            continue;
        }
        let found = said(&found);
        counted += usize::from(found.ends_with(", trailing 3"));
        assert_eq!(found.trim_end_matches(", trailing 3"), says, "line {line}");
    }
    assert!(counted > 30);
}

#[test]
fn what_bits_say_is_what_the_specification_gives_them() {
    let status = PressureStatus(0b10_0111);
    assert!(status.moved() && status.loose() && status.irregular_pulse() && status.position());
    assert!(!PressureStatus(0b01_1000).position());
    assert!(MeasurementStatus(1 << 8).is_final() && MeasurementStatus(1 << 7).is_final());
    assert!(MeasurementStatus(1 << 9).is_stored());
    assert!(MeasurementStatus(1 << 10).is_made_up());
    assert!(MeasurementStatus(1 << 14).is_doubtful());
    assert!(!MeasurementStatus(1 << 5).is_doubtful());
    assert!(SensorStatus(1 << 11).off_the_finger() && SensorStatus(1 << 13).off_the_finger());
}

#[test]
fn pressures_in_kilopascal_and_glucose_in_moles_come_out_in_our_units() {
    let read = blood_pressure::decode(&[0x01, 0xA0, 0xF0, 0x6B, 0xF0, 0xFF, 0x07]).unwrap();
    assert_eq!(read.unit.to_mmhg(read.systolic), Some(120.0));
    assert_eq!(read.unit.to_mmhg(read.diastolic), Some(80.3));
    assert_eq!(read.unit.to_mmhg(read.mean), None);
    let mg = |line: &[u8]| glucose::decode(line).unwrap().concentration.unwrap().mg_per_dl();
    assert_eq!(mg(&[2, 5, 0, 0xEA, 7, 3, 1, 9, 0, 0, 0x5A, 0xB0, 0x11]), Some(90.0));
    assert_eq!(mg(&[6, 5, 0, 0xEA, 7, 3, 1, 9, 0, 0, 0x34, 0xC0, 0x11]), Some(93.7));
    assert_eq!(mg(&[6, 5, 0, 0xEA, 7, 3, 1, 9, 0, 0, 0xFF, 0x07, 0x11]), None);
}

#[test]
fn the_offset_that_the_person_set_moves_the_time_of_a_glucose_record() {
    let read = glucose::decode(&[1, 1, 0, 0xEA, 7, 2, 28, 23, 50, 0, 20, 0]).unwrap();
    assert_eq!(read.time().unwrap().known().unwrap().to_string(), "2026-03-01 00:10:00");
    let unset = glucose::decode(&[1, 1, 0, 0, 0, 2, 28, 23, 50, 0, 20, 0]).unwrap();
    assert_eq!(unset.time(), None);
}

#[test]
fn a_body_composition_in_two_packets_is_one_measurement() {
    let first = body_composition::decode(&[0x04, 0x10, 0xD7, 0x00, 0x02]).unwrap();
    let second = body_composition::decode(&[0x00, 0x14, 0xD7, 0x00, 0xD4, 0x30]).unwrap();
    assert!(first.more && second.more);
    let whole = first.merge(second);
    assert_eq!((whole.user, whole.kilograms(), whole.fat_percent()), (Some(2), Some(62.5), Some(21.5)));
}

#[test]
fn requests_for_stored_records_are_written_as_the_specification_lays_them_out() {
    assert_eq!(Request::ReportAll.to_bytes(), [1, 1]);
    assert_eq!(Request::ReportFrom(0x0102).to_bytes(), [1, 3, 1, 2, 1]);
    assert_eq!(Request::ReportLast.to_bytes(), [1, 6]);
    assert_eq!(Request::CountFrom(7).to_bytes(), [4, 3, 1, 7, 0]);
    assert_eq!(Request::Abort.to_bytes(), [3, 0]);
}

#[test]
fn a_clock_that_is_set_reads_back() {
    let bytes = [0xEA, 7, 11, 22, 19, 59, 30, 7, 128, 1];
    assert_eq!(current_time::decode(&bytes).unwrap().to_bytes(), bytes);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn no_bytes_can_stop_a_decoder(
        known in proptest::sample::select(Characteristic::KNOWN.to_vec()),
        bytes in proptest::collection::vec(any::<u8>(), 0..600),
    ) {
        match decode(known, &bytes) {
            Err(truncated) => prop_assert!(truncated.found < truncated.needed),
            // Nothing that comes out is longer than what went in.
            Ok(Some(Value::HeartRate(read))) => prop_assert!(read.intervals.len() <= MAX_VALUE / 2),
            Ok(Some(Value::Name(name))) => prop_assert!(name.chars().count() <= bytes.len()),
            Ok(found) => prop_assert!(found.is_some()),
        }
    }

    /// Every pattern of flags of every characteristic, over bytes enough for all fields.
    #[test]
    fn whole_values_are_read_whatever_their_flags(
        known in proptest::sample::select(Characteristic::KNOWN.to_vec()),
        flags: u16,
        filling: u8,
    ) {
        let mut bytes = flags.to_le_bytes().to_vec();
        bytes.resize(40, filling);
        prop_assert!(decode(known, &bytes).is_ok());
        for cut in 0..bytes.len() {
            let _ = decode(known, &bytes[..cut]);
        }
    }
}
