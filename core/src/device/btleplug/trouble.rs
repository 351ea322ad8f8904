//! What the library's errors mean for a session.

use btleplug::Error;

use crate::device::session::{RadioState, Reason};

/// Whether Bluetooth can be used at all, from what refused.
pub(super) fn state_of(error: &Error) -> RadioState {
    let said = error.to_string().to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| said.contains(word));
    if matches!(error, Error::PermissionDenied) || says(&["accessdenied", "rejected", "permission denied"]) {
        RadioState::NotAllowed
    } else if matches!(error, Error::NoAdapterAvailable) {
        RadioState::Missing
    } else {
        // The service's name is not known on the bus, or there is no bus.
        RadioState::NoService
    }
}

/// Why an operation on a device failed.
pub(super) fn reason_of(error: &Error) -> Reason {
    if matches!(error, Error::DeviceNotFound) {
        return Reason::Unknown;
    }
    if matches!(error, Error::PermissionDenied) {
        return Reason::NeedsBond;
    }
    reason_in(&error.to_string())
}

/// The same from the words of BlueZ.
pub(super) fn reason_in(said: &str) -> Reason {
    let says = |words: &[&str]| words.iter().any(|word| said.contains(word));
    // ATT: insufficient authentication, authorisation, encryption key size, encryption.
    if says(&["0x05", "0x08", "0x0c", "0x0f", "NotPermitted", "NotAuthorized", "Not paired", "nsufficient"]) {
        Reason::NeedsBond
    } else if says(&["UnknownObject", "doesn't exist", "Does Not Exist", "UnknownMethod"]) {
        Reason::Unknown
    } else if says(&[
        "AuthenticationFailed",
        "AuthenticationCanceled",
        "AuthenticationRejected",
        "AuthenticationTimeout",
    ]) {
        Reason::Refused
    } else {
        Reason::Other
    }
}
