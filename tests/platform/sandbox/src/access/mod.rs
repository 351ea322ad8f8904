//! Who may do what: scopes of the token, compartment of the patient, consent of the patient for everybody else.
//!
//! One question is asked for every resource that is read, listed, counted, matched or written: [`Access::may`].

mod consent;
mod scope;
pub(crate) mod token;

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use serde_json::Value;

use crate::config::Limits;
use crate::index::{self, SHARED_TYPES};
use crate::instant::{self, Interval};
use crate::outcome::Outcome;
use crate::search::Search;
use crate::store::Store;

pub(crate) use consent::{Action, Ask, Consents};
pub(crate) use scope::{Context, Right, Scope};

/// Who asks.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Caller {
    pub(crate) scopes: Vec<Scope>,
    /// Patient of the launch context, for `patient/` scopes.
    pub(crate) patient: Option<String>,
    /// Relative reference to the person or organisation behind the token.
    pub(crate) fhir_user: String,
}

impl Caller {
    /// Everything; for loading and for servers without sign-in.
    pub(crate) fn system() -> Self {
        Self { scopes: Scope::parse_all("system/*.cruds"), patient: None, fhir_user: String::new() }
    }
}

/// The caller's rights during one request.
#[derive(Debug)]
pub(crate) struct Access<'a> {
    pub(crate) caller: Caller,
    store: &'a Store,
    /// Consents are read once a request: a change holds from the next one.
    consents: RefCell<HashMap<String, Rc<Consents>>>,
    /// Whether the caller is still of the family, by patient.
    known: RefCell<HashMap<String, bool>>,
    now: i64,
}

impl<'a> Access<'a> {
    pub(crate) fn new(store: &'a Store, caller: Caller) -> Self {
        Self { caller, store, consents: RefCell::default(), known: RefCell::default(), now: instant::now() }
    }

    /// 403 unless some scope covers the type at all.
    pub(crate) fn require(&self, kind: &str, right: Right) -> Result<(), Outcome> {
        if self.caller.scopes.iter().any(|scope| scope.covers(kind, right)) {
            Ok(())
        } else {
            Err(Outcome::forbidden(format!("the token has no scope for this on {kind}")))
        }
    }

    /// Whether this resource, as it stands in `body`, is open to the caller for `right`.
    pub(crate) fn may(&self, right: Right, kind: &str, body: &Value) -> Result<bool, Outcome> {
        let entries = index::entries(kind, body);
        for scope in &self.caller.scopes {
            if scope.covers(kind, right) && scope.admits(&entries) && self.within(scope, right, kind, body)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn within(&self, scope: &Scope, right: Right, kind: &str, body: &Value) -> Result<bool, Outcome> {
        if scope.context == Context::System {
            return Ok(true);
        }
        let patients = index::patients(kind, body);
        if patients.is_empty() {
            // Organizations, practitioners and the like are a directory that everybody may read.
            return Ok(SHARED_TYPES.contains(&kind) && right.action() == Action::Read);
        }
        let own = self.caller.fhir_user.strip_prefix("Patient/");
        let subject = match (scope.context, &self.caller.patient) {
            (Context::Patient, Some(patient)) => Some(patient.as_str()),
            (Context::Patient, None) => return Ok(false),
            // A patient's own `user/` scope is about that patient.
            (_, _) => own,
        };
        if let Some(subject) = subject {
            if !patients.iter().any(|patient| patient == subject) {
                return Ok(false);
            }
            // Nothing may be put into a second person's record on the way.
            if right.action() == Action::Write && patients.len() > 1 {
                return Ok(false);
            }
            if own == Some(subject) {
                return Ok(true);
            }
            return self.permitted(subject, right, kind, body);
        }
        if right.action() == Action::Write && patients.len() > 1 {
            return Ok(false);
        }
        for patient in &patients {
            if self.permitted(patient, right, kind, body)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Asks the patient's consents, for a caller who is not that patient.
    fn permitted(&self, patient: &str, right: Right, kind: &str, body: &Value) -> Result<bool, Outcome> {
        // Who may see the record, and who is family, is for the patient alone to write.
        if right.action() == Action::Write && matches!(kind, "Consent" | "RelatedPerson" | "Patient") {
            return Ok(false);
        }
        if !self.is_known(patient)? {
            return Ok(false);
        }
        let consents = self.consents_of(patient)?;
        Ok(consents.permit(&Ask {
            actor: &self.caller.fhir_user,
            action: right.action(),
            kind,
            id: index::text_at(body, "id").unwrap_or_default(),
            codings: &index::codings(kind, body),
            time: index::clinical_time(kind, body),
            now: self.now,
        }))
    }

    /// Whether the caller is still who they sign in as: of the family, a RelatedPerson of this patient that is active
    /// now. Who works somewhere is known elsewhere.
    fn is_known(&self, patient: &str) -> Result<bool, Outcome> {
        let Some(id) = self.caller.fhir_user.strip_prefix("RelatedPerson/") else { return Ok(true) };
        if let Some(known) = self.known.borrow().get(patient) {
            return Ok(*known);
        }
        let body = self.store.current("RelatedPerson", id)?.and_then(|stored| stored.body);
        let known = body.is_some_and(|body| {
            let is_theirs = index::patients("RelatedPerson", &body).iter().any(|of| of == patient);
            let period = body.get("period").map(|period| {
                Interval::of_period(index::text_at(period, "start"), index::text_at(period, "end"))
                    .is_some_and(|period| period.covers(self.now))
            });
            is_theirs && body.get("active").and_then(Value::as_bool) != Some(false) && period != Some(false)
        });
        self.known.borrow_mut().insert(patient.to_owned(), known);
        Ok(known)
    }

    /// What the caller may do with the launch's patient by that patient's consents, as scopes; `None` where the caller
    /// is the patient, or it is about nobody.
    pub(crate) fn derived_scopes(&self) -> Result<Option<Vec<Scope>>, Outcome> {
        let Some(patient) = self.caller.patient.clone() else { return Ok(None) };
        if self.caller.fhir_user.strip_prefix("Patient/") == Some(patient.as_str()) {
            return Ok(None);
        }
        if !self.is_known(&patient)? {
            return Ok(Some(Vec::new()));
        }
        let scopes = self.consents_of(&patient)?.scopes(&self.caller.fhir_user, self.now);
        Ok(Some(Scope::parse_all(&scopes.join(" "))))
    }

    fn consents_of(&self, patient: &str) -> Result<Rc<Consents>, Outcome> {
        if let Some(known) = self.consents.borrow().get(patient) {
            return Ok(Rc::clone(known));
        }
        let query = [("patient".to_owned(), patient.to_owned())];
        let search = Search::parse("Consent", &query, true, "", &Limits::default())?;
        let (condition, order, values) = search.sql();
        let mut bodies = Vec::new();
        self.store.select(&condition, order, &values, |stored, _| {
            bodies.extend(stored.body);
            Ok(true)
        })?;
        let consents = Rc::new(Consents::read(&bodies));
        self.consents.borrow_mut().insert(patient.to_owned(), Rc::clone(&consents));
        Ok(consents)
    }

    /// Whether all that the caller may do, apart from reading the directory, is confined to the patient of the launch.
    pub(crate) fn is_confined(&self) -> bool {
        self.caller.scopes.iter().all(|scope| scope.context == Context::Patient)
    }
}
