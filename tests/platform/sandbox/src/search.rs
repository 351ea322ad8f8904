//! Search: the query string as conditions, in SQL for the database and on index entries for scopes that narrow.

use rusqlite::types::Value as Sql;

use crate::config::Limits;
use crate::index::{self, IndexEntry, ParameterKind};
use crate::instant::Interval;
use crate::outcome::Outcome;
use crate::percent;

/// One parameter: any of its alternatives must hold.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Filter {
    name: &'static str,
    any: Vec<Test>,
}

#[derive(Debug, Clone, PartialEq)]
enum Test {
    Id(String),
    Updated(Prefix, Interval),
    Date(Prefix, Interval),
    /// `system` is `None` when any will do, and empty when there must be none.
    Token {
        system: Option<String>,
        code: Option<String>,
    },
    Reference(String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Prefix {
    Equal,
    NotEqual,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
    StartsAfter,
    EndsBefore,
}

/// Order of the results. Ties are broken by the order of writing, so pages neither lose nor repeat a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sort {
    Updated,
    UpdatedDescending,
    Date,
    DateDescending,
}

/// The last resource of the page before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cursor {
    pub(crate) date: i64,
    pub(crate) seq: i64,
}

/// A search as understood.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Search {
    pub(crate) kind: String,
    pub(crate) filters: Vec<Filter>,
    pub(crate) sort: Sort,
    pub(crate) count: usize,
    pub(crate) count_only: bool,
    pub(crate) total: bool,
    pub(crate) cursor: Option<Cursor>,
    /// The parameters that were used, for the `self` and `next` links.
    used: Vec<(String, String)>,
    /// Whether a parameter was left out.
    pub(crate) left_out: bool,
}

impl Search {
    /// Reads a query. Unknown parameters are an error when `strict`, and left out otherwise.
    pub(crate) fn parse(
        kind: &str,
        query: &[(String, String)],
        strict: bool,
        base: &str,
        limits: &Limits,
    ) -> Result<Self, Outcome> {
        if query.len() > limits.search_terms {
            return Err(Outcome::too_large("too many search parameters"));
        }
        let mut search = Self {
            kind: kind.to_owned(),
            filters: Vec::new(),
            sort: Sort::Updated,
            count: limits.default_page,
            count_only: false,
            total: false,
            cursor: None,
            used: Vec::new(),
            left_out: false,
        };
        for (name, value) in query {
            if !search.read(name, value, strict, base, limits)? {
                search.left_out = true;
            } else if name != "_cursor" {
                search.used.push((name.clone(), value.clone()));
            }
        }
        Ok(search)
    }

    /// Whether the parameter was understood.
    fn read(&mut self, name: &str, value: &str, strict: bool, base: &str, limits: &Limits) -> Result<bool, Outcome> {
        match name {
            "_count" => {
                let asked: usize = value.parse().map_err(|_| Outcome::invalid("_count is not a number"))?;
                if asked == 0 {
                    self.count_only = true;
                } else {
                    self.count = asked.min(limits.page_entries);
                }
            }
            "_summary" if value == "count" => self.count_only = true,
            "_summary" if value == "false" => {}
            "_total" => self.total = value != "none",
            "_sort" => match self.sort_by(value) {
                Some(sort) => self.sort = sort,
                None => return unknown(strict, "this _sort is not supported"),
            },
            "_cursor" => {
                self.cursor = Some(Cursor::parse(value).ok_or_else(|| Outcome::invalid("the page link is damaged"))?);
            }
            "_format" | "_pretty" => {}
            _ => {
                let (plain, modifier) = name.split_once(':').map_or((name, None), |(plain, rest)| (plain, Some(rest)));
                let Some((known, kind_of)) = self.known(plain) else {
                    return unknown(strict, format!("{} has no such search parameter", self.kind));
                };
                match modifier {
                    None => {}
                    Some("Patient") if kind_of == Some(ParameterKind::Reference) => {}
                    Some(_) => {
                        return Err(Outcome::not_supported("this search modifier is not supported"));
                    }
                }
                let filter = Filter::parse(known, kind_of, value, base, limits)?;
                self.filters.push(filter);
            }
        }
        Ok(true)
    }

