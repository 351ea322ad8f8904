//! Small suggestions for everyday life, each from the person's own days and a public source.
//!
//! Never more than three a day, none that a declared condition or the present state speaks against,
//! and none about medicines. What a person dismisses stays away for two weeks, the next time for four,
//! and so on up to a year.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::LocalDay;
use crate::model::profile::{Condition, Pregnancy, Profile};
use crate::model::quantity::Unit;

/// More are not made on one day.
pub const MOST: usize = 3;
/// Of seven days so many must be known before something is said of them.
const LEAST_DAYS: u32 = 5;
/// How long a suggestion stays away after the first time that it was dismissed, in days.
const AWAY: i64 = 14;
/// It never stays away longer.
const LONGEST_AWAY: i64 = 365;

/// What is suggested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// To take it easy: the heart rate at night is above the usual.
    RestToday,
    /// To measure blood pressure on most days.
    MeasurePressure,
    /// To sleep longer.
    SleepLonger,
    /// To walk more.
    WalkMore,
    /// To eat less salt.
    LessSalt,
    /// To eat more vegetables.
    MoreVegetables,
    /// To have dinner earlier.
    EarlierDinner,
}

impl Kind {
    /// Every kind, in the order in which they come when all are as fitting.
    pub const ALL: [Self; 7] = [
        Self::RestToday,
        Self::MeasurePressure,
        Self::SleepLonger,
        Self::WalkMore,
        Self::LessSalt,
        Self::MoreVegetables,
        Self::EarlierDinner,
    ];

    /// The code in files and on the command line; never changes.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::RestToday => "rest-today",
            Self::MeasurePressure => "measure-pressure",
            Self::SleepLonger => "sleep-longer",
            Self::WalkMore => "walk-more",
            Self::LessSalt => "less-salt",
            Self::MoreVegetables => "more-vegetables",
            Self::EarlierDinner => "earlier-dinner",
        }
    }

    /// The kind with this [`code`](Self::code).
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// A mean of the last seven days.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mean {
    /// The mean of the days that are known.
    pub value: f64,
    /// How many are.
    pub days: u32,
}

/// The last seven days of a person.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lately<'a> {
    /// What they have declared.
    pub profile: &'a Profile,
    /// In whole years.
    pub age: Option<u32>,
    /// Minutes asleep.
    pub sleep: Option<Mean>,
    /// Steps a day.
    pub steps: Option<Mean>,
    /// Grams of salt, and the goal for them.
    pub salt: Option<(Mean, f64)>,
    /// Grams of fibre, and the goal for them.
    pub fibre: Option<(Mean, f64)>,
    /// On how many days dinner was recorded, and on how many it began at nine or later.
    pub dinners: (u32, u32),
    /// On how many days blood pressure was measured.
    pub pressure_days: u32,
    /// How far the night rate, or the stated resting rate, is above the usual, while that is told.
    pub night_above: Option<f64>,
    /// Whether a strong notice stands or a symptom was noted: nobody is sent for a walk then.
    pub unwell: bool,
    /// Whether sleeplessness was noted: to lie longer in bed is the wrong advice then.
    pub sleepless: bool,
}

/// A suggestion with its reason in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Suggestion {
    /// What.
    pub kind: Kind,
    /// What was measured.
    pub value: f64,
    /// What it is compared with.
    pub goal: f64,
    /// The unit of both.
    pub unit: Unit,
    /// On how many of the last seven days it rests.
    pub days: u32,
}

/// How often each kind was dismissed, and until when it stays away.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Dismissed(BTreeMap<Kind, (u32, LocalDay)>);

impl Dismissed {
    /// The person does not want to hear of `kind` now.
    pub fn dismiss(&mut self, kind: Kind, today: LocalDay) {
        let (times, until) = self.0.entry(kind).or_insert((0, today));
        let away = (AWAY << (*times).min(5)).min(LONGEST_AWAY);
        (*times, *until) = (times.saturating_add(1), today.plus_days(away));
    }

    fn is_away(&self, kind: Kind, today: LocalDay) -> bool {
        self.0.get(&kind).is_some_and(|(_, until)| today < *until)
    }
}

/// What is suggested today, the most fitting first, at most three.
#[must_use]
pub fn suggest(lately: &Lately<'_>, dismissed: &Dismissed, today: LocalDay) -> Vec<Suggestion> {
    let mut found: Vec<Suggestion> = Kind::ALL
        .into_iter()
        .filter(|kind| !dismissed.is_away(*kind, today) && !is_contradicted(*kind, lately))
        .filter_map(|kind| reason(kind, lately))
        .collect();
    // What a notice or a doctor's condition asks for comes first; then what is farthest from its goal.
    let far = |one: &Suggestion| (one.value - one.goal).abs() / one.goal.max(1e-9);
    found.sort_by(|a, b| {
        let first = |one: &Suggestion| one.kind > Kind::MeasurePressure;
        first(a).cmp(&first(b)).then(far(b).total_cmp(&far(a)))
    });
    found.truncate(MOST);
    found
}

