//! What a person says about themselves. All of it is optional, and each part is used only where its
//! documentation says so.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::coded::coded;
use super::quantity::Units;
use super::{Invalid, Problem, text};

/// The profile of a person, beside the name, the birth date and the sex that [`Person`](super::person::Person) holds.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Profile {
    /// How the name is read, in kana; at most 100 characters. Shown on what a doctor is given.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub kana: String,
    /// What the family calls them, at most 50 characters. Shown instead of the name on screens of this
    /// device, never sent.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub nickname: String,
    /// Height in cm, 20 to 280, where no measurement says better. Used for the body mass index.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub height: Option<f64>,
    /// How active their days are. Used for the reference intake of energy only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub activity: Option<Activity>,
    /// Used for reference intakes, and so that rules made for other bodies keep quiet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pregnancy: Option<Pregnancy>,
    /// What a doctor has told them they have; at most 50. Used by the rules that name a condition, and
    /// on what a doctor is given.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub conditions: Vec<Declared>,
    /// At most 50. Shown on what a doctor is given; nothing is checked against it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub allergies: Vec<Allergy>,
    /// Whom to call. Shown where a text says to seek help now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub emergency: Option<Contact>,
    /// The doctor they usually see. Shown where a text says to ask one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doctor: Option<Contact>,
    /// The pharmacy they usually go to. Shown with the medicines.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pharmacy: Option<Contact>,
    /// The units that values are typed and shown in.
    #[serde(skip_serializing_if = "Units::is_default")]
    pub units: Units,
}

impl Profile {
    /// The profile, if it is whole.
    ///
    /// # Errors
    /// The field that is too long, too many, out of its range or missing what it needs.
    pub fn checked(mut self) -> Result<Self, Invalid> {
        self.kana = text::optional("kana", &self.kana, 100)?;
        self.nickname = text::optional("nickname", &self.nickname, 50)?;
        if self.height.is_some_and(|cm| !(20.0..=280.0).contains(&cm)) {
            return Err(Invalid::new("height", Problem::Impossible));
        }
        if self.conditions.len() > 50 {
            return Err(Invalid::new("conditions", Problem::TooLong));
        }
        if self.allergies.len() > 50 {
            return Err(Invalid::new("allergies", Problem::TooLong));
        }
        self.conditions = self.conditions.into_iter().map(Declared::checked).collect::<Result<_, _>>()?;
        self.allergies = self.allergies.into_iter().map(Allergy::checked).collect::<Result<_, _>>()?;
        self.emergency = self.emergency.map(|contact| contact.checked("emergency")).transpose()?;
        self.doctor = self.doctor.map(|contact| contact.checked("doctor")).transpose()?;
        self.pharmacy = self.pharmacy.map(|contact| contact.checked("pharmacy")).transpose()?;
        Ok(self)
    }

    /// Whether nothing of it is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether the person says that they have `condition`.
    #[must_use]
    pub fn declares(&self, condition: Condition) -> bool {
        self.conditions.iter().any(|declared| declared.what == condition)
    }
}

/// The physical activity levels of the Dietary Reference Intakes for Japanese 2025.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Activity {
    /// 低い: most of the day sitting.
    Low,
    /// ふつう: sitting work with some walking, standing or light sport.
    Normal,
    /// 高い: work on one's feet, or sport as a habit.
    High,
}

impl Activity {
    /// From the lowest.
    pub const ALL: [Self; 3] = [Self::Low, Self::Normal, Self::High];

    /// The name in files and on the command line.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Normal => "normal",
            Self::High => "high",
        }
    }
}

/// Pregnant, or nursing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pregnancy {
    /// Pregnant.
    Pregnant {
        /// When the child is expected.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<NaiveDate>,
    },
    /// Nursing a child.
    Nursing,
}