    fn known(&self, name: &str) -> Option<(&'static str, Option<ParameterKind>)> {
        match name {
            "_id" => Some(("_id", None)),
            "_lastUpdated" => Some(("_lastUpdated", None)),
            _ => index::parameter(&self.kind, name).map(|(name, kind)| (name, Some(kind))),
        }
    }

    fn sort_by(&self, value: &str) -> Option<Sort> {
        let (name, descending) = value.strip_prefix('-').map_or((value, false), |name| (name, true));
        if name == "_lastUpdated" {
            Some(if descending { Sort::UpdatedDescending } else { Sort::Updated })
        } else if Some(name) == index::date_parameter(&self.kind) {
            Some(if descending { Sort::DateDescending } else { Sort::Date })
        } else {
            None
        }
    }

    /// Whether the search says itself about which patient it is.
    pub(crate) fn names_a_patient(&self) -> bool {
        self.filters.iter().any(|filter| matches!(filter.name, "patient" | "subject" | "composition.patient" | "_id"))
    }

    /// The condition, the order and the values, for [`crate::store::Store::select`].
    pub(crate) fn sql(&self) -> (String, &'static str, Vec<Sql>) {
        let mut values = vec![Sql::Text(self.kind.clone())];
        let mut condition = "r.kind = ?".to_owned();
        for filter in &self.filters {
            condition.push_str(" AND (");
            for (at, test) in filter.any.iter().enumerate() {
                if at > 0 {
                    condition.push_str(" OR ");
                }
                test.sql(filter.name, &mut condition, &mut values);
            }
            condition.push(')');
        }
        if let Some(cursor) = self.cursor {
            let (text, cursor_values) = match self.sort {
                Sort::Updated => (" AND r.seq > ?", vec![cursor.seq]),
                Sort::UpdatedDescending => (" AND r.seq < ?", vec![cursor.seq]),
                Sort::Date => (" AND (r.date_from, r.seq) > (?, ?)", vec![cursor.date, cursor.seq]),
                Sort::DateDescending => (" AND (r.date_from, r.seq) < (?, ?)", vec![cursor.date, cursor.seq]),
            };
            condition.push_str(text);
            values.extend(cursor_values.into_iter().map(Sql::Integer));
        }
        let order = match self.sort {
            Sort::Updated => "r.seq",
            Sort::UpdatedDescending => "r.seq DESC",
            Sort::Date => "r.date_from, r.seq",
            Sort::DateDescending => "r.date_from DESC, r.seq DESC",
        };
        (condition, order, values)
    }

    /// The query string of this search, from the start or from `cursor` on.
    pub(crate) fn link(&self, cursor: Option<Cursor>) -> String {
        let cursor = cursor.map(|cursor| format!("{}.{}", cursor.date, cursor.seq));
        let used = self.used.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        percent::write_pairs(used.chain(cursor.as_deref().map(|cursor| ("_cursor", cursor))))
    }
}

impl Cursor {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (date, seq) = text.split_once('.')?;
        Some(Self { date: date.parse().ok()?, seq: seq.parse().ok()? })
    }
}

impl Filter {
    /// A filter as it stands in a SMART scope (`category=system|code`); `None` if it is not understood.
    pub(crate) fn for_scope(kind: &str, name: &str, value: &str) -> Option<Self> {
        let (known, kind_of) = index::parameter(kind, name)?;
        Self::parse(known, Some(kind_of), value, "", &Limits::default()).ok()
    }

    fn parse(
        name: &'static str,
        kind: Option<ParameterKind>,
        value: &str,
        base: &str,
        limits: &Limits,
    ) -> Result<Self, Outcome> {
        let alternatives: Vec<&str> = value.split(',').collect();
        if alternatives.len() > limits.search_terms {
            return Err(Outcome::too_large("too many alternatives in a search parameter"));
        }
        let mut any = Vec::with_capacity(alternatives.len());
        for text in alternatives {
            any.push(match (name, kind) {
                ("_id", _) => Test::Id(text.to_owned()),
                ("_lastUpdated", _) => {
                    let (prefix, interval) = parse_date(text)?;
                    Test::Updated(prefix, interval)
                }
                (_, Some(ParameterKind::Date)) => {
                    let (prefix, interval) = parse_date(text)?;
                    Test::Date(prefix, interval)
                }
                (_, Some(ParameterKind::Reference)) => Test::Reference(relative_reference(name, text, base)),
                _ => parse_token(text),
            });
        }
        Ok(Self { name, any })
    }

