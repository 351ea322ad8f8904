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
//! - A device that wants an encrypted link gets one, also where no desktop answers for the person: the
//!   answers come from [`Beside`]. Without them BlueZ raises the security by itself, and what wanted it hangs.
//! - A device that BlueZ is already connected to (after a program was killed, or after an attempt that succeeded when
//!   it was given up) does not advertise: it is told as seen all the same.
//! - Devices that are neither connected nor paired vanish from BlueZ after half a minute: connecting to
//!   one says so, and the session waits until it is seen again.

mod actor;
#[cfg(target_os = "linux")]
mod agent;
#[cfg(not(target_os = "linux"))]
#[path = "no_agent.rs"]
mod agent;
mod central;
mod trouble;

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

use super::radio::{Incoming, Radio};
use super::session::{Action, DeviceKey, LinkEvent, RadioState};
use crate::clock::Clock;

/// The name of the thread that all of it runs on. A panic there is caught: at worst the radio ends.
pub const THREAD: &str = "bluetooth";

/// The person beside the computer, while a device is bonded. Asked on a thread of its own: each answer may
/// take as long as a person takes, though BlueZ stops waiting after a minute.
pub trait Beside: Send + Sync {
    /// The number of six digits that `device` shows; `None` is no.
    fn number_shown(&self, device: &DeviceKey) -> Option<u32>;

    /// Whether `device` shows this number of six digits too.
    fn same_number(&self, device: &DeviceKey, number: u32) -> bool;

    /// This number of six digits is to be typed on `device`.
    fn type_there(&self, device: &DeviceKey, number: u32);
}

/// The computer's first Bluetooth adapter.
#[derive(Debug)]
pub struct Computer {
    /// Unset once it is being closed.
    actions: Option<UnboundedSender<Action>>,
    incoming: Receiver<Incoming>,
}

/// The links are let go within so long, or not by us.
const CLOSE_WITHIN: Duration = Duration::from_secs(5);

impl Computer {
    /// Opens it. Whether there is one, and whether it may be used, is told as the first event.
    /// Dropping it lets go of all links, which takes up to five seconds. Without anybody `beside` it, only devices that bond without a
    /// number can be bonded (on Linux; elsewhere the system asks by itself).
    #[must_use]
    pub fn open(clock: Arc<dyn Clock>, beside: Option<Arc<dyn Beside>>) -> Self {
        let (actions, todo) = unbounded_channel();
        let (tell, incoming) = channel();
        let begun = std::thread::Builder::new().name(THREAD.to_owned()).spawn({
            let tell = tell.clone();
            move || {
                // One thread: see above.
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
                if let Ok(runtime) = runtime {
                    let local = tokio::task::LocalSet::new();
                    local.block_on(&runtime, central::run(clock, beside, todo, tell));
                    // The library's streams need a runtime around them when they are dropped.
                    let _inside = runtime.enter();
                    drop(local);
                }
            }
        });
        if begun.is_err() {
            let _ = tell.send(Incoming::Link(LinkEvent::Radio(RadioState::Missing)));
        }
        Self { actions: Some(actions), incoming }
    }
}

impl Drop for Computer {
    fn drop(&mut self) {
        self.actions = None;
        let end = Instant::now() + CLOSE_WITHIN;
        // It ends by letting go of its own end of the channel.
        while let Some(left) = end.checked_duration_since(Instant::now()) {
            if matches!(self.incoming.recv_timeout(left), Err(RecvTimeoutError::Disconnected)) {
                return;
            }
        }
    }
}

impl Radio for Computer {
    fn perform(&mut self, action: Action) {
        // A thread that has ended is told as `Closed`.
        let _ = self.actions.as_ref().map(|actions| actions.send(action));
    }

    fn wait(&mut self, at_most: Duration) -> Incoming {
        match self.incoming.recv_timeout(at_most) {
            Ok(incoming) => incoming,
            Err(RecvTimeoutError::Timeout) => Incoming::Nothing,
            Err(RecvTimeoutError::Disconnected) => Incoming::Closed,
        }
    }
}
