//! What a server says that it can do, in its `CapabilityStatement`.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{document, element};

/// What of it matters to syncing. By default nothing is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Capability {
    /// The resource types that can be searched; `None` when it did not say. Documents, if by what they begin with:
    /// nothing else says whose they are.
    pub searchable: Option<BTreeSet<String>>,
    /// All of a patient's record can be asked for at once.
    pub everything: bool,
    /// The types whose search can be asked to bring the `Provenance` of what is found.
    pub with_provenance: BTreeSet<String>,
}

/// Reads a `CapabilityStatement`; of anything else nothing is known.
#[must_use]
pub fn read(statement: &Value) -> Capability {
    let servers = element::list(statement, "rest");
    let server = servers.into_iter().find(|rest| element::text(rest, "mode") == Some("server"));
    let (Some("CapabilityStatement"), Some(server)) = (element::text(statement, "resourceType"), server) else {
        return Capability::default();
    };
    let resources = || element::list(server, "resource");
    let types = |suits: &dyn Fn(&Value) -> bool| -> BTreeSet<String> {
        let suiting = resources().filter(|one| suits(one));
        suiting.filter_map(|one| element::text(one, "type")).map(str::to_owned).collect()
    };
    let can_search = |one: &Value| {
        let by = |name| element::list(one, "searchParam").any(|known| element::text(known, "name") == Some(name));
        (element::text(one, "type") != Some(document::BUNDLE) || by("composition"))
            && element::list(one, "interaction").any(|known| element::text(known, "code") == Some("search-type"))
    };
    let brings = |one: &Value| element::list(one, "searchRevInclude").any(|name| name == "Provenance:target");
    // Its name is written with and without the `$`.
    let is_everything = |operation: &Value| {
        element::text(operation, "name").is_some_and(|name| name.trim_start_matches('$') == "everything")
    };
    let is_of_patients =
        |operation: &Value| element::text(operation, "definition").is_some_and(|text| text.contains("/Patient-"));
    let of_patients = resources().filter(|one| element::text(one, "type") == Some("Patient"));
    Capability {
        searchable: Some(types(&can_search)),
        everything: element::list(server, "operation").any(|one| is_everything(one) && is_of_patients(one))
            || of_patients.flat_map(|one| element::list(one, "operation")).any(is_everything),
        with_provenance: types(&brings),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_a_server_does_not_say_it_cannot_do() {
        let search = json!([{"code": "read"}, {"code": "search-type"}]);
        let statement = json!({"resourceType": "CapabilityStatement", "rest": [{"mode": "server", "resource": [
            {"type": "Patient", "interaction": search, "operation": [{"name": "$everything"}]},
            {"type": "Observation", "interaction": search, "searchRevInclude": ["Provenance:target"]},
            {"type": "Goal", "interaction": [{"code": "read"}]},
            {"type": "Bundle", "interaction": search, "searchParam": [{"name": "type"}]},
        ]}]});
        let known = read(&statement);
        assert_eq!(known.searchable, Some(["Observation", "Patient"].map(str::to_owned).into()));
        assert_eq!((known.everything, known.with_provenance), (true, ["Observation".to_owned()].into()));
        assert_eq!(read(&json!({"resourceType": "OperationOutcome"})), Capability::default());
    }
}
