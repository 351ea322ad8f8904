//! The demo's synthetic record: Yamada Hanako, born 1951, with a checkup, prescriptions and a picture of the chest; and her
//! daughter Yui, who may see vital signs and findings but neither meals nor conditions. No real person is described.

use crate::config::Login;

/// Id of the mother's Patient.
pub const PATIENT: &str = "yamada-hanako";
/// Reference to the daughter.
pub const CAREGIVER: &str = "RelatedPerson/yamada-yui";

/// FHIR bundles of type `collection`, in an order in which each may refer to the ones before.
pub fn demo_record() -> [&'static str; 6] {
    [
        include_str!("../../../data/fhir/mother/people.json"),
        include_str!("../../../data/fhir/mother/checkup.json"),
        include_str!("../../../data/fhir/mother/prescriptions.json"),
        include_str!("../../../data/fhir/mother/conditions.json"),
        include_str!("../../../data/fhir/mother/imaging.json"),
        include_str!("../../../data/fhir/mother/family.json"),
    ]
}

/// The consent that the daughter begins with, given on paper. Without it she sees nothing until her mother's phone says
/// otherwise.
pub fn demo_consent() -> &'static str {
    include_str!("../../../data/fhir/mother/consent.json")
}

/// The two people of the demo for the test sign-in: `hanako` (first) and `yui`.
pub fn demo_logins() -> Vec<Login> {
    vec![
        Login { name: "hanako".to_owned(), patient: Some(PATIENT.to_owned()), fhir_user: format!("Patient/{PATIENT}") },
        Login { name: "yui".to_owned(), patient: Some(PATIENT.to_owned()), fhir_user: CAREGIVER.to_owned() },
    ]
}
