//! Receiving: the first load, documents, and what scopes narrow.

use serde_json::{Value, json};

use super::*;
use crate::model::attachment::{Attachment, AttachmentState};
use crate::sync::transport::BoxFuture;

fn condition(n: u32) -> Value {
    json!({"resourceType": "Condition", "id": format!("c{n}"), "code": {"text": "x"},
        "subject": {"reference": "Patient/mother"}})
}

/// A server that offers all of a record at once, with six conditions.
fn generous() -> Server {
    let search = json!([{"code": "search-type"}]);
    let statement = json!({"resourceType": "CapabilityStatement", "rest": [{"mode": "server", "resource": [
        {"type": "Patient", "interaction": search, "operation": [{"name": "everything"}]},
        {"type": "Condition", "interaction": search},
        {"type": "DocumentReference", "interaction": search},
    ]}]});
    let server = Server { statement: Some(statement), ..Server::default() };
    (0..6).for_each(|n| server.place(&format!("Condition/c{n}"), condition(n)));
    server
}

impl Phone {
    fn received(&self) -> Vec<String> {
        let received = self.store.read(|reading| reading.received(PERSON, None)).unwrap();
        let mut names: Vec<String> =
            received.into_iter().map(|one| format!("{}/{} {}", one.resource_type, one.id, one.version)).collect();
        names.sort();
        names
    }

    fn attachments(&self) -> Vec<Attachment> {
        self.store.read(|reading| reading.attachments(PERSON)).unwrap()
    }
}

#[test]
fn the_first_load_asks_for_everything_at_once_and_what_changes_meanwhile_is_not_lost() {
    let (server, phone) = (generous(), Phone::new(Access::Own));
    // Two conditions to a page: the line fails after the second page, and one changes that was read already.
    server.fail(3, Fault::LostBefore);
    assert_eq!(phone.sync(&server).next, Next::WhenOnline);
    assert_eq!(phone.received().len(), 4);
    server.place("Condition/c5", condition(5));
    let report = phone.sync(&server);
    assert_eq!((report.next, report.refused.as_slice()), (Next::Never, [].as_slice()));
    let expected: Vec<String> = (0..6).map(|n| format!("Condition/c{n} {}", if n == 5 { 2 } else { 1 })).collect();
    assert_eq!(phone.received(), expected);
    let pages = |server: &Server| server.asked().iter().filter(|path| path.contains("$everything")).count();
    assert_eq!(pages(&server), 3, "gone on with at the page that failed");
    let before = server.requests();
    assert_eq!(phone.sync(&server).pulled, 0);
    assert_eq!(pages(&server), 3, "and never asked for again");
    assert!(server.requests() - before < 8);
}

#[test]
fn what_is_given_again_as_it_is_is_not_new() {
    let (server, phone) = (generous(), Phone::new(Access::Own));
    assert_eq!(phone.sync(&server).pulled, 6);
    server.place("Condition/c5", condition(5));
    phone.store.write(|writing| writing.read_again(phone.platform.id)).unwrap();
    assert_eq!(phone.sync(&server).pulled, 1, "all six were read, and one has changed");
}

#[test]
fn a_server_that_fails_over_everything_is_read_type_by_type() {
    let (server, phone) = (generous(), Phone::new(Access::Own));
    server.fail(1, Fault::Status(404));
    assert_eq!(phone.sync(&server).next, Next::Never);
    assert_eq!(phone.received().len(), 6);
}

#[test]
fn what_documents_consist_of_is_fetched_once_a_version_and_never_from_elsewhere() {
    let server = Server::default();
    let document = |n: u32, attachment: Value| {
        server.place(
            &format!("DocumentReference/d{n}"),
            json!({"resourceType": "DocumentReference", "id": format!("d{n}"), "content": [{"attachment": attachment}]}),
        );
    };
    document(0, json!({"contentType": "application/pdf", "url": "Binary/b1"}));
    document(1, json!({"contentType": "application/pdf", "url": "https://elsewhere.example/r4/Binary/b1"}));
    document(2, json!({"contentType": "application/pdf", "url": "Binary/b1", "size": 1_u64 << 40}));
    document(3, json!({"contentType": "text/plain", "data": "aGVsbG8="}));
    document(4, json!({"contentType": "application/pdf", "url": "../secret"}));
    document(5, json!({"contentType": "application/pdf", "url": "https://fhir.example/r4/Binary/gone"}));
    let binary =
        |data: &str| json!({"resourceType": "Binary", "id": "b1", "contentType": "application/pdf", "data": data});
    server.place("Binary/b1", binary("JVBERi0="));
    let phone = Phone::new(Access::Own);
    phone.sync(&server);
    let states = |phone: &Phone| phone.attachments().iter().map(|one| one.state).collect::<Vec<_>>();
    use AttachmentState::{Elsewhere, Kept, Refused, TooLarge};
    assert_eq!(states(&phone), [Kept, Elsewhere, TooLarge, Kept, Elsewhere, Refused]);
    let bytes =
        |n: usize| phone.store.read(|reading| reading.attachment_bytes(PERSON, &phone.attachments()[n])).unwrap();
    assert_eq!(bytes(0).as_deref(), Some(b"%PDF-".as_slice()));
    assert_eq!(bytes(3).as_deref(), Some(b"hello".as_slice()));
    let fetched = |server: &Server| server.asked().iter().filter(|path| path.starts_with("Binary/")).count();
    assert_eq!(fetched(&server), 2);
    phone.sync(&server);
    assert_eq!(fetched(&server), 2, "what is here is not fetched again");
    // A new version of what names it may name something new.
    server.place("Binary/b1", binary("JVBERi0x"));
    document(0, json!({"contentType": "application/pdf", "url": "Binary/b1"}));
    phone.sync(&server);
    assert_eq!(bytes(0).as_deref(), Some(b"%PDF-1".as_slice()));
    phone.store.write(|writing| writing.delete_received(phone.platform.id, "DocumentReference", "d0")).unwrap();
    assert_eq!(phone.attachments().len(), 5, "it goes with its document");
}

