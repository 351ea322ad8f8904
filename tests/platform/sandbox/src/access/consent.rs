//! Consent by class of data (R4 Consent, scope `patient-privacy`), as pure rules.
//!
//! Nothing is open without a consent that names the actor. Within one consent the deepest provision that fits decides, and
//! of two siblings that fit, the denial. Across consents, a denial that names the actor beats any permit; a root denial that
//! names nobody is the floor on which permits stand. What a provision asks that is not evaluated here closes, never opens.

use serde_json::Value;

use crate::index::{self, list_at, text_at};
use crate::instant::Interval;
use crate::percent;

/// Codes of one scope: servers take addresses of a few thousand characters.
const MOST_TOKENS: usize = 40;

/// What the actor wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Action {
    Read,
    Write,
}

/// One question to the consents.
#[derive(Debug)]
pub(crate) struct Ask<'a> {
    /// Relative reference of who asks (`RelatedPerson/x`).
    pub(crate) actor: &'a str,
    pub(crate) action: Action,
    /// Resource type and id.
    pub(crate) kind: &'a str,
    pub(crate) id: &'a str,
    /// (system, code) of the resource's codes and categories.
    pub(crate) codings: &'a [(String, String)],
    /// When what the resource tells took place.
    pub(crate) time: Option<Interval>,
    pub(crate) now: i64,
}

/// The consents of one patient that are in force.
#[derive(Debug, Default)]
pub(crate) struct Consents(Vec<Provision>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Permit,
    Deny,
}

#[derive(Debug)]
struct Provision {
    kind: Kind,
    /// When the rule is in force; `None` always.
    period: Option<Interval>,
    actors: Vec<String>,
    actions: Vec<String>,
    purposes: Vec<String>,
    classes: Vec<String>,
    /// (system, code); a system of `None` fits any.
    codes: Vec<(Option<String>, String)>,
    /// Which times of data it is about; `None` all.
    data_period: Option<Interval>,
    instances: Vec<String>,
    /// It asks for something that is not evaluated here.
    beyond_us: bool,
    nested: Vec<Provision>,
}

/// What one consent says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Nothing,
    Permit,
    Deny,
}

impl Consents {
    pub(crate) fn read(bodies: &[Value]) -> Self {
        let active = bodies.iter().filter(|body| {
            text_at(body, "status") == Some("active")
                && body.get("scope").is_some_and(|scope| {
                    list_at(scope, "coding").any(|coding| text_at(coding, "code") == Some("patient-privacy"))
                })
        });
        Self(active.filter_map(|body| body.get("provision")).map(Provision::read).collect())
    }

    pub(crate) fn permit(&self, ask: &Ask<'_>) -> bool {
        let mut permitted = false;
        for root in &self.0 {
            match root.verdict(ask, false) {
                Verdict::Deny => return false,
                Verdict::Permit => permitted = true,
                Verdict::Nothing => {}
            }
        }
        permitted
    }
}

impl Consents {
    /// What `actor` may do by these consents, as SMART scopes: an app that keeps to them asks for nothing that is
    /// closed. What a scope cannot say (a denial within a permit, single resources) is left to [`Self::permit`], which
    /// is asked about each resource all the same.
    pub(crate) fn scopes(&self, actor: &str, now: i64) -> Vec<String> {
        let mut scopes = Vec::new();
        for root in &self.0 {
            root.collect_scopes(actor, now, false, &mut scopes);
        }
        scopes.sort();
        scopes.dedup();
        scopes
    }
}

