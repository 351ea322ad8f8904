//! A FHIR server that others wrote: HAPI FHIR JPA, in Java, on H2 or PostgreSQL. `cargo xtask accept`
//! makes sure of what it needs.

#![expect(clippy::expect_used, reason = "a test that cannot start says why")]

use mimamori_sandbox::contract::Client;
use tempfile::TempDir;

use crate::oidc::Oidc;
use crate::running::{Running, free_port, script};

/// Where HAPI keeps what it is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Database {
    /// H2, in memory.
    Memory,
    /// A PostgreSQL of its own.
    Postgres,
}

/// The running server, with an empty record; it ends when dropped, and its database with it.
#[derive(Debug)]
pub struct Hapi {
    // Dropped in this order: the server before what it stands on.
    _running: Running,
    _database: Option<(Running, TempDir)>,
    base: String,
}

impl Hapi {
    /// Starts the server, open to everybody.
    ///
    /// # Panics
    /// When it does not start.
    #[must_use]
    pub fn start(database: Database) -> Self {
        Self::at(free_port(), database, "")
    }

    /// The same, asking for the tokens of who signs people in; `None` where that is not to be had.
    ///
    /// # Panics
    /// When they do not start.
    #[must_use]
    pub fn with_sign_in(database: Database, token_seconds: u32) -> Option<(Self, Oidc)> {
        let port = free_port();
        let oidc = Oidc::start(&format!("http://127.0.0.1:{port}/fhir"), token_seconds)?;
        Some((Self::at(port, database, oidc.issuer()), oidc))
    }

    fn at(port: u16, database: Database, issuer: &str) -> Self {
        let number = port.to_string();
        let mut environment = vec![("PORT", number.as_str()), ("ISSUER", issuer)];
        let postgres = (database == Database::Postgres).then(postgres);
        let url = postgres.as_ref().map(|(_, _, port)| format!("jdbc:postgresql://127.0.0.1:{port}/fhir"));
        if let Some(url) = &url {
            environment.extend([("DB_URL", url.as_str()), ("DB_USER", "fhir")]);
        }
        let mut running = Running::start("HAPI", &script("hapi/start"), &[], &environment);
        let base = format!("http://127.0.0.1:{port}/fhir");
        let client = Client::new(&base, None).expect("an address");
        // Whatever it answers, it answers.
        running.wait_until(|| client.get(".well-known/smart-configuration").is_ok());
        Self { _running: running, _database: postgres.map(|(running, folder, _)| (running, folder)), base }
    }

    /// The FHIR base.
    #[must_use]
    pub fn base(&self) -> &str {
        &self.base
    }
}

/// A PostgreSQL with an empty database, its folder, and its port.
fn postgres() -> (Running, TempDir, u16) {
    let folder = tempfile::tempdir().expect("a folder");
    let port = free_port();
    // PostgreSQL may be another user, who has to come through.
    open_to_all(folder.path());
    let data = folder.path().join("data");
    let mut running = Running::start("PostgreSQL", &script("postgres/start"), &[&data], &[("PORT", &port.to_string())]);
    running.wait_until(|| std::net::TcpStream::connect(("127.0.0.1", port)).is_ok());
    (running, folder, port)
}

fn open_to_all(folder: &std::path::Path) {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o755)).expect("a folder of our own");
}
