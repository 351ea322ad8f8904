//! Documents: what a `DocumentReference` says it consists of, what a server answers when it is asked for that,
//! and documents that are FHIR themselves, such as the results of a Japanese health checkup (eCheckup).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::element;

/// The type of what names a document.
pub const TYPE: &str = "DocumentReference";
/// The type of a document that is FHIR and lies on a platform by itself.
pub const BUNDLE: &str = "Bundle";
/// The media type of a document that is FHIR.
pub const FHIR_JSON: &str = "application/fhir+json";

/// Contents of one document that are looked at; real ones have one or two.
const MOST_CONTENTS: usize = 16;
/// Resources of one FHIR document that are looked at; a checkup has a few hundred.
const MOST_ENTRIES: usize = 5_000;

/// One content, as the document names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Its media type; empty when it is not said.
    pub content_type: String,
    /// How many bytes it is said to have.
    pub size: Option<u64>,
    /// Where it is.
    pub place: Place,
}

/// Where a content is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// In the document itself.
    Inside(Vec<u8>),
    /// At an address, relative to the server's base or not.
    At(String),
    /// It cannot be read.
    Nowhere,
}

/// What a `DocumentReference` says that it consists of.
#[must_use]
pub fn contents(document: &Value) -> Vec<Named> {
    let attachments = element::list(document, "content").filter_map(|content| content.get("attachment"));
    let named = |attachment: &Value| Named {
        content_type: media_type(element::text(attachment, "contentType").unwrap_or_default()),
        size: attachment.get("size").and_then(Value::as_u64),
        place: match (element::text(attachment, "data"), element::text(attachment, "url")) {
            (Some(data), _) => unpacked(data).map_or(Place::Nowhere, Place::Inside),
            (None, Some(url)) => Place::At(url.to_owned()),
            (None, None) => Place::Nowhere,
        },
    };
    attachments.take(MOST_CONTENTS).map(named).collect()
}

/// The media type and the bytes of an answer to the request for a content that was `named` as of this type. A
/// `Binary` is unpacked; another FHIR resource is the content itself; so is anything that is not FHIR. `None` for
/// what says that something went wrong.
#[must_use]
pub fn content(answer: Vec<u8>, named: &str) -> Option<(String, Vec<u8>)> {
    let Ok(json) = serde_json::from_slice::<Value>(&answer) else { return Some((named.to_owned(), answer)) };
    match element::text(&json, "resourceType") {
        Some("Binary") => {
            let stated = element::text(&json, "contentType").map(media_type);
            let bytes = unpacked(element::text(&json, "data")?)?;
            Some((stated.filter(|stated| !stated.is_empty()).unwrap_or_else(|| named.to_owned()), bytes))
        }
        Some("OperationOutcome") => None,
        Some(_) => Some((FHIR_JSON.to_owned(), answer)),
        None => Some((named.to_owned(), answer)),
    }
}

