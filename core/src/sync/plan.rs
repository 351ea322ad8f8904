//! What to ask a platform for. Pure.

use std::collections::BTreeSet;

use crate::fhir::document;
use crate::model::platform::{Access, Platform};

/// Documents that are asked for at a time.
const DOCUMENTS: u32 = 10;

/// What the record can show, in the order in which it is asked for: what a caregiver has to see
/// first comes first.
const TYPES: [&str; 23] = [
    "Flag",
    "Patient",
    "Observation",
    "DiagnosticReport",
    "MedicationRequest",
    "MedicationDispense",
    "MedicationStatement",
    "MedicationAdministration",
    "Condition",
    "AllergyIntolerance",
    "ImagingStudy",
    "Immunization",
    "Encounter",
    "Procedure",
    "CarePlan",
    "Appointment",
    "Communication",
    "DocumentReference",
    "Composition",
    document::BUNDLE,
    "Goal",
    "RelatedPerson",
    "Consent",
];

/// The types to ask for: those that the server can search (all, when it did not say) and that the
/// scopes allow to read (all, when they are not known). A caregiver asks for no `Consent` and no
/// `RelatedPerson`: whom else the person lets in is not theirs to know. Nor for whole documents: no leave is for all
/// that is in one. Of those nothing is asked where the server does not say how it finds them.
#[must_use]
pub fn types(access: Access, searchable: Option<&BTreeSet<String>>, scopes: Option<&str>) -> Vec<&'static str> {
    TYPES
        .into_iter()
        .filter(|kind| access == Access::Own || !matches!(*kind, "Consent" | "RelatedPerson" | document::BUNDLE))
        .filter(|kind| searchable.map_or(*kind != document::BUNDLE, |known| known.contains(*kind)))
        .filter(|kind| scopes.is_none_or(|scopes| may_search(scopes, kind)))
        .collect()
}

/// Those of all types that are not among `asked`: of what came when they still were, the access has ended.
pub fn closed<'a>(asked: &'a [&'static str]) -> impl Iterator<Item = &'static str> + 'a {
    TYPES.into_iter().filter(|kind| !asked.contains(kind))
}

/// Whether SMART scopes (v2 `patient/Observation.rs?…`, v1 `patient/*.read`) allow a search.
fn may_search(scopes: &str, kind: &str) -> bool {
    searching(scopes, kind).next().is_some()
}

/// What the scopes that allow a search of `kind` narrow it to, each as the query that it is.
fn searching<'a>(scopes: &'a str, kind: &'a str) -> impl Iterator<Item = &'a str> {
    scopes.split_whitespace().filter_map(move |scope| {
        let (_, right) = scope.split_once('/')?;
        let (right, narrowed) = right.split_once('?').unwrap_or((right, ""));
        let (of, verbs) = right.split_once('.')?;
        let allows = verbs == "read" || verbs == "*" || (verbs != "write" && verbs.contains('s'));
        ((of == "*" || of == kind) && allows).then_some(narrowed)
    })
}

/// A type that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The type.
    pub kind: &'static str,
    /// What each search is narrowed to, as a query (`category=…`), because the scopes are; one that is not is empty.
    /// There is at least one.
    pub narrowed: Vec<String>,
}

impl Asked {
    /// How `kind` is asked for under `scopes`: once, unless every scope that allows it is narrowed.
    #[must_use]
    pub fn new(kind: &'static str, scopes: Option<&str>) -> Self {
        let narrowed: BTreeSet<&str> = scopes.map(|scopes| searching(scopes, kind).collect()).unwrap_or_default();
        let is_whole = narrowed.is_empty() || narrowed.contains("");
        // Some servers take no bare `|` in an address.
        let queries = narrowed.into_iter().map(|query| query.replace('|', "%7C")).collect();
        Self { kind, narrowed: if is_whole { vec![String::new()] } else { queries } }
    }

    /// The search for all of `kind`.
    #[must_use]
    pub fn whole(kind: &'static str) -> Self {
        Self::new(kind, None)
    }

    /// How many are asked for at a time, where `most` of others are: a document may be as long as hundreds of them.
    pub fn page(&self, most: u32) -> u32 {
        if self.kind == document::BUNDLE { DOCUMENTS } else { most }
    }

    /// The searches below the platform's base, without what the caller adds with `&`.
    pub fn searches(&self, platform: &Platform) -> impl Iterator<Item = String> {
        let of = match self.kind {
            "Patient" => "_id",
            document::BUNDLE => "type=document&composition.patient",
            _ => "patient",
        };
        let search = format!("{}?{of}={}", self.kind, platform.patient);
        self.narrowed.iter().map(
            move |narrowed| {
                if narrowed.is_empty() { search.clone() } else { format!("{search}&{narrowed}") }
            },
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_caregiver_asks_only_for_what_the_scopes_allow() {
        let scopes =
            "openid launch/patient patient/Observation.rs?category=vital-signs patient/Flag.read patient/Goal.cud";
        assert_eq!(types(Access::Caregiver, None, Some(scopes)), ["Flag", "Observation"]);
        assert!(!types(Access::Caregiver, None, Some("patient/*.cruds")).contains(&"Consent"));
        assert!(types(Access::Own, None, None).contains(&"Consent"));
    }

    #[test]
    fn what_the_server_cannot_search_is_not_asked_for() {
        assert_eq!(types(Access::Own, Some(&BTreeSet::from(["Patient".to_owned()])), None), ["Patient"]);
    }

    #[test]
    fn what_the_scopes_narrow_is_asked_for_in_the_query_and_one_that_does_not_is_enough() {
        let vital = "patient/Observation.rs?category=http://x|vital-signs";
        let both = format!("{vital} patient/Observation.rs?code=http://loinc.org|8867-4&date=ge2026-01-01");
        let narrowed = |scopes: &str| Asked::new("Observation", Some(scopes)).narrowed;
        assert_eq!(narrowed(vital), ["category=http://x%7Cvital-signs"]);
        assert_eq!(narrowed(&both).len(), 2);
        assert_eq!(narrowed(&format!("{both} patient/*.rs")), [""]);
        assert_eq!(Asked::whole("Observation").narrowed, [""]);
    }
}
