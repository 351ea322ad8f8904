//! `analyse`: what a file shows by itself, and what is said of files that are not what they should be.

#![allow(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

/// A folder for files.
struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.0.path().join(name);
        std::fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    }
}

fn analyse(line: &str) -> Command {
    let mut command = Command::cargo_bin("mimamori").unwrap();
    // Without a home: no record may be needed.
    command.env_clear().arg("analyse").args(line.split(' '));
    command
}

/// What the program answers; it must succeed and say nothing on the side.
fn ok(line: &str) -> String {
    let output = analyse(line).assert().success().get_output().clone();
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "", "{line}");
    String::from_utf8(output.stdout).unwrap()
}

fn json(line: &str) -> Value {
    serde_json::from_str(&ok(&format!("{line} --json"))).unwrap()
}

/// The one line with which the program refuses wrong input.
fn refused(line: &str) -> String {
    let output = analyse(line).assert().code(2).get_output().clone();
    assert!(output.stdout.is_empty(), "{line}");
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(said.lines().count(), 1, "{line}: {said}");
    said.trim_end().trim_start_matches("mimamori: ").to_owned()
}

fn column(name: &str, values: impl IntoIterator<Item = f64>) -> String {
    values.into_iter().fold(format!("{name}\n"), |text, value| format!("{text}{value}\n"))
}

/// A heart at rest that breathes, in milliseconds.
fn breathing(n: u32) -> impl Iterator<Item = f64> {
    (0..n).map(|n| (900.0 + 60.0 * (f64::from(n) * 1.3).sin()).round())
}

fn packed(text: &[u8]) -> Vec<u8> {
    let mut packed = lzma_rust2::XzWriter::new(Vec::new(), lzma_rust2::XzOptions::default()).unwrap();
    std::io::Write::write_all(&mut packed, text).unwrap();
    packed.finish().unwrap()
}

#[test]
fn the_variability_of_a_file_comes_with_its_units_packed_or_not() {
    let folder = Folder::new();
    let text = column("rr_ms", breathing(400));
    let (plain, xz) = (folder.write("beats.csv", &text), folder.write("beats.csv.xz", packed(text.as_bytes())));
    let found = json(&format!("hrv {plain}"));
    assert_eq!(found, json(&format!("hrv {xz}")));
    assert_eq!(found["count"], 400);
    let number = |field: &str| found[field].as_f64().unwrap();
    assert!((number("mean") - 900.0).abs() < 1.0 && number("pnn50") > 10.0);
    assert!(number("hf") > number("lf"), "the breath is fast: {found}");
    for field in ["mean", "sdnn", "rmssd", "sdsd", "pnn50", "pnn20", "median", "sd1", "sd2", "lf", "hf"] {
        assert!(found[field].is_number() && found["units"][field].is_string(), "{field}");
    }
    let short = folder.write("short.csv", column("rr_ms", breathing(100)));
    assert!(json(&format!("hrv {short}"))["lf"].is_null());
    assert!(ok(&format!("hrv {short} --lang ja")).contains("続いた5分が必要"));
    assert!(ok(&format!("hrv {plain} --lang en")).contains("RMSSD"));
}

