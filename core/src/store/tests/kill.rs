//! A program that is killed in the middle.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use super::*;

const CHILD: &str = "MIMAMORI_TEST_STORE";

/// Not a test by itself: the program that the next test starts and kills. It says each number once
/// the flush of that number was acknowledged.
#[test]
fn a_program_that_writes_until_it_is_killed() {
    let Some(path) = std::env::var_os(CHILD) else { return };
    let store = Store::open(std::path::Path::new(&path), &key()).unwrap();
    let [mother, _] = family();
    let source = SourceId::derive(mother.id, "strap");
    for flush in 0.. {
        let samples = strap(MONDAY.plus(flush * 10 * Millis::SECOND), 10);
        store.write(|w| w.append_heart(mother.id, source, &samples, &[])).unwrap();
        println!("acknowledged {flush}");
    }
}

#[test]
fn what_was_acknowledged_survives_a_kill_and_nothing_is_there_twice() {
    let home = Home::new();
    let (mother, source) = (home.mother.id, home.source(&home.mother, "strap", SourceKind::Bluetooth));
    let platform = home.own_platform(&home.mother);
    home.store.pause().unwrap();
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "store::tests::kill::a_program_that_writes_until_it_is_killed", "--nocapture"])
        .env(CHILD, home.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(std::result::Result::ok);
    let acknowledged = lines.filter(|line| line.contains("acknowledged ")).take(60).count();
    assert_eq!(acknowledged, 60);
    // SIGKILL on Unix: nothing of the program runs after it.
    child.kill().unwrap();
    child.wait().unwrap();

    home.store.resume().unwrap();
    home.store.verify().unwrap();
    let kept = home.store.read(|r| r.heart_samples(mother, DAY)).unwrap();
    let flushes = i64::try_from(kept.len()).unwrap() / 10;
    assert!(flushes >= 60);
    let written: Vec<_> = (0..flushes).flat_map(|flush| strap(MONDAY.plus(flush * 10 * Millis::SECOND), 10)).collect();
    assert_eq!(kept.into_iter().map(|(_, sample)| sample).collect::<Vec<_>>(), written);
    // A flush and its place in the queue committed together.
    let dirty: i64 = home.store.read(|r| r.pending(platform, 100)).unwrap().iter().map(|p| p.dirty).sum();
    assert_eq!(dirty, flushes);
    let again = home.store.write(|w| w.append_heart(mother, source, &written, &[])).unwrap();
    assert_eq!(again.new, 0);
}
