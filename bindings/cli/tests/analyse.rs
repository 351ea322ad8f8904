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
const COMMANDS: [&str; 1] = ["hrv"];
