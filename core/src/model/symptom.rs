//! Symptoms: what, since when, how strong.

use serde::{Deserialize, Serialize};

use super::coded::coded;
use super::day::LocalDay;
use super::{Invalid, Problem, text};

/// A symptom as the person tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Symptom {
    /// What it is.
    pub what: SymptomKind,
    /// The person's own words, at most 200 characters; what it is, where `what` is `Other`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
    /// The first day of it, where it did not begin with the record's own time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<LocalDay>,
    /// The last day of it; none while it goes on, or when nobody said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<LocalDay>,
    /// How strong.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub strength: Option<Strength>,
    /// How strong on the numeric rating scale, 0 (none) to 10 (the worst imaginable), if that was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<u8>,
}

impl Symptom {
    /// A symptom that is noticed now, nothing more known.
    #[must_use]
    pub const fn new(what: SymptomKind) -> Self {
        Self { what, words: String::new(), since: None, until: None, strength: None, score: None }
    }

    /// States the score and the strength that it stands for.
    #[must_use]
    pub fn scored(mut self, score: u8) -> Self {
        self.score = Some(score);
        self.strength = Some(Strength::of_score(score));
        self
    }

    /// The symptom, if it is whole.
    ///
    /// # Errors
    /// `words` when they are missing for `Other` or too long; `score` above 10, or not of the
    /// strength; `until` before `since`.
    pub fn checked(mut self) -> Result<Self, Invalid> {
        self.words = if self.what == SymptomKind::Other {
            text::required("words", &self.words, 200)?
        } else {
            text::optional("words", &self.words, 200)?
        };
        if let Some(score) = self.score {
            if score > 10 {
                return Err(Invalid::new("score", Problem::Impossible));
            }
            if self.strength.is_some_and(|strength| strength != Strength::of_score(score)) {
                return Err(Invalid::new("score", Problem::Contradiction));
            }
        }
        match (self.since, self.until) {
            (Some(since), Some(until)) if until < since => Err(Invalid::new("until", Problem::Contradiction)),
            _ => Ok(self),
        }
    }
}

/// How strong a symptom is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Strength {
    /// Looked for and not there.
    Absent,
    /// Mild.
    Mild,
    /// Moderate.
    Moderate,
    /// Severe.
    Severe,
}

impl Strength {
    /// From the weakest.
    pub const ALL: [Self; 4] = [Self::Absent, Self::Mild, Self::Moderate, Self::Severe];

    /// What a score of the numeric rating scale stands for: 1 to 4 mild, 5 and 6 moderate, 7 to 10
    /// severe (cut points of Serlin et al., Pain 1995;61:277).
    #[must_use]
    pub const fn of_score(score: u8) -> Self {
        match score {
            0 => Self::Absent,
            1..=4 => Self::Mild,
            5..=6 => Self::Moderate,
            _ => Self::Severe,
        }
    }

    /// The name in files and on the command line.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Absent => "absent",
            Self::Mild => "mild",
            Self::Moderate => "moderate",
            Self::Severe => "severe",
        }
    }
}

coded! {
    /// What a symptom is: common ones by name, everything else in the person's own words.
    SymptomKind {
        Headache = "headache",
        Dizziness = "dizziness",
        Fainting = "fainting",
        ChestPain = "chest_pain",
        Palpitations = "palpitations",
        Breathlessness = "breathlessness",
        Wheezing = "wheezing",
        Cough = "cough",
        Phlegm = "phlegm",
        SoreThroat = "sore_throat",
        RunnyNose = "runny_nose",
        Fever = "fever",
        Chills = "chills",
        ColdSweat = "cold_sweat",
        Tiredness = "tiredness",
        Nausea = "nausea",
        Vomiting = "vomiting",
        Diarrhoea = "diarrhoea",
        Constipation = "constipation",
        StomachPain = "stomach_pain",
        Heartburn = "heartburn",
        NoAppetite = "no_appetite",
        BloodInStool = "blood_in_stool",
        SwollenLegs = "swollen_legs",
        BackPain = "back_pain",
        JointPain = "joint_pain",
        MusclePain = "muscle_pain",
        Numbness = "numbness",
        OneSidedWeakness = "one_sided_weakness",
        SlurredSpeech = "slurred_speech",
        BlurredVision = "blurred_vision",
        RingingInEars = "ringing_in_ears",
        Rash = "rash",
        Itch = "itch",
        Thirst = "thirst",
        FrequentUrination = "frequent_urination",
        PainfulUrination = "painful_urination",
        Shakiness = "shakiness",
        HotFlushes = "hot_flushes",
        MenstrualPain = "menstrual_pain",
        Sleeplessness = "sleeplessness",
        LowMood = "low_mood",
        Anxiety = "anxiety",
        Confusion = "confusion",
        Fall = "fall",
        LossOfSmell = "loss_of_smell",
        Other = "other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_symptom_without_a_name_needs_the_persons_own_words() {
        assert_eq!(Symptom::new(SymptomKind::Other).checked().unwrap_err().field, "words");
        let told = Symptom { words: " 足がつる ".into(), ..Symptom::new(SymptomKind::Other) };
        assert_eq!(told.checked().unwrap().words, "足がつる");
    }

    #[test]
    fn a_score_and_a_strength_may_not_contradict_each_other() {
        assert_eq!(Symptom::new(SymptomKind::Headache).scored(5).checked().unwrap().strength, Some(Strength::Moderate));
        let odd = Symptom { strength: Some(Strength::Mild), ..Symptom::new(SymptomKind::Headache).scored(9) };
        assert_eq!(odd.checked().unwrap_err().field, "score");
        assert_eq!(Symptom::new(SymptomKind::Headache).scored(11).checked().unwrap_err().field, "score");
        let day = |text: &str| Some(text.parse().unwrap());
        let ends_first =
            Symptom { since: day("2026-04-02"), until: day("2026-04-01"), ..Symptom::new(SymptomKind::Cough) };
        assert_eq!(ends_first.checked().unwrap_err().field, "until");
    }

    #[test]
    fn every_symptom_is_found_by_its_code_and_stored_under_it() {
        for kind in SymptomKind::ALL {
            assert_eq!(SymptomKind::from_code(kind.code()), Some(*kind));
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.code());
        }
    }
}
