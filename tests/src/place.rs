//! Where the checkout and the data beside it lie.

use std::path::{Path, PathBuf};

/// The root of the checkout.
#[must_use]
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}

/// A file of `tests/data`.
#[must_use]
pub fn data(name: &str) -> PathBuf {
    root().join("tests/data").join(name)
}

/// A file or folder of the shared collection beside the checkout: data that may be used but not
/// committed, prebuilt servers, peers. `None` where the collection is not there.
///
/// `MIMAMORI_SHARED` names the collection; without it, it is looked for beside the checkout.
#[must_use]
pub fn shared(name: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("MIMAMORI_SHARED").map_or_else(|| root().join("../shared"), PathBuf::from);
    let path = folder.join(name);
    path.exists().then_some(path)
}

/// A folder in memory, where there is one: a hundred thousand histories would wear a disk.
///
/// # Errors
/// When it cannot be made.
pub fn memory() -> std::io::Result<tempfile::TempDir> {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }
}

/// How many bytes of memory this program has, where the system says so.
#[must_use]
pub fn resident() -> Option<u64> {
    let pages = std::fs::read_to_string("/proc/self/statm").ok()?;
    Some(pages.split(' ').nth(1)?.parse::<u64>().ok()? * 4096)
}
