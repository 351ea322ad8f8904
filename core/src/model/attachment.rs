//! What the documents of a platform consist of: a PDF, a picture, a document in FHIR.

use serde::{Deserialize, Serialize};

use super::id::PlatformId;

/// One content of a document; its bytes lie in the store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Where from.
    pub platform: PlatformId,
    /// The document's type there: `DocumentReference`.
    pub resource_type: String,
    /// The document's id there.
    pub document: String,
    /// The version of the document that names it; empty when the server gave none.
    pub version: String,
    /// Which of the document's contents, from 0.
    pub place: u32,
    /// Its media type; empty when nobody said.
    pub content_type: String,
    /// Whether it is here.
    pub state: AttachmentState,
    /// How many bytes are here.
    pub size: u32,
}

/// Whether the content of a document is here, and if not, why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttachmentState {
    /// It is here.
    Kept,
    /// It is larger than what is taken.
    TooLarge,
    /// The platform did not give it, or not as a document.
    Refused,
    /// It lies somewhere else: the token of this platform is not shown there.
    Elsewhere,
}
