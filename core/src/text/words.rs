//! The messages of one language.

use std::borrow::Cow;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

use super::lang::Lang;
use super::number;

/// Every file of messages: its name, and its text in both languages.
macro_rules! files {
    ($($name:literal),+ $(,)?) => {
        const JA: &[&str] = &[$(include_str!(concat!("ja/", $name, ".ftl"))),+];
        const EN: &[&str] = &[$(include_str!(concat!("en/", $name, ".ftl"))),+];
    };
}

files!(
    "units",
    "names",
    "record",
    "dates",
    "habits",
    "findings",
    "advice",
    "clinical",
    "consents",
    "chart",
    "page",
    "cli",
    "hand",
    "device",
    "keeping",
    "demo",
    "errors",
    "platforms",
    "watch",
    "foods"
);

/// The source text of the messages in `lang`.
pub(super) const fn sources(lang: Lang) -> &'static [&'static str] {
    match lang {
        Lang::Ja => JA,
        Lang::En => EN,
    }
}

/// The messages of one language. Made once and shared: `Send + Sync`.
pub struct Words {
    lang: Lang,
    bundle: FluentBundle<FluentResource>,
}

/// What a message's variable holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Arg<'a> {
    /// Shown as it is.
    Text(Cow<'a, str>),
    /// A whole number; the message may choose its words by it.
    Count(i64),
}

impl<'a> From<&'a str> for Arg<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl<'a> From<&'a String> for Arg<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Arg<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl From<i64> for Arg<'_> {
    fn from(count: i64) -> Self {
        Self::Count(count)
    }
}

impl From<u32> for Arg<'_> {
    fn from(count: u32) -> Self {
        Self::Count(i64::from(count))
    }
}

impl From<usize> for Arg<'_> {
    fn from(count: usize) -> Self {
        Self::Count(i64::try_from(count).unwrap_or(i64::MAX))
    }
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Words").field("lang", &self.lang).finish_non_exhaustive()
    }
}

impl Words {
    /// The messages of `lang`.
    #[must_use]
    pub fn new(lang: Lang) -> Self {
        let language = lang.tag().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![language]);
        // Isolation marks are for mixing writing directions, which these two languages never do.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(|value, _| match value {
            FluentValue::Number(n) => Some(number::grouped(n.value)),
            _ => None,
        }));
        for source in sources(lang) {
            // What cannot be parsed is left out and shows up as a missing message; tests parse strictly.
            let resource = match FluentResource::try_new((*source).to_owned()) {
                Ok(whole) => whole,
                Err((readable, _)) => readable,
            };
            bundle.add_resource_overriding(resource);
        }
        Self { lang, bundle }
    }

    /// The language.
    #[must_use]
    pub const fn lang(&self) -> Lang {
        self.lang
    }

    /// The message `id`, which has no variables.
    #[must_use]
    pub fn get(&self, id: &str) -> String {
        self.fmt(id, &[])
    }

    /// The message `id` with its variables filled in. A message that does not exist is a mistake in
    /// the program: tests stop at it, and a person sees its name.
    #[must_use]
    pub fn fmt(&self, id: &str, args: &[(&str, Arg<'_>)]) -> String {
        let text = self.find(id, args);
        debug_assert!(text.is_some(), "no message `{id}` in {:?}, or a variable of it is missing", self.lang);
        text.unwrap_or_else(|| id.to_owned())
    }

    /// The message `id` if there is one and all its variables are given.
    pub(super) fn find(&self, id: &str, args: &[(&str, Arg<'_>)]) -> Option<String> {
        let pattern = self.bundle.get_message(id)?.value()?;
        let args: FluentArgs<'_> = args
            .iter()
            .map(|(name, arg)| {
                let value = match arg {
                    Arg::Text(text) => FluentValue::from(text.as_ref()),
                    Arg::Count(n) => FluentValue::from(*n),
                };
                (*name, value)
            })
            .collect();
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(&args), &mut errors).into_owned();
        errors.is_empty().then_some(text)
    }
}
