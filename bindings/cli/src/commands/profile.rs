//! `profile`: what a person says about themselves.

use clap::{Arg, ArgAction, ArgMatches, Command};
use mimamori::model::person::{Person, Sex};
use mimamori::model::profile::{Activity, Allergy, AllergyKind, Condition, Contact, Declared, Pregnancy};
use mimamori::model::quantity::Unit;
use mimamori::model::vital::{Vital, VitalKind};
use mimamori::model::{Invalid, Problem};
use mimamori::text::{Words, typed};

use crate::app::App;
use crate::args::{bare, option};
use crate::choice::{choose, find};
use crate::failure::Failure;
use crate::screen::{self, Table};
use crate::{Done, when};

pub(super) fn command(words: &Words) -> Command {
    let conditions: Vec<String> =
        Condition::ALL.iter().map(|one| format!("  {:<22}{}", one.code(), words.condition(*one))).collect();
    let many = |name: &'static str, value: &'static str, help: &str| {
        option(name, value, words.get(help)).action(ArgAction::Append)
    };
    bare("profile", words)
        .about(words.get("cli-profile"))
        .subcommand_help_heading(words.get("cli-commands"))
        .subcommand(
            bare("set", words)
                .about(words.get("cli-profile-set"))
                .after_help(words.fmt("cli-profile-set-examples", &[("conditions", conditions.join("\n").into())]))
                .arg(option("name", "NAME", words.get("cli-profile-name")))
                .arg(option("kana", "TEXT", words.get("cli-profile-kana")))
                .arg(option("nickname", "TEXT", words.get("cli-profile-nickname")))
                .arg(option("birth", "DATE", words.get("cli-profile-birth")))
                .arg(option("sex", "female|male|other", words.get("cli-profile-sex")))
                .arg(option("height", "N", words.get("cli-profile-height")))
                .arg(option("activity", "low|normal|high", words.get("cli-profile-activity")))
                .arg(option("pregnancy", "no|yes|DATE|nursing", words.get("cli-profile-pregnancy")))
                .arg(many("condition", "WHAT", "cli-profile-condition"))
                .arg(many("no-condition", "WHAT", "cli-profile-no-condition"))
                .arg(many("allergy", "WHAT", "cli-profile-allergy"))
                .arg(many("no-allergy", "WHAT", "cli-profile-no-allergy"))
                .arg(option("emergency", "NAME,WHO,PHONE", words.get("cli-profile-emergency")))
                .arg(option("doctor", "NAME,WHERE,PHONE", words.get("cli-profile-doctor")))
                .arg(option("pharmacy", "NAME,WHERE,PHONE", words.get("cli-profile-pharmacy")))
                .arg(many("unit", "UNIT", "cli-profile-unit"))
                .arg(option("zone", "ZONE", words.get("cli-people-zone")))
                .arg(
                    Arg::new("clear")
                        .long("clear")
                        .value_name("FIELD")
                        .help(words.get("cli-profile-clear"))
                        .action(ArgAction::Append),
                ),
        )
}

pub(super) fn run(app: &App, matches: &ArgMatches) -> Done {
    let person = app.person()?;
    let person = match matches.subcommand() {
        Some((_, matches)) => {
            let edited = given(app, person.clone(), matches)?;
            app.companion()?.edit_person(person.id, |known| *known = edited)?
        }
        None => person,
    };
    if app.json() { screen::json(&person) } else { show(&person, app) }
}

