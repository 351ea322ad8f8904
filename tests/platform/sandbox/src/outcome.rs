//! What went wrong, as an HTTP status and a FHIR OperationOutcome.

use serde_json::{Value, json};

/// A refused interaction. Its text never repeats the content of a resource.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{status} {code}: {text}")]
pub(crate) struct Outcome {
    /// HTTP status, 400 to 599.
    pub(crate) status: u16,
    /// A code of the FHIR value set `issue-type`.
    pub(crate) code: &'static str,
    pub(crate) text: String,
}

impl Outcome {
    pub(crate) fn new(status: u16, code: &'static str, text: impl Into<String>) -> Self {
        Self { status, code, text: text.into() }
    }

    pub(crate) fn invalid(text: impl Into<String>) -> Self {
        Self::new(400, "invalid", text)
    }

    pub(crate) fn not_supported(text: impl Into<String>) -> Self {
        Self::new(400, "not-supported", text)
    }

    pub(crate) fn forbidden(text: impl Into<String>) -> Self {
        Self::new(403, "forbidden", text)
    }

    pub(crate) fn not_found() -> Self {
        Self::new(404, "not-found", "no such resource")
    }

    pub(crate) fn gone() -> Self {
        Self::new(410, "deleted", "the resource was deleted")
    }

    pub(crate) fn too_large(text: impl Into<String>) -> Self {
        Self::new(413, "too-long", text)
    }

    pub(crate) fn to_json(&self) -> Value {
        json!({
            "resourceType": "OperationOutcome",
            "issue": [{ "severity": "error", "code": self.code, "diagnostics": self.text }],
        })
    }
}

impl From<rusqlite::Error> for Outcome {
    fn from(_: rusqlite::Error) -> Self {
        Self::new(500, "exception", "the database refused")
    }
}

/// The words that go with a status in a bundle's `response.status`.
pub(crate) fn status_line(status: u16) -> String {
    let words = match status {
        200 => "OK",
        201 => "Created",
        204 => "No Content",
        304 => "Not Modified",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        409 => "Conflict",
        410 => "Gone",
        412 => "Precondition Failed",
        413 => "Content Too Large",
        415 => "Unsupported Media Type",
        429 => "Too Many Requests",
        503 => "Service Unavailable",
        _ => return status.to_string(),
    };
    format!("{status} {words}")
}
