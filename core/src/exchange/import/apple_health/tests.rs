use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;

use super::super::fixtures::{Memory, import, settings};
use super::super::{Format, ImportReport, Place, Reading, Skip};
use crate::model::Stamp;
use crate::model::person::SourceKind;
use crate::model::vital::{BloodPressure, Vital, VitalKind};

const DOGSHEEP: &[u8] = include_bytes!("../../../../../tests/data/import/dogsheep_export.xml");
const ALEKSI: &[u8] = include_bytes!("../../../../../tests/data/import/aleksi_testdata.xml");

/// The internal DTD of iOS 16: the attribute list of `VisionPrescription` is never closed.
const MALFORMED_DTD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE HealthData [\n\
    <!-- HealthKit Export Version: 12 -->\n<!ELEMENT HealthData (ExportDate,Me,(Record|Correlation)*)>\n\
    <!ATTLIST VisionPrescription\n  type CDATA #REQUIRED\n  dateIssued CDATA #REQUIRED\n\
    <!ENTITY bomb \"&bomb;&bomb;\">\n]>\n";

fn export(records: &str) -> String {
    format!("{MALFORMED_DTD}<HealthData locale=\"ja_JP\">\n{records}</HealthData>\n")
}

/// A record of `kind`, as the phone writes it.
fn record(kind: &str, value: &str, unit: &str) -> String {
    format!(
        "<Record type=\"HKQuantityTypeIdentifier{kind}\" sourceName=\"Apple\u{a0}Watch\" unit=\"{unit}\" \
         creationDate=\"2026-03-01 07:16:00 +0900\" startDate=\"2026-03-01 07:15:00 +0900\" \
         endDate=\"2026-03-01 07:15:30 +0900\" value=\"{value}\"/>\n"
    )
}

fn read(text: &str) -> (ImportReport, Memory) {
    let mut memory = Memory::default();
    let report = import(text.as_bytes(), &mut memory).unwrap();
    (report, memory)
}

fn only(memory: &Memory) -> &Reading {
    assert_eq!(memory.vitals.len(), 1);
    memory.vitals.values().next().unwrap()
}

#[test]
fn a_real_export_gives_its_heart_rate_and_counts_the_rest() {
    let mut memory = Memory::default();
    let report = import(DOGSHEEP, &mut memory).unwrap();
    assert_eq!(report.format, Some(Format::AppleHealthXml));
    assert_eq!(report.heart.inserted, 1);
    let (_, at, bpm) = *memory.heart.first().unwrap();
    assert_eq!((at.to_utc().to_rfc3339().as_str(), bpm), ("2018-09-10T09:28:55+00:00", 72));
    let unknown: Vec<_> = report.unknown.iter().map(|(name, count)| (name.as_str(), *count)).collect();
    assert_eq!(unknown, [("ActivitySummary", 2), ("HKQuantityTypeIdentifierBodyMassIndex", 1), ("Workout", 1)]);
    assert!(report.skipped.is_empty());
}

#[test]
fn records_of_another_program_with_attributes_in_any_order_are_read() {
    let mut memory = Memory::default();
    let report = import(ALEKSI, &mut memory).unwrap();
    assert_eq!(report.vitals.inserted, 2);
    let weight = memory.vitals.values().find(|r| r.vital.quantity().unwrap().value == 65.0).unwrap();
    assert_eq!(weight.vital, Vital::single(VitalKind::Weight, 65.0).unwrap());
    assert!(memory.sources.values().any(|(name, _)| name == "Здоровье"));
    let again = import(ALEKSI, &mut memory).unwrap();
    assert_eq!((again.inserted(), again.already_there()), (0, 2));
}

#[test]
fn the_malformed_dtd_of_ios_16_and_forbidden_characters_do_not_stop_it() {
    let odd = record("HeartRate", "61.6", "count/min").replace("Watch", "Wa\u{b}tch &amp; more");
    let (report, memory) = read(&export(&odd));
    assert_eq!((report.heart.inserted, report.skipped.len()), (1, 0));
    assert_eq!(memory.heart.first().unwrap().2, 62);
    assert_eq!(memory.sources.values().next().unwrap(), &("Apple Wa tch & more".to_owned(), SourceKind::Wearable));
}

#[test]
fn a_record_with_a_repeated_attribute_and_no_end_is_an_instant() {
    let odd =
        record("StepCount", "7", "count").replace("endDate=\"2026-03-01 07:15:30", "startDate=\"2026-03-01 09:00:00");
    let (_, memory) = read(&export(&odd));
    let (_, start, end, count) = *memory.steps.first().unwrap();
    assert_eq!((start, count), (end, 7));
}

#[test]
fn a_blood_pressure_is_taken_once_although_it_is_written_twice() {
    let halves = record("BloodPressureSystolic", "132", "mmHg") + &record("BloodPressureDiastolic", "85", "mmHg");
    let correlation = format!(
        "<Correlation type=\"HKCorrelationTypeIdentifierBloodPressure\" sourceName=\"Apple\u{a0}Watch\" \
         startDate=\"2026-03-01 07:15:00 +0900\" endDate=\"2026-03-01 07:15:00 +0900\">\n{halves}</Correlation>\n"
    );
    let expected = Vital::BloodPressure(BloodPressure::new(132.0, 85.0, None).unwrap());
    for text in [halves.clone() + &correlation, correlation.clone() + &halves, correlation, halves] {
        let (report, memory) = read(&export(&text));
        assert_eq!((report.vitals.inserted, report.vitals.already_there), (1, 0));
        assert!(report.skipped.is_empty(), "{:?}", report.skipped);
        assert_eq!(only(&memory).vital, expected);
    }
}

#[test]
fn half_a_blood_pressure_is_told_not_invented() {
    let (report, memory) = read(&export(&record("BloodPressureSystolic", "132", "mmHg")));
    assert!(memory.vitals.is_empty());
    assert_eq!(report.skipped[&Skip::Unpaired].count, 1);
}

#[test]
fn food_in_a_correlation_is_not_counted_twice() {
    let text = format!(
        "{0}<Correlation type=\"HKCorrelationTypeIdentifierFood\">{0}{1}</Correlation>",
        record("DietaryProtein", "12", "g"),
        record("BodyMass", "58.2", "kg"),
    );
    let (report, memory) = read(&export(&text));
    assert_eq!(report.unknown["HKQuantityTypeIdentifierDietaryProtein"], 1);
    assert!(memory.vitals.is_empty());
}

#[test]
fn units_follow_the_phones_settings_and_per_cent_is_a_fraction() {
    let text = record("BodyMass", "128.3", "lb")
        + &record("OxygenSaturation", "0.97", "%")
        + &record("BodyTemperature", "98.6", "degF")
        + &record("BloodGlucose", "5.5", "mmol&lt;180.1558800000541&gt;/L")
        + &record("RespiratoryRate", "14.5", "count/min")
        + &record("RestingHeartRate", "58", "count/min");
    let (report, memory) = read(&export(&text));
    assert_eq!(report.vitals.inserted, 6);
    let value = |kind: VitalKind| {
        let unit = kind.unit();
        let mut found = memory.vitals.values().filter_map(|r| match r.vital {
            Vital::Single { kind: is, value, .. } if is == kind => Some(value),
            _ => None,
        });
        (found.next().unwrap(), unit.ucum())
    };
    assert_eq!(value(VitalKind::Weight), (58.195_901, "kg"));
    assert_eq!(value(VitalKind::OxygenSaturation), (97.0, "%"));
    assert_eq!(value(VitalKind::Temperature), (37.0, "Cel"));
    assert_eq!(value(VitalKind::Glucose), (99.085_734, "mg/dL"));
    assert_eq!(value(VitalKind::RespiratoryRate), (14.5, "/min"));
    assert_eq!(value(VitalKind::RestingHeartRate), (58.0, "/min"));
}

#[test]
fn what_cannot_be_taken_is_counted_by_reason_with_the_first_place() {
    let bad = [
        record("HeartRate", "0", "count/min"),
        record("HeartRate", "NaN", "count/min"),
        record("HeartRate", "Low", "count/min"),
        record("BodyMass", "58", "cm"),
        record("HeartRate", "60", "count/min").replace("2026-03-01 07:15:00", "1970-01-01T"),
        record("HeartRate", "60", "count/min").replace("2026-", "2031-"),
        record("HeartRate", "60", "count/min").replace("2026-", "1804-"),
    ];
    let text = export(&bad.concat());
    let (report, memory) = read(&text);
    assert!(memory.heart.is_empty() && memory.vitals.is_empty());
    let counts: Vec<_> = report.skipped.iter().map(|(reason, skipped)| (*reason, skipped.count)).collect();
    assert_eq!(counts, [(Skip::Unreadable, 2), (Skip::Impossible, 2), (Skip::Date, 2), (Skip::Unit, 1)]);
    let Place::Byte(at) = report.skipped[&Skip::Unit].first else { unreachable!() };
    let rest = text.get(usize::try_from(at).unwrap()..).unwrap().trim_start();
    assert!(rest.starts_with("<Record type=\"HKQuantityTypeIdentifierBodyMass"));
}

#[test]
fn a_variability_is_counted_not_taken_for_another_measure() {
    let text = "<Record type=\"HKQuantityTypeIdentifierHeartRateVariabilitySDNN\" unit=\"ms\" value=\"45\" \
        startDate=\"2026-03-01 07:15:00 +0900\"><HeartRateVariabilityMetadataList>\
        <InstantaneousBeatsPerMinute bpm=\"61\" time=\"02:15:41,80\"/></HeartRateVariabilityMetadataList></Record>";
    let (report, memory) = read(&export(text));
    assert!(memory.vitals.is_empty() && memory.heart.is_empty());
    assert_eq!(report.unknown.len(), 1);
}

#[test]
fn the_day_is_that_of_the_place_where_it_was_measured() {
    // 23:30 in Tokyo; the phone was in Honolulu when it exported.
    let here = record("BodyMass", "58.2", "kg").replace("2026-03-01 07:15:00 +0900", "2026-03-01 04:30:00 -1000");
    let (_, memory) = read(&export(&here));
    assert_eq!(only(&memory).at.day().to_string(), "2026-03-01");
    assert_eq!(only(&memory).at, Stamp::in_zone(only(&memory).at.at, settings().zone));
    let there = here.replace("/>", "><MetadataEntry key=\"HKTimeZone\" value=\"Pacific/Auckland\"/></Record>");
    let (_, memory) = read(&export(&there));
    assert_eq!(only(&memory).at.day().to_string(), "2026-03-02");
}

#[test]
fn a_file_that_ends_in_the_middle_says_where_and_keeps_what_it_had() {
    let text = export(&(record("HeartRate", "60", "count/min") + &record("HeartRate", "61", "count/min")));
    let mut memory = Memory::default();
    let cut = &text.as_bytes()[..text.len() - 40];
    let stopped = import(cut, &mut memory).unwrap_err();
    let said = stopped.to_string();
    assert!(
        said.starts_with("apple health export, byte ") && said.ends_with(": the file ends in the middle"),
        "{said}"
    );
    assert_eq!((stopped.report.heart.inserted, memory.heart.len()), (1, 1));
}

#[test]
fn an_element_of_any_size_is_refused_before_it_is_in_memory() {
    let huge = export(&record("HeartRate", &"9".repeat(3_000_000), "count/min"));
    let said = import(huge.as_bytes(), &mut Memory::default()).unwrap_err().to_string();
    assert!(said.ends_with("one element is larger than a megabyte"), "{said}");
    let many = export(&record("HeartRate", "60", "count/min").repeat(20_000));
    assert_eq!(read(&many).0.heart.already_there, 19_999);
}

fn archive(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn the_export_is_found_in_its_archive_in_any_language_by_what_it_holds() {
    let text = export(&record("HeartRate", "60", "count/min"));
    let document = format!("<ClinicalDocument>{}</ClinicalDocument><second/>", "<x/>".repeat(5_000));
    for name in ["export.xml", "导出.xml", "書き出したデータ.xml"] {
        let name = format!("apple_health_export/{name}");
        let file = archive(&[
            ("apple_health_export/export_cda.xml", document.as_bytes()),
            ("apple_health_export/workout-routes/route.gpx", b"<gpx/>"),
            (&name, text.as_bytes()),
        ]);
        let mut memory = Memory::default();
        let report = import(&file, &mut memory).unwrap();
        assert_eq!((report.format, report.heart.inserted), (Some(Format::AppleHealthZip), 1));
    }
}

#[test]
fn archives_that_are_not_whole_or_not_exports_are_refused_in_words() {
    let text = export(&record("HeartRate", "60", "count/min").repeat(5_000));
    let file = archive(&[("export.xml", text.as_bytes())]);
    let refused = |file: &[u8]| import(file, &mut Memory::default()).unwrap_err().to_string();
    assert_eq!(refused(&file[..file.len() / 2]), "zip archive, byte 0: damaged, or not whole");
    assert_eq!(refused(&archive(&[])), "zip archive, byte 0: there is no Apple Health export inside");
    assert_eq!(
        refused(&archive(&[("a.xml", b"<a/>"), ("b.txt", b"b")])),
        "zip archive, byte 0: there is no Apple Health export inside"
    );
    for at in [200, file.len() / 2] {
        let mut damaged = file.clone();
        for byte in &mut damaged[at..at + 40] {
            *byte ^= 0xa5;
        }
        let said = refused(&damaged);
        assert!(said.ends_with("the packed data is damaged") || said.ends_with("not well-formed XML"), "{said}");
    }
}

#[test]
fn an_archive_that_unpacks_to_absurdly_much_is_refused() {
    let row = record("HeartRate", "60", "count/min") + &" ".repeat(500_000);
    let text = export(&row.repeat(60));
    let said = import(&archive(&[("export.xml", text.as_bytes())]), &mut Memory::default()).unwrap_err();
    assert!(said.to_string().ends_with("more memory than is allowed"), "{said}");
}
