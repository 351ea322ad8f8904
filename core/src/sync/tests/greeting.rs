//! The first time: an address that is no platform's, and an id that is nobody's.

use super::*;

impl Phone {
    fn status(&self) -> SyncStatus {
        status(&self.store, &self.platform).unwrap()
    }
}

/// A server that says what it is.
fn stated() -> Server {
    let statement = json!({"resourceType": "CapabilityStatement", "rest": [{"mode": "server", "resource": []}]});
    Server { statement: Some(statement), ..Server::default() }
}

#[test]
fn where_no_platform_answers_nothing_is_sent_and_nothing_is_said_to_be_refused() {
    for site in [200, 302, 403, 404] {
        let server = Server { site: Some(site), ..Server::default() };
        let phone = Phone::unmet(Access::Own);
        phone.put(&meal("rice", "", 1, 0));
        let report = phone.sync(&server);
        assert!(matches!(report.next, Next::After(_)), "{site}");
        assert_eq!((report.set_aside, phone.pending(), server.bytes()), (0, 1, 0), "{site}");
        assert_eq!((phone.status().trouble, phone.status().last_good), (Some(Trouble::NoPlatform), None), "{site}");
    }
}

#[test]
fn a_record_is_not_sent_for_an_id_that_the_platform_does_not_know() {
    let (server, phone) = (stated(), Phone::unmet(Access::Own));
    phone.put(&meal("rice", "", 1, 0));
    phone.sync(&server);
    assert_eq!((server.held().len(), phone.pending(), phone.status().trouble), (0, 1, Some(Trouble::NoPatient)));
    server.place("Patient/mother", json!({"resourceType": "Patient", "id": "mother"}));
    phone.sync(&server);
    assert_eq!((server.held().len(), phone.pending(), phone.status().trouble), (2, 0, None));
}

#[test]
fn a_caregiver_is_not_made_to_ask_for_the_patient() {
    let (server, phone) = (stated(), Phone::unmet(Access::Caregiver));
    phone.sync(&server);
    assert_eq!(phone.status().trouble, None);
    assert!(server.asked().iter().all(|path| path == "metadata"), "{:?}", server.asked());
    let site = Server { site: Some(404), ..Server::default() };
    let phone = Phone::unmet(Access::Caregiver);
    phone.sync(&site);
    assert_eq!(phone.status().trouble, Some(Trouble::NoPlatform));
}

#[test]
fn a_platform_whose_place_is_taken_by_a_page_for_people_has_refused_nothing() {
    let server = Server { site: Some(404), ..Server::default() };
    let phone = Phone::new(Access::Own);
    phone.sync(&server);
    assert_eq!(phone.status().trouble, Some(Trouble::NoPlatform), "also when there is nothing to be sent");
    phone.put(&meal("rice", "", 1, 0));
    let report = phone.sync(&server);
    assert_eq!((report.set_aside, phone.pending()), (0, 1));
    phone.sync(&Server::default());
    assert_eq!((phone.pending(), phone.status().trouble), (0, None));
}
