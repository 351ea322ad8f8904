//! What a person lets others see of their record, and until when.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::day::LocalDay;
use super::event::EventKind;
use super::id::PlatformId;
use super::record::Entry;
use super::time::Stamp;
use super::{Invalid, Problem};

/// Leave to see a part of the record on a platform. The record's own `at` is when it was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// Who may.
    pub grantee: Grantee,
    /// What they may see, at least one class.
    pub classes: BTreeSet<DataClass>,
    /// Only what was measured or written about this day and later; everything when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data_since: Option<LocalDay>,
    /// The last day on which it holds; until it is taken back when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<LocalDay>,
    /// When it was taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<Stamp>,
}

impl Consent {
    /// Leave for `grantee` to see `classes`, until it is taken back.
    ///
    /// # Errors
    /// `classes` when there are none.
    pub fn new(grantee: Grantee, classes: BTreeSet<DataClass>) -> Result<Self, Invalid> {
        if classes.is_empty() {
            return Err(Invalid::new("classes", Problem::Missing));
        }
        Ok(Self { grantee, classes, data_since: None, until: None, withdrawn: None })
    }

    /// The consent, if it is one that [`Consent::new`] and [`Grantee::new`] make.
    ///
    /// # Errors
    /// The field that breaks their rules.
    pub(super) fn checked(self) -> Result<Self, Invalid> {
        let grantee = match self.grantee.kind {
            GranteeKind::Platform => self.grantee,
            _ => Grantee::new(&self.grantee.reference(), &self.grantee.name)?,
        };
        let Self { classes, data_since, until, withdrawn, .. } = self;
        Ok(Self { data_since, until, withdrawn, ..Self::new(grantee, classes)? })
    }

    /// How it stands on `today`, the person's local day.
    #[must_use]
    pub fn standing(&self, today: LocalDay) -> Standing {
        if self.withdrawn.is_some() {
            Standing::Withdrawn
        } else if self.until.is_some_and(|until| until < today) {
            Standing::Ended
        } else {
            Standing::InForce
        }
    }
}

/// How a consent stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It holds.
    InForce,
    /// Its last day is over.
    Ended,
    /// The person took it back.
    Withdrawn,
}

impl Standing {
    /// The name in files and on the command line.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::InForce => "in_force",
            Self::Ended => "ended",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// Somebody whom the platform knows.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Grantee {
    /// What they are to the person.
    pub kind: GranteeKind,
    /// Their id on the platform: 1 to 64 of `A-Z a-z 0-9 - .` (FHIR R4, `id`).
    pub id: String,
    /// Their name as the person reads it, at most 200 characters; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
}

impl Grantee {
    /// Whom the platform calls `reference`, e.g. `RelatedPerson/yui` or `Organization/clinic-1`.
    ///
    /// # Errors
    /// `grantee` when it is no such reference; `name` when it is over 200 characters.
    pub fn new(reference: &str, name: &str) -> Result<Self, Invalid> {
        let unreadable = Invalid::new("grantee", Problem::Unreadable);
        let (kind, id) = reference.split_once('/').ok_or(unreadable.clone())?;
        let kind =
            GranteeKind::KNOWN.into_iter().find(|known| known.resource_type() == kind).ok_or(unreadable.clone())?;
        let whole = (1..=64).contains(&id.len())
            && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.');
        if !whole {
            return Err(unreadable);
        }
        if name.chars().count() > 200 {
            return Err(Invalid::new("name", Problem::TooLong));
        }
        Ok(Self { kind, id: id.to_owned(), name: name.trim().to_owned() })
    }

    /// A platform of the person's own, as the one who receives what is sent to it.
    #[must_use]
    pub fn platform(platform: PlatformId, base_url: &str) -> Self {
        let name = base_url.chars().take(200).collect();
        Self { kind: GranteeKind::Platform, id: platform.to_string(), name }
    }

    /// The reference on the platform, e.g. `RelatedPerson/yui`.
    #[must_use]
    pub fn reference(&self) -> String {
        format!("{}/{}", self.kind.resource_type(), self.id)
    }
}

/// What somebody is to the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GranteeKind {
    /// Family or another caregiver (`RelatedPerson`).
    Caregiver,
    /// A hospital, a clinic, a pharmacy (`Organization`).
    Facility,
    /// One doctor, nurse or pharmacist (`Practitioner`).
    Professional,
    /// A platform of the person's own. Such a consent says what leaves the device; it is told to
    /// nobody.
    Platform,
}

impl GranteeKind {
    /// The kinds that a platform can know, and let in.
    pub const KNOWN: [Self; 3] = [Self::Caregiver, Self::Facility, Self::Professional];

    /// The FHIR resource type that stands for one; for a platform a word of our own.
    #[must_use]
    pub const fn resource_type(self) -> &'static str {
        match self {
            Self::Caregiver => "RelatedPerson",
            Self::Facility => "Organization",
            Self::Professional => "Practitioner",
            Self::Platform => "Platform",
        }
    }

    /// The name in files and on the command line.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Caregiver => "caregiver",
            Self::Facility => "facility",
            Self::Professional => "professional",
            Self::Platform => "platform",
        }
    }
}

