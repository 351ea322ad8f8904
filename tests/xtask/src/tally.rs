//! Counting what test runners of several languages say.

use std::fmt;
use std::io::Write as _;

use crate::process::cache;

/// Tests counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Tally {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    pub(crate) skipped: u64,
}

impl Tally {
    pub(crate) fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }

    /// Reads the `test result:` lines of cargo test.
    pub(crate) fn of_cargo(text: &str) -> Self {
        let mut tally = Self::default();
        for line in text.lines().filter(|line| line.starts_with("test result:")) {
            tally.add(Self {
                passed: before(line, " passed"),
                failed: before(line, " failed"),
                skipped: before(line, " ignored"),
            });
        }
        tally
    }

    /// Reads the last `Tests run:` summary of Maven Surefire.
    pub(crate) fn of_surefire(text: &str) -> Self {
        let Some(line) = text.lines().rev().find(|line| line.contains("Tests run:") && !line.contains("Time elapsed"))
        else {
            return Self::default();
        };
        let (run, skipped) = (after(line, "Tests run: "), after(line, "Skipped: "));
        let failed = after(line, "Failures: ") + after(line, "Errors: ");
        Self { passed: run.saturating_sub(failed + skipped), failed, skipped }
    }

    /// Reads the last `Executed N tests` summary of XCTest.
    pub(crate) fn of_xctest(text: &str) -> Self {
        let Some(line) = text.lines().rev().find(|line| line.trim_start().starts_with("Executed ")) else {
            return Self::default();
        };
        let run = after(line, "Executed ");
        let failed = before(line, " failure");
        let skipped = before(line, " test skipped").max(before(line, " tests skipped"));
        Self { passed: run.saturating_sub(failed + skipped), failed, skipped }
    }
}

/// Says loudly that a whole suite cannot run here, and why: the closing line counts it as one that was skipped.
pub(crate) fn skip_suite(reason: &str) -> Result<Tally, String> {
    println!("SKIPPED: {reason}");
    let told = std::fs::OpenOptions::new()
        .create(true)
        .append(true)
        .open(cache().join("skips.txt"))
        .and_then(|mut skips| writeln!(skips, "{reason}"));
    match told {
        // Whoever sums up turns one that passed into one that was skipped for each line of the list.
        Ok(()) => Ok(Tally { passed: 1, ..Tally::default() }),
        Err(error) => Err(format!("the list of skips: {}", error.kind())),
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed, {} skipped", self.passed, self.failed, self.skipped)
    }
}

/// The number that stands right before `mark`.
fn before(line: &str, mark: &str) -> u64 {
    let Some((head, _)) = line.split_once(mark) else { return 0 };
    head.rsplit(|c: char| !c.is_ascii_digit()).next().and_then(|n| n.parse().ok()).unwrap_or(0)
}

/// The number that stands right after `mark`.
fn after(line: &str, mark: &str) -> u64 {
    let Some((_, tail)) = line.split_once(mark) else { return 0 };
    tail.split(|c: char| !c.is_ascii_digit()).next().and_then(|n| n.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closing_lines_of_three_runners_are_understood() {
        let cargo = "test result: ok. 7 passed; 1 failed; 2 ignored; 0 measured; 0 filtered out\n\
                     test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out\n";
        assert_eq!(Tally::of_cargo(cargo), Tally { passed: 10, failed: 1, skipped: 2 });
        let maven = "[INFO] Tests run: 4, Failures: 0, Errors: 0, Skipped: 0, Time elapsed: 1 s -- in A\n\
                     [INFO] Tests run: 9, Failures: 1, Errors: 1, Skipped: 2\n";
        assert_eq!(Tally::of_surefire(maven), Tally { passed: 5, failed: 2, skipped: 2 });
        let swift = "\t Executed 4 tests, with 1 failure (0 unexpected) in 0.1 (0.1) seconds\n";
        assert_eq!(Tally::of_xctest(swift), Tally { passed: 3, failed: 1, skipped: 0 });
    }
}
