//! The record, to a FHIR platform and back.

/// Why a sync stopped.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SyncError {
    /// The platform cannot be reached now.
    #[error("the platform cannot be reached")]
    Offline,
}