/// A part of the record that a person thinks of as one thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DataClass {
    /// Heart rate, beat intervals and what devices reckon from them.
    HeartRate,
    /// Steps and other movement.
    Activity,
    /// Sleep.
    Sleep,
    /// Blood pressure, weight, temperature and the other measurements.
    Vitals,
    /// Meals and what was in them.
    Meals,
    /// Habits and when they were kept.
    Habits,
    /// Symptoms.
    Symptoms,
    /// Medicines that the person takes, and prescriptions.
    Medicines,
    /// What was noticed.
    Findings,
    /// Results of checkups and laboratories.
    Results,
    /// Conditions and allergies.
    Conditions,
    /// Images and what was read from them.
    Images,
    /// Vaccinations.
    Immunizations,
    /// Visits, stays, accidents and other events.
    Events,
}

impl DataClass {
    /// Every class, in the order in which screens list them.
    pub const ALL: [Self; 14] = [
        Self::HeartRate,
        Self::Activity,
        Self::Sleep,
        Self::Vitals,
        Self::Meals,
        Self::Habits,
        Self::Symptoms,
        Self::Medicines,
        Self::Findings,
        Self::Results,
        Self::Conditions,
        Self::Images,
        Self::Immunizations,
        Self::Events,
    ];

    /// The name in files and on the command line.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::HeartRate => "heart_rate",
            Self::Activity => "activity",
            Self::Sleep => "sleep",
            Self::Vitals => "vitals",
            Self::Meals => "meals",
            Self::Habits => "habits",
            Self::Symptoms => "symptoms",
            Self::Medicines => "medicines",
            Self::Findings => "findings",
            Self::Results => "results",
            Self::Conditions => "conditions",
            Self::Images => "images",
            Self::Immunizations => "immunizations",
            Self::Events => "events",
        }
    }

    /// The class that an entry belongs to. A consent belongs to none: it says who may see the others.
    #[must_use]
    pub const fn of(entry: &Entry) -> Option<Self> {
        Some(match entry {
            Entry::Meal(_) | Entry::Food(_) | Entry::Recipe(_) => Self::Meals,
            Entry::Habit(_) | Entry::Tick(_) => Self::Habits,
            Entry::Vital(vital) if vital.is_of_heart() => Self::HeartRate,
            Entry::Vital(_) => Self::Vitals,
            Entry::Symptom(_) => Self::Symptoms,
            Entry::Medicine(_) | Entry::Dose(_) => Self::Medicines,
            Entry::Event(event) if matches!(event.what, EventKind::Vaccination) => Self::Immunizations,
            Entry::Event(_) => Self::Events,
            Entry::Sleep(_) => Self::Sleep,
            Entry::Finding(_) => Self::Findings,
            Entry::Consent(_) => return None,
        })
    }

    /// The class with this [`code`](Self::code).
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.code() == code)
    }
}

/// What one party may see on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sharing {
    /// Who.
    pub grantee: Grantee,
    /// Each class that they may see, with how far and how long.
    pub classes: BTreeMap<DataClass, Reach>,
}

/// How far and how long a class is open. Of several consents the widest counts: each permits on its
/// own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Reach {
    /// Only data of this day and later; all when `None`.
    pub since: Option<LocalDay>,
    /// Open through this day; until it is taken back when `None`.
    pub until: Option<LocalDay>,
}

impl Reach {
    /// Both together, as a person reads them: the earlier beginning and the later end. Two consents
    /// of which one reaches further back and the other lasts longer are shown wider than either is
    /// alone: rather too wide than too narrow, where the question is what others see.
    #[must_use]
    pub fn wider(self, other: Self) -> Self {
        Self { since: self.since.min(other.since), until: self.until.zip(other.until).map(|(one, two)| one.max(two)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> LocalDay {
        text.parse().unwrap()
    }

    #[test]
    fn a_consent_holds_through_its_last_day_and_no_longer() {
        let yui = Grantee::new("RelatedPerson/yui", "結衣").unwrap();
        let mut consent = Consent::new(yui, BTreeSet::from([DataClass::HeartRate])).unwrap();
        assert_eq!(consent.standing(day("2036-01-01")), Standing::InForce);
        consent.until = Some(day("2026-12-31"));
        assert_eq!(consent.standing(day("2026-12-31")), Standing::InForce);
        assert_eq!(consent.standing(day("2027-01-01")), Standing::Ended);
    }

    #[test]
    fn only_one_whom_a_platform_can_know_is_let_in() {
        assert_eq!(Grantee::new("Organization/clinic-1", "").unwrap().reference(), "Organization/clinic-1");
        for wrong in
            ["yui", "Patient/hanako", "RelatedPerson/", "RelatedPerson/a/b", "Organization/ü", "Organization/?a=b"]
        {
            assert_eq!(Grantee::new(wrong, "").unwrap_err().field, "grantee", "{wrong}");
        }
    }

    #[test]
    fn leave_to_see_nothing_is_no_consent() {
        let yui = Grantee::new("RelatedPerson/yui", "").unwrap();
        assert_eq!(Consent::new(yui, BTreeSet::new()).unwrap_err().field, "classes");
    }

    #[test]
    fn every_class_is_found_by_its_code() {
        for class in DataClass::ALL {
            assert_eq!(DataClass::from_code(class.code()), Some(class));
        }
    }
}
