//! Ctrl-C: what is under way is brought to an end and kept.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether the person has asked to stop.
#[derive(Debug, Clone)]
pub(crate) struct Interrupt(Arc<AtomicBool>);

impl Interrupt {
    /// Listens from now on. A second Ctrl-C ends the program at once.
    pub(crate) fn listen() -> Self {
        let asked = Arc::new(AtomicBool::new(false));
        let told = Arc::clone(&asked);
        // A terminal without signals cannot be listened to; the program then ends as it always did.
        let _ = ctrlc::set_handler(move || {
            if told.swap(true, Ordering::SeqCst) {
                std::process::exit(1);
            }
        });
        Self(asked)
    }

    pub(crate) fn asked(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}