/// The numbers that speak for `kind`, if they do.
fn reason(kind: Kind, lately: &Lately<'_>) -> Option<Suggestion> {
    let enough = |mean: &Mean| mean.days >= LEAST_DAYS;
    let say = |value, goal, unit, days| Some(Suggestion { kind, value, goal, unit, days });
    match kind {
        Kind::RestToday => lately.night_above.and_then(|above| say(above, 0.0, Unit::PerMinute, 1)),
        // Home pressure on at least five days, where it matters (JSH guideline 2019).
        Kind::MeasurePressure => {
            let declared = lately.profile.declares(Condition::Hypertension);
            let days = lately.pressure_days;
            if declared && days < 5 { say(f64::from(days), 5.0, Unit::One, 7) } else { None }
        }
        // Adults need at least six hours (Ministry of Health, Labour and Welfare, sleep guide 2023). For
        // people from 65 on it advises against lying in bed for more than eight: nothing is said there.
        Kind::SleepLonger => {
            let mean = lately.sleep.filter(enough)?;
            let adult = lately.age.is_some_and(|age| (18..65).contains(&age));
            if adult && mean.value < 360.0 { say(mean.value, 360.0, Unit::Minute, mean.days) } else { None }
        }
        // 8,000 steps a day, 6,000 from 65 on (the Ministry's physical activity guide 2023).
        Kind::WalkMore => {
            let mean = lately.steps.filter(enough)?;
            let goal = match lately.age? {
                ..18 => return None,
                18..65 => 8_000.0,
                65.. => 6_000.0,
            };
            if mean.value < goal { say(mean.value, goal, Unit::Steps, mean.days) } else { None }
        }
        // The goals of the Dietary Reference Intakes for Japanese 2025; three recorded days make a mean there.
        Kind::LessSalt => {
            let (mean, goal) = lately.salt?;
            if mean.days >= 3 && mean.value >= goal { say(mean.value, goal, Unit::Gram, mean.days) } else { None }
        }
        Kind::MoreVegetables => {
            let (mean, goal) = lately.fibre?;
            if mean.days >= 3 && mean.value < goal { say(mean.value, goal, Unit::Gram, mean.days) } else { None }
        }
        // A late dinner and a snack before bed disturb sleep and the body's clock (sleep guide 2023).
        Kind::EarlierDinner => {
            let (dinners, late) = lately.dinners;
            if dinners >= LEAST_DAYS && late >= 3 { say(f64::from(late), 0.0, Unit::One, dinners) } else { None }
        }
    }
}

