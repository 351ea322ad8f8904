//! What a person says about themselves. All of it is optional.

use mimamori::Result;
use mimamori::model::PersonId;
use mimamori::model::person::{Person, Sex};
use mimamori::model::profile::{Activity, Allergy, AllergyKind, Condition, Contact, Declared, Pregnancy};
use mimamori::text::typed;

use crate::companion::MimamoriCompanion;
use crate::error::CompanionError;
use crate::types::{chosen, refused};

/// A profile, as a form shows it and gives it back.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct ProfileForm {
    /// The name.
    pub name: String,
    /// How it is read; may be empty.
    pub kana: String,
    /// What the person is called; may be empty.
    pub nickname: String,
    /// The birth date, `1948-04-05`; also as people type it: `昭和23年4月5日`.
    pub birth_date: Option<String>,
    /// `female`, `male` or `other`.
    pub sex: Option<String>,
    /// Height in cm.
    pub height_cm: Option<f64>,
    /// `low`, `normal` or `high`.
    pub activity: Option<String>,
    /// `pregnant` or `nursing`.
    pub pregnancy: Option<String>,
    /// When the child is due, `2026-09-01`.
    pub due: Option<String>,
    /// Conditions that the person declares.
    pub conditions: Vec<ConditionLine>,
    /// Allergies.
    pub allergies: Vec<AllergyLine>,
    /// Whom to call.
    pub emergency: Option<ContactLine>,
    /// Their doctor.
    pub doctor: Option<ContactLine>,
    /// Their pharmacy.
    pub pharmacy: Option<ContactLine>,
}

/// A condition.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ConditionLine {
    /// A code of [`choices`](MimamoriCompanion::choices).
    pub kind: String,
    /// The person's own words; needed for `other`.
    pub words: String,
    /// Since which year.
    pub since: Option<u16>,
}

/// An allergy.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct AllergyLine {
    /// `food`, `medicine` or `other`.
    pub kind: String,
    /// To what.
    pub what: String,
    /// What it does; may be empty.
    pub reaction: String,
}

/// Somebody to call.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ContactLine {
    /// Who.
    pub name: String,
    /// What they are; may be empty.
    pub role: String,
    /// Their number; may be empty.
    pub phone: String,
}

#[uniffi::export]
impl MimamoriCompanion {
    /// What a person says about themselves.
    pub async fn profile(&self, person: PersonId) -> Result<ProfileForm, CompanionError> {
        self.with(move |core, _| Ok(form(core.person(person)?))).await
    }

    /// Changes it to what the form says. Nothing is changed when anything of it is refused.
    pub async fn set_profile(&self, person: PersonId, form: ProfileForm) -> Result<(), CompanionError> {
        self.with(move |core, _| {
            let before = core.person(person)?;
            let after = read(form, before)?;
            core.edit_person(person, |person| *person = after).map(drop)
        })
        .await
    }
}

fn form(person: Person) -> ProfileForm {
    let profile = person.profile;
    let (pregnancy, due) = match profile.pregnancy {
        Some(Pregnancy::Pregnant { due }) => (Some("pregnant".to_owned()), due.map(|day| day.to_string())),
        Some(Pregnancy::Nursing) => (Some("nursing".to_owned()), None),
        None => (None, None),
    };
    let contact = |one: Contact| ContactLine { name: one.name, role: one.role, phone: one.phone };
    ProfileForm {
        name: person.name,
        kana: profile.kana,
        nickname: profile.nickname,
        birth_date: person.birth_date.map(|day| day.to_string()),
        sex: person.sex.map(|sex| sex.code().to_owned()),
        height_cm: profile.height,
        activity: profile.activity.map(|activity| activity.code().to_owned()),
        pregnancy,
        due,
        conditions: profile
            .conditions
            .into_iter()
            .map(|one| ConditionLine { kind: one.what.code().to_owned(), words: one.words, since: one.since })
            .collect(),
        allergies: profile
            .allergies
            .into_iter()
            .map(|one| AllergyLine { kind: one.kind.code().to_owned(), what: one.what, reaction: one.reaction })
            .collect(),
        emergency: profile.emergency.map(contact),
        doctor: profile.doctor.map(contact),
        pharmacy: profile.pharmacy.map(contact),
    }
}

fn read(form: ProfileForm, mut person: Person) -> Result<Person> {
    let contact = |one: ContactLine| Contact { name: one.name, role: one.role, phone: one.phone };
    person.name = form.name;
    person.birth_date = form.birth_date.map(|text| typed::date(&text)).transpose()?;
    person.sex = chosen("sex", form.sex.as_deref(), Sex::ALL, Sex::code)?;
    let profile = &mut person.profile;
    profile.kana = form.kana;
    profile.nickname = form.nickname;
    profile.height = form.height_cm;
    profile.activity = chosen("activity", form.activity.as_deref(), &Activity::ALL, Activity::code)?;
    profile.pregnancy = match form.pregnancy.as_deref() {
        Some("pregnant") => Some(Pregnancy::Pregnant { due: form.due.map(|text| typed::date(&text)).transpose()? }),
        Some("nursing") => Some(Pregnancy::Nursing),
        Some(_) => return Err(refused("pregnancy")),
        None => None,
    };
    profile.conditions = form
        .conditions
        .into_iter()
        .map(|one| {
            let what = Condition::from_code(&one.kind).ok_or_else(|| refused("conditions"))?;
            Ok(Declared { words: one.words, since: one.since, ..Declared::new(what) })
        })
        .collect::<Result<_>>()?;
    profile.allergies = form
        .allergies
        .into_iter()
        .map(|one| {
            let kind = AllergyKind::from_code(&one.kind).ok_or_else(|| refused("allergies"))?;
            Ok(Allergy { kind, what: one.what, reaction: one.reaction })
        })
        .collect::<Result<_>>()?;
    profile.emergency = form.emergency.map(contact);
    profile.doctor = form.doctor.map(contact);
    profile.pharmacy = form.pharmacy.map(contact);
    Ok(person)
}
