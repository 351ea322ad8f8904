//! Habits as a person reads them.

use super::number;
use super::words::Words;
use crate::model::LocalDay;
use crate::model::habit::{Goal, Habit, Preset, Schedule};
use crate::model::view::HabitRow;

impl Words {
    /// The habit's name: the person's own, or that of the preset it was chosen from.
    #[must_use]
    pub fn habit(&self, habit: &Habit) -> String {
        match habit.preset {
            Some(preset) if habit.name == preset.code() => self.preset(preset),
            _ => habit.name.clone(),
        }
    }

    /// A habit of the list.
    #[must_use]
    pub fn preset(&self, preset: Preset) -> String {
        self.get(match preset {
            Preset::Walk => "preset-walk",
            Preset::Sleep => "preset-sleep",
            Preset::Medicine => "preset-medicine",
            Preset::Alcohol => "preset-alcohol",
            Preset::Tobacco => "preset-tobacco",
            Preset::Water => "preset-water",
            Preset::Toothbrush => "preset-toothbrush",
            Preset::Bowel => "preset-bowel",
            Preset::Mood => "preset-mood",
        })
    }

    /// What counts as done: `30 min`, `at most 2 drinks`, `done or not`.
    #[must_use]
    pub fn goal(&self, goal: &Goal) -> String {
        match goal {
            Goal::YesNo => self.get("goal-yes-no"),
            Goal::Count { at_least, unit } => {
                self.fmt("goal-at-least", &[("amount", self.habit_amount(f64::from(*at_least), unit).into())])
            }
            Goal::Amount { at_least, unit } => {
                self.fmt("goal-at-least", &[("amount", self.habit_amount(*at_least, unit).into())])
            }
            Goal::AtMost { at_most, .. } if *at_most == 0.0 => self.get("goal-none"),
            Goal::AtMost { at_most, unit } => {
                self.fmt("goal-at-most", &[("amount", self.habit_amount(*at_most, unit).into())])
            }
            Goal::Rating { most } => self.fmt("goal-rating", &[("most", i64::from(*most).into())]),
        }
    }

    /// An amount in the habit's unit: `3 glasses`, `2.5 km`.
    #[must_use]
    pub fn habit_amount(&self, amount: f64, unit: &str) -> String {
        let number = number::as_reported(amount);
        let worded = match unit {
            "{minutes}" => "unit-habit-minutes",
            "{hours}" => "unit-habit-hours",
            "{drinks}" => "unit-habit-drinks",
            "{cigarettes}" => "unit-habit-cigarettes",
            "{glasses}" => "unit-habit-glasses",
            "{times}" => "unit-habit-times",
            "" => return number,
            own => return self.fmt("amount-with-unit", &[("number", number.into()), ("unit", own.into())]),
        };
        // One is told apart from many only where it is exactly one.
        let count = if (amount - 1.0).abs() < f64::EPSILON { 1_i64 } else { 2 };
        self.fmt(worded, &[("number", number.into()), ("count", count.into())])
    }

    /// When a habit is due.
    #[must_use]
    pub fn schedule(&self, schedule: &Schedule) -> String {
        match schedule {
            Schedule::Daily => self.get("schedule-daily"),
            Schedule::TimesAWeek(n) => self.fmt("schedule-times-a-week", &[("times", u32::from(*n).into())]),
            Schedule::Weekdays(days) => {
                let mut days = days.clone();
                days.sort_by_key(chrono::Weekday::num_days_from_monday);
                let names: Vec<String> = days.iter().map(|day| self.weekday(*day)).collect();
                names.join(&self.get("list-separator"))
            }
        }
    }

    /// How strong a habit is: `47%`.
    #[must_use]
    pub fn score(&self, score: f64) -> String {
        format!("{}%", number::grouped(score.clamp(0.0, 1.0) * 100.0))
    }

    /// What there is to say of a habit on a day: what was noted, whether it is kept, for how long
    /// already and how strong it is.
    #[must_use]
    pub fn habit_state(&self, row: &HabitRow, day: LocalDay) -> Vec<String> {
        let habit = &row.habit;
        if habit.rests_on(day) && !row.noted {
            let id =
                if habit.archived.is_some_and(|archived| archived <= day) { "habit-archived" } else { "habit-paused" };
            return vec![self.get(id)];
        }
        let mut said = Vec::new();
        if row.noted {
            match &habit.goal {
                Goal::YesNo => {}
                Goal::Rating { most } => said.push(format!("{}/{most}", number::as_reported(row.amount))),
                goal => said.push(self.habit_amount(row.amount, goal.unit())),
            }
        }
        said.push(self.get(match (habit.goal.is_limit(), row.done) {
            (true, true) => "habit-within",
            (true, false) => "habit-over",
            (false, true) => "habit-done",
            (false, false) => "habit-open",
        }));
        if row.streak > 1 {
            let id = if habit.schedule == Schedule::Daily { "habit-streak-days" } else { "habit-streak-times" };
            said.push(self.fmt(id, &[("count", row.streak.into())]));
        }
        said.push(self.fmt("habit-score", &[("score", self.score(row.score).into())]));
        said
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

    #[test]
    fn a_habit_is_worded_in_the_reader_s_language_until_it_is_renamed() {
        let (ja, en) = (Words::new(Lang::Ja), Words::new(Lang::En));
        let mut walk = Habit::of_preset(Preset::Walk);
        assert_eq!((ja.habit(&walk), en.habit(&walk)), ("歩く".to_owned(), "Walking".to_owned()));
        assert_eq!((ja.goal(&walk.goal), en.goal(&walk.goal)), ("30分以上".to_owned(), "at least 30 min".to_owned()));
        walk.name = "犬の散歩".to_owned();
        assert_eq!(en.habit(&walk), "犬の散歩");
    }

    #[test]
    fn every_preset_and_its_goal_have_words() {
        for lang in Lang::ALL {
            let words = Words::new(lang);
            for preset in Preset::ALL {
                let habit = Habit::of_preset(preset);
                assert_ne!(words.habit(&habit), preset.code());
                assert!(!words.goal(&habit.goal).contains('{'), "{}", words.goal(&habit.goal));
            }
        }
    }

    #[test]
    fn amounts_take_the_unit_s_own_number() {
        let en = Words::new(Lang::En);
        assert_eq!(en.habit_amount(1.0, "{drinks}"), "1 drink");
        assert_eq!(en.habit_amount(1.5, "{drinks}"), "1.5 drinks");
        assert_eq!(en.habit_amount(2.5, "km"), "2.5 km");
        assert_eq!(en.goal(&Goal::AtMost { at_most: 0.0, unit: "{cigarettes}".into() }), "none");
    }
}
