//! How a sandbox is set up: who may sign in, what it limits, and in which of the ways that real servers differ it answers.

use std::path::PathBuf;

/// Settings of one sandbox. `SandboxConfig::default()` is a strict server in memory on a free port.
#[derive(Debug, Clone)]
pub struct SandboxConfig {
    /// Loopback port; 0 takes a free one.
    pub port: u16,
    /// Where the record is kept; `None` keeps it in memory.
    pub database: Option<PathBuf>,
    /// Answer requests that carry no token as if they came from the system. Only for tests without sign-in.
    pub open_access: bool,
    /// The test people that may sign in; the first is taken when the client gives no `login_hint`.
    pub logins: Vec<Login>,
    /// The registered OAuth clients.
    pub clients: Vec<OAuthClient>,
    /// Lifetime of an access token from `/token`, seconds.
    pub access_token_seconds: i64,
    pub quirks: Quirks,
    pub limits: Limits,
}

impl Default for SandboxConfig {
    fn default() -> Self {
        Self {
            port: 0,
            database: None,
            open_access: false,
            logins: Vec::new(),
            clients: vec![OAuthClient::companion()],
            access_token_seconds: 300,
            quirks: Quirks::default(),
            limits: Limits::default(),
        }
    }
}

/// A person of the test sign-in, which asks for no password.
#[derive(Debug, Clone)]
pub struct Login {
    /// What the client sends as `login_hint`.
    pub name: String,
    /// Id of the Patient whose record the session opens, for `launch/patient`.
    pub patient: Option<String>,
    /// Reference to who signs in: `Patient/…`, `RelatedPerson/…`, `Practitioner/…` or `Organization/…`.
    pub fhir_user: String,
}

/// A public OAuth client: it has no secret and must use PKCE.
#[derive(Debug, Clone)]
pub struct OAuthClient {
    pub id: String,
    /// Exact redirect addresses. A loopback address matches with any port (RFC 8252, section 7.3).
    pub redirect_uris: Vec<String>,
}

impl OAuthClient {
    /// The client that the companion's command line and apps use in tests.
    pub fn companion() -> Self {
        Self {
            id: "mimamori".to_owned(),
            redirect_uris: vec![
                "http://127.0.0.1/callback".to_owned(),
                "org.mimamori.companion:/oauth2redirect".to_owned(),
            ],
        }
    }
}

/// What bounds the memory that a request can take.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Bytes of a request body, both as sent and unpacked.
    pub body_bytes: usize,
    /// Entries of one bundle.
    pub bundle_entries: usize,
    /// Entries of one page.
    pub page_entries: usize,
    /// Entries of a page when the client does not say.
    pub default_page: usize,
    /// Alternatives (`a,b,c`) in one search parameter, and parameters in one search.
    pub search_terms: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { body_bytes: 32 << 20, bundle_entries: 5_000, page_entries: 500, default_page: 50, search_terms: 200 }
    }
}

/// Points in which conforming servers were seen to differ. The default takes the clearer answer of each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quirks {
    /// Status for an `If-Match` that is stale: 412 or 409.
    pub stale_version_status: u16,
    /// Whether a PUT that changes nothing makes a new version.
    pub identical_put_makes_version: bool,
    /// Whether a patient token that searches without `patient=` is refused instead of confined.
    pub refuse_unfiltered_search: bool,
    /// Whether bundles, conditional creates and type histories are refused under a `patient/` scope.
    pub refuse_bundles_for_patients: bool,
    /// Whether `Location` names the version (`/_history/1`).
    pub location_names_version: bool,
    /// Whether `response.etag` in a bundle is `W/"1"` (true) or `1` (false).
    pub weak_etag_in_bundles: bool,
    /// Status for deleting what was deleted before: 204 or 404.
    pub deleted_again_status: u16,
    /// Whether a search without `_sort` begins with what was written last.
    pub newest_first: bool,
    /// Whether a search that left parameters out says so in an entry of mode `outcome`.
    pub outcome_entry_in_search: bool,
    /// Whether the answers of a bundle's writes hold the resources.
    pub bundle_answers_hold_resources: bool,
    /// Whether a failed transaction always answers 400, with the entry's own reason inside.
    pub failed_transaction_is_400: bool,
}

impl Default for Quirks {
    fn default() -> Self {
        Self {
            stale_version_status: 412,
            identical_put_makes_version: true,
            refuse_unfiltered_search: false,
            refuse_bundles_for_patients: false,
            location_names_version: true,
            weak_etag_in_bundles: true,
            deleted_again_status: 204,
            newest_first: false,
            outcome_entry_in_search: false,
            bundle_answers_hold_resources: false,
            failed_transaction_is_400: false,
        }
    }
}

impl Quirks {
    /// As HAPI FHIR JPA 8.8 answers with its authorization interceptor.
    pub fn hapi() -> Self {
        Self {
            stale_version_status: 409,
            identical_put_makes_version: false,
            refuse_unfiltered_search: true,
            weak_etag_in_bundles: false,
            ..Self::default()
        }
    }

    /// As helios-hfs 0.2.7 answers.
    pub fn hfs() -> Self {
        Self {
            refuse_bundles_for_patients: true,
            location_names_version: false,
            deleted_again_status: 404,
            newest_first: true,
            outcome_entry_in_search: true,
            bundle_answers_hold_resources: true,
            failed_transaction_is_400: true,
            ..Self::default()
        }
    }
}