/// Whether something that is known speaks against it: then a doctor, and not a program, says what is right.
fn is_contradicted(kind: Kind, lately: &Lately<'_>) -> bool {
    let has = |conditions: &[Condition]| conditions.iter().any(|condition| lately.profile.declares(*condition));
    let expecting = matches!(lately.profile.pregnancy, Some(Pregnancy::Pregnant { .. }));
    match kind {
        Kind::RestToday | Kind::MeasurePressure => false,
        Kind::SleepLonger => lately.sleepless || has(&[Condition::Depression, Condition::SleepApnoea]),
        Kind::WalkMore => {
            lately.unwell
                || lately.night_above.is_some()
                || expecting
                || has(&[
                    Condition::HeartFailure,
                    Condition::CoronaryDisease,
                    Condition::ValveDisease,
                    Condition::Stroke,
                    Condition::Copd,
                    Condition::HomeOxygen,
                    Condition::Dialysis,
                    Condition::Parkinson,
                    Condition::RheumatoidArthritis,
                ])
        }
        Kind::LessSalt => lately.unwell || has(&[Condition::Dialysis]),
        // Vegetables are rich in potassium.
        Kind::MoreVegetables => lately.unwell || has(&[Condition::KidneyDisease, Condition::Dialysis]),
        // Meals are timed with medicines that lower glucose.
        Kind::EarlierDinner => has(&[Condition::Diabetes]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::profile::Declared;

    fn today() -> LocalDay {
        "2026-04-18".parse().unwrap()
    }

    fn mean(value: f64) -> Option<Mean> {
        Some(Mean { value, days: 7 })
    }

    /// Somebody of 50 of whom nothing is to be said.
    fn well(profile: &Profile) -> Lately<'_> {
        Lately {
            profile,
            age: Some(50),
            sleep: mean(430.0),
            steps: mean(9_000.0),
            salt: None,
            fibre: None,
            dinners: (7, 0),
            pressure_days: 0,
            night_above: None,
            unwell: false,
            sleepless: false,
        }
    }

    fn kinds(lately: &Lately<'_>) -> Vec<Kind> {
        suggest(lately, &Dismissed::default(), today()).iter().map(|one| one.kind).collect()
    }

    fn declares(condition: Condition) -> Profile {
        Profile { conditions: vec![Declared::new(condition)], ..Profile::default() }
    }

    #[test]
    fn each_goal_has_its_edge() {
        let nothing = Profile::default();
        let usual = well(&nothing);
        assert!(kinds(&usual).is_empty());
        assert_eq!(kinds(&Lately { sleep: mean(359.0), ..usual }), [Kind::SleepLonger]);
        assert!(kinds(&Lately { sleep: mean(360.0), ..usual }).is_empty());
        assert!(kinds(&Lately { sleep: Some(Mean { value: 300.0, days: 4 }), ..usual }).is_empty());
        assert!(kinds(&Lately { sleep: mean(300.0), age: Some(70), ..usual }).is_empty());
        assert_eq!(kinds(&Lately { steps: mean(7_999.0), ..usual }), [Kind::WalkMore]);
        assert!(kinds(&Lately { steps: mean(6_000.0), age: Some(65), ..usual }).is_empty());
        assert!(kinds(&Lately { steps: mean(3_000.0), age: None, ..usual }).is_empty());
        let salt = |grams| Some((Mean { value: grams, days: 3 }, 6.5));
        assert_eq!(kinds(&Lately { salt: salt(6.5), ..usual }), [Kind::LessSalt]);
        assert!(kinds(&Lately { salt: salt(6.4), ..usual }).is_empty());
        assert_eq!(kinds(&Lately { dinners: (5, 3), ..usual }), [Kind::EarlierDinner]);
        assert!(kinds(&Lately { dinners: (7, 2), ..usual }).is_empty());
        let pressure = declares(Condition::Hypertension);
        assert_eq!(kinds(&Lately { pressure_days: 4, ..well(&pressure) }), [Kind::MeasurePressure]);
        assert!(kinds(&Lately { pressure_days: 5, ..well(&pressure) }).is_empty());
    }

    #[test]
    fn never_more_than_three_and_what_a_notice_asks_for_comes_first() {
        let nothing = Profile::default();
        let much = Lately {
            sleep: mean(340.0),
            steps: mean(1_000.0),
            salt: Some((Mean { value: 13.0, days: 7 }, 6.5)),
            fibre: Some((Mean { value: 8.0, days: 7 }, 18.0)),
            dinners: (7, 7),
            ..well(&nothing)
        };
        assert_eq!(kinds(&much).len(), MOST);
        assert_eq!(kinds(&Lately { night_above: Some(6.0), ..much })[0], Kind::RestToday);
        assert!(!kinds(&Lately { night_above: Some(6.0), ..much }).contains(&Kind::WalkMore));
    }

    #[test]
    fn nothing_is_suggested_that_a_declared_condition_or_the_day_speaks_against() {
        let few = Some((Mean { value: 8.0, days: 7 }, 18.0));
        let kidney = declares(Condition::KidneyDisease);
        assert!(kinds(&Lately { fibre: few, ..well(&kidney) }).is_empty());
        let heart = declares(Condition::HeartFailure);
        assert!(kinds(&Lately { steps: mean(1_000.0), ..well(&heart) }).is_empty());
        let diabetes = declares(Condition::Diabetes);
        assert!(kinds(&Lately { dinners: (7, 7), ..well(&diabetes) }).is_empty());
        let nothing = Profile::default();
        assert!(kinds(&Lately { sleep: mean(300.0), sleepless: true, ..well(&nothing) }).is_empty());
        assert!(kinds(&Lately { steps: mean(1_000.0), unwell: true, ..well(&nothing) }).is_empty());
        assert_eq!(kinds(&Lately { fibre: few, ..well(&nothing) }), [Kind::MoreVegetables]);
    }

    #[test]
    fn what_is_dismissed_stays_away_longer_each_time() {
        let nothing = Profile::default();
        let short = Lately { sleep: mean(300.0), ..well(&nothing) };
        let mut dismissed = Dismissed::default();
        dismissed.dismiss(Kind::SleepLonger, today());
        let told = |dismissed: &Dismissed, days| !suggest(&short, dismissed, today().plus_days(days)).is_empty();
        assert!(!told(&dismissed, 13) && told(&dismissed, 14));
        dismissed.dismiss(Kind::SleepLonger, today().plus_days(14));
        assert!(!told(&dismissed, 14 + 27) && told(&dismissed, 14 + 28));
        for _ in 0..40 {
            dismissed.dismiss(Kind::SleepLonger, today());
        }
        assert!(!told(&dismissed, 364) && told(&dismissed, 365));
        let kept: Dismissed = serde_json::from_str(&serde_json::to_string(&dismissed).unwrap()).unwrap();
        assert_eq!(kept, dismissed);
    }
}