/// No token, and scopes all the same.
#[derive(Debug)]
struct Scoped(&'static str);

impl TokenSource for Scoped {
    fn token(&self) -> BoxFuture<'_, Result<Option<AccessToken>, TokenError>> {
        Box::pin(std::future::ready(Ok(None)))
    }

    fn renew(&self, _: &AccessToken) -> BoxFuture<'_, Result<AccessToken, TokenError>> {
        Box::pin(std::future::ready(Err(TokenError::NeedsSignIn)))
    }

    fn scopes(&self) -> Option<String> {
        Some(self.0.to_owned())
    }
}

#[test]
fn what_a_scope_narrows_is_asked_for_narrowed_and_nothing_else_is_asked_for() {
    let (server, phone) = (generous(), Phone::new(Access::Caregiver));
    let scopes = "patient/Condition.rs?category=http://x|a patient/Condition.rs?code=http://y|b";
    phone.sync_with(&server, &Scoped(scopes));
    let asked = server.asked();
    let searches: Vec<&String> = asked.iter().filter(|path| path.contains("_sort=")).collect();
    assert_eq!(searches.len() % 2, 0, "{asked:?}");
    assert!(searches.iter().any(|path| path.contains("category=http://x%7Ca")), "{asked:?}");
    assert!(asked.iter().all(|path| path == "metadata" || path.starts_with("Condition")), "{asked:?}");
    let narrowed = |path: &&String| path.contains('?') && !path.contains("category=") && !path.contains("code=");
    assert_eq!(asked.iter().find(narrowed), None);
}

/// A server of which conditions are asked for with who said them, and documents by whom they are of.
fn telling() -> Server {
    let search = json!([{"code": "search-type"}]);
    let statement = json!({"resourceType": "CapabilityStatement", "rest": [{"mode": "server", "resource": [
        {"type": "Condition", "interaction": search, "searchRevInclude": ["Provenance:target"]},
        {"type": "Bundle", "interaction": search, "searchParam": [{"name": "composition"}]},
    ]}]});
    let server = Server { statement: Some(statement), ..Server::default() };
    (0..3).for_each(|n| server.place(&format!("Condition/c{n}"), condition(n)));
    let said = json!({"resourceType": "Provenance", "id": "p", "target": [{"reference": "Condition/c0"}]});
    server.place("Provenance/p", said);
    server
}

#[test]
fn who_said_it_comes_with_what_it_is_about_and_is_taken_in_once() {
    let (server, phone) = (telling(), Phone::new(Access::Own));
    assert_eq!(phone.sync(&server).pulled, 4);
    assert!(phone.received().contains(&"Provenance/p 1".to_owned()));
    server.place("Condition/c0", condition(0));
    assert_eq!(phone.sync(&server).pulled, 1, "not again with each page that it is about");
}

#[test]
fn where_who_said_it_is_closed_what_was_said_comes_all_the_same() {
    let server = Server { hides_provenance: true, ..telling() };
    let phone = Phone::new(Access::Own);
    assert_eq!(phone.sync(&server).refused, [""; 0]);
    assert_eq!(phone.received(), ["Condition/c0 1", "Condition/c1 1", "Condition/c2 1"]);
}

#[test]
fn a_document_that_nothing_names_is_looked_for_and_never_one_of_somebody_else() {
    let (server, phone) = (telling(), Phone::new(Access::Own));
    let document = |id: &str, of: &str| {
        let first = json!({"resourceType": "Composition", "subject": {"reference": format!("Patient/{of}")}});
        let entry = json!([{"fullUrl": "urn:uuid:1", "resource": first}]);
        json!({"resourceType": "Bundle", "id": id, "type": "document", "entry": entry})
    };
    server.place("Bundle/mine", document("mine", "mother"));
    assert_eq!(phone.sync(&server).refused, [""; 0]);
    assert!(phone.received().contains(&"Bundle/mine 1".to_owned()));
    let asked = server.asked();
    let search = asked.iter().find(|path| path.starts_with("Bundle?")).unwrap();
    assert!(search.starts_with("Bundle?type=document&composition.patient=mother&"), "{search}");
    // A server that does not understand whose they shall be shows everybody's.
    server.place("Bundle/theirs", document("theirs", "other"));
    assert_eq!(phone.sync(&server).refused, ["Bundle"]);
    assert_eq!(phone.received().iter().filter(|name| name.starts_with("Bundle/")).count(), 1);
    // Where it is not said how they are found, they are not asked for.
    let before = generous();
    Phone::new(Access::Own).sync(&before);
    assert!(before.asked().iter().all(|path| !path.starts_with("Bundle")));
}
