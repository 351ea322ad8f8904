//! What the sandbox says about itself: CapabilityStatement and SMART configuration.

use serde_json::{Value, json};

use crate::engine::Engine;
use crate::index;
use crate::interaction::RESOURCE_TYPES;

/// The scopes that the test sign-in knows by name; any other SMART v2 resource scope is understood too.
pub(crate) const SCOPES: &[&str] =
    &["launch/patient", "offline_access", "online_access", "patient/*.cruds", "patient/*.rs", "user/*.cruds"];

pub(crate) fn statement(engine: &Engine<'_>) -> Value {
    let interactions =
        ["read", "vread", "update", "delete", "history-instance", "history-type", "create", "search-type"]
            .map(|code| json!({ "code": code }));
    let resources: Vec<Value> = RESOURCE_TYPES
        .iter()
        .map(|kind| {
            let mut parameters =
                vec![json!({ "name": "_id", "type": "token" }), json!({ "name": "_lastUpdated", "type": "date" })];
            parameters
                .extend(index::parameters(kind).iter().map(|(name, of)| json!({ "name": name, "type": of.name() })));
            let mut resource = json!({
                "type": kind,
                "interaction": interactions,
                "versioning": "versioned-update",
                "readHistory": true,
                "updateCreate": true,
                "conditionalCreate": true,
                "conditionalUpdate": true,
                "conditionalDelete": "not-supported",
                "searchParam": parameters,
            });
            if *kind == "Patient" {
                let everything = json!([{
                    "name": "everything",
                    "definition": "http://hl7.org/fhir/OperationDefinition/Patient-everything",
                }]);
                crate::engine::set(&mut resource, "operation", everything);
            }
            resource
        })
        .collect();
    let origin = origin(engine.base);
    json!({
        "resourceType": "CapabilityStatement",
        "status": "active",
        "experimental": true,
        "date": "2026-11-22",
        "kind": "instance",
        "software": { "name": "Mimamori sandbox", "version": env!("CARGO_PKG_VERSION") },
        "implementation": { "description": "A test double of a FHIR platform; holds synthetic records", "url": engine.base },
        "fhirVersion": "4.0.1",
        "format": ["json", "application/fhir+json"],
        "rest": [{
            "mode": "server",
            "security": {
                "service": [{ "coding": [{
                    "system": "http://terminology.hl7.org/CodeSystem/restful-security-service",
                    "code": "SMART-on-FHIR",
                }] }],
                "extension": [{
                    "url": "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris",
                    "extension": [
                        { "url": "authorize", "valueUri": format!("{origin}/auth") },
                        { "url": "token", "valueUri": format!("{origin}/token") },
                        { "url": "revoke", "valueUri": format!("{origin}/revoke") },
                    ],
                }],
            },
            "resource": resources,
            "interaction": [{ "code": "transaction" }, { "code": "batch" }, { "code": "history-system" }],
        }],
    })
}

pub(crate) fn smart_configuration(engine: &Engine<'_>) -> Value {
    let origin = origin(engine.base);
    json!({
        "authorization_endpoint": format!("{origin}/auth"),
        "token_endpoint": format!("{origin}/token"),
        "revocation_endpoint": format!("{origin}/revoke"),
        "token_endpoint_auth_methods_supported": ["none"],
        "grant_types_supported": ["authorization_code", "refresh_token"],
        "response_types_supported": ["code"],
        "code_challenge_methods_supported": ["S256"],
        "scopes_supported": SCOPES,
        "capabilities": [
            "launch-standalone",
            "client-public",
            "context-standalone-patient",
            "permission-offline",
            "permission-online",
            "permission-patient",
            "permission-user",
            "permission-v1",
            "permission-v2",
            "authorize-post",
        ],
    })
}

/// The FHIR base without its path.
pub(crate) fn origin(base: &str) -> &str {
    base.strip_suffix("/fhir").unwrap_or(base)
}
