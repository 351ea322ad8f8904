//! Suggestions, trends, and what went together, in words.

use super::number;
use super::words::Words;
use crate::care::followed::{Factor, Followed, Together};
use crate::care::suggest::{Kind, Suggestion};
use crate::detect::trend::Trend;
use crate::model::quantity::Unit;

/// The words of one suggestion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SuggestionText {
    /// What to do.
    pub title: String,
    /// Why, in the person's own numbers.
    pub reason: String,
    /// Where the goal is from.
    pub source: String,
}

/// The words of `suggestion`.
#[must_use]
pub fn suggestion(suggestion: &Suggestion, words: &Words) -> SuggestionText {
    let Suggestion { kind, value, goal, unit, days } = *suggestion;
    let part = |part: &str| format!("suggest-{}-{part}", kind.code());
    let shown = |value: f64| match (kind, unit) {
        (Kind::SleepLonger, _) => words.duration(whole(value)),
        // Grams of a day's salt are told to the tenth.
        (Kind::LessSalt | Kind::MoreVegetables, _) => words.quantity(value, Unit::Gram),
        _ => words.quantity(value, unit),
    };
    let reason = words
        .fmt(&part("reason"), &[("value", shown(value).into()), ("goal", shown(goal).into()), ("days", days.into())]);
    SuggestionText { title: words.get(&part("title")), reason, source: words.get(&part("source")) }
}

impl Words {
    /// The name of what is followed.
    #[must_use]
    pub fn followed(&self, followed: Followed) -> String {
        self.get(match followed {
            Followed::Weight => "followed-weight",
            Followed::MorningPressure => "followed-morning-pressure",
            Followed::Sleep => "followed-sleep",
            Followed::Steps => "followed-steps",
            Followed::RestingHeartRate => "followed-resting-heart-rate",
        })
    }

    /// Where a value is going, and on how much that rests.
    #[must_use]
    pub fn trend(&self, followed: Followed, trend: &Trend) -> (String, String) {
        let signed = |value: f64| followed_value(followed, value, self);
        let clear = match trend.per_week {
            _ if !trend.is_clear() => "none",
            slope if slope > 0.0 => "up",
            slope if slope < 0.0 => "down",
            _ => "none",
        };
        let line = self.fmt(
            "trend-line",
            &[
                ("clear", clear.into()),
                ("change", followed_value(followed, trend.per_week.abs(), self).into()),
                ("low", signed(trend.low).into()),
                ("high", signed(trend.high).into()),
            ],
        );
        let days = [("days", trend.days.into()), ("middle", followed_value(followed, trend.middle, self).into())];
        (line, self.fmt("trend-days", &days))
    }

    /// What tended to go together.
    #[must_use]
    pub fn together(&self, together: &Together) -> String {
        let factor = match &together.factor {
            Factor::Habit(name) => self.fmt("factor-habit", &[("name", name.into())]),
            Factor::LateDinner => self.get("factor-late-dinner"),
        };
        let difference = together.contrast.difference;
        self.fmt(
            "together-line",
            &[
                ("factor", factor.into()),
                ("value", self.followed(together.value).into()),
                ("change", followed_value(together.value, difference.abs(), self).into()),
                ("way", if difference > 0.0 { "higher" } else { "lower" }.into()),
                ("pairs", together.contrast.pairs.into()),
            ],
        )
    }
}

/// A difference or a middle of what is followed: weights and rates to the tenth, because a week's
/// change is a fraction of what a day shows.
fn followed_value(followed: Followed, value: f64, words: &Words) -> String {
    let places = usize::from(followed != Followed::Steps && followed != Followed::Sleep);
    words.with_unit(number::decimal(value, places), &words.unit(followed.unit()))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to a day")]
fn whole(minutes: f64) -> u32 {
    minutes.round().clamp(0.0, 1_440.0) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::together::Contrast;
    use crate::text::Lang;
    use std::fmt::Write;

    /// Every suggestion, trend and contrast as it is read.
    fn all(lang: Lang) -> String {
        let words = Words::new(lang);
        let mut page = String::new();
        for (kind, value, goal, unit) in [
            (Kind::RestToday, 6.4, 0.0, Unit::PerMinute),
            (Kind::MeasurePressure, 2.0, 5.0, Unit::One),
            (Kind::SleepLonger, 331.0, 360.0, Unit::Minute),
            (Kind::WalkMore, 4_210.0, 6_000.0, Unit::Steps),
            (Kind::LessSalt, 10.4, 6.5, Unit::Gram),
            (Kind::MoreVegetables, 11.2, 18.0, Unit::Gram),
            (Kind::EarlierDinner, 4.0, 0.0, Unit::One),
        ] {
            let text = suggestion(&Suggestion { kind, value, goal, unit, days: 6 }, &words);
            writeln!(page, "{}\n{}\n{}\n", text.title, text.reason, text.source).unwrap();
        }
        let days: Vec<_> =
            (0..28).map(|n| ("2026-03-01".parse::<crate::model::LocalDay>().unwrap().plus_days(n), n)).collect();
        for (followed, from, step) in [
            (Followed::Weight, 60.0, 0.05),
            (Followed::MorningPressure, 140.0, -0.2),
            (Followed::Sleep, 400.0, 0.0),
            (Followed::Steps, 4_000.0, 40.0),
            (Followed::RestingHeartRate, 60.0, 0.0),
        ] {
            let values: Vec<_> = days.iter().map(|(day, n)| (*day, from + step * *n as f64)).collect();
            let (line, rest) = words.trend(followed, &Trend::of(&values).unwrap());
            writeln!(page, "{}: {line} ({rest})", words.followed(followed)).unwrap();
        }
        for (factor, value, difference) in [
            (Factor::Habit("散歩".to_owned()), Followed::Sleep, 24.0),
            (Factor::LateDinner, Followed::RestingHeartRate, 2.3),
            (Factor::LateDinner, Followed::Steps, -812.0),
        ] {
            let contrast = Contrast { pairs: 14, with: 0.0, without: 0.0, difference, p: 0.01 };
            writeln!(page, "{}", words.together(&Together { factor, value, contrast })).unwrap();
        }
        writeln!(page, "{}", words.get("together-caution")).unwrap();
        page
    }

    #[test]
    fn advice_reads_well_in_japanese() {
        insta::assert_snapshot!(all(Lang::Ja));
    }

    #[test]
    fn advice_reads_well_in_english() {
        insta::assert_snapshot!(all(Lang::En));
    }
}
