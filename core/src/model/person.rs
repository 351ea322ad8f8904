//! People, and who they are to each other.

use chrono::NaiveDate;
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::coded::coded;
use super::day::LocalDay;
use super::id::PersonId;
use super::meal::FoodCode;
use super::profile::{Condition, Profile};
use super::time_of_day::QuietHours;
use super::{Invalid, Problem, text};

coded! {
    /// Sex as FHIR's `administrative-gender`; used only where a reference value depends on it.
    Sex { Female = "female", Male = "male", Other = "other" }
}

/// Whose phone this is to the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The person records on this device; it is their own record, or one kept for them here.
    Patient,
    /// The record is kept elsewhere; this device shows what its owner allows.
    Caregiver,
}

/// One person of the store. Everything but the name is optional.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Person {
    /// Made on the phone.
    pub id: PersonId,
    /// Name or nickname, 1 to 100 characters.
    pub name: String,
    /// What this device is to them.
    pub role: Role,
    /// The zone in which their days begin.
    pub zone: Tz,
    /// Date of birth. Used for the age, which reference values and rules depend on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub birth_date: Option<NaiveDate>,
    /// Sex. Used for reference values only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sex: Option<Sex>,
    /// The limits at which a heart rate at rest is told.
    #[serde(default)]
    pub heart_limits: HeartLimits,
    /// What else they say about themselves.
    #[serde(default, skip_serializing_if = "Profile::is_empty")]
    pub profile: Profile,
    /// When not to be reminded of anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quiet_hours: Option<QuietHours>,
    /// Foods that are shown first when a meal is recorded, the latest last; at most 200.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub favourite_foods: Vec<FoodCode>,
}

impl Person {
    /// A person with a name only.
    ///
    /// # Errors
    /// `name` when it is empty or longer than 100 characters.
    pub fn new(id: PersonId, name: &str, role: Role, zone: Tz) -> Result<Self, Invalid> {
        Ok(Self {
            id,
            name: text::required("name", name, 100)?,
            role,
            zone,
            birth_date: None,
            sex: None,
            heart_limits: HeartLimits::default(),
            profile: Profile::default(),
            quiet_hours: None,
            favourite_foods: Vec::new(),
        })
    }

    /// The person, if everything that is said of them can be.
    ///
    /// # Errors
    /// `name`; `birth_date` before 1873 (Japan's calendar was another); a field of the profile.
    pub fn checked(mut self) -> Result<Self, Invalid> {
        self.name = text::required("name", &self.name, 100)?;
        if self.birth_date.is_some_and(|birth| super::era::Era::of(birth).is_none()) {
            return Err(Invalid::new("birth_date", Problem::Impossible));
        }
        if self.favourite_foods.len() > 200 {
            return Err(Invalid::new("favourites", Problem::TooLong));
        }
        self.profile = self.profile.checked()?;
        Ok(self)
    }

    /// Whole years of age on `day`; none when the birth date is not known or lies after it. Who was born
    /// on February 29th is a year older on March 1st of other years.
    #[must_use]
    pub fn age_on(&self, day: LocalDay) -> Option<u32> {
        day.0.years_since(self.birth_date?)
    }

    /// Whether they say that they have `condition`.
    #[must_use]
    pub fn declares(&self, condition: Condition) -> bool {
        self.profile.declares(condition)
    }
}

/// Limits a person chooses; beyond them for ten minutes at rest, a heart rate is told.
///
/// The defaults are those of Apple's high and low heart rate notifications (support article
/// HT208931): 120 and 40 per minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeartLimits {
    /// Told when above, per minute; 100 to 150.
    pub high: u16,
    /// Told when below, per minute; 35 to 50.
    pub low: u16,
}

impl Default for HeartLimits {
    fn default() -> Self {
        Self { high: 120, low: 40 }
    }
}

/// What made a measurement, as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The same for the same thing: see [`super::SourceId::derive`].
    pub id: super::SourceId,
    /// What sort of thing it is.
    pub kind: SourceKind,
    /// The name it gives itself, at most 200 characters: `Polar H10`, `Apple Watch`.
    pub name: String,
}

/// What sort of thing made a measurement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    /// A Bluetooth device that the phone heard itself.
    Bluetooth,
    /// A watch or tracker, by way of an export or the phone's health store.
    Wearable,
    /// The phone's own sensors.
    Phone,
    /// The person's own hand.
    Manual,
    /// A file whose maker is not known.
    File,
    /// A FHIR platform.
    Platform,
}
