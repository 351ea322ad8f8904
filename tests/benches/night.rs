//! The night rule against NightSignal's own program, on the same files in the same run.
//!
//! Both get the study's heart rate and step tables and give a verdict for each night. What is timed:
//!
//! - ours: from the text of both tables in memory, through the importer, to the verdicts;
//! - theirs: the published program from its first line to the verdicts written as JSON, inside a
//!   running Python: without Python's start, without loading pandas, NumPy and Matplotlib (their
//!   names are replaced; the verdicts use none of them) and without the plot. That favours them.
//!
//! The two rules differ on purpose, so that their verdicts are not compared here; see
//! `nightsignal_parity` for that.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement may stop, and prints")]

use std::hint::black_box;
use std::io::Read;
use std::process::Command;
use std::time::{Duration, Instant};

use mimamori::detect::night::NightRule;
use mimamori::model::Millis;
use mimamori_tests::timeline::{Timeline, watched};
use mimamori_tests::{place, skip};

/// Runs the program with stand-ins for what only its plot needs, and prints the seconds it took.
const RUN: &str = r#"
import sys, time, unittest.mock
for name in ("pandas", "numpy", "matplotlib", "matplotlib.pylab", "matplotlib.pyplot"):
    sys.modules[name] = unittest.mock.MagicMock()
source = open(sys.argv[1]).read().split("  Plot  ")[0]
program = compile(source, "nightsignal.py", "exec")
sys.argv = ["nightsignal.py", "--device=AppleWatch", "--heartrate=hr.csv", "--step=st.csv"]
start = time.perf_counter()
exec(program, {"__name__": "__main__"})
print("TOOK", time.perf_counter() - start)
"#;

fn unpacked(name: &str) -> String {
    let packed = std::fs::File::open(place::data("nightsignal_aw").join(name)).unwrap();
    let mut text = String::new();
    lzma_rust2::XzReader::new(packed, true).read_to_string(&mut text).unwrap();
    text
}

fn ours(heart: &str, steps: &str) -> (usize, usize) {
    let settings = watched();
    let mut timeline = Timeline::default();
    timeline.import(heart.as_bytes());
    timeline.import(steps.as_bytes());
    let (mut rule, mut nights, mut findings) = (NightRule::default(), 0, 0);
    let mut count = |told: mimamori::detect::night::Told| {
        nights += told.night.iter().count();
        findings += told.findings.len();
    };
    let mut end = Millis(0);
    for minute in timeline.into_minutes() {
        end = minute.end();
        count(rule.push(&settings, &minute));
    }
    count(rule.advance(&settings, end.plus(Millis::DAY)));
    (nights, findings)
}

/// The detectors' part alone: the minutes are there already.
fn fold(timeline: &[mimamori::detect::Minute]) -> usize {
    let settings = watched();
    let mut rule = NightRule::default();
    timeline.iter().filter(|minute| rule.push(&settings, minute).night.is_some()).count()
}

fn theirs(program: &std::path::Path, heart: &str, steps: &str) -> Duration {
    let folder = tempfile::tempdir().unwrap();
    // The sample is the program's own intermediate; as its input the column has another name, and
    // the header its line break.
    let rows = heart.strip_prefix("Device,Start_Date,Start_Time,Value").unwrap();
    std::fs::write(folder.path().join("hr.csv"), format!("Device,Start_Date,Start_Time,Heartrate\n{rows}")).unwrap();
    std::fs::write(folder.path().join("st.csv"), steps).unwrap();
    let run = Command::new("python3").args(["-c", RUN]).arg(program).current_dir(folder.path()).output().unwrap();
    let text = String::from_utf8_lossy(&run.stdout).into_owned();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let verdicts = std::fs::read_to_string(folder.path().join("NS-signals.json")).unwrap();
    assert_eq!(verdicts.matches("07:00:00").count(), 108);
    let seconds = text.lines().find_map(|line| line.strip_prefix("TOOK ")).unwrap();
    Duration::from_secs_f64(seconds.parse().unwrap())
}

/// The shortest of `runs`: what the machine can do when nothing disturbs it.
fn best(runs: u32, mut one: impl FnMut() -> Duration) -> Duration {
    (0..runs).map(|_| one()).min().unwrap_or_default()
}

fn main() {
    // `cargo test --all-targets` runs this, too; only `cargo bench` asks for figures.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let (heart, steps) = (unpacked("AW_rhr_P355472.csv.xz"), unpacked("P355472-AppleWatch-st.csv.xz"));
    let rows = heart.lines().count() + steps.lines().count();
    let timed = |work: &mut dyn FnMut()| {
        let start = Instant::now();
        work();
        start.elapsed()
    };

    let whole = best(20, || timed(&mut || _ = black_box(ours(&heart, &steps))));
    let mut timeline = Timeline::default();
    timeline.import(heart.as_bytes());
    timeline.import(steps.as_bytes());
    let minutes = timeline.into_minutes();
    let alone = best(50, || timed(&mut || _ = black_box(fold(&minutes))));
    let (nights, _) = ours(&heart, &steps);
    println!("{rows} rows, {} minutes, {nights} nights", minutes.len());
    println!("ours, tables to verdicts       {whole:>10.2?}");
    println!("ours, minutes to verdicts      {alone:>10.2?}");

    let Some(program) = place::shared("peers/nightsignal.py") else {
        return skip::skip("NightSignal's program is not beside the checkout: the night rule was not compared");
    };
    if Command::new("python3").arg("--version").output().is_err() {
        return skip::skip("there is no python3: the night rule was not compared");
    }
    let peer = best(3, || theirs(&program, &heart, &steps));
    println!("NightSignal, tables to verdicts {peer:>9.2?}");
    println!("ratio {:.0}x (goal: at least 50x)", peer.as_secs_f64() / whole.as_secs_f64());
}