impl Provision {
    fn collect_scopes(&self, actor: &str, now: i64, named: bool, scopes: &mut Vec<String>) {
        let is_for = self.actors.is_empty() || self.actors.iter().any(|known| same_reference(known, actor));
        if !is_for || self.beyond_us || !self.period.is_none_or(|period| period.covers(now)) {
            return;
        }
        let named = named || !self.actors.is_empty();
        self.nested.iter().for_each(|nested| nested.collect_scopes(actor, now, named, scopes));
        let suits = self.purposes.is_empty() || self.purposes.iter().any(|purpose| suits(purpose, actor));
        if self.kind == Kind::Deny || !named || !suits || !self.instances.is_empty() {
            return;
        }
        let may = |action| self.actions.is_empty() || self.actions.iter().any(|code| means(code, action));
        let letters = match (may(Action::Read), may(Action::Write)) {
            (true, true) => "cruds",
            (true, false) => "rs",
            (false, true) => "cud",
            (false, false) => return,
        };
        let every = vec!["*".to_owned()];
        for class in if self.classes.is_empty() { &every } else { &self.classes } {
            // Nobody but the patient writes who may see the record.
            let letters =
                if matches!(class.as_str(), "Consent" | "RelatedPerson" | "Patient") { "rs" } else { letters };
            let Some(time) = self.time_of(class) else { continue };
            let queries = match self.codes.is_empty() {
                true => vec![Vec::new()],
                false => ["category", "code"].into_iter().flat_map(|name| self.tokens(name)).collect(),
            };
            for mut query in queries {
                query.extend(time.clone());
                let query = percent::write_pairs(query.iter().map(|(name, value)| (*name, value.as_str())));
                let mark = if query.is_empty() { "" } else { "?" };
                scopes.push(format!("patient/{class}.{letters}{mark}{query}"));
            }
        }
    }

    /// The codes that are categories, or those that are not, as searches have them that are no longer than an address
    /// may be.
    fn tokens(&self, name: &'static str) -> Vec<Vec<(&'static str, String)>> {
        let is_category = |system: &Option<String>| system.as_deref().is_some_and(|text| text.contains("ategory"));
        let wanted = self.codes.iter().filter(|(system, _)| is_category(system) == (name == "category"));
        let tokens: Vec<String> = wanted
            .map(|(system, code)| system.as_ref().map_or_else(|| code.clone(), |system| format!("{system}|{code}")))
            .collect();
        tokens.chunks(MOST_TOKENS).map(|tokens| vec![(name, tokens.join(","))]).collect()
    }

    /// The times of data that it is about, as a search of `class` has them; `None` when a search cannot say.
    fn time_of(&self, class: &str) -> Option<Vec<(&'static str, String)>> {
        let Some(period) = self.data_period else { return Some(Vec::new()) };
        let name = index::date_parameter(class)?;
        let text =
            |at: i64| Some(chrono::DateTime::from_timestamp_millis(at)?.format("%Y-%m-%dT%H:%M:%SZ").to_string());
        let mut said = Vec::new();
        // What begins in the second before, or ends in the one after, is outside.
        if period.from != i64::MIN {
            said.push((name, format!("sa{}", text(period.from.saturating_sub(1_000))?)));
        }
        if period.to != i64::MAX {
            said.push((name, format!("eb{}", text(period.to)?)));
        }
        Some(said)
    }

    fn read(body: &Value) -> Self {
        let mut beyond_us = body.get("securityLabel").is_some();
        let kind = match text_at(body, "type") {
            Some("permit") => Kind::Permit,
            _ => Kind::Deny,
        };
        let mut period = |element: &str| {
            let value = body.get(element)?;
            let read = Interval::of_period(text_at(value, "start"), text_at(value, "end"));
            beyond_us |= read.is_none();
            read
        };
        let (period, data_period) = (period("period"), period("dataPeriod"));
        let mut instances = Vec::new();
        for data in list_at(body, "data") {
            match data.get("reference").and_then(|reference| text_at(reference, "reference")) {
                Some(reference) if text_at(data, "meaning") == Some("instance") => {
                    instances.push(reference.to_owned());
                }
                _ => beyond_us = true,
            }
        }
        let concepts = |element: &'static str| list_at(body, element).flat_map(|concept| list_at(concept, "coding"));
        let code = |coding: &Value| text_at(coding, "code").map(str::to_owned);
        // An element that is there but holds nothing readable must not count as absent.
        for element in ["actor", "action", "purpose", "class", "code", "data"] {
            let present = body.get(element).is_some();
            let readable = match element {
                "actor" => list_at(body, "actor").any(|actor| actor.get("reference").is_some()),
                "action" | "code" => concepts_readable(body, element),
                "data" => !instances.is_empty(),
                _ => list_at(body, element).any(|coding| text_at(coding, "code").is_some()),
            };
            beyond_us |= present && !readable;
        }
        Self {
            kind,
            period,
            actors: list_at(body, "actor")
                .filter_map(|actor| text_at(actor.get("reference")?, "reference"))
                .map(str::to_owned)
                .collect(),
            actions: concepts("action").filter_map(code).collect(),
            purposes: list_at(body, "purpose").filter_map(code).collect(),
            classes: list_at(body, "class").filter_map(code).collect(),
            codes: concepts("code")
                .filter_map(|coding| Some((text_at(coding, "system").map(str::to_owned), code(coding)?)))
                .collect(),
            data_period,
            instances,
            beyond_us,
            nested: list_at(body, "provision").map(Self::read).collect(),
        }
    }