#[test]
fn windows_of_a_rhythm_cover_the_file_and_a_notice_takes_more_than_an_hour() {
    let folder = Folder::new();
    let file = folder.write("steady.csv", column("rr_ms", breathing(310)));
    let found = json(&format!("rhythm {file}"));
    let windows = found["windows"].as_array().unwrap();
    assert_eq!((windows.len(), &found["notice"]), (10, &Value::Bool(false)));
    let at = |window: &Value, edge: &str| window[edge].as_f64().unwrap();
    assert_eq!(at(&windows[0], "start_s"), 0.0);
    assert!(windows.windows(2).all(|pair| at(&pair[0], "end_s") == at(&pair[1], "start_s")));
    assert!((at(&windows[9], "end_s") - breathing(310).sum::<f64>() / 1000.0).abs() < 1e-6);
    assert!(windows.iter().all(|window| window["verdict"] == "regular" && window["score"].as_f64().unwrap() < 0.5));

    let sample = |name: &str| format!("{}/../../tests/data/mimic_af_rr/{name}.csv.xz", env!("CARGO_MANIFEST_DIR"));
    let irregular = json(&format!("rhythm {}", sample("mimic_perform_af_001_ecg")));
    let told =
        |verdict: &str| irregular["windows"].as_array().unwrap().iter().filter(|w| w["verdict"] == verdict).count();
    assert!(told("irregular") > 50, "{irregular}");
    assert_eq!(irregular["notice"], false, "twenty minutes are too short");
    // The same heart for two hours.
    let mut text = String::new();
    std::io::Read::read_to_string(
        &mut lzma_rust2::XzReader::new(std::fs::File::open(sample("mimic_perform_af_001_ecg")).unwrap(), true),
        &mut text,
    )
    .unwrap();
    let intervals: Vec<f64> =
        text.lines().skip(1).map(|line| line.split(',').nth(1).unwrap().parse().unwrap()).collect();
    let long = folder.write("long.csv", column("rr_ms", intervals.iter().copied().cycle().take(6 * intervals.len())));
    assert_eq!(json(&format!("rhythm {long}"))["notice"], true);
    for (lang, says) in [("ja", "診断ではありません"), ("en", "not a diagnosis")] {
        let text = ok(&format!("rhythm {long} --lang {lang}"));
        assert!(text.contains(says), "{text}");
    }
}

#[test]
fn beats_that_were_missed_and_made_up_are_named_and_mended() {
    let folder = Folder::new();
    let mut beats: Vec<f64> = breathing(200)
        .scan(0.0, |at, rr| {
            *at += rr;
            Some(*at / 1000.0)
        })
        .collect();
    beats.remove(120);
    beats.insert(60, f64::midpoint(beats[59], beats[60]) + 0.1);
    let file = folder.write("beats.csv", column("beat_s", beats.iter().copied()));
    let found = json(&format!("artefacts {file}"));
    assert_eq!((&found["extra"], &found["missed"]), (&serde_json::json!([60]), &serde_json::json!([121])));
    assert_eq!(found["corrected_beat_s"].as_array().unwrap().len(), 200);
    assert_eq!(found["corrected_rr_ms"].as_array().unwrap().len(), 199);
    assert!(found["rmssd_ms"]["as_given"].as_f64() > found["rmssd_ms"]["corrected"].as_f64());
    assert!(found["lipponen_tarvainen"]["extra"].as_array().unwrap().contains(&60.into()), "{found}");
    assert!(ok(&format!("artefacts {file} --lang ja")).contains("数え落とし"));
}

#[test]
fn a_file_that_is_not_what_it_should_be_gets_one_line() {
    let folder = Folder::new();
    let whole = packed(column("rr_ms", breathing(9_000)).as_bytes());
    let cases: [(&str, Vec<u8>, &str); 9] = [
        ("empty.csv", Vec::new(), "the file is empty"),
        ("header.csv", b"rr_ms\n".to_vec(), "there are no rows"),
        ("wrong.csv", b"pulse,rr\n60,1000\n".to_vec(), "there is no column"),
        ("nan.csv", b"rr_ms\n800\nNaN\n".to_vec(), "line 3: not a number"),
        ("huge.csv", b"rr_ms\n800\n1e300\n".to_vec(), "line 3: not a possible interval"),
        ("minus.csv", b"rr_ms\n-800\n".to_vec(), "line 2: not a possible interval"),
        ("binary.csv", (0..=255u8).rev().cycle().take(20_000).collect(), "line 1: the line is"),
        ("cut.csv.xz", whole[..whole.len() / 2].to_vec(), "the file ends in the middle"),
        (
            "bomb.csv.xz",
            packed(b"rr_ms\n".iter().chain(b"800\n".repeat(4_000_001).iter()).copied().collect::<Vec<u8>>().as_slice()),
            "four million",
        ),
    ];
    for (name, content, why) in cases {
        let file = folder.write(name, content);
        for command in COMMANDS {
            let said = refused(&format!("{command} {file} --json"));
            assert!(said.contains(why), "{command} {name}: {said}");
        }
    }
    for command in COMMANDS {
        refused(&format!("{command} /nowhere/at/all"));
        refused(&format!("{command} /"));
        refused(command);
    }
}

