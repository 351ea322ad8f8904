//! A phone as an app sees it: a folder, a vault for keys, and the core behind its binding.

#![expect(clippy::expect_used, reason = "a test that cannot start says why")]

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use mimamori_ffi::{CompanionError, KeyVault, Language, MimamoriCompanion, OpenRequest};
use tempfile::TempDir;

/// A vault that holds its keys in memory, as a phone's keystore holds them in hardware.
#[derive(Debug, Default)]
pub struct MemoryVault(Mutex<BTreeMap<String, Vec<u8>>>);

impl KeyVault for MemoryVault {
    fn load(&self, name: String) -> Result<Option<Vec<u8>>, CompanionError> {
        Ok(self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&name).cloned())
    }

    fn store(&self, name: String, key: Vec<u8>) -> Result<(), CompanionError> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(name, key);
        Ok(())
    }
}

/// The phone.
#[derive(Debug)]
pub struct Handset {
    folder: TempDir,
    /// Its keys.
    pub vault: Arc<MemoryVault>,
    /// The language of its screens.
    pub language: Language,
}

impl Handset {
    /// A phone without a record.
    ///
    /// # Panics
    /// When there is no folder to be had.
    #[must_use]
    pub fn new(language: Language) -> Self {
        let folder = TempDir::new().expect("a folder");
        Self { folder, vault: Arc::default(), language }
    }

    /// Where a file of that name lies on it.
    #[must_use]
    pub fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    /// How its record is opened.
    #[must_use]
    pub fn request(&self) -> OpenRequest {
        OpenRequest { path: self.path("record.db"), key_name: "record".to_owned(), language: self.language }
    }

    /// Opens its record; makes it the first time.
    ///
    /// # Panics
    /// When that fails.
    pub async fn open(&self) -> Arc<MimamoriCompanion> {
        MimamoriCompanion::open(self.request(), self.vault.clone()).await.expect("the record opens")
    }
}