    /// Whether the index entries of a resource satisfy this filter. Only for filters made by [`Filter::for_scope`].
    pub(crate) fn matches(&self, entries: &[IndexEntry]) -> bool {
        entries.iter().filter(|entry| entry.name == self.name).any(|entry| {
            self.any.iter().any(|test| match test {
                Test::Token { system, code } => {
                    system.as_ref().is_none_or(|system| *system == entry.system)
                        && code.as_ref().is_none_or(|code| *code == entry.value)
                }
                Test::Reference(reference) => *reference == entry.value,
                Test::Date(prefix, interval) => entry.interval.is_some_and(|value| prefix.holds(value, *interval)),
                Test::Id(_) | Test::Updated(..) => false,
            })
        })
    }
}

impl Test {
    fn sql(&self, name: &'static str, condition: &mut String, values: &mut Vec<Sql>) {
        match self {
            Self::Id(id) => {
                condition.push_str("r.id = ?");
                values.push(Sql::Text(id.clone()));
            }
            Self::Updated(prefix, interval) => {
                prefix.sql("r.at", "(r.at + 1)", *interval, condition, values);
            }
            Self::Date(prefix, interval) => {
                condition.push_str("r.seq IN (SELECT seq FROM search WHERE name = ? AND value = '' AND ");
                values.push(Sql::Text(name.to_owned()));
                prefix.sql("date_from", "date_to", *interval, condition, values);
                condition.push(')');
            }
            Self::Token { system, code } => {
                condition.push_str("r.seq IN (SELECT seq FROM search WHERE name = ?");
                values.push(Sql::Text(name.to_owned()));
                if let Some(code) = code {
                    condition.push_str(" AND value = ?");
                    values.push(Sql::Text(code.clone()));
                }
                if let Some(system) = system {
                    condition.push_str(" AND system = ?");
                    values.push(Sql::Text(system.clone()));
                }
                condition.push(')');
            }
            Self::Reference(reference) => {
                condition.push_str("r.seq IN (SELECT seq FROM search WHERE name = ? AND value = ?)");
                values.push(Sql::Text(name.to_owned()));
                values.push(Sql::Text(reference.clone()));
            }
        }
    }
}

impl Prefix {
    /// R4, 3.1.1.4.5: how the interval of a value `[a, b)` compares with that of the parameter `[p, q)`.
    fn holds(self, value: Interval, asked: Interval) -> bool {
        let inside = asked.contains(value);
        match self {
            Self::Equal => inside,
            Self::NotEqual => !inside,
            Self::Greater => value.to > asked.to,
            Self::GreaterOrEqual => value.to > asked.to || inside || value.overlaps(asked),
            Self::Less => value.from < asked.from,
            Self::LessOrEqual => value.from < asked.from || inside || value.overlaps(asked),
            Self::StartsAfter => value.from >= asked.to,
            Self::EndsBefore => value.to <= asked.from,
        }
    }

    fn sql(self, from: &str, to: &str, asked: Interval, condition: &mut String, values: &mut Vec<Sql>) {
        // The same as `holds`; ge and le shorten because an overlap or more is "ends after the start asked for".
        let (text, with) = match self {
            Self::Equal => (format!("({from} >= ? AND {to} <= ?)"), vec![asked.from, asked.to]),
            Self::NotEqual => (format!("NOT ({from} >= ? AND {to} <= ?)"), vec![asked.from, asked.to]),
            Self::Greater => (format!("{to} > ?"), vec![asked.to]),
            Self::GreaterOrEqual => (format!("{to} > ?"), vec![asked.from]),
            Self::Less => (format!("{from} < ?"), vec![asked.from]),
            Self::LessOrEqual => (format!("{from} < ?"), vec![asked.to]),
            Self::StartsAfter => (format!("{from} >= ?"), vec![asked.to]),
            Self::EndsBefore => (format!("{to} <= ?"), vec![asked.from]),
        };
        condition.push_str(&text);
        values.extend(with.into_iter().map(Sql::Integer));
    }
}