/// The commands that read beats.
const COMMANDS: [&str; 3] = ["rhythm", "hrv", "artefacts"];

/// Nights of an hour each from three on, every minute; `rates` by the night.
fn minutes(rates: &[u32]) -> String {
    let mut text = "minute,hr_mean,steps\n".to_owned();
    for (day, rate) in rates.iter().enumerate() {
        for minute in 0..60 {
            text.push_str(&format!("2026-0{}-{:02}T03:{minute:02},{rate},0\n", 1 + day / 28, 1 + day % 28));
        }
    }
    text
}

#[test]
fn two_high_nights_are_one_episode_that_was_known_on_the_second_morning() {
    let folder = Folder::new();
    let mut rates = vec![60; 28];
    rates.extend([65, 66]);
    let file = folder.write("minutes.csv.xz", packed(minutes(&rates).as_bytes()));
    let answer = json(&format!("night {file}"));
    let nights = answer["nights"].as_array().unwrap();
    assert_eq!(nights.len(), 30);
    assert_eq!(nights[0]["verdict"], "insufficient");
    assert_eq!(nights[28]["verdict"], "none");
    let last = &nights[29];
    assert_eq!((last["date"].as_str(), last["verdict"].as_str()), (Some("2026-02-02"), Some("strong")));
    assert_eq!(
        (last["night_hr"].as_f64(), last["usual"].as_f64(), last["z"].as_f64()),
        (Some(66.0), Some(60.0), Some(3.0))
    );
    assert_eq!(last["knowable_at"], "2026-02-02T07:00:00");
    let [episode] = answer["episodes"].as_array().unwrap().as_slice() else { panic!("{answer}") };
    assert_eq!((episode["onset"].as_str(), episode["told"].as_str()), (Some("2026-02-01"), Some("2026-02-02")));
    assert!(ok(&format!("night {file} --lang ja")).contains("お知らせ1件"));
}

#[test]
fn days_are_judged_for_each_person_by_themselves() {
    let folder = Folder::new();
    let mut table = "id,date,rhr,breathing\n".to_owned();
    for day in 1..=28 {
        let (a, b) = if day > 26 { (70, 60) } else { (60, 60) };
        table.push_str(&format!("a,2026-02-{day:02},{a},\nb,2026-02-{day:02},{b},0\n"));
    }
    let answer = json(&format!("daily {}", folder.write("days.csv", table)));
    assert_eq!(answer["a"]["nights"].as_array().unwrap().len(), 28);
    assert_eq!(answer["a"]["nights"][27]["verdict"], "strong");
    assert_eq!(answer["a"]["episodes"][0]["told"], "2026-02-27");
    assert_eq!(answer["b"]["episodes"], serde_json::json!([]));
}

#[test]
fn a_wrong_line_of_a_night_table_is_named() {
    let folder = Folder::new();
    let file = folder.write("minutes.csv", "minute,hr_mean,steps\n2026-01-01T03:00,60,0\n2026-01-01T03:00,60,0\n");
    assert_eq!(
        refused(&format!("night {file} --lang en")),
        "minute table, line 3: this minute does not come after the one above it."
    );
    let file = folder.write("days.csv", "id,date,rhr\na,2026-01-01,600\n");
    assert_eq!(refused(&format!("daily {file} --lang en")), "day table, line 2: not a possible heart rate.");
    refused("night nowhere.csv");
}