    /// `named` tells whether a provision around this one names the actor.
    fn verdict(&self, ask: &Ask<'_>, named: bool) -> Verdict {
        if !self.fits(ask) {
            return Verdict::Nothing;
        }
        let named = named || !self.actors.is_empty();
        let mut nested = Verdict::Nothing;
        for provision in &self.nested {
            match provision.verdict(ask, named) {
                Verdict::Nothing => {}
                Verdict::Permit => nested = Verdict::Permit,
                Verdict::Deny => return Verdict::Deny,
            }
        }
        match (nested, self.kind) {
            (Verdict::Nothing, Kind::Permit) if named => Verdict::Permit,
            (Verdict::Nothing, Kind::Deny) if !self.is_floor() => Verdict::Deny,
            (verdict, _) => verdict,
        }
    }

    /// A denial of everything to everybody: where nothing else is said, it says no more than having no consent does.
    fn is_floor(&self) -> bool {
        self.actors.is_empty()
            && self.actions.is_empty()
            && self.classes.is_empty()
            && self.codes.is_empty()
            && self.instances.is_empty()
            && self.data_period.is_none()
            && !self.beyond_us
    }

    fn fits(&self, ask: &Ask<'_>) -> bool {
        let denies = self.kind == Kind::Deny;
        if self.beyond_us && !denies {
            return false;
        }
        self.period.is_none_or(|period| period.covers(ask.now))
            && (self.actors.is_empty() || self.actors.iter().any(|actor| same_reference(actor, ask.actor)))
            && (self.actions.is_empty() || self.actions.iter().any(|action| means(action, ask.action)))
            && (denies || self.purposes.is_empty() || self.purposes.iter().any(|purpose| suits(purpose, ask.actor)))
            && (self.classes.is_empty() || self.classes.iter().any(|class| class == ask.kind))
            && (self.codes.is_empty() || self.codes.iter().any(|code| has_code(ask.codings, code)))
            && (self.instances.is_empty() || self.instances.iter().any(|it| is_instance(it, ask)))
            && self.data_period.is_none_or(|period| match ask.time {
                Some(time) if denies => period.overlaps(time),
                Some(time) => period.contains(time),
                None => denies,
            })
    }
}

fn concepts_readable(body: &Value, element: &str) -> bool {
    list_at(body, element)
        .flat_map(|concept| list_at(concept, "coding"))
        .any(|coding| text_at(coding, "code").is_some())
}

/// Absolute or relative, with or without a version.
fn same_reference(reference: &str, actor: &str) -> bool {
    let reference = reference.split("/_history/").next().unwrap_or(reference);
    !actor.is_empty() && (reference == actor || reference.strip_suffix(actor).is_some_and(|rest| rest.ends_with('/')))
}

/// Codes of `consentaction`, and the plain words.
fn means(code: &str, action: Action) -> bool {
    match action {
        Action::Read => matches!(code, "access" | "read"),
        Action::Write => matches!(code, "collect" | "correct" | "write"),
    }
}

/// v3-ActReason: family asks for the family, everybody else for treatment.
fn suits(purpose: &str, actor: &str) -> bool {
    match actor.split('/').next() {
        Some("RelatedPerson") => matches!(purpose, "FAMRQT" | "PATRQT"),
        _ => matches!(purpose, "TREAT" | "ETREAT"),
    }
}

fn has_code(codings: &[(String, String)], (system, code): &(Option<String>, String)) -> bool {
    codings
        .iter()
        .any(|(has_system, has_code)| has_code == code && system.as_ref().is_none_or(|system| system == has_system))
}

fn is_instance(reference: &str, ask: &Ask<'_>) -> bool {
    reference.strip_prefix(ask.kind).and_then(|rest| rest.strip_prefix('/')) == Some(ask.id)
}

#[cfg(test)]
mod tests;