/// Without its parameters: `application/fhir+json; fhirVersion=4.0` is one of FHIR.
fn media_type(text: &str) -> String {
    text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

fn unpacked(data: &str) -> Option<Vec<u8>> {
    let packed: String = data.chars().filter(|c| !c.is_ascii_whitespace()).collect();
    STANDARD.decode(packed).ok()
}

/// The resources of a FHIR document, each with its id in it; `None` for anything else: a document is a `Bundle`
/// that begins with a `Composition`.
#[must_use]
pub fn resources(bundle: &Value) -> Option<Vec<(String, Value)>> {
    composition(bundle)?;
    let resource = |entry: &Value| {
        let resource = entry.get("resource")?;
        let last = |url: &str| url.rsplit(['/', ':']).next().unwrap_or_default().to_owned();
        let id = element::text(resource, "id").map(str::to_owned);
        let id = id.or_else(|| element::text(entry, "fullUrl").map(last))?;
        Some((id, resource.clone()))
    };
    Some(element::list(bundle, "entry").take(MOST_ENTRIES).filter_map(resource).collect())
}

/// Whether `bundle` is a FHIR document about `patient`, by that Patient's id on the platform.
#[must_use]
pub fn is_of(bundle: &Value, patient: &str) -> bool {
    let subject = composition(bundle).and_then(|first| element::text(first.get("subject")?, "reference"));
    let Some(subject) = subject else { return false };
    let inside = element::list(bundle, "entry").find(|entry| element::text(entry, "fullUrl") == Some(subject));
    match inside.and_then(|entry| entry.get("resource")) {
        Some(inside) => {
            element::text(inside, "resourceType") == Some("Patient") && element::text(inside, "id") == Some(patient)
        }
        None => {
            let subject = subject.split("/_history/").next().unwrap_or_default();
            let mut parts = subject.rsplit('/');
            (parts.next(), parts.next()) == (Some(patient), Some("Patient"))
        }
    }
}

/// What a FHIR document begins with; `None` where `bundle` is none.
fn composition(bundle: &Value) -> Option<&Value> {
    let is_document =
        element::text(bundle, "resourceType") == Some(BUNDLE) && element::text(bundle, "type") == Some("document");
    let first = element::list(bundle, "entry").next().filter(|_| is_document)?.get("resource")?;
    (element::text(first, "resourceType") == Some("Composition")).then_some(first)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_content_is_unpacked_however_a_server_gives_it() {
        let binary = json!({"resourceType": "Binary", "contentType": "application/pdf", "data": "JVBE\nRi0="});
        let pdf = Some(("application/pdf".to_owned(), b"%PDF-".to_vec()));
        assert_eq!(content(binary.to_string().into_bytes(), ""), pdf);
        assert_eq!(content(b"%PDF-".to_vec(), "application/pdf"), pdf);
        let failed = json!({"resourceType": "OperationOutcome"});
        assert_eq!(content(failed.to_string().into_bytes(), "application/pdf"), None);
        let broken = json!({"resourceType": "Binary", "data": "%%%"});
        assert_eq!(content(broken.to_string().into_bytes(), "application/pdf"), None);
    }

    #[test]
    fn a_document_is_of_whom_it_begins_with() {
        let document = |subject: &str| {
            json!({"resourceType": "Bundle", "type": "document", "entry": [
                {"resource": {"resourceType": "Composition", "subject": {"reference": subject}}},
                {"fullUrl": "urn:uuid:1", "resource": {"resourceType": "Patient", "id": "mother"}},
                {"fullUrl": "urn:uuid:2", "resource": {"resourceType": "Patient", "id": "other"}},
            ]})
        };
        for subject in ["Patient/mother", "https://x/r4/Patient/mother/_history/2", "urn:uuid:1"] {
            assert!(is_of(&document(subject), "mother"), "{subject}");
        }
        for subject in ["Patient/other", "Group/mother", "mother", "urn:uuid:2", "urn:uuid:3", "Patient/mother/other"] {
            assert!(!is_of(&document(subject), "mother"), "{subject}");
        }
        assert!(!is_of(&json!({"resourceType": "Bundle", "type": "collection"}), "mother"));
    }

    #[test]
    fn what_a_document_names_is_read_and_what_it_leaves_out_is_nowhere() {
        let document = json!({"content": [
            {"attachment": {"contentType": "application/fhir+json; fhirVersion=4.0", "url": "Binary/1", "size": 12}},
            {"attachment": {"contentType": "text/plain", "data": "aGVsbG8="}},
            {"attachment": {}},
        ]});
        let named = contents(&document);
        assert_eq!(named[0].content_type, FHIR_JSON);
        assert_eq!(named[0].place, Place::At("Binary/1".to_owned()));
        assert_eq!(named[1].place, Place::Inside(b"hello".to_vec()));
        assert_eq!(named[2].place, Place::Nowhere);
    }
}
