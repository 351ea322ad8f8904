//! Watching over somebody, in words.

use chrono_tz::Tz;

use super::words::Words;
use crate::detect::watch::{Due, PhoneState, Sign, SignState, Watched};
use crate::model::{Millis, Stamp};

/// What is said of one class: its name, and how it stands.
pub type SignText = (String, String);

/// How things stand, ready to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WatchText {
    /// Whether the phone is heard of.
    pub phone: String,
    /// Each class, what is missing first.
    pub signs: Vec<SignText>,
    /// What to do, where anything is missing or the phone is silent.
    pub what_to_do: Option<String>,
    /// What this does not say.
    pub caution: String,
}

/// The words of how things stand with `name`; times are shown as in `zone`.
#[must_use]
pub fn watched(watched: &Watched, name: &str, words: &Words, zone: Tz) -> WatchText {
    let until = watched.known_until.unwrap_or(watched.at);
    let phone = match watched.phone {
        PhoneState::Here => words.get("watch-phone-here"),
        PhoneState::Heard => words.fmt("watch-phone-heard", &[("at", at(until, words, zone).into())]),
        PhoneState::Silent => words.fmt("watch-phone-silent", &[("at", at(until, words, zone).into())]),
        PhoneState::Never => words.get("watch-phone-never"),
    };
    let missing = watched.signs.iter().any(|sign| sign.state == SignState::Missing);
    let asks = missing || watched.phone == PhoneState::Silent;
    WatchText {
        phone,
        signs: watched.signs.iter().map(|sign| (words.data_class(sign.class), line(sign, words, zone))).collect(),
        what_to_do: asks.then(|| words.fmt("watch-what-to-do", &[("name", name.into())])),
        caution: words.get("watch-caution"),
    }
}

fn line(sign: &Sign, words: &Words, zone: Tz) -> String {
    let last = sign.last.map_or_else(String::new, |last| at(last, words, zone));
    match (sign.state, &sign.due) {
        (SignState::Missing, Some(due)) => {
            words.fmt("watch-missing", &[("last", last.into()), ("due", hour(due, words).into())])
        }
        (SignState::Unknown | SignState::Missing, _) => words.fmt("watch-unknown", &[("last", last.into())]),
        (SignState::Usual, _) => words.fmt("watch-usual", &[("last", last.into())]),
        (SignState::Learning, _) => words.fmt("watch-learning", &[("last", last.into())]),
    }
}

fn at(at: Millis, words: &Words, zone: Tz) -> String {
    words.date_time(&Stamp::in_zone(at, zone))
}

/// The end of an hour of a day; the 24th is midnight.
fn hour(due: &Due, words: &Words) -> String {
    let time = format!("{}:00", due.hour);
    words.fmt("date-time", &[("date", words.date(due.day).into()), ("time", time.into())])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::consent::DataClass;
    use crate::text::Lang;
    use std::fmt::Write;

    fn page(lang: Lang) -> String {
        let words = Words::new(lang);
        let name = if lang == Lang::Ja { "花子" } else { "Hanako" };
        let now = Millis(1_776_493_800_000);
        let sign = |class, state, hours: i64, due: Option<u32>| Sign {
            class,
            state,
            last: Some(now.plus(-hours * Millis::HOUR)),
            due: due.map(|hour| Due { day: "2026-04-18".parse().unwrap(), hour }),
        };
        let mut page = String::new();
        for (phone, states) in [
            (PhoneState::Here, [SignState::Usual, SignState::Learning]),
            (PhoneState::Heard, [SignState::Missing, SignState::Usual]),
            (PhoneState::Silent, [SignState::Missing, SignState::Unknown]),
            (PhoneState::Never, [SignState::Unknown, SignState::Unknown]),
        ] {
            let due = |state| (state == SignState::Missing).then_some(9);
            let signs = vec![
                sign(DataClass::Meals, states[0], 26, due(states[0])),
                sign(DataClass::HeartRate, states[1], 3, due(states[1])),
            ];
            let known_until = Some(now.plus(-2 * Millis::HOUR));
            let text = watched(&Watched { at: now, phone, known_until, signs }, name, &words, chrono_tz::Asia::Tokyo);
            writeln!(page, "{}", text.phone).unwrap();
            for (class, line) in text.signs {
                writeln!(page, "{class}: {line}").unwrap();
            }
            writeln!(page, "{}\n{}\n", text.what_to_do.unwrap_or_default(), text.caution).unwrap();
        }
        page
    }

    #[test]
    fn watching_reads_well_in_japanese() {
        insta::assert_snapshot!(page(Lang::Ja));
    }

    #[test]
    fn watching_reads_well_in_english() {
        insta::assert_snapshot!(page(Lang::En));
    }
}