/// `person` with what the line says of them.
fn given(app: &App, mut person: Person, matches: &ArgMatches) -> Result<Person, Failure> {
    let text = |name: &str| matches.get_one::<String>(name).map(String::as_str);
    for field in super::texts(matches, "clear") {
        clear(app, &mut person, field)?;
    }
    if let Some(name) = text("name") {
        name.clone_into(&mut person.name);
    }
    if let Some(zone) = text("zone") {
        person.zone = when::zone(zone, app.words())?;
    }
    if let Some(birth) = text("birth") {
        let date = typed::date(birth).map_err(|wrong| Invalid::new("birth_date", wrong.problem))?;
        if mimamori::model::LocalDay(date) > app.today(&person) {
            return Err(Invalid::new("birth_date", Problem::Impossible).into());
        }
        person.birth_date = Some(date);
    }
    if let Some(sex) = text("sex") {
        let code = |sex: Sex| sex.code().to_owned();
        person.sex = Some(choose(app, "sex", sex, Sex::ALL, code, |words, sex| words.sex(sex))?);
    }
    for unit in super::texts(matches, "unit") {
        let unit = typed::unit(unit).ok_or(Invalid::new("unit", Problem::Unreadable))?;
        person.profile.units.choose(unit)?;
    }
    let today = app.today(&person);
    let profile = &mut person.profile;
    if let Some(kana) = text("kana") {
        kana.clone_into(&mut profile.kana);
    }
    if let Some(nickname) = text("nickname") {
        nickname.clone_into(&mut profile.nickname);
    }
    if let Some(height) = text("height") {
        profile.height = Some(typed::quantity("height", height, profile.units.of(Unit::Centimetre))?.canonical());
    }
    if let Some(activity) = text("activity") {
        let code = |one: Activity| one.code().to_owned();
        profile.activity = Some(choose(app, "activity", activity, &Activity::ALL, code, |w, one| w.activity(one))?);
    }
    if let Some(pregnancy) = text("pregnancy") {
        profile.pregnancy = match pregnancy {
            "no" => None,
            "yes" => Some(Pregnancy::Pregnant { due: None }),
            "nursing" => Some(Pregnancy::Nursing),
            due => Some(Pregnancy::Pregnant { due: Some(when::day(due, today, app.words())?.0) }),
        };
    }
    for word in super::texts(matches, "no-condition") {
        let (what, words) = condition(word);
        profile.conditions.retain(|known| known.what != what || (what == Condition::Other && known.words != words));
    }
    for word in super::texts(matches, "condition") {
        let (what, words) = condition(word);
        if !profile.conditions.iter().any(|known| known.what == what && known.words == words) {
            profile.conditions.push(Declared { words, ..Declared::new(what) });
        }
    }
    for word in super::texts(matches, "no-allergy") {
        let gone = allergy(word);
        profile.allergies.retain(|known| known.what != gone.what);
    }
    for word in super::texts(matches, "allergy") {
        let new = allergy(word);
        profile.allergies.retain(|known| known.what != new.what);
        profile.allergies.push(new);
    }
    for (name, kept) in
        [("emergency", &mut profile.emergency), ("doctor", &mut profile.doctor), ("pharmacy", &mut profile.pharmacy)]
    {
        if let Some(text) = text(name) {
            *kept = Some(contact(text));
        }
    }
    Ok(person)
}

fn clear(app: &App, person: &mut Person, field: &str) -> Result<(), Failure> {
    let profile = &mut person.profile;
    match field {
        "birth" => person.birth_date = None,
        "sex" => person.sex = None,
        "kana" => profile.kana.clear(),
        "nickname" => profile.nickname.clear(),
        "height" => profile.height = None,
        "activity" => profile.activity = None,
        "pregnancy" => profile.pregnancy = None,
        "condition" => profile.conditions.clear(),
        "allergy" => profile.allergies.clear(),
        "emergency" => profile.emergency = None,
        "doctor" => profile.doctor = None,
        "pharmacy" => profile.pharmacy = None,
        "unit" => profile.units = mimamori::model::quantity::Units::default(),
        _ => return Err(Failure::Input(app.words().fmt("cli-bad-value", &[("what", "--clear".into())]))),
    }
    Ok(())
}

/// A condition by its code or name; what has no name here is kept in the person's own words.
fn condition(word: &str) -> (Condition, String) {
    match find(word, Condition::ALL, &|one| one.code().to_owned(), &|words, one| words.condition(one)) {
        Some(what) => (what, String::new()),
        None => (Condition::Other, word.trim().to_owned()),
    }
}

