//! One of a list, as a person types it: by its code or its name in either language, or by a beginning of
//! one that fits nothing else.

use mimamori::text::{Lang, Words, typed};

use crate::app::App;
use crate::failure::Failure;

/// The one of `all` that `text` means.
///
/// # Errors
/// One line that lists what may be typed, when none is meant or more than one.
pub(crate) fn choose<T: Copy>(
    app: &App,
    field: &str,
    text: &str,
    all: &[T],
    code: impl Fn(T) -> String,
    name: impl Fn(&Words, T) -> String,
) -> Result<T, Failure> {
    find(text, all, &code, &name).ok_or_else(|| {
        let choice = |one: &T| match app.lang() {
            Lang::Ja => name(app.words(), *one),
            Lang::En => code(*one).replace('_', "-"),
        };
        let choices: Vec<String> = all.iter().map(choice).collect();
        let args = [
            ("field", app.words().field(field).into()),
            ("choices", choices.join(&app.words().get("list-separator")).into()),
        ];
        Failure::Input(app.words().fmt("cli-choice-unknown", &args))
    })
}

/// The one of `all` that `text` means, if it means one.
pub(crate) fn find<T: Copy>(
    text: &str,
    all: &[T],
    code: &impl Fn(T) -> String,
    name: &impl Fn(&Words, T) -> String,
) -> Option<T> {
    let asked = typed::plain(text).to_lowercase();
    let asked_code = asked.replace(['-', ' '], "_");
    if let Some(one) = all.iter().find(|one| code(**one) == asked_code) {
        return Some(*one);
    }
    if asked.is_empty() {
        return None;
    }
    let named: Vec<(T, [String; 2])> = {
        let words = Lang::ALL.map(Words::new);
        let names = |one: T| words.each_ref().map(|words| typed::plain(&name(words, one)).to_lowercase());
        all.iter().map(|one| (*one, names(*one))).collect()
    };
    if let Some((one, _)) = named.iter().find(|(_, names)| names.contains(&asked)) {
        return Some(*one);
    }
    let mut near = named.iter().filter(|(one, names)| {
        code(*one).starts_with(&asked_code) || names.iter().any(|name| name.starts_with(&asked))
    });
    match (near.next(), near.next()) {
        (Some((one, _)), None) => Some(*one),
        _ => None,
    }
}
