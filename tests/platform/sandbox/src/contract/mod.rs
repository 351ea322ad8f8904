//! The contract suite: what the companion asks of a FHIR server, as checks that run against any of them.
//!
//! Conforming servers differ in places. A check accepts each of the answers that were seen from real ones and says which
//! one it got, so that a reader of the report knows what the companion has to live with.

mod checks;
mod client;

use std::io;

pub use client::{Answer, Client};

/// A server to be checked.
#[derive(Debug, Clone)]
pub struct Target {
    pub client: Client,
    /// Goes into ids and identifiers, so that two runs on one server do not meet.
    pub run: String,
}

impl Target {
    /// A server at `base` that takes `token`, or no token at all. The token needs all rights.
    ///
    /// # Errors
    /// When `base` is not an `http://` address.
    pub fn new(base: &str, token: Option<&str>) -> io::Result<Self> {
        Ok(Self {
            client: Client::new(base, token)?,
            run: uuid::Uuid::new_v4().simple().to_string().chars().take(8).collect(),
        })
    }
}

/// How one check went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    pub name: &'static str,
    /// What was seen, or why it is wrong.
    pub result: Result<String, String>,
}

/// All checks, in order.
#[derive(Debug, Clone)]
pub struct Report {
    pub checks: Vec<Check>,
}

impl Report {
    /// The checks that failed, one line each.
    pub fn failures(&self) -> Vec<String> {
        let failed = self.checks.iter().filter_map(|check| Some((check.name, check.result.as_ref().err()?)));
        failed.map(|(name, reason)| format!("{name}: {reason}")).collect()
    }

    /// Every check, one line each, with what was seen.
    pub fn lines(&self) -> Vec<String> {
        let line = |check: &Check| match &check.result {
            Ok(seen) => format!("ok   {} ({seen})", check.name),
            Err(reason) => format!("FAIL {} ({reason})", check.name),
        };
        self.checks.iter().map(line).collect()
    }
}

/// Runs all checks; one that fails does not keep the others from running.
pub fn run(target: &Target) -> Report {
    let checks = checks::ALL.iter().map(|(name, check)| Check { name, result: check(target) });
    Report { checks: checks.collect() }
}