/// `そば`, `food:そば`, `薬:ペニシリン=発疹`: what sort of thing, to what, what happens.
fn allergy(text: &str) -> Allergy {
    let plain = text.replace('：', ":").replace('＝', "=");
    let (kind, rest) = match plain.split_once(':') {
        Some((kind, rest)) => {
            let code = |one: AllergyKind| one.code().to_owned();
            match find(kind, AllergyKind::ALL, &code, &|words, one| words.allergy_kind(one)) {
                Some(kind) => (kind, rest),
                None => (AllergyKind::Other, plain.as_str()),
            }
        }
        None => (AllergyKind::Food, plain.as_str()),
    };
    let (what, reaction) = rest.split_once('=').unwrap_or((rest, ""));
    Allergy { kind, what: what.trim().to_owned(), reaction: reaction.trim().to_owned() }
}

/// `結衣,娘,090-1234-5678`: a part that is a telephone number is one wherever it stands.
fn contact(text: &str) -> Contact {
    let mut contact = Contact::default();
    for part in text.replace(['、', '，'], ",").split(',').map(str::trim).filter(|part| !part.is_empty()) {
        let number = typed::plain(part);
        let is_phone = number.bytes().filter(u8::is_ascii_digit).count() >= 5
            && number.chars().all(|c| c.is_ascii_digit() || "+-() ".contains(c));
        if is_phone {
            contact.phone = number;
        } else if contact.name.is_empty() {
            part.clone_into(&mut contact.name);
        } else if contact.role.is_empty() {
            part.clone_into(&mut contact.role);
        } else {
            contact.role = format!("{} {part}", contact.role);
        }
    }
    contact
}

fn show(person: &Person, app: &App) -> Done {
    let words = app.words();
    let profile = &person.profile;
    let join = |parts: Vec<String>| parts.join(&words.get("list-separator"));
    let age = person.age_on(app.today(person));
    let birth = person.birth_date.map(|date| {
        let date = words.birth_date(date);
        age.map_or_else(
            || date.clone(),
            |age| words.fmt("cli-profile-age", &[("date", date.clone().into()), ("age", age.into())]),
        )
    });
    let height = profile.height.and_then(|cm| Vital::single(VitalKind::Height, cm).ok());
    let conditions = profile.conditions.iter().map(|one| words.declared(one)).collect();
    let allergies = profile
        .allergies
        .iter()
        .map(|one| {
            let what = words
                .fmt("with-note", &[("what", one.what.clone().into()), ("note", words.allergy_kind(one.kind).into())]);
            if one.reaction.is_empty() { what } else { format!("{what} {}", one.reaction) }
        })
        .collect();
    let contact = |contact: &Option<Contact>| {
        contact.as_ref().map(|one| {
            let parts = [one.name.as_str(), &one.role, &one.phone];
            parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("  ")
        })
    };
    let units = [Unit::Kilogram, Unit::Centimetre, Unit::Celsius, Unit::MmHg, Unit::MgPerDl];
    let units = units.map(|unit| words.unit(profile.units.of(unit))).to_vec();
    let rows: [(&str, Option<String>); 15] = [
        ("name", Some(person.name.clone())),
        ("kana", Some(profile.kana.clone())),
        ("nickname", Some(profile.nickname.clone())),
        ("birth_date", birth),
        ("sex", person.sex.map(|sex| words.sex(sex))),
        ("height", height.map(|height| words.vital_value_in(&height, &profile.units))),
        ("activity", profile.activity.map(|activity| words.activity(activity))),
        ("pregnancy", profile.pregnancy.map(|pregnancy| words.pregnancy(pregnancy))),
        ("conditions", Some(join(conditions))),
        ("allergies", Some(join(allergies))),
        ("emergency", contact(&profile.emergency)),
        ("doctor", contact(&profile.doctor)),
        ("pharmacy", contact(&profile.pharmacy)),
        ("unit", Some(join(units))),
        ("zone", Some(person.zone.to_string())),
    ];
    let mut table = Table::new();
    for (field, value) in rows {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            table.row([words.field(field), value]);
        }
    }
    table.print(0)
}
