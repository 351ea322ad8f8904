//! The sandbox as a running server, and what a test may do to it from outside of HTTP.

use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use serde_json::Value;
use tokio::sync::oneshot;

use crate::access::token::{self, Grant, Use};
use crate::config::SandboxConfig;
use crate::engine::set;
use crate::fault::{FaultRule, RequestEntry};
use crate::http::{App, router};
use crate::index::text_at;
use crate::outcome::Outcome;
use crate::store::Store;
use crate::wire::{CuttableListener, Wire};

/// Why a sandbox could not start or load.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SandboxError {
    #[error("the port cannot be opened")]
    Port(#[source] io::Error),
    #[error("the sandbox's thread cannot be started")]
    Thread(#[source] io::Error),
    #[error("the database cannot be opened")]
    Database(#[source] rusqlite::Error),
    /// What is to be loaded is not a FHIR Bundle of resources with ids; `entry` counts from 0.
    #[error("entry {entry} cannot be loaded: {reason}")]
    Load { entry: usize, reason: &'static str },
    #[error("the database refused")]
    Refused,
}

impl From<Outcome> for SandboxError {
    fn from(_: Outcome) -> Self {
        Self::Refused
    }
}

/// A token that a test asks for without signing in.
#[derive(Debug, Clone)]
pub struct TokenSpec {
    /// SMART scopes, separated by spaces: `patient/Observation.rs?category=vital-signs patient/Patient.r`.
    pub scopes: String,
    /// Id of the Patient that `patient/` scopes are about.
    pub patient: Option<String>,
    /// Reference to who asks: `Patient/…`, `RelatedPerson/…`, `Practitioner/…` or `Organization/…`.
    pub fhir_user: String,
    pub expires_in: Duration,
}

impl TokenSpec {
    /// The patient, with all rights on the own record, for an hour.
    pub fn patient(id: &str) -> Self {
        Self {
            scopes: "patient/*.cruds".to_owned(),
            patient: Some(id.to_owned()),
            fhir_user: format!("Patient/{id}"),
            expires_in: Duration::from_secs(3600),
        }
    }

    /// Somebody else who looks at a patient's record: what the consent says decides.
    pub fn on_behalf(patient: &str, fhir_user: &str) -> Self {
        Self { fhir_user: fhir_user.to_owned(), ..Self::patient(patient) }
    }

    /// A back end with all rights.
    pub fn system() -> Self {
        Self {
            scopes: "system/*.cruds".to_owned(),
            patient: None,
            fhir_user: String::new(),
            expires_in: Duration::from_secs(3600),
        }
    }

    #[must_use]
    pub fn scopes(mut self, scopes: &str) -> Self {
        scopes.clone_into(&mut self.scopes);
        self
    }

    #[must_use]
    pub fn expires_in(mut self, time: Duration) -> Self {
        self.expires_in = time;
        self
    }
}

/// A running FHIR server on 127.0.0.1. It stops when dropped.
///
/// ```
/// use mimamori_sandbox::{Sandbox, SandboxConfig, TokenSpec};
/// let sandbox = Sandbox::start(SandboxConfig::default())?;
/// let token = sandbox.issue_token(TokenSpec::patient("hanako"))?;
/// assert!(sandbox.base_url().starts_with("http://127.0.0.1:"));
/// # Ok::<(), mimamori_sandbox::SandboxError>(())
/// ```
#[derive(Debug)]
pub struct Sandbox {
    app: Arc<App>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Sandbox {
    /// Starts a server on a thread of its own and returns once it takes connections.
    ///
    /// # Errors
    /// When the port is taken, or the database cannot be opened.
    pub fn start(config: SandboxConfig) -> Result<Self, SandboxError> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, config.port)).map_err(SandboxError::Port)?;
        listener.set_nonblocking(true).map_err(SandboxError::Port)?;
        let port = listener.local_addr().map_err(SandboxError::Port)?.port();
        let store = Store::open(config.database.as_deref()).map_err(SandboxError::Database)?;
        let app = Arc::new(App::new(config, format!("http://127.0.0.1:{port}/fhir"), store));
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(SandboxError::Thread)?;
        let (stop, stopped) = oneshot::channel();
        let serving = Arc::clone(&app);
        let thread = std::thread::Builder::new()
            .name("sandbox".to_owned())
            .spawn(move || {
                runtime.block_on(async move {
                    let Ok(listener) = tokio::net::TcpListener::from_std(listener) else {
                        return;
                    };
                    let service = router(serving).into_make_service_with_connect_info::<Wire>();
                    tokio::select! {
                        _ = axum::serve(CuttableListener(listener), service) => {}
                        // A dropped handle stops the server too; open connections end with the runtime.
                        _ = stopped => {}
                    }
                });
            })
            .map_err(SandboxError::Thread)?;
        Ok(Self { app, stop: Some(stop), thread: Some(thread) })
    }

    /// Runs a server until the process ends. `ready` is called once it takes connections.
    ///
    /// # Errors
    /// As [`Sandbox::start`].
    pub fn serve(config: SandboxConfig, ready: impl FnOnce(&Self)) -> Result<(), SandboxError> {
        let mut sandbox = Self::start(config)?;
        ready(&sandbox);
        if let Some(thread) = sandbox.thread.take() {
            let _ = thread.join();
        }
        Ok(())
    }

    /// The FHIR base, `http://127.0.0.1:port/fhir`, without a slash at its end.
    pub fn base_url(&self) -> &str {
        &self.app.base
    }

    /// Closes the port and all connections. Requests that are being carried out are finished first.
    pub fn stop(mut self) {
        self.shut_down();
    }

    /// An access token, made without sign-in.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn issue_token(&self, spec: TokenSpec) -> Result<String, SandboxError> {
        let grant = Grant {
            scopes: spec.scopes,
            patient: spec.patient,
            fhir_user: spec.fhir_user,
            client: String::new(),
            redirect_uri: String::new(),
            challenge: String::new(),
        };
        let seconds = i64::try_from(spec.expires_in.as_secs()).unwrap_or(i64::MAX);
        Ok(token::issue(&self.app.store(), &grant, &token::new_family(), Use::Access, seconds)?)
    }

    /// Puts all resources of a Bundle, of whatever type, into the record under their own ids; returns how many.
    ///
    /// # Errors
    /// [`SandboxError::Load`] for the first entry without a resource type and an id; nothing is loaded then.
    pub fn load(&self, bundle_json: &str) -> Result<usize, SandboxError> {
        let refused = |entry, reason| SandboxError::Load { entry, reason };
        let mut bundle: Value = serde_json::from_str(bundle_json).map_err(|_| refused(0, "it is not JSON"))?;
        let entries = match bundle.get_mut("entry").map(Value::take) {
            Some(Value::Array(entries)) => entries,
            _ => return Err(refused(0, "it is not a bundle with entries")),
        };
        let store = self.app.store();
        let transaction = store.transaction()?;
        let count = entries.len();
        for (at, mut entry) in entries.into_iter().enumerate() {
            let resource = entry.get_mut("resource").map(Value::take).unwrap_or_default();
            let kind = text_at(&resource, "resourceType").map(str::to_owned);
            let id = text_at(&resource, "id").map(str::to_owned);
            let (Some(kind), Some(id)) = (kind, id) else {
                return Err(refused(at, "its resource has no type or no id"));
            };
            store.put(&kind, &id, resource, "PUT")?;
        }
        transaction.commit().map_err(Outcome::from)?;
        Ok(count)
    }

    /// Loads the demo's synthetic record ([`crate::demo_record`]) and the daughter's consent.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn load_demo(&self) -> Result<usize, SandboxError> {
        Ok(self.load_demo_record()? + self.load(crate::demo_consent())?)
    }

    /// Loads the demo's synthetic record without the consent: nobody but the mother sees anything.
    ///
    /// # Errors
    /// As [`load`](Self::load).
    pub fn load_demo_record(&self) -> Result<usize, SandboxError> {
        crate::demo_record().iter().map(|bundle| self.load(bundle)).sum()
    }

    /// Adds or replaces a resource behind the back of the clients, as another system of the platform would.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn put(&self, kind: &str, id: &str, mut resource: Value) -> Result<(), SandboxError> {
        set(&mut resource, "resourceType", kind.into());
        self.app.store().put(kind, id, resource, "PUT")?;
        Ok(())
    }

    /// The current resources of a type, in the order of writing: what is really there, past all rights.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn resources(&self, kind: &str) -> Result<Vec<Value>, SandboxError> {
        let mut found = Vec::new();
        let kind = rusqlite::types::Value::Text(kind.to_owned());
        self.app.store().select("r.kind = ?", "r.seq", &[kind], |stored, _| {
            found.extend(stored.body);
            Ok(true)
        })?;
        Ok(found)
    }

    /// How many versions of a resource there are, tombstones included.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn versions(&self, kind: &str, id: &str) -> Result<usize, SandboxError> {
        let mut count = 0;
        self.app.store().history(Some(kind), Some(id), 0, i64::MAX, |_| {
            count += 1;
            Ok(true)
        })?;
        Ok(count)
    }

    /// Makes requests go wrong from now on.
    pub fn inject(&self, rule: FaultRule) {
        self.app.faults().add(rule);
    }

    /// Lets everything go right again.
    pub fn clear_faults(&self) {
        self.app.faults().clear_rules();
    }

    /// The requests that came, in order.
    pub fn requests(&self) -> Vec<RequestEntry> {
        self.app.faults().entries()
    }

    pub fn clear_requests(&self) {
        self.app.faults().clear_log();
    }

    fn shut_down(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.shut_down();
    }
}
