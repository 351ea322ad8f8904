//! SMART App Launch 2 scopes: `patient/Observation.rs?category=vital-signs`; the words of version 1 are read too.

use super::consent::Action;
use crate::index::IndexEntry;
use crate::percent;
use crate::search::Filter;

/// Whose records a scope is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Context {
    Patient,
    User,
    System,
}

/// One letter of `cruds`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Right {
    Create,
    Read,
    Update,
    Delete,
    Search,
}

impl Right {
    pub(crate) fn action(self) -> Action {
        match self {
            Self::Read | Self::Search => Action::Read,
            Self::Create | Self::Update | Self::Delete => Action::Write,
        }
    }

    fn letter(self) -> char {
        match self {
            Self::Create => 'c',
            Self::Read => 'r',
            Self::Update => 'u',
            Self::Delete => 'd',
            Self::Search => 's',
        }
    }
}

/// One scope on resources.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Scope {
    pub(crate) context: Context,
    /// Resource type, or `*`.
    kind: String,
    letters: String,
    /// All must hold for a resource to be covered.
    narrowing: Vec<Filter>,
    /// The same, as it is written.
    query: String,
}

impl Scope {
    /// The resource scopes of a space-separated list. A scope that is not understood grants nothing.
    pub(crate) fn parse_all(text: &str) -> Vec<Self> {
        text.split_whitespace().filter_map(Self::parse).collect()
    }

    fn parse(text: &str) -> Option<Self> {
        let (head, query) = text.split_once('?').map_or((text, ""), |(head, query)| (head, query));
        let (context, rest) = head.split_once('/')?;
        let context = match context {
            "patient" => Context::Patient,
            "user" => Context::User,
            "system" => Context::System,
            _ => return None,
        };
        let (kind, rights) = rest.split_once('.')?;
        let letters = match rights {
            "*" => "cruds",
            "read" => "rs",
            "write" => "cud",
            letters => letters,
        };
        // In version 2 the letters are a subset of "cruds", in that order.
        let mut expected = "cruds".chars();
        if letters.is_empty() || !letters.chars().all(|letter| expected.any(|next| next == letter)) {
            return None;
        }
        let mut narrowing = Vec::new();
        for (name, value) in percent::parse_pairs(query) {
            narrowing.push(Filter::for_scope(kind, &name, &value)?);
        }
        Some(Self { context, kind: kind.to_owned(), letters: letters.to_owned(), narrowing, query: query.to_owned() })
    }

    /// What this scope gives of what `asked` asks for; `None` where that is nothing.
    pub(crate) fn within(&self, asked: &Self) -> Option<String> {
        if asked.context != Context::Patient || !(asked.kind == "*" || asked.kind == self.kind || self.kind == "*") {
            return None;
        }
        let kind = if self.kind == "*" { &asked.kind } else { &self.kind };
        let letters: String = self.letters.chars().filter(|letter| asked.letters.contains(*letter)).collect();
        let parts = [self.query.as_str(), asked.query.as_str()];
        let query = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("&");
        let mark = if query.is_empty() { "" } else { "?" };
        (!letters.is_empty()).then(|| format!("patient/{kind}.{letters}{mark}{query}"))
    }

    /// Whether the scope covers the type at all, whatever it is narrowed to.
    pub(crate) fn covers(&self, kind: &str, right: Right) -> bool {
        (self.kind == "*" || self.kind == kind) && self.letters.contains(right.letter())
    }

    /// Whether the resource with these index entries is inside of what the scope is narrowed to.
    pub(crate) fn admits(&self, entries: &[IndexEntry]) -> bool {
        self.narrowing.iter().all(|filter| filter.matches(entries))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index;
    use serde_json::json;

    fn covers(scope: &str, kind: &str, right: Right) -> bool {
        Scope::parse_all(scope).iter().any(|scope| scope.covers(kind, right))
    }

    #[test]
    fn letters_and_the_words_of_version_one_are_read() {
        assert!(covers("patient/Observation.rs", "Observation", Right::Search));
        assert!(!covers("patient/Observation.rs", "Observation", Right::Create));
        assert!(!covers("patient/Observation.rs", "Condition", Right::Read));
        assert!(covers("user/*.read", "Condition", Right::Read));
        assert!(!covers("user/*.read", "Condition", Right::Delete));
        assert!(covers("openid patient/*.* offline_access", "Goal", Right::Delete));
    }

    #[test]
    fn a_scope_that_is_not_understood_grants_nothing() {
        for scope in [
            "patient/Observation.sr",
            "patient/Observation.",
            "patient/Observation",
            "admin/Observation.rs",
            "patient/Observation.rs?colour=red",
            "patient/*.rs?category=vital-signs",
        ] {
            assert!(!covers(scope, "Observation", Right::Read), "{scope}");
        }
    }

    #[test]
    fn a_narrowed_scope_admits_only_its_category() {
        let scopes = Scope::parse_all("patient/Observation.rs?category=http://x|vital-signs");
        let of = |code: &str| {
            let body = json!({ "category": [{ "coding": [{ "system": "http://x", "code": code }] }] });
            scopes[0].admits(&index::entries("Observation", &body))
        };
        assert!(of("vital-signs"));
        assert!(!of("social-history"));
    }
}
