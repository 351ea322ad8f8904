use std::io::{Cursor, Read};
use std::ops::ControlFlow;

use super::fixtures::{Memory, import, settings};
use super::{Format, ImportReport, Place, Skip, read};
use crate::error::Error;
use crate::model::Millis;
use proptest::prelude::*;

const HEART: &[u8] = include_bytes!("../../../../tests/data/nightsignal_aw/AW_rhr_P355472.csv.xz");
const STEPS: &[u8] = include_bytes!("../../../../tests/data/nightsignal_aw/P355472-AppleWatch-st.csv.xz");

fn unpack(packed: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    lzma_rust2::XzReader::new(packed, true).read_to_end(&mut plain).unwrap();
    plain
}

fn problem(file: &[u8]) -> String {
    import(file, &mut Memory::default()).unwrap_err().to_string()
}

#[test]
fn a_season_of_a_watch_is_taken_in_whole_although_its_header_has_no_line_break() {
    let mut memory = Memory::default();
    let report = import(HEART, &mut memory).unwrap();
    assert_eq!(report.format, Some(Format::NightHeartCsv { xz: true }));
    assert_eq!((report.heart.inserted, report.heart.already_there), (47_718, 0));
    assert!(report.skipped.is_empty() && report.unknown.is_empty());
    let days = (report.first_day.unwrap().to_string(), report.last_day.unwrap().to_string());
    assert_eq!(days, ("2026-01-03".to_owned(), "2026-04-25".to_owned()));
    let (_, first, bpm) = *memory.heart.first().unwrap();
    // 06:13:06 in Tokyo.
    assert_eq!((first.to_utc().to_rfc3339().as_str(), bpm), ("2026-01-02T21:13:06+00:00", 77));
}

#[test]
fn the_same_file_again_changes_nothing_packed_or_not() {
    let mut memory = Memory::default();
    import(HEART, &mut memory).unwrap();
    let report = import(&unpack(HEART), &mut memory).unwrap();
    assert_eq!((report.inserted(), report.already_there()), (0, 47_718));
    assert_eq!(memory.heart.len(), 47_718);
}

#[test]
fn steps_that_go_on_past_midnight_are_kept() {
    let mut memory = Memory::default();
    let report = import(STEPS, &mut memory).unwrap();
    assert_eq!((report.steps.inserted, report.skipped.len()), (16_299, 0));
    let across = 7 * Millis::MINUTE + 32 * Millis::SECOND;
    assert!(memory.steps.iter().any(|(_, start, end, count)| *count == 110 && end.since(*start) == across));
}

#[test]
fn rows_that_cannot_be_taken_are_counted_with_the_first_place_and_the_rest_is_taken() {
    let mut file = b"Device,Start_Date,Start_Time,Value\nW,2026-01-03,06:13:06,77\n".to_vec();
    file.extend_from_slice(b"W,2026-01-03,06:13:07,0\nW,2026-01-03,06:13:08,301\nW,2026-01-03,25:13:08,70\n");
    file.extend_from_slice(b"\xff\xfe\nW,2126-01-03,06:13:06,77\n\nonly words\n");
    file.extend(vec![b'9'; 2_000_000]);
    file.extend_from_slice(b"\nA watch, blue,2026-01-03,06:13:09,71.6\r\n");
    let mut memory = Memory::default();
    let report = import(&file, &mut memory).unwrap();
    assert_eq!(report.heart.inserted, 2);
    let skipped: Vec<_> = report.skipped.iter().map(|(why, which)| (*why, which.count, which.first)).collect();
    assert_eq!(
        skipped,
        [(Skip::Unreadable, 4, Place::Line(5)), (Skip::Impossible, 2, Place::Line(3)), (Skip::Date, 1, Place::Line(7)),]
    );
    assert!(memory.sources.values().any(|(name, _)| name == "A watch, blue"));
    assert!(memory.heart.iter().any(|(_, _, bpm)| *bpm == 72));
}

#[test]
fn a_file_cut_in_the_middle_says_so_and_what_came_before_stays() {
    let mut memory = Memory::default();
    let stopped = import(&HEART[..HEART.len() * 4 / 5], &mut memory).unwrap_err();
    let text = stopped.to_string();
    assert!(text.starts_with("heart rate table, line ") && text.ends_with(": the file ends in the middle"), "{text}");
    let kept = stopped.report.heart.inserted;
    assert!(kept > 10_000 && kept as usize == memory.heart.len());
    let report = import(HEART, &mut memory).unwrap();
    assert_eq!((report.heart.inserted, report.heart.already_there), (47_718 - kept, kept));
}

