//! A FHIR server that others wrote: helios-hfs, in Rust on SQLite.
//!
//! It is looked for in `$MIMAMORI_SHARED/platform/hfs`, or in `../shared` beside the project. Where
//! it is not, `MIMAMORI_INSTALL_HFS=1` builds it from the crates registry (about ten minutes).

#![expect(clippy::expect_used, reason = "a test that cannot start says why")]

use std::path::Path;

use mimamori_sandbox::contract::Client;

use crate::oidc::Oidc;
use crate::place::shared;
use crate::running::{Running, free_port, script};

/// The running server, with an empty record; it ends when dropped.
#[derive(Debug)]
pub struct Hfs {
    _running: Running,
    base: String,
}

impl Hfs {
    /// Starts the server with its files in `folder`; `None` where it is not to be had.
    ///
    /// # Panics
    /// When it is there and does not start.
    #[must_use]
    pub fn start(folder: &Path) -> Option<Self> {
        Self::at(folder, free_port(), "")
    }

    /// The same, asking for the tokens of who signs people in; both, for each has to know the other.
    ///
    /// # Panics
    /// When they are there and do not start.
    #[must_use]
    pub fn with_sign_in(folder: &Path, token_seconds: u32) -> Option<(Self, Oidc)> {
        let port = free_port();
        let base = format!("http://127.0.0.1:{port}");
        is_to_be_had().then_some(())?;
        let oidc = Oidc::start(&base, token_seconds)?;
        Some((Self::at(folder, port, oidc.issuer())?, oidc))
    }

    fn at(folder: &Path, port: u16, issuer: &str) -> Option<Self> {
        is_to_be_had().then_some(())?;
        for old in ["phr.db", "phr.db-wal", "phr.db-shm"] {
            let _ = std::fs::remove_file(folder.join(old));
        }
        let (number, data) = (port.to_string(), folder.to_string_lossy());
        let environment = [("PORT", number.as_str()), ("DATA", &data), ("ISSUER", issuer)];
        let mut running = Running::start("helios-hfs", &script("hfs/start"), &[], &environment);
        let base = format!("http://127.0.0.1:{port}");
        let client = Client::new(&base, None).expect("an address");
        running.wait_until(|| client.get("health").is_ok_and(|answer| answer.status == 200));
        Some(Self { _running: running, base })
    }

    /// The FHIR base.
    #[must_use]
    pub fn base(&self) -> &str {
        &self.base
    }
}

/// Whether the server is there, or may be made.
fn is_to_be_had() -> bool {
    shared("platform/hfs/start").is_some() || std::env::var_os("MIMAMORI_INSTALL_HFS").is_some()
}
