//! Which types to ask a platform for. Pure.

use crate::model::platform::Access;

/// What the record can show, in the order in which it is asked for: what a caregiver has to see
/// first comes first.
const TYPES: [&str; 21] = [
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
    "Goal",
    "RelatedPerson",
    "Consent",
];

/// The types to ask for: those that the server can search (all, when it did not say) and that the
/// scopes allow to read (all, when they are not known). A caregiver asks for no `Consent` and no
/// `RelatedPerson`: whom else the person lets in is not theirs to know.
#[must_use]
pub fn types(access: Access, searchable: Option<&[String]>, scopes: Option<&str>) -> Vec<&'static str> {
    TYPES
        .into_iter()
        .filter(|kind| access == Access::Own || !matches!(*kind, "Consent" | "RelatedPerson"))
        .filter(|kind| searchable.is_none_or(|known| known.iter().any(|one| one == kind)))
        .filter(|kind| scopes.is_none_or(|scopes| may_search(scopes, kind)))
        .collect()
}

/// Those of all types that are not among `asked`: of what came when they still were, the access has ended.
pub fn closed<'a>(asked: &'a [&'static str]) -> impl Iterator<Item = &'static str> + 'a {
    TYPES.into_iter().filter(|kind| !asked.contains(kind))
}

/// Whether SMART scopes (v2 `patient/Observation.rs?…`, v1 `patient/*.read`) allow a search.
fn may_search(scopes: &str, kind: &str) -> bool {
    scopes.split_whitespace().any(|scope| {
        let Some((_, right)) = scope.split_once('/') else { return false };
        let Some((of, verbs)) = right.split('?').next().and_then(|right| right.split_once('.')) else { return false };
        (of == "*" || of == kind) && (verbs == "read" || verbs == "*" || (verbs != "write" && verbs.contains('s')))
    })
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
        assert_eq!(types(Access::Own, Some(&["Patient".to_owned()]), None), ["Patient"]);
    }
}