#[test]
fn damage_inside_packed_data_is_told_apart_from_an_end() {
    let mut file = HEART.to_vec();
    let middle = file.len() / 2;
    file[middle] ^= 0x55;
    assert!(problem(&file).ends_with("the packed data is damaged"), "{}", problem(&file));
}

#[test]
fn what_is_no_known_file_is_refused_in_words() {
    assert_eq!(problem(b""), "file, byte 0: the file is empty");
    assert_eq!(problem("食事,量\n".as_bytes()), "file, byte 0: not a format that can be read");
    assert_eq!(problem(b"<html><body/></html>"), "file, byte 0: not a format that can be read");
}

#[test]
fn an_xz_that_asks_for_too_much_memory_is_refused() {
    // Header, then a block whose LZMA2 filter asks for a dictionary of 3 GiB.
    let mut file = b"\xfd7zXZ\0\0\x01\x69\x22\xde\x36".to_vec();
    let mut block = vec![2, 0, 0x21, 1, 39, 0, 0, 0];
    block.extend_from_slice(&crc32(&block).to_le_bytes());
    file.extend(block);
    assert_eq!(problem(&file), "xz, byte 0: unpacking needs more memory than is allowed");
}

fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    crc.sum()
}

#[test]
fn a_person_can_stop_and_what_was_read_stays() {
    let mut memory = Memory::default();
    let mut looks = 0;
    let report = read(Cursor::new(HEART), settings(), &mut memory, &mut |progress| {
        looks += 1;
        assert!(progress.read <= progress.size && progress.size == HEART.len() as u64);
        if looks < 10 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })
    .unwrap();
    assert!(report.cancelled);
    let kept = report.heart.inserted;
    assert!(kept > 5_000 && kept < 12_000 && memory.heart.len() as u64 == kept, "{kept}");
}

#[test]
fn a_sink_that_refuses_stops_the_import() {
    struct Full;
    impl super::Sink for Full {
        fn source(
            &mut self,
            _: &str,
            _: crate::model::person::SourceKind,
        ) -> crate::error::Result<crate::model::SourceId> {
            Err(Error::Full)
        }
        fn heart(
            &mut self,
            _: crate::model::SourceId,
            _: &[crate::model::heart::HeartSample],
        ) -> crate::error::Result<super::Added> {
            Err(Error::Full)
        }
        fn steps(
            &mut self,
            _: crate::model::SourceId,
            _: &[crate::model::steps::StepInterval],
        ) -> crate::error::Result<super::Added> {
            Err(Error::Full)
        }
        fn energy(
            &mut self,
            _: crate::model::SourceId,
            _: &[crate::model::energy::EnergyInterval],
        ) -> crate::error::Result<super::Added> {
            Err(Error::Full)
        }
        fn vitals(&mut self, _: crate::model::SourceId, _: &[super::Reading]) -> crate::error::Result<super::Added> {
            Err(Error::Full)
        }
    }
    let stopped = read(Cursor::new(HEART), settings(), &mut Full, &mut |_| ControlFlow::Continue(())).unwrap_err();
    assert!(matches!(stopped.cause, Error::Full));
    assert_eq!(stopped.report.inserted(), 0);
}

fn silent(file: &[u8]) -> Option<ImportReport> {
    import(file, &mut Memory::default()).ok()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_bytes_make_an_importer_panic(
        start in prop_oneof![
            Just(&b""[..]), Just(&b"Device,Start_Date,Start_Time,Value"[..]), Just(&b"<HealthData>"[..]),
            Just(&b"PK\x03\x04"[..]), Just(&b"\xfd7zXZ\0"[..]), Just(&b"<HealthData><Record type='"[..]),
        ],
        rest in proptest::collection::vec(any::<u8>(), 0..400),
    ) {
        let _ = silent(&[start, &rest[..]].concat());
    }

    #[test]
    fn a_flipped_bit_never_panics(at in 0_usize..100_000, bit in 0_u8..8, packed in any::<bool>()) {
        let text = b"<HealthData><Record type='HKQuantityTypeIdentifierHeartRate' unit='count/min' value='60' \
            startDate='2026-03-01 07:15:00 +0900'><MetadataEntry key='HKTimeZone' value='Asia/Tokyo'/></Record>\
            <!-- &amp; --><Correlation type='HKCorrelationTypeIdentifierBloodPressure'></Correlation></HealthData>";
        let mut file = text.to_vec();
        if packed {
            let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
            writer.start_file("export.xml", zip::write::SimpleFileOptions::default()).unwrap();
            std::io::Write::write_all(&mut writer, text).unwrap();
            file = writer.finish().unwrap().into_inner();
        }
        let at = at % file.len();
        file[at] ^= 1 << bit;
        let _ = silent(&file);
    }
}
