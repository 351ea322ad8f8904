//! Where the system bonds and asks by itself, when a value needs it.

use std::convert::Infallible;
use std::sync::Arc;

use tokio::task::JoinHandle;

use super::Beside;
use crate::device::session::{DeviceKey, Reason};

/// Nothing is ever asked here.
pub(super) struct Call(Infallible);

pub(super) struct Agent;

impl Agent {
    pub(super) async fn register(_: bool) -> Option<Self> {
        Some(Self)
    }

    pub(super) async fn asked(&mut self) -> Option<Call> {
        None
    }

    pub(super) fn bonding(&self) -> Bonding {
        Bonding
    }

    pub(super) fn answer(&self, call: Call, _: DeviceKey, _: Option<Arc<dyn Beside>>) -> JoinHandle<bool> {
        match call.0 {}
    }

    pub(super) fn dismiss(&self, call: &Call) {
        match call.0 {}
    }
}

pub(super) fn about(call: &Call) -> Option<String> {
    match call.0 {}
}

#[derive(Clone)]
pub(super) struct Bonding;

impl Bonding {
    pub(super) async fn bond(&self, _: &str) -> Result<(), Reason> {
        Ok(())
    }

    /// Not told by the system.
    pub(super) async fn is_bonded(&self, _: &str) -> bool {
        false
    }
}
