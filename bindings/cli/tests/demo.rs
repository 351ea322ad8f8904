//! The demo as a person runs it, and as a phone would: ended in the middle, again and again.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at what it did not expect")]

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

fn demo(folder: &Path) -> Child {
    Command::new(env!("CARGO_BIN_EXE_mimamori"))
        .args(["demo", "--lang", "en", "--out", "demo"])
        .current_dir(folder)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Runs the demo to its end and returns what it said.
fn finish(folder: &Path) -> String {
    let done = demo(folder).wait_with_output().unwrap();
    assert!(done.status.success());
    String::from_utf8(done.stdout).unwrap()
}

/// Starts the demo, waits for a line that begins with `step` and a little longer, and kills it.
fn kill_in(folder: &Path, step: &str, after: Duration) {
    let mut running = demo(folder);
    let lines = BufReader::new(running.stdout.take().unwrap()).lines();
    for line in lines {
        if line.unwrap().starts_with(step) {
            std::thread::sleep(after);
            break;
        }
    }
    // SIGKILL: nothing of the program runs after it.
    running.kill().unwrap();
    running.wait().unwrap();
}

/// The sentence of the demo's story that says what the platform holds, and each that says what the
/// daughter sees in the end. What was told on the way depends on the day on which it was: an episode
/// grows from night to night.
fn outcome(said: &str) -> Vec<&str> {
    said.lines().filter(|line| line.contains("The platform holds") || line.contains("Hanako’s")).collect()
}

#[test]
fn a_demo_that_is_killed_while_it_records_and_while_it_syncs_ends_as_one_that_is_not() {
    let whole = tempfile::tempdir().unwrap();
    let said = finish(whole.path());
    let page = std::fs::read_to_string(whole.path().join("demo/index.html")).unwrap();
    // Numbers and units are held together by a no-break space.
    let energy = "1,720\u{a0}kcal (11 of 11 items known)";
    assert!(page.contains(energy), "the day's energy is not the one of four meals");
    assert!(said.contains("twice: 0. Still to be sent: 0."), "{said}");
    assert!(std::fs::metadata(whole.path().join("demo/night-heart-rate.png")).unwrap().len() > 10_000);

    let cut = tempfile::tempdir().unwrap();
    kill_in(cut.path(), "[3/7]", Duration::from_millis(200));
    kill_in(cut.path(), "[4/7]", Duration::from_millis(900));
    kill_in(cut.path(), "[4/7]", Duration::from_millis(2_100));
    kill_in(cut.path(), "[5/7]", Duration::from_millis(350));
    kill_in(cut.path(), "[5/7]", Duration::from_millis(800));
    let again = finish(cut.path());
    assert_eq!(outcome(&again), outcome(&said));
    let page = std::fs::read_to_string(cut.path().join("demo/index.html")).unwrap();
    assert!(page.contains(energy), "a meal was lost or is there twice");
}

#[test]
fn the_demo_does_not_write_into_somebody_elses_folder() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("demo")).unwrap();
    std::fs::write(folder.path().join("demo/letter.txt"), "mine").unwrap();
    let refused = demo(folder.path()).wait_with_output().unwrap();
    assert_eq!(refused.status.code(), Some(2));
    assert_eq!(std::fs::read_dir(folder.path().join("demo")).unwrap().count(), 1);
}
