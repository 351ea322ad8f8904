//! The threads. Nothing that touches the disk or the network runs on a caller's thread.

use std::sync::OnceLock;

use tokio::runtime::{Builder, Runtime};

use crate::error::CompanionError;

/// The one runtime of the process. It is never shut down: phones end processes, not libraries.
fn runtime() -> Result<&'static Runtime, CompanionError> {
    static RUNTIME: OnceLock<Option<Runtime>> = OnceLock::new();
    RUNTIME
        .get_or_init(|| {
            Builder::new_multi_thread().worker_threads(1).max_blocking_threads(8).thread_name("mimamori").build().ok()
        })
        .as_ref()
        .ok_or_else(|| CompanionError::internal("no-threads"))
}

/// Runs `work` on a thread of its own and waits for it without blocking the caller.
///
/// Work that has begun runs to its end even when whoever waits gives up: a dropped future (Kotlin
/// cancels by dropping) never leaves a record half written.
pub(crate) async fn run<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, CompanionError> + Send + 'static,
) -> Result<T, CompanionError> {
    match runtime()?.spawn_blocking(work).await {
        Ok(done) => done,
        Err(_) => Err(CompanionError::internal("stopped")),
    }
}

/// Runs `work` on a thread of its own for as long as it likes.
pub(crate) fn detach(work: impl FnOnce() + Send + 'static) -> Result<(), CompanionError> {
    runtime()?.spawn_blocking(work);
    Ok(())
}
