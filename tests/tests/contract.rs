//! The contract suite against a server that others wrote: helios-hfs, an R4 server in Rust on SQLite.
//!
//! It is looked for in `$MIMAMORI_SHARED/platform/hfs`, or in `../shared` beside the project. Where it is not, the test is
//! skipped and says so, unless `MIMAMORI_INSTALL_HFS=1` asks to build it from the crates registry (about ten minutes).

#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot start says why")]

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use mimamori_sandbox::contract::{Client, Target, run};
use mimamori_tests::place::{root, shared};
use mimamori_tests::skip::skip;

/// The server's process; it ends with the test.
struct Server {
    process: Child,
    base: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Server {
    fn start(script: &Path) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").and_then(|socket| socket.local_addr()).expect("a free port").port();
        let data = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("hfs");
        for old in ["phr.db", "phr.db-wal", "phr.db-shm"] {
            let _ = std::fs::remove_file(data.join(old));
        }
        let process = Command::new(script)
            .env("PORT", port.to_string())
            .env("DATA", &data)
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
        server
    }
}

/// The script that starts the server, if there is one or one may be made.
fn start_script() -> Option<PathBuf> {
    if let Some(ready) = shared("platform/hfs/start") {
        return Some(ready);
    }
    std::env::var_os("MIMAMORI_INSTALL_HFS")?;
    let installed = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("hfs-installed");
    let status = Command::new(root().join("tests/platform/hfs/install")).arg(&installed).status().expect("a shell");
    assert!(status.success(), "helios-hfs could not be installed");
    Some(installed.join("start"))
}

#[test]
fn a_server_that_others_wrote_keeps_the_contract() {
    let Some(script) = start_script() else {
        skip("contract on helios-hfs: no platform/hfs/start beside the checkout; MIMAMORI_INSTALL_HFS=1 builds it");
        return;
    };
    let server = Server::start(&script);
    let report = run(&Target::new(&server.base, None).expect("a target"));
    println!("{}", report.lines().join("\n"));
    assert_eq!(report.failures(), Vec::<String>::new());
}
