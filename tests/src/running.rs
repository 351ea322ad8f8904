//! A server that runs beside a test, as a process of its own.

#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot start says why")]

use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::place::root;

/// The process; it ends when dropped.
#[derive(Debug)]
pub struct Running {
    name: &'static str,
    process: Child,
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Running {
    /// Starts `script`, silently, with `environment`.
    ///
    /// # Panics
    /// When it cannot be started.
    #[must_use]
    pub fn start(name: &'static str, script: &Path, arguments: &[&Path], environment: &[(&str, &str)]) -> Self {
        let process = Command::new(script)
            .args(arguments)
            .envs(environment.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the server starts");
        Self { name, process }
    }

    /// Waits until it is `ready`.
    ///
    /// # Panics
    /// When it ends instead, or takes five minutes.
    pub fn wait_until(&mut self, ready: impl Fn() -> bool) {
        let begun = Instant::now();
        while !ready() {
            if let Ok(Some(status)) = self.process.try_wait() {
                panic!("{} ended at once: {status}", self.name);
            }
            assert!(begun.elapsed() < Duration::from_secs(300), "{} is not ready after five minutes", self.name);
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}

/// A port that nobody listens at.
///
/// # Panics
/// When there is none.
#[must_use]
pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").and_then(|socket| socket.local_addr()).expect("a free port").port()
}

/// A script of `tests/platform`.
#[must_use]
pub fn script(name: &str) -> std::path::PathBuf {
    root().join("tests/platform").join(name)
}
