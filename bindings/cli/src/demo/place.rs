//! The demo's folder: stores, keys, the platform's database, the page.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use mimamori::clock::{Clock, FixedClock};
use mimamori::companion::Companion;
use mimamori::model::Millis;
use mimamori::store::SecretKey;
use mimamori::text::Words;
use mimamori_sandbox::{Sandbox, SandboxConfig, demo_logins};

use crate::failure::Failure;
use crate::vault::{FileVault, Passphrase, make_private};

/// Says that the run of this folder was finished.
const FINISHED: &str = "finished";
/// Holds the port of the platform: a run that is taken up finds the same platform again.
const PORT: &str = "platform.port";

/// Where the demo lies, and what time it is there.
pub(super) struct Place {
    folder: PathBuf,
    /// The demo's own time: it moves through the months of the data.
    clock: Arc<FixedClock>,
}

impl Place {
    /// Makes the folder, or goes on in it; what a finished run left is removed first.
    pub(super) fn begin(folder: &Path, words: &Words) -> Result<Self, Failure> {
        if folder.exists() && !folder.join("work").exists() && fs::read_dir(folder)?.next().is_some() {
            // Somebody else's folder.
            return Err(Failure::Input(words.get("demo-not-ours")));
        }
        let work = folder.join("work");
        if work.join(FINISHED).exists() {
            fs::remove_dir_all(&work)?;
        }
        make_private(folder)?;
        make_private(&work)?;
        Ok(Self { folder: folder.to_path_buf(), clock: Arc::new(FixedClock::new(Millis(0))) })
    }

    /// The demo's time comes to `at`; it never goes back.
    pub(super) fn reach(&self, at: Millis) {
        if at > self.clock.now() {
            self.clock.set(at);
        }
    }

    /// A file that is for the person to look at.
    pub(super) fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Opens the record of one member of the family with the key of their own.
    pub(super) fn open(&self, who: &str, words: &Words) -> Result<Companion, Failure> {
        let data = self.folder.join("work").join(who);
        make_private(&data)?;
        let vault = FileVault::open(&self.folder.join("work/keys"), &data, Passphrase::IfAsked, words)?;
        let key = match vault.load(who)? {
            Some(key) => key,
            None => {
                let key = SecretKey::random()?;
                vault.store(who, &key)?;
                key
            }
        };
        let clock: Arc<dyn Clock> = Arc::clone(&self.clock) as Arc<dyn Clock>;
        Ok(Companion::open(&data.join("record.db"), &key, clock)?)
    }

    /// Starts the platform on loopback, with the mother's synthetic record in it.
    pub(super) fn platform(&self, words: &Words) -> Result<Sandbox, Failure> {
        let file = self.folder.join("work").join(PORT);
        let before = fs::read_to_string(&file).ok().and_then(|port| port.trim().parse().ok());
        let config = |port| SandboxConfig {
            port,
            database: Some(self.folder.join("work/platform.db")),
            logins: demo_logins(),
            ..SandboxConfig::default()
        };
        let failed = |_| Failure::Failed(words.get("cli-sandbox-failed"));
        // The port may be taken meanwhile; another one is then another platform to the companion.
        let sandbox = match before.map(|port| Sandbox::start(config(port))) {
            Some(Ok(sandbox)) => sandbox,
            _ => Sandbox::start(config(0)).map_err(failed)?,
        };
        let port = sandbox.base_url().rsplit_once(':').and_then(|(_, rest)| rest.split('/').next());
        fs::write(file, port.unwrap_or_default())?;
        if sandbox.resources("Patient").map_err(failed)?.is_empty() {
            sandbox.load_demo_record().map_err(failed)?;
        }
        Ok(sandbox)
    }

    /// Notes that this run is finished.
    pub(super) fn finish(&self) -> Result<(), Failure> {
        fs::write(self.folder.join("work").join(FINISHED), "")?;
        Ok(())
    }
}
