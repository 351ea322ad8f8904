//! A computer's own Bluetooth (BlueZ on Linux, CoreBluetooth on macOS) as a
//! [`Radio`]: a gateway at home, a Raspberry Pi beside the bed, the terminal.
//!
//! What the library and BlueZ do that a session must not see is dealt with here, and each has a test
//! against the stand-in bluetoothd:
//! - `connect` hangs 30 s when the link is lost before the services are resolved: it is raced with the
//!   disconnect.
//! - A disconnect may be told before the last notifications: they are drained first.
//! - A disconnect of an earlier attempt may be told after a reconnection: it is checked.
//! - Dropping a stream of values can panic in the library on a runtime of several threads, and leaks its
//!   match rule: everything runs on one thread, and a device's stream is taken once and kept.
//! - Devices that are neither connected nor paired vanish from BlueZ after half a minute: connecting to
//!   one says so, and the session waits until it is seen again.

mod actor;
mod central;
mod trouble;

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

use super::radio::{Incoming, Radio};
use super::session::{Action, LinkEvent, RadioState};
use crate::clock::Clock;

/// The name of the thread that all of it runs on. A panic there is caught: at worst the radio ends.
pub const THREAD: &str = "bluetooth";

/// The computer's first Bluetooth adapter.
#[derive(Debug)]
pub struct Computer {
    actions: UnboundedSender<Action>,
    incoming: Receiver<Incoming>,
}

impl Computer {
    /// Opens it. Whether there is one, and whether it may be used, is told as the first event.
    /// Everything ends when this is dropped.
    #[must_use]
    pub fn open(clock: Arc<dyn Clock>) -> Self {
        let (actions, todo) = unbounded_channel();
        let (tell, incoming) = channel();
        let begun = std::thread::Builder::new().name(THREAD.to_owned()).spawn({
            let tell = tell.clone();
            move || {
                // One thread: see above.
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
                if let Ok(runtime) = runtime {
                    let local = tokio::task::LocalSet::new();
                    local.block_on(&runtime, central::run(clock, todo, tell));
                    // The library's streams need a runtime around them when they are dropped.
                    let _inside = runtime.enter();
                    drop(local);
                }
            }
        });
        if begun.is_err() {
            let _ = tell.send(Incoming::Link(LinkEvent::Radio(RadioState::Missing)));
        }
        Self { actions, incoming }
    }
}

impl Radio for Computer {
    fn perform(&mut self, action: Action) {
        // A thread that has ended is told as `Closed`.
        let _ = self.actions.send(action);
    }

    fn wait(&mut self, at_most: Duration) -> Incoming {
        match self.incoming.recv_timeout(at_most) {
            Ok(incoming) => incoming,
            Err(RecvTimeoutError::Timeout) => Incoming::Nothing,
            Err(RecvTimeoutError::Disconnected) => Incoming::Closed,
        }
    }
}
