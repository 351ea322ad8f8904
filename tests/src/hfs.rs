//! A FHIR server that others wrote: helios-hfs, in Rust on SQLite.
//!
//! It is looked for in `$MIMAMORI_SHARED/platform/hfs`, or in `../shared` beside the project. Where
//! it is not, `MIMAMORI_INSTALL_HFS=1` builds it from the crates registry (about ten minutes).

#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot start says why")]

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use mimamori_sandbox::contract::Client;

use crate::place::{root, shared};

/// The running server, with an empty record; it ends when dropped.
#[derive(Debug)]
pub struct Hfs {
    process: Child,
    base: String,
}

impl Drop for Hfs {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Hfs {
    /// Starts the server with its files in `folder`; `None` where it is not to be had.
    ///
    /// # Panics
    /// When it is there and does not start.
    #[must_use]
    pub fn start(folder: &Path) -> Option<Self> {
        let script = start_script(folder)?;
        let port = TcpListener::bind("127.0.0.1:0").and_then(|socket| socket.local_addr()).expect("a free port").port();
        for old in ["phr.db", "phr.db-wal", "phr.db-shm"] {
            let _ = std::fs::remove_file(folder.join(old));
        }
        let process = Command::new(script)
            .env("PORT", port.to_string())
            .env("DATA", folder)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("helios-hfs starts");
        let base = format!("http://127.0.0.1:{port}");
        let mut server = Self { process, base };
        let client = Client::new(&server.base, None).expect("an address");
        let begun = Instant::now();
        while !client.get("health").is_ok_and(|answer| answer.status == 200) {
            if let Ok(Some(status)) = server.process.try_wait() {
                panic!("helios-hfs ended at once: {status}");
            }
            assert!(begun.elapsed() < Duration::from_secs(120), "helios-hfs is not ready after two minutes");
            std::thread::sleep(Duration::from_millis(100));
        }
        Some(server)
    }

    /// The FHIR base.
    #[must_use]
    pub fn base(&self) -> &str {
        &self.base
    }
}

/// The script that starts the server, if there is one or one may be made.
fn start_script(folder: &Path) -> Option<PathBuf> {
    if let Some(ready) = shared("platform/hfs/start") {
        return Some(ready);
    }
    std::env::var_os("MIMAMORI_INSTALL_HFS")?;
    let installed = folder.with_file_name("hfs-installed");
    let status = Command::new(root().join("tests/platform/hfs/install")).arg(&installed).status().expect("a shell");
    assert!(status.success(), "helios-hfs could not be installed");
    Some(installed.join("start"))
}