fn parse_date(text: &str) -> Result<(Prefix, Interval), Outcome> {
    let prefixes = [
        ("eq", Prefix::Equal),
        ("ne", Prefix::NotEqual),
        ("gt", Prefix::Greater),
        ("ge", Prefix::GreaterOrEqual),
        ("lt", Prefix::Less),
        ("le", Prefix::LessOrEqual),
        ("sa", Prefix::StartsAfter),
        ("eb", Prefix::EndsBefore),
    ];
    let (prefix, date) = prefixes
        .into_iter()
        .find_map(|(word, prefix)| Some((prefix, text.strip_prefix(word)?)))
        .unwrap_or((Prefix::Equal, text));
    // A client that forgot to encode `+09:00` sends a space; servers read that kindly.
    let interval = Interval::parse(&date.replace(' ', "+"))
        .ok_or_else(|| Outcome::invalid("a date in the search is not a FHIR date"))?;
    Ok((prefix, interval))
}

fn parse_token(text: &str) -> Test {
    match text.split_once('|') {
        None => Test::Token { system: None, code: Some(text.to_owned()) },
        Some((system, code)) => {
            Test::Token { system: Some(system.to_owned()), code: (!code.is_empty()).then(|| code.to_owned()) }
        }
    }
}

fn relative_reference(name: &str, text: &str, base: &str) -> String {
    let text = text.strip_prefix(base).map_or(text, |rest| rest.trim_start_matches('/'));
    if text.contains('/') || name == "target" { text.to_owned() } else { format!("Patient/{text}") }
}

fn unknown(strict: bool, text: impl Into<String>) -> Result<bool, Outcome> {
    if strict { Err(Outcome::not_supported(text)) } else { Ok(false) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::Connection;

    fn search(query: &str) -> Result<Search, Outcome> {
        Search::parse("Observation", &percent::parse_pairs(query), false, "http://x/fhir", &Limits::default())
    }

    #[test]
    fn sql_and_memory_agree_on_every_prefix() {
        let database = Connection::open_in_memory().unwrap();
        let asked = Interval { from: 10, to: 20 };
        let prefixes = [
            Prefix::Equal,
            Prefix::NotEqual,
            Prefix::Greater,
            Prefix::GreaterOrEqual,
            Prefix::Less,
            Prefix::LessOrEqual,
            Prefix::StartsAfter,
            Prefix::EndsBefore,
        ];
        for prefix in prefixes {
            for from in 5..25_i64 {
                for to in from + 1..26 {
                    let (mut text, mut values) = (String::new(), Vec::new());
                    prefix.sql(&from.to_string(), &to.to_string(), asked, &mut text, &mut values);
                    let by_sql: bool = database
                        .query_row(&format!("SELECT {text}"), rusqlite::params_from_iter(values), |row| row.get(0))
                        .unwrap();
                    assert_eq!(by_sql, prefix.holds(Interval { from, to }, asked), "{prefix:?} [{from},{to})");
                }
            }
        }
    }

    #[test]
    fn unknown_parameters_are_left_out_of_the_link_and_refused_when_strict() {
        let lenient = search("code=8867-4&colour=red").unwrap();
        assert_eq!(lenient.link(None), "code=8867-4");
        let strict = Search::parse("Observation", &percent::parse_pairs("colour=red"), true, "", &Limits::default());
        assert_eq!(strict.unwrap_err().status, 400);
    }

    #[test]
    fn a_modifier_that_is_not_understood_is_refused_even_when_lenient() {
        assert_eq!(search("code:not=8867-4").unwrap_err().status, 400);
    }

    #[test]
    fn too_many_alternatives_are_refused() {
        let many = vec!["a"; 1000].join(",");
        assert_eq!(search(&format!("code={many}")).unwrap_err().status, 413);
    }
}