coded! {
    /// Conditions that a rule, a text or a doctor's page may need to know of.
    Condition {
        Hypertension = "hypertension",
        Diabetes = "diabetes",
        Dyslipidaemia = "dyslipidaemia",
        HeartFailure = "heart_failure",
        CoronaryDisease = "coronary_disease",
        AtrialFibrillation = "atrial_fibrillation",
        Pacemaker = "pacemaker",
        ValveDisease = "valve_disease",
        Stroke = "stroke",
        KidneyDisease = "kidney_disease",
        Dialysis = "dialysis",
        LiverDisease = "liver_disease",
        Copd = "copd",
        HomeOxygen = "home_oxygen",
        Asthma = "asthma",
        SleepApnoea = "sleep_apnoea",
        Hyperthyroidism = "hyperthyroidism",
        Hypothyroidism = "hypothyroidism",
        Anaemia = "anaemia",
        Cancer = "cancer",
        Gout = "gout",
        Osteoporosis = "osteoporosis",
        RheumatoidArthritis = "rheumatoid_arthritis",
        Glaucoma = "glaucoma",
        Parkinson = "parkinson",
        Dementia = "dementia",
        Epilepsy = "epilepsy",
        Depression = "depression",
        ImmuneWeakness = "immune_weakness",
        Other = "other",
    }
}

/// A condition that a person says they have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Declared {
    /// Which.
    pub what: Condition,
    /// The person's own words, at most 200 characters; which one it is, where `what` is `Other`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
    /// The year since when, from 1900 on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<u16>,
}

impl Declared {
    /// A condition of which nothing more is known.
    #[must_use]
    pub const fn new(what: Condition) -> Self {
        Self { what, words: String::new(), since: None }
    }

    fn checked(mut self) -> Result<Self, Invalid> {
        self.words = match self.what {
            Condition::Other => text::required("conditions", &self.words, 200)?,
            _ => text::optional("conditions", &self.words, 200)?,
        };
        if self.since.is_some_and(|year| !(1900..=2200).contains(&year)) {
            return Err(Invalid::new("conditions", Problem::Impossible));
        }
        Ok(self)
    }
}

/// Something that a person does not tolerate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allergy {
    /// Food, medicine or something else.
    pub kind: AllergyKind,
    /// To what, 1 to 200 characters.
    pub what: String,
    /// What happens, at most 200 characters.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reaction: String,
}

impl Allergy {
    fn checked(mut self) -> Result<Self, Invalid> {
        self.what = text::required("allergies", &self.what, 200)?;
        self.reaction = text::optional("allergies", &self.reaction, 200)?;
        Ok(self)
    }
}

coded! {
    /// What sort of thing is not tolerated.
    AllergyKind {
        Food = "food",
        Medicine = "medicine",
        Other = "other",
    }
}

/// Somebody to call or to go to.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Contact {
    /// Their name or the place's, 1 to 100 characters.
    pub name: String,
    /// Who they are to the person, or which department; at most 100 characters.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub role: String,
    /// The telephone number as it is dialled: digits, `+`, `-`, blanks and brackets, at most 30.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub phone: String,
}

impl Contact {
    fn checked(mut self, field: &'static str) -> Result<Self, Invalid> {
        self.name = text::required(field, &self.name, 100)?;
        self.role = text::optional(field, &self.role, 100)?;
        self.phone = text::optional(field, &self.phone, 30)?;
        if !self.phone.chars().all(|c| c.is_ascii_digit() || "+-() ".contains(c)) {
            return Err(Invalid::new(field, Problem::Unreadable));
        }
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_of_nothing_is_whole_and_takes_no_room() {
        let empty = Profile::default().checked().unwrap();
        assert!(empty.is_empty());
        assert_eq!(serde_json::to_string(&empty).unwrap(), "{}");
        assert_eq!(serde_json::from_str::<Profile>("{}").unwrap(), empty);
    }

    #[test]
    fn what_is_refused_is_named() {
        let refused = |profile: Profile| profile.checked().unwrap_err().field;
        assert_eq!(refused(Profile { height: Some(1.52), ..Profile::default() }), "height");
        let nameless = Declared::new(Condition::Other);
        assert_eq!(refused(Profile { conditions: vec![nameless], ..Profile::default() }), "conditions");
        let call = Contact { name: "結衣".into(), phone: "call me".into(), ..Contact::default() };
        assert_eq!(refused(Profile { emergency: Some(call), ..Profile::default() }), "emergency");
    }

    #[test]
    fn a_rule_can_ask_for_a_condition() {
        let profile = Profile { conditions: vec![Declared::new(Condition::HeartFailure)], ..Profile::default() };
        assert!(profile.declares(Condition::HeartFailure) && !profile.declares(Condition::Copd));
    }
}
